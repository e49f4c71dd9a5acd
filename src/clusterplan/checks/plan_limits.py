"""CP429: goals lie within what there can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from clusterplan.base.exact import exactly
from clusterplan.base.findings import Level
from clusterplan.base.messages import Quantity, say
from clusterplan.checks.flaws import Flaw, plan_rule
from clusterplan.judging.figures import COVERAGE_UNIT
from clusterplan.model.goals import Goal, goal_of, last_year, limits_of
from clusterplan.model.plan import MemberGoal
from clusterplan.model.quotas import judged_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Plan, Target

    Limits: TypeAlias = tuple[Fraction | None, Fraction | None]
    """The least and the most that there can be, as far as the plan says."""


@plan_rule(
    "CP429",
    "A goal lies within what there can be.",
    "A share never reaches 5,000%, nor do five of four members.",
    "Check the goal and its unit, the minimum and maximum of the indicator, and the group.",
    level=Level.WARNING,
)
def _goals_within_limits(plan: Plan) -> Iterator[Flaw]:
    for own, target in judged_in(plan):
        unit = target.unit or COVERAGE_UNIT
        places = (own, *((*own, "amended", at) for at, _ in enumerate(target.amended)))
        days = (date.min, *(later.date for later in target.amended))
        for place, day in zip(places, days, strict=True):
            if message := beyond_limits(plan, target, unit, day):
                key = "value" if target.value is not None else "low"
                yield Flaw((*place, key), message, _CHECK)
        each = target.each or MemberGoal()
        for identity in target.indicators:
            indicator = plan.indicator[identity]
            ends = (indicator.minimum, indicator.maximum)
            if message := _beyond(Goal(0, each.low, each.high), ends, indicator.unit):
                yield Flaw((*own, "each"), message, _CHECK)


_CHECK = say("check the goal, its unit, and what limits it")


def beyond_limits(plan: Plan, target: Target, unit: str, day: date = date.min) -> Message | None:
    """Return why a goal, as it was on a day, can never be reached if it is stated in this unit."""
    year = last_year(target, day) or plan.period[1]
    members = plan.size(target, year)
    goal = goal_of(target, year=year, base=(year, None), members=members, as_of=day)
    if goal is None:
        return None
    return _beyond(goal, limits_of(target, plan, unit, members), unit)


def _beyond(goal: Goal, limits: Limits, unit: str) -> Message | None:
    """Return why a goal can never be reached, None where it can."""
    least, most = limits
    if goal.low is not None and most is not None and not replace(goal, high=None).reached(most):
        return say(
            "the goal is {goal}, and there can be no more than {limit}",
            goal=Quantity(exactly(goal.low), unit),
            limit=Quantity(exactly(most), unit),
        )
    if goal.high is not None and least is not None and not replace(goal, low=None).reached(least):
        return say(
            "the goal is {goal}, and there can be no less than {limit}",
            goal=Quantity(exactly(goal.high), unit),
            limit=Quantity(exactly(least), unit),
        )
    return None


RULES = (_goals_within_limits,)
