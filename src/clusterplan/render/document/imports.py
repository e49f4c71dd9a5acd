"""What an import would do, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.document.import_blocks import import_blocks

if TYPE_CHECKING:
    from clusterplan.importing.checked_import import Outcome
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.render.document.options import Options

MOST_FIGURES = 200
"""Figures listed on a terminal, where somebody has to look through them; a pipe gets all."""


def render_import(
    outcome: Outcome, plan: Plan, file: str, name: str, locale: Locale, options: Options
) -> str:
    """Render what an import would do, as `table` or `text`; ends with a newline."""
    if name == "table":
        from clusterplan.render.terminal.screen import Screen  # noqa: PLC0415

        screen = Screen(options)
        screen.blocks(import_blocks(outcome, plan, file, locale, MOST_FIGURES))
        return screen.text()
    from clusterplan.render.text.plain import plain_text  # noqa: PLC0415

    return plain_text(import_blocks(outcome, plan, file, locale))
