"""How wide the columns of a table on paper are: no font is at hand, so signs are counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from clusterplan.render.terminal.wrapping import longest_piece

if TYPE_CHECKING:
    from clusterplan.render.document.blocks import Table

SHORT, CELL = 8, 14
"""Signs that stay in one line: of any text, and of a number or a word."""
LONGEST = 60
"""Signs up to which a longer text makes its column wider."""
SLACK = 1
"""Some signs are wide or bold."""
SIGN, POINT = 1.6, 0.35
"""Millimetres of a digit, with a little more, and of a point."""
BESIDE = 45
"""Left and right of the text of a cell, in twentieths of a point."""
NO_BREAK = "\u00a0"
_MARK = re.compile(r" (?=[†‡≠*](?: |$))")


def together(text: str) -> str:
    """Keep the marks after a text in its line."""
    return _MARK.sub(NO_BREAK, text)


def widths_of(table: Table, across: float) -> list[float]:
    """Return the widths of the columns of so wide a table, in millimetres.

    Each has room for its longest word; what is left goes to those whose texts are longer.
    """
    least, wanted = [], []
    for at, column in enumerate(table.columns):
        texts = [together(row[at]).replace(NO_BREAK, "_") for row in table.rows]
        unbroken = column.right or column.whole
        words = [_least(column.title), *(_least(text, unbroken=unbroken) for text in texts)]
        least.append(max(words) + SLACK)
        longest = max(map(cell_len, texts), default=0)
        wanted.append(0 if unbroken else max(min(longest, LONGEST) - least[-1], 0))
    beside = 2 * BESIDE / 20 * POINT
    room = across - len(least) * beside
    sign = min(SIGN, room / sum(least))
    left = (room - sign * sum(least)) / (sum(wanted) or 1)
    return [sign * signs + left * more + beside for signs, more in zip(least, wanted, strict=True)]


def _least(text: str, *, unbroken: bool = False) -> int:
    """Return the signs that stay in one line of a cell: a short text, else its longest word."""
    length = cell_len(text)
    return min(length if unbroken or length <= SHORT else longest_piece(text), CELL)
