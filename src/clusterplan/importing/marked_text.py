"""Texts of which a part is raised, lowered or struck out: names keep their sense, figures not."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from clusterplan.importing.sheets import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


class Mark(Enum):
    """How a part of a text stands in its line."""

    PLAIN = "plain"
    RAISED = "raised"
    LOWERED = "lowered"
    STRUCK = "struck"


def mark_of(*, struck: bool, raised: bool, lowered: bool) -> Mark:
    """Return the mark that a font makes; struck out counts most."""
    if struck:
        return Mark.STRUCK
    if raised:
        return Mark.RAISED
    return Mark.LOWERED if lowered else Mark.PLAIN


def text_cell(runs: Iterable[tuple[str, Mark]]) -> Cell | None:
    """Return the cell of a text in parts, None for blanks.

    Raised digits become those of Unicode: `km²` stays a unit, a footnote mark a mark. What is
    struck out is left out. A text with one mark all over is kept as it is.
    """
    parts = [(text, mark) for text, mark in runs if text]
    marks = {mark for text, mark in parts if text.strip()}
    if not marks:
        return None
    if len(marks) > 1:
        parts = [(_raised(text) if mark is Mark.RAISED else text, mark) for text, mark in parts]
        parts = [(text, mark) for text, mark in parts if mark is not Mark.STRUCK]
    return Cell("".join(text for text, _ in parts), marked=marks != {Mark.PLAIN})


def _raised(text: str) -> str:
    return "".join(_RAISED.get(each, each if each.isalpha() else "") for each in text)
