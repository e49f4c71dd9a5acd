"""Languages: message catalogues (gettext), and how each language writes numbers and units.

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

from clusterplan.exact import plain
from clusterplan.messages import Message
from clusterplan.plan import Names
from clusterplan.units import UNITS, Dimension, convert

LANGUAGES = ("en", "zh")
_HUNDREDTH = Decimal("0.01")
_BILLION = ("billion yuan", "bn")
_MILLION = ("million yuan", "m")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    folder = Path(__file__).parent
    return gettext.translation("clusterplan", folder, [language], fallback=True)


@dataclass(frozen=True, slots=True)
class Locale:
    """One language."""

    language: str = "en"

    def text(self, message: Message) -> str:
        """Return a message in this language, its parameters written as the language does."""
        template = _catalogue(self.language).gettext(message.template)
        return template.format(**{name: self._param(value) for name, value in message.params})

    def names(self, names: Names) -> str:
        """Return the text in this language, on one line."""
        return " ".join((names.zh if self.language == "zh" else names.en).split())

    def number(self, value: Decimal, places: int | None = None) -> str:
        """Write a number: all its digits, or rounded half even to so many decimal places.

        What is not zero never rounds to zero: it keeps one significant digit.
        """
        if places is not None:
            short = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
            value = plain(short or Context(prec=1).plus(value))
        # Chinese plan documents group digits neither by commas nor by spaces.
        text = format(value, "f" if self.language == "zh" else ",f")
        return text.replace("-", "−", 1)

    def pace(self, value: Decimal) -> str:
        """Write a pace with two decimals, cut and not rounded: 1.049 has not reached 1.05."""
        return format(value.quantize(_HUNDREDTH, rounding=ROUND_FLOOR), "f").replace("-", "−")

    def percent(self, fraction: Decimal, places: int = 1) -> str:
        """Write a fraction of 1 as per cent."""
        return f"{self.number(fraction * 100, places)}%"

    def quantity(self, value: Decimal, unit: str, places: int = 2) -> str:
        """Write a value with its unit; shares of 1 as per cent."""
        if unit == "1":
            return self.percent(value, places)
        number = self.number(value, places)
        return f"{number}%" if unit == "%" else f"{number} {unit}"

    def difference(self, value: Decimal, unit: str, places: int = 2) -> str:
        """Write a difference of two values: those of shares in percentage points."""
        if unit in ("1", "%"):
            points = value * 100 if unit == "1" else value
            return self.text(Message("{points} pp", (("points", self.number(points, places)),)))
        return self.quantity(value, unit, places)

    def money_gloss(self, value: Decimal, unit: str) -> str | None:
        """Return the amount as an English reader counts it, None for other units or in Chinese.

        1,000 亿元 are CN¥100 bn: 亿 is 10⁸, not a billion.
        """
        if self.language == "zh" or UNITS[unit].dimension is not Dimension.MONEY:
            return None
        exact = Fraction(value)
        name, short = _BILLION if abs(convert(exact, unit, "billion yuan")) >= 1 else _MILLION
        amount = convert(exact, unit, name)
        return f"CN¥{self.number(Decimal(amount.numerator) / amount.denominator, 2)} {short}"

    def _param(self, value: object) -> str:
        match value:
            case Message():
                return self.text(value)
            case Names():
                return self.names(value)
            case Decimal():
                return self.number(value)
            case date():
                return value.isoformat()
            case StrEnum():
                return self.text(Message(value.replace("_", " ")))
        return str(value)
