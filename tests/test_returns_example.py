"""The way of a firm's return to `check 2008`, walked with the invented returns that ship."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import returns

from helpers import DATA, ROOT, run

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "examples" / "returns"
DAY = "2009-03-31"
ROLLED = {
    *("zones", "villages", "demo-zones", "cluster-value-added", "key-cluster-value-added"),
    *("block-value-added", "block-revenue", "block-tax"),
}


@pytest.fixture
def walk(tmp_path: Path) -> Path:
    """Return the shipped data with the example in it, without the figures that follow from it."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    shutil.copytree(EXAMPLE, data, dirs_exist_ok=True)
    with (data / "actuals" / "2008.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] not in ROLLED]
    with (data / "actuals" / "2008.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return data


def test_figures_of_the_plan_follow_from_returns(walk: Path) -> None:
    done = run("rollup", "2008", "--published", DAY, "--yes", data=walk)
    assert (done.exit_code, "added 17 rows" in done.stderr) == (0, True), done.output
    made, shipped = (
        json.loads(run("check", "2008", "-f", "json", data=data).stdout) for data in (walk, DATA)
    )
    assert [_judged(each) for each in made["targets"]] == [
        _judged(each) for each in shipped["targets"]
    ]
    text = run("show", "zones", "--year", "2008", data=walk).stdout
    assert f"rollups/2008-{DAY}.json" in text
    audit = json.loads((walk / "rollups" / f"2008-{DAY}.json").read_text("utf-8"))
    assert audit["rows"]["used"] == 10_000
    assert {each["status"] for each in audit["figures"]} == {"illustrative"}


def _judged(target: dict[str, Any]) -> dict[str, Any]:
    told = {key: target[key] for key in ("id", "status", "actual", "pace", "gap")}
    return told | {"actual": {**(told["actual"] or {}), "source": None}}


def test_what_ships_is_there_already(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    shutil.copytree(EXAMPLE, data, dirs_exist_ok=True)
    done = run("rollup", "2008", "--published", DAY, "--yes", data=data)
    assert (done.exit_code, "nothing new" in done.stderr) == (0, True), done.output


def test_the_example_is_what_its_tool_writes(tmp_path: Path) -> None:
    returns.write(tmp_path)
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert path.read_bytes() == (EXAMPLE / path.relative_to(tmp_path)).read_bytes()
