"""clusterplan as users have it: from a wheel, in its own environment, from another folder."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from clusterplan import __version__
from clusterplan.cli.commands import COMMANDS
from clusterplan.reading.folder import read_plan_only
from helpers import COAST, DATA, Installed, started

DOCUMENTS = {"pygal", "jinja2", "markupsafe", "xlsxwriter", "docx", "lxml", "resvg_py"}
COAST_IDS = [item.id for item in read_plan_only(COAST, "coast").plan.commitments]  # type: ignore[union-attr] # it is sound
HEAVY = ("pydantic", "yaml", "rich", "tabulate")


def test_check_from_an_empty_folder(installed: Installed) -> None:
    done = installed.run("check", "2008")
    assert done.returncode == 0
    assert "0 of 17 verdicts rest on published figures alone." in done.stdout
    assert "the plan that comes with it" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    named = installed.run("check", "2008", "-q", "--data", "example")
    assert (named.stdout, named.stderr) == (done.stdout, "")


def test_the_wheel_holds_data_schemas_and_types(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    for path in (DATA / "targets.yaml", *(DATA / "actuals").glob("*.csv")):
        assert f"clusterplan/data/{path.relative_to(DATA).as_posix()}" in names
    assert {"clusterplan/py.typed", "clusterplan/schemas/report.schema.json"} <= names
    assert "clusterplan/schemas/methods.schema.json" in names
    assert {f"clusterplan/render/page/page.{ending}" for ending in ("html", "css", "js")} <= names
    assert not [name for name in names if "test" in name]


def test_version_and_module(installed: Installed) -> None:
    assert installed.run("--version").stdout == f"clusterplan {__version__}\n"
    code = "from importlib.metadata import version; print(version('clusterplan'), end='')"
    assert installed.python(code) == __version__
    module = (installed.scripts / "python", "-I", "-m", "clusterplan", "--version")
    done = started(*module, cwd=installed.empty)
    assert done.stdout == f"clusterplan {__version__}\n"


def loaded(installed: Installed, *args: str) -> set[str]:
    """Return the modules that a command has loaded when it ends."""
    code = (
        "import sys, io\n"
        f"sys.argv = ['clusterplan', *{list(args)!r}]\n"
        "out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding='utf-8')\n"
        "from clusterplan.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=out)"
    )
    return set(installed.python(code).split())


def test_version_loads_nothing(installed: Installed) -> None:
    assert not loaded(installed, "--version") & {"typer", *HEAVY}


def test_help_loads_only_typer(installed: Installed) -> None:
    modules = loaded(installed, "--help")
    assert "typer" in modules
    assert not modules & {*HEAVY, "msgspec"}
    assert not modules & {f"clusterplan.cli.{entry.module}" for entry in COMMANDS}


def test_a_command_loads_no_other(installed: Installed) -> None:
    commands = {f"clusterplan.cli.{entry.module}" for entry in COMMANDS}
    assert loaded(installed, "schema") & commands == {"clusterplan.cli.schema"}


@pytest.mark.parametrize("command", ("check", "targets", "schema", "methods"))
def test_help_of_a_command_loads_no_readers(installed: Installed, command: str) -> None:
    # typer itself loads pydantic for the options of a command from 0.29 on.
    assert not loaded(installed, command, "--help") & (set(HEAVY) - {"pydantic"})


def test_json_loads_no_tables(installed: Installed) -> None:
    modules = loaded(installed, "check", "2008", "--format", "json")
    assert not modules & {"rich", "tabulate", "wcwidth"}


def test_text_loads_no_rich(installed: Installed) -> None:
    modules = loaded(installed, "check", "2008", "--format", "text")
    assert "tabulate" in modules
    assert "rich" not in modules


@pytest.mark.parametrize(
    "command",
    (
        "report 2008 -o report.html",
        "report 2008 -o report.docx",
        "report 2008 -o report.xlsx",
        "show zones --chart zones.svg",
        "show zones --chart zones.png",
    ),
)
def test_a_document_without_its_libraries(installed: Installed, command: str) -> None:
    done = installed.run(*command.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.rstrip().endswith(f"-m pip install '{installed.wheel}[report]'")
    assert not list(installed.empty.iterdir())


def test_import_loads_nothing(installed: Installed) -> None:
    code = (
        "import clusterplan, sys; print(*(n for n in sys.modules if n.startswith('clusterplan')))"
    )
    assert installed.python(code).split() == ["clusterplan"]


@pytest.mark.parametrize(
    ("name", "heavy"),
    (("eurostat", False), ("opensdg", False), ("unsd", False), ("dns", False), ("pace", True)),
)
def test_a_method_by_plain_numbers_loads_little(
    installed: Installed, name: str, *, heavy: bool
) -> None:
    """Pace takes its thresholds from the model of a plan."""
    code = (
        "import clusterplan, sys\n"
        "case = dict(base_year=2005, base=20, year=2008, value=25, target_year=2010, target=40)\n"
        f"print(clusterplan.methods.judge({name!r}, direction='increase', **case).standing)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    standing, modules = installed.python(code).splitlines()
    assert standing == "behind"
    assert ("pydantic" in modules.split()) is heavy
    assert not set(modules.split()) & {"typer", "rich", "tabulate", "yaml"}


def test_plain_check_loads_no_other_method(installed: Installed) -> None:
    code = (
        "import sys\n"
        "check = ['clusterplan', 'check', '2008', '--data', 'example', '-o', '{out}']\n"
        "sys.argv = [*check, *{extra}]\n"
        "from clusterplan.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*(n for n in {names} if f'clusterplan.methods.{{n}}' in sys.modules))"
    )
    names = ("eurostat", "opensdg", "unsd", "dns")
    for extra, wanted in (((), []), (("--method", "dns"), ["dns"]), (("--method", "all"), names)):
        run = code.format(extra=list(extra), out=os.devnull, names=names)
        assert installed.python(run).split() == list(wanted)


def test_a_working_folder_that_is_gone(installed: Installed, tmp_path: Path) -> None:
    line = f"mkdir gone && cd gone && rmdir ../gone && '{installed.program}' check 2008"
    done = started("/bin/bash", "-c", line, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_json_is_utf8_whatever_the_terminal_speaks(installed: Installed) -> None:
    environment = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = installed.run("check", "2008", "--format", "json", env=environment)
    assert json.loads(done.stdout)["targets"][0]["unit"] == "亿元"


@pytest.mark.parametrize(
    ("words", "wanted"),
    (
        ("check --target key-", "key-clusters key-clusters-value-added"),
        ("check --method ", "eurostat opensdg unsd dns all"),
        ("check --method o", "opensdg"),
        ("methods ", "pace eurostat opensdg unsd dns"),
        ("methods p", "pace"),
        ("ch", "check"),
        ("", " ".join(entry.name for entry in COMMANDS)),
    ),
)
def test_completion(installed: Installed, words: str, wanted: str) -> None:
    environment = {
        "_CLUSTERPLAN_COMPLETE": "complete_bash",
        "COMP_WORDS": f"clusterplan {words}",
        "COMP_CWORD": str(len(words.split(" "))),
    }
    assert installed.run(env=environment).stdout.split() == wanted.split()


@pytest.mark.parametrize("by", ("option", "environment"))
def test_completion_knows_the_data_folder(installed: Installed, by: str) -> None:
    words = (
        f"clusterplan check --data {COAST} --target c" if by == "option" else "clusterplan show c"
    )
    environment = {
        "_CLUSTERPLAN_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
        "CLUSTERPLAN_DATA": str(COAST) if by == "environment" else "",
    }
    offered = installed.run(env=environment).stdout.split()
    assert offered == [each for each in COAST_IDS if each.startswith("c")]


def test_a_pipe_without_a_name_is_written_to(installed: Installed) -> None:
    done = installed.run("check", "2008", "--data", "example", "-f", "json", "-o", "/dev/stdout")
    assert (done.returncode, json.loads(done.stdout)["year"]) == (0, 2008)


def test_no_plugin_of_pydantic_runs(installed: Installed, tmp_path: Path) -> None:
    told = tmp_path / "told"
    (tmp_path / "hook.py").write_text(f"open({str(told)!r}, 'w').close()\nplugin = None\n")
    info = tmp_path / "hook-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hook\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[pydantic]\nhook = hook:plugin\n")
    there = {"PYTHONPATH": str(tmp_path)}
    assert installed.run("check", "2008", env=there).returncode == 0
    assert not told.exists()
    installed.run("check", "2008", env=there | {"PYDANTIC_DISABLE_PLUGINS": ""})
    assert told.exists()  # it would run, where somebody asks for it
