"""Findings as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan.base.findings import Level
from clusterplan.checks import RULES
from clusterplan.checks.chosen_findings import known_as
from clusterplan.render.findings.as_text import said
from clusterplan.render.text.json_text import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.base.findings import Finding, Rule
    from clusterplan.checks.chosen_findings import Known
    from clusterplan.locale import Locale
    from clusterplan.render.findings.formats import View

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "primaryLocationLineHash"
"""By this GitHub knows a finding again when the lines above it have changed."""
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def render(view: View, locale: Locale) -> str:
    """Render the findings as one run."""
    found = {finding.code for finding in view.validation.findings}
    driver = {
        "name": "clusterplan",
        "version": view.version,
        "rules": [_rule(rule, locale) for rule in RULES if rule.code in found],
    }
    results = _results(view.validation.findings, locale)
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, locale: Locale) -> dict[str, object]:
    return {
        "id": rule.code,
        "shortDescription": {"text": locale.text(rule.what)},
        "fullDescription": {"text": locale.text(rule.why)},
        "help": {"text": locale.text(rule.mend)},
        "defaultConfiguration": {"level": LEVELS[rule.level]},
    }


def _results(findings: Iterable[Finding], locale: Locale) -> list[dict[str, object]]:
    seen: Counter[Known] = Counter()
    results = []
    for finding in findings:
        name = known_as(finding, finding.file)
        seen[name] += 1
        results.append(_result(finding, locale, f"{_hash(name)}:{seen[name]}"))
    return results


def _result(finding: Finding, locale: Locale, fingerprint: str) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": _location(finding.file)}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.level],
        "message": {"text": said(finding, locale)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }


def _hash(name: Known) -> str:
    from hashlib import sha256  # noqa: PLC0415 # only here

    return sha256("\t".join(name).encode()).hexdigest()[:16]


def _location(file: str) -> dict[str, str]:
    from urllib.parse import quote  # noqa: PLC0415 # only here, and not cheap

    path = Path(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}
