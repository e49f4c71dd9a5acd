"""The verdict on one target in one year, with every number that explains it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from clusterplan import paths
from clusterplan.evaluation import INDEX_BASE, Figures
from clusterplan.exact import as_fraction_text, exactly, rounded
from clusterplan.goals import Goal, amended, goal_of, goal_year
from clusterplan.messages import Note, NoteKind, say
from clusterplan.methods.pace import Course, Status
from clusterplan.report import (
    ActualValue,
    BaselineValue,
    LatestValue,
    MemberValue,
    Projection,
    RequiredChange,
    Revision,
    TargetResult,
    TargetValue,
)
from clusterplan.second_opinions import WITH_TREND, Evidence, limit_of, series_of, with_opinions
from clusterplan.units import convert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from decimal import Decimal

    from clusterplan.actuals import Observation
    from clusterplan.figures import Figure, Member
    from clusterplan.plan import Indicator, Names, Target


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result, and what it rests on."""

    result: TargetResult
    inputs: tuple[Observation, ...]
    on_published_only: bool


def judge(
    figures: Figures,
    target: Target,
    year: int,
    as_of: date | None,
    methods: Collection[str] = (),
) -> Verdict:
    """Judge a target on the figure of the year, or of its target year once that is past.

    Args:
        figures: what the observations say.
        target: the target.
        year: the year of the report.
        as_of: amendments after this day do not count.
        methods: the methods asked for a second opinion.

    Raises:
        PathError: a compound path starts at a level that is not above zero.
    """
    start = _start(figures, target)
    case = _Case(figures, target, start, as_of, min(year, goal_year(target, year, as_of)))
    figure = figures.of_target(target, case.year)
    status = case.status(figure)
    result = _result(case, figure, status)
    inputs = (*start.inputs, *(figure.inputs if figure else ()))
    if methods:
        evidence = _evidence(case, figure, methods)
        result = with_opinions(result, evidence, methods)
        inputs += evidence.inputs
    return Verdict(
        result=result,
        inputs=inputs,
        on_published_only=_on_published_only(case, figure, status),
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a target starts: a year, and a value in the target's unit if there is one."""

    year: int
    value: Fraction | None
    assumed: bool = False
    figure: Figure | None = None
    notes: tuple[Note, ...] = ()

    @property
    def inputs(self) -> tuple[Observation, ...]:
        return self.figure.inputs if self.figure else ()

    @property
    def illustrative(self) -> bool:
        return self.figure is not None and self.figure.illustrative


def _start(figures: Figures, target: Target) -> _Start:
    plan, stated = figures.plan, target.baseline
    if stated is not None:  # never for an index: CP411
        return _Start(stated.year or plan.base_year, stated.value, stated.assumed)
    if target.accumulate:
        return _Start(plan.base_year, Fraction(0))
    if figures.as_index(target):
        note = say("an index made of the observed changes: {year} is 100", year=str(plan.base_year))
        return _Start(plan.base_year, INDEX_BASE, notes=(Note(NoteKind.METHOD, note),))
    figure = figures.of_target(target, plan.base_year)
    if figure is None:
        return _Start(plan.base_year, None)
    if figure.exact is None:
        note = say("the base figure is only a bound, so there is no base")
        return _Start(plan.base_year, None, notes=(Note(NoteKind.CERTAINTY, note),))
    return _Start(plan.base_year, figure.exact, figure=figure, notes=figure.notes)


@dataclass(frozen=True, slots=True)
class _Case:
    """A target on trial: all that is known but the figure."""

    figures: Figures
    target: Target
    start: _Start
    as_of: date | None
    year: int

    @property
    def goal(self) -> Goal | None:
        target, start, plan = self.target, self.start, self.figures.plan
        members = plan.members(target.group, self.year) if target.group else ()
        base = None if start.value is None else (start.year, start.value)
        return goal_of(target, year=self.year, base=base, members=len(members), as_of=self.as_of)

    @property
    def course(self) -> Course | None:
        goal = self.goal
        if goal is None:
            return None
        return Course(
            goal=goal,
            base_year=self.start.year,
            base=self.start.value,
            kind=self.target.path,
            steps=self.target.steps,
            thresholds=self.figures.plan.thresholds,
        )

    def possible(self, figure: Figure) -> list[Status]:
        """Return the verdicts that the interval of a figure allows at its ends, the best first.

        Between the ends lies only what one of them has, but for a range: it may lie inside.
        """
        course, goal = self.course, self.goal
        if course is None or goal is None:
            return [Status.NO_BASELINE]
        low = -math.inf if figure.low is None else figure.low
        high = math.inf if figure.high is None else figure.high
        inside = [end for end in (goal.low, goal.high) if end is not None and low < end < high]
        found = {course.status(value, self.year) for value in (low, high, *inside)}
        return sorted(found, key=list(Status).index)

    def status(self, figure: Figure | None) -> Status:
        """Return the verdict that the whole interval agrees on, else `no_data`."""
        if figure is None:
            return Status.NO_DATA
        possible = self.possible(figure)
        return possible[0] if len(possible) == 1 else Status.NO_DATA

    def earlier(self, year: int) -> _Case:
        """Return the same case in an earlier year."""
        return _Case(self.figures, self.target, self.start, self.as_of, year)


def _on_published_only(case: _Case, figure: Figure | None, status: Status) -> bool:
    """Say whether a verdict rests on outcomes that somebody published, and on nothing else."""
    if figure is None or status in (Status.NO_DATA, Status.NO_BASELINE):
        return False
    inputs = list(figure.inputs)
    without_base = status in (Status.MET, Status.MET_EARLY, Status.MISSED)
    if not without_base or amended(case.target, case.as_of).relative:
        if case.start.assumed:
            return False
        inputs += case.start.inputs
    return all(row.is_published for row in inputs)


def _result(case: _Case, figure: Figure | None, status: Status) -> TargetResult:
    target, start, plan = case.target, case.start, case.figures.plan
    numbers = _numbers(case, figure, status)
    return TargetResult(
        id=target.id,
        name=target.name,
        clause=target.clause,
        nature=target.nature,
        entity=target.group or target.entity or plan.area,
        path=target.path,
        unit=case.figures.unit_of(target),
        baseline=_baseline_value(start),
        target=_target_value(case),
        actual=ActualValue(**_actual(figure, case.year)) if figure else None,
        latest=None if figure else _latest(case),
        bound=figure.bound if figure and status is not Status.NO_DATA else None,
        gap=numbers.gap,
        expected=numbers.expected,
        schedule_gap=numbers.schedule_gap,
        completion=numbers.completion,
        due=numbers.due,
        pace=numbers.pace,
        required_change=numbers.required_change,
        projection=numbers.projection,
        status=status,
        illustrative=figure is not None and (figure.illustrative or start.illustrative),
        proxy=any(item.proxy for item in _indicators(case)),
        members=tuple(_members(case, figure)),
        revisions=_revisions(figure),
        methods={},
        methods_disagree=False,
        notes=tuple(dict.fromkeys(_notes(case, figure, status))),
    )


def _evidence(case: _Case, figure: Figure | None, methods: Collection[str]) -> Evidence:
    trend = not WITH_TREND.isdisjoint(methods)
    return Evidence(
        course=case.course,
        base=case.start.figure,
        base_assumed=case.start.assumed,
        year=case.year,
        figure=figure,
        limit=limit_of(case.figures, case.target),
        series=series_of(case.figures, case.target, case.year) if trend else {},
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    gap: Decimal | None = None
    expected: Decimal | None = None
    schedule_gap: Decimal | None = None
    completion: Decimal | None = None
    due: Decimal | None = None
    pace: Decimal | None = None
    required_change: RequiredChange | None = None
    projection: Projection | None = None


def _numbers(case: _Case, figure: Figure | None, status: Status) -> _Numbers:
    course = case.course
    if course is None:
        return _Numbers()
    path = course.path()
    due = path.due(case.year) if path else None
    expected = path.level(due) if path and due is not None else None
    value = figure.value if figure and status is not Status.NO_DATA else None
    if figure is None or value is None:
        return _Numbers(
            expected=None if expected is None else rounded(expected),
            due=None if due is None else rounded(due),
        )
    write = rounded if figure.quotient else exactly
    gap = write(course.goal.gap(value))
    change = _required_change(case, course.goal, figure, status)
    if path is None or due is None or expected is None:
        return _Numbers(gap=gap, required_change=change)
    counted = course.goal.mirrored(value, rising=path.ends.rising)
    gone = path.completion(counted)
    return _Numbers(
        gap=gap,
        expected=rounded(expected),
        schedule_gap=rounded((expected - counted) * (1 if path.ends.rising else -1)),
        completion=None if gone is None else rounded(gone),
        due=rounded(due),
        pace=None if gone is None or due == 0 else rounded(gone / due),
        required_change=change,
        projection=_projection(case, path, figure) if counted == value else None,
    )


def _required_change(
    case: _Case, goal: Goal, figure: Figure, status: Status
) -> RequiredChange | None:
    if figure.exact is None or status in (Status.MET, Status.MET_EARLY):
        return None
    kind, aim = case.target.path, goal.bound_from(figure.exact)
    per_year = paths.yearly_change(kind, figure.exact, aim, goal.year - case.year)
    if per_year is None:
        return None
    return RequiredChange(rounded(per_year), "rate" if kind == "compound" else "absolute")


def _projection(case: _Case, path: paths.Path, figure: Figure) -> Projection | None:
    if figure.exact is None:
        return None
    value = paths.projected(path, figure.exact, case.year, path.ends.year)
    if value is None:
        return None
    reached = paths.year_reached(path, figure.exact, case.year)
    return Projection(rounded(_within_limits(case, value)), reached)


def _within_limits(case: _Case, value: Fraction) -> Fraction:
    """Keep a projection within what the indicator can be."""
    target, plan = case.target, case.figures.plan
    if target.aggregate == "coverage":
        whole = len(plan.members(target.group or "", case.year))
        return min(max(value, Fraction(0)), Fraction(whole))
    indicator = plan.indicator[target.indicator or ""]
    if indicator.observed != "level" or target.aggregate or target.accumulate:
        return value
    unit = case.figures.unit_of(target)
    if indicator.minimum is not None:
        value = max(value, convert(indicator.minimum, indicator.unit, unit))
    if indicator.maximum is not None:
        value = min(value, convert(indicator.maximum, indicator.unit, unit))
    return value


def _baseline_value(start: _Start) -> BaselineValue | None:
    if start.value is None:
        return None
    write = rounded if start.figure and start.figure.quotient else exactly
    return BaselineValue(start.year, write(start.value), start.assumed, start.illustrative)


def _target_value(case: _Case) -> TargetValue:
    goal = case.goal
    if goal is None:  # a change or growth without a base to start from
        year = goal_year(case.target, case.year, case.as_of)
        return TargetValue(year, None, None, case.target.comparison or ">=", None, None)
    is_range = goal.comparison == "range"
    level = None if is_range else goal.bound_from(None)
    return TargetValue(
        year=goal.year,
        value=None if level is None else exactly(level),
        exact=None if level is None else as_fraction_text(level),
        comparison=goal.comparison,
        low=exactly(goal.low) if is_range and goal.low is not None else None,
        high=exactly(goal.high) if is_range and goal.high is not None else None,
    )


def _actual(figure: Figure, year: int) -> dict[str, Any]:
    write = rounded if figure.quotient else exactly
    status, qualifier = figure.rests_on
    days = [row.published for row in figure.inputs if row.published]
    return {
        "year": year,
        "value": None if figure.value is None else write(figure.value),
        "low": None if figure.low is None else write(figure.low),
        "high": None if figure.high is None else write(figure.high),
        "qualifier": qualifier,
        "obs_status": status,
        "source": "; ".join(dict.fromkeys(row.source for row in figure.inputs if row.source)),
        "published": max(days, default=None),
        "illustrative": figure.illustrative,
    }


def _latest(case: _Case) -> LatestValue | None:
    for year in range(case.year - 1, case.figures.plan.base_year, -1):
        figure = case.figures.of_target(case.target, year)
        if figure is not None:
            status = case.earlier(year).status(figure)
            return LatestValue(**_actual(figure, year), status=status)
    return None


def _members(case: _Case, figure: Figure | None) -> Iterator[MemberValue]:
    target, plan = case.target, case.figures.plan
    source = target_unit = ""
    if target.aggregate == "sum":
        source, target_unit = (
            plan.indicator[target.indicator or ""].unit,
            case.figures.unit_of(target),
        )
    day = date(case.year, 12, 31)
    for member in figure.members if figure else ():
        name = plan.entity[member.entity].form_on(day)[0]
        yield _member(member, name, source, target_unit)


def _member(member: Member, name: Names, source: str, target: str) -> MemberValue:
    figure = member.figure

    def write(value: Fraction | None) -> Decimal | None:
        if value is None:
            return None
        return exactly(convert(value, source, target) if source else value)

    return MemberValue(
        entity=member.entity,
        name=name,
        value=write(figure.value) if figure else None,
        low=write(figure.low) if figure else None,
        high=write(figure.high) if figure else None,
        state=member.state,
        counts=member.counts,
        illustrative=figure is not None and figure.illustrative,
    )


def _revisions(figure: Figure | None) -> tuple[Revision, ...]:
    if figure is None:
        return ()
    return tuple(
        Revision(exactly(row.value), row.unit, row.published, row.source)
        for row in figure.superseded
        if isinstance(row.value, Fraction)
    )


def _indicators(case: _Case) -> tuple[Indicator, ...]:
    plan = case.figures.plan
    return tuple(dict.fromkeys(item for i in case.target.indicators for item in plan.feeding(i)))


def _notes(case: _Case, figure: Figure | None, status: Status) -> Iterator[Note]:
    if status is Status.NO_BASELINE:
        year = str(case.start.year)
        yield Note(NoteKind.METHOD, say("there is no figure for the base year {year}", year=year))
    if figure is not None:
        yield from figure.notes
        if status is Status.NO_DATA:
            best, *_, worst = case.possible(figure)
            open_end = say(
                "the figure is only a bound: anything from {best} to {worst} is possible",
                best=best,
                worst=worst,
            )
            yield Note(NoteKind.CERTAINTY, open_end)
    yield from case.start.notes
    for item in _indicators(case) if figure else ():
        if item.proxy:
            proxy = say("≈ {indicator}: {proxy}", indicator=item.name, proxy=item.proxy)
            yield Note(NoteKind.PROXY, proxy)
