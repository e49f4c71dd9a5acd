"""Options and arguments that commands share, and what their texts mean."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterplan.base.messages import say
from clusterplan.cli.failures import BadValue
from clusterplan.cli.language import from_environment, tr

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.locale import Locale


class Language(StrEnum):
    """Languages of the output."""

    ZH = "zh"
    EN = "en"


class Format(StrEnum):
    """Formats of reports and lists."""

    AUTO = "auto"
    TABLE = "table"
    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format", "-f", help=tr("Format; auto is a table on a terminal, else plain text.")
    ),
]
DataOption = Annotated[
    str | None,
    typer.Option(
        "--data",
        envvar="CLUSTERPLAN_DATA",
        metavar="DIR",
        help=tr(
            "The data folder (targets.yaml and actuals/). Else the nearest data/targets.yaml here"
            " or above, else the plan that comes with clusterplan (scripts name it: --data"
            " example)."
        ),
        show_default=False,
    ),
]
OwnDataOption = Annotated[
    str | None,
    typer.Option(
        "--data",
        envvar="CLUSTERPLAN_DATA",
        metavar="DIR",
        help=tr(
            "The data folder (targets.yaml and actuals/). Else the nearest data/targets.yaml here"
            " or above."
        ),
        show_default=False,
    ),
]
LangOption = Annotated[
    Language | None,
    typer.Option(
        "--lang", help=tr("Language; else by LC_ALL, LC_MESSAGES, LANG."), show_default=False
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=tr("Write to a file, which is replaced only once all is written."),
        show_default=False,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help=tr("Judge by what was published by this day."),
        show_default=False,
    ),
]
PublishedOnlyOption = Annotated[
    bool, typer.Option("--published-only", help=tr("Leave illustrative figures out."))
]
ColorOption = Annotated[Color, typer.Option("--color", help=tr("When to colour the table."))]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=tr("No notices on stderr."))]
VerboseOption = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", help=tr("Show every notice, and the traceback of an internal fault.")
    ),
]


def locale_of(language: Language | None) -> Locale:
    """Return the locale of `--lang`, else of the environment."""
    from clusterplan.locale import Locale  # noqa: PLC0415 # not for --help

    return Locale(language.value if language is not None else from_environment())


def parse_year(text: str, parameter: str = "YEAR") -> int:
    """Read four ASCII digits."""
    if not re.fullmatch(r"[0-9]{4}", text):
        message = say("{text} is not a year: write four digits, like 2008", text=f"'{text}'")
        raise BadValue(parameter, message)
    return int(text)


def parse_day(text: str, parameter: str = "--as-of") -> date:
    """Read a day; YYYY-MM and YYYY mean their last day, as in the data."""
    from clusterplan.reading.csv_cells import parse_published  # noqa: PLC0415 # not for --help

    day = parse_published(text)
    if day is None:
        message = say("{text} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY", text=f"'{text}'")
        raise BadValue(parameter, message)
    return day
