"""`init`: a plan that is valid at once, in both languages, and never in anybody's way."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clusterplan.cli.app import app
from clusterplan.locale import LANGUAGES
from clusterplan.model.plan import Entity, Indicator, Plan
from clusterplan.reading.folder import read_folder
from helpers import ROOT
from workbooks import Rows, xlsx

TEMPLATES = ROOT / "src" / "clusterplan" / "templates"


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args), prog_name="clusterplan")


@pytest.mark.parametrize("language", LANGUAGES)
def test_valid_and_reported_on_at_once(tmp_path: Path, language: str) -> None:
    folder = str(tmp_path / "new" / "data")
    done = run("init", folder, "--lang", language)
    assert (done.exit_code, done.stdout) == (0, "")
    assert folder in done.stderr
    checked = run("validate", folder)
    assert "0 errors, 0 warnings" in checked.stderr
    report = json.loads(run("check", "--data", folder, "--format", "json").stdout)
    assert report["year"] == 2026
    assert {target["status"] for target in report["targets"]} == {"ahead", "behind"}
    assert report["data"]["verdicts_on_published_only"] == 0


def test_the_languages_differ_in_comments_alone() -> None:
    plans = [read_folder(TEMPLATES / each, each) for each in LANGUAGES]
    shapes = [
        [(row.indicator, row.entity, row.year, row.value, row.status) for row in data.observations]
        for data in plans
    ]
    assert shapes[0] == shapes[1]
    ids = [
        [item.id for item in (*plan.indicators, *plan.entities, *plan.commitments)]
        for data in plans
        if (plan := data.plan)
    ]
    assert len(ids) == 2
    assert ids[0] == ids[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_comments_teach_and_figures_are_marked(language: str) -> None:
    text = (TEMPLATES / language / "targets.yaml").read_text("utf-8")
    assert len(re.findall(r"# \S", text)) > 15
    chinese = re.findall("#.*[一-鿿]{4}", text)
    assert len(chinese) > 15 if language == "zh" else len(chinese) < 2
    rows = read_folder(TEMPLATES / language, "t").observations
    assert {row.status.value for row in rows} == {"illustrative"}


def test_the_template_is_not_the_plan_that_ships(shipped_plan: Plan) -> None:
    named: tuple[Entity | Indicator, ...] = (*shipped_plan.entities, *shipped_plan.indicators)
    names = {name for item in named for name in (item.name.zh, item.name.en)}
    for path in TEMPLATES.rglob("*.*"):
        text = path.read_text("utf-8")
        assert not [name for name in names if name in text]


@pytest.mark.parametrize("entry", ("file", ".hidden", "folder/"))
def test_a_folder_that_is_not_empty(tmp_path: Path, entry: str) -> None:
    if entry.endswith("/"):
        (tmp_path / entry).mkdir()
    else:
        (tmp_path / entry).touch()
    done = run("init", str(tmp_path))
    assert done.exit_code == 2
    assert "is not empty; nothing was written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [entry.rstrip("/")]


def test_an_empty_folder_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", ".").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("README.md", "actuals", "targets.yaml")
    ]


def test_places_where_no_folder_can_be(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.touch()
    link.symlink_to(tmp_path / "nowhere")
    for path, why in (
        (file, "is no folder"),
        (link, "leads nowhere"),
        (file / "x", "cannot write"),
    ):
        done = run("init", str(path))
        assert done.exit_code == 2
        assert why in done.stderr


def test_from_nothing_to_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin a plan, ask for a year's figures, take what the offices send, report on it."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "data").exit_code == 0
    assert run("new-year", "2027").exit_code == 0
    rows: Rows = (
        ("2027年主要指标",),
        ("指标", "地区", "计量单位", "2026年", "2027年"),
        ("工业增加值", "示例市", "亿元", 109, 118.5),
        ("细颗粒物浓度", "示例市", "微克/立方米", 38.5, "约36"),
        ("托育位", "东镇", "个", 300, 410),
        ("托育位", "西镇", "个", 190, 260),
        ("合计", None, "个", 490, 670),
    )
    Path("sent.xlsx").write_bytes(xlsx(rows, ["A1:E1"]))
    said = ("--year", "2027", "--published", "2028-03-15", "--source", "statistics office")
    assert run("import", "sent.xlsx", *said, "--yes").exit_code == 0
    assert "0 errors, 0 warnings" in run("validate").stderr
    report = json.loads(run("check", "--format", "json").stdout)
    assert report["year"] == 2027
    values = {target["id"]: target["actual"]["value"] for target in report["targets"]}
    assert values == {"industry-value-added": 118.5, "fine-dust": 36, "nursery-places": 670}
