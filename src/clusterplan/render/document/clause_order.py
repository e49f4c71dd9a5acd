"""The order of clauses as a document numbers them, in Arabic or in Chinese numerals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.model.plan import Measure, Milestone, Target

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_PIECE = r"[0-9]+|[〇一二三四五六七八九十百]+|[^0-9〇一二三四五六七八九十百]+"


def in_document_order(
    items: Iterable[Target | Milestone | Measure],
) -> list[Target | Milestone | Measure]:
    """Sort commitments by clause; those of one clause stay as they were."""
    return sorted(items, key=lambda item: clause_key(item.clause))


def clause_key(clause: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts 二 before 十 and 9 before 10."""
    return tuple(_part(token) for token in re.findall(_PIECE, clause))


def _part(token: str) -> tuple[int, int, str]:
    if token.isascii() and token.isdigit():
        return 0, int(token), ""
    if token[0] in _DIGITS or token[0] in "十百":
        return 0, _chinese_number(token), ""
    return 1, 0, token


def _chinese_number(text: str) -> int:
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char]
        else:
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
    return total + digit
