"""`clusterplan methods`: the ways of judging progress."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.failures import BadValue
from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    Color,
    ColorOption,
    Format,
    FormatOption,
    LangOption,
    OutputOption,
    VerboseOption,
    locale_of,
)
from clusterplan.cli.output import write_document


def complete_name(incomplete: str) -> list[str]:
    """Return the methods that begin like this, for the shell's completion."""
    from clusterplan.methods import NAMES  # noqa: PLC0415 # not for --help

    return [name for name in NAMES if name.startswith(incomplete)]


def methods(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help=tr("A method; without it, a list of all."),
            autocompletion=complete_name,
            show_default=False,
        ),
    ] = None,
    output_format: FormatOption = Format.AUTO,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
    *,
    verbose: VerboseOption = False,  # noqa: ARG001 # read by the guard
) -> int:
    """Run `clusterplan methods`; return the exit code."""
    from clusterplan.methods import NAMES, method  # noqa: PLC0415 # not for --help
    from clusterplan.render.document.methods import MethodsDocument  # noqa: PLC0415

    if name is not None and name not in NAMES:
        known = ", ".join(NAMES)
        message = say("there is no method {name}; there are {known}", name=f"'{name}'", known=known)
        raise BadValue("NAME", message)
    found = [method(each) for each in NAMES if name in (None, each)]
    document = MethodsDocument(found, locale_of(lang), in_full=name is not None)
    write_document(document, output_format, color, output)
    return OK
