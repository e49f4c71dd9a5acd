"""What changed between two reports, the most telling first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clusterplan.model.changes import (
    FORMAT,
    MOST_TELLING,
    Change,
    Changes,
    Position,
    Snapshot,
)
from clusterplan.render.cells import NOTHING
from clusterplan.render.columns import Column, by_id, named_columns, record
from clusterplan.render.document.blocks import Block, Lines, Table, Title, table
from clusterplan.render.document.interface import Document
from clusterplan.render.jsonable import fields
from clusterplan.render.words import DIRECTION, MADE_UP, MILESTONE, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Names
    from clusterplan.render.columns import Cell

TEXT = ("direction", "name", "clause", "status_before", "status_after", "gap_moved", "pace_moved")
RECORD = (
    *("direction", "kind", "id", "name", "clause", "unit", "status_before", "status_after"),
    *("gap_before", "gap_after", "gap_moved", "pace_before", "pace_after", "pace_moved"),
    "illustrative",
)
WORDS = {"target": STATUS, "milestone": MILESTONE, "measure": STATE}


class ChangesDocument(Document[Changes]):
    """The comparison of two reports on one plan."""

    def __init__(
        self, data: Changes, title: Names, locale: Locale, *, in_full: bool = False
    ) -> None:
        super().__init__(data, locale)
        self.title, self.in_full = title, in_full

    def blocks(self) -> list[Block]:
        """Return what changed, and how much is as before, or in full that too."""
        data, locale = self.data, self.locale
        before, after = (when(report, locale) for report in (data.before, data.after))
        years = locale.say("{before} → {after}", before=before, after=after)
        positions = (*data.before.positions, *data.after.positions)
        made_up = any(position.illustrative for position in positions)
        return [
            Title(locale.say("{name}: {text}", name=self.title, text=years)),
            Lines((_counts(data, locale), *([locale.text(MADE_UP)] if made_up else []))),
            _table(data, lambda each: self.in_full or each.direction != "same", locale),
            Lines(() if self.in_full else tuple(self._as_before())),
        ]

    def _as_before(self) -> Iterator[str]:
        same = [change for change in self.data.changes if change.direction == "same"]
        moved = sum(bool(change.shown_moved[0]) for change in same)
        if moved:
            yield self.locale.say(
                "As before: {count}, {moved} of them with another gap (--all lists them)",
                count=len(same),
                moved=moved,
            )
        elif same:
            yield self.locale.say("As before: {count} (--all lists them)", count=len(same))

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment, what stayed included."""
        columns = change_columns(self.locale)
        return RECORD, (record(columns, RECORD, change) for change in self.data.changes)

    def json(self) -> object:
        """Return every change."""
        return {"format": FORMAT, "plan": self.data.after.plan, **changes_json(self.data)}


def changes_json(changes: Changes) -> dict[str, object]:
    """Return all changes for JSON, with which reports were compared."""

    def report(side: Snapshot) -> object:
        return fields(side, "year", "as_of")

    return {
        "before": report(changes.before),
        "after": report(changes.after),
        "worse": changes.worse,
        "changes": [_change(change) for change in changes.changes],
    }


def _change(change: Change) -> dict[str, object]:
    def side(position: Position | None) -> object:
        return position and fields(position, "status", "gap", "pace", "illustrative")

    return {
        **fields(change.commitment, "id", "kind", "name", "clause", "unit"),
        "direction": change.direction,
        "before": side(change.before),
        "after": side(change.after),
        **fields(change, "gap_moved", "pace_moved"),
    }


def since(changes: Changes, locale: Locale) -> list[Block]:
    """Return what changed since an earlier report, as a part of the later one."""
    told = since_line(changes, locale)
    return [Lines((told,)), _table(changes, lambda each: each.status_moved, locale)]


def since_line(changes: Changes, locale: Locale) -> str:
    """Say how many changed since an earlier report."""
    year, counts = when(changes.before, locale), _counts(changes, locale)
    return locale.say("Since the report on {year}: {counts}.", year=year, counts=counts)


def moved_lines(changes: Changes, locale: Locale) -> Iterator[str]:
    """Return a line for each commitment whose status is another one."""
    for change in changes.changes:
        if change.status_moved:
            yield locale.say(
                "{change}: {name} ({before} → {after})",
                change=DIRECTION[change.direction],
                name=change.commitment.name,
                before=_status(change.before, locale),
                after=_status(change.after, locale),
            )


def _table(changes: Changes, wanted: Callable[[Change], bool], locale: Locale) -> Table:
    columns = change_columns(locale)
    return table([columns[each] for each in TEXT], filter(wanted, changes.changes))


def change_columns(locale: Locale) -> dict[str, Column[Change]]:
    """Return all columns of changes."""
    named = named_columns(lambda item: item.kind, locale.say("Commitment"), locale)
    return by_id(
        *(column.of(lambda change: change.commitment) for column in named),
        Column(
            "direction",
            locale.say("Change"),
            lambda change: locale.text(DIRECTION[change.direction]),
            lambda change: change.direction,
        ),
        Column("unit", value=lambda change: change.commitment.unit),
        *_side("before", locale.say("Before"), lambda change: change.before, locale),
        *_side("after", locale.say("After"), lambda change: change.after, locale),
        Column(
            "gap_moved",
            locale.say("Gap moved by"),
            lambda change: _gap_moved(change, locale),
            lambda change: change.gap_moved,
            right=True,
        ),
        Column(
            "pace_moved",
            locale.say("Pace moved by"),
            lambda change: _moved(change.pace_moved, lambda pace: locale.number(pace, 2)),
            lambda change: change.pace_moved,
            right=True,
        ),
        Column(
            "illustrative",
            value=lambda change: any(
                side.illustrative for side in (change.before, change.after) if side
            ),
        ),
    )


def _side(
    name: str, title: str, side: Callable[[Change], Position | None], locale: Locale
) -> Iterator[Column[Change]]:
    def status(change: Change) -> str:
        return _status(side(change), locale)

    for what in ("status", "gap", "pace"):

        def value(change: Change, what: str = what) -> Cell:
            position = side(change)
            return None if position is None else getattr(position, what)

        yield Column(f"{what}_{name}", title, status, value, whole=True)


def _counts(changes: Changes, locale: Locale) -> str:
    """Say how many got worse and better, and how many stayed."""
    number = Counter(change.direction for change in changes.changes)
    parts = [
        locale.say("{count} {status}", count=count, status=DIRECTION[way])
        for way in MOST_TELLING
        if (count := number[way])
    ]
    return locale.listed(parts)


def _status(position: Position | None, locale: Locale) -> str:
    if position is None:
        return NOTHING
    word = WORDS[position.kind].get(position.status)
    text = position.status if word is None else locale.text(word)
    return text + (" †" if position.illustrative else "")


def _gap_moved(change: Change, locale: Locale) -> str:
    moved, unit = change.shown_moved
    return _moved(
        moved,
        lambda gap: locale.difference(gap, unit) if unit else locale.number(gap),
    )


def _moved(value: Decimal | None, write: Callable[[Decimal], str]) -> str:
    if value is None:
        return NOTHING
    return f"+{write(value)}" if value > 0 else write(value)


def when(report: Snapshot, locale: Locale) -> str:
    """Say which report it is."""
    if report.as_of is None:
        return locale.say("{year}", year=str(report.year))
    return locale.say("{year}, as of {day}", year=str(report.year), day=report.as_of)
