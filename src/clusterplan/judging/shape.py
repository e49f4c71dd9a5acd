"""What a goal is beyond a level to reach: its own terms, a tolerance, a budget, something to keep.

A result has its numbers as levels; here they are told in the terms of the goal, with the notes that
say what is special about it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec.structs import replace

from clusterplan.base.exact import exactly, rounded
from clusterplan.base.messages import Note, NoteKind, Quantity, say
from clusterplan.judging.projection import change_per_year, last_year_of, leads_to
from clusterplan.model.goals import (
    TERMS,
    amended,
    decisions,
    kind_of,
    last_year,
    numbers_of,
    said,
    stated_year,
    tolerance_of,
)
from clusterplan.model.results import (
    GoalChange,
    GoalDue,
    Shape,
    Stated,
    StatedGoal,
    TargetResult,
)
from clusterplan.model.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from clusterplan.base.messages import Message
    from clusterplan.judging.figure import Figure
    from clusterplan.judging.target_case import Case
    from clusterplan.model.plan import Amendment, Target

    Origin: TypeAlias = Literal["stated", "assumed", "last_digit"]


def with_shape(result: TargetResult, case: Case, figure: Figure | None) -> TargetResult:
    """Return a result with what its goal is beyond a level, if it is anything, and the notes."""
    target = case.target
    if target.amended:
        result = replace(result, amended=tuple(_changes(case)))
    if amended(target, case.as_of).against_base:
        result = replace(result, stated=_stated(result, case, figure))
    about = target.about or target.tolerance is not None
    special = about or target.keep or target.over or target.interim or target.year == "each"
    leaves_in = None if result.status is Status.BREACHED else _leaves_in(case, figure)
    if not special and leaves_in is None:
        return result
    shape = replace(_shape(result, case), leaves_in=leaves_in)
    notes = tuple(Note(NoteKind.SHAPE, text) for text in _notes(result, case, shape))
    return replace(result, shape=shape, notes=(*result.notes, *notes))


def _changes(case: Case) -> Iterator[GoalChange]:
    """Return the decisions by the day that changed the goal, each with what it changed."""
    was = _stated_by(case, case.target, stated_year(case.target))
    for decision, year in decisions(case.target, case.as_of):
        now = _stated_by(case, decision, year)
        yield GoalChange(decision.date, decision.source, was, now)
        was = now


def _stated_by(case: Case, demand: Target | Amendment, year: int | None) -> StatedGoal:
    """Return a goal as the plan or a decision states it."""
    kind = kind_of(demand)
    number = getattr(demand, kind)
    value, low, high = (
        exactly(each) if isinstance(each, Fraction) else None
        for each in (number, demand.low, demand.high)
    )
    unit = TERMS[kind].unit or case.unit
    return StatedGoal(kind, unit, value, low, high, year)


def _numbers(case: Case, due: int) -> tuple[Fraction, ...]:
    """Return what is stated for a year in which a goal is due."""
    return numbers_of(case.target, case.as_of, due, case.members)


def _stated(result: TargetResult, case: Case, figure: Figure | None) -> Stated:
    terms, due, year = case.terms, result.target.year, case.year
    path = case.course.path() if case.course else None
    (goal,), actual = _numbers(case, due), terms.stated(figure.value if figure else None, year)
    expected = terms.stated(path.level(path.due(year)), year) if path else None
    latest = result.latest
    ahead = leads_to(case, figure, result.status) if figure and result.projection else None
    change = change_per_year(case, figure, result.status) if figure else None
    per_year = None if case.target.path == "compound" else terms.difference(change)
    before = None
    if latest is not None and latest.value is not None:
        before = terms.stated(Fraction(latest.value), latest.year)

    def short_of(level: Fraction | None, reached: Fraction | None) -> Decimal | None:
        if level is None or reached is None:
            return None
        return rounded(reached - level if case.target.falling else level - reached)

    def written(number: Fraction | None) -> Decimal | None:
        return None if number is None else rounded(number)

    return Stated(
        terms=terms.kind,
        unit=TERMS[terms.kind].unit or result.unit,
        base_year=terms.base_year,
        goal=exactly(goal),
        actual=written(actual),
        latest=written(before),
        expected=written(expected),
        gap=None if result.gap is None else short_of(goal, actual),
        schedule_gap=None if result.schedule_gap is None else short_of(expected, actual),
        per_year=written(per_year),
        projection=written(terms.stated(ahead, last_year_of(case))),
    )


def _shape(result: TargetResult, case: Case) -> Shape:
    target, end = case.target, last_year(case.target, case.as_of)
    tolerance, origin = _tolerance(result, case)
    left = None
    if target.over is not None and result.gap is not None and result.bound is None:
        left = -result.gap if target.falling else result.gap
    due = [year for year in sorted(target.interim) if end is not None and year < end]
    if due and end is not None:
        due.append(end)
    limit = target.keep or target.year == "each"
    return Shape(
        about=tolerance is not None,
        tolerance=tolerance,
        tolerance_from=origin,
        keep=target.keep,
        over=target.over,
        left=left,
        goals=tuple(GoalDue(year, exactly(_numbers(case, year)[0])) for year in due),
        missed_years=case.missed_years if limit else None,
    )


def _tolerance(result: TargetResult, case: Case) -> tuple[Decimal | None, Origin | None]:
    target = case.target
    tolerance = tolerance_of(target, _numbers(case, result.target.year))
    if tolerance is None:
        return None, None
    if target.tolerance is None:
        return exactly(tolerance), "last_digit"
    return exactly(tolerance), "assumed" if "tolerance" in target.assumed else "stated"


def _leaves_in(case: Case, figure: Figure | None) -> int | None:
    course, value = case.course, figure.exact if figure else None
    if course is None or value is None:
        return None
    if not course.keeps and course.kind != "none" and course.goal.comparison != "range":
        return None
    later = range(case.year + 1, last_year_of(case) + 1)
    return course.leaves_in(value, case.year, {year: case.in_year(year).goal for year in later})


def _notes(result: TargetResult, case: Case, shape: Shape) -> Iterator[Message]:
    if shape.tolerance is not None:
        yield _of_tolerance(shape, Quantity(shape.tolerance, result.shown.unit, difference=True))
    if shape.over and shape.left is not None and result.actual and result.actual.value is not None:
        yield _of_budget(result, shape.over, result.actual.value, shape.left)
    if shape.goals and result.target.year < shape.goals[-1].year:
        last, shown = shape.goals[-1], result.shown
        goal = said(shown.terms, last.value, shown.unit)
        goal = say("about {amount}", amount=goal) if shape.about else goal
        yield say("an interim goal: by {year} it is {goal}", year=str(last.year), goal=goal)
    if shape.missed_years:
        years = tuple(_marked(case, year) for year in shape.missed_years)
        yield say("missed so far in {years}", years=years)
    if shape.leaves_in is not None:
        yield say("at this rate the limit is crossed in {year}", year=str(shape.leaves_in))


def _marked(case: Case, year: int) -> str:
    """Return a year, with the mark of a figure that was made up."""
    figure = case.figures.of_target(case.target, year)
    return f"{year} †" if figure is not None and figure.illustrative else str(year)


def _of_tolerance(shape: Shape, within: Quantity) -> Message:
    match shape.tolerance_from:
        case "last_digit":
            return say(
                "“about”: met within half of the last digit of the goal, {within}", within=within
            )
        case "assumed":
            return say("“about”: met within {within}, a tolerance that is assumed", within=within)
    return say("“about”: met within {within}, the tolerance of the plan", within=within)


def _of_budget(
    result: TargetResult, over: tuple[int, int], used: Decimal, left: Decimal
) -> Message:
    def amount(value: Decimal) -> Quantity:
        return Quantity(value, result.unit, places=2)

    so_far = say(
        "{sum} of {budget} over {years} so far",
        sum=amount(used),
        budget=amount(result.target.value or used),
        years="–".join(map(str, over)),
    )
    if left < 0:
        return say("{so_far}: {over} beyond it", so_far=so_far, over=amount(-left))
    return say("{so_far}; left: {left}", so_far=so_far, left=amount(left))
