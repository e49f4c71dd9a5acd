"""What an import understood, left out and did not understand, as blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from clusterplan.base.messages import Message, say
from clusterplan.base.units import UNITS
from clusterplan.importing.new_rows_and_vintages import Kind
from clusterplan.importing.unit_words import KNOWN_UNITS
from clusterplan.render.cells import BOUND
from clusterplan.render.columns import Column, table
from clusterplan.render.document.blocks import Block, Items, Lines, Title
from clusterplan.render.findings.as_text import said
from clusterplan.render.limits import named
from clusterplan.render.words import STATE, STEP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clusterplan.importing.checked_import import Outcome
    from clusterplan.importing.new_rows_and_vintages import Step
    from clusterplan.importing.understanding import Found, Problem, Remark
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Indicator, Measure, Milestone, Plan

MOST_PLACES = 8
"""Cells that are named for one reason before the rest are counted."""
_Item = TypeVar("_Item")


def import_blocks(
    outcome: Outcome, plan: Plan, file: str, locale: Locale, most: int | None = None
) -> list[Block]:
    """Return the outcome of an import; at most so many figures are listed."""
    figures, more_figures = _cut(outcome.steps, most)
    problems, more_problems = _cut(outcome.problems, most)
    return [
        Title(locale.text(say("Import of {file}", file=file))),
        Lines((locale.text(_summary(outcome)),)),
        table(_figure_columns(plan, locale), figures),
        _more(more_figures, locale),
        table(_problem_columns(problems, locale), problems),
        _more(more_problems, locale),
        Items(locale.text(say("How some were read:")), _grouped(outcome.remarks, locale)),
        Items(locale.text(say("Left out:")), _grouped(outcome.left_out, locale)),
        Items(
            locale.text(say("What validate will say of it:")),
            _warnings(outcome, locale),
        ),
    ]


def _cut(rows: Sequence[_Item], most: int | None) -> tuple[Sequence[_Item], int]:
    shown = rows[:most]
    return shown, len(rows) - len(shown)


def _more(count: int, locale: Locale) -> Lines:
    rest = say("and {count} more; --format text lists all", count=count)
    return Lines((locale.text(rest),) if count else ())


def _figure_columns(plan: Plan, locale: Locale) -> list[Column[Step]]:
    items: tuple[Indicator | Milestone | Measure, ...]
    items = (*plan.indicators, *plan.milestones, *plan.measures)
    names = {item.id: item.name for item in items}
    return [
        Column(id="cell", title=locale.text(say("Cell")), text=lambda step: step.found.place),
        Column(
            id="indicator",
            title=locale.text(say("Indicator")),
            text=lambda step: locale.names(names[step.found.indicator]),
            wraps=True,
        ),
        Column(
            id="entity",
            title=locale.text(say("Entity")),
            text=lambda step: locale.names(plan.entity[step.found.entity].name),
            wraps=True,
        ),
        Column(
            id="year",
            title=locale.text(say("Year")),
            text=lambda step: str(step.found.year),
            priority=1,
        ),
        Column(
            id="value",
            title=locale.text(say("Value")),
            text=lambda step: _value(step.found, locale),
            right=True,
        ),
        Column(
            id="row",
            title=locale.text(say("Row")),
            text=lambda step: _kind(step, locale),
            wraps=True,
        ),
    ]


def _problem_columns(problems: Sequence[Problem], locale: Locale) -> list[Column[Problem]]:
    first = next((each for each in problems if each.hint == KNOWN_UNITS), None)

    def hint(each: Problem) -> str:
        if each.hint == KNOWN_UNITS and each is not first:
            return locale.text(say("write a known unit"))
        return locale.text(each.hint) if each.hint else ""

    return [
        Column(id="cell", title=locale.text(say("Cell")), text=lambda each: each.place),
        Column(id="text", title=locale.text(say("Text")), text=lambda each: each.text, wraps=True),
        Column(
            id="why",
            title=locale.text(say("Why not")),
            text=lambda each: locale.text(each.message),
            wraps=True,
        ),
        Column(
            id="hint",
            title=locale.text(say("What to do")),
            text=hint,
            wraps=True,
        ),
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


def _warnings(outcome: Outcome, locale: Locale) -> tuple[str, ...]:
    """Return a line per warning of `validate`, with the places that it would name."""
    places: dict[str, list[str]] = {}
    for finding in outcome.warnings:
        places.setdefault(f"{finding.code} {said(finding, locale)}", []).append(
            f"{finding.file}:{finding.line}"
        )
    return _by_reason(places, locale)


def _grouped(remarks: Sequence[Remark], locale: Locale) -> tuple[str, ...]:
    """Return a line per reason, with the cells it is about."""
    places: dict[str, list[str]] = {}
    for remark in remarks:
        places.setdefault(locale.text(remark.message), []).append(remark.place)
    return _by_reason(places, locale)


def _by_reason(places: Mapping[str, Sequence[str]], locale: Locale) -> tuple[str, ...]:
    return tuple(
        locale.text(say("{reason}: {places}", reason=reason, places=_listed(found, locale)))
        for reason, found in places.items()
    )


def _listed(places: Sequence[str], locale: Locale) -> str:
    return named(places, MOST_PLACES, locale)
