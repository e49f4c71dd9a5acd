"""How far a printed figure may be from the true one: half of its last digit."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from clusterplan.base import exact
from clusterplan.base.units import UNITS, convert
from clusterplan.model.observations import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.judging.figure import Figure
    from clusterplan.model.observations import Observation


def half_a_digit(
    value: Fraction, unit: str, decimals: int | None = None, *, about: bool = False
) -> Fraction:
    """Return half of the last digit of a number; a count is exact.

    `decimals` says how many were printed: those of 40.00 count. Trailing zeros of a whole number
    count as digits too, except in a figure that is said to be approximate.
    """
    if UNITS[unit].is_counted and value.denominator == 1 and not about:
        return Fraction(0)
    if decimals:
        return _half_of(decimals)
    return exact.half_a_digit(value, zeros=not about)


def rounding_of(row: Observation, unit: str) -> Fraction:
    """Return half of the last digit of a row's number, in another unit."""
    if not isinstance(row.value, Fraction):
        return Fraction(0)
    about = row.qualifier is Qualifier.ABOUT
    half = half_a_digit(row.value, row.unit, row.decimals, about=about)
    return convert(half, row.unit, unit)


def slack_of(row: Observation, unit: str) -> Fraction:
    """Return by how much a published row may be off; made-up figures and forecasts are not rounded.

    In another unit of the row's dimension.
    """
    return rounding_of(row, unit) if row.is_published else Fraction(0)


def rounding_in(figures: Iterable[Figure | None], unit: str) -> Fraction:
    """Return by how much the sum of figures, those that are reported, may be off."""
    rows = (figure.reported for figure in figures if figure is not None)
    return sum((rounding_of(row, unit) for row in rows if row is not None), Fraction(0))


@cache
def _half_of(decimals: int) -> Fraction:
    return Fraction(1, 2 * 10**decimals)
