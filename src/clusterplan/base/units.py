"""Units of measurement and exact conversion between them.

`亿元` is 10⁸ yuan, a tenth of a billion: 1000 亿元 are 100 billion yuan. A symbol is known by the
table here, as a multiple (`百万人`, `million people`, `GWh`) or quotient (`元/人`) of what is
known, as a currency's code, or because a plan declares it. "billion" alone, "亿" alone or any guess
is refused.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Protocol, Self

from clusterplan.base.findings import nearest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from clusterplan.base.messages import InLanguages, Message


class Dimension(StrEnum):
    """What a unit measures; only units of one dimension convert into each other.

    A quotient's dimension is that of its sides (`money/people`), a currency's is its code, that of
    a unit declared as a multiple of nothing is the unit itself.
    """

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    PEOPLE = "people"
    MASS = "mass"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    ENERGY = "energy"
    COAL = "coal equivalent"
    POWER = "power"
    CONCENTRATION = "concentration"
    DAYS = "days"
    YEARS = "years"
    INDEX = "index"
    DATE = "date"
    STATE = "state"


_ONE = Fraction(1)


class Unit(str):
    """A unit's symbol that knows what it means.

    Attributes:
        dimension: what it measures.
        factor: how many of its dimension's basic unit it holds.
        scale: how many of `counted` it holds: 10,000 for 万人.
        counted: the unit that it is a multiple of, else the unit itself.
        sides: of a quotient, what is above and below the line.
        names: what the plan that declares it calls it, if one does.
        pure: whether it is a number that is shown as one, and not in per cent.
    """

    __slots__ = ("counted", "dimension", "factor", "names", "pure", "scale", "sides")

    dimension: str
    factor: Fraction
    scale: Fraction
    counted: Unit
    sides: tuple[Unit, Unit] | None
    names: InLanguages | None
    pure: bool

    def __new__(
        cls,
        symbol: str,
        dimension: str,
        factor: Fraction,
        *,
        scale: Fraction = _ONE,
        counted: Unit | None = None,
        sides: tuple[Unit, Unit] | None = None,
        names: InLanguages | None = None,
        pure: bool = False,
    ) -> Self:
        """Make a unit."""
        unit = super().__new__(cls, symbol)
        unit.dimension, unit.factor, unit.scale = dimension, factor, scale
        unit.counted, unit.sides, unit.names = counted or unit, sides, names
        unit.pure = pure
        return unit

    def __getnewargs__(self) -> tuple[str, str, Fraction]:  # type: ignore[override]
        """Return what a copy is made with; the rest is copied as it is."""
        return str(self), self.dimension, self.factor

    @property
    def numeric(self) -> bool:
        """Say whether figures in this unit are numbers (not dates, not states)."""
        return self.dimension not in (Dimension.DATE, Dimension.STATE)

    @property
    def additive(self) -> bool:
        """Say whether the figures of several add up to one for all of them: amounts do.

        Rates, concentrations, ages, days, indexes and quotients do not.
        """
        return self.sides is None and self.dimension not in _NO_AMOUNTS

    @property
    def is_counted(self) -> bool:
        """Say whether it is one thing or person, of which there are whole numbers only."""
        return self.factor == 1 and self.dimension in (Dimension.COUNT, Dimension.PEOPLE)


_NO_AMOUNTS = frozenset(
    {
        Dimension.RATIO,
        Dimension.CONCENTRATION,
        Dimension.DAYS,
        Dimension.YEARS,
        Dimension.INDEX,
        Dimension.DATE,
        Dimension.STATE,
    }
)
_UNCOUNTED = frozenset({Dimension.RATIO, Dimension.INDEX, Dimension.DATE, Dimension.STATE})
_TABLE: dict[Dimension, dict[str, int | Fraction]] = {
    Dimension.MONEY: {
        "元": 1,
        "yuan": 1,
        "万元": 10**4,
        "million yuan": 10**6,
        "亿元": 10**8,
        "billion yuan": 10**9,
        "万亿元": 10**12,
    },
    Dimension.RATIO: {"1": 1, "%": Fraction(1, 100), "‰": Fraction(1, 1000)},
    Dimension.COUNT: {"个": 1, "家": 1, "户": 1, "件": 1, "张": 1, "所": 1, "辆": 1, "万户": 10**4},
    Dimension.PEOPLE: {"人": 1, "万人": 10**4, "people": 1},
    Dimension.MASS: {
        "千克": Fraction(1, 1000),
        "吨": 1,
        "万吨": 10**4,
        "亿吨": 10**8,
        "克": Fraction(1, 10**6),
        "毫克": Fraction(1, 10**9),
        "微克": Fraction(1, 10**12),
        "g": Fraction(1, 10**6),
        "t": 1,
    },
    Dimension.LENGTH: {"米": 1, "千米": 1000, "公里": 1000, "万公里": 10**7, "m": 1},
    Dimension.AREA: {
        "平方米": 1,
        "万平方米": 10**4,
        "公顷": 10**4,
        "万公顷": 10**8,
        "亩": Fraction(2000, 3),
        "万亩": Fraction(2 * 10**7, 3),
        "平方公里": 10**6,
        "m²": 1,
        "ha": 10**4,
    },
    Dimension.VOLUME: {
        "立方米": 1,
        "万立方米": 10**4,
        "亿立方米": 10**8,
        "m³": 1,
        "升": Fraction(1, 1000),
        "L": Fraction(1, 1000),
    },
    Dimension.ENERGY: {
        "千瓦时": 1,
        "万千瓦时": 10**4,
        "亿千瓦时": 10**8,
        "Wh": Fraction(1, 1000),
        "J": Fraction(1, 3_600_000),
    },
    Dimension.COAL: {"吨标准煤": 1, "万吨标准煤": 10**4, "亿吨标准煤": 10**8, "tce": 1},
    Dimension.POWER: {
        "千瓦": 1,
        "兆瓦": 1000,
        "万千瓦": 10**4,
        "亿千瓦": 10**8,
        "W": Fraction(1, 1000),
    },
    Dimension.CONCENTRATION: {"微克/立方米": 1, "毫克/立方米": 1000},
    Dimension.DAYS: {"天": 1, "days": 1},
    Dimension.YEARS: {"岁": 1, "年": 1, "years": 1},
    Dimension.INDEX: {"index": 1},
    Dimension.DATE: {"date": 1},
    Dimension.STATE: {"state": 1},
}
"""How many of the dimension's basic unit a unit holds. A new unit is one entry here."""

_SCALES = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "hundred ": 10**2,
    "thousand ": 10**3,
    "million ": 10**6,
    "billion ": 10**9,
    "trillion ": 10**12,
}
"""What may stand before any unit that is counted or measured."""
_LISTED_SCALES = ("万亿", "万", "亿", "million ", "billion ")
"""Those of the table above; 千克 and 千瓦 are names, not thousands of something."""
_PREFIXES = {"µ": -6, "μ": -6, "m": -3, "c": -2, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15}
"""Powers of ten of the SI's prefixes, the micro sign in both encodings."""
_POWERS = {
    "g": 1,
    "t": 1,
    "m": 1,
    "m²": 2,
    "ha": 1,
    "m³": 3,
    "L": 1,
    "Wh": 1,
    "J": 1,
    "W": 1,
    "tce": 1,
}
"""What takes such a prefix, and to which power: km² is (km)²."""
_SMALL = ("g", "m", "m²", "m³", "L", "J", "W")
"""What takes prefixes below one too: nobody means a thousandth of a tonne by mt."""
_SPELT = {"m2": "m²", "m3": "m³", "l": "L", "CNY": "yuan"}
"""Other ways to write what is known."""
_CURRENCIES = {
    "美元": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "港元": "HKD",
    "港币": "HKD",
    "韩元": "KRW",
    "卢布": "RUB",
    "瑞士法郎": "CHF",
    "澳元": "AUD",
    "加元": "CAD",
    "新加坡元": "SGD",
    "新台币": "TWD",
    "澳门元": "MOP",
    "印度卢比": "INR",
    "泰铢": "THB",
    "越南盾": "VND",
}
"""Names of currencies by which Chinese plans know them; none converts into another."""
_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD"
    " CAD CDF CHF CLP COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP"
    " GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW"
    " KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN"
    " NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG"
    " SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD"
    " UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
"""The codes of ISO 4217, but for the yuan's."""
_AIR = Fraction(10**12)
"""A tonne in a cubic metre as micrograms in one: concentrations are counted in these."""
_TRADITIONAL = str.maketrans(
    "億萬噸畝頃戶個張輛標準時歲圓歐鎊韓幣盧羅臺銖門",
    "亿万吨亩顷户个张辆标准时岁元欧镑韩币卢罗台铢门",
)
"""Characters of units and currencies as Hong Kong, Macao and Taiwan write them, and as known."""
_CUTOFF = 0.6
"""How near a misspelt unit must be to one of these: 亿 to 亿元."""
MAX_SYMBOL = 40
"""Characters of a symbol; a longer one is no unit."""
_MOST_FOUND = 1000
"""Symbols that are remembered, so that a file of nonsense does not fill the memory."""


class Declared(Protocol):
    """A unit as a plan declares it: so many times another, or a thing of its own."""

    @property
    def symbol(self) -> str:
        """Return what figures and targets call it."""

    @property
    def name(self) -> InLanguages | None:
        """Return what reports call it, None for its symbol."""

    @property
    def times(self) -> Fraction | None:
        """Return how many of the other it is."""

    @property
    def of(self) -> str | None:
        """Return the symbol of the other."""

    @property
    def prefixes(self) -> bool:
        """Say whether k, M, G may stand before it."""


class UnitMismatchError(ValueError):
    """Two units of different dimensions were to be converted into each other."""


class Units:
    """The units that are known: those of the table, what a plan declares, and what they make up."""

    def __init__(self, declared: Iterable[Declared] = ()) -> None:
        """Take what a plan declares, but for what shadows; in a circle one stands for itself."""
        self._listed: dict[str, Unit] = dict(_built_in())
        self._powers = dict(_POWERS)
        self._found: dict[str, Unit | None] = {}
        self.unresolved: set[str] = set()
        """Declared as so many of what is unknown, or of what is declared by them."""
        self._waiting: dict[str, Declared] = {}
        self._waiting = {each.symbol: each for each in declared if each.symbol not in self}
        self._powers.update((each.symbol, 1) for each in self._waiting.values() if each.prefixes)
        for symbol in tuple(self._waiting):
            self._plain(symbol)
        self._found.clear()  # of symbols asked for before they were declared

    def _plain(self, symbol: str) -> Unit | None:
        """Return a unit of the table or of the plan."""
        each = self._waiting.pop(symbol, None)
        if each is not None:
            of = self.get(each.of) if each.of is not None else None
            if each.of is not None and of is None:
                self.unresolved.add(symbol)
            dimension, factor = (of.dimension, of.factor) if of else (symbol, _ONE)
            factor *= each.times or 1
            self._listed[symbol] = Unit(symbol, dimension, factor, names=each.name)
        if (unit := self._listed.get(symbol)) is not None:
            return unit
        code = _CURRENCIES.get(symbol, symbol)
        return Unit(symbol, code, _ONE) if code in _codes() else None

    def __contains__(self, symbol: object) -> bool:
        """Say whether a symbol is known."""
        return isinstance(symbol, str) and self.get(symbol) is not None

    def __iter__(self) -> Iterator[str]:
        """Go through the symbols of the table and of the plan: not all that is known."""
        return iter(self._listed)

    def __getitem__(self, symbol: str) -> Unit:
        """Return the unit of a symbol; one that knows its meaning is itself the answer.

        Raises:
            KeyError: it is unknown.
        """
        unit = symbol if isinstance(symbol, Unit) else self.get(symbol)
        if unit is None:
            raise KeyError(symbol)
        return unit

    def get(self, symbol: str) -> Unit | None:
        """Return the unit of a symbol, None for an unknown one."""
        unit = self._plain(symbol)
        if unit is not None or len(symbol) > MAX_SYMBOL:
            return unit
        if symbol not in self._found:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[symbol] = self._quotient(symbol) or self._multiple(symbol)
        return self._found[symbol]

    def nearest(
        self,
        symbol: str,
        fitting: Iterable[str],
        kinds: Container[str] | None = None,
        *,
        cutoff: float = _CUTOFF,
        most: int = 1,
    ) -> Message | None:
        """Return "did you mean …?" for an unknown symbol: its usual spelling, else what is near.

        `kinds` are what it may measure, None for anything. 億元 is 亿元, though 元 is as near.
        """
        usual = unicodedata.normalize("NFKC", symbol).translate(_TRADITIONAL)
        meant = self.get(usual)
        if meant is not None and (kinds is None or meant.dimension in kinds):
            fitting = [usual]
        return nearest(usual, fitting, cutoff=cutoff, most=most)

    def values(self) -> Iterable[Unit]:
        """Return the units of the table and of the plan."""
        return self._listed.values()

    def _quotient(self, symbol: str) -> Unit | None:
        above, line, below = symbol.partition("/")
        if not line:
            return None
        top, bottom = self._side(above), self._side(below)
        if top is None or bottom is None:
            return None
        factor = top.factor / bottom.factor
        dimension = f"{top.dimension}/{bottom.dimension}"
        if top.dimension == bottom.dimension:
            dimension = Dimension.RATIO
        elif dimension == f"{Dimension.MASS}/{Dimension.VOLUME}":
            dimension, factor = Dimension.CONCENTRATION, factor * _AIR
        return Unit(symbol, dimension, factor, sides=(top, bottom))

    def _side(self, symbol: str) -> Unit | None:
        """Return a unit that may stand above or below a line."""
        unit = self._multiple(symbol)
        return None if unit is None or unit.sides or unit.dimension in _UNCOUNTED else unit

    def _multiple(self, symbol: str) -> Unit | None:
        """Return a unit with a number word before it, or an SI prefix."""
        single = self._single(symbol)
        if single is not None:
            return single
        for word, size in _SCALES.items():
            if not symbol.startswith(word):
                continue
            unit = self._single(symbol.removeprefix(word))
            if unit is not None and unit.dimension not in _UNCOUNTED:
                return _times(symbol, size, unit)
        return None

    def _single(self, symbol: str) -> Unit | None:
        """Return a unit that is listed, otherwise spelt, or has an SI prefix."""
        unit = self._plain(_SPELT.get(symbol, symbol))
        rest = _SPELT.get(symbol[1:], symbol[1:])
        exponent = _PREFIXES.get(symbol[:1])
        if unit is not None or exponent is None or rest not in self._powers:
            return unit
        if exponent < 0 and rest not in _SMALL:
            return None
        counted = self[rest]
        size = Fraction(10) ** (exponent * self._powers[rest])
        return Unit(symbol, counted.dimension, size * counted.factor)


def _times(symbol: str, size: int, unit: Unit) -> Unit:
    """Return a unit that is so many of another."""
    scale, factor = size * unit.scale, size * unit.factor
    return Unit(symbol, unit.dimension, factor, scale=scale, counted=unit.counted)


@cache
def _built_in() -> dict[str, Unit]:
    """Return the units of the table, by symbol."""
    units = {
        symbol: Unit(symbol, dimension, Fraction(factor))
        for dimension, row in _TABLE.items()
        for symbol, factor in row.items()
    }
    for symbol in units:
        for word in _LISTED_SCALES:
            if symbol.startswith(word) and (rest := symbol.removeprefix(word)) in units:
                units[symbol] = _times(symbol, _SCALES[word], units[rest])
    return units


@cache
def _codes() -> frozenset[str]:
    return frozenset(_CODES.split())


UNITS = Units()
"""The units that every plan knows."""


PURE = Unit("1", Dimension.RATIO, _ONE, pure=True)
"""A coefficient: not a share, so 0.5 is not 50%."""


def per_cent(unit: str) -> int:
    """Return by how much a number in a unit is multiplied to be shown in per cent, 0 for never."""
    if unit == "1":
        return 0 if isinstance(unit, Unit) and unit.pure else 100
    return int(unit == "%")


def convert(value: Fraction, source: str, target: str) -> Fraction:
    """Convert exactly between two known units of one dimension.

    Raises:
        UnitMismatchError: the dimensions differ.
        KeyError: a unit is unknown.
    """
    if source == target:
        return value
    old, new = UNITS[source], UNITS[target]
    if old.dimension != new.dimension:
        msg = f"{source} ({old.dimension}) does not convert to {target} ({new.dimension})"
        raise UnitMismatchError(msg)
    return value if old.factor == new.factor else value * (old.factor / new.factor)
