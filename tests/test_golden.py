"""Whole outputs as they were when somebody last looked at them.

`pytest tests/test_golden.py --renew` writes them anew; look at the difference before you commit.
They are looked at by people, so they are short: most show the plan of Tea County, which has three
targets. What programs read is said by schemas and by `golden/numbers.yaml`.
"""

from __future__ import annotations

import contextlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from clusterplan import __version__
from clusterplan.checks import RULES
from clusterplan.checks.examples import examples_of
from clusterplan.checks.rollup_rules import OF_RETURNS
from clusterplan.locale import LANGUAGES
from clusterplan.methods import NAMES
from clusterplan.render.document.options import Options
from helpers import DATA, PLANS, lay_out_example, run, valid

GOLDEN = Path(__file__).parent / "golden"
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
    "show-quotas": ("show beds-everywhere --year 2014 --data coast", ("text", "table-80")),
    "trend-quotas": ("trend beds-everywhere --data coast", ("text",)),
    "show-milestone": (f"show village-plans --year 2013 {TEA}", ("text",)),
    "trend": (f"trend {TEA}", ("table-200", *FORMS)),
    "diff": (f"diff 2013 2015 {TEA}", FORMS),
    "overview": ("overview .", ("table-200", *FORMS, "json")),
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
        done = run(*command.split(), env={"COLUMNS": str(width)})
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


LONG = [pytest.param(form, marks=pytest.mark.slow) for form in ("full-80", "github")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ("text", *LONG))
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
    of_plans = {rule.code for rule in RULES} - {rule.code for rule in OF_RETURNS}
    assert {each["code"] for each in found} == of_plans


NUMBERS = yaml.safe_load((GOLDEN / "numbers.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("command", "wanted"), NUMBERS.items())
def test_json_of_the_plan(command: str, wanted: dict[str, Any]) -> None:
    text = shown(f"{command} --format json", PLANS)
    valid(command.split(maxsplit=1)[0].replace("check", "report"), text)
    found = json.loads(text, parse_float=Decimal)
    for path, value in wanted.items():
        held = found
        for step in path.split("."):
            held = held[int(step) if step.isdecimal() else step]
        exact = Decimal(value) if isinstance(held, Decimal) else value
        assert held == exact, path
