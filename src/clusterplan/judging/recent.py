"""The last year alone, and how long things could stand still: is what is behind still falling back?

The whole way says whether something is behind, the last year whether it still is: an alert that
asks for both is silent once things have turned. It is that of two windows, a long and a short one,
by which alerts on service levels are raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.judging.target_case import Start
from clusterplan.model.goals import goal_year, last_year
from clusterplan.model.results import Recent
from clusterplan.model.status import STANDING, Standing

if TYPE_CHECKING:
    from fractions import Fraction

    from clusterplan.judging.figure import Figure
    from clusterplan.judging.target_case import Case
    from clusterplan.methods.order_of_verdicts import Course
    from clusterplan.model.results import TargetResult
    from clusterplan.model.status import Status


def with_last_year(result: TargetResult, case: Case, figure: Figure | None) -> TargetResult:
    """Add both to a result, if it has a path and a figure on it."""
    if figure is None or result.schedule_gap is None:
        return result
    in_hand = _time_in_hand(case, figure, result.status)
    return replace(result, recent=_recent(case, figure), time_in_hand=in_hand)


def _recent(case: Case, figure: Figure) -> Recent | None:
    """Return the change since the year before; None without both figures, or where none is due."""
    course, value, year = case.course, figure.exact, case.year - 1
    known: Start | Figure | None = case.start
    if year != case.start.year:
        known = case.figures.of_target(case.target, year)
    before = known.value if isinstance(known, Start) else known.exact if known else None
    if course is None or value is None or known is None or before is None:
        return None
    found = course.alone(case.year, before, value)
    if found is None:
        return None
    made_up = figure.illustrative or known.illustrative
    return Recent(year, figure.written(value - before), *found, illustrative=made_up)


def _time_in_hand(case: Case, figure: Figure, status: Status) -> int | None:
    """Return the last year, up to the last goal's, in which the same level would be on schedule.

    None for what is not on schedule now, and for limits, which ask for no movement.
    """
    course, value, end = case.course, figure.exact, last_year(case.target, case.as_of)
    if course is None or value is None or end is None or course.keeps or course.path() is None:
        return None
    if not _is_good(status) or case.year >= end:
        return None
    later = range(case.year + 1, end + 1)
    lags = (year for year in later if not _is_good(_standing_still(case, course, value, year)))
    return next(lags, end + 1) - 1


def _is_good(status: Status) -> bool:
    return STANDING[status] is Standing.GOOD


def _standing_still(case: Case, course: Course, value: Fraction, year: int) -> Status:
    """Return the verdict that a level would get in a later year, which may have another goal."""
    if case.target.group or goal_year(case.target, year, case.as_of) != course.goal.year:
        course = case.in_year(year).course or course
    return course.status(value, year)
