"""What it would take: the change still needed beside that so far, and where the course leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.bounded_floats import decided
from clusterplan.base.exact import rounded
from clusterplan.model import paths
from clusterplan.model.results import Projection, RequiredChange
from clusterplan.model.status import Status

_WAYS = ("linear", "compound")
"""The two ways to extend a course."""

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from clusterplan.base.bounded_floats import N
    from clusterplan.judging.figure import Figure
    from clusterplan.judging.target_case import Case


def required_change(case: Case, figure: Figure, status: Status) -> RequiredChange | None:
    """Return the change per year that still leads to the goal; None when it is met, or too late."""
    needed = _needed(case, figure, status)
    return None if needed is None else _per_year(case, *needed)


def average_change(case: Case, figure: Figure | None) -> RequiredChange | None:
    """Return the change per year since the base, None where there is no course from a base."""
    base, value = case.start.value, None if figure is None else figure.exact
    if base is None or value is None or case.target.path == "none" or case.target.over:
        return None
    return _per_year(case, base, value, case.year - case.start.year)


def _per_year(case: Case, now: Fraction, aim: Fraction, years: int) -> RequiredChange | None:
    kind = case.target.path

    def per_year(now: N, aim: N, years: int) -> Decimal | None:
        found = paths.yearly_change(kind, now, aim, years)
        return None if found is None else rounded(found)

    change = decided(per_year, now, aim, years)
    if change is None:
        return None
    return RequiredChange(change, "rate" if kind == "compound" else "absolute")


def change_per_year(case: Case, figure: Figure, status: Status) -> Fraction | None:
    """Return the same in full: a rate on a compound path, else in units."""
    needed = _needed(case, figure, status)
    return None if needed is None else paths.yearly_change(case.target.path, *needed)


def _needed(case: Case, figure: Figure, status: Status) -> tuple[Fraction, Fraction, int] | None:
    """Return what there is, what to aim at, and the years left, where a change is needed.

    What is kept needs none, and of a budget it is what fits.
    """
    course, value = case.course, figure.exact
    if course is None or value is None or status in (Status.MET, Status.MET_EARLY):
        return None
    reached = course.goal.reached(value)
    fits = reached and course.goal.gap(value) <= 0  # and is not only met within a tolerance
    if course.keeps and (not fits if course.budget else reached):
        return None
    return value, course.goal.bound_from(value), course.goal.year - case.year


def projection(case: Case, figure: Figure, status: Status) -> Projection | None:
    """Return where the course from the base over this figure leads by the goal's year.

    Along the target's own path, and as a straight and a compound course: where those two differ,
    they are two methods, not the ends of an interval of confidence.
    """
    points = _points(case, figure, status)
    if points is None or figure.exact is None:
        return None

    (base_year, base), _, last = points

    def end(base: N, now: N, kind: str) -> tuple[Decimal | None, bool]:
        found = paths.projected(kind, (base_year, base), (case.year, now), last)
        if found is None:
            return None, False
        within = _within(case, found)
        return rounded(within), within is not found

    straight, compound = (decided(end, base, figure.exact, kind) for kind in _WAYS)
    value, _ = compound if case.target.path == "compound" else straight
    if value is None:
        return None
    path = _way_to_met(case)
    reached = decided(paths.year_reached, path, figure.exact, case.year) if path else None
    beyond = path and reached is None and decided(paths.leads_there, path, figure.exact)
    return Projection(
        value=value,
        year_reached=reached,
        reached_after=case.year + paths.HORIZON if beyond else None,
        linear=straight[0],
        compound=compound[0],
        limited=straight[1] or compound[1],
    )


def _way_to_met(case: Case) -> paths.Path[Fraction] | None:
    """Return the path to the level that meets the goal, None where there is no way to go."""
    course = case.course
    path = course.path() if course and not course.keeps else None
    if course is None or path is None or course.goal.slack is None:
        return path
    ends = path.ends
    met = paths.Ends(ends.base_year, ends.base, ends.year, course.goal.met_from(ends.base))
    return paths.draw(course.kind, met)


def leads_to(case: Case, figure: Figure, status: Status) -> Fraction | None:
    """Return in full where the course leads along the target's own path."""
    points = _points(case, figure, status)
    value = None if points is None else paths.projected(case.target.path, *points)
    return None if value is None else _within(case, value)


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


def _within(case: Case, value: N) -> N | Fraction:
    """Keep a projection within what the indicator can be."""
    least, most = case.limits
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value
