"""CP303 to CP306: parts against wholes, shares against their sides."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.findings import Level, Rule
from clusterplan.base.messages import Quantity, say
from clusterplan.base.units import UNITS, convert
from clusterplan.checks.additions import additions, part_figures
from clusterplan.checks.rule import RecordRule, Records, RowFlaw
from clusterplan.judging.figure import number_of
from clusterplan.judging.rounding import rounding_in, rounding_of
from clusterplan.model.plan import Ratio, Sum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.base.messages import Message
    from clusterplan.judging.figure import Figure
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Link, Names, Plan


def parts_within_wholes(records: Records) -> Iterator[RowFlaw]:
    """Find parts above their wholes: of shares, of sums, of links; and shares above 100 %."""
    yield from _parts_of_indicators(records)
    yield from _shares_above_all(records)
    for link in records.plan.links:
        if link.kind == "within":
            yield from _parts_of_link(records, link)


def _parts_of_indicators(records: Records) -> Iterator[RowFlaw]:
    plan, hint = records.plan, say("check scope and unit of both")
    wholes = _wholes(plan)
    for row in records.in_force:
        for whole in sorted(wholes.get(row.indicator, ())):
            unit = plan.indicator[whole].unit
            total = records.figures.of_indicator(whole, row.entity, row.year)
            own = number_of(row, unit)
            if total is not None and _above(own, total, rounding_of(row, unit), unit):
                message = partial(_too_large, own, total, unit, plan.indicator[whole].name)
                yield RowFlaw(row, "value", message, hint, total.inputs)


def _wholes(plan: Plan) -> dict[str, set[str]]:
    """Return the indicators that each one is a part of."""
    wholes: dict[str, set[str]] = {}
    for indicator in plan.indicators:
        match indicator.formula:
            case Ratio(numerator=part, denominator=whole) if indicator.is_share:
                wholes.setdefault(part, set()).add(whole)
            case Sum(parts=parts):
                for part in parts:
                    wholes.setdefault(part, set()).add(indicator.id)
    return wholes


def _above(own: Fraction, total: Figure, rounding: Fraction, unit: str) -> bool:
    return total.high is not None and own - rounding > total.high + rounding_in((total,), unit)


def _too_large(own: Fraction, total: Figure, unit: str, whole: Names) -> Message:
    return say(
        "{part} is more than the whole, {whole}: {total}",
        part=Quantity(exactly(own), unit),
        whole=whole,
        total=Quantity(exactly(own if total.high is None else total.high), unit),
    )


def _shares_above_all(records: Records) -> Iterator[RowFlaw]:
    for row in records.in_force:
        indicator = records.plan.indicator[row.indicator]
        if not indicator.is_share:
            continue
        share = number_of(row, "1")
        if share - rounding_of(row, "1") > 1:
            message = say("a share of {share}", share=Quantity(exactly(share * 100), "%"))
            hint = say("mend it; if it is no share, give the indicator a maximum above 100%")
            yield RowFlaw(row, "value", message, hint)


def _parts_of_link(records: Records, link: Link) -> Iterator[RowFlaw]:
    targets = {target.id: target for target in records.plan.targets}
    goal = targets[link.whole]
    unit = records.figures.unit_of(goal)
    for year in records.plan.file_years:
        total = records.figures.of_target(goal, year)
        if total is None or total.high is None:
            continue
        for part in part_figures(records, link, unit, year):
            if part is None or part.low is None or not part.inputs:
                continue
            if _above(part.low, total, rounding_in((part,), unit), unit):
                message = _too_large(part.low, total, unit, goal.name)
                hint = say("check scope and unit of both")
                others = (*part.inputs, *total.inputs)
                yield RowFlaw(part.reported or part.inputs[0], "value", message, hint, others)


def shares_as_computed(records: Records) -> Iterator[RowFlaw]:
    """Find reported shares that differ from numerator / denominator by more than rounding."""
    hint = say("one of the three figures is wrong or old")
    for row in records.in_force:
        indicator = records.plan.indicator[row.indicator]
        if not isinstance(indicator.formula, Ratio):
            continue
        figure = records.figures.of_indicator(row.indicator, row.entity, row.year)
        if figure is None or figure.exact is None or figure.reported == row:
            continue
        low, high = _rounded_quotient(records, indicator.formula, row, figure)
        share, rounding = number_of(row, "1"), rounding_of(row, "1")
        if share + rounding < low or share - rounding > high:
            message = partial(_otherwise, row, convert(figure.exact, indicator.unit, row.unit))
            yield RowFlaw(row, "value", message, hint, figure.inputs)


def _otherwise(row: Observation, computed: Fraction) -> Message:
    return say(
        "{reported} is reported, numerator ÷ denominator is {computed}",
        reported=Quantity(exactly(number_of(row, row.unit)), row.unit),
        computed=Quantity(exactly(computed), row.unit),
    )


def _rounded_quotient(
    records: Records, ratio: Ratio, row: Observation, figure: Figure
) -> tuple[Fraction, Fraction]:
    """Return between what the quotient lies, as a fraction of 1, with both sides rounded."""
    plan, figures = records.plan, records.figures
    unit = plan.indicator[ratio.denominator].unit
    top = figures.of_indicator(ratio.numerator, row.entity, row.year)
    bottom = figures.of_indicator(ratio.denominator, row.entity, row.year)
    exact = convert(figure.exact or Fraction(0), plan.indicator[row.indicator].unit, "1")
    if bottom is None or not bottom.exact:
        return exact, exact
    over, under = rounding_in((top,), unit), rounding_in((bottom,), unit)
    if under >= abs(bottom.exact):
        return exact, exact
    part = exact * bottom.exact
    ends = [(part + a) / (bottom.exact + b) for a in (-over, over) for b in (-under, under)]
    return min(ends), max(ends)


def members_within_totals(records: Records) -> Iterator[RowFlaw]:
    """Find totals of a group below the sum of its members."""
    for each in additions(records):
        if each.group is not None and each.least - each.slack > each.reported:
            message = say(
                "the members of {group} add up to {sum}",
                group=each.group.name,
                sum=Quantity(exactly(each.least), each.unit),
            )
            hint = say("a member counts twice, or the total is old")
            yield RowFlaw(each.whole, "value", message, hint, each.inputs)


def wholes_as_added(records: Records) -> Iterator[RowFlaw]:
    """Find reported sums that differ from their parts by more than rounding."""
    for each in additions(records):
        if each.group is not None or each.exact is None or not UNITS[each.unit].numeric:
            continue
        if abs(each.exact - each.reported) > each.slack:
            message = say(
                "{whole} is reported, the parts add up to {sum}",
                whole=Quantity(exactly(each.reported), each.unit),
                sum=Quantity(exactly(each.exact), each.unit),
            )
            yield RowFlaw(
                each.whole, "value", message, say("mend a part or the whole"), each.inputs
            )


RULES = (
    RecordRule(
        Rule(
            "CP303",
            Level.WARNING,
            say("A part is not larger than its whole."),
            say("One of the two has another scope or another unit."),
            say(
                "Compare scope, year and unit of the two figures. A ratio that may go beyond 100%"
                " says so by its maximum."
            ),
        ),
        parts_within_wholes,
        compares=True,
    ),
    RecordRule(
        Rule(
            "CP306",
            Level.WARNING,
            say("Parts add up to the whole, where all are known."),
            say("The plan says that they do: 20 = 10 + 10."),
            say("Mend the part or the whole that is wrong."),
        ),
        wholes_as_added,
        compares=True,
    ),
    RecordRule(
        Rule(
            "CP305",
            Level.WARNING,
            say("Members do not add up to more than their total."),
            say("A member was counted twice, or the total is older than its members."),
            say(
                "Compare the members with the total, and their days of publication. Rates are added"
                " up only where a target does so."
            ),
        ),
        members_within_totals,
        compares=True,
    ),
    RecordRule(
        Rule(
            "CP304",
            Level.WARNING,
            say("A reported share is numerator ÷ denominator."),
            say("If they differ by more than rounding, one of the three figures is wrong or old."),
            say("Compare the three figures and their vintages, and mend the one that is wrong."),
        ),
        shares_as_computed,
        compares=True,
    ),
)
