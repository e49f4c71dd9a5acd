"""Every rule of `validate`, by the examples that `explain` prints; a new case is a new file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from clusterplan.base.findings import Finding
from clusterplan.base.messages import say
from clusterplan.checks import RULES, check_data
from clusterplan.checks.examples import FOLDER, Example, examples_of, plan_text
from clusterplan.checks.rollup_rules import OF_RETURNS
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.reading.folder import read_folder
from clusterplan.reading.folder_layout import ROLLUP_NAME
from clusterplan.render.findings.rule_text import render_rule, rule_blocks
from clusterplan.render.text.plain import plain_text
from clusterplan.rollup.definition_file import read_definition
from helpers import SOURCE, lay_out_example, nodes, rolled

CASES = [(rule.code, example) for rule in RULES for example in examples_of(rule.code)]


def found_in(folder: Path) -> list[Finding]:
    data = read_folder(folder, "data")
    found = [*data.findings, *check_data(data)[0]]
    if not (folder / ROLLUP_NAME).exists() or data.plan is None:
        return found
    definition = read_definition(folder, "data", data.plan)
    return [*found, *(rolled(folder) if definition.definition else definition.findings)]


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(
            code,
            example,
            id=f"{code}-{example.name}",
            marks=[pytest.mark.slow] if code.startswith("CP6") else [],
        )
        for code, example in CASES
    ],
)
def test_an_example_is_what_it_says(tmp_path: Path, code: str, example: Example) -> None:
    lay_out_example(example, tmp_path / "data")
    findings = found_in(tmp_path / "data")
    if code != "CP615":  # of units that have sent nothing, which many an example is about
        findings = [each for each in findings if each.code != "CP615"]
    assert [(finding.code, str(finding.message)) for finding in findings] == [
        (code, str(finding.message)) for finding in findings[: int(example.bad)]
    ]
    assert len(findings) == int(example.bad)
    for finding in findings:
        (rule,) = (rule for rule in RULES if rule.code == code)
        assert finding.level is rule.level
        assert finding.hint is not None or finding.line == 0


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"CP[0-7][0-9]{2}", code) for code in codes)


def test_every_rule_has_a_bad_and_a_good_example() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == {r.code for r in RULES}
    for rule in RULES:
        kinds = {example.bad for example in examples_of(rule.code)}
        assert kinds == {True, False}, rule.code


def test_parts_of_the_plan_are_parts_of_it() -> None:
    parts = [file.text for _, example in CASES for file in example.files if file.is_part]
    assert parts
    assert all(part in plan_text() for part in parts)


def test_every_code_in_the_source_is_a_rule_and_the_other_way_round() -> None:
    used = {
        node.value
        for path in SOURCE.rglob("*.py")
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"CP\d{3}", node.value)
    }
    assert used == {rule.code for rule in RULES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanations(language: str) -> None:
    locale = Locale(language)
    for rule in RULES:
        text = render_rule(rule, examples_of(rule.code), locale, every=True)
        assert text.startswith(rule.code)
        assert all(locale.text(part) in text for part in (rule.what, rule.why, rule.mend))
        titles = [locale.text(title) for title in (say("Not so:"), say("But so:"))]
        assert sum(text.count(f"\n{title}\n    ") for title in titles) == len(
            examples_of(rule.code)
        )
    listed = plain_text(rule_blocks(RULES, locale))
    assert all(f"\n{rule.code} " in listed for rule in RULES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ("validate-text", "validate-full-80", "validate-github", "explain")
)
def test_every_code_stands_in_a_golden_output(name: str, language: str) -> None:
    golden = (Path(__file__).parent / "golden" / f"{name}-{language}.txt").read_text("utf-8")
    elsewhere = set() if name == "explain" else {rule.code for rule in OF_RETURNS}
    assert {rule.code for rule in RULES} - elsewhere <= set(re.findall(r"CP\d{3}", golden))
