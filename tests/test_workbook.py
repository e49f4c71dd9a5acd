"""The workbook: the numbers of the JSON report, typed, and nothing in it that acts."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from clusterplan import load_remarks
from clusterplan.locale import Locale
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.model.observations import Qualifier
from clusterplan.model.plan import Names, Plan
from clusterplan.render.workbook import render
from clusterplan.views.whole_document import Dossier
from helpers import (
    DATA,
    EACH_LANGUAGE,
    Rows,
    dossier_of,
    make_plan,
    needed,
    plan_tree,
    render_report,
    row,
    run,
    with_towns,
)
from test_page import HOSTILE

pytestmark = pytest.mark.slow

SHEETS = {
    "en": [
        *("Report", "Targets", "Years", "Members", "Members by year", "Other commitments"),
        *("Remarks", "Observations", "Notes", "What was run"),
    ],
    "zh": [
        *("报告", "目标", "各年度", "成员", "成员历年位次", "节点任务和措施"),
        *("情况说明", "实际数据", "说明", "生成信息"),
    ],
}


def read(found: Dossier, language: str = "en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(found, Locale(language))))


def records(book: openpyxl.Workbook, name: str) -> list[dict[str, Any]]:
    header, *lines = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


@EACH_LANGUAGE
def test_the_sheets(shipped: Dossier, language: str) -> None:
    book = read(shipped, language)
    assert book.sheetnames == SHEETS[language]
    for name in book.sheetnames[1:-1]:
        each = book[name]
        assert each.freeze_panes is not None
        assert each.auto_filter.ref == each.dimensions
        assert each.print_title_rows == "$1:$1"


@pytest.mark.parametrize(
    ("language", "name", "used"),
    (("en", "Figures used", "all figures"), ("zh", "数据范围", "全部数据")),
)
def test_what_was_run_says_which_figures_count(
    shipped: Dossier, language: str, name: str, used: str
) -> None:
    sheet = read(shipped, language)[SHEETS[language][-1]]
    assert (name, used) in [row[:2] for row in sheet.iter_rows(values_only=True)]


def test_the_numbers_are_those_of_the_json_report(shipped: Dossier) -> None:
    report = json.loads(render_report(shipped.report, "json", Locale()))
    lines = records(read(shipped), "Targets")
    assert len(lines) == len(report["targets"]) == 17

    def of(target: dict[str, Any], *keys: str) -> Any:
        for key in keys:
            target = target and target[key]
        return target

    pairs = {
        "Id": ("id",),
        "Clause": ("clause",),
        "Unit": ("unit",),
        "Goal": ("target", "value"),
        "Exactly": ("target", "exact"),
        "Goal year": ("target", "year"),
        "Base": ("baseline", "value"),
        "Base year": ("baseline", "year"),
        "Actual": ("actual", "value"),
        "Due level": ("expected",),
        "Completion": ("completion",),
        "Due share": ("due",),
        "Pace": ("pace",),
        "At this rate": ("projection", "value"),
        "Goal reached": ("projection", "year_reached"),
    }
    differences = {
        "Gap": ("gap",),
        "Schedule gap": ("schedule_gap",),
        "Needed per year": ("required_change", "per_year"),
    }
    for line, target in zip(lines, report["targets"], strict=True):
        assert {head: line[head] for head in pairs} == {
            head: of(target, *keys) for head, keys in pairs.items()
        }
        points = 100 if target["unit"] == "1" else 1
        for head, keys in differences.items():
            value = of(target, *keys)
            rate = head == "Needed per year" and line["Needed as"] == "rate"
            times = 1 if rate else points
            assert line[head] == (None if value is None else pytest.approx(value * times))


def test_members_and_observations(shipped: Dossier, shipped_rows: Rows) -> None:
    book = read(shipped)
    members = [
        each for each in records(book, "Members") if each["Id"] == "key-clusters-value-added"
    ]
    assert [each["Figure"] for each in members] == [43, 60, 47, 19, 16, 11, 10, 28, 23, 5]
    assert {each["Unit"] for each in members} == {"亿元"}
    assert {each["Marks"] for each in members} == {"†"}
    lines = records(book, "Observations")
    wanted = [each for each in shipped_rows if each.year <= 2008]
    assert len(lines) == len(wanted)
    by_place = {(each["File"], each["Line"]): each for each in lines}
    for each in wanted:
        line = by_place[each.file, each.line]
        made_up = each.status == "illustrative"
        assert line["Marks"] == ("†" if made_up else None)
        assert (line["Source"] or "") == " ".join(each.source.split())
        value = line["Value"]
        if isinstance(each.value, date):
            assert value == datetime(each.value.year, each.value.month, each.value.day)  # noqa: DTZ001 # as Excel has it
        elif each.value is None:
            assert value is None
        elif not isinstance(each.value, str):
            assert value == float(each.value)


def formats(found: Dossier, name: str, column: str) -> set[str]:
    page = read(found)[name]
    (at,) = (cell.column for cell in page[1] if cell.value == column)
    cells = (page.cell(line, at) for line in range(2, page.max_row + 1))
    return {cell.number_format for cell in cells if cell.value is not None}


def test_number_formats(shipped: Dossier) -> None:
    assert formats(shipped, "Targets", "Actual") == {"0.00%", '0.00"%"', "#,##0.00", "#,##0"}
    assert formats(shipped, "Targets", "Gap") == {'0.00" pp"', "#,##0.00", "#,##0"}
    assert formats(shipped, "Targets", "Pace") == {"0.0000"}
    assert formats(shipped, "Targets", "Goal year") == {"0"}
    assert formats(shipped, "Observations", "Published") == {"yyyy-mm-dd"}


@EACH_LANGUAGE
def test_verdicts_are_coloured(shipped: Dossier, language: str) -> None:
    page = read(shipped, language)[SHEETS[language][1]]
    (area,) = page.conditional_formatting
    assert str(area.sqref) == "A2:A18"
    coloured = {rule.formula[0].strip('"') for rule in area.rules}
    seen = {page.cell(line, 1).value for line in range(2, 19)}
    assert seen & coloured == seen - {"no baseline", "not due", "无基期", "未到期"}


@EACH_LANGUAGE
def test_chinese_fits_its_columns(shipped: Dossier, language: str) -> None:
    page = read(shipped, language)[SHEETS[language][1]]
    for cell in page["C"]:
        wide = sum(2 if char > "⺀" else 1 for char in str(cell.value))
        assert wide <= page.column_dimensions["C"].width


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_text(name: str) -> None:
    names = {"zh": name, "en": name}
    plan = make_plan(target={"name": names, "note": names}, title=names, document=name)
    book = read(dossier_of(plan, [row("0", 2005), row("9", 2008)], 2008))
    (line,) = records(book, "Targets")
    assert line["Target"] == name.replace("\x1b", "\\x1b")
    cells = [cell for page in book for each in page.iter_rows() for cell in each]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_nothing_in_it_acts_or_points_elsewhere(shipped: Dossier) -> None:
    with zipfile.ZipFile(io.BytesIO(render(shipped, Locale("zh")))) as parts:
        assert not [name for name in parts.namelist() if "vba" in name or "external" in name]
        for name in parts.namelist():
            assert b"TargetMode" not in parts.read(name)


def test_more_digits_than_a_spreadsheet_keeps() -> None:
    many = "1234567890.123456789"
    found = dossier_of(make_plan(), [row("0", 2005), row(many, 2008)], 2008)
    book = read(found)
    (line,) = records(book, "Targets")
    assert line["Actual"] == 1234567890.12346
    noted = [each for each in records(book, "Notes") if many in str(each["Note"])]
    assert {each["About"] for each in noted} == {
        *("Report!F8", "Targets!O2", "Years!G4", "Observations!F3")
    }


def test_members_of_a_coverage_have_their_own_unit() -> None:
    goal = {"aggregate": "coverage", "each": {"low": 95}, "value": "all", "unit": None}
    plan = make_plan(indicator={"unit": "%"}, **with_towns("p", "q", **goal))
    book = read(dossier_of(plan, [row("96", 2008, entity="p", unit="%")], 2008))
    known, unknown = records(book, "Members")
    assert (known["Figure"], known["Unit"], unknown["Unit"]) == (96, "%", "%")
    assert book["Members"]["C2"].number_format == '0.00"%"'


def test_the_same_data_give_the_same_bytes(
    shipped: Dossier, shipped_plan: Plan, shipped_rows: Rows
) -> None:
    again = dossier_of(
        shipped_plan,
        reversed(shipped_rows),
        2008,
        methods=SECOND_OPINIONS,
        remarks=load_remarks(DATA),
    )
    assert render(again, Locale()) == render(shipped, Locale())


@pytest.mark.parametrize(("unit", "of"), (("1", Fraction(1, 100)), ("%", Fraction(1))))
@pytest.mark.parametrize(
    ("language", "form", "heads"),
    (
        ("en", '0.00" pp"', ("Gap", "Schedule gap", "Needed per year")),
        ("zh", '0.00"个百分点"', ("与目标差距", "与序时目标差距", "今后年均需增减")),
    ),
)
def test_differences_of_shares_are_points(
    unit: str, of: Fraction, language: str, form: str, heads: tuple[str, ...]
) -> None:
    """Of 40 to 55 % in five years 44.43 % are there after three: 49 % were due."""
    goal = {"value": 55 * of, "unit": unit, "baseline": {"value": 40 * of}}
    plan = make_plan(indicator={"unit": unit, "percent": unit == "1" or None}, target=goal)
    rows = [row(str(Fraction("44.43") * of), 2008, unit=unit)]
    page = read(dossier_of(plan, rows, 2008), language).worksheets[1]
    cells = [column[1] for column in page.iter_cols() if column[0].value in heads]
    assert [cell.value for cell in cells] == pytest.approx([10.57, 4.57, 5.285])
    assert {cell.number_format for cell in cells} == {form}


PROXY = {"proxy": {"zh": "口径不同", "en": "another scope"}}


@pytest.mark.parametrize(
    ("indicator", "qualifier", "sign"),
    (
        ({}, Qualifier.ABOUT, "≈"),
        (PROXY, Qualifier.EXACT, "≈"),
        (PROXY, Qualifier.AT_LEAST, "≥"),
        ({}, Qualifier.EXACT, None),
    ),
)
def test_figures_have_the_signs_of_the_screen(
    indicator: dict[str, Any], qualifier: Qualifier, sign: str | None
) -> None:
    rows = [row("0", 2005), row("9", 2008, qualifier=qualifier)]
    book = read(dossier_of(make_plan(indicator=indicator), rows, 2008))
    (line,) = records(book, "Targets")
    assert (line["Sign"], line["Actual"]) == (sign, 9)
    assert [each["Sign"] for each in records(book, "Years")] == [None, None, sign]
    told = [str(each["Note"]) for each in records(book, "Notes") if each["About"] is None]
    assert [text[0] for text in told if text[0] in "≈≥"] == ([sign] if sign else [])


@EACH_LANGUAGE
def test_libreoffice_opens_it(shipped: Dossier, language: str, tmp_path: Path) -> None:
    program = needed("soffice")
    (tmp_path / "report.xlsx").write_bytes(render(shipped, Locale(language)))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    convert = [program, home, "--headless", "--convert-to", "pdf", "report.xlsx"]
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True, timeout=120)

    first, *others = [page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages]
    text = first + "".join(others)
    for target in shipped.report.targets:
        assert "".join(Locale(language).names(target.name).split()) in "".join(first.split())
    chart = {"en": "The way from the base to the goal", "zh": "从基期到目标"}[language]
    assert chart in first
    assert "DNS" not in first  # nor the second sheet
    assert "#VALUE!" not in text
    assert "Err:" not in text


REPORT_HEAD = [
    *("Verdict", "Marks", "Target", "Lead", "Unit", "Goal 2010", "Actual", "Gap", "Completion"),
    *("Due share", "Pace", "At this rate"),
]


def test_the_first_sheet_is_the_report(shipped: Dossier) -> None:
    page: Any = read(shipped)["Report"]
    lines = [[cell for cell in line if cell is not None] for line in page.values]
    first = [line[0] for line in lines[:3]]
    assert first[0].endswith("11th Five-Year Plan: 2008")
    assert first[2].startswith("0 of 17 verdicts rest on published figures alone. †")
    assert first[2].endswith("Newest figure published on 31 Dec 2012.")
    counts = [line for line in lines if len(line) == 2 and isinstance(line[1], int)]
    assert counts == [
        *(["ahead", 4], ["on schedule", 1], ["not due", 1], ["behind", 8], ["far behind", 2]),
        ["no baseline", 1],
    ]
    head = lines.index(REPORT_HEAD)
    rows = list(page.values)[head + 1 : head + 18]
    assert rows[0][:3] == ("far behind", "†", "Block share: value added")
    # Of 20 % there are 375 of 2679.7: 13.99 %, so 6.01 points are missing.
    assert rows[0][4:6] == ("%", "≥ 20%")
    assert rows[0][6:8] == (pytest.approx(13.99, abs=5e-3), pytest.approx(6.01, abs=5e-3))
    by_name = {row[2]: row for row in rows}
    assert by_name["Specialised villages"][4:] == ("–", "≥ 50", 24, 26, 0.48, 0.6, 0.8, 40)
    assert by_name["Park or village chosen"][3] == "cities and counties"
    assert by_name["R&D centres"][11] == 8  # 8.33 would be: there are no thirds of a centre
    signed = page.cell(head + 2, 7)
    assert signed.number_format == '"≈ "0.00"%"'
    assert page.cell(head + 2, 8).number_format == '0.00" pp"'


@pytest.mark.parametrize(
    ("language", "told"),
    (
        ("en", ("people", "≥ 30,000", 21337, 8663)),
        ("zh", ("万人", "≥ 3", 2.1337, 0.8663)),
    ),
)
def test_goal_and_figure_are_in_the_unit_that_is_told(
    language: str, told: tuple[str | float, ...]
) -> None:
    plan = make_plan(indicator={"unit": "万人"}, target={"value": 3, "unit": "万人"})
    found = dossier_of(plan, [row("2", 2005, unit="万人"), row("21337", 2006, unit="人")], 2006)
    lines = read(found, language)[Locale(language).say("Report")].values
    (line,) = (line for line in lines if line[2] in ("name", "名") and told[1] in line)
    assert line[3:7] == told


def test_its_chart_shows_what_is_done_and_what_is_due(shipped: Dossier) -> None:
    page: Any = read(shipped)["Report"]
    (chart,) = page._charts  # noqa: SLF001 # openpyxl has no other way
    (head,) = (row for row in range(1, 30) if page.cell(row, 3).value == "Target")
    first, last = head + 1, head + 17
    drawn = [each.val.numRef.f for each in chart.ser]
    assert drawn == [f"Report!${column}${first}:${column}${last}" for column in "IJ"]


def test_what_is_technical_comes_last(shipped: Dossier) -> None:
    book = read(shipped)
    heads = {each.title: [cell.value for cell in each[1]] for each in book.worksheets[1:-1]}
    for name in ("Targets", "Years", "Members", "Other commitments"):
        assert heads[name][-1] == "Id"
    assert heads["Targets"][-3:] == ["Path", "Exactly", "Id"]
    assert heads["Observations"][-2:] == ["File", "Line"]
    digests = [each.title for each in book if any("ab" * 32 in line for line in each.values)]
    assert digests == ["What was run"]


def test_one_page_has_as_many_targets_as_fit() -> None:
    goal = plan_tree()["targets"][0]
    goals = tuple(goal | {"id": f"t{n}", "name": {"en": f"Aim {n}"}} for n in range(40))
    found = dossier_of(make_plan(targets=goals), [row("0", 2005), row("9", 2008)], 2008)
    page: Any = read(found)["Report"]
    told = [cell for line in page.values for cell in line if isinstance(cell, str)]
    assert "… and 15 more on the sheet of the targets" in told
    assert sum(cell.startswith("Aim ") for cell in told) == 25


def test_all_remarks_that_one_page_leaves_out_are_counted(
    shipped_plan: Plan, shipped_rows: Rows
) -> None:
    """There are more than a list has at most."""
    reason, *_ = load_remarks(DATA)
    name = reason.text.in_language("en")
    remarks = [replace(reason, text=Names(en=f"{name} {n}")) for n in range(150)]
    found = dossier_of(shipped_plan, shipped_rows, 2008, remarks=remarks)
    page: Any = read(found)["Report"]
    told = [cell for line in page.values for cell in line if isinstance(cell, str)]
    assert "… and 142 more on the sheet of the remarks" in told


def test_import_reads_its_observations(data_copy: Path, tmp_path: Path) -> None:
    book = tmp_path / "r.xlsx"
    run("report", "2008", "-q", "-o", book, data=data_copy)
    done = run("import", book, "--year", "2008", "--dry-run", "--partial", data=data_copy)
    assert "Figures understood: 180 (0 new, 0 new vintages, 180 there already)" in done.stdout
