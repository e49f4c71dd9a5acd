"""Questions, asked only where somebody can answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale


def can_ask() -> bool:
    """Say whether there is a terminal to ask at."""
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # closed
        return False


def agreed(question: Message, locale: Locale) -> bool:
    """Ask on stderr, so that stdout has the report alone; anything but a yes is a no."""
    typer.echo(locale.text(question), err=True, nl=False)
    sys.stderr.flush()
    try:
        answer = input()
    except EOFError:
        typer.echo("", err=True)
        return False
    return answer.strip().lower() in ("y", "yes", "是", "好", "确认")
