"""Plans in one language, whichever it is, go through every command; one text is enough."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import Result

import helpers
from helpers import DATA, ROOT, valid

pytestmark = pytest.mark.slow

PLAN = Path("data") / "targets.yaml"
NOTICE = {"en": "no names in English", "zh": "规划没有中文名称"}
SHOWN = (
    ("check", "2008", "-f", "text"),
    ("check", "2008", "-f", "markdown", "--explain"),
    ("targets", "-f", "csv"),
    ("show", "zones", "-f", "text"),
    ("trend", "-f", "text"),
    ("diff", "2007", "2008", "-f", "text"),
)


def run(folder: Path, *command: str) -> Result:
    """Run a command in the folder that holds the data."""
    with contextlib.chdir(folder):
        return helpers.run(*command)


def in_one_language(tree: Any, language: str) -> Any:
    """Return a part of a plan with plain texts in place of those by language."""
    if isinstance(tree, dict) and set(tree) == {"zh", "en"}:
        return tree[language] if language != "fr" else f"Élan : {tree['en']}"
    if isinstance(tree, dict):
        return {key: in_one_language(item, language) for key, item in tree.items()}
    return [in_one_language(item, language) for item in tree] if isinstance(tree, list) else tree


def plan_in(language: str, folder: Path) -> Path:
    """Make a folder that holds the shipped plan in one language as its data."""
    shutil.copytree(DATA, folder / "data")
    tree = yaml.safe_load((DATA / "targets.yaml").read_text("utf-8"))
    tree = {**in_one_language(tree, language), "language": language}
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    (folder / PLAN).write_text(text, encoding="utf-8")
    for remarks in (folder / "data" / "remarks").iterdir():
        rows = [*csv.DictReader(remarks.read_text("utf-8").splitlines())]
        for row in rows:
            said = {"en": row["text"], "zh": row.pop("text_zh")}
            row["text"] = in_one_language(said, language)
        with remarks.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped plan in English, in Chinese and in French alone."""
    folder = tmp_path_factory.mktemp("plans")
    return {each: plan_in(each, folder / each) for each in ("en", "zh", "fr")}


@pytest.mark.parametrize("language", ("en", "zh"))
@pytest.mark.parametrize("command", SHOWN, ids=" ".join)
def test_a_plan_in_one_language_is_shown_as_one_in_both(
    plans: dict[str, Path], command: tuple[str, ...], language: str
) -> None:
    """In its own language; in the other one its own texts stand, and one notice says so."""
    both = run(ROOT, *command, "--lang", language)
    alone = run(plans[language], *command, "--lang", language)
    assert (alone.exit_code, alone.stdout, alone.stderr) == (0, both.stdout, both.stderr)
    for each in ("en", "zh"):
        done = run(plans["fr"], *command, "--lang", each)
        assert done.exit_code == 0
        assert "Élan : " in done.stdout
        assert done.stderr.count(NOTICE[each]) == 1
        assert NOTICE[each] not in run(plans["fr"], *command, "--lang", each, "-q").stderr
    other = {"en": "zh", "zh": "en"}[language]
    assert NOTICE[other] in run(plans[language], *command, "--lang", other).stderr


@pytest.mark.parametrize("command", ("check", "show", "trend", "diff", "targets"))
def test_programs_get_every_language(plans: dict[str, Path], command: str) -> None:
    """`zh` and `en` are always there, filled with the first text; what was a text stays one."""
    more = {"check": ["2008"], "show": ["zones"], "diff": ["2007", "2008"]}.get(command, [])
    names = {}
    for language, data in (("both", ROOT), *plans.items()):
        done = run(data, command, *more, "-f", "json", "-q")
        found = valid("report" if command == "check" else command, done.stdout)
        names[language] = names_in(found)
        if command in ("check", "targets"):
            assert isinstance(found["plan"]["document"], str)
    assert names["both"]
    for at, both in enumerate(names["both"]):
        assert names["en"][at] == {"zh": both["en"], "en": both["en"]}
        assert names["zh"][at] == {"zh": both["zh"], "en": both["zh"]}
        assert names["fr"][at] == dict.fromkeys(("zh", "en", "fr"), f"Élan : {both['en']}")


def test_an_earlier_report_of_a_plan_in_another_language(
    plans: dict[str, Path], tmp_path: Path
) -> None:
    before = tmp_path / "2007.json"
    assert run(plans["fr"], "check", "2007", "-f", "json", "-o", str(before)).exit_code == 0
    done = run(plans["fr"], "check", "2008", "--against", str(before), "-f", "text", "--lang", "en")
    assert done.exit_code == 0
    assert "Élan : Specialised villages" in done.stdout.partition("Since")[2]


def names_in(tree: Any) -> list[dict[str, str]]:
    """Return every text by language in what JSON holds."""
    if isinstance(tree, dict):
        own = [tree] if {"zh", "en"} <= set(tree) else []
        return own + [name for item in tree.values() for name in names_in(item)]
    return [name for item in tree for name in names_in(item)] if isinstance(tree, list) else []


@pytest.mark.parametrize("ending", ("html", "xlsx"))
def test_pages_and_workbooks_of_a_plan_in_one_language(
    plans: dict[str, Path], tmp_path: Path, ending: str
) -> None:
    for language, folder in plans.items():
        path = tmp_path / f"{language}.{ending}"
        done = run(folder, "report", "2008", "-o", str(path), "--lang", "zh")
        assert done.exit_code == 0
        assert done.stderr.count(NOTICE["zh"]) == (language != "zh")
        assert ending == "xlsx" or ("Élan : " in path.read_text("utf-8")) == (language == "fr")


@pytest.mark.parametrize("language", ("en", "zh", "fr"))
def test_figures_come_in_by_names_of_any_language(tmp_path: Path, language: str) -> None:
    folder = plan_in(language, tmp_path / "own")
    name = {"en": "county-level city", "zh": "县级市", "fr": "Élan : x"}[language]
    tree = yaml.safe_load((folder / PLAN).read_text("utf-8"))
    entity, indicator = tree["entities"][1], tree["indicators"][0]
    indicator["name"] = {language: indicator["name"], "pt-BR": "Produção"}
    entity["name"] = {"pt-BR": "Cidade", language: name}
    (folder / PLAN).write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    sent = tmp_path / "sent.csv"
    sent.write_text(f"indicator,Cidade\nProdução ({indicator['unit']}),17\n", encoding="utf-8")
    done = run(folder, "import", str(sent), "--year", "2010", "--published", "2031-01-01", "--yes")
    assert (done.exit_code, "17" in done.stdout) == (0, True), done.output
    assert run(folder, "validate").exit_code == 0
    shutil.rmtree(folder / "data" / "actuals")
    assert run(folder, "new-year", "2006").exit_code == 0


def test_texts_of_several_languages(tmp_path: Path) -> None:
    """The language that is asked for, else the plan's own, else the first."""
    folder = plan_in("fr", tmp_path / "own")
    tree = yaml.safe_load((folder / PLAN).read_text("utf-8"))
    shown = []
    for title in (
        {"zh-Hant": "標題", "fr": "Titre"},
        {"de": "Titel", "fr": "Titre"},
        {"de": "Titel", "EN-gb": "Title"},
        {"de": "Titel", "it": "Titolo"},
    ):
        text = yaml.safe_dump({**tree, "title": title}, allow_unicode=True, sort_keys=False)
        (folder / PLAN).write_text(text, encoding="utf-8")
        heads = (run(folder, "targets", "-f", "text", "--lang", each) for each in ("zh", "en"))
        shown.append([head.stdout.splitlines()[0] for head in heads])
    assert shown == [
        ["標題", "Titre"],
        ["Titre", "Titre"],
        ["Titel", "Title"],
        ["Titel", "Titel"],
    ]


def test_documents_and_verbs_have_languages_too(tmp_path: Path) -> None:
    """Programs get one text of them, as ever: the plan's own."""
    folder = plan_in("fr", tmp_path / "own")
    tree = yaml.safe_load((folder / PLAN).read_text("utf-8"))
    tree["document"] = {"en": "Decree 12", "fr": "Décret 12"}
    tree["targets"][0]["verb"] = {"en": "reach", "fr": "atteindre"}
    (folder / PLAN).write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    identity = tree["targets"][0]["id"]
    for language, words in (("en", "Decree 12, reach, "), ("zh", "Décret 12")):
        done = run(folder, "show", identity, "-f", "text", "--lang", language)
        assert words in done.stdout
        assert ("atteindre" in done.stdout) == (language == "zh")
    found = json.loads(run(folder, "show", identity, "-f", "json").stdout)
    assert (found["plan"]["document"], found["verb"]) == ("Décret 12", "atteindre")
    listed = json.loads(run(folder, "targets", "-f", "json").stdout)
    assert (listed["plan"]["document"], listed["targets"][0]["verb"]) == ("Décret 12", "atteindre")


@pytest.mark.parametrize(
    ("text", "language", "notices"),
    (("Plan", "en", 0), ("Plan", "zh", 1), ("规划", "zh", 0), ("规划", "en", 1)),
)
def test_a_plan_that_does_not_state_its_language(
    tmp_path: Path, text: str, language: str, notices: int
) -> None:
    folder = plan_in("en", tmp_path / "own")
    tree = yaml.safe_load((folder / PLAN).read_text("utf-8"))
    del tree["language"]

    def named(part: Any) -> Any:
        if isinstance(part, dict):
            return {k: text if k in ("name", "title") else named(v) for k, v in part.items()}
        return [named(each) for each in part] if isinstance(part, list) else part

    (folder / PLAN).write_text(yaml.safe_dump(named(tree), allow_unicode=True), "utf-8")
    done = run(folder, "targets", "--lang", language)
    assert done.stderr.count(NOTICE[language]) == notices
    head = json.loads(run(folder, "targets", "-f", "json").stdout)["plan"]
    assert head["title"] == {"zh": text, "en": text}
