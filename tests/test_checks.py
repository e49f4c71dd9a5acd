"""The rules on a plan and its records: a bad example of each, and what it is blamed for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clusterplan.checks import check_data
from clusterplan.model.observations import ObsStatus
from clusterplan.model.plan import Plan
from clusterplan.reading.actuals_file import parse_actuals
from clusterplan.reading.folder import DataFolder, read_folder
from clusterplan.reading.plan_file import PlanFile
from clusterplan.reading.yaml_tree import Places
from helpers import NAME, flaws, judge, make_plan, plan_tree, row

X: dict[str, Any] = {"id": "x", "name": NAME, "unit": "个", "direction": "increase"}
Y: dict[str, Any] = {**X, "id": "y"}
SHARE: dict[str, Any] = {**X, "id": "x", "unit": "%"}
TOWN: dict[str, Any] = {"id": "town", "name": NAME, "kind": "town"}
AREA: dict[str, Any] = {"id": "area", "name": NAME, "kind": "area"}
GROUPED: dict[str, Any] = {
    "entities": (AREA, TOWN),
    "groups": ({"id": "g", "name": NAME, "kinds": ("town",)},),
}
GOAL: dict[str, Any] = plan_tree()["targets"][0]
COVERAGE: dict[str, Any] = {"group": "g", "aggregate": "coverage", "value": "all"}


def second(**more: Any) -> tuple[dict[str, Any], ...]:
    return (GOAL, {**GOAL, "id": "u", **more})


def formula(kind: str, **sides: Any) -> dict[str, Any]:
    return {"formula": {"kind": kind, **sides}}


LATE: dict[str, Any] = {"date": date(2008, 1, 1), "source": "s", "year": 2012, "value": 1}
EARLY: dict[str, Any] = {"date": date(2008, 1, 1), "source": "s"}
RANGE: dict[str, Any] = {"value": None, "comparison": None, "low": 1, "high": 3}
RELATIVE: dict[str, Any] = {"value": None, "unit": None}
GROWTH: dict[str, Any] = {**RELATIVE, "growth_percent": 8}
RATES: dict[str, Any] = {"unit": "%", "observed": "yearly_change"}
CLOSED: dict[str, Any] = {**TOWN, "until": date(2008, 1, 1)}
TWICE: tuple[dict[str, Any], ...] = ({"kind": "adds_up", "whole": "t", "parts": ("u", "u")},)

INSIDE: tuple[dict[str, Any], ...] = ({"kind": "within", "whole": "t", "parts": ("u",)},)


BAD: list[tuple[str, dict[str, Any]]] = [
    ("CP408", {"entities": (AREA, AREA)}),
    ("CP408", {"targets": (GOAL, GOAL)}),
    ("CP408", {"milestones": ({"id": "x", "clause": "1", "name": NAME, "due": date(2008, 1, 1)},)}),
    ("CP408", {"groups": ({"id": "area", "name": NAME, "members": ("area",)},)}),
    ("CP409", {"area": "nowhere"}),
    ("CP409", {"target": {"indicator": "z"}}),
    ("CP409", {"target": {"entity": "z"}}),
    ("CP409", {"target": {"group": "z", "aggregate": "sum"}}),
    ("CP409", {"indicator": formula("sum", parts=("y", "z"))}),
    ("CP409", {"links": ({"kind": "within", "whole": "t", "parts": ("z",)},)}),
    ("CP409", {"entities": (AREA, {**TOWN, "parent": "z"})}),
    ("CP410", {"base_year": 2006}),
    ("CP410", {"period": (2010, 2006)}),
    ("CP410", {"files_until": 2009}),
    ("CP410", {"target": {"year": 2011}}),
    ("CP410", {"target": {"amended": (LATE,)}}),
    ("CP410", {"target": {"path": "steps", "steps": {2011: 1}}}),
    ("CP411", {"target": {"value": None}}),
    ("CP411", {"target": {"change_percent": 5}}),
    ("CP411", {"target": {"comparison": None}}),
    ("CP411", {"target": {"value": None, "low": 1}}),
    ("CP411", {"target": {"value": None, "comparison": None, "low": 3, "high": 1}}),
    ("CP411", {"target": {"value": None, "low": 1, "high": 3}}),
    ("CP411", {"target": {"value": "all"}}),
    ("CP411", {"target": {"indicator": None}}),
    ("CP411", {"target": {"path": "steps"}}),
    ("CP411", {"target": {"steps": {2007: 1}}}),
    ("CP411", {"target": {"year": "each"}}),
    ("CP411", {"target": {"path": "none"}}),
    ("CP411", {"target": {"amended": ({"date": date(2008, 1, 1), "source": "s"},)}}),
    ("CP411", {**GROUPED, "target": {"group": "g"}}),
    ("CP411", {**GROUPED, "target": {"group": "g", "aggregate": "sum", "entity": "area"}}),
    ("CP411", {**GROUPED, "target": COVERAGE}),
    ("CP411", {**GROUPED, "target": {**COVERAGE, "each": {}}}),
    ("CP411", {**GROUPED, "target": {**COVERAGE, "each": {"low": 1, "state": "done"}}}),
    ("CP411", {**GROUPED, "target": {**COVERAGE, "each": {"low": 1}, "any_of": ("x",)}}),
    ("CP412", {"target": {"unit": "亿元"}}),
    ("CP412", {"target": {"unit": None}}),
    ("CP412", {"indicator": {"unit": "state"}}),
    ("CP412", {"indicator": {"unit": "%"}, "target": {"unit": "%", "value": "1/3"}}),
    ("CP412", {**GROUPED, "target": {**COVERAGE, "each": {"low": 1}, "unit": "%"}}),
    ("CP413", {"indicators": ({**X, **formula("ratio", numerator="y", denominator="y")}, Y)}),
    ("CP413", {"indicators": (
        {**SHARE, **formula("ratio", numerator="y", denominator="z")},
        Y,
        {**Y, "id": "z", "unit": "人"},
    ), "target": {"unit": "%"}}),
    ("CP413", {"indicators": ({**X, **formula("product", level="y", share="y")}, Y)}),
    ("CP413", {"indicators": ({**X, **formula("sum", parts=("y", "y"))}, {**Y, "unit": "人"})}),
    ("CP413", {"indicator": {"observed": "yearly_change"}, "target": GROWTH}),
    ("CP424", {"indicators": (X, {**Y, "also": ("Ｘ",)})}),
    ("CP423", {"indicators": (
        *({**Y, "id": f"c{n + 1}", **formula("sum", parts=("x", f"c{n}"))} for n in range(33)),
        X,
        {**Y, "id": "c0"},
    )}),
    ("CP410", {"period": (2006, 2105), "target": {"year": 2010}}),
    ("CP414", {"indicators": (
        {**X, **formula("sum", parts=("y", "y"))},
        {**Y, **formula("sum", parts=("x", "x"))},
    )}),
    ("CP415", {"groups": ({"id": "g", "name": NAME, "kinds": ("village",)},)}),
    ("CP415", {"entities": (AREA, CLOSED), "groups": GROUPED["groups"]}),
    ("CP416", {"targets": second(value=49), "links": TWICE}),
    ("CP416", {"indicators": (X, {**Y, "unit": "亿元"}), "targets": second(
        indicator="y", unit="亿元"), "links": TWICE}),
    ("CP418", {"targets": second(value=101), "links": INSIDE}),
    ("CP418", {"indicators": (X, {**Y, "unit": "亿元"}), "targets": second(
        indicator="y", unit="亿元"), "links": INSIDE}),
    ("CP417", {"target": {"path": "compound", "value": 0}}),
    ("CP417", {"target": {"path": "compound", "baseline": {"value": 0}}}),
    ("CP417", {"target": {"path": "compound", "accumulate": True}}),
    ("CP419", {"target": {"comparison": "<="}}),
    ("CP419", {"indicator": {"direction": "decrease"}}),
    ("CP420", {"indicator": {"unit": "亿元", "price_basis": "current"},
               "target": {**GROWTH, "path": "compound"}}),
    ("CP421", {"thresholds": {"ahead": 1, "on_schedule": 2}}),
    ("CP421", {"thresholds": {"behind": 0}}),
    ("CP409", {"groups": ({"id": "g", "name": NAME, "members": ("area",), "total": "z"},)}),
    ("CP410", {"target": {"baseline": {"value": 1, "year": 2010}}}),
    ("CP411", {"target": {**GROWTH, "accumulate": True}}),
    ("CP411", {**GROUPED, "target": {**COVERAGE, "each": {"low": 1}, "accumulate": True}}),
    ("CP411", {"target": {"amended": ({**EARLY, "low": 1},)}}),
    ("CP411", {"target": {"amended": ({**EARLY, "low": 1, "high": 3},)}}),
    ("CP411", {"target": {**RANGE, "amended": ({**EARLY, "low": 3, "high": 1},)}}),
    ("CP411", {"target": {**RANGE, "amended": ({**EARLY, "value": 3},)}}),
    ("CP411", {"indicator": RATES, "target": {**GROWTH, "baseline": {"value": 9}}}),
    ("CP411", {**GROUPED, "indicator": RATES,
               "target": {**GROWTH, "group": "g", "aggregate": "sum"}}),
    ("CP411", {"indicator": RATES, "target": {"value": 8, "unit": "%"}}),
    ("CP411", {"indicator": RATES, "target": {**RANGE, "unit": "%"}}),
    ("CP411", {"indicator": {**RATES, "observed": "cumulative_change"},
               "target": {**RANGE, "low": 79, "high": 81, "unit": "%"}}),
    ("CP411", {"indicator": RATES, "target": {**GROWTH, "amended": ({**EARLY, "value": 9},)}}),
    ("CP412", {**GROUPED, "indicator": {"unit": "state"},
               "target": {**COVERAGE, "each": {"low": 1}}}),
    ("CP412", {**GROUPED, "target": {**COVERAGE, "each": {"state": "done"}}}),
    ("CP413", {"indicators": ({**X, **formula("sum", parts=("y", "y"))}, {**Y, "unit": "state"})}),
    ("CP416", {"indicators": ({**X, "unit": "亿元"},), "targets": (
        {**GOAL, "unit": "亿元", "value": 1}, {**GOAL, "id": "u", "unit": "万元", "value": 4999},
    ), "links": TWICE}),
    ("CP417", {"target": {"path": "compound", "amended": ({**EARLY, "value": 0},)}}),
    ("CP417", {"indicator": {"direction": "decrease"},
               "target": {**RELATIVE, "change_percent": -100, "comparison": "<=",
                          "path": "compound"}}),
    ("CP422", {"target": {"path": "steps", "steps": {2007: 50, 2008: 40}}}),
    ("CP422", {"target": {"path": "steps", "steps": {2007: 150}}}),
    ("CP422", {"indicator": {"direction": "decrease"},
               "target": {"comparison": "<=", "path": "steps", "steps": {2007: 150, 2008: 160}}}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "parts"), BAD)
def test_a_bad_plan_is_blamed_once(code: str, parts: dict[str, Any]) -> None:
    assert set(flaws(Plan.model_validate(plan_tree(**parts)))) == {code}


@pytest.mark.parametrize(
    "parts",
    (
        {},
        {"targets": second(value=50), "links": TWICE},
        {"targets": second(value=100), "links": INSIDE},
        {**GROUPED, "target": {**COVERAGE, "each": {"low": 1, "high": 2}}},
        {"indicator": {"unit": "1"}, "target": {"unit": "1", "value": "1/3"}},
        {"indicator": {"unit": "%"}, "target": {"unit": "%", "value": "1/4"}},
        {"target": {"path": "none", "year": "each"}},
        {"indicators": ({**X, "unit": "亿元"},), "targets": (
            {**GOAL, "unit": "亿元", "value": 1},
            {**GOAL, "id": "u", "unit": "万元", "value": 5000},
        ), "links": TWICE},
    ),
)  # fmt: skip
def test_good_plans(parts: dict[str, Any]) -> None:
    assert flaws(Plan.model_validate(plan_tree(**parts))) == []


SHIPPED = ("CP310", "CP313", "CP504")
"""What the shipped data have, explained in their README."""


def findings(data: Path) -> list[tuple[str, str, int]]:
    folder = read_folder(data, "d")
    found = [*folder.findings, *check_data(folder)[0]]
    return [(f.code, f.file, f.line) for f in found if f.code not in SHIPPED]


def append(data: Path, year: int, *lines: str) -> int:
    """Add rows to a file; return the line of the last one."""
    path = data / "actuals" / f"{year}.csv"
    text = path.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return text.count("\n")


def test_the_same_figure_twice(data_copy: Path) -> None:
    line = append(data_copy, 2008, "zones,,34,个,illustrative,,2009-03-31,,s,")
    assert findings(data_copy) == [("CP301", "d/actuals/2008.csv", line)]


def test_two_statuses_of_one_day_are_the_same_figure_too(data_copy: Path) -> None:
    line = append(data_copy, 2008, "zones,,34,个,forecast,,2009-03-31,,s,")
    assert findings(data_copy) == [("CP301", "d/actuals/2008.csv", line)]


def test_another_day_or_series_is_another_vintage(data_copy: Path) -> None:
    append(
        data_copy,
        2008,
        "zones,,34,个,illustrative,,2009-04-01,,s,",
        f"zones,,,个,{ObsStatus.MISSING},,2009-03-31,,s,",
    )
    assert findings(data_copy) == []


def replace(data: Path, year: int, old: str, new: str) -> int:
    """Change the beginning of a row; return its line."""
    path = data / "actuals" / f"{year}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    (at,) = (index for index, line in enumerate(lines) if line.startswith(old))
    lines[at] = lines[at].replace(old, new, 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return at + 1


def test_what_an_office_gets_wrong_in_one_year(data_copy: Path) -> None:
    """Many slips at once, of which each bears upon others: all are told, each once."""
    wanted = [
        ("CP308", 2008, replace(data_copy, 2008, "cluster-value-added,,610,亿元",
                                "cluster-value-added,,6100000,亿元")),
        ("CP307", 2009, replace(data_copy, 2009, "zones,,41,个", "zones,,30,个")),
        ("CP308", 2006, replace(data_copy, 2006, "key-cluster-value-added,dehui-food,16,亿元",
                                "key-cluster-value-added,dehui-food,16,万元")),
        ("CP306", 2009, append(data_copy, 2009, "platforms,,30,个,,,2010-03-31,,s,")),
        ("CP312", 2010, append(data_copy, 2010, "rd-centres,,11,个,normal,,2011-05-01,,,")),
        ("CP314", 2010, append(data_copy, 2010, "villages,,52,个,normal,,2010-06-30,,s,")),
        ("CP502", 2007, append(data_copy, 2007, "clusters-grown,Dehui Ctiy,1,个,,,2008-01-01,,s,")),
        ("CP316", 2007, append(data_copy, 2007, "growth-smes,,300,户,,,2008-01-01,,前三季度快报,")),
    ]  # fmt: skip
    assert sorted(findings(data_copy)) == sorted(
        (code, f"d/actuals/{year}.csv", line) for code, year, line in wanted
    )


def test_a_jump_that_goes_half_way_back_is_one_jump(data_copy: Path) -> None:
    line = replace(data_copy, 2009, "block-value-added,,505", "block-value-added,,3505")
    assert findings(data_copy) == [("CP308", "d/actuals/2009.csv", line)]


def test_a_compound_path_cannot_start_at_zero(data_copy: Path) -> None:
    line = append(data_copy, 2005, "cluster-value-added,,0,亿元,normal,,2007-01-01,,s,")
    assert ("CP503", "d/actuals/2005.csv", line) in findings(data_copy)


def held(plan: Plan, rows: str) -> DataFolder:
    """Return a data folder of a plan that no file holds, and the rows of 2006."""
    text = "indicator,entity,value,unit,published,source\n" + rows
    return DataFolder(PlanFile("plan", plan, Places(), ()), (parse_actuals(text, "a", 2006, plan),))


@pytest.mark.parametrize("kind", ("adds_up", "within"))
def test_links_between_coverages(kind: str) -> None:
    covers = {**COVERAGE, "each": {"low": 1}, "any_of": ("x", "y"), "indicator": None}
    goal = {**plan_tree(target=covers)["targets"][0]}
    tree = plan_tree(**GROUPED, indicators=(X, Y), targets=(goal, {**goal, "id": "u"}),
                     links=({"kind": kind, "whole": "t", "parts": ("u", "u")},))  # fmt: skip
    plan = Plan.model_validate(tree)
    data = held(plan, "x,town,1,个,2007,s\ny,town,2,个,2007,s\n")
    assert {each.code for each in check_data(data)[0]} == {"CP504"}


def test_a_total_of_two_groups() -> None:
    groups = (
        {"id": "g", "name": NAME, "kinds": ("town",), "total": "area"},
        {"id": "h", "name": NAME, "members": ("town",), "total": "area"},
    )
    plan = make_plan(entities=(AREA, TOWN), groups=groups)
    data = held(plan, "x,,3,个,2007,s\nx,town,4,个,2007,s\n")
    assert sorted(each.code for each in check_data(data)[0]) == [
        "CP305",
        "CP504",
    ]  # once, not twice
    other = {**TOWN, "id": "other", "kind": "place"}
    groups = ({**groups[1], "members": ("other",)}, groups[0])
    for order in (groups, groups[::-1]):
        plan = make_plan(entities=(AREA, TOWN, other), groups=order)
        data = held(plan, "x,,3,个,2007,s\nx,town,4,个,2007,s\nx,other,1,个,2007,s\n")
        assert sorted(each.code for each in check_data(data)[0]) == ["CP305", "CP504"]


def test_nothing_doubles_from_zero() -> None:
    plan = make_plan(target={"value": None, "unit": None, "change_percent": 100})
    result = judge(plan, [row("0", 2005), row("0", 2008)], 2008)
    assert (result.status, result.target.value, result.target.year) == ("no_baseline", None, 2010)
