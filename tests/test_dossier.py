"""The dossier: every commitment in full, coverage by area, and what the figures rest on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterplan import assess
from clusterplan.judging.assess import Inquiry
from clusterplan.model.observations import Observation, ObsStatus
from clusterplan.model.plan import Plan
from clusterplan.views.one_commitment import detail
from clusterplan.views.whole_document import Dossier
from helpers import NAME, Rows, dossier_of, make_plan, row


@pytest.fixture(scope="module")
def shipped(shipped_plan: Plan, shipped_rows: Rows) -> Dossier:
    return dossier_of(shipped_plan, shipped_rows, 2010)


def test_its_report_is_the_report(shipped: Dossier, shipped_plan: Plan, shipped_rows: Rows) -> None:
    assert shipped.report == assess(shipped_plan, shipped_rows, 2010)
    assert shipped.on_course == sum(
        count
        for status, count in shipped.report.summary.items()
        if status in ("met", "met_early", "ahead", "on_schedule")
    )


@pytest.mark.parametrize("identity", ("cluster-share", "county-clusters", "nominations", "brands"))
def test_a_commitment_is_told_as_show_does(
    shipped: Dossier, shipped_plan: Plan, shipped_rows: Rows, identity: str
) -> None:
    (found,) = (each for each in shipped.details if each.result.id == identity)
    assert found == detail(Inquiry(shipped_plan, shipped_rows), identity, 2010)


def test_coverage_of_the_shipped_plan(shipped: Dossier) -> None:
    counties, choice = shipped.coverages
    assert (counties.target.id, choice.target.id) == ("county-clusters", "park-or-village-choice")
    assert sum(part.of for part in counties.parts) == 60
    assert sum(part.of for part in choice.parts) == 49
    assert [part.name.en for part in choice.parts if part.name][:2] == ["Changchun", "Jilin City"]
    # A prefecture stands with its own counties, not under the province.
    assert "Changchun" in {m.name.en for m in (*choice.parts[0].reached, *choice.parts[0].missing)}


def test_every_row_is_there_once(shipped: Dossier, shipped_rows: Rows) -> None:
    places = [(each.file, each.line) for each in shipped.rows]
    assert places == sorted({(each.file, each.line) for each in shipped_rows})


def test_later_years_do_not_count(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = dossier_of(shipped_plan, shipped_rows, 2007)
    assert {each.year for each in found.rows} == {2005, 2006, 2007}
    assert {each.year for each in found.details[0].history} == {2006, 2007}


def test_what_a_subject_rests_on() -> None:
    made_up = row("30", 2006, status=ObsStatus.ILLUSTRATIVE)
    rows = [
        row("0", 2005, published=date(2006, 1, 1)),
        made_up,
        row("50", 2008, published=date(2009, 1, 1)),
        row("52", 2008, published=date(2010, 1, 1)),
        row("60", 2008, published=date(2009, 6, 1), series="other"),
    ]
    numbered = [
        Observation(**{**_fields(each), "file": "f", "line": line})
        for line, each in enumerate(rows, start=2)
    ]
    (subject,) = dossier_of(make_plan(), numbered, 2008).subjects
    counts = (subject.published, subject.illustrative, subject.superseded, subject.rivals)
    assert counts == (2, 1, 1, 1)
    assert subject.without == (2007,)


def _fields(observation: Observation) -> dict[str, Any]:
    return {name: getattr(observation, name) for name in Observation.__struct_fields__}


def test_areas_need_more_members_than_areas() -> None:
    places = [{"id": f"p{n}", "name": NAME, "kind": "place", "parent": f"q{n}"} for n in range(3)]
    above = [{"id": f"q{n}", "name": NAME, "kind": "above"} for n in range(3)]
    area = {"id": "area", "name": NAME, "kind": "area"}
    plan = make_plan(
        entities=(area, *above, *places),
        groups=({"id": "g", "name": NAME, "kinds": ("place",)},),
        target={
            "group": "g",
            "aggregate": "coverage",
            "each": {"low": 1},
            "value": "all",
            "baseline": {"value": 0},
        },
    )
    assert dossier_of(plan, [row("1", 2008, entity="p0")], 2008).coverages == ()
