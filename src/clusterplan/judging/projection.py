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


def required_change(
    case: Case, goal: Goal, figure: Figure, status: Status
) -> RequiredChange | None:
    """Return the change per year that still leads to the goal; None when it is met, or too late."""
    if figure.exact is None or status in (Status.MET, Status.MET_EARLY):
        return None
    kind, aim = case.target.path, goal.bound_from(figure.exact)
    per_year = paths.yearly_change(kind, figure.exact, aim, goal.year - case.year)
    if per_year is None:
        return None
    return RequiredChange(rounded(per_year), "rate" if kind == "compound" else "absolute")


def projection(case: Case, figure: Figure, status: Status) -> Projection | None:
    """Return where the course from the base over this figure leads by the goal's year.

    Along the target's own path, and as a straight and a compound course: where those two differ,
    they are two methods, not the ends of an interval of confidence.
    """
    path = _path_of_course(case, figure, status)
    if path is None or figure.exact is None:
        return None
    leads = [_extended(kind, case, path, figure) for kind in (case.target.path, *_WAYS)]
    cut = [None if each is None else within_limits(case, each) for each in leads]
    value, linear, compound = cut
    if value is None:
        return None
    reached = paths.year_reached(path, figure.exact, case.year)
    beyond = reached is None and paths.leads_there(path, figure.exact)
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
    path = _path_of_course(case, figure, status)
    value = None if path is None else _extended(case.target.path, case, path, figure)
    return None if value is None else within_limits(case, value)


def _path_of_course(case: Case, figure: Figure, status: Status) -> paths.Path | None:
    """Return the path whose course can be told.

    Beyond a range there is none; before anything is due, none is held against a target.
    """
    path = case.course.path() if case.course else None
    if path is None or figure.exact is None or status in (Status.NOT_DUE, Status.NO_DATA):
        return None
    beyond = case.goal and case.goal.mirrored(figure.exact, rising=path.ends.rising) != figure.exact
    return None if beyond else path


def _extended(kind: str, case: Case, path: paths.Path, figure: Figure) -> Fraction | None:
    start, now = (case.start.year, path.ends.base), (case.year, figure.exact or Fraction(0))
    return paths.projected(kind, start, now, path.ends.year)


def within_limits(case: Case, value: Fraction) -> Fraction:
    """Keep a projection within what the indicator can be."""
    target, plan = case.target, case.figures.plan
    if target.aggregate == "coverage":
        whole = len(plan.members(target.group or "", case.year))
        return min(max(value, Fraction(0)), Fraction(whole))
    indicator = plan.indicator[target.indicator or ""]
    if indicator.observed != "level":
        return value
    if target.aggregate or target.accumulate:  # of parts of which none is below zero
        return max(value, Fraction(0)) if indicator.never_negative else value
    if indicator.minimum is not None:
        value = max(value, convert(indicator.minimum, indicator.unit, case.unit))
    if indicator.maximum is not None:
        value = min(value, convert(indicator.maximum, indicator.unit, case.unit))
    return value
