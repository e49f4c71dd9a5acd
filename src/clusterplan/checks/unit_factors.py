"""By how much a wrong unit sets levels off, and which of these factors lies between two levels."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from clusterplan.base.units import UNITS, Dimension
from clusterplan.checks.glance import is_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.model.plan import Indicator

TENS = (10, 1000, 10_000)
"""What a wrong unit is off by, whatever the table of units has: 十, 千, 万."""
PER_CENT = 100
"""What a share is off by: a fraction of 1 taken for per cent, or the other way round."""
NEAR = Fraction(7, 10), Fraction(14, 10)
"""How near a jump must be to one of them; levels hardly grow by two fifths a year."""
MARGIN = 1e-9
"""Far more than quotients of floats are off."""
_ONE = Fraction(1)
_Number = TypeVar("_Number", float, Fraction)


class Factors(Struct, frozen=True, dict=True):
    """By how much a wrong unit can set levels off; ascending, from ten on."""

    sizes: tuple[Fraction, ...]

    def __iter__(self) -> Iterator[Fraction]:
        return iter(self.sizes)

    def __len__(self) -> int:
        return len(self.sizes)

    def between(self, old: Fraction, new: Fraction) -> Fraction:
        """Return the factor that takes the old level near the new, or its inverse; 1 if none."""
        sure = self.surely_between(float(old), float(new))
        if sure is not None:
            return sure
        if old <= 0 or new <= 0:
            return _ONE
        ratio = max(new / old, old / new)
        near = _near(ratio, self.sizes, *NEAR)
        best = min(near, key=lambda size: max(ratio / size, size / ratio), default=_ONE)
        return best if new > old else 1 / best

    def surely_between(self, old: float, new: float) -> Fraction | None:
        """Return the same as far as floats can tell, else None."""
        if old <= 0 or new <= 0:
            return _ONE
        if not (old > 0 and new > 0):
            return None
        ratio = max(new / old, old / new)
        low, high = map(float, NEAR)
        near = _near(ratio, self._quick, low * (1 - MARGIN), high * (1 + MARGIN))
        if not near:
            return _ONE
        sure = _near(ratio, self._quick, low * (1 + MARGIN), high * (1 - MARGIN))
        if len(near) > 1 or near != sure:
            return None
        best = self.sizes[self._quick.index(near[0])]
        return best if new > old else 1 / best

    @cached_property
    def _quick(self) -> tuple[float, ...]:
        return tuple(map(float, self.sizes))


HUNDRED = Factors((Fraction(PER_CENT),))


def factors_of(indicator: Indicator) -> Factors:
    """Return by how much a wrong unit can set levels of an indicator off."""
    dimension = UNITS[indicator.unit].dimension
    if not is_level(indicator):
        return Factors(())
    if dimension is Dimension.RATIO:  # a rate may well rise tenfold, hardly a hundredfold
        return HUNDRED
    return _of_amounts(dimension)


@cache
def _of_amounts(dimension: Dimension) -> Factors:
    return Factors(tuple(sorted({*apart(dimension), *map(Fraction, TENS)})))


@cache
def apart(dimension: Dimension) -> tuple[Fraction, ...]:
    """Return by what the units of a dimension are apart."""
    sizes = [unit.factor for unit in UNITS.values() if unit.dimension is dimension]
    return tuple({large / small for large in sizes for small in sizes if large / small >= TENS[0]})


def _near(ratio: _Number, sizes: Sequence[_Number], low: _Number, high: _Number) -> list[_Number]:
    return [size for size in sizes if low * size <= ratio <= high * size]
