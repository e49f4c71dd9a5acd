"""What pydantic says about a plan file, as findings: one per place, in the words of the file."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from clusterplan.base.exact import MAX_DIGITS, MAX_SIDE
from clusterplan.base.findings import Finding, Level, known_words, nearest, shown
from clusterplan.base.messages import Message, say
from clusterplan.base.units import UNIT_CUTOFF, UNITS
from clusterplan.model.plan import Plan
from clusterplan.reading.number_suggestions import SHORTEN
from clusterplan.reading.yaml_tree import value_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel, ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from clusterplan.reading.yaml_tree import Place, ReadTree, Telling

_WANTED = {
    "string_type": say("a text (in quotes if it looks like a number or a date)"),
    "int_type": say("a year of four digits, without quotes"),
    "date_type": say("a date as YYYY-MM-DD, without quotes"),
    "bool_type": say("true or false"),
    "tuple_type": say("a list"),
    "dict_type": say("a table of keys and values"),
    "model_type": say("a table of keys and values"),
    "model_attributes_type": say("a table of keys and values"),
    "too_short": say("a longer list"),
    "union_tag_not_found": say("a table with the key kind"),
    "greater_than_equal": say("a year of four digits"),
    "less_than_equal": say("a year of four digits"),
    "string_too_long": say("a shorter text"),
    "string_too_short": say("a text that is not empty"),
    "string_pattern_mismatch": say("small letters, digits and single hyphens, like air-quality"),
    "number": say("a number like 1000 or 12.5, or a fraction like 1/3"),
    "number_too_long": say(
        "a number of at most {limit} characters, or a fraction with at most {digits} digits above"
        " and below the line",
        limit=MAX_DIGITS,
        digits=MAX_SIDE,
    ),
    "below_zero": say("a number that is not below zero"),
    "unit": say("one of the known units"),
    "symbol": say("a symbol like tCO2e, without / and without spaces at its ends"),
}
_ABOUT_KEYS = ("missing", "extra_forbidden", "invalid_key")
MANY = 50
"""Unknown keys in one entry that may be misspelt ones; more are of another kind of file."""
_SCHEMA = say("see the plan file format: clusterplan schema")


def plan_errors(error: ValidationError, tree: ReadTree, file: str) -> None:
    """Tell what is wrong, by place; where something was wrong before, nothing more is.

    A type with alternatives gives an error for each; a misspelt key gives an unknown and a missing
    one; a list of broken items seems empty. Each of these is one finding.
    """
    # Without the input: error messages would repeat the whole file, many times.
    details = [
        _Detail(_known(tree, detail["loc"]), detail)
        for detail in error.errors(include_input=False, include_url=False)
    ]
    teller = _Teller(tree, file, details)
    around = {each.place[:length] for each in details for length in range(len(each.place))}
    details.sort(key=lambda each: _sortable(each.place))
    for place, group in groupby(details, key=lambda each: each.place):
        listed = [each.error for each in group]
        if place in around:
            kinds = ("missing", "extra_forbidden")
            listed = [detail for detail in listed if detail["type"] in kinds]
        teller.tell(place, listed)


class _Detail(NamedTuple):
    """An error of pydantic, and the place in the file that it is about."""

    place: Place
    error: ErrorDetails


class _Teller:
    def __init__(self, tree: ReadTree, file: str, details: Sequence[_Detail]) -> None:
        self._tree, self._file = tree, file
        self._blamed = {(finding.line, finding.column) for finding in tree.findings}
        self._unknown: dict[Place, list[str]] = {}
        for detail in (each.error for each in details):
            if detail["type"] == "extra_forbidden":
                self._unknown.setdefault(detail["loc"][:-1], []).append(str(detail["loc"][-1]))

    def tell(self, place: Place, details: Sequence[ErrorDetails]) -> None:
        """Tell what is wrong at a place: with its keys, and with its value."""
        short = [detail for detail in details if _lacks_entry(detail)]
        details = [detail for detail in details if not _lacks_entry(detail)]
        wrong = [detail for detail in details if detail["type"] not in _ABOUT_KEYS] + short[-1:]
        for detail in details:
            key = str(detail["loc"][-1]) if detail["loc"] else ""
            if detail["type"] == "invalid_key":
                self._find("CP405", (*place, "<key>"), partial(_unknown_key, key, None))
            elif detail["type"] == "extra_forbidden":
                loc = detail["loc"][:-1]
                self._find("CP405", (*place, "<key>"), partial(_unknown_key, key, loc))
            elif detail["type"] == "missing" and not self._misspelt(detail["loc"]):
                self._find("CP406", (*place, key), partial(_missing_key, key))
        if wrong:
            value = value_at(self._tree.root, place)
            name = self._name(place)
            self._find("CP407", place, partial(_wrong_value, name, place, wrong, value), value)

    def _name(self, place: Place) -> Message | str:
        """Return what to call a node: its key, or its number in a list."""
        words = [part for part in place if isinstance(part, str)]
        number = place[-1] if place else None
        if isinstance(number, int) and (*place, "<key>") not in self._tree.places and words:
            return say("entry {number} of {key}", number=number + 1, key=words[-1])
        return str(place[-1]) if place else "plan"

    def _find(self, code: str, place: Place, tell: Telling, value: str | None = None) -> None:
        if not self._blamed or self._at(place) not in self._blamed:
            self._tree.kept.tell(code, lambda: self._finding(code, place, tell(), value))

    def _finding(
        self, code: str, place: Place, told: tuple[Message, Message], value: str | None
    ) -> Finding:
        parts = place[:-1] if place[-1:] == ("<key>",) else place
        field = ".".join(shown(str(part)) for part in parts)
        at = self._at(place)
        return Finding(code, Level.ERROR, self._file, *at, *told, field=field, value=value)

    def _at(self, place: Place) -> tuple[int, int]:
        return self._tree.places.nearest(place)

    def _misspelt(self, loc: Place) -> bool:
        """Say whether a missing key is there under a name that is nearly right."""
        unknown = self._unknown.get(loc[:-1], ())
        return bool(unknown) and _near(str(loc[-1]), tuple(unknown[:MANY]))


def _lacks_entry(detail: ErrorDetails) -> bool:
    """Say whether what is missing is an entry of a list of so many, and no key."""
    return detail["type"] == "missing" and isinstance(detail["loc"][-1], int)


@lru_cache
def _near(key: str, unknown: tuple[str, ...]) -> bool:
    return nearest(key, unknown) is not None


def _unknown_key(key: str, loc: Place | None) -> tuple[Message, Message]:
    near = None if loc is None else nearest(key, _keys_at(loc))
    return say("unknown key {key}", key=shown(key)), near or say("remove it")


def _missing_key(key: str) -> tuple[Message, Message]:
    return say("the key {key} is missing", key=key), say("add it to the entry that starts here")


def _wrong_value(
    name: Message | str, place: Place, details: Sequence[ErrorDetails], value: str | None
) -> tuple[Message, Message]:
    wanted = [_wanted(detail) for detail in details]
    message = say("{key} must be {wanted}", key=name, wanted=wanted[0])
    for other in wanted[1:]:
        message = say("{first}, or {other}", first=message, other=other)
    if any(detail["type"] == "number_too_long" for detail in details):
        return message, SHORTEN
    return message, _nearest_word(value, details) or _example(place) or _SCHEMA


def _wanted(detail: ErrorDetails) -> Message:
    context = detail.get("ctx", {})
    if _lacks_entry(detail):
        return say("a list of exactly {count} entries", count=int(detail["loc"][-1]) + 1)
    if detail["type"] == "too_long":  # only a list of so many has a most
        return say("a list of exactly {count} entries", count=context["max_length"])
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
    return list(_model_at(loc)[0].model_fields)


def _example(place: Place) -> Message | None:
    """Return what to write for the last key on the way to a place, if the model has an example."""
    field = _model_at(place)[1]
    if field is None or not field.examples:
        return None
    return say("write it like {example}", example=str(list(field.examples[0])))


def _model_at(loc: Place) -> tuple[type[BaseModel], FieldInfo | None]:
    """Return the model at a location, and the last field on the way to it."""
    model: type[BaseModel] = Plan
    last = None
    for part in loc:
        field = model.model_fields.get(str(part))
        if field is not None:
            last = field
            model = next(iter(_models_in(field.annotation)), model)
    return model, last


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return [annotation]
    inner = getattr(annotation, "__args__", ())
    return [model for part in inner for model in _models_in(part)]
