"""A report for Word, in the shape of a mid-term evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.charts.alone import png
from clusterplan.render.charts.drawings import of_target
from clusterplan.render.document.blocks import one_line
from clusterplan.render.document.conclusions import Conclusions
from clusterplan.render.document.evaluation import Evaluation
from clusterplan.render.document.report_blocks import title_of
from clusterplan.render.word.paper import Paper, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.views.whole_document import Dossier

CHARTS = 4
WIDTHS = {
    "number": 8,
    "unit": 11,
    "nature": 14,
    "baseline": 14,
    "goal": 16,
    "actual": 16,
    "average": 17,
    "progress": 17,
    "verdict": 17,
    "gap": 20,
    "schedule_gap": 20,
    "required_change": 19,
    "projection": 20,
    "reached": 15,
    "lead": 22,
}
"""Of columns, in millimetres; the name has the rest."""


def render(dossier: Dossier, locale: Locale) -> bytes:
    """Write the document; the same dossier gives the same bytes."""
    report, found = dossier.report, Evaluation(dossier, locale)
    title = one_line(locale.names(report.plan.title))
    paper = Paper(title_of(report.plan, str(report.year), report.selection, locale), locale)
    paper.title(title, found.kind())
    paper.say(one_line(locale.names(report.plan.document)), "Subtitle")
    if warning := found.warning():
        paper.say(warning, "Note")
    paper.heading(locale.say("1. Conclusions"))
    for text in Conclusions(report, found.targets, locale).paragraphs():
        paper.say(text)
    paper.heading(locale.say("2. The main indicators"))
    table, above = found.indicators()
    paper.caption(locale.say("Table 1. The main indicators"))
    paper.table(table, WIDTHS, above)
    paper.heading(locale.say("3. What is behind, and what it would take"))
    lagging = found.lagging()
    if lagging.rows:
        paper.caption(locale.say("Table 2. What is behind"))
        paper.table(lagging, WIDTHS)
    else:
        paper.say(locale.say("No indicator was behind."))
    paper.pictures(list(_pictures(dossier, found, locale)))
    paper.heading(locale.say("4. Notes on the data"))
    for text in found.notes():
        paper.say(text, "Note")
    paper.heading(locale.say("5. Sources"))
    for text in found.sources():
        paper.say(text, "Note")
    return paper.bytes(report.day)


def _pictures(dossier: Dossier, found: Evaluation, locale: Locale) -> Iterator[Picture]:
    """Draw as many targets as have room, the worst first."""
    details = {target.id: detail for target, detail in dossier.targets}
    at = 0
    for target in found.charted():
        drawing = of_target(details[target.id], target, locale)
        if drawing is None:
            continue
        at += 1
        caption = locale.say("Figure {number}. {name}", number=at, name=target.name)
        yield Picture(png(drawing), one_line(caption), drawing.name)
        if at == CHARTS:
            return
