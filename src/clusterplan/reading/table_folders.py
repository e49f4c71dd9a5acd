"""The folders that hold a file for each year: which of their files are read, and what of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from clusterplan.base.findings import Finding, Level, shown
from clusterplan.base.messages import Message, say
from clusterplan.reading.encoding import unreadable
from clusterplan.reading.folder_layout import ACTUALS_NAME, REMARKS_NAME, SPREADSHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clusterplan.model.plan import Plan

_IMPORT = say("run clusterplan import FILE --year YEAR, then move it out of the folder")
_SAVE = say("save it as CSV in UTF-8, then move it out of the folder")


class Listed(Struct, frozen=True):
    """The files of a folder by their year, each with what findings call it, and what is found."""

    years: dict[int, tuple[Path, str]]
    findings: tuple[Finding, ...] = ()


class _Wanted(NamedTuple):
    """What a folder may hold: files of these years; the code of others, and a way out of a book."""

    years: range
    code: str
    of_spreadsheets: Message


def tables_in(folder: Path, name: str, plan: Plan) -> dict[str, Listed]:
    """Return the files of figures and those of remarks, by the names of their folders."""
    wanted = {
        ACTUALS_NAME: _Wanted(plan.file_years, "CP110", _IMPORT),
        REMARKS_NAME: _Wanted(plan.years, "CP701", _SAVE),
    }
    return {
        each: _listed(folder / each, join_name(name, each), what) for each, what in wanted.items()
    }


def _listed(folder: Path, name: str, wanted: _Wanted) -> Listed:
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return Listed({}, tuple(_without(folder, name)))
    except OSError as error:
        return Listed({}, (unreadable(name, error),))
    years: dict[int, tuple[Path, str]] = {}
    strays = []
    for path in paths:
        label = f"{name}/{shown(path.name)}"
        if path.suffix.lower() in SPREADSHEETS:
            message = say("this spreadsheet is not read")
            hint = wanted.of_spreadsheets
            strays.append(Finding("CP111", Level.WARNING, label, 0, 0, message, hint))
        if path.suffix.lower() != ".csv":
            continue
        year = int(path.stem) if re.fullmatch(r"[0-9]{4}", path.stem, re.ASCII) else None
        if year is None or year not in wanted.years or path.suffix != ".csv":
            strays.append(_stray(label, wanted))
        else:
            years[year] = (path, label)
    return Listed(years, tuple(strays))


def _without(folder: Path, name: str) -> Iterator[Finding]:
    """Tell of a missing folder of figures; remarks nobody has to make."""
    if folder.name == ACTUALS_NAME:
        message = say("there is no folder {name}, so no target has data", name=ACTUALS_NAME)
        hint = say("put a file YEAR.csv for each year into it")
        yield Finding("CP112", Level.WARNING, name, 0, 0, message, hint)


def _stray(label: str, wanted: _Wanted) -> Finding:
    years = wanted.years
    message = say(
        "not the file of a year from {first} to {last}", first=str(years[0]), last=str(years[-1])
    )
    hint = say("name it YEAR.csv, or move it out of the folder")
    return Finding(wanted.code, Level.ERROR, label, 0, 0, message, hint)


def join_name(folder: str, name: str) -> str:
    """Return what findings call a file inside a folder."""
    return name if folder in ("", ".") else f"{folder.rstrip('/')}/{name}"
