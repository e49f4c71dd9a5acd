"""Figures into the CSV of their year: what is new, what is a new vintage, what is there already."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.exact import exactly
from clusterplan.base.messages import Quantity, say
from clusterplan.base.units import UNITS, convert
from clusterplan.importing.understanding import Problem
from clusterplan.model.observations import ObsStatus
from clusterplan.reading.csv_cells import parse_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.importing.understanding import Found
    from clusterplan.model.observations import Observation


class Kind(StrEnum):
    """What a figure is for its file."""

    NEW = "new"
    REVISION = "revision"
    SAME = "same"


class Step(Struct, frozen=True):
    """What becomes of one figure; `line` is of the row that it revises or repeats, 0 if none."""

    found: Found
    kind: Kind
    line: int = 0


def steps_for(
    found: Sequence[Found], rows: Iterable[Observation]
) -> tuple[list[Step], list[Problem]]:
    """Compare figures with the rows that are there.

    Args:
        found: the figures, none of them twice.
        rows: the rows of their years' files.

    Returns:
        What becomes of each, and those that cannot be taken: a different value needs a later day
        of publication than the row that it revises.
    """
    known: dict[tuple[str, str, int, str], list[Observation]] = {}
    for row in rows:
        if row.status is not ObsStatus.MISSING:
            known.setdefault((row.indicator, row.entity, row.year, row.series), []).append(row)
    steps, problems = [], []
    for each in found:
        key = (each.indicator, each.entity, each.year, each.series)
        step = _step(each, known.get(key, []))
        if isinstance(step, Problem):
            problems.append(step)
        else:
            steps.append(step)
    return steps, problems


def _step(found: Found, rows: Sequence[Observation]) -> Step | Problem:
    day = parse_published(found.published)
    newest = _newest(found, rows)
    for row in rows:
        if _equal(found, row) and (row is newest or day is None or row.published == day):
            return Step(found, Kind.SAME, row.line)
    for row in rows:
        if row.published == day:  # of two on one day nobody knows which one counts
            return _refused(found, row)
    if newest is None:
        return Step(found, Kind.NEW)
    if day is None or day < (newest.published or date.min):
        return _refused(found, newest)
    return Step(found, Kind.REVISION, newest.line)


def _newest(found: Found, rows: Sequence[Observation]) -> Observation | None:
    """Return the newest row that the figure would stand beside: outcomes outrank forecasts."""
    peers = [row for row in rows if row.status.rank == found.status.rank]
    return max(peers, key=lambda row: (row.published or date.min, row.line), default=None)


def _equal(found: Found, row: Observation) -> bool:
    if (row.status, row.qualifier) != (found.status, found.qualifier):
        return False
    if isinstance(row.value, Fraction):
        same_kind = UNITS[row.unit].dimension == UNITS[found.unit].dimension
        return same_kind and convert(Fraction(found.value), found.unit, row.unit) == row.value
    return str(row.value) == found.value


def _refused(found: Found, row: Observation) -> Problem:
    value = _written(row)
    if row.published is None:
        message = say(
            "line {line} of {year}.csv has {value}", line=row.line, year=str(row.year), value=value
        )
    else:
        message = say(
            "line {line} of {year}.csv has {value}, published on {day}",
            line=row.line,
            year=str(row.year),
            value=value,
            day=row.published,
        )
    hint = say("a revision needs a later day: --published; another source its own --series")
    return Problem(found.place, f"{found.value} {found.unit}", message, hint)


def _written(row: Observation) -> Quantity | str:
    if isinstance(row.value, Fraction):
        return Quantity(exactly(row.value), row.unit)
    return str(row.value)
