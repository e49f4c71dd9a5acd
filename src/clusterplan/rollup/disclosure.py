"""Which cells tell of a single respondent; `suppression` says which others have to go then.

Everything is decided on fractions. A cell is one figure that would be published: a sum of amounts
of units, or their number, for one indicator, entity or group, and year.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Key = Hashable
"""Names a cell or a share; what it is made of is the caller's affair."""
Reason = Literal["threshold", "dominance", "p_percent"]


class Rules(Struct, frozen=True):
    """When a cell is unsafe, and how well it is hidden then; percentages are of 100."""

    min_units: int = 3
    """A cell of fewer units than this is unsafe; one of none is not, as it tells of nobody."""
    dominance: tuple[int, Fraction] | None = None
    """(n, k): unsafe where the n largest units make up more than k % of all."""
    p_percent: Fraction | None = None
    """Unsafe where the second largest unit can tell the largest to less than this."""
    protect: Fraction = Fraction(15)
    """What published cells leave open to each side of an unsafe one, in % of it."""


class Cell(Struct, frozen=True):
    """A figure and those who make it up. Amounts are all in one unit, that of `value`."""

    key: Key
    value: Fraction
    units: int
    """How many units contribute, each counted once; 0 is an empty cell, which everybody knows."""
    largest: tuple[Fraction, ...]
    """The largest contributions without their signs, in falling order: n of (n, k), at least two.

    Fewer where there are no more units. Of a count each is 1.
    """
    absolute: Fraction
    """The sum of all contributions without their signs; of a count its value."""
    minimum: Fraction | None = Fraction(0)
    """What everybody knows the cell not to be below; None where it may be anything."""
    whole: bool = False
    """Whether it can only be a whole number, as counts are."""
    step: Fraction = Fraction(1)
    """The last digit that is printed: at least so much is left open even of a cell of 0."""
    published: bool = True
    """False for one that nobody means to publish, but that others are made of."""
    earlier: tuple[Fraction | None, ...] = ()
    """What earlier vintages in the file say; None for one that is suppressed there."""


class Relation(NamedTuple):
    """Cells of which everybody knows that the sum of coefficient times value is 0."""

    terms: tuple[tuple[Key, Fraction], ...]


class Share(NamedTuple):
    """A quotient of two cells that is published as well; it has no contributors of its own.

    Numerator and denominator are cells, with `published=False` where they are not in the file.
    """

    key: Key
    numerator: Key
    denominator: Key
    readable_before: bool = False
    """Whether an earlier vintage of the file tells it."""


class Pattern(Struct, frozen=True):
    """What is not published, and why. Only `suppressed` may leave the house."""

    unsafe: dict[Key, tuple[Reason, ...]]
    """Cells that are unsafe by themselves, those that nobody means to publish included."""
    further: frozenset[Key]
    """Cells and shares that go so that the unsafe ones cannot be recomputed."""
    unprotected: frozenset[Key]
    """Unsafe cells that what is known all the same tells, with all around them suppressed."""
    told_before: frozenset[Key]
    """Unsafe cells that an earlier vintage of the file tells, too near to be hidden now."""
    suppressed: frozenset[Key]
    """All cells and shares that are not to be published."""


def total(whole: Key, parts: Iterable[Key]) -> Relation:
    """Return the relation of a whole that is the sum of its parts."""
    return Relation(((whole, Fraction(-1)), *((part, Fraction(1)) for part in parts)))


def reasons(cell: Cell, rules: Rules) -> tuple[Reason, ...]:
    """Return the rules by which a cell is unsafe; none where it is safe."""
    found: list[Reason] = []
    if not cell.units:
        return ()
    if cell.units < rules.min_units:
        found.append("threshold")
    if rules.dominance is not None:
        first, share = rules.dominance
        if sum(cell.largest[:first]) * 100 > share * cell.absolute:
            found.append("dominance")
    if rules.p_percent is not None and cell.largest:
        others = cell.absolute - sum(cell.largest[:2])
        if others * 100 < rules.p_percent * cell.largest[0]:
            found.append("p_percent")
    return tuple(found)


def margin(cell: Cell, why: Collection[Reason], rules: Rules) -> Fraction:
    """Return how much must be left open to each side of an unsafe cell."""
    by_p = rules.p_percent if "p_percent" in why else None
    others = set(why) - {"p_percent"}
    percent = max(by_p or Fraction(0), rules.protect if others else Fraction(0))
    open_side = max(max(abs(cell.value), cell.absolute) * percent / 100, cell.step)
    return Fraction(math.ceil(open_side)) if cell.whole else open_side
