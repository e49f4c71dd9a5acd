# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""A plan of another kind: every feature that the shipped plan does not use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clusterplan import assess, load_actuals, load_plan
from clusterplan.model.plan import Milestone, Names
from clusterplan.model.results import Report, TargetResult
from helpers import COAST, NAME, sure

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


def test_a_milestone_keeps_the_members_of_its_year() -> None:
    """Who joins the group later has nothing to catch up with."""
    names, due = Names(NAME), date(2012, 6, 30)
    milestone = Milestone(id="m", clause="1", name=names, due=due, group="districts")
    plan = PLAN.model_copy(update={"milestones": (milestone,)})
    (found,) = assess(plan, (), 2014).milestones
    assert [member.entity for member in found.members] == ["north", "south"]


def test_files_of_later_years_belong_to_the_plan() -> None:
    assert list(PLAN.file_years) == list(range(2010, 2017))
    assert list(PLAN.years) == list(range(2011, 2016))
