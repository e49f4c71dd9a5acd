# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""Arithmetic with figures that may be intervals: what is certain, what is open, what is kept."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

import pytest

from clusterplan.base.messages import Note, NoteKind, say
from clusterplan.judging.figure import Figure, added, chained, divided, multiplied, raised
from clusterplan.model.observations import Observation
from helpers import row

F = Fraction
End: TypeAlias = int | str | None
Bound: TypeAlias = Literal["at_least", "at_most"] | None
HUNDREDTH = F(1, 100)
NOTES = tuple(Note(NoteKind.METHOD, say(text)) for text in ("first", "second"))
ROWS = (row("1", 2008), row("2", 2008))


def figure(low: End, high: End, bound: Bound = None, of: int = 0) -> Figure:
    """Return an interval with an input and a note of its own."""
    least, most = (None if end is None else F(end) for end in (low, high))
    return Figure(least, most, inputs=(ROWS[of],), bound=bound, notes=(NOTES[of],))


def ends(found: Figure | None) -> tuple[Fraction | None, Fraction | None, Bound] | None:
    return None if found is None else (found.low, found.high, found.bound)


def kept(found: Figure | None) -> tuple[tuple[Observation, ...], tuple[Note, ...], bool]:
    assert found is not None
    return found.inputs, found.notes, found.quotient


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    (
        (figure(3, 3), figure(50, 50), (F("1.5"), F("1.5"), None)),
        (figure(-3, -3), figure(50, 50), (F("-1.5"), F("-1.5"), None)),
        (figure(3, None, "at_least"), figure(50, 50), (F("1.5"), None, "at_least")),
        (figure(3, 3), figure(50, None, "at_least"), (F("1.5"), None, "at_least")),
        (figure(0, 4, "at_most"), figure("1/2", "1/2"), (F(0), F("0.02"), "at_most")),
        (figure("1/2", 4), figure(0, 5, "at_most"), (F(0), F("0.2"), "at_most")),
        (figure("1/2", 4), figure("1/2", 6), (F("0.0025"), F("0.24"), None)),
        # What may be negative has no least product.
        (figure(-1, 4), figure(50, 50), None),
        (figure(3, 3), figure(-1, 4), None),
        (figure(None, 4, "at_most"), figure(50, 50), None),
        (figure(3, 3), figure(None, 4, "at_most"), None),
    ),
)
def test_products(
    left: Figure, right: Figure, wanted: tuple[Fraction, Fraction | None, Bound] | None
) -> None:
    assert ends(multiplied(left, right, HUNDREDTH)) == wanted


@pytest.mark.parametrize(
    ("top", "bottom", "wanted"),
    (
        (figure(3, 3), figure(4, 4), (F(75), F(75), None)),
        (figure(-3, -3), figure(4, 4), (F(-75), F(-75), None)),
        (figure(3, 3), figure(-4, -4), (F(-75), F(-75), None)),
        (figure(3, 3), figure(0, 0), None),
        (figure(3, None, "at_least"), figure(4, 4), (F(75), None, "at_least")),
        (figure(0, 3, "at_most"), figure(4, 4), (F(0), F(75), "at_most")),
        (figure(3, 3), figure(4, None, "at_least"), (F(0), F(75), "at_most")),
        (figure(3, 3), figure(0, 4, "at_most"), (F(75), None, "at_least")),
        (figure(3, 3), figure(None, 4, "at_most"), (F(75), None, "at_least")),
        (figure("1/2", 3), figure("1/4", "1/2"), (F(100), F(1200), None)),
        # What may be negative, and what cannot be above zero.
        (figure(-1, 3), figure(4, 4), None),
        (figure(None, 3, "at_most"), figure(4, 4), None),
        (figure(3, None, "at_least"), figure(0, 0), None),
        (figure(3, 3), figure(-4, 0, "at_most"), None),
    ),
)
def test_quotients(
    top: Figure, bottom: Figure, wanted: tuple[Fraction, Fraction | None, Bound] | None
) -> None:
    assert ends(divided(top, bottom, F(100))) == wanted


@pytest.mark.parametrize(
    ("parts", "never_negative", "wanted"),
    (
        ((figure(3, 3), figure(4, 4)), False, (F(7), F(7), None)),
        ((figure(3, None, "at_least"), figure(4, 4)), False, (F(7), None, "at_least")),
        ((figure(None, 3, "at_most"), figure(4, 4)), False, (None, F(7), "at_most")),
        ((figure(3, None, "at_least"), figure(0, 4, "at_most")), False, (F(3), None, "at_least")),
        ((figure(3, 3), None), True, (F(3), None, "at_least")),
        ((figure(0, 3, "at_most"), None), True, (F(0), None, "at_least")),
        ((figure(3, 3), None), False, None),
        ((None, None), True, None),
        ((), True, None),
    ),
)
def test_sums(
    parts: tuple[Figure | None, ...],
    never_negative: bool,  # noqa: FBT001
    wanted: tuple[Fraction | None, Fraction | None, Bound] | None,
) -> None:
    assert ends(added(parts, never_negative=never_negative)) == wanted


def test_what_is_kept() -> None:
    left, right = figure(3, 3), figure(4, 4, of=1)
    assert kept(added((left, right), never_negative=False)) == (ROWS, NOTES, False)
    assert kept(multiplied(left, right, F(1))) == (ROWS, NOTES, False)
    quotient = divided(left, right, F(1))
    assert kept(quotient) == (ROWS, NOTES, True)
    assert quotient is not None
    for pair in ((quotient, figure(1, 1)), (figure(1, 1), quotient)):
        assert kept(multiplied(*pair, F(1)))[2]
        assert kept(added(pair, never_negative=False))[2]
    inputs, notes, _ = kept(added((left, None), never_negative=True))
    assert inputs == ROWS[:1]
    assert [str(note.message) for note in notes] == ["first", "1 of 2 figures are known"]
    assert notes[1].kind is NoteKind.MEMBERS


@pytest.mark.parametrize(
    ("low", "high", "wanted"), ((1, 3, (11, 13)), (1, None, (11, None)), (None, 3, (None, 13)))
)
def test_a_figure_is_raised_at_both_ends(
    low: int | None, high: int | None, wanted: tuple[int | None, int | None]
) -> None:
    bottom, top = (None if end is None else Fraction(end) for end in (low, high))
    found = raised(Figure(bottom, top, ()), Fraction(10))
    assert (found.low, found.high) == wanted


def test_of_nothing_nothing_is_left_however_it_grows() -> None:
    gone, growing = figure(-100, -100), figure(5, None, "at_least")
    for changes in ((gone, growing), (growing, gone)):
        found = chained(changes, F(100), HUNDREDTH)
        assert (found.low, found.high) == (0, 0)


def test_what_is_too_long_is_kept_between_two_ends() -> None:
    """Of products and of sums with many digits, each end cut to its own side."""
    long, other = F(2**2000 + 1, 3**1262), F(2**2000 + 1, 5**861)
    one, two = (Figure(each, each, ()) for each in (long, other))
    square, both = multiplied(one, one, F(1)), added((one, two), never_negative=True)
    for found, exact in ((square, long**2), (both, long + other)):
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low < exact < found.high


def test_at_least_times_at_most_is_at_least_nothing() -> None:
    found = multiplied(figure(0, 3, "at_most"), figure(3, None, "at_least"), F(1))
    assert found is not None
    assert (found.low, found.high, found.bound) == (0, None, "at_least")
