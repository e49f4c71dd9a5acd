"""CP308: a level that is off like a wrong unit, against other years, vintages or a sum."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.messages import Quantity, say
from clusterplan.base.units import UNITS, convert
from clusterplan.checks.additions import additions
from clusterplan.checks.flaws import RowFlaw, observed, record_rule
from clusterplan.checks.longest_chains import left_out, longest_chains
from clusterplan.checks.relations import agree, within
from clusterplan.checks.shares_and_wholes import not_as_computed
from clusterplan.checks.unit_factors import HUNDRED, MARGIN, NEAR, Factors, apart, factors_of
from clusterplan.judging.figure import number_of, quantity_of
from clusterplan.reading.row_index import Trait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.base.messages import Message, Param
    from clusterplan.checks.additions import Addition
    from clusterplan.checks.flaws import AnyRow
    from clusterplan.checks.records_at_hand import Records
    from clusterplan.checks.relations import Number
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Indicator
    from clusterplan.reading.actuals_file import PlacedRow

CLOSE = Fraction(21, 20)
"""How near a sum must come to its parts, once a unit is mended; members may be fewer, see NEAR."""
CANCELLED = 1e-6
"""What is left of a sum of floats below this part of it may be noise."""
_BREAK = int(Trait.BREAK)


@record_rule(
    "CP308",
    "A level does not jump as it would with a wrong unit.",
    "Ten, a thousand or ten thousand times the years beside it, an earlier vintage or the sum of"
    " the parts, or a hundred times in a percentage: that smells of a wrong unit.",
    "Check the unit against the source; the finding names the one that would fit. If the series"
    " changed its coverage, set obs_status to break.",
    compares=True,
)
def _levels_do_not_jump(records: Records) -> Iterator[RowFlaw]:
    """Find levels that are off by what sets two units apart, and name the unit that would fit."""
    factors = {item.id: factors_of(item) for item in records.plan.indicators}
    for indicator, entity, rows in records.series(lambda item: bool(factors[item.id])):
        goals = _goals(records, indicator, entity)
        yield from _against_years(indicator, rows, factors[indicator.id], goals)
    for chosen in records.contested:
        row, others = chosen.observation, (*chosen.superseded, *chosen.rivals)
        indicator = records.plan.indicator[row.indicator]
        yield from _against_vintages(indicator, row, others, factors[row.indicator])
    for added in additions(records):
        yield from _against_parts(records, added)
    yield from _shares(records)


def _against_years(
    indicator: Indicator, rows: Sequence[PlacedRow], factors: Factors, goals: Sequence[Fraction]
) -> Iterator[RowFlaw]:
    """Compare the years of one series; those that do not fit the most others are off."""

    def level(row: PlacedRow) -> Fraction:
        return number_of(row.observation, indicator.unit)

    def slip(before: PlacedRow, after: PlacedRow) -> Fraction:
        sure = factors.surely_between(before.number, after.number)
        return factors.between(level(before), level(after)) if sure is None else sure

    def fit(before: PlacedRow, after: PlacedRow) -> bool:
        return bool(after.traits & _BREAK) or slip(before, after) == 1

    def far(chain: Sequence[PlacedRow]) -> Fraction:
        levels = [level(row) for row in chain] if goals else []
        pairs = [(x, g) for x in levels for g in goals if x > 0]
        return min((max(x / g, g / x) for x, g in pairs), default=Fraction(0))

    first, *others = longest_chains(rows, fit)
    sound = min((first, *others), key=far) if others else first
    for row, nearest in left_out(rows, sound):
        off = slip(nearest, row)
        if off != 1:
            message = partial(_compared, row, nearest, indicator, off)
            yield _flaw(row, indicator, message, 1 / off, (nearest,))


def _goals(records: Records, indicator: Indicator, entity: str) -> list[Fraction]:
    """Return what the plan demands of the indicator, in its unit."""
    return [
        convert(target.value, target.unit, indicator.unit)
        for target in records.plan.targets
        if target.indicator == indicator.id
        and (target.entity or records.plan.area) == entity
        and target.aggregate is None
        and target.unit
        and isinstance(target.value, Fraction)
        and target.value > 0
    ]


def _against_vintages(
    indicator: Indicator, row: Observation, others: Sequence[Observation], factors: Factors
) -> Iterator[RowFlaw]:
    """Compare what else was published of the same figure."""
    for other in others:
        slip = factors.between(number_of(row, indicator.unit), number_of(other, indicator.unit))
        if slip != 1:
            message = partial(_compared, other, row, indicator, slip)
            yield _flaw(other, indicator, message, 1 / slip, (row,))


def _compared(row: AnyRow, other: AnyRow, indicator: Indicator, factor: Fraction) -> Message:
    """Say how far a figure is from another one."""
    params: dict[str, Param] = {
        "new": quantity_of(observed(row), indicator.unit),
        "old": quantity_of(observed(other), indicator.unit),
        "year": str(other.year),
        "times": Decimal(round(max(factor, 1 / factor))),
    }
    if factor > 1:
        return say("{new} is about {times} times the {old} of {year}", **params)
    return say("{new} is about 1/{times} of the {old} of {year}", **params)


def _against_parts(records: Records, added: Addition) -> Iterator[RowFlaw]:
    """Find the row of a wrong sum that another unit would bring into line."""
    if added.exact is None or added.exact <= 0 or added.reported <= 0:
        return
    fits = agree if added.group is None else within
    if fits(added.exact, added.reported, added.slack):
        indicator = records.plan.indicator[added.whole.indicator]
        between = factors_of(indicator).between(added.exact, added.reported)
        if added.group is None or between == 1:
            return
    found = _mended(records, added)
    if found is not None and found[0] <= (CLOSE if added.group is None else NEAR[1]):
        _, row, factor = found
        indicator = records.plan.indicator[row.indicator]
        level = number_of(row, indicator.unit) * factor
        message = say(
            "{whole} is reported, the parts add up to {sum};"
            " it would fit if {row} here were {mended}",
            whole=Quantity(exactly(added.reported), added.unit),
            sum=Quantity(exactly(added.exact), added.unit),
            row=quantity_of(row, indicator.unit),
            mended=Quantity(exactly(level), indicator.unit),
        )
        rest = tuple(other for other in (added.whole, *added.inputs) if other is not row)
        yield _flaw(row, indicator, message, factor, rest)


def _mended(records: Records, added: Addition) -> tuple[Fraction, Observation, Fraction] | None:
    """Return how far apart whole and parts are once a row is multiplied, the row, the factor.

    That is the row and the factor that bring them nearest to each other. There may be thousands:
    floats tell those apart that may do so.
    """
    total, whole = added.exact or Fraction(0), added.reported
    rough_total, rough_whole = float(total), float(whole)
    inputs = list(_inputs(added))
    known = {row.indicator for row, *_ in inputs}
    steps = {each: _steps(records.plan.indicator[each]) for each in known}
    least = float(NEAR[1])
    likely = []
    for row, level, is_whole in inputs:
        rough = float(level)
        for factor, size in steps[row.indicator]:
            ends = _mended_by(size, rough, rough_whole, rough_total, is_whole=is_whole)
            cancelled = abs(ends[1]) <= CANCELLED * (rough_total + abs(rough) * size)
            gap = None if cancelled else _gap(*ends)
            if cancelled or (gap is not None and gap <= least * (1 + MARGIN)):
                least = min(least, gap or least)
                likely.append((row, level, factor, is_whole))
    found = []
    for row, level, factor, is_whole in likely:
        exact = _gap(*_mended_by(factor, level, whole, total, is_whole=is_whole))
        if exact is not None:
            found.append((exact, row, factor))
    return min(found, key=lambda each: each[0], default=None)


def _mended_by(
    factor: Number, level: Number, whole: Number, parts: Number, *, is_whole: bool
) -> tuple[Number, Number]:
    """Return whole and parts after a row, the whole or one of the parts, is multiplied."""
    return (whole * factor, parts) if is_whole else (whole, parts + level * (factor - 1))


def _inputs(added: Addition) -> Iterator[tuple[Observation, Fraction, bool]]:
    """Return the rows of a sum with their levels in its unit, and whether it is the whole."""
    yield added.whole, added.reported, True
    for part in added.parts:
        if part and part.reported and part.low:
            yield part.reported, part.low, False


def _steps(indicator: Indicator) -> Iterable[tuple[Fraction, float]]:
    """Return the factors that may mend a row, and their inverses, each also as a float."""
    factors = factors_of(indicator) or apart(indicator.unit.dimension)
    steps = [each for factor in factors for each in (factor, 1 / factor)]
    return [(step, float(step)) for step in steps]


def _gap(whole: Number, parts: Number) -> Number | None:
    """Return how many times one is the other, None unless both are above zero."""
    return max(whole / parts, parts / whole) if whole > 0 and parts > 0 else None


def _shares(records: Records) -> Iterator[RowFlaw]:
    """Find reported shares that are a hundred times numerator / denominator, or a hundredth."""
    for row, indicator, figure, exact in records.reported_ratios():
        slip = HUNDRED.between(exact, number_of(row, indicator.unit))
        if slip != 1:
            message = partial(not_as_computed, records, row, indicator.unit)
            yield _flaw(row, indicator, message, 1 / slip, figure.inputs)


def _flaw(
    row: AnyRow,
    indicator: Indicator,
    message: Message | Callable[[], Message],
    factor: Fraction,
    others: tuple[AnyRow, ...],
) -> RowFlaw:
    return RowFlaw(row, "value", message, partial(_unit_hint, row, indicator, factor), others)


def _unit_hint(row: AnyRow, indicator: Indicator, factor: Fraction) -> Message:
    unit = _unit_that_fits(observed(row), indicator, factor)
    return say("is the unit {unit}?", unit=unit) if unit else say("check the unit and the digits")


def _unit_that_fits(row: Observation, indicator: Indicator, factor: Fraction) -> str | None:
    """Return the unit in which the number would be so many times what it is now."""
    own = UNITS[row.unit]
    fitting = [
        str(unit)
        for unit in UNITS.values()
        if unit.dimension == own.dimension and unit.factor == own.factor * factor
    ]
    # The plan's own unit before others, then one in the script of the row's.
    fitting.sort(key=lambda unit: (unit != indicator.unit, unit.isascii() != row.unit.isascii()))
    return fitting[0] if fitting else None


RULES = (_levels_do_not_jump,)
