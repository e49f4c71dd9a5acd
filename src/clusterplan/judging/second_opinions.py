"""Second opinions: what other published methods say about the case that pace gave the verdict on.

They are put the very figures of the verdict. What a method was not made for it leaves undefined,
with the reason; nothing is bent until it fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.exact import rounded
from clusterplan.base.messages import say
from clusterplan.methods import method
from clusterplan.methods.definition import NO_BASE, Outcome, undefined
from clusterplan.methods.inputs import Question
from clusterplan.model.results import SecondOpinion, TargetResult
from clusterplan.model.status import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from fractions import Fraction

    from clusterplan.judging.figure import Figure
    from clusterplan.judging.target_case import Case
    from clusterplan.methods.order_of_verdicts import Course
    from clusterplan.model.goals import Goal

WITH_TREND = frozenset(("dns",))
"""Methods that look at the years between, and can judge a limit that holds for every year."""

NO_FIGURE = say("there is no figure of the year")
NO_WAY = say("a limit that holds for every year has no way from a base to a target")
KEPT = say("a goal to keep has no way from a base to a target")
ONLY_A_BOUND = say("the figure is only a bound, and not all that it allows is judged alike")
FAR_SIDE = say("the figure has passed through the range and out at its far end")


def series_of(case: Case, names: Collection[str]) -> dict[int, Figure]:
    """Return the figures from the base year to that of a case that are single values.

    Nothing where none of the methods takes a trend.
    """
    if WITH_TREND.isdisjoint(names):
        return {}
    years = range(case.figures.plan.base_year, case.year + 1)
    found = {each: case.figures.of_target(case.target, each) for each in years}
    return {each: figure for each, figure in found.items() if figure and figure.exact is not None}


def with_opinions(
    result: TargetResult,
    case: Case,
    figure: Figure | None,
    series: Mapping[int, Figure],
    names: Collection[str],
) -> TargetResult:
    """Return a result with what methods say beside its verdict, and whether they disagree.

    They do where two answers, the verdict among them, stand differently; what is undefined is none.
    """
    found = {name: _opinion(name, case, figure, series) for name in names}
    standings = {each.standing for each in found.values()}
    if case.course is not None:
        standings.add(case.course.standing(result.status, figure.value if figure else None))
    differ = len(standings - {Standing.UNDEFINED}) > 1
    return replace(result, methods=found, methods_disagree=differ)


def _opinion(
    name: str, case: Case, figure: Figure | None, series: Mapping[int, Figure]
) -> SecondOpinion:
    outcome = _outcome(name, case, figure, series)
    used = [figure, case.start.figure]
    if name in WITH_TREND:
        used += series.values()
    return SecondOpinion(
        value=None if outcome.value is None else rounded(outcome.value),
        status=outcome.status,
        standing=outcome.standing,
        illustrative=any(each.illustrative for each in used if each),
        reason=outcome.reason,
    )


def _outcome(name: str, case: Case, figure: Figure | None, series: Mapping[int, Figure]) -> Outcome:
    course = case.course
    if figure is None:
        return undefined(NO_FIGURE)
    if course is None:
        return undefined(NO_BASE)
    if course.kind == "none" and name not in WITH_TREND:
        return undefined(NO_WAY)
    if course.keeps:
        return undefined(KEPT)
    if figure.exact is not None:
        return _answer(name, case, course, figure.exact, series)
    if name in WITH_TREND:
        return undefined(ONLY_A_BOUND)
    values = _ends(figure, course.goal)
    found = [_answer(name, case, course, value, series) for value in values]
    if len({(outcome.status, outcome.standing) for outcome in found}) != 1:
        return undefined(ONLY_A_BOUND)
    return replace(found[0], value=None)


def _answer(
    name: str, case: Case, course: Course, value: Fraction, series: Mapping[int, Figure]
) -> Outcome:
    side = _side(course.goal, course.base, value)
    if side is None:
        return undefined(FAR_SIDE)
    rising, level = side
    values = {year: each.exact for year, each in series.items() if each.exact is not None}
    if course.base is not None and not case.start.assumed:
        values[course.base_year] = course.base
    question = Question(
        rising=rising,
        base_year=course.base_year,
        base=course.base,
        year=case.year,
        value=value,
        target_year=None if course.kind == "none" else course.goal.year,
        target=level,
        limit=None if case.target.aggregate else case.limits[1],
        series=values,
    )
    return method(name).answer(question)


def _side(goal: Goal, base: Fraction | None, value: Fraction) -> tuple[bool, Fraction] | None:
    """Return whether more is better, and the level to reach.

    A range is reached at the end that the base looks to, the weakest of the levels in it. From a
    base inside, or from none, the value shows the end; the ends belong to the range, so a value on
    the upper one is judged as any other inside: by the lower. None for a value that came out at
    the other end.
    """
    if goal.low is None or goal.high is None:
        return goal.low is not None, goal.bound_from(None)
    start = value if base is None or goal.reached(base) else base
    rising = start <= goal.high
    if value > goal.high if rising else value < goal.low:
        return None
    return rising, goal.low if rising else goal.high


def _ends(figure: Figure, goal: Goal) -> Sequence[Fraction]:
    """Return the worst and the best value of an interval; nothing where it is open to the worse.

    Where it is open to the better, the goal is as good as anything beyond it. Of a range both ends
    count only when they lie inside.
    """
    if goal.comparison == "range":
        ends = [end for end in (figure.low, figure.high) if end is not None and goal.reached(end)]
        return ends if len(ends) == 2 else ()  # noqa: PLR2004 # both
    rising = goal.low is not None
    worst, best = (figure.low, figure.high) if rising else (figure.high, figure.low)
    if worst is None:
        return ()
    return worst, goal.bound_from(None) if best is None else best
