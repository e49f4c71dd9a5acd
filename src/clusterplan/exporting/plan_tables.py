"""What a plan says, as tables: a record an entry, a column a key, as its JSON Schema has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import json

from clusterplan.exporting.tables import Field, Table
from clusterplan.model.plan import UNDETERMINED, Model, Names, Plan
from clusterplan.render.jsonable import jsonable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAMES = ("Names", "Phrase")
STATED = "_stated"
"""Behind the name of a column with what the plan says where that is no decimal number."""
_IN_ORDER = ("number", "integer", "boolean", "array", "object")
_COMPACT = json.Encoder(decimal_format="number")


def plan_tables(plan: Plan) -> Iterator[Table]:
    """Return a table for each list of the plan that has an entry."""
    root = Plan.model_json_schema()
    tags = languages(plan)
    for name, items in _lists(plan):
        schema = root["$defs"][type(items[0]).__name__]
        required = schema.get("required", ())
        columns = [
            column
            for key, part in sorted(schema["properties"].items(), key=_place)
            for column in _columns(key, part, items, tags, required=key in required)
        ]
        fields = tuple(field for field, _ in columns)
        rows = tuple(zip(*(cells for _, cells in columns), strict=True))
        yield Table(name, root["properties"][name]["description"], fields, rows)


def _lists(plan: Plan) -> Iterator[tuple[str, Sequence[Model]]]:
    """Return the lists of entries that a plan has, by their keys."""
    for name, held in plan:
        if isinstance(held, tuple) and held and isinstance(held[0], Model):
            yield name, held


def languages(plan: Plan) -> tuple[str, ...]:
    """Return the tags of all languages that the plan has texts in, its own first."""
    found = {plan.language: None} if plan.language != UNDETERMINED else {}
    for name in (plan.title, *_names_in(plan)):
        found |= dict.fromkeys(name.root)
    return tuple(found)


def in_language(key: str, tag: str) -> str:
    """Return the name of the column that has the texts of a key in a language."""
    return key if tag == UNDETERMINED else f"{key}_{tag}"


def _names_in(plan: Plan) -> Iterator[Names]:
    for item in (each for _, items in _lists(plan) for each in items):
        yield from (held for _, held in item if isinstance(held, Names))


def _columns(
    key: str,
    part: dict[str, Any],
    items: Sequence[Model],
    tags: Iterable[str],
    *,
    required: bool,
) -> Iterator[tuple[Field, list[str]]]:
    """Return the columns of a key, each with its cells: a text has one for every language."""
    about, values = part.get("description", ""), [getattr(item, key) for item in items]
    variants = [each for each in part.get("anyOf", [part]) if each.get("type") != "null"]
    if any(each.get("$ref", "").rpartition("/")[2] in NAMES for each in variants):
        for tag in tags:
            texts = [value.root.get(tag, "") if value else "" for value in values]
            if any(texts) or tag != UNDETERMINED:
                yield _field(in_language(key, tag), "string", about), texts
        return
    told = [jsonable(value) for value in values]
    kind, cells = _type(variants), [_cell(value) for value in told]
    constraints = _constraints(variants, required=required)
    if kind not in ("number", "integer"):
        yield _field(key, kind, about, constraints), cells
        return
    plain = [not isinstance(value, (str, type(None))) for value in told]
    yield (
        _field(key, kind, about),
        [cell if fits else "" for cell, fits in zip(cells, plain, strict=True)],
    )
    stated = ["" if fits else cell for cell, fits in zip(cells, plain, strict=True)]
    if any(stated):
        yield _field(key + STATED, "string", about), stated


def _place(column: tuple[str, object]) -> bool:
    return column[0] != "id"


def _type(variants: list[dict[str, Any]]) -> str:
    """Return the type of Table Schema for what a JSON Schema allows."""
    kinds = {_kind(each) for each in variants}
    named = next((each for each in _IN_ORDER if each in kinds), "string")
    return "date" if any(each.get("format") == "date" for each in variants) else named


def _kind(variant: dict[str, Any]) -> str:
    """Return the type of a variant; what is described elsewhere is an object."""
    return str(variant.get("type", "object" if "$ref" in variant or "oneOf" in variant else ""))


def _constraints(variants: list[dict[str, Any]], *, required: bool) -> dict[str, Any]:
    words = next((each["enum"] for each in variants if "enum" in each), None)
    found: dict[str, Any] = {"required": True} if required else {}
    return found | ({"enum": words} if words and len(variants) == 1 else {})


def _field(name: str, kind: str, about: str, constraints: dict[str, Any] | None = None) -> Field:
    found: Field = {"name": name, "type": kind, "description": about}
    return found | ({"constraints": constraints} if constraints else {})


def _cell(value: object) -> str:
    """Return a value as a cell: lists and tables are JSON, as Table Schema has it."""
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else _COMPACT.encode(value).decode()
