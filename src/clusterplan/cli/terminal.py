"""What the terminal is and can show; asked here so that nothing below needs to know."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from clusterplan.cli.options import Color

if TYPE_CHECKING:
    from pathlib import Path

    from clusterplan.render.document.options import Colors, Options

DRAWN = "━─┃"
"""What the table draws with; a terminal that cannot encode it gets plain ASCII."""
PIPED_WIDTH = 100
"""Of a table that is asked for in a pipe or a file; COLUMNS says otherwise."""


def is_terminal() -> bool:
    """Say whether stdout is a terminal."""
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:  # closed
        return False


def format_for(asked: str, output: Path | None) -> str:
    """Return the format that `auto` means here: a table on a terminal, else text."""
    if asked != "auto":
        return asked
    return "table" if output is None and is_terminal() else "text"


def options_for(color: Color, output: Path | None) -> Options:
    """Return what the renderer may know of the terminal."""
    from clusterplan.render.document.options import Options  # noqa: PLC0415 # not for --help

    width = shutil.get_terminal_size((PIPED_WIDTH, 24)).columns
    return Options(
        width=width,
        colors=_colors(color, output),
        ascii_only=output is None and not _can_show(DRAWN),
    )


def _colors(color: Color, output: Path | None) -> Colors:
    environ = os.environ
    if color is Color.NEVER:
        return "none"
    if color is Color.AUTO:
        if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
            return "none"
        if not environ.get("FORCE_COLOR") and (output is not None or not is_terminal()):
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
