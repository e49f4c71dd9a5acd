"""What the shell completes: names that begin as far as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.checks import RULES
from clusterplan.cli.data import find_data
from clusterplan.cli.exit_codes import UsageFailure
from clusterplan.methods import ALL, NAMES, SECOND_OPINIONS
from clusterplan.model.narrowing import suppliers
from clusterplan.reading.folder import read_plan_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import typer

    from clusterplan.model.plan import Plan


def commitment(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return ids of targets, milestones and measures."""
    return _of_plan(ctx, incomplete, lambda plan: (item.id for item in plan.commitments))


def body(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return ids of bodies."""
    return _of_plan(ctx, incomplete, lambda plan: (each.id for each in plan.bodies))


def supplier(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return names of suppliers."""
    return _of_plan(
        ctx, incomplete, lambda plan: (text for name in suppliers(plan) for text in name.texts)
    )


def year(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the years of the plan."""
    return _of_plan(ctx, incomplete, lambda plan: map(str, plan.years))


def _of_plan(
    ctx: typer.Context, incomplete: str, words: Callable[[Plan], Iterable[str]]
) -> list[str]:
    try:
        place = find_data(ctx.params.get("data"))
    except UsageFailure:
        return []
    plan = read_plan_only(place.folder, place.name).plan
    found = words(plan) if plan else ()
    return [word for word in dict.fromkeys(found) if word.startswith(incomplete)]


def method(_: typer.Context, incomplete: str) -> list[str]:
    """Return methods."""
    return [name for name in NAMES if name.startswith(incomplete)]


def second_opinion(_: typer.Context, incomplete: str) -> list[str]:
    """Return methods that give second opinions."""
    return [name for name in (*SECOND_OPINIONS, ALL) if name.startswith(incomplete)]


def code(_: typer.Context, incomplete: str) -> list[str]:
    """Return codes of rules."""
    return [rule.code for rule in RULES if rule.code.startswith(incomplete.upper())]
