"""What the plan says that figures are to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.units import UNITS

if TYPE_CHECKING:
    from clusterplan.model.plan import Group, Plan


def totals_of(plan: Plan) -> dict[tuple[str, str], list[Group]]:
    """Return the groups of which an indicator's figure for an entity is the sum of the members.

    Amounts add up; rates and the like only where a target adds them up, as parts of one whole.
    """
    summed = {(goal.indicator, goal.group) for goal in plan.targets if goal.aggregate == "sum"}
    found: dict[tuple[str, str], list[Group]] = {}
    for group in plan.groups:
        for item in plan.indicators if group.total else ():
            if UNITS[item.unit].additive or (item.id, group.id) in summed:
                found.setdefault((item.id, group.total or ""), []).append(group)
    return found
