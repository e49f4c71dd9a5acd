"""An earlier report or overview, as `--format json` wrote it: what a comparison needs of it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar, cast

from pydantic import BaseModel, Field, ValidationError

from clusterplan.base.messages import Message, say
from clusterplan.model.changes import RUNGS, Position, Snapshot
from clusterplan.model.plan import UNDETERMINED, Names
from clusterplan.model.results import snapshot_of
from clusterplan.reading.encoding import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clusterplan.model.results import Report

MAX_BYTES = 1 << 27
"""A report on twenty thousand targets has half of this, an overview of ten thousand plans too."""


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


class _Stated(BaseModel):
    terms: str
    unit: str
    gap: _Number | None


class _Target(_Commitment):
    status: str
    unit: str
    gap: _Number | None
    pace: _Number | None
    stated: _Stated | None = None

    @property
    def shown(self) -> _Stated:
        return self.stated or _Stated(terms="value", unit=self.unit, gap=self.gap)


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


class _Verdicts(BaseModel):
    target: dict[str, str] = {}
    milestone: dict[str, str] = {}
    measure: dict[str, str] = {}


class _PlanRow(BaseModel):
    path: str
    plan: _Plan | None
    year: int | None
    verdicts: _Verdicts


class _Overview(BaseModel):
    format: Literal["clusterplan.overview/1"]
    as_of: date | None
    plans: list[_PlanRow]


_Model = TypeVar("_Model", bound=BaseModel)
_UNNAMED = Names({UNDETERMINED: "?"})
"""An overview tells verdicts by ids alone."""


def read_report(path: Path) -> Snapshot:
    """Read an earlier report.

    Raises:
        ReportFileError: the file cannot be read, or is not a report.
    """
    report = _read(path, _Report)
    if report.rows.status:
        raise ReportFileError(say("it lists some rows only: make it without --status"))
    # It has what a comparison needs under the same names.
    return snapshot_of(cast("Report", report))


def read_overview(path: Path) -> dict[str, Snapshot]:
    """Read an earlier overview: how every plan stood that had verdicts, by its folder.

    Raises:
        ReportFileError: the file cannot be read, or is not an overview.
    """
    overview = _read(path, _Overview)
    return {
        row.path: Snapshot(row.plan.id, row.year, overview.as_of, tuple(_positions(row.verdicts)))
        for row in overview.plans
        if row.plan is not None and row.year is not None
    }


def _positions(verdicts: _Verdicts) -> Iterator[Position]:
    for kind in RUNGS:
        for identity, status in getattr(verdicts, kind).items():
            yield Position(kind, identity, _UNNAMED, "", illustrative=False, status=status)


def _read(path: Path, model: type[_Model]) -> _Model:
    source = read_source(path, str(path), MAX_BYTES)
    if source.text is None:
        raise ReportFileError(source.findings[0].message)
    try:
        return model.model_validate(json.loads(str(source.text), parse_float=Decimal))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise ReportFileError(say("the key {key} is missing or wrong", key=place)) from None
    except (ValueError, RecursionError):
        raise ReportFileError(say("it is not JSON")) from None
