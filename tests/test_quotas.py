"""What a plan asks of single members: quotas, judged like targets; and members ranked by year."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from clusterplan.judging.assess import Inquiry
from clusterplan.locale import Locale
from clusterplan.model.results import TargetResult
from clusterplan.render.document.members import MemberTables
from clusterplan.views.one_commitment import detail
from helpers import (
    COAST,
    DATA,
    EACH_LANGUAGE,
    edit,
    judge,
    make_plan,
    row,
    run,
    valid,
    with_towns,
    write_plan,
)

BEDS = "beds-everywhere"
QUOTAS = {"east": {"value": 60}, "west": {"value": 40}}
JUDGED = ("status", "gap", "pace", "completion", "due", "required_change")


@pytest.fixture
def coast(tmp_path: Path) -> Path:
    return shutil.copytree(COAST, tmp_path / "coast")


def read(*args: str) -> Any:
    done = run(*args, "-q", "-f", "json", data=COAST)
    return valid({"check": "report"}.get(args[0], args[0]), done.stdout)


def of_towns(**target: Any) -> dict[str, Any]:
    return with_towns("east", "west", **{"aggregate": "sum", "quotas": QUOTAS, **target})


def test_a_quota_is_judged_as_a_target_is() -> None:
    # Due by 2014: 500 + 4/5 × 600 = 980; 300 + 4/5 × 300 = 540; 0 + 2/3 × 300 = 200.
    (target,) = read("check", "2014", "--target", BEDS)["targets"]
    north, south, island = target["quotas"]
    assert [each["entity"] for each in target["quotas"]] == ["north", "south", "island"]
    assert [each["clause"] for each in target["quotas"]] == ["annex 1", "annex 2", "annex 3"]
    assert [each["expected"] for each in target["quotas"]] == [980, 540, 200]
    assert (north["status"], north["gap"], north["required_change"]) == ("met_early", 0, None)
    # (500 − 300) ÷ (600 − 300) = 2/3, of the 4/5 that are due; 100 in the one year that is left.
    assert (south["status"], south["gap"], south["pace"]) == ("behind", 100, 0.833333333333)
    assert south["required_change"] == {"per_year": 100, "kind": "absolute"}
    assert (island["status"], island["pace"], island["baseline"]["year"]) == (
        "on_schedule",
        1,
        2012,
    )


@pytest.mark.parametrize(
    ("goal", "as_a_target"),
    (
        ({}, {}),
        ({"path": "compound"}, {}),
        ({"value": None, "change": 50, "quotas": {"east": {"value": 30}}}, {"change": 30}),
        ({"value": None, "growth_percent": 20, "unit": None}, {"growth_percent": 60}),
        ({"accumulate": True}, {}),
        ({"over": (2006, 2010)}, {}),
        ({"year": "each", "path": "none"}, {}),
        ({"comparison": ">"}, {}),
    ),
)
def test_with_every_shape_of_goal(goal: dict[str, Any], as_a_target: dict[str, Any]) -> None:
    rows = [
        row(str(value), year, entity=town)
        for town, begun in (("east", 30), ("west", 10))
        for year, value in ((2005, begun), (2006, begun + 4), (2007, begun + 9))
    ]
    parts = of_towns(**goal)
    (quota, *_) = judge(make_plan(**parts), rows, 2007).quotas
    own = {"group": None, "aggregate": None, "quotas": None, "entity": "east"}
    if not as_a_target:
        own["value"] = 60  # type: ignore[assignment] # a number beside words
    alone = judge(make_plan(**parts | {"target": parts["target"] | own | as_a_target}), rows, 2007)
    assert quota.pace is not None or goal.get("year") == "each" or "over" in goal
    assert [getattr(quota, each) for each in JUDGED] == [getattr(alone, each) for each in JUDGED]


def test_a_quota_has_its_own_unit_and_falls_back_on_the_clause_of_the_goal() -> None:
    quotas = {
        "east": {"value": "3/500", "unit": "万户", "baseline": {"value": "1/1000"}},
        "west": {"value": 40},
    }
    plan = make_plan(indicator={"unit": "户"}, **of_towns(unit="户", quotas=quotas))
    east, west = judge(plan, [row("25", 2007, entity="east", unit="户")], 2007).quotas
    # From 10 to 60 in five years, 20 of it by 2007: (25 − 10) ÷ 50 = 0.3, of 0.4.
    assert (east.target.value, east.unit, east.pace) == (Decimal(60), "户", Decimal("0.75"))
    assert (west.clause, west.status) == ("1", "no_data")


def test_what_is_said_of_all_is_not_said_of_each() -> None:
    target = {
        "about": True,
        "tolerance": 5,
        "amended": ({"date": date(2006, 1, 1), "source": "s", "value": 500},),
        "lead": "b",
    }
    tree = of_towns(**target) | {"bodies": ({"id": "b", "name": {"en": "office"}},)}
    rows = [row("59", 2010, entity="east"), row("40", 2010, entity="west")]
    east, west = judge(make_plan(**tree), rows, 2010).quotas
    assert (east.status, east.target.value) == ("missed", Decimal(60))
    assert (east.shape, east.lead) == (None, None)
    assert west.status == "met"


def test_quotas_are_judged_where_their_sum_is_not_known() -> None:
    rows = [row("30", 2006, entity="east"), row("0", 2005, entity="east")]
    found = judge(make_plan(**of_towns()), rows, 2006)
    assert (found.actual, found.members) == (None, ())
    assert [each.status for each in found.quotas] == ["ahead", "no_data"]


@pytest.mark.slow
def test_of_very_many_those_behind_are_shown(tmp_path: Path) -> None:
    towns = tuple(f"e{n}" for n in range(502))
    quotas = {town: {"value": 1 + (town == "e501"), "baseline": {"value": 0}} for town in towns}
    target = {"aggregate": "sum", "baseline": {"value": 0}, "quotas": quotas}
    data = write_plan(tmp_path / "p", "P", (), **with_towns(*towns, **target))
    rows = "".join(f"x,{town},1,个,2011-03-01,s\n" for town in towns)
    (data / "actuals" / "2010.csv").write_text(
        f"indicator,entity,value,unit,published,source\n{rows}", "utf-8"
    )
    done = run("show", "t", "2010", "-q", "--all", "-f", "text", data=data).stdout
    quotas_shown = done.partition("quotas of members")[2]
    assert quotas_shown.count("missed") == 1
    assert "… and 2 more; the JSON has all" in quotas_shown
    assert "(502): 501 met, 1 missed; behind or worse: name (missed)" in (
        run("check", "2010", "-q", data=data).stdout
    )


def test_a_quota_behind_is_no_target_behind() -> None:
    report = read("check", "2014", "--target", BEDS)
    assert report["summary"] == {"on_schedule": 1}
    args = ("check", "2014", "-q", "--target", BEDS, "--fail-on", "behind")
    assert run(*args, data=COAST).exit_code == 0


@pytest.mark.parametrize(
    ("language", "says"),
    (
        (
            "en",
            "quotas of members (3): 1 met early, 1 on schedule, 1 behind; behind or worse: South",
        ),
        (
            "zh",
            "分解任务（3项）：提前实现1项、符合预期1项、滞后1项；滞后：南区（滞后，进度比0.83）",
        ),
    ),
)
@pytest.mark.parametrize("form", ("text", "table", "markdown"))
def test_check_counts_them_apart(form: str, language: str, says: str) -> None:
    done = run("check", "2014", "-q", "-f", form, "--lang", language, data=COAST)
    assert says.replace(" ", "") in "".join(done.stdout.split()).replace("\\", "")


def test_check_explains_them() -> None:
    done = run("check", "2014", "-q", "--explain", "--target", BEDS, data=COAST)
    assert (
        "- Care beds in all districts, South: linear path; base 2010: 300; expected now: 540;"
        " completion 66.67% ÷ due 80% = pace 0.8333; behind" in done.stdout.splitlines()
    )


def test_trend_has_them_by_year() -> None:
    (target,) = (each for each in read("trend")["targets"] if each["id"] == BEDS)
    years = {
        each["entity"]: [year["status"] for year in each["years"]] for each in target["quotas"]
    }
    # 2012: 150 of 600 is a quarter, of 0.4 due; 100 of 300 is a third.
    assert years["north"] == ["no_data", "behind", "no_data", "met_early", "no_data"]
    assert years["south"] == ["no_data", "behind", "no_data", "behind", "no_data"]
    done = run("trend", "-q", data=COAST).stdout
    assert "Quotas of members" in done
    assert "Quotas" not in run("trend", "-q", data=DATA).stdout


def test_targets_lists_them() -> None:
    done = run("targets", "-q", data=COAST).stdout.splitlines()
    assert [line.split()[-4:] for line in done if line.startswith("annex")] == [
        ["≥", goal, "by", "2015"] for goal in ("1,100", "600", "300")
    ]
    head, *rows = csv.reader(run("targets", "-q", "-f", "csv", data=COAST).stdout.splitlines())
    told = {row[head.index("id")]: row[head.index("quotas")] for row in rows}
    assert told[BEDS] == "island:300 north:1100 south:600"
    quotas = next(each for each in read("targets")["targets"] if each["id"] == BEDS)["quotas"]
    assert quotas["south"] == {"value": 600, "unit": None, "clause": "annex 2", "baseline": None}


@pytest.mark.slow
def test_documents_have_them(tmp_path: Path) -> None:
    page, book, paper = (tmp_path / f"r.{form}" for form in ("html", "xlsx", "docx"))
    for path in (page, book, paper):
        run("report", "2014", "-q", "-o", path, data=COAST)
    paragraphs = docx.Document(str(paper)).paragraphs
    assert any("quotas of members (3): 1 met early" in each.text for each in paragraphs)
    text = page.read_text("utf-8")
    assert "<caption>Care beds in all districts: quotas of members</caption>" in text
    assert "<caption>Care beds in all districts: members by year" in text
    sheets = openpyxl.load_workbook(book)
    head, *rows = sheets["Quotas"].values
    told = {row[head.index("Member")]: row[head.index("Needed per year")] for row in rows}
    assert told == {"North": None, "South": 100, "Island": 100}
    head, *rows = sheets["Members by year"].values
    (island,) = (row for row in rows if "Island" in row)
    of = dict(zip(head, island, strict=True))
    assert (of["Year"], of["Figure"], of["Share of the sum"], of["Rank"]) == (
        *(2014, 200, 0.111111111111, 3),
    )


@pytest.mark.slow
def test_without_them_nothing_is_needed_of_a_member_of_a_sum(tmp_path: Path) -> None:
    tea, book = COAST.parent / "tea", tmp_path / "r.xlsx"
    run("report", "2013", "-q", "-o", book, data=tea)
    sheets = openpyxl.load_workbook(book)
    assert "Quotas" not in sheets.sheetnames
    assert {"Needed", "Gap"}.isdisjoint(next(sheets["Members"].values))
    shown = run("show", "village-value", "2013", "-q", data=tea).stdout
    assert "Needed" not in shown.partition("Member ")[2].partition("Notes")[0]


def test_quotas_are_headed_by_their_own_year() -> None:
    sooner = {"date": date(2006, 6, 30), "source": "notice", "value": 100, "year": 2008}
    plan = make_plan(**of_towns(amended=(sooner,)))
    found = detail(Inquiry(plan, [row("20", 2007, entity="east")]), "t", 2007)
    assert isinstance(found.result, TargetResult)
    assert found.result.target.year == 2008
    titles = [each.title for each in MemberTables(found, Locale()).quotas().columns]
    assert "Goal 2010" in titles


def ranked(rows: list[tuple[str, int, str]]) -> dict[str, dict[int, tuple[object, ...]]]:
    plan = make_plan(**with_towns("east", "west", "mid", aggregate="sum", baseline={"value": 0}))
    figures = [row(value, year, entity=town) for town, year, value in rows]
    return {
        member.entity: {
            each.year: (each.rank, each.share, each.growth, each.contribution)
            for each in member.years
        }
        for member in detail(Inquiry(plan, figures), "t", 2007).ranking
    }


def test_members_are_ranked_over_the_years() -> None:
    found = ranked(
        [
            *(("east", 2006, "50"), ("west", 2006, "30"), ("mid", 2006, "20")),
            *(("east", 2007, "60"), ("west", 2007, "60"), ("mid", 2007, "0")),
        ]
    )
    assert list(found) == ["east", "west", "mid"]
    half, tenth = Decimal("0.5"), Decimal("0.1")
    assert found["east"] == {2006: (1, half, None, None), 2007: (1, half, Decimal("0.2"), tenth)}
    # Equals share a rank, and the next one is third; contributions add up: 120 is 20% above 100.
    assert found["west"][2007] == (1, half, Decimal(1), Decimal("0.3"))
    assert found["mid"][2007] == (3, Decimal(0), Decimal(-1), Decimal("-0.2"))


def test_what_is_not_known_has_no_rank_and_no_shares_are_told() -> None:
    plan = [("east", 2006, "50"), ("west", 2006, "30"), ("mid", 2006, "20"), ("east", 2007, "60")]
    found = ranked(plan)
    assert found == {town: {2006: found[town][2006]} for town in ("east", "west", "mid")}


@EACH_LANGUAGE
def test_show_ranks_members(language: str) -> None:
    done = run("show", "village-value", "2013", "-q", "--lang", language, data=COAST.parent / "tea")
    wanted = {
        "en": ["East Village  9 亿元 52.9% +12.5% +6.7 pp 1", "6 亿元 (1) 8 亿元 (1) 9 亿元 (1)"],
        "zh": ["东村  9亿元 52.9% +12.5% +6.7个百分点 1", "6亿元（1） 8亿元（1） 9亿元（1）"],
    }[language]
    told = " ".join(done.stdout.split())
    assert [each for each in wanted if " ".join(each.split()) not in told] == [], told


@pytest.mark.parametrize(
    ("old", "new", "says"),
    (
        (
            "north: {v",
            "nort: {v",
            "202:7: CP409 error: there is no entity nort (did you mean north",
        ),
        ("island: {v", "marsh: {v", "204:7: CP427 error: marsh is no member of districts at the"),
        (
            "600, clause",
            "600, unit: 亿元, clause",
            "203:33: CP412 error: the unit 亿元 does not fit",
        ),
        ("value: 600", "value: 500", "202:7: CP428 warning: the quotas add up to 1,900, and the"),
        ("south: {v", "north: {v", "203:7: CP403 error: the key north is given twice; first at"),
        ("south: {v", "South: {v", "203:7: CP407 error: South must be small letters, digits"),
        ("year: 2012}", "year: 2016}", "204:55: CP410 error: the base year 2016 is not before"),
        ("value: 0, year", "value: 400, year", "204:15: CP505 warning: Island: the base is at the"),
    ),
)
def test_a_slip_is_told_with_its_place(coast: Path, old: str, new: str, says: str) -> None:
    edit(coast / "targets.yaml", old, new)
    done = run("validate", coast, "-f", "text")
    assert f"targets.yaml:{says}" in done.stdout
