"""The data rules: one explicit registry, a family of rules per file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.actuals import Actuals
from clusterplan.checks import (
    base_values,
    plan_references,
    plan_sense,
    plan_targets,
    plan_units,
    records,
    series,
    slips,
    wholes,
)
from clusterplan.checks.rule import FileFlaw, Flaw, Records, RowFlaw
from clusterplan.evaluation import Figures
from clusterplan.exact import exactly
from clusterplan.findings import MAX_FINDINGS, Finding, KeptFindings, Rule, has_errors, shown
from clusterplan.reading.rules import RULES as READER_RULES
from clusterplan.reading.table import column_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.actuals import Observation
    from clusterplan.checks.rule import PlanRule, RecordRule
    from clusterplan.plan import Plan
    from clusterplan.reading.folder import DataFolder
    from clusterplan.reading.plan_file import PlanFile

PLAN_STAGES: tuple[tuple[PlanRule, ...], ...] = (
    plan_references.NAMES,
    plan_references.SHAPES,
    (*plan_sense.RULES, *plan_targets.RULES, *plan_units.RULES),
)
"""The rules of a stage rely on those of the stages before it having found no error."""
RECORD_RULES: tuple[RecordRule, ...] = (
    *records.RULES,
    *slips.RULES,
    *wholes.RULES,
    *series.RULES,
    *base_values.RULES,
)
"""In the order in which a figure is blamed: a wrong unit explains why it does not add up."""
RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *READER_RULES,
            *(check.rule for stage in PLAN_STAGES for check in stage),
            *(check.rule for check in RECORD_RULES),
        ),
        key=lambda rule: rule.code,
    )
)
"""Every code there is."""


def check_plan(plan_file: PlanFile) -> tuple[Finding, ...]:
    """Check a plan against itself; nothing is found in one that could not be read."""
    findings: list[Finding] = []
    for stage in PLAN_STAGES:
        if plan_file.plan is None or has_errors(findings):
            break
        for check in stage:
            flaws = check.find(plan_file.plan)
            findings += (_located(flaw, check.rule, plan_file) for flaw in flaws)
    return tuple(findings)


def check_data(
    data: DataFolder, limit: int = MAX_FINDINGS
) -> tuple[list[Finding], Counter[tuple[str, str]]]:
    """Check the plan, and if it is sound the observations against each other and against it.

    Returns:
        The findings, so many of a code per file; and how many more there are, by file and code.
    """
    findings = list(check_plan(data.plan_file))
    if data.plan is None or has_errors(findings):
        return findings, Counter()
    kept: dict[str, KeptFindings] = {}
    for finding in _record_findings(data, data.plan):
        kept.setdefault(finding.file, KeptFindings(limit)).add(finding)
    beyond = Counter[tuple[str, str]]()
    for file, found in kept.items():
        findings += _with_columns(data, file, found.findings)
        beyond.update({(file, code): count for code, count in found.beyond.items()})
    return findings, beyond


def _record_findings(data: DataFolder, plan: Plan) -> Iterator[Finding]:
    rows = data.observations
    unread = {file.year for file in data.actuals_files if has_errors(file.findings)}
    looked_at = Records(plan, rows, Figures(plan, Actuals(rows)), frozenset(unread))
    blamed: set[int] = set()
    for check in RECORD_RULES:
        for flaw in check.find(looked_at):
            if check.compares and not isinstance(flaw, FileFlaw):
                row = flaw.row if isinstance(flaw, RowFlaw) else None
                if not blamed.isdisjoint(map(id, (row, *flaw.others))):
                    continue  # a figure that is known to be wrong is held against nothing
                blamed.update(() if row is None else (id(row),))
            yield _finding(flaw, check.rule, data.plan_file)


def _finding(flaw: RowFlaw | Flaw | FileFlaw, rule: Rule, plan_file: PlanFile) -> Finding:
    match flaw:
        case RowFlaw():
            return _in_row(flaw, rule)
        case Flaw():
            return _located(flaw, rule, plan_file)
        case FileFlaw(file=file, message=message, hint=hint):
            return Finding(rule.code, rule.level, file, 0, 0, message, hint)


def _in_row(flaw: RowFlaw, rule: Rule) -> Finding:
    row = flaw.row
    return Finding(
        rule.code,
        rule.level,
        row.file,
        row.line,
        1,
        flaw.message,
        flaw.hint,
        field=flaw.field,
        key=f"{row.indicator}/{row.entity}",
        value=_cell(row, flaw.field),
    )


def _cell(row: Observation, field: str) -> str | None:
    """Return what a row has in a column, as plain text."""
    held = row.status if field == "obs_status" else getattr(row, field)
    return (
        None if held is None else shown(str(exactly(held) if isinstance(held, Fraction) else held))
    )


def _with_columns(data: DataFolder, file: str, findings: list[Finding]) -> Iterator[Finding]:
    """Fill in the columns at which the fields of rows stand; rows do not carry them along."""
    if file == data.plan_file.file:
        yield from findings
        return
    lines = data.source_lines(file, {1, *(finding.line for finding in findings)})
    columns = [name.strip() for name in lines.get(1, "").split(",")]
    for finding in findings:
        at = column_of(lines.get(finding.line, ""), columns, finding.field)
        yield replace(finding, column=at)


def _located(flaw: Flaw, rule: Rule, plan_file: PlanFile) -> Finding:
    line, column = plan_file.locate(flaw.place)
    field = ".".join(str(part) for part in flaw.place)
    return Finding(
        rule.code,
        rule.level,
        plan_file.file,
        line,
        column,
        flaw.message,
        flaw.hint,
        field=field,
        key=plan_file.record_at(flaw.place),
        value=plan_file.value_at(flaw.place),
    )
