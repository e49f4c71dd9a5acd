"""`clusterplan report`: what it takes, what it refuses, and how it writes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from helpers import DATA, refused, started
from helpers import run as run_alone
from test_installed import DOCUMENTS

pytestmark = pytest.mark.slow


def run(*args: str | Path, data: Path = DATA) -> Result:
    return run_alone("report", *args, data=data)


@pytest.mark.parametrize(
    ("name", "more", "start"),
    (
        ("a.html", (), b"<!DOCTYPE"),
        ("a.HTML", (), b"<!DOCTYPE"),
        ("a.xlsx", (), b"PK"),
        ("a.docx", (), b"PK"),
        ("a", ("--format", "html"), b"<!DOCTYPE"),
        ("a.html", ("-f", "xlsx"), b"PK"),
    ),
)
def test_the_ending_or_the_option_says_what_it_is(
    tmp_path: Path, name: str, more: tuple[str, ...], start: bytes
) -> None:
    path = tmp_path / name
    done = run("2008", "-o", str(path), "-q", *more)
    assert (done.exit_code, done.output) == (0, "")
    assert path.read_bytes().lstrip().startswith(start)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("args", "named"),
    (
        (("2008", "-o", "report.pdf"), ".html, .docx or .xlsx"),
        (("2008", "-o", "report"), "--format"),
        (("2008",), "--output"),
        (("2011", "-o", "a.html"), "from 2006 to 2010"),
        (("2008.0", "-o", "a.html"), "is not a year"),
        (("2008", "-o", "a.html", "--method", "pace"), "no second opinion"),
        (("2008", "-o", "a.html", "--as-of", "2009-02-30"), "--as-of"),
        (("2008", "-o", "nowhere/a.html"), "cannot write nowhere/a.html"),
    ),
)
def test_what_it_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(run(*args), named)
    assert not list(tmp_path.iterdir())


def test_an_old_file_stays_where_a_report_cannot_be_made(data_copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    (data_copy / "actuals" / "2008.csv").write_text("nothing\n", encoding="utf-8")
    done = run("2008", "-o", str(path), data=data_copy)
    assert done.exit_code == 2
    assert path.read_text(encoding="utf-8") == "old"


def test_checksums_are_those_of_the_files(data_copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert run("2008", "-o", str(path), data=data_copy).exit_code == 0
    html = path.read_text(encoding="utf-8")
    files = [data_copy / "targets.yaml", *(data_copy / "actuals").glob("*.csv")]
    assert len(files) == 7
    for file in files:
        assert hashlib.sha256(file.read_bytes()).hexdigest() in html


def test_options_reach_the_document(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    options = ("--as-of", "2009-06-30", "--published-only", "--method", "dns", "--lang", "zh")
    assert run("2008", "-o", str(path), *options).exit_code == 0
    html = path.read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in html
    for piece in ("2009年6月30日", "仅用已公布数据", "德国"):
        assert piece in html
    assert "欧统局" not in html


@pytest.mark.parametrize("form", ("html", "docx", "xlsx"))
def test_it_takes_three_seconds_of_a_processor_at_most(tmp_path: Path, form: str) -> None:
    before = os.times()
    command = ["report", "2008", "-q", "-o", str(tmp_path / f"a.{form}"), "--data", str(DATA)]
    subprocess.run([sys.executable, "-m", "clusterplan", *command], check=True)
    after = os.times()
    taken = after.children_user - before.children_user
    taken += after.children_system - before.children_system
    assert taken <= 3


@pytest.mark.parametrize("command", ("check 2008", "show zones", "trend", "validate", "report -h"))
def test_other_commands_load_no_libraries_of_documents(command: str) -> None:
    """In the environment of the tests, which has them."""
    code = (
        "import sys, io\n"
        f"sys.argv = ['clusterplan', *{command.split()!r}]\n"
        "out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding='utf-8')\n"
        "from clusterplan.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=out)"
    )
    loaded = set(started(sys.executable, "-c", code, cwd=DATA.parent).stdout.split())
    assert "clusterplan" in loaded
    assert not DOCUMENTS & loaded
