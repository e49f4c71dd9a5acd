"""The report as records: one per target, milestone and measure, with the JSON's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.results import MeasureResult, MilestoneResult, Report, TargetResult
    from clusterplan.render.text.separated import Cell

HEADER = (
    *("kind", "id", "name", "clause", "unit", "baseline", "target", "actual", "expected", "gap"),
    *("schedule_gap", "completion", "due", "pace", "required_change", "projection", "status"),
    *("illustrative", "bound"),
)
"""The contract's columns."""


def header(report: Report) -> tuple[str, ...]:
    """Return the contract's columns, and after them those of the methods asked."""
    if not report.methods:
        return HEADER
    return (*HEADER, *(_column(name) for name in report.methods), "methods_disagree")


def report_rows(report: Report, locale: Locale) -> Iterator[list[Cell]]:
    """Return the records; what cannot be computed is empty."""
    columns = header(report)
    for target in report.targets:
        yield _record(columns, _target(target), target, locale)
    for milestone in report.milestones:
        yield _record(columns, _milestone(milestone), milestone, locale)
    for measure in report.measures:
        state: dict[str, Cell] = {"kind": "measure", "status": measure.state}
        yield _record(columns, state, measure, locale)


def _column(method: str) -> str:
    return f"method_{method}"


def _record(
    columns: tuple[str, ...],
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
    return [filled.get(column) for column in columns]


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
        **{_column(name): opinion.status for name, opinion in target.methods.items()},
        "methods_disagree": target.methods_disagree,
    }


def _milestone(milestone: MilestoneResult) -> dict[str, Cell]:
    return {
        "kind": "milestone",
        "target": milestone.of,
        "actual": milestone.done,
        "due": milestone.due.isoformat(),
        "status": milestone.status,
    }
