"""Many plans side by side: what one row tells of each, those in need first."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.model.results import snapshot_of
from clusterplan.model.status import Status, is_behind, rank

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.base.findings import Finding
    from clusterplan.base.messages import Message
    from clusterplan.model.changes import Changes, Direction
    from clusterplan.model.observations import Actuals, Newest
    from clusterplan.model.results import DataInfo, PlanInfo, Report, TargetResult

    Verdicts: TypeAlias = dict[str, dict[str, str]]

FORMAT = "clusterplan.overview/1"

GROUPS: dict[str, tuple[Status, ...]] = {
    "met": (Status.MET_EARLY, Status.MET, Status.KEPT),
    "ahead": (Status.AHEAD,),
    "on_schedule": (Status.ON_SCHEDULE,),
    "behind": tuple(filter(is_behind, Status)),
    "no_data": (Status.NO_DATA,),
    "undecided": (Status.NOT_DUE, Status.NO_BASELINE),
}
"""The verdicts that one column counts together; each stands in one."""


class PlanRow(Struct, frozen=True, kw_only=True):
    """What is told of one plan; small, for it travels from one process to another.

    Attributes:
        path: the data folder, as seen from the folder of all plans.
        plan: which plan it is, None where it could not be read.
        year: the year of the verdicts.
        summary: its targets by verdict.
        worst: the target that is furthest behind, without members, notes and history.
        newest: how new the figures are.
        data: what the verdicts rest on.
        verdicts: the word for each target, milestone and measure, by kind and id.
        moved: how many of them got worse, better, or cannot be compared, since an earlier overview.
        fails: whether a verdict is as bad as the caller wants to be told of.
        error: the first thing for which there is no row, None where there is one.
        outside: why the plan is not asked: it does not have the year, or nothing of what was named.
    """

    path: str
    plan: PlanInfo | None = None
    year: int | None = None
    summary: dict[Status, int] = {}
    worst: TargetResult | None = None
    newest: Newest | None = None
    data: DataInfo | None = None
    verdicts: Verdicts = {}
    moved: dict[Direction, int] | None = None
    fails: bool = False
    error: Finding | None = None
    outside: Message | None = None

    def count(self, group: str) -> int:
        """Return how many targets have a verdict of a group."""
        return sum(self.summary.get(status, 0) for status in GROUPS[group])

    @property
    def targets(self) -> int:
        """Return how many targets there are."""
        return sum(self.summary.values())

    @property
    def checked(self) -> bool:
        """Say whether there are verdicts."""
        return self.error is None and self.outside is None

    @property
    def need(self) -> tuple[bool, bool, Fraction, int, Fraction, int, str]:
        """Sort by need: what is broken, then the larger share behind, then the worse verdict."""
        worst, all_of_them = self.worst, max(self.targets, 1)
        return (
            self.error is None,
            self.outside is not None,
            -Fraction(self.count("behind"), all_of_them),
            rank(worst.status) if worst else len(Status),
            Fraction(worst.pace) if worst and worst.pace is not None else Fraction(-1),
            -self.count("no_data"),
            self.path,
        )


class Overview(Struct, frozen=True, kw_only=True):
    """The rows of all plans, those in need first.

    `narrowed` is what every plan was narrowed to, as the options say it.
    `gone` are the plans of an earlier overview, by their folders, that are there no longer; None
    where there was none to compare with.
    """

    folder: str
    year: int | None
    as_of: date | None
    published_only: bool
    rows: tuple[PlanRow, ...]
    narrowed: tuple[str, ...] = ()
    gone: tuple[str, ...] | None = None

    @property
    def summary(self) -> dict[Status, int]:
        """Count the targets of all plans by status, in the order of `Status`."""
        counts: Counter[Status] = Counter()
        for row in self.rows:
            counts.update(row.summary)
        return {status: counts[status] for status in Status if counts[status]}

    @property
    def broken(self) -> int:
        """Return how many plans could not be checked."""
        return sum(row.error is not None for row in self.rows)


def row_of(
    path: str, report: Report, figures: Actuals, changes: Changes | None, *, fails: bool
) -> PlanRow:
    """Return what is told of a plan on which there is a report, made from these figures."""
    worst = next(iter(report.behind), None)
    verdicts: Verdicts = {"target": {}, "milestone": {}, "measure": {}}
    for position in snapshot_of(report).positions:
        verdicts[position.kind][position.id] = position.status
    return PlanRow(
        path=path,
        plan=report.plan,
        year=report.year,
        summary=report.summary,
        worst=worst and _slim(worst),
        newest=figures.newest(report.year),
        data=report.data,
        verdicts=verdicts,
        moved=None if changes is None else dict(Counter(c.direction for c in changes.changes)),
        fails=fails,
    )


def _slim(target: TargetResult) -> TargetResult:
    """Leave out what a row does not tell, and what there may be thousands of."""
    return replace(target, members=(), revisions=(), notes=(), methods={}, first_published=None)
