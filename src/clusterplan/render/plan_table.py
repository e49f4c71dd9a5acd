"""The commitments of a plan for a terminal (rich)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.plan_blocks import plan_blocks
from clusterplan.render.screen import Screen

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan
    from clusterplan.render.options import Options


def render(plan: Plan, locale: Locale, options: Options) -> str:
    """Render every target, milestone and measure."""
    screen = Screen(options)
    screen.blocks(plan_blocks(plan, locale))
    return screen.text()
