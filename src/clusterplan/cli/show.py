"""`clusterplan show`: one commitment in full."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK
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


def show(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=tr("A target, milestone or measure, by its id: see clusterplan targets."),
            autocompletion=complete_target,
        ),
    ],
    year: Annotated[
        str | None,
        typer.Option(
            "--year",
            metavar="YEAR",
            help=tr("The year of the arithmetic; else the newest with a figure."),
            show_default=False,
        ),
    ] = None,
    output_format: FormatOption = Format.AUTO,
    as_of: AsOfOption = None,
    data: DataOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
    *,
    published_only: PublishedOnlyOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Run `clusterplan show`; return the exit code."""
    wanted_year = None if year is None else parse_year(year, "--year")
    day = None if as_of is None else parse_day(as_of)
    locale = locale_of(lang)
    years = {} if wanted_year is None else {"--year": wanted_year}
    found = read_for_report(
        data, locale, years=years, later=True, output=output, quiet=quiet, verbose=verbose
    )

    from clusterplan.judging.assess import newest_year  # noqa: PLC0415 # not for --help
    from clusterplan.render.document.one_commitment import DetailDocument  # noqa: PLC0415
    from clusterplan.views.one_commitment import detail  # noqa: PLC0415

    check_ids(found.plan, [target], "TARGET")
    if wanted_year is None:
        wanted_year = newest_year(found.plan, found.observations, day)
        check_year(found.plan, wanted_year, "--year")
    shown = detail(
        found.plan,
        found.observations,
        target,
        wanted_year,
        as_of=day,
        published_only=published_only,
        origin=found.origin,
    )
    write_document(DetailDocument(shown, locale), output_format, color, output)
    return OK
