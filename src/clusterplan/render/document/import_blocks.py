"""What an import understood, left out and did not understand, as blocks and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import Message, say
from clusterplan.base.units import UNITS
from clusterplan.importing.checked_import import Kind
from clusterplan.render.cells import BOUND
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title
from clusterplan.render.findings.as_text import said
from clusterplan.render.limits import named
from clusterplan.render.words import STATE, STEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.importing.checked_import import Outcome, Step
    from clusterplan.importing.understanding import Found, Problem
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Indicator, Measure, Milestone, Plan
    from clusterplan.render.document.options import Options

MOST_FIGURES = 200
"""Figures listed on a terminal, where somebody has to look through them; a pipe gets all."""
MOST_PLACES = 8
"""Cells that are named for one reason before the rest are counted."""


def render_import(
    outcome: Outcome, plan: Plan, file: str, name: str, locale: Locale, options: Options
) -> str:
    """Render what an import would do, as `table` or `text`; ends with a newline."""
    if name == "table":
        from clusterplan.render.terminal.screen import Screen  # noqa: PLC0415

        screen = Screen(options)
        screen.blocks(import_blocks(outcome, plan, file, locale, MOST_FIGURES))
        return screen.text()
    from clusterplan.render.text.plain import plain_text  # noqa: PLC0415

    return plain_text(import_blocks(outcome, plan, file, locale))


def import_blocks(
    outcome: Outcome, plan: Plan, file: str, locale: Locale, most: int | None = None
) -> list[Block]:
    """Return the outcome of an import; at most so many figures are listed."""
    warnings = [
        (f"{each.code} {said(each, locale)}", f"{each.file}:{each.line}")
        for each in outcome.warnings
    ]
    remarks, left_out = (
        [(locale.text(each.message), each.place) for each in remarks]
        for remarks in (outcome.remarks, outcome.left_out)
    )
    return [
        Title(locale.text(say("Import of {file}", file=file))),
        Lines((locale.text(_summary(outcome)),)),
        _figures(outcome.steps[:most], plan, locale),
        _more(outcome.steps, most, locale),
        _problems(outcome.problems[:most], locale),
        _more(outcome.problems, most, locale),
        Items(locale.text(say("How some were read:")), _by_reason(remarks, locale)),
        Items(locale.text(say("Left out:")), _by_reason(left_out, locale)),
        Items(locale.text(say("What validate will say of it:")), _by_reason(warnings, locale)),
    ]


def _more(listed: Sequence[object], most: int | None, locale: Locale) -> Lines:
    count = len(listed[most:]) if most else 0
    rest = say("and {count} more; --format text lists all", count=count)
    return Lines((locale.text(rest),) if count else ())


def _figures(steps: Sequence[Step], plan: Plan, locale: Locale) -> Table:
    items: tuple[Indicator | Milestone | Measure, ...]
    items = (*plan.indicators, *plan.milestones, *plan.measures)
    names = {item.id: item.name for item in items}
    heads = (say("Cell"), say("Indicator"), say("Entity"), say("Year"), say("Value"), say("Row"))
    rows = (
        (
            step.found.place,
            locale.names(names[step.found.indicator]),
            locale.names(plan.entity[step.found.entity].name),
            str(step.found.year),
            _value(step.found, locale),
            _kind(step, locale),
        )
        for step in steps
    )
    return Table(
        tuple(map(locale.text, heads)),
        tuple(rows),
        right=frozenset((4,)),
        wraps=frozenset((1, 2, 5)),
        priorities=(0, 0, 0, 1, 0, 0),
    )


def _problems(problems: Sequence[Problem], locale: Locale) -> Table:
    heads = (say("Cell"), say("Text"), say("Why not"), say("What to do"))
    rows = (
        (each.place, each.text, *(locale.text(m) if m else "" for m in (each.message, each.hint)))
        for each in problems
    )
    wraps, priorities = frozenset((1, 2, 3)), (0, 0, 0, 0)
    return Table(tuple(map(locale.text, heads)), tuple(rows), wraps=wraps, priorities=priorities)


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
    mark = "≈ " if found.qualifier.value == "about" else BOUND.get(found.qualifier.value, "")
    made_up = " †" if found.status.value == "illustrative" else ""
    if not UNITS[found.unit].numeric:
        text = locale.text(STATE[found.value]) if found.unit == "state" else found.value
        return f"{text}{made_up}"
    return f"{mark}{found.value} {found.unit}{made_up}"


def _kind(step: Step, locale: Locale) -> str:
    text = locale.text(STEP[step.kind])
    if not step.line:
        return text
    return locale.text(say("{what} (line {line})", what=text, line=step.line))


def _by_reason(said_of: Iterable[tuple[str, str]], locale: Locale) -> tuple[str, ...]:
    """Return a line per reason, with the cells or lines it is about."""
    places: dict[str, list[str]] = {}
    for reason, place in said_of:
        places.setdefault(reason, []).append(place)
    lines = (
        say("{reason}: {places}", reason=reason, places=named(found, MOST_PLACES, locale))
        for reason, found in places.items()
    )
    return tuple(map(locale.text, lines))
