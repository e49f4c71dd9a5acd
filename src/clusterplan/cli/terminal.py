"""What the terminal is and can show; asked here so that nothing below needs to know."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from clusterplan.cli.telling import columns, is_terminal
from clusterplan.render.document.options import Options

if TYPE_CHECKING:
    from clusterplan.cli.asked import Asked
    from clusterplan.render.document.options import Colors

DRAWN = "━─┃"
"""What the table draws with; a terminal that cannot encode it gets plain ASCII."""


def format_for(asked: Asked) -> str:
    """Return the format that `auto` means here: a table on a terminal, else text."""
    fitting = "table" if asked.output is None and is_terminal() else "text"
    return asked.chosen_format or fitting


def options_for(asked: Asked) -> Options:
    """Return what the renderer may know of the terminal."""
    return Options(
        width=columns(),
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
