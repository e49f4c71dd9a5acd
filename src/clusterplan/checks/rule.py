"""What a rule is: a code, a level, and a function that finds flaws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.actuals import Observation
    from clusterplan.findings import Level
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

    code: str
    level: Level
    find: Callable[[Plan], Iterable[Flaw]]


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule on the observations, with the plan at hand."""

    code: str
    level: Level
    find: Callable[[Plan, Sequence[Observation]], Iterable[RowFlaw]]
