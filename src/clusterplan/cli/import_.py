"""`clusterplan import`: figures of a workbook or a foreign CSV into the files of their years."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.messages import printable, say, say_many
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import find_own_data, read_to_write
from clusterplan.cli.exit_codes import FINDINGS, OK, UsageFailure
from clusterplan.cli.given_values import parse_day, parse_year
from clusterplan.cli.import_options import resolved
from clusterplan.cli.locking import sole_writer
from clusterplan.cli.meanings import ask_meanings, offer_to_keep
from clusterplan.cli.output import replace_file, same_file, write
from clusterplan.cli.progress import Silent, progress
from clusterplan.cli.questions import agreed, can_ask
from clusterplan.cli.tables import content_of, unreadable
from clusterplan.cli.terminal import format_for, options_for
from clusterplan.importing.checked_import import outcome_of
from clusterplan.importing.file_kinds import read_sheets
from clusterplan.importing.limits import UnreadableError
from clusterplan.importing.table_figures import OTHER_YEAR, read_figures
from clusterplan.importing.understanding import Given
from clusterplan.model.observations import ObsStatus
from clusterplan.reading.folder_layout import own_files
from clusterplan.render.document.import_blocks import render_import

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.cli.found import Place
    from clusterplan.importing.checked_import import Outcome
    from clusterplan.model.plan import Plan
    from clusterplan.reading.folder import DataFolder


def import_(
    asked: Asked,
    file: Path,
    year: str | None,
    sheet: list[str] | None,
    indicator: str | None,
    entity: str | None,
    unit: list[str] | None,
    published: str | None,
    source: str,
    series: str,
    status: str,
    *,
    hidden: bool,
    yes: bool,
    dry_run: bool,
    partial: bool,
) -> int:
    """Run `clusterplan import`; return the exit code."""
    content = content_of(file)
    if not (yes or dry_run or can_ask()):
        raise UsageFailure(
            say("nobody to ask here: --yes writes without asking, --dry-run shows what it would do")
        )
    given_year = None if year is None else parse_year(year, "--year")
    if published is not None:
        parse_day(published, "--published")
    place, locale = find_own_data(asked.data), asked.locale
    if same_file(file, own_files(place.folder)):
        message = say("{path} is a file of the plan already; import another one", path=str(file))
        raise UsageFailure(message)
    given = Given(
        printable(file.name),
        given_year,
        indicator,
        entity,
        tuple(unit or ()),
        published or "",
        source,
        series,
        ObsStatus(status),
        tuple(sheet or ()),
        hidden,
    )
    with contextlib.nullcontext() if dry_run else sole_writer(place.folder):
        refusal = say("nothing was imported: mend these errors first")
        folder, plan = read_to_write(place, asked, refusal)
        with progress(len(content), locale, quiet=asked.quiet) as bar:
            outcome = _outcome(content, given, folder, plan, place, bar)
        if not (yes or dry_run) and (meant := ask_meanings(outcome.problems, plan, locale)):
            offer_to_keep(meant, place, folder, locale)
            given = replace(given, meant=meant)
            outcome = _outcome(content, given, folder, plan, place, Silent())
        name, options = format_for(asked), options_for(asked)
        write(render_import(outcome, plan, given.file, name, locale, options), None)
        return _settle(outcome, place, asked, yes=yes, dry_run=dry_run, partial=partial)


def _outcome(
    content: bytes, given: Given, folder: DataFolder, plan: Plan, place: Place, bar: Silent
) -> Outcome:
    try:
        bar.stage(say("reading"))
        sheets = read_sheets(content)
        given = resolved(given, plan, sheets)
    except UnreadableError as error:
        raise UsageFailure(unreadable(given.file, error.message, error.hint)) from None
    bar.stage(say("understanding"))
    reading = read_figures(sheets, plan, given, bar.of)
    bar.stage(say("checking"))
    return outcome_of(reading, folder, plan, place.bytes_of, place.name_of)


def _settle(
    outcome: Outcome, place: Place, asked: Asked, *, yes: bool, dry_run: bool, partial: bool
) -> int:
    """Write, or say why not; return the exit code."""
    if not outcome.steps and not outcome.problems:
        asked.notice(_without_figures(outcome))
        return FINDINGS
    if outcome.problems and not partial:
        asked.notice(
            say("nothing was written: mend what is not understood, or take the rest: --partial")
        )
        return FINDINGS
    code = FINDINGS if outcome.problems else OK
    if not outcome.additions:
        asked.notice(say("nothing was written: there is nothing new"))
        return code
    rows = say_many("{count} row", "{count} rows", count=outcome.added)
    files = asked.locale.listed([place.name_of(year) for year in sorted(outcome.additions)])
    if dry_run:
        asked.notice(say("without --dry-run this adds {rows} to {files}", rows=rows, files=files))
        return code
    question = say("Add {rows} to {files}? [y/N] ", rows=rows, files=files)
    if not yes and not agreed(question, asked.locale):
        asked.notice(say("nothing was written"))
        return FINDINGS
    _write(outcome, place)
    asked.mention(say("added {rows} to {files}", rows=rows, files=files))
    return code


def _without_figures(outcome: Outcome) -> Message:
    if any(each.message == OTHER_YEAR for each in outcome.left_out):
        return say("nothing was written: its figures are of other years than --year")
    return say("nothing was written: the file has no figure of the plan")


def _write(outcome: Outcome, place: Place) -> None:
    """Replace each file in one step, if it is still what was read."""
    for year, addition in sorted(outcome.additions.items()):
        if place.bytes_of(year) != addition.before:
            message = say("{file} was changed in the meantime; try again", file=place.name_of(year))
            raise UsageFailure(message)
        path = place.file_of(year)
        path.parent.mkdir(exist_ok=True)
        replace_file(path, addition.after)
