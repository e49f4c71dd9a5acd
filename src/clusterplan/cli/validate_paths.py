"""What the paths of `validate` stand for: data folders, and files in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from clusterplan.base.messages import say
from clusterplan.cli.data import find_own_data
from clusterplan.cli.exit_codes import BadValue, UsageFailure
from clusterplan.cli.found import Place
from clusterplan.reading.folder_layout import (
    ACTUALS_NAME,
    PLAN_NAME,
    REMARKS_NAME,
    ROLLUP_NAME,
    TABLE_FOLDERS,
    TABLES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

STDIN = "-"


class Wanted(Struct, frozen=True):
    """A data folder, and the files in it that are asked for; empty for all of them.

    `files` are names as seen from the folder; one that ends in a slash stands for all below it.
    """

    place: Place
    files: set[str] = field(default_factory=set)

    def includes(self, file: str) -> bool:
        """Say whether a file is asked for; `file` is what findings call it."""
        inside = file.removeprefix(self.place.name.rstrip("/") + "/")
        folder = inside[: inside.rfind("/") + 1]
        return not self.files or inside in self.files or folder in self.files


def wanted(paths: Iterable[Path], data: str | None) -> list[Wanted]:
    """Return the data folders to look at: each once, however often and by whatever name given.

    Raises:
        UsageFailure: a path is not there, or is no part of a data folder.
    """
    listed = list(paths)
    if not listed:
        return [Wanted(find_own_data(data))]
    folders: dict[str, Wanted] = {}
    for path in listed:
        found = _wanted(path)
        seen = folders.setdefault(os.path.realpath(found.place.folder), found)
        if seen.files and found.files:
            seen.files.update(found.files)
        else:
            seen.files.clear()  # one of the paths asks for all
    return list(folders.values())


def _wanted(path: Path) -> Wanted:
    if str(path) == STDIN:
        raise BadValue("PATH", say("standard input is not read: name a file or a folder"))
    if not os.path.lexists(path):
        raise UsageFailure(say("there is no file or folder {path}", path=str(path)))
    try:
        return _file(path) or _folder(path)
    except OSError as error:  # a folder that may not be searched
        message = say("cannot look at {path}: {why}", path=str(path), why=str(error.strerror))
        raise UsageFailure(message) from None


def _file(path: Path) -> Wanted | None:
    """Return the file of a data folder that a path names, whatever stands there."""
    full = _full(path)
    if full.name == PLAN_NAME or (full.name == ROLLUP_NAME and _has_plan(full.parent)):
        return Wanted(_place(path, full.parent), {full.name})
    if full.parent.name not in TABLE_FOLDERS or full.suffix.lower() not in TABLES:
        return None
    folder = full.parents[1]
    if not _has_plan(folder):
        message = say(
            "{path} belongs to no plan: there is no {plan} in the folder above",
            path=str(path),
            plan=PLAN_NAME,
        )
        raise UsageFailure(message)
    return Wanted(_place(path, folder), {f"{full.parent.name}/{full.name}"})


def _folder(path: Path) -> Wanted:
    if not path.is_dir():
        message = say(
            "{path} is neither a plan ({plan}) nor a file of figures or remarks ({first}/YEAR.csv,"
            " {second}/YEAR.csv)",
            path=str(path),
            plan=PLAN_NAME,
            first=ACTUALS_NAME,
            second=REMARKS_NAME,
        )
        raise UsageFailure(message)
    if _has_plan(path) or (path / ACTUALS_NAME).is_dir():
        return Wanted(Place(path, str(path), "given"))
    full = _full(path)
    if full.name in TABLE_FOLDERS and _has_plan(full.parent):
        return Wanted(_place(path, full.parent), {f"{full.name}/"})
    message = say(
        "{path} is no data folder: there is no {plan} in it", path=str(path), plan=PLAN_NAME
    )
    below = path / "data"
    if _has_plan(below):
        message = say("{what}; did you mean {path}?", what=message, path=str(below))
    raise UsageFailure(message)


def _has_plan(folder: Path) -> bool:
    return os.path.lexists(folder / PLAN_NAME)


def _full(path: Path) -> Path:
    # Links are not followed: a file belongs to the folder in which it is listed.
    return Path(os.path.abspath(path))  # noqa: PTH100 # resolve() would follow them


def _place(given: Path, folder: Path) -> Place:
    """Return a data folder, named as its part was: from the root, or from here."""
    name = str(folder) if given.is_absolute() else os.path.relpath(folder)
    return Place(folder, name, "given")
