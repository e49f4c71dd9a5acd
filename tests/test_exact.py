"""Exact numbers: what is read, what is compared, what is written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from clusterplan.base import exact

F = Fraction


@pytest.mark.parametrize("text", ("0", "-5", "12.50", "340902.8", "0.3333", "1" * 40))
def test_numbers(text: str) -> None:
    assert exact.parse_number(text) == Decimal(text)


def test_what_is_too_long_to_be_read() -> None:
    long = "1" * 18
    for text in (f"{long}1/2", f"-{long}1/2", f"1/{long}1"):
        assert exact.is_long_fraction(text)
        assert exact.parse_fraction(text) is None
    assert not any(map(exact.is_long_fraction, (f"{long}/{long}", f"-{long}/{long}", "1/x")))
    found = [exact.is_long_number(text) for text in ("1" * 40, "1" * 41, "x" * 41)]
    assert found == [False, True, False]


@pytest.mark.parametrize(
    "text",
    (
        "", "+5", "1_000", "1__0", "0x1F", "NaN", "Infinity", "1e400", "1E3", "−5", "½", "1.", ".5",
        "1,000", "３", "٣", " 1", "1 ", "--1", "1" * 41,
    ),
)  # fmt: skip
def test_what_is_not_a_number(text: str) -> None:
    assert exact.parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    (
        ("1/3", F(1, 3)),
        ("-2/4", F(-1, 2)),
        ("7/1", F(7)),
        *((text, None) for text in ("1/0", "1/-3", "1.5/2", "1 / 3", "1/3/4", "/3", "⅓")),
    ),
)
def test_fractions(text: str, wanted: Fraction | None) -> None:
    assert exact.parse_fraction(text) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    (
        (F(1000), "1000"),
        (F(1, 2), "0.5"),
        (F(1, 3), "0.333333333333"),
        (F(2, 3), "0.666666666667"),
        (F(-1, 8), "-0.125"),
        (F(0), "0"),
        (F("123456789012345.678"), "123456789012345.678"),
        (F(10**20, 3), "33333333333300000000"),
        (F("1234567890123456789012345678901.25"), "1234567890123456789012345678901.25"),
    ),
)
def test_written_in_full_or_to_12_digits(value: Fraction, wanted: str) -> None:
    assert str(exact.exactly(value)) == wanted


def test_a_power_comes_back_to_the_threshold() -> None:
    # 500 -> 1000 in five years: the third root chain must end on 1000 exactly, as compared.
    rate = exact.power(F(2), F(1, 5))
    assert exact.at_least(F(500) * rate**5, F(1000))
    assert exact.at_least(F(1000), F(500) * rate**5)
    assert not exact.at_least(F(1000) - F(1, 10**40), F(1000))


@pytest.mark.parametrize(
    ("base", "exponent", "wanted"),
    (
        (F(4), F(1, 2), F(2)),
        (F(8, 27), F(1, 3), F(2, 3)),
        (F(8, 27), F(-2, 3), F(9, 4)),
        (F("1.1") ** 5, F(1, 5), F("1.1")),
        (
            F("1.0000000000000000000000000000001") ** 4,
            F(1, 2),
            F("1.0000000000000000000000000000001") ** 2,
        ),
        (F("1.02") ** 83, F(35, 83), F("1.02") ** 35),
        (F(10**40 + 1) ** 3, F(1, 3), F(10**40 + 1)),
        (F(10**55 + 1) ** 2, F(1, 2), F(10**55 + 1)),  # more digits than a rounded root has
        (F(94_906_265) ** 2, F(1, 2), F(94_906_265)),  # the last square that a float is sure of
        (F(94_906_266) ** 2, F(1, 2), F(94_906_266)),
        (F(208_063) ** 3 / F(3) ** 33, F(1, 3), F(208_063) / F(3) ** 11),
        (F(10**400 + 1) ** 2, F(1, 2), F(10**400 + 1)),
        (F(1), F(1, 7), F(1)),
        (F(3), F(0), F(1)),
        (F(0), F(1, 3), F(0)),
        (F(0), F(111, 25), F(0)),
    ),
)
def test_a_power_that_is_a_fraction_is_exact(
    base: Fraction, exponent: Fraction, wanted: Fraction
) -> None:
    assert exact.power(base, exponent) == wanted


def test_a_power_that_is_none_is_good_to_50_digits() -> None:
    root = exact.power(F(2), F(1, 2))
    assert abs(root**2 - 2) < F(1, 10**48)
    assert root.denominator <= 10**49
    below = exact.power(F(94_906_265) ** 2 - 1, F(1, 2))
    assert 94_906_264 < below < 94_906_265
    near = exact.power(F(4) + F(1, 10**20), F(1, 2))
    assert 0 < near - 2 < F(1, 10**20)
    in_full = exact.power(F(10**39 + 1, 10**39), F(1000))  # of which both sides count
    assert 0 < in_full - 1 < F(1, 10**35)
    assert in_full.denominator <= 10**49


def test_logarithms() -> None:
    assert exact.log_ratio(F(8), F(2)) == pytest.approx(1.3862943611198906)
    assert exact.log_ratio(F(7), F(7)) == 0


@pytest.mark.parametrize(
    ("value", "wanted"),
    (
        (F(5), 5),
        (F(51, 10), 6),
        (F(5) + F(1, 10**45), 5),
        (F(5) + F(1, 10**40), 5),  # 41 digits
        (F(5) + F(1, 10**39), 6),  # 40
        (F(-3, 2), -1),
    ),
)
def test_ceiling(value: Fraction, wanted: int) -> None:
    assert exact.ceiling(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"), ((F(1, 3), "1/3"), (F(1, 4), None), (F(20), None), (F(2, 7), "2/7"))
)
def test_as_fraction_only_where_decimals_fail(value: Fraction, wanted: str | None) -> None:
    assert exact.as_fraction_text(value) == wanted
