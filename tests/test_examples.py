"""The plans in `examples`: what clusterplan says is what was published."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from clusterplan import assess, load_actuals, load_plan
from clusterplan.model.status import Status

FOLDER = Path(__file__).parents[1] / "examples"


def published(folder: Path) -> list[dict[str, str]]:
    with (folder / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(path.parent.name for path in FOLDER.glob("*/targets.yaml")))
def test_verdicts_are_as_published(name: str) -> None:
    plan, rows = load_plan(FOLDER / name), load_actuals(FOLDER / name)
    said, wanted = {}, {}
    for line in published(FOLDER / name):
        assert line["source"]
        key = line["target"], int(line["year"])
        report = assess(plan, rows, key[1])
        said[key] = next(each.status for each in report.targets if each.id == key[0])
        wanted[key] = line["verdict"]
    assert said == wanted


def test_every_indicator_of_the_national_plan_is_written_and_judged() -> None:
    plan, rows = load_plan(FOLDER / "national-11fyp"), load_actuals(FOLDER / "national-11fyp")
    report = assess(plan, rows, 2010)
    assert len(plan.targets) == len(published(FOLDER / "national-11fyp")) == 23
    assert [each.status for each in report.targets].count(Status.MET) == 20
    # An average of 11.2 % a year over five years: 100 × 1.112⁵ against 100 × 1.075⁵.
    growth = next(each for each in report.targets if each.id == "gdp")
    assert growth.actual is not None
    assert growth.actual.value == Decimal("170.0293663096832")
    assert growth.pace is not None
    assert Decimal("1.467") < growth.pace < Decimal("1.468")
