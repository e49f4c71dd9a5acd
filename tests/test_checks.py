"""The rules on a plan and its records: a bad example of each, and what it is blamed for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from clusterplan.checks import check_data
from clusterplan.locale import Locale
from clusterplan.model.observations import ObsStatus
from clusterplan.model.plan import Plan
from clusterplan.reading.actuals_file import parse_actuals
from clusterplan.reading.folder import DataFolder, read_folder
from clusterplan.reading.plan_file import PlanFile
from clusterplan.reading.yaml_tree import Places
from helpers import NAME, PLANS, edit, flaws, judge, make_plan, plan_findings, plan_tree, row

TOWN: dict[str, Any] = {"id": "town", "name": NAME, "kind": "town"}
AREA: dict[str, Any] = {"id": "area", "name": NAME, "kind": "area"}
GROUPED: dict[str, Any] = {
    "entities": (AREA, TOWN),
    "groups": ({"id": "g", "name": NAME, "kinds": ("town",)},),
}
X: dict[str, Any] = {"id": "x", "name": NAME, "unit": "个", "direction": "increase"}
Y: dict[str, Any] = {**X, "id": "y"}
COVERAGE: dict[str, Any] = {"group": "g", "aggregate": "coverage", "value": "all"}
RANGE: dict[str, Any] = {"value": None, "comparison": None, "low": 79, "high": 81}
USUAL = {
    "indicators": X,
    "targets": plan_tree()["targets"][0],
    "entities": {"name": NAME},
    "groups": {"name": NAME},
    "milestones": {"name": NAME, "clause": "1"},
    "measures": {"name": NAME, "clause": "1"},
    "bodies": {"name": NAME},
}
"""What entries of a list are, where `plans/blamed.yaml` does not say otherwise."""
CASES = yaml.safe_load((PLANS / "blamed.yaml").read_text("utf-8"))


def plan_of(parts: dict[str, Any]) -> Plan:
    """Return a plan of the file."""
    made = {key: value for key, value in parts.items() if key != "grouped"}
    for key, usual in USUAL.items():
        if key in made:
            entries = ({"id": x, "kind": x} if isinstance(x, str) else x for x in made[key])
            made[key] = [usual | each for each in entries]
    return Plan.model_validate(tuples(plan_tree(**made, **(GROUPED if "grouped" in parts else {}))))


def tuples(value: Any) -> Any:
    """Return a tree with the lists that a reader of plans makes."""
    if isinstance(value, dict):
        return {key: tuples(each) for key, each in value.items()}
    return tuple(map(tuples, value)) if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize(
    ("code", "parts"), [(code, each) for code in CASES for each in CASES[code]]
)
def test_a_bad_plan_is_blamed_once(code: str, parts: dict[str, Any]) -> None:
    assert set(flaws(plan_of(parts))) == {code} - {"sound"}


@pytest.mark.parametrize(
    ("observed", "goal", "hint"),
    (
        ("cumulative_change", RANGE, "-20 for a cut"),
        ("cumulative_change", {"value": 80}, "state change_percent"),
        ("yearly_change", {"value": 8}, "state growth_percent"),
    ),
)
def test_levels_are_no_goals_for_what_is_observed_as_changes(
    observed: str, goal: dict[str, Any], hint: str
) -> None:
    made = {"unit": "%", "observed": observed}
    plan = Plan.model_validate(plan_tree(indicator=made, target={"unit": "%", **goal}))
    (found,) = plan_findings(plan)
    assert found.code == "CP411"
    assert hint in f"{found.message} {found.hint}"


@pytest.mark.parametrize(
    ("indicator", "value", "unit"),
    (
        ({"unit": "1", "percent": True, "maximum": 1}, 50, '"%"'),
        ({"unit": "1", "percent": True, "maximum": 1}, "1/2", "1"),
        ({"unit": "%", "maximum": 100}, 50, '"%"'),
        ({"unit": "个", "maximum": 1}, 50, "个"),
    ),
)
def test_the_unit_to_add_is_one_with_which_the_goal_can_be_reached(
    indicator: dict[str, Any], value: int | str, unit: str
) -> None:
    plan = Plan.model_validate(
        plan_tree(indicator=indicator, target={"value": value, "unit": None})
    )
    (found,) = plan_findings(plan)
    assert (found.code, str(found.hint)) == ("CP412", f"add unit: {unit}")


@pytest.mark.parametrize(
    ("ends", "hint"),
    (
        ({"low": "17/5", "high": 3}, "write low: 3 and high: 3.4"),
        ({"low": "2/3", "high": "1/3"}, "write low: 1/3 and high: 2/3"),
        ({"low": 2000}, "write both, or a value with a comparison"),
    ),
)
def test_a_range_is_mended_with_its_own_numbers(ends: dict[str, Any], hint: str) -> None:
    stated = {"value": None, "comparison": None, **ends}
    (found,) = plan_findings(Plan.model_validate(plan_tree(target=stated)))
    assert (found.code, str(found.hint)) == ("CP411", hint)
    amended = ({"date": date(2008, 1, 1), "source": "s", **ends},)
    target = {**RANGE, "amended": amended}
    (found,) = plan_findings(Plan.model_validate(plan_tree(target=target)))
    assert (found.code, str(found.hint)) == ("CP411", hint)


def test_a_goal_beyond_a_limit_is_told_with_both() -> None:
    indicator = {"unit": "1", "percent": True, "maximum": 1}
    plan = Plan.model_validate(plan_tree(indicator=indicator, target={"value": 50, "unit": "1"}))
    (found,) = plan_findings(plan)
    english = Locale("en").text(found.message)
    assert english == "the goal is 5,000%, and there can be no more than 100%"


SHIPPED = ("CP310", "CP313", "CP504", "CP714")
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


@pytest.mark.parametrize("status", ("illustrative", "forecast"))
def test_two_figures_of_one_day_are_the_same_figure(data_copy: Path, status: str) -> None:
    line = append(data_copy, 2008, f"zones,,34,个,{status},,2009-03-31,,s,")
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
    return edit(data / "actuals" / f"{year}.csv", f"\n{old}", f"\n{new}") + 1


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
    once = sorted(each.code for each in check_data(data)[0])
    assert once == ["CP305", "CP504"]
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


def test_a_share_of_what_is_computed_itself_is_held_against_it() -> None:
    """Half of 100 is 50; 50 of it are all of it, and not 10 %. No row states the 50."""
    part = {"id": "part", "name": NAME, "unit": "亿元", "direction": "increase"}
    half = {"id": "half", "name": NAME, "unit": "1", "direction": "increase"}
    whole = {**part, "id": "whole", "formula": {"kind": "product", "level": "x", "share": "half"}}
    ratio = {"kind": "ratio", "numerator": "part", "denominator": "whole"}
    share = {**half, "id": "share", "formula": ratio}
    x = {**part, "id": "x"}
    tree = plan_tree(indicators=(x, part, half, whole, share), target={"unit": "亿元"})
    plan = Plan.model_validate(tree)
    rows = "x,,100,亿元,2007,s\nhalf,,0.5,1,2007,s\npart,,50,亿元,2007,s\nshare,,0.1,1,2007,s\n"
    assert "CP304" in {each.code for each in check_data(held(plan, rows))[0]}
