"""Which years of a series fit together: the most that do are right, the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Row = TypeVar("_Row")


def longest_chains(rows: Sequence[_Row], fit: Callable[[_Row, _Row], bool]) -> list[list[_Row]]:
    """Return the longest choices of years in which each fits the one before; the earliest first.

    Args:
        rows: one a year, in order.
        fit: says whether the second may follow the first.
    """
    chains: list[list[_Row]] = []
    for row in rows:
        fitting = (chain for chain in chains if fit(chain[-1], row))
        chains.append([*max(fitting, key=len, default=[]), row])
    longest = max(map(len, chains))
    return [chain for chain in chains if len(chain) == longest]
