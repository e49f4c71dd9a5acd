"""What `--nature`, `--owner` and `--supplier` narrow a report to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.findings import known_words, nearest, shown
from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import BadValue, UsageFailure
from clusterplan.model.narrowing import narrowed, suppliers
from clusterplan.model.remarks import Body
from clusterplan.model.results import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.cli.asked import Asked
    from clusterplan.model.plan import Names, Plan

OPTIONS = ("nature", "owner", "supplier")
NO_BODIES = say("the plan names none, under bodies")
NO_SUPPLIERS = say("the plan names none")


def selection_of(plan: Plan, asked: Asked) -> Selection | None:
    """Return what a report on a plan is narrowed to; None for the whole of it.

    Raises:
        BadValue: the plan has no such body or supplier.
        UsageFailure: nothing of the plan is left.
    """
    given = {name: value for name in OPTIONS if (value := getattr(asked, name)) is not None}
    if not given:
        return None
    owner = None if asked.owner is None else _owner(plan, asked.owner)
    selection = Selection(
        nature=asked.nature,
        owner=owner,
        supports={} if owner is None else _supported(plan, owner),
        supplier=None if asked.supplier is None else _supplier(plan, asked.supplier),
    )
    if not narrowed(plan, selection):
        options = " ".join(f"--{name} {shown(value)}" for name, value in given.items())
        raise UsageFailure(say("nothing in the plan fits {options}", options=options))
    return selection


def _owner(plan: Plan, text: str) -> Body:
    """Return the body that is called so: its id, or a whole name of it."""
    for body in plan.bodies:
        if _is_one_of(text, body.all_names()):
            return Body(body.id, body.name)
    near = _near(text, [body.id for body in plan.bodies], NO_BODIES)
    raise BadValue("--owner", say("unknown body {id}; {near}", id=shown(text), near=near))


def _supported(plan: Plan, owner: Body) -> dict[str, Names]:
    return {item.id: item.name for item in plan.commitments if owner.id in item.supporting}


def _supplier(plan: Plan, text: str) -> Names:
    known = suppliers(plan)
    for name in known:
        if _is_one_of(text, name.texts):
            return name
    near = _near(text, [each for name in known for each in name.texts], NO_SUPPLIERS)
    message = say("unknown supplier {name}; {near}", name=shown(text), near=near)
    raise BadValue("--supplier", message)


def _is_one_of(text: str, names: Iterable[str]) -> bool:
    return folded(text) in map(folded, names)


def _near(text: str, known: Sequence[str], none: Message) -> Message:
    return (nearest(text, known) or known_words(known)) if known else none
