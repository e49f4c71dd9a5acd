"""The outcome of an import for a terminal (rich)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.document.blocks import Table
from clusterplan.render.document.import_blocks import import_blocks
from clusterplan.render.terminal.columns_that_fit import Column
from clusterplan.render.terminal.screen import Screen

if TYPE_CHECKING:
    from clusterplan.importing.checked_import import Outcome
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.render.document.options import Options

MOST_FIGURES = 200
"""Figures listed on a terminal, where somebody has to look through them; a pipe gets all."""
FIGURE_COLUMNS = 6
YEAR = 3


def render(outcome: Outcome, plan: Plan, file: str, locale: Locale, options: Options) -> str:
    """Render the figures, with the columns there is room for."""
    screen = Screen(options)
    for block in import_blocks(outcome, plan, file, locale, MOST_FIGURES):
        if isinstance(block, Table) and block.rows:
            screen.table([_column(block, index) for index in range(len(block.header))], block.rows)
        else:
            screen.blocks([block])
    return screen.text()


def _column(table: Table, index: int) -> Column[tuple[str, ...]]:
    title, figures = table.header[index], len(table.header) == FIGURE_COLUMNS
    wraps = index in (1, 2, 5) if figures else index > 0
    priority = 1 if figures and index == YEAR else 0
    right = index in table.right
    return Column(title, title, lambda row: row[index], priority, right=right, wraps=wraps)
