"""The gap report as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.model.plan import OWNERS
from clusterplan.model.results import FORMAT, Report
from clusterplan.render.document.interface import Document
from clusterplan.render.document.rows import listed
from clusterplan.render.jsonable import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.locale import Locale
    from clusterplan.render.columns import Cell
    from clusterplan.render.document.blocks import Block
    from clusterplan.render.terminal.screen import Screen


class ReportDocument(Document[Report]):
    """The gap report of one year; `explain` adds the rules and the arithmetic of each verdict."""

    def __init__(self, data: Report, locale: Locale, *, explain: bool = False) -> None:
        super().__init__(data, locale)
        self.explain = explain

    def blocks(self) -> list[Block]:
        """Return the whole report."""
        from clusterplan.render.document.report_blocks import report_blocks  # noqa: PLC0415 # a format

        return report_blocks(self.data, self.locale, explain=self.explain)

    def show(self, screen: Screen) -> None:
        """Print one calm screen, the worst first."""
        from clusterplan.render.terminal import report_table  # noqa: PLC0415 # a format

        report_table.show(screen, self.data, self.locale, explain=self.explain)

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per target, milestone and measure, those of the methods asked behind."""
        from clusterplan.render.check_columns import RECORD, owned, records, stated_in  # noqa: PLC0415 # a format

        asked = [f"method_{name}" for name in self.data.methods]
        ids = (*RECORD, *asked, "methods_disagree") if asked else RECORD
        ids += stated_in(self.data.targets) + owned(self.data.commitments, OWNERS)
        return ids, records(listed(self.data), ids, self.locale)

    def json(self) -> object:
        """Return the contract (`clusterplan.report/1`)."""
        report = self.data
        head = (
            "plan",
            "year",
            "as_of",
            "published_only",
            "method",
            "methods",
            "thresholds",
            "data",
        )
        counts = ("summary", "summary_by_nature", "remarks", "selection", "rows")
        lists = fields(listed(report), "targets", "milestones", "measures", "links")
        changes: dict[str, object] = {}
        if report.changes is not None:
            from clusterplan.render.document.changes import changes_json  # noqa: PLC0415 # few ask for it

            changes["changes"] = changes_json(report.changes)
        return {"format": FORMAT, **fields(report, *head, *counts), **lists, **changes}
