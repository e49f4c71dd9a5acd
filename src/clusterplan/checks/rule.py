"""What a check is: a rule, and a function that finds where it is broken."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.actuals import Observation, Selected
    from clusterplan.evaluation import Figures
    from clusterplan.findings import Rule
    from clusterplan.messages import Message
    from clusterplan.plan import Plan


@dataclass(frozen=True, slots=True)
class Flaw:
    """A mistake at a place of the plan file: keys and indexes from the root.

    `others` are the rows that the judgement rests on.
    """

    place: tuple[str | int, ...]
    message: Message
    hint: Message | None = None
    others: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class RowFlaw:
    """A mistake in a row of the actuals; `others` are the rows that it was compared with."""

    row: Observation
    field: str
    message: Message
    hint: Message | None = None
    others: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFlaw:
    """A file of actuals that is wrong as a whole, or not there."""

    file: str
    message: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule on the plan alone."""

    rule: Rule
    find: Callable[[Plan], Iterable[Flaw]]


@dataclass(frozen=True)
class Records:
    """What rules on records look at.

    Attributes:
        plan: the plan.
        rows: every observation that could be read.
        figures: what they amount to.
        unread: years of which something could not be read: nothing can be said to be missing.
    """

    plan: Plan
    rows: Sequence[Observation]
    figures: Figures
    unread: frozenset[int] = frozenset()

    @cached_property
    def in_force(self) -> tuple[Observation, ...]:
        """The numbers that count for their figures, in the order of the files."""
        return tuple(chosen.observation for chosen in self._chosen)

    @cached_property
    def contested(self) -> tuple[Selected, ...]:
        """Those of them that have earlier vintages, or rivals in other series."""
        return tuple(chosen for chosen in self._chosen if chosen.superseded or chosen.rivals)

    @cached_property
    def series(self) -> dict[tuple[str, str], list[Observation]]:
        """The numbers in force by indicator and entity, by year."""
        series: dict[tuple[str, str], list[Observation]] = {}
        for row in sorted(self.in_force, key=lambda row: row.year):
            series.setdefault((row.indicator, row.entity), []).append(row)
        return series

    @cached_property
    def _chosen(self) -> tuple[Selected, ...]:
        found = (
            (row, self.figures.selected(row.indicator, row.entity, row.year))
            for row in self.rows
            if isinstance(row.value, Fraction) and row.indicator in self.plan.indicator
        )
        return tuple(chosen for row, chosen in found if chosen and chosen.observation is row)


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule on the observations, with the plan at hand.

    Attributes:
        rule: what it says.
        find: finds where it is broken.
        compares: it holds figures against others. A figure that was found wrong once is left alone
            by all such rules after that: one slip is one finding.
    """

    rule: Rule
    find: Callable[[Records], Iterable[RowFlaw | Flaw | FileFlaw]]
    compares: bool = False
