"""Realistic workbooks and texts: each gives exactly the right figures, or says what it is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from clusterplan.importing.file_kinds import read_sheets
from clusterplan.importing.table_figures import read_figures
from clusterplan.importing.understanding import Given, Reading
from clusterplan.model.plan import Plan
from helpers import DATA
from workbooks import Rows, Shown, csv, ods, xls, xlsx

Figure = tuple[str, str, int, str, str]
"""Indicator, entity, year, value, unit."""


@dataclass(frozen=True)
class Case:
    """A file, what is said of it, the figures in it by cell, and what is not understood."""

    data: bytes
    figures: dict[str, Figure]
    problems: dict[str, str] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)


def read(data: bytes, plan: Plan, **given: Any) -> Reading:
    return read_figures(read_sheets(data), plan, Given("f", **given))


def figures_of(reading: Reading) -> dict[str, Figure]:
    return {
        found.place: (found.indicator, found.entity, found.year, found.value, found.unit)
        for found in reading.found
    }


YEARS_ACROSS: Rows = (
    ("吉林省“十一五”主要指标完成情况",),
    ("填报单位：吉林省", None, None, "单位：亿元、户"),
    (),
    ("指标", "2006年", "2007年", "2008年"),
    ("一、地区生产总值", 4275.1, 5284.7, 6426.1),
    ("二、成长型中小企业（户）", 300, "４５０", "约640"),
    ("其中：研发中心(个)", "1", "—", None),
    ("增速（%）", 12, 13, 14),
    (),
    ("注：2008年为快报数。",),
)
IN_YEARS_ACROSS: dict[str, Figure] = {
    "B5": ("gdp", "jilin", 2006, "4275.1", "亿元"),
    "C5": ("gdp", "jilin", 2007, "5284.7", "亿元"),
    "D5": ("gdp", "jilin", 2008, "6426.1", "亿元"),
    "B6": ("growth-smes", "jilin", 2006, "300", "户"),
    "C6": ("growth-smes", "jilin", 2007, "450", "户"),
    "D6": ("growth-smes", "jilin", 2008, "640", "户"),
    "B7": ("rd-centres", "jilin", 2006, "1", "个"),
}
ENTITIES_DOWN: Rows = (
    ("2008年重点产业集群统计表",),
    ("序号", "集群名称", "重点产业集群增加值（亿元）", "主要产品"),
    (1, "通化医药", 43.5, "药品"),
    (2, "长春汽车零部件", "60", "零部件"),
    (None, "小计", 103.5, None),
    (3, "吉林石化", "...", "化工"),
)
IN_ENTITIES_DOWN: dict[str, Figure] = {
    "C3": ("key-cluster-value-added", "tonghua-pharma", 2008, "43.5", "亿元"),
    "C4": ("key-cluster-value-added", "changchun-auto-parts", 2008, "60", "亿元"),
}
TWO_LINES: Rows = (
    ("县（市、区）", "2007年", None, "2008年", None),
    (None, *("县域培育壮大的产业集群(个)", "选定的工业园区(个)") * 2),
    ("朝阳区", 1, 0, 2, 1),
    ("南关区", "—", "…", 0, None),
)
TWO_LINES_MERGED = ("A1:A2", "B1:C1", "D1:E1")
IN_TWO_LINES: dict[str, Figure] = {
    "B3": ("clusters-grown", "chaoyang", 2007, "1", "个"),
    "C3": ("parks-chosen", "chaoyang", 2007, "0", "个"),
    "D3": ("clusters-grown", "chaoyang", 2008, "2", "个"),
    "E3": ("parks-chosen", "chaoyang", 2008, "1", "个"),
    "D4": ("clusters-grown", "nanguan", 2008, "0", "个"),
}
LONG: Rows = (
    ("年份", "数值", "指标名称", "计量单位", "发布日期", "资料来源", "备注"),
    ("2007", "340902.8", "地区生产总值", "万元", "2008年3月20日", "统计局", "快报"),
    ("2008", "41.7", "民营经济增加值占地区生产总值比重", "％", "2009-11", "省政府", ""),
    ("2008", "33", "zones", "个", "2009", "", ""),
)
IN_LONG: dict[str, Figure] = {
    "B2": ("gdp", "jilin", 2007, "340902.8", "万元"),
    "B3": ("private-share", "jilin", 2008, "41.7", "%"),
    "B4": ("zones", "jilin", 2008, "33", "个"),
}
ENGLISH: Rows = (
    ("Region", "GDP of the Province (bn yuan)", "Agglomeration zones of small firms (count)"),
    ("Jilin  Province", "642.61", "33"),
)
IN_ENGLISH: dict[str, Figure] = {
    "B2": ("gdp", "jilin", 2008, "642.61", "billion yuan"),
    "C2": ("zones", "jilin", 2008, "33", "个"),
}


def sheet(figures: dict[str, Figure], name: str = "表1") -> dict[str, Figure]:
    return {f"{name}!{place}": figure for place, figure in figures.items()}


GROWTH = {"A8": "no name of the plan"}
GROWTH_IN_SHEET = {"表1!A8": "no name of the plan"}
CASES: dict[str, Case] = {
    "years across, merged title, footnote": Case(
        xlsx(YEARS_ACROSS, ["A1:D1"]), sheet(IN_YEARS_ACROSS), GROWTH_IN_SHEET
    ),
    "years across in .xls": Case(
        xls(YEARS_ACROSS, ["A1:D1"]), sheet(IN_YEARS_ACROSS), GROWTH_IN_SHEET
    ),
    "years across in .ods": Case(
        ods(YEARS_ACROSS, ["A1:D1"]), sheet(IN_YEARS_ACROSS), GROWTH_IN_SHEET
    ),
    "years across in GBK with tabs": Case(
        csv(YEARS_ACROSS, "\t", "gb18030"), IN_YEARS_ACROSS, GROWTH
    ),
    "years across in Excel's Unicode text": Case(
        csv(YEARS_ACROSS, "\t", "utf-16"), IN_YEARS_ACROSS, GROWTH
    ),
    "one of the years": Case(
        xlsx(YEARS_ACROSS),
        {p: f for p, f in sheet(IN_YEARS_ACROSS).items() if f[2] == 2008},
        GROWTH_IN_SHEET,
        {"year": 2008},
    ),
    "entities down, totals, text columns": Case(
        xlsx(ENTITIES_DOWN, ["A1:D1"]), sheet(IN_ENTITIES_DOWN), {}, {"year": 2008}
    ),
    "entities down in .ods": Case(
        ods(ENTITIES_DOWN, ["A1:D1"]), sheet(IN_ENTITIES_DOWN), {}, {"year": 2008}
    ),
    "entities down with a BOM": Case(
        csv(ENTITIES_DOWN, ",", "utf-8-sig"), IN_ENTITIES_DOWN, {}, {"year": 2008}
    ),
    "two lines of head, merged": Case(xlsx(TWO_LINES, TWO_LINES_MERGED), sheet(IN_TWO_LINES)),
    "two lines of head in .xls": Case(xls(TWO_LINES, TWO_LINES_MERGED), sheet(IN_TWO_LINES)),
    "two lines of head in .ods": Case(ods(TWO_LINES, TWO_LINES_MERGED), sheet(IN_TWO_LINES)),
    "two lines of head whose merged years a CSV has lost": Case(
        csv(TWO_LINES),
        {p: f for p, f in IN_TWO_LINES.items() if p[0] in "BD"},
        {"C2": "the head has no year, unlike those beside it"}
        | {"E2": "the head has no year, unlike those beside it"},
    ),
    "a row per figure, columns in any order": Case(csv(LONG), IN_LONG),
    "a row per figure with semicolons": Case(csv(LONG, ";"), IN_LONG),
    "English names, another case and more blanks": Case(
        csv(ENGLISH), IN_ENGLISH, {}, {"year": 2008}
    ),
    "per cent by the format of the cell": Case(
        xlsx((("指标", "2008"), ("民营经济增加值占地区生产总值比重", Shown(0.417, "0.0%")))),
        {"表1!B2": ("private-share", "jilin", 2008, "41.7", "%")},
    ),
    "per cent in .ods": Case(
        ods((("指标", "2008"), ("民营经济增加值占地区生产总值比重", Shown(0.417, "41.7%")))),
        {"表1!B2": ("private-share", "jilin", 2008, "41.7", "%")},
    ),
    "a unit by the format, years as days, float noise": Case(
        xlsx(
            (
                ("指标", Shown(date(2008, 1, 1), 'yyyy"年"')),
                ("地区生产总值", Shown(0.1 + 0.2, '0.0"亿元"')),
            )
        ),
        {"表1!B2": ("gdp", "jilin", 2008, "0.3", "亿元")},
    ),
    "a number that is shown in thousands": Case(
        xls((("指标", "2008"), ("地区生产总值(万元)", Shown(6426100.0, "#,##0,")))),
        {},
        {"表1!B2": "the cell shows another number than it holds; show it in full"},
    ),
    "cities beside their counties": Case(
        xlsx(
            (
                ("市（州）", "县（市、区）", "县域培育壮大的产业集群(个)"),
                ("长春市", "朝阳区", 1),
                (None, "德惠市", 2),
                (None, "小计", 3),
                ("四平市", "铁西区", 0),
            ),
            ["A2:A4"],
        ),
        {
            "表1!C2": ("clusters-grown", "chaoyang", 2008, "1", "个"),
            "表1!C3": ("clusters-grown", "dehui", 2008, "2", "个"),
            "表1!C5": ("clusters-grown", "tiexi", 2008, "0", "个"),
        },
        {},
        {"year": 2008},
    ),
    "headings of indicators above their entities": Case(
        xlsx(
            (
                ("地区", 2007, 2008),
                ("重点产业集群增加值(亿元)",),
                ("通化医药", 1, 2),
                ("德惠食品加工", 3, "约4"),
            )
        ),
        {
            "表1!B3": ("key-cluster-value-added", "tonghua-pharma", 2007, "1", "亿元"),
            "表1!C3": ("key-cluster-value-added", "tonghua-pharma", 2008, "2", "亿元"),
            "表1!B4": ("key-cluster-value-added", "dehui-food", 2007, "3", "亿元"),
            "表1!C4": ("key-cluster-value-added", "dehui-food", 2008, "4", "亿元"),
        },
    ),
    "the indicator, its unit and the entity above the table": Case(
        xlsx(
            (
                ("中小企业产业集聚区（个）",),
                ("填报单位：吉林省", None, "2009年3月"),
                ("年份", "实际", "备注"),
                (2007, 21, "快报"),
                (2008, 33, None),
            )
        ),
        {
            "表1!B4": ("zones", "jilin", 2007, "21", "个"),
            "表1!B5": ("zones", "jilin", 2008, "33", "个"),
        },
    ),
    "states and days": Case(
        xlsx(
            {
                "措施": (
                    ("措施", "完成情况"),
                    ("培育龙头企业", "推进中"),
                    ("加强组织领导", "已完成"),
                ),
                "任务": (
                    ("地区", "推荐上报重点培育候选名单"),
                    ("长春市", date(2006, 10, 20)),
                    ("四平市", "2006年10月28日"),
                    ("白城市", "尚未开始"),
                    ("松原市", "快了"),
                ),
            }
        ),
        {
            "措施!B2": ("leading-firms", "jilin", 2006, "under_way", "state"),
            "措施!B3": ("leadership", "jilin", 2006, "done", "state"),
            "任务!B2": ("nominations", "changchun", 2006, "2006-10-20", "date"),
            "任务!B3": ("nominations", "siping", 2006, "2006-10-28", "date"),
            "任务!B4": ("nominations", "baicheng", 2006, "not_started", "state"),
        },
        {"任务!B5": "a day or a state is due here"},
        {"year": 2006},
    ),
    "two tables on a sheet, each with its unit": Case(
        csv(
            (
                ("单位：亿元", ""),
                ("指标", "2008"),
                ("地区生产总值", "6426.1"),
                ("", ""),
                ("单位：个", ""),
                ("指标", "2007"),
                ("研发中心", "5"),
                ("", ""),
                ("检测中心", "6"),
            )
        ),
        {
            "B3": ("gdp", "jilin", 2008, "6426.1", "亿元"),
            "B7": ("rd-centres", "jilin", 2007, "5", "个"),
            "B9": ("testing-centres", "jilin", 2007, "6", "个"),
        },
    ),
    "a head that is printed on every page": Case(
        csv(
            (
                ("指标", "2008"),
                ("研发中心(个)", "5"),
                ("指标", "2008"),
                ("检测中心(个)", "6"),
            )
        ),
        {
            "B2": ("rd-centres", "jilin", 2008, "5", "个"),
            "B4": ("testing-centres", "jilin", 2008, "6", "个"),
        },
    ),
    "units in brackets behind years and values, entities across, numbered columns": Case(
        xlsx(
            {
                "甲": (
                    ("指标：", "2007年（亿元）", "2008年(亿元)"),
                    ("甲", 1, 2),
                    ("地区生产总值：", 5, 6),
                ),
                "乙": (("指标", "数值（个）"), ("研发中心", 5)),
                "丙": (("指标", "朝阳区", "南关区"), ("县域培育壮大的产业集群(个)", 1, 2)),
            }
        ),
        {
            "甲!C3": ("gdp", "jilin", 2008, "6", "亿元"),
            "乙!B2": ("rd-centres", "jilin", 2008, "5", "个"),
            "丙!B2": ("clusters-grown", "chaoyang", 2008, "1", "个"),
            "丙!C2": ("clusters-grown", "nanguan", 2008, "2", "个"),
        },
        {},
        {"year": 2008},
    ),
    "units below the heads": Case(
        csv((("地区", "选定的工业园区"), ("", "个"), ("长春市", 2), ("四平市", 1))),
        {
            "B3": ("parks-chosen", "changchun", 2008, "2", "个"),
            "B4": ("parks-chosen", "siping", 2008, "1", "个"),
        },
        {},
        {"year": 2008},
    ),
    "a sheet per year": Case(
        xlsx(
            {
                "2007年": (("指标", "数值"), ("研发中心(个)", 3)),
                "2008": (("指标", "数值"), ("研发中心(个)", 5)),
            }
        ),
        {
            "2007年!B2": ("rd-centres", "jilin", 2007, "3", "个"),
            "2008!B2": ("rd-centres", "jilin", 2008, "5", "个"),
        },
    ),
    "a sheet per county": Case(
        xlsx(
            {
                "朝阳区": (("指标", "2008"), ("县域培育壮大的产业集群(个)", 2)),
                "南关区": (("指标", "2008"), ("县域培育壮大的产业集群(个)", 0)),
            }
        ),
        {
            "朝阳区!B2": ("clusters-grown", "chaoyang", 2008, "2", "个"),
            "南关区!B2": ("clusters-grown", "nanguan", 2008, "0", "个"),
        },
    ),
    "indicator and unit from the user": Case(
        csv((("县", "数量"), ("朝阳区", "2"), ("宽城区", "1"))),
        {
            "B2": ("clusters-grown", "chaoyang", 2008, "2", "个"),
            "B3": ("clusters-grown", "kuancheng", 2008, "1", "个"),
        },
        {},
        {"year": 2008, "indicator": "clusters-grown", "units": ("个",)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_figures(shipped_plan: Plan, name: str) -> None:
    case = CASES[name]
    reading = read(case.data, shipped_plan, **case.given)
    assert figures_of(reading) == case.figures
    assert {each.place: str(each.message) for each in reading.problems} == case.problems


def messages(reading: Reading) -> list[str]:
    return [str(each.message) for each in reading.problems]


ONE = ("指标", "2008")


@pytest.mark.parametrize(
    ("rows", "message", "hint"),
    (
        ((ONE, ("地区生产总值", 1)), "the unit is not stated", "--unit"),
        ((ONE, ("地区生产总值（亿）", 1)), "unknown unit 亿", ""),
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
