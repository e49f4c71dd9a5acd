"""Which commitments of a plan a report is narrowed to: by their nature, their owner, a supplier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.folding import folded
from clusterplan.model.plan import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.model.plan import Commitment, Names, Observed, Plan
    from clusterplan.model.results import Selection


def narrowed(
    plan: Plan, selection: Selection | None, only: Iterable[str] = ()
) -> tuple[Commitment, ...]:
    """Return the commitments of a plan that are selected, in its order.

    Args:
        plan: the plan.
        selection: what they are narrowed to; None for everything.
        only: the ids of those to keep; empty for all.
    """
    ids = frozenset(only)
    items = (item for item in plan.commitments if not ids or item.id in ids)
    return tuple(item for item in items if selection is None or _is_in(selection, item, plan))


def with_only(plan: Plan, items: Iterable[Commitment]) -> Plan:
    """Return a plan with these of its commitments, and the links between them."""
    ids = {item.id for item in items}
    lists = ("targets", "milestones", "measures")
    kept = {name: tuple(i for i in getattr(plan, name) if i.id in ids) for name in lists}
    links = tuple(link for link in plan.links if ids.issuperset((link.whole, *link.parts)))
    return plan.model_copy(update={**kept, "links": links})


def _is_in(selection: Selection, item: Commitment, plan: Plan) -> bool:
    owner, supplier = selection.owner, selection.supplier
    if selection.nature is not None and getattr(item, "nature", None) != selection.nature:
        return False
    if owner is not None and item.lead != owner.id:
        return False
    return supplier is None or any(are_one(supplier, each) for each in suppliers_of(item, plan))


def are_one(name: Names, other: Names) -> bool:
    """Say whether two names have a text in common, whatever its case, width and blanks."""
    return not {folded(text) for text in name.texts}.isdisjoint(map(folded, other.texts))


def suppliers_of(item: Commitment, plan: Plan) -> Iterator[Names]:
    """Return who supplies the figures that a commitment is judged by."""
    for subject in subjects_of(item, plan):
        if subject.supplier is not None:
            yield subject.supplier


def suppliers(plan: Plan) -> tuple[Names, ...]:
    """Return who supplies any figure that a commitment is judged by, each once."""
    found = (name for item in plan.commitments for name in suppliers_of(item, plan))
    return tuple(dict.fromkeys(found))


def subjects_of(item: Commitment, plan: Plan) -> Iterator[Observed]:
    """Return what is observed of a commitment: of a target each indicator that feeds it."""
    if not isinstance(item, Target):
        yield item
        return
    for indicator in item.indicators:
        yield from plan.feeding(indicator)
