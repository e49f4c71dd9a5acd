"""Slips of who writes a plan: each is one finding where the pen slipped, and says what to write."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from clusterplan.locale import Locale
from clusterplan.reading.yaml_slips import syntax_error
from helpers import COAST, run

TEXT = (COAST / "targets.yaml").read_text("utf-8")
NAME = "name: {zh: 城镇新增就业, en: new jobs}"


def findings(folder: Path, old: str, new: str) -> list[dict[str, Any]]:
    """Return what validate says of the plan with something else written in it."""
    assert old in TEXT
    (folder / "targets.yaml").write_text(TEXT.replace(old, new), encoding="utf-8")
    done = run("validate", folder, "-f", "json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)["findings"]
    return [each for each in found if each["level"] == "error"]


@pytest.mark.parametrize(
    ("written", "code", "at", "hint"),
    (
        # Commas and colons in a text without quotes.
        ("{zh: 就业, en: jobs, urban}", "CP405", "jobs,", 'quote it: "jobs, urban"'),
        ("{en: jobs, urban, new, zh: 就业}", "CP405", "jobs,", 'quote it: "jobs, urban, new"'),
        ("{en: jobs\n      , urban}", "CP405", "jobs", 'quote it: "jobs , urban"'),
        ('{en: the "new" jobs, urban}', "CP405", "the", "quote it: 'the \"new\" jobs, urban'"),
        ("{en: jobs: new}", "CP401", "jobs: new", 'quote it: "jobs: new"'),
        ("jobs: new", "CP401", "jobs: new", 'quote it: "jobs: new"'),
        ('{zh: "就业", en}', "CP405", "en}", "write en: and its value"),
        ("{zh:就业, en: jobs}", "CP405", "zh:就业", "write zh: 就业"),
        ("{zh: 就业，en: jobs}", "CP401", "就业，en", "write , and : in half width"),
        # Signs that mean something to YAML.
        ("@jobs", "CP401", "@jobs", 'quote it: "@jobs"'),
        ("> 5 jobs", "CP401", "> 5", 'quote it: "> 5 jobs"'),
        ("- jobs", "CP401", "- jobs", 'quote it: "- jobs"'),
        ("*jobs", "CP402", "*jobs", "write out here what it stands for, or quote it"),
        ("{<<: *jobs}", "CP402", "*jobs", "write out here what it stands for"),
        ('"jobs" new', "CP401", '"jobs"', "quote the whole text"),
        ("{zh: 就业, en: jobs}, also: [work]", "CP401", "{zh", "quote the whole text, or write on"),
        ("{zh: 就业, en: jobs #2}", "CP401", "{zh", "# begins a remark: quote the text"),
        ("yes", "CP404", "yes", "write true or false, or quote it if it is text"),
        # What is no text.
        ("2008", "CP407", "2008", 'quote it: "2008"'),
        ("{en: 2008}", "CP407", "2008", 'quote it: "2008"'),
        ("{}", "CP407", "{}", "write it like {en: …}"),
        ("[jobs, work]", "CP407", "[jobs", "write it like {en: …}"),
        ("{english: jobs}", "CP405", "english", "write a tag like en, zh or pt-BR"),
    ),
)
def test_a_name(tmp_path: Path, written: str, code: str, at: str, hint: str) -> None:
    new = f"name: {written}"
    (found,) = findings(tmp_path, NAME, new)
    text = TEXT.replace(NAME, new)
    before = text[: text.index(new) + len("name: ") + written.index(at)]
    place = (before.count("\n") + 1, len(before) - before.rindex("\n"))
    assert (found["code"], found["line"], found["column"]) == (code, *place)
    assert found["hint"].startswith(hint)


BROKEN = (
    *(
        "a: @x",
        "a: {b: 1 c: 2}",
        "a: [1 2}",
        "a: b: c",
        "a: - x",
        "- a\nb: 1",
        "a: 1\n- b",
        'a: "\\q"',
    ),
    *("a: }", 'a: "x', "a: &", "{a: 1}\nb: 2", "a: 1\nfoo\nb: 2", 'a: "x" y'),
)


@pytest.mark.parametrize("loader", (yaml.CSafeLoader, yaml.SafeLoader))
@pytest.mark.parametrize("text", BROKEN)
def test_what_a_parser_says_is_told_in_plain_words(
    text: str, loader: type[yaml.SafeLoader]
) -> None:
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.load(text, loader)  # noqa: S506 # both are safe ones
    message = syntax_error(caught.value, "targets.yaml", text).message
    chinese = Locale("zh").text(message)
    assert chinese.startswith("此处的 YAML 无法读取：")
    assert not re.search("[a-z]{3}", chinese), chinese


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    (
        ("name: {zh: 城镇", "name：{zh: 城镇", "write name: {zh: 城镇"),
        ('    comparison: ">="', "    comparison: >=", 'quote it: ">="'),
        ('    comparison: ">="', "    comparison: ≥", "did you mean >=?"),
        ("nature: binding", "nature: 约束性", "did you mean binding?"),
        ("direction: decrease", "direction: down", "write one of these words"),
        ("value: 450000", "value: 450,000", "write 450000"),
        ("value: 450000", 'value: "450000"', "write 450000"),
        ("value: 450000", "value: 45万", "write 45 alone, and what it counts under unit"),
        ("{low: 10}", "{low: 1,010}", "write 1010"),
        ("ahead: 1.1", "ahead: 110%", "write it like 12.5"),
        ("due: 2012-06-30", "due: 2012-6-30", "write 2012-06-30"),
        ("due: 2012-06-30", "due: 2012-06", "write it like 2010-06-30"),
        ("base_year: 2010", "base_year: 2010年", "write 2010"),
        ("- id: jobs\n", "- id: New jobs\n", "write new-jobs"),
        ("- id: jobs\n", "- id: 就业\n", "write it in small Latin letters"),
        ("area: coast", "area: coast\nlanguage: English", "write a tag like en, zh or pt-BR"),
        ("files_until: 2016", "files_until: 2013", "write 2015"),
        ("    unit: 万人", "    unit: 万个人", "did you mean 万人"),
    ),
)
def test_what_to_write_instead(tmp_path: Path, old: str, new: str, hint: str) -> None:
    found = findings(tmp_path, old, new)
    assert found[0]["hint"].startswith(hint), found[0]


@pytest.mark.parametrize(
    ("unit", "wanted", "never"),
    (
        ("million sheep", "known: 元", "million yuan?"),
        ("金元", "known: 元", "did you mean"),
        ("millon yuan", "did you mean million yuan", "亿"),
        ("億元", "did you mean 亿元?", " 元?"),
        ("百萬元", "did you mean 百万元?", " 元?"),
    ),
)
def test_a_unit_is_suggested_within_what_it_measures(
    tmp_path: Path, unit: str, wanted: str, never: str
) -> None:
    (found, *_) = findings(tmp_path, "    unit: 亿元\n", f"    unit: {unit}\n")
    assert found["hint"].startswith(wanted)
    assert never not in found["hint"]


def test_the_known_units_are_listed_once(tmp_path: Path) -> None:
    hints = [each["hint"] for each in findings(tmp_path, '    unit: "%"\n', "    unit: xyz\n")]
    assert len(hints) > 3
    assert sum("known: 元, yuan" in hint for hint in hints) == 1
    assert all("first of these mistakes" in hint for hint in hints[1:])
