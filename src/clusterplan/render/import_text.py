"""The outcome of an import as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.import_blocks import import_blocks
from clusterplan.render.plain import plain_text

if TYPE_CHECKING:
    from clusterplan.importing.outcome import Outcome
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan
    from clusterplan.render.options import Options


def render(outcome: Outcome, plan: Plan, file: str, locale: Locale, options: Options) -> str:  # noqa: ARG001 # one signature
    """Render every figure."""
    return plain_text(import_blocks(outcome, plan, file, locale))
