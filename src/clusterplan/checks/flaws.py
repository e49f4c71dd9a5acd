"""What rules find, and how a function that finds it becomes a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from clusterplan.base.findings import Level, Rule, rule
from clusterplan.model.observations import Observation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clusterplan.base.messages import Message
    from clusterplan.checks.records_at_hand import Records
    from clusterplan.model.plan import Plan
    from clusterplan.model.remarks import Remark
    from clusterplan.reading.actuals_file import PlacedRow

    AnyRow: TypeAlias = Observation | PlacedRow


class Flaw(Struct, frozen=True):
    """A mistake at a place of the plan file: keys and indexes from the root.

    `others` are the rows that the judgement rests on.
    """

    place: tuple[str | int, ...]
    message: Message
    hint: Message | None = None
    others: tuple[Observation, ...] = ()


class RowFlaw(NamedTuple):
    """A mistake in a row of figures or of remarks; `others` are the rows that it was compared with.

    Where a million rows may be flawed, functions make message and hint: a thousand are told.
    """

    row: AnyRow | Remark
    field: str
    message: Message | Callable[[], Message]
    hint: Message | Callable[[], Message] | None = None
    others: tuple[AnyRow, ...] = ()


def observed(row: AnyRow) -> Observation:
    """Return all that a row says."""
    return row if isinstance(row, Observation) else row.observation


class FileFlaw(Struct, frozen=True):
    """A file of actuals that is wrong as a whole, or not there."""

    file: str
    message: Message
    hint: Message | None = None


class PlanRule(Struct, frozen=True):
    """A rule on the plan alone, and what finds where it is broken."""

    rule: Rule
    find: Callable[[Plan], Iterable[Flaw]]


class RecordRule(Struct, frozen=True):
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


def plan_rule(
    code: str, what: str, why: str, mend: str, level: Level = Level.ERROR
) -> Callable[[Callable[[Plan], Iterable[Flaw]]], PlanRule]:
    """Make a rule on the plan of a function that finds where it is broken; see `Rule`."""
    return lambda find: PlanRule(rule(code, what, why, mend, level), find)


def record_rule(
    code: str,
    what: str,
    why: str,
    mend: str,
    level: Level = Level.WARNING,
    *,
    compares: bool = False,
) -> Callable[[Callable[[Records], Iterable[RowFlaw | Flaw | FileFlaw]]], RecordRule]:
    """Make a rule on the observations of a function; see `RecordRule`."""
    return lambda find: RecordRule(rule(code, what, why, mend, level), find, compares)
