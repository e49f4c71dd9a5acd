"""What disclosure control is told of a roll-up: cells, the sums that hold among them, shares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec.structs import replace

from clusterplan.base.exact import decimals_of, plain
from clusterplan.base.units import convert
from clusterplan.model.observations import ObsStatus
from clusterplan.model.plan import Product, Ratio
from clusterplan.model.plan import Sum as SumFormula
from clusterplan.rollup.disclosure import Cell, Relation, Rules, Share, total
from clusterplan.rollup.overlaps import Overlaps, Part
from clusterplan.rollup.suppression import pattern
from clusterplan.rollup.unit_queries import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from clusterplan.base.units import Unit
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Indicator, Plan
    from clusterplan.rollup.computing import Computed, Covered, Sum
    from clusterplan.rollup.definition import Definition, Figure, Measure
    from clusterplan.rollup.disclosure import Pattern
    from clusterplan.rollup.overlaps import Place, Rest

    Sums: TypeAlias = Mapping["Key", tuple[Figure, Sum, Covered | None]]


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

        self.parts = self._parts()
        self.rests = list(Overlaps(definition, computed, self.parts).rests())

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
        for by_measure in self.parts.values():
            for part in by_measure.values():
                if not isinstance(part.key, Key):
                    yield self._cell(part.key, part.figure, part.sum, published=False)
        yield from (self._rest_cell(each) for each in self.rests if each.units)
        yield from (known for _, known in self._formulas() if known)

    def _cell(self, key: Hashable, figure: Figure, found: Sum, *, published: bool) -> Cell:
        value = Fraction(found.value or 0)
        counted = figure.sum is None
        earlier: tuple[Fraction | None, ...] = ()
        if isinstance(key, Key):
            earlier = (*self._earlier(key, figure), *self._implied(key, figure))
        elif key == figure.measure:
            earlier = tuple(self._told_totals(figure.measure))
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

    def _rest_cell(self, rest: Rest) -> Cell:
        """Return a cell whose largest contributions nobody asked for: units may be too few."""
        whole = self._cell(rest.key, rest.whole.figure, rest.whole.sum, published=False)
        ones = (Fraction(1),) * min(rest.units, len(whole.largest)) if whole.whole else ()
        return replace(
            whole, value=rest.value, units=rest.units, largest=ones, absolute=rest.size, earlier=()
        )

    def _is_never_negative(self, figure: Figure) -> bool:
        indicator = self.plan.indicator[figure.indicator]
        edits = (each for each in self.definition.edits if each.column == figure.sum)
        bounds = (each.least for each in edits)
        return indicator.never_negative or any(each is not None and each >= 0 for each in bounds)

    def _earlier(self, key: Key, figure: Figure) -> Iterator[Fraction | None]:
        """Return what the file tells, in whatever series, and None for what is suppressed there."""
        own = self.plan.indicator[key.indicator].unit
        yield from (convert(value, own, figure.unit) for value in self._values(*key, own))
        listed = self.rows.get((key, self.year), [])
        yield from (None for row in listed if row.status is ObsStatus.SUPPRESSED)

    def _told_totals(self, measure: Measure) -> Iterator[Fraction]:
        """Return what the file tells of a total that the definition does not state."""
        for figure, _ in self._divided():
            if figure.measure == measure:
                key = Key(figure.indicator, self.plan.area)
                yield from (each for each in self._earlier(key, figure) if each is not None)

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

    def _parts(self) -> dict[Place, dict[Measure, Part]]:
        """Return all that adds up to something: by whose it is, and by what it adds up.

        Of figures that state the same there is the first; see `_same`.
        """
        told = {figure.measure: key for key, (figure, _, _) in self.sums.items() if not figure.by}
        found: dict[Place, dict[Measure, Part]] = {}
        for figure, sums in zip(self.definition.figures, self.computed.sums, strict=True):
            for entity, own in sums.items():
                key: Hashable = Key(figure.indicator, entity or "")
                if entity is None:
                    key = told.get(figure.measure, figure.measure)
                elif entity == NOWHERE:
                    key = (figure.measure, figure.by)
                stated = isinstance(key, Key)
                if not stated and (figure.count_distinct or not own.units):
                    continue  # different texts of entities do not add up
                if stated and key not in self.sums:
                    continue
                place = (None if entity is None else figure.by, entity)
                found.setdefault(place, {}).setdefault(figure.measure, Part(key, figure, own))
        return found

    def _relations(self) -> Iterator[Relation]:
        for figure, sums in self._divided():
            places = ((figure.by, entity) for entity in sums if entity is not None)
            found = [self.parts.get(place, {}).get(figure.measure) for place in places]
            whole = self.parts.get((None, None), {}).get(figure.measure)
            if whole is not None:
                yield total(whole.key, [part.key for part in found if part is not None])
        for rest in self.rests:
            parts = [part.key for part in rest.parts]
            yield total(rest.whole.key, [*parts, rest.key] if rest.units else parts)
        yield from self._same()
        yield from (relation for relation, _ in self._formulas())

    def _same(self) -> Iterator[Relation]:
        """Return that figures which state the same are equal."""
        for key, (figure, _, _) in self.sums.items():
            place = (figure.by, key.entity) if figure.by else (None, None)
            first = self.parts[place][figure.measure].key
            if key != first:
                yield Relation(((first, Fraction(1)), (key, Fraction(-1))))

    def _formulas(self) -> Iterator[tuple[Relation, Cell | None]]:
        """Return sums that the plan states, where they hold to the last digit.

        What only the file tells of one is a cell that everybody knows, taken to fit exactly.
        """
        for indicator in self.plan.indicators:
            if not isinstance(indicator.formula, SumFormula):
                continue
            for entity in dict.fromkeys(key.entity for key in self.sums):
                keys = [Key(each, entity) for each in (indicator.id, *indicator.formula.parts)]
                terms = [
                    (key, Fraction(-1 if key.indicator == indicator.id else 1) * self._factor(key))
                    for key in keys
                    if key in self.sums
                ]
                left = -sum(
                    (Fraction(self.sums[key][1].value or 0) * by for key, by in terms), Fraction(0)
                )
                others = [key for key in keys if key not in self.sums]
                if others and terms and self.told.keys() >= set(others):
                    known = Cell(("told", *keys[0]), left, 0, (), abs(left), published=False)
                    yield Relation((*terms, (known.key, Fraction(1)))), known
                elif not others and not left:
                    yield Relation(tuple(terms)), None

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
                sides_are_here = {top, bottom} <= self.sums.keys() and key not in self.sums
                if key in self.told and sides_are_here:
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


def _rules(definition: Definition) -> Rules:
    told = definition.disclosure
    few = told.dominance
    dominance = None if few is None else (few.largest, few.percent)
    return Rules(told.min_units, dominance, told.p_percent, told.protect)


def shown(found: Sum) -> Decimal:
    """Return a sum in the fewest digits that state all of it."""
    return plain(Decimal(found.value or 0))
