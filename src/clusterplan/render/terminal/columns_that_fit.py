"""Columns of a terminal's table: which of them there is room for, and how wide each becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from rich.text import Text

from clusterplan.render.cells import NOTHING
from clusterplan.render.columns import VITAL
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
    """A column with the widths between which it may lie; below `firm` it would break a number."""

    id: str
    priority: int
    room: int
    least: int
    firm: int
    most: int

    def beside(self, other: Measured) -> int:
        """Return the width that it keeps beside a column that comes in after it."""
        if self.firm < self.most:  # words
            return max(self.least, min(other.room, self.most))
        return self.least if other.priority <= VITAL else self.firm


def that_fit(
    columns: Sequence[Column[Item]], cells: Mapping[str, Sequence[Text]], width: int
) -> dict[str, int]:
    """Return the columns to show, in their order, and the width of each.

    Columns come in by their importance, each if there is room for it beside those before. What is
    over then goes to numbers that would break, and after them to names.
    """
    measured = [_measured(column, cells[column.id]) for column in columns]
    kept: list[Measured] = []
    for each in sorted(measured, key=lambda column: column.priority):
        beside = sum(one.beside(each) for one in kept) + GAP * len(kept)
        own = each.least if each.priority <= VITAL else each.firm
        if not kept or beside + own <= width:
            kept.append(each)
    kept.sort(key=measured.index)
    widths = {each.id: min(each.least, width) for each in kept}
    for wanted in ({each.id: each.firm for each in kept}, {each.id: each.most for each in kept}):
        _share(width - sum(widths.values()) - GAP * (len(kept) - 1), widths, wanted)
    return widths


def _share(spare: int, widths: dict[str, int], wanted: Mapping[str, int]) -> None:
    """Widen columns towards what each wants, evenly; those that want little get it all."""
    order = sorted(wanted, key=lambda each: wanted[each] - widths[each])
    for at, each in enumerate(order):
        more = min(wanted[each] - widths[each], spare // (len(order) - at))
        widths[each] += max(more, 0)
        spare -= max(more, 0)


def _measured(column: Column[Item], cells: Sequence[Text]) -> Measured:
    title = _least(column.title)
    most = max(title, *(cell.cell_len for cell in cells)) if cells else title
    least = max(title, *(_least(cell.plain) for cell in cells)) if cells else title
    least = most if column.whole else least
    firm = most if column.right else least
    return Measured(column.id, column.priority, column.room, least, firm, most)


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
