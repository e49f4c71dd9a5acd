"""What is said beside the figures: why, what happens next, what could go wrong, how a body judges.

A remark is a row of `remarks/YEAR.csv`; what a report says of it is a `RemarkResult`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from msgspec import Struct

from clusterplan.base.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.model.changes import Direction
    from clusterplan.model.plan import Names, Plan, State

RemarkKind: TypeAlias = Literal["judgement", "reason", "action", "risk"]
KINDS: tuple[RemarkKind, ...] = ("judgement", "reason", "action", "risk")
"""In the order of reports: how it stands, why, what happens next, what could go wrong."""
CLOSED: tuple[State, ...] = ("done", "dropped")
"""States of an action that nobody waits for any longer."""
NO_JUDGEMENT = frozenset(("no_data", "no_baseline"))
"""Verdicts that say that there is none, so that nobody can hold them."""


class Body(Struct, frozen=True):
    """Who answers for a commitment, has a part in it, or says something about it."""

    id: str
    name: Names


def body_of(plan: Plan, identity: str) -> Body:
    """Return a body of the plan by its id."""
    body = plan.body[identity]
    return Body(body.id, body.name)


class Remark(Struct, frozen=True, kw_only=True):
    """A row of a file of remarks; `status` is a verdict or a state, as the commitment has them."""

    commitment: str
    kind: RemarkKind
    year: int
    text: Names
    body: str | None = None
    due: date | None = None
    state: State | None = None
    status: str | None = None
    published: date | None = None
    source: str = ""
    file: str = ""
    line: int = 0

    @property
    def illustrative(self) -> bool:
        """Say whether it was made up, which its source then says."""
        return "illustrative" in self.source.casefold()

    @property
    def key(self) -> str:
        """Return what findings call it."""
        return self.commitment

    @property
    def action(self) -> tuple[str, str | None, str]:
        """Return what makes it the same action as another one: who is to do what for which goal."""
        return self.commitment, self.body, folded(self.text.first)

    @property
    def day(self) -> tuple[int, date]:
        """Return what puts remarks in the order in which they were made; undated ones are first."""
        return self.year, self.published or date.min


class MovedDeadline(Struct, frozen=True):
    """When an action was due before, and the remark that says otherwise."""

    was: date
    published: date | None
    source: str


class RemarkResult(Struct, frozen=True, kw_only=True):
    """A remark as a report tells it.

    An action is told as its last remark has it, and `moved` are its earlier deadlines, the first
    one first. `compared` says whether a judgement is better or worse than the computed verdict.
    """

    ADDED: ClassVar = frozenset(("moved",))

    kind: RemarkKind
    year: int
    text: Names
    body: Body | None
    due: date | None = None
    state: State | None = None
    overdue: bool = False
    status: str | None = None
    compared: Direction | None = None
    published: date | None
    source: str
    illustrative: bool
    moved: tuple[MovedDeadline, ...] = ()

    @property
    def differs(self) -> bool:
        """Say whether it is a judgement on another rung than the verdict."""
        return self.compared in ("better", "worse")


def counts_of(remarks: Iterable[RemarkResult]) -> dict[str, int]:
    """Count remarks for the head of a report; nothing where there are none."""
    told = list(remarks)
    if not told:
        return {}
    actions = [each for each in told if each.kind == "action"]
    judgements = [each for each in told if each.kind == "judgement"]
    return {
        "count": len(told),
        "actions": len(actions),
        "overdue": sum(each.overdue for each in actions),
        "moved": sum(bool(each.moved) for each in actions),
        "judgements": len(judgements),
        "differing": sum(each.differs for each in judgements),
    }
