"""The published methods by plain numbers: formulas, cut-offs, edge cases, properties of all."""

from __future__ import annotations

import doctest
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from clusterplan import methods
from clusterplan.methods import dns, growth, opensdg
from clusterplan.methods.definition import Outcome
from clusterplan.methods.inputs import Direction, Question
from clusterplan.model.status import UNDEFINED, Standing
from helpers import sure

F = Fraction
BY_GROWTH = ("eurostat", "opensdg", "unsd")
STANDINGS = (Standing.WRONG_DIRECTION, Standing.BEHIND, Standing.GOOD)
TINY = F(1, 10**30)

by_growth = pytest.mark.parametrize("name", BY_GROWTH)
all_methods = pytest.mark.parametrize("name", methods.NAMES)
both = pytest.mark.parametrize("direction", ("increase", "decrease"))


def ask(
    name: str, base: Any, value: Any, target: Any, direction: Direction = "increase", **more: Any
) -> Outcome:
    """Put a case of 2005, 2008 and 2010 to a method."""
    years = {"base_year": 2005, "year": 2008, "target_year": None if target is None else 2010}
    numbers: dict[str, Any] = {**years, "base": base, "value": value, "target": target, **more}
    return methods.judge(name, direction=direction, **numbers)


def printed(value: Fraction | None, wanted: float | None) -> bool:
    """Compare with a figure of three decimals, or with none."""
    if value is None or wanted is None:
        return value is None and wanted is None
    return abs(value - F(str(wanted))) <= F(5, 10000)


# One picture: the same inputs under each method

AMPLE, MODERATE = ("significant_progress", "substantial_progress"), ("moderate_progress",) * 2
AWAY, NOTHING = ("movement_away", "deterioration"), (UNDEFINED,) * 2
BACK = "stagnation_or_regression"


@pytest.mark.parametrize(
    ("numbers", "pace", "ratio", "statuses", "share", "class_of_2023", "missed", "symbol"),
    (
        ((500, 650, 1000), 0.5, 0.615, MODERATE, 0.548, "fair_progress", 71, "cloud"),
        ((500, 758, 1000), 0.86, 1.0, AMPLE, 1.001, "on_track", 29, "cloud"),
        ((500, 800, 1000), 1.0, 1.141, AMPLE, 1.189, "on_track", 0, "sun"),
        ((500, 480, 1000), -0.067, -0.091, AWAY, -0.066, BACK, 103, "thunderstorm"),
        ((20, 27.5, "100/3"), 0.937, 1.041, AMPLE, 1.050, "on_track", 14, "sun_cloud"),
        ((0, 30, 50), 1.0, None, NOTHING, None, UNDEFINED, 0, "sun"),
        ((1.65, 1.44, 1.155), 0.707, 0.644, MODERATE, 0.677, "fair_progress", 51, "cloud"),
    ),
)
def test_the_same_inputs_under_each_method(  # one argument a column
    numbers: tuple[Any, Any, Any],
    pace: float,
    ratio: float | None,
    statuses: tuple[str, str],
    share: float | None,
    class_of_2023: str,
    missed: int,
    symbol: str,
) -> None:
    """The table that opens our notes on methods, to the digits it prints."""
    base, value, target = (F(str(number)) for number in numbers)
    direction: Direction = "increase" if target > base else "decrease"
    found = {name: ask(name, *numbers, direction) for name in methods.NAMES}

    assert printed(found["pace"].value, pace)
    for name, status in zip(("eurostat", "opensdg"), statuses, strict=True):
        assert printed(found[name].value, ratio)
        assert found[name].status == status
    assert printed(found["unsd"].value, share)
    assert found["unsd"].status == class_of_2023
    part = dns.miss(value, (value - base) / 3, 2, target)
    assert round(float(part) * 100) == missed
    assert (found["dns"].status, found["dns"].value) == (symbol, part)


@pytest.mark.parametrize(
    ("name", "value", "status"),
    (
        ("pace", 0.230, "far_behind"),
        ("opensdg", 0.950, "substantial_progress"),
        ("unsd", 0.805, "fair_progress"),
    ),
)
def test_the_published_case_of_that_table(name: str, value: float, status: str) -> None:
    years: dict[str, Any] = {"base_year": 2015, "year": 2025, "target_year": 2030}
    found = ask(name, "0.37", "9.53", 60, **years)
    assert printed(found.value, value)
    assert found.status == status


# Cut-offs: a value exactly on one meets it


def growing(base: Fraction, rate: str, years: int) -> Fraction:
    return base * (1 + F(rate)) ** years


@pytest.mark.parametrize(
    ("name", "needed", "rate", "at", "below"),
    (
        # 10 % a year are needed; the rates so far are exactly 95, 60 and 0 % of that.
        ("eurostat", "0.1", "0.095", "significant_progress", "moderate_progress"),
        ("eurostat", "0.1", "0.06", "moderate_progress", "insufficient_progress"),
        ("eurostat", "0.1", "0", "insufficient_progress", "movement_away"),
        ("opensdg", "0.1", "0.095", "substantial_progress", "moderate_progress"),
        ("opensdg", "0.1", "0.06", "moderate_progress", "limited_progress"),
        ("opensdg", "0.1", "0", "limited_progress", "deterioration"),
        ("eurostat", None, "0.01", "significant_progress", "moderate_progress"),
        ("eurostat", None, "0.001", "moderate_progress", "no_progress"),
        ("eurostat", None, "-0.001", "no_progress", "moderate_movement_away"),
        ("eurostat", None, "-0.01", "moderate_movement_away", "significant_movement_away"),
        ("opensdg", None, "0.015", "substantial_progress", "moderate_progress"),
        ("opensdg", None, "0.005", "moderate_progress", "limited_progress"),
        ("opensdg", None, "0", "limited_progress", "deterioration"),
        ("unsd", None, "0.02", "on_track", "fair_progress"),
        ("unsd", None, "0.005", "fair_progress", "stagnation_or_regression"),
    ),
)
@pytest.mark.parametrize("base", (F(100), F(1, 3), F("0.0007"), F(-100), F(-7)))
def test_cut_offs_of_growth(
    name: str, needed: str | None, rate: str, at: str, below: str, base: Fraction
) -> None:
    target = needed and growing(base, needed, 5)
    direction: Direction = "increase" if base > 0 else "decrease"
    value = growing(base, rate, 3)
    worse = value - TINY if base > 0 else value + TINY
    outcome = ask(name, base, value, target, direction)
    assert outcome.status == at
    assert needed or outcome.value == F(rate)
    assert ask(name, base, worse, target, direction).status == below


@pytest.mark.parametrize(
    ("share", "at", "below"),
    (
        ("0.95", "on_track", "fair_progress"),
        ("0.1", "fair_progress", "stagnation_or_regression"),
    ),
)
def test_cut_offs_of_the_projected_share(share: str, at: str, below: str) -> None:
    """From 100, 10 % a year lead to 161.051; the target makes of it exactly this share."""
    base, value = F(100), growing(F(100), "0.1", 3)
    target = base + (growing(base, "0.1", 5) - base) / F(share)
    assert ask("unsd", base, value, target).status == at
    assert ask("unsd", base, value, target).value == F(share)
    assert ask("unsd", base, value - TINY, target).status == below


@pytest.mark.parametrize(
    ("part", "symbols"),
    (("0.05", ("sun_cloud", "sun_cloud", "sun")), ("0.2", ("cloud", "sun_cloud", "sun_cloud"))),
)
def test_a_miss_of_exactly_5_or_20_percent(part: str, symbols: tuple[str, ...]) -> None:
    """The published text: less than 5 % for a sun, at most 20 % for sun and cloud."""
    target = value_missed_by(part)
    values = (F(140) - TINY, F(140), F(140) + TINY)
    assert tuple(ask("dns", 20, value, target).status for value in values) == symbols


def value_missed_by(part: str) -> Fraction:
    """Return the target that 20, 140 in 2008 and 40 a year, misses by this part of the way left."""
    return 140 + 80 / (1 - F(part))


def test_thresholds_ease_near_a_natural_limit() -> None:
    assert opensdg.room(F(100), F(100)) == 0
    assert opensdg.room(F(200), F(100)) == opensdg.room(F(250), F(100)) == 1
    assert opensdg.room(F(0), F(100)) == opensdg.room(F(7), F(0)) == opensdg.room(F(0), F(0)) == 1
    assert printed(opensdg.room(F("99.47"), F(100)), 0.023)
    # Of a share written as a part of 1 as of one in per cent.
    assert opensdg.room(F("0.9"), F(1)) == opensdg.room(F(90), F(100))
    # As near from above as from below.
    rooms = {opensdg.room(F(base), F(100)) for base in (90, 110, -90)}
    assert len(rooms) == 1
    assert ask("opensdg", 100, 100, None, limit=100).status == "substantial_progress"
    assert ask("opensdg", 100, 99, None, limit=100).status == "deterioration"
    assert ask("opensdg", "99.5", "99.8", None).status == "limited_progress"
    assert ask("opensdg", "99.5", "99.8", None, limit=100).status == "substantial_progress"


def test_close_to_0_or_100_percent_counts_as_met_by_the_un() -> None:
    assert ask("unsd", 95, 99, 100, limit=100).status == "on_track"
    assert ask("unsd", 99, "98.9", 100, limit=100).status == "stagnation_or_regression"
    close = ask("unsd", "99.5", 99, 100, limit=100)
    assert (close.reason, close.standing) == (growth.MET, "good")
    assert printed(close.value, -1.664)
    assert ask("unsd", 0, 1, 0, "decrease", limit=100).status == "on_track"
    # Not where 100 is no limit, and not for another target.
    assert ask("unsd", "99.5", 99, 100).status == "stagnation_or_regression"
    assert ask("unsd", "89.5", 89, 90, limit=100).status == "stagnation_or_regression"


# Where a method has no answer


NO_BASE, ZERO = "there is no base value", "the base is zero, from which there is no growth rate"
NO_VALUE = "there is no value, or no year that it belongs to"
SIGNS = "the value and the base have opposite signs, between which there is no growth"
ONE_POINT = "there is one point only: a value after the base year is needed"
WITHOUT = {"target": None}


@by_growth
@pytest.mark.parametrize(
    ("change", "why"),
    (
        ({"base": 0}, ZERO),
        ({"base": -5}, SIGNS),
        ({"base": None}, NO_BASE),
        ({"base_year": None}, NO_BASE),
        ({"value": None}, NO_VALUE),
        ({"year": None}, NO_VALUE),
        ({"year": 2005, "value": 20}, ONE_POINT),
        ({"year": 2004}, ONE_POINT),
        ({"target_year": None}, "there is no year by which the target is due"),
        ({"target_year": 2005}, "the target year does not come after the base year"),
        (WITHOUT | {"base": 0}, ZERO),
        (WITHOUT | {"base": -5}, SIGNS),
        (WITHOUT | {"base": None}, NO_BASE),
        (WITHOUT | {"value": None}, NO_VALUE),
        (WITHOUT | {"year": 2005}, ONE_POINT),
    ),
)
def test_undefined_with_its_reason(name: str, change: dict[str, Any], why: str) -> None:
    case: dict[str, Any] = {"base": 20, "value": 25, "target": 40} | change
    outcome = ask(name, **case)
    assert (outcome.value, outcome.status, outcome.standing) == (None, UNDEFINED, "undefined")
    assert str(outcome.reason) == why


@by_growth
def test_a_target_of_the_year_after_the_base_has_a_way(name: str) -> None:
    assert ask(name, 20, 25, 40, target_year=2006, year=2006).status != UNDEFINED


@pytest.mark.parametrize(("name", "value"), (("unsd", 0.667), ("eurostat", 0.689)))
def test_a_target_that_is_due_now_is_not_past(name: str, value: float) -> None:
    """20 of 30 are gone, at 3.71 % a year instead of 5.39 %."""
    outcome = ask(name, 100, 120, 130, year=2010)
    assert printed(outcome.value, value)
    assert outcome.reason is None


@pytest.mark.parametrize(
    ("unknown", "why"),
    (
        ("value", NO_VALUE),
        ("year", NO_VALUE),
        ("base", "fewer than 4"),
        ("base_year", "fewer than 4"),
    ),
)
def test_no_symbol_for_what_is_not_known(unknown: str, why: str) -> None:
    case: dict[str, Any] = {"base": 20, "value": 30, "target": 40, unknown: None}
    assert why in str(ask("dns", **case).reason)


@pytest.mark.parametrize("name", ("eurostat", "opensdg"))
@pytest.mark.parametrize(
    ("base", "target", "why"),
    (
        (20, 0, "the target is zero, to which no growth rate leads"),
        (20, -3, "the target and the base have opposite signs, between which there is no growth"),
        # What has no base has no growth so far either, which is told first.
        (None, -3, "there is no base value"),
    ),
)
def test_no_growth_rate_leads_to_zero_or_beyond(
    name: str, base: int | None, target: int, why: str
) -> None:
    outcome = ask(name, base, 10, target, "decrease")
    assert outcome.status == UNDEFINED
    assert str(outcome.reason) == why


def test_a_share_of_the_way_to_zero_exists() -> None:
    assert ask("unsd", 27, 8, 0, "decrease").value == 1 - F(32, 9) / 27


@by_growth
def test_growth_to_zero_is_a_fall_of_100_percent(name: str) -> None:
    assert growth.rate(F(10), F(0), 5) == -1
    outcome = ask(name, 10, 0, 20)
    assert outcome.standing is Standing.WRONG_DIRECTION


def test_the_year_of_the_target_may_be_past() -> None:
    """Growth rates can still be compared; a projection back in time says nothing."""
    assert ask("eurostat", 100, 120, 130, target_year=2007).status == "insufficient_progress"
    for name in ("unsd", "dns"):
        outcome = ask(name, 100, 120, 130, target_year=2007)
        assert outcome.status == UNDEFINED
        assert "is past" in str(outcome.reason)
    assert ask("unsd", 100, 140, 130, target_year=2007).status == "on_track"
    assert ask("pace", 100, 120, 130, target_year=2007).status == "missed"


def test_pace_by_plain_numbers() -> None:
    assert ask("pace", 500, 758, 1000, path="compound").status == "on_schedule"
    assert ask("pace", 500, 1000, 1000).status == "met_early"
    assert ask("pace", 500, 900, 1000, year=2010).status == "missed"
    assert ask("pace", 500, 900, 1000, year=2010).standing is Standing.BEHIND
    assert ask("pace", 500, 400, 1000, year=2010).standing is Standing.WRONG_DIRECTION
    assert ask("pace", 500, "499.5", 1000, year=2010).standing is Standing.WRONG_DIRECTION
    assert ask("pace", 500, 500, 1000, year=2010).standing is Standing.BEHIND
    assert ask("pace", 500, 758, 1000, year=2005).status == "not_due"


@pytest.mark.parametrize(
    ("change", "status", "why"),
    (
        ({}, "behind", None),
        ({"target": None}, UNDEFINED, "pace needs a target and its year"),
        ({"target_year": None}, UNDEFINED, "pace needs a target and its year"),
        ({"value": None}, "no_data", NO_VALUE),
        ({"year": None}, "no_data", NO_VALUE),
        ({"base": None}, "no_baseline", NO_BASE),
        ({"base_year": None}, "no_baseline", NO_BASE),
        (
            {"base": 0, "path": "compound"},
            UNDEFINED,
            "a compound path needs a base and a target above zero",
        ),
    ),
)
def test_pace_says_why(change: dict[str, Any], status: str, why: str | None) -> None:
    case: dict[str, Any] = {"base": 500, "value": 758, "target": 1000} | change
    outcome = ask("pace", **case)
    assert outcome.status == status
    assert (outcome.reason and str(outcome.reason)) == why
    if why:
        assert outcome.standing is Standing.UNDEFINED


# Met, and a base beyond the target


@by_growth
@both
@pytest.mark.parametrize(
    "change",
    ({}, {"base": None}, {"base": 0}, {"year": 2005}, {"base": 300}, {"base": 3}, {"base": -5}),
    ids=str,
)
def test_met_wins(name: str, direction: Direction, change: dict[str, Any]) -> None:
    """Whatever the trend, and whether or not there is one."""
    case: dict[str, Any] = {"base": 20, "value": 100, "target": 100, "direction": direction}
    outcome = ask(name, **case | change)
    best = {"eurostat": "significant_progress", "opensdg": "target_achieved", "unsd": "on_track"}
    assert outcome.status == best[name]
    assert outcome.standing is Standing.GOOD
    assert outcome.reason == growth.MET


@pytest.mark.parametrize("name", ("pace", *BY_GROWTH, "dns"))
@both
@pytest.mark.parametrize("beyond", (0, 10))
def test_a_base_at_or_beyond_the_target(name: str, direction: Direction, beyond: int) -> None:
    """A value that fell back short of it is on its way out: two falls are never compared."""
    sign = 1 if direction == "increase" else -1
    base, better, worse = 100 + sign * beyond, 100 + sign, 100 - sign
    assert ask(name, base, worse, 100, direction).standing is Standing.WRONG_DIRECTION
    assert ask(name, base, better, 100, direction).standing is Standing.GOOD


def test_what_is_printed_for_a_base_beyond_the_target() -> None:
    """The ratio has the sign that it deserves; a share of the way there is none."""
    for name in ("eurostat", "opensdg"):
        assert printed(ask(name, 1100, 950, 1000).value, -2.526)
        assert ask(name, 1000, 950, 1000).value is None
    assert ask("unsd", 1100, 950, 1000).value is None
    assert ask("unsd", 1100, 950, 1000).reason == growth.FELL_BACK


# The German symbols


def symbol(values: dict[int, Any], target: Any = None, **more: Any) -> Outcome:
    more = {"direction": "increase", "target": target, **more}
    return methods.judge("dns", series=values, **more)


@pytest.mark.parametrize(
    ("values", "mean"),
    (
        # Five changes at most: what lies before them does not count.
        ({2003: 0, 2004: 90, 2005: 10, 2006: 1, 2007: 2, 2008: 3, 2009: 4, 2010: 20}, F(10, 5)),
        ({2006: 1, 2007: 2, 2008: 9, 2009: 4, 2010: 20}, F(19, 4)),
        ({2007: 2, 2008: 9, 2009: 4, 2010: 20}, F(18, 3)),
        # A gap ends the window.
        ({2004: 50, 2006: 1, 2007: 2, 2008: 9, 2009: 4, 2010: 20}, F(19, 4)),
    ),
)
def test_the_window(values: dict[int, int], mean: Fraction) -> None:
    outcome = symbol(values, 60, target_year=2014)
    assert outcome.value == dns.miss(F(20), mean, 4, F(60))
    shuffled = dict(sorted(values.items(), key=lambda item: item[1]))
    assert symbol(shuffled, 60, target_year=2014) == outcome


@pytest.mark.parametrize(
    "values",
    ({}, {2010: 1}, {2008: 1, 2009: 2, 2010: 3}, {2005: 1, 2006: 1, 2008: 1, 2009: 2, 2010: 3}),
)
def test_too_few_figures_get_no_symbol(values: dict[int, int]) -> None:
    outcome = symbol(values, 60, target_year=2014)
    assert outcome.status == UNDEFINED
    assert ("fewer than 4" if values else "no value") in str(outcome.reason)


@pytest.mark.parametrize(("years", "given"), ((2, False), (3, True), (5, True), (6, False)))
def test_the_ends_of_a_window_will_do(years: int, *, given: bool) -> None:
    outcome = ask("dns", 10, 20, 60, base_year=2008 - years)
    assert (outcome.status != UNDEFINED) is given


def test_figures_after_the_year_or_the_target_year_do_not_count() -> None:
    values = {year: year - 2000 for year in range(2004, 2012)}
    early = {year: value for year, value in values.items() if year <= 2009}
    assert symbol(values, 30, target_year=2014, year=2009) == symbol(early, 30, target_year=2014)
    assert symbol(values, 30, target_year=2009) == symbol(early, 30, target_year=2009)


RISING, FLAT, FALLING = (
    {2005: 1, 2006: 2, 2007: 3, 2008: 4},
    {2005: 4, 2006: 3, 2007: 5, 2008: 4},
    {2005: 7, 2006: 6, 2007: 5, 2008: 4},
)


@pytest.mark.parametrize(
    ("values", "target", "target_year", "wanted", "standing"),
    (
        (RISING, 4, 2012, "sun", "good"),
        (FLAT, 4, 2012, "sun", "good"),
        (FALLING, 4, 2012, "sun_cloud", "good"),
        (RISING, 4, None, "sun", "good"),
        (FALLING, 4, None, "sun_cloud", "good"),
        (RISING, 5, None, "cloud", "behind"),
        (FLAT, 5, None, "thunderstorm", "behind"),
        (FALLING, 5, None, "thunderstorm", "wrong_direction"),
        (RISING, 5, 2012, "sun", "good"),
        (RISING, 50, 2012, "cloud", "behind"),
        (FLAT, 50, 2012, "thunderstorm", "behind"),
        (FALLING, 50, 2012, "thunderstorm", "wrong_direction"),
        (RISING, 5, 2008, "cloud", "behind"),
        (FALLING, 5, 2008, "thunderstorm", "wrong_direction"),
    ),
)
def test_symbols(
    values: dict[int, int], target: int, target_year: int | None, wanted: str, standing: str
) -> None:
    outcome = symbol(values, target, target_year=target_year)
    assert (outcome.status, outcome.standing) == (wanted, standing)


@pytest.mark.parametrize("values", (RISING, FLAT, FALLING))
def test_symbols_without_a_part_missed_say_what_they_rest_on(values: dict[int, int]) -> None:
    assert str(symbol(values, 4, target_year=2012).reason).startswith("the target is met: ")
    assert str(symbol(values, 5).reason).startswith("the target holds for every year: ")
    assert symbol(values, 5, target_year=2012).reason is None


@pytest.mark.parametrize(
    ("values", "wanted", "standing"),
    (
        ({2005: 1, 2006: 2, 2007: 3, 2008: 4}, "sun", "good"),
        ({2005: 1, 2006: 2, 2007: 5, 2008: 4}, "sun_cloud", "behind"),
        ({2005: 1, 2006: 2, 2007: 4, 2008: 4}, "sun_cloud", "behind"),
        ({2005: 9, 2006: 2, 2007: 3, 2008: 4}, "cloud", "behind"),
        ({2005: 4, 2006: 2, 2007: 3, 2008: 4}, "cloud", "behind"),
        ({2005: 9, 2006: 2, 2007: 5, 2008: 4}, "thunderstorm", "wrong_direction"),
        ({2005: 4, 2006: 2, 2007: 4, 2008: 4}, "thunderstorm", "behind"),
        ({2005: 3, 2006: 2, 2007: 3, 2008: "2.9"}, "thunderstorm", "wrong_direction"),
    ),
)
def test_symbols_for_a_direction_alone(values: dict[int, Any], wanted: str, standing: str) -> None:
    outcome = symbol(values)
    assert (outcome.status, outcome.standing) == (wanted, standing)


def test_a_direction_alone_needs_the_latest_change() -> None:
    outcome = ask("dns", 10, 20, None)
    assert outcome.status == UNDEFINED
    assert str(outcome.reason) == (
        "without a target the latest yearly change is needed, so a series"
    )


# Plain numbers


@pytest.mark.parametrize(
    "number", (27, 27.5, "27.5", " 27.5 ", "55/2", Decimal("27.5"), F(55, 2), "-3", "0")
)
def test_numbers_in_any_form(number: Any) -> None:
    outcome = ask("pace", 20, number, 40)
    exact = F(number.strip()) if isinstance(number, str) else F(number)
    assert outcome.value == (exact - 20) / 20 / F(3, 5)


def test_a_float_is_what_it_is_written_as() -> None:
    assert ask("pace", 0, 0.1, 1).value == F(1, 10) / F(3, 5)
    assert ask("pace", 0, 1e-05, 1).value == F(1, 10**5) / F(3, 5)


@pytest.mark.parametrize(
    "number", (True, float("nan"), float("inf"), Decimal("NaN"), "", "n/a", "1,5", "1e5", [], b"1")
)
def test_what_is_no_number(number: Any) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        ask("eurostat", number, 1, 2)


@pytest.mark.parametrize("year", (2008, 2008.0, "2008", F(2008)))
def test_years_in_any_form(year: Any) -> None:
    assert ask("eurostat", 1, 2, 3, year=year) == ask("eurostat", 1, 2, 3)


@pytest.mark.parametrize("year", (2008.5, "2008-09", "MMVIII", []))
def test_what_is_no_year(year: Any) -> None:
    with pytest.raises(ValueError, match="is not a year"):
        ask("eurostat", 1, 2, 3, year=year)


@pytest.mark.parametrize(
    ("change", "said"),
    (
        ({"direction": "up"}, "direction must be 'increase' or 'decrease', not 'up'"),
        ({"path": "steps"}, "path must be 'linear' or 'compound', not 'steps'"),
        ({"name": "oecd"}, "no method 'oecd'; there are pace, eurostat, opensdg, unsd, dns"),
    ),
)
def test_unknown_words(change: dict[str, Any], said: str) -> None:
    case: dict[str, Any] = {"name": "eurostat", "base": 1, "value": 2, "target": 3} | change
    with pytest.raises(ValueError, match=said):
        ask(**case)


@all_methods
def test_a_series_can_be_put_to_every_method(name: str) -> None:
    """The first year is the base, the last is judged; pairs do as well as a mapping."""
    values = {2005: 20, 2006: 22, 2007: 25, 2008: 27.5}
    asked: dict[str, Any] = {"target_year": 2010, "target": 40, "direction": "increase"}
    by_series = methods.judge(name, series=values, **asked)
    assert by_series == ask(name, 20, 27.5, 40)
    pairs = [(str(year), str(value)) for year, value in reversed(values.items())]
    assert methods.judge(name, series=[*pairs, (2004, None)], **asked) == by_series
    assert methods.judge(name, series=values, year=2007, base_year=2004, base=18, **asked) == (
        methods.judge(name, base_year=2004, base=18, year=2007, value=25, **asked)
        if name != "dns"
        else methods.judge(name, series=values, year=2007, **asked)
    )


def test_the_example_in_the_documentation() -> None:
    assert doctest.testmod(methods).failed == 0
    assert doctest.testmod(methods).attempted == 3


# What holds for every method

values = st.fractions(min_value=F(1, 1000), max_value=1000, max_denominator=1000)
anything = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


@st.composite
def cases(draw: st.DrawFn, numbers: st.SearchStrategy[Fraction] = values) -> Question:
    """Return a case with a target, of four to six yearly figures."""
    base_year, years, left = 2000, draw(st.integers(3, 5)), draw(st.integers(0, 8))
    points = draw(st.lists(numbers, min_size=years + 1, max_size=years + 1))
    series = {base_year + i: point for i, point in enumerate(points)}
    return Question(
        rising=draw(st.booleans()),
        base_year=base_year,
        base=points[0],
        year=base_year + years,
        value=points[-1],
        target_year=base_year + years + left,
        target=draw(numbers),
        series=series,
    )


def with_value(case: Question, value: Fraction) -> Question:
    return replace(case, value=value, series={**case.series, case.year or 0: value})


def times(case: Question, factor: Fraction) -> Question:
    """Return a case in another unit."""
    base, value, target = (sure(each) * factor for each in (case.base, case.value, case.target))
    series = {year: each * factor for year, each in case.series.items()}
    return replace(case, base=base, value=value, target=target, series=series)


def answer(name: str, case: Question) -> Outcome:
    return methods.method(name).answer(case)


def rank(outcome: Outcome) -> int:
    """Return how good an answer is; the undefined ones are left out."""
    assume(outcome.standing in STANDINGS)
    return STANDINGS.index(outcome.standing)


@all_methods
@given(case=cases(), factor=values)
def test_units_do_not_matter(name: str, case: Question, factor: Fraction) -> None:
    one, other = answer(name, case), answer(name, times(case, factor))
    assert (one.status, one.standing) == (other.status, other.standing)
    assert (one.value is None) is (other.value is None)
    if one.value is not None and other.value is not None:
        assert float(one.value) == pytest.approx(float(other.value), rel=1e-12, abs=1e-30)


@all_methods
@given(case=cases(anything), data=st.data())
def test_order_does_not_matter(name: str, case: Question, data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(case.series.items()))))
    assert answer(name, replace(case, series=shuffled)) == answer(name, case)


@all_methods
@given(case=cases(), better=values)
def test_a_better_value_is_never_judged_worse(name: str, case: Question, better: Fraction) -> None:
    worse = case.value or F(0)
    assume(better != worse)
    if (better > worse) is not case.rising:
        worse, better = better, worse
    one, other = answer(name, with_value(case, worse)), answer(name, with_value(case, better))
    assert rank(one) <= rank(other)
    order = [row.status for table in methods.method(name).verdicts[:1] for row in table.rows]
    if name in BY_GROWTH:  # whose rows run from the best to the worst
        assert order.index(one.status) >= order.index(other.status)


@all_methods
@given(case=cases())
def test_met_is_good_and_a_fall_from_beyond_the_target_is_not(name: str, case: Question) -> None:
    outcome = answer(name, case)
    if case.met:
        assert outcome.standing is Standing.GOOD
    elif case.base_met:
        assert outcome.standing is Standing.WRONG_DIRECTION


@all_methods
@given(case=cases(anything))
def test_more_of_one_thing_is_less_of_its_mirror_image(name: str, case: Question) -> None:
    mirrored = replace(times(case, F(-1)), rising=not case.rising)
    assert answer(name, mirrored) == answer(name, case)


@all_methods
@given(case=cases(anything), without=st.booleans())
def test_every_answer_has_its_words(name: str, case: Question, *, without: bool) -> None:
    if without:
        case = replace(case, target=None, target_year=None)
    outcome = answer(name, case)
    found = methods.method(name)
    assert str(found.label(outcome.status).short)
    if outcome.status == UNDEFINED:
        assert outcome.reason is not None
        assert (outcome.value, outcome.standing) == (None, Standing.UNDEFINED)
    else:
        rows = {(row.status, row.standing) for table in found.verdicts for row in table.rows}
        assert (outcome.status, outcome.standing) in rows


@all_methods
def test_what_a_method_says_of_itself(name: str) -> None:
    found = methods.method(name)
    assert found.name == name
    assert {row.status for table in found.verdicts for row in table.rows} == set(found.labels)
    assert all((found.formula, found.edges, found.sources))


def test_the_second_opinions_are_all_but_pace() -> None:
    assert ("pace", *methods.SECOND_OPINIONS) == methods.NAMES
