"""A report needs the files up to its year: a mistake in a later one is no reason not to make it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clusterplan.judging.assess import assess
from clusterplan.reading import folder as reading
from clusterplan.reading.encoding import Source, read_source
from folders import indicator, lay_out
from helpers import COAST, DATA
from helpers import run as run_alone

YEARS = range(2006, 2011)


def run(data: Path, *args: str) -> tuple[int, str, str]:
    done = run_alone(*args, "--lang", "en", data=data)
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def broken_2009(data_copy: Path) -> Path:
    file = data_copy / "actuals" / "2009.csv"
    file.write_text(file.read_text("utf-8") + "zones,,many,个,,,2010-03-31,,s,\n", "utf-8")
    return data_copy


@pytest.mark.parametrize("year", YEARS)
def test_no_figure_of_a_later_year_changes_a_report(year: int) -> None:
    data = reading.read_folder(DATA, "data")
    assert data.plan is not None
    some = [row for row in data.observations if row.year <= year]
    assert len(some) < len(data.observations) or year == YEARS[-1]
    first, second = (
        assess(data.plan, rows, year, methods=frozenset(("eurostat", "dns")))
        for rows in (data.observations, some)
    )
    assert first == second


def test_a_file_after_the_period_changes_no_report(tmp_path: Path) -> None:
    copy = shutil.copytree(COAST, tmp_path / "coast")
    before = run(copy, "check", "2015", "-f", "json")
    text = (copy / "actuals" / "2014.csv").read_text("utf-8").replace("2015-03-01", "2017-03-01")
    (copy / "actuals" / "2016.csv").write_text(text, "utf-8")
    assert run(copy, "check", "2015", "-f", "json")[:2] == before[:2] == (0, before[1])


@pytest.mark.parametrize("year", ("2006", "2008"))
def test_what_is_told_is_among_what_validate_tells(tmp_path: Path, year: str) -> None:
    """The rules that compare years see all of them, or they would blame another row."""
    lay_out(tmp_path, [], indicator("x", "亿元"), target={"unit": "亿元"})
    for file, value in zip(range(2005, 2009), (100, 11, 12, 13), strict=True):
        row = f"x,{value},亿元,{file + 1}-03-01,s"
        text = f"indicator,value,unit,published,source\n{row}\n"
        (tmp_path / "actuals" / f"{file}.csv").write_text(text, "utf-8")
    _, told, _ = run(tmp_path, "validate", "-f", "text")
    code, _, err = run(tmp_path, "check", year, "-v")
    lines = [line for line in err.splitlines() if "CP308" in line]
    assert code == 0
    assert len(lines) == 1
    assert "2005.csv" in lines[0]
    assert set(lines) <= set(told.splitlines())


@pytest.mark.parametrize("args", (("check", "2008", "-f", "json"), ("diff", "2008", "2006")))
def test_a_mistake_in_a_later_year_stops_no_report(
    data_copy: Path, broken_2009: Path, args: tuple[str, ...]
) -> None:
    file = data_copy / "actuals" / "2009.csv"
    kept = file.read_bytes()
    code, out, _ = run(broken_2009, *args)
    assert code == 0
    file.write_bytes(kept.rsplit(b"\n", 2)[0] + b"\n")
    assert run(data_copy, *args)[:2] == (0, out)


@pytest.mark.parametrize(
    "args",
    (
        ("check",),
        ("check", "2009"),
        ("check", "2010"),
        ("diff", "2009", "2006"),
        ("show", "zones"),
        ("trend",),
    ),
)
def test_a_mistake_in_what_is_needed_does(broken_2009: Path, args: tuple[str, ...]) -> None:
    code, out, err = run(broken_2009, *args)
    assert (code, out) == (2, "")
    assert "2009.csv" in err
    assert "mend these errors first" in err


@pytest.mark.parametrize(
    "args",
    (
        ("check", "1999"),
        ("check", "2011"),
        ("diff", "2005", "2009"),
        ("show", "zones", "--year", "2011"),
    ),
)
def test_a_year_that_is_not_in_the_plan_is_told_before_mistakes(
    broken_2009: Path, args: tuple[str, ...]
) -> None:
    code, _, err = run(broken_2009, *args)
    assert code == 2
    assert "2006" in err
    assert "warning" not in err


@pytest.mark.parametrize("new", ("2010.csv", "notes.xlsx"))
def test_a_file_that_comes_or_goes_meanwhile(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch, new: str
) -> None:
    path = data_copy / "actuals" / new
    there = path.exists()

    def read(file: Path, name: str, limit: int) -> Source:
        path.unlink(missing_ok=True) if there else path.touch()
        return read_source(file, name, limit)

    monkeypatch.setattr(reading, "read_source", read)
    # The plan is read first: begin there with the folder as it was.
    monkeypatch.setattr(
        reading,
        "_plan_source",
        lambda *_: read_source(data_copy / "targets.yaml", "d/targets.yaml", 1 << 24),
    )
    found = reading.read_folder(data_copy, "d").findings
    assert ("CP009", "d/actuals") in {(each.code, each.file) for each in found}
