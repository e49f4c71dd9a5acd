"""CP411, CP417, CP419, CP420, CP422, CP430: each target says one thing, and says it in full."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.exact import as_fraction_text, exactly
from clusterplan.base.findings import Level
from clusterplan.base.messages import Message, say
from clusterplan.base.units import Dimension
from clusterplan.checks.flaws import Flaw, plan_rule
from clusterplan.model.goals import kind_of, said
from clusterplan.model.plan import Target
from clusterplan.model.quotas import judged_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clusterplan.model.plan import Amendment, MemberGoal, Plan

    Gap: TypeAlias = tuple[str, Message, Message]
    """The key where it is told, what is wrong, and what to write."""


@plan_rule(
    "CP411",
    "A target says what it demands, once and in full.",
    "Half a goal cannot be judged, two are a contradiction.",
    "State one of value, low and high, change, change_percent or growth_percent; with a"
    " comparison, a path, and an indicator or a group.",
)
def _goals_complete(plan: Plan) -> Iterator[Flaw]:
    for index, target in enumerate(plan.targets):
        for key, message, hint in _gaps_in(plan, target):
            yield Flaw(("targets", index, key), message, hint)
        for position, amendment in enumerate(target.amended):
            place = ("targets", index, "amended", position)
            for message, hint in _amendment_gaps(target, amendment):
                yield Flaw(place, message, hint)


def _ways(goal: Target | Amendment) -> int:
    stated = (goal.value, goal.change, goal.change_percent, goal.growth_percent)
    return _ranged(goal) + sum(way is not None for way in stated)


def _ranged(goal: Target | Amendment) -> bool:
    return goal.low is not None or goal.high is not None


def _range_gap(goal: Target | Amendment) -> tuple[Message, Message] | None:
    """Return what is wrong with a range and what to write, None for a good one and for none."""
    low, high = goal.low, goal.high
    message = say("a range needs low and high, low first")
    if low is None or high is None:
        return (message, say("write both, or a value with a comparison")) if _ranged(goal) else None
    if low <= high:
        return None
    first, last = (as_fraction_text(end) or f"{exactly(end):f}" for end in (high, low))
    return message, say("write low: {low} and high: {high}", low=first, high=last)


def _gaps_in(plan: Plan, target: Target) -> Iterator[Gap]:
    yield from _goal_gaps(target)
    yield from _group_gaps(plan, target)
    yield from _relative_gaps(target)
    yield from _change_gaps(plan, target)
    yield from _budget_gaps(target)
    yield from _quota_gaps(plan, target)
    stated = {what for what, states in _STATES.items() if states(target)}
    for key, one, other, hint in _TOGETHER:
        if (one in stated) != (other in stated):
            yield key, say("{one} and {other} go together", one=one, other=other), hint
    for key, one, other, hint in _APART:
        if one in stated and other in stated:
            yield key, say("{one} and {other} do not go together", one=one, other=other), hint


_STATES: dict[str, Callable[[Target], bool]] = {
    "about": lambda target: target.about or target.tolerance is not None,
    "accumulate": lambda target: target.accumulate,
    "aggregate": lambda target: target.aggregate is not None,
    "aggregate: coverage": lambda target: target.aggregate == "coverage",
    "baseline": lambda target: target.baseline is not None,
    "comparison: < or >": lambda target: target.comparison in ("<", ">"),
    "each": lambda target: target.each is not None,
    "entity": lambda target: target.entity is not None,
    "group": lambda target: target.group is not None,
    "interim": lambda target: bool(target.interim),
    "keep: true": lambda target: target.keep,
    "low, high": _ranged,
    "over": lambda target: target.over is not None,
    "path: none": lambda target: target.path == "none",
    "path: steps": lambda target: target.path == "steps",
    "quotas": lambda target: bool(target.quotas),
    "steps": lambda target: bool(target.steps),
    "value: all": lambda target: target.value == "all",
    "year: each": lambda target: target.year == "each",
}
"""Whether a target states something, by what the plan has for it."""

_TOGETHER: tuple[tuple[str, str, str, Message], ...] = (
    (
        *("path", "path: steps", "steps"),
        say("write path: steps with steps: {{2008: 500}}, or another path without steps"),
    ),
    (
        *("path", "path: none", "year: each"),
        say("write both for a goal of every year; else a year, and path: linear or compound"),
    ),
    (
        *("group", "group", "aggregate"),
        say("write aggregate: sum or coverage with the group, or leave both out"),
    ),
    (
        *("aggregate", "aggregate: coverage", "each"),
        say("write aggregate: coverage with each: {{low: 1}}, or leave each out"),
    ),
)
"""What is stated with each other or not at all; where it is told, and what to write."""
_A_TARGET_EACH = say("write a target for each of the members")

_APART: tuple[tuple[str, str, str, Message], ...] = (
    (*("entity", "entity", "group"), say("leave one of them out")),
    (*("about", "about", "comparison: < or >"), say('write comparison: ">=" or "<="')),
    (
        *("keep", "keep: true", "year: each"),
        say("leave keep out: a limit for every year is one to keep"),
    ),
    (*("keep", "keep: true", "path: steps"), say("write path: linear or compound")),
    (*("keep", "keep: true", "interim"), say("write a target for each of the years")),
    (
        *("over", "over", "keep: true"),
        say("leave keep out: a ceiling over several years is one to keep"),
    ),
    (*("over", "over", "accumulate"), say("leave accumulate out: over adds its years up")),
    (*("over", "over", "baseline"), say("leave the baseline out: a sum begins at zero")),
    (*("over", "over", "year: each"), say("write year: the last of these years")),
    (*("over", "over", "aggregate: coverage"), say("write aggregate: sum")),
    (
        *("over", "over", "low, high"),
        say('write two targets: one with comparison: ">=", one with "<="'),
    ),
    (*("over", "over", "interim"), say("write a target for each of the periods")),
    (*("interim", "interim", "year: each"), say("write year: the year of the last goal")),
    (*("interim", "interim", "path: steps"), say("write path: linear or compound")),
    (*("interim", "interim", "low, high"), say("write a target for each of the years")),
    (*("interim", "interim", "value: all"), say("write a number as value")),
    (*("quotas", "quotas", "interim"), _A_TARGET_EACH),
    (*("quotas", "quotas", "low, high"), _A_TARGET_EACH),
    (*("quotas", "quotas", "path: steps"), _A_TARGET_EACH),
)
"""What contradicts each other."""


def _goal_gaps(target: Target) -> Iterator[Gap]:
    if _ways(target) != 1:
        yield (
            "id",
            say("a target states one of value, low/high, change, change_percent, growth_percent"),
            say("write one of them, and another target for another goal"),
        )
    if wrong := _range_gap(target):
        yield "low", *wrong
    if _ranged(target) and target.comparison is not None:
        yield "comparison", say("a range has no comparison"), say("leave the comparison out")
    if not _ranged(target) and target.comparison is None:
        hint = say('write comparison: ">=" or "<=", in quotes')
        yield "id", say("the comparison (>= or <=) is missing"), hint
    if target.value == "all" and target.aggregate != "coverage":
        hint = say("write aggregate: coverage with group and each, or a number as value")
        yield "value", say("“all” is for the coverage of a group"), hint
    if "tolerance" in target.assumed and target.tolerance is None:
        message = say("{one} and {other} go together", one="assumed: tolerance", other="tolerance")
        yield "assumed", message, say("write tolerance: 1, or take it out of assumed")


def _budget_gaps(target: Target) -> Iterator[Gap]:
    if target.over is None:
        return
    first, last = target.over
    if first > last or last != target.year:
        hint = say(
            "write over: [{first}, {last}] with year: {last}",
            first=str(min(first, last)),
            last=str(max(first, last)),
        )
        yield "over", say("over ends with the year of the goal, and begins before"), hint
    if any(later.year not in (None, last) for later in target.amended):
        hint = say("leave the year of the amendment out, and write another target")
        yield "over", say("over and an amended year do not go together"), hint
    stated = [target.value, *(later.value for later in target.amended)]
    if any(isinstance(value, Fraction) and value <= 0 for value in stated):
        yield "value", say("a sum over years begins at zero"), say("write a value above zero")


def _quota_gaps(plan: Plan, target: Target) -> Iterator[Gap]:
    if target.quotas and target.aggregate != "sum":
        hint = say("write group: ID and aggregate: sum, or a target for each of the members")
        yield "quotas", say("quotas are of members that are added up"), hint
    stated = {quota.baseline is not None for quota in target.quotas.values()}
    if target.over is not None and True in stated:
        message = say("{one} and {other} do not go together", one="over", other="baseline")
        yield "quotas", message, say("leave the baseline out: a sum begins at zero")
    elif target.over is None and plan.first_year(target) != plan.base_year and False in stated:
        year = str(plan.first_year(target))
        message = say("the goal starts from {year}, its quotas from the base year", year=year)
        hint = say("give each quota a baseline: {{value: 100, year: {year}}}", year=year)
        yield "quotas", message, hint


def _amendment_gaps(target: Target, amendment: Amendment) -> Iterator[tuple[Message, Message]]:
    if _ways(amendment) != 1:
        yield (
            say(
                "an amendment states one of value, low/high, change, change_percent, growth_percent"
            ),
            say("write one of them"),
        )
    elif _ranged(amendment) != _ranged(target):
        hint = say("write low and high, or a value, as the target does")
        yield say("a range is amended by a range, and a level by a level"), hint
    elif target.interim and kind_of(amendment) != kind_of(target):
        message = say("the interim goals are stated in the terms of the target, this one is not")
        yield message, say("write {key}, as the target does", key=kind_of(target))
    elif wrong := _range_gap(amendment):
        yield wrong


def _group_gaps(plan: Plan, target: Target) -> Iterator[Gap]:
    if target.aggregate == "coverage":
        if bool(target.any_of) == (target.indicator is not None):
            hint = say("write indicator: ID, or any_of: [ID, ID]")
            yield "aggregate", say("coverage needs an indicator or any_of"), hint
        if target.each and not _counts_one_way(target.each):
            hint = say("write each: {{low: 1}}, {{high: 1}} or {{state: done}}")
            yield "each", say("a member counts from low on, up to high, or in a state"), hint
        if len({plan.indicator[each].unit for each in target.any_of}) > 1:
            message = say("the indicators of any_of are counted in different units")
            yield "any_of", message, say("give them one unit, in which a member counts")
        if target.accumulate:
            message = say("a coverage is counted anew each year, not added up")
            yield "accumulate", message, say("leave accumulate out")
    elif target.indicator is None or target.any_of:
        hint = say("write indicator: ID; any_of goes with aggregate: coverage")
        yield "indicator", say("the target needs one indicator"), hint
    if target.accumulate and target.falling:
        hint = say("write over: [first, last] in place of accumulate")
        yield "accumulate", say("accumulate and a ceiling do not go together"), hint


def _counts_one_way(each: MemberGoal) -> bool:
    by_level = each.low is not None or each.high is not None
    return by_level != (each.state is not None)


def _relative_gaps(target: Target) -> Iterator[Gap]:
    relative = any(goal.against_base for goal in (target, *target.amended))
    if relative and (target.summed or target.aggregate == "coverage"):
        message = say("a sum over the years or a coverage starts at zero: state a level")
        yield "id", message, say("write value: 100")


_INSTEAD_WRITE: dict[str, Message] = {
    "yearly_change": say("write growth_percent: 8"),
    "average_change": say("write growth_percent: 8"),
    "cumulative_change": say("write change_percent: -20"),
}
_INSTEAD: dict[str, Message] = {
    "yearly_change": say(
        "yearly changes are observed: state growth_percent, the average rate up to the year;"
        " or a rate for every year, with year: each and path: none; for a range up to the year two"
        " targets, one for each end"
    ),
    "average_change": say(
        "average yearly changes are observed: state growth_percent; for a range up to the year two"
        " targets, one for each end"
    ),
    "cumulative_change": say(
        "changes since the base year are observed: state change_percent, -20 for a cut by a fifth;"
        " for a range two targets, one for each end"
    ),
}


def _change_gaps(plan: Plan, target: Target) -> Iterator[Gap]:
    """Find goals that observed changes cannot be held against: they are no levels."""
    observed = plan.indicator[target.indicator].observed if target.indicator else "level"
    if observed == "level" or target.aggregate == "coverage":
        return
    relative = {goal.relative for goal in (target, *target.amended)}
    if relative != {True} and (target.year != "each" or True in relative):
        key = "low" if _ranged(target) else "value" if target.change is None else "change"
        yield key, _INSTEAD[observed], _INSTEAD_WRITE[observed]
    if True in relative and target.baseline is not None:
        message = say("observed changes start at an index of 100: leave the baseline out")
        yield "baseline", message, say("leave the baseline out")
    if target.aggregate is not None:
        hint = say("observe levels, or write a target for each member")
        yield "aggregate", say("observed changes of several members cannot be added up"), hint


NOTHING_LEFT = -100
"""A change of so many per cent, or less, leaves nothing."""


@plan_rule(
    "CP417",
    "A compound path runs between levels above zero.",
    "Nothing grows at a rate from zero, nor falls to it.",
    "Use path: linear, or mend the base or the goal.",
)
def _compound_above_zero(plan: Plan) -> Iterator[Flaw]:
    for own, target in judged_in(plan):
        if target.path != "compound":
            continue
        places: dict[tuple[str | int, ...], Target | Amendment] = {own: target}
        for position, amendment in enumerate(target.amended):
            places[*own, "amended", position] = amendment
        for place, goal in places.items():
            if _ends_at_zero(goal):
                message = say("a compound path cannot end at zero or below")
                yield Flaw(place, message, say("use path: linear, or mend the goal"))
        if target.baseline is not None and target.baseline.value <= 0:
            message = say("a compound path cannot start at zero or below")
            yield Flaw((*own, "baseline"), message, say("use path: linear, or mend the base"))
        if target.summed or target.aggregate == "coverage":
            message = say("a sum over the years or a coverage starts at zero: not compound")
            yield Flaw((*own, "path"), message, say("use path: linear or steps"))


def _ends_at_zero(goal: Target | Amendment) -> bool:
    interim = goal.interim.values() if isinstance(goal, Target) else ()
    levels = (goal.value, goal.low, goal.high, *(() if goal.against_base else interim))
    rates = (goal.change_percent, goal.growth_percent, *(interim if goal.relative else ()))
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
    for index, target in enumerate(plan.targets):
        yield from _coverage_direction(plan, index, target)
        if target.indicator is None or target.aggregate == "coverage" or target.comparison is None:
            continue
        direction = plan.indicator[target.indicator].direction
        if target.falling != (direction == "decrease"):
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
        money = indicator.unit.dimension == Dimension.MONEY
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
        kind, key = kind_of(target), "steps" if target.steps else "interim"
        levels = [level for _, level in sorted((target.steps or target.interim).items())]
        number = getattr(target, kind)
        if not levels or kind == "growth_percent":  # of which a lower one may follow
            continue
        if isinstance(number, Fraction):
            levels.append(number)
        if any(
            (after > before) is target.falling
            for before, after in pairwise(levels)
            if after != before
        ):
            message = say("a step leads away from the goal, or beyond it")
            yield Flaw(("targets", index, key), message, say("mend the step or the goal"))


SMALL = Fraction(1, 5)
"""A rate in per cent that small may be a fraction: 0.06 for 6%."""


@plan_rule(
    "CP430",
    "Rates and changes in per cent are numbers like 6, not fractions like 0.06.",
    "0.06 means six hundredths of one per cent.",
    "Write growth_percent: 6 for 6% a year; if the document does say 0.06%, leave it as it is.",
    level=Level.NOTICE,
)
def _per_cent_is_no_fraction(plan: Plan) -> Iterator[Flaw]:
    for own, target in judged_in(plan):
        kind = kind_of(target)
        rate = getattr(target, kind)
        if target.relative and 0 < abs(rate) <= SMALL:
            message = say(
                "{amount}: is it not {hundredfold}?",
                amount=said(kind, exactly(rate), "%"),
                hundredfold=said(kind, exactly(rate * 100), "%"),
            )
            hint = say("write {key}: {number}, if so", key=kind, number=f"{exactly(rate * 100):f}")
            yield Flaw((*own, kind), message, hint)


RULES = (
    _goals_complete,
    _compound_above_zero,
    _directions_agree,
    _growth_is_real,
    _steps_lead_to_the_goal,
    _per_cent_is_no_fraction,
)
