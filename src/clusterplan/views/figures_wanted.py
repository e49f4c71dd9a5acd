"""What a plan asks for in a year: a figure for each base indicator, milestone and measure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from clusterplan.model.observations import Actuals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Milestone, Names, Plan, Target

    _Asked: TypeAlias = tuple[str, str, str, Names | None]


class Wanted(Struct, frozen=True):
    """A figure that the plan asks for.

    Attributes:
        subject: the id of an indicator, a milestone or a measure.
        entity: whom it describes.
        unit: the plan's.
        supplier: who would supply it, None where the plan does not say.
        last: the newest earlier figure.
    """

    subject: str
    entity: str
    unit: str
    supplier: Names | None
    last: Observation | None


def wanted_in(plan: Plan, rows: Sequence[Observation], year: int) -> list[Wanted]:
    """Return what the plan asks for in a year, grouped by who supplies it.

    An indicator with a formula is not asked for, but what it is computed from. A target asks until
    the year in which it is due; in the base year only one that states no base. A milestone that is
    done or dropped is not asked for again; a measure is told by the row of the year alone.
    """
    actuals = Actuals(rows)
    found: dict[tuple[str, str], Wanted] = {}
    for subject, entity, unit, supplier in (
        *_of_targets(plan, year),
        *_of_others(plan, rows, year),
    ):
        if (subject, entity) not in found:
            last = _last(plan, actuals, subject, entity, year)
            found[subject, entity] = Wanted(subject, entity, unit, supplier, last)
    order = {name: number for number, name in enumerate(_suppliers(found.values()))}
    return sorted(found.values(), key=lambda each: order[each.supplier])


def asked_of_indicators(plan: Plan, years: Iterable[int]) -> set[tuple[str, int]]:
    """Return which indicators targets ask for, in which of these years."""
    return {(indicator, year) for year in years for indicator, *_ in _of_targets(plan, year)}


def _suppliers(wanted: Iterable[Wanted]) -> list[Names | None]:
    """Return the suppliers in the order of what they supply; last what nobody is named for."""
    named = list(dict.fromkeys(each.supplier for each in wanted))
    return [*(each for each in named if each is not None), None]


def _of_targets(plan: Plan, year: int) -> Iterator[_Asked]:
    for target in plan.targets:
        if year > _until(plan, target) or year <= _settled_until(plan, target):
            continue
        entities = _whose(plan, target, year)
        for identity in target.indicators:
            for item in plan.feeding(identity):
                if item.formula is None:
                    for entity in entities:
                        yield item.id, entity, item.unit, item.supplier


def _until(plan: Plan, target: Target) -> int:
    """Return the last year in which a target looks for a figure."""
    if target.year == "each":
        return plan.period[1]
    return max(target.year, *(each.year or 0 for each in target.amended), 0)


def _settled_until(plan: Plan, target: Target) -> int:
    """Return the last year of which a target needs no figure, being told where it starts."""
    if target.summed:
        return plan.first_year(target)
    return plan.base_year if target.baseline is not None else plan.base_year - 1


def _of_others(plan: Plan, rows: Sequence[Observation], year: int) -> Iterator[_Asked]:
    for milestone in plan.milestones:
        settled = _settled(milestone.id, rows, year)
        for entity in _whose(plan, milestone, year):
            if entity not in settled:
                yield milestone.id, entity, "date", milestone.supplier
    for measure in plan.measures:
        yield measure.id, plan.area, "state", measure.supplier


def _whose(plan: Plan, item: Target | Milestone, year: int) -> list[str]:
    """Return the entities that a commitment is about in a year."""
    if item.group is None:
        return [item.entity or plan.area]
    return [entity.id for entity in plan.members(item.group, year)]


def _settled(subject: str, rows: Sequence[Observation], year: int) -> set[str]:
    """Return the entities that had done or dropped a milestone before a year."""
    return {
        row.entity
        for row in rows
        if row.indicator == subject
        and row.year < year
        and (isinstance(row.value, date) or row.value in ("done", "dropped"))
    }


def _last(plan: Plan, actuals: Actuals, subject: str, entity: str, year: int) -> Observation | None:
    """Return the figure in force of the newest year before this one."""
    item = plan.indicator.get(subject)
    prefer = item.preferred_series if item else ()
    for earlier in range(year - 1, plan.base_year - 1, -1):
        if (selected := actuals.select(subject, entity, earlier, prefer)) is not None:
            return selected.observation
    return None
