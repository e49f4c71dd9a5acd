"""Units of measurement and exact conversion between them.

`亿元` is 10⁸ yuan, a tenth of a billion: 1000 亿元 are 100 billion yuan. A unit is known only by
the symbols listed here; "billion" alone, "亿" alone or any guess is refused.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import cache

from msgspec import Struct


class Dimension(StrEnum):
    """What a unit measures; only units of one dimension convert into each other."""

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


class Unit(Struct, frozen=True):
    """A unit and how many of its dimension's basic unit it holds."""

    symbol: str
    dimension: Dimension
    factor: Fraction

    @property
    def numeric(self) -> bool:
        """Say whether figures in this unit are numbers (not dates, not states)."""
        return self.dimension not in (Dimension.DATE, Dimension.STATE)

    @property
    def additive(self) -> bool:
        """Say whether the figures of several add up to one for all of them: amounts do.

        Rates, concentrations, ages, days and indexes do not.
        """
        return self.dimension in _AMOUNTS


_AMOUNTS = frozenset(
    {
        Dimension.MONEY,
        Dimension.COUNT,
        Dimension.PEOPLE,
        Dimension.MASS,
        Dimension.LENGTH,
        Dimension.AREA,
        Dimension.VOLUME,
        Dimension.ENERGY,
        Dimension.COAL,
        Dimension.POWER,
    }
)

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
    Dimension.PEOPLE: {"人": 1, "万人": 10**4},
    Dimension.MASS: {"千克": Fraction(1, 1000), "吨": 1, "万吨": 10**4, "亿吨": 10**8},
    Dimension.LENGTH: {"米": 1, "公里": 1000, "万公里": 10**7},
    Dimension.AREA: {
        "平方米": 1,
        "万平方米": 10**4,
        "公顷": 10**4,
        "万公顷": 10**8,
        "亩": Fraction(2000, 3),
        "万亩": Fraction(2 * 10**7, 3),
        "平方公里": 10**6,
    },
    Dimension.VOLUME: {"立方米": 1, "万立方米": 10**4, "亿立方米": 10**8},
    Dimension.ENERGY: {"千瓦时": 1, "万千瓦时": 10**4, "亿千瓦时": 10**8},
    Dimension.COAL: {"吨标准煤": 1, "万吨标准煤": 10**4, "亿吨标准煤": 10**8},
    Dimension.POWER: {"千瓦": 1, "兆瓦": 1000, "万千瓦": 10**4, "亿千瓦": 10**8},
    Dimension.CONCENTRATION: {"微克/立方米": 1, "毫克/立方米": 1000},
    Dimension.DAYS: {"天": 1},
    Dimension.YEARS: {"岁": 1},
    Dimension.INDEX: {"index": 1},
    Dimension.DATE: {"date": 1},
    Dimension.STATE: {"state": 1},
}
"""How many of the dimension's basic unit a unit holds. A new unit is one entry here."""

UNITS = {
    symbol: Unit(symbol, dimension, Fraction(factor))
    for dimension, units in _TABLE.items()
    for symbol, factor in units.items()
}
"""Every known unit by its symbol."""
UNIT_CUTOFF = 0.6
"""How near a misspelt unit must be to one of those of its dimension: 亿 to 亿元."""


class UnitMismatchError(ValueError):
    """Two units of different dimensions were to be converted into each other."""


def convert(value: Fraction, source: str, target: str) -> Fraction:
    """Convert exactly between two known units of one dimension.

    Raises:
        UnitMismatchError: the dimensions differ.
        KeyError: a unit is unknown.
    """
    factor = _factor(source, target)
    return value if factor is None else value * factor


@cache
def _factor(source: str, target: str) -> Fraction | None:
    """Return what takes one unit to another, None where nothing is to be done."""
    old, new = UNITS[source], UNITS[target]
    if old.dimension is not new.dimension:
        msg = f"{source} ({old.dimension}) does not convert to {target} ({new.dimension})"
        raise UnitMismatchError(msg)
    return None if old.factor == new.factor else old.factor / new.factor
