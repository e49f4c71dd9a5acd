"""`clusterplan methods`: the ways of judging progress."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.cli.failures import BadValue
from clusterplan.cli.guard import OK
from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    Color,
    ColorOption,
    LangOption,
    OutputOption,
    ProseFormat,
    ProseFormatOption,
    VerboseOption,
    locale_of,
)
from clusterplan.cli.output import write
from clusterplan.cli.terminal import format_for, options_for
from clusterplan.messages import say


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
    output_format: ProseFormatOption = ProseFormat.AUTO,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
    *,
    verbose: VerboseOption = False,  # noqa: ARG001 # read by the guard
) -> int:
    """Run `clusterplan methods`; return the exit code."""
    from clusterplan.methods import NAMES, method  # noqa: PLC0415 # not for --help
    from clusterplan.render import MACHINE_FORMATS, render_methods  # noqa: PLC0415

    if name is not None and name not in NAMES:
        known = ", ".join(NAMES)
        message = say("there is no method {name}; there are {known}", name=f"'{name}'", known=known)
        raise BadValue("NAME", message)
    found = [method(each) for each in NAMES if name in (None, each)]
    form = format_for(output_format.value, output)
    options = options_for(color, output)
    text = render_methods(found, form, locale_of(lang), options, in_full=name is not None)
    write(text, output, machine=form in MACHINE_FORMATS)
    return OK
