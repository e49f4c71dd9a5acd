"""The documentation: what it shows is run, page by page, and comes out as shown.

Blocks of a page are played in their order, in one folder: `console` commands with what they print
(a line `…` stands for lines left out), `sh` and `cron` commands, which must succeed, `python`,
whose output a `text` block after it shows, and `diff`, which is applied. A block that names a file,
like `csv data/actuals/2026.csv`, becomes that file. `--renew` writes what came out into the page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest
import reference
import typer
import yaml

import clusterplan
from clusterplan.cli.app import app
from clusterplan.cli.exit_codes import FAULT, FINDINGS, OK, USAGE
from helpers import ROOT, Installed

DOCS = ROOT / "docs"
WRITTEN = {reference.FOLDER / name for name in reference.PAGES}
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "CONTRIBUTING.md"]
PLAYED = [path for path in PAGES if path not in WRITTEN]
EMPTY = (
    *("tutorial.md", "tutorial.zh.md", "excel.md", "revisions.md"),
    *("plan-languages.md", "start-from-a-table.md", "say-why.md", "roll-up.md", "roll-up.zh.md"),
)
"""Pages that begin without a plan; the others have the one that ships."""
HOME = "/home/you/plan"
"""What pages call the folder that they are played in."""
CLONE = "add-"
"""Pages whose names begin so change the program itself, in a clone."""
BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
EACH = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


@pytest.fixture(scope="session")
def in_full(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel with all that it can use, and return where its programs are."""
    home = tmp_path_factory.mktemp("in-full") / "venv"
    venv.create(home)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for_users = extras["optional-dependencies"].keys() - {"bench", "dev", "mutation"}
    wanted = ",".join(sorted(for_users))
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python")]
    quiet = ["--disable-pip-version-check", "-q", "install"]
    subprocess.run([*pip, *quiet, f"{installed.wheel}[{wanted}]"], check=True)
    return home / "bin"


@dataclass
class Session:
    """A reader who does what a page says, in a folder of their own."""

    folder: Path
    programs: Path
    language: str = "en"
    code: int = 0
    printed: str = ""

    def play(self, block: re.Match[str]) -> str:
        """Do what a block says; return it with what really came out."""
        kind, file, text = block["kind"], block["file"], block["text"]
        if file is not None:
            assert file in block.string[: block.start()], f"the page does not say: {file}"
            self.write(file, text)
        elif kind == "console":
            text = "".join(
                self.show(part) for part in re.split(r"^(?=\$ )", text, flags=re.MULTILINE)
            )
        elif kind in ("sh", "cron"):
            kept = text.replace('/usr/sbin/sendmail "$LOGNAME"', "cat")
            self.run(kept.split(" ", 5)[5] if kind == "cron" else f"set -e\n{text}")
            assert self.code == 0, self.printed
        elif kind == "python":
            self.write("example.py", text)
            self.run("python example.py")
            assert self.code == 0, self.printed
        elif kind == "text":
            text = elided(text, self.printed)
        elif kind == "diff":
            self.change(text)
        elif kind == "yaml":
            assert yaml.safe_load(text)
        else:
            pytest.fail(f"nothing is known of blocks like {kind}")
        name = f" {file}" if file else ""
        return f"```{kind}{name}\n{text}```"

    def run(self, command: str) -> None:
        path = os.pathsep.join((str(self.programs), os.defpath))
        home, lang = str(self.folder.parent), {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[self.language]
        done = subprocess.run(
            f"(exit {self.code}); {command}" if "$?" in command else command,
            shell=True,
            cwd=self.folder,
            env={"PATH": path, "HOME": home, "LANG": lang, "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode != FAULT, done.stdout
        self.code = done.returncode
        self.printed = done.stdout.replace(str(self.folder), HOME)

    def show(self, part: str) -> str:
        line, _, shown = part.partition("\n")
        if not line:
            return part
        assert line.startswith("$ "), line
        self.run(line.removeprefix("$ "))
        return f"{line}\n{elided(shown, self.printed)}"

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, diff: str) -> None:
        """Apply hunks by their text: line numbers would age with every change of the program."""
        head, *hunks = re.split(r"^@@.*\n", diff, flags=re.MULTILINE)
        name = head.rpartition("+++ b/")[2].strip()
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        for hunk in hunks:
            lines = hunk.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            assert text.count(old) == 1, f"{name} no longer has:\n{old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def elided(shown: str, printed: str) -> str:
    """Return what is shown if it is what was printed, lines left out; else what was printed."""
    parts = re.split(r"^…\n", shown, flags=re.MULTILINE)
    fits = re.fullmatch("(?:.*\n)*?".join(re.escape(part) for part in parts), printed)
    return shown if fits else printed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder `plan` in a home of its own, with the files that pages use as examples."""
    made = tmp_path / "plan"
    shutil.copytree(DOCS / "examples", made)
    return made


def clone(folder: Path) -> Path:
    """Put the program's source into a folder, and return where a `clusterplan` runs from it."""
    for name in ("src", "tools"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    programs = folder.parent / "programs"
    programs.mkdir()
    for name, args in (("python", ""), ("clusterplan", "-m clusterplan ")):
        script = programs / name
        start = f"PYTHONPATH={folder / 'src'} exec {sys.executable} {args}"
        script.write_text(f'#!/bin/sh\n{start}"$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return programs


@pytest.mark.parametrize("path", PLAYED, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_shows(path: Path, in_full: Path, folder: Path, *, renew: bool) -> None:
    if path.name not in EMPTY:
        shutil.copytree(ROOT / "data", folder / "data")
    (folder / ".venv").symlink_to(in_full.parent)
    programs = clone(folder) if path.name.startswith(CLONE) else in_full
    session = Session(folder, programs, "zh" if path.name.endswith(".zh.md") else "en")
    text = path.read_text(encoding="utf-8")
    came_out = BLOCK.sub(session.play, text)
    if renew:
        path.write_text(came_out, encoding="utf-8")
    assert came_out == text
    assert text.count("\n```") == 2 * len(BLOCK.findall(text)), "a fence stands open"


@EACH
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        name, _, part = target.partition("#")
        found = path if not name else path.parent / name
        assert found.exists(), target
        if part:
            heads = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in heads]


@EACH
def test_a_page_opens_with_what_it_is_for(path: Path) -> None:
    title, empty, *_, end = path.read_text(encoding="utf-8").split("\n")
    assert title.startswith("# ")
    assert (empty, end) == ("", "")


def test_the_index_has_every_page() -> None:
    linked = {
        (DOCS / link).resolve() for link in LINK.findall((DOCS / "README.md").read_text("utf-8"))
    }
    assert linked >= {path for path in PAGES if path.name != "README.md"}


def test_both_readmes_lead_to_the_index() -> None:
    for name in ("README.md", "README.zh.md"):
        assert "(docs/README.md)" in (ROOT / name).read_text(encoding="utf-8")
    assert "(docs/tutorial.zh.md)" in (ROOT / "README.zh.md").read_text(encoding="utf-8")


def test_the_tutorial_is_the_same_in_both_languages() -> None:
    texts = [(DOCS / name).read_text("utf-8") for name in ("tutorial.md", "tutorial.zh.md")]
    commands = [re.findall(r"^\$ (.*)$", text, re.MULTILINE) for text in texts]
    assert commands[0] == commands[1]
    steps = [re.findall(r"^## \d", text, re.MULTILINE) for text in texts]
    assert steps[0] == steps[1]


def test_exit_codes_are_those_of_the_program() -> None:
    text = (DOCS / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    listed = [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert listed == [OK, FINDINGS, USAGE, FAULT, 130]  # 130 is what a shell says of Ctrl-C


def test_the_python_page_has_the_whole_api() -> None:
    text = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    assert all(f"`{name}" in text for name in clusterplan.__all__)


def test_what_ci_is_told_exists() -> None:
    text = (DOCS / "how-to" / "ci.md").read_text(encoding="utf-8")
    hook, action = (yaml.safe_load(block["text"]) for block in list(BLOCK.finditer(text))[:2])
    (known,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["repos"][0]["hooks"] == [{"id": known["id"]}]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    (job,) = action["jobs"].values()
    assert set(job["steps"][1]["with"]) <= set(inputs)


def test_every_command_is_used_somewhere() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in PLAYED)
    used = set(re.findall(r"clusterplan ([a-z-]+)", text))
    assert used >= set(getattr(typer.main.get_command(app), "commands", {}))
