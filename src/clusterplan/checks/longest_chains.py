"""Which years of a series fit together: the most that do are right, the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clusterplan.reading.actuals_file import PlacedRow


def longest_chains(
    rows: Sequence[PlacedRow], fit: Callable[[PlacedRow, PlacedRow], bool]
) -> list[list[PlacedRow]]:
    """Return the longest choices of years in which each fits the one before; the earliest first.

    Args:
        rows: one a year, in order.
        fit: says whether the second may follow the first.
    """
    chains: list[list[PlacedRow]] = []
    for row in rows:
        longest_first = sorted(chains, key=len, reverse=True)
        chains.append([*next((each for each in longest_first if fit(each[-1], row)), ()), row])
    longest = max(map(len, chains))
    return [chain for chain in chains if len(chain) == longest]


def left_out(
    rows: Sequence[PlacedRow], chain: Sequence[PlacedRow]
) -> Iterator[tuple[PlacedRow, PlacedRow]]:
    """Return each row that is not in a chain, with the one of the chain nearest to its year."""
    years = {row.year for row in chain}
    for row in rows:
        if row.year not in years:
            yield row, min(chain, key=lambda each: abs(each.year - row.year))
