"""What a check is: a rule, and a function that finds where it is broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.actuals import Observation
    from clusterplan.evaluation import Figures
    from clusterplan.findings import Rule
    from clusterplan.messages import Message
    from clusterplan.plan import Plan


@dataclass(frozen=True, slots=True)
class Flaw:
    """A mistake at a place of the plan file: keys and indexes from the root."""

    place: tuple[str | int, ...]
    message: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class RowFlaw:
    """A mistake in a row of the actuals."""

    row: Observation
    field: str
    message: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule on the plan alone."""

    rule: Rule
    find: Callable[[Plan], Iterable[Flaw]]


@dataclass(frozen=True, slots=True)
class Records:
    """What rules on records look at: the plan, the rows, and what they amount to."""

    plan: Plan
    rows: Sequence[Observation]
    figures: Figures


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule on the observations, with the plan at hand."""

    rule: Rule
    find: Callable[[Records], Iterable[RowFlaw | Flaw]]
