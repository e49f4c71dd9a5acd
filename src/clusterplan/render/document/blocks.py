"""What a document is made of, whatever its format: headings, lines, tables, lists of text cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from clusterplan.base.messages import printable

if TYPE_CHECKING:
    from collections.abc import Sequence


class Title(Struct, frozen=True):
    """The name of the document."""

    text: str


class Lines(Struct, frozen=True):
    """Short statements, each on a line of its own."""

    lines: tuple[str, ...]


class Table(Struct, frozen=True):
    """Cells of text under a header.

    `right` names the columns that align right, `whole` those that no terminal may break. Where
    `wraps` names some, a terminal leaves out what it has no room for, by `priorities`.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()
    wraps: frozenset[int] = frozenset()
    priorities: tuple[int, ...] = ()


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
    return [block for block in blocks if not _empty(block)]


def _empty(block: Block) -> bool:
    match block:
        case Title(text=text):
            return not text
        case Lines(lines=lines):
            return not lines
        case Table(rows=rows):
            return not rows
        case Items(items=items):
            return not items
