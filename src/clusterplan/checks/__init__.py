"""The data rules: one explicit registry, a family of rules per file."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING

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
from clusterplan.findings import MAX_FINDINGS, Finding, KeptFindings, Rule, has_errors
from clusterplan.reading.rules import RULES as READER_RULES

if TYPE_CHECKING:
    from clusterplan.checks.rule import PlanRule, RecordRule, RowFlaw
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
    kept: defaultdict[str, KeptFindings] = defaultdict(lambda: KeptFindings(limit))
    records = Records(data.plan, data.actuals_files)
    for check in RECORD_RULES:
        for flaw in check.find(records):
            if isinstance(flaw, Flaw):
                kept[data.plan_file.file].add(_located(flaw, check.rule, data.plan_file))
            else:
                kept[flaw.row.file].tell(
                    check.rule.code, partial(_in_row, flaw, check.rule, records)
                )
    beyond = Counter[tuple[str, str]]()
    for file in (data.plan_file, *data.actuals_files):
        found = kept[file.file]
        findings += file.placed(found.findings)
        beyond.update({(file.file, code): count for code, count in found.beyond.items()})
    return findings, beyond


def _in_row(flaw: RowFlaw, rule: Rule, records: Records) -> Finding:
    row = flaw.row
    return Finding(
        rule.code,
        rule.level,
        row.file,
        row.line,
        1,
        flaw.message() if callable(flaw.message) else flaw.message,
        flaw.hint,
        field=flaw.field,
        key="/".join(records.named(row)),
    )


def _located(flaw: Flaw, rule: Rule, plan_file: PlanFile) -> Finding:
    line, column = plan_file.locate(flaw.place)
    field = ".".join(str(part) for part in flaw.place)
    return Finding(
        rule.code, rule.level, plan_file.file, line, column, flaw.message, flaw.hint, field=field
    )
