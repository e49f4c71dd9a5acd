"""Checksums of the files that a report is made from, and whether they stayed as they were."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clusterplan.cli.data import PLAN_NAME
from clusterplan.cli.failures import UsageFailure
from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clusterplan.dossier import File


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Refuse data that change while they are read: no checksum would be theirs.

    Raises:
        UsageFailure: a file changed, came or went.
    """
    before = _stamps(folder)
    yield
    if _stamps(folder) != before:
        raise UsageFailure(say("the data changed while they were read; run it again"))


def checksums(folder: Path) -> tuple[File, ...]:
    """Return the SHA-256 of the plan and of every file of figures, as `sha256sum` prints it.

    Raises:
        UsageFailure: a file cannot be read.
    """
    from clusterplan.dossier import File  # noqa: PLC0415 # not for --help

    found = []
    for path in _files(folder):
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
        except OSError as error:
            message = say("cannot read {path}: {why}", path=str(path), why=str(error.strerror))
            raise UsageFailure(message) from None
        found.append(File(path.relative_to(folder).as_posix(), digest.hexdigest()))
    return tuple(found)


def _files(folder: Path) -> list[Path]:
    named = [folder / PLAN_NAME, *sorted((folder / "actuals").glob("*.csv"))]
    return [path for path in named if path.is_file()]


def _stamps(folder: Path) -> list[tuple[Path, int, int]]:
    stats = ((path, path.stat()) for path in _files(folder))
    return [(path, stat.st_mtime_ns, stat.st_size) for path, stat in stats]
