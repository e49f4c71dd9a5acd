"""Units: exact, and 亿 is never a billion."""

from __future__ import annotations

import copy
import pickle
import re
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from clusterplan.base.units import (
    PURE,
    UNITS,
    Dimension,
    UnitMismatchError,
    Units,
    convert,
    per_cent,
)
from clusterplan.cli.app import app
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.model.plan import DeclaredUnit, Names

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
        (1, "百万人", "万人", 100),
        (Fraction("1.36"), "billion people", "万人", 136000),
        (3, "thousand people", "人", 3000),
        (1, "十万人", "百人", 1000),
        (1, "千万千瓦时", "亿千瓦时", Fraction(1, 10)),
        (1, "trillion yuan", "万亿元", 1),
        (1, "Mt", "万吨", 100),
        (1, "kt", "kg", 10**6),
        (1, "GWh", "千瓦时", 10**6),
        (1, "kWh", "MJ", Fraction(18, 5)),
        (1, "km²", "公顷", 100),
        (1, "km3", "亿立方米", 10),
        (1, "million ha", "万公顷", 100),
        (1, "GW", "万千瓦", 100),
        (1, "万元/人", "yuan/people", 10**4),
        (20, "件/万人", "件/百万人", 2000),
        (1, "t/ha", "kg/m²", Fraction(1, 10)),
        (1, "µg/m³", "微克/立方米", 1),
        (1, "mg/m3", "μg/m³", 1000),
        (5, "人/十万人", "‰", Fraction(1, 20)),
        (1, "亿美元", "million USD", 100),
        (1, "CNY", "元", 1),
        (1, "亿千瓦", "万千瓦", 10**4),
        (1, "mg/m³", "微克/立方米", 1000),
        (1, "毫克/立方米", "微克/立方米", 1000),
    ),
)
def test_conversion(value: int, source: str, target: str, wanted: Fraction | int) -> None:
    assert convert(Fraction(value), source, target) == wanted


@pytest.mark.parametrize("dimension", Dimension)
def test_every_dimension_has_a_basic_unit(dimension: Dimension) -> None:
    factors = [unit.factor for unit in UNITS.values() if unit.dimension == dimension]
    assert 1 in factors
    assert min(factors) > 0


def test_dates_and_states_are_no_numbers() -> None:
    assert {str(unit) for unit in UNITS.values() if not unit.numeric} == {"date", "state"}


@pytest.mark.parametrize(
    "symbol",
    (
        "亿",
        "billion",
        "bn",
        "",
        "million",
        "mt",
        "万%",
        "1/人",
        "人/",
        "元/人/年",
        "kindex",
        "xg",
        "人" * 41,
    ),
)
def test_units_that_could_be_guessed_are_unknown(symbol: str) -> None:
    assert symbol not in UNITS
    with pytest.raises(KeyError):
        convert(Fraction(1), symbol, "元")


@pytest.mark.parametrize(
    ("source", "target", "why"),
    (
        ("亿元", "个", r"^亿元 \(money\) does not convert to 个 \(count\)$"),
        ("%", "人", "%"),
        ("date", "state", "date"),
        ("美元", "元", "美元"),
        ("EUR", "USD", "EUR"),
        ("元/人", "元", "money/people"),
        ("年", "天", "years"),
    ),
)
def test_dimensions_do_not_mix(source: str, target: str, why: str) -> None:
    with pytest.raises(UnitMismatchError, match=why):
        convert(Fraction(1), source, target)


@given(NUMBERS, st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_there_and_back(value: Fraction, source: str, target: str) -> None:
    if UNITS[source].dimension == UNITS[target].dimension:
        assert convert(convert(value, source, target), target, source) == value


_WORDS = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12} | {
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    value=st.decimals(0, 10**12, places=8, allow_nan=False),
    unit=st.sampled_from(("百人", "千人", "万人", "亿人", "十亿人", "million people", "万元/人")),
    needed=st.booleans(),
)
def test_no_amount_is_off_by_more_than_half_of_its_last_digit(
    language: str, value: Decimal, unit: str, *, needed: bool
) -> None:
    locale = Locale(language, ROUND_CEILING if needed else ROUND_HALF_EVEN)
    found = re.fullmatch(r"([\d,.]+) ?([a-z万亿]*)", locale.bare(value, unit))
    assert found
    shown, times = Decimal(found[1].replace(",", "")), _WORDS[found[2]]
    last = Fraction(times) * Fraction(10) ** int(shown.as_tuple().exponent)
    scale = {"万元/人": Fraction(10_000 if language == "en" else 1)}.get(unit, UNITS[unit].scale)
    off = Fraction(shown) * times - Fraction(value) * scale
    assert 0 <= off <= last if needed else abs(off) <= last / 2


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


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    (
        ("136000", "万人", "1.36 billion people", "13.6亿人"),
        ("-2000", "万人", "−20 million people", "−2000万人"),
        ("0.5", "万人", "5,000 people", "5000人"),
        ("1.2", "亿公顷", "120 million ha", "1.2亿公顷"),
        ("1.36", "billion people", "1.36 billion people", "13.6亿人"),
        ("3", "million USD", "3 million USD", "300万美元"),
        ("100", "billion yuan", "100 billion yuan", "1000亿元"),
        ("1000", "亿元", "1,000 亿元", "1000亿元"),
        ("1.25", "万元/人", "12,500 yuan per person", "1.25万元/人"),
        ("20", "件/万人", "20 per 10,000 people", "20件/万人"),
        ("35", "微克/立方米", "35 µg/m³", "35微克/立方米"),
        ("9", "年", "9 years", "9年"),
        ("50", "GW", "50 GW", "50GW"),
        ("4.5", "t/ha", "4.5 t/ha", "4.5t/ha"),
        ("1", "百万人", "1 million people", "100万人"),
        ("0.5", "1", "50%", "50%"),
        ("2.1337", "万人", "21,337 people", "2.13万人"),
        ("0.8663", "万人", "8,663 people", "8663人"),
        ("0.00004", "万人", "0.4 people", "0.4人"),
        ("7.7777", "万元/人", "77,777 yuan per person", "7.78万元/人"),
        ("1.2172", "亿公顷", "121.72 million ha", "1.22亿公顷"),
        ("123456", "万人", "1.23456 billion people", "12.3456亿人"),
        ("99999.99999", "万人", "1 billion people", "10亿人"),
        ("3.4", "人/千人", "3.4 people per 1,000 people", "3.4人/千人"),
        ("1", "人/千人", "1 person per 1,000 people", "1人/千人"),
        ("1", "人", "1 person", "1人"),
    ),
)
def test_amounts_as_people_write_them(value: str, unit: str, english: str, chinese: str) -> None:
    assert Locale("en").quantity(Decimal(value), unit) == english
    assert Locale("zh").quantity(Decimal(value), unit) == chinese


def test_what_units_say_of_themselves() -> None:
    assert UNITS["千万户"].scale == 10**7
    assert UNITS["t/ha"].sides == (UNITS["t"], UNITS["ha"])
    assert (UNITS["t/ha"].additive, UNITS["万吨"].additive) == (False, True)
    assert [per_cent(unit) for unit in ("1", PURE, "%", "元")] == [100, 0, 1, 0]


def test_units_of_a_plan_take_multiples_quotients_and_prefixes() -> None:
    beds = Names(zh="床位", en="beds")
    declared = (
        DeclaredUnit(symbol="箱", times=Fraction(12), of="瓶"),
        DeclaredUnit(symbol="瓶"),
        DeclaredUnit(symbol="床", name=beds),
        DeclaredUnit(symbol="tCO2e", prefixes=True),
    )
    units = Units(declared)
    assert convert(Fraction(3), units["万箱"], units["瓶"]) == 360_000
    assert convert(Fraction(1), units["MtCO2e"], units["million tCO2e"]) == 1
    assert convert(Fraction(5), units["床/千人"], units["床/人"]) == Fraction(1, 200)
    assert Locale("en").quantity(Decimal(3), units["床"]) == "3 beds"
    assert Locale("zh").quantity(Decimal(3), units["万床"]) == "3万床位"
    with pytest.raises(UnitMismatchError):
        convert(Fraction(1), units["床"], units["tCO2e"])
    assert "床" not in UNITS


@pytest.mark.parametrize(
    ("units", "wanted"),
    (
        ("[{symbol: 床}, {symbol: 床}]", ":15:31: CP425 error: the unit 床 is declared twice"),
        ("[{symbol: 百万人}]", ":15:18: CP425 error: the unit 百万人 is known already"),
        ("[{symbol: 床, times: 0, of: 个}]", ":15:28: CP425 error: no unit is so many times"),
        ("[{symbol: 床, times: 2}]", ":15:28: CP425 error: times without of"),
        ("[{symbol: a, of: b}, {symbol: b, of: a}]", ":15:45: CP425 error: b and a are each"),
        ("[{symbol: 床, of: 万桶}]", ":15:25: CP425 error: unknown unit 万桶"),
        ("[{symbol: 元/床}]", ":15:18: CP407 error: symbol must be a symbol like tCO2e"),
    ),
)
def test_bad_declarations_are_told_with_their_place(
    data_copy: Path, units: str, wanted: str
) -> None:
    plan = data_copy / "targets.yaml"
    head, area, rest = plan.read_text("utf-8").partition("area: ")
    plan.write_text(f"{head}units: {units}\n{area}{rest}", "utf-8")
    command = ["validate", "--data", str(data_copy), "--lang", "en"]
    assert wanted in CliRunner().invoke(app, command).stdout


@pytest.mark.parametrize("symbol", ("元", "万人", "万元/人", "亿美元", "MtCO2e"))
def test_a_copy_of_a_unit_means_the_same(symbol: str) -> None:
    unit = Units((DeclaredUnit(symbol="tCO2e", prefixes=True),))[symbol]
    for copied in (copy.deepcopy(unit), pickle.loads(pickle.dumps(unit))):  # noqa: S301 # ours
        for key in ("dimension", "factor", "scale", "counted", "sides", "names", "pure"):
            assert getattr(copied, key) == getattr(unit, key)


@pytest.mark.parametrize(
    ("symbol", "fitting", "more", "told"),
    (
        ("億元", ("元", "亩"), {}, "did you mean 亿元?"),
        ("億元", ("元", "亩"), {"kinds": (Dimension.MONEY,)}, "did you mean 亿元?"),
        ("億元", ("元", "亩"), {"kinds": (Dimension.AREA,)}, "did you mean 元?"),
        ("亿", ("亿元", "亩"), {}, "did you mean 亿元?"),
        ("亿", ("亿元", "亩"), {"cutoff": 0.7}, None),
        ("平方", ("平方公里", "平方米"), {}, "did you mean 平方米?"),
        ("平方", ("平方公里", "平方米"), {"most": 2}, "did you mean 平方公里, 平方米?"),
    ),
)
def test_what_unit_may_be_meant(
    symbol: str, fitting: tuple[str, ...], more: dict[str, Any], told: str | None
) -> None:
    found = UNITS.nearest(symbol, fitting, **more)
    assert (found and str(found)) == told
