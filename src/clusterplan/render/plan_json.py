"""The commitments of a plan as JSON (`clusterplan.targets/1`), in the order of the plan file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.jsonable import dumps, jsonable

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan
    from clusterplan.render.options import Options

FORMAT = "clusterplan.targets/1"


def render(plan: Plan, locale: Locale, options: Options) -> str:  # noqa: ARG001 # one signature
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
