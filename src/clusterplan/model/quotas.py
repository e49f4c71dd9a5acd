"""Quotas as targets: what a member is to reach is judged as any other target is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clusterplan.base.units import convert
from clusterplan.model.goals import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from clusterplan.model.plan import Plan, Quota, Target


def quotas_of(target: Target, plan: Plan, year: int | None = None) -> Iterator[Target]:
    """Return the quotas of a target as targets of its members.

    Args:
        target: a target of the plan.
        plan: the plan.
        year: the year whose names members have; None for those they end with.
    """
    for member, quota in target.quotas.items():
        entity = plan.entity[member]
        day = date.max if year is None else date(year, 12, 31)
        told = {
            "id": f"{target.id}/{member}",
            "name": entity.form_on(day)[0],
            "clause": quota.clause or target.clause,
            "entity": member,
            "baseline": quota.baseline,
            kind_of(target): in_unit(target, quota, quota.value),
        }
        if quota.baseline is not None:
            base = in_unit(target, quota, quota.baseline.value)
            told["baseline"] = quota.baseline.model_copy(update={"value": base})
        yield target.model_copy(update=_OF_ALL | told)


_OF_ALL: dict[str, object] = {
    **dict.fromkeys(("group", "aggregate", "tolerance", "verb", "note", "lead")),
    **dict.fromkeys(("amended", "supporting"), ()),
    "about": False,
    "quotas": {},
}
"""What is said of all members together: it leaves each quota as it is."""


def in_unit(target: Target, quota: Quota, value: Fraction) -> Fraction:
    """Return a number of a quota in the unit of its target; as it is where they do not fit."""
    own, wanted = quota.unit, target.unit
    if own is None or wanted is None or own.dimension != wanted.dimension:  # CP412 says so
        return value
    return convert(value, own, wanted)


def judged_in(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], Target]]:
    """Return all that is judged by a number, targets and quotas, with their places in the plan."""
    for index, target in enumerate(plan.targets):
        place = ("targets", index)
        yield place, target
        for member, quota in zip(target.quotas, quotas_of(target, plan), strict=True):
            yield (*place, "quotas", member), quota
