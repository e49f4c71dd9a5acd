"""The cells of a report row, the same in every human format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.messages import say
from clusterplan.methods.pace import Status

if TYPE_CHECKING:
    from decimal import Decimal

    from clusterplan.locale import Locale
    from clusterplan.report import ActualValue, TargetResult, TargetValue

BOUND = {"at_least": "≥ ", "at_most": "≤ ", None: ""}
_COMPARISON = {">=": "≥", "<=": "≤"}
NOTHING = "–"


def goal_cell(target: TargetResult, locale: Locale) -> str:
    """Write the goal: comparison, value, unit, the amount in English money, and the year."""
    goal = target.target
    if goal is None:
        return NOTHING
    if goal.low is not None and goal.high is not None:
        low, high = locale.number(goal.low), locale.quantity(goal.high, target.unit)
        return locale.text(
            say("{low} to {high} by {year}", low=low, high=high, year=str(goal.year))
        )
    value = _goal_value(goal, target.unit, locale)
    text = f"{_COMPARISON[goal.comparison]} {value}"
    return locale.text(say("{goal} by {year}", goal=text, year=str(goal.year)))


def _goal_value(goal: TargetValue, unit: str, locale: Locale) -> str:
    if goal.exact:
        return goal.exact if unit == "1" else f"{goal.exact} {unit}"
    if goal.value is None:
        return NOTHING
    value = locale.quantity(goal.value, unit)
    gloss = locale.money_gloss(goal.value, unit)
    return f"{value} = {gloss}" if gloss else value


def actual_cell(target: TargetResult, year: int, locale: Locale) -> str:
    """Write the figure of the year, else the newest earlier one with its year in brackets."""
    if target.actual is not None:
        text = actual_text(target.actual, target, locale)
        return text if target.actual.year == year else f"({target.actual.year}) {text}"
    if target.latest is not None:
        return f"({target.latest.year}: {actual_text(target.latest, target, locale)})"
    return NOTHING


def actual_text(actual: ActualValue, target: TargetResult, locale: Locale) -> str:
    """Write a figure with the marks for a proxy, an approximation and a bound."""
    if actual.value is None:
        return NOTHING
    mark = BOUND.get(actual.qualifier, "")
    about = "≈ " if target.proxy or actual.qualifier == "about" else ""
    return f"{mark or about}{locale.quantity(actual.value, target.unit)}"


def signed(value: Decimal | None, target: TargetResult, locale: Locale) -> str:
    """Write a gap: a bound of the figure turns into the opposite bound of the gap."""
    if value is None:
        return NOTHING
    upward = target.target is None or target.target.comparison != "<="
    opposite = {"at_least": "≤ " if upward else "≥ ", "at_most": "≥ " if upward else "≤ ", None: ""}
    return opposite[target.bound] + locale.difference(value, target.unit)


def change_cell(target: TargetResult, locale: Locale) -> str:
    """Write the change per year that is still needed."""
    change = target.required_change
    if change is None:
        return NOTHING
    plus = "+" if change.per_year >= 0 else ""
    if change.kind == "rate":
        return plus + locale.percent(change.per_year)
    return plus + locale.difference(change.per_year, target.unit)


def projection_cell(target: TargetResult, locale: Locale) -> str:
    """Write where the present course leads, and the year it reaches the goal if it does."""
    projection = target.projection
    if projection is None or target.status in (Status.MET, Status.MISSED):
        return NOTHING
    value = locale.quantity(projection.value, target.unit)
    if projection.year_reached is None:
        return locale.text(say("{value} (goal never)", value=value))
    year = str(projection.year_reached)
    return locale.text(say("{value} (goal {year})", value=value, year=year))


def marks(target: TargetResult) -> str:
    """Return the footnote mark for a verdict that rests on made-up figures."""
    return " †" if target.illustrative else ""
