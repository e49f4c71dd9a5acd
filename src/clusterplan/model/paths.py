"""Target paths: what a value should be in each year between the base and the target.

A path knows four things: the share of the way that is due by a year, the share that a value has
gone, the level that belongs to a share, and what a yearly change means on it. With f the identity
on a linear path and the logarithm on a compound one,

    completion(v) = (f(v) - f(v0)) / (f(g) - f(v0)),    due(t) = (t - t0) / (T - t0).

The logarithmic form is the Chinese formula for cuts that compound, ln(1 - done) / ln(1 - target).
"""

from __future__ import annotations

from bisect import bisect
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Generic

from msgspec import Struct

from clusterplan.base import exact
from clusterplan.base.bounded_floats import N, near

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clusterplan.base.bounded_floats import Near

HORIZON = 25
"""Of a course that leads to the goal only so many years from now, no year is told."""


class PathError(ValueError):
    """A path cannot be drawn: a compound one from or to a level that is not above zero."""


class Ends(Struct, Generic[N], frozen=True, dict=True):
    """Where a path starts and ends: years, and levels in the target's unit, levels differing."""

    base_year: int
    base: N
    year: int
    goal: N

    @property
    def near(self) -> Ends[Near]:
        """Return them with levels in floats."""
        return Ends(self.base_year, near(self.base), self.year, near(self.goal))

    @cached_property
    def rising(self) -> bool:
        """Say whether the target lies above the base."""
        return self.goal > self.base

    def elapsed(self, year: int) -> Fraction:
        """Return (t - t0) / (T - t0), at least 0."""
        return _share(max(year - self.base_year, 0), self.year - self.base_year)


@cache
def _share(gone: int, all_of_it: int) -> Fraction:
    return Fraction(gone, all_of_it)


class Path(Struct, Generic[N], frozen=True, dict=True):
    """What every shape of path can answer; by itself, equal steps in units."""

    ends: Ends[N]

    @cached_property
    def near(self) -> Path[Near]:
        """Return it for levels in floats, where nobody asks what is due."""
        return Path(self.ends.near)

    def due(self, year: int) -> Fraction:
        """Return the share of the way that should be gone by the end of the year."""
        return self.ends.elapsed(year)

    def completion(self, value: N) -> N | None:
        """Return the share of the way that a value has gone; None where it has none.

        (v - v0) / (g - v0).
        """
        return (value - self.ends.base) / (self.ends.goal - self.ends.base)

    def level(self, share: N | Fraction) -> N:
        """Return the level at which this share of the way is gone: v0 + share * (g - v0)."""
        return self.ends.base + share * (self.ends.goal - self.ends.base)

    def alone(self, year: int, start: N, share: N | Fraction) -> Path[N]:
        """Return the way of a year alone: from where things stood, as far as this share leads."""
        aim = start + share * (self.ends.goal - self.ends.base)
        return Path(Ends(year - 1, start, year, aim))


class Compound(Path[N], frozen=True):
    """Equal rates: the logarithm of the level moves in equal steps."""

    def __post_init__(self) -> None:
        if self.ends.base <= 0 or self.ends.goal <= 0:
            msg = "a compound path needs a base and a target above zero"
            raise PathError(msg)

    @cached_property
    def near(self) -> Path[Near]:
        """Return it for levels in floats."""
        return Compound(self.ends.near)

    def completion(self, value: N) -> N | None:
        """Return ln(v / v0) / ln(g / v0); None for a value not above zero."""
        if value <= 0:
            return None
        return exact.log_ratio(value, self.ends.base) / exact.log(self._ratio)

    def level(self, share: N | Fraction) -> N:
        """Return v0 * (g / v0) ** share."""
        return self.ends.base * exact.power(self._ratio, share)

    def alone(self, year: int, start: N, share: N | Fraction) -> Path[N]:
        """Return the way of a year alone, in the same proportion; the start is above zero."""
        aim = start * exact.power(self._ratio, share)
        return Compound(Ends(year - 1, start, year, aim))

    @cached_property
    def _ratio(self) -> N:
        return self.ends.goal / self.ends.base


class Steps(Path[Fraction], frozen=True):
    """Levels set for single years; between two of them the earlier one stays due."""

    steps: Mapping[int, Fraction]

    def due(self, year: int) -> Fraction:
        """Return the share of the way that the newest step up to the year stands for."""
        set_by_now = [step for step in self.steps if step <= year]
        if year >= self.ends.year:
            return Fraction(1)
        if not set_by_now:
            return Fraction(0)
        gone = self.completion(self.steps[max(set_by_now)]) or Fraction(0)
        return min(max(gone, Fraction(0)), Fraction(1))


class Through(Path[Fraction], frozen=True):
    """A path through the goals of earlier years, of one kind from each to the next."""

    direct: Path[Fraction]
    parts: tuple[Path[Fraction], ...]

    @cached_property
    def near(self) -> Path[Near]:
        """Return the direct way for levels in floats."""
        return self.direct.near

    def due(self, year: int) -> Fraction:
        """Return the share of the direct way at which the path is by then."""
        part = self.parts[bisect([each.ends.year for each in self.parts[:-1]], year)]
        return self.direct.completion(part.level(part.due(year))) or Fraction(0)

    def completion(self, value: Fraction) -> Fraction | None:
        """Return the share of the direct way that a value has gone."""
        return self.direct.completion(value)

    def level(self, share: Fraction) -> Fraction:
        """Return the level at which this share of the direct way is gone."""
        return self.direct.level(share)

    def alone(self, year: int, start: Fraction, share: Fraction) -> Path[Fraction]:
        """Return the way of a year alone, as the direct way would go."""
        return self.direct.alone(year, start, share)


def through(kind: str, ends: Ends[Fraction], levels: Mapping[int, Fraction]) -> Path[Fraction]:
    """Return the path between these ends through the levels of years that lie between them.

    Raises:
        PathError: a compound path from or to a level that is not above zero.
    """
    direct = draw(kind, ends)
    between = {year: levels[year] for year in sorted(levels) if ends.base_year < year < ends.year}
    if not between:
        return direct
    points = [(ends.base_year, ends.base), *between.items(), (ends.year, ends.goal)]
    parts = (Ends(*start, *end) for start, end in pairwise(points))
    return Through(ends, direct, tuple(draw(kind, part) for part in parts))


def draw(
    kind: str, ends: Ends[Fraction], steps: Mapping[int, Fraction] | None = None
) -> Path[Fraction]:
    """Return the path of this kind between these ends.

    Raises:
        PathError: a compound path from or to a level that is not above zero.
    """
    if kind == "steps":
        return Steps(ends, steps or {})
    return Compound(ends) if kind == "compound" else Path(ends)


def yearly_change(kind: str, start: N, goal: N, years: int) -> N | None:
    """Return the change per year that leads from start to goal.

    A rate on a compound path (None from a level not above zero), else units: (g - v) / n.
    """
    if years <= 0:
        return None
    if kind != "compound":
        return (goal - start) / years
    if start <= 0 or goal <= 0:
        return None
    return exact.power(goal / start, _share(1, years)) - 1


def projected(kind: str, start: tuple[int, N], now: tuple[int, N], to_year: int) -> N | None:
    """Extend the course from a first value over a later one to a year.

    On a linear path (and one of steps) that is v0 + (v - v0) * (to - t0) / (t - t0), on a compound
    one v0 * (v / v0) ** ((to - t0) / (t - t0)): in both, equal shares of the way in equal times.

    Args:
        kind: of the path.
        start: year and value at the start.
        now: a later year and its value.
        to_year: the year to extend to.

    Returns:
        The value; None without time between the two, and on a compound path for a value that is
        not above zero.
    """
    (base_year, base), (year, value) = start, now
    if year <= base_year:
        return None
    times = _share(to_year - base_year, year - base_year)
    if kind != "compound":
        return base + (value - base) * times
    if base <= 0 or value <= 0:
        return None
    return base * exact.power(value / base, times)


def leads_there(path: Path[N], value: N) -> bool:
    """Say whether the course from the base over a later value leads to the goal at all."""
    gone = path.completion(value)
    return gone is not None and gone > 0


def year_reached(path: Path[N], value: N, year: int) -> int | None:
    """Return the first whole year in which that course reaches the goal.

    None when it never does, or only more than `HORIZON` years after the given year.
    """
    gone, run = path.completion(value), year - path.ends.base_year
    if gone is None or gone <= 0 or run <= 0:
        return None
    years = exact.ceiling(run / gone)
    return path.ends.base_year + years if years <= run + HORIZON else None
