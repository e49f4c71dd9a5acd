"""Commitments without a level: milestones (done by a date or not) and measures (a state)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.model.observations import ObsStatus
from clusterplan.model.results import MeasureResult, MilestoneMember, MilestoneResult

if TYPE_CHECKING:
    from clusterplan.judging.figures import Figures
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Measure, Milestone, Plan
    from clusterplan.model.status import MeasureState, MilestoneStatus


class _Record(Struct, frozen=True):
    """What is known of one entity's milestone by a day; `done` is None where no row says."""

    done: bool | None = None
    on: date | None = None
    late: bool = False
    illustrative: bool = False


def milestone_result(
    figures: Figures, milestone: Milestone, year: int, as_of: date | None
) -> MilestoneResult:
    """Judge a milestone as it stood at the end of the year, or on a day before that.

    Past its date it is `overdue` only where a row says that it was not done; without a row it is
    `no_data`. A group keeps the members it had in the year the milestone was due.
    """
    plan, year_end = figures.plan, date(year, 12, 31)
    day = min(as_of or year_end, year_end)
    year_is_over = as_of is None or as_of > year_end
    past = milestone.due < day or (year_is_over and milestone.due == year_end)
    entities = _entities(plan, milestone, year)
    by_entity = {each: _record(figures, milestone, each, year, day) for each in entities}
    records = list(by_entity.values())
    return MilestoneResult(
        id=milestone.id,
        name=milestone.name,
        clause=milestone.clause,
        due=milestone.due,
        done=sum(record.done is True for record in records),
        of=len(records),
        status=_status(records, past=past),
        illustrative=any(record.illustrative for record in records),
        members=tuple(
            MilestoneMember(entity, plan.entity[entity].form_on(day)[0], record.done, record.on)
            for entity, record in by_entity.items()
        ),
    )


def measure_result(figures: Figures, measure: Measure, year: int) -> MeasureResult:
    """Return the state of a measure by the row of the year."""
    found = figures.selected(measure.id, figures.plan.area, year)
    state: MeasureState = "no_data"
    made_up = False
    if found is not None and isinstance(found.observation.value, str):
        row = found.observation
        made_up = row.status is ObsStatus.ILLUSTRATIVE
        if row.value != "done" or row.status is not ObsStatus.FORECAST:  # which says it will be
            state = found.observation.value
    return MeasureResult(measure.id, measure.name, measure.clause, state, made_up)


def _entities(plan: Plan, milestone: Milestone, year: int) -> list[str]:
    if milestone.group is None:
        return [milestone.entity or plan.area]
    members = plan.members(milestone.group, min(year, milestone.due.year))
    return [entity.id for entity in members]


def _record(figures: Figures, milestone: Milestone, entity: str, year: int, day: date) -> _Record:
    """Read the newest outcome, else the newest of what comes next: what was made up gives way."""
    rows: list[Observation] = []
    for each in range(year, figures.plan.base_year - 1, -1):
        found = figures.selected(milestone.id, entity, each)
        if found is not None:
            rows.append(found.observation)
            if found.observation.status.rank == ObsStatus.NORMAL.rank:
                break
    best = max(rows, key=lambda row: row.status.rank, default=None)
    return _Record() if best is None else _read(best, milestone.due, day)


def _read(row: Observation, due: date, day: date) -> _Record:
    made_up, on = row.status is ObsStatus.ILLUSTRATIVE, None
    if isinstance(row.value, date):
        done, late = row.value <= day, due < row.value
        on = row.value if done else None
    else:
        done, late = row.value == "done", row.year > due.year
    if done and row.status is ObsStatus.FORECAST:  # which says that it will be
        return _Record()
    return _Record(done, on, late and done, made_up)


def _status(records: list[_Record], *, past: bool) -> MilestoneStatus:
    if records and all(record.done for record in records):
        return "met_late" if any(record.late for record in records) else "met"
    if not past:
        return "not_due"
    said_not_done = any(record.done is False for record in records)
    return "overdue" if said_not_done else "no_data"
