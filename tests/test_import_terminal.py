"""import, new-year and init as users have them: from the wheel, on a terminal, in pipes."""

from __future__ import annotations

import os
import pty
import subprocess
import time
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clusterplan.cli.app import app
from clusterplan.importing.checked_import import outcome_of
from clusterplan.importing.file_kinds import read_sheets
from clusterplan.importing.table_figures import read_figures
from clusterplan.importing.understanding import Given
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.model.plan import Plan
from clusterplan.reading.folder import read_folder
from clusterplan.render.document.import_blocks import render_import
from helpers import DATA, Installed
from test_golden import same, split
from test_import_files import ENTITIES_DOWN, ONE, YEARS_ACROSS
from workbooks import csv, xlsx

ROWS = (("指标", "地区", "2026"), ("托育位（个）", "东镇", 310), ("托育位（个）", "西镇", 200))
SAID = ("--published", "2027-06-30", "--source", "s")


@pytest.fixture
def place(installed: Installed, tmp_path: Path) -> Path:
    """Return a folder with a plan that `init` made, and a file to import."""
    assert installed.run("init", "data", "--lang", "zh", cwd=tmp_path).returncode == 0
    (tmp_path / "sent.csv").write_bytes(csv(ROWS))
    return tmp_path


def on_terminal(installed: Installed, place: Path, answer: bytes) -> tuple[int, str]:
    """Run an import with a terminal on all three streams; answer its question."""
    leader, follower = pty.openpty()
    program = subprocess.Popen(
        [installed.scripts / "clusterplan", "import", "sent.csv", *SAID],
        cwd=place,
        env={"PATH": os.defpath, "TERM": "xterm", "PYTHONUTF8": "1"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    shown, answered = b"", False
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        shown += piece
        if b"[y/N]" in shown and not answered:
            answered = True
            os.write(leader, answer)
    os.close(leader)
    return program.wait(timeout=60), shown.decode()


@pytest.mark.parametrize(
    ("answer", "code", "rows"),
    (
        (b"y\n", 0, 9),
        (b"yes\n", 0, 9),
        (b"n\n", 1, 7),
        (b"\n", 1, 7),
        (b"\x04", 1, 7),
    ),
)
def test_it_asks_on_a_terminal(
    installed: Installed, place: Path, answer: bytes, code: int, rows: int
) -> None:
    ended, shown = on_terminal(installed, place, answer)
    assert ended == code
    assert "Add 2 rows to data/actuals/2026.csv? [y/N]" in shown
    assert "东镇" in shown
    assert (place / "data/actuals/2026.csv").read_text("utf-8").count("\n") == rows


def test_an_end_of_input_is_a_no(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = import_module("clusterplan.cli.import_")
    monkeypatch.setattr(command, "can_ask", lambda: True)
    monkeypatch.chdir(place)
    done = CliRunner().invoke(app, ["import", "sent.csv", *SAID], input="")
    assert done.exit_code == 1
    assert "clusterplan: nothing was written" in done.stderr


def test_in_a_pipe_it_asks_nothing(installed: Installed, place: Path) -> None:
    before = (place / "data/actuals/2026.csv").read_bytes()
    done = installed.run("import", "sent.csv", *SAID, cwd=place)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--yes writes without asking" in done.stderr
    assert (place / "data/actuals/2026.csv").read_bytes() == before
    done = installed.run("import", "sent.csv", *SAID, "--yes", "-q", cwd=place)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_extra_a_workbook_says_how_to_get_it(installed: Installed, place: Path) -> None:
    (place / "sent.xlsx").write_bytes(xlsx(ROWS))
    done = installed.run("import", "sent.xlsx", "--yes", cwd=place)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"-m pip install '{installed.wheel}[excel]')" in done.stderr
    assert "needs defusedxml (run: " in done.stderr


def test_a_killed_import_leaves_the_old_file_or_the_new_one(
    installed: Installed, place: Path
) -> None:
    path = place / "data/actuals/2026.csv"
    old = path.read_bytes()
    command = [str(installed.scripts / "clusterplan"), "import", "sent.csv", *SAID, "--yes"]
    for wait in (0.1, 0.2, 0.3, 0.4, 0.5):
        program = subprocess.Popen(command, cwd=place, stdout=subprocess.DEVNULL)
        time.sleep(wait)
        program.kill()
        program.wait()
        after = path.read_bytes()
        assert after == old or after.count(b"import: sent.csv") == 2
        path.write_bytes(old)
    assert installed.run("import", "sent.csv", *SAID, "--yes", cwd=place).returncode == 0
    assert installed.run("validate", cwd=place).returncode == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("text", "table-80", "table-200"))
def test_import_as_it_looks(shipped_plan: Plan, language: str, form: str, *, renew: bool) -> None:
    sheets = {
        "主要指标": YEARS_ACROSS,
        "集群": ENTITIES_DOWN,
        "其他": (ONE, ("地区生产总指(亿元)", 1)),
    }
    given = Given("2008.xlsx", 2008, published="2013-03-01")
    reading = read_figures(read_sheets(xlsx(sheets, ["A1:D1"])), shipped_plan, given)
    outcome = outcome_of(
        reading,
        read_folder(DATA, "data"),
        shipped_plan,
        lambda year: (DATA / "actuals" / f"{year}.csv").read_bytes(),
        lambda year: f"data/actuals/{year}.csv",
    )
    name, options = split(form)
    text = render_import(outcome, shipped_plan, given.file, name, Locale(language), options)
    same(f"import-{form}-{language}", name, text, renew=renew)
