"""`new-year`: a row for every figure that the plan asks for, and no other; nothing overwritten."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clusterplan.judging.assess import assess
from clusterplan.model.plan import Plan
from clusterplan.views.figures_wanted import wanted_in
from helpers import COAST, make_plan, refused, row, run

X = {"id": "x", "name": {"zh": "甲", "en": "x"}, "unit": "个", "direction": "increase"}


NAMES = {"zh": "甲", "en": "x"}
SHARE = {"kind": "ratio", "numerator": "y", "denominator": "z"}
COMPUTED = {
    "indicators": ({**X, "unit": "%", "formula": SHARE}, {**X, "id": "y"}, {**X, "id": "z"}),
    "target": {"unit": "%"},
}
TOWNS = {
    "entities": (
        {"id": "area", "name": NAMES, "kind": "area"},
        {"id": "old", "name": NAMES, "kind": "town", "until": date(2008, 1, 1)},
        {"id": "new", "name": NAMES, "kind": "town", "since": date(2007, 6, 1)},
    ),
    "groups": ({"id": "towns", "name": NAMES, "kinds": ("town",)},),
    "target": {"group": "towns", "aggregate": "sum", "baseline": {"value": 0}},
}
BEGUN = {
    "milestones": tuple(
        {"id": each, "clause": "1", "name": NAMES, "due": date(year, 6, 30)}
        for each, year in (("m", 2007), ("n", 2009))
    ),
    "measures": tuple({"id": each, "clause": "1", "name": NAMES} for each in "ab"),
}


@pytest.mark.parametrize(
    ("parts", "year", "wanted"),
    (
        ({"target": {"year": 2008}}, 2008, {"x/area"}),
        ({"target": {"year": 2008}}, 2009, set()),
        ({}, 2005, {"x/area"}),  # the base, unless it is stated
        ({"target": {"baseline": {"value": 0}}}, 2005, set()),
        ({"target": {"year": "each", "path": "none"}}, 2010, {"x/area"}),
        (COMPUTED, 2008, {"y/area", "z/area"}),
        (TOWNS, 2006, {"x/old"}),
        (TOWNS, 2007, {"x/old", "x/new"}),
        (TOWNS, 2008, {"x/new"}),
        # A milestone that is done is not asked for again; a measure has a row each year.
        (BEGUN, 2007, {"x/area", "m/area", "n/area", "a/area", "b/area"}),
        (BEGUN, 2008, {"x/area", "n/area", "a/area", "b/area"}),
    ),
)
def test_what_is_asked_for(parts: dict[str, Any], year: int, wanted: set[str]) -> None:
    rows = [
        row(date(2007, 6, 1), 2007, of="m"),
        row("under_way", 2007, of="n"),
        row("dropped", 2006, of="a"),
        row("under_way", 2007, of="b"),
    ]
    asked = wanted_in(make_plan(**parts), rows, year)
    assert {f"{each.subject}/{each.entity}" for each in asked} == wanted


def test_a_measure_is_asked_for_where_a_report_needs_its_row() -> None:
    plan, rows = make_plan(**BEGUN), [row("dropped", 2006, of="a")]
    asked = {each.subject for each in wanted_in(plan, rows, 2008)}
    told = assess(plan, rows, 2008).measures
    assert {each.id for each in told if each.state == "no_data"} <= asked


def test_the_newest_earlier_figure_goes_along() -> None:
    rows = [row("1", 2006), row("2", 2007), row("9", 2009)]
    (wanted,) = wanted_in(make_plan(), rows, 2009)
    assert wanted.last is rows[1]


def test_grouped_by_who_supplies_it(shipped_plan: Plan) -> None:
    wanted = wanted_in(shipped_plan, [], 2008)
    names = [each.supplier.en if each.supplier else "" for each in wanted]
    runs = [name for before, name in zip([None, *names], names, strict=False) if before != name]
    assert len(runs) == len(set(runs))
    assert runs[-1] == ""


def test_the_shipped_plan_asks_for_what_its_targets_rest_on(shipped_plan: Plan) -> None:
    wanted = wanted_in(shipped_plan, [], 2008)
    count = Counter(each.subject for each in wanted)
    assert count["key-cluster-value-added"] == 10
    assert count["clusters-grown"] == 60
    assert count["parks-chosen"] == count["nominations"] == 49
    assert count["gdp"] == count["private-share"] == count["confirmation"] == 1
    assert not {"cluster-share", "platforms", "private-value-added"} & set(count)


@pytest.fixture
def without_2009(data_copy: Path) -> Path:
    """Return a copy of the shipped data in which 2009 is still to come."""
    for year in (2009, 2010):
        (data_copy / "actuals" / f"{year}.csv").unlink()
    return data_copy


@pytest.mark.parametrize("language", ("en", "zh"))
def test_the_file(without_2009: Path, language: str) -> None:
    done = run("new-year", "2009", "--lang", language, data=without_2009)
    assert done.exit_code == 0
    path = without_2009 / "actuals" / "2009.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert {row["obs_status"] for row in rows} == {"missing"}
    assert {row["value"] for row in rows} == {""}
    assert all(row["unit"] for row in rows)
    (zones,) = (row for row in rows if row["indicator"] == "zones")
    note = {
        "en": "2008: 33 †; from: provincial SME bureau",
        "zh": "2008年：33个 †；报送：省中小企业局",
    }
    assert zones["note"] == note[language]
    checked = run("validate", without_2009, "--select", "CP1")
    assert checked.exit_code == 0
    assert checked.stdout.count("CP109") == 1
    assert run("validate", without_2009).exit_code == 0
    assert str(len(rows)) in done.stderr


def test_it_never_overwrites(data_copy: Path) -> None:
    path = data_copy / "actuals" / "2009.csv"
    before = path.read_bytes()
    done = run("new-year", "2009", data=data_copy)
    refused(done, "2009.csv is there already; nothing was written")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("year", "named"),
    (
        ("2009.0", "four digits"),
        ("2030", "they run from 2010 to 2016"),
        ("2016", "the plan asks for no figure of 2016"),
    ),
)
def test_years_that_it_cannot_make(tmp_path: Path, year: str, named: str) -> None:
    text = (COAST / "targets.yaml").read_text("utf-8")
    text = text[: text.index("\nmilestones:")]
    (tmp_path / "targets.yaml").write_text(text, "utf-8")
    refused(run("new-year", year, data=tmp_path), named)
    assert not (tmp_path / "actuals").exists()


def test_a_plan_without_a_folder_of_actuals(tmp_path: Path) -> None:
    (tmp_path / "targets.yaml").write_bytes((COAST / "targets.yaml").read_bytes())
    assert run("new-year", "2010", data=tmp_path).exit_code == 0
    assert (tmp_path / "actuals" / "2010.csv").is_file()


def test_broken_data_come_first(data_copy: Path) -> None:
    (data_copy / "actuals" / "2009.csv").write_text("nonsense\n", "utf-8")
    done = run("new-year", "2010", data=data_copy)
    refused(done, "nothing was written: mend these errors first")
