"""Lines for a terminal: Chinese may break between any two characters, but not before a comma."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
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


@cache
def _width(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def lines_of(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Return where the lines begin and end that a text breaks into."""
    taken = [0, *accumulate(map(_width, text))]
    start = end = 0  # the end lies behind the last sign that is no blank
    for piece in _PIECE.finditer(text):
        body = piece[0].strip()
        first = piece.start() + piece[0].index(body) if body else piece.end()
        behind = first + len(body) if body else end
        if taken[behind] - taken[start] > width and end > start:
            yield start, end
            start = first
        end = max(behind, start)
        while taken[end] - taken[start] > width:
            most = bisect_right(taken, taken[start] + width, start + 1, end + 1) - 1
            cut = max(most, start + 1)
            soft = max(text.rfind(sign, start, cut) for sign in _SOFT) + 1
            cut = soft if soft > start else cut
            yield start, cut
            start = cut
    if end > start or start == 0:
        yield start, end


def within(text: str, width: int) -> str:
    """Break the lines of a text that are too long; what they break into is indented as they are."""
    told = []
    for line in text.split("\n"):
        body = line.lstrip()
        margin = line[: len(line) - len(body)]
        told += [margin + part for part in wrapped(body, max(width - len(margin), 2))]
    return "\n".join(part.rstrip() for part in told)
