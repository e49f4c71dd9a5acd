"""What it would take: the change that is still needed, and where the present course leads."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base.exact import rounded
from clusterplan.base.near import decided
from clusterplan.base.units import convert
from clusterplan.model import paths
from clusterplan.model.results import Projection, RequiredChange
from clusterplan.model.status import Status

_WAYS = ("linear", "compound")
"""The two ways to extend a course."""

if TYPE_CHECKING:
    from decimal import Decimal

    from clusterplan.base.near import N
    from clusterplan.judging.figure import Figure
    from clusterplan.judging.target_case import Case
    from clusterplan.model.goals import Goal
    from clusterplan.model.paths import Path


def required_change(
    case: Case, goal: Goal, figure: Figure, status: Status
) -> RequiredChange | None:
    """Return the change per year that still leads to the goal; None when it is met, or too late."""
    if figure.exact is None or status in (Status.MET, Status.MET_EARLY):
        return None
    kind, aim = case.target.path, goal.bound_from(figure.exact)

    def per_year(now: N, aim: N) -> Decimal | None:
        found = paths.yearly_change(kind, now, aim, goal.year - case.year)
        return None if found is None else rounded(found)

    change = decided(per_year, figure.exact, aim)
    if change is None:
        return None
    return RequiredChange(change, "rate" if kind == "compound" else "absolute")


def projection(case: Case, figure: Figure, status: Status) -> Projection | None:
    """Return where the course from the base over this figure leads by the goal's year.

    Along the target's own path, and as a straight and a compound course: where those two differ,
    they are two methods, not the ends of an interval of confidence.
    """
    path = _path_of_course(case, figure, status)
    if path is None or figure.exact is None:
        return None

    def end(path: Path[N], now: N, kind: str) -> tuple[Decimal | None, bool]:
        found = _extended(kind, case, path, now)
        if found is None:
            return None, False
        within = _within(case, found)
        return rounded(within), within is not found

    straight, compound = (decided(end, path, figure.exact, kind) for kind in _WAYS)
    value, _ = compound if case.target.path == "compound" else straight
    if value is None:
        return None
    reached = decided(paths.year_reached, path, figure.exact, case.year)
    beyond = reached is None and decided(paths.leads_there, path, figure.exact)
    return Projection(
        value=value,
        year_reached=reached,
        reached_after=case.year + paths.HORIZON if beyond else None,
        linear=straight[0],
        compound=compound[0],
        limited=straight[1] or compound[1],
    )


def leads_to(case: Case, figure: Figure, status: Status) -> Fraction | None:
    """Return in full where the course leads along the target's own path."""
    path = _path_of_course(case, figure, status)
    if path is None or figure.exact is None:
        return None
    value = _extended(case.target.path, case, path, figure.exact)
    return None if value is None else _within(case, value)


def _path_of_course(case: Case, figure: Figure, status: Status) -> Path[Fraction] | None:
    """Return the path whose course can be told.

    Beyond a range there is none; before anything is due, none is held against a target.
    """
    path = case.course.path() if case.course else None
    if path is None or figure.exact is None or status in (Status.NOT_DUE, Status.NO_DATA):
        return None
    beyond = case.goal and case.goal.mirrored(figure.exact, rising=path.ends.rising) != figure.exact
    return None if beyond else path


def _extended(kind: str, case: Case, path: Path[N], now: N) -> N | None:
    start = case.start.year, path.ends.base
    return paths.projected(kind, start, (case.year, now), path.ends.year)


def _within(case: Case, value: N) -> N | Fraction:
    """Keep a projection within what the indicator can be."""
    least, most = limits_of(case)
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value


def limits_of(case: Case) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most that a figure can be, in the target's unit, as far as known."""
    target, plan = case.target, case.figures.plan
    if target.aggregate == "coverage":
        return Fraction(0), Fraction(len(plan.members(target.group or "", case.year)))
    indicator = plan.indicator[target.indicator or ""]
    if indicator.observed != "level":
        return None, None
    if target.aggregate or target.accumulate:  # of parts of which none is below zero
        return Fraction(0) if indicator.never_negative else None, None
    ends = (indicator.minimum, indicator.maximum)
    least, most = (end and convert(end, indicator.unit, case.unit) for end in ends)
    return least, most
