"""A data folder: `targets.yaml`, `actuals/YEAR.csv` and `remarks/YEAR.csv`, read in one go."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.findings import MAX_FINDINGS, Finding
from clusterplan.base.messages import say
from clusterplan.reading.actuals_file import ActualsFile, parse_actuals
from clusterplan.reading.encoding import Source, changed, read_source
from clusterplan.reading.folder_layout import ACTUALS_NAME, PLAN_NAME, REMARKS_NAME
from clusterplan.reading.limits import USUAL, Limits
from clusterplan.reading.plan_file import PlanFile, parse_plan_source
from clusterplan.reading.table_folders import Listed, join_name, tables_in

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.model.remarks import Remark
    from clusterplan.reading.remarks_file import RemarksFile


class DataFolder(Struct, frozen=True):
    """What a data folder holds, and all findings of the readers."""

    plan_file: PlanFile
    actuals_files: tuple[ActualsFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks_files: tuple[RemarksFile, ...] = ()

    @property
    def plan(self) -> Plan | None:
        """The plan, None when it is too broken."""
        return self.plan_file.plan

    @property
    def tables(self) -> tuple[ActualsFile | RemarksFile, ...]:
        """The files of all years: figures, then remarks."""
        return (*self.actuals_files, *self.remarks_files)

    @property
    def sources(self) -> tuple[PlanFile | ActualsFile | RemarksFile, ...]:
        """The plan and the files of all years."""
        return (self.plan_file, *self.tables)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that were read."""
        return tuple(source.file for source in self.sources)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation of every file."""
        return tuple(row for file in self.actuals_files for row in file.observations)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Every remark of every file."""
        return tuple(row for file in self.remarks_files for row in file.remarks)

    @property
    def records(self) -> int:
        """How many records the files hold, broken ones included."""
        return sum(file.records for file in self.tables)

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
    listed = tables_in(folder, name, plan)
    figures = _sources(listed[ACTUALS_NAME], limits.table_bytes)
    remarks = _sources(listed[REMARKS_NAME], limits.remarks_bytes)
    findings = [finding for each in listed.values() for finding in each.findings]
    # Only now: what has changed since it was read does not go with the others.
    for each, now in tables_in(folder, name, plan).items():
        if now != listed[each]:
            message = say("files were added or removed while the folder was read")
            findings.append(changed(join_name(name, each), message))
    if plan_source.settled() is not plan_source:
        plan_file = parse_plan_source(plan_source.settled(), limit, limits)
        return DataFolder(plan_file, (), plan_file.findings)
    files = tuple(
        _actuals_file(source.settled(), year, plan, limit) for year, source in figures.items()
    )
    remarked = tuple(
        _remarks_file(source.settled(), year, plan, limit) for year, source in remarks.items()
    )
    data = DataFolder(plan_file, files, (), remarked)
    found = (finding for file in data.tables for finding in file.findings)
    return replace(data, findings=(*plan_file.findings, *findings, *found))


def _sources(listed: Listed, limit: int) -> dict[int, Source]:
    return {year: read_source(path, label, limit) for year, (path, label) in listed.years.items()}


def _plan_source(folder: Path, name: str, limits: Limits) -> Source:
    return read_source(folder / PLAN_NAME, join_name(name, PLAN_NAME), limits.plan_bytes)


def _actuals_file(source: Source, year: int, plan: Plan, limit: int) -> ActualsFile:
    if source.text is None:
        return ActualsFile(source.file, year, source.findings)
    return parse_actuals(source.text, source.file, year, plan, source.findings, limit)


def _remarks_file(source: Source, year: int, plan: Plan, limit: int) -> RemarksFile:
    from clusterplan.reading.remarks_file import RemarksFile, parse_remarks  # noqa: PLC0415 # most plans have none

    if source.text is None:
        return RemarksFile(source.file, year, source.findings)
    return parse_remarks(source.text, source.file, year, plan, source.findings, limit)
