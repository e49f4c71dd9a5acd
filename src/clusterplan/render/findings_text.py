"""Findings as text: one line each, never wrapped, greppable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.messages import printable
from clusterplan.render.words import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.findings import Finding
    from clusterplan.locale import Locale


def render(findings: Iterable[Finding], locale: Locale) -> str:
    """Render findings sorted by place: `file:line:column: code level: message (hint)`."""
    lines = []
    for finding in sorted(findings, key=lambda finding: finding.order):
        place = finding.file
        if finding.line:
            place += f":{finding.line}:{finding.column}"
        level = locale.text(LEVEL[finding.level])
        line = f"{place}: {finding.code} {level}: {locale.text(finding.message)}"
        if finding.hint:
            line += f" ({locale.text(finding.hint)})"
        lines.append(printable(line))
    return "".join(f"{line}\n" for line in lines)
