"""What it would take: the change that is still needed, and where the present course leads."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base.exact import rounded
from clusterplan.base.units import convert
from clusterplan.model import paths
from clusterplan.model.results import Projection, RequiredChange
from clusterplan.model.status import Status

_WAYS = ("linear", "compound")
"""The two ways to extend a course."""

if TYPE_CHECKING:
    from clusterplan.judging.figure import Figure
    from clusterplan.judging.target_case import Case


def required_change(case: Case, figure: Figure, status: Status) -> RequiredChange | None:
    """Return the change per year that still leads to the goal; None when it is met, or too late."""
    per_year = change_per_year(case, figure, status)
    if per_year is None:
        return None
    rate = case.target.path == "compound"
    return RequiredChange(rounded(per_year), "rate" if rate else "absolute")


def change_per_year(case: Case, figure: Figure, status: Status) -> Fraction | None:
    """Return the same in full: a rate on a compound path, else in units."""
    course = case.course
    if course is None or figure.exact is None or status in (Status.MET, Status.MET_EARLY):
        return None
    goal = course.goal
    if course.keeps and goal.reached(figure.exact) is not course.budget:
        return None  # what is kept needs nothing, and of a budget that is used up nothing is left
    aim, years = goal.bound_from(figure.exact), goal.year - case.year
    return paths.yearly_change(case.target.path, figure.exact, aim, years)


def projection(case: Case, figure: Figure, status: Status) -> Projection | None:
    """Return where the course from the base over this figure leads by the goal's year.

    Along the target's own path, and as a straight and a compound course: where those two differ,
    they are two methods, not the ends of an interval of confidence.
    """
    points = _points(case, figure, status)
    if points is None or figure.exact is None:
        return None
    leads = [paths.projected(kind, *points) for kind in (case.target.path, *_WAYS)]
    cut = [None if each is None else within_limits(case, each) for each in leads]
    value, linear, compound = cut
    if value is None:
        return None
    path = case.course.path() if case.course and not case.course.keeps else None
    reached = paths.year_reached(path, figure.exact, case.year) if path else None
    beyond = path and reached is None and paths.leads_there(path, figure.exact)
    return Projection(
        value=rounded(value),
        year_reached=reached,
        reached_after=case.year + paths.HORIZON if beyond else None,
        linear=None if linear is None else rounded(linear),
        compound=None if compound is None else rounded(compound),
        limited=cut != leads,
    )


def leads_to(case: Case, figure: Figure, status: Status) -> Fraction | None:
    """Return in full where the course leads along the target's own path."""
    points = _points(case, figure, status)
    value = None if points is None else paths.projected(case.target.path, *points)
    return None if value is None else within_limits(case, value)


def last_year_of(case: Case) -> int:
    """Return the year that the course is told for: the goal's, or the last one of a yearly goal."""
    last = case.figures.plan.period[1]
    return case.goal.year if case.goal and case.target.year != "each" else last


def _points(
    case: Case, figure: Figure, status: Status
) -> tuple[tuple[int, Fraction], tuple[int, Fraction], int] | None:
    """Return where the course starts, where it is, and the year that it is told for, if it can be.

    Beyond a range there is none; before anything is due, none is held against a target.
    """
    course, value = case.course, figure.exact
    if course is None or course.base is None or value is None:
        return None
    if status in (Status.NOT_DUE, Status.NO_DATA):
        return None
    last = last_year_of(case)
    if course.keeps or course.kind == "none":
        told = case.year < last
    else:
        path = course.path()
        told = path is not None and course.counted(value, path) == value
    return ((course.base_year, course.base), (case.year, value), last) if told else None


def within_limits(case: Case, value: Fraction) -> Fraction:
    """Keep a projection within what the indicator can be."""
    target, plan = case.target, case.figures.plan
    if target.aggregate == "coverage":
        whole = len(plan.members(target.group or "", case.year))
        return min(max(value, Fraction(0)), Fraction(whole))
    indicator = plan.indicator[target.indicator or ""]
    if indicator.observed != "level":
        return value
    if target.aggregate or target.summed:  # of parts of which none is below zero
        never_negative = indicator.minimum is not None and indicator.minimum >= 0
        return max(value, Fraction(0)) if never_negative else value
    if indicator.minimum is not None:
        value = max(value, convert(indicator.minimum, indicator.unit, case.unit))
    if indicator.maximum is not None:
        value = min(value, convert(indicator.maximum, indicator.unit, case.unit))
    return value
