"""The READMEs: every command in them works as written, and prints what they show."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import picture
import pytest
import yaml
from typer.main import get_command

from clusterplan import __version__
from clusterplan.cli.app import app
from clusterplan.locale import LANGUAGES
from helpers import ROOT, Installed, started

FILES = {"en": "README.md", "zh": "README.zh.md"}
TEXTS = {language: (ROOT / name).read_text(encoding="utf-8") for language, name in FILES.items()}
TEST_COMMAND = re.compile(r"^python3 -m venv .*pytest$", re.MULTILINE)
EACH = pytest.mark.parametrize("language", FILES)


def blocks(language: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXTS[language], re.MULTILINE | re.DOTALL)


def console() -> list[tuple[str, str]]:
    """Return the commands of the console blocks and what they print."""
    all_blocks = [block for language in FILES for block in blocks(language, "console")]
    parts = [part for block in all_blocks for part in block.split("$ ")[1:]]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder with the plan of one's own that the README writes."""
    (tmp_path / "data" / "actuals").mkdir(parents=True)
    (tmp_path / "data" / "targets.yaml").write_text(blocks("en", "yaml")[1], encoding="utf-8")
    (tmp_path / "data" / "actuals" / "2022.csv").write_text(blocks("en", "csv")[0], "utf-8")
    return tmp_path


def with_installed(installed: Installed, folder: Path) -> Path:
    """Put the installed program where the README's commands look for it."""
    (folder / ".venv").symlink_to(installed.scripts.parent)
    return folder


def shell(command: str, folder: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{path}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    return started("/bin/sh", "-c", command, cwd=folder, env=env)


@pytest.mark.parametrize(("command", "shown"), console())
def test_what_a_command_prints(installed: Installed, own: Path, command: str, shown: str) -> None:
    program, *args = shlex.split(command)
    assert program == "clusterplan"
    language = "zh" if "zh" in args else "en"
    (own / "data" / "targets.yaml").write_text(blocks(language, "yaml")[1], encoding="utf-8")
    if args[0] == "validate":
        (own / "data" / "actuals" / "2023.csv").write_text(blocks("en", "csv")[1], "utf-8")
        done = installed.run(*args, cwd=own)
        assert (done.returncode, done.stdout + done.stderr) == (1, shown)
        return
    shipped = not {"--target", "zones", "examples/national-11fyp"}.isdisjoint(args)
    done = installed.run(*args, cwd=ROOT if shipped else own)
    assert done.stdout == shown
    assert len(done.stderr.splitlines()) == int(shipped)  # the shipped data's warning


def clone_into(folder: Path) -> Path:
    clone = folder / "clone"
    clone.mkdir()
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, clone)
    # The python3 of this very test, whatever the machine's own is.
    path = folder / "bin"
    path.mkdir()
    (path / "python3").symlink_to(sys.executable)
    return clone


@pytest.mark.slow
def test_the_first_command_on_a_machine_with_python_and_pip(tmp_path: Path) -> None:
    commands = [line for block in blocks("en", "sh") for line in block.splitlines()]
    (first,) = (line for line in commands if not TEST_COMMAND.match(line))
    done = shell(first, clone_into(tmp_path), str(tmp_path / "bin"))
    assert done.returncode == 0, done.stderr
    assert "Targets (17): " in done.stdout
    # The Chinese one differs in its language only, and so do those for PowerShell.
    chinese = [line for block in blocks("zh", "sh") for line in block.splitlines()]
    assert chinese == [f"{first} --lang zh", *(line for line in commands if line != first)]
    for language, more in (("en", ""), ("zh", " --lang zh")):
        (block,) = blocks(language, "powershell")
        plain = block.replace("py -m", "python3 -m").replace(".venv\\Scripts\\", ".venv/bin/")
        assert " && ".join(plain.splitlines()) == f"{first}{more}"


@pytest.mark.slow
@EACH
def test_the_document_to_hand_on(own: Path, language: str) -> None:
    """In the environment of the tests, which has what the extra brings."""
    (block,) = blocks(language, "bash")
    install, *commands = block.splitlines()
    assert install == "pip install -q '.[report]'"
    for command in commands:
        program, *args = shlex.split(command.replace("2008", "2022"))
        assert program == "clusterplan"
        done = started(sys.executable, "-m", program, *args, "--quiet", cwd=own)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    names = ("report.html", "report.docx", "report.xlsx")
    page, document, book = ((own / name).read_bytes() for name in names)
    assert page.decode().strip().startswith("<!DOCTYPE html>")
    assert document.startswith(b"PK")
    assert book.startswith(b"PK")


def test_one_line_is_the_test_command() -> None:
    assert len(TEST_COMMAND.findall(TEXTS["en"])) == 1


@EACH
def test_the_line_for_cron(installed: Installed, own: Path, language: str) -> None:
    (line,) = blocks(language, "cron")
    assert line == blocks("en", "cron")[0]
    *when, command = line.rstrip("\n").split(" ", 5)
    assert all(re.fullmatch(r"[0-9*/,-]+", field) for field in when)
    (own / "plan").symlink_to(own)  # HOME is this folder
    command = command.replace('/usr/sbin/sendmail "$LOGNAME"', "cat")
    assert "sendmail" not in command
    done = shell(command, with_installed(installed, own))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    figures = own / "data" / "actuals" / "2022.csv"
    figures.write_text(figures.read_text("utf-8").replace("38", "44"), "utf-8")
    sent = shell(command, own).stdout
    assert sent == (own / "mail.txt").read_text("utf-8")
    assert sent.startswith("Subject: 2022: 1 of 1 target behind (Clean air)\n")
    figures.write_text("nothing\n", "utf-8")
    done = shell(command, own)
    assert done.stdout == ""
    assert "CP101" in done.stderr


@EACH
def test_the_steps_for_ci(installed: Installed, own: Path, language: str) -> None:
    text = blocks(language, "yaml")[0]
    assert text == blocks("en", "yaml")[0]
    (job,) = yaml.safe_load(text)["jobs"].values()
    (used,) = (step for step in job["steps"] if "clusterplan@" in step.get("uses", ""))
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert set(used["with"]) <= set(action["inputs"])
    assert used["uses"].endswith(f"@v{__version__}")
    (run,) = (step["run"] for step in job["steps"] if "run" in step)
    summary = own / "summary.md"
    command = run.replace("$GITHUB_STEP_SUMMARY", str(summary))
    assert shell(command, own, str(installed.scripts)).returncode == 0
    assert summary.read_text("utf-8").startswith("# Clean air: 2022\n")
    (own / "data" / "actuals" / "2022.csv").write_text("indicator\n", encoding="utf-8")
    assert shell(command, own, str(installed.scripts)).returncode == 2


@EACH
def test_the_hook_for_pre_commit(installed: Installed, own: Path, language: str) -> None:
    text = blocks(language, "yaml")[2]
    assert text == blocks("en", "yaml")[2]
    (repository,) = yaml.safe_load(text)["repos"]
    assert repository["rev"] == f"v{__version__}"
    (used,) = repository["hooks"]
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert used["id"] == hook["id"]
    assert hook["pass_filenames"] is False
    assert installed.run("validate", "--write-known", used["args"][1], cwd=own).returncode == 0
    command = shlex.join([*hook["entry"].split(), *used["args"]])
    assert shell(command, own, str(installed.scripts)).returncode == 0
    (own / "data" / "actuals" / "2023.csv").write_text(blocks("en", "csv")[1], "utf-8")
    assert shell(command, own, str(installed.scripts)).returncode == 1


@EACH
def test_the_options_in_it(language: str) -> None:
    options = set(re.findall(r"`(--[a-z-]+)", TEXTS[language]))
    known = {
        name
        for command in get_command(app).commands.values()  # type: ignore[attr-defined]
        for param in command.params
        for name in param.opts
    }
    assert options <= known


@EACH
def test_the_python_in_it(installed: Installed, language: str) -> None:
    (code,) = blocks(language, "python")
    assert installed.python(f"import os; os.chdir({str(ROOT)!r})\n{code}") == (
        "ahead\nsignificant_progress 1.041\n"
    )


@EACH
def test_both_show_the_same_plan_of_ones_own(language: str) -> None:
    """Each in its own language."""
    texts = [
        re.sub(r"(language|title|name): [^,}\n]+", "", blocks(each, "yaml")[1])
        for each in (language, "en")
    ]
    assert texts[0] == texts[1]
    assert f"language: {language}" in blocks(language, "yaml")[1]
    assert blocks(language, "csv") == blocks("en", "csv")


@EACH
def test_links_lead_somewhere(language: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", TEXTS[language]):
        assert target.startswith("https://") or (ROOT / target).is_file(), target


@pytest.mark.parametrize("name", picture.REPORTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_shows_the_report_of_today(name: str, language: str) -> None:
    drawn = ET.fromstring(picture.path_of(name, language).read_text(encoding="utf-8"))  # noqa: S314 # ours
    lines: dict[str, str] = {}
    for element in drawn.iter("{http://www.w3.org/2000/svg}text"):
        lines[element.attrib["y"]] = lines.get(element.attrib["y"], "") + (element.text or "")
    report = picture.report(name, language, coloured=False)
    wanted = ["".join(line.split()) for line in report.splitlines() if line.strip()]
    assert ["".join(line.split()) for line in lines.values()] == wanted


@pytest.mark.parametrize("name", picture.REPORTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_fetches_nothing(name: str, language: str) -> None:
    text = picture.path_of(name, language).read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
