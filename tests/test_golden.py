"""Whole outputs as they were when somebody last looked at them.

`pytest tests/test_golden.py --renew` writes them anew; look at the difference before you commit.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from clusterplan import __version__, assess
from clusterplan.checks import RULES
from clusterplan.checks.examples import examples_of
from clusterplan.cli.app import app
from clusterplan.judging.assess import assess_years
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.methods import NAMES, SECOND_OPINIONS, method
from clusterplan.model.changes import compare
from clusterplan.model.observations import Observation
from clusterplan.model.plan import Plan
from clusterplan.render.document.all_years import TrendDocument
from clusterplan.render.document.changes import ChangesDocument
from clusterplan.render.document.interface import Document
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.render.document.options import Options
from clusterplan.render.findings.rule_text import render_rule, render_rules
from clusterplan.views.all_years import trend
from clusterplan.views.one_commitment import detail
from helpers import lay_out_example, render_methods, render_plan, render_report, valid

GOLDEN = Path(__file__).parent / "golden"
YEARS = (2006, 2008, 2010)
TABLE_WIDTHS = (80, 100, 160)
FORMS = (*(f"table-{width}" for width in TABLE_WIDTHS), "text", "markdown", "csv")
ENDINGS = {"markdown": "md", "csv": "csv", "json": "json", "sarif": "json"}


def same(name: str, form: str, text: str, *, renew: bool) -> None:
    path = GOLDEN / f"{name}.{ENDINGS.get(form, 'txt')}"
    if renew:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert path.read_bytes().decode() == text


def split(form: str) -> tuple[str, Options]:
    name, _, width = form.partition("-")
    return name, Options(width=int(width or 200))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_report(
    shipped_plan: Plan,
    shipped_rows: tuple[Observation, ...],
    year: int,
    language: str,
    form: str,
    *,
    renew: bool,
) -> None:
    name, options = split(form)
    report = assess(shipped_plan, shipped_rows, year)
    text = render_report(report, name, Locale(language), options)
    same(f"check-{year}-{form}-{language}", name, text, renew=renew)


@pytest.mark.parametrize("year", YEARS)
def test_report_for_programs(
    shipped_plan: Plan, shipped_rows: tuple[Observation, ...], year: int, *, renew: bool
) -> None:
    text = render_report(assess(shipped_plan, shipped_rows, year), "json", Locale())
    same(f"check-{year}-json", "json", text, renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanation(
    shipped_plan: Plan, shipped_rows: tuple[Observation, ...], language: str, *, renew: bool
) -> None:
    report = assess(shipped_plan, shipped_rows, 2008)
    text = render_report(report, "text", Locale(language), explain=True)
    same(f"check-2008-explain-{language}", "text", text, renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("table-100", "text", "markdown", "csv", "json"))
def test_commitments(shipped_plan: Plan, language: str, form: str, *, renew: bool) -> None:
    name, options = split(form)
    text = render_plan(shipped_plan, name, Locale(language), options)
    same(f"targets-{form}-{language}", name, text, renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("table-80", "table-120", "table-200", "text", "markdown", "csv"))
def test_second_opinions(
    shipped_plan: Plan,
    shipped_rows: tuple[Observation, ...],
    language: str,
    form: str,
    *,
    renew: bool,
) -> None:
    name, options = split(form)
    report = assess(shipped_plan, shipped_rows, 2009, methods=SECOND_OPINIONS)
    text = render_report(report, name, Locale(language), options)
    same(f"check-2009-methods-{form}-{language}", name, text, renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
def test_second_opinions_explained(
    shipped_plan: Plan, shipped_rows: tuple[Observation, ...], language: str, *, renew: bool
) -> None:
    report = assess(shipped_plan, shipped_rows, 2009, methods=SECOND_OPINIONS)
    text = render_report(report, "text", Locale(language), explain=True)
    same(f"check-2009-methods-explain-{language}", "text", text, renew=renew)


def test_second_opinions_for_programs(
    shipped_plan: Plan, shipped_rows: tuple[Observation, ...], *, renew: bool
) -> None:
    report = assess(shipped_plan, shipped_rows, 2009, methods=SECOND_OPINIONS)
    text = render_report(report, "json", Locale())
    same("check-2009-methods-json", "json", text, renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("table-80", "text", "markdown"))
@pytest.mark.parametrize("asked", ("all", *NAMES))
def test_methods(asked: str, form: str, language: str, *, renew: bool) -> None:
    name, options = split(form)
    found = [method(each) for each in NAMES if asked in ("all", each)]
    text = render_methods(found, name, Locale(language), options, in_full=asked != "all")
    same(f"methods-{asked}-{form}-{language}", name, text, renew=renew)


def test_methods_for_programs(*, renew: bool) -> None:
    text = render_methods([method(name) for name in NAMES], "json", Locale(), in_full=False)
    same("methods-json", "json", text, renew=renew)


@pytest.fixture(scope="module")
def rows_in_data(shipped_rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Return the actuals that ship, as read in the repository, wherever that is."""
    return tuple(replace(row, file=f"data/actuals/{row.year}.csv") for row in shipped_rows)


SHOWN = ("cluster-share", "key-clusters-value-added", "block-share-tax", "nominations")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("table-100", "text", "markdown"))
@pytest.mark.parametrize("identity", SHOWN)
def test_show(
    shipped_plan: Plan,
    rows_in_data: tuple[Observation, ...],
    identity: str,
    form: str,
    language: str,
    *,
    renew: bool,
) -> None:
    name, options = split(form)
    document = DetailDocument(detail(shipped_plan, rows_in_data, identity, 2008), Locale(language))
    text = document.render(name, options)
    same(f"show-{identity}-{form}-{language}", name, text, renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("table-80", "table-200", "text", "markdown", "csv"))
def test_trend(
    shipped_plan: Plan,
    shipped_rows: tuple[Observation, ...],
    form: str,
    language: str,
    *,
    renew: bool,
) -> None:
    name, options = split(form)
    document = TrendDocument(trend(shipped_plan, shipped_rows), Locale(language))
    same(f"trend-{form}-{language}", name, document.render(name, options), renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("table-80", "table-200", "text", "markdown", "csv"))
def test_diff(
    shipped_plan: Plan,
    shipped_rows: tuple[Observation, ...],
    form: str,
    language: str,
    *,
    renew: bool,
) -> None:
    name, options = split(form)
    years = assess_years(shipped_plan, shipped_rows, (2007, 2008))
    changes = compare(*(report.snapshot for report in years))
    document = ChangesDocument(changes, shipped_plan.title, Locale(language))
    same(f"diff-{form}-{language}", name, document.render(name, options), renew=renew)


def test_documents_for_programs(
    shipped_plan: Plan, rows_in_data: tuple[Observation, ...], *, renew: bool
) -> None:
    years = assess_years(shipped_plan, rows_in_data, (2007, 2008))
    changes = compare(*(report.snapshot for report in years))
    documents: dict[str, Document[Any]] = {
        "show": DetailDocument(
            detail(shipped_plan, rows_in_data, "cluster-share", 2008), Locale("zh")
        ),
        "trend": TrendDocument(trend(shipped_plan, rows_in_data), Locale("zh")),
        "diff": ChangesDocument(changes, shipped_plan.title, Locale("zh")),
    }
    for name, document in documents.items():
        same(f"{name}-json", "json", document.render("json", Options()), renew=renew)


@pytest.fixture(scope="module")
def every_mistake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a data folder for each bad example of each rule."""
    folder = tmp_path_factory.mktemp("mistakes")
    for rule in RULES:
        for example in examples_of(rule.code):
            if example.bad:
                lay_out_example(example, folder / f"{rule.code}{example.name.removeprefix('bad')}")
    return folder


def validated(folder: Path, form: str, language: str) -> str:
    name, _, width = form.partition("-")
    options = [
        "--format",
        name,
        "--lang",
        language,
        *sorted(path.name for path in folder.iterdir()),
    ]
    with contextlib.chdir(folder):
        done = CliRunner().invoke(
            app, ["validate", *options], env={"COLUMNS": width or "80"}, prog_name="clusterplan"
        )
    assert done.exit_code == 1
    return done.stdout.replace(f'"version": "{__version__}"', '"version": "0"')


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("text", "full-80", "full-120", "github"))
def test_findings(every_mistake: Path, form: str, language: str, *, renew: bool) -> None:
    text = validated(every_mistake, form, language)
    same(f"validate-{form}-{language}", form, text, renew=renew)


@pytest.mark.parametrize("form", ("json", "sarif"))
def test_findings_for_programs(every_mistake: Path, form: str, *, renew: bool) -> None:
    text = validated(every_mistake, form, "en")
    same(f"validate-{form}", form, text, renew=renew)
    if form == "json":
        assert {each["code"] for each in valid("findings", text)["findings"]} == {
            rule.code for rule in RULES
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules(language: str, *, renew: bool) -> None:
    locale = Locale(language)
    rules = (render_rule(rule, examples_of(rule.code), locale, every=True) for rule in RULES)
    text = render_rules(RULES, locale) + "".join(f"\n{'=' * 80}\n\n{rule}" for rule in rules)
    same(f"explain-{language}", "text", text, renew=renew)
