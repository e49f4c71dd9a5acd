"""Exact numbers: reading them, roots and logarithms to 50 digits, writing them.

Everything clusterplan computes with is a `fractions.Fraction`. What cannot be a fraction (a root, a
logarithm) is computed to 60 digits and rounded to 50, so that a value that lies exactly on a
threshold still compares as equal to it.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache

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
KEPT = 1024
"""Roots and logarithms that are kept: the verdict on a target asks for the same ones ten times."""


def parse_number(text: str) -> Decimal | None:
    """Read `-?digits(.digits)?` in ASCII digits; anything else is None, never a guess."""
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)


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


@lru_cache(KEPT)
def power(base: Fraction, exponent: Fraction) -> Fraction:
    """Return base ** exponent, in full where it is a fraction, else to 50 digits.

    The base is above 0, or 0 with an exponent that is not below 0.
    """
    if abs(exponent.numerator) < _COMPARED.prec:
        root = _root(base, exponent.denominator)
        if root is not None:
            return root**exponent.numerator
    raised = _WORKING.exp(_WORKING.multiply(_to_working(exponent), _log(base)))
    return Fraction(_COMPARED.plus(raised))


def log_ratio(value: Fraction, base: Fraction) -> Fraction:
    """Return ln(value / base) to 50 digits; both > 0."""
    return Fraction(_COMPARED.plus(_log(value / base)))


def at_least(value: Fraction, threshold: Fraction) -> bool:
    """Compare at 50 digits; equality counts as reached, without any tolerance beyond that."""
    return value >= threshold or _round50(value) >= _round50(threshold)


def ceiling(value: Fraction) -> int:
    """Round up to a whole number; what is whole at 40 digits is whole."""
    return math.ceil(Fraction(Context(prec=40).divide(value.numerator, value.denominator)))


def exactly(value: Fraction) -> Decimal:
    """Write a value in full; one without a finite decimal form to 12 significant digits."""
    if not _has_decimal_form(value):
        return rounded(value)
    digits = len(str(abs(value.numerator))) + value.denominator.bit_length()
    return plain(Context(prec=max(digits, 1)).divide(value.numerator, value.denominator))


def rounded(value: Fraction, digits: int = REPORTED_DIGITS) -> Decimal:
    """Round half even to significant digits."""
    return plain(Context(prec=digits).divide(value.numerator, value.denominator))


def plain(number: Decimal) -> Decimal:
    """Drop trailing zeros and the exponent: 1E+3 becomes 1000, 0.50 becomes 0.5."""
    if number == 0:
        return Decimal(0)
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def as_fraction_text(value: Fraction) -> str | None:
    """Return `n/m` for a value that no decimal number states exactly, else None."""
    return None if _has_decimal_form(value) else f"{value.numerator}/{value.denominator}"


def _has_decimal_form(value: Fraction) -> bool:
    odd = value.denominator
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
        near = _WORKING.power(Decimal(number), _WORKING.divide(Decimal(1), Decimal(degree)))
        root = int(near.to_integral_value())
    return root if root**degree == number else None


@lru_cache(KEPT)
def _log(value: Fraction) -> Decimal:
    return _WORKING.ln(_to_working(value))


def _to_working(value: Fraction) -> Decimal:
    return _WORKING.divide(Decimal(value.numerator), Decimal(value.denominator))


def _round50(value: Fraction) -> Decimal:
    return _COMPARED.divide(Decimal(value.numerator), Decimal(value.denominator))
