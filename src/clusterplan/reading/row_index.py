"""Rows in thirty bytes each: enough to find those that a rule must look at.

A million observations would fill the memory, and a rule needs few of them. So a file keeps its
bytes and this index; what is wanted of a row is read anew.
"""

from __future__ import annotations

import math
from array import array
from enum import IntFlag, auto
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from clusterplan.model.plan import Plan


class Trait(IntFlag):
    """What can be said of a row apart from its figure and its texts; a status is one of them."""

    NORMAL = auto()
    PROVISIONAL = auto()
    ESTIMATED = auto()
    FORECAST = auto()
    MISSING = auto()
    BREAK = auto()
    DEFINITION_DIFFERS = auto()
    ILLUSTRATIVE = auto()
    SUPPRESSED = auto()
    QUALIFIED = auto()
    """It is stated as about, at least or at most."""
    NUMERIC = auto()
    """Its unit is neither a date nor a state."""
    CONVERTED = auto()
    """Its unit is another one than the indicator's."""
    IN_SERIES = auto()
    """It names a series."""
    UNDATED = auto()
    EARLY = auto()
    """It was published before the last day of its year."""
    UNSOURCED = auto()
    PARTIAL = auto()
    """Its source or its note speaks of a part of the year."""
    DATED = auto()
    """Its unit is a date."""
    LATE = auto()
    """It was published long after the last year that the plan may have figures of."""


WITHOUT_VALUE = Trait.MISSING | Trait.SUPPRESSED
NOT_PLAIN = Trait.FORECAST | Trait.ILLUSTRATIVE | Trait.QUALIFIED | Trait.CONVERTED
"""What keeps a number from standing for an outcome as it is."""


class Numbering:
    """Numbers for figures of a year: what is measured, times whom it describes."""

    def __init__(self, plan: Plan) -> None:
        named = [item.id for item in plan.indicators]
        named += [item.id for item in plan.milestones]
        named += [item.id for item in plan.measures]
        self.subjects = {identity: number for number, identity in enumerate(named)}
        known = dict.fromkeys((*(entity.id for entity in plan.entities), plan.area))
        self.entities = {identity: number for number, identity in enumerate(known)}
        self._subject_ids, self._entity_ids = tuple(named), tuple(known)

    def figure(self, subject: str, entity: str) -> int:
        """Return the number of a figure."""
        return self.first(subject) + self.entities[entity]

    def first(self, subject: str) -> int:
        """Return the number of an indicator, milestone or measure for the first entity."""
        return self.subjects[subject] * len(self.entities)

    def named(self, figure: int) -> tuple[str, str]:
        """Return what is measured and whom it describes."""
        subject, entity = divmod(figure, len(self.entities))
        return self._subject_ids[subject], self._entity_ids[entity]


class RowIndex:
    """The rows of one file, by their position among those that could be read."""

    def __init__(self) -> None:
        self.figures = array("q")
        self.marks = array("q")
        """The same for rows of the same series and day; any two others differ, by hash."""
        self.numbers = array("d")
        """In the indicator's unit, rounded only in the last bits; NaN for all that is none."""
        self.decimals = array("B")
        """How many were printed, zeros included, which a float does not keep."""
        self.lines = array("I")
        self.traits = array("I")

    def extend(self, *columns: list[Any]) -> None:
        """Enter rows behind the others: figures, marks, numbers, traits, decimals, lines."""
        own: list[array[Any]]
        own = [self.figures, self.marks, self.numbers, self.traits, self.decimals, self.lines]
        for held, more in zip(own, columns, strict=True):
            held.extend(array(held.typecode, more))

    def __len__(self) -> int:
        return len(self.lines)

    def all(self, trait: Trait) -> bool:
        """Say whether each row has a trait."""
        return all(traits & trait for traits in self._all_traits)

    def where(self, wanted: Callable[[Trait], bool]) -> Iterator[int]:
        """Return the positions of rows by what can be said of them."""
        chosen = {traits for traits in self._all_traits if wanted(Trait(traits))}
        if not chosen:
            return iter(())
        return (position for position, traits in enumerate(self.traits) if traits in chosen)

    def of(self, figures: Collection[int]) -> Iterator[int]:
        """Return the positions of the rows of some figures."""
        if not figures:
            return iter(())
        return (position for position, figure in enumerate(self.figures) if figure in figures)

    def repeated(self) -> Iterator[tuple[int, int]]:
        """Return the positions of rows that state a version again, with its first row's."""
        suspected = dict.fromkeys(
            self.figures[place]
            for place, earlier in self.followers()
            if self.before[earlier] >= 0 or self.marks[place] == self.marks[earlier]
        )
        first = array("q", [-1]) * len(self) if suspected else array("q")
        for figure in suspected:
            versions: dict[int, int] = {}
            for place in self.positions(figure):
                earlier = versions.setdefault(self.marks[place], place)
                if earlier != place:
                    first[place] = earlier
        return ((place, earlier) for place, earlier in enumerate(first) if earlier >= 0)

    def positions(self, figure: int) -> tuple[int, ...]:
        """Return the positions of the rows of a figure, in the order of the file."""
        place, found = self._last.get(figure, -1), []
        while place >= 0:
            found.append(place)
            place = self.before[place]
        return tuple(reversed(found))

    def versions(self, figure: int) -> Collection[int]:
        """Return the positions of the rows of a figure, of those that are the same version one."""
        places = self.positions(figure)
        return {self.marks[place]: place for place in reversed(places)}.values()

    @cached_property
    def crowded(self) -> Collection[int]:
        """Return the figures that have several rows."""
        return dict.fromkeys(self.figures[place] for place, _ in self.followers()).keys()

    def only_numbers(self) -> dict[int, float]:
        """Return the number of each figure that has one; NaN where several rows state it."""
        found = dict(zip(self.figures, self.numbers, strict=True))
        crowded = self.crowded
        for position in self.where(lambda traits: bool(traits & WITHOUT_VALUE)):
            found.pop(self.figures[position], None)
        found.update(dict.fromkeys(crowded, math.nan))
        return found

    def plain_numbers(self) -> dict[int, float]:
        """Return the same, but NaN too where it is no outcome, or not stated as it is."""
        found = self.only_numbers()
        for position in self.where(lambda traits: bool(traits & NOT_PLAIN)):
            found[self.figures[position]] = math.nan
        return found

    def span(self, figure: int) -> tuple[float, float] | None:
        """Return the least and the greatest number that rows state for a figure, if there are any.

        NaN where one of them states none.
        """
        last = self._last.get(figure)
        if last is None:
            return None
        if self.before[last] < 0:
            return self.numbers[last], self.numbers[last]
        numbers = [self.numbers[position] for position in self.positions(figure)]
        return (
            (math.nan, math.nan) if any(map(math.isnan, numbers)) else (min(numbers), max(numbers))
        )

    @cached_property
    def _all_traits(self) -> set[int]:
        return set(self.traits)

    @cached_property
    def _is_sparse(self) -> bool:
        """Say whether no figure has several rows."""
        return len(set(self.figures)) == len(self)

    @cached_property
    def _last(self) -> dict[int, int]:
        """Return the position of the last row of each figure."""
        return dict(zip(self.figures, count()))

    def followers(self) -> Iterator[tuple[int, int]]:
        """Return the positions of rows of which one stands before, of the same figure; and its."""
        if self._is_sparse:
            return iter(())
        return ((place, earlier) for place, earlier in enumerate(self.before) if earlier >= 0)

    @cached_property
    def before(self) -> array[int]:
        """For each row the position of the one before of the same figure, -1 if there is none."""
        found = array("q", [-1]) * len(self)
        seen: dict[int, int] = {}
        for place, figure in enumerate(() if self._is_sparse else self.figures):
            found[place] = seen.get(figure, -1)
            seen[figure] = place
        return found
