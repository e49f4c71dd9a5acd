# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""The plan and the figures that ship, held against the document and the published figures."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import jsonschema
import pytest
import yaml

from clusterplan import assess
from clusterplan.base.findings import Level, has_errors
from clusterplan.checks import check_data
from clusterplan.judging.figures import Figures
from clusterplan.model.observations import Actuals, Observation, ObsStatus
from clusterplan.model.plan import Plan
from clusterplan.model.results import Report, TargetResult
from clusterplan.model.status import COUNTS_AS, Status
from clusterplan.reading.folder import read_folder
from clusterplan.schemas import plan_schema
from helpers import DATA, sure

CLAUSES = (
    *(f"三(一){n}" for n in "1234"),
    *(f"三(二){n}" for n in "123"),
    *(f"四({n})" for n in "一二三四五六七八"),
    *(f"五({n})" for n in "一二三四五"),
)
"""The numbered clauses of parts three, four and five of the document."""

Rows = tuple[Observation, ...]


def result(report: Report, identity: str) -> TargetResult:
    return next(target for target in report.targets if target.id == identity)


def test_nothing_is_wrong_with_the_files() -> None:
    data = read_folder(DATA, "data")
    findings = [*data.findings, *check_data(data)[0]]
    assert not has_errors(findings)
    assert {finding.code for finding in findings} == {"CP310", "CP313", "CP504"}
    warnings = [finding for finding in findings if finding.level is Level.WARNING]
    explained = (DATA / "README.md").read_text(encoding="utf-8")
    assert [finding.code for finding in warnings] == ["CP504"]
    assert "block-share-tax" in explained
    assert "CP504" in explained


def test_every_numbered_clause_is_cited(shipped_plan: Plan) -> None:
    cited = {item.clause for item in shipped_plan.commitments}
    assert cited == set(CLAUSES)


def test_the_headline_goals(shipped_plan: Plan) -> None:
    goals = {target.id: (target.value, target.unit) for target in shipped_plan.targets}
    assert goals["cluster-value-added"] == (1000, "亿元")
    assert goals["cluster-share"] == (Fraction(1, 3), "1")
    for share in ("value-added", "revenue", "tax"):
        assert goals[f"block-share-{share}"] == (20, "%")
    assert goals["key-clusters-value-added"] == (500, "亿元")
    assert len(shipped_plan.members("key-clusters", 2010)) == 10
    counts = ("zones", "villages", "demo-zones", "platforms", "logistics-centres", "growth-smes")
    assert [goals[name][0] for name in counts] == [50, 50, 30, 20, 10, 1000]


def test_every_target_is_anticipatory_and_keeps_its_verb(shipped_plan: Plan) -> None:
    assert {target.nature for target in shipped_plan.targets} == {"anticipatory"}
    assert all(target.verb for target in shipped_plan.targets)


@pytest.mark.parametrize("year", range(2005, 2011))
def test_groups(shipped_plan: Plan, year: int) -> None:
    def count(group: str) -> int:
        return len(shipped_plan.members(group, year))

    assert (count("county-level-units"), count("key-clusters")) == (60, 10)
    cities_and_counties = sure(shipped_plan.targets[-1].group)
    # 九个市(州) and the counties and county-level cities, without districts. 江源县 became a
    # district in 2006, so at the end of 2005 it still belonged.
    assert count(cities_and_counties) == (50 if year == 2005 else 49)


def test_a_county_that_became_a_district(shipped_plan: Plan) -> None:
    (entity,) = (item for item in shipped_plan.entities if item.name.zh == "江源区")
    assert entity.form_on(date(2006, 6, 4))[0].zh == "江源县"
    assert entity.form_on(date(2006, 6, 5))[0].zh == "江源区"


@pytest.mark.parametrize(
    ("year", "gdp", "share", "wanted"),
    (
        # GDP in its vintage of the day on which the share was published, times the share.
        (2006, "4249", "35", "1487.15"),
        (2007, "5284", "38.8", "2050.192"),
        (2008, "6426.1", "41.7", "2679.6837"),
        (2010, "8577.06", "49.2", "4219.91352"),
    ),
)
def test_derived_value_added(
    shipped_plan: Plan, shipped_rows: Rows, year: int, gdp: str, share: str, wanted: str
) -> None:
    figures = Figures(shipped_plan, Actuals(shipped_rows, published_only=True))
    figure = sure(figures.of_indicator("private-value-added", shipped_plan.area, year))
    assert figure.exact == Fraction(wanted) == Fraction(gdp) * Fraction(share) / 100


def test_invented_rows_say_so_and_published_ones_have_a_source(shipped_rows: Rows) -> None:
    for row in shipped_rows:
        if row.status is ObsStatus.MISSING:
            continue
        assert row.published is not None or row.status is not ObsStatus.ILLUSTRATIVE
        if row.status is ObsStatus.ILLUSTRATIVE:
            assert "illustrative" in row.source
        else:
            assert "illustrative" not in row.source
            assert re.search(r"https?://|GitHub|publisher and date not shown", row.source)


def test_only_what_is_published_nowhere_is_invented(shipped_plan: Plan, shipped_rows: Rows) -> None:
    published = Figures(shipped_plan, Actuals(shipped_rows, published_only=True))
    for row in shipped_rows:
        if row.status is ObsStatus.ILLUSTRATIVE and row.indicator in shipped_plan.indicator:
            if shipped_plan.indicator[row.indicator].unit == "state":
                continue
            figure = published.of_indicator(row.indicator, row.entity, row.year)
            assert figure is None, (row.indicator, row.year)


def test_no_verdict_rests_on_published_figures_alone(
    shipped_plan: Plan, shipped_rows: Rows
) -> None:
    for year in shipped_plan.years:
        report = assess(shipped_plan, shipped_rows, year)
        assert report.data.verdicts_on_published_only == 0
        assert report.data.illustrative > 0
        judged = [target for target in report.targets if target.status is not Status.NO_DATA]
        assert all(target.illustrative for target in judged)
        published = assess(shipped_plan, shipped_rows, year, published_only=True)
        assert published.summary == {Status.NO_DATA: 17}


def test_the_rows_show_every_status(shipped_plan: Plan, shipped_rows: Rows) -> None:
    seen: Counter[Status] = Counter()
    for year in shipped_plan.years:
        seen.update(assess(shipped_plan, shipped_rows, year).summary)
    assert set(seen) == set(Status) - set(COUNTS_AS)  # of which none is a goal to keep


def test_zones_in_2007(shipped_plan: Plan, shipped_rows: Rows) -> None:
    zones = result(assess(shipped_plan, shipped_rows, 2007), "zones")
    assert zones.status is Status.AHEAD
    assert (zones.pace, zones.actual and zones.actual.value) == (Decimal("1.05"), 21)


def test_the_first_vintages_are_seen_as_of_their_day(
    shipped_plan: Plan, shipped_rows: Rows
) -> None:
    early = assess(shipped_plan, shipped_rows, 2008, as_of=date(2009, 6, 30))
    late = assess(shipped_plan, shipped_rows, 2008)
    # The share of 2008 was published in November 2009.
    assert result(early, "cluster-share").status is Status.NO_DATA
    assert result(late, "cluster-share").status is not Status.NO_DATA


def test_platforms_are_ten_and_ten(shipped_plan: Plan) -> None:
    (link,) = (item for item in shipped_plan.links if item.kind == "adds_up")
    assert (link.whole, set(link.parts)) == ("platforms", {"rd-centres", "testing-centres"})


def test_measures_and_milestones(shipped_plan: Plan) -> None:
    assert [item.id for item in shipped_plan.milestones] == ["nominations", "local-plans"]
    assert [item.due for item in shipped_plan.milestones] == [
        date(2006, 10, 31),
        date(2006, 12, 31),
    ]
    assert all(item.name.zh != item.name.en for item in shipped_plan.commitments)


def test_the_schema_beside_the_plan_is_the_one_that_is_printed() -> None:
    assert (DATA / "targets.schema.json").read_text(encoding="utf-8") == plan_schema()
    first = (DATA / "targets.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./targets.schema.json"


def test_the_plan_fits_its_schema() -> None:
    text = (DATA / "targets.yaml").read_text(encoding="utf-8")
    tree = json.loads(json.dumps(yaml.safe_load(text), default=str))
    jsonschema.Draft202012Validator(json.loads(plan_schema())).validate(tree)
