"""What the terminal is and can show; asked here so that nothing below needs to know."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

import typer

from clusterplan.render.document.options import Options

if TYPE_CHECKING:
    from clusterplan.cli.asked import Asked
    from clusterplan.render.document.options import Colors

DRAWN = "━─┃"
"""What the table draws with; a terminal that cannot encode it gets plain ASCII."""
PIPED_WIDTH = 100
"""Of a table that is asked for in a pipe or a file; COLUMNS says otherwise."""


def is_terminal() -> bool:
    """Say whether stdout is a terminal."""
    return is_shown(sys.stdout)


def is_shown(stream: TextIO | None) -> bool:
    """Say whether what goes to a stream is shown on a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def tell(text: str) -> None:
    """Say something on stderr, so that stdout has the result alone; a terminal gets it in lines."""
    if is_shown(sys.stderr):
        from clusterplan.render.terminal.wrapping import within  # noqa: PLC0415 # else not needed

        text = within(text, _columns())
    typer.echo(text, err=True)


def _columns() -> int:
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns or PIPED_WIDTH


def format_for(asked: Asked) -> str:
    """Return the format that `auto` means here: a table on a terminal, else text."""
    fitting = "table" if asked.output is None and is_terminal() else "text"
    return asked.chosen_format or fitting


def options_for(asked: Asked) -> Options:
    """Return what the renderer may know of the terminal."""
    return Options(
        width=_columns(),
        colors=_colors(asked),
        ascii_only=asked.output is None and not _can_show(DRAWN),
    )


def _colors(asked: Asked) -> Colors:
    environ = os.environ
    if asked.color == "never":
        return "none"
    if asked.color == "auto":
        if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
            return "none"
        if not environ.get("FORCE_COLOR") and (asked.output is not None or not is_terminal()):
            return "none"
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        return "truecolor"
    return "256" if "256" in environ.get("TERM", "") else "standard"


def _can_show(text: str) -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
