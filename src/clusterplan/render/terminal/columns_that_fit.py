"""Columns of a terminal's table: which of them there is room for."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clusterplan.render.cells import NOTHING
from clusterplan.render.columns import MIN_WRAPPED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.text import Text

    from clusterplan.render.columns import Column, Item

SQUEEZED, ROOMY = 24, 34
"""Characters of a cell that wraps, beside the first optional column and beside more."""
GAP = 2
"""Blanks between two columns."""


def that_fit(
    columns: Sequence[Column[Item]], cells: Mapping[str, Sequence[Text]], width: int
) -> tuple[list[Column[Item]], int]:
    """Return the columns to show, and the width without which something would be cut.

    The first optional column may squeeze the cells that wrap; for the others they keep room, unless
    a column says how much.
    """

    def needs(column: Column[Item], room: int) -> int:
        longest = widest(cells[column.id])
        title = max(cell_len(line) for line in folded(column.title, longest).split("\n"))
        return GAP + (min(longest, room) if column.wraps else max(longest, title))

    def total(shown: Sequence[Column[Item]], room: int) -> int:
        return sum(needs(column, room) for column in shown) - GAP

    kept = [column for column in columns if column.priority == 0]
    least = total(kept, MIN_WRAPPED)
    optional = sorted((c for c in columns if c.priority), key=lambda column: column.priority)
    usual = SQUEEZED
    for column in optional:
        if total([*kept, column], column.room or usual) > width:
            break
        kept.append(column)
        usual = usual if column.room else ROOMY
    return [column for column in columns if column in kept], least


def says_something(cells: Sequence[Text]) -> bool:
    """Say whether any cell of a column has more than a dash."""
    return any(cell.plain.strip() not in ("", NOTHING, "-") for cell in cells)


def widest(cells: Sequence[Text]) -> int:
    """Return the terminal columns of the longest cell."""
    return max((cell.cell_len for cell in cells), default=0)


def folded(title: str, width: int) -> str:
    """Break a heading between words where it is wider than its column."""
    longest = max((len(word) for word in title.split()), default=1)
    return "\n".join(textwrap.wrap(title, max(width, longest)))
