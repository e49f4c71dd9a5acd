"""The catalogues hold every text of the code, and what people see is in one language."""

from __future__ import annotations

import ast
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import catalogues
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from rich.cells import cell_len

from clusterplan import assess
from clusterplan.base.findings import Level
from clusterplan.base.messages import Message, Quantity, say, say_many
from clusterplan.cli.commands import COMMANDS
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.methods import NAMES, SECOND_OPINIONS, method
from clusterplan.model.plan import Names, Plan
from clusterplan.render.document.options import Options
from clusterplan.render.words import LEVEL, MILESTONE, NATURE, PATH, STANDING, STATE, STATUS
from helpers import ROOT, Installed, Rows, render_methods, render_plan, render_report

PO_FILES = pytest.mark.parametrize(
    "path", catalogues.po_files(), ids=lambda path: str(path.parts[-3])
)


def ids(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    return {m.id if isinstance(m.id, str) else tuple(m.id) for m in catalogue if m.id}


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {path.parts[-3] for path in catalogues.po_files()} == set(LANGUAGES) - {"en"}


@pytest.mark.slow
@PO_FILES
def test_a_catalogue_has_every_text_of_the_code_and_no_other(path: Path) -> None:
    catalogue = catalogues.read(path)
    assert ids(catalogue) == ids(catalogues.collect())
    assert not catalogue.obsolete


@pytest.mark.slow
def test_no_text_stands_where_the_catalogues_do_not_look() -> None:
    """Babel passes over what is called within an f-string."""
    for path in (ROOT / "src").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        within = (
            call.func.id
            for text in ast.walk(tree)
            if isinstance(text, ast.JoinedStr)
            for call in ast.walk(text)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        )
        assert not {"say", "say_many", "tr"} & set(within), path


@PO_FILES
def test_every_text_is_translated_and_keeps_its_fields(path: Path) -> None:
    for message in catalogues.read(path):
        if not message.id:
            continue
        sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        written = message.string or ()
        targets = (written,) if isinstance(written, str) else tuple(written)
        assert not message.fuzzy
        assert targets, message.id
        assert all(targets), message.id
        assert {field for text in targets for field in fields(text)} == {
            field for text in sources for field in fields(text)
        }, message.id


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@PO_FILES
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    compiled = catalogues.compiled(catalogues.read(path))
    assert texts_in(path.with_suffix(".mo").read_bytes()) == texts_in(compiled)


def texts_in(compiled: bytes) -> list[tuple[object, object]]:
    """Return each text with its translation; the head names the version that compiled it."""
    return [(each.id, each.string) for each in read_mo(io.BytesIO(compiled)) if each.id]


def test_no_text_of_the_plan_escaped_the_catalogues(shipped_plan: Plan) -> None:
    ids_shown = {word for item in shipped_plan.commitments for word in item.id.split("-")}
    for name in ("text", "markdown", "table"):
        text = render_plan(shipped_plan, name, Locale("zh"), Options(width=200))
        assert set(re.findall(r"[A-Za-z]{2,}", text)) <= ids_shown


@pytest.mark.slow
def test_no_text_of_the_methods_escaped_the_catalogues(
    shipped_plan: Plan, shipped_rows: Rows
) -> None:
    """Latin words in Chinese are names: of methods, places in repositories, statuses in data."""
    allowed = {"provincial", "government", "english", "report", "Open", "SDG", "format", "text"}
    for year in shipped_plan.years:
        for form in ("text", "markdown", "table"):
            options = Options(width=200)
            report = assess(shipped_plan, shipped_rows, year, methods=SECOND_OPINIONS)
            text = render_report(report, form, Locale("zh"), options, explain=True)
            assert set(re.findall(r"[A-Za-z]{2,}", text)) <= allowed, (year, form)
    for name in NAMES:
        text = render_methods([method(name)], "text", Locale("zh"), in_full=True)
        for line in text.splitlines():
            assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", line), line


def test_no_text_of_the_help_escaped_the_catalogues(installed: Installed) -> None:
    for command, width in (
        *(((), width) for width in (60, 80)),
        *(((entry.name,), width) for entry in COMMANDS for width in (60, 100)),
    ):
        chinese = {"LANG": "zh_CN.UTF-8", "COLUMNS": str(width)}
        done = installed.run(*command, "--help", env=chinese)
        english = installed.run(*command, "--help", env={"COLUMNS": str(width)})
        for line in (*done.stdout.splitlines(), *english.stdout.splitlines()):
            assert cell_len(line) <= width, line
        for line in done.stdout.splitlines():
            assert re.search(r"[一-鿿]", line) or not re.search(r"[a-z]+ [a-z]+ [a-z]+", line), line


def test_help_in_the_language_that_is_asked_for(installed: Installed) -> None:
    chinese = {"LANG": "zh_CN.UTF-8"}
    assert installed.run("check", "--help", env=chinese).stdout.startswith("用法：")
    assert installed.run("check", "--lang", "zh", "--help").stdout.startswith("用法：")
    assert installed.run("check", "--lang=en", "--help", env=chinese).stdout.startswith("Usage: ")
    assert installed.run("check", "--help").stdout.startswith("Usage: ")


def test_errors_in_the_language_that_is_asked_for(installed: Installed) -> None:
    done = installed.run("check", "2004", "--lang", "zh")
    assert "规划期为2006至2010年" in done.stderr
    done = installed.run("check", "--data", "nowhere", "--lang", "zh")
    assert "没有数据文件夹 nowhere" in done.stderr
    done = installed.run("check", "--nonsense", "--lang", "zh")
    usage = "用法：clusterplan check [选项] [YEAR]\n用“clusterplan check -h”查看帮助。\n\n"
    assert done.stderr == f"{usage}错误：没有 --nonsense 这一选项\n"
    done = installed.run("check", "2008", env={"LC_ALL": "zh_CN.UTF-8"})
    assert "现使用随程序附带的规划" in done.stderr


@pytest.mark.parametrize("words", (STATUS, MILESTONE, STATE, PATH, NATURE, LEVEL, STANDING))
def test_terms_are_translated(words: dict[str, Message]) -> None:
    english, chinese = Locale("en"), Locale("zh")
    for word in words.values():
        assert chinese.text(word) != english.text(word)
        assert re.fullmatch(r"[一-鿿]+", chinese.text(word))


def test_the_statuses_in_the_terms_of_plan_evaluation() -> None:
    chinese = Locale("zh")
    assert [chinese.text(word) for word in STATUS.values()] == [
        *("提前实现", "完成", "保持达标", "快于预期", "符合预期", "未到期", "滞后", "有风险"),
        *("严重滞后", "倒退", "未完成", "已突破", "无基期", "无数据"),
    ]
    assert set(LEVEL) == set(Level)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    (
        ("1234.5", "亿元", "1,234.5 亿元", "1234.5亿元"),
        ("1234.567", "billion yuan", "1,234.57 billion yuan", "1.23457万亿元"),
        ("-0.25", "1", "−25%", "−25%"),
        ("20", "%", "20%", "20%"),
        ("50", "个", "50", "50个"),
        ("1000", "户", "1,000", "1000户"),
        ("1500", "人", "1,500 people", "1500人"),
        ("0.00004", "亿元", "0.00004 亿元", "0.00004亿元"),
        ("1" * 36, "亿元", f"{int('1' * 36):,} 亿元", "1" * 36 + "亿元"),
    ),
)
def test_quantities(value: str, unit: str, english: str, chinese: str) -> None:
    written = [Locale(each).quantity(Decimal(value), unit) for each in ("en", "zh")]
    assert written == [english, chinese]


@pytest.mark.parametrize(
    ("language", "points", "day", "inside"),
    (
        ("en", "4.04 pp", "5 Mar 2009", "A: 3 亿元, or met late"),
        ("zh", "4.04个百分点", "2009年3月5日", "甲：3亿元，或逾期完成"),
    ),
)
def test_differences_dates_and_messages_within_messages(
    language: str, points: str, day: str, inside: str
) -> None:
    locale, three = Locale(language), Quantity(Decimal(3), "亿元")
    assert locale.difference(Decimal("0.040392"), "1") == points
    assert locale.difference(Decimal("4.0392"), "%") == points
    assert locale.date(date(2009, 3, 5)) == day
    inner = say("{name}: {arithmetic}", name=Names(zh="甲", en="A"), arithmetic=three)
    outer = say("{first}, or {other}", first=inner, other=say("met late"))
    assert locale.text(outer) == inside


@pytest.mark.parametrize(
    ("count", "english", "chinese"), ((1, "1 notice", "1条提示"), (2, "2 notices", "2条提示"))
)
def test_plurals(count: int, english: str, chinese: str) -> None:
    message = say_many("{count} notice", "{count} notices", count=count)
    assert [Locale(each).text(message) for each in ("en", "zh")] == [english, chinese]
    assert str(message) == english


def test_a_plan_may_have_braces_in_its_names() -> None:
    message = say("{title}: {year}", title=Names(zh="{甲}", en="{x} {0}"), year="2008")
    assert Locale("en").text(message) == "{x} {0}: 2008"
