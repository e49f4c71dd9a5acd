"""What pydantic says about a plan file, as findings: one per place, in the words of the file."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from clusterplan.base.exact import MAX_DIGITS, MAX_SIDE, parse_number
from clusterplan.base.findings import Finding, Level, known_words, nearest, shown
from clusterplan.base.messages import Message, say
from clusterplan.model.plan import FIRST_YEAR, LANGUAGE_TAG, Names, Plan, said_once
from clusterplan.reading.number_suggestions import SHORTEN, number_in
from clusterplan.reading.yaml_slips import quote_it
from clusterplan.reading.yaml_tree import node_at, value_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel, ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from clusterplan.base.units import Units
    from clusterplan.reading.yaml_tree import Place, ReadTree, Telling, Tree

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
    "sdmx_code": say("a code of SDMX: letters, digits, _, $, @ and hyphens"),
    "sdmx_structure": say("the agency, id and version of a structure"),
    "symbol": say("a symbol like tCO2e, without / and without spaces at its ends"),
}
_TEXTS = say(
    "a text (in quotes if it looks like a number or a date), or texts by language: {{en: …, zh: …}}"
)
_A_TAG = say("write a tag like en, zh or pt-BR")
_LANGUAGE = say("the tag of a language, like en, zh or pt-BR")
_MEANT = {"≥": ">=", "≤": "<=", "约束性": "binding", "预期性": "anticipatory"}
"""What plans say, and the words for it here."""
_INSTEAD = {
    "literal_error": say("write one of these words"),
    "date_type": say("write it like {example}", example="2010-06-30"),
    "bool_type": say("write true or false, without quotes"),
    "sdmx_code": say("write it like {example}", example="CNY_E8"),
    "sdmx_structure": say("write it like {example}", example="STATS:DF_PLAN(1.0)"),
    "tuple_type": say("begin each entry with -, on a line of its own"),
    "too_short": say("add what is missing"),
    "string_too_long": say("shorten it"),
    "string_type": say("write a text"),
    "string_too_short": say("write a text"),
}
_OF_WHOLE = ("int_type", "greater_than_equal", "less_than_equal")
_ABOUT_KEYS = ("missing", "extra_forbidden", "invalid_key")
MANY = 50
"""Unknown keys in one entry that may be misspelt ones; more are of another kind of file."""


def plan_errors(
    error: ValidationError,
    tree: ReadTree,
    file: str,
    root: type[BaseModel] = Plan,
    units: Units | None = None,
) -> None:
    """Tell what is wrong, by place; where something was wrong before, nothing more is.

    A type with alternatives gives an error for each; a misspelt key gives an unknown and a missing
    one; a list of broken items seems empty. Each of these is one finding.

    Args:
        error: of the validation.
        tree: of the file, which takes the findings.
        file: what they call it.
        root: the model that the file as a whole was held against.
        units: those that are known, if the file does not declare its own.
    """
    # Without the input: error messages would repeat the whole file, many times.
    details = [
        (_known(tree, detail["loc"]), detail)
        for detail in error.errors(include_input=False, include_url=False)
    ]
    teller = _Teller(tree, file, [detail for _, detail in details], _Shape(root), units)
    around = {place[:length] for place, _ in details for length in range(len(place))}
    details.sort(key=lambda each: _sortable(each[0]))
    for place, group in groupby(details, key=itemgetter(0)):
        listed = [detail for _, detail in group]
        if place in around:
            kinds = ("missing", "extra_forbidden")
            listed = [detail for detail in listed if detail["type"] in kinds]
        teller.tell(place, listed)


class _Teller:
    def __init__(
        self,
        tree: ReadTree,
        file: str,
        details: Sequence[ErrorDetails],
        shape: _Shape,
        units: Units | None,
    ) -> None:
        self._tree, self._file, self._shape = tree, file, shape
        self._units = _Units(tree.root, units or said_once(tree.root).units)
        self._blamed = {(finding.line, finding.column) for finding in tree.findings}
        self._unknown: dict[Place, list[str]] = {}
        for detail in details:
            if detail["type"] == "extra_forbidden":
                self._unknown.setdefault(detail["loc"][:-1], []).append(str(detail["loc"][-1]))

    def tell(self, place: Place, details: Sequence[ErrorDetails]) -> None:
        """Tell what is wrong at a place: with its keys, and with its value."""
        short = [detail for detail in details if _lacks_entry(detail)]
        details = [detail for detail in details if not _lacks_entry(detail)]
        if any(map(self._shape.is_language, details)):
            self._find("CP405", (*place, "<key>"), partial(_no_language, str(place[-1])))
            return
        wrong = [detail for detail in details if detail["type"] not in _ABOUT_KEYS] + short[-1:]
        for detail in details:
            key = str(detail["loc"][-1]) if detail["loc"] else ""
            if detail["type"] in ("invalid_key", "extra_forbidden"):
                loc = detail["loc"][:-1] if detail["type"] == "extra_forbidden" else None
                self._find("CP405", (*place, "<key>"), partial(self._shape.unknown_key, key, loc))
            elif detail["type"] == "missing" and not self._misspelt(detail["loc"]):
                self._find("CP406", (*place, key), partial(_missing_key, key))
        if wrong:
            of_key = wrong[0]["loc"][-1:] == ("[key]",)
            value = str(place[-1]) if of_key else value_at(self._tree.root, place)
            about = partial(self._wrong_value, self._name(place), place, wrong, value)
            self._find("CP407", (*place, "<key>") if of_key else place, about, value)

    def _wrong_value(
        self, name: Message | str, place: Place, details: Sequence[ErrorDetails], value: str | None
    ) -> tuple[Message, Message]:
        wanted = [self._shape.wanted(detail) for detail in details]
        message = say("{key} must be {wanted}", key=name, wanted=wanted[0])
        for other in wanted[1:]:
            message = say("{first}, or {other}", first=message, other=other)
        if any(detail["type"] == "number_too_long" for detail in details):
            return message, SHORTEN
        if any(detail["type"] == "unit" for detail in details):
            return message, self._units.hint(place, value)
        near = _nearest_word(value, details) or self._shape.example(place)
        return message, near or self._shape.instead(place, details, value)

    def _name(self, place: Place) -> Message | str:
        """Return what to call a node: its key, or its number in a list."""
        words = [part for part in place if isinstance(part, str)]
        number = place[-1] if place else None
        if isinstance(number, int) and (*place, "<key>") not in self._tree.places and words:
            return say("entry {number} of {key}", number=number + 1, key=words[-1])
        return str(place[-1]) if place else "plan"

    def _find(self, code: str, place: Place, tell: Telling, value: str | None = None) -> None:
        if not self._blamed or self._tree.places.nearest(place) not in self._blamed:
            self._tree.kept.tell(code, lambda: self._finding(code, place, tell(), value))

    def _finding(
        self, code: str, place: Place, told: tuple[Message, Message], value: str | None
    ) -> Finding:
        at = self._tree.places.nearest(place)
        parts = place[:-1] if place[-1:] == ("<key>",) else place
        field = ".".join(shown(str(part)) for part in parts)
        return Finding(code, Level.ERROR, self._file, *at, *told, field=field, value=value)

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


def _no_language(key: str) -> tuple[Message, Message]:
    return say("unknown language {key}", key=shown(key)), _A_TAG


def _missing_key(key: str) -> tuple[Message, Message]:
    return say("the key {key} is missing", key=key), say("add it to the entry that starts here")


def _nearest_word(value: str | None, details: Sequence[ErrorDetails]) -> Message | None:
    words = " ".join(str(detail.get("ctx", {}).get("expected", "")) for detail in details)
    if value in _MEANT and _MEANT[value] in words:
        return say("did you mean {name}?", name=_MEANT[value])
    return nearest(value, words.replace("'", "").replace(",", " ").split()) if value else None


def _like(example: str) -> Message:
    return say("write it like {example}", example=example)


def _number(text: str, *, has_unit: bool) -> Message:
    number, rest = number_in(text)
    if parse_number(number) is None or (rest and not has_unit):
        return _like("12.5")
    if not rest:
        return say("write {number}", number=number)
    return say("write {number} alone, and what it counts under unit", number=number)


def _word(text: str, detail: ErrorDetails) -> Message:
    if detail.get("ctx", {}).get("pattern") == LANGUAGE_TAG:
        return _A_TAG
    words = re.findall("[a-z0-9]+", text.lower())
    if words and text.isascii():
        return say("write {text}", text="-".join(words))
    return say("write it in small Latin letters; the name may be in any language")


def _table(model: type[BaseModel]) -> Message:
    needed = [name for name, each in model.model_fields.items() if each.is_required()]
    keys = ", ".join(f"{name}: …" for name in needed or list(model.model_fields)[:2])
    return _like(f"{{{keys}}}")


class _Shape:
    """What should stand where in a file, by its model."""

    def __init__(self, root: type[BaseModel]) -> None:
        self._root = root

    def at(self, loc: Place) -> tuple[type[BaseModel], FieldInfo | None]:
        """Return the model at a location, and the last field on the way to it."""
        model: type[BaseModel] = self._root
        last = None
        for part in loc:
            field = model.model_fields.get(str(part))
            if field is not None:
                last = field
                model = next(iter(_models_in(field.annotation)), model)
        return model, last

    def is_language(self, detail: ErrorDetails) -> bool:
        """Say whether it is about the language of a text, and not about the text."""
        return detail["loc"][-1:] == ("[key]",) and issubclass(self.at(detail["loc"])[0], Names)

    def unknown_key(self, key: str, loc: Place | None) -> tuple[Message, Message]:
        near = None if loc is None else nearest(key, self.at(loc)[0].model_fields)
        return say("unknown key {key}", key=shown(key)), near or say("remove it")

    def wanted(self, detail: ErrorDetails) -> Message:
        context = detail.get("ctx", {})
        if _lacks_entry(detail):
            return say("a list of exactly {count} entries", count=int(detail["loc"][-1]) + 1)
        if detail["type"] == "too_long":  # only a list of so many has a most
            return say("a list of exactly {count} entries", count=context["max_length"])
        of_names = issubclass(self.at(detail["loc"])[0], Names)
        if of_names and detail["type"] in ("dict_type", "too_short"):
            return _TEXTS
        if context.get("pattern") == LANGUAGE_TAG:
            return _LANGUAGE
        if detail["type"] in _OF_WHOLE and (ends := self._ends(detail["loc"])):
            return say("a whole number from {least} to {most}", least=ends[0], most=ends[1])
        words = context.get("expected") or context.get("expected_tags")
        if words:
            listed = str(words).replace("' or '", "', '").replace("'", "")
            return say("one of: {words}", words=shown(listed))
        return _WANTED.get(detail["type"], Message(_escaped(detail["msg"])))

    def instead(self, place: Place, details: Sequence[ErrorDetails], value: str | None) -> Message:
        """Return what to write in place of a value that is refused."""
        kind = details[0]["type"]
        if kind in _OF_WHOLE and self._ends(place):
            return say("write a number in that range, without quotes")
        if kind in _OF_WHOLE:
            year = re.search("[0-9]{4}", value or "")
            return say("write {text}", text=year[0]) if year else _like("2010")
        if kind == "number":
            return _number(value or "", has_unit="unit" in self.at(place)[0].model_fields)
        if kind == "string_pattern_mismatch":
            return _word(value or "", details[0])
        if kind in ("string_type", "dict_type") and value is not None:
            return quote_it(value)
        if issubclass(model := self.at(place)[0], Names):
            return _like("{en: …}")
        return _INSTEAD.get(kind) or _table(model)

    def _ends(self, place: Place) -> tuple[int, int] | None:
        """Return the least and the most that a whole number can be which is no year."""
        field = self.at(place)[1]
        limits = {} if field is None else _limits(field.metadata, field.annotation)
        least = limits.get("ge")
        return None if least is None or least == FIRST_YEAR else (least, limits["le"])

    def example(self, place: Place) -> Message | None:
        """Return what to write for the last key on the way to a place, if there is an example."""
        field = self.at(place)[1]
        if field is None or not field.examples:
            return None
        return _like(str(list(field.examples[0])))


class _Units:
    """What to do about unknown units: those of the same kind, or all, and these once."""

    def __init__(self, root: Tree, known: Units) -> None:
        self._root, self._known = root, known
        self._listed = False

    def hint(self, place: Place, text: str | None) -> Message:
        """Return what to write in place of an unknown unit."""
        kind = self._kind(place)
        fitting = [str(unit) for unit in self._known.values() if kind in (None, unit.dimension)]
        if kind is not None:
            near = self._known.nearest(text, fitting, (kind,), most=3) if text else None
            return near or known_words(fitting, 99)
        # Of another kind than any that is like it: 美元 are not 元, people are not yuan.
        begun = [unit for unit in fitting if text and unit.startswith(text)]
        listed, cutoff = (begun[:3], 0) if begun else (fitting, 0.8)
        if near := self._known.nearest(text or "", listed, cutoff=cutoff, most=3):
            return near
        if self._listed:
            return say("the known units stand with the first of these mistakes")
        self._listed = True
        return known_words(fitting, 99)

    def _kind(self, place: Place) -> str | None:
        """Return what a unit measures by the units of the same indicator elsewhere."""
        entry = node_at(self._root, place[:-1])
        own = entry.get("indicator", entry.get("id")) if isinstance(entry, dict) else None
        kinds = self._kinds.get(str(own), set())
        return next(iter(kinds)) if len(kinds) == 1 else None

    @cached_property
    def _kinds(self) -> dict[str, set[str]]:
        """What the known units of each indicator measure, its own and those of its targets."""
        found: dict[str, set[str]] = {}
        root = self._root if isinstance(self._root, dict) else {}
        for key, name in (("indicators", "id"), ("targets", "indicator")):
            for each in _tables(root.get(key)):
                if unit := self._known.get(str(each.get("unit"))):
                    found.setdefault(str(each.get(name)), set()).add(unit.dimension)
        return found


def _tables(value: Tree) -> list[dict[str | int, Tree]]:
    listed = value if isinstance(value, tuple) else ()
    return [each for each in listed if isinstance(each, dict)]


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


def _limits(metadata: Sequence[object], annotation: object) -> dict[str, int]:
    """Return what a number is held against, by the names that pydantic has for it."""
    found = {
        name: getattr(each, name)
        for each in metadata
        for name in ("ge", "le")
        if getattr(each, name, None) is not None
    }
    for each in metadata:
        found |= _limits(getattr(each, "metadata", ()), None)
    for inner in getattr(annotation, "__args__", ()):
        found |= _limits(getattr(inner, "__metadata__", ()), inner)
    return found


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return [annotation]
    inner = getattr(annotation, "__args__", ())
    return [model for part in inner for model in _models_in(part)]
