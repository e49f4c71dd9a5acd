"""Findings for a terminal: by file, with the line and a caret under what is wrong."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from clusterplan.base.findings import Level
from clusterplan.base.messages import say
from clusterplan.render.document.blocks import Title
from clusterplan.render.terminal.screen import Screen
from clusterplan.render.words import LEVEL

if TYPE_CHECKING:
    from clusterplan.base.findings import Finding
    from clusterplan.locale import Locale
    from clusterplan.render.findings.formats import View

STYLES = {Level.ERROR: "bold red3", Level.WARNING: "dark_orange3", Level.NOTICE: "dim"}
MARGIN = 10
"""Columns on the left, in which line and column stand."""


def render(view: View, locale: Locale) -> str:
    """Render the findings."""
    findings = view.validation.findings
    if not findings:
        return ""
    screen = Screen(view.options, locale)
    for file, group in groupby(findings, key=lambda finding: finding.file):
        screen.blocks([Title(file)])
        for finding in group:
            _finding(screen, finding, view.source_line(file, finding.line), locale)
        screen.gap()
    return screen.text() + "\n"  # the summary that follows is about all files


def _finding(screen: Screen, finding: Finding, source: str | None, locale: Locale) -> None:
    place = f"{finding.line}:{finding.column}" if finding.line else ""
    marked = f"{finding.code} {locale.text(LEVEL[finding.level])}"
    text = locale.text(finding.message)
    screen.hanging(f"{place:>{MARGIN - 1}} ", marked, STYLES[finding.level], text)
    if source is not None and finding.line:
        screen.source(" " * MARGIN, source, finding.column - 1)
    if finding.hint:
        hint = say("→ {hint}", hint=locale.text(finding.hint))
        screen.hanging(" " * MARGIN, "", "", locale.text(hint))
