"""Realistic workbooks and texts: each gives exactly the right figures, or says what it is not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clusterplan.importing.file_kinds import read_sheets
from clusterplan.importing.table_figures import read_figures
from clusterplan.importing.understanding import Given, Reading
from clusterplan.model.plan import Plan
from helpers import DATA, sure
from offices import TEXTS, drawn, made, rows_of
from workbooks import Rows, csv, ods, xls, xlsx

Figure = tuple[str, str, int, str, str]
"""Indicator, entity, year, value, unit."""


CASES = drawn(Path(__file__).parent / "figures.txt")
FIGURE = re.compile(r"(\S+) ([a-z-]+)(?:/([a-z-]+))? ([0-9]{4}) ([0-9.-]+|[a-z_]+) ?(.+)")


def drawn_rows(name: str) -> Rows:
    (text,) = CASES[name].sheets.values()
    return rows_of(text)


YEARS_ACROSS = drawn_rows("one of the years")
ENTITIES_DOWN = drawn_rows("entities down, totals, text columns")
LONG = drawn_rows("a row per figure, columns in any order, in csv")


def read(data: bytes, plan: Plan, **given: Any) -> Reading:
    return read_figures(read_sheets(data), plan, Given("f", **given))


def figures_of(reading: Reading) -> dict[str, Figure]:
    return {
        found.place: (found.indicator, found.entity, found.year, found.value, found.unit)
        for found in reading.found
    }


@pytest.mark.parametrize("name", CASES)
def test_figures(shipped_plan: Plan, name: str) -> None:
    case = CASES[name]
    said = dict(zip(case.args[::2], case.args[1::2], strict=True))
    given = Given(
        "f",
        year=int(said["--year"]) if "--year" in said else None,
        indicator=said.get("--indicator"),
        units=(said["--unit"],) if "--unit" in said else (),
    )
    reading = read_figures(read_sheets(made(case)), shipped_plan, given)
    sheet = "" if case.kind in TEXTS or len(case.sheets) > 1 else "表1!"
    figures = [
        sure(FIGURE.fullmatch(each)).groups("jilin") for each in case.truth.split("; ") if each
    ]
    assert figures_of(reading) == {
        sheet + cell: (indicator, entity, int(year), value, unit)
        for cell, indicator, entity, year, value, unit in figures
    }
    problems = [f"{each.place.removeprefix(sheet)} {each.message}" for each in reading.problems]
    assert "; ".join(problems) == case.why


def messages(reading: Reading) -> list[str]:
    return [str(each.message) for each in reading.problems]


ONE = ("指标", "2008")


@pytest.mark.parametrize(
    ("rows", "message", "hint"),
    (
        ((ONE, ("地区生产总值", 1)), "the unit is not stated", "--unit"),
        ((ONE, ("地区生产总值（亿）", 1)), "unknown unit 亿", ""),
        ((ONE, ("地区生产总值（億元）", 1)), "unknown unit 億元", "did you mean 亿元?"),
        ((ONE, ("地区生产总值（户）", 1)), "the unit 户 does not fit the indicator", "亿元"),
        ((ONE, ("地区生产总值（亿元）", "1万元")), "two units: 万元 and 亿元", ""),
        ((ONE, ("地区生产总指(亿元)", 1)), "no name of the plan", "did you mean 地区生产总值?"),
        ((ONE, ("增加值(亿元)", 1)), "no name of the plan", ""),
        ((ONE, ("地区生产总值(亿元)", "34万")), "unknown unit 万", "like 亿元"),
        ((ONE, ("地区生产总值(亿元)", "=B1*2")), "calculated", ""),
        ((ONE, ("地区生产总值(亿元)", "#DIV/0!")), "the formula has failed", ""),
        ((ONE, ("地区生产总值(亿元)", True)), "true or false is no figure", ""),
        ((ONE, ("地区生产总值(亿元)", date(2008, 1, 2))), "a day, not a number", "type the number"),
        ((ONE, ("地区生产总值(亿元)", "1,23")), "not in groups of three", ""),
        ((ONE, ("地区生产总值(亿元)", "440①")), "this is not a number", ""),
        ((ONE, ("地区生产总值(亿元)", "无")), "this is not a number", ""),
        ((("指标", "数值"), ("地区生产总值(亿元)", 1)), "the year is not stated", "--year"),
        ((("地区", "数值"), ("朝阳区", 1)), "the indicator is not named", "--indicator"),
        ((("指标", "2008年1-9月"), ("地区生产总值(亿元)", 1)), "a part of a year", ""),
        ((("指标", "2008年目标"), ("地区生产总值(亿元)", 1)), "no name of the plan", ""),
        ((("2008年上半年情况",), ONE, ("地区生产总值(亿元)", 1)), "a part of a year", "left out"),
        ((("填报单位：朝阳局",), ONE, ("研发中心(个)", 1)), "unknown entity 朝阳局", "left out"),
        ((("朝阳区情况表",), ONE, ("研发中心(个)", 1)), "the title speaks of", "--entity"),
        ((("地区生产总值(亿元)", 6426.1),), "no header that is understood", "name the columns"),
        (
            (("指标", "单位", "2008"), ("地区生产总值", "亿", 1)),
            "unknown unit 亿",
            "",
        ),
        (
            (("指标", "2008", "发布日期"), ("地区生产总值(亿元)", 1, "去年")),
            "去年 is not a date",
            "YYYY-MM-DD",
        ),
        (
            (("指标", "2008", "数据状态"), ("地区生产总值(亿元)", 1, "差不多")),
            "unknown obs_status 差不多",
            "provisional",
        ),
        (
            (("地区", "县域培育壮大的产业集群(个)"), ("朝阳区", 1), (None, 2)),
            "the row does not name its entity",
            "merged cell",
        ),
        (
            (
                ("指标", "地区", "2008"),
                ("重点产业集群增加值(亿元)", "长春汽车零部件", 1),
                (None, "通化医药", 2),
            ),
            "the row does not name its indicator",
            "merged cell",
        ),
        (
            (("市", "区县", "县域培育壮大的产业集群(个)"), ("四平市", "朝阳区", 2)),
            "the row names two entities",
            "",
        ),
        ((("企业名称", "地区生产总值(亿元)"), ("一汽", 500)), "no name of the plan", ""),
        ((("企业", "地区生产总值(亿元)", "2008"), ("一汽", 500)), "no header", ""),
        ((("企业", "实际"), ("一汽", 500)), "no name of the plan", ""),
        (
            (("责任单位", "指标", "2008"), ("长春市", "研发中心(个)", 5)),
            "the head is not understood, but below it are names of the plan",
            "the whole table is left out",
        ),
        (
            (("指标", "2008年", "2008"), ("地区生产总值(亿元)", 1, 2)),
            "another figure than in 表1!B2 for the same thing",
            "keep one",
        ),
    ),
)
def test_what_is_not_certain_is_refused(
    shipped_plan: Plan, rows: Rows, message: str, hint: str
) -> None:
    given = {} if message == "the year is not stated" else {"year": 2008}
    reading = read(xlsx(rows), shipped_plan, **given)
    (problem,) = reading.problems
    assert message in str(problem.message)
    assert hint in str(problem.hint or "")
    assert len(reading.found) <= 1


def test_a_figure_in_a_merged_cell_is_nobodys(shipped_plan: Plan) -> None:
    rows = (("地区", "县域培育壮大的产业集群(个)"), ("朝阳区", 3), ("南关区", None), ("宽城区", 1))
    for data in (xlsx(rows, ["B2:B3"]), xls(rows, ["B2:B3"]), ods(rows, ["B2:B3"])):
        reading = read(data, shipped_plan, year=2008)
        assert messages(reading) == ["one figure stands in a merged cell for several"]
        assert [found.entity for found in reading.found] == ["kuancheng"]


def test_what_holds_for_a_whole_table_is_told_once(shipped_plan: Plan) -> None:
    rows = (("指标", 2007, 2008), ("地区生产总值", 1, 2), ("研发中心", 1, 2))
    reading = read(csv(rows), shipped_plan)
    assert messages(reading) == ["the unit is not stated"]
    assert [(each.place, str(each.message)) for each in reading.left_out] == [
        (place, "for the same reason as B2") for place in ("C2", "B3", "C3")
    ]


def test_numbers_like_years_are_figures_where_figures_stand(shipped_plan: Plan) -> None:
    rows = (("指标", "计量单位", 2007, 2008), ("成长型中小企业", "户", 2007, 2010))
    values = [found.value for found in read(xlsx(rows), shipped_plan).found]
    assert values == ["2007", "2010"]
    beside = (("地区", "县域培育壮大的产业集群(个)", None), ("朝阳区", 1, 2008))
    reading = read(xlsx(beside), shipped_plan, year=2009)
    assert [found.year for found in reading.found] == [2009]


def test_names_that_stand_for_several(shipped_plan: Plan) -> None:
    twice = shipped_plan.entity["chaoyang"].model_copy(update={"id": "chaoyang-2"})
    plan = shipped_plan.model_copy(update={"entities": (*shipped_plan.entities, twice)})
    plan.__dict__.pop("entity", None)
    rows = (("地区", "县域培育壮大的产业集群(个)"), ("朝阳区", 3))
    (problem,) = read(csv(rows), plan, year=2008).problems
    assert str(problem.message) == "the name stands for several: chaoyang, chaoyang-2"


def test_equal_figures_count_once(shipped_plan: Plan) -> None:
    sheets = {"甲": (ONE, ("研发中心(个)", 5)), "乙": (ONE, ("研发中心(个)", 5))}
    reading = read(xlsx(sheets), shipped_plan)
    assert [found.place for found in reading.found] == ["甲!B2"]
    assert [str(each.message) for each in reading.left_out] == ["the same figure as in 甲!B2"]


def test_sheets_that_are_hidden_or_not_asked_for(shipped_plan: Plan) -> None:
    sheets = {"甲": (ONE, ("研发中心(个)", 5)), "乙": (ONE, ("检测中心(个)", 6))}
    data = xlsx(sheets, hidden=["乙"])
    reading = read(data, shipped_plan)
    assert list(figures_of(reading)) == ["甲!B2"]
    assert [(each.place, str(each.message)) for each in reading.left_out] == [
        ("乙", "a hidden sheet; --sheet names it")
    ]
    assert list(figures_of(read(data, shipped_plan, sheets=("乙",)))) == ["乙!B2"]


def test_what_is_left_out_is_told(shipped_plan: Plan) -> None:
    reading = read(xlsx(YEARS_ACROSS, ["A1:D1"]), shipped_plan, year=2008)
    told: dict[str, list[str]] = {}
    for each in reading.left_out:
        told.setdefault(str(each.message), []).append(each.place.removeprefix("表1!"))
    assert told == {
        "text beside the figures": ["A1", "A2", "D2", "A10"],
        "of another year than --year": ["B5", "C5", "B6", "C6", "B7", "C7"],
        "no figure": ["D7"],
    }


def test_how_figures_were_read_is_told(shipped_plan: Plan) -> None:
    rows = (("2008年情况",), ("指标", "数值"), ("地区生产总值(亿元)", 0.1 + 0.2))
    reading = read(xls(rows), shipped_plan, year=2008)
    assert [str(each.message) for each in reading.remarks] == [
        "stored as 0.30000000000000004; spreadsheets show 15 digits",
    ]


def test_each_row_keeps_its_cell_and_what_stands_beside_it(shipped_plan: Plan) -> None:
    first, *_ = read(csv(LONG), shipped_plan).found
    assert first.note == "import: f B2; 快报"
    assert (first.published, first.source) == ("2008-03-20", "统计局")
    given = read(csv(LONG), shipped_plan, published="2010-01-02", source="me", series="s").found
    assert [found.published for found in given] == ["2008-03-20", "2009-11", "2009"]
    assert [found.source for found in given] == ["统计局", "省政府", "me"]


def test_our_own_files_are_read_like_any(shipped_plan: Plan) -> None:
    for year in shipped_plan.file_years:
        data = (DATA / "actuals" / f"{year}.csv").read_bytes()
        reading = read(data, shipped_plan, year=year)
        assert messages(reading) == []
        waiting = sum(b",missing," in line for line in data.splitlines())
        assert len(reading.found) == len(data.splitlines()) - 1 - waiting
