"""How much people are shown of what has no end; the rest is counted, and JSON has all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from clusterplan.base.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clusterplan.locale import Locale
    from clusterplan.views.one_commitment import Row

MOST_ROWS = 500
"""Rows of a table that somebody reads: one for each town of a large country."""
MOST_ITEMS = 100
"""Notes, sources, bars of a chart."""
MOST_CHARTS = 200
"""Charts of a page: each takes as long to draw as a hundred rows to write."""

_Item = TypeVar("_Item")


def shown(
    items: Sequence[_Item], most: int, before: Callable[[_Item], bool] | None = None
) -> Sequence[_Item]:
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
    return (locale.text(say("… and {count} more; the JSON has all", count=count)),)


def table_rows(
    items: Sequence[_Item],
    write: Callable[[_Item], tuple[str, ...]],
    locale: Locale,
    before: Callable[[_Item], bool] | None = None,
) -> tuple[tuple[str, ...], ...]:
    """Write the rows of a table as far as they are shown, and a last one on how many are not."""
    rows = [write(item) for item in shown(items, MOST_ROWS, before)]
    for text in rest(len(items) - len(rows), locale):
        rows.append((text, *[""] * (len(rows[0]) - 1)))
    return tuple(rows)


def listed_items(items: Sequence[str], locale: Locale) -> tuple[str, ...]:
    """Return the items of a list as far as they are shown, and how many are not."""
    return (*items[:MOST_ITEMS], *rest(len(items) - MOST_ITEMS, locale))


def named(names: Sequence[str], most: int, locale: Locale) -> str:
    """Join names, and count those after so many."""
    joined = locale.listed(list(names[:most]))
    more = len(names) - most
    if more <= 0:
        return joined
    return locale.text(say("{names} and {count} more", names=joined, count=more))
