# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""The order of verdicts, line by line, each on its boundary and in both directions."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from clusterplan.methods.order_of_verdicts import Course
from clusterplan.model.goals import Goal
from clusterplan.model.observations import Observation, Qualifier
from clusterplan.model.plan import Plan, Thresholds
from clusterplan.model.status import Status
from folders import indicator
from helpers import judge, make_plan, row, sure

F = Fraction
TINY = F(1, 10**30)
DOWN = {"indicator": {"direction": "decrease"}, "target": {"comparison": "<="}}


def plan_for(direction: str, **target: Any) -> Plan:
    """Return a plan: from 0 up to at least 100, or from 200 down to at most 100, by 2010."""
    if direction == "up":
        return make_plan(target=target)
    return make_plan(indicator=DOWN["indicator"], target={**DOWN["target"], **target})


def verdict(
    direction: str, value: str | None, year: int = 2008, base: str | None = "", **target: Any
) -> Status:
    rows: list[Observation] = []
    start = {"up": "0", "down": "200"}[direction] if base == "" else base
    if start is not None:
        rows.append(row(start, 2005))
    if value is not None:
        rows.append(row(value, year))
    return judge(plan_for(direction, **target), rows, year).status


def at(direction: str, pace: str) -> str:
    """Return the value in 2008 (three fifths of the way due) with exactly this pace."""
    gone = F(pace) * F(3, 5) * 100
    return str(gone if direction == "up" else 200 - gone)


def just_worse(direction: str, value: str) -> str:
    return str(F(value) - TINY if direction == "up" else F(value) + TINY)


def ranged(low: int, high: int, **more: Any) -> Plan:
    """Return a plan with a range as its goal."""
    return make_plan(target={"value": None, "comparison": None, "low": low, "high": high}, **more)


both = pytest.mark.parametrize("direction", ("up", "down"))
ladder = pytest.mark.parametrize(
    ("pace", "reached", "below"),
    (
        ("1.05", Status.AHEAD, Status.ON_SCHEDULE),
        ("0.95", Status.ON_SCHEDULE, Status.BEHIND),
        ("0.60", Status.BEHIND, Status.FAR_BEHIND),
        ("0", Status.FAR_BEHIND, Status.REGRESSED),
    ),
)


@both
@pytest.mark.parametrize(
    ("short", "year", "base", "wanted"),
    (
        (None, 2008, "", Status.NO_DATA),
        (0, 2008, "", Status.MET_EARLY),
        (0, 2009, "", Status.MET_EARLY),
        (0, 2010, "", Status.MET),
        (0, 2008, None, Status.MET_EARLY),
        (TINY, 2010, "", Status.MISSED),
        (TINY, 2010, None, Status.MISSED),
    ),
)
def test_reached_or_not(
    direction: str, short: Fraction | None, year: int, base: str | None, wanted: Status
) -> None:
    """Missed by the least bit in the year of the target, with a base and without one."""
    value = None if short is None else str(100 - short if direction == "up" else 100 + short)
    assert verdict(direction, value, year, base) is wanted


@both
def test_after_the_target_year_its_own_figure_counts(direction: str) -> None:
    plan = plan_for(direction, year=2007)
    bad = just_worse(direction, "100")
    start = {"up": "0", "down": "200"}[direction]
    rows = [row(start, 2005), row(bad, 2007), row("100", 2009)]
    result = judge(plan, rows, 2009)
    assert result.status is Status.MISSED
    assert sure(result.actual).year == 2007


@both
def test_no_baseline_still_shows_the_gap(direction: str) -> None:
    value = {"up": "90", "down": "110"}[direction]
    result = judge(plan_for(direction), [row(value, 2008)], 2008)
    assert result.status is Status.NO_BASELINE
    assert result.gap == 10
    assert result.baseline is result.pace is result.due is result.expected is None


@both
@pytest.mark.parametrize("beyond", (0, 7))
def test_base_at_or_beyond_the_target(direction: str, beyond: int) -> None:
    base, value = (100 + beyond, "90") if direction == "up" else (100 - beyond, "110")
    result = judge(plan_for(direction), [row(base, 2005), row(value, 2008)], 2008)
    assert result.status is Status.REGRESSED
    assert result.completion is result.due is result.pace is None
    assert result.gap == 10


@both
def test_base_beyond_the_target_and_still_there_is_met(direction: str) -> None:
    base, value = ("110", "105") if direction == "up" else ("90", "95")
    assert verdict(direction, value, base=base) is Status.MET_EARLY


@both
def test_nothing_due_yet(direction: str) -> None:
    steps = {2009: {"up": 50, "down": 150}[direction], 2010: 100}
    target: dict[str, Any] = {"path": "steps", "steps": steps}
    worse = {"up": "-1", "down": "201"}[direction]
    assert verdict(direction, worse, 2008, **target) is Status.NOT_DUE
    assert verdict(direction, worse, 2009, **target) is Status.REGRESSED


def test_what_is_at_most_100_is_reached_by_0_on_a_compound_path_too() -> None:
    """Only a rising compound path can get to a value not above zero otherwise."""
    assert {verdict("down", value, path="compound") for value in ("0", "-4")} == {Status.MET_EARLY}


@pytest.mark.parametrize("value", ("0", "-4"))
def test_a_compound_path_and_a_value_not_above_zero(value: str) -> None:
    result = judge(plan_for("up", path="compound"), [row("50", 2005), row(value, 2008)], 2008)
    assert (result.status, result.pace) == ("regressed", None)


@both
@ladder
def test_thresholds_of_pace(direction: str, pace: str, reached: Status, below: Status) -> None:
    value = at(direction, pace)
    assert verdict(direction, value) is reached
    assert verdict(direction, just_worse(direction, value)) is below


@both
@ladder
def test_thresholds_on_a_compound_path(
    direction: str, pace: str, reached: Status, below: Status
) -> None:
    base, goal = (F(50), F(100)) if direction == "up" else (F(200), F(100))
    aim = Goal(2010, low=goal) if direction == "up" else Goal(2010, high=goal)
    course = Course(aim, 2005, base, "compound", {}, Thresholds())
    path = sure(course.path())
    level = path.level(F(pace) * F(3, 5))
    worse = F(1, 10**30) * (-1 if direction == "up" else 1)
    assert course.status(level, 2008) is reached
    assert course.status(level + worse, 2008) is below


def test_thresholds_of_the_plan_count() -> None:
    plan = make_plan(thresholds={"ahead": "3/2", "on_schedule": 1, "behind": "9/10"})
    rows = [row("0", 2005), row("59", 2008)]
    assert judge(plan, rows, 2008).status is Status.BEHIND
    assert judge(plan, [rows[0], row("60", 2008)], 2008).status is Status.ON_SCHEDULE


def test_21_of_50_in_the_second_of_five_years() -> None:
    plan = make_plan(target={"value": 50, "baseline": {"value": 0, "assumed": True}})
    result = judge(plan, [row("21", 2007)], 2007)
    assert result.status is Status.AHEAD
    assert str(result.pace) == "1.05"


@pytest.mark.parametrize(
    ("value", "wanted"),
    (
        (F(1, 3), Status.MET),
        (F("0.3333"), Status.MISSED),
        (F("0.33333333333333333333333333333333333"), Status.MISSED),
        (F("0.3334"), Status.MET),
    ),
)
def test_exactly_one_third(value: Fraction, wanted: Status) -> None:
    plan = make_plan(indicator={"unit": "1"}, target={"value": F(1, 3), "unit": "1"})
    rows = [row("0.2", 2005, unit="1"), replace(row("1", 2010, unit="1"), value=value)]
    assert judge(plan, rows, 2010).status is wanted


def test_one_third_of_two_levels_is_one_third() -> None:
    formula = {"kind": "ratio", "numerator": "top", "denominator": "whole"}
    units = (("top", "亿元"), ("whole", "万元"))
    indicators = (indicator("x", formula=formula), *(indicator(*each) for each in units))
    plan = make_plan(indicators=indicators, target={"value": F(1, 3), "unit": "1"})
    exact = [
        row("1000", 2010, of="top", unit="亿元"),
        row("30000000", 2010, of="whole", unit="万元"),
    ]
    short = [exact[0], row("30000001", 2010, of="whole", unit="万元")]
    assert judge(plan, exact, 2010).status is Status.MET
    assert judge(plan, short, 2010).status is Status.MISSED


@pytest.mark.parametrize(
    ("qualifier", "value", "year", "wanted", "bound"),
    (
        (Qualifier.AT_LEAST, "100", 2008, Status.MET_EARLY, "at_least"),
        (Qualifier.AT_LEAST, "99", 2008, Status.NO_DATA, None),
        (Qualifier.AT_MOST, "99", 2010, Status.MISSED, "at_most"),
        (Qualifier.AT_MOST, "100", 2010, Status.NO_DATA, None),
    ),
)
def test_a_bound_decides_only_when_both_ends_agree(
    qualifier: Qualifier, value: str, year: int, wanted: Status, bound: str | None
) -> None:
    rows = [row("0", 2005), row(value, year, qualifier=qualifier)]
    result = judge(make_plan(), rows, year)
    assert result.status is wanted
    assert result.bound == bound


@pytest.mark.parametrize(
    ("values", "year", "wanted"),
    (
        ({2006: "10", 2007: "45"}, 2009, (2007, 45, Status.AHEAD)),
        ({2007: "10", 2008: "45", 2010: "70"}, 2009, (2008, 45, Status.BEHIND)),
        ({2006: "40", 2007: "50"}, 2007, None),  # there is a figure
        ({2006: "40", 2007: "50"}, 2008, (2007, 50, Status.AHEAD)),
        ({2006: "9"}, 2008, (2006, 9, Status.FAR_BEHIND)),
    ),
)
def test_the_latest_earlier_figure_stands_beside_no_data(
    values: dict[int, str], year: int, wanted: tuple[int, int, Status] | None
) -> None:
    rows = [row(value, at) for at, value in ({2005: "0"} | values).items()]
    result = judge(make_plan(), rows, year)
    latest = result.latest
    assert (latest and (latest.year, latest.value, latest.status)) == wanted
    assert (result.status is Status.NO_DATA, result.actual is None) == (wanted is not None,) * 2


def test_ranges() -> None:
    plan = ranged(90, 110)
    wanted = {"89": ("missed", 1), "90": ("met", 0), "110": ("met", 0), "115": ("missed", 5)}
    for value, (status, gap) in wanted.items():
        result = judge(plan, [row("0", 2005), row(value, 2010)], 2010)
        assert (result.status, result.gap) == (status, gap)


@pytest.mark.parametrize(
    ("qualifier", "value"), ((Qualifier.AT_LEAST, "50"), (Qualifier.AT_MOST, "250"))
)
def test_a_bound_outside_a_range_may_still_lie_inside(qualifier: Qualifier, value: str) -> None:
    plan = ranged(100, 200, indicator={"minimum": 0})
    assert judge(plan, [row(value, 2010, qualifier=qualifier)], 2010).status is Status.NO_DATA
    certain = {"50": Qualifier.AT_MOST, "250": Qualifier.AT_LEAST}[value]
    assert judge(plan, [row(value, 2010, qualifier=certain)], 2010).status is Status.MISSED


@pytest.mark.parametrize(("base", "beyond", "short"), (("10", "202", "98"), ("300", "98", "202")))
def test_beyond_a_range_counts_like_as_much_short_of_it(base: str, beyond: str, short: str) -> None:
    plan = ranged(100, 200)
    results = [judge(plan, [row(base, 2005), row(v, 2008)], 2008) for v in (beyond, short)]
    assert results[0].status is results[1].status is Status.AHEAD
    assert results[0].gap == results[1].gap == 2
    assert results[0].pace == results[1].pace
    assert results[0].projection is None
    far = judge(plan, [row(base, 2005), row({"10": "500", "300": "-200"}[base], 2008)], 2008)
    assert far.status is Status.REGRESSED


@pytest.mark.parametrize(("base", "value", "gone"), (("10", "200", "2.11"), ("300", "100", "2")))
def test_a_value_on_the_far_bound_of_a_range_counts_as_it_is(
    base: str, value: str, gone: str
) -> None:
    plan = ranged(100, 200)
    result = judge(plan, [row(base, 2005), row(value, 2008)], 2008)
    assert result.status is Status.MET_EARLY
    assert str(result.completion)[:4] == gone
    assert result.projection is not None


@pytest.mark.parametrize(
    ("base", "value", "standing"),
    (
        (150, 120, "behind"),
        (115, 120, "wrong_direction"),
        (50, 80, "behind"),
        (85, 80, "wrong_direction"),
    ),
)
def test_a_range_that_was_missed_from_either_side(base: int, value: int, standing: str) -> None:
    course = Course(Goal(2010, F(90), F(110)), 2005, F(base), "linear", {}, Thresholds())
    assert course.status(F(value), 2010) is Status.MISSED
    assert course.standing(Status.MISSED, F(value)) == standing


def test_a_range_of_one_level() -> None:
    for value, gap in (("120", 20), ("80", 20), ("100", 0)):
        assert judge(ranged(100, 100), [row(value, 2010)], 2010).gap == gap
    assert judge(ranged(100, 100), [row("100", 2010)], 2010).status is Status.MET


numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)
ORDER = (
    Status.REGRESSED,
    Status.FAR_BEHIND,
    Status.BEHIND,
    Status.ON_SCHEDULE,
    Status.AHEAD,
    Status.MET_EARLY,
)


@given(
    base=numbers,
    goal=numbers,
    values=st.tuples(numbers, numbers),
    year=st.integers(2006, 2010),
    kind=st.sampled_from(("linear", "compound", "steps")),
)
def test_a_better_value_never_has_a_worse_status(
    base: Fraction, goal: Fraction, values: tuple[Fraction, Fraction], year: int, kind: str
) -> None:
    assume(base != goal)
    assume(kind != "compound" or (base > 0 and goal > 0))
    rising = goal > base
    aim = Goal(2010, low=goal) if rising else Goal(2010, high=goal)
    steps = {2007: base + (goal - base) / 3}
    course = Course(aim, 2005, base, kind, steps, Thresholds())
    worse, better = sorted(values, reverse=not rising)
    seen = [course.status(value, year) for value in (worse, better)]
    order = [*ORDER[:3], Status.NOT_DUE, *ORDER[3:]] if Status.NOT_DUE in seen else [*ORDER]
    if year == 2010:
        order = [Status.MISSED, Status.MET]
    assert order.index(seen[0]) <= order.index(seen[1])


@given(value=numbers, year=st.integers(2006, 2010))
def test_open_ends_are_judged_like_very_large_values(value: Fraction, year: int) -> None:
    course = Course(Goal(2010, low=F(100)), 2005, F(0), "linear", {}, Thresholds())
    assert course.status(math.inf, year) is course.status(abs(value) + 10**9, year)
    assert course.status(-math.inf, year) is course.status(-abs(value) - 10**9, year)


@pytest.mark.parametrize("base", (10, 300))
@pytest.mark.parametrize("value", (math.inf, -math.inf))
def test_an_open_end_beyond_a_range_is_as_bad_as_one_short_of_it(base: int, value: float) -> None:
    course = Course(Goal(2010, F(100), F(200)), 2005, F(base), "linear", {}, Thresholds())
    assert course.status(value, 2008) is Status.REGRESSED


def test_of_several_amendments_the_newest_known_counts() -> None:
    amended = tuple(
        {"date": date(year, 6, 30), "source": "notice", "value": value}
        for year, value in ((2008, 70), (2006, 90), (2007, 80))
    )
    plan = make_plan(target={"amended": amended})
    goals = [judge(plan, [], 2008, as_of=date(year, 7, 1)).target for year in (2006, 2007, 2008)]
    assert [goal.value for goal in goals] == [90, 80, 70]


def test_an_amendment_can_move_the_year() -> None:
    amended = ({"date": date(2008, 6, 30), "source": "notice", "value": 100, "year": 2007},)
    plan = make_plan(target={"amended": amended})
    rows = [
        row(value, year, published=date(2008, 1, 1)) for value, year in ((80, 2007), (90, 2008))
    ]
    before, after = (judge(plan, rows, 2008, as_of=date(2008, 6, day)) for day in (29, 30))
    assert (before.target.year, before.gap, before.status) == (2010, 10, Status.NO_BASELINE)
    assert (after.target.year, after.gap, after.status) == (2007, 20, Status.MISSED)


def test_of_two_amendments_of_one_day_the_last_counts_and_a_year_stays_as_it_was_moved() -> None:
    first = {"date": date(2008, 6, 30), "source": "notice", "value": 120, "year": 2009}
    amended = (first, {**first, "value": 150, "year": None})
    found = judge(make_plan(target={"amended": amended}), [], 2008)
    assert (found.target.value, found.target.year) == (150, 2009)
    changes = [
        (each.was.value, each.was.year, each.now.value, each.now.year) for each in found.amended
    ]
    assert changes == [(100, 2010, 120, 2009), (120, 2009, 150, 2009)]


def test_a_range_is_amended_by_a_range() -> None:
    stated = {"value": None, "comparison": None, "low": 90, "high": 110}
    wider = {"date": date(2008, 6, 30), "source": "notice", "low": 80, "high": 120}
    found = judge(make_plan(target={**stated, "amended": (wider,)}), [], 2008)
    assert (found.target.low, found.target.high) == (80, 120)
    (change,) = found.amended
    ends = [(each.low, each.high, each.value) for each in (change.was, change.now)]
    assert ends == [(90, 110, None), (80, 120, None)]


def test_amended_half_way_counts_from_its_day() -> None:
    amended = ({"date": date(2008, 6, 30), "source": "notice", "value": 80},)
    plan = make_plan(target={"amended": amended})
    rows = [
        row("0", 2005, published=date(2006, 1, 1)),
        row("80", 2008, published=date(2008, 1, 1)),
    ]
    before = judge(plan, rows, 2008, as_of=date(2008, 6, 29))
    after = judge(plan, rows, 2008, as_of=date(2008, 6, 30))
    assert (before.status, after.status) == (Status.AHEAD, Status.MET_EARLY)
    assert (sure(before.target).value, sure(after.target).value) == (100, 80)
