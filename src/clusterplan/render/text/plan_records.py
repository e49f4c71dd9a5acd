"""The commitments of a plan as records, in the order of the document's clauses."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from clusterplan.base.exact import exactly
from clusterplan.model.plan import Milestone, Target
from clusterplan.render.document.clause_order import in_document_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Measure, Plan
    from clusterplan.render.text.separated import Cell

HEADER = (
    *("clause", "kind", "id", "name", "verb", "nature", "indicator", "entity", "comparison"),
    *("value", "low", "high", "change_percent", "growth_percent", "unit", "year", "path"),
)
_NUMBERS = ("low", "high", "change_percent", "growth_percent")


def plan_rows(plan: Plan, locale: Locale) -> Iterator[list[Cell]]:
    """Return the records with the names of the plan file."""
    for item in in_document_order(plan.commitments):
        cells: dict[str, Cell] = {
            "clause": item.clause,
            "kind": type(item).__name__.lower(),
            "id": item.id,
            "name": locale.names(item.name),
            "verb": item.verb,
            **_more(item, plan),
        }
        yield [cells.get(column) for column in HEADER]


def _more(item: Target | Milestone | Measure, plan: Plan) -> dict[str, Cell]:
    if isinstance(item, Milestone):
        return {"entity": item.group or item.entity or plan.area, "year": item.due.isoformat()}
    if not isinstance(item, Target):
        return {}
    return {
        "nature": item.nature,
        "indicator": " ".join(item.indicators),
        "entity": item.group or item.entity or plan.area,
        "comparison": item.comparison,
        "value": _number(item.value),
        **{key: _number(getattr(item, key)) for key in _NUMBERS},
        "unit": item.unit,
        "year": item.year,
        "path": item.path,
    }


def _number(value: Fraction | Literal["all"] | None) -> Cell:
    return exactly(value) if isinstance(value, Fraction) else value
