"""`overview`: many plans, a row each, in every format, whatever is wrong with one of them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from clusterplan.base.findings import Finding
from clusterplan.reading.data_folders import plans_below
from clusterplan.render import FORMATS
from helpers import edit, refused, run, valid, write_plan

FIGURES = {
    # Due by the end of 2008 are 60 of 100: three years of five.
    "slow": ("12", "30"),
    "steady": ("40", "60"),
    "done": ("70", "110"),
    "silent": (),
}
"""What each plan has in 2007 and 2008, published on 1 March of the year after."""


@pytest.fixture
def counties(tmp_path: Path) -> Path:
    """Return a folder with the four plans, one of them two levels down."""
    for name, figures in FIGURES.items():
        folder = tmp_path / ("north/steady" if name == "steady" else name)
        write_plan(folder, name, figures)
    return tmp_path


def rows(*words: str | Path, code: int = 0) -> dict[str, Any]:
    """Return the rows of an overview as JSON, by path, after its schema was asked."""
    done = run("overview", *words, "-f", "json", "-q")
    assert done.exit_code == code, done.output
    return {row["path"]: row for row in valid("overview", done.stdout)["plans"]}


def test_a_row_for_each_plan_those_in_need_first(counties: Path) -> None:
    done = run("overview", counties, "-f", "json")
    found = valid("overview", done.stdout)
    assert [row["path"] for row in found["plans"]] == ["slow", "silent", "done", "north/steady"]
    assert found["summary"] == {"met_early": 1, "on_schedule": 1, "far_behind": 1, "no_data": 1}
    slow = found["plans"][0]
    assert (slow["year"], slow["targets"], slow["summary"]) == (2008, 1, {"far_behind": 1})
    # Half of what was due is done: 70 are missing.
    worst = slow["worst"]
    assert (worst["id"], worst["status"], worst["gap"], worst["pace"]) == (
        "t",
        "far_behind",
        70,
        0.5,
    )
    assert slow["newest"] == {"year": 2008, "published": "2009-03-01"}
    assert slow["data"] == {"illustrative": 0, "published": 1, "verdicts_on_published_only": 1}
    assert slow["verdicts"]["target"] == {"t": "far_behind"}
    assert (found["plans"][1]["newest"], found["plans"][1]["worst"]) == (None, None)


def test_a_year_is_that_of_every_plan(counties: Path) -> None:
    found = rows(counties, "2007")
    assert {path: row["newest"] and row["newest"]["year"] for path, row in found.items()} == {
        **dict.fromkeys(("slow", "north/steady", "done"), 2007),
        "silent": None,
    }
    # By 2007 40 were due: 12 of them are pace 0.3.
    assert found["slow"]["worst"]["pace"] == 0.3
    refused(run("overview", counties, "1999"), "no plan has the year 1999")
    edit(counties / "done" / "targets.yaml", "[2006, 2010]", "[2007, 2010]")
    edit(counties / "done" / "targets.yaml", '"base_year": 2005', '"base_year": 2006')
    assert "it runs from 2007" in rows(counties, "2006")["done"]["outside"]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ("en", "zh"))
def test_every_format_has_every_plan(counties: Path, form: str, language: str) -> None:
    edit(counties / "slow" / "targets.yaml", '"t"', '"T!"')
    done = run("overview", counties, "-f", form, "--lang", language, env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert "1 of 4" in done.stderr if language == "en" else "4" in done.stderr
    told = done.stdout
    for name in ("silent", "steady", "done"):
        assert name in told
    assert "CP" in told
    assert "slow/targets.yaml" in told.replace("\\", "")


def test_the_owner_of_the_worst_target(counties: Path) -> None:
    plan = counties / "slow" / "targets.yaml"
    edit(
        plan,
        '"targets": [{',
        '"bodies": [{"id": "office", "name": "County Office"}], "targets": [{',
    )
    edit(plan, '"clause": "1",', '"clause": "1", "lead": "office",')
    lead = rows(counties)["slow"]["worst"]["lead"]
    assert (lead["id"], lead["name"]["en"]) == ("office", "County Office")
    assert "County Office" in run("overview", counties).stdout
    assert "Lead" not in run("overview", counties / "done").stdout
    found = rows(counties, "--owner", "office")
    assert [path for path, row in found.items() if row["outside"] is None] == ["slow"]
    assert "Narrowed to: owner office." in run("overview", counties, "--owner", "office").stdout
    refused(run("overview", counties, "--nature", "anticipatory"), "nature anticipatory")
    (record,) = csv.DictReader(io.StringIO(run("overview", plan.parent, "-f", "csv").stdout))
    assert (record["path"], record["lead"], record["lead_name"]) == (
        ".",
        "office",
        "County Office",
    )


def test_records(counties: Path) -> None:
    done = run("overview", counties, "-f", "csv")
    found = {row["path"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    slow, steady = found["slow"], found["north/steady"]
    assert (slow["plan"], slow["title"], slow["targets"], slow["behind"]) == (
        *("slow", "Plan slow", "1"),
        "1",
    )
    assert (slow["worst"], slow["gap"], slow["unit"], slow["newest_published"]) == (
        *("t", "70", "个"),
        "2009-03-01",
    )
    assert (steady["on_schedule"], steady["worst"], steady["error"]) == ("1", "", "")


def test_a_broken_plan_is_a_row_and_stops_nobody(counties: Path) -> None:
    line = edit(counties / "slow" / "actuals" / "2008.csv", "30", "thirty")
    (counties / "north" / "targets.yml").write_text("id: x\n", encoding="utf-8")
    found = rows(counties, "--fail-on", "no_data", code=2)
    assert list(found)[:2] == ["north/targets.yml", "slow"]
    error = found["slow"]["error"]
    assert (error["code"], error["line"]) == ("CP201", line)
    assert error["file"].endswith("slow/actuals/2008.csv")
    assert "must be named targets.yaml" in found["north/targets.yml"]["error"]["message"]
    assert found["done"]["summary"] == {"met_early": 1}
    # A mistake in a later year does not concern an earlier one.
    assert rows(counties, "2007", code=2)["slow"]["error"] is None


def test_a_fault_is_told_in_the_row(counties: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(place: Any, *_: Any, **__: Any) -> None:
        raise ZeroDivisionError(place.name)

    monkeypatch.setattr("clusterplan.cli.many_plans.read_checked", broken)
    assert "ZeroDivisionError" in rows(counties, code=2)["slow"]["error"]["message"]


@pytest.mark.parametrize(
    ("words", "code"),
    (
        ((), 0),
        (("--fail-on", "behind"), 1),
        (("--fail-on", "missed"), 0),
        (("--fail-on", "no_data"), 1),
        (("--target", "t", "--fail-on", "far_behind"), 1),
    ),
)
def test_fail_on(counties: Path, words: tuple[str, ...], code: int) -> None:
    assert run("overview", counties, *words).exit_code == code


def test_against_an_earlier_overview(counties: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    assert run("overview", counties, "-f", "json", "-o", old).exit_code == 0
    edit(counties / "done" / "actuals" / "2008.csv", "110", "50")
    edit(counties / "slow" / "actuals" / "2008.csv", "30", "60")
    for path in sorted((counties / "silent").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    found = rows(counties, "--against", old, "--fail-on", "worse", code=1)
    assert found["done"]["moved"] == {"worse": 1}
    assert found["slow"]["moved"] == {"better": 1}
    assert found["north/steady"]["moved"] == {"same": 1}
    told = run("overview", counties, "--against", old).stdout
    assert "Since the earlier overview: 1 worse, 1 better, 1 as before." in told
    assert "- silent" in told
    refused(run("overview", counties, "--fail-on", "worse"), "--against FILE")
    report = tmp_path / "report.json"
    run("check", "-f", "json", "-o", report, data=counties / "done")
    refused(run("overview", counties, "--against", report), "is no earlier report")


def test_what_is_passed_over(tmp_path: Path) -> None:
    for name in (".git/a", "x/site-packages/b", "templates/c", "own", "own/inner", "x/y"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "targets.yaml").touch()
    (tmp_path / "link").symlink_to(tmp_path / "own")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "targets.yaml").symlink_to(tmp_path / "own" / "targets.yaml")
    found = [each for each in plans_below(tmp_path) if not isinstance(each, Finding)]
    assert [each.relative_to(tmp_path).as_posix() for each in found] == ["own", "own/inner", "x/y"]


@pytest.mark.parametrize(
    ("words", "says"),
    (
        (("nowhere",), "there is no folder nowhere"),
        ((".",), "there is no data folder in . or below"),
        ((".", "20"), "not a year"),
    ),
)
def test_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(run("overview", *words), says)


def test_no_plan_is_written_over(counties: Path) -> None:
    refused(run("overview", counties, "-o", counties / "done" / "targets.yaml"), "file of a plan")
    none = run("overview", counties, "--target", "nothing")
    refused(none, "nothing in any of the plans fits target nothing")


# In processes of their own


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(12):
        write_plan(tmp_path / f"p{number:02}", str(number), ("20", str(10 * number)))
    return tmp_path


@pytest.mark.slow
def test_processes_find_what_one_finds(many: Path) -> None:
    one, two = (run("overview", many, "-f", "json", "-j", str(jobs)).stdout for jobs in (1, 2))
    assert one == two
    found = [row["path"] for row in json.loads(one)["plans"]]
    # 2008 is the newest year with a figure; from 60 on nothing is behind.
    assert found[:6] == [f"p{number:02}" for number in range(6)]


@pytest.mark.slow
def test_an_interrupt_ends_all_in_silence(many: Path) -> None:
    for number in range(100, 300):
        write_plan(many / f"p{number}", str(number), ("20", "30"))
    words = (sys.executable, "-m", "clusterplan", "overview", str(many), "-j", "2")
    clean = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean, start_new_session=True
    ) as program:
        time.sleep(0.9)  # the processes are being started, or at work
        os.killpg(program.pid, signal.SIGINT)
        out, err = program.communicate(timeout=30)
    assert (out, err, program.returncode) == (b"", b"", 130)
