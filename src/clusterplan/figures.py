"""Figures: a value, or the interval it lies in, with everything it was made from.

A figure is a single value unless a qualifier, a missing member of a sum or an unknown member of a
coverage leaves it open; an open end is None. Arithmetic here keeps the inputs, bounds and notes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.actuals import Observation, ObsStatus, Qualifier
from clusterplan.messages import Note, NoteKind, say
from clusterplan.units import convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        """Return the value when it is a single one."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def value(self) -> Fraction | None:
        """Return the value, or the end of the interval that is certain."""
        if self.bound == "at_most":
            return self.high if self.high is not None else self.low
        return self.low if self.low is not None else self.high

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


def added(parts: Sequence[Figure | None], floor: Fraction | None) -> Figure | None:
    """Add figures up; a missing part leaves the sum open above if no part can be below zero.

    Args:
        parts: the figures, in one unit; None where there is none.
        floor: the least that a part can be, None if unknown.
    """
    known = [figure for figure in parts if figure is not None]
    missing = len(parts) - len(known)
    if not known or (missing and (floor is None or floor < 0)):
        return None
    bounds = [figure.bound for figure in known]
    notes = [note for figure in known for note in figure.notes]
    high = _sum(figure.high for figure in known)
    if missing:
        high = None
        bounds.append("at_least")
        counted = say("{known} of {all} figures are known", known=len(known), all=len(parts))
        notes.append(Note(NoteKind.MEMBERS, counted))
    return Figure(
        low=_sum(figure.low for figure in known),
        high=high,
        inputs=inputs_of(known),
        bound=_joint(*bounds),
        quotient=any(figure.quotient for figure in known),
        notes=tuple(notes),
    )


def multiplied(left: Figure, right: Figure, factor: Fraction) -> Figure | None:
    """Multiply two figures; None for intervals that may be negative."""
    low: Fraction | None
    high: Fraction | None
    if left.exact is not None and right.exact is not None:
        low = high = left.exact * right.exact * factor
    elif left.low is None or right.low is None or left.low < 0 or right.low < 0:
        return None
    else:
        low, high = left.low * right.low * factor, _times(left.high, right.high, factor)
    return Figure(
        low=low,
        high=high,
        inputs=inputs_of((left, right)),
        bound=_joint(left.bound, right.bound),
        quotient=left.quotient or right.quotient,
        notes=(*left.notes, *right.notes),
    )


def divided(top: Figure, bottom: Figure, factor: Fraction) -> Figure | None:
    """Divide two figures; None by zero, and for intervals that may be negative.

    A denominator of at most 100 lies above zero, so the quotient has a least value and no greatest.
    """
    low: Fraction | None
    high: Fraction | None
    if top.exact is not None and bottom.exact is not None:
        if bottom.exact == 0:
            return None
        low = high = top.exact / bottom.exact * factor
    elif top.low is None or top.low < 0 or (bottom.high is not None and bottom.high <= 0):
        return None
    else:
        low = Fraction(0) if bottom.high is None else top.low / bottom.high * factor
        zero = bottom.low is None or bottom.low <= 0
        high = None if zero or top.high is None else top.high / (bottom.low or 1) * factor
    return Figure(
        low=low,
        high=high,
        inputs=inputs_of((top, bottom)),
        bound=_joint(top.bound, _FLIPPED[bottom.bound]),
        quotient=True,
        notes=(*top.notes, *bottom.notes),
    )


def chained(changes: Sequence[Figure], start: Fraction, factor: Fraction) -> Figure:
    """Carry changes (times `factor`: fractions of 1) one after the other, from a start above 0."""
    low: Fraction | None = start
    high: Fraction | None = start
    for change in changes:
        low = None if change.low is None else _times(low, 1 + change.low * factor, Fraction(1))
        high = None if change.high is None else _times(high, 1 + change.high * factor, Fraction(1))
    return Figure(
        low=low,
        high=high,
        inputs=inputs_of(changes),
        bound=_joint(*(change.bound for change in changes)),
        notes=tuple(note for change in changes for note in change.notes),
    )


def inputs_of(figures: Iterable[Figure | None]) -> tuple[Observation, ...]:
    """Return every observation that figures were made from, once."""
    return tuple(dict.fromkeys(row for figure in figures if figure for row in figure.inputs))


_FLIPPED: dict[Bound | None, Bound | None] = {
    "at_least": "at_most",
    "at_most": "at_least",
    None: None,
}


def _joint(*bounds: Bound | None) -> Bound | None:
    """Return what a figure made of several is; of both kinds only the least is sure."""
    kinds = {bound for bound in bounds if bound}
    return kinds.pop() if len(kinds) == 1 else "at_least" if kinds else None


def _sum(ends: Iterable[Fraction | None]) -> Fraction | None:
    # Denominators are few, and whole numbers are added many times faster than fractions.
    tops: dict[int, int] = {}
    for end in ends:
        if end is None:
            return None
        tops[end.denominator] = tops.get(end.denominator, 0) + end.numerator
    return sum((Fraction(top, bottom) for bottom, top in tops.items()), Fraction(0))


def _times(left: Fraction | None, right: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if left is None or right is None else left * right * factor
