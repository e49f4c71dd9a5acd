"""How much people are shown of what has no end; the rest is counted, and JSON has all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.render.document.blocks import Table, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.locale import Locale
    from clusterplan.render.columns import Column, Item
    from clusterplan.views.one_commitment import Row

MOST_ROWS = 500
"""Rows of a table that somebody reads: one for each town of a large country."""
MOST_ITEMS = 100
"""Notes, sources, bars of a chart."""
MOST_CHARTS = 200
"""Charts of a page: each takes as long to draw as a hundred rows to write."""


def shown(
    items: Sequence[Item], most: int, before: Callable[[Item], bool] | None = None
) -> Sequence[Item]:
    """Return as many as are shown, in their order; where some give way, `before` says which stay.

    Args:
        items: all of them.
        most: how many are shown at most.
        before: says what comes before the others.
    """
    if before is None or len(items) <= most:
        return items[:most]
    chosen = sorted(range(len(items)), key=lambda at: not before(items[at]))[:most]
    return [items[at] for at in sorted(chosen)]


def is_used(row: Row) -> bool:
    """Say whether a verdict rests on a row, which then is shown before others."""
    return row.role == "used"


def rest(count: int, locale: Locale) -> tuple[str, ...]:
    """Say how many are left out; nothing where none is."""
    if count <= 0:
        return ()
    return (locale.say("… and {count} more; the JSON has all", count=count),)


def limited_table(
    columns: Iterable[Column[Item]],
    items: Sequence[Item],
    locale: Locale,
    before: Callable[[Item], bool] | None = None,
    most: int = MOST_ROWS,
) -> Table:
    """Return a table as far as it is shown, and a last row on how many rows are not."""
    part = shown(items, most, before)
    found = table(columns, part)
    blank = [""] * (len(found.columns) - 1)
    more = [(text, *blank) for text in rest(len(items) - len(part), locale)]
    return replace(found, rows=(*found.rows, *more))


def listed_items(items: Sequence[str], locale: Locale) -> tuple[str, ...]:
    """Return the items of a list as far as they are shown, and how many are not."""
    return (*items[:MOST_ITEMS], *rest(len(items) - MOST_ITEMS, locale))


def named(names: Sequence[str], most: int, locale: Locale, between: str | None = None) -> str:
    """Join names, and count those after so many."""
    joined = (between or locale.say(", ")).join(names[:most])
    more = len(names) - most
    return locale.say("{names} and {count} more", names=joined, count=more) if more > 0 else joined
