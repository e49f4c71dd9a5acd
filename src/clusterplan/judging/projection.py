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
    from clusterplan.model.goals import Goal


def required_change(case: Case, goal: Goal, figure: Figure) -> RequiredChange | None:
    """Return the change per year that still leads to the goal; None when it is met, or too late."""
    per_year = change_per_year(case, goal, figure)
    if per_year is None:
        return None
    rate = case.target.path == "compound"
    return RequiredChange(rounded(per_year), "rate" if rate else "absolute")


def change_per_year(case: Case, goal: Goal, figure: Figure) -> Fraction | None:
    """Return the same in full: a rate on a compound path, else in units."""
    course = case.course
    ceiling = course is not None and course.keeps and course.budget
    if figure.exact is None or goal.reached(figure.exact) is not ceiling:
        return None  # what is met needs nothing, and of a budget that is used up nothing is left
    aim, years = goal.bound_from(figure.exact), goal.year - case.year
    return paths.yearly_change(case.target.path, figure.exact, aim, years)


def projection(case: Case, figure: Figure, status: Status) -> Projection | None:
    """Return where the course from the base over this figure leads by the goal's year.

    Along the target's own path, and as a straight and a compound course: where those two differ,
    they are two methods, not the ends of an interval of confidence.
    """
    if figure.exact is None or not _has_course(case, figure.exact, status):
        return None
    leads = [_extended(kind, case, figure) for kind in (case.target.path, *_WAYS)]
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
    has_course = figure.exact is not None and _has_course(case, figure.exact, status)
    value = _extended(case.target.path, case, figure) if has_course else None
    return None if value is None else within_limits(case, value)


def last_year_of(case: Case) -> int:
    """Return the year that the course is told for: the goal's, or the last one of a yearly goal."""
    last = case.figures.plan.period[1]
    return case.goal.year if case.goal and case.target.year != "each" else last


def _has_course(case: Case, value: Fraction, status: Status) -> bool:
    """Say whether it can be told where the course leads.

    Beyond a range there is none; before anything is due, none is held against a target.
    """
    course = case.course
    if course is None or course.base is None or status in (Status.NOT_DUE, Status.NO_DATA):
        return False
    if course.keeps or course.kind == "none":
        return case.year < last_year_of(case)
    path = course.path()
    if path is None:
        return False
    return course.goal.mirrored(value, rising=path.ends.rising) == value


def _extended(kind: str, case: Case, figure: Figure) -> Fraction | None:
    start = (case.start.year, case.start.value or Fraction(0))
    now = (case.year, figure.exact or Fraction(0))
    return paths.projected(kind, start, now, last_year_of(case))


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
