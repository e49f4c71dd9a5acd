"""What a target demands, as the plan states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.exact import as_fraction_text, exactly
from clusterplan.base.messages import say

if TYPE_CHECKING:
    from fractions import Fraction

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Amendment, Plan, Target


def goal_in_words(target: Target, plan: Plan, locale: Locale) -> str:
    """Return what a target demands, as the plan states it, and by when."""
    unit = target.unit or (plan.indicator[target.indicator].unit if target.indicator else "")
    goal = _by_when(_level(target, target, plan, unit, locale), target.year, locale)
    for amendment in sorted(target.amended, key=lambda each: each.date):
        new = _level(target, amendment, plan, unit, locale)
        later = _by_when(new, amendment.year or target.year, locale)
        goal = locale.text(
            say("{goal}; from {day}: {new}", goal=goal, day=amendment.date, new=later)
        )
    return goal


def _by_when(goal: str, year: int | str, locale: Locale) -> str:
    if year == "each":
        return locale.text(say("{goal} every year", goal=goal))
    return locale.text(say("{goal} by {year}", goal=goal, year=str(year)))


def _level(
    target: Target, demand: Target | Amendment, plan: Plan, unit: str, locale: Locale
) -> str:
    if demand.low is not None and demand.high is not None:
        low, high = (locale.quantity(exactly(each), unit) for each in (demand.low, demand.high))
        return locale.text(say("{low} to {high}", low=low, high=high))
    if demand.value == "all":
        return locale.text(say("all of: {group}", group=plan.group[target.group or ""].name))
    sign = "≤" if target.comparison == "<=" else "≥"
    return f"{sign} {_amount(demand, unit, locale)}"


def _amount(demand: Target | Amendment, unit: str, locale: Locale) -> str:
    if demand.change_percent is not None:
        change = _with_sign(demand.change_percent, locale)
        return locale.text(say("{change}% against the base", change=change))
    if demand.growth_percent is not None:
        change = _with_sign(demand.growth_percent, locale)
        return locale.text(say("{change}% a year on average", change=change))
    if demand.value is None or demand.value == "all":
        return ""
    if (fraction := as_fraction_text(demand.value)) is not None:
        return fraction
    text = locale.quantity(exactly(demand.value), unit)
    gloss = locale.money_gloss(exactly(demand.value), unit)
    return f"{text} = {gloss}" if gloss else text


def _with_sign(percent: Fraction, locale: Locale) -> str:
    return ("+" if percent > 0 else "") + locale.number(exactly(percent))
