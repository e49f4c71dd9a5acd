"""What changed between two reports, the most telling first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.locale import Locale
from clusterplan.model.changes import FORMAT, Change, Changes, Position, Snapshot
from clusterplan.render.columns import record
from clusterplan.render.document.blocks import Block, Lines, Title
from clusterplan.render.document.changes_since import (
    RECORD,
    change_columns,
    changes_table,
    counts,
    when,
)
from clusterplan.render.document.interface import Document
from clusterplan.render.jsonable import jsonable
from clusterplan.render.words import MADE_UP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.model.plan import Names
    from clusterplan.render.text.separated import Cell


class ChangesDocument(Document[Changes]):
    """The comparison of two reports on one plan."""

    def __init__(self, data: Changes, title: Names, locale: Locale) -> None:
        super().__init__(data, locale)
        self.title = title

    def blocks(self) -> list[Block]:
        """Return what changed."""
        data, locale = self.data, self.locale
        years = locale.text(
            say(
                "{before} → {after}",
                before=when(data.before, locale),
                after=when(data.after, locale),
            )
        )
        title = locale.text(say("{title}: {year}", title=self.title, year=years))
        return [
            Title(title),
            Lines((counts(data, locale), *self._remarks())),
            changes_table(data, lambda each: each.moved, locale),
        ]

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment, what stayed included."""
        columns = change_columns(self.locale)
        return RECORD, (record(columns, RECORD, change) for change in self.data.changes)

    def json(self) -> object:
        """Return every change."""
        return {"format": FORMAT, "plan": self.data.after.plan, **changes_json(self.data)}

    def _remarks(self) -> Iterator[str]:
        positions = (*self.data.before.positions, *self.data.after.positions)
        if any(position.illustrative for position in positions):
            yield self.locale.text(MADE_UP)


def _report(report: Snapshot) -> dict[str, object]:
    return {"year": report.year, "as_of": jsonable(report.as_of, Locale())}


def changes_json(changes: Changes) -> dict[str, object]:
    """Return all changes for JSON, with which reports were compared."""
    return {
        "before": _report(changes.before),
        "after": _report(changes.after),
        "worse": changes.worse,
        "changes": [_change(change) for change in changes.changes],
    }


def _change(change: Change) -> dict[str, object]:
    item, english = change.commitment, Locale()

    def side(position: Position | None) -> object:
        if position is None:
            return None
        return {
            "status": position.status,
            "gap": position.gap,
            "pace": position.pace,
            "illustrative": position.illustrative,
        }

    return {
        "id": item.id,
        "kind": item.kind,
        "name": jsonable(item.name, english),
        "clause": item.clause,
        "unit": item.unit,
        "direction": change.direction,
        "before": side(change.before),
        "after": side(change.after),
        "gap_moved": change.gap_moved,
        "pace_moved": change.pace_moved,
    }
