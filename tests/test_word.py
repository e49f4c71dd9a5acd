"""The document for Word: the numbers of the JSON report, on paper as offices hand it round."""

from __future__ import annotations

import functools
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest
import resvg_py
from docx.document import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from clusterplan.base.units import per_cent
from clusterplan.locale import Locale
from clusterplan.render.document.conclusions import Conclusions
from clusterplan.render.word import render
from clusterplan.render.words import REMARK, STATUS
from clusterplan.views.whole_document import Dossier
from helpers import (
    COAST,
    DATA,
    EACH_LANGUAGE,
    NAME,
    dossier_of,
    make_plan,
    needed,
    plan_tree,
    refused,
    render_report,
    report_on,
    row,
    run,
    with_goals,
)
from test_page import HOSTILE

pytestmark = pytest.mark.slow

PNG = b"\x89PNG\r\n"
CONCLUSIONS = """\
This evaluation is based on 吉政办发〔2006〕32号 (2006 to 2010, base year 2005) and covers 17 \
main indicators, 2 milestones, 17 measures.
By the end of 2008, 5 of 17 main indicators (29.4%) met or exceeded the expected progress: 4 \
ahead, 1 on schedule. 2 indicators cannot be judged: 1 not due, 1 no baseline. No goal has been \
reached before its deadline yet. Faster than expected: Zones and clusters: value added, \
Agglomeration zones, Demonstration zones, Growth-oriented SMEs.
10 indicators were behind the expected progress: 8 behind, 2 far behind. The furthest behind: \
Block share: value added (far behind, pace 0.46); Cluster share of SME economy (far behind, pace \
0.50); Park or village chosen (behind, pace 0.74). None of the indicators is binding.
Reasons are given for 1 of these 10: Cluster share of SME economy: Example: other parts of the \
private economy grew faster than the clusters †. 1 of 3 actions overdue: Specialised villages \
† (provincial SME bureau; due 15 Dec 2008). Bodies judge otherwise in 1 of 1: Specialised \
villages on schedule, not behind †.
At the present rate, 5 of 17 indicators will reach the goal in time and 10 will not. Of 2 it \
cannot be told."""
NUMBER = re.compile(r"[−+]?[\d,]+(?:\.\d+)?")


def read(found: Dossier, language: str = "en") -> Document:
    return docx.Document(io.BytesIO(render(found, Locale(language))))


def said(document: Document, style: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style and each.style.name == style]


def cells(document: Document, table: int) -> list[list[str]]:
    found = document.tables[table]
    return [[cell.text.replace("\xa0", " ") for cell in line.cells] for line in found.rows]


def number(cell: str) -> Decimal | None:
    found = NUMBER.search(cell)
    return None if found is None else Decimal(found[0].replace(",", "").replace("−", "-"))


def shown(value: Any, unit: str = "个", places: int = 2) -> Decimal | None:
    """Return a number of the JSON report as a table has it: shares in per cent, two decimals."""
    if value is None:
        return None
    told = Decimal(str(value)) * (per_cent(unit) or 1)
    return told.quantize(Decimal(1).scaleb(-places))


@pytest.fixture(scope="module")
def known(shipped: Dossier) -> dict[str, dict[str, Any]]:
    """Return the targets of the JSON report by their English names."""
    report = json.loads(render_report(shipped.report, "json", Locale()))
    return {target["name"]["en"]: target for target in report["targets"]}


def test_the_indicators_have_the_numbers_of_the_json_report(
    shipped: Dossier, known: dict[str, dict[str, Any]]
) -> None:
    averages = {target.id: detail.average_change for target, detail in shipped.targets}
    first, second, *lines = cells(read(shipped), 0)
    assert [*dict.fromkeys(first)] == [
        *("No.", "Indicator", "Unit", "Nature", "Goal of the plan", "Achieved", "Progress"),
        "Assessment",
    ]
    assert second[4:10] == [
        *("Base 2005", "Goal 2010", "Actual 2008", "Per year", "Completion", "Due share"),
    ]
    assert [line[0] for line in lines] == [str(at) for at in range(1, 18)]
    assert {line[1] for line in lines} == known.keys()
    for _, name, _, nature, base, goal, actual, average, completion, due, verdict in lines:
        target = known[name]
        unit = target["unit"]
        assert nature == target["nature"]
        assert number(base) == shown(target["baseline"] and target["baseline"]["value"], unit)
        if target["target"]["exact"]:
            assert goal == f"≥ {target['target']['exact']}"
        else:
            assert number(goal) == shown(target["target"]["value"], unit)
        assert number(actual) == shown(target["actual"]["value"], unit)
        assert number(completion) == shown(target["completion"], "1", 1)
        assert number(due) == shown(target["due"], "1", 1)
        assert verdict.startswith(str(STATUS[target["status"]]))
        change = averages[target["id"]]
        if change is None:
            assert average == "–"
        elif change.kind == "absolute":
            assert number(average) == shown(change.per_year)
        elif per_cent(unit):
            assert number(average) == shown(1 + change.per_year, places=3)
        else:
            assert number(average) == shown(change.per_year, "1", 1)


def test_what_is_behind_has_the_numbers_of_the_json_report(
    shipped: Dossier, known: dict[str, dict[str, Any]]
) -> None:
    _, *lines = cells(read(shipped), 1)
    assert len(lines) == 10
    numbers = {line[1]: line[0] for line in cells(read(shipped), 0)}
    for at, name, gap, schedule_gap, _, projection, reached, lead in lines:
        target = known[name]
        assert at == numbers[name]
        assert number(gap) == shown(target["gap"], target["unit"])
        assert number(schedule_gap) == shown(target["schedule_gap"], target["unit"])
        course = target["projection"]
        whole = target["unit"] in ("个", "户")
        told = Decimal(int(course["value"])) if whole else shown(course["value"], target["unit"])
        assert number(projection) == told
        assert reached == str(course["year_reached"])
        assert lead == target.get("lead", {}).get("name", {}).get("en", "")


def test_reasons_and_steps_are_those_of_the_json_report(
    shipped: Dossier, known: dict[str, dict[str, Any]]
) -> None:
    _, *lines = cells(read(shipped), 2)
    behind = {target.name.in_language("en") for target in shipped.report.behind}
    assert [line[0] in behind for line in lines] == [True] * 5 + [False]
    for name, kind, text, body, due, standing in lines:
        (remark,) = (each for each in known[name]["remarks"] if text == f"{each['text']['en']} †")
        assert kind == str(REMARK[remark["kind"]])
        assert body == remark["body"]["name"]["en"]
        day = remark["due"] and date.fromisoformat(remark["due"])
        assert due == (Locale().date(day) if day else "")
        assert ("overdue" in standing) is remark["overdue"]
        assert ("by the figures" in standing) is (remark["compared"] in ("better", "worse"))
    changed = said(read(shipped), "Note")[1]
    assert "due 30 Jun 2009 instead of 30 Nov 2008" in changed


def test_the_average_is_that_of_the_years_since_the_base() -> None:
    """The value added of zones went from 230 to 610 in three years: by 38.4% a year."""
    shown = run("show", "cluster-value-added", "2008", "-q", "-f", "json", data=DATA)
    change = json.loads(shown.stdout)["average_change"]
    assert change["kind"] == "rate"
    assert change["per_year"] == pytest.approx((610 / 230) ** (1 / 3) - 1, rel=1e-11)


@pytest.mark.parametrize(
    ("language", "told"),
    (
        ("en", ("people", "20,000", "≥ 30,000", "21,337")),
        ("zh", ("万人", "2", "≥ 3", "2.13")),
    ),
)
def test_amounts_are_in_the_unit_of_their_line(language: str, told: tuple[str, ...]) -> None:
    plan = make_plan(indicator={"unit": "万人"}, target={"value": 3, "unit": "万人"})
    found = dossier_of(plan, [row("2", 2005, unit="万人"), row("21337", 2006, unit="人")], 2006)
    line = cells(read(found, language), 0)[2]
    assert (line[2], *line[4:7]) == told


def test_a_base_that_is_no_number_of_the_goal_has_its_own_unit() -> None:
    goal = {"value": None, "unit": None, "growth_percent": 6, "path": "compound"}
    plan = make_plan(indicator={"unit": "亿元", "price_basis": "constant"}, target=goal)
    rows = [row("200", 2005, unit="亿元"), row("213", 2006, unit="亿元")]
    line = cells(read(dossier_of(plan, rows, 2006)), 0)[2]
    assert (line[2], *line[4:7]) == ("%", "200 亿元", "≥ 6% a year", "6.5%")


def test_the_conclusions(shipped: Dossier) -> None:
    title, scope = said(read(shipped), "Title"), said(read(shipped), "Body Text")
    assert title[0].endswith("11th Five-Year Plan\nMid-term evaluation of 2008")
    assert "\n".join(scope[:5]) == CONCLUSIONS
    chinese = said(read(shipped, "zh"), "Body Text")
    assert chinese[1].startswith(
        "截至2008年底，17项主要指标中有5项符合或快于预期进度，占29.4%，其中"
    )
    assert said(read(shipped, "zh"), "Title")[0].endswith("\n2008年实施情况中期评估报告")


@pytest.mark.parametrize(
    ("year", "says"),
    (
        (
            2012,
            (
                "Evaluation of 2012",
                "9 of 12 main indicators (75%)",
                "Reached or kept: Inflation every year.",
                "Binding indicators: 4, of which 4 can be judged and none was behind.",
            ),
        ),
        (2013, ("Mid-term", "12 indicators cannot be judged: 12 no data.", "There is no figure")),
        (
            2015,
            (
                "Final evaluation of 2015",
                "1 of 12 main indicators (8.3%)",
                "In the end, 1 of 12 indicators reached the goal and 1 did not. Of 10 it cannot",
                "Binding indicators: 4, of which 1 can be judged and none was behind.",
            ),
        ),
    ),
)
def test_what_years_are_called_and_what_nobody_knows(
    tmp_path: Path, year: int, says: tuple[str, ...]
) -> None:
    path = tmp_path / "a.docx"
    assert run("report", str(year), "-q", "-o", path, data=COAST).exit_code == 0
    text = "\n".join(each.text for each in docx.Document(str(path)).paragraphs)
    assert [each for each in says if each not in text] == []


def test_a_binding_indicator_that_lags_is_named() -> None:
    plan = make_plan(target={"nature": "binding"})
    found = dossier_of(plan, [row("0", 2005), row("1", 2008)], 2008)
    assert "Binding indicators: 1, of which 1 behind: name." in "".join(
        said(read(found), "Body Text")
    )


@EACH_LANGUAGE
def test_it_is_set_as_official_papers_are(shipped: Dossier, language: str) -> None:
    document = read(shipped, language)
    section = document.sections[0]
    assert (section.page_width, section.page_height) == (7560310, 10692130)  # A4
    assert len(said(document, "Heading 1")) == 5
    faces = {"Title": "宋体", "Heading 1": "黑体", "Body Text": "仿宋"}
    for name, face in faces.items():
        fonts = document.styles[name].element.rPr.rFonts
        assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == (face, "Times New Roman")
    for table, heads in zip(document.tables, (2, 1, 1), strict=False):
        repeated = [line._tr.trPr.find(qn("w:tblHeader")) is not None for line in table.rows]  # noqa: SLF001
        assert repeated == [True] * heads + [False] * (len(repeated) - heads)
    pictures = document.element.body.iter(qn("wp:docPr"))
    assert all(each.get("descr") for each in pictures)
    assert len(document.inline_shapes) == 4


def test_the_same_report_is_the_same_bytes_whatever_the_clock_says(shipped: Dossier) -> None:
    written = render(shipped, Locale("zh"))
    assert written == render(shipped, Locale("zh"))
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "font" in name.lower()][1:]
        assert b"embed" not in archive.read("word/fontTable.xml")
    about = docx.Document(io.BytesIO(written)).core_properties
    assert about.created is not None
    assert about.created.replace(tzinfo=None) == datetime(2008, 12, 31)  # noqa: DTZ001 # as Word has it
    assert (about.created, about.author) == (about.modified, about.last_modified_by)


@EACH_LANGUAGE
def test_libreoffice_opens_it_on_four_pages_at_most(
    shipped: Dossier, language: str, tmp_path: Path
) -> None:
    program = needed("lowriter")
    (tmp_path / "report.docx").write_bytes(render(shipped, Locale(language)))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    convert = [program, home, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True, timeout=120)

    pages = PdfReader(tmp_path / "report.pdf").pages
    assert len(pages) <= 4
    assert {tuple(map(round, page.mediabox[2:])) for page in pages} == {(595, 842)}
    squeezed = "".join("".join(page.extract_text().split()) for page in pages)
    for target in shipped.report.targets:
        assert "".join(Locale(language).names(target.name).split()) in squeezed


@pytest.mark.parametrize("name", (*HOSTILE, "x" * 300))
def test_names_are_no_markup(name: str) -> None:
    plan = make_plan(target={"name": {"zh": name, "en": name}}, title={"zh": name, "en": name})
    document = read(dossier_of(plan, [row("0", 2005), row("1", 2008)], 2008))
    assert "".join(name.split())[:20].replace("\x1b", "\\x1b") in (
        "".join(cells(document, 0)[2][1].split())
    )


def test_one_body_and_one_nature_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    options = ("--owner", "civil-affairs", "--nature", "anticipatory")
    assert run("report", "2012", "-q", "-o", path, *options, data=COAST).exit_code == 0
    document = docx.Document(str(path))
    assert "Evaluation of 2012, led by Civil Affairs" in said(document, "Title")[0]
    assert "Only targets that are anticipatory." in said(document, "Body Text")[0]
    assert [line[1] for line in cells(document, 0)[2:]] == ["Care beds in the North"]


def test_no_brief_for_word(tmp_path: Path) -> None:
    refused(run("report", "2008", "--brief", "-o", tmp_path / "a.docx", data=DATA), "--brief")


@EACH_LANGUAGE
@pytest.mark.parametrize("ending", ("svg", "png", "PNG"))
def test_a_chart_alone(tmp_path: Path, language: str, ending: str) -> None:
    first, second = (tmp_path / f"{name}.{ending}" for name in "ab")
    for path in (first, second):
        command = ("show", "cluster-share", "2008", "-q", "--lang", language, "--chart", path)
        done = run(*command, data=DATA)
        assert (done.exit_code, done.output) == (0, "")
    assert first.read_bytes() == second.read_bytes()
    if ending != "svg":
        assert first.read_bytes().startswith(PNG)
        return
    root = ET.fromstring(first.read_text("utf-8"))  # noqa: S314 # our own
    every = list(root.iter())
    assert not [each for each in every if each.tag.endswith("style") or "class" in each.attrib]
    texts = [each.text for each in every if each.tag.endswith("text")]
    title = "Cluster share of SME economy" if language == "en" else "产业集聚区和产业集群增加值占比"
    assert {title, "≥ 1/3", "≈ 22.76%", "0%", "10%", "20%", "30%", "2005", "2010"} <= set(texts)
    painted = next(each for each in every if each.tag.endswith("rect"))
    assert painted.get("fill") == "#ffffff"


def test_without_any_font_a_chart_is_drawn_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = functools.partial(resvg_py.svg_to_bytes, skip_system_fonts=True)
    monkeypatch.setattr(resvg_py, "svg_to_bytes", bare)
    path = tmp_path / "a.png"
    assert run("show", "zones", "-q", "--lang", "zh", "--chart", path, data=DATA).exit_code == 0
    assert path.read_bytes().startswith(PNG)


@pytest.mark.parametrize(
    ("args", "says"),
    (
        (("show", "zones", "--chart", "a.pdf"), ".svg or .png"),
        (("show", "zones", "--chart", "a"), ".svg or .png"),
        (("show", "nominations", "--chart", "a.svg"), "no figures to draw"),
        (("show", "zones", "--chart", "a.svg", "-o", "b.txt"), "--output"),
        (("show", "zones", "--chart", "a.svg", "-f", "json"), "--format"),
        (("show", "zones", "--chart", "nowhere/a.svg"), "cannot write nowhere/a.svg"),
    ),
)
def test_charts_that_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], says: str
) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    refused(run(*args, "-q", data=Path("data")), says)
    assert [each.name for each in tmp_path.iterdir()] == ["data"]


def test_an_interim_goal_is_not_the_goal_and_a_missed_year_not_kept() -> None:
    each = {"year": "each", "path": "none", "value": 5, "unit": "%", "comparison": "<="}
    goals: tuple[dict[str, Any], ...] = (
        {"id": "i", "interim": {2008: 30}},
        {"id": "e", "indicator": "y", **each},
        {"id": "r", "value": None, "comparison": None, "low": 50, "high": 55},
    )
    below = {"id": "y", "name": NAME, "unit": "%", "direction": "decrease"}
    base = plan_tree()["indicators"][0]
    names = {"i": "Way", "e": "Yearly", "r": "Range"}
    plan = with_goals(
        plan_tree(indicators=(base, below)),
        *({**goal, "name": {"zh": "名", "en": names[goal["id"]]}} for goal in goals),
    )
    rows = [row("0", 2005), row("40", 2007)]
    rows += [row("6", 2006, of="y", unit="%"), row("4", 2007, of="y", unit="%")]
    report = report_on(plan, rows, 2007)
    text = " ".join(Conclusions(report, report.targets, Locale()).paragraphs())
    assert "Interim goals reached: Way." in text
    assert "Reached before the deadline" not in text
    assert "Reached or kept: Yearly." in text
    # By 20 a year: 100 by 2010, beyond the range, the yearly goal was missed in 2006.
    assert "1 of 4 indicators will reach the goal in time and 2 will not. Of 1 it cannot" in text
