"""What changed since another report, as a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.model.changes import MOST_TELLING, Change, Changes, Position, Snapshot
from clusterplan.render.cells import NOTHING
from clusterplan.render.columns import Column, by_id, table
from clusterplan.render.document.blocks import Block, Lines, Table
from clusterplan.render.words import DIRECTION, MILESTONE, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.render.text.separated import Cell

TEXT = ("direction", "name", "clause", "status_before", "status_after", "gap_moved", "pace_moved")
RECORD = (
    *("direction", "kind", "id", "name", "clause", "unit", "status_before", "status_after"),
    *("gap_before", "gap_after", "gap_moved", "pace_before", "pace_after", "pace_moved"),
    "illustrative",
)
WORDS = {"target": STATUS, "milestone": MILESTONE, "measure": STATE}


def since(changes: Changes, locale: Locale) -> list[Block]:
    """Return what changed since an earlier report, as a part of the later one."""
    year = when(changes.before, locale)
    told = say("Since the report on {year}: {counts}.", year=year, counts=counts(changes, locale))
    return [
        Lines((locale.text(told),)),
        changes_table(changes, lambda each: each.status_moved, locale),
    ]


def changes_table(changes: Changes, wanted: Callable[[Change], bool], locale: Locale) -> Table:
    """Return the changes that are wanted, the most telling first."""
    columns = change_columns(locale)
    found = (change for change in changes.changes if wanted(change))
    return table([columns[each] for each in TEXT], found)


def change_columns(locale: Locale) -> dict[str, Column[Change]]:
    """Return all columns of changes."""
    return by_id(
        Column(
            id="direction",
            title=locale.text(say("Change")),
            text=lambda change: locale.text(DIRECTION[change.direction]),
            value=lambda change: change.direction,
        ),
        Column(id="kind", value=lambda change: change.commitment.kind),
        Column(id="id", value=lambda change: change.commitment.id),
        Column(
            id="name",
            title=locale.text(say("Commitment")),
            text=lambda change: locale.names(change.commitment.name),
            value=lambda change: locale.names(change.commitment.name),
        ),
        Column(
            id="clause",
            title=locale.text(say("Clause")),
            text=lambda change: change.commitment.clause,
            value=lambda change: change.commitment.clause,
        ),
        Column(id="unit", value=lambda change: change.commitment.unit),
        *_side("before", say("Before"), lambda change: change.before, locale),
        *_side("after", say("After"), lambda change: change.after, locale),
        Column(
            id="gap_moved",
            title=locale.text(say("Gap moved by")),
            text=lambda change: _moved(change, locale),
            value=lambda change: change.gap_moved,
            right=True,
        ),
        Column(
            id="pace_moved",
            title=locale.text(say("Pace moved by")),
            text=lambda change: _pace_moved(change, locale),
            value=lambda change: change.pace_moved,
            right=True,
        ),
        Column(
            id="illustrative",
            value=lambda change: any(
                side.illustrative for side in (change.before, change.after) if side
            ),
        ),
    )


def _side(
    name: str, title: Message, side: Callable[[Change], Position | None], locale: Locale
) -> Iterator[Column[Change]]:
    def status(change: Change) -> str:
        return _status(side(change), locale)

    for what in ("status", "gap", "pace"):

        def value(change: Change, what: str = what) -> Cell:
            position = side(change)
            return None if position is None else getattr(position, what)

        yield Column(id=f"{what}_{name}", title=locale.text(title), text=status, value=value)


def counts(changes: Changes, locale: Locale) -> str:
    """Say how many got worse and better, and how many stayed."""
    number = Counter(change.direction for change in changes.changes)
    parts = [
        locale.text(say("{count} {status}", count=count, status=DIRECTION[way]))
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


def _moved(change: Change, locale: Locale) -> str:
    moved, unit = change.gap_moved, change.commitment.unit
    if moved is None:
        return NOTHING
    text = locale.difference(moved, unit) if unit else locale.number(moved)
    return _signed(moved, text)


def _pace_moved(change: Change, locale: Locale) -> str:
    pace = change.pace_moved
    return NOTHING if pace is None else _signed(pace, locale.number(pace, 2))


def _signed(value: Decimal, text: str) -> str:
    return f"+{text}" if value > 0 else text


def when(report: Snapshot, locale: Locale) -> str:
    """Say which report it is."""
    if report.as_of is None:
        return str(report.year)
    return locale.text(say("{year}, as of {day}", year=str(report.year), day=report.as_of))
