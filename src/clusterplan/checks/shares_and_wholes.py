"""CP303 to CP306: parts against wholes, shares against their sides."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from heapq import merge
from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.messages import Quantity, say
from clusterplan.base.units import UNITS, convert
from clusterplan.checks.additions import additions, part_figures
from clusterplan.checks.flaws import RowFlaw, observed, record_rule
from clusterplan.checks.relations import agree, is_quotient, wholes_of, within
from clusterplan.judging.figure import number_of, quantity_of
from clusterplan.judging.rounding import rounding_in, rounding_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.checks.records_at_hand import Records
    from clusterplan.judging.figure import Figure
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Link, Names
    from clusterplan.reading.actuals_file import PlacedRow


@record_rule(
    "CP303",
    "A part is not larger than its whole.",
    "One of the two has another scope or another unit.",
    "Compare scope, year and unit of the two figures. A ratio that may go beyond 100% says so by"
    " its maximum.",
    compares=True,
)
def _parts_within_wholes(records: Records) -> Iterator[RowFlaw]:
    """Find parts above their wholes: of shares, of sums, of links; and shares above 100 %."""
    yield from _parts_of_indicators(records)
    yield from _shares_above_all(records)
    for link in records.plan.links:
        if link.kind == "within":
            yield from _parts_of_link(records, link)


def _parts_of_indicators(records: Records) -> Iterator[RowFlaw]:
    plan, hint = records.plan, say("check scope and unit of both")
    wholes = wholes_of(plan)
    for row in records.in_force:
        for whole in wholes.get(row.indicator, ()):
            unit = plan.indicator[whole].unit
            total = records.figures.of_indicator(whole, row.entity, row.year)
            own = number_of(row, unit)
            if total is not None and _above(own, total, rounding_of(row, unit), unit):
                message = partial(_too_large, own, total, unit, plan.indicator[whole].name)
                yield RowFlaw(row, "value", message, hint, total.inputs)


def _above(own: Fraction, total: Figure, rounding: Fraction, unit: str) -> bool:
    slack = rounding + rounding_in((total,), unit)
    return total.high is not None and not within(own, total.high, slack)


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
        if not within(share, Fraction(1), rounding_of(row, "1")):
            message = say("a share of {share}", share=Quantity(exactly(share * 100), "%"))
            hint = say("mend it; if it is no share, give the indicator a maximum above 100%")
            yield RowFlaw(row, "value", message, hint)


def _parts_of_link(records: Records, link: Link) -> Iterator[RowFlaw]:
    targets = records.plan.target
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


ONE_IS_WRONG = say("one of the three figures is wrong or old")


@record_rule(
    "CP304",
    "A reported share is numerator ÷ denominator.",
    "If they differ by more than rounding, one of the three figures is wrong or old.",
    "Compare the three figures and their vintages, and mend the one that is wrong.",
    compares=True,
)
def _shares_as_computed(records: Records) -> Iterator[RowFlaw]:
    flaws = (_as_computed(records), _surely_otherwise(records))
    return merge(*flaws, key=lambda flaw: (flaw.row.year, flaw.row.line))


def _surely_otherwise(records: Records) -> Iterator[RowFlaw]:
    for row, *sides in records.wrong_shares:
        message = partial(not_as_computed, records, row)
        yield RowFlaw(row, "value", message, ONE_IS_WRONG, tuple(sides))


def _as_computed(records: Records) -> Iterator[RowFlaw]:
    for row, indicator, figure, found in records.reported_ratios():
        if figure.reported == row:
            continue
        exact = convert(found, indicator.unit, "1")
        if not _is_quotient(records, indicator.sides, row, exact):
            message = partial(not_as_computed, records, row)
            yield RowFlaw(row, "value", message, ONE_IS_WRONG, figure.inputs)


def _is_quotient(records: Records, sides: Sequence[str], row: Observation, exact: Fraction) -> bool:
    """Say whether a share is its quotient but for rounding, which both sides may be too."""
    share, slack = number_of(row, "1"), rounding_of(row, "1")
    top, bottom = (records.figures.of_indicator(side, row.entity, row.year) for side in sides)
    if bottom is None or not bottom.exact:
        return agree(exact, share, slack)
    unit = records.plan.indicator[sides[-1]].unit
    over, under = (rounding_in((side,), unit) for side in (top, bottom))
    return is_quotient(share, exact * bottom.exact, bottom.exact, slack, over, under)


def not_as_computed(records: Records, placed: Observation | PlacedRow, unit: str = "") -> Message:
    """Say that a share is not what its sides make, in a unit or that of the row."""
    row = observed(placed)
    figure = records.figures.of_indicator(row.indicator, row.entity, row.year)
    computed = (figure and figure.exact) or Fraction(0)
    own, unit = records.plan.indicator[row.indicator].unit, unit or row.unit
    return say(
        "{reported} is reported, numerator ÷ denominator is {computed}",
        reported=quantity_of(row, unit),
        computed=Quantity(exactly(convert(computed, own, unit)), unit),
    )


@record_rule(
    "CP305",
    "Members do not add up to more than their total.",
    "A member was counted twice, or the total is older than its members.",
    "Compare the members with the total, and their days of publication. Rates are added up only"
    " where a target does so.",
    compares=True,
)
def _members_within_totals(records: Records) -> Iterator[RowFlaw]:
    for each in additions(records):
        if each.group is not None and not within(each.least, each.reported, each.slack):
            message = say(
                "the members of {group} add up to {sum}",
                group=each.group.name,
                sum=Quantity(exactly(each.least), each.unit),
            )
            hint = say("a member counts twice, or the total is old")
            yield RowFlaw(each.whole, "value", message, hint, each.inputs)


@record_rule(
    "CP306",
    "Parts add up to the whole, where all are known.",
    "The plan says that they do: 20 = 10 + 10.",
    "Mend the part or the whole that is wrong.",
    compares=True,
)
def _wholes_as_added(records: Records) -> Iterator[RowFlaw]:
    for each in additions(records):
        if each.group is not None or each.exact is None or not UNITS[each.unit].numeric:
            continue
        if not agree(each.exact, each.reported, each.slack):
            message = say(
                "{whole} is reported, the parts add up to {sum}",
                whole=Quantity(exactly(each.reported), each.unit),
                sum=Quantity(exactly(each.exact), each.unit),
            )
            yield RowFlaw(
                each.whole, "value", message, say("mend a part or the whole"), each.inputs
            )


RULES = (_parts_within_wholes, _wholes_as_added, _members_within_totals, _shares_as_computed)
