"""Findings as JSON (`clusterplan.findings/1`). Messages are in English whatever the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.locale import Locale
from clusterplan.render.text.json_text import dumps

if TYPE_CHECKING:
    from clusterplan.base.findings import Finding
    from clusterplan.render.findings.formats import View

FORMAT = "clusterplan.findings/1"


def render(view: View, locale: Locale) -> str:  # noqa: ARG001 # one signature for all formats
    """Render the findings; the same data give the same bytes in every language."""
    found = view.validation
    return dumps(
        {
            "format": FORMAT,
            "files": found.files,
            "records": found.records,
            "findings": [_finding(finding) for finding in found.findings],
            "suppressed": found.suppressed,
            "truncated": found.truncated,
        }
    )


def _finding(finding: Finding) -> dict[str, object]:
    english = Locale("en")
    return {
        "code": finding.code,
        "level": finding.level.value,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "field": finding.field,
        "key": finding.key,
        "message": english.text(finding.message),
        "hint": finding.hint and english.text(finding.hint),
        "value": finding.value,
    }
