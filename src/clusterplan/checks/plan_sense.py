"""CP410 to CP421: what a plan says makes sense and does not contradict itself."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.checks.rule import Flaw, PlanRule
from clusterplan.findings import Level
from clusterplan.messages import Message, say
from clusterplan.plan import Plan, Product, Ratio, Sum, Target
from clusterplan.units import UNITS, Dimension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.plan import Amendment, Indicator


def years_in_order(plan: Plan) -> Iterator[Flaw]:
    """CP410: base year before the period, targets due within it."""
    first, last = plan.period
    if not plan.base_year < first <= last:
        message = say(
            "the base year must come before the period, and the period must not end early"
        )
        yield Flaw(
            ("period",), message, say("write period: [first, last] with base_year before it")
        )
        return
    if plan.files_until is not None and plan.files_until < last:
        yield Flaw(("files_until",), say("files_until lies before the end of the period"))
    for index, target in enumerate(plan.targets):
        due: list[tuple[tuple[str | int, ...], int | str]]
        due = [(("targets", index, "year"), target.year)]
        due += [
            (("targets", index, "amended", position, "year"), amendment.year or target.year)
            for position, amendment in enumerate(target.amended)
        ]
        for place, year in due:
            if isinstance(year, int) and not plan.base_year < year <= last:
                message = say("the target year {year} is outside the plan", year=str(year))
                yield Flaw(place, message, say("use a year after the base year, up to the end"))
        if any(not plan.base_year < step <= last for step in target.steps):
            yield Flaw(("targets", index, "steps"), say("a step lies outside the plan"))


def goals_complete(plan: Plan) -> Iterator[Flaw]:
    """CP411: a target says what it demands, of what, exactly once."""
    for index, target in enumerate(plan.targets):
        for key, message in _gaps_in(target):
            yield Flaw(("targets", index, key), message, say("see clusterplan schema"))
        for position, amendment in enumerate(target.amended):
            if _ways(amendment) != 1:
                message = say(
                    "an amendment states one of value, low/high, change_percent, growth_percent"
                )
                yield Flaw(("targets", index, "amended", position), message)


def _ways(goal: Target | Amendment) -> int:
    ranged = goal.low is not None or goal.high is not None
    stated = (goal.value, goal.change_percent, goal.growth_percent)
    return ranged + sum(way is not None for way in stated)


def _gaps_in(target: Target) -> Iterator[tuple[str, Message]]:
    yield from _goal_gaps(target)
    yield from _group_gaps(target)
    if (target.path == "steps") != bool(target.steps):
        yield "path", say("a path of steps and the steps go together")
    if (target.year == "each") != (target.path == "none"):
        yield "path", say("a goal of every year has path none; every other goal states its path")


def _goal_gaps(target: Target) -> Iterator[tuple[str, Message]]:
    if _ways(target) != 1:
        yield "id", say("a target states one of value, low/high, change_percent, growth_percent")
    ranged = target.low is not None or target.high is not None
    if ranged and (target.low is None or target.high is None or target.low > target.high):
        yield "low", say("a range needs low and high, low first")
    if ranged and target.comparison is not None:
        yield "comparison", say("a range has no comparison")
    if not ranged and target.comparison is None:
        yield "id", say("the comparison (>= or <=) is missing")
    if target.value == "all" and target.aggregate != "coverage":
        yield "value", say("“all” is for the coverage of a group")


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
        if target.each and (target.each.state is None) == (target.each.low is None):
            yield "each", say("a member counts from low on, or in a state")
    elif target.indicator is None or target.any_of:
        yield "indicator", say("the target needs one indicator")


def units_fit(plan: Plan) -> Iterator[Flaw]:
    """CP412: the unit of a target belongs to its indicator; 1/3 goes with unit 1."""
    for index, target in enumerate(plan.targets):
        place = ("targets", index, "unit")
        if target.aggregate == "coverage":
            if target.unit is not None and UNITS[target.unit].dimension is not Dimension.COUNT:
                yield Flaw(place, say("a coverage is counted: the unit is 个, 家 or 户"))
            continue
        indicator = plan.indicator[target.indicator or ""]
        if not UNITS[indicator.unit].numeric:
            message = say("the indicator is a date or a state, not a number")
            yield Flaw(
                ("targets", index, "indicator"), message, say("use a coverage or a milestone")
            )
        elif target.unit is None:
            if target.change_percent is None and target.growth_percent is None:
                yield Flaw(("targets", index, "id"), say("the unit is missing"), say("add unit: …"))
        elif UNITS[target.unit].dimension is not UNITS[indicator.unit].dimension:
            message = say(
                "the unit {unit} does not fit the indicator ({other})",
                unit=target.unit,
                other=indicator.unit,
            )
            yield Flaw(place, message, say("use a unit of the same kind"))
        elif target.unit == "%" and isinstance(target.value, Fraction) and _endless(target.value):
            message = say(
                "{value} with unit %: a fraction goes with unit 1", value=str(target.value)
            )
            yield Flaw(("targets", index, "value"), message, say("write unit: 1"))


def _endless(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest != 1


def formulas_fit(plan: Plan) -> Iterator[Flaw]:
    """CP413: the sides of a formula have units that can be computed with."""
    for index, indicator in enumerate(plan.indicators):
        message = _formula_problem(plan, indicator)
        if message:
            yield Flaw(("indicators", index, "formula"), message, say("see the units of its sides"))


def _formula_problem(plan: Plan, indicator: Indicator) -> Message | None:
    def dimension(identity: str) -> Dimension:
        return UNITS[plan.indicator[identity].unit].dimension

    own = UNITS[indicator.unit].dimension
    match indicator.formula:
        case Ratio(numerator=numerator, denominator=denominator):
            if own is not Dimension.RATIO:
                return say("a ratio has the unit 1 or %")
            if dimension(numerator) is not dimension(denominator):
                return say("numerator and denominator have units of different kinds")
        case Product(level=level, share=share):
            if dimension(level) is not own:
                return say("the level has a unit of another kind than the indicator")
            if dimension(share) is not Dimension.RATIO:
                return say("the share must have the unit 1 or %")
        case Sum(parts=parts):
            if any(dimension(part) is not own for part in parts):
                return say("a part has a unit of another kind than the indicator")
    if indicator.observed != "level" and (indicator.formula or own is not Dimension.RATIO):
        return say("changes are observed in % or 1, without a formula")
    return None


def identities_hold(plan: Plan) -> Iterator[Flaw]:
    """CP416: parts that add up to a whole do so in the plan's own numbers."""
    targets = {target.id: target for target in plan.targets}
    for index, link in enumerate(plan.links):
        if link.kind != "adds_up":
            continue
        whole = targets[link.whole].value
        parts = [targets[part].value for part in link.parts]
        numbers = [part for part in parts if isinstance(part, Fraction)]
        if isinstance(whole, Fraction) and len(numbers) == len(parts) and sum(numbers) != whole:
            shown = " + ".join(str(part) for part in numbers)
            message = say("{whole} is not {parts}", whole=str(whole), parts=shown)
            yield Flaw(("links", index), message, say("mend a target, or remove the link"))


def compound_above_zero(plan: Plan) -> Iterator[Flaw]:
    """CP417: a compound path runs from above zero to above zero."""
    for index, target in enumerate(plan.targets):
        if target.path != "compound":
            continue
        ends = {"value": target.value, "low": target.low, "high": target.high}
        for key, value in ends.items():
            if isinstance(value, Fraction) and value <= 0:
                message = say("a compound path cannot end at {value}", value=str(value))
                yield Flaw(
                    ("targets", index, key), message, say("use path: linear, or mend the value")
                )
        if target.baseline is not None and target.baseline.value <= 0:
            message = say(
                "a compound path cannot start at {value}", value=str(target.baseline.value)
            )
            hint = say("use path: linear, or mend the base")
            yield Flaw(("targets", index, "baseline"), message, hint)
        if target.accumulate or target.aggregate == "coverage":
            message = say(
                "a sum over the years or a coverage starts at zero and cannot be compound"
            )
            yield Flaw(("targets", index, "path"), message, say("use path: linear or steps"))


def directions_agree(plan: Plan) -> Iterator[Flaw]:
    """CP419: “at least” goes with what should rise, “at most” with what should fall."""
    wanted = {"increase": ">=", "decrease": "<="}
    for index, target in enumerate(plan.targets):
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


def growth_is_real(plan: Plan) -> Iterator[Flaw]:
    """CP420: growth needs constant prices or observed rates; nominal levels are not growth."""
    for index, target in enumerate(plan.targets):
        growth = [target.growth_percent, *(later.growth_percent for later in target.amended)]
        if target.indicator is None or all(rate is None for rate in growth):
            continue
        indicator = plan.indicator[target.indicator]
        money = UNITS[indicator.unit].dimension is Dimension.MONEY
        if money and indicator.observed == "level" and indicator.price_basis != "constant":
            message = say("a growth target on levels in current prices")
            hint = say("use an indicator with price_basis: constant, or observed: yearly_change")
            yield Flaw(("targets", index, "indicator"), message, hint)


def thresholds_in_order(plan: Plan) -> Iterator[Flaw]:
    """CP421: the thresholds fall from ahead to behind, all above zero."""
    limits = plan.thresholds
    if not limits.ahead >= limits.on_schedule >= limits.behind > 0:
        message = say("thresholds must fall: ahead, on_schedule, behind, all above 0")
        yield Flaw(("thresholds",), message, say("the usual ones are 1.05, 0.95 and 0.60"))


RULES = (
    PlanRule("CP410", Level.ERROR, years_in_order),
    PlanRule("CP411", Level.ERROR, goals_complete),
    PlanRule("CP412", Level.ERROR, units_fit),
    PlanRule("CP413", Level.ERROR, formulas_fit),
    PlanRule("CP416", Level.ERROR, identities_hold),
    PlanRule("CP417", Level.ERROR, compound_above_zero),
    PlanRule("CP419", Level.ERROR, directions_agree),
    PlanRule("CP420", Level.ERROR, growth_is_real),
    PlanRule("CP421", Level.ERROR, thresholds_in_order),
)
