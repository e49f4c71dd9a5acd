"""Cells of spreadsheets as people see them: formats add a sign, a unit, or hide digits; and marks.

No library that is kept up writes a number by its format (ssf is of 2020), so what the formats of
figures are made of is read here; a number in any other format is refused.
"""

from __future__ import annotations

import math
import operator
import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.exact import parse_number, plain
from clusterplan.base.folding import narrow
from clusterplan.importing.sheets import Cell, Odd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SHOWN_DIGITS = 15
"""Significant digits that Excel and LibreOffice show at most; what is beyond is float noise."""
MAX_FORMAT = 255
"""Characters of a format: what Excel has."""
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
"""The days that spreadsheets count from."""
_TYPED = range(1900, 2200)
"""Numbers of days that somebody typed as a year."""
_CONTEXT = Context(prec=1000)
"""For more digits than a float and a format together can have."""
_DASHES = "-–—"
_NUMBER = re.compile(
    r"(?P<before>[^0-9]*?)(?P<digits>[0-9][0-9, ]*(?:\.[0-9]*)?|\.[0-9]+)(?P<after>.*)", re.DOTALL
)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.?)|_(?P<blank>.?)|\*(?P<fill>.?)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式|@)|(?P<slot>[0#?.,])|(?P<bare>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARE = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}
_CURRENCY = re.compile(r"\$([^-]*)(?:-(.*))?", re.DOTALL)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_YENS = ("411", "jp")
"""How the codes of Japan end, in whose formats ¥ is the yen."""

_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


class _Section(Struct):
    """What a format writes for some numbers: texts, and slots for digits between them.

    Attributes:
        general: there is one slot, for a number as it is.
        percents: how often the number is multiplied by a hundred.
        condition: which numbers it is for.
        text: it is for texts.
        odd: it writes something else than digits, or texts between them.
    """

    before: str = ""
    slots: str = ""
    after: str = ""
    general: bool = False
    percents: int = 0
    condition: Callable[[Decimal], bool] | None = None
    text: bool = False
    odd: bool = False

    def write(self, text: str) -> None:
        """Add a text."""
        if self.slots:
            self.after += text
        else:
            self.before += text

    def slot(self, slot: str) -> None:
        """Add a slot; blanks between two group digits."""
        again = slot == "." and slot in self.slots
        self.odd |= bool(self.after.strip()) or self.general or again
        self.slots, self.after = self.slots + slot, ""


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


def formatted_cell(value: float, number_format: str) -> Cell:
    """Return the cell of a number that a format shows."""
    number, stored = _held(value)
    if number is None or parse_number(f"{number:f}") is None:
        return number_cell(value, None)
    sections = _sections(number_format or "General")
    section = _chosen(sections, number)
    if section is None or section.odd:
        return Cell(Odd.SCALED)
    digits = _digits(section, abs(number)) if section.slots else ""
    minus = "-" if number < 0 and section is sections[0] else ""
    shown = f"{minus}{section.before}{digits}{section.after}"
    if not digits:
        return _without_digits(number, shown.strip(), stored)
    return number_cell(value, shown, percent=section.percents > 0)


def number_cell(
    value: float, shown: str | None, *, percent: bool = False, currency: str = ""
) -> Cell:
    """Return the cell of a number, if that is what is shown; digits may be hidden.

    Args:
        value: what the file stores. A float keeps 15 significant digits: 0.1 + 0.2 is 0.3.
        shown: what is seen, None where the file does not say it.
        percent: the number is seen times a hundred.
        currency: which the file states for it, instead of what is shown.
    """
    number, stored = _held(value)
    if number is None:
        return Cell(Odd.FAULT)
    if percent:
        number = plain(_CONTEXT.multiply(number, 100))
    if shown is None or parse_number(f"{number:f}") is None:
        after = "%" if percent else ""
        return Cell(number, currency, after, decimals=_decimals(number), stored=stored)
    shown = narrow(shown).replace("−", "-").strip()
    match = _NUMBER.fullmatch(shown)
    if match is None:
        return _without_digits(number, shown, stored)
    before, after = match["before"].strip(), match["after"].strip()
    negative = "-" in before
    if "(" in before and ")" in after:
        negative, before, after = True, before.replace("(", ""), after.replace(")", "").strip()
    digits = "0" + re.sub("[ ,]", "", match["digits"]).rstrip(".")
    written = parse_number("-" + digits if negative else digits)
    if written is None or after[:1].isdigit() or not _rounds_to(number, written):
        return Cell(Odd.SCALED, shown=shown)
    before = currency or before.replace("-", "").strip()
    decimals = max(_decimals(number), _decimals(written))
    return Cell(number, before, after, decimals=decimals, stored=stored)


def day_cell(day: date, number_format: str) -> Cell:
    """Return the cell of a stored day; a format that shows the year alone makes it a number."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].', "", number_format.partition(";")[0]).lower()
    day = date(day.year, day.month, day.day)
    if "y" not in bare or set("md") & set(bare):
        return Cell(day)
    if any((day - epoch).days in _TYPED for epoch in _EPOCHS):
        return Cell(Odd.YEAR, shown=str(day.year))
    return Cell(Decimal(day.year))


def _held(value: float) -> tuple[Decimal | None, str]:
    """Return a number as far as any program shows it, None for none; and in full, if longer."""
    if isinstance(value, int):
        return Decimal(value), ""
    if not math.isfinite(value):
        return None, ""
    number = plain(Decimal(format(value, f".{SHOWN_DIGITS}g")))
    exact = plain(Decimal(repr(value)))
    return number, "" if exact == number else f"{exact:f}"


def _without_digits(number: Decimal, shown: str, stored: str) -> Cell:
    """Return the cell of a number that is not seen; accountants write a dash for 0."""
    beside = shown.strip(f" {_DASHES}")
    if number == 0 and beside != shown.strip():
        return Cell(number, beside, stored=stored)
    return Cell(Odd.UNSHOWN, shown=shown)


def _rounds_to(value: Decimal, written: Decimal) -> bool:
    step = Decimal(1).scaleb(-_decimals(written))
    return abs(_CONTEXT.subtract(value, written)) * 2 <= step


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


@lru_cache(1024)
def _sections(number_format: str) -> tuple[_Section, ...]:
    if len(number_format) > MAX_FORMAT:
        return (_Section(odd=True),)
    sections = [_Section()]
    for token in _TOKEN.finditer(number_format):
        if token["bare"] == ";":
            sections.append(_Section())
        else:
            _add(sections[-1], str(token.lastgroup), str(token[str(token.lastgroup)]))
    return tuple(sections)


def _add(section: _Section, kind: str, text: str) -> None:
    match kind:
        case "slot" if section.slots or text != ",":
            section.slot(text)
        case "general":
            section.odd |= bool(section.slots)
            section.slot(text)
            section.general, section.text = True, text == "@"
        case "bracket":
            _add_bracket(section, text)
        case "bare" if text.isascii() and text.isalpha():  # a day, or 1E+2
            section.odd = True
        case "blank":
            section.write(" ")
        case _:
            section.percents += kind == "bare" and text == "%"
            section.write(text)


def _add_bracket(section: _Section, text: str) -> None:
    """Add a currency, a condition or a time that has passed; colours and alphabets do not count."""
    if match := _CURRENCY.fullmatch(text):
        yen = match[1] in ("¥", "￥") and (match[2] or "").lower().endswith(_YENS)
        section.write("JPY" if yen else match[1])
    elif match := _CONDITION.fullmatch(text):
        compare, limit = _COMPARE[match[1]], Decimal(match[2])
        section.condition = lambda number: compare(number, limit)
    elif _ELAPSED.fullmatch(text):
        section.odd = True


def _chosen(sections: tuple[_Section, ...], number: Decimal) -> _Section | None:
    """Return the section for a number, None where it is not certain what a program takes."""
    numeric = sections[:3]
    if len(numeric) > 1 and numeric[-1].text:
        numeric = numeric[:-1]
    if any(each.condition for each in numeric):
        if number < 0 or numeric[0].condition is None:  # programs differ
            return None
        fitting = (each for each in numeric if each.condition is None or each.condition(number))
        return next(fitting, None)
    if number < 0 and len(numeric) > 1:
        return numeric[1]
    return numeric[-1] if number == 0 and len(numeric) > 2 else numeric[0]  # noqa: PLR2004


def _digits(section: _Section, number: Decimal) -> str:
    """Write a number that is not negative into the slots of a section."""
    if section.percents:
        number = _CONTEXT.scaleb(number, 2 * section.percents)
    if section.general:
        return f"{plain(number):f}"
    whole, point, behind = section.slots.rstrip(",").partition(".")
    thousands = len(section.slots) - len(section.slots.rstrip(","))
    if point:
        thousands += len(whole) - len(whole.rstrip(","))
    whole, behind = whole.replace(",", ""), behind.replace(",", "").replace(".", "")
    number = _CONTEXT.scaleb(number, -3 * thousands)
    number = number.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP, _CONTEXT)
    left, _, right = f"{number:f}".partition(".")
    least = len(whole) - whole.index("0") if "0" in whole else 0
    while right and right[-1] == "0" and behind[len(right) - 1] != "0":
        right = right[:-1]
    return left.lstrip("0").zfill(least) + point + right
