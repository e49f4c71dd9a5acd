"""Lines for a terminal: Chinese may break between any two characters, but not before a comma."""

from __future__ import annotations

import re

from rich.cells import cell_len

_NOT_FIRST = "，。、；：！？）】》”’,.;:!?)]}%"
_NOT_LAST = "（【《“‘([{"
_PIECE = re.compile(rf"[{re.escape(_NOT_LAST)}]*(?:[!-~¡-ɏ]+|.)[{re.escape(_NOT_FIRST)}]*")


def wrapped(text: str, width: int) -> list[str]:
    """Break a line at so many columns; a word that is longer is broken within."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if cell_len(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while cell_len(line) > width:
            cut = next(n for n in range(len(line), 0, -1) if cell_len(line[:n]) <= width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
