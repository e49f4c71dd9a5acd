"""Data that change while they are read: half of the old and half of the new is no report."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from clusterplan.cli.failures import UsageFailure
from clusterplan.messages import say

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    from clusterplan.cli.data import Place


@contextmanager
def unchanged(place: Place) -> Iterator[None]:
    """See to it that what is read inside is the state of a data folder at one moment.

    Raises:
        UsageFailure: a file was written, replaced, added or removed in the meantime.
    """
    before = _state(place.folder)
    yield
    if _state(place.folder) != before:
        message = say("{folder} changed while it was read; try again", folder=place.name)
        raise UsageFailure(message)


def _state(folder: Path) -> dict[str, tuple[int, int, int]]:
    from clusterplan.reading.folder import ACTUALS_NAME, PLAN_NAME  # noqa: PLC0415 # not for --help

    paths = (folder / PLAN_NAME, *(folder / ACTUALS_NAME).glob("*.csv"))
    found = ((path.name, _status(path)) for path in paths)
    # The time of the last change, unlike that of the last writing, cannot be set back.
    return {name: (s.st_ino, s.st_size, s.st_ctime_ns) for name, s in found if s is not None}


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None  # the reader says why
