"""`clusterplan targets`: every commitment with its clause."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from clusterplan.cli.data import announce, find_data, require_plan
from clusterplan.cli.guard import OK
from clusterplan.cli.options import (
    DataOption,
    LangOption,
    OutputOption,
    QuietOption,
    VerboseOption,
    locale_of,
)
from clusterplan.cli.output import write


class Format(StrEnum):
    """Formats of the list."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


def targets(
    output_format: Annotated[
        Format, typer.Option("--format", "-f", help="Format; auto is text.")
    ] = Format.AUTO,
    data: DataOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    *,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """List every target, milestone and measure with the clause it comes from."""
    place = find_data(data)

    from clusterplan.checks import check_plan  # noqa: PLC0415 # not for --help
    from clusterplan.reading.folder import read_plan_only  # noqa: PLC0415
    from clusterplan.render import render_plan  # noqa: PLC0415

    locale = locale_of(lang)
    folder = read_plan_only(place.folder, place.name)
    findings = (*folder.findings, *check_plan(folder.plan_file))
    plan = require_plan(folder, findings, locale, quiet=quiet, verbose=verbose)
    announce(place, plan, locale, quiet=quiet)
    name = "text" if output_format is Format.AUTO else output_format.value
    write(render_plan(plan, name, locale), output, machine=name == "json")
    return OK
