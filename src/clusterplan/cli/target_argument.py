"""Ids that a user gives, held against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 # it reads the annotation

from clusterplan.base.messages import say
from clusterplan.cli.data import find_data
from clusterplan.cli.failures import BadValue, UsageFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Plan


def complete_target(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids that begin like this, for the shell's completion."""
    from clusterplan.reading.folder import read_plan_only  # noqa: PLC0415 # not for --help

    try:
        place = find_data(ctx.params.get("data"))
    except UsageFailure:
        return []
    plan = read_plan_only(place.folder, place.name).plan
    return [item.id for item in plan.commitments if item.id.startswith(incomplete)] if plan else []


def check_ids(plan: Plan, wanted: Iterable[str], parameter: str) -> None:
    """Refuse an id that the plan does not have, with the nearest one that it has."""
    known = [item.id for item in plan.commitments]
    for identity in wanted:
        if identity not in known:
            from clusterplan.base.findings import shown  # noqa: PLC0415 # only for a mistake

            near = _meant(plan, identity, known, parameter) or say("see clusterplan targets")
            message = say("unknown target {id}; {near}", id=shown(identity), near=near)
            raise BadValue(parameter, message)


def _meant(plan: Plan, text: str, known: list[str], parameter: str) -> Message | None:
    """Return what to write instead: ids one by one, the id of a name, or the nearest id."""
    from clusterplan.base.findings import nearest  # noqa: PLC0415 # only for a mistake

    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and set(parts) <= set(known):
        before = f"{parameter} " if parameter.startswith("-") else ""
        return say("write {text}", text=" ".join(before + part for part in parts))
    for item in plan.commitments:
        if text in (item.name.zh, item.name.en):
            return say("its id is {id}", id=item.id)
    return nearest(text, known)
