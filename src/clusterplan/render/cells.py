"""The cells of a report row, the same in every human format."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.units import UNITS, per_cent
from clusterplan.model.goals import said
from clusterplan.model.results import Shape
from clusterplan.model.status import Status
from clusterplan.render.words import DOUBTFUL, MADE_UP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from clusterplan.locale import Locale
    from clusterplan.model.results import (
        ActualValue,
        BaselineValue,
        MeasureResult,
        MilestoneResult,
        Report,
        RequiredChange,
        TargetResult,
    )
    from clusterplan.views.many_plans import Overview

SIGN = {"exact": "", "about": "≈ ", "at_least": "≥ ", "at_most": "≤ "}
"""What stands before a figure by its qualifier."""
NOTHING = "–"
COMPARISON = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
CHANGES = ("change", "change_percent")
"""Terms that only make sense beside what they are a change of."""
PLACES = 2
_SETTLED = (Status.MET, Status.MET_EARLY, Status.MISSED, Status.BREACHED)


def common_goal_year(report: Report) -> int | None:
    """Return the year that all goals are due by, None when they differ."""
    years = {target.target.year for target in report.targets if target.target}
    return years.pop() if len(years) == 1 else None


def goal_cell(
    target: TargetResult,
    locale: Locale,
    *,
    with_year: bool,
    with_gloss: bool = True,
    with_unit: bool = True,
) -> str:
    """Write the goal: comparison, value, unit, the amount in English money, and the year."""
    goal = target.target
    if goal is None:
        return NOTHING
    if goal.low is not None and goal.high is not None:
        if with_unit:
            text = locale.span(goal.low, goal.high, target.unit)
        else:
            low, high = (locale.in_column(each, target.unit) for each in (goal.low, goal.high))
            text = locale.say("{low} to {high}", low=low, high=high)
    else:
        text = f"{COMPARISON[goal.comparison]} {_goal_value(target, locale, with_unit=with_unit)}"
        gloss = goal_gloss(target, locale) if with_gloss else None
        text = f"{text} = {gloss}" if gloss else text
    if target.shown.terms in CHANGES:
        year = str(target.shown.base_year)
        text = locale.say("{change} against {year}", change=text, year=year)
    elif target.shown.terms == "growth_percent":
        text = locale.say("{amount} a year", amount=text)
    shape = target.shape or Shape()
    when = "each" if target.path == "none" else goal.year if with_year else None
    return framed(text, shape.keep, shape.over, when, locale)


def framed(
    goal: str,
    keep: bool,  # noqa: FBT001 # as the plan has it
    over: tuple[int, int] | None,
    year: int | str | None,
    locale: Locale,
) -> str:
    """Return a goal with what is special about it, and by when it is due, None if that is known."""
    if keep:
        goal = locale.say("keep {goal}", goal=goal)
    if over is not None:
        return locale.say("{goal} over {years}", goal=goal, years=f"{over[0]}–{over[1]}")
    if year == "each":
        return locale.say("{goal} every year", goal=goal)
    return goal if year is None else locale.say("{goal} by {year}", goal=goal, year=str(year))


def goal_gloss(target: TargetResult, locale: Locale) -> str | None:
    """Return the goal as an English reader counts money, None where there is nothing to add."""
    if target.target is None or target.target.value is None or target.stated is not None:
        return None
    return locale.money_gloss(target.target.value, target.unit)


def _goal_value(target: TargetResult, locale: Locale, *, with_unit: bool) -> str:
    goal, unit = target.target, target.unit
    if goal.exact and target.stated is None and not locale.has_words(unit):
        text = goal.exact if unit == "1" or not with_unit else f"{goal.exact} {unit}"
    elif not with_unit and target.stated is None and target.shown.goal is not None:
        text = locale.in_column(target.shown.goal, unit)
    elif target.shown.terms == "growth_percent":
        text = quantity_cell(target.shown.goal, target.shown.unit, locale)
    else:
        text = amount(target.shown.goal, target, locale)
    about = target.shape is not None and target.shape.about
    return locale.say("about {amount}", amount=text) if about else text


def amount(value: Decimal | None, target: TargetResult, locale: Locale) -> str:
    """Write a number of `target.shown`, where there is one."""
    if value is None or target.stated is None:
        return quantity_cell(value, target.unit, locale)
    return locale.text(said(target.stated.terms, value, target.stated.unit, PLACES))


def quantity_cell(value: Decimal | None, unit: str, locale: Locale) -> str:
    """Write a value with its unit, where there is one."""
    return NOTHING if value is None else locale.quantity(value, unit)


def actual_cell(target: TargetResult, year: int, locale: Locale) -> str:
    """Write the figure of the year, else the newest earlier one with its year in brackets."""
    if target.actual is not None:
        text = actual_text(target.actual, target, locale)
        if target.actual.year == year:
            return text
        return locale.say("({year}) {value}", year=str(target.actual.year), value=text)
    if target.latest is not None:
        made_up = " †" if target.latest.illustrative else ""
        text = actual_text(target.latest, target, locale)
        told = f"{text}{made_up}"
        return locale.say("({year}: {value})", year=str(target.latest.year), value=told)
    return NOTHING


def actual_text(actual: ActualValue, target: TargetResult, locale: Locale) -> str:
    """Write a figure with the marks for a proxy, an approximation and a bound."""
    shown = target.shown.latest if actual is target.latest else target.shown.actual
    if shown is None:
        return NOTHING
    return figure_sign(actual, target) + amount(shown, target, locale)


def figure_sign(actual: ActualValue, target: TargetResult) -> str:
    """Return the sign before a figure: of a bound, else of a proxy or an approximation."""
    return SIGN[actual.qualifier] or ("≈ " if target.proxy else "")


def sign_notes(targets: Sequence[TargetResult], locale: Locale) -> Iterator[str]:
    """Say what the signs before the figures of targets mean."""
    signs = {
        figure_sign(each, target) for target in targets if (each := target.actual or target.latest)
    }
    if "≈ " in signs:
        yield locale.say("≈ the scope differs from the plan's, or approximate")
    if not signs.isdisjoint(("≥ ", "≤ ")):
        yield locale.say("≥ ≤ at least, at most: the figure is a bound")


def basis(
    report: Report | Overview, locale: Locale, *, made_up: bool = False, doubtful: bool = False
) -> Iterator[str]:
    """Say what verdicts rest on: marked figures, and of which day and kind figures are at all."""
    if made_up:
        yield locale.text(MADE_UP)
    if doubtful:
        yield locale.text(DOUBTFUL)
    if report.as_of:
        yield locale.say("As published by {day}.", day=report.as_of)
    if report.published_only:
        yield locale.say("Published figures only.")


def bare_figure(target: TargetResult, locale: Locale, *, in_column: bool = False) -> str:
    """Write the figure of the year without what it counts, but for per cent, with its marks."""
    actual, shown = target.actual, target.shown
    if actual is None or shown.actual is None:
        return NOTHING
    plus = "+" if shown.terms in CHANGES and shown.actual > 0 else ""
    write = locale.in_column if in_column else locale.bare
    return figure_sign(actual, target) + plus + write(shown.actual, shown.unit)


def signed(value: Decimal | None, target: TargetResult, locale: Locale) -> str:
    """Write a gap of `target.shown`: a bound of the figure turns into the opposite bound."""
    if value is None:
        return NOTHING
    upward = target.target is None or not target.target.falling
    opposite = {"at_least": "≤ " if upward else "≥ ", "at_most": "≥ " if upward else "≤ ", None: ""}
    return opposite[target.bound] + locale.difference(value, target.shown.unit)


def pace_cell(target: TargetResult, locale: Locale) -> str:
    """Write the pace."""
    return NOTHING if target.pace is None else locale.pace(target.pace)


def change_cell(target: TargetResult, locale: Locale) -> str:
    """Write the change per year that is still needed."""
    change, own = target.required_change, target.shown.per_year
    if change is None:
        return NOTHING
    locale = enough(change.per_year, target, locale)
    if own is not None and change.kind == "absolute":
        plus = "+" if change.per_year >= 0 else ""
        return plus + locale.difference(own, target.shown.unit)
    return change_text(change, target, locale)


def change_text(change: RequiredChange, target: TargetResult, locale: Locale) -> str:
    """Write a change per year."""
    plus = "+" if change.per_year >= 0 else ""
    if change.kind == "rate" and per_cent(target.unit):
        # "+21%" beside percentage points would be read as points.
        return f"× {locale.number(1 + change.per_year, 3)}"
    if change.kind == "rate":
        return plus + locale.percent(change.per_year)
    return plus + locale.difference(change.per_year, target.unit)


def enough(needed: Decimal, target: TargetResult, locale: Locale) -> Locale:
    """Return the language as it rounds what is needed: never to what would fall short."""
    upward = needed > 0 if target.target.comparison == "range" else not target.target.falling
    return replace(locale, rounding=ROUND_CEILING if upward else ROUND_FLOOR)


def projection_cell(target: TargetResult, locale: Locale) -> str:
    """Write where the present course leads by the goal's year."""
    return amount(projected(target), target, locale)


def projected(target: TargetResult) -> Decimal | None:
    """Return where the present course leads, as people are shown it; None where that is settled."""
    value = target.shown.projection
    if value is None or _is_settled(target):
        return None
    if UNITS[target.shown.unit].is_counted:
        return value.to_integral_value(ROUND_FLOOR)  # there are no thirds of a centre
    return value


def reached_cell(target: TargetResult, locale: Locale) -> str:
    """Write the year in which the present course reaches the goal, or leaves what is to keep."""
    if target.shape and target.shape.leaves_in:
        return locale.say("crossed in {year}", year=str(target.shape.leaves_in))
    if target.projection is None or _is_settled(target) or target.is_limit:
        return NOTHING
    year, after = target.projection.year_reached, target.projection.reached_after
    if after is not None:
        return locale.say("after {year}", year=str(after))
    return locale.say("never") if year is None else str(year)


def _is_settled(target: TargetResult) -> bool:
    return target.status in _SETTLED and target.path != "none"


def done_cell(item: MilestoneResult, locale: Locale) -> str:
    """Write how many have done it; nothing where nothing is known."""
    if all(member.done is None for member in item.members):
        return NOTHING
    return locale.say("{done} of {all}", done=item.done, all=item.of)


def verdict_mark(target: TargetResult) -> str:
    """Return the footnote marks of a verdict: methods disagree, it rests on made-up figures."""
    return (" ≠" if target.methods_disagree else "") + mark(target)


def mark(item: TargetResult | MilestoneResult | MeasureResult) -> str:
    """Return the footnote marks of a verdict: made-up figures, and what could turn it."""
    signs = ("†" if item.illustrative else "") + ("‡" if getattr(item, "doubts", ()) else "")
    return f" {signs}" if signs else ""


def drawn_base(target: TargetResult) -> BaselineValue | None:
    """Return the base that charts draw: that of a budget is where adding up begins, no figure."""
    return None if target.shape and target.shape.over else target.baseline


def drawn_height(value: Decimal, unit: str) -> float:
    """Return what charts draw: shares of 1 as per cent, as everywhere."""
    return float(value) * (per_cent(unit) or 1)
