"""Blocks as plain text for pipes and mail: never cut, wrapped or coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.document.blocks import (
    Block,
    Items,
    Lines,
    Table,
    Title,
    one_line,
    without_empty,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def plain_text(blocks: Sequence[Block]) -> str:
    """Return the blocks with an empty line between two of them."""
    return "\n\n".join(_block(block) for block in without_empty(blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Title(text=text):
            return one_line(text)
        case Lines(lines=lines):
            return "\n".join(one_line(line) for line in lines)
        case Table():
            return _table(block)
        case Items(heading=heading, items=items):
            return "\n".join([heading, *(f"- {one_line(item)}" for item in items)])


def _table(table: Table) -> str:
    import tabulate  # noqa: PLC0415 # imported here: JSON must not pay for it

    rows = [[one_line(cell) for cell in row] for row in table.rows]
    titles = [column.title for column in table.columns]
    align = ["right" if column.right else "left" for column in table.columns]
    text = tabulate.tabulate(rows, titles, tablefmt="simple", disable_numparse=True, colalign=align)
    return "\n".join(line.rstrip() for line in text.splitlines())
