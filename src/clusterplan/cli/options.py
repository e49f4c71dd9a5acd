"""How an option of a command is declared, and the options that commands share."""

from __future__ import annotations

from inspect import Parameter
from keyword import iskeyword
from operator import getitem
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from clusterplan.cli.language import LANGUAGES, tr
from clusterplan.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable


def option(
    *flags: str,
    about: str,
    kind: Any = str,  # noqa: ANN401 # any annotation that typer knows
    default: Any = None,  # noqa: ANN401
    several: bool = False,
    **more: Any,  # noqa: ANN401
) -> Parameter:
    """Declare an option; the command gets it under its long name."""
    info = typer.Option(default, *flags, help=about, show_default=bool(default), **more)
    name = next(flag for flag in flags if flag.startswith("--")).strip("-").replace("-", "_")
    name += "_" if iskeyword(name) else ""
    return _parameter(name, info, list[kind] if several else kind)


def switch(*flags: str, about: str) -> Parameter:
    """Declare an option without a value."""
    return option(*flags, about=about, kind=bool, default=False)


def argument(
    name: str,
    metavar: str,
    *,
    about: str,
    kind: Any = str,  # noqa: ANN401
    default: Any = ...,  # noqa: ANN401
    several: bool = False,
    **more: Any,  # noqa: ANN401
) -> Parameter:
    """Declare an argument; with None as its default it may be left out."""
    info = typer.Argument(default, metavar=metavar, help=about, **more)
    return _parameter(name, info, list[kind] if several else kind)


def _parameter(name: str, info: Any, kind: Any) -> Parameter:  # noqa: ANN401
    annotation = kind | None if info.default is None else kind
    return Parameter(name, Parameter.KEYWORD_ONLY, default=info, annotation=annotation)


def one_of(*names: str) -> Any:  # noqa: ANN401 # an annotation
    """Return the kind of an option that has one of these values."""
    return getitem(Literal, names)  # known only when it runs


def completed_by(what: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what completes a word in the shell: a function of `completion.py`."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from clusterplan.cli import completion  # noqa: PLC0415 # only when a shell asks

        found: list[str] = getattr(completion, what)(ctx, incomplete)
        return found

    return complete


FORMAT = option(
    *("--format", "-f"),
    kind=one_of("auto", *FORMATS),
    default="auto",
    about=tr("Format; auto is a table on a terminal, else plain text."),
)
DATA = option(
    "--data",
    envvar="CLUSTERPLAN_DATA",
    metavar="DIR",
    about=tr(
        "The data folder (targets.yaml and actuals/). Else the nearest data/targets.yaml here"
        " or above, else the plan that comes with clusterplan (scripts name it: --data"
        " example)."
    ),
)
OWN_DATA = option(
    "--data",
    envvar="CLUSTERPLAN_DATA",
    metavar="DIR",
    about=tr(
        "The data folder (targets.yaml and actuals/). Else the nearest data/targets.yaml here"
        " or above."
    ),
)
LANG = option(
    "--lang",
    kind=one_of(*LANGUAGES),
    about=tr("Language; else by LC_ALL, LC_MESSAGES, LANG."),
)
OUTPUT = option(
    *("--output", "-o"),
    kind=Path,
    metavar="FILE",
    about=tr("Write to a file, which is replaced only once all is written."),
)
AS_OF = option("--as-of", metavar="DATE", about=tr("Judge by what was published by this day."))
PUBLISHED_ONLY = switch("--published-only", about=tr("Leave illustrative figures out."))
COLOR = option(
    "--color",
    kind=one_of("auto", "always", "never"),
    default="auto",
    about=tr("When to colour the table."),
)
QUIET = switch("--quiet", "-q", about=tr("No notices on stderr."))
VERBOSE = switch(
    *("--verbose", "-v"), about=tr("Show every notice, and the traceback of an internal fault.")
)
METHOD = option(
    "--method",
    several=True,
    metavar="NAME",
    about=tr(
        "Put another method beside the verdict: eurostat, opensdg, unsd, dns, or all (repeatable)."
    ),
    autocompletion=completed_by("second_opinion"),
)
VIEW = (FORMAT, AS_OF, DATA, LANG, OUTPUT, COLOR, PUBLISHED_ONLY, QUIET, VERBOSE)
"""Of the commands that show a report in some way."""
