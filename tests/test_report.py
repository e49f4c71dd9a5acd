"""The report as data and as JSON: the contract that scripts rely on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from clusterplan import assess
from clusterplan.judging.assess import newest_year
from clusterplan.locale import Locale
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Names, Plan
from clusterplan.model.results import (
    ActualValue,
    BaselineValue,
    Report,
    Revision,
    TargetResult,
    TargetValue,
)
from helpers import (
    NAME,
    Rows,
    judge,
    make_plan,
    render_report,
    report_on,
    row,
    sure,
    valid,
    with_towns,
)


def as_json(report: Report, language: str = "en") -> Any:
    text = render_report(report, "json", Locale(language))
    return json.loads(text, parse_float=Decimal)


@pytest.mark.slow
@pytest.mark.parametrize("year", range(2006, 2011))
@pytest.mark.parametrize(
    "options",
    (
        {},
        {"published_only": True},
        {"as_of": date(2009, 6, 30)},
        {"only": {"zones"}},
        {"methods": SECOND_OPINIONS},
    ),
)
def test_the_json_fits_its_schema(
    shipped_plan: Plan, shipped_rows: Rows, year: int, options: dict[str, Any]
) -> None:
    report = assess(shipped_plan, shipped_rows, year, **options)
    text = render_report(report, "json", Locale())
    assert valid("report", text)["year"] == year
    assert text == render_report(report, "json", Locale("zh"))


def test_numbers_keep_every_digit() -> None:
    rows = [row("0.1", 2005), row("0.30000000000000000000001", 2008)]
    text = render_report(report_on(make_plan(), rows, 2008), "json", Locale())
    assert '"value": 0.30000000000000000000001,' in text
    assert '"gap": 99.69999999999999999999999,' in text


def test_as_of_is_reproducible(shipped_plan: Plan, shipped_rows: Rows) -> None:
    day = date(2009, 6, 30)
    then = assess(shipped_plan, shipped_rows, 2008, as_of=day)
    known = tuple(r for r in shipped_rows if r.published is not None and r.published <= day)
    again = assess(shipped_plan, known, 2008, as_of=day)
    assert as_json(then) == as_json(again)
    assert as_json(then)["targets"] != as_json(assess(shipped_plan, shipped_rows, 2008))["targets"]


@settings(deadline=None)
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


ZERO, SEVENTY, MADE_UP = row("0", 2005), row("70", 2008), ObsStatus.ILLUSTRATIVE
ASSUMED = {"target": {"baseline": {"value": 0, "assumed": True}}}
CUT = {
    "indicator": {"direction": "decrease"},
    "target": {"value": None, "unit": None, "comparison": "<=", "change_percent": -20},
}


@pytest.mark.parametrize(
    ("parts", "rows", "wanted"),
    (
        ({}, [ZERO, SEVENTY], 1),
        ({}, [ZERO, replace(SEVENTY, status=ObsStatus.FORECAST)], 0),
        ({}, [replace(ZERO, status=MADE_UP), SEVENTY], 0),
        ({}, [ZERO, replace(SEVENTY, source="")], 0),
        # What is met needs no base, but bears the mark of one that was made up.
        ({}, [replace(ZERO, status=MADE_UP), row("100", 2008)], 0),
        ({}, [SEVENTY], 0),
        # A pace from an assumed base is not a verdict on published figures alone; being there is.
        (ASSUMED, [SEVENTY], 0),
        (ASSUMED, [row("100", 2008)], 1),
        # A change rests on its base even when it is met.
        (CUT, [row("100", 2005, status=MADE_UP), row("75", 2010)], 0),
        (CUT, [row("100", 2005), row("75", 2010)], 1),
    ),
)
def test_verdicts_on_published_figures_are_counted(
    parts: dict[str, Any], rows: list[Observation], wanted: int
) -> None:
    report = report_on(make_plan(**parts), rows, rows[-1].year)
    assert report.data.verdicts_on_published_only == wanted


@pytest.mark.parametrize(("as_of", "wanted"), ((date(2010, 12, 30), 1), (date(2010, 12, 31), 0)))
def test_whether_the_base_matters_is_asked_as_of_the_day(as_of: date, wanted: int) -> None:
    doubled = {"date": date(2010, 12, 31), "source": "notice", "change_percent": 100}
    plan = make_plan(
        target={"baseline": {"value": 40, "assumed": True}, "amended": (doubled,)},
    )
    report = report_on(plan, [row("100", 2010, published=date(2010, 12, 1))], 2010, as_of=as_of)
    assert report.targets[0].status == "met"
    assert report.data.verdicts_on_published_only == wanted


def test_a_change_without_a_base_has_a_year_and_no_level() -> None:
    plan = make_plan(target={"value": None, "unit": None, "change_percent": 20})
    target = as_json(report_on(plan, [row("5", 2008)], 2008))["targets"][0]
    assert target["status"] == "no_baseline"
    assert (target["target"]["year"], target["target"]["value"]) == (2010, None)


@pytest.mark.parametrize(
    ("goal", "base", "wanted"),
    (
        ({"change_percent": 20}, "1", "1.2"),
        ({"change_percent": 20}, "0", None),
        ({"growth_percent": 10}, "100", "161.051"),
        ({"growth_percent": 0}, "100", "100"),
        ({"growth_percent": 10}, "-100", None),
    ),
)
def test_the_level_that_a_change_or_growth_asks_for(
    goal: dict[str, int], base: str, wanted: str | None
) -> None:
    plan = make_plan(target={"value": None, "unit": None, **goal})
    result = judge(plan, [row(base, 2005), row("1", 2008)], 2008)
    assert result.target.value == (None if wanted is None else Decimal(wanted))
    assert (result.status == "no_baseline") is (wanted is None)


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


def test_the_figures_of_a_report_are_counted() -> None:
    rows = [row("0", 2005, status=ObsStatus.ILLUSTRATIVE), row("9", 2007), row("20", 2008)]
    data = report_on(make_plan(), rows, 2008).data
    assert (data.published, data.illustrative, data.verdicts_on_published_only) == (1, 1, 0)


# What a result tells


def result_of(rows: list[Observation], year: int = 2008, **parts: Any) -> TargetResult:
    return judge(make_plan(**parts), rows, year)


def test_what_is_told_of_a_target() -> None:
    rows = [
        row("0", 2005, status=ObsStatus.ILLUSTRATIVE),
        replace(row("20", 2008, published=date(2009, 1, 1)), source="first"),
        replace(row("40", 2008, published=date(2010, 1, 1)), source="second"),
    ]
    result = result_of(rows)
    assert (result.id, result.name) == ("t", Names(NAME))
    assert (result.clause, result.nature) == ("1", "binding")
    assert (result.entity, result.path, result.unit) == ("area", "linear", "个")
    assert result.baseline == BaselineValue(2005, Decimal(0), assumed=False, illustrative=True)
    assert result.target == TargetValue(2010, Decimal(100), None, ">=", None, None)
    exact, normal, forty = Qualifier.EXACT, ObsStatus.NORMAL, Decimal(40)
    assert result.actual == ActualValue(
        2008, forty, forty, forty, exact, normal, "second", date(2010, 1, 1), illustrative=False
    )
    assert result.revisions == (Revision(Decimal(20), "个", date(2009, 1, 1), "first"),)
    assert [result.gap, result.expected, result.schedule_gap] == [60, 60, 20]
    assert (result.completion, result.due) == (Decimal("0.4"), Decimal("0.6"))
    assert (result.pace, result.status) == (Decimal("0.666666666667"), "behind")
    assert (result.illustrative, result.proxy, result.bound) == (True, False, None)
    assert (result.latest, result.members) == (None, ())


def test_numbers_that_end_are_told_in_full_and_quotients_to_12_digits() -> None:
    long = "40.1234567890123"
    result = result_of([row("0.1234567890123", 2005), row(long, 2008)])
    assert str(sure(result.baseline).value) == "0.1234567890123"
    assert str(sure(result.actual).value) == long
    assert str(result.gap) == "59.8765432109877"
    assert str(result.pace) == "0.667490729288"


def test_less_is_better_where_a_target_falls() -> None:
    result = result_of(
        [row("200", 2005), row("170", 2008)],
        indicator={"direction": "decrease"},
        target={"comparison": "<="},
    )
    assert [result.gap, result.expected, result.schedule_gap] == [70, 140, 30]
    assert result.target.comparison == "<="


def test_a_range_and_a_fraction_are_told_as_they_are() -> None:
    limits = {"value": None, "comparison": None, "low": 90, "high": 110}
    target = result_of([row("0", 2005)], target=limits).target
    assert target == TargetValue(2010, None, None, "range", Decimal(90), Decimal(110))
    third = result_of([], indicator={"unit": "1"}, target={"value": "1/3", "unit": "1"}).target
    assert (str(third.value), third.exact) == ("0.333333333333", "1/3")


def test_what_is_due_is_told_without_a_figure_too() -> None:
    result = result_of([row("0", 2005), row("30", 2006)], target={"value": 100})
    assert [result.expected, result.due] == [60, Decimal("0.6")]
    assert (result.gap, result.completion, result.pace) == (None, None, None)
    assert result.actual is None
    assert (sure(result.latest).year, sure(result.latest).status) == (2006, "ahead")
    assert result_of([]).expected is None


@pytest.mark.parametrize(
    ("unit", "rows", "status", "kind", "message"),
    (
        (
            "个",
            [row("50", 2008, qualifier=Qualifier.AT_LEAST)],
            "no_data",
            "certainty",
            "the figure is only a bound: anything from met_early to behind is possible",
        ),
        (
            "亿元",
            [row("63", 2008, unit="亿元")],
            "ahead",
            "rounding",
            "half of the last digit of a published figure could turn the verdict",
        ),
    ),
)
def test_what_is_not_certain_is_noted(
    unit: str, rows: list[Observation], status: str, kind: str, message: str
) -> None:
    goal = {"unit": unit, "baseline": {"value": 0}}
    result = result_of(rows, indicator={"unit": unit}, target=goal)
    (note,) = result.notes
    assert (result.status, note.kind, str(note.message)) == (status, kind, message)
    assert result.bound is None
    assert (result.gap is None) is (status == "no_data")


def test_a_stand_in_is_noted_where_there_is_a_figure() -> None:
    indicator = {"proxy": {"zh": "近似", "en": "stands in"}}
    result = result_of([row("63", 2008)], indicator=indicator)
    assert result.proxy
    assert [note.kind for note in result.notes] == ["method", "proxy"]
    assert result.notes[-1].message.template == "≈ {indicator}: {proxy}"
    without = result_of([], indicator=indicator)
    assert without.proxy
    assert [note.kind for note in without.notes] == []


def test_several_sources_are_told_once_each_with_the_newest_day() -> None:
    rows = [
        replace(row("10", year, published=date(day, 1, 1)), source=source)
        for year, day, source in ((2006, 2009, "a"), (2007, 2007, "b"), (2008, 2008, "a"))
    ]
    actual = sure(result_of(rows, target={"accumulate": True}).actual)
    assert actual.value == 30
    assert (actual.source, actual.published) == ("a; b", date(2009, 1, 1))


def test_what_is_told_of_members() -> None:
    rows = [
        row("1", 2008, entity="a", unit="万户", status=ObsStatus.ILLUSTRATIVE),
        row("2", 2008, entity="b", unit="万户", qualifier=Qualifier.AT_LEAST),
    ]
    parts = with_towns("a", "b", "c", aggregate="sum", unit="户", value=60000)
    result = result_of(rows, indicator={"unit": "万户", "minimum": 0}, **parts)
    told = [
        (each.entity, each.value, each.low, each.high, each.illustrative) for each in result.members
    ]
    assert told == [
        ("a", 10000, 10000, 10000, True),
        ("b", 20000, 20000, None, False),
        ("c", None, None, None, False),
    ]
    assert {each.name for each in result.members} == {Names(NAME)}
    assert {(each.needed, each.gap) for each in result.members} == {(None, None)}
    assert result.entity == "g"
