"""`clusterplan check`: the gap report for one year."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from clusterplan.base.messages import say
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import FINDINGS, OK
from clusterplan.cli.failures import BadValue
from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    AsOfOption,
    Color,
    ColorOption,
    DataOption,
    Format,
    FormatOption,
    LangOption,
    OutputOption,
    PublishedOnlyOption,
    QuietOption,
    VerboseOption,
    locale_of,
    parse_day,
    parse_year,
)
from clusterplan.cli.output import write_document
from clusterplan.cli.target_argument import check_ids, complete_target
from clusterplan.cli.year_argument import check_year

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from clusterplan.model.changes import Snapshot
    from clusterplan.model.results import Report


class FailOn(StrEnum):
    """What can make the command end with 1; the first four verdicts from mild to bad."""

    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    REGRESSED = "regressed"
    MISSED = "missed"
    NO_DATA = "no_data"
    WORSE = "worse"


LADDER = (FailOn.BEHIND, FailOn.FAR_BEHIND, FailOn.REGRESSED, FailOn.MISSED)


def complete_method(incomplete: str) -> list[str]:
    """Return the methods that begin like this, for the shell's completion."""
    from clusterplan.methods import ALL, SECOND_OPINIONS  # noqa: PLC0415 # not for --help

    return [name for name in (*SECOND_OPINIONS, ALL) if name.startswith(incomplete)]


MethodOption = Annotated[
    list[str] | None,
    typer.Option(
        "--method",
        metavar="NAME",
        help=tr(
            "Put another method beside the verdict: eurostat, opensdg, unsd, dns, or all"
            " (repeatable)."
        ),
        autocompletion=complete_method,
        show_default=False,
    ),
]


def check(
    year: Annotated[
        str | None,
        typer.Argument(
            metavar="YEAR",
            help=tr("The year to report on; else the newest with a figure."),
            show_default=False,
        ),
    ] = None,
    output_format: FormatOption = Format.AUTO,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="ID",
            help=tr("Only this target, milestone or measure (repeatable)."),
            autocompletion=complete_target,
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    method: MethodOption = None,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option(
            "--fail-on",
            metavar="STATUS",
            help=tr(
                "End with 1 when a verdict is this or worse: behind, far_behind, regressed,"
                " missed; no_data stands on its own; worse: than in the report of --against"
                " (repeatable)."
            ),
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help=tr("Tell what changed since an earlier report (JSON)."),
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
    *,
    published_only: PublishedOnlyOption = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help=tr("Add the rules and the arithmetic behind each verdict.")),
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Run `clusterplan check`; return the exit code."""
    wanted_year = None if year is None else parse_year(year)
    day = None if as_of is None else parse_day(as_of)
    methods = chosen_methods(method or [])
    earlier = _earlier(against, fail_on or ())
    locale = locale_of(lang)
    years = {} if wanted_year is None else {"YEAR": wanted_year}
    found = read_for_report(
        data,
        locale,
        years=years,
        output=output,
        scripted=bool(output or fail_on or against),
        quiet=quiet,
        verbose=verbose,
    )

    from clusterplan.judging.assess import assess, newest_year  # noqa: PLC0415 # not for --help
    from clusterplan.render.document.report import ReportDocument  # noqa: PLC0415

    plan, rows = found.plan, found.observations
    if wanted_year is None:
        wanted_year = newest_year(plan, rows, day)
        check_year(plan, wanted_year)
    check_ids(plan, target or (), "--target")
    report = assess(
        plan,
        rows,
        wanted_year,
        as_of=day,
        published_only=published_only,
        only=frozenset(target or ()),
        origin=found.origin,
        methods=methods,
    )
    if earlier is not None:
        report = _with_changes(report, earlier, whole=not target)
    document = ReportDocument(report, locale, explain=explain)
    write_document(document, output_format, color, output)
    return FINDINGS if _fails(report, fail_on or ()) else OK


def _earlier(against: Path | None, fail_on: Collection[FailOn]) -> Snapshot | None:
    """Read the earlier report before anything is written: it may be the file of --output."""
    if against is None:
        if FailOn.WORSE in fail_on:
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
    from clusterplan.model.changes import compare  # noqa: PLC0415

    if earlier.plan != report.plan.id:
        message = say("the earlier report is on another plan: {id}", id=earlier.plan)
        raise BadValue("--against", message)
    return replace(report, changes=compare(earlier, report.snapshot, gone=whole))


def chosen_methods(asked: list[str]) -> frozenset[str]:
    """Return the methods of `--method`; refuse one that gives no second opinions."""
    from clusterplan.methods import ALL, SECOND_OPINIONS  # noqa: PLC0415 # not for --help

    for name in asked:
        if name not in (*SECOND_OPINIONS, ALL):
            known = ", ".join((*SECOND_OPINIONS, ALL))
            message = say(
                "no second opinion by {name}; there are {known}", name=f"'{name}'", known=known
            )
            raise BadValue("--method", message)
    return frozenset(SECOND_OPINIONS if ALL in asked else asked)


def _fails(report: Report, fail_on: Iterable[FailOn]) -> bool:
    asked = list(fail_on)
    if FailOn.WORSE in asked and report.changes is not None and report.changes.worse:
        return True
    verdicts = {str(target.status) for target in report.targets}
    verdicts |= {"missed" if m.status == "overdue" else m.status for m in report.milestones}
    triggers: set[str] = {FailOn.NO_DATA} if FailOn.NO_DATA in asked else set()
    for status in asked:
        if status in LADDER:
            triggers.update(LADDER[LADDER.index(status) :])
    return bool(verdicts & triggers)
