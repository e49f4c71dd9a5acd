"""How far a printed figure may be from the true one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from clusterplan.judging.figure import Figure, reported
from clusterplan.judging.rounding import half_a_digit, rounding_in, rounding_of, slack_of
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.reading.actuals_file import parse_actuals
from helpers import judge, make_plan, row

F = Fraction


@pytest.mark.parametrize(
    ("value", "unit", "half", "about"),
    (
        ("12.5", "亿元", F(5, 100), F(5, 100)),
        ("0.05", "亿元", F(5, 1000), F(5, 1000)),
        # The zeros of an approximate figure are no digits.
        ("120", "亿元", F(1, 2), F(5)),
        ("0", "亿元", F(1, 2), F(1, 2)),
        ("-7.25", "%", F(5, 1000), F(5, 1000)),
        ("1/3", "%", F(5, 10**13), F(5, 10**13)),  # no end: as many as any statistic prints
        # Counted one by one: exact. In ten thousands it is a printed number like any other.
        ("300", "个", F(0), F(50)),
        ("310", "个", F(0), F(5)),
        ("311", "个", F(0), F(1, 2)),
        ("10", "个", F(0), F(5)),
        ("0", "个", F(0), F(1, 2)),
        ("300", "人", F(0), F(50)),
        ("30", "万人", F(1, 2), F(5)),
        ("2.5", "个", F(5, 100), F(5, 100)),
        ("300", "吨", F(1, 2), F(50)),
    ),
)
def test_half_of_the_last_digit(value: str, unit: str, half: Fraction, about: Fraction) -> None:
    assert half_a_digit(F(value), unit) == half
    assert half_a_digit(F(value), unit, about=True) == about


@pytest.mark.parametrize(
    ("printed", "half"), (("40", F(1, 2)), ("40.0", F(5, 100)), ("40.00", F(5, 1000)))
)
def test_zeros_that_were_printed_count(printed: str, half: Fraction) -> None:
    assert rounding_of(row(printed, 2008, unit="%"), "%") == half
    about = row(printed, 2008, unit="%", qualifier=Qualifier.ABOUT)
    assert rounding_of(about, "%") == (F(5) if printed == "40" else half)
    assert rounding_of(row(printed, 2008), "个") == 0  # forty pieces are forty pieces


@pytest.mark.parametrize(
    ("printed", "doubts"), (("40", ("rounding",)), ("40.0", ()), ("40.00", ()))
)
def test_a_file_keeps_the_zeros_that_were_printed(printed: str, doubts: tuple[str, ...]) -> None:
    share = {"unit": "%", "value": F("40.2"), "baseline": {"value": 30}}
    plan = make_plan(indicator={"unit": "%"}, target=share)
    text = f"indicator,value,unit,source\nx,{printed},%,yearbook\n"
    rows = parse_actuals(text, "actuals/2010.csv", 2010, plan).observations
    result = judge(plan, list(rows), 2010)
    assert (result.status, result.doubts) == ("missed", doubts)


def test_half_a_digit_in_another_unit() -> None:
    printed = row("12.5", 2008, unit="亿元")
    assert rounding_of(printed, "亿元") == F(5, 100)
    assert rounding_of(printed, "万元") == 500
    assert rounding_of(row("300", 2008, qualifier=Qualifier.ABOUT), "个") == 50
    assert rounding_of(row(date(2008, 1, 1), 2008), "date") == 0


@pytest.mark.parametrize(
    ("status", "slack"),
    (
        (ObsStatus.NORMAL, F(5, 100)),
        (ObsStatus.PROVISIONAL, F(5, 100)),
        (ObsStatus.FORECAST, F(0)),
        (ObsStatus.ILLUSTRATIVE, F(0)),
    ),
)
def test_only_what_was_published_was_rounded(status: ObsStatus, slack: Fraction) -> None:
    assert slack_of(row("12.5", 2008, unit="亿元", status=status), "亿元") == slack


def test_a_figure_that_nobody_published_was_not_rounded() -> None:
    nameless = replace(row("12.5", 2008, unit="亿元"), source="")
    assert slack_of(nameless, "亿元") == 0
    assert slack_of(replace(nameless, published=date(2009, 1, 1)), "亿元") == F(5, 100)


def test_a_sum_may_be_off_by_all_that_its_parts_may_be() -> None:
    rows = [row("12.5", 2008, unit="亿元"), row("7", 2008, unit="亿元")]
    figures = [reported(each, "亿元", (None, None)) for each in rows]
    computed = Figure(F(1), F(1), ())
    assert rounding_in([*figures, None, computed], "亿元") == F(55, 100)
    assert rounding_in([None], "亿元") == 0
    assert isinstance(rounding_in([], "亿元"), Fraction)


@pytest.mark.parametrize("digits", ("0.123456789012", "0.1234567890123"))
def test_no_statistic_has_more_than_twelve_decimals(digits: str) -> None:
    assert half_a_digit(Fraction(digits), "亿元") == Fraction(1, 2 * 10**12)
