"""Additions to files of the plan: rows at the end of a year's CSV, other names in its YAML.

What is there stays as it is, byte for byte.
"""

from __future__ import annotations

import csv
import io
import json
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from clusterplan.base.findings import has_errors
from clusterplan.base.messages import say
from clusterplan.base.spreadsheet_text import inert
from clusterplan.checks import check_plan
from clusterplan.importing.plan_names import KINDS
from clusterplan.importing.understanding import RefusedError
from clusterplan.reading.encoding import decode
from clusterplan.reading.plan_file import parse_plan
from clusterplan.reading.row_reader import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from clusterplan.importing.understanding import Found, Near
    from clusterplan.model.plan import Plan
    from clusterplan.reading.lines import Text
    from clusterplan.reading.plan_file import PlanFile
    from clusterplan.reading.yaml_tree import Place

NEW_COLUMNS = tuple(column for column in COLUMNS if column != "year")
"""The columns of a file that is made: all but `year`, which its name says."""


class UnwritableError(RefusedError):
    """Something cannot be added to a file."""


class Addition(Struct, frozen=True):
    """A file with rows added.

    Attributes:
        before: its bytes as they were, None for a new file.
        after: its bytes with the rows.
        first: the physical line of the first row that was added.
    """

    before: bytes | None
    after: bytes
    first: int


def add_rows(before: bytes | None, rows: Sequence[Mapping[str, str]], year: int) -> Addition:
    """Add rows at the end of a file, in its own columns, encoding and newlines.

    Args:
        before: the bytes of the file, None for a new one.
        rows: cells by column; none of them holds a newline.
        year: of the file.

    Raises:
        UnwritableError: the file lacks a column that the rows need.
    """
    if before is None:
        text = _lines([dict(zip(NEW_COLUMNS, NEW_COLUMNS, strict=True)), *rows], NEW_COLUMNS, "\n")
        return Addition(None, text.encode("utf-8"), 2)
    source = _decoded(before, f"{year}.csv")
    text = str(source)
    columns = [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")))]
    for column in NEW_COLUMNS:
        # An empty cell, or one that says what its absence would, needs no column.
        needed = any(row.get(column, "") not in ("", "normal", "exact") for row in rows)
        if needed and column not in columns:
            raise UnwritableError(
                say("the file has no column {column}, which the new rows need", column=column),
                say("add it to the header, and a comma to the end of each row"),
            )
    newline = next((each for each in ("\r\n", "\n", "\r") if each in text), "\n")
    gap = "" if text.endswith(("\n", "\r")) else newline
    added = gap + _lines([{**row, "year": str(year)} for row in rows], columns, newline)
    after = before + added.encode(source.encoding)
    return Addition(before, after, len((text + gap).splitlines()) + 1)


def as_cells(found: Found, area: str) -> dict[str, str]:
    """Return a figure as the cells of its row; the plan's own area is not named."""
    cells = asdict(found)
    texts = {name: inert(cells[name]) for name in ("series", "source", "note")}
    entity = "" if found.entity == area else found.entity
    return {**cells, **texts, "entity": entity, "obs_status": found.status.value}


def _lines(rows: Iterable[Mapping[str, str]], columns: Sequence[str], newline: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=newline)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def add_other_names(before: bytes, file: str, names: Iterable[Near]) -> bytes:
    """Return a plan file with other names under `also:`.

    Args:
        before: its bytes.
        file: what messages call it.
        names: of indicators and entities.

    Raises:
        UnwritableError: the file has changed, or is written so that a name cannot be put in.
    """
    found = _decoded(before, file)
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
    starts = [0, *accumulate(map(len, lines))]

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


def _decoded(data: bytes, file: str) -> Text:
    if (text := decode(data, file).text) is None:
        raise UnwritableError(say("{file} cannot be read", file=file))
    return text
