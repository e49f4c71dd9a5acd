"""CP412, CP413, CP416, CP418, CP425: units are known and fit, parts lie within their wholes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base.findings import known_words, shown
from clusterplan.base.messages import Message, say
from clusterplan.base.units import UNITS, Dimension, convert
from clusterplan.checks.flaws import Flaw, plan_rule
from clusterplan.checks.plan_limits import beyond_limits
from clusterplan.model.plan import MemberGoal, Product, Ratio, Sum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.base.units import Unit
    from clusterplan.model.plan import DeclaredUnit, Indicator, Plan, Target


@plan_rule(
    "CP412",
    "The unit of a target fits its indicator.",
    "One third is a share: unit 1, not %.",
    "Use a unit of the indicator's kind; write a fraction like 1/3 with unit 1.",
)
def _units_fit(plan: Plan) -> Iterator[Flaw]:
    for index, target in enumerate(plan.targets):
        place = ("targets", index, "unit")
        if target.aggregate == "coverage":
            yield from _coverage_units(plan, index, target)
            continue
        if target.indicator is None:  # CP411 says so
            continue
        indicator = plan.indicator[target.indicator]
        yield from _quota_units(plan, index, target, indicator)
        if not indicator.unit.numeric:
            message = say("the indicator is a date or a state, not a number")
            hint = say("use a coverage or a milestone")
            yield Flaw(("targets", index, "indicator"), message, hint)
        elif target.unit is None:
            if not target.relative:
                unit = _unit_to_add(plan, target, indicator)
                hint = say("add unit: {unit}", unit='"%"' if unit == "%" else unit)  # as in YAML
                yield Flaw(("targets", index, "id"), say("the unit is missing"), hint)
        elif target.unit.dimension != indicator.unit.dimension:
            yield _unfit(plan, place, target.unit, indicator)
        elif target.unit == "%" and isinstance(target.value, Fraction) and _endless(target.value):
            message = say(
                "{value} with unit %: a fraction goes with unit 1", value=str(target.value)
            )
            yield Flaw(("targets", index, "value"), message, say("write unit: 1"))


def _unit_to_add(plan: Plan, target: Target, indicator: Indicator) -> str:
    """Return the indicator's unit; per cent for a share of which the goal would be too much."""
    own = indicator.unit
    if own.dimension != Dimension.RATIO or (target.value, target.low, target.high) == (None,) * 3:
        return own
    beyond = beyond_limits(plan, target, own) and not beyond_limits(plan, target, "%")
    return "%" if beyond else own


def _unfit(plan: Plan, place: tuple[str | int, ...], unit: Unit, indicator: Indicator) -> Flaw:
    message = say(
        "the unit {unit} does not fit the indicator ({other})", unit=unit, other=indicator.unit
    )
    known, kind = plan.known_units.values(), indicator.unit.dimension
    return Flaw(place, message, known_words(str(each) for each in known if each.dimension == kind))


def _quota_units(plan: Plan, index: int, target: Target, indicator: Indicator) -> Iterator[Flaw]:
    for member, quota in target.quotas.items():
        if quota.unit is None:
            continue
        place = ("targets", index, "quotas", member, "unit")
        if target.relative:
            message = say("the goal is in per cent of the base, and so are its quotas")
            yield Flaw(place, message, say("leave the unit out"))
        elif quota.unit.dimension != indicator.unit.dimension:
            yield _unfit(plan, place, quota.unit, indicator)


def _coverage_units(plan: Plan, index: int, target: Target) -> Iterator[Flaw]:
    if target.unit is not None and target.unit.dimension != Dimension.COUNT:
        message = say("a coverage is counted: the unit is 个, 家 or 户")
        yield Flaw(("targets", index, "unit"), message, say("write unit: 个, or leave it out"))
    for identity in target.indicators:
        unit = plan.indicator[identity].unit
        numeric, each = unit.numeric, target.each or MemberGoal()
        by_level = each.low is not None or each.high is not None
        if by_level and not numeric:
            message = say("{id} is a date or a state, not a number", id=identity)
            yield Flaw(("targets", index, "each"), message, say("write each: {{state: done}}"))
        elif not by_level and each.state is not None and unit.dimension != Dimension.STATE:
            message = say("{id} is a number, not a state", id=identity)
            yield Flaw(("targets", index, "each"), message, say("write each: {{low: 1}}"))


def _endless(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest != 1


@plan_rule(
    "CP413",
    "The sides of a formula have units to compute with.",
    "A count divided by money is no share.",
    "Let numerator and denominator be of one kind, a share have the unit 1 or %, and parts of a"
    " sum have units of their sum's kind.",
)
def _formulas_fit(plan: Plan) -> Iterator[Flaw]:
    for index, indicator in enumerate(plan.indicators):
        message = _odd_side(plan, indicator) or _formula_problem(plan, indicator)
        if message:
            units = (f"{side}: {plan.indicator[side].unit}" for side in indicator.sides)
            hint = say(
                "mend a unit: {names}",
                names=", ".join((f"{indicator.id}: {indicator.unit}", *units)),
            )
            yield Flaw(("indicators", index, "formula"), message, hint)


def _formula_problem(plan: Plan, indicator: Indicator) -> Message | None:
    def dimension(identity: str) -> str:
        return plan.indicator[identity].unit.dimension

    own = indicator.unit.dimension
    match indicator.formula:
        case Ratio(numerator=numerator, denominator=denominator):
            if own != Dimension.RATIO:
                return say("a ratio has the unit 1 or %")
            if dimension(numerator) != dimension(denominator):
                return say("numerator and denominator have units of different kinds")
        case Product(level=level, share=share):
            if dimension(level) != own:
                return say("the level has a unit of another kind than the indicator")
            if dimension(share) != Dimension.RATIO:
                return say("the share must have the unit 1 or %")
        case Sum(parts=parts):
            if any(dimension(part) != own for part in parts):
                return say("a part has a unit of another kind than the indicator")
    if indicator.observed != "level" and (indicator.formula or own != Dimension.RATIO):
        return say("changes are observed in % or 1, without a formula")
    return None


def _odd_side(plan: Plan, indicator: Indicator) -> Message | None:
    for identity in indicator.sides:
        if not plan.indicator[identity].unit.numeric:
            return say("{id} is a date or a state, not a number", id=identity)
    return None


@plan_rule(
    "CP416",
    "Parts add up to the whole in the plan's own goals.",
    "20 is 10 + 10.",
    "Mend one of the goals, or take the link out.",
)
def _identities_hold(plan: Plan) -> Iterator[Flaw]:
    for index, whole, parts in _links(plan, "adds_up"):
        if odd := _other_kind(whole, parts):
            yield Flaw(("links", index), odd, say("link what can be added up"))
            continue
        amounts = [_in_unit(part, whole.unit) for part in parts]
        known = [amount for amount in amounts if amount is not None]
        if isinstance(whole.value, Fraction) and known == amounts and sum(known) != whole.value:
            shown = " + ".join(str(amount) for amount in known)
            message = say("{whole} is not {parts}", whole=str(whole.value), parts=shown)
            yield Flaw(("links", index), message, say("mend a target, or remove the link"))


@plan_rule(
    "CP418",
    "The goal for a part is not above the one for its whole.",
    "The plan says that the one lies within the other.",
    "Mend one of the goals, or take the link out.",
)
def _parts_lie_within(plan: Plan) -> Iterator[Flaw]:
    for index, whole, parts in _links(plan, "within"):
        if odd := _other_kind(whole, parts):
            yield Flaw(("links", index), odd, say("link what can be compared"))
            continue
        for position, part in enumerate(parts):
            amount = _in_unit(part, whole.unit)
            if isinstance(whole.value, Fraction) and amount is not None and amount > whole.value:
                message = say(
                    "{part} is more than the whole: {amount}, not {whole}",
                    part=part.name,
                    amount=str(amount),
                    whole=str(whole.value),
                )
                hint = say("mend a target, or remove the link")
                yield Flaw(("links", index, "parts", position), message, hint)


def _links(plan: Plan, kind: str) -> Iterator[tuple[int, Target, list[Target]]]:
    targets = plan.target
    for index, link in enumerate(plan.links):
        if link.kind == kind:
            yield index, targets[link.whole], [targets[part] for part in link.parts]


def _other_kind(whole: Target, parts: list[Target]) -> Message | None:
    for part in parts:
        units = (whole.unit, part.unit)
        if None not in units and len({unit.dimension for unit in units if unit}) > 1:
            return say(
                "{whole} ({unit}) and {part} ({other}) are not of one kind",
                whole=whole.name,
                unit=whole.unit or "",
                part=part.name,
                other=part.unit or "",
            )
    return None


def _in_unit(target: Target, unit: str | None) -> Fraction | None:
    if not isinstance(target.value, Fraction) or target.unit is None or unit is None:
        return None
    return convert(target.value, target.unit, unit)


@plan_rule(
    "CP425",
    "A unit that the plan declares is new, and leads to what is known.",
    "A unit that means two things makes figures wrong in silence.",
    "Declare a unit once, under a symbol that is not known yet: so many times another, or new.",
)
def _declared_units_are_new(plan: Plan) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, each in enumerate(plan.units):
        for key, message, hint in _declaration_problem(plan, each, seen):
            yield Flaw(("units", index, key), message, hint)
        seen.add(each.symbol)


def _declaration_problem(
    plan: Plan, each: DeclaredUnit, seen: set[str]
) -> Iterator[tuple[str, Message, Message]]:
    unit, of = each.symbol, each.of or ""
    if unit in seen:
        yield "symbol", say("the unit {unit} is declared twice", unit=unit), say("leave one out")
    elif unit in UNITS:
        yield (
            "symbol",
            say("the unit {unit} is known already", unit=unit),
            say("leave it out, or give yours another symbol"),
        )
    elif each.times is not None and each.of is None:
        yield (
            "times",
            say("times without of: so many times what?"),
            say("write of: and the other unit, or leave times out"),
        )
    elif each.times is not None and each.times <= 0:
        yield "times", say("no unit is so many times another"), say("write a number above zero")
    elif unit in plan.known_units.unresolved and of in plan.known_units:
        yield (
            "of",
            say("{unit} and {other} are each declared by the other", unit=unit, other=of),
            say("leave out of: where the unit is a thing of its own"),
        )
    elif unit in plan.known_units.unresolved:
        known = plan.known_units
        yield (
            "of",
            say("unknown unit {text}", text=shown(of)),
            known.nearest(of, known) or known_words(known),
        )


RULES = (_declared_units_are_new, _units_fit, _formulas_fit, _identities_hold, _parts_lie_within)
