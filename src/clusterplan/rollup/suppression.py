"""What is suppressed so that no unsafe cell can be recomputed from what is published."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from clusterplan.rollup.disclosure import Pattern, margin, reasons

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from clusterplan.rollup.disclosure import Cell, Key, Relation, Rules, Share
    from clusterplan.rollup.recalculation import Moves, System

Terms = dict["Key", Fraction]
"""Coefficients of cells whose sum is 0, whatever the hidden ones are."""
_DEAREST = 1000
"""What it costs to suppress the largest cell, where the smallest costs 1."""
MOST = 30_000
"""Cells that sums connect: half a minute's work, if a tenth of them is unsafe."""
_AS_LAST_YEAR = 0.5
"""What it costs to suppress again what last year suppressed."""


class TooManyCellsError(Exception):
    """More cells hang together than can be looked at in a reasonable time."""


class _Table(Struct, frozen=True):
    """All that may be published, by key."""

    cells: Mapping[Key, Cell]
    sums: list[Terms]
    sizes: dict[Key, Fraction]
    """By which the smallest are taken first; that of a share is its numerator."""
    known: frozenset[Key]
    """What an earlier vintage tells, and cells without units."""
    order: dict[Key, int]
    last_year: Collection[Key]


class _Question(NamedTuple):
    """Whether a cell could be another by so much; not for the only unit of `still`."""

    cell: Key
    by: Fraction
    still: Key | None


def pattern(
    cells: Sequence[Cell],
    relations: Iterable[Relation],
    shares: Sequence[Share],
    rules: Rules,
    last_year: Collection[Key] = frozenset(),
) -> Pattern:
    """Return what is suppressed so that no unsafe cell can be recomputed from what is published.

    Args:
        cells: In an order that does not depend on chance, as it settles ties.
        relations: Sums that hold exactly; a rounded one is none.
        shares: Quotients of cells; their keys are not those of cells.
        rules: When a cell is unsafe.
        last_year: What last year suppressed, by the keys of this year: it is taken first.

    Raises:
        ValueError: A relation does not hold, so nothing that is concluded from it would.
        TooManyCellsError: More cells hang together than `MOST`.
    """
    table = _table(cells, relations, shares, last_year)
    unsafe = {each.key: why for each in cells if (why := reasons(each, rules))}
    margins = {key: margin(table.cells[key], why, rules) for key, why in unsafe.items()}
    hidden = {
        each.key
        for each in cells
        if each.key in unsafe or not each.published or None in each.earlier
    }
    unprotected: set[Key] = set()
    for sums in _connected(table.sums):
        unprotected |= _protect(table, sums, margins, hidden)
    suppressed = frozenset(
        key for key in hidden if key not in table.cells or table.cells[key].published
    )
    return Pattern(
        unsafe=unsafe,
        further=suppressed - unsafe.keys(),
        unprotected=frozenset(unprotected),
        told_before=frozenset(
            key for key, side in margins.items() if _is_told(table.cells[key], side)
        ),
        suppressed=suppressed,
    )


def _table(
    cells: Sequence[Cell],
    relations: Iterable[Relation],
    shares: Sequence[Share],
    last_year: Collection[Key],
) -> _Table:
    known = {each.key: each for each in cells}
    sums = [_merged(each.terms) for each in relations]
    for terms in sums:
        if sum(known[key].value * factor for key, factor in terms.items()):
            raise ValueError(f"a relation does not hold: {list(terms)}")
    for share in shares:
        top, bottom = known[share.numerator].value, known[share.denominator].value
        if bottom:
            # In amounts of the numerator: a share that is published does not move.
            quotient = (share.denominator, -top / bottom)
            sums.append(_merged(((share.numerator, Fraction(1)), quotient, (share.key, -1))))
    sizes = {each.key: abs(each.value) for each in cells}
    sizes |= {each.key: sizes[each.numerator] for each in shares}
    return _Table(
        cells=known,
        sums=[terms for terms in sums if terms],
        sizes=sizes,
        order={key: at for at, key in enumerate(sizes)},
        known=frozenset(
            {each.key for each in cells if not each.units or {*each.earlier} - {None}}
            | {each.key for each in shares if each.readable_before}
        ),
        last_year=last_year,
    )


def _merged(terms: Iterable[tuple[Key, Fraction | int]]) -> Terms:
    merged: Terms = {}
    for key, factor in terms:
        merged[key] = merged.get(key, Fraction(0)) + factor
    return {key: factor for key, factor in merged.items() if factor}


def _connected(sums: list[Terms]) -> list[list[Terms]]:
    """Return the sums in groups that have no cell in common."""
    above: dict[Key, Key] = {}

    def top(key: Key) -> Key:
        while (higher := above.setdefault(key, key)) != key:
            above[key] = key = above[higher]
        return key

    for terms in sums:
        first, *others = terms
        for each in others:
            above[top(each)] = top(first)
    groups: dict[Key, list[Terms]] = {}
    for terms in sums:
        groups.setdefault(top(next(iter(terms))), []).append(terms)
    return list(groups.values())


def _protect(
    table: _Table, sums: list[Terms], margins: Mapping[Key, Fraction], hidden: set[Key]
) -> set[Key]:
    """Hide more cells of sums that hang together, until unsafe ones are protected.

    Returns:
        The unsafe ones that cannot be: all that these sums hold is hidden then.
    """
    keys = sorted({key for terms in sums for key in terms}, key=table.order.__getitem__)
    asked = sorted((key for key in keys if key in margins), key=lambda key: -margins[key])
    if not asked:
        return set()
    if len(keys) > MOST:
        raise TooManyCellsError
    system = _system(table, sums, keys, hidden)
    place = {key: at for at, key in enumerate(keys)}
    found: dict[int, list[Moves]] = {}
    failed: set[Key] = set()
    for question in _questions(table, sums, asked, margins):
        at = place[question.cell]
        still = None if question.still is None else place[question.still]
        if any(_answers(system, moves, at, question.by, still) for moves in found.get(at, ())):
            continue
        moves = system.move(at, question.by, still)
        if moves is None:
            failed.add(question.cell)
            system.hidden |= set(place.values())
            continue
        system.hidden |= moves.keys()
        back = {each: -move for each, move in moves.items()}
        for way in (moves, back) if system.may_be(back) else (moves,):
            for each in way:
                found.setdefault(each, []).append(way)
    hidden |= {keys[at] for at in system.hidden}
    return failed


def _system(table: _Table, sums: list[Terms], keys: list[Key], hidden: set[Key]) -> System:
    # scipy takes a while to load, and most years have nothing to hide.
    from clusterplan.rollup.recalculation import System  # noqa: PLC0415

    place = {key: at for at, key in enumerate(keys)}
    cells = [table.cells.get(key) for key in keys]
    ranks = {key: at for at, key in enumerate(sorted(keys, key=table.sizes.__getitem__))}
    return System(
        sums=[{place[key]: factor for key, factor in terms.items()} for terms in sums],
        room=[None if each is None else _room(each) for each in cells],
        whole=[each is not None and each.whole for each in cells],
        fixed={place[key] for key in keys if key in table.known},
        costs=[
            _AS_LAST_YEAR if key in table.last_year else 1 + ranks[key] * _DEAREST / len(keys)
            for key in keys
        ],
        hidden={place[key] for key in keys if key in hidden},
    )


def _questions(
    table: _Table, sums: list[Terms], asked: list[Key], margins: Mapping[Key, Fraction]
) -> Iterator[_Question]:
    """Ask of each cell for both sides, of all who read, and of single units in the same sums."""
    for key in asked:
        room = _room(table.cells[key])
        sides = (margins[key], -margins[key] if room is None else -min(margins[key], room))
        single = _single_beside(key, table.cells, sums)
        for by in sides:
            if by:
                yield from (_Question(key, by, still) for still in (None, *single))


def _single_beside(key: Key, cells: Mapping[Key, Cell], sums: list[Terms]) -> list[Key]:
    """Return cells of one unit on the same side of a sum; the whole of one unit is that unit."""
    beside = {
        other: None
        for terms in sums
        if key in terms
        for other, factor in terms.items()
        if other != key and factor * terms[key] > 0
    }
    return [each for each in beside if each in cells and cells[each].units == 1]


def _answers(system: System, moves: Moves, cell: int, by: Fraction, still: int | None) -> bool:
    if cell not in moves or still in moves or (moves.keys() & system.fixed) - {cell}:
        return False
    return moves[cell] >= by if by > 0 else moves[cell] <= by


def _room(cell: Cell) -> Fraction | None:
    return None if cell.minimum is None else max(cell.value - cell.minimum, Fraction(0))


def _is_told(cell: Cell, side: Fraction) -> bool:
    return any(each is not None and abs(each - cell.value) < side for each in cell.earlier)
