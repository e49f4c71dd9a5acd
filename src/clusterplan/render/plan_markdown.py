"""The commitments of a plan as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.markdown import markdown
from clusterplan.render.plan_blocks import plan_blocks

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan
    from clusterplan.render.options import Options


def render(plan: Plan, locale: Locale, options: Options) -> str:  # noqa: ARG001 # one signature
    """Render every target, milestone and measure."""
    return markdown(plan_blocks(plan, locale))
