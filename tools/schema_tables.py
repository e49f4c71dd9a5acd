"""JSON Schemas as tables of Markdown: every key, what it holds, what it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clusterplan.base.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Schema = dict[str, Any]
FIRST_YEAR = 1000
"""The least that schemas allow for a year."""


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = (header, tuple("---" for _ in header), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: object) -> str:
    """Return a piece of code in a sentence or a cell."""
    return f"`{text}`".replace("|", r"\|")


def objects(schema: Schema, prefix: str) -> Iterator[str]:
    """Yield a table for the root, and a heading and a table for each definition.

    Args:
        schema: a whole schema.
        prefix: what stands before the names of definitions, to tell them from another schema's.
    """
    yield _keys(schema, prefix)
    for name, part in schema.get("$defs", {}).items():
        yield f"### {prefix}{name}"
        if "description" in part:
            yield _sentence(part["description"])
        yield _keys(part, prefix) if "properties" in part else _kind(part, prefix)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:].removesuffix(".") + "."


def _keys(schema: Schema, prefix: str) -> str:
    rows = [(key, _kind(part, prefix), _meaning(part)) for key, part in _flat(schema)]
    return table(("key", "holds", "what it is"), rows)


def _flat(schema: Schema, above: str = "") -> Iterator[tuple[str, Schema]]:
    """Yield the keys of an object, those of objects that stand in it too, as paths."""
    required = schema.get("required", ())
    for key, part in schema["properties"].items():
        yield code(above + key) + ("" if key in required else " (optional)"), part
        inner = _object_in(part)
        if inner is not None:
            more = "[]." if "items" in part else "."
            yield from _flat(inner, f"{above}{key}{more}")


def _object_in(part: Schema) -> Schema | None:
    """Return the object that a key holds, alone, in a list, or where it is not null."""
    held = part.get("items", part)
    return next((each for each in (held, *held.get("anyOf", ())) if "properties" in each), None)


def _meaning(part: Schema) -> str:
    told = str(part.get("description", "")).replace("|", r"\|")
    default = part.get("default")
    if default in (None, [], {}) or isinstance(default, dict):
        return told
    return f"{told}; default {code(json.dumps(default, ensure_ascii=False))}".removeprefix("; ")


def _kind(part: Schema, prefix: str) -> str:
    """Say in a few words what a schema allows."""
    if "$ref" in part:
        name = prefix + part["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower().replace('.', '')})"
    if "const" in part:
        return code(part["const"])
    if "enum" in part:
        return _one_of_values(part["enum"])
    if kinds := [*part.get("anyOf", ()), *part.get("oneOf", ())]:
        return _joined(_kind(each, prefix) for each in kinds)
    return _plain(part, prefix)


def _one_of_values(values: list[object]) -> str:
    if set(values) >= set(UNITS):
        return "unit"
    return ", ".join("null" if value is None else code(value) for value in values)


def _joined(kinds: Iterable[str]) -> str:
    found = dict.fromkeys(kinds)
    if "number" in found:
        found.pop("fraction", None)
    return " or ".join(found)


def _plain(part: Schema, prefix: str) -> str:
    kind = part.get("type", "anything")
    if isinstance(kind, list):
        return _joined("text" if each == "string" else each for each in kind)
    if kind == "array":
        held: Schema = part.get("items") or next(iter(part.get("prefixItems", ())), {})
        return f"list of {_kind(held, prefix)}"
    named = part.get("patternProperties", {"": part.get("additionalProperties")})
    if kind == "object" and isinstance(inner := next(iter(named.values())), dict):
        return f"by name: {_kind(inner, prefix)}"
    if kind == "integer" and part.get("minimum") == FIRST_YEAR:
        return "year"
    return _text(part) if kind == "string" else str(kind)


def _text(part: Schema) -> str:
    pattern = str(part.get("pattern", ""))
    if part.get("format") == "date":
        return "day"
    if pattern.startswith("^-?[0-9]+/"):
        return "fraction"
    return "id" if pattern.startswith("^[a-z0-9]+(-") else "text"
