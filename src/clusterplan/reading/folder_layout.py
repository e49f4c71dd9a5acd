"""What the files of a data folder are called; without anything that would take time to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAN_NAME = "targets.yaml"
ACTUALS_NAME = "actuals"
ROLLUP_NAME = "rollup.yaml"
AUDITS_NAME = "rollups"
"""Where the audits of roll-ups lie, one a year and day of publication."""
REMARKS_NAME = "remarks"
TABLE_FOLDERS = (ACTUALS_NAME, REMARKS_NAME)
"""What holds a file for each year."""
SPREADSHEETS = frozenset((".xlsx", ".xlsm", ".xls", ".ods", ".et"))
TABLES = SPREADSHEETS | {".csv"}
"""Endings of files in these that are read, or told to be of the wrong kind."""


def own_files(folder: Path) -> Iterator[Path]:
    """Return the plan of a data folder, its roll-up and audits, its figures and remarks."""
    yield folder / PLAN_NAME
    yield from folder.glob(ROLLUP_NAME)
    yield from (folder / AUDITS_NAME).glob("*.json")
    for name in TABLE_FOLDERS:
        yield from (folder / name).glob("*.[cC][sS][vV]")
