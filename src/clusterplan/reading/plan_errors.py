"""What pydantic says about a plan file, as findings: one per place, in the words of the file."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from clusterplan.findings import Finding, Level, known_words, nearest, shown
from clusterplan.messages import Message, say
from clusterplan.plan import Plan
from clusterplan.reading.tree import value_at
from clusterplan.units import UNIT_CUTOFF, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from clusterplan.reading.tree import Place, ReadTree

_WANTED = {
    "string_type": say("a text (in quotes if it looks like a number or a date)"),
    "int_type": say("a whole number"),
    "date_type": say("a date as YYYY-MM-DD, without quotes"),
    "bool_type": say("true or false"),
    "tuple_type": say("a list"),
    "dict_type": say("a table of keys and values"),
    "model_type": say("a table of keys and values"),
    "model_attributes_type": say("a table of keys and values"),
    "too_long": say("a shorter list"),
    "too_short": say("a longer list"),
    "union_tag_not_found": say("a table with the key kind"),
    "greater_than_equal": say("a year of four digits"),
    "less_than_equal": say("a year of four digits"),
    "string_too_long": say("a shorter text"),
    "string_too_short": say("a text that is not empty"),
    "string_pattern_mismatch": say("small letters, digits and single hyphens, like air-quality"),
    "number": say("a number like 1000 or 12.5, or a fraction like 1/3"),
    "unit": say("one of the known units"),
}
_SCHEMA = say("see the plan file format: clusterplan schema")


def plan_errors(error: ValidationError, tree: ReadTree, file: str) -> Iterator[Finding]:
    """Return the findings, sorted by place.

    A type with alternatives gives an error for each; a misspelt key gives an unknown and a missing
    one; a list of broken items seems empty. Each of these is one finding.
    """
    # Without the input: error messages would repeat the whole file, many times.
    details = error.errors(include_input=False, include_url=False)
    by_place = sorted(details, key=lambda detail: _sortable(_known(tree, detail["loc"])))
    unknown: dict[Place, list[str]] = {}
    around: set[Place] = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            unknown.setdefault(detail["loc"][:-1], []).append(str(detail["loc"][-1]))
        place = _known(tree, detail["loc"])
        around.update(place[:length] for length in range(len(place)))
    for place, group in groupby(by_place, key=lambda detail: _known(tree, detail["loc"])):
        if place in around:
            kinds = ("missing", "extra_forbidden")
            listed = [detail for detail in group if detail["type"] in kinds]
        else:
            listed = list(group)
        yield from _at_place(place, listed, unknown, tree, file)


def _at_place(
    place: Place,
    details: Sequence[ErrorDetails],
    unknown: Mapping[Place, Sequence[str]],
    tree: ReadTree,
    file: str,
) -> Iterator[Finding]:
    about_keys = ("missing", "extra_forbidden", "invalid_key")
    wrong = [detail for detail in details if detail["type"] not in about_keys]
    for detail in details:
        key = str(detail["loc"][-1]) if detail["loc"] else ""
        if detail["type"] == "invalid_key":
            message = say("unknown key {key}", key=shown(key))
            yield _finding("CP405", (*place, "<key>"), message, say("remove it"), tree, file)
        elif detail["type"] == "extra_forbidden":
            hint = nearest(key, _keys_at(detail["loc"][:-1])) or say("remove it")
            message = say("unknown key {key}", key=shown(key))
            yield _finding("CP405", (*place, "<key>"), message, hint, tree, file)
        elif detail["type"] == "missing" and not _misspelt(detail["loc"], unknown):
            hint = say("add it to the entry that starts here")
            message = say("the key {key} is missing", key=key)
            yield _finding("CP406", (*place, key), message, hint, tree, file)
    if wrong:
        value = value_at(tree.root, place)
        key = str(place[-1]) if place else "plan"
        wanted = [_wanted(detail) for detail in wrong]
        message = say("{key} must be {wanted}", key=key, wanted=wanted[0])
        for other in wanted[1:]:
            message = say("{first}, or {other}", first=message, other=other)
        hint = _nearest_word(value, wrong) or _SCHEMA
        yield _finding("CP407", place, message, hint, tree, file, value)


def _finding(
    code: str,
    place: Place,
    message: Message,
    hint: Message,
    tree: ReadTree,
    file: str,
    value: str | None = None,
) -> Finding:
    around = place[:-1] if place[-1:] == ("<key>",) else place
    places = (tree.places.get(each) for each in (place, around, around[:-1]))
    line, column = next((found for found in places if found), (1, 1))
    field = ".".join(shown(str(part)) for part in around)
    return Finding(code, Level.ERROR, file, line, column, message, hint, field=field, value=value)


def _wanted(detail: ErrorDetails) -> Message:
    context = detail.get("ctx", {})
    if context.get("class_name") == "Names":
        return say("a text in both languages: {{zh: …, en: …}}")
    words = context.get("expected") or context.get("expected_tags")
    if words:
        listed = str(words).replace("' or '", "', '").replace("'", "")
        return say("one of: {words}", words=shown(listed))
    return _WANTED.get(detail["type"], Message(_escaped(detail["msg"])))


def _nearest_word(value: str | None, details: Sequence[ErrorDetails]) -> Message | None:
    if any(detail["type"] == "unit" for detail in details):
        near = nearest(value, UNITS, cutoff=UNIT_CUTOFF, most=3) if value else None
        return near or known_words(UNITS, 99)
    words = " ".join(str(detail.get("ctx", {}).get("expected", "")) for detail in details)
    return nearest(value, words.replace("'", "").replace(",", " ").split()) if value else None


def _escaped(text: str) -> str:
    return shown(text).replace("{", "{{").replace("}", "}}")


def _misspelt(loc: Place, unknown: Mapping[Place, Sequence[str]]) -> bool:
    """Say whether a missing key is there under a name that is nearly right."""
    return nearest(str(loc[-1]), unknown.get(loc[:-1], ())) is not None


def _known(tree: ReadTree, loc: Place) -> Place:
    """Follow a pydantic location as far as the file goes, past the tags of unions."""
    place: Place = ()
    for part in loc:
        if (*place, part) in tree.places or (*place, part, "<key>") in tree.places:
            place = (*place, part)
    return place


def _sortable(place: Place) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in place)


def _keys_at(loc: Place) -> list[str]:
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
    inner = getattr(annotation, "__args__", ())
    return [model for part in inner for model in _models_in(part)]
