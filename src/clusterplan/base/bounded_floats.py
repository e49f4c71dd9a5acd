"""Numbers in floats that know how far they may be off: they decide nearly everything, or abstain.

What is written for fractions works on them too. Where an answer depends on what a float does not
know they raise `Undecided`, and whoever asked computes it in full.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

N = TypeVar("N", Fraction, "Near")
"""A kind of number that a formula is computed in."""
_Found = TypeVar("_Found")
Plain: TypeAlias = Fraction | int


_STEP = 2.0**-52
"""Twice what a float is rounded by, in parts of it."""
_LIBRARY = 2.0**-51
"""Twice what logarithms and powers of the C library are off by, in parts of them."""
_ROUNDED_UP = 1 + 2.0**-48
"""More than what errors lose by being rounded themselves."""
_LEAST = 1e-290
"""Below it floats have fewer digits."""


class Undecided(ArithmeticError):  # noqa: N818 # no error: a question to put in full
    """What was asked hangs on digits that are not known."""


class Near:
    """A number that is within `error` of a float."""

    __slots__ = ("error", "value")

    def __init__(self, value: float, error: float = 0.0) -> None:
        self.value = value
        self.error = (error + abs(value) * _STEP) * _ROUNDED_UP + _LEAST

    def __add__(self, other: Near | Plain) -> Near:
        other = other if isinstance(other, Near) else near(other)
        return Near(self.value + other.value, self.error + other.error)

    def __sub__(self, other: Near | Plain) -> Near:
        other = other if isinstance(other, Near) else near(other)
        return Near(self.value - other.value, self.error + other.error)

    def __mul__(self, other: Near | Plain) -> Near:
        other = other if isinstance(other, Near) else near(other)
        error = abs(self.value) * other.error + (abs(other.value) + other.error) * self.error
        return Near(self.value * other.value, error)

    def __truediv__(self, other: Near | Plain) -> Near:
        other = other if isinstance(other, Near) else near(other)
        found = self.value / other.value
        error = self.error + abs(found) * other.error
        return Near(found, error / other._least())

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Plain) -> Near:
        return near(other) - self

    def __rtruediv__(self, other: Plain) -> Near:
        return near(other) / self

    def __lt__(self, other: Near | Plain) -> bool:
        other = other if isinstance(other, Near) else near(other)
        apart, error = self.value - other.value, self.error + other.error
        if apart > error:
            return False
        if apart < -error:
            return True
        raise Undecided

    def __gt__(self, other: Near | Plain) -> bool:
        return not self < other

    __le__, __ge__ = __lt__, __gt__  # what is decided is not equal

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Near | Fraction | int):
            return NotImplemented
        return self is other or self < other < self  # never, where that is decided

    __hash__ = None  # type: ignore[assignment] # nobody knows what it equals

    def log(self) -> Near:
        """Return its logarithm; it is above zero."""
        found = math.log(self.value)
        return Near(found, self.error / self._least() + abs(found) * _LIBRARY)

    def power(self, exponent: Near | Plain) -> Near:
        """Return it to some power; it is above zero."""
        times = exponent if isinstance(exponent, Near) else near(exponent)
        found = self.value**times.value
        off = abs(times.value) * self.error / self._least()
        off += abs(math.log(self.value)) * times.error + _LIBRARY
        return Near(found, found * math.expm1(off))

    def ceiling(self) -> int:
        """Round up to a whole number."""
        return _same(math.ceil(self.value - self.error), math.ceil(self.value + self.error))

    def rounded(self, digits: int) -> str:
        """Write it with so many significant digits, an exponent only where it is long or small."""
        form = f".{digits}g"
        return _same(format(self.value - self.error, form), format(self.value + self.error, form))

    def _least(self) -> float:
        """Return how far from zero it is at least."""
        least = abs(self.value) - self.error
        if least > 0:
            return least * (1 - _STEP)  # rounded down
        raise Undecided


def near(number: Near | Plain) -> Near:
    """Return a number in floats."""
    if isinstance(number, Near):
        return number
    return Near(number.numerator / number.denominator)


def decided(formula: Callable[..., _Found], *of: object) -> _Found:
    """Return what a formula gives in floats, and where those cannot say, what it gives in full.

    Args:
        formula: takes both kinds of numbers.
        of: its arguments in full: fractions, and what says itself how it is `near`, are put in
            floats first.
    """
    try:
        return formula(*map(_in_floats, of))
    except ArithmeticError:
        return formula(*of)


def _in_floats(of: object) -> object:
    return near(of) if isinstance(of, Fraction) else getattr(of, "near", of)


def _same(one: _Found, other: _Found) -> _Found:
    if one == other:
        return one
    raise Undecided
