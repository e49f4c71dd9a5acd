"""What a document is made of, whatever its format: headings, lines, tables, lists of text cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from clusterplan.base.messages import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.render.columns import Column, Item


class Title(Struct, frozen=True):
    """The name of the document."""

    text: str


class Lines(Struct, frozen=True):
    """Short statements, each on a line of its own."""

    lines: tuple[str, ...]


class Table(Struct, frozen=True):
    """Cells of text under the titles of columns."""

    columns: tuple[Column[Any], ...]
    rows: tuple[tuple[str, ...], ...]


def table(columns: Iterable[Column[Item]], items: Iterable[Item]) -> Table:
    """Return what people read of items."""
    shown = tuple(columns)
    rows = tuple(tuple(column.text(item) for column in shown) for item in items)
    return Table(shown, rows)


class Items(Struct, frozen=True):
    """A list with a heading."""

    heading: str
    items: tuple[str, ...]


Block: TypeAlias = Title | Lines | Table | Items


def one_line(text: str) -> str:
    """Return a piece of text as one line without control characters."""
    return printable(" ".join(text.split()))


def without_empty(blocks: Sequence[Block]) -> list[Block]:
    """Leave out blocks that say nothing."""
    return [block for block in blocks if _content(block)]


def _content(block: Block) -> Sequence[object]:
    match block:
        case Title(text=text):
            return text
        case Lines(lines=lines):
            return lines
        case Table(rows=rows):
            return rows
        case Items(items=items):
            return items
