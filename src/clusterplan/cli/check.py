"""`clusterplan check`: the gap report for one year."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from clusterplan.cli.data import announce, find_data, require_plan
from clusterplan.cli.failures import BadValue, UsageFailure
from clusterplan.cli.guard import FINDINGS, OK
from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    Color,
    ColorOption,
    DataOption,
    Format,
    FormatOption,
    LangOption,
    OutputOption,
    QuietOption,
    VerboseOption,
    locale_of,
    parse_day,
    parse_year,
)
from clusterplan.cli.output import write
from clusterplan.cli.terminal import format_for, options_for
from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.plan import Plan
    from clusterplan.report import Report


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


def complete_method(incomplete: str) -> list[str]:
    """Return the methods that begin like this, for the shell's completion."""
    from clusterplan.methods import ALL, SECOND_OPINIONS  # noqa: PLC0415 # not for --help

    return [name for name in (*SECOND_OPINIONS, ALL) if name.startswith(incomplete)]


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
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help=tr("Judge by what was published by this day."),
            show_default=False,
        ),
    ] = None,
    method: Annotated[
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
    ] = None,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option(
            "--fail-on",
            metavar="STATUS",
            help=tr(
                "End with 1 when a verdict is this or worse: behind, far_behind, regressed,"
                " missed; no_data stands on its own (repeatable)."
            ),
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
    *,
    published_only: Annotated[
        bool, typer.Option("--published-only", help=tr("Leave illustrative figures out."))
    ] = False,
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
    methods = _methods(method or [])
    place = find_data(data)

    from clusterplan.assessment import assess, newest_year  # noqa: PLC0415 # not for --help
    from clusterplan.checks import check_data  # noqa: PLC0415
    from clusterplan.reading.folder import read_folder  # noqa: PLC0415
    from clusterplan.render import MACHINE_FORMATS, render_report  # noqa: PLC0415
    from clusterplan.report import Origin  # noqa: PLC0415

    locale = locale_of(lang)
    folder = read_folder(place.folder, place.name)
    findings = (*folder.findings, *check_data(folder)[0])
    told_nothing = quiet or place.source == "packaged"  # whose warnings nobody can mend
    plan = require_plan(folder, findings, locale, quiet=told_nothing, verbose=verbose)
    announce(place, locale, quiet=quiet)
    if wanted_year is None:
        wanted_year = newest_year(plan, folder.observations, day)
    _check_year(plan, wanted_year)
    _check_ids(plan, target or ())
    report = assess(
        plan,
        folder.observations,
        wanted_year,
        as_of=day,
        published_only=published_only,
        only=frozenset(target or ()),
        methods=methods,
        origin=Origin(None if place.source == "packaged" else place.name, place.source),
    )
    name = format_for(output_format.value, output)
    options = options_for(color, output, explain=explain)
    text = render_report(report, name, locale, options)
    write(text, output, machine=name in MACHINE_FORMATS)
    return FINDINGS if _fails(report, fail_on or ()) else OK


def _check_year(plan: Plan, year: int) -> None:
    if year not in plan.years:
        first, last = plan.years[0], plan.years[-1]
        message = say(
            "{year} is not a year of the plan: it runs from {first} to {last}",
            year=f"{year:04}",
            first=str(first),
            last=str(last),
        )
        raise BadValue("YEAR", message)


def _check_ids(plan: Plan, wanted: Iterable[str]) -> None:
    known = [item.id for item in plan.commitments]
    for identity in wanted:
        if identity not in known:
            from clusterplan.findings import nearest, shown  # noqa: PLC0415 # only for a mistake

            near = nearest(identity, known) or say("see clusterplan targets")
            message = say("unknown target {id}; {near}", id=shown(identity), near=near)
            raise BadValue("--target", message)


def _methods(asked: list[str]) -> frozenset[str]:
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
    verdicts = {str(target.status) for target in report.targets}
    verdicts |= {"missed" if m.status == "overdue" else m.status for m in report.milestones}
    triggers: set[str] = {FailOn.NO_DATA} if FailOn.NO_DATA in asked else set()
    for status in asked:
        if status in LADDER:
            triggers.update(LADDER[LADDER.index(status) :])
    return bool(verdicts & triggers)
