"""The commitments of a plan as a document, in the order of its clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.model.plan import Plan
from clusterplan.render.columns import record, table
from clusterplan.render.document.blocks import Block, Lines, Title
from clusterplan.render.document.clause_order import in_document_order
from clusterplan.render.document.interface import Document
from clusterplan.render.jsonable import jsonable
from clusterplan.render.plan_columns import TEXT, columns_of, commitment_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.render.text.separated import Cell

FORMAT = "clusterplan.targets/1"


class PlanDocument(Document[Plan]):
    """Every target, milestone and measure with its clause."""

    def blocks(self) -> list[Block]:
        """Return the commitments."""
        plan, locale = self.data, self.locale
        columns = commitment_columns(plan, locale)
        count = say(
            "Targets: {targets}; milestones: {milestones}; measures: {measures}.",
            targets=len(plan.targets),
            milestones=len(plan.milestones),
            measures=len(plan.measures),
        )
        return [
            Title(locale.names(plan.title)),
            Lines((" ".join(plan.document.split()), locale.text(count))),
            table([columns[each] for each in TEXT], in_document_order(plan.commitments)),
        ]

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment, with the names of the plan file."""
        columns = commitment_columns(self.data, self.locale)
        items, ids = in_document_order(self.data.commitments), columns_of(self.data)
        return ids, (record(columns, ids, item) for item in items)

    def json(self) -> object:
        """Return every commitment with all its fields, in the order of the plan file."""

        def of(keys: Sequence[str]) -> dict[str, object]:
            return {key: jsonable(getattr(self.data, key), self.locale) for key in keys}

        head = of(("id", "title", "document", "period", "base_year"))
        lists = of(("targets", "milestones", "measures", "links"))
        return {"format": FORMAT, "plan": head, **lists}
