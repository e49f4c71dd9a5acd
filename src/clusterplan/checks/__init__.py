"""The data rules: one explicit registry, a family of rules per file."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from clusterplan.base.exact import exactly
from clusterplan.base.findings import MAX_FINDINGS, Finding, KeptFindings, Rule, has_errors, shown
from clusterplan.checks import (
    base_values,
    long_numbers,
    plan_limits,
    plan_quotas,
    plan_references,
    plan_sense,
    plan_targets,
    plan_units,
    remarks,
    rollup_rules,
    shares_and_wholes,
    single_records,
    wrong_units,
    years_of_a_figure,
)
from clusterplan.checks.flaws import FileFlaw, Flaw, RowFlaw, observed
from clusterplan.checks.records_at_hand import Records
from clusterplan.model.remarks import Remark
from clusterplan.reading.file_rules import RULES as FILE_RULES
from clusterplan.reading.remark_rules import RULES as REMARK_RULES
from clusterplan.reading.yaml_tree import record_at, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clusterplan.checks.flaws import PlanRule, RecordRule
    from clusterplan.judging.figures import Figures
    from clusterplan.model.observations import Observation
    from clusterplan.reading.folder import DataFolder
    from clusterplan.reading.plan_file import PlanFile

PLAN_STAGES: tuple[tuple[PlanRule, ...], ...] = (
    (*plan_references.NAMES, *plan_sense.YEARS),
    (*plan_references.SHAPES, *plan_quotas.SHAPES),
    (*plan_references.DEPTH, *plan_sense.RULES, *plan_targets.RULES, *plan_units.RULES),
    (*plan_limits.RULES, *plan_quotas.SUMS),
)
"""The rules of a stage rely on those of the stages before it having found no error."""
RECORD_RULES: tuple[RecordRule, ...] = (
    *single_records.RULES,
    *wrong_units.RULES,
    *shares_and_wholes.RULES,
    *years_of_a_figure.RULES,
    *base_values.RULES,
    *long_numbers.RULES,
    *remarks.RULES,
)
"""In the order in which a figure is blamed: a wrong unit explains why it does not add up."""
_OF_PLANS = (check.rule for check in chain(*PLAN_STAGES))
_OF_RECORDS = (check.rule for check in RECORD_RULES)
_OF_READERS = (*FILE_RULES, *REMARK_RULES)
_OF_ROLLUPS = (*rollup_rules.OF_DEFINITION, *rollup_rules.OF_RETURNS)
_ALL = (*_OF_READERS, *_OF_PLANS, *_OF_RECORDS, *_OF_ROLLUPS)
RULES = tuple(sorted(_ALL, key=attrgetter("code")))
"""Every code there is."""


def check_plan(plan_file: PlanFile) -> tuple[Finding, ...]:
    """Check a plan against itself; nothing is found in one that could not be read."""
    kept = KeptFindings(MAX_FINDINGS)
    _check_plan(plan_file, kept)
    return tuple(kept.findings)


def _check_plan(plan_file: PlanFile, kept: KeptFindings) -> None:
    for stage in PLAN_STAGES:
        if plan_file.plan is None or has_errors(kept.findings):
            break
        for check in stage:
            for flaw in check.find(plan_file.plan):
                kept.tell(check.rule.code, partial(_located, flaw, check.rule, plan_file))


class Checked(NamedTuple):
    """What checks found, so many of a code per file, and what they worked out on the way.

    `beyond` counts the findings that were not kept, by file and code; `figures` is None where the
    plan has errors.
    """

    findings: list[Finding]
    beyond: Counter[tuple[str, str]]
    figures: Figures | None


def check_data(data: DataFolder, limit: int = MAX_FINDINGS) -> Checked:
    """Check the plan, and if it is sound the observations against each other and against it.

    Args:
        data: the folder.
        limit: how many findings of a code to keep for each file.
    """
    kept: defaultdict[str, KeptFindings] = defaultdict(lambda: KeptFindings(limit))
    in_plan = kept[data.plan_file.file]
    _check_plan(data.plan_file, in_plan)
    records = None
    if data.plan is not None and not has_errors(in_plan.findings):
        unread = {file.year for file in data.actuals_files if has_errors(file.findings)}
        records = Records(data.plan, data.actuals_files, frozenset(unread), data.remarks)
        for code, file, finding in _record_findings(data, records):
            kept[file].tell(code, finding)
    findings: list[Finding] = []
    beyond = Counter[tuple[str, str]]()
    tables = {file.file: file for file in data.tables}
    for file, found in kept.items():
        findings += tables[file].placed(found.findings) if file in tables else found.findings
        beyond.update({(file, code): count for code, count in found.beyond.items()})
    return Checked(findings, beyond, None if records is None else records.figures)


def _record_findings(
    data: DataFolder, records: Records
) -> Iterator[tuple[str, str, Callable[[], Finding]]]:
    """Return code and file of every finding on records, and what makes it."""
    blamed: defaultdict[str, set[int]] = defaultdict(set)
    for check in RECORD_RULES:
        for flaw in check.find(records):
            if check.compares and not isinstance(flaw, FileFlaw):
                own = (flaw.row,) if isinstance(flaw, RowFlaw) else ()
                if any(row.line in blamed[row.file] for row in (*own, *flaw.others)):
                    continue  # a figure that is known to be wrong is held against nothing
                for row in own:
                    blamed[row.file].add(row.line)
            file = data.plan_file.file if isinstance(flaw, Flaw) else _file_of(flaw)
            yield check.rule.code, file, partial(_finding, flaw, check.rule, data.plan_file)


def _file_of(flaw: RowFlaw | FileFlaw) -> str:
    return flaw.row.file if isinstance(flaw, RowFlaw) else flaw.file


def _finding(flaw: RowFlaw | Flaw | FileFlaw, rule: Rule, plan_file: PlanFile) -> Finding:
    match flaw:
        case RowFlaw():
            return _in_row(flaw, rule)
        case Flaw():
            return _located(flaw, rule, plan_file)
        case FileFlaw(file=file, message=message, hint=hint):
            return Finding(rule.code, rule.level, file, 0, 0, message, hint)


def _in_row(flaw: RowFlaw, rule: Rule) -> Finding:
    row = flaw.row if isinstance(flaw.row, Remark) else observed(flaw.row)
    message = flaw.message() if callable(flaw.message) else flaw.message
    hint = flaw.hint() if callable(flaw.hint) else flaw.hint
    about = (flaw.field, row.key, _cell(row, flaw.field))
    return Finding(rule.code, rule.level, row.file, row.line, 0, message, hint, *about)


def _cell(row: Observation | Remark, field: str) -> str | None:
    """Return what a row has in a column, as plain text."""
    held = getattr(row, "status" if field == "obs_status" else field)
    plain = exactly(held) if isinstance(held, Fraction) else held
    return None if plain is None else shown(str(plain))


def _located(flaw: Flaw, rule: Rule, file: PlanFile) -> Finding:
    at, field = file.places.nearest(flaw.place), ".".join(map(str, flaw.place))
    about = (field, record_at(file.root, flaw.place), value_at(file.root, flaw.place))
    return Finding(rule.code, rule.level, file.file, *at, flaw.message, flaw.hint, *about)
