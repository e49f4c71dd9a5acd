"""Languages: message catalogues (gettext), and how each language writes numbers, units and dates.

The English sentence is the key of its translation; a language without a catalogue falls back to it.
"""

from __future__ import annotations

import gettext
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.exact import MAX_DIGITS, exactly, plain
from clusterplan.base.messages import Bilingual, Message, Quantity, say
from clusterplan.base.units import UNITS, Dimension, convert

if TYPE_CHECKING:
    from clusterplan.base.messages import Param

DOMAIN = "clusterplan"
FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh")

_HUNDREDTH = Decimal("0.01")
_ENOUGH = Context(prec=200)
"""Room for the longest number that is read, in any unit."""
_BILLION = ("billion yuan", "bn")
_MILLION = ("million yuan", "m")
_ENGLISH_UNITS = {
    **dict.fromkeys(("个", "家", "户", "件", "张", "所", "辆", "index"), ""),
    "万户": "× 10,000",
    "人": "people",
    "万人": "× 10,000 people",
    "千克": "kg",
    "吨": "t",
    "万吨": "× 10,000 t",
    "亿吨": "× 100 million t",
    "米": "m",
    "公里": "km",
    "万公里": "× 10,000 km",
    "平方米": "m²",
    "万平方米": "× 10,000 m²",
    "公顷": "ha",
    "万公顷": "× 10,000 ha",
    "亩": "mu",
    "万亩": "× 10,000 mu",
    "平方公里": "km²",
    "立方米": "m³",
    "万立方米": "× 10,000 m³",
    "亿立方米": "× 100 million m³",
    "千瓦时": "kWh",
    "万千瓦时": "× 10,000 kWh",
    "亿千瓦时": "× 100 million kWh",
    "吨标准煤": "tce",
    "万吨标准煤": "× 10,000 tce",
    "亿吨标准煤": "× 100 million tce",
    "千瓦": "kW",
    "兆瓦": "MW",
    "万千瓦": "× 10,000 kW",
    "亿千瓦": "× 100 million kW",
    "微克/立方米": "µg/m³",
    "毫克/立方米": "mg/m³",
    "天": "days",
    "岁": "years",
}
_CHINESE_UNITS = {"yuan": "元", "million yuan": "百万元", "billion yuan": "十亿元", "index": ""}
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


def in_points(difference: Decimal, unit: str) -> Decimal | None:
    """Return a difference of shares in percentage points, None in other units."""
    if unit not in ("1", "%"):
        return None
    return _ENOUGH.multiply(difference, 100) if unit == "1" else difference


class Locale(Struct, frozen=True):
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

    def say(self, template: str, /, **params: Param) -> str:
        """Return a sentence in this language; see `clusterplan.base.messages.say`."""
        return self.text(say(template, **params))

    def names(self, names: Bilingual) -> str:
        """Return the text in this language."""
        return names.zh if self.language == "zh" else names.en

    def listed(self, items: list[str]) -> str:
        """Join a short enumeration."""
        return self.say(", ").join(items)

    def number(self, value: Decimal, places: int | None = None) -> str:
        """Write a number: all its digits, or rounded half even to so many decimal places.

        What is not zero never rounds to zero: it keeps one significant digit.
        """
        if places is not None:
            short = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _ENOUGH)
            value = plain(short or Context(prec=1).plus(value))
        if value.adjusted() >= MAX_DIGITS:  # longer than any number that is read
            leading = plain(value.scaleb(-value.adjusted(), _ENOUGH).quantize(_HUNDREDTH))
            return f"{leading:f} × 10^{value.adjusted()}".replace("-", "−", 1)
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
        between = "" if self.language == "zh" else " "
        return f"{number}{between}{self.unit_sign(unit)}".rstrip()

    def bare(self, value: Decimal, unit: str, places: int | None = 2) -> str:
        """Write a value without its unit, but for shares."""
        if unit in ("1", "%"):
            return self.quantity(value, unit, places)
        return self.number(value, places)

    def unit_sign(self, unit: str) -> str:
        """Return what stands behind a number in this unit."""
        if unit in ("1", "%"):
            return "%"
        names = _CHINESE_UNITS if self.language == "zh" else _ENGLISH_UNITS
        return names.get(unit, unit)

    def unit_in_words(self, unit: str) -> str:
        """Say what a unit is: an amount of yuan, a share, a count."""
        dimension, factor = UNITS[unit].dimension, UNITS[unit].factor
        if dimension is Dimension.MONEY:
            yuan = self.number(exactly(factor))
            return self.say("{unit}: {count} yuan", unit=unit, count=yuan)
        if dimension is Dimension.RATIO:
            return self.say("a share, written in per cent")
        if dimension is Dimension.INDEX:
            return self.say("an index: the base year is 100")
        if dimension is Dimension.COUNT and factor == 1:
            return self.say("a count")
        return self.quantity(Decimal(1), unit)

    def difference(self, value: Decimal, unit: str, places: int | None = 2) -> str:
        """Write a difference of two values: those of shares in percentage points."""
        points = in_points(value, unit)
        if points is not None:
            return self.say("{points} pp", points=self.number(points, places))
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
        chinese = UNITS[unit].dimension is Dimension.MONEY and not unit.isascii()
        if self.language == "zh" or not chinese:
            return None
        exact = Fraction(value)
        name, short = _BILLION if abs(convert(exact, unit, "billion yuan")) >= 1 else _MILLION
        return f"CN¥{self.number(exactly(convert(exact, unit, name)), 2)} {short}"

    def _quantity(self, said: Quantity) -> str:
        write = self.difference if said.difference else self.quantity
        plus = "+" if said.signed and said.value > 0 else ""
        return plus + write(said.value, said.unit, said.places)

    def _param(self, value: object) -> str:
        match value:
            case Message():
                return self.text(value)
            case Bilingual():
                return self.names(value)
            case Quantity():
                return self._quantity(value)
            case Decimal():
                return self.number(value)
            case tuple():
                return self.listed(list(value))
            case date():
                return self.date(value)
            case StrEnum():
                return self.text(Message(value.replace("_", " ")))
        return str(value)
