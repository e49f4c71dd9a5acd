"""`clusterplan import`: figures of a workbook or a foreign CSV into the files of their years."""

from __future__ import annotations

import contextlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.messages import printable, say, say_many
from clusterplan.cli.data import find_own_data, raised_limits, require_plan
from clusterplan.cli.exit_codes import FINDINGS, OK
from clusterplan.cli.failures import BadValue, UsageFailure
from clusterplan.cli.language import tr
from clusterplan.cli.locking import sole_writer
from clusterplan.cli.meanings import ask_meanings, offer_to_keep
from clusterplan.cli.options import (
    Color,
    ColorOption,
    LangOption,
    OwnDataOption,
    QuietOption,
    VerboseOption,
    locale_of,
    parse_day,
    parse_year,
)
from clusterplan.cli.output import replace_file, same_file, write
from clusterplan.cli.progress import Silent, progress
from clusterplan.cli.questions import agreed, can_ask
from clusterplan.cli.terminal import format_for, options_for
from clusterplan.reading.folder_layout import own_files

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.cli.data import Place
    from clusterplan.importing.checked_import import Outcome
    from clusterplan.importing.understanding import Given
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.reading.folder import DataFolder


class ImportFormat(StrEnum):
    """Formats of what an import understood."""

    AUTO = "auto"
    TABLE = "table"
    TEXT = "text"


class FigureStatus(StrEnum):
    """What can be said of figures that are there (SDMX `CL_OBS_STATUS`)."""

    NORMAL = "normal"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    FORECAST = "forecast"
    BREAK = "break"
    DEFINITION_DIFFERS = "definition_differs"
    ILLUSTRATIVE = "illustrative"


class Wishes(Struct, frozen=True):
    """Whether and what to write."""

    yes: bool
    dry_run: bool
    partial: bool
    quiet: bool


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=tr("The workbook (.xlsx, .xls, .ods) or text (.csv, .tsv).")
        ),
    ],
    year: Annotated[
        str | None,
        typer.Option(
            "--year",
            metavar="YEAR",
            help=tr(
                "The year of figures for which the file states none; of those for which it states"
                " one, only this year is taken."
            ),
            show_default=False,
        ),
    ] = None,
    sheet: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help=tr("Only this sheet (repeatable); else every one that is not hidden."),
            show_default=False,
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option(
            "--indicator",
            metavar="NAME",
            help=tr("The indicator of figures for which the file names none."),
            show_default=False,
        ),
    ] = None,
    entity: Annotated[
        str | None,
        typer.Option(
            "--entity",
            metavar="NAME",
            help=tr("Whom figures describe for which the file names nobody; else the plan's area."),
            show_default=False,
        ),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="UNIT",
            help=tr(
                "The unit of figures for which the file states none (repeatable: each figure takes"
                " the one that fits)."
            ),
            show_default=False,
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="DATE",
            help=tr("The day of publication, for figures without one."),
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="TEXT",
            help=tr("Who published them, for figures without a source."),
            show_default=False,
        ),
    ] = "",
    series: Annotated[
        str,
        typer.Option(
            "--series",
            metavar="NAME",
            help=tr("Which of several sources for the same figures this is."),
            show_default=False,
        ),
    ] = "",
    status: Annotated[
        FigureStatus,
        typer.Option("--status", help=tr("How sure figures are that say nothing of it.")),
    ] = FigureStatus.NORMAL,
    output_format: Annotated[
        ImportFormat,
        typer.Option(
            "--format", "-f", help=tr("Format; auto is a table on a terminal, else plain text.")
        ),
    ] = ImportFormat.AUTO,
    data: OwnDataOption = None,
    lang: LangOption = None,
    color: ColorOption = Color.AUTO,
    *,
    hidden: Annotated[
        bool,
        typer.Option(
            "--hidden",
            help=tr("Also hidden and filtered rows and columns; a hidden sheet needs --sheet."),
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=tr("Write without asking, as scripts must."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help=tr("Show what would be written, write nothing."))
    ] = False,
    partial: Annotated[
        bool,
        typer.Option("--partial", help=tr("Write what was understood, even if something was not.")),
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Run `clusterplan import`; return the exit code."""
    if not (yes or dry_run or can_ask()):
        raise UsageFailure(
            say("nobody to ask here: --yes writes without asking, --dry-run shows what it would do")
        )
    given_year = None if year is None else parse_year(year, "--year")
    if published is not None:
        parse_day(published, "--published")
    place, locale = find_own_data(data), locale_of(lang)
    _refuse_own(file, place)
    content = _content(file)

    from clusterplan.importing.understanding import Given  # noqa: PLC0415
    from clusterplan.model.observations import ObsStatus  # noqa: PLC0415 # not for --help
    from clusterplan.render.document.imports import render_import  # noqa: PLC0415

    given = Given(
        printable(file.name),
        given_year,
        indicator,
        entity,
        tuple(unit or ()),
        published or "",
        source,
        series,
        ObsStatus(status.value),
        tuple(sheet or ()),
        hidden,
    )
    wishes = Wishes(yes=yes, dry_run=dry_run, partial=partial, quiet=quiet)
    with contextlib.nullcontext() if dry_run else sole_writer(place.folder):
        folder, plan = _folder(place, locale, quiet=quiet, verbose=verbose)
        with progress(len(content), locale, quiet=quiet) as bar:
            outcome = _outcome(content, given, folder, plan, place, bar)
        if not (yes or dry_run) and (meant := ask_meanings(outcome.problems, plan, locale)):
            offer_to_keep(meant, place, folder, locale)
            given = replace(given, meant=meant)
            outcome = _outcome(content, given, folder, plan, place, Silent())
        name = format_for(output_format.value, None)
        options = options_for(color, None)
        write(render_import(outcome, plan, given.file, name, locale, options), None)
        return _settle(outcome, place, locale, wishes)


def _refuse_own(file: Path, place: Place) -> None:
    """Refuse to take figures from where they would be written."""
    if same_file(file, own_files(place.folder)):
        message = say("{path} is a file of the plan already; import another one", path=str(file))
        raise UsageFailure(message)


def _content(file: Path) -> bytes:
    from clusterplan.importing.limits import MAX_FILE  # noqa: PLC0415 # not for --help

    try:
        if not file.is_file():
            raise UsageFailure(say("there is no file {path}", path=str(file)))
        with file.open("rb") as opened:
            return opened.read(MAX_FILE + 1)
    except OSError as error:
        why = str(error.strerror)
        raise UsageFailure(say("cannot read {path}: {why}", path=str(file), why=why)) from None


def _folder(place: Place, locale: Locale, *, quiet: bool, verbose: bool) -> tuple[DataFolder, Plan]:
    from clusterplan.checks import check_data  # noqa: PLC0415 # not for --help
    from clusterplan.reading.folder import read_folder  # noqa: PLC0415

    folder = read_folder(place.folder, place.name, limits=raised_limits())
    findings = (*folder.findings, *check_data(folder)[0])
    refusal = say("nothing was imported: mend these errors first")
    plan = require_plan(folder, findings, locale, quiet=quiet, verbose=verbose, refusal=refusal)
    return folder, plan


def _outcome(
    content: bytes, given: Given, folder: DataFolder, plan: Plan, place: Place, bar: Silent
) -> Outcome:
    from clusterplan.importing.checked_import import outcome_of  # noqa: PLC0415
    from clusterplan.importing.file_kinds import read_sheets  # noqa: PLC0415
    from clusterplan.importing.limits import UnreadableError  # noqa: PLC0415
    from clusterplan.importing.table_figures import read_figures  # noqa: PLC0415 # not for --help
    from clusterplan.importing.user_options import BadOptionError, resolved  # noqa: PLC0415

    try:
        bar.stage(say("reading"))
        sheets = read_sheets(content)
        given = resolved(given, plan, sheets)
    except UnreadableError as error:
        raise UsageFailure(_unreadable(given.file, error.message, error.hint)) from None
    except BadOptionError as error:
        raise BadValue(error.option, error.message) from None
    bar.stage(say("understanding"))
    reading = read_figures(sheets, plan, given, bar.of)
    bar.stage(say("checking"))
    return outcome_of(
        reading,
        folder,
        plan,
        raw=lambda year: _bytes(_path(place, year)),
        name=lambda year: _label(place, year),
    )


def _unreadable(file: str, message: Message, hint: Message | None) -> Message:
    if hint is None:
        return say("{file}: {message}", file=file, message=message)
    return say("{file}: {message} ({hint})", file=file, message=message, hint=hint)


def _settle(outcome: Outcome, place: Place, locale: Locale, wishes: Wishes) -> int:
    """Write, or say why not; return the exit code."""

    def tell(message: Message) -> None:
        typer.echo(locale.text(say("clusterplan: {message}", message=message)), err=True)

    if not outcome.steps and not outcome.problems:
        tell(_without_figures(outcome))
        return FINDINGS
    if outcome.problems and not wishes.partial:
        tell(say("nothing was written: mend what is not understood, or take the rest: --partial"))
        return FINDINGS
    code = FINDINGS if outcome.problems else OK
    if not outcome.additions:
        tell(say("nothing was written: there is nothing new"))
        return code
    rows = say_many("{count} row", "{count} rows", count=outcome.added)
    files = locale.listed([_label(place, year) for year in sorted(outcome.additions)])
    if wishes.dry_run:
        tell(say("without --dry-run this adds {rows} to {files}", rows=rows, files=files))
        return code
    question = say("Add {rows} to {files}? [y/N] ", rows=rows, files=files)
    if not wishes.yes and not agreed(question, locale):
        tell(say("nothing was written"))
        return FINDINGS
    _write(outcome, place)
    if not wishes.quiet:
        tell(say("added {rows} to {files}", rows=rows, files=files))
    return code


def _without_figures(outcome: Outcome) -> Message:
    from clusterplan.importing.table_figures import OTHER_YEAR  # noqa: PLC0415 # not for --help

    if any(each.message == OTHER_YEAR for each in outcome.left_out):
        return say("nothing was written: its figures are of other years than --year")
    return say("nothing was written: the file has no figure of the plan")


def _write(outcome: Outcome, place: Place) -> None:
    """Replace each file in one step, if it is still what was read."""
    for year, addition in sorted(outcome.additions.items()):
        path = _path(place, year)
        if _bytes(path) != addition.before:
            message = say("{file} was changed in the meantime; try again", file=_label(place, year))
            raise UsageFailure(message)
        path.parent.mkdir(exist_ok=True)
        replace_file(path, addition.after)


def _path(place: Place, year: int) -> Path:
    return place.folder / "actuals" / f"{year}.csv"


def _label(place: Place, year: int) -> str:
    """Return what findings call the file of a year."""
    return f"{place.name.rstrip('/')}/actuals/{year}.csv"


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        why = str(error.strerror)
        raise UsageFailure(say("cannot read {path}: {why}", path=str(path), why=why)) from None
