"""What the shell completes: names that begin as far as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.checks import RULES
from clusterplan.cli.data import find_data
from clusterplan.cli.exit_codes import UsageFailure
from clusterplan.methods import ALL, NAMES, SECOND_OPINIONS
from clusterplan.reading.folder import read_plan_only

if TYPE_CHECKING:
    import typer


def commitment(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return ids of targets, milestones and measures."""
    try:
        place = find_data(ctx.params.get("data"))
    except UsageFailure:
        return []
    plan = read_plan_only(place.folder, place.name).plan
    return [item.id for item in plan.commitments if item.id.startswith(incomplete)] if plan else []


def method(_: typer.Context, incomplete: str) -> list[str]:
    """Return methods."""
    return [name for name in NAMES if name.startswith(incomplete)]


def second_opinion(_: typer.Context, incomplete: str) -> list[str]:
    """Return methods that give second opinions."""
    return [name for name in (*SECOND_OPINIONS, ALL) if name.startswith(incomplete)]


def code(_: typer.Context, incomplete: str) -> list[str]:
    """Return codes of rules."""
    return [rule.code for rule in RULES if rule.code.startswith(incomplete.upper())]
