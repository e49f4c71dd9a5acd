"""Findings as text: one line each, never wrapped, greppable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.base.findings import Finding
    from clusterplan.locale import Locale
    from clusterplan.render.findings.formats import View


def render(view: View, locale: Locale) -> str:
    """Render the findings of a validation, in their order."""
    return lines_of(view.validation.findings, locale)


def lines_of(findings: Iterable[Finding], locale: Locale) -> str:
    """Return a line per finding: `file:line:column: code level: message (hint)`."""
    return "".join(f"{line_of(finding, locale)}\n" for finding in findings)


def line_of(finding: Finding, locale: Locale) -> str:
    """Return a finding as one line; a level is an English word, for grep and editors."""
    text = f"{place_of(finding)}: {finding.code} {finding.level}: {said(finding, locale)}"
    return printable(text)


def place_of(finding: Finding) -> str:
    """Return `file:line:column`, or the file alone."""
    return f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file


def said(finding: Finding, locale: Locale) -> str:
    """Return the message, with the hint in brackets."""
    if finding.hint is None:
        return locale.text(finding.message)
    return locale.say("{message} ({hint})", message=finding.message, hint=finding.hint)
