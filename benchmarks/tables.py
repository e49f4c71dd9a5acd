"""Figures to tables, for a terminal and for a page of the documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tabulate import tabulate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from measuring import Figure

HEAD = ("what", "ratio", "budget", "seconds", "MB")
MARKS = re.compile(r"(<!-- figures[^>]*-->\n).*(<!-- end of figures -->\n)", re.DOTALL)


def table(figures: Sequence[Figure], form: str) -> str:
    """Return a table for each section, in a format of tabulate."""
    parts = []
    for section in dict.fromkeys(each.section for each in figures):
        rows = [_row(each) for each in figures if each.section == section]
        aligned = ("left", "right", "left", "right", "right")
        head = f"### {section}" if form == "pipe" else section
        text = tabulate(rows, HEAD, tablefmt=form, disable_numparse=True, colalign=aligned)
        parts.append(f"{head}\n\n{text}\n")
    return "\n".join(parts)


def fill_in(page: Path, text: str) -> None:
    """Put a text between the marks of a page.

    Raises:
        ValueError: it has no marks.
    """
    old = page.read_text(encoding="utf-8")
    new, times = MARKS.subn(lambda match: f"{match[1]}\n{text}\n{match[2]}", old)
    if times != 1:
        raise ValueError(f"{page} has no place for figures")
    page.write_text(new, encoding="utf-8")


def _row(figure: Figure) -> tuple[str, ...]:
    seconds = "" if figure.seconds is None else f"{figure.seconds:.3f}"
    more = "+" if figure.seconds is None else ""
    megabytes = "" if figure.megabytes is None else f"{figure.megabytes:{more}.0f}"
    ratio = f"{figure.ratio:.{1 if figure.ratio >= 1 else 3}f}"
    return (figure.what, ratio, _budget(figure), seconds, megabytes)


def _budget(figure: Figure) -> str:
    if figure.met is None:
        return ""
    limits = [] if figure.most is None else [f"≤ {figure.most:g}"]
    if figure.most_megabytes is not None:
        limits.append(f"≤ {figure.most_megabytes:g} MB")
    return f"{', '.join(limits)}: {'met' if figure.met else 'NOT MET'}"
