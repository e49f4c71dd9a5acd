"""Whole outputs as they were when somebody last looked at them.

`pytest tests/test_golden.py --renew` writes them anew; look at the difference before you commit.
They are looked at by people, so they are short: most show the plan of Tea County, which has three
targets. What programs read is said by schemas and by the numbers of `test_json_of_the_plan`.
"""

from __future__ import annotations

import contextlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clusterplan import __version__
from clusterplan.checks import RULES
from clusterplan.checks.examples import examples_of
from clusterplan.cli.app import app
from clusterplan.locale import LANGUAGES
from clusterplan.methods import NAMES
from clusterplan.render.document.options import Options
from helpers import DATA, lay_out_example, valid

GOLDEN = Path(__file__).parent / "golden"
PLANS = Path(__file__).parent / "plans"
TEA, SHIPPED = "--data tea", f"--data {DATA}"
ENDINGS = {"markdown": "md", "csv": "csv", "json": "json", "sarif": "json"}
FORMS = ("table-80", "table-120", "text", "markdown", "csv")
COMMANDS = {
    "check": (f"check 2013 {TEA}", FORMS),
    "check-methods": (f"check 2013 {TEA} --method all --explain", ("table-200", *FORMS)),
    "check-without": (f"check 2014 {TEA} --explain", ("table-80", "text")),
    "check-after": (f"check 2015 {TEA}", ("table-80", "text")),
    "targets": (f"targets {TEA}", FORMS),
    "show": (f"show tea-share --year 2013 {TEA}", FORMS),
    "show-compound": (f"show tea-value --year 2013 {TEA}", ("text",)),
    "show-members": (f"show village-value --year 2013 {TEA}", ("text",)),
    "show-milestone": (f"show village-plans --year 2013 {TEA}", ("text",)),
    "trend": (f"trend {TEA}", ("table-200", *FORMS)),
    "diff": (f"diff 2013 2015 {TEA}", FORMS),
    "methods": ("methods", ("table-80", "text", "markdown")),
    "methods-dns": ("methods dns", ("table-80", "markdown")),
    **{f"methods-{name}": (f"methods {name}", ("text",)) for name in NAMES},
    # Groups of which many members are missing, methods that disagree, links of every kind.
    "check-shipped": (f"check 2008 {SHIPPED}", ("text",)),
    "check-shipped-after": (f"check 2010 --method all {SHIPPED}", ("text",)),
    "targets-shipped": (f"targets {SHIPPED}", ("text",)),
}
CASES = [(name, form) for name, (_, forms) in COMMANDS.items() for form in forms]
EXPLAINED = ("", "CP001", "CP002", "CP003", "CP005", "CP006", "CP007", "CP009", "CP204", "CP305")
"""The list of rules, and those whose examples are told in other ways than as plain text."""
FEW = ("CP007", "CP101", "CP110", "CP204", "CP302", "CP404", "CP501")
"""Rules whose bad examples are shown in the formats that are long."""


def same(name: str, form: str, text: str, *, renew: bool) -> None:
    path = GOLDEN / f"{name}.{ENDINGS.get(form, 'txt')}"
    if renew:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert path.read_bytes().decode() == text


def split(form: str) -> tuple[str, Options]:
    name, _, width = form.partition("-")
    return name, Options(width=int(width or 200))


def shown(command: str, folder: Path, *, code: int = 0, width: int = 80) -> str:
    """Run a command in a folder and return what it writes."""
    with contextlib.chdir(folder):
        done = CliRunner().invoke(
            app, command.split(), env={"COLUMNS": str(width)}, prog_name="clusterplan"
        )
    assert done.exit_code == code, done.output
    return done.stdout.replace(f'"version": "{__version__}"', '"version": "0"')


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "form"), CASES)
def test_output(name: str, form: str, language: str, *, renew: bool) -> None:
    kind, options = split(form)
    command = f"{COMMANDS[name][0]} --format {kind} --lang {language}"
    text = shown(command, PLANS, width=options.width)
    same(f"{name}-{form}-{language}", kind, text, renew=renew)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules(language: str, *, renew: bool) -> None:
    told = (shown(f"explain {code} --verbose --lang {language}", PLANS) for code in EXPLAINED)
    same(f"explain-{language}", "text", f"\n{'=' * 80}\n\n".join(told), renew=renew)


@pytest.fixture(scope="module")
def every_mistake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a data folder for each bad example of each rule."""
    folder = tmp_path_factory.mktemp("mistakes")
    for rule in RULES:
        for example in examples_of(rule.code):
            if example.bad:
                lay_out_example(example, folder / f"{rule.code}{example.name.removeprefix('bad')}")
    return folder


def validated(folder: Path, form: str, language: str, beginnings: tuple[str, ...] = ("",)) -> str:
    name, options = split(form)
    wanted = sorted(path.name for path in folder.iterdir() if path.name.startswith(beginnings))
    command = f"validate --format {name} --lang {language} {' '.join(wanted)}"
    return shown(command, folder, code=1, width=options.width)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("text", "full-80", "github"))
def test_findings(every_mistake: Path, form: str, language: str, *, renew: bool) -> None:
    text = validated(every_mistake, form, language)
    same(f"validate-{form}-{language}", form, text, renew=renew)


@pytest.mark.parametrize(
    ("form", "language"), (("full-120", "en"), ("full-120", "zh"), ("json", "en"), ("sarif", "en"))
)
def test_a_few_findings(every_mistake: Path, form: str, language: str, *, renew: bool) -> None:
    text = validated(every_mistake, form, language, FEW)
    same(f"validate-{form}-{language}", form, text, renew=renew)


def test_findings_for_programs(every_mistake: Path) -> None:
    found = valid("findings", validated(every_mistake, "json", "en"))["findings"]
    assert {each["code"] for each in found} == {rule.code for rule in RULES}


@pytest.mark.parametrize(
    ("command", "schema", "wanted"),
    (
        (
            f"check 2013 {TEA}",
            "report",
            {
                "summary": {"behind": 2, "far_behind": 1},
                "data.illustrative": 1,
                "data.verdicts_on_published_only": 2,
                # From 20 to 60: 20 * 3 ** (3/5) is due, ln 1.8 / ln 3 is done of three fifths.
                "targets.0.gap": 24,
                "targets.0.expected": "38.6636408986",
                "targets.0.completion": "0.535026479282",
                "targets.0.pace": "0.891710798803",
                "targets.0.required_change": {
                    "per_year": Decimal("0.290994448736"),
                    "kind": "rate",
                },
                "targets.0.projection.compound": "53.2701808055",
                "targets.0.projection.linear": "46.6666666667",
                # 36/160 on the way from 1/5 to 1/3: a fortieth of two fifteenths; 16 years of it.
                "targets.1.target.exact": "1/3",
                "targets.1.actual.value": "0.225",
                "targets.1.gap": "0.108333333333",
                "targets.1.expected": "0.28",
                "targets.1.pace": "0.3125",
                "targets.1.projection.year_reached": 2026,
                # 9 + 5 + 3 of 30; 18 are due by the steps, which is two fifths of the way from 10.
                "targets.2.actual.value": 17,
                "targets.2.members.2.illustrative": True,
                "targets.2.due": "0.4",
                "targets.2.pace": "0.875",
                "targets.2.required_change": {"per_year": Decimal("6.5"), "kind": "absolute"},
                "milestones.0.done": 2,
                "milestones.0.members.1.on": "2013-02-01",
                "measures.0.state": "under_way",
                # 60 is a third of 180; of 160, and of 100 + 60 * 5/3, a third is asked for.
                "links.0.then.value": 200,
                "links.0.demands.0.now": "53.3333333333",
                "links.0.demands.0.then": "66.6666666667",
                "links.0.demands.1.implied": 180,
                "links.1.actual": {"whole": 36, "parts": [17], "holds": True},
            },
        ),
        (
            f"check 2013 {TEA} --method all",
            "report",
            {
                "methods": ["eurostat", "opensdg", "unsd", "dns"],
                # 1.8 ** (1/3) - 1 against 3 ** (1/5) - 1.
                "targets.0.methods.eurostat.value": "0.880802390832",
                "targets.0.methods.eurostat.standing": "behind",
            },
        ),
        (
            f"show tea-share --year 2013 {TEA}",
            "show",
            {"path.3": {"year": 2013, "value": Decimal("0.28")}, "history.0.year": 2011},
        ),
        (f"targets {TEA}", "targets", {"targets.2.steps": {"2013": 18}, "measures.0.id": "brand"}),
        (
            f"trend {TEA}",
            "trend",
            {"years": [2011, 2012, 2013, 2014, 2015], "targets.1.years.1.actual.value": "0.256"},
        ),
        (
            f"diff 2013 2015 {TEA}",
            "diff",
            {"worse": True, "changes.0.gap_moved": "-22.5", "changes.4.after.status": "done"},
        ),
    ),
)
def test_json_of_the_plan(command: str, schema: str, wanted: dict[str, Any]) -> None:
    text = shown(f"{command} --format json", PLANS)
    valid(schema, text)
    found = json.loads(text, parse_float=Decimal)
    for path, value in wanted.items():
        held = found
        for step in path.split("."):
            held = held[int(step) if step.isdecimal() else step]
        exact = Decimal(value) if isinstance(held, Decimal) else value
        assert held == exact, path
