"""The order in which verdicts are decided: met or missed first, what is undefined, then pace.

A goal to keep has an order of its own: it is kept, or at risk where its course leads out of it, and
breached once it is not fulfilled; a ceiling on a sum over years is kept in the same way.

A verdict compares the value with the level that belongs to a threshold, so a value exactly on it
meets it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Generic

from msgspec import Struct

from clusterplan.base import exact
from clusterplan.base.bounded_floats import N, Near, decided, near
from clusterplan.model.paths import Ends, Path, draw, projected, through
from clusterplan.model.status import STANDING, Standing, Status, counts_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from clusterplan.model.goals import Goal
    from clusterplan.model.plan import Thresholds


class Course(Struct, frozen=True, dict=True):
    """The ground for a verdict: where it started, what it aims at, how it should get there."""

    goal: Goal
    base_year: int
    base: Fraction | None
    kind: str
    steps: Mapping[int, Fraction]
    thresholds: Thresholds
    interim: Mapping[int, Fraction] = {}
    budget: bool = False
    """The values are sums over the years, which begin at zero."""

    @cached_property
    def keeps(self) -> bool:
        """Say whether there is no goal to reach, but one to keep."""
        return self.goal.keep and (self.base is None or self.goal.reached(self.base))

    @cached_property
    def _path(self) -> Path[Fraction] | None:
        if self.kind == "none" or self.base is None:
            return None
        if self.goal.reached(self.base) and not self.budget:
            return None
        if self.goal.year <= self.base_year:
            return None
        level = self.goal.bound_from(self.base)
        if level == self.base:  # on the line, where a strict goal is not reached
            return None
        ends = Ends(self.base_year, self.base, self.goal.year, level)
        sign = 1 if ends.rising else -1  # an interim goal that the base is at asks for no way
        if ahead := {at: to for at, to in self.interim.items() if sign * (to - self.base) > 0}:
            return through(self.kind, ends, ahead)
        return draw(self.kind, ends, self.steps)

    def path(self) -> Path[Fraction] | None:
        """Return the path from the base to the goal, None without a base or a way to go.

        A ceiling on a sum has one, on which it is used up.

        Raises:
            PathError: a compound path from or to a level that is not above zero.
        """
        return self._path

    def status(self, value: Fraction | float, year: int) -> Status:
        """Judge a value of a year; infinite values stand for the open end of an interval."""
        goal = self.goal
        if self.keeps:
            return self._kept(value, year)
        if goal.reached(value):
            return Status.MET_EARLY if year < goal.year else Status.MET
        if year >= goal.year:
            return Status.MISSED
        if self.base is None:
            return Status.NO_BASELINE
        path = self.path()
        if path is None:
            return Status.REGRESSED
        if path.due(year) == 0:
            return Status.NOT_DUE
        counted = self.counted(value, path)
        if self.kind == "compound" and counted <= 0:
            return Status.REGRESSED
        return self._by_pace(path, year, counted)

    def _kept(self, value: Fraction | float, year: int) -> Status:
        if not self.goal.reached(value):
            return Status.BREACHED
        if year >= self.goal.year:
            return Status.MET
        later = range(year + 1, self.goal.year + 1)
        crosses = self.leaves_in(value, year, dict.fromkeys(later, self.goal))
        return Status.KEPT if crosses is None else Status.AT_RISK

    def leaves_in(
        self, value: Fraction | float, year: int, goals: Mapping[int, Goal | None]
    ) -> int | None:
        """Return the first of these later years in which the course does not fulfil its goal.

        The course from the base over this value, which fulfils the goal of its own year, or is on
        its way into a range; None where it stays within the goals.
        """
        path, inside = self.path(), self.goal.reached(value)
        on_its_way = path is not None and self.counted(value, path) == value
        if self.base is None or isinstance(value, float) or not (inside or on_its_way):
            return None
        start, now = (self.base_year, self.base), (year, value)
        for later, goal in goals.items():
            level = projected(self.kind, start, now, later)
            if level is None or goal is None or goal.reached(level):
                continue
            if inside or (path is not None and self.counted(level, path) != level):
                return later
        return None

    def counted(self, value: Fraction | float, path: Path[Fraction]) -> Fraction | float:
        """Return the value as it counts on the path: beyond a range, as one that falls short."""
        if isinstance(value, float):
            beyond = self.goal.comparison == "range" and (value > 0) is path.ends.rising
            return -value if beyond else value
        return self.goal.mirrored(value, rising=path.ends.rising)

    def standing(self, status: Status, value: Fraction | None) -> Standing:
        """Say how a verdict stands beside other methods: a miss may be a fall below the base."""
        missed = counts_as(status) is Status.MISSED
        if not missed or value is None or self.base is None:
            return STANDING[status]
        lost = self.goal.sign(value) * (value - self.base) < 0
        return Standing.WRONG_DIRECTION if lost else Standing.BEHIND

    def _by_pace(self, path: Path[Fraction], year: int, value: Fraction | float) -> Status:
        rising = path.ends.rising
        if isinstance(value, float):
            return Status.AHEAD if (value > 0) is rising else Status.REGRESSED
        if year not in self._ladders:
            self._ladders[year] = _Ladder(path, path.due(year), self._paces)
        return decided(_rung, self._ladders[year], value, rising)

    def alone(
        self, year: int, before: Fraction, value: Fraction
    ) -> tuple[Decimal, Decimal | None, Status] | None:
        """Judge a year alone, by the change since the value of the year before.

        Returns:
            The change that was due, the pace, and the verdict by the same thresholds; None where no
            change was due that can be told, and on a compound path from a level not above zero.
        """
        path = self.path()
        if path is None or self.keeps:
            return None
        share, rising = path.due(year) - path.due(year - 1), path.ends.rising
        start, counted = (self.goal.mirrored(each, rising=rising) for each in (before, value))
        if share <= 0 or (self.kind == "compound" and start <= 0):
            return None
        return decided(_alone, path, year, share, start, counted, self._paces)

    @property
    def _paces(self) -> tuple[Fraction, ...]:
        limits = self.thresholds
        return limits.ahead, limits.on_schedule, limits.behind, Fraction(0)

    @cached_property
    def _ladders(self) -> dict[int, _Ladder[Fraction]]:
        return {}


class _Ladder(Struct, Generic[N], frozen=True, dict=True):
    """How much of a path is due, and the paces from which on each verdict is given."""

    path: Path[N]
    due: N
    paces: tuple[N, ...]

    @cached_property
    def near(self) -> _Ladder[Near]:
        """Return it in floats."""
        return _Ladder(self.path.near, near(self.due), tuple(map(near, self.paces)))

    @cached_property
    def levels(self) -> tuple[N, ...]:
        """Return the levels from which on each verdict is given, the best first."""
        return tuple(map(self._level, self.paces))

    def _level(self, pace: N) -> N:
        return self.path.level(pace * self.due)


_RUNGS = (Status.AHEAD, Status.ON_SCHEDULE, Status.BEHIND, Status.FAR_BEHIND)


def _rung(ladder: _Ladder[N], value: N, rising: bool) -> Status:  # noqa: FBT001 # asked by `decided`
    return _reached(ladder.levels, value, rising=rising)


def _reached(levels: Iterable[N], value: N, *, rising: bool) -> Status:
    for status, level in zip(_RUNGS, levels, strict=True):
        if exact.at_least(value, level) if rising else exact.at_least(level, value):
            return status
    return Status.REGRESSED


def _alone(
    path: Path[N], year: int, share: N, start: N, value: N, paces: Iterable[Fraction]
) -> tuple[Decimal, Decimal | None, Status] | None:
    way = path.alone(year, start, share)
    if way.ends.goal == way.ends.base:  # what was due is less than the digits that are kept
        return None
    gone = way.completion(value)
    return (
        exact.rounded(way.ends.goal - way.ends.base),
        None if gone is None else exact.rounded(gone),
        _reached(map(way.level, paces), value, rising=path.ends.rising),
    )
