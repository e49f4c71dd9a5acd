"""The columns of the commitments of a plan, and which of them each output shows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.exact import exactly
from clusterplan.base.messages import say
from clusterplan.model.plan import Measure, Milestone, Target
from clusterplan.render.columns import Column, by_id
from clusterplan.render.document.goals_in_words import goal_in_words
from clusterplan.render.words import KIND, NATURE, PATH

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.render.text.separated import Cell

Commitment: TypeAlias = Target | Milestone | Measure

TEXT = ("clause", "kind", "id", "name", "verb", "goal", "path", "nature")
ADDED = ("change", "about", "tolerance", "keep", "over", "interim")
"""Keys that stand in a record where any target has them."""
RECORD = (
    *("clause", "kind", "id", "name", "verb", "nature", "indicator", "entity", "comparison"),
    *("value", "low", "high", "change_percent", "growth_percent", "unit", "year", "path"),
)
"""The names of the plan file."""


def commitment_columns(plan: Plan, locale: Locale) -> dict[str, Column[Commitment]]:
    """Return all columns of commitments."""

    def goal(item: Commitment) -> str:
        if isinstance(item, Target):
            return goal_in_words(item, plan, locale)
        return locale.text(say("by {day}", day=item.due)) if isinstance(item, Milestone) else ""

    def whose(item: Commitment) -> Cell:
        return None if isinstance(item, Measure) else item.group or item.entity or plan.area

    def year(item: Commitment) -> Cell | date:
        return item.due if isinstance(item, Milestone) else _of_target(item, "year")

    return by_id(
        Column(
            id="clause",
            title=locale.text(say("Clause")),
            text=lambda item: item.clause,
            value=lambda item: item.clause,
        ),
        Column(
            id="kind",
            title=locale.text(say("Kind")),
            text=lambda item: locale.text(KIND[_kind(item)]),
            value=_kind,
        ),
        Column(
            id="id",
            title=locale.text(say("Id")),
            text=lambda item: item.id,
            value=lambda item: item.id,
            priority=1,
        ),
        Column(
            id="name",
            title=locale.text(say("Commitment")),
            text=lambda item: locale.names(item.name),
            value=lambda item: locale.names(item.name),
            wraps=True,
        ),
        Column(
            id="verb",
            title=locale.text(say("Verb")),
            text=lambda item: item.verb or "",
            value=lambda item: item.verb,
            priority=2,
        ),
        Column(id="goal", title=locale.text(say("Goal")), text=goal, wraps=True),
        Column(
            id="path",
            title=locale.text(say("Path")),
            text=lambda item: locale.text(PATH[item.path]) if isinstance(item, Target) else "",
            value=lambda item: _of_target(item, "path"),
            priority=3,
        ),
        Column(
            id="nature",
            title=locale.text(say("Nature")),
            text=lambda item: locale.text(NATURE[item.nature]) if isinstance(item, Target) else "",
            value=lambda item: _of_target(item, "nature"),
            priority=4,
        ),
        Column(
            id="indicator",
            value=lambda item: " ".join(item.indicators) if isinstance(item, Target) else None,
        ),
        Column(id="entity", value=whose),
        Column(id="year", value=year),
        *map(_as_it_is, ("comparison", "unit")),
        *map(_as_it_is, ("value", "low", "high", "change_percent", "growth_percent", *ADDED)),
    )


def columns_of(plan: Plan) -> tuple[str, ...]:
    """Return the names of the columns of a record of a plan."""
    return (*RECORD, *(key for key in ADDED if any(getattr(t, key) for t in plan.targets)))


def _kind(item: Commitment) -> str:
    return type(item).__name__.lower()


def _as_it_is(name: str) -> Column[Commitment]:
    return Column(id=name, value=lambda item: _of_target(item, name))


def _of_target(item: Commitment, name: str) -> Cell:
    value = getattr(item, name) if isinstance(item, Target) else None
    match value:
        case Fraction():
            return exactly(value)
        case (first, last):
            return f"{first}..{last}"
        case dict():
            return " ".join(f"{year}:{exactly(each)}" for year, each in sorted(value.items()))
    return value
