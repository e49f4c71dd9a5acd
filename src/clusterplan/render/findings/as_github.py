"""Findings as annotations of GitHub Actions, the rest of them as text in the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clusterplan.base.findings import Level
from clusterplan.base.messages import printable
from clusterplan.render.findings.as_text import line_of, said

if TYPE_CHECKING:
    from clusterplan.base.findings import Finding
    from clusterplan.locale import Locale
    from clusterplan.render.findings.formats import View

PER_STEP = 10
"""Annotations of one level that GitHub shows of a step; what is beyond them would be lost."""
LONGEST = 4096
"""Characters of a message that the runner passes on (`_maxIssueMessageLength` in its source)."""
COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "notice"}


def render(view: View, locale: Locale) -> str:
    """Render the findings."""
    seen: Counter[Level] = Counter()
    lines = []
    for finding in view.validation.findings:
        seen[finding.level] += 1
        shown = seen[finding.level] <= PER_STEP
        lines.append(_annotation(finding, locale) if shown else line_of(finding, locale))
    # In any line the runner would obey the old form of its commands, ##[…], as the data may say.
    return "".join(f"{printable(line).replace('##[', '# #[')}\n" for line in lines)


def _annotation(finding: Finding, locale: Locale) -> str:
    properties = {"file": finding.file}
    if finding.line:
        properties |= {"line": str(finding.line), "col": str(finding.column)}
    properties["title"] = finding.code
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[finding.level]} {listed}::{_data(_short(said(finding, locale)))}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
