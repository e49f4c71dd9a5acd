"""A part of a report, by nature, owner or supplier; and rows that are only chosen and ordered."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from folders import indicator, lay_out
from helpers import edit, refused, run, valid

STATISTICS = {"zh": "统计局", "en": "Statistics Bureau"}
TAX = {"zh": "税务局", "en": "Tax Office"}
INDICATORS = (
    indicator("gdp", "个", minimum=0, supplier=STATISTICS),
    indicator("tax", "个", minimum=0, supplier=TAX),
    indicator("share", formula={"kind": "ratio", "numerator": "tax", "denominator": "gdp"}),
    indicator("zones", "个", minimum=0),
)


def goal(identity: str, clause: str, value: float, base: float, **more: Any) -> dict[str, Any]:
    return {
        "id": identity,
        "clause": clause,
        "name": {"zh": f"{identity}目标", "en": f"Goal {identity}"},
        "nature": "anticipatory",
        "indicator": identity,
        "comparison": ">=",
        "value": value,
        "year": 2010,
        "path": "linear",
        "baseline": {"value": base},
        **more,
    }


TARGETS = (
    # In 2008 60% of the way is due: 70 of 100 gone, 20 of 100, and 0.1 of 0.4.
    goal("gdp", "10", 200, 100, unit="个", nature="binding", lead="stat", supporting=["tax"]),
    goal("zones", "9", 100, 0, unit="个", nature="binding", lead="tax"),
    goal("share", "2", 0.5, 0.1, unit="1", lead="tax", supporting=["stat"]),
)
ROWS = [("gdp", "area", "170"), ("tax", "area", "34"), ("zones", "area", "20")]


@pytest.fixture
def part(tmp_path: Path) -> Path:
    folder = lay_out(
        tmp_path / "data",
        ROWS,
        *INDICATORS,
        years=(2008,),
        targets=TARGETS,
        milestones=[
            {"id": "law", "clause": "3", "name": {"en": "Law"}, "due": "2007-06-30"}
            | {"supplier": STATISTICS, "lead": "stat"}
        ],
        measures=[{"id": "care", "clause": "4", "name": {"en": "Care"}, "lead": "tax"}],
        bodies=[{"id": "stat", "name": STATISTICS}, {"id": "tax", "name": TAX}],
    )
    edit(folder / "targets.yaml", "'2007-06-30'", "2007-06-30")  # a day is no text
    return folder


def ids(report: dict[str, Any]) -> str:
    return " ".join(i["id"] for of in ("targets", "milestones", "measures") for i in report[of])


def report_of(part: Path, *options: str) -> dict[str, Any]:
    done = run("check", "2008", "-f", "json", *options, data=part)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = valid("report", done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "left"),
    (
        (("--nature", "binding"), "gdp zones"),
        (("--nature", "anticipatory"), "share"),
        (("--supplier", "Statistics Bureau"), "gdp share law"),  # of the share through its formula
        (("--supplier", "ｓｔａｔｉｓｔｉｃｓ　ＢＵＲＥＡＵ"), "gdp share law"),
        (("--supplier", "税务局"), "share"),
        (("--owner", "tax"), "zones share care"),
        (("--owner", "统计局"), "gdp law"),
        (("--owner", "tax", "--nature", "binding"), "zones"),
        (("--supplier", "统计局", "--target", "share", "--target", "zones"), "share"),
    ),
)
def test_a_part_of_a_report(part: Path, options: tuple[str, ...], left: str) -> None:
    report = report_of(part, *options)
    assert ids(report) == left
    assert sum(report["summary"].values()) == len(report["targets"])
    trend = valid("trend", run("trend", "-f", "json", *options[:2], data=part).stdout)
    listed = json.loads(run("targets", "-f", "json", *options[:2], data=part).stdout)
    assert ids(trend) == ids(listed) == ids(report_of(part, *options[:2]))


@pytest.mark.slow
def test_a_part_says_of_what(part: Path) -> None:
    assert report_of(part, "--owner", "stat", "--nature", "binding")["selection"] == {
        "nature": "binding",
        "owner": {"id": "stat", "name": STATISTICS},
        "supports": {"share": {"zh": "share目标", "en": "Goal share"}},
    }
    assert report_of(part, "--supplier", "税务局")["selection"] == {"supplier": TAX}
    shown = run("check", "2008", "--owner", "stat", "--nature", "binding", data=part).stdout
    assert shown.startswith("name: 2008, led by Statistics Bureau\n")
    assert "Only targets that are binding.\nSupported, and led by others: Goal share." in shown
    trend = run("trend", "--supplier", "税务局", "--lang", "zh", data=part).stdout
    assert "仅含以税务局数据为依据的内容。" in trend


@pytest.mark.parametrize(
    ("options", "says"),
    (
        (("--owner", "taxx"), "unknown body taxx; did you mean tax?"),
        (("--owner", "police"), "unknown body police; known: stat, tax"),
        (("--supplier", "Statistics"), "unknown supplier Statistics; did you mean"),
        (("--nature", "kind"), "--nature"),
        (("--owner", "stat", "--nature", "anticipatory"), "nothing in the plan fits"),
        (("--owner", "stat", "--target", "zones"), "does not fit the other options"),
    ),
)
def test_a_part_that_there_is_not(part: Path, options: tuple[str, ...], says: str) -> None:
    refused(run("check", "2008", *options, data=part), says)


def test_fail_on_sees_the_part_alone(part: Path) -> None:
    codes = [
        run("check", "2008", "--fail-on", "behind", *options, data=part).exit_code
        for options in ((), ("--owner", "tax"), ("--owner", "stat"))
    ]
    assert codes == [1, 1, 0]


def test_binding_and_anticipatory_apart(part: Path) -> None:
    for form in ("text", "table", "markdown"):
        shown = run("check", "2008", "-f", form, data=part).stdout.replace("\\", "")
        for line in ("(3): 1 ahead, 2 far behind", "Binding (2): 1 ahead, 1 far behind", "(1): 1"):
            assert line in shown
    assert report_of(part)["summary_by_nature"] == {
        "binding": {"ahead": 1, "far_behind": 1},
        "anticipatory": {"far_behind": 1},
    }
    assert "Binding" not in run("check", "2008", "--nature", "binding", data=part).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "left"),
    (
        # Paces 1.17, 0.33 and 0.42; 15%, 80% and 60% of the goals are missing.
        (("--sort", "pace"), "zones share gdp law care"),
        (("--sort", "gap"), "zones share gdp law care"),
        (("--sort", "clause"), "share zones gdp law care"),
        (("--status", "far_behind"), "zones share"),
        (("--status", "ahead", "--status", "no_data"), "gdp law care"),
        (("--status", "far_behind", "--sort", "clause"), "share zones"),
        (("--status", "breached"), ""),
    ),
)
def test_rows_are_chosen_and_counts_see_all(
    part: Path, options: tuple[str, ...], left: str
) -> None:
    report = report_of(part, *options)
    assert ids(report) == left
    assert report["summary"] == {"ahead": 1, "far_behind": 2}
    rows = csv.DictReader(run("check", "2008", "-f", "csv", *options, data=part).stdout.split("\n"))
    assert " ".join(row["id"] for row in rows) == left
    for form in ("text", "table", "markdown"):
        done = run("check", "2008", "-f", form, "--fail-on", "behind", *options, data=part)
        assert done.exit_code == 1
        assert "Targets" in done.stdout
        shown = [each for each in left.split() if each in ("gdp", "zones", "share")]
        table = done.stdout.partition("Verdict")[2]
        places = [table.find(f"Goal {each}") for each in shown]
        assert places == sorted(places)
        assert -1 not in places


def test_an_earlier_report_of_some_rows_is_none(part: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    run("check", "2008", "--status", "ahead", "-f", "json", "-o", str(earlier), data=part)
    refused(run("check", "2008", "--against", str(earlier), data=part), "some rows only")


def test_rows_that_are_left_out_are_told(part: Path) -> None:
    chosen = ("check", "2008", "--status", "far_behind")
    for form in ("text", "table", "markdown"):
        shown = run(*chosen, "-f", form, data=part).stdout
        assert "Rows shown: 2 of 5 (far behind)." in shown.replace("\\", "")
    assert "列出5行中的2行（严重滞后）。" in run(*chosen, "--lang", "zh", data=part).stdout


@pytest.mark.slow
def test_a_report_of_ones_own(part: Path, tmp_path: Path) -> None:
    """Its title names the body, and figures of others are not in it."""
    page, book = (tmp_path / name for name in ("own.html", "own.xlsx"))
    for path in (page, book):
        done = run("report", "2008", "-q", "--owner", "tax", "-o", str(path), data=part)
        assert done.exit_code == 0, done.output
    html = page.read_text("utf-8")
    assert "<title>name: 2008, led by Tax Office</title>" in html
    assert re.findall(r'id="target-(\w+)"', html) == ["zones", "share"]
    assert html.count("Goal gdp") == 1  # which it only supports
    sheets = openpyxl.load_workbook(book)
    assert sheets.worksheets[0]["A1"].value == "name: 2008, led by Tax Office"
    (ids,) = (each for each in sheets.worksheets[1].columns if each[0].value == "Id")
    assert [cell.value for cell in ids][1:] == ["zones", "share"]
