"""Exact numbers: reading them, roots and logarithms to 50 digits, writing them.

Everything clusterplan computes with is a `fractions.Fraction`. What cannot be a fraction (a root, a
logarithm) is computed to 60 digits and rounded to 50, so that a value that lies exactly on a
threshold still compares as equal to it.

Exactness has a budget: products of products and sums of many quotients grow without end. Beyond it
a number gives way to the two that it lies between (`cut`), of so many digits that both say the same
wherever 50 are compared.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from clusterplan.base.bounded_floats import N, Near

if TYPE_CHECKING:
    from collections.abc import Iterable

REPORTED_DIGITS = 12
"""Significant digits of quotients and logarithms in reports (contract)."""

_COMPARED = Context(prec=50, rounding=ROUND_HALF_EVEN)
_WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FRACTION = re.compile(r"(-?[0-9]+)/([0-9]+)")
MAX_DIGITS = 40
"""Longest number that is read: no statistic has more, and longer ones only slow things down."""
MAX_SIDE = 18
"""Most digits above and below the line of a fraction."""

FLOATS_ARE_WHOLE = 1 << 53
"""Below it a float states every whole number, and a root in floats finds the whole root."""
BUDGET = 4096
"""Bits that a fraction may have, both sides together: those of a product of thirty long numbers."""
LONGEST_POWER = 8 * BUDGET
"""Bits of a power that is computed in full: forty digits growing over a hundred years have them."""
CUT_TO = 512
"""Bits that are left of one that has more: 154 digits."""
DECIMALS = 12
"""More decimals than any statistic prints."""
LARGEST = Fraction(10**100)
"""No figure is larger: beyond it, and below its inverse, only that is known."""
_MOST_BITS = LARGEST.numerator.bit_length() + 1
CLOSE = Fraction(1, 10**100)
"""Ends as near as this, in parts of their size, are one value: numbers that were cut are nearer,
and what was rounded in print is never so near."""
MOST_SHOWN = 100
"""Digits that are written in full; sums and differences of what is read have no more."""
_SHOWN = Context(prec=MOST_SHOWN, traps=[Inexact])
SHORT = 10
"""Characters of a fraction that is still read as one, like 1/3."""
KEPT = 1024
"""Roots and logarithms that are kept: the verdict on a target asks for the same ones ten times."""


def parse_number(text: str) -> Decimal | None:
    """Read `-?digits(.digits)?` in ASCII digits; anything else is None, never a guess."""
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)


def decimals_of(number: Decimal) -> int:
    """Return how many decimals a number was written with, zeros included."""
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def is_long_number(text: str) -> bool:
    """Say whether a text is a number that is too long to be read."""
    return len(text) > MAX_DIGITS and bool(_NUMBER.fullmatch(text))


def is_long_fraction(text: str) -> bool:
    """Say whether a text is a fraction that is too long to be read."""
    match = _FRACTION.fullmatch(text)
    return match is not None and max(map(len, text.removeprefix("-").split("/"))) > MAX_SIDE


def parse_fraction(text: str) -> Fraction | None:
    """Read `n/m` with m > 0; anything else is None."""
    match = _FRACTION.fullmatch(text)
    if not match or is_long_fraction(text) or int(match[2]) == 0:
        return None
    return Fraction(int(match[1]), int(match[2]))


def power(base: N, exponent: N | Fraction) -> N:
    """Return base ** exponent, in full where it is a fraction, else to 50 digits.

    The base is above 0, or 0 with an exponent that is not below 0.
    """
    return base.power(exponent) if isinstance(base, Near) else _power(base, exponent)


@lru_cache(KEPT)
def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if abs(exponent.numerator) * _bits(base) <= LONGEST_POWER * exponent.denominator:
        root = _root(base, exponent.denominator)
        if root is not None:
            return root**exponent.numerator
    times = _WORKING.divide(exponent.numerator, exponent.denominator)
    raised = _WORKING.exp(_WORKING.multiply(times, _log(base)))
    return Fraction(_COMPARED.plus(raised))


def log_ratio(value: N, base: N) -> N:
    """Return ln(value / base) to 50 digits; both > 0."""
    return log(value / base)


def log(value: N) -> N:
    """Return ln(value) to 50 digits; it is above 0."""
    return value.log() if isinstance(value, Near) else Fraction(_COMPARED.plus(_log(value)))


def at_least(value: N, threshold: N) -> bool:
    """Compare at 50 digits; equality counts as reached, without any tolerance beyond that."""
    if isinstance(value, Near) or isinstance(threshold, Near):
        return value >= threshold
    return value >= threshold or _round50(value) >= _round50(threshold)


def ceiling(value: Fraction | Near) -> int:
    """Round up to a whole number; what is whole at 40 digits is whole."""
    if isinstance(value, Near):
        return value.ceiling()
    return math.ceil(Fraction(Context(prec=40).divide(value.numerator, value.denominator)))


def cut(value: Fraction, *, up: bool) -> Fraction | None:
    """Return a number within the budget of bits that is at most the value, or at least it.

    The value itself where it is within the budget; None where there is no such number.
    """
    if value < 0:
        mirrored = cut(-value, up=not up)
        return None if mirrored is None else -mirrored
    above, below = value.numerator.bit_length(), value.denominator.bit_length()
    size = above - below
    if abs(size) < _MOST_BITS and above + below <= BUDGET:
        return value
    if size >= _MOST_BITS:
        return None if up else LARGEST
    if size <= -_MOST_BITS and value:
        return 1 / LARGEST if up else Fraction(0)
    shift = CUT_TO - size
    top, bottom = value.numerator << max(shift, 0), value.denominator << max(-shift, 0)
    digits = -(-top // bottom) if up else top // bottom
    return Fraction(digits << max(-shift, 0), 1 << max(shift, 0))


def as_one(low: Fraction, high: Fraction) -> bool:
    """Say whether the ends of an interval are the same as far as anything is compared."""
    return low is high or high - low <= CLOSE * abs(low)


def total(numbers: Iterable[Fraction], *, up: bool = False) -> Fraction | None:
    """Return a sum, in full or cut; None where it has no number above it, or below it."""
    # Denominators are few, and whole numbers are added many times faster than fractions.
    tops: dict[int, int] = {}
    for number in numbers:
        tops[number.denominator] = tops.get(number.denominator, 0) + number.numerator
    found = Fraction(0)
    for bottom, top in tops.items():
        next_sum = cut(found + Fraction(top, bottom), up=up)
        if next_sum is None:
            return None
        found = next_sum
    return found


def exactly(value: Fraction) -> Decimal:
    """Write a value in full; one that has no finite or no short decimal form to 12 digits."""
    try:
        return plain(_SHOWN.divide(value.numerator, value.denominator))
    except Inexact:
        return rounded(value)


def rounded(value: Fraction | Near, digits: int = REPORTED_DIGITS) -> Decimal:
    """Round half even to significant digits."""
    if isinstance(value, Near):
        text = value.rounded(digits)
        return plain(Decimal(text)) if "e" in text else Decimal(text)
    return plain(_of_digits(digits).divide(value.numerator, value.denominator))


@cache
def _of_digits(digits: int) -> Context:
    return Context(prec=digits)


def plain(number: Decimal) -> Decimal:
    """Drop trailing zeros and the exponent: 1E+3 becomes 1000, 0.50 becomes 0.5."""
    if number == 0:
        return Decimal(0)
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def half_a_digit(value: Fraction, *, zeros: bool = True) -> Fraction:
    """Return half of the last digit that is not zero, or of the ones in a whole number."""
    decimals, tens = 0, 1
    while 10**decimals % value.denominator and decimals < DECIMALS:
        decimals += 1
    while not zeros and value and not decimals and not value.numerator % (tens * 10):
        tens *= 10
    return Fraction(tens, 2 * 10**decimals)


def as_fraction_text(value: Fraction) -> str | None:
    """Return `n/m` for a value that no decimal number states exactly, and a short text does."""
    if max(abs(value.numerator), value.denominator) >= 10**SHORT or _has_decimal_form(value):
        return None
    text = f"{value.numerator}/{value.denominator}"
    return text if len(text) <= SHORT else None


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _has_decimal_form(value: Fraction) -> bool:
    odd = value.denominator
    if odd.bit_length() > BUDGET:
        return False  # not one that anybody would write
    for prime in (2, 5):
        while odd % prime == 0:
            odd //= prime
    return odd == 1


def _root(value: Fraction, degree: int) -> Fraction | None:
    """Return the root of this degree where it is a fraction, else None."""
    if degree == 1:
        return value
    top = _whole_root(value.numerator, degree)
    bottom = _whole_root(value.denominator, degree) if top is not None else None
    return None if top is None or bottom is None else Fraction(top, bottom)


def _whole_root(number: int, degree: int) -> int | None:
    if number < FLOATS_ARE_WHOLE:
        root = round(number ** (1 / degree))  # off by far less than a half
    else:
        # As many digits as a whole root has, and some more.
        context = Context(prec=_WORKING.prec + number.bit_length() // (3 * degree))
        near = context.power(Decimal(number), context.divide(Decimal(1), Decimal(degree)))
        root = int(near.to_integral_value())
    return root if root**degree == number else None


@lru_cache(KEPT)
def _log(value: Fraction) -> Decimal:
    """Return ln(value): near 1 it lies in the digits behind the zeros, so with as many more."""
    off = abs(value - 1)
    zeros = max(off.denominator.bit_length() - off.numerator.bit_length(), 0) // 3 if off else 0
    context = Context(prec=_WORKING.prec + zeros, rounding=ROUND_HALF_EVEN)
    return context.ln(context.divide(value.numerator, value.denominator))


def _round50(value: Fraction) -> Decimal:
    return _COMPARED.divide(Decimal(value.numerator), Decimal(value.denominator))
