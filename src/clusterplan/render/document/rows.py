"""The rows of a report that are listed, and their order: what counts them sees all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from clusterplan.model.status import rank
from clusterplan.render.document.clause_order import clause_key
from clusterplan.render.words import MILESTONE, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report, TargetResult


def listed(report: Report) -> Report:
    """Return a report with the rows that were asked for alone, in the order that was asked for."""
    rows = report.rows
    if rows is None:
        return report

    def chosen(items: Iterable[Any], of: str = "status") -> tuple[Any, ...]:
        found = [each for each in items if not rows.status or getattr(each, of) in rows.status]
        if rows.sort == "clause":
            found.sort(key=lambda each: clause_key(each.clause))
        return tuple(found)

    targets = chosen(report.targets)
    if rows.sort in ("pace", "gap"):
        targets = tuple(sorted(targets, key=_slowest if rows.sort == "pace" else _widest))
    measures = chosen(report.measures, "state")
    return replace(report, targets=targets, milestones=chosen(report.milestones), measures=measures)


def in_order(report: Report) -> list[TargetResult]:
    """Return the targets as people get them: the worst first, or in the order asked for."""
    if report.rows is not None and report.rows.sort is not None:
        return list(report.targets)
    return sorted(report.targets, key=_badness)


def _badness(target: TargetResult) -> tuple[int, bool, Decimal, bool, Decimal]:
    """Return what sorts from the worst verdict, then from the lowest pace, then the widest gap."""
    return (rank(target.status), *_slowest(target), *_widest(target))


def _slowest(target: TargetResult) -> tuple[bool, Decimal]:
    return target.pace is None, target.pace or Decimal(0)


def _widest(target: TargetResult) -> tuple[bool, Decimal]:
    """Return what sorts by the gap as a share of the goal: in their units gaps do not compare."""
    goal = target.target
    level = next((each for each in (goal.value, goal.low, goal.high) if each), None)
    if target.gap is None or level is None:
        return True, Decimal(0)
    return False, -target.gap / abs(level)


def chosen_rows(report: Report, locale: Locale) -> tuple[str, ...]:
    """Say that not all rows are listed, where that is so."""
    if report.rows is None or not report.rows.status:
        return ()
    shown = listed(report)
    lists = [(each.targets, each.milestones, each.measures) for each in (shown, report)]
    count, every = (sum(map(len, each)) for each in lists)
    words = STATE | MILESTONE | STATUS
    status = locale.listed([locale.text(words[each]) for each in report.rows.status])
    told = locale.say(
        "Rows shown: {count} of {all} ({status}).", count=count, all=every, status=status
    )
    return (told,)
