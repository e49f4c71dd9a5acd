"""The report as data and as JSON: the contract that scripts rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterplan import assess
from clusterplan.actuals import Observation, ObsStatus
from clusterplan.assessment import newest_year
from clusterplan.locale import Locale
from clusterplan.plan import Plan
from clusterplan.render import render_report
from clusterplan.report import Report
from clusterplan.schemas import REPORT_SCHEMA
from helpers import make_plan, report_on, row

Rows = tuple[Observation, ...]

TARGET_KEYS = {
    *("id", "name", "clause", "nature", "entity", "path", "unit", "baseline", "target", "actual"),
    *("latest", "bound", "gap", "expected", "schedule_gap", "completion", "due", "pace"),
    *("required_change", "projection", "status", "illustrative", "members", "methods", "notes"),
    "methods_disagree",
}


def as_json(report: Report, language: str = "en") -> Any:
    text = render_report(report, "json", Locale(language))
    return json.loads(text, parse_float=Decimal)


@pytest.mark.parametrize("year", range(2006, 2011))
@pytest.mark.parametrize(
    "options", ({}, {"published_only": True}, {"as_of": date(2009, 6, 30)}, {"only": {"zones"}})
)
def test_the_json_fits_its_schema(
    shipped_plan: Plan, shipped_rows: Rows, year: int, options: dict[str, Any]
) -> None:
    report = assess(shipped_plan, shipped_rows, year, **options)
    schema = json.loads(REPORT_SCHEMA.read_text(encoding="utf-8"))
    checker = jsonschema.FormatChecker()
    found = json.loads(render_report(report, "json", Locale()))
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(found)


def test_every_key_of_the_contract(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = as_json(assess(shipped_plan, shipped_rows, 2008))
    assert found["format"] == "clusterplan.report/1"
    head = {
        "plan",
        "year",
        "as_of",
        "method",
        "methods",
        "data",
        "summary",
        "targets",
        "milestones",
        "measures",
    }
    assert head <= set(found)
    assert {"id", "title", "document", "period", "base_year"} == set(found["plan"])
    assert {"path", "source", "illustrative", "published", "verdicts_on_published_only"} == set(
        found["data"]
    )
    for target in found["targets"]:
        assert set(target) >= TARGET_KEYS
    zones = next(target for target in found["targets"] if target["id"] == "zones")
    assert set(zones["baseline"]) == {"year", "value", "assumed", "illustrative"}
    assert {"year", "value", "exact", "comparison"} <= set(zones["target"])
    actual = {
        "year",
        "value",
        "low",
        "high",
        "qualifier",
        "obs_status",
        "source",
        "published",
        "illustrative",
    }
    assert set(zones["actual"]) == actual
    assert set(zones["required_change"]) == {"per_year", "kind"}
    assert set(zones["projection"]) == {"value", "year_reached", "linear", "compound", "limited"}
    for milestone in found["milestones"]:
        assert {"id", "name", "clause", "due", "done", "of", "status"} <= set(milestone)
    for measure in found["measures"]:
        assert {"id", "name", "clause", "state"} <= set(measure)


def test_numbers_keep_every_digit() -> None:
    rows = [row("0.1", 2005), row("0.30000000000000000000001", 2008)]
    text = render_report(report_on(make_plan(), rows, 2008), "json", Locale())
    assert '"value": 0.30000000000000000000001,' in text
    assert '"gap": 99.69999999999999999999999,' in text


def test_summary_counts_the_targets(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = as_json(assess(shipped_plan, shipped_rows, 2008))
    statuses = [target["status"] for target in found["targets"]]
    assert found["summary"] == {status: statuses.count(status) for status in found["summary"]}
    assert sum(found["summary"].values()) == len(statuses) == 17


def test_json_is_the_same_in_every_language(shipped_plan: Plan, shipped_rows: Rows) -> None:
    report = assess(shipped_plan, shipped_rows, 2008)
    assert as_json(report, "zh") == as_json(report, "en")


def test_as_of_is_reproducible(shipped_plan: Plan, shipped_rows: Rows) -> None:
    day = date(2009, 6, 30)
    then = assess(shipped_plan, shipped_rows, 2008, as_of=day)
    known = tuple(r for r in shipped_rows if r.published is not None and r.published <= day)
    again = assess(shipped_plan, known, 2008, as_of=day)
    assert as_json(then) == as_json(again)
    assert as_json(then)["targets"] != as_json(assess(shipped_plan, shipped_rows, 2008))["targets"]


@given(seed=st.integers(0, 10**6), year=st.integers(2006, 2010))
def test_the_order_of_rows_and_files_never_matters(
    shipped_plan: Plan, shipped_rows: Rows, seed: int, year: int
) -> None:
    shuffled = list(shipped_rows)
    Random(seed).shuffle(shuffled)
    assert as_json(assess(shipped_plan, shuffled, year)) == as_json(
        assess(shipped_plan, shipped_rows, year)
    )


def test_only_some_commitments(shipped_plan: Plan, shipped_rows: Rows) -> None:
    report = assess(shipped_plan, shipped_rows, 2008, only={"zones", "nominations", "brands"})
    assert [target.id for target in report.targets] == ["zones"]
    assert [milestone.id for milestone in report.milestones] == ["nominations"]
    assert [measure.id for measure in report.measures] == ["brands"]


def test_published_verdicts_are_counted() -> None:
    rows = [row("0", 2005), row("70", 2008)]
    assert report_on(make_plan(), rows, 2008).data.verdicts_on_published_only == 1
    assumed = make_plan(target={"baseline": {"value": 0, "assumed": True}})
    # A pace from an assumed base is not a verdict on published figures alone; being there is.
    assert report_on(assumed, rows[1:], 2008).data.verdicts_on_published_only == 0
    assert report_on(assumed, [row("100", 2008)], 2008).data.verdicts_on_published_only == 1


@pytest.mark.parametrize(
    "rows",
    (
        [row("0", 2005), row("70", 2008, status=ObsStatus.FORECAST)],
        [row("0", 2005, status=ObsStatus.ILLUSTRATIVE), row("70", 2008)],
        [row("0", 2005), replace(row("70", 2008), source="")],
        [row("70", 2008)],
    ),
)
def test_what_is_no_verdict_on_published_figures(rows: list[Observation]) -> None:
    assert report_on(make_plan(), rows, 2008).data.verdicts_on_published_only == 0


def test_a_change_rests_on_its_base_even_when_it_is_met() -> None:
    cut = {"value": None, "unit": None, "comparison": "<=", "change_percent": -20}
    plan = make_plan(indicator={"direction": "decrease"}, target=cut)
    for status, wanted in ((ObsStatus.ILLUSTRATIVE, 0), (ObsStatus.NORMAL, 1)):
        report = report_on(plan, [row("100", 2005, status=status), row("75", 2010)], 2010)
        assert report.targets[0].status == "met"
        assert report.data.verdicts_on_published_only == wanted


def test_a_change_without_a_base_has_a_year_and_no_level() -> None:
    plan = make_plan(target={"value": None, "unit": None, "change_percent": 20})
    target = as_json(report_on(plan, [row("5", 2008)], 2008))["targets"][0]
    assert target["status"] == "no_baseline"
    assert (target["target"]["year"], target["target"]["value"]) == (2010, None)


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    ((None, 2009), (date(2009, 6, 30), 2008), (date(2000, 1, 1), 2006)),
)
def test_newest_year_with_a_figure(as_of: date | None, wanted: int) -> None:
    rows = [
        row("1", 2005, published=date(2006, 1, 1)),
        row("1", 2008, published=date(2009, 1, 1)),
        row("1", 2009, published=date(2010, 1, 1)),
    ]
    assert newest_year(make_plan(), rows, as_of) == wanted


@pytest.mark.parametrize("year", (2005, 2011, 0))
def test_years_outside_the_plan(shipped_plan: Plan, year: int) -> None:
    with pytest.raises(ValueError, match="2006–2010"):
        assess(shipped_plan, (), year)
