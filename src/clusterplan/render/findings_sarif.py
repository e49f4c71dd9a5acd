"""Findings as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.checks import RULES
from clusterplan.findings import Level
from clusterplan.render.findings_text import said
from clusterplan.render.jsonable import dumps

if TYPE_CHECKING:
    from clusterplan.findings import Finding, Rule
    from clusterplan.locale import Locale
    from clusterplan.render.findings import View

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def render(view: View, locale: Locale) -> str:
    """Render the findings as one run."""
    found = {finding.code for finding in view.validation.findings}
    driver = {
        "name": "clusterplan",
        "version": view.version,
        "rules": [_rule(rule, locale) for rule in RULES if rule.code in found],
    }
    results = [_result(finding, locale) for finding in view.validation.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dumps({"version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, locale: Locale) -> dict[str, object]:
    return {
        "id": rule.code,
        "shortDescription": {"text": locale.text(rule.what)},
        "fullDescription": {"text": locale.text(rule.why)},
        "defaultConfiguration": {"level": LEVELS[rule.level]},
    }


def _result(finding: Finding, locale: Locale) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.level],
        "message": {"text": said(finding, locale)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 # only here, and not cheap

    return quote(file.replace("\\", "/"))
