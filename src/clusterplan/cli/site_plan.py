"""One plan of a site: built where its files changed, and told in its row in any case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan import __version__
from clusterplan.base.findings import has_errors
from clusterplan.cli.found import Place, found_in, read_checked
from clusterplan.cli.many_plans import broken_row, faulty_row
from clusterplan.cli.report import checksums
from clusterplan.cli.site_folder import BEFORE, Entry, ForeignFile, digest, put, refuse_foreign
from clusterplan.locale import LANGUAGES
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.model.changes import compare
from clusterplan.model.results import snapshot_of
from clusterplan.reading.earlier_report import ReportFileError, read_report
from clusterplan.reading.folder import read_plan_only
from clusterplan.render.site.overview import Named
from clusterplan.render.site.plan import PlanSite, files_of, report_file, target_page
from clusterplan.views.many_plans import PlanRow, row_of
from clusterplan.views.whole_document import Run, dossier

if TYPE_CHECKING:
    from clusterplan.cli.found import Found
    from clusterplan.cli.many_plans import Question, Sought
    from clusterplan.model.changes import Changes
    from clusterplan.model.results import MeasureResult, MilestoneResult, Report

YEAR = "YEAR"


class Task(Struct, frozen=True, kw_only=True):
    """A plan to be told of, and to be built if anything about it changed.

    Attributes:
        sought: its data folder.
        root: the folder of the site.
        folder: the name of its folders there.
        languages: those of the site.
        input: the hash of its files.
        entry: what was made of it last time.
        own: the names of files in its folders that are ours; None where all are.
        against: the report that changes are told against, where the caller named a site.
        again: whether it is to be built.
    """

    sought: Sought
    root: Path
    folder: str
    languages: tuple[str, ...]
    input: str
    entry: Entry | None
    own: frozenset[str] | None
    against: Path | None
    again: bool


class Built(Struct, frozen=True):
    """What became of a plan: its row, what stands in the manifest, the names to be found."""

    row: PlanRow
    entry: Entry | None = None
    names: tuple[Named, ...] = ()
    written: int = 0


def languages_of(place: Place) -> tuple[str, ...]:
    """Return the languages that a plan has names in."""
    plan = read_plan_only(place.folder, place.name).plan
    return tuple(each for each in LANGUAGES if plan is not None and plan.speaks(each))


def build(question: Question, task: Task) -> Built:
    """Tell of a plan, and build what of it is not as it was.

    Raises:
        ForeignFile: a file is in the way that is not ours.
        OSError: a file cannot be written.
    """
    try:
        return _build(question, task)
    except (ForeignFile, OSError):
        raise
    except Exception as fault:  # noqa: BLE001 # one plan must not stop the others
        return Built(faulty_row(task.sought, fault))


def _build(question: Question, task: Task) -> Built:
    read = read_checked(task.sought.place, {}, question.limits)
    plan = read.folder.plan
    if plan is None or has_errors(read.findings):
        return Built(broken_row(task.sought, read.findings))
    found = found_in(read, plan, {YEAR: None}, question.day, question.asked.published_only)
    (report,) = found.reports(found.years, last_year=False)
    entry, written = task.entry, 0
    if task.again or entry is None:
        entry, written, changes = _write(task, found)
    else:
        changes = _changes(task.root / _before_file(task), report)
    row = row_of(task.sought.path, report, found.inquiry.usable, changes, fails=False)
    return Built(row, entry, _names(report), written)


def _write(task: Task, found: Found) -> tuple[Entry, int, Changes | None]:
    """Write every file of a plan that is not there as it is to be.

    Returns:
        What was made, how many files were written, and what changed since the site before.
    """
    before, kept = _before(task), _before_file(task)
    year = found.years[0]
    run = Run(__version__, methods_chosen=False, files=checksums(found.folder))
    whole = dossier(found.inquiry, year, run, SECOND_OPINIONS)
    known = found.inquiry.usable.years
    earlier = found.reports([each for each in found.plan.years if each < year and each in known])
    if task.own is not None:
        refuse_foreign(task.root, [kept], task.own, task.folder)
    changes, written = None, 0
    if before is not None:
        written += put(task.root, kept, before)
        changes = _changes(task.root / kept, whole.report)
    files = dict(files_of(PlanSite(task.folder, whole, earlier, changes, task.languages)))
    if task.own is not None:
        refuse_foreign(task.root, files, task.own, task.folder)
    written += sum(put(task.root, name, data) for name, data in files.items())
    entry = Entry(
        folder=task.folder,
        input=task.input,
        year=year,
        report=digest(files[report_file(task.folder, year)]),
        before="" if before is None else digest(before),
        languages=tuple(each for each in LANGUAGES if found.plan.speaks(each)),
        files=(*files, *([] if before is None else [kept])),
    )
    return entry, written, changes


def _names(report: Report) -> tuple[Named, ...]:
    """Return what of a plan can be found by its name."""
    targets = (Named(each.name, target_page(each.id)) for each in report.targets)
    dated: tuple[MilestoneResult | MeasureResult, ...] = (*report.milestones, *report.measures)
    return (*targets, *(Named(each.name, "index.html#dated") for each in dated))


def _before_file(task: Task) -> str:
    return f"data/{task.folder}/{BEFORE}"


def _before(task: Task) -> bytes | None:
    """Return the report that changes are told against, None where there is none.

    It is the one that was there before the files of the plan were others.
    """
    if task.against is not None:
        return _bytes_of(task.against)
    if task.entry is None:
        return None
    if task.entry.input != task.input:
        last = _bytes_of(task.root / report_file(task.folder, task.entry.year))
        # Another one comes of a build that was broken off: the one before is still kept then.
        if last is not None and digest(last) == task.entry.report:
            return last
    return _bytes_of(task.root / _before_file(task))


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _changes(path: Path, report: Report) -> Changes | None:
    """Compare a report with the one that is kept from before, where there is one on this plan."""
    try:
        earlier = read_report(path)
    except ReportFileError:
        return None
    return compare(earlier, snapshot_of(report)) if earlier.plan == report.plan.id else None
