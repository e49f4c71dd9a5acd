"""Other names that a user confirmed, into the plan's YAML: a piece of text; all else stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from clusterplan.base.findings import has_errors
from clusterplan.base.messages import say
from clusterplan.checks import check_plan
from clusterplan.importing.plan_names import KINDS
from clusterplan.importing.year_file import UnwritableError
from clusterplan.reading.encoding import decode
from clusterplan.reading.plan_file import parse_plan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from clusterplan.importing.plan_names import Near
    from clusterplan.model.plan import Plan
    from clusterplan.reading.plan_file import PlanFile
    from clusterplan.reading.yaml_tree import Place


def add_other_names(before: bytes, file: str, names: Iterable[Near]) -> bytes:
    """Return a plan file with other names under `also:`.

    Args:
        before: its bytes.
        file: what messages call it.
        names: of indicators and entities.

    Raises:
        UnwritableError: the file has changed, or is written so that a name cannot be put in.
    """
    found = decode(before, file).text
    if found is None:
        raise UnwritableError(say("{file} cannot be read", file=file))
    text = str(found)
    for near in names:
        text = _with_name(text, file, near)
    return before[: found.start] + text.encode(found.encoding)


def _with_name(text: str, file: str, near: Near) -> str:
    old = parse_plan(text, file)
    if old.plan is None:
        raise UnwritableError(say("{file} cannot be read", file=file))
    ids = [item.id for item in getattr(old.plan, near.kind)]
    if near.id not in ids:
        raise UnwritableError(say("{file} was changed in the meantime; try again", file=file))
    place = (near.kind, ids.index(near.id))
    changed = _inserted(text, old, place, json.dumps(near.text, ensure_ascii=False), near.id)
    new = parse_plan(changed, file)
    if new.plan is None or _all_but_names(new.plan) != _all_but_names(old.plan):
        raise UnwritableError(say("also: cannot be put in here; write it by hand"))
    if has_errors(findings := check_plan(new)):
        raise UnwritableError(findings[0].message)
    return changed


def _all_but_names(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(exclude={kind: {"__all__": {"also"}} for kind in KINDS})


def _inserted(text: str, plan: PlanFile, item: Place, name: str, identity: str) -> str:
    lines = text.splitlines(keepends=True)
    starts = [0]
    for each in lines:
        starts.append(starts[-1] + len(each))

    def offset(place: Place) -> int:
        line, column = plan.places[place]
        return starts[line - 1] + column - 1

    def put(at: int, piece: str) -> str:
        return text[:at] + piece + text[at:]

    newline = next((end for end in ("\r\n", "\n", "\r") if lines[0].endswith(end)), "\n")
    key, first = (*item, "id", "<key>"), (*item, "also", 0)
    if first in plan.places:
        line, column = plan.places[first]
        indent = lines[line - 1][: column - 1]
        if indent.strip() == "-":
            return put(starts[line - 1], f"{indent}{name}{newline}")
        return put(offset(first), f"{name}, ")
    if (*item, "also") in plan.places:  # it is there, and empty
        return put(offset((*item, "also")) + 1, name)
    if text[offset(item)] == "{":
        at = offset((*item, "id"))
        quotes = 2 * (text[at] in "'\"")
        return put(at + len(identity) + quotes, f", also: [{name}]")
    line, column = plan.places[*item, "id"][0], plan.places[key][1]
    return put(starts[line], f"{' ' * (column - 1)}also: [{name}]{newline}")
