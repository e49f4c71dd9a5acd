"""The verdict on one target in one year, with every number that explains it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.bounded_floats import decided
from clusterplan.base.exact import as_fraction_text, at_least, exactly, rounded
from clusterplan.base.messages import Note, NoteKind, Quantity, say
from clusterplan.base.units import convert
from clusterplan.judging import projection as outlook
from clusterplan.judging.doubts import doubts_about
from clusterplan.judging.figure import inputs_of
from clusterplan.judging.recent import with_last_year
from clusterplan.judging.second_opinions import series_of, with_opinions
from clusterplan.judging.shape import with_shape
from clusterplan.judging.target_case import NO_RATE, Case, Start, case_of
from clusterplan.model.goals import amended, goal_year
from clusterplan.model.quotas import quotas_of
from clusterplan.model.results import (
    ActualValue,
    BaselineValue,
    FirstPublished,
    LatestValue,
    MemberValue,
    Revision,
    TargetResult,
    TargetValue,
)
from clusterplan.model.status import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from clusterplan.base.bounded_floats import N
    from clusterplan.judging.figure import Figure, Member
    from clusterplan.judging.figures import Figures
    from clusterplan.model.observations import Observation
    from clusterplan.model.paths import Path
    from clusterplan.model.plan import Indicator, Names, Target
    from clusterplan.model.results import Doubt


_Value = TypeVar("_Value", bound=ActualValue)


class Verdict(Struct, frozen=True):
    """A result, and what it rests on: its numbers in full are those of the case and the figure."""

    case: Case
    figure: Figure | None
    result: TargetResult
    inputs: tuple[Observation, ...]
    on_published_only: bool


def judge(  # all that a verdict may depend on
    figures: Figures,
    target: Target,
    year: int,
    as_of: date | None,
    methods: Collection[str] = (),
    first: Figures | None = None,
    *,
    last_year: bool = True,
) -> Verdict:
    """Judge a target on the figure of the year, or of its target year once that is past.

    Args:
        figures: what was observed.
        target: the target.
        year: the year of the report.
        as_of: amendments after this day do not count.
        methods: the methods asked for a second opinion.
        first: the first published vintages, where any of them was revised.
        last_year: tell of the last year alone too, which takes a quarter of the time.
    """
    case = case_of(figures, target, year, as_of)
    start, figure = case.start, figures.of_target(target, case.year)
    status = case.status(figure)
    before = None if first is None else _first_published(case, figure, status, first)
    result = _result(case, figure, status, before)
    if last_year:
        result = with_last_year(result, case, figure)
    inputs = (*start.inputs, *(figure.inputs if figure else ()), *_of_crossing(case))
    if methods:
        series = series_of(case, methods)
        result = with_opinions(result, case, figure, series, methods)
        inputs += inputs_of(series.values())
    of_members = [
        judge(figures, quota, year, as_of, first=first, last_year=last_year)
        for quota in quotas_of(target, figures.plan, case.year)
    ]
    if of_members:
        result = replace(result, quotas=tuple(verdict.result for verdict in of_members))
        inputs += tuple(row for verdict in of_members for row in verdict.inputs)
    return Verdict(
        case=replace(case),  # without what was kept on the way, which would fill the memory
        figure=figure,
        result=result,
        inputs=inputs,
        on_published_only=not result.illustrative and _on_published_only(case, figure, status),
    )


def _on_published_only(case: Case, figure: Figure | None, status: Status) -> bool:
    """Say whether a verdict rests on outcomes that somebody published, and on nothing else."""
    if figure is None or status in (Status.NO_DATA, Status.NO_BASELINE):
        return False
    inputs = list(figure.inputs)
    without_base = status in (Status.MET, Status.MET_EARLY, Status.MISSED)
    if not without_base or amended(case.target, case.as_of).against_base:
        if case.start.assumed:
            return False
        inputs += case.start.inputs
    inputs += _of_crossing(case)
    return all(row.is_published for row in inputs)


def _of_crossing(case: Case) -> tuple[Observation, ...]:
    """Return what a verdict rests on that was given by an earlier year."""
    return case.crossed.inputs if case.crossed else ()


def _first_published(
    case: Case, figure: Figure | None, status: Status, first: Figures
) -> FirstPublished | None:
    then = case_of(first, case.target, case.year, case.as_of)
    known = first.of_target(case.target, case.year)
    value, verdict = None if known is None else known.value, then.status(known)
    if verdict is status and value == (None if figure is None else figure.value):
        return None
    written = None if known is None or value is None else known.written(value)
    return FirstPublished(written, verdict)


def _result(
    case: Case, figure: Figure | None, status: Status, before: FirstPublished | None
) -> TargetResult:
    target, start, plan = case.target, case.start, case.figures.plan
    doubts = doubts_about(case, figure, status)
    result = TargetResult(
        id=target.id,
        name=target.name,
        clause=target.clause,
        nature=target.nature,
        entity=target.group or target.entity or plan.area,
        path=target.path,
        unit=case.figures.unit_of(target),
        baseline=_baseline_value(start),
        target=_target_value(case),
        actual=_observed(ActualValue, figure, case.year) if figure else None,
        latest=None if figure else _latest(case),
        missing_years=() if figure else case.figures.missing_years(target, case.year),
        bound=figure.bound if figure and status is not Status.NO_DATA else None,
        status=status,
        illustrative=figure is not None
        and any(each.illustrative for each in (figure, start, case.crossed) if each),
        proxy=any(item.proxy for item in _indicators(case)),
        doubts=doubts,
        members=tuple(members_of(case, figure)),
        revisions=_revisions(figure),
        first_published=before,
        notes=tuple(dict.fromkeys(_notes(case, figure, status, doubts))),
    )
    return with_shape(_with_numbers(result, case, figure, status), case, figure)


def _with_numbers(
    result: TargetResult, case: Case, figure: Figure | None, status: Status
) -> TargetResult:
    """Add what can be computed: without a figure only where the path is, without a path the gap."""
    course = case.course
    path = course.path() if course else None
    due = path.due(case.year) if path else None
    if path is not None and due is not None:
        result = replace(result, due=rounded(due), expected=decided(_level, path, due))
    value = figure.value if figure and status is not Status.NO_DATA else None
    if course is None or figure is None or value is None:
        return result
    result = replace(
        result,
        gap=figure.written(course.goal.gap(value)),
        required_change=outlook.required_change(case, figure, status),
    )
    result = replace(result, projection=outlook.projection(case, figure, status))
    if path is None or due is None:
        return result
    rising = 1 if path.ends.rising else -1
    counted = course.goal.mirrored(value, rising=path.ends.rising)
    completion, pace = decided(_progress, path, counted, due or Fraction(1))
    return replace(
        result,
        schedule_gap=decided(_lag, path, counted, due, -1 if course.goal.low is None else rising),
        completion=completion,
        pace=pace if due and not course.keeps else None,
    )


def _level(path: Path[N], share: N) -> Decimal:
    return rounded(path.level(share))


def _lag(path: Path[N], value: N, due: N, sign: int) -> Decimal:
    level = path.level(due)
    if at_least(level, value) and at_least(value, level):  # as far as levels are computed
        return Decimal(0)
    return rounded((level - value) * sign)


def _progress(path: Path[N], value: N, due: N) -> tuple[Decimal | None, Decimal | None]:
    """Return the share of the way that is gone, and what it is of the share that is due."""
    gone = path.completion(value)
    if gone is None:
        return None, None
    return rounded(gone), rounded(gone / due)


def _baseline_value(start: Start) -> BaselineValue | None:
    if start.value is None:
        return None
    value = start.figure.written(start.value) if start.figure else exactly(start.value)
    return BaselineValue(start.year, value, start.assumed, start.illustrative)


def _target_value(case: Case) -> TargetValue:
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


def _observed(kind: type[_Value], figure: Figure, year: int, *more: Status) -> _Value:
    status, qualifier = figure.rests_on
    days = [row.published for row in figure.inputs if row.published]
    value = _written(figure, figure.value)
    return kind(
        year,
        value,
        value if figure.low is figure.value else _written(figure, figure.low),
        value if figure.high is figure.value else _written(figure, figure.high),
        qualifier,
        status,
        "; ".join(dict.fromkeys(row.source for row in figure.inputs if row.source)),
        max(days, default=None),
        figure.illustrative,
        *more,
    )


def _written(figure: Figure, end: Fraction | None) -> Decimal | None:
    return None if end is None else figure.written(end)


def _latest(case: Case) -> LatestValue | None:
    for year in range(case.year - 1, case.figures.plan.base_year, -1):
        figure = case.figures.of_target(case.target, year)
        if figure is not None:
            return _observed(LatestValue, figure, year, case.in_year(year).status(figure))
    return None


def members_of(case: Case, figure: Figure | None) -> Iterator[MemberValue]:
    """Return what each member of a group contributes to a figure."""
    if figure is None:
        return
    day = date(case.year, 12, 31)
    for member in figure.members:
        yield _member(case, member, case.figures.plan.entity[member.entity].form_on(day)[0])


def _member(case: Case, member: Member, name: Names) -> MemberValue:
    own, target = member.figure, case.target
    source = case.figures.plan.indicator[target.indicator or ""].unit if target.indicator else ""

    def write(value: Fraction | None) -> Decimal | None:
        if value is None:
            return None
        return exactly(convert(value, source, case.unit) if target.aggregate == "sum" else value)

    value = write(own.value) if own else None
    needed = gap = None
    if (each := target.each) is not None:  # of a sum it is its quota, where there is one
        needed = each.high if each.low is None else each.low
        if needed is not None and value is not None:
            gap = (needed - Fraction(value)) * (-1 if each.low is None else 1)
    return MemberValue(
        entity=member.entity,
        name=name,
        value=value,
        low=value if own is None or own.exact is not None else write(own.low),
        high=value if own is None or own.exact is not None else write(own.high),
        state=member.state,
        counts=member.counts,
        needed=None if needed is None else rounded(needed),
        gap=None if gap is None else rounded(gap),
        illustrative=own is not None and own.illustrative,
    )


def _mirrored(case: Case, figure: Figure | None, status: Status) -> Fraction | None:
    """Return what a figure beyond a range counts like until the year of the goal."""
    course, value = case.course, figure.exact if figure else None
    path = course.path() if course else None
    if course is None or path is None or value is None or status is Status.MISSED:
        return None
    counted = course.goal.mirrored(value, rising=path.ends.rising)
    return None if counted == value else counted


def _revisions(figure: Figure | None) -> tuple[Revision, ...]:
    if figure is None:
        return ()
    return tuple(
        Revision(exactly(row.value), row.unit, row.published, row.source)
        for row in figure.superseded
        if isinstance(row.value, Fraction)
    )


def _indicators(case: Case) -> tuple[Indicator, ...]:
    plan = case.figures.plan
    return tuple(dict.fromkeys(item for i in case.target.indicators for item in plan.feeding(i)))


def _notes(
    case: Case, figure: Figure | None, status: Status, doubts: Collection[Doubt]
) -> Iterator[Note]:
    if status is Status.NO_BASELINE and not case.start.notes:
        missing = say("there is no figure for the base year {year}", year=str(case.start.year))
        yield Note(NoteKind.METHOD, missing if case.start.value is None else NO_RATE)
    if figure is not None:
        yield from figure.notes
        if status is Status.NO_DATA:
            best, *_, worst = case.possible(figure)
            if case.hangs_on_the_cut(figure):
                ends = say(
                    "the figure is too long to be computed in full, and what is cut off decides:"
                    " anything from {best} to {worst} is possible",
                    best=best,
                    worst=worst,
                )
            else:
                ends = say(
                    "the figure is only a bound: anything from {best} to {worst} is possible",
                    best=best,
                    worst=worst,
                )
            yield Note(NoteKind.CERTAINTY, ends)
    yield from case.start.notes
    if (counted := _mirrored(case, figure, status)) is not None:
        beyond = say(
            "beyond the range: it counts like {value}, which misses the near end by as much",
            value=Quantity(rounded(counted), case.unit, places=2),
        )
        yield Note(NoteKind.METHOD, beyond)
    if "rounding" in doubts:
        turned = say("half of the last digit of a published figure could turn the verdict")
        yield Note(NoteKind.ROUNDING, turned)
    for item in _indicators(case) if figure else ():
        if item.proxy:
            proxy = say("≈ {indicator}: {proxy}", indicator=item.name, proxy=item.proxy)
            yield Note(NoteKind.PROXY, proxy)
