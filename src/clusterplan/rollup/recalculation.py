"""Whether the published numbers of a system of sums lead to one that is not published.

A solver of linear programmes looks for other values that the hidden cells could have. It works in
floats, so it is not believed: what it finds is made into fractions, and counts only if these fit
every sum to the last digit. What it does not find is taken to be known.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Moves = dict[int, Fraction]
"""By how much cells could differ from what they are, without any known number being another."""
_FARTHEST = 1e6
"""No cell moves by more than this many times what is asked of the one in question."""
_NOTHING = 1e-7
"""A move below this, in parts of what is asked, is noise of the solver."""
_FREE = 1e-3
"""What it costs to move a hidden cell: something, so that no more of them move than need to."""
_BRANCHES = 1000
"""Steps in search of whole numbers, not seconds: a slow machine must not suppress more."""


class System(Struct):
    """Cells that hang together, by their place in the lists."""

    sums: list[Moves]
    """Coefficients of the cells whose sum is known to be 0."""
    room: list[Fraction | None]
    """How far each may fall; None where without end."""
    whole: list[bool]
    fixed: set[int]
    """Cells that are known whether they are published or not."""
    costs: list[float]
    """What it costs to hide each, above 0."""
    hidden: set[int]
    _built: csr_array | None = None

    def move(self, cell: int, by: Fraction, still: int | None = None) -> Moves | None:
        """Return a way to move a cell that hides as few others as can be; None where none is found.

        Args:
            cell: The cell in question; it moves even where it is one of those that are known.
            by: How far, up or down; not 0.
            still: A cell whose only unit is the one who would recompute the other.
        """
        if not self._may_be(cell, by):
            return None
        fixed = self.fixed | {still} - {cell} if still is not None else self.fixed
        found = self._solve(cell, by, fixed - {cell})
        moves = found and self._exact(cell, by, found)
        return moves if moves and self.fits(moves) else None

    def fits(self, moves: Mapping[int, Fraction]) -> bool:
        """Say whether moves leave every sum at 0 and every cell where it may be."""
        return all(self._may_be(each, by) for each, by in moves.items()) and not any(
            sum(moves.get(each, 0) * factor for each, factor in terms.items())
            for terms in self.sums
            if not terms.keys().isdisjoint(moves)
        )

    def _may_be(self, cell: int, by: Fraction) -> bool:
        room = self.room[cell]
        return (room is None or by >= -room) and not (self.whole[cell] and by.denominator > 1)

    def _solve(self, cell: int, by: Fraction, fixed: set[int]) -> dict[int, float] | None:
        """Return the cheapest moves in parts of what is asked: those up, then those down."""
        size = len(self.room)
        unit = 1.0 if any(self.whole) else float(abs(by))
        farthest = _FARTHEST * float(abs(by)) / unit
        up = np.full(size, farthest)
        falls = [farthest if room is None else float(room) / unit for room in self.room]
        down = np.minimum(np.array(falls), farthest)
        for each in fixed:
            up[each] = down[each] = 0
        up[cell], down[cell] = max(float(by), 0) / unit, max(float(-by), 0) / unit
        low = np.zeros(2 * size)
        low[cell], low[size + cell] = up[cell], down[cell]
        costs = np.array([_FREE if i in self.hidden else cost for i, cost in enumerate(self.costs)])
        answer = milp(
            np.tile(costs, 2),
            integrality=np.tile(np.array(self.whole, dtype=int), 2),
            bounds=Bounds(low, np.concatenate([up, down])),
            constraints=LinearConstraint(self._matrix(), 0, 0),
            options={"node_limit": _BRANCHES},
        )
        if answer.x is None:
            return None
        net = (answer.x[:size] - answer.x[size:]) * unit
        least = _NOTHING * float(abs(by))
        return {int(each): float(net[each]) for each in np.flatnonzero(abs(net) > least)}

    def _matrix(self) -> csr_array:
        if self._built is None:
            size = len(self.room)
            rows, columns, factors = [], [], []
            for row, terms in enumerate(self.sums):
                for each, factor in terms.items():
                    rows += [row, row]
                    columns += [each, size + each]
                    factors += [float(factor), -float(factor)]
            shape = (len(self.sums), 2 * size)
            self._built = csr_array((factors, (rows, columns)), shape=shape)
        return self._built

    def _exact(self, cell: int, by: Fraction, found: Mapping[int, float]) -> Moves | None:
        """Return the moves in fractions: a cell that falls as far as it may does so exactly."""
        moves = {cell: by}
        for each, near in found.items():
            room = self.room[each]
            if each == cell:
                continue
            if self.whole[each]:
                moves[each] = Fraction(round(near))
            elif room is not None and abs(near + float(room)) <= _NOTHING * float(abs(by)):
                moves[each] = -room
        unknown = found.keys() - moves.keys()
        equations = []
        for terms in self.sums:
            if terms.keys().isdisjoint(found):
                continue
            left = {each: factor for each, factor in terms.items() if each in unknown}
            right = -sum(
                (moves[each] * factor for each, factor in terms.items() if each in moves),
                Fraction(0),
            )
            equations.append((left, right))
        solved = _solved(equations, found)
        return solved and {**moves, **{each: solved[each] for each in unknown}}


def _solved(equations: Iterable[tuple[Moves, Fraction]], near: Mapping[int, float]) -> Moves | None:
    """Solve equations exactly; what they leave open is taken from the floats near it."""
    pivots: list[tuple[int, Moves, Fraction]] = []
    place: dict[int, int] = {}
    for terms, right in sorted(equations, key=lambda each: len(each[0])):
        left, rest = dict(terms), right
        while known := [place[each] for each in left if each in place]:
            pivot, others, constant = pivots[min(known)]
            factor = left.pop(pivot)
            rest -= factor * constant
            for each, other in others.items():
                left[each] = left.get(each, Fraction(0)) + factor * other
                if not left[each]:
                    del left[each]
        if left:
            pivot = min(left)
            factor = left.pop(pivot)
            place[pivot] = len(pivots)
            pivots.append((pivot, {e: -f / factor for e, f in left.items()}, rest / factor))
        elif rest:
            return None
    values = {each: Fraction(number) for each, number in near.items() if each not in place}
    for pivot, others, constant in reversed(pivots):
        values[pivot] = constant + sum(
            (values[each] * factor for each, factor in others.items()), Fraction(0)
        )
    return values
