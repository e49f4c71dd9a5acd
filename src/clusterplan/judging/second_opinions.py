"""Second opinions: what other published methods say about the case that pace gave the verdict on.

They are put the very figures of the verdict. What a method was not made for it leaves undefined,
with the reason; nothing is bent until it fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import rounded
from clusterplan.base.messages import say
from clusterplan.base.units import convert
from clusterplan.judging.figure import inputs_of
from clusterplan.methods import method
from clusterplan.methods.definition import NO_BASE, Outcome, undefined
from clusterplan.methods.inputs import Question
from clusterplan.model.results import SecondOpinion, TargetResult
from clusterplan.model.status import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from clusterplan.judging.figure import Figure
    from clusterplan.judging.figures import Figures
    from clusterplan.methods.order_of_verdicts import Course
    from clusterplan.model.goals import Goal
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Target

WITH_TREND = frozenset(("dns",))
"""Methods that look at the years between, and can judge a limit that holds for every year."""

NO_FIGURE = say("there is no figure of the year")
NO_WAY = say("a limit that holds for every year has no way from a base to a target")
KEPT = say("a goal to keep has no way from a base to a target")
ONLY_A_BOUND = say("the figure is only a bound, and not all that it allows is judged alike")
FAR_SIDE = say("the figure has passed through the range and out at its far end")


class Evidence(Struct, frozen=True):
    """What is known of a target in a year.

    Attributes:
        course: goal and base, None where a change or growth has no base to start from.
        base: the figure of the base, None where the plan states it or there is none.
        base_assumed: the base is the plan's assumption, not a figure.
        year: the year judged.
        figure: its figure.
        limit: the most that a figure can be, in the target's unit.
        series: the figures of single value up to the year, for methods that take a trend.
    """

    course: Course | None
    base: Figure | None
    base_assumed: bool
    year: int
    figure: Figure | None
    limit: Fraction | None
    series: Mapping[int, Figure]

    @property
    def inputs(self) -> tuple[Observation, ...]:
        """Return the observations that the series was made from."""
        return inputs_of(self.series.values())

    def values(self) -> dict[int, Fraction]:
        """Return the yearly values, with the base where that is more than an assumption."""
        values = {year: each.exact for year, each in self.series.items() if each.exact is not None}
        if self.course and self.course.base is not None and not self.base_assumed:
            values[self.course.base_year] = self.course.base
        return values


def series_of(figures: Figures, target: Target, year: int) -> dict[int, Figure]:
    """Return the figures from the base year to a year that are single values."""
    years = range(figures.plan.base_year, year + 1)
    found = {each: figures.of_target(target, each) for each in years}
    return {each: figure for each, figure in found.items() if figure and figure.exact is not None}


def limit_of(figures: Figures, target: Target) -> Fraction | None:
    """Return the most that a figure of the target can be, in its unit, None if unknown."""
    if target.indicator is None or target.aggregate or target.summed:
        return None
    indicator = figures.plan.indicator[target.indicator]
    if indicator.maximum is None or indicator.observed != "level":
        return None
    return convert(indicator.maximum, indicator.unit, figures.unit_of(target))


def with_opinions(result: TargetResult, evidence: Evidence, names: Iterable[str]) -> TargetResult:
    """Return a result with what methods say beside its verdict, and whether they disagree.

    They do where two answers, the verdict among them, stand differently; what is undefined is none.
    """
    found = {name: _opinion(name, evidence) for name in names}
    standings = {_of_verdict(result, evidence), *(each.standing for each in found.values())}
    differ = len(standings - {Standing.UNDEFINED}) > 1
    return replace(result, methods=found, methods_disagree=differ)


def _of_verdict(result: TargetResult, evidence: Evidence) -> Standing:
    if evidence.course is None:
        return Standing.UNDEFINED
    value = evidence.figure.value if evidence.figure else None
    return evidence.course.standing(result.status, value)


def _opinion(name: str, evidence: Evidence) -> SecondOpinion:
    outcome = _outcome(name, evidence)
    used = [evidence.figure, evidence.base]
    if name in WITH_TREND:
        used += evidence.series.values()
    return SecondOpinion(
        value=None if outcome.value is None else rounded(outcome.value),
        status=outcome.status,
        standing=outcome.standing,
        illustrative=any(figure.illustrative for figure in used if figure),
        reason=outcome.reason,
    )


def _outcome(name: str, evidence: Evidence) -> Outcome:
    figure, course = evidence.figure, evidence.course
    if figure is None:
        return undefined(NO_FIGURE)
    if course is None:
        return undefined(NO_BASE)
    if course.kind == "none" and name not in WITH_TREND:
        return undefined(NO_WAY)
    if course.keeps:
        return undefined(KEPT)
    if figure.exact is not None:
        return _answer(name, evidence, course, figure.exact)
    if name in WITH_TREND:
        return undefined(ONLY_A_BOUND)
    found = [_answer(name, evidence, course, value) for value in _ends(figure, course.goal)]
    if len({(outcome.status, outcome.standing) for outcome in found}) != 1:
        return undefined(ONLY_A_BOUND)
    return replace(found[0], value=None)


def _answer(name: str, evidence: Evidence, course: Course, value: Fraction) -> Outcome:
    side = _side(course.goal, course.base, value)
    if side is None:
        return undefined(FAR_SIDE)
    rising, level = side
    question = Question(
        rising=rising,
        base_year=course.base_year,
        base=course.base,
        year=evidence.year,
        value=value,
        target_year=None if course.kind == "none" else course.goal.year,
        target=level,
        limit=evidence.limit,
        series=evidence.values(),
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
