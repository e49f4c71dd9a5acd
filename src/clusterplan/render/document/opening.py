"""What documents to hand on say first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.render.document.report_blocks import counts, head, rests_on

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.model.results import Report


class Opening(Struct, frozen=True):
    """What a document to hand on says first.

    `rests_on` is to be known before anything else is read: what verdicts rest on, and of which day.
    """

    title: str
    document: str
    rests_on: str
    statements: tuple[str, ...]


def opening(report: Report, locale: Locale) -> Opening:
    """Return what is said first; the counts, which documents show by themselves, are left out."""
    title, lines = head(report, locale)
    document, *statements = lines.lines
    first = list(rests_on(report, locale, short=False))
    said = {*first, *([counts(report.summary, locale)] if report.targets else ())}
    others = tuple(line for line in statements if line not in said)
    return Opening(title.text, document, locale.joined(first), others)
