"""Which remarks a report tells: those that count by its day, each as it was last made."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.grouping import grouped
from clusterplan.model.changes import direction
from clusterplan.model.remarks import CLOSED, KINDS, MovedDeadline, RemarkResult, body_of
from clusterplan.model.results import MeasureResult, TargetResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from clusterplan.model.changes import Direction, Kind
    from clusterplan.model.plan import Commitment, Plan
    from clusterplan.model.remarks import Remark
    from clusterplan.model.results import MilestoneResult

    Result: TypeAlias = TargetResult | MilestoneResult | MeasureResult


class Remarks:
    """The remarks that may be told, by commitment.

    What a body says later replaces what it said before of the same kind; several remarks of one
    day stand side by side. Actions live from year to year until they are done or dropped, each
    known by its body and its words. Everything else is said of its own year alone.

    Args:
        plan: the plan.
        remarks: those of all years, in any order.
        as_of: leave out what was not published by this day; undated ones drop out too.
        published_only: leave out what was made up.
    """

    def __init__(
        self, plan: Plan, remarks: Iterable[Remark], *, as_of: date | None, published_only: bool
    ) -> None:
        self._plan, self._as_of = plan, as_of
        known = (
            remark
            for remark in remarks
            if as_of is None or (remark.published is not None and remark.published <= as_of)
            if not (published_only and remark.illustrative)
        )
        made = sorted(known, key=lambda remark: remark.day)
        self._of = grouped((remark.commitment, remark) for remark in made)

    def on(self, item: Commitment, result: Result, year: int) -> tuple[RemarkResult, ...]:
        """Return what a report of a year tells of a commitment that stands like this."""
        made = [each for each in self._of.get(item.id, ()) if each.year <= year]
        if not made:
            return ()
        told = [*self._statements(made, result, year), *self._actions(made, year)]
        return tuple(sorted(told, key=lambda each: KINDS.index(each.kind)))

    def _statements(
        self, made: Sequence[Remark], result: Result, year: int
    ) -> Iterator[RemarkResult]:
        own = (each for each in made if each.kind != "action" and each.year == year)
        for same in grouped(((each.kind, each.body), each) for each in own).values():
            for remark in same:
                if remark.published == same[-1].published:
                    compared = None if remark.status is None else _compared(remark.status, result)
                    yield replace(self._result(remark), status=remark.status, compared=compared)

    def _actions(self, made: Sequence[Remark], year: int) -> Iterator[RemarkResult]:
        actions = grouped((each.action, each) for each in made if each.kind == "action")
        for steps in actions.values():
            last = steps[-1]
            states = [each.state for each in steps if each.state is not None]
            state = states[-1] if states else None
            if last.year < year and state in CLOSED:
                continue  # that was told in the report of its year
            days = [(each.due, each) for each in steps if each.due is not None]
            due = days[-1][0] if days else None
            late = due is not None and due < self._seen(last, year)
            yield replace(
                self._result(last),
                due=due,
                state=state,
                overdue=late and state not in CLOSED,
                illustrative=any(step.illustrative for step in steps),
                moved=tuple(
                    MovedDeadline(was, step.published, step.source)
                    for (was, _), (now, step) in pairwise(days)
                    if was != now
                ),
            )

    def _seen(self, last: Remark, year: int) -> date:
        """Return the last day on which an action is known not to be done.

        That is the day of the report, the end of its year if none is given; or the day of the last
        remark on it, which says so, where that is later.
        """
        return max(self._as_of or date(year, 12, 31), last.published or date.min)

    def _result(self, remark: Remark) -> RemarkResult:
        return RemarkResult(
            kind=remark.kind,
            year=remark.year,
            text=remark.text,
            body=None if remark.body is None else body_of(self._plan, remark.body),
            published=remark.published,
            source=remark.source,
            illustrative=remark.illustrative,
        )


def _compared(stated: str, result: Result) -> Direction:
    """Return whether a judgement is better or worse than the verdict on the same commitment."""
    if isinstance(result, MeasureResult):
        return direction("measure", result.state, stated)
    kind: Kind = "target" if isinstance(result, TargetResult) else "milestone"
    return direction(kind, result.status, stated)
