"""What a source or a note says that a rule wants to know."""

from __future__ import annotations

import re

from clusterplan.reading.row_index import Trait

_PARTS = (
    ("月", r"(?<![0-9—~～至到-])1\s?(月份?)?\s?[-–—~～至到]+\s?([2-9]|10|11)\s?月"),
    ("个月", r"前(十一?|[二三四五六七八九]|[2-9]|1[01])个月"),
    ("季", r"前[一二三]个?季度|[一二三四1-4]季度"),
    ("半年", r"[上下]半年"),
    ("Q", r"\bQ[1-4]\b"),
    ("H", r"\bH[12]\b"),
    ("quarter", r"\b(first|second|third|fourth) quarter\b"),
    ("half", r"\b(first|second) half\b"),
    ("Jan", r"\b(January|Jan)\.? ?(-|–|to) ?(Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov)"),
)
"""Months, quarters and halves of a year, as statistical offices write them.

A pattern stands behind what it needs, and is compiled where a text has that.
"""


def part_of_year(text: str) -> str | None:
    """Return where a text speaks of a part of a year."""
    for sign, pattern in _PARTS:
        if sign in text and (part := re.search(pattern, text)):
            return part[0]
    return None


def source_traits(source: str) -> int:
    """Return what can be said of a row by its source."""
    return note_traits(source) if source.strip() else int(Trait.UNSOURCED)


def note_traits(note: str) -> int:
    """Return what can be said of a row by its note."""
    return int(Trait.PARTIAL) if part_of_year(note) else 0
