"""By how much a wrong unit sets levels off, and which of these factors lies between two levels."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.units import UNITS, Dimension

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.checks.relations import Number
    from clusterplan.model.plan import Indicator

TENS = (10, 1000, 10_000)
"""What a wrong unit is off by, whatever the table of units has: 十, 千, 万."""
PER_CENT = 100
"""What a share is off by: a fraction of 1 taken for per cent, or the other way round."""
NEAR = Fraction(7, 10), Fraction(14, 10)
"""How near a jump must be to one of them; levels hardly grow by two fifths a year."""
MARGIN = 1e-9
"""Far more than quotients of floats are off."""
SLIP = float(TENS[0] * NEAR[0]) * (1 - MARGIN)
"""Levels of which one has a wrong unit are further apart."""
NOT_LEVELS = (
    Dimension.COUNT,
    Dimension.PEOPLE,
    Dimension.DAYS,
    Dimension.INDEX,
    Dimension.DATE,
    Dimension.STATE,
)
_ONE = Fraction(1)


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
        return (self._between(old, new, self._exact) or _ONE) if sure is None else sure

    def surely_between(self, old: float, new: float) -> Fraction | None:
        """Return the same as far as floats can tell, else None."""
        if old > 0 and new > 0 and alike(old, new):
            return _ONE
        return self._between(old, new, self._rough, MARGIN)

    def _between(
        self, old: Number, new: Number, spans: Sequence[Sequence[Number]], margin: float = 0
    ) -> Fraction | None:
        """Return the factor that fits best; None if numbers so far off cannot tell."""
        if old <= 0 or new <= 0:
            return _ONE
        if not (old > 0 and new > 0):
            return None
        ratio = max(new / old, old / new)
        near = _near(ratio, spans, 1 + margin)
        if not near:
            return _ONE
        if margin and (len(near) > 1 or near != _near(ratio, spans, 1 - margin)):
            return None
        best = min(near, key=lambda at: max(ratio / spans[at][0], spans[at][0] / ratio))
        return self.sizes[best] if new > old else 1 / self.sizes[best]

    @cached_property
    def _exact(self) -> list[tuple[Fraction, ...]]:
        """Each size, and between what a jump is near it."""
        return [(size, NEAR[0] * size, NEAR[1] * size) for size in self.sizes]

    @cached_property
    def _rough(self) -> list[tuple[float, ...]]:
        return [tuple(map(float, each)) for each in self._exact]


def _near(ratio: Number, spans: Sequence[Sequence[Number]], wider: float) -> list[int]:
    """Return which sizes a jump is near to, by their position."""
    return [
        at
        for at, (_, low, high) in enumerate(spans)
        if low <= ratio * wider and ratio <= high * wider
    ]


HUNDRED = Factors((Fraction(PER_CENT),))


def factors_of(indicator: Indicator) -> Factors:
    """Return by how much a wrong unit can set levels of an indicator off."""
    dimension = indicator.unit.dimension
    if not is_level(indicator):
        return Factors(())
    if dimension == Dimension.RATIO:  # a rate may well rise tenfold, hardly a hundredfold
        return HUNDRED
    return _of_amounts(dimension)


@cache
def _of_amounts(dimension: str) -> Factors:
    return Factors(tuple(sorted({*apart(dimension), *map(Fraction, TENS)})))


@cache
def apart(dimension: str) -> tuple[Fraction, ...]:
    """Return by what the units of a dimension are apart."""
    sizes = [unit.factor for unit in UNITS.values() if unit.dimension == dimension]
    return tuple({large / small for large in sizes for small in sizes if large / small >= TENS[0]})


def alike(old: float, new: float) -> bool:
    """Say whether two levels are so near that no wrong unit lies between them."""
    return old <= SLIP * new and new <= SLIP * old


def is_level(indicator: Indicator) -> bool:
    """Say whether a wrong unit shows in the numbers; counts start small and grow fast."""
    return indicator.unit.dimension not in NOT_LEVELS and indicator.observed == "level"
