"""The public Python API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan.base.findings import Finding, has_errors
from clusterplan.checks import check_data, check_plan
from clusterplan.judging.assess import assess
from clusterplan.reading.folder import read_folder, read_plan_only

if TYPE_CHECKING:
    from os import PathLike

    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.model.remarks import Remark
    from clusterplan.reading.folder import DataFolder

__all__ = ["DataError", "assess", "load_actuals", "load_plan", "load_remarks"]


class DataError(ValueError):
    """A plan or its actuals have errors; `findings` lists them with file, line and code."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        first = min(findings, key=lambda finding: finding.order)
        super().__init__(
            f"{first.file}:{first.line}: {first.code}: {first.message} ({len(findings)} findings)"
        )


def load_plan(folder: str | PathLike[str]) -> Plan:
    """Read `targets.yaml` of a data folder.

    Raises:
        DataError: the file is missing or has errors.
    """
    data = read_plan_only(Path(folder), str(folder))
    findings = (*data.findings, *check_plan(data.plan_file))
    if data.plan is None or has_errors(findings):
        raise DataError(findings)
    return data.plan


def load_actuals(folder: str | PathLike[str]) -> tuple[Observation, ...]:
    """Read every `actuals/YEAR.csv` of a data folder, all vintages, rows that wait included.

    Raises:
        DataError: the plan or a file has errors.
    """
    return _sound(folder).observations


def load_remarks(folder: str | PathLike[str]) -> tuple[Remark, ...]:
    """Read every `remarks/YEAR.csv` of a data folder; there may be none.

    Raises:
        DataError: the plan or a file has errors.
    """
    return _sound(folder).remarks


def _sound(folder: str | PathLike[str]) -> DataFolder:
    data = read_folder(Path(folder), str(folder))
    findings = (*data.findings, *check_data(data).findings)
    if has_errors(findings):
        raise DataError(findings)
    return data
