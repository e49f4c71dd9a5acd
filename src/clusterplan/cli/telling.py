"""What is said beside the result, and how wide that may be."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

import typer

PIPED_WIDTH = 100
"""Of a table that is asked for in a pipe or a file; COLUMNS says otherwise."""


def is_shown(stream: TextIO | None) -> bool:
    """Say whether what goes to a stream is shown on a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def is_terminal() -> bool:
    """Say whether stdout is a terminal."""
    return is_shown(sys.stdout)


def columns() -> int:
    """Return the width of the terminal."""
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns or PIPED_WIDTH


def tell(text: str) -> None:
    """Say something on stderr, so that stdout has the result alone; a terminal gets it in lines."""
    if is_shown(sys.stderr):
        from clusterplan.render.terminal.wrapping import within  # noqa: PLC0415 # else not needed

        text = within(text, columns())
    typer.echo(text, err=True)
