"""Whether the published numbers of a system of sums lead to one that is not published.

A solver of linear programmes looks for other values that the hidden cells could have. It works in
floats, so it is not believed: what it finds is made into fractions, and counts only if these fit
every sum to the last digit. What it does not find is taken to be known.
"""

from __future__ import annotations

import heapq
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, hstack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
_SMALL = 400
"""Cells that are looked at all together; of more, first those near the one in question."""
_NEAR = (6, 24)
"""How many cells of each sum are tried then, the cheapest first, before all are."""


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
    _built: csc_array | None = None
    _of_cells: list[list[int]] = []

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
        for tried in self._neighbourhoods(cell, fixed - {cell}):
            found = self._solve(cell, by, tried)
            moves = found and self._exact(cell, by, found)
            if moves and self.fits(moves):
                return moves
        return None

    def fits(self, moves: Mapping[int, Fraction]) -> bool:
        """Say whether moves leave every sum at 0 and every cell where it may be."""
        sums: dict[int, Fraction] = {}
        for each, by in moves.items():
            for at in self._touched([each]):
                sums[at] = sums.get(at, Fraction(0)) + by * self.sums[at][each]
        return self.may_be(moves) and not any(sums.values())

    def may_be(self, moves: Mapping[int, Fraction]) -> bool:
        """Say whether every cell may be where moves lead."""
        return all(self._may_be(each, by) for each, by in moves.items())

    def _touched(self, cells: Iterable[int]) -> list[int]:
        """Return the sums that any of these cells is in, by their place."""
        if not self._of_cells:
            self._of_cells = [[] for _ in self.room]
            for at, terms in enumerate(self.sums):
                for each in terms:
                    self._of_cells[each].append(at)
        return sorted({at for each in cells for at in self._of_cells[each]})

    def _neighbourhoods(self, cell: int, fixed: set[int]) -> Iterator[list[int]]:
        """Return the cells that may move: first few that are near, where there are many, then all.

        Near are the cheapest of the sums that it is in, and what lies in two sums of all these:
        so moves can go round and come back.
        """
        for most in _NEAR if len(self.room) > _SMALL else ():
            taken = {cell}
            for at in self._touched([cell]):
                others = (each for each in self.sums[at] if each not in fixed)
                taken.update(heapq.nsmallest(most, others, key=self._cost))
            meeting = Counter(each for at in self._touched(taken) for each in self.sums[at])
            taken.update(each for each, times in meeting.items() if times > 1 and each not in fixed)
            yield sorted(taken)
        yield [each for each in range(len(self.room)) if each not in fixed]

    def _cost(self, cell: int) -> float:
        return _FREE if cell in self.hidden else self.costs[cell]

    def _may_be(self, cell: int, by: Fraction) -> bool:
        room = self.room[cell]
        return (room is None or by >= -room) and not (self.whole[cell] and by.denominator > 1)

    def _solve(self, cell: int, by: Fraction, tried: list[int]) -> dict[int, float] | None:
        """Return the cheapest moves of some cells; the solver is asked in parts of `by`."""
        size, place = len(tried), tried.index(cell)
        unit = 1.0 if any(self.whole) else float(abs(by))
        farthest = _FARTHEST * float(abs(by)) / unit
        up = np.full(size, farthest)
        rooms = (self.room[each] for each in tried)
        falls = [farthest if room is None else float(room) / unit for room in rooms]
        down = np.minimum(np.array(falls), farthest)
        up[place], down[place] = max(float(by), 0) / unit, max(float(-by), 0) / unit
        low = np.zeros(2 * size)
        low[place], low[size + place] = up[place], down[place]
        columns = self._matrix()[:, tried]
        columns = columns[np.unique(columns.indices)]
        answer = milp(
            np.tile(np.array([self._cost(each) for each in tried]), 2),
            integrality=np.tile(np.array([self.whole[each] for each in tried], dtype=int), 2),
            bounds=Bounds(low, np.concatenate([up, down])),
            constraints=LinearConstraint(hstack([columns, -columns]), 0, 0),
            options={"node_limit": _BRANCHES},
        )
        if answer.x is None:
            return None
        net = (answer.x[:size] - answer.x[size:]) * unit
        least = _NOTHING * float(abs(by))
        return {tried[at]: float(net[at]) for at in np.flatnonzero(abs(net) > least)}

    def _matrix(self) -> csc_array:
        if self._built is None:
            rows = [at for at, terms in enumerate(self.sums) for _ in terms]
            columns = [each for terms in self.sums for each in terms]
            factors = [float(factor) for terms in self.sums for factor in terms.values()]
            shape = (len(self.sums), len(self.room))
            self._built = csc_array((factors, (rows, columns)), shape=shape)
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
        for terms in (self.sums[at] for at in self._touched(found)):
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
