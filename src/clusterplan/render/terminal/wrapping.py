"""Lines for a terminal: Chinese may break between any two characters, but not before a comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_FIRST = "，。、；：！？）】》”’,.;:!?)]}%"
_NOT_LAST = "（【《“‘([{"
_SOFT = ",;/|="
"""Where what is no word breaks, if it must: paths, lines of files, lists of choices."""
_PARTS = re.compile(f"(?<=[{_SOFT}])")
_PIECE = re.compile(rf"[{re.escape(_NOT_LAST)}]*(?:[!-~¡-ɏ]+|.)[{re.escape(_NOT_FIRST)}]*")


def wrapped(text: str, width: int) -> list[str]:
    """Break a line at so many columns; a word that is longer is broken within."""
    return [text[start:end] for start, end in lines_of(text, width)]


def longest_piece(text: str) -> int:
    """Return the columns of the longest piece of a text that does not break."""
    parts = (part for piece in _PIECE.findall(text) for part in _PARTS.split(piece.strip()))
    return max(map(columns_of, parts), default=0)


def columns_of(text: str) -> int:
    """Return the columns that a text takes; help, which must start fast, loads no rich for it."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def lines_of(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Return where the lines begin and end that a text breaks into."""
    start = end = 0
    for piece in _PIECE.finditer(text):
        if columns_of(text[start : piece.end()].rstrip()) > width and text[start:end].strip():
            yield start, start + len(text[start:end].rstrip())
            start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
        end = max(piece.end(), start)
        while columns_of(text[start:end].rstrip()) > width:
            cut = next(n for n in range(end, start, -1) if columns_of(text[start:n]) <= width)
            soft = max(text.rfind(sign, start, cut) for sign in _SOFT) + 1
            cut = soft if soft > start else cut
            yield start, cut
            start = cut
    if text[start:end].strip() or start == 0:
        yield start, len(text[:end].rstrip())


def within(text: str, width: int) -> str:
    """Break the lines of a text that are too long; what they break into is indented as they are."""
    told = []
    for line in text.split("\n"):
        body = line.lstrip()
        margin = line[: len(line) - len(body)]
        told += [margin + part for part in wrapped(body, max(width - len(margin), 2))]
    return "\n".join(part.rstrip() for part in told)
