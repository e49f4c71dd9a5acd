"""`init`: a plan that is valid at once, in both languages, and never in anybody's way."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from clusterplan.locale import LANGUAGES
from clusterplan.model.plan import Entity, Indicator, Plan
from clusterplan.reading.folder import read_folder
from helpers import SOURCE, refused, run

TEMPLATES = SOURCE / "templates"


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
    refused(run("init", tmp_path), "is not empty; nothing was written")
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
        refused(run("init", path), why)
