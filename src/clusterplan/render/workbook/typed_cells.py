"""Typed cells of sheets, the formats that numbers are shown in, and how wide they are."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from clusterplan.base.units import UNITS, Dimension, per_cent
from clusterplan.locale import in_points
from clusterplan.render.terminal.wrapping import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

NARROWEST, WIDEST = 6, 66
"""Columns of letters; longer texts wrap."""
LATIN = 0.9
"""Width of Latin letters in running text, of that of a digit."""


class Number(Struct, frozen=True):
    """A number and the format it is shown in."""

    value: Decimal
    form: str

    @property
    def shown(self) -> str:
        """Return about what the cell shows, to know how wide it is."""
        words = "".join(self.form.split('"')[1::2])
        return f"{self.value:,.2f}{words or '%'}"


Cell: TypeAlias = str | int | date | Number | None


def amount(value: Decimal, unit: str = "") -> Number:
    """Return an amount in its unit: shares as per cent, money with thousands and two decimals.

    Others have decimals only where they need some.
    """
    if times := per_cent(unit):
        return Number(value, "0.00%" if times > 1 else '0.00"%"')
    money = unit and UNITS[unit].dimension == Dimension.MONEY
    whole = value == value.to_integral_value() and not money
    return Number(value, "#,##0" if whole else "#,##0.00")


def difference(value: Decimal, unit: str, points: str) -> Number:
    """Return a difference of two amounts; `points` says how one of shares is written, 0.00 pp."""
    found = in_points(value, unit)
    if found is None:
        return amount(value, unit)
    before, _, after = points.partition("0.00")
    return Number(found, "0.00".join(f'"{words}"' if words else "" for words in (before, after)))


FORMS = {"share": "0.00%", "ratio": "0.0000"}
"""Of fractions of 1, and of ratios: enough decimals that none is rounded over a threshold."""


def column_widths(needed: Sequence[Sequence[int]]) -> list[int]:
    """Return how wide columns are whose cells are so wide."""
    columns = zip_longest(*needed, fillvalue=0)
    return [min(max(NARROWEST, max(column) + 2), WIDEST) for column in columns]


def lines_of(cell: Cell, room: float) -> int:
    """Return how many lines of so many letters a cell takes; Latin ones are mostly narrower."""
    narrow = LATIN if width_of(cell) == len(str(cell)) else 1
    return max(ceil(width_of(cell) * narrow / room), 1)


def width_of(cell: Cell) -> int:
    """Return how wide a cell is, in digits."""
    match cell:
        case None:
            return 0
        case date():
            return len("2000-00-00")
    # A Chinese character is as wide as two digits, as it is on a terminal.
    return columns_of(cell.shown if isinstance(cell, Number) else str(cell))
