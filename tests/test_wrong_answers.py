"""Answers that once were wrong, through the command, as people met them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from folders import indicator, lay_out, run, target

NONE: dict[str, Any] = {"value": None, "unit": None}


def test_a_sum_over_years_starts_at_the_base_year_of_the_target(tmp_path: Path) -> None:
    base = {"value": 0, "year": 2012}
    folder = lay_out(
        tmp_path,
        [("x", "", "10")],
        indicator("x", "个", minimum=0),
        years=range(2008, 2018),
        period=[2008, 2017],
        base_year=2007,
        target={"accumulate": True, "value": 500, "year": 2017, "baseline": base},
    )
    found = target(folder, "2017")
    assert (found["status"], found["gap"]) == ("missed", 450)
    assert (found["actual"] or {})["value"] == 50
    explained = run(folder, "check", "2017", "--explain")
    assert "base 2012: 0" in explained
    assert "completion 10%" in explained


def test_three_thirds_hold(tmp_path: Path) -> None:
    share = {"kind": "ratio", "denominator": "all"}
    goal = {"unit": "1", "clause": "1", "nature": "binding", "comparison": ">=", "year": 2010}
    names = ("east", "west", "north", "whole")
    folder = lay_out(
        tmp_path,
        [("all", "", "3"), *((f"n{name}", "", "1") for name in names[:3]), ("nwhole", "", "3")],
        indicator("all", "个"),
        *(indicator(f"n{name}", "个") for name in names),
        *(indicator(name, formula={**share, "numerator": f"n{name}"}) for name in names),
        targets=[
            {
                **goal,
                "path": "linear",
                "id": f"t{name}",
                "indicator": name,
                "name": {"zh": name, "en": name},
                "value": 1 if name == "whole" else "1/3",
            }
            for name in names
        ],
        links=[{"kind": "adds_up", "whole": "twhole", "parts": ["teast", "twest", "tnorth"]}],
    )
    text = run(folder, "check", "2008")
    assert "goal: 100% = 33.33% + 33.33% + 33.33%" in text
    assert "2008: 100% = 33.33% + 33.33% + 33.33%" in text
    assert '"holds": false' not in run(folder, "check", "2008", "--format", "json")


@pytest.mark.parametrize(("printed", "marked"), (("40", True), ("40.0", False), ("40.00", False)))
def test_zeros_that_were_printed_count(tmp_path: Path, printed: str, *, marked: bool) -> None:
    goal = {"value": 40.2, "unit": "%", "year": 2008, "baseline": {"value": 30}}
    folder = lay_out(tmp_path, [("x", "", printed)], indicator("x", "%"), target=goal)
    assert target(folder)["doubts"] == (["rounding"] if marked else [])
    assert ("missed ‡" in run(folder, "check", "2008")) is marked


@pytest.mark.parametrize(
    ("observed", "goal"),
    (
        ({}, {"accumulate": True}),
        ({"observed": "yearly_change", "unit": "%"}, {**NONE, "growth_percent": 9}),
    ),
)
def test_the_year_that_is_missing_is_named(
    tmp_path: Path, observed: dict[str, Any], goal: dict[str, Any]
) -> None:
    made = indicator("x", "个") | observed
    folder = lay_out(tmp_path, [("x", "", "8")], made, years=(2006, 2008, 2010), target=goal)
    found = target(folder, "2010")
    assert (found["status"], found["missing_years"]) == ("no_data", [2007, 2009])
    assert "no figure of 2007, 2009; the latest is " in run(folder, "check", "2010")
    assert "缺2007、2009年数据；最近为2006年的" in run(folder, "check", "2010", "--lang", "zh")


@pytest.mark.parametrize(
    ("now", "reached"), (("10.8", "2033"), ("0.1", "after 2033"), ("0", "never"))
)
def test_late_is_not_never(tmp_path: Path, now: str, reached: str) -> None:
    goal = {"baseline": {"value": 0}}
    folder = lay_out(tmp_path, [("x", "", now)], indicator("x", "个"), target=goal)
    assert f"  {reached}\n" in run(folder, "check", "2008")


@pytest.mark.parametrize(
    ("observed", "goal", "hint"),
    (
        ("cumulative_change", {**NONE, "comparison": None, "low": 79, "high": 81}, "-20 for a cut"),
        ("cumulative_change", {"value": 80, "unit": "%"}, "state change_percent"),
        ("yearly_change", {"value": 8, "unit": "%"}, "state growth_percent"),
    ),
)
def test_levels_are_no_goals_for_what_is_observed_as_changes(
    tmp_path: Path, observed: str, goal: dict[str, Any], hint: str
) -> None:
    made = indicator("x", "%", observed=observed)
    folder = lay_out(tmp_path, [("x", "", "-19.1")], made, target=goal)
    found = run(folder, "validate")
    assert "CP411 error" in found
    assert hint in found
