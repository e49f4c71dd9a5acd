"""Columns of a terminal's table: which of them there is room for, and how wide each becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from rich.text import Text

from clusterplan.render.cells import NOTHING
from clusterplan.render.terminal.wrapping import columns_of, lines_of, longest_piece, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clusterplan.render.columns import Column, Item

GAP = 2
"""Blanks between two columns."""
SHORT = 8
"""Cells that a Chinese heading or text keeps, though it may break between any two characters."""
LONGEST_WORD = 30
"""A word that is longer is none, and is broken."""


class Measured(Struct, frozen=True):
    """A column with the widths between which it may lie."""

    id: str
    priority: int
    room: int
    least: int
    most: int


def that_fit(
    columns: Sequence[Column[Item]], cells: Mapping[str, Sequence[Text]], width: int
) -> dict[str, int]:
    """Return the columns to show, in their order, and the width of each.

    Columns come in by their importance, each if there is room for it beside those before, of which
    those that break keep the room that it leaves them. What is over then goes to cells that break.
    """
    measured = [_measured(column, cells[column.id]) for column in columns]
    kept: list[Measured] = []
    for each in sorted(measured, key=lambda column: column.priority):
        beside = [min(max(one.least, each.room), one.most) for one in kept]
        if not kept or sum(beside) + each.least + GAP * len(kept) <= width:
            kept.append(each)
    kept.sort(key=measured.index)
    widths = {each.id: min(each.least, width) for each in kept}
    spare = width - sum(widths.values()) - GAP * (len(kept) - 1)
    for left, each in _the_nearly_fitting_first(kept):
        more = min(each.most - widths[each.id], max(spare, 0) // left)
        widths[each.id] += max(more, 0)
        spare -= max(more, 0)
    return widths


def _the_nearly_fitting_first(kept: Sequence[Measured]) -> list[tuple[int, Measured]]:
    """Return columns with how many are to share what is over, by how much they lack."""
    wanting = sorted(kept, key=lambda each: each.most - each.least)
    return [(len(wanting) - at, each) for at, each in enumerate(wanting)]


def _measured(column: Column[Item], cells: Sequence[Text]) -> Measured:
    widest = max((cell.cell_len for cell in cells), default=0)
    title = _least(column.title)
    most = max(widest, title)
    if column.right or column.whole:
        least = most
    else:
        least = max(title, *(_least(cell.plain) for cell in cells)) if cells else title
    return Measured(column.id, column.priority, column.room, least, most)


def _least(text: str) -> int:
    """Return the columns below which a text would break where it must not."""
    return max(min(columns_of(text), SHORT), min(longest_piece(text), LONGEST_WORD))


def says_something(cells: Sequence[Text]) -> bool:
    """Say whether any cell of a column has more than a dash."""
    return any(cell.plain.strip() not in ("", NOTHING, "-") for cell in cells)


def folded(text: Text, width: int) -> Text:
    """Break a cell with its styles, so that it needs no more columns than that."""
    if text.cell_len <= width:
        return text
    return Text("\n").join(text[start:end] for start, end in lines_of(text.plain, width))


def balanced(text: Text, width: int) -> Text:
    """Break a heading into as few lines as that allows, of about the same length."""
    lines = len(wrapped(text.plain, width))
    narrower = range(longest_piece(text.plain), width)
    return folded(text, next((n for n in narrower if len(wrapped(text.plain, n)) == lines), width))
