"""`clusterplan check`: the gap report for one year."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from clusterplan.cli.data import announce, find_data, require_plan
from clusterplan.cli.guard import FINDINGS, OK, UsageFailure
from clusterplan.cli.options import (
    Color,
    ColorOption,
    DataOption,
    LangOption,
    OutputOption,
    QuietOption,
    VerboseOption,
    locale_of,
    parse_day,
    parse_year,
)
from clusterplan.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.plan import Plan
    from clusterplan.report import Report


class Format(StrEnum):
    """Formats of the report."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """Verdicts that can make the command end with 1; the first four from mild to bad."""

    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    REGRESSED = "regressed"
    MISSED = "missed"
    NO_DATA = "no_data"


LADDER = (FailOn.BEHIND, FailOn.FAR_BEHIND, FailOn.REGRESSED, FailOn.MISSED)


def complete_target(incomplete: str) -> list[str]:
    """Return the ids that begin like this, for the shell's completion."""
    from clusterplan.reading.folder import read_plan_only  # noqa: PLC0415 # not for --help

    try:
        place = find_data(None)
    except UsageFailure:
        return []
    plan = read_plan_only(place.folder, place.name).plan
    return [item.id for item in plan.commitments if item.id.startswith(incomplete)] if plan else []


def check(
    year: Annotated[
        str | None,
        typer.Argument(
            metavar="YEAR",
            help="The year to judge; else the newest with a figure.",
            show_default=False,
        ),
    ] = None,
    output_format: Annotated[
        Format, typer.Option("--format", "-f", help="Format; auto is text.")
    ] = Format.AUTO,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="ID",
            help="Only this target, milestone or measure (repeatable).",
            autocompletion=complete_target,
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="Judge by what was published by this day.",
            show_default=False,
        ),
    ] = None,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option(
            "--fail-on",
            metavar="STATUS",
            help="End with 1 when a verdict is this or worse: behind, far_behind, regressed,"
            " missed; no_data stands on its own (repeatable).",
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,  # noqa: ARG001 # text has no colour; the option is promised
    *,
    published_only: Annotated[
        bool, typer.Option("--published-only", help="Leave illustrative figures out.")
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Add the rules and the arithmetic behind each verdict."),
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Report how far the plan is: what is met, on schedule, behind, and what is missing.

    Exit code 0 when the report was made, 1 by --fail-on, 2 when it cannot be made.
    """
    wanted_year = None if year is None else parse_year(year)
    day = None if as_of is None else parse_day(as_of)
    place = find_data(data)

    from clusterplan.assessment import assess, newest_year  # noqa: PLC0415 # not for --help
    from clusterplan.checks import check_plan, check_records  # noqa: PLC0415
    from clusterplan.paths import PathError  # noqa: PLC0415
    from clusterplan.reading.folder import read_folder  # noqa: PLC0415
    from clusterplan.render import render_report  # noqa: PLC0415
    from clusterplan.report import Origin  # noqa: PLC0415

    locale = locale_of(lang)
    folder = read_folder(place.folder, place.name)
    findings = (*folder.findings, *check_plan(folder.plan_file), *check_records(folder))
    plan = require_plan(folder, findings, locale, quiet=quiet, verbose=verbose)
    announce(place, plan, locale, quiet=quiet)
    wanted_year = wanted_year or newest_year(plan, folder.observations, day)
    _check_year(plan, wanted_year)
    _check_ids(plan, target or ())
    try:
        report = assess(
            plan,
            folder.observations,
            wanted_year,
            as_of=day,
            published_only=published_only,
            only=frozenset(target or ()),
            origin=Origin(None if place.source == "packaged" else place.name, place.source),
        )
    except PathError as error:
        raise UsageFailure(str(error)) from None
    name = "text" if output_format is Format.AUTO else output_format.value
    write(render_report(report, name, locale, explain=explain), output, machine=name == "json")
    return FINDINGS if _fails(report, fail_on or ()) else OK


def _check_year(plan: Plan, year: int) -> None:
    if year not in plan.years:
        first, last = plan.years[0], plan.years[-1]
        msg = f"{year} is not a year of the plan: it runs from {first} to {last}"
        raise typer.BadParameter(msg, param_hint="YEAR")


def _check_ids(plan: Plan, wanted: Iterable[str]) -> None:
    known = [item.id for item in plan.commitments]
    for identity in wanted:
        if identity not in known:
            from clusterplan.findings import nearest, shown  # noqa: PLC0415 # only for a mistake

            near = nearest(identity, known) or "see clusterplan targets"
            msg = f"unknown target {shown(identity)}; {near}"
            raise typer.BadParameter(msg, param_hint="--target")


def _fails(report: Report, fail_on: Iterable[FailOn]) -> bool:
    asked = list(fail_on)
    verdicts = {str(target.status) for target in report.targets}
    verdicts |= {"missed" if m.status == "overdue" else m.status for m in report.milestones}
    triggers: set[str] = {FailOn.NO_DATA} if FailOn.NO_DATA in asked else set()
    for status in asked:
        if status in LADDER:
            triggers.update(LADDER[LADDER.index(status) :])
    return bool(verdicts & triggers)
