"""What is suppressed, and whether somebody who tries can recompute it all the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterplan.rollup import recalculation
from clusterplan.rollup.disclosure import Cell, Key, Pattern, Rules, Share, margin, reasons, total
from clusterplan.rollup.suppression import pattern

Row = dict[Key, Fraction]
"""Coefficients; that of CONSTANT is the number that is left."""
CONSTANT = "constant"


def cell(key: Key, *amounts: float | Fraction, **rest: object) -> Cell:
    """Return the cell of units that contribute these amounts."""
    exact = [Fraction(each) for each in amounts]
    sizes = sorted(map(abs, exact), reverse=True)
    fields: dict[str, object] = {
        "value": sum(exact, Fraction(0)),
        "units": len(exact),
        "largest": tuple(sizes[:5]),
        "absolute": sum(sizes, Fraction(0)),
    }
    return Cell(key=key, **(fields | rest))  # type: ignore[arg-type]


def many(key: Key, value: int, **rest: object) -> Cell:
    """Return a cell that no rule minds: ten units that contribute the same."""
    return cell(key, *[Fraction(value, 10)] * 10, **rest)


DOMINANCE = Rules(min_units=1, dominance=(2, Fraction(90)))
P_TEN = Rules(min_units=1, p_percent=Fraction(10))


@pytest.mark.parametrize(
    ("amounts", "rules", "why"),
    (
        ((), Rules(), ()),
        ((5,), Rules(), ("threshold",)),
        ((5, 5), Rules(), ("threshold",)),
        ((5, 5, 5), Rules(), ()),
        ((0,), Rules(), ("threshold",)),
        ((100,), DOMINANCE, ("dominance",)),
        ((90, 10), DOMINANCE, ("dominance",)),
        ((80, 20), DOMINANCE, ("dominance",)),
        ((70, 30), DOMINANCE, ("dominance",)),
        ((80, 10, 10), DOMINANCE, ()),
        ((80, Fraction(10) + Fraction(1, 10**30), 10), DOMINANCE, ("dominance",)),
        ((70, 10, 10, 10), DOMINANCE, ()),
        ((60, 20, 10, 10), DOMINANCE, ()),
        ((-80, 11, 9), DOMINANCE, ("dominance",)),
        ((-80, 10, 10), DOMINANCE, ()),
        ((50, -50, 1), DOMINANCE, ("dominance",)),
        # The others are 10 of the 10 that 10 % of 100 are: not fewer.
        ((100, 50, 10), P_TEN, ()),
        ((100, 50, Fraction(99, 10)), P_TEN, ("p_percent",)),
        ((100, 100), P_TEN, ("p_percent",)),
        ((0, 0), P_TEN, ()),
        (
            (90, 9),
            Rules(3, (2, Fraction(90)), Fraction(10)),
            ("threshold", "dominance", "p_percent"),
        ),
    ),
)
def test_which_cells_are_unsafe(amounts: Sequence[int], rules: Rules, why: tuple[str, ...]) -> None:
    assert reasons(cell("a", *amounts), rules) == why


@pytest.mark.parametrize(
    ("asked", "why", "rules", "side"),
    (
        (cell("a", 60, 40), ("threshold",), Rules(), 15),
        (cell("a", 60, 40), ("p_percent",), Rules(p_percent=Fraction(8)), 8),
        (cell("a", 60, 40), ("threshold", "p_percent"), Rules(p_percent=Fraction(20)), 20),
        (cell("a", 60, -40), ("threshold",), Rules(), 15),
        (cell("a", 0), ("threshold",), Rules(), 1),
        (cell("a", 1, 1, whole=True), ("threshold",), Rules(), 1),
        (cell("a", *[1] * 7, whole=True), ("dominance",), Rules(), 2),
    ),
)
def test_how_much_is_left_open(asked: Cell, why: tuple[str, ...], rules: Rules, side: int) -> None:
    assert margin(asked, why, rules) == side  # type: ignore[arg-type]


def suppressed(cells: Sequence[Cell], *relations: object, **rest: object) -> Pattern:
    return pattern(cells, relations, rest.pop("shares", ()), Rules(), **rest)  # type: ignore[arg-type]


PARTS = [many("c", 300), many("b", 200), cell("a", 60, 40)]


def test_a_cell_in_no_sum_goes_alone() -> None:
    found = suppressed(PARTS)
    assert found.suppressed == {"a"}
    assert found.unsafe == {"a": ("threshold",)}


def test_the_smallest_other_part_goes_with_it() -> None:
    found = suppressed([*PARTS, many("all", 600)], total("all", "abc"))
    assert found.further == {"b"}
    assert not found.unprotected


def test_what_last_year_suppressed_goes_first() -> None:
    found = suppressed([*PARTS, many("all", 600)], total("all", "abc"), last_year={"c"})
    assert found.further == {"c"}


def test_the_whole_goes_where_there_is_no_other_part() -> None:
    found = suppressed(
        [cell("a", 60, 40), cell("empty"), many("all", 100)], total("all", ("a", "empty"))
    )
    assert found.suppressed == {"a", "all"}


def test_a_small_part_that_leaves_too_little_open_takes_another() -> None:
    """Of 100 are 15 to be left open: 10 of d below, so c has to fall as well."""
    parts = [cell("a", 60, 40), many("d", 10), many("c", 300)]
    found = suppressed([*parts, many("all", 410)], total("all", "acd"))
    assert "c" in found.further


def test_a_unit_alone_does_not_learn_of_another_by_its_own_amount() -> None:
    """The unit of a would get b exactly from their sum, which is the whole less c."""
    parts = [cell("a", 100), cell("b", 100), many("c", 300)]
    found = suppressed([*parts, many("all", 500)], total("all", "abc"))
    assert found.suppressed == {"a", "b", "c"}


def test_a_share_and_its_whole_do_not_tell_a_part() -> None:
    found = suppressed(
        [cell("top", 60, 40), many("whole", 400)], shares=[Share("share", "top", "whole")]
    )
    assert found.suppressed == {"top", "share"}


def test_a_numerator_that_is_not_published_takes_its_share_along() -> None:
    found = suppressed(
        [cell("top", 60, 40, published=False), many("whole", 400)],
        shares=[Share("share", "top", "whole")],
    )
    assert found.suppressed == {"share"}


def test_an_earlier_vintage_is_known() -> None:
    """What b was before is read in the file, so b hides nothing; a was told itself."""
    parts = [cell("a", 60, 40), many("b", 200, earlier=(Fraction(200),)), many("c", 300)]
    found = suppressed([*parts, many("all", 600)], total("all", "abc"))
    assert found.further == {"c"}
    assert not found.told_before
    near = cell("a", 60, 40, earlier=(Fraction(114),))
    assert suppressed([near]).told_before == {"a"}
    assert not suppressed([cell("a", 60, 40, earlier=(Fraction(115),))]).told_before


def test_what_an_earlier_vintage_suppressed_stays_so() -> None:
    assert suppressed([many("a", 10, earlier=(None,))]).suppressed == {"a"}


def test_what_cannot_be_protected_takes_all_with_it_and_is_told() -> None:
    parts = [cell("a", 60, 40), many("b", 200, earlier=(Fraction(200),))]
    found = suppressed([*parts, many("all", 300, earlier=(Fraction(300),))], total("all", "ab"))
    assert found.unprotected == {"a"}
    assert found.suppressed == {"a", "b", "all"}


def test_counts_leave_whole_numbers_open() -> None:
    counts = [cell(key, *[1] * size, whole=True) for key, size in (("a", 1), ("b", 4), ("c", 9))]
    found = suppressed([*counts, cell("all", *[1] * 14, whole=True)], total("all", "abc"))
    assert found.suppressed == {"a", "b"}


def test_long_numbers_are_told_apart() -> None:
    """A float cannot state these: the sums hold to the last of 38 digits, or not at all."""
    large = Fraction(10**37 + 1)
    parts = [cell("a", large, 1), cell("b", *[large] * 9), cell("c", *[large * 3] * 5)]
    whole = sum((each.value for each in parts), Fraction(0))
    found = suppressed([*parts, many("all", int(whole))], total("all", "abc"))
    assert found.suppressed == {"a", "b"}
    with pytest.raises(ValueError, match="does not hold"):
        suppressed([*parts, many("all", int(whole) + 1)], total("all", "abc"))


def interval(key: Key, equations: list[Row], bounds: list[Row]) -> tuple[Fraction, Fraction]:
    """Return what equations (0) and bounds (not below 0) leave of a number, by elimination."""
    rest = [dict(each) for each in equations]
    limits = [dict(each) for each in bounds]
    while rest:
        row = rest.pop()
        pivot = next((each for each in row if each not in (key, CONSTANT)), None)
        if pivot is None:
            if key in row:  # it is this number and no other
                found = -row.get(CONSTANT, Fraction(0)) / row[key]
                return found, found
            continue
        rest = [_without(each, row, pivot) for each in rest]
        limits = [_without(each, row, pivot) for each in limits]
    while others := {each for row in limits for each in row} - {key, CONSTANT}:
        pivot = min(others, key=lambda name: _pairs(limits, name))
        above = [row for row in limits if row.get(pivot, 0) > 0]
        below = [row for row in limits if row.get(pivot, 0) < 0]
        limits = [row for row in limits if pivot not in row]
        limits += [_without(up, down, pivot) for up in above for down in below]
        limits = [dict(row) for row in {frozenset(_scaled(row).items()) for row in limits}]
    ends = [(row[key], -row.get(CONSTANT, Fraction(0)) / row[key]) for row in limits if key in row]
    lowest = [end for factor, end in ends if factor > 0]
    highest = [end for factor, end in ends if factor < 0]
    return max(lowest, default=-math.inf), min(highest, default=math.inf)  # type: ignore[return-value]


def _pairs(limits: list[Row], name: Key) -> tuple[int, str]:
    signs = [row[name] > 0 for row in limits if name in row]
    return signs.count(True) * signs.count(False), str(name)


def _without(row: Row, other: Row, pivot: Key) -> Row:
    """Add so much of another row that the pivot is gone; its sign there is the opposite one."""
    if pivot not in row:
        return row
    times = -row[pivot] / other[pivot]
    mixed = {each: row.get(each, 0) + times * other.get(each, 0) for each in {*row, *other}}
    return {each: Fraction(factor) for each, factor in mixed.items() if factor}


def _scaled(row: Row) -> Row:
    size = max((abs(factor) for each, factor in row.items() if each != CONSTANT), default=1)
    return {each: factor / size for each, factor in row.items()}


AMOUNTS = st.lists(st.integers(0, 60), max_size=5)
TABLES = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda size: st.lists(
        st.lists(AMOUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(TABLES, st.data())
def test_nobody_comes_nearer_than_the_rule_allows(
    amounts: list[list[list[int]]], data: st.DataObject
) -> None:
    """A table with its totals, a share of every row in the whole, and earlier vintages."""
    rules = Rules(3, (1, Fraction(75)), data.draw(st.sampled_from((None, Fraction(10)))))
    rows, columns = range(len(amounts)), range(len(amounts[0]))
    held: dict[Key, list[int]] = {(i, j): amounts[i][j] for i in rows for j in columns}
    held |= {(i, "all"): [each for j in columns for each in held[i, j]] for i in rows}
    held |= {("all", j): [each for i in rows for each in held[i, j]] for j in (*columns, "all")}
    told = data.draw(st.sets(st.sampled_from(sorted(held, key=str)), max_size=2))
    cells = {
        key: cell(key, *each, earlier=(Fraction(sum(each)),) if key in told else ())
        for key, each in held.items()
    }
    relations = [total((i, "all"), [(i, j) for j in columns]) for i in (*rows, "all")]
    relations += [total(("all", j), [(i, j) for i in rows]) for j in (*columns, "all")]
    shares = [Share(("share", i), (i, "all"), ("all", "all")) for i in rows]
    small = data.draw(st.sampled_from((0, 400)))
    with mock.patch.multiple(recalculation, _SMALL=small, _NEAR=(1, 2)):
        found = pattern([*cells.values()], relations, shares, rules)

    assert told or not found.unprotected
    equations: list[Row] = [dict(each.terms) for each in relations]
    whole = cells["all", "all"].value
    equations += [
        {each.numerator: whole, each.denominator: -cells[each.numerator].value}
        for each in shares
        if whole and each.key not in found.suppressed
    ]
    read = {key: each.value for key, each in cells.items() if key not in found.suppressed}
    read |= {key: cells[key].value for key in told} | {
        key: Fraction(0) for key, each in held.items() if not each
    }
    bounds: list[Row] = [{key: Fraction(1)} for key in cells if key not in read]
    for key, why in found.unsafe.items():
        if key in found.unprotected or key in found.told_before:
            continue
        beside = [(row, other) for row in equations if key in row for other in row if other != key]
        readers = [
            other for row, other in beside if row[key] * row[other] > 0 and cells[other].units == 1
        ]
        for reader in (None, *readers):
            known = read if reader is None else read | {reader: cells[reader].value}
            facts = [_known(each, known) for each in equations]
            low, high = interval(key, facts, [_known(each, known) for each in bounds])
            value, side = cells[key].value, margin(cells[key], why, rules)
            assert low <= value - min(side, value)
            assert high >= value + side


def _known(row: Row, numbers: Row) -> Row:
    """Put in the numbers that are known."""
    left = {each: factor for each, factor in row.items() if each not in numbers}
    there = sum((factor * numbers[each] for each, factor in row.items() if each in numbers), 0)
    left[CONSTANT] = left.get(CONSTANT, Fraction(0)) + there
    return {each: factor for each, factor in left.items() if factor}
