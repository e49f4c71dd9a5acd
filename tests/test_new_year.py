"""`new-year`: a row for every figure that the plan asks for, and no other; nothing overwritten."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clusterplan.cli.app import app
from clusterplan.model.observations import Observation
from clusterplan.model.plan import Plan
from clusterplan.views.figures_wanted import wanted_in
from helpers import COAST, make_plan, row

X = {"id": "x", "name": {"zh": "甲", "en": "x"}, "unit": "个", "direction": "increase"}
BASE = {"clause": "1", "name": {"zh": "甲", "en": "t"}, "nature": "binding", "comparison": ">="}


def asked(plan: Plan, rows: list[Observation], year: int) -> set[tuple[str, str]]:
    return {(each.subject, each.entity) for each in wanted_in(plan, rows, year)}


def run(*args: str, data: Path) -> Result:
    command = ["new-year", *args, "--data", str(data)]
    return CliRunner().invoke(app, command, prog_name="clusterplan")


def test_a_target_asks_until_it_is_due() -> None:
    plan = make_plan(target={"year": 2008})
    assert asked(plan, [], 2008) == {("x", "area")}
    assert asked(plan, [], 2009) == set()


def test_a_target_asks_for_its_base_unless_it_states_one() -> None:
    assert asked(make_plan(), [], 2005) == {("x", "area")}
    assert asked(make_plan(target={"baseline": {"value": 0}}), [], 2005) == set()


def test_a_yearly_limit_asks_every_year() -> None:
    plan = make_plan(target={"year": "each", "path": "none"})
    assert asked(plan, [], 2010) == {("x", "area")}


def test_parts_are_asked_for_and_not_what_is_computed_from_them() -> None:
    share = {"kind": "ratio", "numerator": "y", "denominator": "z"}
    plan = make_plan(
        indicators=({**X, "unit": "%", "formula": share}, {**X, "id": "y"}, {**X, "id": "z"}),
        target={"unit": "%"},
    )
    assert asked(plan, [], 2008) == {("y", "area"), ("z", "area")}


def test_members_of_a_group_are_those_of_the_year() -> None:
    name = BASE["name"]
    entities = (
        {"id": "area", "name": name, "kind": "area"},
        {"id": "old", "name": name, "kind": "town", "until": date(2008, 1, 1)},
        {"id": "new", "name": name, "kind": "town", "since": date(2007, 6, 1)},
    )
    plan = make_plan(
        entities=entities,
        groups=({"id": "towns", "name": name, "kinds": ("town",)},),
        target={"group": "towns", "aggregate": "sum", "baseline": {"value": 0}},
    )
    assert asked(plan, [], 2006) == {("x", "old")}
    assert asked(plan, [], 2007) == {("x", "old"), ("x", "new")}
    assert asked(plan, [], 2008) == {("x", "new")}


def test_what_is_done_or_dropped_is_not_asked_for_again() -> None:
    name = BASE["name"]
    plan = make_plan(
        milestones=(
            {"id": "m", "clause": "1", "name": name, "due": date(2007, 6, 30)},
            {"id": "n", "clause": "1", "name": name, "due": date(2009, 6, 30)},
        ),
        measures=tuple({"id": each, "clause": "1", "name": name} for each in "ab"),
    )
    rows = [
        row(date(2007, 6, 1), 2007, of="m"),
        row("under_way", 2007, of="n"),
        row("dropped", 2006, of="a"),
        row("under_way", 2007, of="b"),
    ]
    assert asked(plan, rows, 2007) == {("x", "area"), ("m", "area"), ("n", "area"), ("b", "area")}
    assert asked(plan, rows, 2008) == {("x", "area"), ("n", "area"), ("b", "area")}


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
    done = run("2009", "--lang", language, data=without_2009)
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
    checked = CliRunner().invoke(app, ["validate", str(without_2009), "--select", "CP1"])
    assert checked.exit_code == 0
    assert checked.stdout.count("CP109") == 1
    everything = CliRunner().invoke(app, ["validate", str(without_2009)])
    assert everything.exit_code == 0
    assert str(len(rows)) in done.stderr


def test_it_never_overwrites(data_copy: Path) -> None:
    path = data_copy / "actuals" / "2009.csv"
    before = path.read_bytes()
    done = run("2009", data=data_copy)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "2009.csv is there already; nothing was written" in done.stderr
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
    done = run(year, data=tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert named in " ".join(done.stderr.split())
    assert not (tmp_path / "actuals").exists()


def test_a_plan_without_a_folder_of_actuals(tmp_path: Path) -> None:
    (tmp_path / "targets.yaml").write_bytes((COAST / "targets.yaml").read_bytes())
    assert run("2010", data=tmp_path).exit_code == 0
    assert (tmp_path / "actuals" / "2010.csv").is_file()


def test_broken_data_come_first(data_copy: Path) -> None:
    (data_copy / "actuals" / "2009.csv").write_text("nonsense\n", "utf-8")
    done = run("2010", data=data_copy)
    assert done.exit_code == 2
    assert "nothing was written: mend these errors first" in done.stderr
