"""The gap report as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.locale import Locale
from clusterplan.model.results import FORMAT, Report
from clusterplan.render.document.interface import Document
from clusterplan.render.document.report_blocks import report_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.render.document.blocks import Block
    from clusterplan.render.document.options import Options
    from clusterplan.render.text.separated import Cell


class ReportDocument(Document[Report]):
    """The gap report of one year; `explain` adds the rules and the arithmetic of each verdict."""

    def __init__(self, data: Report, locale: Locale, *, explain: bool = False) -> None:
        super().__init__(data, locale)
        self.explain = explain

    def blocks(self) -> list[Block]:
        """Return the whole report."""
        return report_blocks(self.data, self.locale, explain=self.explain)

    def screen(self, options: Options) -> str:
        """Return one calm screen, the worst first."""
        from clusterplan.render.terminal import report_table  # noqa: PLC0415 # rich is for terminals

        return report_table.render(self.data, self.locale, options, explain=self.explain)

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per target, milestone and measure."""
        from clusterplan.render.text.report_records import header, report_rows  # noqa: PLC0415

        return header(self.data), report_rows(self.data, self.locale)

    def json(self) -> object:
        """Return the contract (`clusterplan.report/1`)."""
        from clusterplan.render.document.changes import changes_json  # noqa: PLC0415
        from clusterplan.render.text.json_text import jsonable  # noqa: PLC0415

        body = jsonable(self.data, Locale())
        if not isinstance(body, dict):
            raise TypeError(body)
        rest = {key: body[key] for key in ("targets", "milestones", "measures", "links")}
        head = {key: item for key, item in body.items() if key not in (*rest, "changes")}
        if self.data.changes is not None:
            rest["changes"] = changes_json(self.data.changes)
        summary = {str(status): count for status, count in self.data.summary.items()}
        return {"format": FORMAT, **head, "summary": summary, **rest}
