# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""A plan of another kind: every feature that the shipped plan does not use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clusterplan import assess, load_actuals, load_plan
from clusterplan.model.observations import ObsStatus
from clusterplan.model.plan import Milestone, Names
from clusterplan.model.results import MeasureResult, MilestoneMember, Report, TargetResult
from helpers import COAST, NAME, make_plan, report_on, row, sure

PLAN = load_plan(COAST)
ROWS = load_actuals(COAST)


def report(year: int, as_of: date | None = None) -> Report:
    return assess(PLAN, ROWS, year, as_of=as_of)


def result(identity: str, year: int, as_of: date | None = None) -> TargetResult:
    return next(target for target in report(year, as_of).targets if target.id == identity)


@pytest.mark.parametrize(
    ("identity", "year", "actual", "goal", "expected", "status"),
    (
        # 1000 growing by 10 % a year: 1610.51 after five; 1100 stands in the file in yuan.
        ("output-growth", 2011, "1100", "1610.51", "1100", "on_schedule"),
        ("output-growth", 2012, "1210", "1610.51", "1210", "on_schedule"),
        # Doubling: 1000 * 2 ** (2/5).
        ("output-doubled", 2012, "1210", "2000", "1319.50791077", "behind"),
        # 1.09 * 1.07 against 1.08 ** 2, and 1.08 ** 5 at the end.
        ("growth-chained", 2011, "109", "146.93280768", "108", "ahead"),
        ("growth-chained", 2012, "116.63", "146.93280768", "116.64", "on_schedule"),
        # A cut by a fifth: 100 * 0.8 ** (2/5).
        ("energy-cut", 2012, "91.5", "80", "91.4610103855", "on_schedule"),
        # 8 万人 and 100,000 人 add up; two fifths of 450,000.
        ("jobs-created", 2012, "180000", "450000", "180000", "on_schedule"),
        ("inflation", 2011, "5.4", "3", None, "missed"),
        ("inflation", 2012, "3", "3", None, "met"),
        ("sewage", 2012, "75", "90", "75", "on_schedule"),
        # From 1.5 down into the range at 1.3: two fifths of the way is 1.42.
        ("birth-rate", 2012, "1.42", None, "1.42", "on_schedule"),
        ("birth-rate", 2014, "1.2", None, "1.34", "met_early"),
        # The preferred series of the indicator is the census: 650, not 700.
        ("beds-north", 2012, "650", "1200", "780", "behind"),
        # Two districts at the end of 2012 (the marsh has gone), three at the end of 2014.
        ("beds-everywhere", 2012, "1050", "2000", "1340", "far_behind"),
        ("beds-everywhere", 2014, "1800", "2000", "1780", "on_schedule"),
        # One port is deep enough, the other neither deep nor long enough; then it is long enough.
        ("ports-improved", 2012, "1", "2", "0.8", "ahead"),
        ("ports-improved", 2014, "2", "2", "1.6", "met_early"),
        # Falling from 100 to 60 in four years; the revised figure of 2014 is exactly 60.
        ("sulphur", 2012, "80", "60", "80", "on_schedule"),
        ("sulphur", 2014, "60", "60", "60", "met"),
    ),
)
def test_verdicts(
    identity: str, year: int, actual: str, goal: str | None, expected: str | None, status: str
) -> None:
    found = result(identity, year)
    assert sure(found.actual).value == Decimal(actual)
    assert sure(found.target).value == (None if goal is None else Decimal(goal))
    assert found.expected == (None if expected is None else Decimal(expected))
    assert found.status == status


def test_a_provisional_figure_decides_until_it_is_revised() -> None:
    before = result("sulphur", 2014, date(2015, 12, 31))
    after = result("sulphur", 2014)
    assert before.status == "missed"
    assert sure(before.actual).obs_status == "provisional"
    assert after.status == "met"
    assert [revision.value for revision in after.revisions] == [61]


def test_a_target_is_amended_half_way() -> None:
    before, after = (result("beds-north", 2014, day) for day in (date(2013, 12, 30), None))
    assert (sure(before.target).value, sure(after.target).value) == (1000, 1200)


def test_both_natures_and_the_plans_own_thresholds() -> None:
    found = report(2012)
    assert {target.nature for target in found.targets} == {"binding", "anticipatory"}
    # 1.09 above 1.08 is a pace of 1.12: ahead here at 1.1, where the usual cut is 1.05.
    assert found.thresholds.ahead == Decimal("1.1")


def test_conflicting_series_are_told() -> None:
    (note,) = result("beds-north", 2012).notes
    assert str(note.message.template).startswith("{indicator} {year}: sources differ")


def test_names_change_with_the_years() -> None:
    names = {
        year: [member.name.en for member in result("ports-improved", year).members]
        for year in (2012, 2014)
    }
    assert names == {2012: ["East Port", "West Port"], 2014: ["East Port", "West Port"]}
    east = PLAN.entity["east-port"]
    assert east.form_on(date(2012, 5, 31))[0].en == "East Fishing Harbour"
    assert east.form_on(date(2012, 6, 1))[0].en == "East Port"


def test_membership_is_judged_at_the_end_of_the_year() -> None:
    def members(year: int) -> list[str]:
        return [entity.id for entity in PLAN.members("districts", year)]

    assert members(2011) == ["north", "south", "marsh"]
    assert members(2012) == ["north", "south"]
    assert members(2013) == ["north", "south", "island"]


@pytest.mark.parametrize(
    ("year", "as_of", "status", "done"),
    (
        (2011, None, "not_due", 0),
        (2012, date(2012, 6, 29), "not_due", 0),
        # The row that says "done on 15 July" is published on 1 August: until then the older row
        # says not started, and the day has passed.
        (2012, date(2012, 6, 30), "not_due", 0),
        (2012, date(2012, 7, 1), "overdue", 0),
        (2012, date(2012, 7, 31), "overdue", 0),
        (2012, date(2012, 8, 1), "met_late", 1),
        (2014, None, "met_late", 1),
    ),
)
def test_a_milestone(year: int, as_of: date | None, status: str, done: int) -> None:
    (milestone,) = report(year, as_of).milestones
    assert (milestone.status, milestone.done, milestone.of) == (status, done, 1)


@pytest.mark.parametrize(
    ("value", "wanted"),
    ((date(2008, 6, 30), "met"), (date(2008, 7, 1), "met_late"), ("done", "met")),
)
def test_done_on_its_very_day_is_in_time(value: date | str, wanted: str) -> None:
    milestone = {"id": "m", "clause": "1", "name": NAME, "due": date(2008, 6, 30)}
    plan = make_plan(milestones=(milestone,))
    (found,) = report_on(plan, [row(value, 2008, of="m")], 2008).milestones
    assert found.status == wanted


def test_a_milestone_keeps_the_members_of_its_year() -> None:
    """Who joins the group later has nothing to catch up with."""
    names, due = Names(NAME), date(2012, 6, 30)
    milestone = Milestone(id="m", clause="1", name=names, due=due, group="districts")
    plan = PLAN.model_copy(update={"milestones": (milestone,)})
    (found,) = assess(plan, (), 2014).milestones
    assert [member.entity for member in found.members] == ["north", "south"]


def test_a_measure() -> None:
    assert [report(year).measures[0].state for year in (2011, 2012)] == ["no_data", "under_way"]


def test_files_of_later_years_belong_to_the_plan() -> None:
    assert list(PLAN.file_years) == list(range(2010, 2017))
    assert list(PLAN.years) == list(range(2011, 2016))


MILESTONE = {"id": "m", "clause": "2", "name": NAME}


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    ((None, "overdue"), (date(2008, 12, 31), "not_due"), (date(2009, 1, 1), "overdue")),
)
def test_the_last_day_of_the_year_is_over_with_the_year(as_of: date | None, wanted: str) -> None:
    plan = make_plan(milestones=({**MILESTONE, "due": date(2008, 12, 31)},))
    rows = [row("under_way", 2008, of="m", published=date(2008, 3, 1))]
    (found,) = report_on(plan, rows, 2008, as_of=as_of).milestones
    assert found.status == wanted


def test_what_is_told_of_a_milestone() -> None:
    plan = make_plan(milestones=({**MILESTONE, "due": date(2008, 6, 30)},))
    day = date(2008, 5, 1)
    made_up = row(day, 2008, of="m", status=ObsStatus.ILLUSTRATIVE)
    (found,) = report_on(plan, [made_up], 2008).milestones
    assert (found.id, found.name, found.clause) == ("m", Names(NAME), "2")
    assert (found.due, found.done, found.of) == (date(2008, 6, 30), 1, 1)
    assert found.members == (MilestoneMember("area", Names(NAME), done=True, on=day),)
    assert found.illustrative is True
    (found,) = report_on(plan, [row("under_way", 2008, of="m")], 2008).milestones
    assert found.members == (MilestoneMember("area", Names(NAME), done=False, on=None),)
    assert found.illustrative is False


def test_what_lies_before_the_base_year_is_no_news() -> None:
    plan = make_plan(milestones=({**MILESTONE, "due": date(2008, 6, 30)},))
    found = [
        report_on(plan, [row("done", year, of="m")], 2008).milestones[0].status
        for year in (2004, 2005)
    ]
    assert found == ["no_data", "met"]


@pytest.mark.parametrize("made_up", (True, False))
def test_what_is_told_of_a_measure(*, made_up: bool) -> None:
    plan = make_plan(measures=({"id": "s", "clause": "3", "name": NAME},))
    status = ObsStatus.ILLUSTRATIVE if made_up else ObsStatus.NORMAL
    rows = [row("done", 2008, of="s", status=status), row("dropped", 2009, of="s")]
    for year, state in ((2007, "no_data"), (2008, "done")):
        (found,) = report_on(plan, rows, year).measures
        wanted = MeasureResult("s", Names(NAME), "3", state, made_up and year == 2008)  # type: ignore[arg-type] # one of the states
        assert found == wanted
