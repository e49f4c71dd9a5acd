"""The report as records: one per target, milestone and measure, with the JSON's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.render.separated import Cell
    from clusterplan.report import MeasureResult, MilestoneResult, Report, TargetResult

HEADER = (
    *("kind", "id", "name", "clause", "unit", "baseline", "target", "actual", "expected", "gap"),
    *("schedule_gap", "completion", "due", "pace", "required_change", "projection", "status"),
    *("illustrative", "bound"),
)
"""The contract's columns."""


def report_rows(report: Report, locale: Locale) -> Iterator[list[Cell]]:
    """Return the records; what cannot be computed is empty."""
    for target in report.targets:
        yield _record(_target(target), target, locale)
    for milestone in report.milestones:
        yield _record(_milestone(milestone), milestone, locale)
    for measure in report.measures:
        yield _record({"kind": "measure", "status": measure.state}, measure, locale)


def _record(
    cells: dict[str, Cell],
    item: TargetResult | MilestoneResult | MeasureResult,
    locale: Locale,
) -> list[Cell]:
    common: dict[str, Cell] = {
        "id": item.id,
        "name": locale.names(item.name),
        "clause": item.clause,
        "illustrative": item.illustrative,
    }
    filled = common | cells
    return [filled.get(column) for column in HEADER]


def _target(target: TargetResult) -> dict[str, Cell]:
    goal, change, projection = target.target, target.required_change, target.projection
    stated: Cell = None if goal is None else goal.value
    if goal is not None and goal.comparison == "range":
        stated = f"{goal.low}..{goal.high}"
    return {
        "kind": "target",
        "unit": target.unit,
        "baseline": None if target.baseline is None else target.baseline.value,
        "target": stated,
        "actual": None if target.actual is None else target.actual.value,
        "expected": target.expected,
        "gap": target.gap,
        "schedule_gap": target.schedule_gap,
        "completion": target.completion,
        "due": target.due,
        "pace": target.pace,
        "required_change": None if change is None else change.per_year,
        "projection": None if projection is None else projection.value,
        "status": target.status,
        "bound": target.bound,
    }


def _milestone(milestone: MilestoneResult) -> dict[str, Cell]:
    return {
        "kind": "milestone",
        "target": milestone.of,
        "actual": milestone.done,
        "due": milestone.due.isoformat(),
        "status": milestone.status,
    }
