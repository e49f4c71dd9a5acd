"""First published figures: what a report would have said before any revision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clusterplan.model.observations import Observation, ObsStatus

if TYPE_CHECKING:
    from collections.abc import Iterable


def first_published(
    observations: Iterable[Observation], as_of: date | None = None
) -> tuple[list[Observation], set[str]]:
    """Leave out every later vintage of a figure, series by series, forecasts apart from outcomes.

    Args:
        observations: the rows of all actuals files, in any order.
        as_of: undated rows drop out where only what was published by a day counts.

    Returns:
        The first vintages, undated rows being the oldest, and the ids of the indicators of which a
        later vintage was left out.
    """
    first: dict[tuple[object, ...], Observation] = {}
    revised: set[str] = set()
    for row in observations:
        if row.value is None or row.status is ObsStatus.MISSING:
            continue
        if as_of is not None and row.published is None:
            continue
        key = (row.indicator, row.entity, row.year, row.series, row.status.rank)
        known = first.setdefault(key, row)
        if known is not row:
            revised.add(row.indicator)
            if _day(row) < _day(known):
                first[key] = row
    return list(first.values()), revised


def _day(row: Observation) -> date:
    return row.published or date.min
