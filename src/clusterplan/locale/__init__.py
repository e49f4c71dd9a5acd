"""Languages: message catalogues (gettext), and how each language writes numbers, units and dates.

The English sentence is the key of its translation; a language without a catalogue falls back to it.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path

from clusterplan.exact import exactly, plain
from clusterplan.messages import Bilingual, Message, Quantity, say
from clusterplan.units import UNITS, Dimension, convert

DOMAIN = "clusterplan"
FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh")

_HUNDREDTH = Decimal("0.01")
_ENOUGH = Context(prec=200)
"""Room for the longest number that is read, in any unit."""
_BILLION = ("billion yuan", "bn")
_MILLION = ("million yuan", "m")
_ENGLISH_UNITS = {"个": "", "家": "", "户": "", "人": "people", "万人": "× 10,000 people"}
_ENGLISH_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the translations into a language; none at all for English."""
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)


@dataclass(frozen=True, slots=True)
class Locale:
    """One language."""

    language: str = "en"

    def text(self, message: Message) -> str:
        """Return a message in this language, its parameters written as the language does."""
        known = catalogue(self.language)
        if message.plural is None:
            template = known.gettext(message.template)
        else:
            template = known.ngettext(message.template, message.plural, message.count)
        return template.format(**{name: self._param(value) for name, value in message.params})

    def names(self, names: Bilingual) -> str:
        """Return the text in this language."""
        return names.zh if self.language == "zh" else names.en

    def listed(self, items: list[str]) -> str:
        """Join a short enumeration."""
        return self.text(say(", ")).join(items)

    def number(self, value: Decimal, places: int | None = None) -> str:
        """Write a number: all its digits, or rounded half even to so many decimal places.

        What is not zero never rounds to zero: it keeps one significant digit.
        """
        if places is not None:
            short = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _ENOUGH)
            value = plain(short or Context(prec=1).plus(value))
        # Chinese plan documents group digits neither by commas nor by spaces.
        text = format(value, "f" if self.language == "zh" else ",f")
        return text.replace("-", "−", 1)

    def pace(self, value: Decimal) -> str:
        """Write a pace with two decimals, cut and not rounded: 1.049 has not reached 1.05."""
        return format(value.quantize(_HUNDREDTH, ROUND_FLOOR, _ENOUGH), "f").replace("-", "−")

    def percent(self, fraction: Decimal, places: int = 1) -> str:
        """Write a fraction of 1 as per cent."""
        return f"{self.number(_ENOUGH.multiply(fraction, 100), places)}%"

    def quantity(self, value: Decimal, unit: str, places: int | None = 2) -> str:
        """Write a value with its unit; shares of 1 as per cent."""
        if unit == "1":
            value, unit = _ENOUGH.multiply(value, 100), "%"
        number = self.number(value, places)
        if unit == "%":
            return f"{number}%"
        if self.language == "zh":
            return f"{number}{unit}" if not unit.isascii() else f"{number} {unit}"
        return f"{number} {_ENGLISH_UNITS.get(unit, unit)}".rstrip()

    def difference(self, value: Decimal, unit: str, places: int = 2) -> str:
        """Write a difference of two values: those of shares in percentage points."""
        if unit in ("1", "%"):
            points = _ENOUGH.multiply(value, 100) if unit == "1" else value
            return self.text(say("{points} pp", points=self.number(points, places)))
        return self.quantity(value, unit, places)

    def date(self, day: date) -> str:
        """Write a day."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"

    def money_gloss(self, value: Decimal, unit: str) -> str | None:
        """Return the amount as an English reader counts it, None for other units or in Chinese.

        1,000 亿元 are CN¥100 bn: 亿 is 10⁸, not a billion.
        """
        if self.language == "zh" or UNITS[unit].dimension is not Dimension.MONEY:
            return None
        exact = Fraction(value)
        name, short = _BILLION if abs(convert(exact, unit, "billion yuan")) >= 1 else _MILLION
        return f"CN¥{self.number(exactly(convert(exact, unit, name)), 2)} {short}"

    def _param(self, value: object) -> str:
        match value:
            case Message():
                return self.text(value)
            case Bilingual():
                return self.names(value)
            case Quantity():
                return self.quantity(value.value, value.unit, None)
            case Decimal():
                return self.number(value)
            case date():
                return self.date(value)
            case StrEnum():
                return self.text(Message(value.replace("_", " ")))
        return str(value)
