"""The commitments of a plan as JSON (`clusterplan.targets/1`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.jsonable import dumps, jsonable

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan

FORMAT = "clusterplan.targets/1"


def render(plan: Plan, locale: Locale) -> str:
    """Render every target, milestone and measure with all its fields."""
    keys = ("id", "title", "document", "period", "base_year")
    head = {key: jsonable(getattr(plan, key), locale) for key in keys}
    lists = ("targets", "milestones", "measures", "links")
    return dumps(
        {
            "format": FORMAT,
            "plan": head,
            **{key: jsonable(getattr(plan, key), locale) for key in lists},
        }
    )
