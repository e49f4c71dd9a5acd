"""The plan file: YAML tree to `Plan`, every mistake with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from clusterplan.findings import Finding, Level, has_errors, nearest, shown
from clusterplan.messages import Message, say
from clusterplan.plan import Plan
from clusterplan.reading.source import MAX_PLAN_BYTES, read_source
from clusterplan.reading.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from clusterplan.reading.tree import Place


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as read: None when it is too broken, the places of its nodes, the findings."""

    file: str
    plan: Plan | None
    places: Mapping[Place, tuple[int, int]]
    findings: tuple[Finding, ...]

    def locate(self, place: Place) -> tuple[int, int]:
        """Return line and column of a node, or of the nearest node around it that exists."""
        return _locate(self.places, place)


def read_plan_file(path: Path, name: str) -> PlanFile:
    """Read a plan file; `name` is what findings call it."""
    source = read_source(path, name, MAX_PLAN_BYTES)
    if source.text is None:
        return PlanFile(name, None, {}, source.findings)
    return parse_plan(source.text, name, source.findings)


def parse_plan(text: str, name: str, before: tuple[Finding, ...] = ()) -> PlanFile:
    """Turn the text of a plan file into a plan."""
    tree = read_tree(text, name)
    findings = [*before, *tree.findings]
    if tree.root is None and not has_errors(findings):
        message, hint = (
            say("the plan is empty"),
            say("see the plan file format: clusterplan schema"),
        )
        findings.append(Finding("CP401", Level.ERROR, name, 1, 1, message, hint))
    plan = None
    if tree.root is not None:
        try:
            plan = Plan.model_validate(tree.root)
        except ValidationError as error:
            blamed = {(finding.line, finding.column) for finding in findings}
            # Only errors(include_input=False): str(error) would print the whole input, many times.
            for detail in error.errors(include_input=False, include_url=False):
                found = _finding(detail, tree.places, name)
                if (found.line, found.column) not in blamed:
                    findings.append(found)
    if has_errors(findings):
        plan = None
    return PlanFile(name, plan, tree.places, tuple(findings))


def _finding(detail: ErrorDetails, places: Mapping[Place, tuple[int, int]], name: str) -> Finding:
    loc = detail["loc"]
    field = ".".join(str(part) for part in loc)
    kind = detail["type"]
    if kind == "extra_forbidden":
        line, column = places.get((*_known(places, loc), "<key>"), _locate(places, loc))
        message = say("unknown key {key}", key=shown(str(loc[-1])))
        hint = nearest(str(loc[-1]), _keys_at(loc[:-1])) or say("remove it")
        return Finding("CP405", Level.ERROR, name, line, column, message, hint, field=field)
    line, column = _locate(places, loc)
    if kind == "missing":
        message = say("the key {key} is missing", key=str(loc[-1]))
        hint = say("add it to the entry that starts here")
        return Finding("CP406", Level.ERROR, name, line, column, message, hint, field=field)
    message = say(
        "{field}: {problem}", field=str(loc[-1]) if loc else "plan", problem=_problem(detail)
    )
    hint = say("see the plan file format: clusterplan schema")
    return Finding("CP407", Level.ERROR, name, line, column, message, hint, field=field)


def _problem(detail: ErrorDetails) -> Message:
    wanted = {
        "string_type": say("a text is due here; quote it if it looks like a number or a date"),
        "int_type": say("a whole number is due here"),
        "date_type": say("a date is due here, as YYYY-MM-DD without quotes"),
        "bool_type": say("true or false is due here"),
        "tuple_type": say("a list is due here"),
        "dict_type": say("a table of keys and values is due here"),
        "model_type": say("a table of keys and values is due here"),
        "string_too_short": say("the text must not be empty"),
    }
    return wanted.get(
        detail["type"], Message(_escaped(detail["msg"].removeprefix("Value error, ")))
    )


def _escaped(text: str) -> str:
    return shown(text).replace("{", "{{").replace("}", "}}")


def _known(places: Mapping[Place, tuple[int, int]], loc: tuple[str | int, ...]) -> Place:
    """Follow a pydantic location as far as the file goes, past the tags of unions."""
    place: Place = ()
    for part in loc:
        if (*place, part) in places or (*place, part, "<key>") in places:
            place = (*place, part)
    return place


def _locate(places: Mapping[Place, tuple[int, int]], loc: tuple[str | int, ...]) -> tuple[int, int]:
    place = _known(places, loc)
    while place and place not in places:
        place = place[:-1]
    return places.get(place, (1, 1))


def _keys_at(loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model at a location knows."""
    model: type[BaseModel] = Plan
    for part in loc:
        field = model.model_fields.get(str(part))
        if field is not None:
            model = next(iter(_models_in(field.annotation)), model)
    return list(model.model_fields)


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]
