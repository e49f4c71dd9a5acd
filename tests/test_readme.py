"""The README: every command in it works as written, and prints what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import ROOT, Installed

README = (ROOT / "README.md").read_text(encoding="utf-8")
TEST_COMMAND = re.compile(r"^python3 -m venv .*pytest$", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def console() -> list[tuple[str, str]]:
    """Return the commands of the console blocks and what they print."""
    parts = [part for block in blocks("console") for part in block.split("$ ")[1:]]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


@pytest.mark.parametrize(("command", "shown"), console())
def test_what_a_command_prints(installed: Installed, command: str, shown: str) -> None:
    program, *args = shlex.split(command)
    assert program == "clusterplan"
    done = installed.run(*args, cwd=ROOT)
    assert done.stdout == shown
    assert done.stderr == ""


def test_the_first_command_on_a_machine_with_python_and_pip(tmp_path: Path) -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    (first,) = (line for line in commands if not TEST_COMMAND.match(line))
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, clone)
    # The python3 of this very test, whatever the machine's own is.
    path = tmp_path / "bin"
    path.mkdir()
    (path / "python3").symlink_to(sys.executable)
    done = subprocess.run(
        first,
        shell=True,
        cwd=clone,
        env={"PATH": f"{path}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Targets (17): " in done.stdout


def test_one_line_is_the_test_command() -> None:
    assert len(TEST_COMMAND.findall(README)) == 1


def test_the_python_in_it(installed: Installed) -> None:
    (code,) = blocks("python")
    assert installed.python(f"import os; os.chdir({str(ROOT)!r})\n{code}") == "ahead\n"
