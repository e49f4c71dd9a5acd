"""The commitments of a plan as tab-separated values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.plan_rows import HEADER, plan_rows
from clusterplan.render.separated import tab_separated

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan
    from clusterplan.render.options import Options


def render(plan: Plan, locale: Locale, options: Options) -> str:  # noqa: ARG001 # one signature
    """Render one record per target, milestone and measure."""
    return tab_separated(HEADER, plan_rows(plan, locale))
