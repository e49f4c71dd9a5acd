"""Plans at random: the program and a second implementation say the same of them."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from clusterplan import load_actuals, load_plan
from clusterplan.model.observations import Qualifier
from folders import indicator, lay_out, target
from helpers import COAST, DATA, judge, make_plan, row, sure
from plans_at_random import Case, cases, differences, differing, lifetimes

always = settings(
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def agree(folder: Path, case: Case) -> None:
    shutil.rmtree(folder / "data", ignore_errors=True)
    (folder / "data").mkdir()
    assert differences(case, folder / "data") in ([], None)


@pytest.mark.slow
@settings(always, max_examples=30)
@given(case=cases() | lifetimes())
def test_two_implementations_agree(tmp_path: Path, case: Case) -> None:
    agree(tmp_path, case)


@pytest.mark.slow
@settings(always, max_examples=600)
@given(case=cases() | lifetimes())
def test_two_implementations_agree_on_many_plans(tmp_path: Path, case: Case) -> None:
    agree(tmp_path, case)


@pytest.mark.slow
@pytest.mark.parametrize("folder", (DATA, COAST), ids=("data", "coast"))
def test_two_implementations_agree_on_plans_as_they_are(folder: Path) -> None:
    plan, observations = load_plan(folder), load_actuals(folder)
    for year in plan.years:
        assert list(differing(plan, observations, year)) == []


@pytest.mark.parametrize(("part", "wanted"), (({}, None), ({"minimum": 0}, 70)))
def test_a_sum_lacks_a_part_that_may_be_below_zero(
    tmp_path: Path, part: dict[str, int], wanted: int | None
) -> None:
    """That the sum itself is never negative does not make 70 the least that it is."""
    sides = (indicator("a", "亿元", minimum=0), indicator("b", "亿元", **part))
    total = indicator("x", "亿元", minimum=0, formula={"kind": "sum", "parts": ["a", "b"]})
    goal = {"unit": "亿元", "baseline": {"value": 0}}
    found = target(lay_out(tmp_path, [("a", "", "70")], *sides, total, target=goal))["actual"]
    assert (found and found["low"]) == wanted


def test_a_fall_by_more_than_all_there_is_turns_a_bound_round() -> None:
    """At least 100 * (1 + 100), of which 1 - 110 is left: at most -1,100,900."""
    goal = {"value": None, "unit": "1", "growth_percent": 20}
    plan = make_plan(indicator={"unit": "1", "observed": "yearly_change"}, target=goal)
    rows = [row("100", 2006, unit="1", qualifier=Qualifier.AT_LEAST), row("-110", 2007, unit="1")]
    result = judge(plan, rows, 2007)
    actual = sure(result.actual)
    assert (actual.low, actual.high, result.bound) == (None, Decimal(-1100900), "at_most")
    assert result.status == "regressed"
