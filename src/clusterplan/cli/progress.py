"""A bar on stderr while long work is done, where somebody watches."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale

LONG = 1 << 16
"""Bytes of a file from which reading it takes long enough to show something."""


class Silent:
    """Shows nothing."""

    def stage(self, name: Message) -> None:
        """Say what is being done."""

    def of(self, done: int, total: int) -> None:
        """Say how much of it is done."""


@contextlib.contextmanager
def progress(size: int, locale: Locale, *, quiet: bool, long: int = LONG) -> Iterator[Silent]:
    """Show how work of a size goes on; nothing for work that is not long, and for pipes."""
    if quiet or size < long or sys.stderr is None or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console  # noqa: PLC0415 # only for long work
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bar(bars.update, bars.add_task("", total=None), locale)


class _Bar(Silent):
    def __init__(self, update: Callable[..., None], task: int, locale: Locale) -> None:
        self._update, self._task, self._locale = update, task, locale

    def stage(self, name: Message) -> None:
        self._update(self._task, description=self._locale.text(name), completed=0, total=None)

    def of(self, done: int, total: int) -> None:
        self._update(self._task, completed=done, total=total)
