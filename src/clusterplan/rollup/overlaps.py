"""Which figures hold the units of others: what they differ by is a figure too, if an unstated one.

So do all units and those of a kind, or a city and its counties: one less the other is what the
other units come to, who may be few.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clusterplan.rollup.computing import Computed, Sum
    from clusterplan.rollup.definition import Condition, Definition, Figure, Measure
    from clusterplan.rollup.disclosure import Key

    Place: TypeAlias = tuple[str | None, str | None]


class Part(Struct, frozen=True):
    """What a figure comes to for an entity, whether it is published or not."""

    key: Key
    figure: Figure
    sum: Sum


class Rest(Struct, frozen=True):
    """What a figure has that others, which it holds, do not."""

    key: Key
    whole: Part
    parts: tuple[Part, ...]

    @property
    def value(self) -> Fraction:
        """Return what the rest comes to."""
        parts = sum((Fraction(each.sum.value or 0) for each in self.parts), Fraction(0))
        return Fraction(self.whole.sum.value or 0) - parts

    @property
    def units(self) -> int:
        """Return how many units make it up."""
        return self.whole.sum.units - sum(each.sum.units for each in self.parts)

    @property
    def size(self) -> Fraction:
        """Return the sum of all contributions without their signs."""
        return self.whole.sum.size - sum((each.sum.size for each in self.parts), Fraction(0))


class Overlaps:
    """Finds what differs of figures that add up the same column.

    Args:
        definition: what was computed.
        computed: what it comes to.
        parts: each figure, by whose it is (the codes and the entity) and what it adds up.
    """

    def __init__(
        self,
        definition: Definition,
        computed: Computed,
        parts: Mapping[Place, Mapping[Measure, Part]],
    ) -> None:
        self.definition, self.computed, self.parts = definition, computed, parts

    def rests(self) -> Iterator[Rest]:
        """Return all of them; some have no units."""
        figures = {each.measure: each for each in self.definition.figures}
        narrower = [
            (one.measure, other.measure)
            for one, other in permutations(figures.values(), 2)
            if is_narrower(one, other)
        ]
        for place, by_measure in self.parts.items():
            for one, other in narrower:
                if one in by_measure and other in by_measure:
                    key = ("rest", place, other, one)
                    yield Rest(key, by_measure[other], (by_measure[one],))
        for (inner, outer), within in self.computed.within.items():
            yield from self._around(
                self.definition.figures[inner], self.definition.figures[outer], within
            )

    def _around(self, inner: Figure, outer: Figure, within: Mapping[str, str]) -> Iterator[Rest]:
        """Return what entities have beside those of other codes that lie in them."""
        found: dict[str, list[Part]] = {}
        for entity, around in within.items():
            if part := self.parts.get((inner.by, entity), {}).get(inner.measure):
                found.setdefault(around, []).append(part)
        for entity, parts in found.items():
            if whole := self.parts.get((outer.by, entity), {}).get(outer.measure):
                key = ("rest", (outer.by, entity), outer.measure, inner.by)
                yield Rest(key, whole, tuple(parts))


def is_narrower(one: Figure, other: Figure) -> bool:
    """Say whether a figure takes only units that another takes too, and not all, by its wording."""
    if (one.sum, one.count, one.count_distinct) != (other.sum, other.count, None):
        return False
    implied = (any(_implies(mine, theirs) for mine in one.where) for theirs in other.where)
    return one.where != other.where and all(implied)


def _implies(one: Condition, other: Condition) -> bool:
    values, others = {*one.values}, {*other.other_than}
    return (
        one.column == other.column
        and (not other.values or (bool(values) and values <= {*other.values}))
        and (others <= {*one.other_than} or (bool(values) and not values & others))
        and (other.least is None or (one.least is not None and one.least >= other.least))
        and (other.most is None or (one.most is not None and one.most <= other.most))
    )
