"""CP307 to CP309: a figure against the same figure of other years."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.checks.rule import Flaw, RecordRule, Records, RowFlaw
from clusterplan.exact import exactly
from clusterplan.figures import number_of
from clusterplan.findings import Level, Rule
from clusterplan.messages import Quantity, say
from clusterplan.units import UNITS, Dimension

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clusterplan.actuals import Observation
    from clusterplan.plan import Indicator

SLIPS = (10, 1000, 10_000)
"""What a wrong unit is off by: 亿 and 十亿, 元 and 千元, 万 and 亿."""
NEAR = Fraction(7, 10), Fraction(14, 10)
"""How near a jump must be to one of them; levels hardly grow by two fifths a year."""
ALIKE = 6.99
"""A ratio that is not near the least of them."""
NOT_LEVELS = (Dimension.COUNT, Dimension.PEOPLE, Dimension.RATIO, Dimension.DAYS)
"""Counts start small and grow fast; rates go up and down."""


def _years(
    records: Records, indicators: Iterable[Indicator], fine: Callable[[float, float], bool]
) -> Iterator[tuple[Indicator, list[Observation]]]:
    """Return the figures in force, by year, of each indicator and entity.

    Left out are those of which all numbers are `fine` next to those of the year before.
    """
    many = len(records.numbering.entities)
    wanted = {records.numbering.subjects[indicator.id] for indicator in indicators}
    last: dict[int, float] = {}
    doubtful: dict[int, None] = {}
    for file in records.files if wanted and len(records.files) > 1 else ():
        numbers = file.index.only_numbers()
        for figure, new in numbers.items():
            old = last.get(figure)
            if old is not None and not fine(old, new) and figure // many in wanted:
                doubtful[figure] = None
        last |= numbers
    for figure in doubtful:
        identity, entity = records.numbering.named(figure)
        found = (records.figures.selected(identity, entity, file.year) for file in records.files)
        yield records.plan.indicator[identity], [each.observation for each in found if each]


def _numeric(records: Records) -> Iterator[Indicator]:
    return (item for item in records.plan.indicators if UNITS[item.unit].numeric)


def cumulative_figures_stay(records: Records) -> Iterator[RowFlaw]:
    """Find cumulative figures that fall."""
    built_up = [item for item in _numeric(records) if item.cumulative]
    for indicator, rows in _years(records, built_up, lambda old, new: old <= new):
        for before, after in itertools.pairwise(rows):
            old, new = number_of(before, indicator.unit), number_of(after, indicator.unit)
            if new < old:
                message = say(
                    "{new} after {old} in {year}, though it is cumulative",
                    new=Quantity(exactly(new), indicator.unit),
                    old=Quantity(exactly(old), indicator.unit),
                    year=str(before.year),
                )
                yield RowFlaw(after, "value", message, say("mend it, or explain it in the note"))


def levels_do_not_jump(records: Records) -> Iterator[RowFlaw]:
    """Find levels off by a power of ten; a year after a slip is not blamed for coming back."""
    levels = [
        item
        for item in _numeric(records)
        if UNITS[item.unit].dimension not in NOT_LEVELS and item.observed == "level"
    ]
    for indicator, rows in _years(records, levels, _much_alike):
        blamed = None
        for before, after in itertools.pairwise(rows):
            old, new = number_of(before, indicator.unit), number_of(after, indicator.unit)
            slip = _slip(old, new)
            if slip is None or blamed is before:
                continue
            blamed = after
            message = say(
                "{new} after {old} in {year}: about {slip} times, which smells of a wrong unit",
                new=Quantity(exactly(new), indicator.unit),
                old=Quantity(exactly(old), indicator.unit),
                year=str(before.year),
                slip=f"{slip:,}" if new > old else f"1/{slip:,}",
            )
            yield RowFlaw(
                after, "unit", message, say("check the unit: is it {unit}?", unit=after.unit)
            )


def _much_alike(old: float, new: float) -> bool:
    return old <= ALIKE * new and new <= ALIKE * old


def _slip(old: Fraction, new: Fraction) -> int | None:
    if old <= 0 or new <= 0:
        return None
    ratio = max(new / old, old / new)
    return next((slip for slip in SLIPS if NEAR[0] * slip <= ratio <= NEAR[1] * slip), None)


def no_year_is_missing(records: Records) -> Iterator[Flaw]:
    """Find targets without a figure in a year between two that have one."""
    plan = records.plan
    for index, target in enumerate(plan.targets):
        last = target.year if isinstance(target.year, int) else plan.period[1]
        years = range(plan.base_year, last + 1)
        known = [year for year in years if records.figures.of_target(target, year) is not None]
        for year in years:
            if known and known[0] < year < known[-1] and year not in known:
                message = say("{target}: no figure for {year}", target=target.name, year=str(year))
                yield Flaw(("targets", index), message, say("supply it, or say that it is missing"))


RULES = (
    RecordRule(
        Rule(
            "CP307",
            Level.WARNING,
            say("A cumulative figure does not fall."),
            say("What has been built up does not vanish within a year."),
        ),
        cumulative_figures_stay,
    ),
    RecordRule(
        Rule(
            "CP308",
            Level.WARNING,
            say("A level does not jump by 10, 1,000 or 10,000."),
            say("Such a jump smells of a wrong unit."),
        ),
        levels_do_not_jump,
    ),
    RecordRule(
        Rule(
            "CP309",
            Level.WARNING,
            say("No year is missing between two others."),
            say("A gap hides what happened in it."),
        ),
        no_year_is_missing,
    ),
)
