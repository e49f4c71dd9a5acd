"""Figures in words and digits: read where they are certain, else refused; never another number."""

from __future__ import annotations

import contextlib
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterplan.base.exact import parse_number
from clusterplan.importing.amounts import Amount, understand, understand_text
from clusterplan.importing.sheets import Cell, Odd
from clusterplan.importing.shown_cells import formatted_cell
from clusterplan.importing.understanding import UnclearError
from clusterplan.model.observations import Qualifier

EXACT, ABOUT = Qualifier.EXACT, Qualifier.ABOUT
AT_LEAST, AT_MOST = Qualifier.AT_LEAST, Qualifier.AT_MOST
WIDE = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")


@pytest.mark.parametrize(
    ("text", "number", "qualifier", "unit"),
    (
        ("340,902.8", "340902.8", EXACT, ""),
        ("３４０，９０２．８", "340902.8", EXACT, ""),
        ("1 000", "1000", EXACT, ""),
        ("12\u00a0345\u00a0678.90", "12345678.90", EXACT, ""),
        ("−5", "-5", EXACT, ""),
        ("－５．０", "-5.0", EXACT, ""),
        ("+5", "5", EXACT, ""),
        ("0.5", "0.5", EXACT, ""),
        ("41.7%", "41.7", EXACT, "%"),
        ("41.7％", "41.7", EXACT, "%"),
        ("约 ¥40亿元", "40", ABOUT, "亿元"),
        ("40 RMB", "40", EXACT, ""),
        ("440亿元", "440", EXACT, "亿元"),
        ("44 bn yuan", "44", EXACT, "billion yuan"),
        ("约34", "34", ABOUT, ""),
        ("34左右", "34", ABOUT, ""),
        ("近40%", "40", ABOUT, "%"),
        ("about 34", "34", ABOUT, ""),
        ("34亿元以上", "34", AT_LEAST, "亿元"),
        ("超过1,000户", "1000", AT_LEAST, "户"),
        ("30多万元", "30", AT_LEAST, "万元"),
        ("30余户", "30", AT_LEAST, "户"),
        ("at least 5", "5", AT_LEAST, ""),
        ("不超过3%", "3", AT_MOST, "%"),
        ("60以下", "60", AT_MOST, ""),
        ("≤60", "60", AT_MOST, ""),
    ),
)
def test_certain(text: str, number: str, qualifier: Qualifier, unit: str) -> None:
    yuan = "¥" in text or "RMB" in text
    assert understand_text(text) == Amount(number, qualifier, unit, yuan=yuan)


@pytest.mark.parametrize(
    "text", ("", " ", "-", "—", "——", "–", "…", "……", "...", "/", "n/a", "N/A", "暂无", "－")
)
def test_no_figure(text: str) -> None:
    assert understand_text(text) is None


@pytest.mark.parametrize(
    "text",
    (
        *("1,00", "1,0000", ",1", "0,123", "007", "1 00", "1,000 000", "6426,1"),
        *("34万", "1.2亿", "34 bn", "34 units of work", "440①", "440¹", "440*", "440 [1]"),
        *("34-35", "1/3", "1e5", "0x1F", "1_000", "½", "(123)", "NaN", "Infinity", "--5", "5-"),
        *(
            "约34亿元以上",
            "=1+1",
            "＝1+1",
            "@x",
            "无",
            "零",
            "三十",
            "$5",
            "5,",
            "5.",
            ".5",
        ),
        *("1" * 41, "1" * 5000, "5" + " " * 4000 + "x"),
    ),
)
def test_refused(text: str) -> None:
    with pytest.raises(UnclearError):
        understand_text(text)


def test_beside_semicolons_a_comma_may_be_decimal() -> None:
    with pytest.raises(UnclearError):
        understand_text("340,902", grouped=False)
    assert understand_text("340902.8", grouped=False) == Amount("340902.8")


numbers = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=3
).map(lambda number: format(number, "f"))


@given(numbers, st.sampled_from(["{}", "约{}", "{}以上", "{}亿元", "{}%", " {} ", "约{}万元"]))
def test_what_is_written_is_read_back(number: str, around: str) -> None:
    for written in (number, format(Decimal(number), ",f"), number.translate(WIDE)):
        amount = understand_text(around.format(written))
        assert isinstance(amount, Amount)
        assert amount.text == number


@given(st.text(alphabet="0123456789０１２．.,，， -−+%％约近以上亿元万户①¹x/()e_", max_size=14))
def test_no_digit_is_made_up_or_lost(text: str) -> None:
    with contextlib.suppress(UnclearError):
        amount = understand_text(text)
        if amount is None:
            return
        assert parse_number(amount.text) is not None
        digits = re.sub(r"[^0-9.]", "", text.translate({v: k for k, v in WIDE.items()}))
        assert re.sub("[^0-9.]", "", amount.text) == digits


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    for read in (understand_text, lambda text: understand(Cell(text))):
        with contextlib.suppress(UnclearError):
            read(text)


@pytest.mark.parametrize(
    ("number", "number_format", "digits", "qualifier", "unit"),
    (
        (440.5, "#,##0.00", "440.50", EXACT, ""),
        (0.07, "0%", "7", EXACT, "%"),
        (41.7, '0.0"%"', "41.7", EXACT, "%"),
        (1.1 * 3, "0.0", "3.3", EXACT, ""),
        (1e21, "0", "1000000000000000000000", EXACT, ""),
        (0.1 + 0.2, "0.00", "0.30", EXACT, ""),
        (440, '0.0"亿元"', "440.0", EXACT, "亿元"),
        (440, r"0.0\亿\元", "440.0", EXACT, "亿元"),
        (440, '0"㎡"', "440", EXACT, "平方米"),
        (440, '"约"0', "440", ABOUT, ""),
        (-5, '"约"0"亿元"', "-5", ABOUT, "亿元"),
        (440, '0"以上"', "440", AT_LEAST, ""),
    ),
)
def test_numbers_as_cells_show_them(
    number: float, number_format: str, digits: str, qualifier: Qualifier, unit: str
) -> None:
    assert understand(formatted_cell(number, number_format)) == Amount(digits, qualifier, unit)


@pytest.mark.parametrize("number_format", ('0"²"', '0" 1"', "0" * 300, '0"亿"', '0"e3"', '"第"0'))
def test_numbers_with_something_else_beside_them(number_format: str) -> None:
    with pytest.raises(UnclearError):
        understand(formatted_cell(40, number_format))


def test_what_is_no_number() -> None:
    assert formatted_cell(float("inf"), "0").value is Odd.FAULT
    for odd in Odd:
        with pytest.raises(UnclearError):
            understand(Cell(odd))
