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
from clusterplan.base.messages import InLanguages, Message, Quantity, say
from clusterplan.base.units import UNITS, Dimension, Unit, convert, per_cent

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    **dict.fromkeys(("1", "个", "家", "户", "件", "张", "所", "辆", "index"), ""),
    "元": "yuan",
    "人": "people",
    "千克": "kg",
    "克": "g",
    "毫克": "mg",
    "微克": "µg",
    "吨": "t",
    "米": "m",
    "千米": "km",
    "微克/立方米": "µg/m³",
    "毫克/立方米": "mg/m³",
    "公里": "km",
    "平方米": "m²",
    "公顷": "ha",
    "亩": "mu",
    "平方公里": "km²",
    "立方米": "m³",
    "升": "L",
    "千瓦时": "kWh",
    "吨标准煤": "tce",
    "千瓦": "kW",
    "兆瓦": "MW",
    "天": "days",
    "岁": "years",
    "年": "years",
    "美元": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
}
_SINGULAR = {"people": "person", "days": "day", "years": "year"}
_CHINESE_UNITS = {
    "1": "",
    "index": "",
    "yuan": "元",
    "people": "人",
    "ha": "公顷",
    "days": "天",
    "years": "年",
    "USD": "美元",
    "EUR": "欧元",
    "JPY": "日元",
    "GBP": "英镑",
}
_CHINESE_MULTIPLES = {100: "百", 1000: "千", 10**6: "百万", 10**9: "十亿", 10**12: "万亿"}
"""How Chinese calls the number words of English units."""
_ENGLISH_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_CHINESE_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
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
    times = per_cent(unit)
    return _ENOUGH.multiply(difference, times) if times else None


class Locale(Struct, frozen=True):
    """One language, and how it rounds."""

    language: str = "en"
    rounding: str = ROUND_HALF_EVEN

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

    def names(self, names: InLanguages) -> str:
        """Return the text in this language, else the plan's first."""
        return names.in_language(self.language)

    def listed(self, items: list[str]) -> str:
        """Join a short enumeration."""
        return self.say(", ").join(items)

    def joined(self, sentences: Iterable[str]) -> str:
        """Put sentences one behind the other."""
        return self.say("{first} {second}", first="", second="").join(sentences)

    def number(self, value: Decimal, places: int | None = None) -> str:
        """Write a number: all its digits, or rounded to so many decimal places."""
        value = self._short(value, places)
        if value.adjusted() >= MAX_DIGITS:  # longer than any number that is read
            leading = plain(value.scaleb(-value.adjusted(), _ENOUGH).quantize(_HUNDREDTH))
            return f"{leading:f} × 10^{value.adjusted()}".replace("-", "−", 1)
        # Chinese plan documents group digits neither by commas nor by spaces.
        text = format(value, "f" if self.language == "zh" else ",f")
        return text.replace("-", "−", 1)

    def _short(self, value: Decimal, places: int | None) -> Decimal:
        """Round; what is not zero never rounds to zero: it keeps one significant digit."""
        if places is None:
            return value
        short = value.quantize(Decimal(1).scaleb(-places), self.rounding, _ENOUGH)
        return plain(short or Context(prec=1).plus(value))

    def pace(self, value: Decimal) -> str:
        """Write a pace with two decimals, cut and not rounded: 1.049 has not reached 1.05."""
        return format(value.quantize(_HUNDREDTH, ROUND_FLOOR, _ENOUGH), "f").replace("-", "−")

    def percent(self, fraction: Decimal, places: int = 1) -> str:
        """Write a fraction of 1 as per cent."""
        return f"{self.number(_ENOUGH.multiply(fraction, 100), places)}%"

    def quantity(self, value: Decimal, unit: str, places: int | None = 2) -> str:
        """Write a value with its unit: 1.36 billion people, 13.6亿人, shares of 1 as per cent."""
        number = self.bare(value, unit, places)
        if per_cent(unit):
            return number
        sign = self._counts(UNITS[unit])
        if number in ("1", "−1"):
            first, *rest = sign.split(" ", 1)
            sign = " ".join((_SINGULAR.get(first, first), *rest))
        between = "" if self.language == "zh" else " "
        return f"{number}{between}{sign}".rstrip()

    def bare(self, value: Decimal, unit: str, places: int | None = 2) -> str:
        """Write a value as `quantity` does, without what it counts: 1.36 billion, but 25%."""
        if times := per_cent(unit):
            return f"{self.number(_ENOUGH.multiply(value, times), places)}%"
        if not self.has_words(unit):
            return self.number(value, places)
        return self._in_words(value, self._top(UNITS[unit]).scale, places)

    def span(self, low: Decimal, high: Decimal, unit: str) -> str:
        """Write from where to where something may be, with the unit once: 3 to 3.4 people."""
        return self.say("{low} to {high}", low=self.bare(low, unit), high=self.quantity(high, unit))

    def has_words(self, unit: str) -> bool:
        """Say whether amounts are written with number words of the language: 万吨 in English."""
        known = UNITS[unit]
        # An English reader is given the plan's own 亿元, and the same in billions beside it.
        as_it_is = known.dimension == Dimension.MONEY and not (
            self.language == "zh" and known.isascii()
        )
        return not as_it_is and self._top(known).scale != 1

    def in_column(self, value: Decimal, unit: str, places: int | None = 2) -> str:
        """Write a value beside its unit, which has a column: see `unit_of_column`."""
        if self.language == "zh" and not per_cent(unit):
            return self.number(value, places)
        return self.bare(value, unit, places)

    def number_in_column(self, value: Decimal, unit: str) -> Decimal:
        """Return a value in the unit of its column."""
        if self.language == "zh" or not self.has_words(unit):
            return value
        return _ENOUGH.multiply(value, exactly(self._top(UNITS[unit]).scale))

    def unit_of_column(self, unit: str) -> str:
        """Return the unit of what is in a column: in Chinese the plan's 万吨, in English t."""
        return self.unit_sign(unit) if self.language == "zh" else self._counts(UNITS[unit])

    def _sides(self, unit: Unit) -> tuple[Unit, Unit] | None:
        """Return the sides of a quotient of Chinese words, for others to read."""
        return None if self.language == "zh" or unit.isascii() else unit.sides

    def _in_words(self, value: Decimal, scale: Fraction, places: int | None) -> str:
        """Write a multiple with the largest number word that it fills, without one as a count.

        As fine as so many places of the word or of the unit; a count is whole.
        """
        amount = _ENOUGH.multiply(value, exactly(scale))

        def short(size: int) -> Decimal:
            finer = max(exactly(size / scale).adjusted(), 0)
            kept = None if places is None else places + finer if size > 1 else 0
            return self._short(plain(_ENOUGH.divide(amount, size)), kept)

        (size, word), *larger = (1, ""), *reversed(self._scales)
        while larger and abs(short(size)) * size >= larger[0][0]:
            (size, word), *larger = larger
        between = "" if self.language == "zh" else " "
        return f"{self.number(short(size))}{between}{word}".strip()

    @property
    def _scales(self) -> tuple[tuple[int, str], ...]:
        return _CHINESE_SCALES if self.language == "zh" else _ENGLISH_SCALES

    def _behind(self, word: str, counted: Unit) -> str:
        """Return a number word and what is counted."""
        between = "" if self.language == "zh" else " "
        return f"{word}{between}{self._name(counted)}".strip()

    def _name(self, unit: Unit) -> str:
        if unit.names is not None:
            return self.names(unit.names)
        names = _CHINESE_UNITS if self.language == "zh" else _ENGLISH_UNITS
        return names.get(unit, str(unit))

    def _counts(self, unit: Unit) -> str:
        """Return what a number counts that has its number word with it."""
        if not self.has_words(unit):
            return self.unit_sign(unit)
        below = (self._sides(unit) or (unit,))[1:]
        return self._quotient(self._name(self._top(unit).counted), *below)

    def _top(self, unit: Unit) -> Unit:
        """Return the unit that a number word would be of."""
        return (self._sides(unit) or (unit,))[0]

    def _quotient(self, top: str, *below: Unit) -> str:
        signs = map(self.unit_sign, below)
        return " per ".join((top, *(_SINGULAR.get(sign, sign) for sign in signs))).strip()

    def unit_sign(self, unit: str) -> str:
        """Return what stands behind a number in this unit."""
        if per_cent(unit):
            return "%"
        known = UNITS[unit]
        if sides := self._sides(known):
            return self._quotient(self.unit_sign(sides[0]), sides[1])
        if known.scale == 1 or (self.language == "zh" and not known.isascii()):
            return self._name(known)
        if self.language == "zh":
            return f"{_CHINESE_MULTIPLES[int(known.scale)]}{self._name(known.counted)}"
        if known.dimension == Dimension.MONEY:
            return str(known)
        size, word = next((each for each in _ENGLISH_SCALES if known.scale % each[0] == 0), (1, ""))
        many = "" if known.scale == size else self.number(exactly(known.scale / size))
        return f"{many} {self._behind(word, known.counted)}".strip()

    def unit_in_words(self, unit: str) -> str:
        """Say what a unit is: an amount of yuan, a share, a count."""
        dimension, factor = UNITS[unit].dimension, UNITS[unit].factor
        if dimension == Dimension.MONEY:
            yuan = self.number(exactly(factor))
            return self.say("{unit}: {count} yuan", unit=unit, count=yuan)
        if dimension == Dimension.RATIO:
            if per_cent(unit):
                return self.say("a share, written in per cent")
            return self.say("a number") if unit == "1" else self.quantity(Decimal(1), unit)
        if dimension == Dimension.INDEX:
            return self.say("an index: the base year is 100")
        if dimension == Dimension.COUNT and factor == 1:
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
        chinese = UNITS[unit].dimension == Dimension.MONEY and not unit.isascii()
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
            case InLanguages():
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
