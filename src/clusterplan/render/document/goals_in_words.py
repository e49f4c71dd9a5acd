"""What a target demands, as the plan states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.exact import as_fraction_text, exactly
from clusterplan.base.messages import say
from clusterplan.model.goals import kind_of, said

if TYPE_CHECKING:
    from fractions import Fraction

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Amendment, Plan, Target


SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
CHANGES = ("change", "change_percent")
"""Terms that only make sense beside what they are a change of."""


def about(amount: str, locale: Locale) -> str:
    """Return an amount that is meant approximately."""
    return locale.text(say("about {amount}", amount=amount))


def framed(
    goal: str,
    keep: bool,  # noqa: FBT001 # as the plan has it
    over: tuple[int, int] | None,
    year: int | str | None,
    locale: Locale,
) -> str:
    """Return a goal with what is special about it, and by when it is due, None if that is known."""
    if keep:
        goal = locale.text(say("keep {goal}", goal=goal))
    if over is not None:
        years = f"{over[0]}–{over[1]}"
        return locale.text(say("{goal} over {years}", goal=goal, years=years))
    if year == "each":
        return locale.text(say("{goal} every year", goal=goal))
    if year is None:
        return goal
    return locale.text(say("{goal} by {year}", goal=goal, year=str(year)))


def goal_in_words(target: Target, plan: Plan, locale: Locale) -> str:
    """Return what a target demands, as the plan states it, and by when."""
    unit = target.unit or (plan.indicator[target.indicator].unit if target.indicator else "")
    goal = _level(target, target, plan, unit, locale)
    goal = framed(goal, target.keep, target.over, target.year, locale)
    for year, number in sorted(target.interim.items(), reverse=True):
        earlier = f"{SIGNS[target.comparison or '>=']} {_number(target, number, unit, locale)}"
        earlier = locale.text(say("{goal} by {year}", goal=earlier, year=str(year)))
        goal = locale.text(say("{first}; {other}", first=earlier, other=goal))
    for amendment in sorted(target.amended, key=lambda each: each.date):
        new = _level(target, amendment, plan, unit, locale)
        later = framed(new, target.keep, target.over, amendment.year or target.year, locale)
        goal = locale.text(
            say("{goal}; from {day}: {new}", goal=goal, day=amendment.date, new=later)
        )
    return goal


def _level(
    target: Target, demand: Target | Amendment, plan: Plan, unit: str, locale: Locale
) -> str:
    if demand.low is not None and demand.high is not None:
        low, high = (locale.quantity(exactly(each), unit) for each in (demand.low, demand.high))
        return locale.text(say("{low} to {high}", low=low, high=high))
    if demand.value == "all":
        return locale.text(say("all of: {group}", group=plan.group[target.group or ""].name))
    amount = _amount(demand, unit, locale)
    if target.about or target.tolerance is not None:
        amount = about(amount, locale)
    return f"{SIGNS[target.comparison or '>=']} {amount}"


def _amount(demand: Target | Amendment, unit: str, locale: Locale) -> str:
    number = getattr(demand, kind_of(demand))
    return "" if number is None or number == "all" else _number(demand, number, unit, locale)


def _number(demand: Target | Amendment, number: Fraction, unit: str, locale: Locale) -> str:
    """Write a number in the terms of a goal."""
    match kind_of(demand):
        case "change_percent":
            change = _with_sign(number, locale)
            return locale.text(say("{change}% against the base", change=change))
        case "growth_percent":
            change = _with_sign(number, locale)
            return locale.text(say("{change}% a year on average", change=change))
        case "change":
            moved = locale.text(said("change", exactly(number), unit))
            return locale.text(say("{change} against the base", change=moved))
    if (fraction := as_fraction_text(number)) is not None:
        return fraction
    text = locale.quantity(exactly(number), unit)
    gloss = locale.money_gloss(exactly(number), unit)
    return f"{text} = {gloss}" if gloss else text


def _with_sign(percent: Fraction, locale: Locale) -> str:
    return ("+" if percent > 0 else "") + locale.number(exactly(percent))
