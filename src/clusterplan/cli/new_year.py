"""`clusterplan new-year`: the CSV of a year, with an empty row for each figure of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clusterplan.base.messages import say, say_many
from clusterplan.cli.data import find_own_data, raised_limits, require_plan
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.failures import BadValue, UsageFailure
from clusterplan.cli.language import tr
from clusterplan.cli.locking import sole_writer
from clusterplan.cli.options import (
    LangOption,
    OwnDataOption,
    QuietOption,
    VerboseOption,
    locale_of,
    parse_year,
)
from clusterplan.cli.output import replace_file, write
from clusterplan.reading.folder_layout import ACTUALS_NAME

if TYPE_CHECKING:
    from clusterplan.model.plan import Plan


def new_year(
    year: Annotated[
        str,
        typer.Argument(
            metavar="YEAR",
            help=tr("The year whose figures are to be collected."),
            show_default=False,
        ),
    ],
    data: OwnDataOption = None,
    lang: LangOption = None,
    *,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Run `clusterplan new-year`; return the exit code."""
    wanted_year = parse_year(year)
    place, locale = find_own_data(data), locale_of(lang)

    from clusterplan.checks import check_data  # noqa: PLC0415 # not for --help
    from clusterplan.importing.year_file import add_rows  # noqa: PLC0415
    from clusterplan.reading.folder import read_folder  # noqa: PLC0415
    from clusterplan.render.document.figures_wanted import render_suppliers, waiting_rows  # noqa: PLC0415
    from clusterplan.views.figures_wanted import wanted_in  # noqa: PLC0415

    with sole_writer(place.folder):
        folder = read_folder(place.folder, place.name, limits=raised_limits())
        findings = (*folder.findings, *check_data(folder)[0])
        refusal = say("nothing was written: mend these errors first")
        plan = require_plan(folder, findings, locale, quiet=quiet, verbose=verbose, refusal=refusal)
        _check_year(plan, wanted_year)
        path = place.folder / ACTUALS_NAME / f"{wanted_year}.csv"
        if path.exists() or path.is_symlink():
            raise UsageFailure(say("{path} is there already; nothing was written", path=str(path)))
        wanted = wanted_in(plan, folder.observations, wanted_year)
        if not wanted:
            message = say("the plan asks for no figure of {year}", year=str(wanted_year))
            raise UsageFailure(message)
        rows = waiting_rows(wanted, plan.area, locale)
        path.parent.mkdir(exist_ok=True)
        replace_file(path, add_rows(None, rows, wanted_year).after)
    write(render_suppliers(wanted, wanted_year, locale), None)
    if not quiet:
        count = say_many("{count} row", "{count} rows", count=len(rows))
        told = say("clusterplan: made {path} with {rows}", path=str(path), rows=count)
        typer.echo(locale.text(told), err=True)
    return OK


def _check_year(plan: Plan, year: int) -> None:
    years = plan.file_years
    if year not in years:
        message = say(
            "{year} has no file in this plan: they run from {first} to {last}",
            year=f"{year:04}",
            first=str(years[0]),
            last=str(years[-1]),
        )
        raise BadValue("YEAR", message)
