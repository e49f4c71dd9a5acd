"""An earlier report, as `check --format json` wrote it: what a comparison needs of it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, cast

from pydantic import BaseModel, Field, ValidationError

from clusterplan.base.messages import Message, say
from clusterplan.model.plan import Names
from clusterplan.model.results import snapshot_of
from clusterplan.reading.encoding import read_source

if TYPE_CHECKING:
    from pathlib import Path

    from clusterplan.model.changes import Snapshot
    from clusterplan.model.results import Report

MAX_BYTES = 1 << 27
"""A report on twenty thousand targets has half of this."""


_Number = Annotated[Decimal, Field(max_digits=400)]
"""With far fewer digits than take time to compare."""


class ReportFileError(ValueError):
    """The file is not an earlier report; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class _Commitment(BaseModel):
    id: str
    name: Names
    clause: str
    illustrative: bool


class _Target(_Commitment):
    status: str
    unit: str
    gap: _Number | None
    pace: _Number | None


class _Milestone(_Commitment):
    status: str
    done: int
    of: int


class _Measure(_Commitment):
    state: str


class _Plan(BaseModel):
    id: str


class _Rows(BaseModel):
    status: list[str] = []


class _Report(BaseModel):
    format: Literal["clusterplan.report/1"]
    plan: _Plan
    year: int
    as_of: date | None
    targets: list[_Target]
    milestones: list[_Milestone]
    measures: list[_Measure]
    rows: _Rows = _Rows()


def read_report(path: Path) -> Snapshot:
    """Read an earlier report.

    Raises:
        ReportFileError: the file cannot be read, or is not a report.
    """
    source = read_source(path, str(path), MAX_BYTES)
    if source.text is None:
        raise ReportFileError(source.findings[0].message)
    try:
        report = _Report.model_validate(json.loads(str(source.text), parse_float=Decimal))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise ReportFileError(say("the key {key} is missing or wrong", key=place)) from None
    except (ValueError, RecursionError):
        raise ReportFileError(say("it is not JSON")) from None
    if report.rows.status:
        raise ReportFileError(say("it lists some rows only: make it without --status"))
    # It has what a comparison needs under the same names.
    return snapshot_of(cast("Report", report))
