"""Units: exact, and 亿 is never a billion."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterplan.base.units import UNITS, Dimension, UnitMismatchError, convert
from clusterplan.locale import Locale

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6).map(Fraction)


@pytest.mark.parametrize(
    ("value", "source", "target", "wanted"),
    (
        (1000, "亿元", "billion yuan", 100),
        (500, "亿元", "billion yuan", 50),
        (1, "亿元", "元", 10**8),
        (1, "万亿元", "亿元", 10**4),
        (1, "万元", "yuan", 10**4),
        (1, "million yuan", "万元", 100),
        (1, "billion yuan", "亿元", 10),
        (20, "%", "1", Fraction(1, 5)),
        (1, "万人", "人", 10**4),
        (3, "家", "户", 3),
        (1, "万亿元", "billion yuan", 1000),
        (1, "元", "yuan", 1),
        (1, "%", "‰", 10),
        (1, "个", "件", 1),
        (1, "件", "家", 1),
        (1, "张", "所", 1),
        (1, "所", "辆", 1),
        (1, "辆", "个", 1),
        (1, "万户", "户", 10**4),
        (1, "吨", "千克", 1000),
        (1, "万吨", "吨", 10**4),
        (1, "亿吨", "万吨", 10**4),
        (1, "公里", "米", 1000),
        (1, "万公里", "公里", 10**4),
        (1, "公顷", "亩", 15),
        (1, "公顷", "平方米", 10**4),
        (1, "万平方米", "公顷", 1),
        (1, "平方公里", "公顷", 100),
        (1, "万公顷", "平方公里", 100),
        (1, "万亩", "亩", 10**4),
        (3, "亩", "平方米", 2000),
        (1, "万立方米", "立方米", 10**4),
        (1, "亿立方米", "万立方米", 10**4),
        (1, "万千瓦时", "千瓦时", 10**4),
        (1, "亿千瓦时", "万千瓦时", 10**4),
        (1, "万吨标准煤", "吨标准煤", 10**4),
        (1, "亿吨标准煤", "万吨标准煤", 10**4),
        (1, "兆瓦", "千瓦", 1000),
        (1, "万千瓦", "兆瓦", 10),
        (1, "万千瓦", "千瓦", 10**4),
        (1, "亿千瓦", "万千瓦", 10**4),
        (1, "毫克/立方米", "微克/立方米", 1000),
    ),
)
def test_conversion(value: int, source: str, target: str, wanted: Fraction | int) -> None:
    assert convert(Fraction(value), source, target) == wanted


@pytest.mark.parametrize("dimension", Dimension)
def test_every_dimension_has_a_basic_unit(dimension: Dimension) -> None:
    factors = [unit.factor for unit in UNITS.values() if unit.dimension is dimension]
    assert 1 in factors
    assert min(factors) > 0


def test_dates_and_states_are_no_numbers() -> None:
    assert {symbol for symbol, unit in UNITS.items() if not unit.numeric} == {"date", "state"}


@pytest.mark.parametrize("symbol", ("亿", "billion", "bn", "千元", ""))
def test_units_that_could_be_guessed_are_unknown(symbol: str) -> None:
    with pytest.raises(KeyError):
        convert(Fraction(1), symbol, "元")


@pytest.mark.parametrize(
    ("source", "target", "why"),
    (
        ("亿元", "个", r"^亿元 \(money\) does not convert to 个 \(count\)$"),
        ("%", "人", "%"),
        ("date", "state", "date"),
    ),
)
def test_dimensions_do_not_mix(source: str, target: str, why: str) -> None:
    with pytest.raises(UnitMismatchError, match=why):
        convert(Fraction(1), source, target)


@given(NUMBERS, st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_there_and_back(value: Fraction, source: str, target: str) -> None:
    if UNITS[source].dimension is UNITS[target].dimension:
        assert convert(convert(value, source, target), target, source) == value


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    (
        ("1000", "亿元", "CN¥100 bn"),
        ("500", "亿元", "CN¥50 bn"),
        ("1.5", "亿元", "CN¥150 m"),
        ("2", "万亿元", "CN¥2,000 bn"),
        ("-20", "亿元", "CN¥−2 bn"),
        ("50", "个", None),
    ),
)
def test_amounts_as_english_readers_count_them(value: str, unit: str, wanted: str | None) -> None:
    assert Locale("en").money_gloss(Decimal(value), unit) == wanted
    assert Locale("zh").money_gloss(Decimal(value), unit) is None
