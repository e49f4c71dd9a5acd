"""The gap report as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.locale import Locale
from clusterplan.model.results import FORMAT, Report
from clusterplan.render.columns import by_id, record
from clusterplan.render.document.changes import changes_json
from clusterplan.render.document.interface import Document
from clusterplan.render.document.report_blocks import report_blocks
from clusterplan.render.jsonable import jsonable
from clusterplan.render.report_columns import (
    RECORD,
    measure_columns,
    milestone_columns,
    opinion_columns,
    stated_in,
    target_columns,
)
from clusterplan.render.terminal import report_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.render.document.blocks import Block
    from clusterplan.render.terminal.screen import Screen
    from clusterplan.render.text.separated import Cell


class ReportDocument(Document[Report]):
    """The gap report of one year; `explain` adds the rules and the arithmetic of each verdict."""

    def __init__(self, data: Report, locale: Locale, *, explain: bool = False) -> None:
        super().__init__(data, locale)
        self.explain = explain

    def blocks(self) -> list[Block]:
        """Return the whole report."""
        return report_blocks(self.data, self.locale, explain=self.explain)

    def show(self, screen: Screen) -> None:
        """Print one calm screen, the worst first."""
        report_table.show(screen, self.data, self.locale, explain=self.explain)

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per target, milestone and measure, those of the methods asked behind."""
        report, locale = self.data, self.locale
        opinions = by_id(*opinion_columns(report, locale))
        ids = (*RECORD, *opinions, "methods_disagree") if opinions else RECORD
        ids += stated_in(report.targets)
        targets = target_columns(report, locale) | opinions
        milestones, measures = milestone_columns(locale), measure_columns(locale)
        return ids, (
            *(record(targets, ids, each) for each in report.targets),
            *(record(milestones, ids, each) for each in report.milestones),
            *(record(measures, ids, each) for each in report.measures),
        )

    def json(self) -> object:
        """Return the contract (`clusterplan.report/1`)."""
        report = self.data

        def of(*names: str) -> dict[str, object]:
            return {name: jsonable(getattr(report, name), Locale()) for name in names}

        return {
            "format": FORMAT,
            **of("plan", "year", "as_of", "published_only", "method", "methods", "thresholds"),
            **of("data", "summary", "targets", "milestones", "measures", "links"),
            **({} if report.changes is None else {"changes": changes_json(report.changes)}),
        }
