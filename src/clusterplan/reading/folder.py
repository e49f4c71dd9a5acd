"""A data folder: `targets.yaml` and `actuals/YEAR.csv`, read in one go."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from clusterplan.findings import MAX_FINDINGS, Finding, Level, shown
from clusterplan.messages import say
from clusterplan.reading.actuals_file import ActualsFile, read_actuals_file
from clusterplan.reading.plan_file import PlanFile, read_plan_file
from clusterplan.reading.source import unreadable

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from clusterplan.actuals import Observation
    from clusterplan.plan import Plan

PLAN_NAME = "targets.yaml"
ACTUALS_NAME = "actuals"
SPREADSHEETS = frozenset((".xlsx", ".xlsm", ".xls", ".ods", ".et"))


@dataclass(frozen=True, slots=True)
class DataFolder:
    """What a data folder holds, and all findings of the readers."""

    plan_file: PlanFile
    actuals_files: tuple[ActualsFile, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def plan(self) -> Plan | None:
        """The plan, None when it is too broken."""
        return self.plan_file.plan

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation of every file."""
        return tuple(row for file in self.actuals_files for row in file.observations)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that were read."""
        return (self.plan_file.file, *(file.file for file in self.actuals_files))

    @property
    def records(self) -> int:
        """How many records the files hold, broken ones included."""
        return sum(file.records for file in self.actuals_files)

    @property
    def beyond(self) -> Counter[tuple[str, str]]:
        """How many findings were counted and not kept, by file and code."""
        counted = Counter[tuple[str, str]]()
        for file in self.actuals_files:
            counted.update({(file.file, code): count for code, count in file.beyond.items()})
        return counted

    def text_of(self, file: str) -> str:
        """Return the text of a file as it was read, empty for any other."""
        texts = {self.plan_file.file: self.plan_file.text}
        texts |= {each.file: each.text for each in self.actuals_files}
        return texts.get(file, "")

    def source_lines(self, file: str, wanted: Collection[int]) -> dict[int, str]:
        """Return some physical lines of a file as it was read, by their number from 1."""
        lines = enumerate(io.StringIO(self.text_of(file), newline=None), start=1)
        last = max(wanted, default=0)
        return {
            number: text.rstrip("\n") for number, text in islice(lines, last) if number in wanted
        }


def read_plan_only(folder: Path, name: str) -> DataFolder:
    """Read the plan of a folder and leave the actuals alone."""
    plan_file = read_plan_file(folder / PLAN_NAME, join_name(name, PLAN_NAME))
    return DataFolder(plan_file, (), plan_file.findings)


def read_folder(folder: Path, name: str, limit: int = MAX_FINDINGS) -> DataFolder:
    """Read a folder; `name` is what findings call it. Without a plan the actuals mean nothing."""
    data = read_plan_only(folder, name)
    if data.plan is None:
        return data
    findings = list(data.findings)
    files = []
    try:
        paths = sorted((folder / ACTUALS_NAME).iterdir())
    except FileNotFoundError:
        paths = []
        message = say("there is no folder {name}, so no target has data", name=ACTUALS_NAME)
        hint = say("put a file YEAR.csv for each year into it")
        label = join_name(name, ACTUALS_NAME)
        findings.append(Finding("CP112", Level.WARNING, label, 0, 0, message, hint))
    except OSError as error:
        paths = []
        findings.append(unreadable(join_name(name, ACTUALS_NAME), error))
    for path in paths:
        label = join_name(name, f"{ACTUALS_NAME}/{shown(path.name)}")
        if path.suffix.lower() in SPREADSHEETS:
            message = say("this spreadsheet is not read")
            hint = say("run clusterplan import FILE --year YEAR, then move it out of the folder")
            findings.append(Finding("CP111", Level.WARNING, label, 0, 0, message, hint))
        if path.suffix.lower() != ".csv":
            continue
        year = int(path.stem) if re.fullmatch(r"[0-9]{4}", path.stem, re.ASCII) else None
        if year is None or year not in data.plan.file_years or path.suffix != ".csv":
            findings.append(_stray(label, data.plan))
            continue
        file = read_actuals_file(path, label, year, data.plan, limit)
        files.append(file)
        findings += file.findings
    return DataFolder(data.plan_file, tuple(files), tuple(findings))


def _stray(label: str, plan: Plan) -> Finding:
    years = plan.file_years
    message = say(
        "not the file of a year from {first} to {last}", first=str(years[0]), last=str(years[-1])
    )
    hint = say("name it YEAR.csv, or move it out of the folder")
    return Finding("CP110", Level.ERROR, label, 0, 0, message, hint)


def join_name(folder: str, name: str) -> str:
    """Return what findings call a file inside a folder."""
    return name if folder in ("", ".") else f"{folder.rstrip('/')}/{name}"
