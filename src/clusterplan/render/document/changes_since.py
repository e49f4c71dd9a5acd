"""What changed since another report, as a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.model.changes import MOST_TELLING, Change, Changes, Position, Snapshot
from clusterplan.render.cells import NOTHING
from clusterplan.render.document.blocks import Block, Lines, Table
from clusterplan.render.words import DIRECTION, MILESTONE, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from clusterplan.locale import Locale

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
    heads = (
        say("Change"),
        say("Commitment"),
        say("Clause"),
        say("Before"),
        say("After"),
        say("Gap moved by"),
        say("Pace moved by"),
    )
    rows = (_row(each, locale) for each in changes.changes if wanted(each))
    return Table(tuple(map(locale.text, heads)), tuple(rows), frozenset((5, 6)))


def counts(changes: Changes, locale: Locale) -> str:
    """Say how many got worse and better, and how many stayed."""
    number = Counter(change.direction for change in changes.changes)
    parts = [
        locale.text(say("{count} {status}", count=count, status=DIRECTION[way]))
        for way in MOST_TELLING
        if (count := number[way])
    ]
    return locale.listed(parts)


def _row(change: Change, locale: Locale) -> tuple[str, ...]:
    item = change.commitment
    pace = change.pace_moved
    return (
        locale.text(DIRECTION[change.direction]),
        locale.names(item.name),
        item.clause,
        _status(change.before, locale),
        _status(change.after, locale),
        _moved(change, locale),
        NOTHING if pace is None else _signed(pace, locale.number(pace, 2)),
    )


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


def _signed(value: Decimal, text: str) -> str:
    return f"+{text}" if value > 0 else text


def when(report: Snapshot, locale: Locale) -> str:
    """Say which report it is."""
    if report.as_of is None:
        return str(report.year)
    return locale.text(say("{year}, as of {day}", year=str(report.year), day=report.as_of))
