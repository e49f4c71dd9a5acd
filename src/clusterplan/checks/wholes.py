"""CP303 to CP306: parts against wholes, shares against their sides."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.checks.rule import RecordRule, Records, RowFlaw
from clusterplan.exact import exactly
from clusterplan.figures import number_of
from clusterplan.findings import Level, Rule
from clusterplan.messages import Quantity, say
from clusterplan.plan import Ratio, Sum
from clusterplan.units import UNITS, convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.actuals import Observation
    from clusterplan.reading.actuals_file import PlacedRow

DECIMALS = 12
"""More decimals than any statistic prints."""


def _in_force(records: Records, places: Iterable[PlacedRow]) -> Iterator[Observation]:
    """Return those rows that count for their figures."""
    for place in places:
        row = place.observation
        if row.indicator in records.plan.indicator and isinstance(row.value, Fraction):
            found = records.figures.selected(row.indicator, row.entity, row.year)
            if found is not None and found.observation == row:
                yield row


def parts_within_wholes(records: Records) -> Iterator[RowFlaw]:
    """Find numerators above their denominators, and parts above a reported sum."""
    plan = records.plan
    wholes: dict[str, set[str]] = {}
    for indicator in plan.indicators:
        match indicator.formula:
            case Ratio(numerator=part, denominator=whole):
                wholes.setdefault(part, set()).add(whole)
            case Sum(parts=parts):
                for part in parts:
                    wholes.setdefault(part, set()).add(indicator.id)
    for row in _in_force(records, records.of(wholes)):
        for whole in sorted(wholes.get(row.indicator, ())):
            unit = plan.indicator[whole].unit
            total = records.figures.of_indicator(whole, row.entity, row.year)
            own = number_of(row, unit)
            if total is None or total.high is None or own <= total.high:
                continue
            message = say(
                "{part} is more than the whole, {whole}: {total}",
                part=Quantity(exactly(own), unit),
                whole=plan.indicator[whole].name,
                total=Quantity(exactly(total.high), unit),
            )
            yield RowFlaw(row, "value", message, say("check scope and unit of both"))


def shares_as_computed(records: Records) -> Iterator[RowFlaw]:
    """Find reported shares that differ from numerator / denominator by more than rounding."""
    shares = [item.id for item in records.plan.indicators if isinstance(item.formula, Ratio)]
    for row in _in_force(records, records.of(shares)):
        indicator = records.plan.indicator[row.indicator]
        figure = records.figures.of_indicator(row.indicator, row.entity, row.year)
        if figure is None or figure.exact is None or figure.reported == row:
            continue
        own = number_of(row, row.unit)
        computed = convert(figure.exact, indicator.unit, row.unit)
        if abs(computed - own) > _half_a_digit(own):
            message = say(
                "{reported} is reported, numerator ÷ denominator is {computed}",
                reported=Quantity(exactly(own), row.unit),
                computed=Quantity(exactly(computed), row.unit),
            )
            yield RowFlaw(row, "value", message, say("one of the three figures is wrong or old"))


def _half_a_digit(value: Fraction) -> Fraction:
    scale = next((10**n for n in range(DECIMALS) if (value * 10**n).denominator == 1), 10**DECIMALS)
    return Fraction(1, 2 * scale)


def members_within_totals(records: Records) -> Iterator[RowFlaw]:
    """Find totals of a group below the sum of its members."""
    plan = records.plan
    totals = {group.total: group for group in plan.groups if group.total}
    places = (place for file in records.files for place in records.on(file, totals))
    for row in _in_force(records, places):
        group = totals[row.entity]
        unit = plan.indicator[row.indicator].unit
        members = [
            records.figures.of_indicator(row.indicator, entity.id, row.year)
            for entity in plan.members(group.id, row.year)
        ]
        least = sum((each.low for each in members if each and each.low), Fraction(0))
        if least > number_of(row, unit):
            message = say(
                "the members of {group} add up to {sum}",
                group=group.name,
                sum=Quantity(exactly(least), unit),
            )
            yield RowFlaw(row, "value", message, say("a member counts twice, or the total is old"))


def wholes_as_added(records: Records) -> Iterator[RowFlaw]:
    """Find reported sums that differ from their parts."""
    plan = records.plan
    sums = {
        item.id: item.formula.parts for item in plan.indicators if isinstance(item.formula, Sum)
    }
    for row in _in_force(records, records.of(sums)):
        indicator, ids = plan.indicator[row.indicator], sums[row.indicator]
        parts = [records.figures.of_indicator(part, row.entity, row.year) for part in ids]
        numbers = [
            convert(figure.exact, plan.indicator[part].unit, indicator.unit)
            for part, figure in zip(ids, parts, strict=True)
            if figure is not None and figure.exact is not None
        ]
        own = number_of(row, indicator.unit)
        if len(numbers) == len(parts) and sum(numbers) != own and UNITS[row.unit].numeric:
            message = say(
                "{whole} is reported, the parts add up to {sum}",
                whole=Quantity(exactly(own), indicator.unit),
                sum=Quantity(exactly(sum(numbers, Fraction(0))), indicator.unit),
            )
            yield RowFlaw(row, "value", message, say("mend a part or the whole"))


RULES = (
    RecordRule(
        Rule(
            "CP303",
            Level.WARNING,
            say("A part is not larger than its whole."),
            say("One of the two has another scope or unit."),
        ),
        parts_within_wholes,
    ),
    RecordRule(
        Rule(
            "CP304",
            Level.WARNING,
            say("A reported share is the quotient of its sides."),
            say("Beyond rounding, one of the three figures is wrong."),
        ),
        shares_as_computed,
    ),
    RecordRule(
        Rule(
            "CP305",
            Level.WARNING,
            say("Members do not add up to more than their total."),
            say("A member counts twice, or the total is old."),
        ),
        members_within_totals,
    ),
    RecordRule(
        Rule(
            "CP306",
            Level.WARNING,
            say("Parts add up to the whole where all are known."),
            say("The plan says that they do."),
        ),
        wholes_as_added,
    ),
)
