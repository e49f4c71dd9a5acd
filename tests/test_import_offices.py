"""Workbooks as offices make them: every row that import writes is what a careful person would type.

`offices.txt` and the tables below draw them, with what each states of 2013 for the invented plan of
the coast. No case may write anything else, with `--partial` neither.
"""

from __future__ import annotations

import re
import shutil
from csv import DictReader
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clusterplan.base.units import UNITS
from clusterplan.cli.app import app
from helpers import COAST
from offices import EITHER, RIGHT, Office, drawn, made

Figures = dict[tuple[str, str], tuple[str, Fraction]]
"""Amounts in the basic unit of their dimension, by indicator and entity."""
TRUTH = re.compile(r"([a-z-]+)(?:/([a-z-]+))? (-?[0-9.]+)(\D+)")
OUTPUT, SEWAGE = "output 352.6亿元", "sewage 76.5%"

BEDS = "地区 | 养老床位（个）\n北区 | 900\n南区 | 450"
TITLES = {
    "January to September": "2013年1-9月养老床位",
    "September": "2013年9月养老床位",
    "January to September in Chinese numerals": "2013年一至九月养老床位",
    "the end of June": "截至2013年6月底养老床位",
    "January to September in English": "Care beds, January to September 2013",
    "half a year in English": "Care beds, first half of 2013",
    "another year": "2012年养老床位",
    "another year, and the unit": "2012年度养老床位（单位：个）",
    "another year in Chinese numerals": "二〇一二年养老床位",
    "the last day of another year": "2012年12月31日养老床位",
    "a plan": "2013年养老床位发展计划",
    "what is expected": "2013年养老床位预计数",
    "a goal": "2015年养老床位目标",
    "a plan that is fulfilled, and the next": "2013年发展计划执行情况及2014年计划草案",
    "what a plan says is completed": "2013年计划完成数",
    "targets in English": "Care beds: targets for 2013",
    "a month of the year before": "2012年12月养老床位",
    "the last day of June": "2013年6月30日",
    "the last day of June in English": "Care beds as of 30 June 2012",
    "a day in the year": "2013年6月5日",
    "a quarter in English": "Care beds, third quarter of 2013",
}
HARMLESS_TITLES = {
    "the year": "2013年度各区养老床位统计表（年报）",
    "the year in Chinese numerals": "二〇一三年养老床位",
    "the years of the plan": "“十二五”规划（2011—2015年）执行情况",
    "how a plan was fulfilled": "2013年国民经济和社会发展计划执行情况",
    "the number of a document": "海统〔2014〕5号",
    "the day of issue": "2014年2月20日",
    "the year, and the month of issue": "Care beds by district, 2013 (as of January 2014)",
    "the year from its first month": "2013年1—12月养老床位",
    "the last day of the year": "截至2013年12月31日各区养老床位",
    "how targets were met": "养老服务目标任务完成情况（2013年）",
    "progress": "Progress against the plan, 2013",
    "words that hold plan": "海滨市规划局：2013年计划生育、平均预期寿命和养老床位",
}
CELLS = {
    "a text with separators": ("1,352.6", "output 1352.6亿元", RIGHT),
    "full-width digits": ("３５２．６", OUTPUT, RIGHT),
    "a unit behind the number": ("352.6 亿元", OUTPUT, RIGHT),
    "about": ("约352.6", OUTPUT, RIGHT),
    "a format with separators": ("352.6{#,##0.0}", OUTPUT, RIGHT),
    "yuan signs in the format": ("352.6{¥#,##0.0}", OUTPUT, RIGHT),
    "a formula that was calculated": ("=300+52.6 → 352.6", OUTPUT, RIGHT),
    "a formula that was never calculated": ("=300+52.6", "", "never calculated"),
    "a link to another sheet": ("=表1!D9+0 → 352.6", OUTPUT, RIGHT),
    "a link to another workbook": ("=[1]Sheet1!A1 → 352.6", OUTPUT, RIGHT),
    "a formula that failed": ("#REF!", "", "the formula has failed"),
    "a format that shows thousands as units": ("3526000{0!.0,}", "", "shows another number"),
    "a format that hides thousands": ("352600{#,##0.0,}", "", "shows another number"),
    "a format that hides the number": ("352.6{;;;}", "", EITHER),
    "a format that writes a digit": ('352.6{"1"0.0}', "", EITHER),
    "a format that writes a digit behind": ('352.6{0.0"5"}', "", EITHER),
    "a format with a condition": ('352.6{[>30]"－";0.0}', "", EITHER),
    "a format without the sign": ("-352.6{0.0;0.0}", OUTPUT, EITHER),
    "US dollars by the format": ("352.6{[$$-409]#,##0.0}", "", EITHER),
    "US dollars in ods": ("352.6{$352.60}", "", EITHER, "ods"),
    "rounded in ods": ("352.6{353}", OUTPUT, RIGHT, "ods"),
    "a raised footnote mark": ("352.6^^1^^", OUTPUT, EITHER),
    "a raised mark behind a whole number": ("352^^1)^^", "output 352亿元", EITHER),
    "a footnote mark of Unicode": ("352.6¹", OUTPUT, "this is not a number"),
    "a footnote mark in a circle": ("352.6①", OUTPUT, "this is not a number"),
    "a correction of what is struck out": ("~~340~~352.6", OUTPUT, EITHER),
    "a figure that is struck out": ("~~352.6~~", "", EITHER),
    "no figure yet": ("…", "", "no figure"),
    "see below": ("见备注", "", "this is not a number"),
    "a share in per cent format": ("0.765{0.0%}", SEWAGE, RIGHT),
    "a share in per cent format, in xls": ("0.765{0.0%}", SEWAGE, RIGHT, "xls"),
    "a share in per cent format, in ods": ("0.765{76.5%}", SEWAGE, RIGHT, "ods"),
    "a share whose format writes the sign": ('76.5{0.0"%"}', SEWAGE, RIGHT),
    "a share as text": ("７６.５％", SEWAGE, RIGHT),
}
"""What stands in a cell under 2013年, in a row whose head names the unit; what it says."""


def titled(title: str) -> dict[str, str]:
    return {"表1": f"{title} | <\n{BEDS}"}


def cell(written: str, truth: str, why: str, kind: str = "xlsx") -> Office:
    name = "污水处理率（%）" if truth == SEWAGE else "不变价生产总值（亿元）"
    return Office({"表1": f"指标 | 2013年\n{name} | {written}"}, truth, why, kind)


OFFICES = {
    **drawn(Path(__file__).parent / "offices.txt"),
    **{f"a title: {name}": Office(titled(text), "", EITHER) for name, text in TITLES.items()},
    **{
        f"a harmless title: {name}": Office(titled(text), "beds/north 900个; beds/south 450个")
        for name, text in HARMLESS_TITLES.items()
    },
    **{f"a cell: {name}": cell(*said) for name, said in CELLS.items()},
}


def figures(truth: str) -> Figures:
    found = (TRUTH.fullmatch(each) for each in truth.split("; "))
    return {(m[1], m[2] or "coast"): amount(m[3], m[4]) for m in found if m}


def amount(value: str, unit: str) -> tuple[str, Fraction]:
    return UNITS[unit].dimension, Fraction(value) * UNITS[unit].factor


def run(office: Office, place: Path, *args: str) -> tuple[Result, Figures]:
    """Return how an import ends, and what it has written as facts."""
    (place / "data").mkdir(parents=True)
    shutil.copy(COAST / "targets.yaml", place / "data")
    (place / "office").write_bytes(made(office))
    command = ["import", str(place / "office"), "--data", str(place / "data"), "--year", "2013"]
    words = [*command, "--yes", *office.args, *args]
    done = CliRunner().invoke(app, words, prog_name="clusterplan")
    files = [*(place / "data").glob("actuals/*")]
    assert [file.name for file in files] in ([], ["2013.csv"])
    rows = [row for file in files for row in DictReader(file.read_text("utf-8").splitlines())]
    facts = [row for row in rows if row["obs_status"] != "forecast"]
    found = {
        (row["indicator"], row["entity"] or "coast"): amount(row["value"], row["unit"])
        for row in facts
    }
    assert len(found) == len(facts)
    return done, found


@pytest.mark.slow
@pytest.mark.parametrize("name", OFFICES)
def test_what_offices_make(tmp_path: Path, name: str) -> None:
    office = OFFICES[name]
    truth = figures(office.truth)
    assert len(truth) == len([each for each in office.truth.split("; ") if each])
    done, whole = run(office, tmp_path / "whole")
    partly, some = run(office, tmp_path / "partly", "--partial")
    assert some.items() <= truth.items(), partly.output
    assert whole == (truth if done.exit_code == 0 else {}), done.output
    assert {done.exit_code, partly.exit_code} <= {0, 1}, done.output
    told = done.stdout.partition("What validate will say")[0]
    if done.exit_code == 1:
        assert re.search(r"[A-Z][0-9]+", told), done.output
        assert "nothing was written" in done.stderr
    if office.why != EITHER:
        assert done.exit_code == (0 if office.why == RIGHT else 1), done.output
        assert office.why in told
