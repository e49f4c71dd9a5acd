"""The commitments of a plan as plain text, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.exact import as_fraction_text, exactly
from clusterplan.messages import say
from clusterplan.plan import Measure, Milestone, Target
from clusterplan.render.plain_table import table
from clusterplan.render.words import NATURE, PATH

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan


def render(plan: Plan, locale: Locale) -> str:
    """Render every target, milestone and measure with its clause."""
    header = [
        say("Id"),
        say("Kind"),
        say("Clause"),
        say("Commitment"),
        say("Verb"),
        say("Goal"),
        say("Path"),
        say("Nature"),
    ]
    rows = [_row(item, plan, locale) for item in plan.commitments]
    count = say(
        "targets: {targets}; milestones: {milestones}; measures: {measures}",
        targets=len(plan.targets),
        milestones=len(plan.milestones),
        measures=len(plan.measures),
    )
    head = f"{locale.names(plan.title)}\n{plan.document}\n{locale.text(count)}"
    return f"{head}\n\n{table([locale.text(cell) for cell in header], rows)}\n"


def _row(item: Target | Milestone | Measure, plan: Plan, locale: Locale) -> list[str]:
    start = [item.clause, locale.names(item.name), item.verb or ""]
    match item:
        case Target():
            path, nature = locale.text(PATH[item.path]), locale.text(NATURE[item.nature])
            return [
                item.id,
                locale.text(say("target")),
                *start,
                _goal(item, plan, locale),
                path,
                nature,
            ]
        case Milestone():
            due = locale.text(say("by {day}", day=item.due))
            return [item.id, locale.text(say("milestone")), *start, due, "", ""]
        case Measure():
            return [item.id, locale.text(say("measure")), *start, "", "", ""]


def _goal(target: Target, plan: Plan, locale: Locale) -> str:
    unit = target.unit or (plan.indicator[target.indicator].unit if target.indicator else "")
    goal = _level(target, plan, unit, locale)
    if target.year == "each":
        return locale.text(say("{goal} every year", goal=goal))
    return locale.text(say("{goal} by {year}", goal=goal, year=str(target.year)))


def _level(target: Target, plan: Plan, unit: str, locale: Locale) -> str:
    sign = "≤" if target.comparison == "<=" else "≥"
    if target.low is not None and target.high is not None:
        return f"{locale.number(exactly(target.low))}–{locale.quantity(exactly(target.high), unit)}"
    for percent, words in (
        (target.change_percent, "{change}% against the base"),
        (target.growth_percent, "{change}% a year on average"),
    ):
        if percent is not None:
            plus = "+" if percent > 0 else ""
            change = f"{plus}{locale.number(exactly(percent))}"
            return f"{sign} {locale.text(say(words, change=change))}"
    if target.value == "all":
        group = plan.group[target.group or ""].name
        return locale.text(say("all of: {group}", group=group))
    if target.value is None:
        return ""
    if (fraction := as_fraction_text(target.value)) is not None:
        return f"{sign} {fraction}"
    text = f"{sign} {locale.quantity(exactly(target.value), unit)}"
    gloss = locale.money_gloss(exactly(target.value), unit)
    return f"{text} = {gloss}" if gloss else text
