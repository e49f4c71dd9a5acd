"""One writer at a time in a folder; what a killed program has locked is free again."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import UsageFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":

    def _lock(folder: Path) -> int:
        # Windows itself deletes the file when the handle goes, however the program ends.
        flags = os.O_CREAT | os.O_EXCL | os.O_TEMPORARY
        try:
            return os.open(folder / ".clusterplan.lock", flags)
        except FileExistsError:
            raise BlockingIOError from None

else:
    import fcntl

    def _lock(folder: Path) -> int:
        # The folder itself is locked, so nothing is left behind, and the kernel lets go of it
        # however the program ends.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


@contextlib.contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Keep other writers out of a folder.

    A file system that has no locks grants all; then only the comparison of each file with what was
    read, just before it is replaced, stands between two writers.

    Raises:
        UsageFailure: another one is at work.
    """
    try:
        descriptor = _lock(folder)
    except BlockingIOError:
        message = say(
            "another clusterplan is writing in {folder}; wait for it, or end it",
            folder=str(folder),
        )
        raise UsageFailure(message) from None
    except OSError:
        yield
        return
    try:
        yield
    finally:
        os.close(descriptor)
