"""A data folder: `targets.yaml` and `actuals/YEAR.csv`, read in one go."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.findings import MAX_FINDINGS, Finding, Level, shown
from clusterplan.base.messages import say
from clusterplan.reading.actuals_file import ActualsFile, parse_actuals
from clusterplan.reading.encoding import Source, changed, read_source, unreadable
from clusterplan.reading.folder_layout import ACTUALS_NAME, PLAN_NAME, SPREADSHEETS
from clusterplan.reading.limits import USUAL, Limits
from clusterplan.reading.plan_file import PlanFile, parse_plan_source

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan


class DataFolder(Struct, frozen=True):
    """What a data folder holds, and all findings of the readers."""

    plan_file: PlanFile
    actuals_files: tuple[ActualsFile, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def plan(self) -> Plan | None:
        """The plan, None when it is too broken."""
        return self.plan_file.plan

    @property
    def sources(self) -> tuple[PlanFile | ActualsFile, ...]:
        """The plan and the files of all years."""
        return (self.plan_file, *self.actuals_files)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that were read."""
        return tuple(source.file for source in self.sources)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation of every file."""
        return tuple(row for file in self.actuals_files for row in file.observations)

    @property
    def records(self) -> int:
        """How many records the files hold, broken ones included."""
        return sum(file.records for file in self.actuals_files)

    @property
    def beyond(self) -> Counter[tuple[str, str]]:
        """How many findings were counted and not kept, by file and code."""
        counted = Counter[tuple[str, str]]()
        for file in self.sources:
            counted.update({(file.file, code): count for code, count in file.beyond.items()})
        return counted

    def lines(self, file: str, wanted: Collection[int]) -> dict[int, str]:
        """Return some physical lines of a file as it was read, by their number from 1."""
        texts = {each.file: each.text for each in self.sources}
        return texts[file].lines(wanted) if file in texts else {}


def read_plan_only(
    folder: Path, name: str, limit: int = MAX_FINDINGS, limits: Limits = USUAL
) -> DataFolder:
    """Read the plan of a folder and leave the actuals alone."""
    source = _plan_source(folder, name, limits).settled()
    plan_file = parse_plan_source(source, limit, limits)
    return DataFolder(plan_file, (), plan_file.findings)


def read_folder(
    folder: Path,
    name: str,
    limit: int = MAX_FINDINGS,
    limits: Limits = USUAL,
) -> DataFolder:
    """Read a folder, all files of one moment. Without a plan the actuals mean nothing.

    Args:
        folder: where it is.
        name: what findings call it.
        limit: how many findings of a code to keep for each file.
        limits: how large the files may be.
    """
    plan_source = _plan_source(folder, name, limits)
    plan_file = parse_plan_source(plan_source, limit, limits)
    plan = plan_file.plan
    if plan is None:
        return DataFolder(plan_file, (), plan_file.findings)
    years, findings = _listed(folder, name, plan)
    sources = {
        year: read_source(path, label, limits.table_bytes) for year, (path, label) in years.items()
    }
    # Only now: what has changed since it was read does not go with the others.
    if _listed(folder, name, plan) != (years, findings):
        message = say("files were added or removed while the folder was read")
        findings.append(changed(join_name(name, ACTUALS_NAME), message))
    if plan_source.settled() is not plan_source:
        plan_file = parse_plan_source(plan_source.settled(), limit, limits)
        return DataFolder(plan_file, (), plan_file.findings)
    files = tuple(
        _actuals_file(source.settled(), year, plan, limit) for year, source in sources.items()
    )
    found = (finding for file in files for finding in file.findings)
    return DataFolder(plan_file, files, (*plan_file.findings, *findings, *found))


def _plan_source(folder: Path, name: str, limits: Limits) -> Source:
    return read_source(folder / PLAN_NAME, join_name(name, PLAN_NAME), limits.plan_bytes)


def _actuals_file(source: Source, year: int, plan: Plan, limit: int) -> ActualsFile:
    if source.text is None:
        return ActualsFile(source.file, year, source.findings)
    return parse_actuals(source.text, source.file, year, plan, source.findings, limit)


def _listed(
    folder: Path, name: str, plan: Plan
) -> tuple[dict[int, tuple[Path, str]], list[Finding]]:
    """Return the file of each year with what findings call it, and what is said of others."""
    try:
        paths = sorted((folder / ACTUALS_NAME).iterdir())
    except FileNotFoundError:
        message = say("there is no folder {name}, so no target has data", name=ACTUALS_NAME)
        hint = say("put a file YEAR.csv for each year into it")
        label = join_name(name, ACTUALS_NAME)
        return {}, [Finding("CP112", Level.WARNING, label, 0, 0, message, hint)]
    except OSError as error:
        return {}, [unreadable(join_name(name, ACTUALS_NAME), error)]
    years: dict[int, tuple[Path, str]] = {}
    strays = []
    for path in paths:
        label = join_name(name, f"{ACTUALS_NAME}/{shown(path.name)}")
        if path.suffix.lower() in SPREADSHEETS:
            message = say("this spreadsheet is not read")
            hint = say("run clusterplan import FILE --year YEAR, then move it out of the folder")
            strays.append(Finding("CP111", Level.WARNING, label, 0, 0, message, hint))
        if path.suffix.lower() != ".csv":
            continue
        year = int(path.stem) if re.fullmatch(r"[0-9]{4}", path.stem, re.ASCII) else None
        if year is None or year not in plan.file_years or path.suffix != ".csv":
            strays.append(_stray(label, plan))
        else:
            years[year] = (path, label)
    return years, strays


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
