"""What an import understood, left out and did not understand, and what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.grouping import grouped
from clusterplan.base.messages import Message, say
from clusterplan.base.units import UNITS
from clusterplan.importing.checked_import import Kind
from clusterplan.importing.words import KNOWN_UNITS
from clusterplan.model.observations import ObsStatus
from clusterplan.render.cells import SIGN
from clusterplan.render.columns import Column
from clusterplan.render.document.blocks import Block, Items, Lines, Title, table
from clusterplan.render.document.interface import for_people
from clusterplan.render.findings.as_text import said
from clusterplan.render.limits import named
from clusterplan.render.words import OBS_STATUS, STATE, STEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.importing.checked_import import Outcome, Step
    from clusterplan.importing.understanding import Found, Problem, Remark
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Indicator, Measure, Milestone, Plan
    from clusterplan.render.columns import Item
    from clusterplan.render.document.options import Options

MOST_PLACES = 8
"""Cells that are named for one reason before the rest are counted."""
MOST_FIGURES = 200
"""Figures listed on a terminal, where somebody has to look through them; a pipe gets all."""


def render_import(
    outcome: Outcome, plan: Plan, file: str, name: str, locale: Locale, options: Options
) -> str:
    """Render what an import would do, as `table` or `text`; ends with a newline."""
    most = MOST_FIGURES if name == "table" else None
    return for_people(import_blocks(outcome, plan, file, locale, most), name, locale, options)


def import_blocks(
    outcome: Outcome, plan: Plan, file: str, locale: Locale, most: int | None = None
) -> list[Block]:
    """Return the outcome of an import; at most so many figures are listed."""
    return [
        Title(locale.say("Import of {file}", file=file)),
        Lines((locale.text(_summary(outcome)),)),
        *first(figure_columns(plan, locale), outcome.steps, most, locale),
        *first(problem_columns(outcome.problems, locale), outcome.problems, most, locale),
        Items(locale.say("How some were read:"), _grouped(outcome.remarks, locale)),
        Items(locale.say("Left out:"), _grouped(outcome.left_out, locale)),
        Items(locale.say("What validate will say of it:"), warnings(outcome, locale)),
    ]


def first(
    columns: Sequence[Column[Item]], items: Sequence[Item], most: int | None, locale: Locale
) -> tuple[Block, ...]:
    """Return a table of the first so many items, and how many there are more."""
    shown = items[:most]
    more = len(items) - len(shown)
    rest = locale.say("and {count} more; --format text lists all", count=more)
    return table(columns, shown), Lines((rest,) if more else ())


def figure_columns(plan: Plan, locale: Locale) -> list[Column[Step]]:
    """Return the columns of figures that are added."""
    items: tuple[Indicator | Milestone | Measure, ...]
    items = (*plan.indicators, *plan.milestones, *plan.measures)
    names = {item.id: item.name for item in items}

    def indicator(step: Step) -> str:
        return locale.names(names[step.found.indicator])

    def entity(step: Step) -> str:
        return locale.names(plan.entity[step.found.entity].name)

    return [
        Column("cell", locale.say("Cell"), lambda step: step.found.place),
        Column("indicator", locale.say("Indicator"), indicator),
        Column("entity", locale.say("Entity"), entity),
        Column("year", locale.say("Year"), lambda step: str(step.found.year), priority=1),
        Column("value", locale.say("Value"), lambda step: _value(step.found, locale), right=True),
        Column("row", locale.say("Row"), lambda step: _kind(step, locale)),
    ]


def problem_columns(problems: Sequence[Problem], locale: Locale) -> list[Column[Problem]]:
    """Return the columns of what cannot be taken."""
    first = next((each for each in problems if each.hint == KNOWN_UNITS), None)

    def hint(problem: Problem) -> str:
        if problem.hint == KNOWN_UNITS and problem is not first:  # the list is long
            return locale.say("write a known unit")
        return locale.text(problem.hint) if problem.hint else ""

    return [
        Column("cell", locale.say("Cell"), lambda each: each.place),
        Column("text", locale.say("Text"), lambda each: each.text),
        Column("why", locale.say("Why not"), lambda each: locale.text(each.message)),
        Column("hint", locale.say("What to do"), hint),
    ]


def _summary(outcome: Outcome) -> Message:
    counts = {kind: sum(step.kind is kind for step in outcome.steps) for kind in Kind}
    return say(
        "Figures understood: {all} ({new} new, {revised} new vintages, {same} there already);"
        " not understood: {problems}.",
        all=len(outcome.steps),
        new=counts[Kind.NEW],
        revised=counts[Kind.REVISION],
        same=counts[Kind.SAME],
        problems=len(outcome.problems),
    )


def _value(found: Found, locale: Locale) -> str:
    """Write the value with all the digits it will have in the file."""
    if found.status is ObsStatus.SUPPRESSED:
        return locale.text(OBS_STATUS[found.status])
    made_up = " †" if found.status.value == "illustrative" else ""
    if not UNITS[found.unit].numeric:
        text = locale.text(STATE[found.value]) if found.unit == "state" else found.value
        return f"{text}{made_up}"
    number, unit = f"{SIGN[found.qualifier]}{found.value}", found.unit
    if unit.isascii():
        between = "" if unit == "%" else " "
        return f"{number}{between}{unit}{made_up}"
    return locale.say("{first} {second}", first=number, second=unit) + made_up


def _kind(step: Step, locale: Locale) -> str:
    text = locale.text(STEP[step.kind])
    if not step.line:
        return text
    return locale.say("{what} (line {line})", what=text, line=step.line)


def warnings(outcome: Outcome, locale: Locale) -> tuple[str, ...]:
    """Return a line per warning of `validate`, with the places that it would name."""
    return _by_reason(
        (
            (f"{each.code} {said(each, locale)}", f"{each.file}:{each.line}")
            for each in outcome.warnings
        ),
        locale,
    )


def _grouped(remarks: Sequence[Remark], locale: Locale) -> tuple[str, ...]:
    """Return a line per reason, with the cells it is about."""
    return _by_reason(((locale.text(each.message), each.place) for each in remarks), locale)


def _by_reason(told: Iterable[tuple[str, str]], locale: Locale) -> tuple[str, ...]:
    return tuple(
        locale.say("{reason}: {places}", reason=reason, places=named(found, MOST_PLACES, locale))
        for reason, found in grouped(told).items()
    )
