"""What a source or a note says that a rule wants to know."""

from __future__ import annotations

import re

from clusterplan.reading.row_index import Trait

_PART_OF_YEAR = re.compile(
    r"(?<![0-9—~～至到-])1\s?(月份?)?\s?[-–—~～至到]+\s?([2-9]|10|11)\s?月"
    r"|前[一二三]个?季度|[上下]半年|[一二三四1-4]季度|前(十一?|[二三四五六七八九]|[2-9]|1[01])个月"
    r"|\b(Q[1-4]|H[12])\b|\b(first|second|third|fourth) (quarter|half)\b"
    r"|\b(January|Jan)\.? ?(-|–|to) ?(Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov)",
)
"""Months, quarters and halves of a year, as statistical offices write them."""
_SIGN = re.compile("[月季半QHJqf]")
"""What stands in each of them: found at once, or not at all."""


def part_of_year(text: str) -> str | None:
    """Return where a text speaks of a part of a year."""
    part = _PART_OF_YEAR.search(text) if _SIGN.search(text) else None
    return part[0] if part else None


def source_traits(source: str) -> int:
    """Return what can be said of a row by its source."""
    return note_traits(source) if source.strip() else int(Trait.UNSOURCED)


def note_traits(note: str) -> int:
    """Return what can be said of a row by its note."""
    return int(Trait.PARTIAL) if part_of_year(note) else 0
