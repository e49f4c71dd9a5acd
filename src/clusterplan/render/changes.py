"""What changed between two reports, the most telling first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clusterplan.changes import FORMAT, MOST_TELLING, Change, Changes, Snapshot, Standing
from clusterplan.locale import Locale
from clusterplan.messages import say
from clusterplan.render.blocks import Block, Lines, Table, Title
from clusterplan.render.cells import NOTHING
from clusterplan.render.document import Document
from clusterplan.render.jsonable import jsonable
from clusterplan.render.words import DIRECTION, MADE_UP, MILESTONE, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from clusterplan.plan import Names
    from clusterplan.render.separated import Cell

HEADER = (
    *("direction", "kind", "id", "name", "clause", "unit", "status_before", "status_after"),
    *("gap_before", "gap_after", "gap_moved", "pace_before", "pace_after", "pace_moved"),
    "illustrative",
)
WORDS = {"target": STATUS, "milestone": MILESTONE, "measure": STATE}


def since(changes: Changes, locale: Locale) -> list[Block]:
    """Return what changed since an earlier report, as a part of the later one."""
    when = _when(changes.before, locale)
    told = say("Since the report on {year}: {counts}.", year=when, counts=counts(changes, locale))
    return [Lines((locale.text(told),)), _table(changes, lambda each: each.status_moved, locale)]


def _table(changes: Changes, wanted: Callable[[Change], bool], locale: Locale) -> Table:
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


def _status(standing: Standing | None, locale: Locale) -> str:
    if standing is None:
        return NOTHING
    word = WORDS[standing.kind].get(standing.status)
    text = standing.status if word is None else locale.text(word)
    return text + (" †" if standing.illustrative else "")


def _moved(change: Change, locale: Locale) -> str:
    moved, unit = change.gap_moved, change.commitment.unit
    if moved is None:
        return NOTHING
    text = locale.difference(moved, unit) if unit else locale.number(moved)
    return _signed(moved, text)


def _signed(value: Decimal, text: str) -> str:
    return f"+{text}" if value > 0 else text


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
                before=_when(data.before, locale),
                after=_when(data.after, locale),
            )
        )
        title = locale.text(say("{title}: {year}", title=self.title, year=years))
        return [
            Title(title),
            Lines((counts(data, locale), *self._remarks())),
            _table(data, lambda each: each.moved, locale),
        ]

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment, what stayed included."""
        return HEADER, (self._record(change) for change in self.data.changes)

    def json(self) -> object:
        """Return every change."""
        return {"format": FORMAT, "plan": self.data.after.plan, **changes_json(self.data)}

    def _remarks(self) -> Iterator[str]:
        standings = (*self.data.before.standings, *self.data.after.standings)
        if any(standing.illustrative for standing in standings):
            yield self.locale.text(MADE_UP)

    def _record(self, change: Change) -> list[Cell]:
        item, name = change.commitment, self.locale.names(change.commitment.name)
        sides = (change.before, change.after)
        status, gap, pace = (
            [None if side is None else getattr(side, what) for side in sides]
            for what in ("status", "gap", "pace")
        )
        return [
            *(change.direction, item.kind, item.id, name, item.clause, item.unit),
            *(*status, *gap, change.gap_moved, *pace, change.pace_moved),
            any(side.illustrative for side in sides if side),
        ]


def _when(report: Snapshot, locale: Locale) -> str:
    if report.as_of is None:
        return str(report.year)
    return locale.text(say("{year}, as of {day}", year=str(report.year), day=report.as_of))


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

    def side(standing: Standing | None) -> object:
        if standing is None:
            return None
        return {
            "status": standing.status,
            "gap": standing.gap,
            "pace": standing.pace,
            "illustrative": standing.illustrative,
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
