"""Sheets of cells, whatever file they come from."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from clusterplan.base.messages import Message, printable, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Place: TypeAlias = tuple[int, int]
"""Row and column, from 0."""
Area: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column."""
Span: TypeAlias = tuple[int, int]
"""First and last row, or first and last column."""
_LETTERS = 26


class Odd(Enum):
    """What a cell can hold that is no text, number or day."""

    TRUTH = "truth"
    FAULT = "fault"
    UNCOUNTED = "uncounted"
    SCALED = "scaled"
    UNSHOWN = "unshown"
    YEAR = "year"


ODDITIES: dict[Odd, Message] = {
    Odd.TRUTH: say("true or false is no figure"),
    Odd.FAULT: say("the formula has failed; mend it in the workbook"),
    Odd.UNCOUNTED: say("the formula was never calculated; open the workbook, save it, try again"),
    Odd.SCALED: say("the cell shows another number than it holds; show it in full"),
    Odd.UNSHOWN: say("the cell holds a number and does not show it; give it a format that does"),
    Odd.YEAR: say(
        "a year typed into this cell counts as days, so another year is shown; set its format to"
        " General and type it again"
    ),
}


class Cell(Struct, frozen=True):
    """One cell that is not empty.

    Attributes:
        value: its text, number or day, or what else it is.
        before, after: what its format writes around the number, like ¥ and 亿元; of 41.7% the
            number is 41.7.
        decimals: decimal digits that it shows, zeros at the end too, or more that it holds.
        shown: what is seen of an oddity.
        stored: the number as the file stores it, where that is longer than any program shows.
        linked: it was computed from another workbook.
        marked: some of it is raised, lowered or struck out.
    """

    value: str | Decimal | date | Odd
    before: str = ""
    after: str = ""
    decimals: int = 0
    shown: str = ""
    stored: str = ""
    linked: bool = False
    marked: bool = False

    @property
    def text(self) -> str:
        """Return what a person sees in it, as one safe line; a number without needless zeros."""
        match self.value:
            case Odd():
                return printable(" ".join(self.shown.split())) or f"({self.value.value})"
            case Decimal():
                return f"{self.before}{self.value:f}{self.after}"
            case date():
                return self.value.isoformat()
        return printable(" ".join(self.value.split()))


class Sheet(Struct, frozen=True, dict=True):
    """The cells of a sheet that are not empty.

    Attributes:
        name: empty for a file without sheets.
        cells: all of them, by place.
        merged: areas that show one cell.
        hidden: nobody sees the sheet.
        hidden_rows, hidden_columns: what nobody sees of it, as `joined` returns it.
        grouped: commas can group digits: not where semicolons separate cells, there they are
            decimal.
    """

    name: str
    cells: dict[Place, Cell]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: tuple[Span, ...] = ()
    hidden_columns: tuple[Span, ...] = ()
    grouped: bool = True

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
        """The columns in use, by row, both in order; merged areas are in use all over.

        What is hidden is in no use, but a merged area shows what its hidden corner holds.
        """
        found: dict[int, list[int]] = {}
        covered = {place for place, area in self._areas.items() if area[:2] in self.cells}
        used = covered | set(self.cells)
        rows, columns = self.out_of_sight(used)
        for row, column in sorted(used):
            if row not in rows and column not in columns:
                found.setdefault(row, []).append(column)
        return found

    def out_of_sight(self, places: Collection[Place]) -> tuple[set[int], set[int]]:
        """Return the rows and the columns of some places that are hidden."""
        rows, columns = {row for row, _ in places}, {column for _, column in places}
        return (
            {row for row in rows if _within((row, row), self.hidden_rows)},
            {column for column in columns if _within((column, column), self.hidden_columns)},
        )

    def adjoin(self, upper: int, lower: int) -> bool:
        """Say whether no row stands between two, or none that is seen."""
        return lower == upper + 1 or _within((upper + 1, lower - 1), self.hidden_rows)

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
        return self.prefix + address(place)

    @property
    def prefix(self) -> str:
        """What stands before an address, to name the sheet."""
        return f"{printable(self.name)}!" if self.name else ""


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch each other as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _within(span: Span, spans: Sequence[Span]) -> bool:
    """Say whether one of these, in order, holds the whole of a span."""
    before = bisect_right(spans, span[0], key=lambda each: each[0]) - 1
    return before >= 0 and spans[before][1] >= span[1]


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
