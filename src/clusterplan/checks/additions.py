"""Which reported figures are the sum of others: by formula, by group, by a link of targets."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.exact import total
from clusterplan.base.units import UNITS
from clusterplan.checks.relations import totals_of
from clusterplan.judging.figure import converted, inputs_of, number_of
from clusterplan.judging.rounding import rounding_in, rounding_of
from clusterplan.model.plan import Sum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.checks.records_at_hand import Records
    from clusterplan.judging.figure import Figure
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Group, Link


class Addition(Struct, frozen=True):
    """A reported whole and its parts, all in one unit.

    Attributes:
        whole: the row that reports it.
        parts: the figures, None where there is none.
        unit: what all are in.
        group: the group whose total it is, None for the parts of a formula or a link.
    """

    whole: Observation
    parts: tuple[Figure | None, ...]
    unit: str
    group: Group | None = None

    @property
    def reported(self) -> Fraction:
        """The whole as reported."""
        return number_of(self.whole, self.unit)

    @property
    def least(self) -> Fraction:
        """What the known parts come to at least."""
        lows = (part.low for part in self.parts if part)
        return total(low for low in lows if low) or Fraction(0)

    @property
    def exact(self) -> Fraction | None:
        """What all parts come to, None unless each is known as one value."""
        numbers = [part.exact if part else None for part in self.parts]
        known = [number for number in numbers if number is not None]
        return total(known) if len(known) == len(numbers) else None

    @property
    def slack(self) -> Fraction:
        """By how much rounding alone may set whole and parts apart."""
        return rounding_of(self.whole, self.unit) + rounding_in(self.parts, self.unit)

    @property
    def inputs(self) -> tuple[Observation, ...]:
        """The rows that the parts rest on."""
        return inputs_of(self.parts)


def additions(records: Records) -> Iterator[Addition]:
    """Return every reported figure that is the sum of others."""
    totals = totals_of(records.plan)
    for row in records.in_force:
        indicator = records.plan.indicator[row.indicator]
        if isinstance(indicator.formula, Sum):
            parts = tuple(
                _figure(records, part, row.entity, row) for part in indicator.formula.parts
            )
            yield Addition(row, parts, indicator.unit)
        for group in totals.get((row.indicator, row.entity), ()):
            members = [entity.id for entity in records.plan.members(group.id, row.year)]
            if row.entity not in members:
                parts = tuple(_figure(records, row.indicator, member, row) for member in members)
                yield Addition(row, parts, indicator.unit, group)
    for link in records.plan.links:
        if link.kind == "adds_up":
            yield from _linked(records, link)


def _figure(records: Records, indicator: str, entity: str, row: Observation) -> Figure | None:
    """Return a figure of the year of a row, in the unit of its indicator."""
    known = records.plan.indicator
    figure = records.figures.of_indicator(indicator, entity, row.year)
    return figure and converted(figure, known[indicator].unit, known[row.indicator].unit)


def _linked(records: Records, link: Link) -> Iterator[Addition]:
    figures = records.figures
    targets = records.plan.target
    goal = targets[link.whole]
    indicator = records.plan.indicator.get(goal.indicator or "")
    if indicator is None or isinstance(indicator.formula, Sum):
        return  # counted anew each year, or looked at already
    unit = figures.unit_of(goal)
    for year in records.plan.file_years:
        whole = figures.of_target(goal, year)
        if whole is not None and whole.reported is not None:
            yield Addition(whole.reported, part_figures(records, link, unit, year), unit)


def part_figures(records: Records, link: Link, unit: str, year: int) -> tuple[Figure | None, ...]:
    """Return the figures of the parts of a link, in one unit."""
    targets = records.plan.target
    figures, kind = records.figures, UNITS[unit].dimension
    found = ((targets[part], figures.of_target(targets[part], year)) for part in link.parts)
    return tuple(
        converted(figure, figures.unit_of(target), unit)
        if figure and UNITS[figures.unit_of(target)].dimension == kind  # an index is not
        else None
        for target, figure in found
    )
