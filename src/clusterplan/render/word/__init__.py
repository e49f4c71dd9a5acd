"""A report for Word, in the shape of a mid-term evaluation."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from clusterplan.render.charts.alone import png
from clusterplan.render.charts.drawings import of_target
from clusterplan.render.document.blocks import one_line
from clusterplan.render.document.conclusions import Conclusions
from clusterplan.render.document.evaluation import Evaluation
from clusterplan.render.document.report_blocks import quotas_told, title_of_report
from clusterplan.render.word.paper import Paper, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.locale import Locale
    from clusterplan.views.whole_document import Dossier

CHARTS = 4


def render(dossier: Dossier, locale: Locale) -> bytes:
    """Write the document; the same dossier gives the same bytes."""
    report, found = dossier.report, Evaluation(dossier, locale)
    title = one_line(locale.names(report.plan.title))
    paper = Paper(title_of_report(report, locale), locale)
    paper.title(title, found.kind())
    paper.paragraph(one_line(locale.names(report.plan.document)), "Subtitle")
    if warning := found.warning():
        paper.paragraph(warning, "Note")
    paper.heading(locale.say("1. Conclusions"))
    conclusions = Conclusions(report, found.targets, locale)
    for text in conclusions.paragraphs():
        paper.paragraph(text)
    paper.heading(locale.say("2. The main indicators"))
    table, above = found.indicators()
    paper.caption(locale.say("Table 1. The main indicators"))
    paper.table(table, above)
    paper.heading(locale.say("3. What is behind, why, and what happens next"))
    lagging = found.lagging()
    if lagging.rows:
        paper.paragraph(
            locale.say(
                "Table 2 has the indicators that are behind, the furthest first, and the change per"
                " year that still leads to the goal in time."
            )
        )
        paper.caption(locale.say("Table 2. What is behind"))
        paper.table(lagging)
    else:
        paper.paragraph(conclusions.nothing_behind())
    for target in report.targets:
        for text in quotas_told(target, locale):
            paper.paragraph(text)
    remarks = found.remarks()
    if remarks.rows:
        paper.caption(locale.say("Table 3. Reasons and steps"))
        paper.table(remarks)
    changed = found.changed()
    if changed.items:
        paper.caption(changed.heading)
        _list(paper, changed.items)
    paper.pictures(list(_pictures(found, locale)))
    paper.heading(locale.say("4. Notes on the data"))
    _list(paper, found.notes())
    paper.heading(locale.say("5. Sources"))
    _list(paper, found.sources())
    return paper.bytes(report.day)


def _list(paper: Paper, texts: Iterable[str]) -> None:
    for at, text in enumerate(texts, start=1):
        paper.paragraph(f"{at}. {text}", "Note")


def _pictures(found: Evaluation, locale: Locale) -> Iterator[Picture]:
    """Draw as many targets as have room, the worst first."""
    tried = ((target, of_target(detail, target, locale)) for target, detail in found.charted())
    drawn = ((target, drawing) for target, drawing in tried if drawing is not None)
    for at, (target, drawing) in enumerate(islice(drawn, CHARTS), start=1):
        caption = locale.say("Figure {number}. {name}", number=at, name=target.name)
        yield Picture(png(drawing), one_line(caption), drawing.name)
