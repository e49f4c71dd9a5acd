"""The plans below a folder, each checked as `check` does it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.findings import Finding, Level, has_errors
from clusterplan.base.messages import say, say_many
from clusterplan.cli.check import fails, needs_last_year
from clusterplan.cli.exit_codes import UsageFailure
from clusterplan.cli.found import Place, found_in, read_checked
from clusterplan.cli.narrowing import OPTIONS, selection_of
from clusterplan.cli.output import refuse_inputs
from clusterplan.cli.pool import done_by_many
from clusterplan.cli.progress import progress
from clusterplan.model.changes import compare
from clusterplan.model.results import snapshot_of
from clusterplan.reading.data_folders import plans_below
from clusterplan.reading.folder_layout import PLAN_NAME
from clusterplan.views.many_plans import PlanRow, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from clusterplan.base.messages import Message
    from clusterplan.cli.asked import Asked
    from clusterplan.model.changes import Snapshot
    from clusterplan.reading.limits import Limits
    from clusterplan.views.many_plans import Overview

MANY = 20
"""Plans from which on somebody who waits is shown how far it is."""
FAULT = "fault"
"""In place of the code of a rule where the program itself cannot deal with a plan."""


class Question(Struct, frozen=True, kw_only=True):
    """What is asked of every plan."""

    asked: Asked
    year: int | None
    day: date | None
    limits: Limits
    only: tuple[str, ...] = ()
    fail_on: tuple[str, ...] = ()

    @property
    def narrowed(self) -> tuple[str, ...]:
        """Return what every plan is narrowed to, as the options say it."""
        given = ((name, getattr(self.asked, name)) for name in OPTIONS)
        chosen = tuple(f"{name} {value}" for name, value in given if value is not None)
        return (*(f"target {each}" for each in self.only), *chosen)


class Sought(Struct, frozen=True):
    """A data folder, what it is called, and how its plan stood earlier, if it did."""

    place: Place
    path: str
    earlier: Snapshot | None = None


def sought_below(folder: Path, output: Path | None) -> tuple[list[Sought], list[PlanRow]]:
    """Return the data folders below one, and a row for each place that cannot be looked at.

    Raises:
        UsageFailure: the folder is not there, has no plan, or the output is a file of one.
    """
    if not folder.is_dir():
        raise UsageFailure(say("there is no folder {path}", path=str(folder)))
    found: list[Sought] = []
    broken: list[PlanRow] = []
    for each in plans_below(folder):
        if isinstance(each, Finding):
            path = Path(each.file).relative_to(folder).as_posix()
            broken.append(PlanRow(path=path, error=each))
        else:
            path = each.relative_to(folder).as_posix()
            found.append(Sought(Place(each, str(each), "given"), path))
    if not found and not broken:
        message = say(
            "there is no data folder in {path} or below: none has a {plan}",
            path=str(folder),
            plan=PLAN_NAME,
        )
        raise UsageFailure(message)
    refuse_inputs(output, (each.place.folder for each in found))
    return found, broken


def rows_of(
    sought: list[Sought],
    question: Question,
    earlier: Mapping[str, Snapshot] | None,
    asked: Asked,
    jobs: int | None,
) -> list[PlanRow]:
    """Check every plan; return a row for each, in any order."""
    if earlier is not None:
        sought = [replace(each, earlier=earlier.get(each.path)) for each in sought]
    work = partial(_row, question)
    with progress(len(sought), asked.locale, quiet=asked.quiet, long=MANY) as bar:
        bar.stage(say("checking the plans"))
        return list(done_by_many(work, sought, jobs, bar))


def _row(question: Question, sought: Sought) -> PlanRow:
    """Check a plan; whatever is wrong with it, the others are told."""
    try:
        return _checked_row(question, sought)
    except UsageFailure as outside:
        return PlanRow(path=sought.path, outside=outside.message)
    except Exception as fault:  # noqa: BLE001 # one plan must not stop the others
        return faulty_row(sought, fault)


def faulty_row(sought: Sought, fault: Exception) -> PlanRow:
    """Return the row of a plan with which the program itself cannot deal."""
    what = say("a fault in clusterplan itself: {what}", what=f"{type(fault).__name__}: {fault}")
    finding = Finding(FAULT, Level.ERROR, sought.place.name, 0, 0, what)
    return PlanRow(path=sought.path, error=finding)


def broken_row(sought: Sought, findings: Iterable[Finding]) -> PlanRow:
    """Return the row of a plan that has errors: the first of them."""
    errors = (each for each in findings if each.level is Level.ERROR)
    return PlanRow(path=sought.path, error=min(errors, key=lambda finding: finding.order))


def _checked_row(question: Question, sought: Sought) -> PlanRow:
    named = {} if question.year is None else {"YEAR": question.year}
    read = read_checked(sought.place, named, question.limits)
    plan = read.folder.plan
    if plan is None or has_errors(read.findings):
        return broken_row(sought, read.findings)
    selection = selection_of(plan, question.asked)
    found = found_in(
        read,
        plan,
        {"YEAR": question.year},
        question.day,
        question.asked.published_only,
        selection,
    )
    alone = needs_last_year(question.fail_on)
    (report,) = found.reports(found.years, question.only, last_year=alone)
    before = sought.earlier
    if before is not None and before.plan == plan.id:
        changes = compare(before, snapshot_of(report), gone=not question.narrowed)
        report = replace(report, changes=changes)
    bad = fails(report, question.fail_on)
    return row_of(sought.path, report, found.inquiry.usable, report.changes, fails=bad)


def not_checked(found: Overview) -> Message:
    """Say that some plans have no verdicts."""
    return say_many(
        "{count} of {all} plans could not be checked: mend the error in its row, and see"
        " clusterplan validate",
        "{count} of {all} plans could not be checked: mend the errors in their rows, and see"
        " clusterplan validate",
        count=found.broken,
        all=len(found.rows),
    )
