"""CP3xx: records against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.actuals import Observation, ObsStatus
from clusterplan.checks.rule import RecordRule, RowFlaw
from clusterplan.findings import Level
from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.plan import Plan


def no_duplicates(plan: Plan, rows: Sequence[Observation]) -> Iterator[RowFlaw]:  # noqa: ARG001 # one signature
    """CP301: one figure of one series is published once a day."""
    seen: dict[tuple[object, ...], Observation] = {}
    for row in rows:
        if row.status is ObsStatus.MISSING:
            continue
        key = (row.indicator, row.entity, row.year, row.series, row.published)
        first = seen.setdefault(key, row)
        if first is not row:
            message = say(
                "the same figure as in line {line} of {file}, of the same series and day",
                line=first.line,
                file=first.file,
            )
            hint = say("keep one, or give them different dates or series")
            yield RowFlaw(row, "indicator", message, hint)


RULES = (RecordRule("CP301", Level.ERROR, no_duplicates),)
