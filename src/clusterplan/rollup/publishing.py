"""What of a computation may be published, and how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.findings import Finding, Level
from clusterplan.base.messages import say
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.rollup.protection import Key, Protection, shown
from clusterplan.rollup.unit_queries import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from clusterplan.base.messages import Message
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.rollup.computing import Computed, Covered, Sum
    from clusterplan.rollup.definition import Definition, Figure
    from clusterplan.rollup.disclosure import Pattern


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


class Publishing:
    """Decides what is published of a computation.

    Args:
        definition: what was computed, and how to protect it.
        computed: what it comes to.
        plan: the plan.
        rows: all figures that the data folder has.
        year: the year of the figures.
        file: what findings call the definition.
    """

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
        self.rows = rows

    def publication(self) -> Publication:
        """Return all that is decided."""
        low = [key for key, (_, _, covered) in self.sums.items() if self._is_low(covered)]
        refused = low if self.definition.coverage.below == "refuse" else ()
        found = Protection(
            self.definition, self.computed, self.sums, refused, self.plan, self.rows, self.year
        ).pattern()
        figures = [self._published(key, found) for key in self.sums]
        # How much has reported for a suppressed one would tell how many its units are.
        told = (
            self._too_little(each)
            for each in figures
            if self._is_low(each.covered) and each.value is not None
        )
        return Publication(figures, found, [*told, *self._unprotected(found)])

    def _every_sum(self) -> Iterator[tuple[Key, tuple[Figure, Sum, Covered | None]]]:
        """Return each figure that has a value, with what has reported for it."""
        columns = {each.id: column for column, each in self.definition.columns.items()}
        told = zip(
            self.definition.figures, self.computed.sums, self.computed.covered[1:], strict=True
        )
        for figure, sums, covered in told:
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
            value=None if suppressed else shown(own),
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
                "{indicator}, {entity}: what is in the file already tells it",
                indicator=key.indicator,
                entity=key.entity,
            )
            yield self._finding("CP614", message, say("what is out cannot be taken back"), key)

    def _finding(self, code: str, message: Message, hint: Message, key: Key) -> Finding:
        named = "/".join(key)
        return Finding(code, Level.WARNING, self.file, 0, 0, message, hint, key=named)
