"""The data rules: one explicit registry, a family of rules per file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
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
    wholes,
)
from clusterplan.checks.rule import Flaw, Records
from clusterplan.evaluation import Figures
from clusterplan.findings import MAX_FINDINGS, Finding, KeptFindings, Rule, has_errors
from clusterplan.reading.rules import RULES as READER_RULES
from clusterplan.reading.table import column_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.checks.rule import PlanRule, RecordRule, RowFlaw
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
    *wholes.RULES,
    *series.RULES,
    *base_values.RULES,
)
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


def check_data(data: DataFolder, limit: int = MAX_FINDINGS) -> tuple[list[Finding], Counter[str]]:
    """Check the plan, and if it is sound the observations against each other and against it.

    Returns:
        The findings, so many per file and no more; and how many more there are, by file.
    """
    findings = list(check_plan(data.plan_file))
    if data.plan is None or has_errors(findings):
        return findings, Counter()
    kept: dict[str, KeptFindings] = {}
    for finding in _record_findings(data, data.plan):
        kept.setdefault(finding.file, KeptFindings(limit)).add(finding)
    for file, found in kept.items():
        findings += _with_columns(data, file, found.findings)
    return findings, Counter({file: found.beyond for file, found in kept.items() if found.beyond})


def _record_findings(data: DataFolder, plan: Plan) -> Iterator[Finding]:
    rows = data.observations
    looked_at = Records(plan, rows, Figures(plan, Actuals(rows)))
    for check in RECORD_RULES:
        for flaw in check.find(looked_at):
            if isinstance(flaw, Flaw):
                yield _located(flaw, check.rule, data.plan_file)
            else:
                yield _in_row(flaw, check.rule)


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
        rule.code, rule.level, plan_file.file, line, column, flaw.message, flaw.hint, field=field
    )
