"""`clusterplan report`: a document to hand on, as a page or a workbook."""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterplan.base.messages import say
from clusterplan.cli.check import MethodOption, chosen_methods
from clusterplan.cli.checksums import checksums
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.failures import BadValue, UsageFailure
from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    AsOfOption,
    DataOption,
    LangOption,
    PublishedOnlyOption,
    QuietOption,
    VerboseOption,
    locale_of,
    parse_day,
    parse_year,
)
from clusterplan.cli.output import replace_file

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.views.whole_document import Dossier


class DocumentFormat(StrEnum):
    """Formats of a document to hand on."""

    HTML = "html"
    XLSX = "xlsx"


LIBRARIES = {
    DocumentFormat.HTML: ("jinja2", "pygal"),
    DocumentFormat.XLSX: ("xlsxwriter",),
}
"""What the extra `report` brings, by format."""
EXTRA = "pip install 'clusterplan[report]'"


def report(
    year: Annotated[str, typer.Argument(metavar="YEAR", help=tr("The year to report on."))],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=tr("The file to write, .html or .xlsx; replaced only once all is written."),
            show_default=False,
        ),
    ],
    output_format: Annotated[
        DocumentFormat | None,
        typer.Option(
            "--format", "-f", help=tr("Format; else by the ending of FILE."), show_default=False
        ),
    ] = None,
    as_of: AsOfOption = None,
    method: MethodOption = None,
    data: DataOption = None,
    lang: LangOption = None,
    *,
    published_only: PublishedOnlyOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Run `clusterplan report`; return the exit code."""
    wanted_year = parse_year(year)
    form = output_format or _by_ending(output)
    _require(form)
    day = None if as_of is None else parse_day(as_of)
    methods = chosen_methods(method or ["all"])
    locale = locale_of(lang)
    asked = {"YEAR": wanted_year}
    found = read_for_report(
        data,
        locale,
        years=asked,
        later=True,
        output=output,
        scripted=False,  # people have to name a file too
        quiet=quiet,
        verbose=verbose,
    )

    from clusterplan import __version__  # noqa: PLC0415 # costs nothing
    from clusterplan.views.whole_document import Run, dossier  # noqa: PLC0415 # not for --help

    result = dossier(
        found.plan,
        found.observations,
        wanted_year,
        Run(__version__, methods_chosen=bool(method), files=checksums(found.folder)),
        as_of=day,
        published_only=published_only,
        methods=methods,
        origin=found.origin,
    )
    replace_file(output, _rendered(result, form, locale))
    return OK


def _by_ending(output: Path) -> DocumentFormat:
    ending = output.suffix.lower().removeprefix(".")
    if ending in list(DocumentFormat):
        return DocumentFormat(ending)
    message = say("the name must end in .html or .xlsx, or --format says which of the two it is")
    raise BadValue("--output", message)


def _require(form: DocumentFormat) -> None:
    missing = [name for name in LIBRARIES[form] if find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        message = say(
            "{format} needs libraries that are not installed ({names}): {command}",
            format=form.upper(),
            names=names,
            command=EXTRA,
        )
        raise UsageFailure(message)


def _rendered(result: Dossier, form: DocumentFormat, locale: Locale) -> bytes:
    if form is DocumentFormat.HTML:
        from clusterplan.render.page import render as page  # noqa: PLC0415 # its libraries

        return page(result, locale)
    from clusterplan.render.workbook import render as workbook  # noqa: PLC0415 # its library

    return workbook(result, locale)
