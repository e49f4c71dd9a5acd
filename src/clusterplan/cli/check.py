"""`clusterplan check`: the gap report for one year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import FINDINGS, OK, BadValue
from clusterplan.cli.given_values import chosen_methods, ids_of
from clusterplan.cli.output import write_document
from clusterplan.model.changes import compare
from clusterplan.model.results import Rows, snapshot_of
from clusterplan.model.status import Status, counts_as
from clusterplan.render import MACHINE_FORMATS, MAIL
from clusterplan.render.document.report import ReportDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from clusterplan.model.changes import Snapshot
    from clusterplan.model.results import Report, Sort, TargetResult

_Earlier = TypeVar("_Earlier")
LADDERS = (("behind", "far_behind", "regressed", "missed"), ("at_risk", "breached"))
"""Verdicts that can make the command end with 1, from mild to bad: one stands for those after."""


def check(
    asked: Asked,
    year: str | None,
    target: list[str] | None,
    method: list[str] | None,
    fail_on: list[str] | None,
    against: Path | None,
    status: list[str] | None,
    sort: Sort | None,
    *,
    explain: bool,
    brief: bool,
) -> int:
    """Run `clusterplan check`; return the exit code."""
    methods = chosen_methods(method or ())
    in_brief = brief or asked.format == MAIL
    if in_brief:
        _refuse_with_brief(asked, {"--explain": explain, "--status": status, "--sort": sort})
    earlier = require_earlier(against, fail_on or [], _read_report)
    scripted = bool(asked.output or fail_on or against)
    found = read_for_report(asked, {"YEAR": year}, scripted=scripted)
    wanted = ids_of(found.plan, target or (), "--target")
    alone = asked.format == "json" or needs_last_year(fail_on or ())
    (report,) = found.reports(found.years, wanted, methods, last_year=alone)
    if earlier is not None:
        whole = not target and report.selection is None
        report = _with_changes(report, earlier, whole=whole)
    if status or sort:
        report = replace(report, rows=Rows(tuple(map(str, status or ())), sort))
    if in_brief:
        from clusterplan.render.document.brief import (  # noqa: PLC0415 # only where it is asked for
            BriefDocument,
        )

        write_document(BriefDocument(report, asked.locale), asked)
    else:
        write_document(ReportDocument(report, asked.locale, explain=explain), asked)
    return FINDINGS if fails(report, fail_on or []) else OK


def _refuse_with_brief(asked: Asked, others: Mapping[str, object]) -> None:
    """Refuse what a brief has no place for."""
    listed = [name for name, given in others.items() if given]
    if asked.format in MACHINE_FORMATS:
        listed.append(f"--format {asked.format}")
    if listed:
        message = say("a brief is without {options}: leave one of them out", options=listed[0])
        raise BadValue("--brief" if asked.format != MAIL else "--format", message)


def require_earlier(
    against: Path | None, fail_on: Collection[str], read: Callable[[Path], _Earlier]
) -> _Earlier | None:
    """Read an earlier report before anything is written: it may be the file of --output.

    Raises:
        BadValue: it is none, or there is none and verdicts are to be worse than in it.
    """
    if against is None:
        if "worse" in fail_on:
            message = say("worse than what? name an earlier report with --against FILE")
            raise BadValue("--fail-on", message)
        return None
    from clusterplan.reading.earlier_report import ReportFileError  # noqa: PLC0415 # see below

    try:
        return read(against)
    except ReportFileError as error:
        message = say("{file} is no earlier report: {why}", file=str(against), why=error.reason)
        raise BadValue("--against", message) from None


def _read_report(path: Path) -> Snapshot:
    from clusterplan.reading.earlier_report import read_report  # noqa: PLC0415 # only where it is asked for

    return read_report(path)


def _with_changes(report: Report, earlier: Snapshot, *, whole: bool) -> Report:
    if earlier.plan != report.plan.id:
        message = say("the earlier report is on another plan: {id}", id=earlier.plan)
        raise BadValue("--against", message)
    return replace(report, changes=compare(earlier, snapshot_of(report), gone=whole))


def needs_last_year(fail_on: Collection[str]) -> bool:
    """Say whether any of the words asks for the last year alone too."""
    return any(":" in word for word in fail_on)


def fails(report: Report, fail_on: Collection[str]) -> bool:
    """Say whether a verdict of a report is as bad as one that was named."""
    if "worse" in fail_on and report.changes is not None and report.changes.worse:
        return True
    return any(_triggers(report, word) for word in fail_on)


def _triggers(report: Report, word: str) -> bool:
    """Say whether a verdict is that bad, and where a word asks for it, the last year alone too."""
    status, _, sustained = word.partition(":")
    bad = {"no_data"} if status == "no_data" else set()
    for ladder in LADDERS:
        if status in ladder:
            bad.update(ladder[ladder.index(status) :])
    if any(("missed" if m.status == "overdue" else m.status) in bad for m in report.milestones):
        return True
    found = (t for t in report.targets if not bad.isdisjoint((t.status, counts_as(t.status))))
    return any(not (sustained and _has_turned(target, bad)) for target in found)


def _has_turned(target: TargetResult, bad: Collection[str]) -> bool:
    """Say whether the last year alone was better; what was missed stays missed."""
    alone = target.recent
    return alone is not None and alone.status not in bad and target.status is not Status.MISSED
