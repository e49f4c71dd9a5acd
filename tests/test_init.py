"""`init`: a plan that is valid at once, in both languages, and never in anybody's way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from clusterplan.locale import LANGUAGES
from clusterplan.model.plan import Entity, Indicator, Plan
from clusterplan.reading.folder import read_folder
from helpers import SOURCE, refused, run
from workbooks import Rows, csv, ods, xls, xlsx

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


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_returns_that_are_rolled_up_at_once(tmp_path: Path, language: str) -> None:
    """Of 12 firms (Q13 is not plausible) and 4 nurseries each; 22 of 23 units have reported."""
    data = tmp_path / "data"
    assert run("init", data, "--rollup", "--lang", language).exit_code == 0
    assert "0 errors, 0 warnings" in run("validate", data).stderr
    done = run("rollup", "2027", "--yes", "--published", "2028-03-15", data=data)
    assert done.exit_code == 0, done.output
    assert re.findall(r"\bCP6\d\d\b", done.stdout) == ["CP611", "CP615"]
    rows = (data / "actuals" / "2027.csv").read_text("utf-8").splitlines()[1:]
    values = {tuple(row.split(",")[:3]) for row in rows}
    assert values == {
        ("industry-value-added", "", "1179001"),
        ("nursery-places", "east-town", "330"),
        ("nursery-places", "west-town", "215"),
    }
    assert run("check", "2027", data=data).exit_code == 0
    refused(run("init", tmp_path / "b", "--rollup", "--from", "x.csv"), "--from")


def test_the_languages_differ_in_words_alone() -> None:
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
    assert len(chinese) > 15 if language == "zh" else not chinese
    assert f"language: {language}" in text
    names = re.findall(r"(?:name|title|supplier): ([^,}#\n]+)", text)
    assert len(names) > 10
    assert {re.search("[一-鿿]", name) is not None for name in names} == {language == "zh"}
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


CHINESE: Rows = (
    ("示例市“十五五”主要目标",),
    ("序号", "指标", "单位", "2025年", "2030年", "属性", "备注"),
    (None, "一、经济"),
    (1, "工业增加值", "亿元", 1234.5, 2000, "预期性", None),
    (2, "PM2.5浓度", "微克/立方米", 40, "≤30", "约束性", "年均"),
    (3, "森林覆盖率（%）", None, 41.7, "43左右", "预期性", None),
    (4, "新能源车", "驾", 3, 10, "预期性", None),
    (5, "研发投入", "亿元", "—", "年均7.5", "预期性", None),
    (6, "工业增加值", "亿元", 1, 2, "预期性", None),
)
ENGLISH: Rows = (
    ("Name", "Unit", "Base 2024", "Goal", "Year", "Rating"),
    ("Fine dust, coarse", "µg/m³", 40, 30, 2030, "a"),
    ("Café: density", "number", "1,000", "at least 900", 2029, None),
    ("yes", "people", None, 8, 2030, None),
    ("Debt", "billion yuan", 5, "about 4", 2030, None),
    ("Old", "people", 5, 8, 2020, None),
)


@pytest.mark.parametrize(
    ("write", "ending"), ((xlsx, "xlsx"), (xls, "xls"), (ods, "ods"), (csv, "csv"))
)
def test_a_plan_of_a_table_of_targets(
    tmp_path: Path, write: Callable[[Rows], bytes], ending: str
) -> None:
    sent, folder = tmp_path / f"Plan 15.{ending}", tmp_path / "data"
    sent.write_bytes(write(CHINESE))
    done = run("init", folder, "--from", sent, "--lang", "zh")
    assert (done.exit_code, done.stdout) == (0, "")
    assert re.findall(
        "第([0-9]+)行：(没有目标值|未知的计量单位 驾|目标：这不是数字)", done.stderr
    ) == [
        ("3", "没有目标值"),
        ("7", "未知的计量单位 驾"),
        ("8", "目标：这不是数字"),
    ]
    assert "第9行：这个名称已见于第4行" in done.stderr
    checked = run("validate", folder)
    assert (checked.exit_code, "0 errors" in checked.stderr) == (0, True), checked.output
    plan = read_folder(folder, "data").plan
    assert plan
    assert (plan.id, plan.language, plan.title.zh) == ("plan-15", "zh", "示例市“十五五”主要目标")
    assert (plan.base_year, plan.period) == (2025, (2026, 2030))
    found = [
        (each.name.zh, each.comparison, each.value, each.unit, each.nature, each.clause)
        for each in plan.targets
    ]
    wanted: list[object] = [
        ("工业增加值", ">=", 2000, "亿元", "anticipatory", "1"),
        ("PM2.5浓度", "<=", 30, "微克/立方米", "binding", "2"),
        ("森林覆盖率", ">=", 43, "%", "anticipatory", "3"),
    ]
    assert found == wanted
    assert [each.about for each in plan.targets] == [False, False, True]
    bases = [each.baseline.value if each.baseline else None for each in plan.targets]
    assert bases == [Fraction("1234.5"), 40, Fraction("41.7")]
    assert all(each.assumed == ("path",) and each.year == 2030 for each in plan.targets)
    assert run("new-year", "2026", data=folder).exit_code == 0


def test_a_table_with_a_year_in_each_row(tmp_path: Path) -> None:
    sent, folder = tmp_path / "targets.xlsx", tmp_path / "data"
    sent.write_bytes(xlsx(ENGLISH))
    done = run("init", folder, "--from", sent)
    assert done.exit_code == 0
    assert re.findall("row ([0-9]+): (.{8})", done.stderr) == [
        ("1", "column F"),
        ("6", "the base"),
    ]
    assert "0 errors" in run("validate", folder).stderr
    plan = read_folder(folder, "data").plan
    assert plan
    found = [(t.id, t.name.en, t.comparison, t.about, t.year) for t in plan.targets]
    assert found == [
        ("fine-dust-coarse", "Fine dust, coarse", "<=", False, 2030),
        ("cafe-density", "Café: density", ">=", False, 2029),
        ("yes", "yes", ">=", False, 2030),
        ("debt", "Debt", "<=", True, 2030),
    ]
    assert (plan.language, plan.base_year, plan.period) == ("en", 2024, (2025, 2030))


@pytest.mark.parametrize(
    "heads",
    (
        ("Name", "Unit", "2024", "2030"),
        ("Target", "Unit", "Baseline (2024)", "Target 2030"),
        ("Indicator", "Unit", "Value in 2024", "Target for 2030 (things)"),
        ("指标名称", "计量单位", "2024年完成数", "2030年目标值"),
        ("指标", "单位", "2024年实际", "规划目标（2030年）"),
        ("Name", "Unit", "Actual 2024", "Goal 2030", "Goal 2027"),
    ),
)
def test_heads_of_tables(tmp_path: Path, heads: tuple[str, ...]) -> None:
    """Of two goals the last one is read."""
    sent, folder = tmp_path / "sent.xlsx", tmp_path / "data"
    sent.write_bytes(xlsx((heads, ("a", "个", 1, 2, 1.5))))
    done = run("init", folder, "--from", sent)
    assert done.exit_code == 0
    plan = read_folder(folder, "data").plan
    assert plan
    (target,) = plan.targets
    assert (plan.base_year, target.year) == (2024, 2030)
    assert target.value == 2
    assert ("column E was not read" in done.stderr) == (len(heads) > 4)


@pytest.mark.parametrize(
    ("rows", "why"),
    (
        ((("Name", "Goal"), ("a", 1)), "row 1: no row heads columns"),
        (
            (("指标", "单位", "基期值", "2030年目标"), ("甲", "个", 1, 2)),
            "row 2: the head of the base",
        ),
        ((("指标", "单位", "2025年", "2030年"), ("甲", "个", 1, None)), "row 2: no goal"),
        ((("指标", "单位", "2025年", "目标"), ("甲", "个", 1, 2)), "no year of the goal"),
        ((("指标", "单位", "2025年", "2190年目标"), ("甲", "个", 1, 2)), "the plan runs over"),
    ),
)
def test_a_table_without_targets_makes_nothing(tmp_path: Path, rows: Rows, why: str) -> None:
    sent, folder = tmp_path / "sent.csv", tmp_path / "data"
    sent.write_bytes(csv(rows))
    nothing = "nothing was written: no plan can be made of sent.csv"
    refused(run("init", folder, "--from", sent), why, nothing)
    assert not folder.exists()


def test_a_table_that_is_none_makes_nothing(tmp_path: Path) -> None:
    sent, folder = tmp_path / "sent.xlsx", tmp_path / "data"
    for content in (None, b"PK\x03\x04 broken"):
        if content:
            sent.write_bytes(content)
        done = run("init", folder, "--from", sent)
        assert (done.exit_code, folder.exists()) == (2, False)
    folder.mkdir()
    (folder / "kept").touch()
    sent.write_bytes(xlsx(CHINESE))
    refused(run("init", folder, "--from", sent), "is not empty; nothing was written")
    assert [path.name for path in folder.iterdir()] == ["kept"]
