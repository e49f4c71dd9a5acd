"""`clusterplan check`: the gap report for one year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import FINDINGS, OK, BadValue
from clusterplan.cli.given_values import chosen_methods, ids_of
from clusterplan.cli.output import write_document
from clusterplan.model.changes import compare
from clusterplan.model.results import snapshot_of
from clusterplan.model.status import counts_as
from clusterplan.render.document.report import ReportDocument

if TYPE_CHECKING:
    from clusterplan.model.changes import Snapshot
    from clusterplan.model.results import Report

LADDERS = (("behind", "far_behind", "regressed", "missed"), ("at_risk", "breached"))
"""Verdicts that can make the command end with 1, from mild to bad: one stands for those after."""


def check(
    asked: Asked,
    year: str | None,
    target: list[str] | None,
    method: list[str] | None,
    fail_on: list[str] | None,
    against: Path | None,
    *,
    explain: bool,
) -> int:
    """Run `clusterplan check`; return the exit code."""
    methods = chosen_methods(method or ())
    earlier = _earlier(against, fail_on or [])
    scripted = bool(asked.output or fail_on or against)
    found = read_for_report(asked, {"YEAR": year}, scripted=scripted)
    wanted = ids_of(found.plan, target or (), "--target")
    (report,) = found.reports(found.years, wanted, methods)
    if earlier is not None:
        report = _with_changes(report, earlier, whole=not target)
    write_document(ReportDocument(report, asked.locale, explain=explain), asked)
    return FINDINGS if _fails(report, fail_on or []) else OK


def _earlier(against: Path | None, fail_on: list[str]) -> Snapshot | None:
    """Read the earlier report before anything is written: it may be the file of --output."""
    if against is None:
        if "worse" in fail_on:
            message = say("worse than what? name an earlier report with --against FILE")
            raise BadValue("--fail-on", message)
        return None
    from clusterplan.reading.earlier_report import (  # noqa: PLC0415 # only where it is asked for
        ReportFileError,
        read_report,
    )

    try:
        return read_report(against)
    except ReportFileError as error:
        message = say("{file} is no earlier report: {why}", file=str(against), why=error.reason)
        raise BadValue("--against", message) from None


def _with_changes(report: Report, earlier: Snapshot, *, whole: bool) -> Report:
    if earlier.plan != report.plan.id:
        message = say("the earlier report is on another plan: {id}", id=earlier.plan)
        raise BadValue("--against", message)
    return replace(report, changes=compare(earlier, snapshot_of(report), gone=whole))


def _fails(report: Report, fail_on: list[str]) -> bool:
    if "worse" in fail_on and report.changes is not None and report.changes.worse:
        return True
    found = {target.status for target in report.targets}
    verdicts = {str(status) for status in (*found, *map(counts_as, found))}
    verdicts |= {"missed" if m.status == "overdue" else m.status for m in report.milestones}
    triggers = {"no_data"} if "no_data" in fail_on else set()
    for status in fail_on:
        for ladder in LADDERS:
            if status in ladder:
                triggers.update(ladder[ladder.index(status) :])
    return bool(verdicts & triggers)
