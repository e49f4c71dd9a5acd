"""Blocks as GitHub-flavoured Markdown for issues and documents."""

from __future__ import annotations

import re
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

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s|$)")


def markdown(blocks: Sequence[Block]) -> str:
    """Return the blocks with an empty line between two of them."""
    return "\n\n".join(_block(block) for block in without_empty(blocks)) + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown and the HTML in it show as it is, on one line."""
    flat = _SPECIAL.sub(r"\\\1", one_line(text))
    return _LINE_START.sub(r"\1\\\2", flat)


def _block(block: Block) -> str:
    match block:
        case Title(text=text):
            return f"# {escaped(text)}"
        case Lines(lines=lines):
            return "  \n".join(escaped(line) for line in lines)
        case Table():
            return _table(block)
        case Items(heading=heading, items=items):
            listed = "\n".join(f"- {escaped(item)}" for item in items)
            return f"## {escaped(heading)}\n\n{listed}"


def _table(table: Table) -> str:
    titles = [escaped(column.title) for column in table.columns]
    rule = ["---:" if column.right else "---" for column in table.columns]
    rows = [[escaped(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, rule, *rows))
