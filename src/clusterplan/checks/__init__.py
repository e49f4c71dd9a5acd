"""The data rules: one explicit registry, a family of rules per file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.checks import (
    base_values,
    plan_references,
    plan_sense,
    plan_targets,
    plan_units,
    records,
)
from clusterplan.findings import Finding, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.checks.rule import Flaw, PlanRule, RecordRule
    from clusterplan.reading.folder import DataFolder
    from clusterplan.reading.plan_file import PlanFile

PLAN_STAGES: tuple[tuple[PlanRule, ...], ...] = (
    plan_references.NAMES,
    plan_references.SHAPES,
    (*plan_sense.RULES, *plan_targets.RULES, *plan_units.RULES),
)
"""The rules of a stage rely on those of the stages before it having found no error."""
RECORD_RULES: tuple[RecordRule, ...] = (*records.RULES, *base_values.RULES)


def check_plan(plan_file: PlanFile) -> tuple[Finding, ...]:
    """Check a plan against itself; nothing is found in one that could not be read."""
    findings: list[Finding] = []
    for stage in PLAN_STAGES:
        if plan_file.plan is None or has_errors(findings):
            break
        for rule in stage:
            findings += (_located(flaw, rule, plan_file) for flaw in rule.find(plan_file.plan))
    return tuple(findings)


def check_data(data: DataFolder) -> tuple[Finding, ...]:
    """Check the plan, and if it is sound the observations against each other and against it."""
    findings = check_plan(data.plan_file)
    if data.plan is None or has_errors(findings):
        return findings
    return (*findings, *_record_findings(data))


def _record_findings(data: DataFolder) -> Iterator[Finding]:
    if data.plan is None:
        return
    for rule in RECORD_RULES:
        for flaw in rule.find(data.plan, data.observations):
            row = flaw.row
            yield Finding(
                rule.code,
                rule.level,
                row.file,
                row.line,
                1,
                flaw.message,
                flaw.hint,
                field=flaw.field,
            )


def _located(flaw: Flaw, rule: PlanRule, plan_file: PlanFile) -> Finding:
    line, column = plan_file.locate(flaw.place)
    field = ".".join(str(part) for part in flaw.place)
    return Finding(
        rule.code, rule.level, plan_file.file, line, column, flaw.message, flaw.hint, field=field
    )
