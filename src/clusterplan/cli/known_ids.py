"""Ids that a user gives, held against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.findings import nearest, shown
from clusterplan.base.messages import say
from clusterplan.cli.failures import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Plan


def check_ids(plan: Plan, wanted: Iterable[str], parameter: str) -> None:
    """Refuse an id that the plan does not have, with the nearest one that it has."""
    known = [item.id for item in plan.commitments]
    for identity in wanted:
        if identity not in known:
            near = _meant(plan, identity, known, parameter) or say("see clusterplan targets")
            message = say("unknown target {id}; {near}", id=shown(identity), near=near)
            raise BadValue(parameter, message)


def _meant(plan: Plan, text: str, known: list[str], parameter: str) -> Message | None:
    """Return what to write instead: ids one by one, the id of a name, or the nearest id."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and set(parts) <= set(known):
        before = f"{parameter} " if parameter.startswith("-") else ""
        return say("write {text}", text=" ".join(before + part for part in parts))
    for item in plan.commitments:
        if text in item.name.texts:
            return say("its id is {id}", id=item.id)
    return nearest(text, known)
