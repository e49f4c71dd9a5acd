"""What disclosure control is told of a roll-up: cells, the sums that hold among them, shares."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from clusterplan.base.exact import decimals_of, plain
from clusterplan.base.units import convert
from clusterplan.model.observations import ObsStatus
from clusterplan.model.plan import Product, Ratio
from clusterplan.model.plan import Sum as SumFormula
from clusterplan.rollup.disclosure import Cell, Relation, Rules, Share, total
from clusterplan.rollup.suppression import pattern
from clusterplan.rollup.unit_queries import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from clusterplan.base.units import Unit
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Indicator, Plan
    from clusterplan.rollup.computing import Computed, Covered, Sum
    from clusterplan.rollup.definition import Definition, Figure
    from clusterplan.rollup.disclosure import Pattern

    Sums: TypeAlias = Mapping["Key", tuple[Figure, Sum, Covered | None]]

Measure: TypeAlias = Hashable
"""Figures of one measure add up what is the same of units."""


class Key(NamedTuple):
    """Whose figure it is."""

    indicator: str
    entity: str


class Protection:
    """Finds what has to be hidden.

    Args:
        definition: what was computed, and how to protect it.
        computed: what it comes to.
        sums: the figures that have a value.
        refused: those of them that are not published for another reason.
        plan: the plan.
        rows: all figures that the data folder has.
        year: the year of the figures.
    """

    def __init__(
        self,
        definition: Definition,
        computed: Computed,
        sums: Sums,
        refused: Collection[Key],
        plan: Plan,
        rows: Iterable[Observation],
        year: int,
    ) -> None:
        self.definition, self.computed, self.plan = definition, computed, plan
        self.sums, self.refused, self.year = sums, refused, year
        self.rows: dict[tuple[Key, int], list[Observation]] = {}
        self.told: dict[Key, list[Observation]] = {}
        """Those of the year that have a value, of whatever series."""
        for row in rows:
            key = Key(row.indicator, row.entity)
            if row.status is not ObsStatus.MISSING and row.series == (definition.series or ""):
                self.rows.setdefault((key, row.year), []).append(row)
            if row.year == year and isinstance(row.value, Fraction):
                self.told.setdefault(key, []).append(row)

    def pattern(self) -> Pattern:
        """Return what has to be hidden."""
        return pattern(
            list(self._cells()),
            list(self._relations()),
            list(self._shares()),
            _rules(self.definition),
            self._hidden_last_year(),
        )

    def _cells(self) -> Iterator[Cell]:
        for key, (figure, found, _) in self.sums.items():
            yield self._cell(key, figure, found, published=key not in self.refused)
        for figure, sums in self._divided():
            measure = _measure(figure)
            if (NOWHERE in sums) and sums[NOWHERE].units:
                yield self._cell((measure, figure.by), figure, sums[NOWHERE], published=False)
        for measure, (figure, every) in self._untold_totals().items():
            yield self._cell(measure, figure, every, published=False)

    def _cell(self, key: Hashable, figure: Figure, found: Sum, *, published: bool) -> Cell:
        value = Fraction(found.value or 0)
        counted = figure.sum is None
        earlier: tuple[Fraction | None, ...] = ()
        if isinstance(key, Key):
            earlier = (*self._earlier(key, figure), *self._implied(key, figure))
        ones = (Fraction(1),) * min(found.units, max(self.definition.largest, 2))
        return Cell(
            key=key,
            value=value,
            units=found.units,
            largest=ones if counted else found.largest,
            absolute=value if counted else found.size,
            minimum=Fraction(0) if counted or self._is_never_negative(figure) else None,
            whole=counted,
            step=Fraction(1, 10 ** decimals_of(shown(found))),
            published=published,
            earlier=earlier,
        )

    def _is_never_negative(self, figure: Figure) -> bool:
        indicator = self.plan.indicator[figure.indicator]
        edits = (each for each in self.definition.edits if each.column == figure.sum)
        bounds = (each.least for each in edits)
        return indicator.never_negative or any(each is not None and each >= 0 for each in bounds)

    def _earlier(self, key: Key, figure: Figure) -> tuple[Fraction | None, ...]:
        listed = self.rows.get((key, self.year), [])
        return tuple(
            convert(row.value, row.unit, figure.unit) if isinstance(row.value, Fraction) else None
            for row in sorted(listed, key=lambda row: (row.published is not None, row.published))
        )

    def _implied(self, key: Key, figure: Figure) -> Iterator[Fraction]:
        """Return what a share and its other side in the file make of a figure."""
        own = self.plan.indicator[key.indicator]
        for each in self.plan.indicators:
            found: Iterable[Fraction] = ()
            if isinstance(each.formula, Ratio) and each.formula.numerator == own.id:
                wholes = self._values(each.formula.denominator, key.entity, own.unit)
                found = (
                    share * whole for share in self._shares_told(each, key) for whole in wholes
                )
            elif isinstance(each.formula, Ratio) and each.formula.denominator == own.id:
                parts = self._values(each.formula.numerator, key.entity, own.unit)
                shares = [share for share in self._shares_told(each, key) if share]
                found = (part / share for share in shares for part in parts)
            elif each is own and isinstance(own.formula, Product):
                levels = self._values(own.formula.level, key.entity, own.unit)
                shares = self._shares_told(self.plan.indicator[own.formula.share], key)
                found = (share * level for share in shares for level in levels)
            yield from (convert(value, own.unit, figure.unit) for value in found)

    def _shares_told(self, indicator: Indicator, key: Key) -> list[Fraction]:
        factor = indicator.unit.factor
        return [share * factor for share in self._values(indicator.id, key.entity, indicator.unit)]

    def _values(self, indicator: str, entity: str, unit: Unit) -> list[Fraction]:
        return [
            convert(row.value, row.unit, unit)
            for row in self.told.get(Key(indicator, entity), ())
            if isinstance(row.value, Fraction)
        ]

    def _divided(self) -> Iterator[tuple[Figure, dict[str | None, Sum]]]:
        """Return the figures by entity whose values add up to a whole."""
        for figure, sums in zip(self.definition.figures, self.computed.sums, strict=True):
            if figure.by and not figure.count_distinct:
                yield figure, sums

    def _totals(self) -> dict[Measure, Key]:
        """Return the figures that state what figures by entity add up to."""
        return {_measure(figure): key for key, (figure, _, _) in self.sums.items() if not figure.by}

    def _untold_totals(self) -> dict[Measure, tuple[Figure, Sum]]:
        told = self._totals()
        return {
            _measure(figure): (figure, sums[None])
            for figure, sums in self._divided()
            if _measure(figure) not in told and None in sums
        }

    def _relations(self) -> Iterator[Relation]:
        told = self._totals()
        for figure, sums in self._divided():
            measure = _measure(figure)
            parts: list[Hashable] = [
                Key(figure.indicator, entity)
                for entity, found in sums.items()
                if entity and found.value is not None
            ]
            if (NOWHERE in sums) and sums[NOWHERE].units:
                parts.append((measure, figure.by))
            if None in sums:
                yield total(told.get(measure, measure), parts)
        yield from self._formulas()

    def _formulas(self) -> Iterator[Relation]:
        """Return sums that the plan states, where they hold to the last digit."""
        for indicator in self.plan.indicators:
            if not isinstance(indicator.formula, SumFormula):
                continue
            for entity in dict.fromkeys(key.entity for key in self.sums):
                keys = [Key(each, entity) for each in (indicator.id, *indicator.formula.parts)]
                if not self.sums.keys() >= set(keys):
                    continue
                terms = [
                    (key, Fraction(-1 if key.indicator == indicator.id else 1) * self._factor(key))
                    for key in keys
                ]
                if not sum(Fraction(self.sums[key][1].value or 0) * by for key, by in terms):
                    yield Relation(tuple(terms))

    def _factor(self, key: Key) -> Fraction:
        return self.sums[key][0].unit.factor

    def _shares(self) -> Iterator[Share]:
        """Return the quotients that the data folder tells of this year's figures."""
        for indicator in self.plan.indicators:
            if not isinstance(indicator.formula, Ratio):
                continue
            for entity in dict.fromkeys(key.entity for key in self.sums):
                key = Key(indicator.id, entity)
                sides = (indicator.formula.numerator, indicator.formula.denominator)
                top, bottom = (Key(each, entity) for each in sides)
                listed = self.rows.get((key, self.year), [])
                told = any(row.status.has_value for row in listed)
                if told and {top, bottom} <= self.sums.keys() and key not in self.sums:
                    yield Share(key, top, bottom, readable_before=True)

    def _hidden_last_year(self) -> frozenset[Key]:
        return frozenset(
            key
            for key in self.sums
            if any(
                row.status is ObsStatus.SUPPRESSED
                for row in self.rows.get((key, self.year - 1), [])
            )
        )


def _measure(figure: Figure) -> Measure:
    """Return what a figure adds up, whoever it is of."""
    return (figure.sum, figure.count, figure.count_distinct, figure.where)


def _rules(definition: Definition) -> Rules:
    told = definition.disclosure
    few = told.dominance
    dominance = None if few is None else (few.largest, few.percent)
    return Rules(told.min_units, dominance, told.p_percent, told.protect)


def shown(found: Sum) -> Decimal:
    """Return a sum in the fewest digits that state all of it."""
    return plain(Decimal(found.value or 0))
