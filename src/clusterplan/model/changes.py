"""What changed between two reports: who changed status, by how much each gap moved."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from clusterplan.base.exact import MOST_SHOWN, REPORTED_DIGITS, decimals_of, exactly, plain

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.model.plan import Names

    Kind: TypeAlias = Literal["target", "milestone", "measure"]
    Direction: TypeAlias = Literal["worse", "better", "same", "unclear"]

FORMAT = "clusterplan.diff/1"

RUNGS: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "target": (
        ("met", "met_early", "kept"),
        ("ahead",),
        ("on_schedule", "not_due"),
        ("behind", "at_risk"),
        ("far_behind",),
        ("regressed",),
        ("missed", "breached"),
    ),
    "milestone": (("met", "not_due"), ("met_late",), ("overdue",)),
    "measure": (("done",), ("under_way",), ("not_started",), ("dropped",)),
}
"""Statuses from good to bad; those of one rung are neither better nor worse than each other.

What is not here (no data, no baseline) is no verdict, and neither better nor worse than one.
"""
MOST_TELLING: tuple[Direction, ...] = ("worse", "unclear", "better", "same")


_ENOUGH = Context(prec=2 * MOST_SHOWN)


class Position(Struct, frozen=True):
    """How a commitment stands in one report; `gap` is in the unit, None where there is none.

    `shown_gap` is what people read, in the terms of the goal and their unit, `shown_in`.
    """

    kind: Kind
    id: str
    name: Names
    clause: str
    illustrative: bool
    status: str
    unit: str = ""
    gap: Decimal | None = None
    pace: Decimal | None = None
    shown_gap: Decimal | None = None
    shown_in: tuple[str, str] = ("", "")


class Snapshot(Struct, frozen=True):
    """What a comparison needs of a report: which one it is, and how each commitment stands."""

    plan: str
    year: int
    as_of: date | None
    positions: tuple[Position, ...]


class Change(Struct, frozen=True):
    """A commitment in two reports; `before` or `after` is None where one does not have it.

    `gap_moved` is the later gap less the earlier one: below zero it has closed by so much.
    `pace_moved` likewise: above zero things go faster.
    """

    before: Position | None
    after: Position | None
    direction: Direction
    gap_moved: Decimal | None
    pace_moved: Decimal | None

    @property
    def commitment(self) -> Position:
        """Return the newer side: its name, clause and unit."""
        found = self.after or self.before
        if found is None:
            msg = "a change has a side"
            raise ValueError(msg)
        return found

    @property
    def shown_moved(self) -> tuple[Decimal | None, str]:
        """Return by how much the gap moved as people read it, and in what unit.

        Where the goal is stated in other terms than before, that is in levels.
        """
        before, after = self.before, self.after
        if before is None or after is None or before.shown_in != after.shown_in:
            return self.gap_moved, self.commitment.unit
        return _moved(before, after, "shown_gap"), after.shown_in[1]

    @property
    def status_moved(self) -> bool:
        """Say whether the status is another one."""
        return self.before is None or self.after is None or self.before.status != self.after.status


class Changes(Struct, frozen=True):
    """The changes between two reports on one plan, the most telling first."""

    before: Snapshot
    after: Snapshot
    changes: tuple[Change, ...]

    @property
    def worse(self) -> bool:
        """Say whether the status of anything is worse than before."""
        return any(change.direction == "worse" for change in self.changes)


def compare(before: Snapshot, after: Snapshot, *, gone: bool = True) -> Changes:
    """Compare two reports on one plan.

    Args:
        before: the earlier report.
        after: the later one.
        gone: tell of what only the earlier one has; not where the later one is a selection.

    Returns:
        A change per commitment: what got worse first, then what cannot be said to be worse or
        better, then what got better, then the rest; within these by rungs, then by the pace.
    """
    old, new = ({each.id: each for each in side.positions} for side in (before, after))
    ids = dict.fromkeys((*new, *old) if gone else new)
    found = [_change(old.get(each), new.get(each)) for each in ids]
    return Changes(before, after, tuple(sorted(found, key=_telling)))


def _change(before: Position | None, after: Position | None) -> Change:
    return Change(
        before=before,
        after=after,
        direction=_direction(before, after),
        gap_moved=_moved(before, after, "gap"),
        pace_moved=_moved(before, after, "pace"),
    )


def _direction(before: Position | None, after: Position | None) -> Direction:
    if before is None or after is None:
        return "unclear"
    return direction(after.kind, before.status, after.status)


def direction(kind: Kind, before: str, after: str) -> Direction:
    """Return whether a status is worse or better than another one of the same kind."""
    fallen = _rungs(kind, before, after)
    if before == after or fallen == 0:
        return "same"
    if fallen is None:
        return "unclear"
    return "worse" if fallen > 0 else "better"


def _rungs_fallen(before: Position | None, after: Position | None) -> int | None:
    if before is None or after is None:
        return None
    return _rungs(after.kind, before.status, after.status)


def _rungs(kind: Kind, before: str, after: str) -> int | None:
    """Return how many rungs a status is below another one, None where one stands on none."""
    rungs = {status: rung for rung, words in enumerate(RUNGS[kind]) for status in words}
    if before not in rungs or after not in rungs:
        return None
    return rungs[after] - rungs[before]


def _moved(
    before: Position | None, after: Position | None, what: Literal["gap", "pace", "shown_gap"]
) -> Decimal | None:
    if before is None or after is None or before.unit != after.unit:
        return None
    old, new = getattr(before, what), getattr(after, what)
    return None if old is None or new is None else _difference(old, new)


def _difference(old: Decimal, new: Decimal) -> Decimal:
    """Return new - old as far as it is sure: what was rounded says nothing of later decimals."""
    found = exactly(Fraction(new) - Fraction(old))
    rounded = [each for each in (old, new) if len(each.as_tuple().digits) >= REPORTED_DIGITS]
    if not rounded:
        return found
    last = Decimal(1).scaleb(-min(map(decimals_of, rounded)))
    return plain(found.quantize(last, context=_ENOUGH))


def _telling(change: Change) -> tuple[int, int, Fraction]:
    fallen = _rungs_fallen(change.before, change.after) or 0
    moved = Fraction(change.pace_moved or 0)
    return MOST_TELLING.index(change.direction), -abs(fallen), -abs(moved)
