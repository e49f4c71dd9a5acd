"""Findings as JSON (`clusterplan.findings/1`). Messages are in English whatever the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.jsonable import fields
from clusterplan.render.text.json_text import dumps

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.render.findings.formats import View

FORMAT = "clusterplan.findings/1"
FINDING = ("code", "level", "file", "line", "column", "field", "key", "message", "hint", "value")


def render(view: View, locale: Locale) -> str:  # noqa: ARG001 # one signature for all formats
    """Render the findings; the same data give the same bytes in every language."""
    found = view.validation
    return dumps(
        {
            "format": FORMAT,
            "files": found.files,
            "records": found.records,
            "findings": [fields(finding, *FINDING) for finding in found.findings],
            "suppressed": found.suppressed,
            "truncated": found.truncated,
        }
    )
