"""Options and arguments that commands share, and what their texts mean."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.locale import Locale


class Language(StrEnum):
    """Languages of the output."""

    ZH = "zh"
    EN = "en"


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="CLUSTERPLAN_DATA",
        metavar="DIR",
        help="The data folder (targets.yaml and actuals/). Else the nearest data/targets.yaml here"
        " or above, else the plan that comes with clusterplan.",
        show_default=False,
    ),
]
LangOption = Annotated[
    Language | None,
    typer.Option("--lang", help="Language; else by LC_ALL, LC_MESSAGES, LANG.", show_default=False),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file, which is replaced only once all is written.",
        show_default=False,
    ),
]
ColorOption = Annotated[Color, typer.Option("--color", help="When to colour the output.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No notices on stderr.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more; tracebacks for faults.")
]


def locale_of(language: Language | None) -> Locale:
    """Return the locale of `--lang`, else of the environment; any other language is English."""
    from clusterplan.locale import Locale  # noqa: PLC0415 # not for --help

    if language is not None:
        return Locale(language.value)
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((name for name in names if name), "")
    return Locale("zh" if first.lower().startswith("zh") else "en")


def parse_year(text: str) -> int:
    """Read four ASCII digits."""
    if not re.fullmatch(r"[0-9]{4}", text):
        msg = f"{text!r} is not a year: write four digits, like 2008"
        raise typer.BadParameter(msg, param_hint="YEAR")
    return int(text)


def parse_day(text: str) -> date:
    """Read a day; YYYY-MM and YYYY mean their last day, as in the data."""
    from clusterplan.reading.actuals_file import parse_published  # noqa: PLC0415 # not for --help

    day = parse_published(text)
    if day is None:
        msg = f"{text!r} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY"
        raise typer.BadParameter(msg, param_hint="--as-of")
    return day
