"""Sheets of cells, whatever file they come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from clusterplan.messages import Message, printable, say

Place: TypeAlias = tuple[int, int]
"""Row and column, from 0."""
Area: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column."""
_LETTERS = 26


class Odd(Enum):
    """What a cell can hold that is no text, number or day."""

    TRUTH = "truth"
    FAULT = "fault"
    UNCOUNTED = "uncounted"
    SCALED = "scaled"


ODDITIES: dict[Odd, Message] = {
    Odd.TRUTH: say("true or false is no figure"),
    Odd.FAULT: say("the formula has failed; mend it in the workbook"),
    Odd.UNCOUNTED: say("the formula was never calculated; open the workbook, save it, try again"),
    Odd.SCALED: say("the cell shows another number than it holds; show it in full"),
}


class Cell(Struct, frozen=True):
    """One cell that is not empty.

    Attributes:
        value: its text, number or day, or what else it is.
        percent: it is shown as per cent, and `value` is the number before the sign.
        suffix: what its format writes behind the number, like 亿元.
        stored: the number as the file stores it, where that is longer than any program shows.
        linked: it was computed from another workbook.
    """

    value: str | Decimal | date | Odd
    percent: bool = False
    suffix: str = ""
    stored: str = ""
    linked: bool = False

    @property
    def text(self) -> str:
        """Return what a person sees in it, as one safe line."""
        match self.value:
            case Odd():
                return f"({self.value.value})"
            case Decimal():
                return f"{self.value:f}{'%' if self.percent else ''}{self.suffix}"
            case date():
                return self.value.isoformat()
        return printable(" ".join(self.value.split()))


class Sheet(Struct, frozen=True, dict=True):
    """The cells of a sheet that are not empty; `name` is empty for a file without sheets."""

    name: str
    cells: dict[Place, Cell]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    grouped: bool = True
    """Commas can group digits: not where semicolons separate cells, there they are decimal."""

    @cached_property
    def _areas(self) -> dict[Place, Area]:
        """Places in merged areas, and the area."""
        return {
            (row, column): area
            for area in self.merged
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        }

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """The columns in use, by row, both in order; merged areas are in use all over."""
        found: dict[int, list[int]] = {}
        covered = {place for place, area in self._areas.items() if area[:2] in self.cells}
        for row, column in sorted(covered | set(self.cells)):
            found.setdefault(row, []).append(column)
        return found

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell of a place; in a merged area that of the area."""
        return self.cells.get(self.owner(row, column))

    def owner(self, row: int, column: int) -> Place:
        """Return the place that holds the cell of a place: another one in a merged area."""
        area = self._areas.get((row, column))
        return area[:2] if area else (row, column)

    def area(self, row: int, column: int) -> Area | None:
        """Return the merged area that a place is in."""
        return self._areas.get((row, column))

    def label(self, place: Place) -> str:
        """Return the address of a place, with the sheet's name: `Sheet1!C7`."""
        prefix = f"{printable(self.name)}!" if self.name else ""
        return prefix + address(place)


def address(place: Place) -> str:
    """Return the address of a place as spreadsheets write it: (6, 2) is C7."""
    row, column = place
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """Return the name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name
