"""`clusterplan trend`: all years side by side."""

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
)
from clusterplan.cli.output import write_document
from clusterplan.cli.target_argument import check_ids, complete_target


def trend(
    target: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TARGET",
            help=tr("Targets, milestones or measures; else all."),
            autocompletion=complete_target,
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
    """Run `clusterplan trend`; return the exit code."""
    day = None if as_of is None else parse_day(as_of)
    locale = locale_of(lang)
    found = read_for_report(data, locale, output=output, quiet=quiet, verbose=verbose)

    from clusterplan.render.document.all_years import TrendDocument  # noqa: PLC0415 # not for --help
    from clusterplan.views.all_years import trend as all_years  # noqa: PLC0415

    check_ids(found.plan, target or (), "TARGET")
    result = all_years(
        found.plan,
        found.observations,
        as_of=day,
        published_only=published_only,
        only=frozenset(target or ()),
        origin=found.origin,
    )
    write_document(TrendDocument(result, locale), output_format, color, output)
    return OK
