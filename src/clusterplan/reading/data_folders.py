"""The data folders below a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan.base.findings import Finding, Level
from clusterplan.base.messages import say
from clusterplan.reading.encoding import unreadable
from clusterplan.reading.folder_layout import PLAN_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSED_OVER = frozenset(("site-packages", "templates"))
"""Folders whose plans are nobody's own: those of a library, and those to begin with."""


def plans_below(folder: Path) -> Iterator[Path | Finding]:
    """Return every data folder below one, by name; or why one of them cannot be looked into.

    Links are not followed, and folders that begin with a dot are passed over.
    """
    unlooked: list[OSError] = []
    for path, folders, files in os.walk(folder, onerror=unlooked.append):
        folders[:] = sorted(name for name in folders if _is_own(Path(path), name))
        if PLAN_NAME in files and not (Path(path) / PLAN_NAME).is_symlink():
            yield Path(path)
        else:
            yield from map(_misnamed, (Path(path) / name for name in sorted(files) if _near(name)))
    yield from (unreadable(str(error.filename), error) for error in unlooked)


def _is_own(above: Path, name: str) -> bool:
    passed_over = name.startswith(".") or name in PASSED_OVER
    return not (passed_over or (above / name).is_symlink())


def _near(name: str) -> bool:
    """Say whether a name is that of a plan but for its case or its ending."""
    stem, _, ending = name.lower().partition(".")
    return name != PLAN_NAME and f"{stem}.yaml" == PLAN_NAME and ending in ("yaml", "yml")


def _misnamed(path: Path) -> Finding:
    message = say("{file} must be named {plan}", file=str(path), plan=PLAN_NAME)
    return Finding("CP001", Level.ERROR, str(path), 0, 0, message)
