"""`clusterplan diff`: what changed between two years."""

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


def diff(
    before: Annotated[str, typer.Argument(metavar="YEAR1", help=tr("The year to start from."))],
    after: Annotated[str, typer.Argument(metavar="YEAR2", help=tr("The year to compare."))],
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
    """Run `clusterplan diff`; return the exit code."""
    years = {"YEAR1": parse_year(before, "YEAR1"), "YEAR2": parse_year(after, "YEAR2")}
    day = None if as_of is None else parse_day(as_of)
    locale = locale_of(lang)
    found = read_for_report(data, locale, years=years, output=output, quiet=quiet, verbose=verbose)

    from clusterplan.judging.assess import assess_years  # noqa: PLC0415 # not for --help
    from clusterplan.model.changes import compare  # noqa: PLC0415
    from clusterplan.render.document.changes import ChangesDocument  # noqa: PLC0415

    first, second = assess_years(
        found.plan,
        found.observations,
        list(years.values()),
        as_of=day,
        published_only=published_only,
        origin=found.origin,
    )
    changes = compare(first.snapshot, second.snapshot)
    write_document(ChangesDocument(changes, found.plan.title, locale), output_format, color, output)
    return OK
