"""CP427, CP428: quotas are of members, and lead to the goal if all of them are reached."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.findings import Level, Vocabulary
from clusterplan.base.messages import Quantity, say
from clusterplan.checks.flaws import Flaw, plan_rule
from clusterplan.model.goals import TERMS, kind_of
from clusterplan.model.quotas import in_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.model.plan import Plan, Target


@plan_rule(
    "CP427",
    "A quota is that of a member of the group, in the year in which it is due.",
    "Nobody else has a part in the sum.",
    "Use the id of a member; mind the dates of members and the kinds of the group.",
)
def _quotas_of_members(plan: Plan) -> Iterator[Flaw]:
    for index, target in _with_quotas(plan):
        year, members = _members(plan, target)
        known = Vocabulary(members)
        for member in target.quotas:
            if member not in members:
                message = say(
                    "{id} is no member of {group} at the end of {year}",
                    id=member,
                    group=target.group or "",
                    year=str(year),
                )
                hint = known.nearest(member) or say("name a member, or leave the quota out")
                yield Flaw(("targets", index, "quotas", member, "<key>"), message, hint)


@plan_rule(
    "CP428",
    "Who reaches all quotas reaches the goal.",
    "Every member could do its part, and the goal be missed. Quotas that ask for more than the goal"
    " are no contradiction: plans keep a reserve.",
    "Check the quotas and their units against the document; if it says so, leave it as it is.",
    level=Level.WARNING,
)
def _quotas_reach_the_goal(plan: Plan) -> Iterator[Flaw]:
    for index, target in _with_quotas(plan):
        kind, (_, members) = kind_of(target), _members(plan, target)
        if TERMS[kind].unit is not None:  # per cents of different bases do not add up
            continue
        stated = [getattr(each, kind) for each in (target, *target.amended)]
        parts = (in_unit(target, quota, quota.value) for quota in target.quotas.values())
        added = sum(parts, Fraction(0))
        full = len(target.quotas) == len(members)
        if all(_falls_short(target, added, goal, full=full) for goal in stated if goal is not None):
            unit = target.unit or ""
            message = say(
                "the quotas add up to {sum}, and the goal is {goal}",
                sum=Quantity(exactly(added), unit),
                goal=Quantity(exactly(stated[0]), unit),
            )
            hint = say("check the quotas, the goal and their units against the document")
            yield Flaw(("targets", index, "quotas"), message, hint)


def _falls_short(target: Target, added: Fraction, goal: Fraction, *, full: bool) -> bool:
    """Say whether quotas can be reached, all of them, and the goal be missed."""
    return added > goal if target.falling else full and added < goal


def _with_quotas(plan: Plan) -> Iterator[tuple[int, Target]]:
    return ((index, each) for index, each in enumerate(plan.targets) if each.quotas and each.group)


def _members(plan: Plan, target: Target) -> tuple[int, dict[str, None]]:
    """Return the year in which quotas are due, and the members that there are at its end."""
    year = plan.period[1] if target.year == "each" else target.year
    return year, dict.fromkeys(entity.id for entity in plan.members(target.group or "", year))


SHAPES = (_quotas_of_members,)
SUMS = (_quotas_reach_the_goal,)
