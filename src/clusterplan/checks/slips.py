"""CP308: a level that is off like a wrong unit, against other years, vintages or a sum."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from clusterplan.actuals import ObsStatus
from clusterplan.checks.chains import longest_chains
from clusterplan.checks.glance import is_level
from clusterplan.checks.rule import RecordRule, Records, RowFlaw
from clusterplan.checks.sums import additions
from clusterplan.exact import exactly
from clusterplan.figures import number_of
from clusterplan.findings import Level, Rule
from clusterplan.messages import Quantity, say
from clusterplan.plan import Ratio
from clusterplan.units import UNITS, Dimension, convert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.actuals import Observation
    from clusterplan.checks.sums import Addition
    from clusterplan.figures import Figure
    from clusterplan.messages import Message, Param
    from clusterplan.plan import Indicator

TENS = (10, 1000, 10_000)
"""What a wrong unit is off by, whatever the table of units has: 十, 千, 万."""
PER_CENT = 100
"""What a share is off by: a fraction of 1 taken for per cent, or the other way round."""
NEAR = Fraction(7, 10), Fraction(14, 10)
"""How near a jump must be to one of them; levels hardly grow by two fifths a year."""
CLOSE = Fraction(21, 20)
"""How near a sum must come to its parts, once a unit is mended; members may be fewer, see NEAR."""


def levels_do_not_jump(records: Records) -> Iterator[RowFlaw]:
    """Find levels that are off by what sets two units apart, and name the unit that would fit."""
    factors = {item.id: _factors(item) for item in records.plan.indicators}
    for (identity, entity), rows in records.series.items():
        if factors[identity]:
            indicator = records.plan.indicator[identity]
            goals = _goals(records, indicator, entity)
            yield from _against_years(indicator, rows, factors[identity], goals)
    for chosen in records.contested:
        row, others = chosen.observation, (*chosen.superseded, *chosen.rivals)
        indicator = records.plan.indicator[row.indicator]
        yield from _against_vintages(indicator, row, others, factors[row.indicator])
    for added in additions(records):
        yield from _against_parts(records, added)
    yield from _shares(records)


def _factors(indicator: Indicator) -> tuple[Fraction, ...]:
    """Return by how much a wrong unit can set levels of an indicator off."""
    dimension = UNITS[indicator.unit].dimension
    if not is_level(indicator):
        return ()
    if dimension is Dimension.RATIO:  # a rate may well rise tenfold, a part of a whole does not
        share = isinstance(indicator.formula, Ratio) or indicator.maximum is not None
        return (Fraction(PER_CENT),) if share else ()
    return tuple(sorted({*_apart(dimension), *map(Fraction, TENS)}))


def _apart(dimension: Dimension) -> tuple[Fraction, ...]:
    """Return by what the units of a dimension are apart."""
    sizes = [unit.factor for unit in UNITS.values() if unit.dimension is dimension]
    return tuple({large / small for large in sizes for small in sizes if large / small >= TENS[0]})


def _slip(old: Fraction, new: Fraction, factors: Sequence[Fraction]) -> Fraction:
    """Return the factor that takes the old level near the new one, or its inverse; 1 if none."""
    if old <= 0 or new <= 0:
        return Fraction(1)
    ratio = max(new / old, old / new)
    if ratio < NEAR[0] * TENS[0]:  # which they nearly always are
        return Fraction(1)
    near = [factor for factor in factors if NEAR[0] * factor <= ratio <= NEAR[1] * factor]
    best = min(near, key=lambda factor: max(ratio / factor, factor / ratio), default=Fraction(1))
    return best if new > old else 1 / best


def _against_years(
    indicator: Indicator,
    rows: Sequence[Observation],
    factors: Sequence[Fraction],
    goals: Sequence[Fraction],
) -> Iterator[RowFlaw]:
    """Compare the years of one series; those that do not fit the most others are off."""

    def level(row: Observation) -> Fraction:
        return number_of(row, indicator.unit)

    def fit(before: Observation, after: Observation) -> bool:
        broken = after.status is ObsStatus.BREAK
        return broken or _slip(level(before), level(after), factors) == 1

    def far(chain: Sequence[Observation]) -> Fraction:
        levels = (level(row) for row in chain if level(row) > 0)
        return min((max(x / g, g / x) for x in levels for g in goals), default=Fraction(0))

    if all(fit(before, after) for before, after in pairwise(rows)):
        return
    sound = min(longest_chains(rows, fit), key=far)
    for row in rows:
        nearest = min(sound, key=lambda other: abs(other.year - row.year))
        slip = _slip(level(nearest), level(row), factors)
        if row not in sound and slip != 1:
            yield _flaw(
                row, indicator, _compared(row, nearest, indicator, slip), 1 / slip, (nearest,)
            )


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
    indicator: Indicator,
    row: Observation,
    others: Sequence[Observation],
    factors: Sequence[Fraction],
) -> Iterator[RowFlaw]:
    """Compare what else was published of the same figure."""
    for other in others:
        slip = _slip(number_of(row, indicator.unit), number_of(other, indicator.unit), factors)
        if slip != 1:
            yield _flaw(other, indicator, _compared(other, row, indicator, slip), 1 / slip, (row,))


def _compared(
    row: Observation, other: Observation, indicator: Indicator, factor: Fraction
) -> Message:
    """Say how far a figure is from another one."""
    params: dict[str, Param] = {
        "new": _quantity(row, indicator),
        "old": _quantity(other, indicator),
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
    low = added.reported - added.slack if added.group is None else Fraction(0)
    if low <= added.exact <= added.reported + added.slack:
        indicator = records.plan.indicator[added.whole.indicator]
        if added.group is None or _slip(added.exact, added.reported, _factors(indicator)) == 1:
            return
    found = min(_mended(records, added), key=lambda each: each[0], default=None)
    if found is not None and found[0] <= (CLOSE if added.group is None else NEAR[1]):
        _, row, factor = found
        indicator = records.plan.indicator[row.indicator]
        level = number_of(row, indicator.unit) * factor
        message = say(
            "{whole} is reported, the parts add up to {sum};"
            " it would fit if {row} here were {mended}",
            whole=Quantity(exactly(added.reported), added.unit),
            sum=Quantity(exactly(added.exact), added.unit),
            row=_quantity(row, indicator),
            mended=Quantity(exactly(level), indicator.unit),
        )
        rest = tuple(other for other in (added.whole, *added.inputs) if other is not row)
        yield _flaw(row, indicator, message, factor, rest)


def _mended(records: Records, added: Addition) -> Iterator[tuple[Fraction, Observation, Fraction]]:
    """Return how far apart whole and parts are once a row is multiplied, the row, the factor."""
    total = added.exact or Fraction(0)
    parts: list[Figure] = [part for part in added.parts if part and part.reported]
    rows = [(added.whole, added.reported, True)]
    rows += [(part.reported, part.low, False) for part in parts if part.reported and part.low]
    for row, level, is_whole in rows:
        indicator = records.plan.indicator[row.indicator]
        factors = _factors(indicator) or _apart(UNITS[indicator.unit].dimension)
        for factor in (each for one in factors for each in (one, 1 / one)):
            whole = level * factor if is_whole else added.reported
            parts_sum = total if is_whole else total + level * (factor - 1)
            if whole > 0 and parts_sum > 0:
                yield max(whole / parts_sum, parts_sum / whole), row, factor


def _shares(records: Records) -> Iterator[RowFlaw]:
    """Find reported shares that are a hundred times numerator / denominator, or a hundredth."""
    for row in records.in_force:
        indicator = records.plan.indicator[row.indicator]
        if not isinstance(indicator.formula, Ratio):
            continue
        figure = records.figures.of_indicator(row.indicator, row.entity, row.year)
        if figure is None or figure.exact is None:
            continue
        reported = number_of(row, indicator.unit)
        slip = _slip(figure.exact, reported, (Fraction(PER_CENT),))
        if slip != 1:
            message = say(
                "{reported} is reported, numerator ÷ denominator is {computed}",
                reported=_quantity(row, indicator),
                computed=Quantity(exactly(figure.exact), indicator.unit),
            )
            yield _flaw(row, indicator, message, 1 / slip, figure.inputs)


def _flaw(
    row: Observation,
    indicator: Indicator,
    message: Message,
    factor: Fraction,
    others: tuple[Observation, ...],
) -> RowFlaw:
    unit = _unit_that_fits(row, indicator, factor)
    hint = say("is the unit {unit}?", unit=unit) if unit else say("check the unit and the digits")
    return RowFlaw(row, "value", message, hint, others)


def _unit_that_fits(row: Observation, indicator: Indicator, factor: Fraction) -> str | None:
    """Return the unit in which the number would be so many times what it is now."""
    own = UNITS[row.unit]
    fitting = [
        unit.symbol
        for unit in UNITS.values()
        if unit.dimension is own.dimension and unit.factor == own.factor * factor
    ]
    # The plan's own unit before others, then one in the script of the row's.
    fitting.sort(key=lambda unit: (unit != indicator.unit, unit.isascii() != row.unit.isascii()))
    return fitting[0] if fitting else None


def _quantity(row: Observation, indicator: Indicator) -> Quantity:
    return Quantity(exactly(number_of(row, indicator.unit)), indicator.unit)


RULES = (
    RecordRule(
        Rule(
            "CP308",
            Level.WARNING,
            say("A level does not jump as it would with a wrong unit."),
            say(
                "Ten, a thousand or ten thousand times the years beside it, an earlier vintage or"
                " the sum of the parts: that smells of a wrong unit."
            ),
            say(
                "Check the unit against the source; the finding names the one that would fit. If"
                " the series changed its coverage, set obs_status to break."
            ),
        ),
        levels_do_not_jump,
        compares=True,
    ),
)
