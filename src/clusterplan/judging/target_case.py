"""A target on trial: where it starts, what it demands, and which verdicts a figure allows."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.messages import Note, NoteKind, say
from clusterplan.judging.figures import INDEX_BASE, Figures
from clusterplan.methods.order_of_verdicts import Course
from clusterplan.model.goals import (
    Goal,
    Terms,
    amended,
    goal_of,
    kind_of,
    last_year,
    levels_through,
    limits_of,
)
from clusterplan.model.status import Status

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.judging.figure import Figure
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Target

_ORDER = tuple(Status)
NO_RATE = say("the base is not above zero, where no rate can start, so there is no base")


class Start(Struct, frozen=True):
    """Where a target starts: a year, and a value in the target's unit if there is one."""

    year: int
    value: Fraction | None
    assumed: bool = False
    figure: Figure | None = None
    notes: tuple[Note, ...] = ()

    @property
    def inputs(self) -> tuple[Observation, ...]:
        """Return the observations that it rests on."""
        return self.figure.inputs if self.figure else ()

    @property
    def illustrative(self) -> bool:
        """Say whether any of them was made up."""
        return self.figure is not None and self.figure.illustrative


def start_of(figures: Figures, target: Target) -> Start:
    """Return where a target starts: as the plan states it, else by the figure of the base year."""
    plan, stated = figures.plan, target.baseline
    year = plan.first_year(target)
    if stated is not None:  # never for an index: CP411
        return Start(year, stated.value, stated.assumed)
    if target.summed:
        return Start(year, Fraction(0))
    if figures.as_index(target):
        note = say("an index made of the observed changes: {year} is 100", year=str(year))
        return Start(year, INDEX_BASE, notes=(Note(NoteKind.METHOD, note),))
    figure = figures.of_target(target, year)
    if figure is None:
        return Start(year, None)
    if figure.exact is None:
        note = say("the base figure is only a bound, so there is no base")
        return Start(year, None, notes=(Note(NoteKind.CERTAINTY, note),))
    if figure.exact <= 0 and target.path == "compound":
        return Start(year, None, notes=(Note(NoteKind.CERTAINTY, NO_RATE),))
    return Start(year, figure.exact, figure=figure, notes=figure.notes)


def case_of(figures: Figures, target: Target, year: int, as_of: date | None) -> Case:
    """Put a target on trial in a year, or in its target year once that is past."""
    start = start_of(figures, target)
    return Case(figures, target, start, as_of, min(year, last_year(target, as_of) or year))


class Case(Struct, frozen=True, dict=True):
    """A target on trial: all that is known but the figure."""

    figures: Figures
    target: Target
    start: Start
    as_of: date | None
    year: int

    @cached_property
    def goal(self) -> Goal | None:
        """Return what it demands, None for a change or growth without a base to start from."""
        base = (self.start.year, self.start.value)
        return goal_of(
            self.target, year=self.year, base=base, members=self.members, as_of=self.as_of
        )

    @property
    def members(self) -> int:
        """Return the size of its group at the end of the year, 0 without one."""
        return self.figures.plan.size(self.target, self.year)

    @property
    def terms(self) -> Terms:
        """Return the terms in which the goal is stated."""
        kind = kind_of(amended(self.target, self.as_of))
        return Terms(kind, self.start.year, self.start.value)

    @cached_property
    def course(self) -> Course | None:
        """Return the ground for a verdict, None without a goal."""
        goal, base = self.goal, self.start.value
        if goal is None:
            return None
        if base is not None and self.target.path == "compound":
            # The rules refuse the newest base that is not above zero, and no older vintage of it.
            base = base if base > 0 and goal.bound_from(base) > 0 else None
        return Course(
            goal=goal,
            base_year=self.start.year,
            base=base,
            kind=self.target.path,
            steps=self.target.steps,
            thresholds=self.figures.plan.thresholds,
            interim=levels_through(self.target, (self.start.year, base), self.as_of),
            budget=self.target.over is not None,
        )

    @property
    def limits(self) -> tuple[Fraction | None, Fraction | None]:
        """Return the least and the most that a figure can be, in its unit, as far as known."""
        return limits_of(self.target, self.figures.plan, self.unit, self.members)

    @property
    def unit(self) -> str:
        """Return the unit of its figures."""
        return self.figures.unit_of(self.target)

    def possible(self, figure: Figure) -> list[Status]:
        """Return the verdicts that the interval of a figure allows at its ends, the best first.

        Between the ends lies only what one of them has, but for a range: it may lie inside. What
        was to be kept and was not stays breached.
        """
        if self.crossed is not None:
            return [Status.BREACHED]
        found = {status for case in self._by_base for status in case.statuses(figure)}
        return sorted(found, key=_ORDER.index)

    def statuses(self, figure: Figure) -> set[Status]:
        """Return the verdicts that the ends of a figure get, from the base as it is."""
        course = self.course
        if course is None:
            return {Status.NO_BASELINE}
        goal = course.goal
        if figure.low is not None and figure.low is figure.high:
            return {course.status(figure.low, self.year)}
        low = -math.inf if figure.low is None else figure.low
        high = math.inf if figure.high is None else figure.high
        inside = [end for end in (goal.low, goal.high) if end is not None and low < end < high]
        return {course.status(value, self.year) for value in (low, high, *inside)}

    @property
    def _by_base(self) -> tuple[Case, ...]:
        """Return the case from both ends of a base that was cut, else as it is."""
        base = self.start.figure
        if base is None or base.low is None or base.high is None or base.low == base.high:
            return (self,)
        return (self.from_base(base.low), self.from_base(base.high))

    def status(self, figure: Figure | None) -> Status:
        """Return the verdict that the whole interval agrees on, else `no_data`."""
        if figure is None:
            begun = not self.target.summed or self.year > self.start.year
            return Status.NO_DATA if begun else Status.NOT_DUE
        best, *others = self.possible(figure)
        return Status.NO_DATA if others else best

    def hangs_on_the_cut(self, figure: Figure) -> bool:
        """Say whether a figure has no verdict because it, or the base, was cut to be judged."""
        return figure.exact is not None and len(self.possible(figure)) > 1

    @cached_property
    def missed_years(self) -> tuple[int, ...]:
        """Return the years so far that each by its own figure surely missed the goal."""
        missed = {Status.MISSED, Status.BREACHED}
        known = (
            (year, self.figures.of_target(self.target, year))
            for year in range(self.start.year + 1, self.year + 1)
        )
        return tuple(
            year
            for year, figure in known
            if figure and self.in_year(year).statuses(figure) <= missed
        )

    @cached_property
    def crossed(self) -> Figure | None:
        """Return the figure of the first earlier year in which a goal to keep was not kept."""
        if not self.target.keep or self.course is None or not self.course.keeps:
            return None
        earlier = [year for year in self.missed_years if year < self.year]
        return self.figures.of_target(self.target, earlier[0]) if earlier else None

    def in_year(self, year: int) -> Case:
        """Return the same case in another year."""
        return replace(self, year=year)

    def from_base(self, value: Fraction) -> Case:
        """Return the same case with another base value."""
        if self.start.figure is None and self.start.value == value:
            return self
        return replace(self, start=replace(self.start, value=value, figure=None))
