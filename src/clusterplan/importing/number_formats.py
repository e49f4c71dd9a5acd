"""Numbers of spreadsheets as people see them: formats can add a sign, a unit, or hide digits."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

from clusterplan.exact import plain
from clusterplan.importing.cells import Cell, Odd

SHOWN_DIGITS = 15
"""Significant digits that Excel and LibreOffice show at most; what is beyond is float noise."""
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_SILENT = re.compile(r"\[[^\]]*\]|[_*].")
"""Colours, conditions, currencies in brackets; blanks as wide as a character, filling characters.
"""
_PLACEHOLDER = "0#?"
_SCALING = re.compile(rf"[{_PLACEHOLDER}],+(?![{_PLACEHOLDER},])|![.]")
"""A comma behind the last digit hides three digits; `0!.0` puts a point where there is none."""


def number_cell(value: float, number_format: str) -> Cell:
    """Return the cell of a stored number.

    A float keeps 15 significant digits, as many as are ever shown: 0.1 + 0.2 is 0.3.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return Cell(Odd.FAULT)
    number, stored = _shown(value)
    section = _SILENT.sub("", number_format.partition(";")[0])
    bare = _QUOTED.sub("", section)
    if _SCALING.search(bare):
        return Cell(Odd.SCALED)
    percent = "%" in bare
    if percent:
        number = plain(number * 100)
    return Cell(number, percent=percent, suffix="" if percent else _suffix(section), stored=stored)


def day_cell(day: date, number_format: str) -> Cell:
    """Return the cell of a stored day; a format that shows the year alone makes it a number."""
    bare = _QUOTED.sub("", _SILENT.sub("", number_format.partition(";")[0])).lower()
    if "y" in bare and not set("md") & set(bare):
        return Cell(Decimal(day.year))
    return Cell(date(day.year, day.month, day.day))


def _shown(value: float) -> tuple[Decimal, str]:
    if isinstance(value, int):
        return Decimal(value), ""
    number = plain(Decimal(format(value, f".{SHOWN_DIGITS}g")))
    exact = plain(Decimal(repr(value)))
    return number, "" if exact == number else f"{exact:f}"


def _suffix(section: str) -> str:
    """Return the text that a format writes behind the last digit."""
    spelt = _QUOTED.sub(lambda match: "\0" + (match[1] or match[2]), section)
    last = max((spelt.rfind(sign) for sign in _PLACEHOLDER), default=-1)
    behind = spelt[last + 1 :]
    return behind.replace("\0", "").strip() if "\0" in behind else ""
