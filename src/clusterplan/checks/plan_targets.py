"""CP411, CP417, CP419, CP420, CP422: each target says one thing, and says it in full."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from clusterplan.base.messages import Message, say
from clusterplan.base.units import UNITS, Dimension
from clusterplan.checks.flaws import Flaw, plan_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.model.plan import Amendment, MemberGoal, Plan, Target


@plan_rule(
    "CP411",
    "A target says what it demands, once and in full.",
    "Half a goal cannot be judged, two are a contradiction.",
    "State one of value, low and high, change_percent or growth_percent; with a comparison, a"
    " path, and an indicator or a group.",
)
def _goals_complete(plan: Plan) -> Iterator[Flaw]:
    for index, target in enumerate(plan.targets):
        for key, message in _gaps_in(plan, target):
            yield Flaw(("targets", index, key), message, say("see clusterplan schema"))
        for position, amendment in enumerate(target.amended):
            place = ("targets", index, "amended", position)
            for message in _amendment_gaps(target, amendment):
                yield Flaw(place, message, say("see clusterplan schema"))


def _ways(goal: Target | Amendment) -> int:
    stated = (goal.value, goal.change_percent, goal.growth_percent)
    return _ranged(goal) + sum(way is not None for way in stated)


def _ranged(goal: Target | Amendment) -> bool:
    return goal.low is not None or goal.high is not None


def _out_of_order(goal: Target | Amendment) -> bool:
    return goal.low is None or goal.high is None or goal.low > goal.high


def _gaps_in(plan: Plan, target: Target) -> Iterator[tuple[str, Message]]:
    yield from _goal_gaps(target)
    yield from _group_gaps(target)
    yield from _relative_gaps(target)
    yield from _change_gaps(plan, target)
    if (target.path == "steps") != bool(target.steps):
        yield "path", say("a path of steps and the steps go together")
    if (target.year == "each") != (target.path == "none"):
        yield "path", say("a goal of every year has path none; every other goal states its path")


def _goal_gaps(target: Target) -> Iterator[tuple[str, Message]]:
    if _ways(target) != 1:
        yield "id", say("a target states one of value, low/high, change_percent, growth_percent")
    if _ranged(target) and _out_of_order(target):
        yield "low", say("a range needs low and high, low first")
    if _ranged(target) and target.comparison is not None:
        yield "comparison", say("a range has no comparison")
    if not _ranged(target) and target.comparison is None:
        yield "id", say("the comparison (>= or <=) is missing")
    if target.value == "all" and target.aggregate != "coverage":
        yield "value", say("“all” is for the coverage of a group")


def _amendment_gaps(target: Target, amendment: Amendment) -> Iterator[Message]:
    if _ways(amendment) != 1:
        yield say("an amendment states one of value, low/high, change_percent, growth_percent")
    elif _ranged(amendment) != _ranged(target):
        yield say("a range is amended by a range, and a level by a level")
    elif _ranged(amendment) and _out_of_order(amendment):
        yield say("a range needs low and high, low first")


def _group_gaps(target: Target) -> Iterator[tuple[str, Message]]:
    if (target.aggregate is None) != (target.group is None):
        yield "group", say("group and aggregate (sum or coverage) go together")
    if target.group is not None and target.entity is not None:
        yield "entity", say("a target is for an entity or for a group, not both")
    if (target.aggregate == "coverage") != (target.each is not None):
        yield "aggregate", say("coverage and each (when a member counts) go together")
    if target.aggregate == "coverage":
        if bool(target.any_of) == (target.indicator is not None):
            yield "aggregate", say("coverage needs an indicator or any_of")
        if target.each and not _counts_one_way(target.each):
            yield "each", say("a member counts from low on, up to high, or in a state")
        if target.accumulate:
            yield "accumulate", say("a coverage is counted anew each year, not added up")
    elif target.indicator is None or target.any_of:
        yield "indicator", say("the target needs one indicator")
    if target.accumulate and target.comparison == "<=":
        yield "accumulate", say("a ceiling on a sum over the years: state one for every year")


def _counts_one_way(each: MemberGoal) -> bool:
    by_level = each.low is not None or each.high is not None
    return by_level != (each.state is not None)


def _relative_gaps(target: Target) -> Iterator[tuple[str, Message]]:
    relative = any(goal.relative for goal in (target, *target.amended))
    if relative and (target.accumulate or target.aggregate == "coverage"):
        yield "id", say("a sum over the years or a coverage starts at zero: state a level")


_INSTEAD: dict[str, Message] = {
    "yearly_change": say(
        "yearly changes are observed: state growth_percent, the average rate up to the year;"
        " or a rate for every year, with year: each and path: none"
    ),
    "cumulative_change": say(
        "changes since the base year are observed: state change_percent, -20 for a cut by a fifth"
    ),
}


def _change_gaps(plan: Plan, target: Target) -> Iterator[tuple[str, Message]]:
    """Find goals that observed changes cannot be held against: they are no levels."""
    observed = plan.indicator[target.indicator].observed if target.indicator else "level"
    if observed == "level" or target.aggregate == "coverage":
        return
    relative = {goal.relative for goal in (target, *target.amended)}
    if relative != {True} and (target.year != "each" or True in relative):
        yield "low" if _ranged(target) else "value", _INSTEAD[observed]
    if True in relative and target.baseline is not None:
        yield "baseline", say("observed changes start at an index of 100: leave the baseline out")
    if target.aggregate is not None:
        yield "aggregate", say("observed changes of several members cannot be added up")


NOTHING_LEFT = -100
"""A change of so many per cent, or less, leaves nothing."""


@plan_rule(
    "CP417",
    "A compound path runs between levels above zero.",
    "Nothing grows at a rate from zero, nor falls to it.",
    "Use path: linear, or mend the base or the goal.",
)
def _compound_above_zero(plan: Plan) -> Iterator[Flaw]:
    for index, target in enumerate(plan.targets):
        if target.path != "compound":
            continue
        places: dict[tuple[str | int, ...], Target | Amendment] = {("targets", index): target}
        for position, amendment in enumerate(target.amended):
            places["targets", index, "amended", position] = amendment
        for place, goal in places.items():
            if _ends_at_zero(goal):
                message = say("a compound path cannot end at zero or below")
                yield Flaw(place, message, say("use path: linear, or mend the goal"))
        if target.baseline is not None and target.baseline.value <= 0:
            message = say("a compound path cannot start at zero or below")
            place = ("targets", index, "baseline")
            yield Flaw(place, message, say("use path: linear, or mend the base"))
        if target.accumulate or target.aggregate == "coverage":
            message = say("a sum over the years or a coverage starts at zero: not compound")
            yield Flaw(("targets", index, "path"), message, say("use path: linear or steps"))


def _ends_at_zero(goal: Target | Amendment) -> bool:
    levels = (goal.value, goal.low, goal.high)
    rates = (goal.change_percent, goal.growth_percent)
    return any(isinstance(level, Fraction) and level <= 0 for level in levels) or any(
        rate is not None and rate <= NOTHING_LEFT for rate in rates
    )


@plan_rule(
    "CP419",
    "“At least” goes with what should rise, “at most” with what should fall.",
    "One of the two is a slip.",
    "Mend the comparison of the target or the direction of the indicator.",
)
def _directions_agree(plan: Plan) -> Iterator[Flaw]:
    wanted = {"increase": ">=", "decrease": "<="}
    for index, target in enumerate(plan.targets):
        yield from _coverage_direction(plan, index, target)
        if target.indicator is None or target.aggregate == "coverage" or target.comparison is None:
            continue
        direction = plan.indicator[target.indicator].direction
        if target.comparison != wanted[direction]:
            message = say(
                "{sign} for an indicator whose direction is {way}",
                sign=target.comparison,
                way=direction,
            )
            yield Flaw(("targets", index, "comparison"), message, say("mend one of the two"))


def _coverage_direction(plan: Plan, index: int, target: Target) -> Iterator[Flaw]:
    if target.each is None or not _counts_one_way(target.each) or target.each.state is not None:
        return
    for identity in target.indicators:
        falls = plan.indicator[identity].direction == "decrease"
        if falls != (target.each.low is None):
            message = say("a member counts from low on where more is better, else up to high")
            yield Flaw(("targets", index, "each"), message, say("mend one of the two"))
            return


@plan_rule(
    "CP420",
    "Growth is measured in constant prices or by observed rates.",
    "Levels in current prices grow by inflation alone.",
    "Use an indicator with price_basis: constant, or one that observes yearly_change.",
)
def _growth_is_real(plan: Plan) -> Iterator[Flaw]:
    for index, target in enumerate(plan.targets):
        growth = [target.growth_percent, *(later.growth_percent for later in target.amended)]
        if target.indicator is None or all(rate is None for rate in growth):
            continue
        indicator = plan.indicator[target.indicator]
        money = UNITS[indicator.unit].dimension == Dimension.MONEY
        if money and indicator.observed == "level" and indicator.price_basis != "constant":
            message = say("a growth target on levels in current prices")
            hint = say("use an indicator with price_basis: constant, or observed: yearly_change")
            yield Flaw(("targets", index, "indicator"), message, hint)


@plan_rule(
    "CP422",
    "Steps lead to the goal and not beyond it.",
    "A step backwards would be due one year and not the next.",
    "Put the steps in order, the last of them not beyond the goal.",
)
def _steps_lead_to_the_goal(plan: Plan) -> Iterator[Flaw]:
    for index, target in enumerate(plan.targets):
        levels = [level for _, level in sorted(target.steps.items())]
        if isinstance(target.value, Fraction):
            levels.append(target.value)
        falling = target.comparison == "<="
        if any(
            (after > before) if falling else (after < before) for before, after in pairwise(levels)
        ):
            message = say("a step leads away from the goal, or beyond it")
            yield Flaw(("targets", index, "steps"), message, say("mend the step or the goal"))


RULES = (
    _goals_complete,
    _compound_above_zero,
    _directions_agree,
    _growth_is_real,
    _steps_lead_to_the_goal,
)
