"""What the plan says that figures are to each other: each relation once, for any kind of number.

The rules ask in fractions and tell what is wrong. Before, `float_filter` asks the same in floats,
with a slack that is smaller by what floats may be off: what holds even so needs no fractions
(a filtered predicate: Shewchuk 1997). A product with a share is only computed, and held to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from clusterplan.model.plan import Ratio, Sum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from clusterplan.model.plan import Group, Indicator, Plan

    Number = TypeVar("Number", float, Fraction)


def within(part: Number, whole: Number, slack: Number) -> bool:
    """Say whether a part is not above its whole, members not above a total, last year not above."""
    return part - slack <= whole


def agree(one: Number, other: Number, slack: Number) -> bool:
    """Say whether a whole is the sum of its parts, or one source says what another does."""
    return abs(one - other) <= slack


def is_quotient(
    share: Number, part: Number, whole: Number, slack: Number, over: Number, under: Number
) -> bool:
    """Say whether a share is part ÷ whole, if these two may be off by so much themselves."""
    if agree(part / whole, share, slack):
        return True
    if under >= abs(whole) or not (over or under):
        return False
    ends = [(part + a) / (whole + b) for a in (-over, over) for b in (-under, under)]
    return within(min(ends), share, slack) and within(share, max(ends), slack)


def wholes_of(plan: Plan) -> dict[str, list[str]]:
    """Return the indicators that each one is a part of, in order of their ids."""
    wholes: dict[str, set[str]] = {}
    for indicator in plan.indicators:
        match indicator.formula:
            case Ratio(numerator=part, denominator=whole) if indicator.is_share:
                wholes.setdefault(part, set()).add(whole)
            case Sum(parts=parts):
                for part in parts:
                    wholes.setdefault(part, set()).add(indicator.id)
    return {part: sorted(found) for part, found in wholes.items()}


def totals_of(plan: Plan) -> dict[tuple[str, str], list[Group]]:
    """Return the groups of which an indicator's figure for an entity is the sum of the members.

    Amounts add up; rates and the like only where a target adds them up, as parts of one whole.
    """
    summed = {(goal.indicator, goal.group) for goal in plan.targets if goal.aggregate == "sum"}
    found: dict[tuple[str, str], list[Group]] = {}
    for group in plan.groups:
        for item in plan.indicators if group.total else ():
            if item.unit.additive or (item.id, group.id) in summed:
                found.setdefault((item.id, group.total or ""), []).append(group)
    return found


def needed_by_targets(plan: Plan) -> Iterator[Indicator]:
    """Return the indicators that targets rest on, directly or by formulas."""
    for target in plan.targets:
        for identity in target.indicators:
            yield from plan.feeding(identity)
