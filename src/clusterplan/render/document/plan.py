"""The commitments of a plan as a document, in the order of its clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.model.plan import Plan
from clusterplan.render.document.interface import Document
from clusterplan.render.document.plan_blocks import plan_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.render.document.blocks import Block
    from clusterplan.render.document.options import Options
    from clusterplan.render.text.separated import Cell

FORMAT = "clusterplan.targets/1"


class PlanDocument(Document[Plan]):
    """Every target, milestone and measure with its clause."""

    def blocks(self) -> list[Block]:
        """Return the commitments."""
        return plan_blocks(self.data, self.locale)

    def screen(self, options: Options) -> str:
        """Return them with the columns there is room for."""
        from clusterplan.render.terminal import plan_table  # noqa: PLC0415 # rich is for terminals

        return plan_table.render(self.blocks(), options)

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment, with the names of the plan file."""
        from clusterplan.render.text.plan_records import HEADER, plan_rows  # noqa: PLC0415

        return HEADER, plan_rows(self.data, self.locale)

    def json(self) -> object:
        """Return every commitment with all its fields, in the order of the plan file."""
        from clusterplan.render.text.json_text import jsonable  # noqa: PLC0415

        def of(keys: Sequence[str]) -> dict[str, object]:
            return {key: jsonable(getattr(self.data, key), self.locale) for key in keys}

        head = of(("id", "title", "document", "period", "base_year"))
        lists = of(("targets", "milestones", "measures", "links"))
        return {"format": FORMAT, "plan": head, **lists}
