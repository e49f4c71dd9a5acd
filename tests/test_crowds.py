"""Very many rows for one figure, sources, members: everything ends, says little, and counts on."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clusterplan.judging.figures import Figures
from clusterplan.model.observations import Actuals
from clusterplan.render import workbook
from clusterplan.render.page import view
from folders import indicator, lay_out
from helpers import NAME, plan_tree
from helpers import run as run_alone

pytestmark = pytest.mark.slow

MANY = 502
"""Two more than a table shows."""
REST = "… and 2 more; the JSON has all"
COLUMNS = ("indicator", "entity", "value", "unit", "obs_status", "published", "series", "source")
Cells = tuple[str, object, object, str, str]
"""Entity, value, day, series, source."""


def members(count: int, **target: Any) -> dict[str, Any]:
    """Return the parts of a plan with a target on a group, whose members lie in two towns."""
    towns = [{"id": f"town-{n}", "name": NAME, "kind": "town"} for n in (0, 1)]
    parents = [f"town-{n % 2}" for n in range(count)]
    villages = [
        {"id": f"e{n}", "name": {"zh": f"村{n}", "en": f"village {n}"}, "kind": "v", "parent": town}
        for n, town in enumerate(parents)
    ]
    return {
        "indicator": {"minimum": 0},
        "target": {"group": "g", **target},
        "entities": ({"id": "area", "name": NAME, "kind": "area"}, *towns, *villages),
        "groups": ({"id": "g", "name": NAME, "kinds": ("v",)},),
    }


def folder(path: Path, rows: Iterable[Cells], **parts: Any) -> Path:
    """Make a data folder with figures of 2008 for a plan (see `plan_tree`)."""
    (path / "actuals").mkdir(parents=True)
    (path / "targets.yaml").write_text(json.dumps(plan_tree(**parts)), "utf-8")
    with (path / "actuals" / "2008.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        for entity, value, day, series, source in rows:
            lines.writerow(("x", entity, value, "个", "normal", day, series, source))
    return path


def revisions(path: Path, count: int) -> Path:
    days = (date(2009, 1, 1) + timedelta(n) for n in range(count))
    rows = (("", 60 + n % 9, day, "", "s") for n, day in enumerate(days))
    return folder(path, rows, target={"baseline": {"value": 10}})


def conflicts(path: Path, count: int) -> Path:
    rows = (("", 60 + n, "2009-03-01", f"s{n:03}", "s") for n in range(count))
    return folder(path, rows, target={"baseline": {"value": 10}})


def summed(path: Path, count: int, series: tuple[str, ...] = ("",), missing: int = 0) -> Path:
    rows = (
        (f"e{n}", n + 1 + 1000 * bool(name), "2009-03-01", name, f"source {n}")
        for n in range(count - missing)
        for name in series
    )
    goal = {"aggregate": "sum", "value": 10**6, "baseline": {"value": 10}}
    return folder(path, rows, **members(count, **goal))


def coverage(path: Path, count: int) -> Path:
    rows = ((f"e{n}", n, "2009-03-01", "", "s") for n in range(count))
    goal = {"aggregate": "coverage", "value": "all", "each": {"low": 300}, "unit": None}
    return folder(path, rows, **members(count, **goal))


def run(data: Path, *args: str) -> str:
    done = run_alone(*args, "--lang", "en", "-q", data=data)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def report(data: Path, form: str) -> bytes:
    path = data / f"o.{form}"
    run(data, "report", "2008", "-o", str(path))
    return path.read_bytes()


@pytest.mark.parametrize("form", ("text", "table", "markdown"))
def test_show_lists_some_revisions_and_the_one_in_use(tmp_path: Path, form: str) -> None:
    data = revisions(tmp_path / "data", MANY)
    shown = run(data, "show", "t", "--all", "--year", "2008", "-f", form)
    assert (shown.count("superseded"), len(re.findall(r"\bused\b", shown))) == (499, 1)
    assert "… and 2 more" in shown
    full = json.loads(run(data, "show", "t", "--year", "2008", "-f", "json"))
    assert Counter(each["role"] for each in full["rows"]) == {"superseded": 501, "used": 1}
    assert run(data, "show", "t", "--year", "2008", "-f", "csv").count("\n") == 1 + MANY
    assert REST in report(data, "html").decode()


def test_notes_name_some_sources_that_differ(tmp_path: Path) -> None:
    data = conflicts(tmp_path / "data", 20)
    found = json.loads(run(data, "check", "2008", "-f", "json"))
    (target,) = found["targets"]
    assert target["notes"] == [
        *(
            f"name 2008: sources differ; 60 (s000) is used, not {60 + n} (s{n:03})"
            for n in (1, 2, 3)
        ),
        "name 2008: 16 more sources differ",
    ]


def test_reports_list_some_notes(tmp_path: Path) -> None:
    data = summed(tmp_path / "data", 120, series=("", "b"))
    told = run(data, "check", "2008", "-f", "text")
    assert told.count("sources differ") == 100
    assert "… and 20 more" in told


@pytest.mark.parametrize("make", (summed, coverage))
def test_show_and_page_list_some_members(tmp_path: Path, make: Any) -> None:
    data = make(tmp_path / "data", MANY)
    shown = run(data, "show", "t", "--all", "--year", "2008", "-f", "text")
    assert shown.count(REST) == 2  # members, and their rows
    full = json.loads(run(data, "check", "2008", "-f", "json"))
    assert len(full["targets"][0]["members"]) == MANY
    page = report(data, "html").decode()
    if make is coverage:  # 300 of 502 have not reached 300, half of them in each town
        assert page.count("and 50 more") == 2
        return
    assert page.count(REST) == 2  # members, and sources
    assert '<li id="source-500">' in page
    assert "[20]</a> + 482</td>" in page
    assert "name: the 100 largest members" in page


def test_members_have_shares_of_a_sum_that_is_known_in_full(tmp_path: Path) -> None:
    show = ("show", "t", "--year", "2008", "-f", "text")
    in_full = run(summed(tmp_path / "full", 4), *show)
    shares = [line.split()[-2:] for line in in_full.splitlines() if line.startswith("village")]
    assert shares[:4] == [["40%", "1"], ["30%", "2"], ["20%", "3"], ["10%", "4"]]
    assert "Share of the sum" not in run(summed(tmp_path / "part", 4, missing=1), *show)


def test_a_page_draws_some_charts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_CHARTS", 1)
    drawn: list[Cells] = [("area", "50", "2009-01-01", "", "s")]
    tree = plan_tree()["targets"][0]
    goals = [tree | {"id": f"t{n}", "baseline": {"value": n}} for n in range(3)]
    page = report(folder(tmp_path / "data", drawn, targets=goals), "html").decode()
    assert page.count('<title id="chart-') == 1
    assert "The charts of 2 more: clusterplan show draws each" in page


def test_workbooks_have_some_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    data = summed(tmp_path / "data", 12, series=("", "b"))
    report(data, "xlsx")
    book = openpyxl.load_workbook(data / "o.xlsx")
    for sheet, left in (("Members", 2), ("Observations", 14)):
        assert book[sheet].max_row == 1 + 10 + 1
        assert book[sheet].cell(12, 1).value == f"… and {left} more; the JSON has all"
        assert book[sheet].auto_filter.ref.endswith("11")
    use = [cell.value for column in book["Observations"].iter_cols(13, 13) for cell in column]
    assert use == ["Use", *["used"] * 10, None]
    notes = [tuple(cell.value for cell in row) for row in book["Notes"].iter_rows()]
    assert ("Members", "… and 2 more; the JSON has all") in notes


@pytest.mark.parametrize("make", (revisions, conflicts))
def test_a_figure_is_selected_once_however_many_rows_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any
) -> None:
    select, calls = Actuals.select, Counter[int]()

    def counted(self: Actuals, *args: Any) -> Any:
        calls[size] += 1
        return select(self, *args)

    monkeypatch.setattr(Actuals, "select", counted)
    for size in (3, 30):
        data = make(tmp_path / f"{size}", size)
        run(data, "show", "t", "--year", "2008", "-f", "json")
        report(data, "html")
    assert calls[3] == calls[30]


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> Counter[Any]:
    """Count how often each figure is computed."""
    compute, calls = Figures._compute, Counter[Any]()  # noqa: SLF001 # what is counted

    def counted(self: Figures, indicator: Any, entity: str, year: int) -> Any:
        calls[self._unrounded, self._newest, entity, year] += 1
        return compute(self, indicator, entity, year)

    monkeypatch.setattr(Figures, "_compute", counted)
    return calls


@pytest.mark.parametrize("make", (summed, coverage))
def test_no_figure_is_computed_twice(tmp_path: Path, computed: Counter[Any], make: Any) -> None:
    run(make(tmp_path / "data", 4), "show", "t", "--year", "2008", "-f", "json")
    assert set(computed.values()) == {1}
    assert len([key for key in computed if key[0] is False]) == 4


@pytest.mark.parametrize("command", (("check", "2008"), ("show", "t"), ("trend",)))
def test_checks_and_reports_have_one_store(
    tmp_path: Path, computed: Counter[Any], command: tuple[str, ...]
) -> None:
    """The rules on bases ask for the figure of 2005, and so do reports."""
    lay_out(tmp_path, [("x", "", "40")], indicator("x", "亿元"), target={"unit": "亿元"})
    run(tmp_path, *command)
    assert computed[False, False, "area", 2005] == 1
    assert set(computed.values()) == {1}
