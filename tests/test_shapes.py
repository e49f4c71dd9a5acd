"""Shapes of goals: what plans state, judged and told in the terms that they state it in.

The plans and figures of the faces are those of the how-to, so that both are looked at.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from clusterplan.checks.examples import plan_text
from clusterplan.judging.assess import Inquiry
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.model.goals import Goal, Terms, TermsKind, said
from clusterplan.model.observations import ObsStatus
from clusterplan.model.plan import Plan
from clusterplan.model.results import TargetResult
from clusterplan.render.charts.drawings import of_target
from clusterplan.render.terminal.chart import chart as on_a_terminal
from clusterplan.views.one_commitment import detail
from helpers import (
    ROOT,
    judge,
    make_plan,
    plan_findings,
    plan_tree,
    render_plan,
    row,
    run,
    sure,
    valid,
)

PAGE = ROOT / "docs" / "how-to" / "shapes-of-goals.md"
FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOWN: dict[str, Any] = {"direction": "decrease"}
CUT: dict[str, Any] = {"value": None, "unit": None, "change_percent": -20, "comparison": "<="}
SINCE: dict[str, Any] = {"unit": "%", "observed": "cumulative_change", **DOWN}
YEARLY: dict[str, Any] = {"unit": "%", "observed": "yearly_change"}
GROWTH: dict[str, Any] = {
    "value": None,
    "unit": None,
    "growth_percent": Fraction(15, 2),
    "path": "compound",
}
TWICE = {2006: "11.2", 2007: "11.2"}
NEAR: dict[str, Any] = {**GROWTH, "tolerance": Fraction(1, 2), "year": 2007}
NONE: dict[str, Any] = {**GROWTH, "growth_percent": 0}
RANGE: dict[str, Any] = {"low": 90, "high": 110, "value": None, "comparison": None}
FEWER: dict[str, Any] = {"value": None, "change": -20, "comparison": "<="}
LINE: dict[str, Any] = {"keep": True, "value": 80}
CAP: dict[str, Any] = {"over": (2008, 2010), "comparison": "<="}
JOBS: dict[str, Any] = {"over": (2008, 2010)}
EACH: dict[str, Any] = {"year": "each", "path": "none", "value": 5, "comparison": "<="}
FEW: dict[str, Any] = {"value": 10, "comparison": "<=", "interim": {2007: 60, 2009: 20}}
FINE_RANGE: dict[str, Any] = {**RANGE, "low": 0, "high": Fraction(1, 4), "about": True}
BY_RATE: dict[str, Any] = {"date": date(2008, 6, 30), "source": "s", "growth_percent": 12}
GROWING: dict[str, Any] = {"value": None, "unit": None, "growth_percent": 5}
EACH_FASTER: dict[str, Any] = {**EACH, **GROWING, "comparison": ">="}
EACH_SLOWER: dict[str, Any] = {**EACH, **GROWING, "growth_percent": 8}


@pytest.mark.parametrize(
    ("terms", "wanted"),
    (("value", "7.5%"), ("change", "+7.5 pp"), ("growth_percent", "7.5% a year")),
)
def test_terms_are_said_with_so_many_decimals(terms: TermsKind, wanted: str) -> None:
    assert Locale("en").text(said(terms, Decimal("7.456"), "%", 1)) == wanted


def test_differences_in_terms_that_need_a_base_and_in_those_that_need_none() -> None:
    for base in (None, Fraction(0), Fraction(1)):
        assert Terms("change", 2005, base).difference(Fraction(3)) == 3
        points = Terms("change_percent", 2005, base).difference(Fraction(3))
        assert points == (300 if base else None)


def test_the_goals_of_several_years_as_they_were_known() -> None:
    later = {"date": date(2009, 6, 30), "source": "s", "value": 100, "year": 2008}
    plan = make_plan(target={"interim": {2006: 20, 2007: 40, 2008: 50}, "amended": (later,)})
    rows = [
        row(value, year, published=date(2007, 1, 1)) for value, year in (("0", 2005), ("20", 2006))
    ]
    before, after = (judge(plan, rows, 2006, as_of=date(2009, 6, day)) for day in (29, 30))
    goals = [(each.year, int(each.value)) for each in sure(before.shape).goals]
    assert goals == [(2006, 20), (2007, 40), (2008, 50), (2010, 100)]
    assert [each.year for each in sure(after.shape).goals] == [2006, 2007, 2008]
    told = [Locale().text(note.message) for note in before.notes]
    assert "an interim goal: by 2010 it is 100" in told
    assert before.is_on_the_way
    last = judge(plan, [*rows, row("90", 2008)], 2008)
    assert not last.is_on_the_way
    assert not [note for note in last.notes if note.kind == "shape"]


def test_years_are_only_counted_where_each_asks_for_something() -> None:
    assert judged({"about": True}, {}, {2007: "1"}, 2007).shape.missed_years is None


def test_levels_below_one_are_a_growth_too() -> None:
    terms = Terms("growth_percent", 2005, Fraction(2))
    found = [terms.stated(Fraction(level), 2006) for level in ("1/2", 0, -1)]
    assert found == [-75, -100, None]


def test_what_was_known_before_is_told_in_the_terms_of_the_goal() -> None:
    found = judged({**GROWING, "path": "compound"}, {}, {2005: "100", 2007: "121"}, 2008)
    stated = sure(found.stated)
    assert (stated.latest, stated.actual) == (10, None)


def test_what_is_needed_on_a_compound_path_is_a_rate_and_no_difference() -> None:
    compound = {**CUT, "path": "compound"}
    found = judged(compound, DOWN, {2005: "100", 2007: "95"}, 2007)
    assert (sure(found.required_change).kind, sure(found.stated).per_year) == ("rate", None)


def test_what_meets_a_goal_within_its_tolerance() -> None:
    between = Goal(2010, Fraction(90), Fraction(110), slack=Fraction(5))
    assert [between.met_from(Fraction(base)) for base in (60, 150)] == [85, 115]
    assert Goal(2010, low=Fraction(90)).met_from(Fraction(60)) == 90


def judged(
    target: dict[str, Any], indicator: dict[str, Any], figures: dict[int, str], year: int
) -> Any:
    plan = make_plan(target=target, indicator=indicator)
    unit = plan.indicators[0].unit
    return judge(plan, [row(value, at, unit=unit) for at, value in figures.items()], year)


@pytest.mark.parametrize(
    ("target", "indicator", "figures", "year", "status"),
    (
        # About 20 %: half a point where nothing is stated, else what is.
        ({**CUT, "about": True}, SINCE, {2010: "-19.5"}, 2010, "met"),
        ({**CUT, "about": True}, SINCE, {2010: "-19.49"}, 2010, "missed"),
        ({**CUT, "tolerance": 1}, SINCE, {2010: "-19.1"}, 2010, "met"),
        ({**CUT, "tolerance": 1}, SINCE, {2010: "-18.9"}, 2010, "missed"),
        ({**CUT, "tolerance": 0}, SINCE, {2010: "-19.9"}, 2010, "missed"),
        # 7.5 % a year, give or take half a point: 1.07 ** 2 is 1.1449.
        (NEAR, {}, {2005: "100", 2007: "114.49"}, 2007, "met"),
        (NEAR, {}, {2005: "100", 2007: "114.48"}, 2007, "missed"),
        ({**RANGE, "tolerance": 5}, {}, {2010: "115"}, 2010, "met"),
        # Fewer than, more than.
        ({"comparison": "<"}, DOWN, {2010: "100"}, 2010, "missed"),
        ({"comparison": "<"}, DOWN, {2010: "99"}, 2010, "met"),
        ({"comparison": ">"}, {}, {2010: "100"}, 2010, "missed"),
        ({"comparison": ">"}, {}, {2005: "100", 2007: "100"}, 2007, "regressed"),
        # 20 fewer than 100: two fifths of the way are 8.
        (FEWER, DOWN, {2005: "100", 2007: "92"}, 2007, "on_schedule"),
        (FEWER, DOWN, {2005: "100", 2010: "80"}, 2010, "met"),
        # From 100 by 90 in two years: 75 by 2010, 80 in 2009.
        (LINE, {}, {2005: "100", 2007: "90"}, 2007, "at_risk"),
        ({**LINE, "value": 75}, {}, {2005: "100", 2007: "90"}, 2007, "kept"),
        (LINE, {}, {2005: "100", 2007: "100"}, 2007, "kept"),
        (LINE, {}, {2005: "85", 2007: "90"}, 2007, "kept"),  # that it came from below is past
        (LINE, {}, {2005: "100", 2007: "79"}, 2007, "breached"),
        (LINE, {}, {2005: "100", 2007: "79", 2008: "85"}, 2008, "breached"),
        (LINE, {}, {2005: "100", 2010: "80"}, 2010, "met"),
        (LINE, {}, {2005: "100", 2010: "79"}, 2010, "breached"),
        (LINE, {}, {2007: "90"}, 2007, "kept"),
        # A base that does not fulfil it: to be reached, as ever.
        (LINE, {}, {2005: "60", 2007: "68"}, 2007, "on_schedule"),
        # A ceiling of 100 over three years, and a floor.
        (CAP, DOWN, {2007: "90"}, 2007, "not_due"),
        (CAP, DOWN, {2007: "90", 2008: "33"}, 2008, "kept"),
        (CAP, DOWN, {2008: "34"}, 2008, "at_risk"),
        (CAP, DOWN, {2008: "60", 2009: "40"}, 2009, "at_risk"),
        (CAP, DOWN, {2008: "60", 2009: "41"}, 2009, "breached"),
        (CAP, DOWN, {2008: "40", 2009: "30", 2010: "30"}, 2010, "met"),
        (JOBS, {}, {2008: "20"}, 2008, "behind"),
        (JOBS, {}, {2008: "60", 2009: "40"}, 2009, "met_early"),
        # With a base year of its own, 50 of 500 are 50 of 500.
        (
            {"accumulate": True, "value": 500, "baseline": {"value": 0, "year": 2007}},
            {},
            {2006: "450", 2008: "50"},
            2008,
            "far_behind",
        ),
        # 50 by 2008 and 100 by 2010, from 20: 40 are on the path in 2007, 75 in 2009.
        ({"interim": {2008: 50}}, {}, {2005: "20", 2007: "40"}, 2007, "on_schedule"),
        ({"interim": {2008: 50}}, {}, {2005: "20", 2008: "49"}, 2008, "missed"),
        ({"interim": {2008: 50}}, {}, {2005: "20", 2009: "75"}, 2009, "on_schedule"),
        # What the base has passed asks for no way: 55 are due of 60, and not what is between.
        ({"interim": {2007: 20, 2009: 60}}, {}, {2005: "40", 2008: "54.5"}, 2008, "on_schedule"),
        ({"interim": {2007: 20, 2009: 60}}, {}, {2005: "40", 2008: "45"}, 2008, "far_behind"),
        ({"interim": {2007: 20, 2009: 60}}, {}, {2005: "40", 2008: "35"}, 2008, "regressed"),
        (FEW, DOWN, {2005: "40", 2008: "45"}, 2008, "regressed"),
        # About 0 to 0.25: half of the last digit of both.
        (FINE_RANGE, {}, {2010: "0.255"}, 2010, "met"),
        (FINE_RANGE, {}, {2010: "0.26"}, 2010, "missed"),
        ({"interim": {2008: 50}}, {}, {2005: "20", 2009: "72"}, 2009, "behind"),
    ),
)  # fmt: skip
def test_verdicts(
    target: dict[str, Any],
    indicator: dict[str, Any],
    figures: dict[int, str],
    year: int,
    status: str,
) -> None:
    assert judged(target, indicator, figures, year).status == status


@pytest.mark.parametrize(
    ("target", "indicator", "figures", "year", "told"),
    (
        # 11.2 % twice; 18 of 8 are 2.25 times as many, which is 1.5 squared.
        (GROWTH, YEARLY, TWICE, 2007, ("7.5", "11.2", "7.5", "-3.7", "-3.7")),
        (NONE, {}, {2005: "8", 2007: "18"}, 2007, ("0", "50", None, "-50", None)),
        (CUT, SINCE, {2007: "-6"}, 2007, ("-20", "-6", "-8", "14", "2")),
        (FEWER, DOWN, {2005: "100", 2007: "95"}, 2007, ("-20", "-5", "-8", "15", "3")),
        # Without a base there is what the plan states, and no more.
        (FEWER, DOWN, {2007: "95"}, 2007, ("-20", None, None, None, None)),
        (GROWTH, {}, {2005: "-3", 2007: "95"}, 2007, ("7.5", None, None, None, None)),
    ),
)  # fmt: skip
def test_numbers_in_the_terms_of_the_goal(
    target: dict[str, Any],
    indicator: dict[str, Any],
    figures: dict[int, str],
    year: int,
    told: tuple[str | None, ...],
) -> None:
    stated = judged(target, indicator, figures, year).stated
    found = (stated.goal, stated.actual, stated.expected, stated.gap, stated.schedule_gap)
    assert found == tuple(None if number is None else Decimal(number) for number in told)


@pytest.mark.parametrize(
    ("target", "indicator", "figures", "year", "shape"),
    (
        (LINE, {}, {2005: "100", 2007: "90"}, 2007, {"leaves_in": 2010}),
        (LINE, {}, {2005: "100", 2006: "95"}, 2006, {"leaves_in": 2010}),
        (LINE, {}, {2005: "100", 2006: "79", 2007: "90"}, 2007, {"missed_years": (2006,)}),
        (CAP, DOWN, {2008: "34", 2009: "30"}, 2009, {"left": 36, "leaves_in": None}),
        (CAP, DOWN, {2008: "60"}, 2008, {"left": 40, "leaves_in": 2009}),
        (CAP, DOWN, {2008: "101"}, 2008, {"left": -1}),
        # 4.2, then 4.6 in two years: 4.8 in 2008, 5 in 2009, 5.2 in 2010.
        (EACH, DOWN, {2005: "4.2", 2007: "4.6"}, 2007, {"missed_years": (), "leaves_in": 2010}),
        # 5 % a year of 100 ask for 121.55 in 2009 and 127.63 in 2010; 5.5 a year make 122, 127.5.
        (EACH_FASTER, {}, {2005: "100", 2007: "111"}, 2007, {"leaves_in": 2010}),
        (EACH_SLOWER, DOWN, {2005: "100", 2007: "110.25"}, 2007, {"leaves_in": None}),
        # 10 a year lead into a range of 90 to 110, and out of it.
        (RANGE, {}, {2005: "70", 2007: "90"}, 2007, {"leaves_in": 2010}),
        (RANGE, {}, {2005: "65", 2007: "85"}, 2007, {"leaves_in": 2010}),
        (RANGE, DOWN, {2005: "150", 2007: "125"}, 2007, {"leaves_in": 2010}),
        (EACH, DOWN, {2005: "4.2", 2006: "6", 2007: "4"}, 2007, {"missed_years": (2006,)}),
    ),
)  # fmt: skip
def test_what_is_special(
    target: dict[str, Any],
    indicator: dict[str, Any],
    figures: dict[int, str],
    year: int,
    shape: dict[str, Any],
) -> None:
    found = judged(target, indicator, figures, year).shape
    assert {name: getattr(found, name) for name in shape} == shape


@pytest.mark.parametrize(
    ("target", "indicator", "figures", "year", "told"),
    (
        (
            {**CUT, "about": True},
            SINCE,
            {2010: "-19.5"},
            2010,
            "“about”: met within half of the last digit of the goal, 0.5 pp",
        ),
        (
            {**CUT, "tolerance": 1},
            SINCE,
            {2010: "-19.1"},
            2010,
            "“about”: met within 1 pp, the tolerance of the plan",
        ),
        (
            {**RANGE, "tolerance": 5, "assumed": ("tolerance",)},
            {},
            {2010: "115"},
            2010,
            "“about”: met within 5, a tolerance that is assumed",
        ),
        (CAP, DOWN, {2008: "101"}, 2008, "101 of 100 over 2008–2010 so far: 1 beyond it"),
        (
            CAP,
            DOWN,
            {2008: "50", 2009: "49.444"},
            2009,
            "99.44 of 100 over 2008–2010 so far; left: 0.56",
        ),
        (
            CAP,
            DOWN,
            {2008: "50", 2009: "50"},
            2009,
            "100 of 100 over 2008–2010 so far; left: 0",
        ),
        (JOBS, {}, {2008: "34"}, 2008, "34 of 100 over 2008–2010 so far; left: 66"),
        (
            CAP,
            DOWN,
            {2008: "34", 2009: "30", 2010: "29.99"},
            2010,
            "93.99 of 100 over 2008–2010 so far; left: 6.01",
        ),
        (
            {"interim": {2008: 50}},
            {},
            {2005: "20", 2007: "40"},
            2007,
            "an interim goal: by 2010 it is 100",
        ),
        (
            {"interim": {2008: 50}, "about": True},
            {},
            {2005: "20", 2007: "40"},
            2007,
            "an interim goal: by 2010 it is about 100",
        ),
        (LINE, {}, {2005: "100", 2006: "79", 2007: "90"}, 2007, "missed so far in 2006"),
        (
            EACH,
            DOWN,
            {2005: "4.2", 2006: "4.4", 2007: "4.6"},
            2007,
            "at this rate the limit is crossed in 2010",
        ),
    ),
)  # fmt: skip
def test_what_is_special_in_words(
    target: dict[str, Any],
    indicator: dict[str, Any],
    figures: dict[int, str],
    year: int,
    told: str,
) -> None:
    notes = judged(target, indicator, figures, year).notes
    assert told in [Locale().text(each.message) for each in notes if each.kind == "shape"]


@pytest.mark.parametrize(
    ("base", "value", "year"), (("60", "80", 2007), ("60", "115", 2007), ("60", "100", 2010))
)
def test_a_range_is_nothing_special_else(base: str, value: str, year: int) -> None:
    """On the way, already beyond it, at its end."""
    assert judged(RANGE, {}, {2005: base, year: value}, year).shape is None


def test_the_course_of_a_growth_of_every_year_is_told_as_growth() -> None:
    stated = sure(judged(EACH_SLOWER, DOWN, {2005: "100", 2007: "110.25"}, 2007).stated)
    assert float(sure(stated.projection)) == pytest.approx(100 * (1.25625 ** (1 / 5) - 1))


@pytest.mark.parametrize(
    ("tolerance", "value", "reached"), ((0, "40", 2017), (20, "40", 2014), (50, "40", 2010))
)
def test_a_course_reaches_what_is_met_within_a_tolerance(
    tolerance: int, value: str, reached: int
) -> None:
    goal = {"tolerance": tolerance}
    found = judged(goal, {}, {2005: "20", 2008: value}, 2008)  # 20 in three years
    assert sure(found.projection).year_reached == reached
    falling = judged({**goal, "comparison": "<="}, DOWN, {2005: "180", 2008: "160"}, 2008)
    assert sure(falling.projection).year_reached == reached


def test_a_figure_beyond_a_range_tells_what_it_counts_like() -> None:
    """115 of 90 to 110, from below, is as far off as 85."""
    found = judged(RANGE, {}, {2005: "60", 2007: "115"}, 2007)
    assert (found.status, sure(found.pace)) == ("ahead", Decimal("2.08333333333"))
    assert "beyond the range: it counts like 85" in str(found.notes[0].message)
    assert not judged(RANGE, {}, {2005: "60", 2010: "115"}, 2010).notes


def test_a_change_from_nothing_has_a_needed_change_in_its_terms() -> None:
    found = judged({**FEWER, "change": 20, "comparison": ">="}, {}, {2005: "0", 2007: "6"}, 2007)
    assert sure(found.stated).per_year == Decimal("4.66666666667")


def test_nothing_is_due_before_flows_are_added_up() -> None:
    goal = {"accumulate": True, "baseline": {"value": 20, "year": 2007}}
    assert judged(goal, {}, {2007: "100"}, 2007).status == "not_due"
    assert judged(goal, {}, {2007: "100"}, 2008).status == "no_data"


def test_what_a_budget_leaves_a_year_and_its_path() -> None:
    found = judged(CAP, DOWN, {2008: "40"}, 2008)
    assert (found.expected, found.schedule_gap) == (
        Decimal("33.3333333333"),
        Decimal("6.66666666667"),
    )
    assert sure(found.required_change).per_year == 30
    assert (found.pace, found.gap) == (None, -60)


def test_a_verdict_by_an_earlier_year_bears_its_marks() -> None:
    made_up, forecast = ObsStatus.ILLUSTRATIVE, ObsStatus.FORECAST
    line = make_plan(target=LINE)
    unit = line.indicators[0].unit
    first = row("79", 2006, unit=unit, status=forecast)
    rows = [row("100", 2005, unit=unit), row("90", 2007, unit=unit)]
    assert judge(line, [*rows, first], 2007).doubts == ("forecast",)
    each = make_plan(target=EACH, indicator=DOWN)
    first = row("6", 2006, unit=unit, status=made_up)
    notes = judge(each, [first, row("4", 2007, unit=unit)], 2007).notes
    assert "missed so far in 2006 †" in [Locale().text(note.message) for note in notes]


def test_of_a_budget_that_is_exceeded_within_its_tolerance_nothing_fits() -> None:
    found = judged({**CAP, "tolerance": 10}, DOWN, {2008: "60", 2009: "45"}, 2009)
    assert (found.status, found.required_change) == ("at_risk", None)
    used_up = judged({**CAP, "tolerance": 10}, DOWN, {2008: "60", 2009: "40"}, 2009)
    assert sure(used_up.required_change).per_year == 0


@pytest.mark.parametrize(
    ("rate", "direction", "comparison"),
    (
        # Of the level more digits are needed than it is computed with, of the goal all are there.
        ("-2.999999999999999999999999999999", "decrease", "<="),
        ("-2.999999999999999999999999999999", "decrease", "<"),
        ("2.999999999999999999999999999999", "increase", ">="),
    ),
)
def test_of_who_grows_as_was_asked_nobody_says_that_it_missed(
    rate: str, direction: str, comparison: str
) -> None:
    goal = {**GROWTH, "growth_percent": Fraction(rate), "comparison": comparison, "year": 2027}
    changes = {**YEARLY, "direction": direction}
    plan = make_plan(target=goal, indicator=changes, period=(2006, 2027))
    rows = [row(rate, each, unit="%") for each in range(2006, 2028)]
    assert judge(plan, rows, 2027).status == "no_data"
    found = judge(plan, rows, 2020)
    assert found.status == "on_schedule"
    assert found.schedule_gap == 0
    assert found.pace == 1


def test_on_the_path_nothing_is_left_of_the_digits_that_levels_are_computed_to() -> None:
    rate = f"1.{'0' * 30}1"
    goal = {**GROWTH, "growth_percent": Fraction(rate), "year": 2024}
    plan = make_plan(target=goal, indicator=YEARLY, period=(2006, 2024))
    found = judge(plan, [row(rate, each, unit="%") for each in range(2006, 2025)], 2007)
    assert found.status == "on_schedule"
    assert found.schedule_gap == 0
    assert found.pace == 1


def test_a_verdict_by_an_earlier_year_rests_on_its_figure() -> None:
    plan = make_plan(target=LINE)
    rows = [row("100", 2005), row("79", 2006, status=ObsStatus.ILLUSTRATIVE), row("90", 2007)]
    assert judge(plan, rows, 2007).illustrative


@pytest.mark.parametrize(
    ("target", "indicator", "message"),
    (
        ({"keep": True, "year": "each", "path": "none"}, {}, "keep: true and year: each do not"),
        ({"about": True, "comparison": ">"}, {}, "about and comparison: < or > do not"),
        ({"path": "none"}, {}, "path: none and year: each go together"),
        ({"path": "steps"}, {}, "path: steps and steps go together"),
        ({"group": "g", "entity": None}, {}, "group and aggregate go together"),
        ({"assumed": ("tolerance",)}, {}, "assumed: tolerance and tolerance go together"),
        ({"over": (2008, 2009)}, {}, "over ends with the year of the goal"),
        ({"over": (2006, 2010), "accumulate": True}, {}, "over and accumulate do not"),
        ({"over": (2006, 2010), "value": 0}, {}, "a sum over years begins at zero"),
        ({"over": (2006, 2010), "keep": True}, {}, "over and keep: true do not"),
        ({"accumulate": True, "comparison": "<="}, DOWN, "accumulate and a ceiling do not"),
        ({**FEWER, "over": (2006, 2010)}, DOWN, "state a level"),
        ({"interim": {2008: 50}, "amended": (BY_RATE,)}, {}, "stated in the terms of the target"),
        ({"interim": {2010: 90}}, {}, "an interim goal is not between"),
        ({"interim": {2008: 120}}, {}, "a step leads away from the goal"),
        ({"interim": {2008: 50}, "path": "steps"}, {}, "interim and path: steps do not"),
        ({**RANGE, "unit": "%"}, SINCE, "for a range two targets"),
        ({**FEWER, "unit": "%"}, SINCE, "state change_percent"),
    ),
)  # fmt: skip
def test_keys_that_do_not_fit_name_both_and_what_to_write(
    target: dict[str, Any], indicator: dict[str, Any], message: str
) -> None:
    groups = ({"id": "g", "name": {"zh": "组", "en": "g"}, "members": ("area",)},)
    tree = plan_tree(target=target, indicator=indicator, groups=groups)
    found = plan_findings(Plan.model_validate(tree))
    assert [each for each in found if message in str(each.message) and each.hint is not None]


def shown(folder: Path, *command: str, width: int = 200, code: int = 0) -> str:
    with contextlib.chdir(folder):
        done = run(*command, "-q", env={"COLUMNS": str(width)})
    assert done.exit_code == code, done.output
    return done.stdout


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out the plans of the how-to, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("shapes")
    for name, text in FILE.findall(PAGE.read_text("utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


FACES = (
    ("about", 2010, "energy-cut", ("−19.1%", "≤ about −20% against"), ("−19.1%", "≤ −20%左右")),
    ("fewer", 2010, "deaths", ("100 people", "< 100 people"), ("100人", "< 100人")),
    ("less", 2007, "poor", ("−8,000", "≤ −20,000 people"), ("−8000", "比2005年 ≤ −20000人")),
    ("growth", 2007, "gdp", ("11.2%", "≥ 7.5% a year"), ("11.2%", "年均≥ 7.5%")),
    ("red-line", 2007, "land", ("12,110", "keep ≥ 12,000 ha"), ("12110", "保持 ≥ 12000公顷")),
    ("budget", 2007, "built-on", ("210", "≤ 300 ha over 2006–2008"), ("210", "合计 ≤ 300公顷")),
    ("each", 2007, "jobless", ("4.6%", "≤ 5% every year"), ("4.6%", "每年≤ 5%")),
    ("interim", 2007, "forest", ("18.8%", "≥ 19.4%"), ("18.8%", "≥ 19.4%")),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("width", (80, 120))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("plan", "year", "target", "en", "zh"), FACES)
def test_on_a_terminal(
    county: Path,
    plan: str,
    year: int,
    target: str,
    en: tuple[str, str],
    zh: tuple[str, str],
    language: str,
    width: int,
) -> None:
    figure, goal = en if language == "en" else zh
    options = ("--data", plan, "--lang", language, "--format", "table")
    check = shown(county, "check", str(year), *options, width=width)
    show = shown(county, "show", target, "--year", str(year), *options, width=width)
    trend = shown(county, "trend", *options, width=width)
    assert all(figure in text for text in (check, show, trend))
    assert goal in check
    assert goal in show or plan == "interim"


def targets(county: Path, plan: str, year: int) -> list[dict[str, Any]]:
    text = shown(county, "check", str(year), "--data", plan, "--format", "json")
    found: list[dict[str, Any]] = valid("report", text)["targets"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("plan", "year", "target"), [face[:3] for face in FACES])
def test_programs_read_it(county: Path, plan: str, year: int, target: str) -> None:
    data = ("--data", plan, "--format")
    (found,) = (each for each in targets(county, plan, year) if each["id"] == target)
    detail = valid("show", shown(county, "show", target, "--year", str(year), *data, "json"))
    assert detail["result"] == {**found, "methods": detail["result"]["methods"]}
    assert valid("trend", shown(county, "trend", *data, "json"))["targets"]
    assert valid("targets", shown(county, "targets", *data, "json"))["targets"]
    (record, *_) = csv.DictReader(io.StringIO(shown(county, "check", str(year), *data, "csv")))
    assert ("stated_goal" in record) is ("stated" in found)


def test_the_numbers_of_json_and_csv(county: Path) -> None:
    poor, _ = targets(county, "less", 2007)
    assert poor["target"]["value"] == 30000
    assert poor["stated"] == {
        "terms": "change",
        "unit": "人",
        "base_year": 2005,
        "goal": -20000,
        "actual": -8000,
        "latest": None,
        "expected": -8000,
        "gap": 12000,
        "schedule_gap": 0,
        "per_year": -4000,
        "projection": -20000,
    }
    built, later = targets(county, "budget", 2007)
    assert (built["shape"]["left"], built["shape"]["leaves_in"]) == (90, 2008)
    assert (later["status"], later["projection"]) == ("not_due", None)
    text = shown(county, "check", "2007", "--data", "growth", "--format", "csv")
    so2, gdp = (
        next(r for r in csv.DictReader(io.StringIO(text)) if r["id"] == i) for i in ("so2", "gdp")
    )
    assert [gdp[f"stated_{name}"] for name in ("as", "unit", "goal", "actual", "gap")] == [
        *("growth_percent", "%", "7.5", "11.2", "-3.7")
    ]
    assert (so2["stated_actual"], so2["actual"]) == ("-3", "7760")


def test_missing_years_are_named(county: Path) -> None:
    for command in (("check", "2007"), ("show", "jobs", "--year", "2007")):
        assert "no figure of 2006" in shown(county, *command, "--data", "missing")


def test_what_a_kept_goal_counts_as(county: Path, tmp_path: Path) -> None:
    data = ("check", "2007", "--data", "red-line")
    for status, code in (("behind", 1), ("at_risk", 1), ("missed", 0), ("breached", 0)):
        shown(county, *data, "--fail-on", status, code=code)
    earlier = tmp_path / "earlier.json"
    text = shown(county, *data, "--format", "json")
    assert "at_risk" in text
    for before, code in (("behind", 0), ("met", 1), ("kept", 1), ("breached", 0)):
        earlier.write_text(text.replace('"status": "at_risk"', f'"status": "{before}"'), "utf-8")
        shown(county, *data, "--against", str(earlier), "--fail-on", "worse", code=code)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_workbook(county: Path, tmp_path: Path, language: str) -> None:
    options = ("--data", "growth", "--lang", language, "-o")
    shown(county, "report", "2007", *options, str(tmp_path / "r.html"))
    page = (tmp_path / "r.html").read_text("utf-8")
    assert {"en": "11.2% a year", "zh": "年均11.2%"}[language] in page
    shown(county, "report", "2007", *options, str(tmp_path / "r.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[1]
    gdp = next(row for row in sheet.iter_rows(values_only=True) if row[-1] == "gdp")
    assert gdp[-7:-3] == ("%", 7.5, 11.2, -3.7)


def test_a_tolerance_below_zero_has_a_place(tmp_path: Path) -> None:
    text = plan_text().replace("    path: compound\n", "    path: compound\n    tolerance: -1\n")
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    done = run("validate", tmp_path / "targets.yaml", "--format", "json")
    (found,) = (each for each in json.loads(done.stdout)["findings"] if each["level"] == "error")
    line = text[: text.index("tolerance")].count("\n") + 1
    assert (found["code"], found["line"], found["column"]) == ("CP407", line, 16)
    assert found["message"] == "tolerance must be a number that is not below zero"


def test_keep_is_proposed_where_the_base_is_there(tmp_path: Path) -> None:
    text = plan_text().replace("baseline: {value: 100}", "baseline: {value: 300}")
    for more, code in (("", "CP505"), ("    keep: true\n", None)):
        (tmp_path / "targets.yaml").write_text(
            text.replace("    path: c", f"{more}    path: c"), "utf-8"
        )
        done = run("validate", tmp_path, "--format", "json")
        found = {each["code"]: each["hint"] for each in json.loads(done.stdout)["findings"]}
        assert found.keys() & {"CP505", "CP508"} == ({code} if code else set())
        assert code is None or "write keep: true" in found[code]


def test_a_trend_tells_by_which_goals_it_judges_first(county: Path) -> None:
    text = shown(county, "trend", "--data", "interim", "-f", "text", "--lang", "en")
    assert "Judged by an interim goal first: Forest cover (≥ 19.4% by 2008)." in text


def test_a_base_beyond_an_interim_goal_is_told(tmp_path: Path) -> None:
    for interim, codes in (("90", {"CP505"}), ("110", set())):
        more = f"    interim: {{2007: {interim}}}\n"
        text = plan_text().replace("    path: c", f"{more}    path: c")
        (tmp_path / "targets.yaml").write_text(text, "utf-8")
        done = run("validate", tmp_path, "--format", "json")
        found = {each["code"] for each in json.loads(done.stdout)["findings"]}
        assert found & {"CP505"} == codes


def written(drawing: ET.Element) -> list[tuple[float, float, float, float]]:
    """Return where the words at the curves stand: left, top, right and bottom."""
    plots = [each for each in drawing.iter("g") if "plot" in each.get("class", "").split()]
    across, down = map(float, re.findall(r"[\d.]+", plots[0].get("transform", "")))
    found = []
    for text in (each for plot in plots for each in plot.iterfind(".//text[@class='told']")):
        wide = sum(13 if east_asian_width(sign) in "WF" else 7.8 for sign in text.text or "")
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "")]
        left = across + float(text.get("x", "")) - share * wide
        bottom = down + float(text.get("y", ""))
        found.append((left, bottom - 13, left + wide, bottom))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("plan", "year"), [face[:2] for face in FACES])
def test_what_is_written_in_a_chart_can_be_read(
    county: Path, tmp_path: Path, plan: str, year: int, language: str
) -> None:
    page = tmp_path / "page.html"
    shown(county, "report", str(year), "-o", str(page), "--data", plan, "--lang", language)
    charts = re.findall(r'<svg viewBox="0 0 440 230".*?</svg>', page.read_text("utf-8"), re.DOTALL)
    assert charts
    for chart in charts:
        boxes = written(ET.fromstring(chart))  # noqa: S314 # our own
        assert boxes
        assert all(left >= 0 and top >= -1 and right <= 440.1 for left, top, right, _ in boxes)
        for one, other in combinations(boxes, 2):
            beside = one[2] <= other[0] or other[2] <= one[0]
            assert beside or one[3] <= other[1] or other[3] <= one[1]


def test_the_zero_that_a_budget_starts_from_is_no_figure() -> None:
    goal = {"over": (2006, 2010)}
    rows = [row("20", year) for year in (2006, 2007)]
    found = detail(Inquiry(make_plan(target=goal), rows), "t", 2007)
    result = found.result
    assert isinstance(result, TargetResult)
    drawn = sure(of_target(found, result, Locale()))
    dots = re.findall(r"<circle.*?<title>(.*?)</title>", drawn.svg)
    course = ["2007: 40", "2010: 100"]
    assert dots == [*course, "2006: 20", "2007: 40"]
    plain, _ = sure(on_a_terminal(found, result, Locale(), 100))
    assert plain.count("●") == 2


def test_a_tolerance_holds_for_interim_goals_too() -> None:
    plan = make_plan(target={"about": True, "interim": {2008: 50}})
    assert "≥ about 50 by 2008; ≥ about 100 by 2010" in render_plan(plan, "text", Locale())
