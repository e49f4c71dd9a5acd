"""Files that are none, files without end, hostile text in every format, and odd outputs."""

from __future__ import annotations

import json
import os
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clusterplan.base.findings import MAX_FINDINGS
from clusterplan.cli.data import LIMITS
from clusterplan.reading.limits import MAX_PLAN_BYTES
from clusterplan.render.findings.formats import FORMATS
from hazards import GOOD, PLAN, YEAR, lay_out, level, row, run, table
from helpers import Installed
from helpers import run as run_alone

ZERO = Path(os.devnull).with_name("zero")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


NO_FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder": (a_folder, "CP001 error: this is a folder, not a file"),
    "a link that leads nowhere": (a_link("nowhere"), "CP001 error: there is no such file"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "CP001 error: the link leads"),
    "a named pipe": (os.mkfifo, "CP002 error: this is not a regular file but a device, a pipe"),
    "a device without end": (a_link(str(ZERO)), "CP002 error: this is not a regular file"),
}


@pytest.mark.parametrize("name", (YEAR, "targets.yaml"))
@pytest.mark.parametrize(("make", "says"), NO_FILES.values(), ids=[*NO_FILES])
def test_what_is_no_file(
    tmp_path: Path, name: str, make: Callable[[Path], None], says: str
) -> None:
    folder = lay_out(tmp_path / "data", {YEAR: table(GOOD)})
    (folder / name).unlink()
    make(folder / name)
    for asked in (folder, folder / name):
        done = run(asked)
        assert done.exit_code == 1
        assert done.stdout.startswith(f"{folder}/{name}: {says}")
        assert done.stdout.count("\n") == 1


def test_a_file_where_the_folder_of_figures_should_be(tmp_path: Path) -> None:
    (tmp_path / "targets.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "actuals").write_text("", encoding="utf-8")
    done = run(tmp_path)
    assert done.stdout == f"{tmp_path}/actuals: CP001 error: this is a file, not a folder\n"


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """Return a folder of ours, and be a user for whom permissions count: root may do all."""
    run("--help")  # what is loaded late must be loaded while everything can be read
    with tempfile.TemporaryDirectory() as name:
        folder = lay_out(Path(name), {YEAR: table(GOOD)})
        run(folder)
        folder.chmod(0o755)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)


@pytest.mark.parametrize("name", (YEAR, "targets.yaml", "actuals"))
def test_what_may_not_be_read(as_nobody: Path, name: str) -> None:
    path, own = as_nobody / name, os.geteuid()
    if own == 65534:
        os.seteuid(0)
    path.chmod(0)
    if own == 65534:
        os.seteuid(65534)
    done = run(as_nobody)
    assert done.exit_code == 1
    denied = "CP001 error: the file may not be read: permission denied"
    assert done.stdout.startswith(f"{as_nobody}/{name}: {denied}")


@pytest.mark.slow
def test_many_bad_rows_are_counted_and_not_kept(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        data = table(*(row("?", entity="east") for _ in range(rows)))
        folder = lay_out(tmp_path / str(rows), {YEAR: data})
        tracemalloc.start()
        report = json.loads(run(folder, "-f", "json").stdout)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (len(report["findings"]), report["truncated"]) == (MAX_FINDINGS, rows - MAX_FINDINGS)
        return size - 4 * len(data)  # the file's bytes, its text, and a copy of each

    assert peak(50_000) < 2 * peak(2_000)


HOSTILE = ("[red]x[/red]", "[/x]", "a|b", "<script>", "a & b", "%s {x}", "::error::x", "##[error]x")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_formats_might_obey(tmp_path: Path, form: str, text: str) -> None:
    folder = lay_out(tmp_path, {YEAR: table(GOOD, row(text))})
    done = run(folder, "--select", "CP201", "--format", form)
    assert done.exit_code == 1
    shown = text.replace("##[", "# #[").replace("%", "%25") if form == "github" else text
    assert f"{shown} is not a number" in done.stdout
    if form == "github":
        assert done.stdout.startswith("::error file=")
        assert "##[" not in done.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_names_that_formats_might_obey(tmp_path: Path, form: str) -> None:
    name = r"[red]x[/red]\n::error::y\t|"
    plan = PLAN.replace("en: Value added", f'en: "{name}"').replace("baseline: {value: 100}", "")
    folder = lay_out(tmp_path, {"targets.yaml": plan.encode(), YEAR: table(GOOD)})
    done = run(folder, "--select", "CP504", "--format", form)
    lines = [line for line in done.stdout.splitlines() if "::error" in line]
    assert len(lines) == 1
    assert "[red]x[/red]" in lines[0]
    assert not lines[0].startswith("::error")


def test_a_data_folder_with_an_odd_name(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "a,b:c%\x1b[31m\n::error::", {YEAR: table(row("?"))})
    for form in FORMATS:
        done = run(folder, "--format", form)
        assert done.exit_code == 1
        lines = [line[:9] for line in done.stdout.splitlines()]
        assert form == "full" or "::error::" not in lines  # where long names wrap
    (line,) = run(folder, "-f", "github").stdout.splitlines()
    assert "a%2Cb%3Ac%25" in line


@pytest.mark.parametrize("encoding", ("ascii", "gbk"))
@pytest.mark.parametrize("form", FORMATS)
def test_outputs_that_cannot_show_it(
    installed: Installed, tmp_path: Path, encoding: str, form: str
) -> None:
    folder = lay_out(tmp_path, {YEAR: table(row("约３"), row("1", entity="东𠮷", unit="½✓"))})
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    done = installed.run("validate", folder, "-f", form, "--lang", "zh", env=env, encoding=None)
    assert done.returncode == 1
    told, counted = map(bytes, (done.stdout, done.stderr))  # type: ignore[arg-type] # not decoded
    told.decode("utf-8" if form in ("json", "github", "sarif") else encoding)
    assert b"CP201" in told
    assert counted.startswith(b"clusterplan")
    assert counted.count(b"\n") == 1


def test_verbose_lists_revisions(tmp_path: Path) -> None:
    later = row("152", published="2010-01-05")
    same = row("152", published="2011-01-05")
    folder = lay_out(
        tmp_path, {YEAR: table(GOOD, later, same), "actuals/2007.csv": level("130", year=2007)}
    )
    plain, verbose = run(folder), run(folder, "-v")
    assert plain.stdout == verbose.stdout == ""
    assert verbose.stderr == (
        f"{folder}/{YEAR}:3: revised: value added, 2008: 152 亿元 (5 Jan 2010)"
        f" instead of 150 亿元 (1 Mar 2009)\n{plain.stderr}"
    )
    assert "revised" not in run(folder / "actuals" / "2007.csv", "-v").stderr


def test_limits_that_are_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = (PLAN + f"# {'x' * MAX_PLAN_BYTES}\n").encode()
    folder = lay_out(tmp_path, {"targets.yaml": plan, YEAR: table(GOOD)})
    done = run(folder)
    assert done.exit_code == 1
    assert "CP003 error" in done.stdout
    assert f"{LIMITS}=2" in done.stdout
    for times in ("0", "-1", "1.5", "1000", "２", "many"):
        monkeypatch.setenv(LIMITS, times)
        assert run(folder).exit_code == 2
    monkeypatch.setenv(LIMITS, "2")
    assert run(folder).exit_code == 0
    for command in (("check", "2008"), ("targets",), ("trend",), ("new-year", "2009")):
        assert run_alone(*command, data=folder).exit_code == 0, command
