"""Figures: a value, or the interval it lies in, with everything it was made from.

A figure is a single value unless a qualifier, a missing member of a sum or an unknown member of a
coverage leaves it open; an open end is None. Arithmetic here keeps the inputs, bounds and notes.
And it keeps to the budget of bits: a value that outgrows it becomes the interval that it lies in,
so narrow that its ends are one value wherever digits are compared.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import as_one, cut, exactly, rounded, total
from clusterplan.base.messages import Message, Note, NoteKind, Quantity, say
from clusterplan.base.units import convert
from clusterplan.model.observations import Observation, ObsStatus, Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    Bound: TypeAlias = Literal["at_least", "at_most"]


class Member(Struct, frozen=True):
    """What one member of a group contributes: a figure, and for a coverage whether it counts."""

    entity: str
    figure: Figure | None
    counts: bool | None = None
    state: str | None = None


class Figure(Struct, frozen=True):
    """A value, or the interval it lies in, with everything it was made from."""

    low: Fraction | None
    high: Fraction | None
    inputs: tuple[Observation, ...]
    bound: Bound | None = None
    quotient: bool = False
    reported: Observation | None = None
    """The observation that states this very figure, None when it was computed."""
    superseded: tuple[Observation, ...] = ()
    notes: tuple[Note, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def exact(self) -> Fraction | None:
        """Return the value when it is a single one, or too long for its ends to tell apart."""
        if self.low is None or self.high is None or not as_one(self.low, self.high):
            return None
        return self.low

    @property
    def value(self) -> Fraction | None:
        """Return the value, or the end of the interval that is certain."""
        if self.bound == "at_most":
            return self.high if self.high is not None else self.low
        return self.low if self.low is not None else self.high

    def written(self, value: Fraction) -> Decimal:
        """Write a value that was made from it: quotients to twelve digits, all else in full."""
        return rounded(value) if self.quotient else exactly(value)

    @property
    def illustrative(self) -> bool:
        """Say whether anything in it was made up."""
        return any(row.status is ObsStatus.ILLUSTRATIVE for row in self.inputs)

    @property
    def sureness(self) -> tuple[int, bool]:
        """Return what ranks figures: the least rank of the inputs, and whether it is no bound."""
        ranks = [row.status.rank for row in self.inputs]
        return min(ranks, default=0), self.bound is None

    @property
    def rests_on(self) -> tuple[ObsStatus, Qualifier]:
        """Return the least certain status and qualifier among the inputs."""
        statuses = [
            status
            for status in _LEAST_CERTAIN_FIRST
            if any(r.status is status for r in self.inputs)
        ]
        about = any(row.qualifier is Qualifier.ABOUT for row in self.inputs)
        qualifier = Qualifier(self.bound) if self.bound else Qualifier.EXACT
        if not self.bound and about:
            qualifier = Qualifier.ABOUT
        return (statuses[0] if statuses else ObsStatus.NORMAL), qualifier


_LEAST_CERTAIN_FIRST = (
    ObsStatus.ILLUSTRATIVE,
    ObsStatus.FORECAST,
    ObsStatus.ESTIMATED,
    ObsStatus.PROVISIONAL,
    ObsStatus.DEFINITION_DIFFERS,
    ObsStatus.BREAK,
    ObsStatus.NORMAL,
)


def reported(
    row: Observation,
    unit: str,
    limits: tuple[Fraction | None, Fraction | None],
    slack: Fraction = Fraction(0),
) -> Figure:
    """Return the figure that a row states, in a unit; a bound is open up to the natural limit.

    `slack`, in the same unit, is what the row may be off by in both directions.
    """
    number = number_of(row, unit)
    least, most = limits
    low: Fraction | None = number
    high: Fraction | None = number
    if slack:  # before rounding too it was what it can be
        low = number - slack if least is None else max(number - slack, min(number, least))
        high = number + slack if most is None else min(number + slack, max(number, most))
    bound: Bound | None = None
    if row.qualifier is Qualifier.AT_LEAST:
        high, bound = most, "at_least"
    elif row.qualifier is Qualifier.AT_MOST:
        low, bound = least, "at_most"
    return Figure(low, high, (row,), bound, reported=row)


def number_of(row: Observation, unit: str) -> Fraction:
    """Return a numeric row's value in another unit of its dimension."""
    if not isinstance(row.value, Fraction):
        msg = f"{row.indicator} {row.year} is not a number"
        raise TypeError(msg)
    return convert(row.value, row.unit, unit)


def quantity_of(row: Observation, unit: str) -> Quantity:
    """Return a numeric row's value in another unit, as sentences write it."""
    return Quantity(exactly(number_of(row, unit)), unit)


def converted(figure: Figure, source: str, target: str) -> Figure:
    """Return a figure in another unit."""
    if source == target:
        return figure
    low = None if figure.low is None else convert(figure.low, source, target)
    high = None if figure.high is None else convert(figure.high, source, target)
    return replace(figure, low=low, high=high)


def better(first: Figure | None, second: Figure | None) -> Figure | None:
    """Return the figure that rests on surer inputs, then a single value, else the first.

    Outcomes come before forecasts, and both before what was made up.
    """
    if first is None or second is None:
        return first or second
    return second if second.sureness > first.sureness else first


def added(
    parts: Sequence[Figure | None], lacking: Message | None = None, *, never_negative: bool
) -> Figure | None:
    """Add figures up; a missing part leaves the sum open above if no part can be below zero.

    Args:
        parts: the figures, in one unit; None where there is none.
        lacking: what to note of missing parts, else how many there are.
        never_negative: no part is below zero, as far as the plan knows.
    """
    known = [figure for figure in parts if figure is not None]
    missing = len(parts) - len(known)
    if not known or (missing and not never_negative):
        return None
    bounds = [figure.bound for figure in known]
    low = _sum((figure.low for figure in known), up=False)
    high = _sum((figure.high for figure in known), up=True)
    if not missing:
        return _made(known, low, high, bounds)
    lacking = lacking or say("{known} of {all} figures are known", known=len(known), all=len(parts))
    found = _made(known, low, None, [*bounds, "at_least"])
    return replace(found, notes=(*found.notes, Note(NoteKind.MEMBERS, lacking)))


def raised(figure: Figure, by: Fraction) -> Figure:
    """Return a figure that is larger by so much."""
    low = None if figure.low is None else figure.low + by
    high = None if figure.high is None else figure.high + by
    return replace(figure, low=low, high=high)


def multiplied(left: Figure, right: Figure, factor: Fraction) -> Figure | None:
    """Multiply two figures; None for intervals that may be negative."""
    low: Fraction | None
    high: Fraction | None
    if left.exact is not None and right.exact is not None:
        low, high = _ends(left, right, lambda one, other: one * other * factor)
    elif left.low is None or right.low is None or left.low < 0 or right.low < 0:
        return None
    else:
        low, high = left.low * right.low * factor, _times(left.high, right.high, factor)
    return _made((left, right), low, high, (left.bound, right.bound))


def divided(top: Figure, bottom: Figure, factor: Fraction) -> Figure | None:
    """Divide two figures; None by zero, and for intervals that may be negative.

    A denominator of at most 100 lies above zero, so the quotient has a least value and no greatest.
    """
    low: Fraction | None
    high: Fraction | None
    if top.exact is not None and bottom.exact is not None:
        if bottom.exact == 0:
            return None
        low, high = _ends(top, bottom, lambda one, other: one / other * factor)
    elif top.low is None or top.low < 0 or (bottom.high is not None and bottom.high <= 0):
        return None
    else:
        low = Fraction(0) if bottom.high is None else top.low / bottom.high * factor
        zero = bottom.low is None or bottom.low <= 0
        high = None if zero or top.high is None else top.high / (bottom.low or 1) * factor
    found = _made((top, bottom), low, high, (top.bound, _FLIPPED[bottom.bound]))
    return replace(found, quotient=True)


def chained(changes: Sequence[Figure], start: Fraction, factor: Fraction) -> Figure:
    """Carry changes (times `factor`: fractions of 1) one after the other, from a start above 0."""
    low: Fraction | None = start
    high: Fraction | None = start
    for change in changes:
        low, high = _times_what_may_be_negative(
            (low, high),
            None if change.low is None else 1 + change.low * factor,
            None if change.high is None else 1 + change.high * factor,
        )
        low, high = _cut(low, up=False), _cut(high, up=True)
    return _made(changes, low, high, [change.bound for change in changes])


def _made(
    of: Sequence[Figure],
    low: Fraction | None,
    high: Fraction | None,
    bounds: Iterable[Bound | None],
) -> Figure:
    """Return what comes of figures, within the budget of bits."""
    low, high, bound = _cut(low, up=False), _cut(high, up=True), _joint(*bounds)
    if (low is None) is not (high is None):  # too large to have another end, or below zero
        bound = "at_least" if high is None else "at_most"
    return Figure(
        low=low,
        high=high,
        inputs=inputs_of(of),
        bound=bound,
        quotient=any(figure.quotient for figure in of),
        notes=tuple(dict.fromkeys(note for figure in of for note in figure.notes)),
    )


def inputs_of(figures: Iterable[Figure | None]) -> tuple[Observation, ...]:
    """Return every observation that figures were made from, once."""
    return tuple(dict.fromkeys(row for figure in figures if figure for row in figure.inputs))


def _ends(
    one: Figure, other: Figure, of: Callable[[Fraction, Fraction], Fraction]
) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest that comes of two values, be they cut or not."""
    pairs = product(*({figure.low, figure.high} for figure in (one, other)))
    found = [of(left, right) for left, right in pairs if left is not None and right is not None]
    return min(found), max(found)


def _times_what_may_be_negative(
    ends: tuple[Fraction | None, Fraction | None], low: Fraction | None, high: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of an interval times another; a negative factor turns them round."""
    one, other = (
        (-math.inf if least is None else least, math.inf if most is None else most)
        for least, most in (ends, (low, high))
    )
    found = [left * right if left and right else Fraction(0) for left in one for right in other]
    least, most = min(found), max(found)
    return (
        least if isinstance(least, Fraction) else None,
        most if isinstance(most, Fraction) else None,
    )


def _cut(end: Fraction | None, *, up: bool) -> Fraction | None:
    return None if end is None else cut(end, up=up)


_FLIPPED: dict[Bound | None, Bound | None] = {
    "at_least": "at_most",
    "at_most": "at_least",
    None: None,
}


def _joint(*bounds: Bound | None) -> Bound | None:
    """Return what a figure made of several is; of both kinds only the least is sure."""
    kinds = {bound for bound in bounds if bound}
    return kinds.pop() if len(kinds) == 1 else "at_least" if kinds else None


def _sum(ends: Iterable[Fraction | None], *, up: bool) -> Fraction | None:
    listed = list(ends)
    known = [end for end in listed if end is not None]
    return total(known, up=up) if len(known) == len(listed) else None


def _times(left: Fraction | None, right: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if left is None or right is None else left * right * factor
