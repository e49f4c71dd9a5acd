"""Findings for a terminal: by file, with the line and a caret under what is wrong."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from clusterplan.findings import Level
from clusterplan.messages import say
from clusterplan.render.blocks import one_line
from clusterplan.render.screen import Screen
from clusterplan.render.words import LEVEL

if TYPE_CHECKING:
    from clusterplan.findings import Finding
    from clusterplan.locale import Locale
    from clusterplan.render.findings import View

STYLES = {Level.ERROR: "bold red3", Level.WARNING: "dark_orange3", Level.NOTICE: "dim"}
BEFORE, AFTER = 24, 40
"""Characters of a source line shown before and after the caret."""


def render(view: View, locale: Locale) -> str:
    """Render the findings."""
    findings = view.validation.findings
    if not findings:
        return ""
    screen = Screen(view.options)
    for file, group in groupby(findings, key=lambda finding: finding.file):
        screen.heading(file)
        for finding in group:
            _finding(screen, finding, view.source_line(file, finding.line), locale)
        screen.gap()
    return screen.text()


def _finding(screen: Screen, finding: Finding, source: str | None, locale: Locale) -> None:
    level = locale.text(LEVEL[finding.level])
    message = one_line(locale.text(finding.message))
    place = f"{finding.line}:{finding.column}" if finding.line else ""
    screen.line(
        (f"  {place:>7} ", "dim"),
        (f"{finding.code} {level}", STYLES[finding.level]),
        (f" {message}", ""),
    )
    if source is not None and finding.line:
        shown, at = _excerpt(source, finding.column - 1)
        screen.source(shown, at)
    if finding.hint:
        hint = one_line(locale.text(finding.hint))
        screen.line(("          ", ""), (locale.text(say("→ {hint}", hint=hint)), ""))


def _excerpt(source: str, at: int) -> tuple[str, int]:
    start = max(at - BEFORE, 0)
    head = "…" if start else ""
    tail = "…" if len(source) > at + AFTER else ""
    return f"{head}{source[start : at + AFTER]}{tail}", at - start + len(head)
