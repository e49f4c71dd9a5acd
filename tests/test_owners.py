"""Who answers for what is promised: named wherever a plan names somebody, and nowhere else."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from helpers import COAST, edit, run

CIVIL = {"id": "civil-affairs", "name": {"zh": "民政局", "en": "Civil Affairs"}}
PLANNING = {"id": "planning", "name": {"zh": "发展改革局", "en": "Planning Office"}}
PORT = {"id": "port-authority", "name": {"zh": "港务局", "en": "Port Authority"}}


@pytest.fixture
def coast(tmp_path: Path) -> Path:
    return shutil.copytree(COAST, tmp_path / "coast")


def of_coast(*args: str, year: str = "2014") -> str:
    return run("check", year, "-q", "--data", str(COAST), *args).stdout


def test_json_names_them_where_the_plan_does() -> None:
    report = json.loads(of_coast("-f", "json"))
    items = [each for kind in ("targets", "milestones", "measures") for each in report[kind]]
    named = {
        each["id"]: (each.get("lead"), each.get("supporting"))
        for each in items
        if each.keys() & {"lead", "supporting"}
    }
    assert named == {
        "output-doubled": (PLANNING, None),
        "inflation": (None, [PLANNING]),
        "beds-north": (CIVIL, [PLANNING, PORT]),
        "harbour-law": (PORT, None),
        "beach-care": (PLANNING, None),
    }


@pytest.mark.parametrize("command", (("check", "2014"), ("targets",), ("trend",)))
def test_records_have_their_ids_behind(command: tuple[str, ...]) -> None:
    done = run(*command, "-q", "--data", str(COAST), "-f", "csv")
    head, *rows = csv.reader(done.stdout.splitlines())
    assert head[-2:] == ["lead", "supporting"]
    (named,) = {tuple(row[-2:]) for row in rows if "beds-north" in row}
    assert named == ("civil-affairs", "planning port-authority")
    (alone,) = {tuple(row[-2:]) for row in rows if "sewage" in row}
    assert alone == ("", "")


@pytest.mark.parametrize(
    ("language", "says"),
    (
        ("en", ("Lead: Civil Affairs", "Supporting: Planning Office, Port Authority")),
        ("zh", ("牵头单位：民政局", "配合单位：发展改革局、港务局")),
    ),
)
def test_show_names_them(language: str, says: tuple[str, ...]) -> None:
    done = run("show", "beds-north", "--data", str(COAST), "--lang", language)
    assert all(each in done.stdout.splitlines() for each in says)


@pytest.mark.parametrize(("form", "column"), (("text", "Lead"), ("markdown", "| Lead ")))
def test_tables_name_who_leads_where_anybody_does(form: str, column: str) -> None:
    assert of_coast("-f", form).count(column) == 3  # targets, milestones, measures
    assert "Supporting" not in of_coast("-f", form)
    assert column not in of_coast("-f", form, "--target", "sewage")


def test_a_terminal_says_who_leads_what_is_overdue(coast: Path) -> None:
    late = "lead: Port Authority"
    assert late not in run("check", "2012", "--data", str(coast), "-f", "table").stdout
    assert edit(coast / "actuals" / "2012.csv", "2012-07-15,date", "under_way,state")
    assert late in run("check", "2012", "--data", str(coast), "-f", "table").stdout


@pytest.mark.slow
def test_documents_name_them(tmp_path: Path) -> None:
    page, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    for path in (page, book):
        run("report", "2014", "-q", "--data", str(COAST), "-o", str(path))
    text = page.read_text("utf-8")
    assert "Supporting: Planning Office, Port Authority" in text
    assert text.count(">Lead<") == 3
    sheets = openpyxl.load_workbook(book)
    for title, name, lead in (
        ("Targets", "beds-north", "Civil Affairs"),
        ("Other commitments", "harbour-law", "Port Authority"),
    ):
        head, *rows = sheets[title].values
        (row,) = [row for row in rows if name in row]
        assert row[head.index("Lead")] == lead


@pytest.mark.parametrize(
    ("slip", "says"),
    (
        ("lead: civil-afairs", "CP409 error: there is no body civil-afairs (did you mean"),
        ("lead: port-authority", "CP426 error: the body port-authority is named twice"),
    ),
)
def test_a_slip_is_told_with_its_line(coast: Path, slip: str, says: str) -> None:
    edit(coast / "targets.yaml", "lead: civil-affairs", slip)
    done = run("validate", str(coast))
    assert done.exit_code == 1
    assert says in done.stdout
