"""The command line: arguments, exit codes, streams, files."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import stat
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest
from typer.testing import Result

from clusterplan import __version__
from clusterplan.cli.asked import Asked
from clusterplan.cli.parameters import PARAMETERS
from clusterplan.methods import SECOND_OPINIONS
from folders import indicator, lay_out
from helpers import COAST, DATA, ROOT, edit, refused
from helpers import run as run_alone

SHIPPED = ("--data", str(DATA))
WARNED = "clusterplan: 1 warning on the data; see clusterplan validate\n"


def run(*args: str, data: tuple[str, ...] = SHIPPED) -> Result:
    return run_alone(*args, *(data if args[0] in ("check", "targets") else ()))


@pytest.mark.parametrize("year", ("2006", "2008", "2010"))
def test_years_of_the_plan(year: str) -> None:
    done = run("check", year)
    assert (done.exit_code, done.stderr) == (0, WARNED)
    assert f"Actual {year}" in done.stdout


def test_without_a_year_the_newest_with_a_figure() -> None:
    assert "Actual 2010" in run("check").stdout
    assert "Actual 2008" in run("check", "--as-of", "2009-06-30").stdout


NO_YEARS = ("0000", "2004", "2005", "2011", "2008.0", "2_008", "２００８", "08", "''", "last")
NO_OPINIONS = ("pace", "oecd", "Eurostat", "''")
USAGE = (
    *((f"check {year}", "Invalid value for YEAR") for year in NO_YEARS),
    ("check 2004", "from 2006 to 2010"),
    ("check 2011", "from 2006 to 2010"),
    ("check 2008 --target zoness", "did you mean zones?"),
    ("check 2008 --target zones,platforms", "write --target zones --target platforms"),
    ("check 2008 --target 'zones, dusk'", "see clusterplan targets"),
    ("check 2008 --target 块状", "块状 is in the names of several: block-share-value-added, block"),
    ("check 2008 --as-of 30.6.2009", "--as-of"),
    ("check 2008 --as-of 2009-02-30", "--as-of"),
    ("check 2008 --format pdf", "--format"),
    ("check 2008 --fail-on met", "--fail-on"),
    ("check 2008 --fail-on worse", "--against"),
    ("check 2008 --lang fr", "--lang"),
    ("check 2008 --nonsense", "--nonsense"),
    *((f"check 2008 --method {name}", "no second opinion by") for name in NO_OPINIONS),
    ("check 2008 --method oecd", "there are eurostat, opensdg, unsd, dns, all"),
    ("methods oecd", "there is no method 'oecd'; there are pace,"),
    ("methods -f yaml", "--format"),
    ("show zonse", "did you mean zones?"),
    ("show zones --year 2011", "runs from 2006 to 2010"),
    ("show zones --year 2008.0", "is not a year"),
    ("show", "TARGET"),
    ("trend zonse", "did you mean zones?"),
    ("diff 2007 2011", "runs from 2006 to 2010"),
    ("diff 2007 x", "is not a year"),
    ("diff 2007", "YEAR2"),
    ("nonsense", "nonsense"),
    ("chek 2008", "No such command 'chek'. Did you mean 'check'"),
    ("new_year", "Did you mean 'new-year'?"),
    ("import_", "Did you mean 'import'"),
)


@pytest.mark.parametrize(("command", "says"), USAGE)
def test_usage_errors_name_what_is_wrong(command: str, says: str) -> None:
    refused(run_alone(*shlex.split(command), env={"CLUSTERPLAN_DATA": str(DATA)}), says)


@pytest.mark.parametrize(
    ("year", "status", "code"),
    (
        # 2008: behind and far behind; every target has a verdict.
        ("2008", "behind", 1),
        ("2008", "far_behind", 1),
        ("2008", "regressed", 0),
        ("2008", "missed", 0),
        ("2008", "no_data", 0),
        # 2006: one regressed, some without data, an overdue milestone, which counts as missed.
        ("2006", "regressed", 1),
        ("2006", "missed", 1),
        ("2006", "no_data", 1),
        # 2010: met or missed, and missed is worse than behind.
        ("2010", "behind", 1),
        ("2010", "missed", 1),
        ("2010", "no_data", 0),
    ),
)
def test_fail_on(year: str, status: str, code: int) -> None:
    done = run("check", year, "--fail-on", status)
    assert done.exit_code == code
    assert f"Actual {year}" in done.stdout


def test_fail_on_several() -> None:
    args = ("check", "2008", "--fail-on", "missed", "--fail-on")
    assert run(*args, "no_data").exit_code == 0
    assert run(*args, "behind").exit_code == 1


def test_fail_on_looks_only_at_what_was_asked_for() -> None:
    args = ("check", "2008", "--fail-on", "behind", "--target")
    assert run(*args, "zones").exit_code == 0
    assert run(*args, "villages").exit_code == 1


def test_no_data_folder(tmp_path: Path) -> None:
    refused(run_alone("check", data=tmp_path / "nowhere"), "no data folder")
    refused(run_alone("check", data=tmp_path), "targets.yaml: CP001 error: there is no such file")


def test_a_plan_under_a_wrong_name_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "Targets.yml").touch()
    monkeypatch.chdir(tmp_path)
    refused(run("check", data=()), "Targets.yml must be named targets.yaml")


@pytest.mark.parametrize("name", ("loop", "x" * 5000))
def test_data_folders_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    refused(run("check", "2008", data=("--data", name)), "data folder")
    assert run("check", "2008", "-o", name).exit_code == 2


def test_the_nearest_data_folder_above(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = data_copy.parent / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    done = run("check", "2008", "--format", "json", data=())
    data = json.loads(done.stdout)["data"]
    assert (data["source"], data["path"]) == ("found", str(Path("..", "..", "data")))


@pytest.mark.parametrize("given", ("", "data/targets.yaml"))
def test_what_lies_round_or_in_a_data_folder(data_copy: Path, given: str) -> None:
    done = run_alone("check", data=data_copy.parent / given)
    refused(done, f"is no data folder; did you mean --data {data_copy}?")


def test_in_a_data_folder_of_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "coast"
    shutil.copytree(COAST, folder)
    monkeypatch.chdir(folder)
    wanted = "--data . takes the targets.yaml in this folder"
    told = run("check", data=()).stderr
    assert told == f"clusterplan: this is the plan that comes with it; {wanted}\n"
    refused(run("validate"), wanted)
    assert wanted not in run("check", "--data", ".", data=()).stderr


REPORTS = ("check", "targets", "show zones", "trend", "diff 2007 2008")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    (
        *(f"{command} {option}" for command in REPORTS for option in ("-q", "-o out")),
        "check --fail-on behind",
        "check --against earlier.json",
        "report 2008 -q -o out.html",
    ),
)
def test_a_script_gets_no_plan_that_it_has_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    earlier = run("check", "2007", "-f", "json").stdout
    Path("earlier.json").write_text(earlier, "utf-8")
    done = run(*words.split(), data=())
    assert (done.exit_code, done.stdout, len([*tmp_path.iterdir()])) == (2, "", 1)
    for way in ("name the folder with --data DIR", "CLUSTERPLAN_DATA", "--data example takes"):
        assert way in done.stderr
    named = run(*words.split(), "--data", "example", data=())
    assert (named.exit_code, named.stderr) == (int("--fail-on" in words), "")


@pytest.mark.slow
@pytest.mark.parametrize("words", (*REPORTS, "check 2008", "report 2008 -o out.html"))
def test_people_get_the_packaged_plan_with_a_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words.split(), data=())
    assert done.exit_code == 0
    assert "no data folder here, so this is the plan that comes with it" in done.stderr


@pytest.mark.parametrize("more", ((), ("--data", "example")))
def test_the_packaged_plan_in_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    report = json.loads(run("check", "2008", "-f", "json", *more, data=()).stdout)
    assert (report["data"]["source"], report["data"]["path"]) == ("packaged", None)
    assert report["plan"]["id"] == json.loads(run("check", "-f", "json").stdout)["plan"]["id"]


@pytest.mark.parametrize("words", ("validate", "new-year 2011", "import figures.csv --yes"))
def test_the_packaged_plan_is_only_there_to_report_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("figures.csv").touch()
    says = "only there to report on: this command needs a folder of your own"
    refused(run(*words.split(), "--data", "example"), says)
    assert run(*words.split()).exit_code == 2


def test_a_folder_called_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "now: clusterplan check --data ./example\n" in run("init", "example").stderr
    for command in ("check", "validate"):
        done = run(command, "--data", "example", data=())
        refused(done, "and there is a folder of that name here: --data ./example takes")
    data = json.loads(run("check", "-f", "json", "--data", "./example", data=()).stdout)["data"]
    assert (data["source"], data["path"]) == ("given", "./example")
    near = run("check", "--data", "example/targets.yaml", data=()).stderr
    assert "did you mean --data ./example?" in near


def test_the_data_folder_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERPLAN_DATA", str(COAST))
    data = json.loads(run("check", "2012", "--format", "json", data=()).stdout)
    assert (data["data"]["source"], data["plan"]["id"]) == ("given", "coast-2011")


def test_broken_files_are_told_with_line_and_code(data_copy: Path) -> None:
    path = data_copy / "actuals" / "2008.csv"
    line = edit(path, "zones,,33,个", "zones,,33?,个")
    says = f"{path}:{line}:8: CP201 error: 33? is not a number"
    refused(run_alone("check", "2008", data=data_copy), says)


@pytest.mark.parametrize("command", ("check", "targets"))
def test_a_broken_plan_is_told_without_cascade(data_copy: Path, command: str) -> None:
    edit(data_copy / "targets.yaml", "path: linear", "path: liner")
    done = run_alone(command, data=data_copy)
    refused(done, "did you mean linear?")
    assert done.stderr.count("CP") == 1


def test_notices_are_counted_and_shown_on_request(data_copy: Path) -> None:
    path = data_copy / "actuals" / "2008.csv"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    plain, verbose, quiet = (
        run_alone("check", "2008", *more, data=data_copy) for more in ((), ("-v",), ("-q",))
    )
    assert plain.stderr == WARNED
    assert "CP008 notice" in verbose.stderr
    assert quiet.stderr == ""
    assert plain.stdout == verbose.stdout == quiet.stdout == run("check", "2008").stdout


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    done = run("check", "2008", "--output", str(file))
    assert (done.exit_code, done.stdout) == (0, "")
    assert file.read_text("utf-8") == run("check", "2008").stdout
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


def test_output_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    file, link = tmp_path / "kept.txt", tmp_path / "link.txt"
    file.write_text("old", "utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert run("check", "2008", "-o", str(link)).exit_code == 0
    assert link.is_symlink()
    assert "Targets (17)" in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        run("check", "2008", "-o", str(tmp_path / "new.txt"))
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o640


def test_output_to_a_device() -> None:
    assert run("check", "2008", "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


WRITERS = (
    *(f"{command} -o" for command in (*REPORTS, "schema", "methods", "explain", "validate")),
    "check --fail-on missed -o",
    "report 2008 -f html -o",
    "export -f datapackage -o",
    "export -f sdmx-csv --mapping far.csv -o",
    "validate --write-known",
)
TAKEN = (
    "data/targets.yaml",
    "data/actuals/2008.csv",
    "data/./actuals/../targets.yaml",
    "link",
    "hard",
    "way/actuals/2008.csv",
    "far.csv",
    "data/actuals/2011.csv",
    "data/actuals/report.XLSX",
    "new",
)
"""Files of a plan by all their names, and files that would become some."""


def inputs(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize("words", WRITERS)
def test_no_output_replaces_what_is_read(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(data_copy.parent)
    Path("link").symlink_to("data/targets.yaml")
    Path("hard").hardlink_to("data/actuals/2007.csv")
    Path("way").symlink_to("data")
    Path("new").symlink_to("data/actuals/2012.csv")
    Path("data/actuals/2006.csv").rename("far.csv")
    Path("data/actuals/2006.csv").symlink_to("../../far.csv")
    before = inputs(data_copy.parent)
    for name in TAKEN:
        done = run(*words.split(), name, data=())
        refused(done, f"clusterplan: {Path(name)}", "write to another")
        assert inputs(data_copy.parent) == before


def test_no_output_replaces_a_plan_far_away(data_copy: Path, tmp_path: Path) -> None:
    """The plan of another folder than that of `--data`, and one that the command does not read."""
    for words in (("check", *SHIPPED), ("schema",)):
        done = run(*words, "-o", str(data_copy / "targets.yaml"), data=())
        refused(done, "is a file of a plan")
    (tmp_path / "far").symlink_to(data_copy / "actuals")
    (data_copy / "actuals").rename(tmp_path / "real")
    (data_copy / "actuals").symlink_to(tmp_path / "real")
    done = run_alone("check", "-o", tmp_path / "real" / "2008.csv", data=data_copy)
    refused(done, "is a file of a plan")


def test_the_list_of_known_findings_is_written_only_when_asked(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data_copy.parent)
    assert run("validate", "--write-known", "known").exit_code == 0
    before = Path("known").read_bytes()
    done = run("validate", "--known", "known", "-o", "./known")
    refused(done, "known is a file that is read here: write to another one")
    assert Path("known").read_bytes() == before
    assert run("validate", "--known", "known", "--write-known", "known").exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    (
        "schema -o data/targets.schema.json",
        "check -f json --against earlier.json -o earlier.json",
        "check -o data/report.txt",
        "report 2008 -o data/actuals/report.html",
        "check -o /dev/null",
    ),
)
def test_what_may_be_replaced(data_copy: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.chdir(data_copy.parent)
    Path("earlier.json").write_text(run("check", "2007", "-f", "json").stdout, "utf-8")
    assert run(*words.split(), data=()).exit_code == 0


def test_output_that_cannot_be_written_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(run("check", "2008", "-o", str(tmp_path / "nowhere" / "x")), "cannot write")
    file = tmp_path / "report.txt"
    file.write_text("old", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused(run("check", "2008", "-o", str(file)), "No space left on device")
    assert file.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


@pytest.mark.parametrize("verbose", (False, True))
def test_a_fault_is_reported_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, *, verbose: bool
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the sky falls")

    monkeypatch.setattr(import_module("clusterplan.cli.found"), "Inquiry", broken)
    done = run("check", "2008", *(("-v",) if verbose else ()))
    assert done.exit_code == 3
    assert "RuntimeError: the sky falls" in done.stderr
    assert __version__ in done.stderr
    assert ("Traceback" in done.stderr) is verbose


@pytest.mark.parametrize(
    ("variables", "chinese"),
    (
        ({}, False),
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "LC_MESSAGES": "zh"}, True),
        ({"LANG": "fr_FR.UTF-8"}, False),
    ),
)
def test_language_of_the_environment(variables: dict[str, str], *, chinese: bool) -> None:
    wanted = {"": chinese, "--lang=en": False, "--lang=zh": True}
    for option, found in wanted.items():
        told = run_alone("methods", "dns", *option.split(), env=variables).stdout
        assert ("晴间多云" in told) is found


def test_schema_is_the_file_beside_the_plan() -> None:
    assert run("schema").stdout == (DATA / "targets.schema.json").read_text("utf-8")


@pytest.mark.parametrize("args", (("--version",), ("--help",), ("check", "--help")))
def test_questions_that_need_no_data(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert (done.exit_code, done.stderr) == (0, "")


def test_no_arguments_show_the_help() -> None:
    done = run_alone()
    assert (done.exit_code, "check " in done.output) == (2, True)


def test_the_version_is_the_one_of_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {__version__}" in text


def test_methods_beside_the_verdict() -> None:
    args = ("check", "2008", "--format", "json")
    asked = json.loads(run(*args, "--method", "dns", "--method", "eurostat").stdout)
    assert asked["methods"] == ["eurostat", "dns"]
    assert list(asked["targets"][0]["methods"]) == ["eurostat", "dns"]
    everything = json.loads(run(*args, "--method", "all", "--method", "dns").stdout)
    assert everything["methods"] == list(SECOND_OPINIONS)
    assert json.loads(run(*args).stdout)["methods"] == []


def test_one_method_in_json_is_what_it_is_among_all() -> None:
    every, one = (json.loads(run("methods", *args, "-f", "json").stdout) for args in ((), ("dns",)))
    assert every["format"] == one["format"] == "clusterplan.methods/1"
    assert one["methods"] == every["methods"][-1:]


@pytest.mark.parametrize("module", PARAMETERS)
def test_a_command_takes_all_that_can_be_written_behind_it(module: str) -> None:
    """Nothing that a user writes is lost: it is shared by commands, or the command names it."""
    named = set(signature(getattr(import_module(f"clusterplan.cli.{module}"), module)).parameters)
    written = {each.name for each in PARAMETERS[module]()}
    assert written <= named | {*Asked.__struct_fields__, "lang"}
    assert named <= written | {"asked"}


# Options that commands share stand before a command as well


@pytest.mark.parametrize(
    ("words", "first"),
    (
        ("--lang zh check 2008", "吉林省"),
        ("-q --lang=zh check 2008", "吉林省"),
        ("--lang zh check 2008 --lang en", "Jilin"),
        ("check 2008 --lang en --lang zh", "吉林省"),
        ("-f json check 2008 -f csv", "kind,id,name"),
        ("-qf csv check 2008", "kind,id,name"),
        ("-- check 2008", "Jilin"),
    ),
)
def test_common_options_stand_before_the_command(words: str, first: str) -> None:
    done = run_alone(*words.split(), data=DATA)
    assert (done.exit_code, done.stdout.startswith(first)) == (0, True)


def test_all_common_options_before_the_command(tmp_path: Path) -> None:
    before = ["--data", str(DATA), "-o", str(tmp_path / "r"), "--color", "never", "--as-of", "2009"]
    assert run_alone(*before, "-q", "-v", "--published-only", "check", "2008").exit_code == 0
    behind = ["check", "2008", "--as-of", "2009", "--published-only", *SHIPPED]
    assert (tmp_path / "r").read_text("utf-8") == run_alone(*behind).stdout


@pytest.mark.parametrize(
    ("words", "says"),
    (
        ("--color never schema", "No such option: --color"),
        ("-o x new-year 2011", "No such option: -o"),
        ("--explain check", "No such option: --explain"),
        ("--lang fr check", "Invalid value for '--lang': 'fr' is not one of 'zh', 'en'."),
        ("--lang zh", "缺少命令。"),
        ("--data", "Option '--data' requires an argument."),
    ),
)
def test_wrong_options_before_the_command(words: str, says: str) -> None:
    refused(run_alone(*words.split()), says)


IN_CHINESE = (
    ("check --nonsense", "没有 --nonsense 这一选项"),
    ("check --formt json", "没有 --formt 这一选项（是否应为 --format, --sort？）"),
    ("nonsense", "没有 'nonsense' 这一命令。"),
    ("chek", "没有 'chek' 这一命令。是否应为 'check', 'schema'？"),
    ("show", "缺少参数 'TARGET'。"),
    ("report 2008", "缺少选项 '--output' / '-o'。"),
    ("check --explain=yes", "选项 '--explain' 不带值。"),
    ("check 2008 2009", "多余的参数：2009"),
    (
        "check --color x",
        "'--color' 的值无效：'x' 不在可选值之中，可选：'auto', 'always', 'never'。",
    ),
    ("check --fail-on met", "'--fail-on' 的值无效：'met' 不在可选值之中"),
    ("check 2004", "YEAR 的值无效：2004不在规划年度内"),
    ("validate --max-findings 0", "--max-findings 的值无效：'0' 不是数字：请写 1、2、3……"),
    ("show zones 2008 --year 2007", "--year 的值无效：此处为2007年，而 YEAR 为2008年"),
    ("show 块状", "TARGET 的值无效：名称中含 块状 的有多项：block-share-value-added, block-"),
)


@pytest.mark.parametrize(("words", "says"), IN_CHINESE)
def test_usage_errors_are_wholly_in_chinese(words: str, says: str) -> None:
    done = run_alone("--lang", "zh", *words.split(), env={"CLUSTERPLAN_DATA": str(DATA)})
    refused(done, f"错误：{says}")
    assert not {"Error", "Value error", "Try", "Did you mean"} & set(done.stderr.split())
    assert "查看帮助" in done.stderr or "--explain" in words


def test_what_lacks_its_value_at_the_end_is_told_in_the_language_asked_for() -> None:
    says = "错误：选项 '--data' 须带一个值。"
    refused(run_alone("--lang", "zh", "check", "--data"), says)


# Targets by name, years like everywhere


@pytest.mark.parametrize(
    "text",
    (
        *("zones", "ZONES", "Agglomeration zones", "agglomeration ZONES", "Agglomer"),
        *("中小企业产业集聚区", "中小企业产业集", "Ａｇｇｌｏｍ"),
    ),
)
def test_a_target_by_its_name_or_a_part_of_it(text: str) -> None:
    done = run_alone("check", "2008", "--target", text, "-f", "json", data=DATA)
    (found,) = json.loads(done.stdout)["targets"]
    assert found["id"] == "zones"


def test_every_command_takes_a_part_of_a_name() -> None:
    shown = json.loads(run_alone("show", "Agglomer", "-f", "json", data=DATA).stdout)
    trend = json.loads(run_alone("trend", "Agglomer", "-f", "json", data=DATA).stdout)
    assert (shown["result"]["id"], trend["targets"][0]["id"]) == ("zones", "zones")


def test_a_whole_name_is_taken_before_a_part_of_others(data_copy: Path) -> None:
    edit(data_copy / "targets.yaml", "en: Agglomeration zones", "en: Zones")
    edit(data_copy / "targets.yaml", "en: Demonstration zones", "en: Zones of the future")
    for text, identity in (("zones", "zones"), ("Zones", "zones"), ("of the fut", "demo-zones")):
        done = run_alone("show", text, "-f", "json", data=data_copy)
        assert json.loads(done.stdout)["result"]["id"] == identity
    says = "demo is in the names of several: demo-zones, local-demo-zones"
    edit(data_copy / "targets.yaml", "en: Zones of the future", "en: Demonstration zones")
    refused(run_alone("trend", "demo", data=data_copy), says)


def test_the_year_of_show_is_an_argument() -> None:
    wanted = run_alone("show", "zones", "2007", data=DATA).stdout
    assert "The arithmetic for 2007" in wanted
    for words in (("--year", "2007"), ("2007", "--year", "2007"), ("--year=2007",)):
        assert run_alone("show", "zones", *words, data=DATA).stdout == wanted
    refused(run_alone("show", "zones", "2007", "--year", "2008", data=DATA), "YEAR says 2007")


@pytest.mark.parametrize(
    ("words", "found"),
    (
        ("check ", "2006 2007 2008 2009 2010"),
        ("check 2", "2006 2007 2008 2009 2010"),
        ("check x", ""),
        ("show zones 200", "2006 2007 2008 2009"),
        ("report 201", "2010"),
        ("diff 2007 201", "2010"),
        ("--lang zh check 201", "2010"),
        ("show zon", "zones"),
    ),
)
def test_the_shell_completes_years_and_targets(words: str, found: str) -> None:
    line = f"clusterplan {words}"
    env = {
        "_CLUSTERPLAN_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
        "CLUSTERPLAN_DATA": str(DATA),
    }
    assert run_alone(env=env).stdout.split() == found.split()


# What a reader wants first


def test_of_one_verdict_the_lowest_pace_stands_first() -> None:
    rows = run("check", "2008").stdout.splitlines()
    paces = [line.split() for line in rows if line.startswith("far behind")]
    assert [each[each.index("compound") + 3] for each in paces] == ["0.46", "0.50"]


def test_diff_folds_what_is_as_before() -> None:
    short, long = (
        run_alone("diff", "2007", "2008", *more, data=DATA).stdout for more in ((), ("--all",))
    )
    assert "As before: 28, 11 of them with another gap (--all lists them)" in short
    assert not re.search("^as before", short, re.MULTILINE)
    assert len(re.findall("^as before", long, re.MULTILINE)) == 28
    assert re.search("^worse", short, re.MULTILINE)
    assert "--all" not in long


def test_show_lists_few_members_and_rows_unless_asked_for_all() -> None:
    """Sixty counties, eight are shown; of 300 rows of the years 2006 to 2010, sixteen."""
    short, long = (
        run_alone("show", "county-clusters", "2008", *more, data=DATA).stdout
        for more in ((), ("--all",))
    )
    assert "… and 52 more: --all lists them" in short
    assert short.count("actuals/2008.csv") == 16
    assert len(short.splitlines()) < 80 < len(long.splitlines())
    assert (long.count("actuals/2008.csv"), "--all" in long) == (60, False)


@pytest.mark.parametrize(
    ("language", "name"), (("en", "GDP of the province"), ("zh", "地区生产总值"))
)
def test_show_calls_what_rows_are_of_by_its_name(language: str, name: str) -> None:
    text = run_alone("show", "cluster-share", "2008", "--all", "--lang", language, data=DATA).stdout
    assert re.search(f"^{name} +2008 ", text, re.MULTILINE)
    assert not re.search("^gdp ", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("comparison", "base", "figure", "goal", "needed"),
    (
        # (100 - 91.5) / 4 = 2.125, and (83 - 91.5) / 4 = -2.125: 2.12 would not do.
        (">=", 50, "91.5", 100, "+2.13"),
        ("<=", 120, "91.5", 83, "−2.13"),
        # (100 - 91.51) / 4 = 2.1225; a fall that may be slower: (91.51 - 100) / 4 for at least.
        (">=", 50, "91.51", 100, "+2.13"),
    ),
)
def test_what_is_needed_is_rounded_up(
    tmp_path: Path, comparison: str, base: int, figure: str, goal: int, needed: str
) -> None:
    more = {"comparison": comparison, "value": goal, "unit": "吨", "baseline": {"value": base}}
    direction = "increase" if comparison == ">=" else "decrease"
    item = indicator("x", "吨", direction=direction)
    folder = lay_out(tmp_path / "d", [("x", "", figure)], item, years=(2006,), target=more)
    assert f"{needed} t" in run_alone("check", "2006", data=folder).stdout


def test_a_target_without_a_path_is_none_of_the_others() -> None:
    text = " ".join(run_alone("check", "2012", "-f", "table", data=COAST).stdout.split())
    assert "; no path: Inflation every year; steps path: Sewage treated; linear path: all" in text


def test_the_scale_of_a_chart_is_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 19.33 to 33.33 per cent: marks at every second one, a line at the goal."""
    monkeypatch.setenv("COLUMNS", "100")
    text = run_alone("show", "cluster-share", "2008", "-f", "table", data=DATA).stdout
    marks = re.findall(r"^ +([\d.]+) \|", text, re.MULTILINE)
    assert marks == ["34", "32", "30", "28", "26", "24", "22", "20", "18"]
    assert re.search(r"^ +32 \| ┄{50}$", text, re.MULTILINE)
