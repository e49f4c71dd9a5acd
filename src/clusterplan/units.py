"""Units of measurement and exact conversion between them.

`亿元` is 10⁸ yuan, a tenth of a billion: 1000 亿元 are 100 billion yuan. A unit is known only by
the symbols listed here; "billion" alone, "亿" alone or any guess is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Dimension(StrEnum):
    """What a unit measures; only units of one dimension convert into each other."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    PEOPLE = "people"
    DATE = "date"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and how many of its dimension's basic unit it holds."""

    symbol: str
    dimension: Dimension
    factor: Fraction

    @property
    def numeric(self) -> bool:
        """Say whether figures in this unit are numbers (not dates, not states)."""
        return self.dimension not in (Dimension.DATE, Dimension.STATE)


def _units() -> dict[str, Unit]:
    money = {"元": 1, "yuan": 1, "万元": 10**4, "million yuan": 10**6, "亿元": 10**8}
    money |= {"billion yuan": 10**9, "万亿元": 10**12}
    table = [Unit(s, Dimension.MONEY, Fraction(f)) for s, f in money.items()]
    table += [Unit("1", Dimension.RATIO, Fraction(1)), Unit("%", Dimension.RATIO, Fraction(1, 100))]
    table += [Unit(s, Dimension.COUNT, Fraction(1)) for s in ("个", "家", "户")]
    table += [Unit("人", Dimension.PEOPLE, Fraction(1))]
    table += [Unit("万人", Dimension.PEOPLE, Fraction(10**4))]
    table += [
        Unit("date", Dimension.DATE, Fraction(1)),
        Unit("state", Dimension.STATE, Fraction(1)),
    ]
    return {unit.symbol: unit for unit in table}


UNITS = _units()
"""Every known unit by its symbol. A new unit is one entry here."""


class UnitMismatchError(ValueError):
    """Two units of different dimensions were to be converted into each other."""


def convert(value: Fraction, source: str, target: str) -> Fraction:
    """Convert exactly between two known units of one dimension.

    Raises:
        UnitMismatchError: the dimensions differ.
        KeyError: a unit is unknown.
    """
    old, new = UNITS[source], UNITS[target]
    if old.dimension is not new.dimension:
        msg = f"{source} ({old.dimension}) does not convert to {target} ({new.dimension})"
        raise UnitMismatchError(msg)
    return value * old.factor / new.factor
