"""What of a computation may be published, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Hashable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from clusterplan.base.exact import decimals_of, plain
from clusterplan.base.findings import Finding, Level
from clusterplan.base.messages import say
from clusterplan.base.units import convert
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.model.plan import Ratio
from clusterplan.model.plan import Sum as SumFormula
from clusterplan.rollup.disclosure import Cell, Relation, Rules, Share, total
from clusterplan.rollup.suppression import pattern
from clusterplan.rollup.unit_queries import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.base.messages import Message
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.rollup.computing import Computed, Covered, Sum
    from clusterplan.rollup.definition import Definition, Figure
    from clusterplan.rollup.disclosure import Pattern

Measure: TypeAlias = Hashable
"""Figures of one measure add up what is the same of units."""


class Key(NamedTuple):
    """Whose figure it is."""

    indicator: str
    entity: str


class Published(Struct, frozen=True):
    """A figure as its row is to have it; `value` is None where it is suppressed."""

    key: Key
    figure: Figure
    sum: Sum
    value: Decimal | None
    status: ObsStatus
    qualifier: Qualifier
    covered: Covered | None
    refused: bool = False
    """Too little of the register has reported for it: there is no row."""

    @property
    def coverage(self) -> tuple[int | None, int | None]:
        """Return how much has reported, in whole per cent, by number and by size; never too much.

        More digits would tell of units, whose numbers are small.
        """
        if self.covered is None:
            return None, None
        shares = (self.covered.share(by) for by in ("count", "value"))
        count, value = (None if each is None else math.floor(each) for each in shares)
        return count, value if self.covered.size is not None else None

    @property
    def imputed(self) -> int:
        """Return how much of it is imputed, in whole per cent; never too little."""
        return math.ceil(self.sum.imputed_share)


class Publication(Struct, frozen=True):
    """What is published, what was decided about it, and what to tell."""

    figures: list[Published]
    pattern: Pattern
    findings: list[Finding]


def publish(
    definition: Definition,
    computed: Computed,
    plan: Plan,
    rows: Iterable[Observation],
    year: int,
    file: str,
) -> Publication:
    """Decide what is published of a computation.

    Args:
        definition: what was computed, and how to protect it.
        computed: what it comes to.
        plan: the plan.
        rows: all figures that the data folder has.
        year: the year of the figures.
        file: what findings call the definition.
    """
    return _Publishing(definition, computed, plan, rows, year, file).publication()


class _Publishing:
    def __init__(
        self,
        definition: Definition,
        computed: Computed,
        plan: Plan,
        rows: Iterable[Observation],
        year: int,
        file: str,
    ) -> None:
        self.definition, self.computed, self.plan = definition, computed, plan
        self.year, self.file = year, file
        self.sums = dict(self._every_sum())
        self.rows: dict[tuple[Key, int], list[Observation]] = {}
        for row in rows:
            if row.status is not ObsStatus.MISSING and row.series == (definition.series or ""):
                key = Key(row.indicator, row.entity), row.year
                self.rows.setdefault(key, []).append(row)

    def publication(self) -> Publication:
        """Return all that is decided."""
        found = pattern(
            list(self._cells()),
            list(self._relations()),
            list(self._shares()),
            _rules(self.definition),
            self._hidden_last_year(),
        )
        figures = [self._published(key, found) for key in self.sums]
        low = (self._too_little(each) for each in figures if self._is_low(each.covered))
        return Publication(figures, found, [*low, *self._unprotected(found)])

    def _every_sum(self) -> Iterator[tuple[Key, tuple[Figure, Sum, Covered | None]]]:
        """Return each figure that has a value, with what has reported for it."""
        columns = {each.id: f"e{at}" for at, each in enumerate(self.definition.codes)}
        covered = self.computed.covered
        for figure, sums in zip(self.definition.figures, self.computed.sums, strict=True):
            for entity, found in sorted(sums.items(), key=lambda each: each[0] or ""):
                if found.value is None or entity == NOWHERE or (entity is None) is bool(figure.by):
                    continue
                place = None
                if entity is not None and (column := columns[figure.by or ""]) in (
                    self.computed.placed
                ):
                    place = (column, entity)
                key = Key(figure.indicator, entity or figure.entity or self.plan.area)
                yield key, (figure, found, covered.get(place))

    # What is told to those who look for what can be recomputed

    def _cells(self) -> Iterator[Cell]:
        for key, (figure, found, covered) in self.sums.items():
            refused = self.definition.coverage.below == "refuse" and self._is_low(covered)
            yield self._cell(key, figure, found, published=not refused)
        for figure, sums in self._divided():
            measure = _measure(figure)
            if (NOWHERE in sums) and sums[NOWHERE].units:
                yield self._cell((measure, figure.by), figure, sums[NOWHERE], published=False)
        for measure, (figure, every) in self._untold_totals().items():
            yield self._cell(measure, figure, every, published=False)

    def _cell(self, key: Hashable, figure: Figure, found: Sum, *, published: bool) -> Cell:
        value = Fraction(found.value or 0)
        counted = figure.sum is None
        earlier = self._earlier(key, figure) if isinstance(key, Key) else ()
        ones = (Fraction(1),) * min(found.units, max(self.definition.largest, 2))
        return Cell(
            key=key,
            value=value,
            units=found.units,
            largest=ones if counted else found.largest,
            absolute=value if counted else found.size,
            minimum=Fraction(0) if counted or self._is_never_negative(figure) else None,
            whole=counted,
            step=Fraction(1, 10 ** decimals_of(_shown(found))),
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

    # What the rows say

    def _published(self, key: Key, found: Pattern) -> Published:
        figure, own, covered = self.sums[key]
        low, below = self._is_low(covered), self.definition.coverage.below
        suppressed = key in found.suppressed
        qualifier = Qualifier.EXACT
        if low and below == "at_least" and not suppressed:
            qualifier = Qualifier.AT_LEAST
        return Published(
            key=key,
            figure=figure,
            sum=own,
            value=None if suppressed else _shown(own),
            status=self._status(own, suppressed=suppressed, low=low),
            qualifier=qualifier,
            covered=covered,
            refused=low and below == "refuse",
        )

    def _status(self, found: Sum, *, suppressed: bool, low: bool) -> ObsStatus:
        """Return the first status that holds."""
        coverage = self.definition.coverage
        if suppressed:
            return ObsStatus.SUPPRESSED
        if self.definition.illustrative:
            return ObsStatus.ILLUSTRATIVE
        if low and coverage.below == "provisional":
            return ObsStatus.PROVISIONAL
        if found.imputed_share > coverage.imputed:
            return ObsStatus.ESTIMATED
        return ObsStatus.NORMAL

    def _is_low(self, covered: Covered | None) -> bool:
        bound = self.definition.coverage
        share = None if covered is None else covered.share(bound.by)
        return share is not None and share < bound.least

    # What is told of it

    def _too_little(self, found: Published) -> Finding:
        covered, by = found.covered, self.definition.coverage.by
        share = covered.share(by) if covered else None
        message = say(
            "{indicator}, {entity}: {share}% of the register has reported",
            indicator=found.key.indicator,
            entity=found.key.entity,
            share=math.floor(share or 0),
        )
        hint = {
            "provisional": say("it is provisional"),
            "at_least": say("it is stated as at least so much"),
            "refuse": say("it is left out"),
        }[self.definition.coverage.below]
        return self._finding("CP613", message, hint, found.key)

    def _unprotected(self, found: Pattern) -> Iterator[Finding]:
        for key in (key for key in self.sums if key in found.unprotected):
            message = say(
                "{indicator}, {entity}: what else is published tells it all the same",
                indicator=key.indicator,
                entity=key.entity,
            )
            hint = say("leave out what it follows from, or publish only a larger area")
            yield self._finding("CP614", message, hint, key)
        for key in (key for key in self.sums if key in found.told_before):
            message = say(
                "{indicator}, {entity}: an earlier vintage of the file tells it",
                indicator=key.indicator,
                entity=key.entity,
            )
            yield self._finding("CP614", message, say("what is out cannot be taken back"), key)

    def _finding(self, code: str, message: Message, hint: Message, key: Key) -> Finding:
        named = "/".join(key)
        return Finding(code, Level.WARNING, self.file, 0, 0, message, hint, key=named)


def _measure(figure: Figure) -> Measure:
    """Return what a figure adds up, whoever it is of."""
    return (figure.sum, figure.count, figure.count_distinct, figure.where)


def _rules(definition: Definition) -> Rules:
    told = definition.disclosure
    dominance = None if told.dominance is None else (told.dominance.n, told.dominance.k)
    return Rules(told.min_units, dominance, told.p_percent, told.protect)


def _shown(found: Sum) -> Decimal:
    """Return a sum in the fewest digits that state all of it."""
    return plain(Decimal(found.value or 0))
