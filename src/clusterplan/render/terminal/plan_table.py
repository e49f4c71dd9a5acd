"""The commitments of a plan for a terminal (rich)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.document.blocks import Block, Table
from clusterplan.render.terminal.columns_that_fit import Column
from clusterplan.render.terminal.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.render.document.options import Options

CLAUSE, KIND, ID, COMMITMENT, VERB, GOAL, PATH, NATURE = range(8)
PRIORITY = {ID: 1, VERB: 2, PATH: 3, NATURE: 4}
"""What gives way first on a narrow terminal comes last here."""


def render(blocks: Iterable[Block], options: Options) -> str:
    """Render every target, milestone and measure, with the columns there is room for."""
    screen = Screen(options)
    for block in blocks:
        if isinstance(block, Table):
            screen.table([_column(block, index) for index in range(len(block.header))], block.rows)
        else:
            screen.blocks([block])
    return screen.text()


def _column(table: Table, index: int) -> Column[tuple[str, ...]]:
    title, wraps = table.header[index], index in (COMMITMENT, GOAL)
    return Column(title, title, lambda row: row[index], PRIORITY.get(index, 0), wraps=wraps)
