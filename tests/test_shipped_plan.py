# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""The plan and the figures that ship, held against the document and the published figures."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import pytest

from clusterplan import assess
from clusterplan.base.findings import Level, has_errors
from clusterplan.checks import check_data
from clusterplan.judging.figures import Figures
from clusterplan.model.observations import Actuals, ObsStatus
from clusterplan.model.plan import Plan
from clusterplan.model.status import COUNTS_AS, Status
from clusterplan.reading.folder import read_folder
from helpers import DATA, Rows, sure


def test_nothing_is_wrong_with_the_files() -> None:
    data = read_folder(DATA, "data")
    findings = [*data.findings, *check_data(data)[0]]
    assert not has_errors(findings)
    assert {finding.code for finding in findings} == {"CP310", "CP313", "CP504", "CP714"}
    warnings = [finding for finding in findings if finding.level is Level.WARNING]
    explained = (DATA / "README.md").read_text(encoding="utf-8")
    assert [finding.code for finding in warnings] == ["CP504"]
    assert "block-share-tax" in explained
    assert "CP504" in explained


@pytest.mark.parametrize("year", range(2005, 2011))
def test_groups(shipped_plan: Plan, year: int) -> None:
    def count(group: str) -> int:
        return len(shipped_plan.members(group, year))

    assert (count("county-level-units"), count("key-clusters")) == (60, 10)
    cities_and_counties = sure(shipped_plan.targets[-1].group)
    # 九个市(州) and the counties and county-level cities, without districts. 江源县 became a
    # district in 2006, so at the end of 2005 it still belonged.
    assert count(cities_and_counties) == (50 if year == 2005 else 49)


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
            assert re.search(r"https?://|publisher, date and address not shown", row.source)


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


def test_names_differ_by_language(shipped_plan: Plan) -> None:
    assert all(item.name.zh != item.name.en for item in shipped_plan.commitments)


def test_editors_find_the_schema_beside_the_plan() -> None:
    first = (DATA / "targets.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./targets.schema.json"
