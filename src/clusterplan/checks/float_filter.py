"""Which rows and series may break a relation, by the floats of the index alone.

Rules judge by observations and figures, which cost fifty times as much. So the relations of the
plan are asked in floats before, and only what these do not clear is put before the rules. None
stands for a figure that there is not, or of which only a bound is known; NaN, which fits nothing,
for one that only a full look can tell.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from itertools import chain, compress, groupby, pairwise, repeat, starmap
from operator import not_
from typing import TYPE_CHECKING

from clusterplan.base.exact import MAX_DIGITS
from clusterplan.base.units import convert
from clusterplan.checks.relations import (
    agree,
    is_quotient,
    needed_by_targets,
    totals_of,
    wholes_of,
    within,
)
from clusterplan.checks.unit_factors import HUNDRED, MARGIN, SLIP, alike, is_level
from clusterplan.model.plan import Ratio, Sum
from clusterplan.reading.row_reader import IN_SERIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from clusterplan.model.plan import Group, Indicator, Plan
    from clusterplan.reading.actuals_file import ActualsFile
    from clusterplan.reading.row_index import Numbering, RowIndex

NOISE = 1e-13
"""More than floats are off in parts of their size, after as many formulas as may follow on each
other; where signs could cancel, nothing is added up."""
HALVES = tuple(0.5 / 10**decimals for decimals in range(MAX_DIGITS + 1))
"""Half of the last digit, by the number of decimals."""
SHORTEST = 3
"""Years that a series has at least in which one can be missing."""


class FloatFilter:
    """The numbers of one year, and which of them keep to the relations of the plan beyond doubt."""

    def __init__(self, plan: Plan, numbering: Numbering, file: ActualsFile) -> None:
        self._plan, self._numbering = plan, numbering
        self.index, self._year = file.index, file.year
        self._many = len(numbering.entities)
        self._wholes, self._totals = wholes_of(plan), totals_of(plan)
        self._numbers: dict[int, float] = {}
        self._computed: dict[int, float | None] = {}
        self._halves: dict[int, float] = {}
        self._grouped: dict[str, list[int]] = {}
        self.wrong_shares: dict[int, tuple[int, int]] = {}
        """Shares that are surely no quotient, with their sides; no other relation has them."""

    def doubtful(self) -> Iterator[int]:
        """Return the positions of rows that may not fit their sides, wholes, parts or members.

        Those of `wrong_shares`, which are known then, are left out.
        """
        related = [
            item
            for item in self._plan.indicators
            if isinstance(item.formula, Ratio | Sum) or item.id in self._wholes
        ]
        if not related and not self._totals:
            return iter(())
        numbers = self._numbers = self.index.plain_numbers()
        halves = map(HALVES.__getitem__, self.index.decimals)
        self._halves = dict(zip(self.index.figures, halves, strict=True))
        misfits = {figure for total in self._totals for figure in self._misfit_totals(*total)}
        rows: dict[int, list[int]] = {self._numbering.subjects[item.id]: [] for item in related}
        for subject, figures in groupby(numbers, key=self._many.__rfloordiv__):
            if subject in rows:
                rows[subject] += figures
        for item, listed in zip(related, rows.values(), strict=True):
            entities = list(map(self._many.__rmod__, listed))
            reported = list(map(numbers.__getitem__, listed))
            for fit in self._relations(item, entities, reported) if listed else ():
                misfits.update(compress(listed, map(not_, fit)))
            if isinstance(item.formula, Ratio):
                self.wrong_shares.update(self._surely_wrong(item, misfits.intersection(listed)))
        misfits.difference_update(self.wrong_shares)
        return self.index.of(misfits)

    def _relations(
        self, item: Indicator, entities: list[int], numbers: list[float]
    ) -> Iterator[Iterable[bool]]:
        """Say for each relation of an indicator which of its numbers surely keep to it."""
        match item.formula:
            case Ratio() as ratio:
                yield self._shares(item, ratio, entities, numbers)
            case Sum(parts=parts):
                yield self._sums(item, parts, entities, numbers)
        for whole in self._wholes.get(item.id, ()):
            yield self._parts(item, self._plan.indicator[whole], entities, numbers)

    def _shares(
        self, item: Indicator, ratio: Ratio, entities: list[int], shares: list[float]
    ) -> Iterator[bool]:
        scale = _factor("1", item.unit)
        most = scale if item.is_share else math.inf
        unit = self._plan.indicator[ratio.denominator].unit
        parts, wholes = (self._beside(entities, each, unit) for each in item.sides)
        halves = self._halves_of(item, entities)
        for share, half, part, whole in zip(shares, halves, parts, wholes, strict=True):
            yield share <= most and (
                part is None
                or not whole  # nothing is divided by zero, nor by what is not known
                or is_quotient(share, part * scale, whole, half - NOISE * abs(share), 0.0, 0.0)
            )

    def _surely_wrong(
        self, item: Indicator, shares: Iterable[int]
    ) -> Iterator[tuple[int, tuple[int, int]]]:
        """Return which shares differ from their sides, as these are stated, but for no unit."""
        top, bottom = (self._plan.indicator[side] for side in item.sides)
        others = self._wholes.get(item.id) or any(item.id == each for each, _ in self._totals)
        if others or isinstance(top.formula, Ratio) or isinstance(bottom.formula, Ratio):
            return  # what is computed anew is not what is stated
        scale = _factor("1", item.unit)
        to_share = _factor(top.unit, bottom.unit) * scale
        firsts = self._numbering.first(top.id), self._numbering.first(bottom.id)
        for share in shares:
            entity = share % self._many
            sides = firsts[0] + entity, firsts[1] + entity
            number = self._numbers[share]
            part, whole = (self._numbers.get(side, 0.0) for side in sides)
            known = abs(part * whole) > 0  # not so where a side is stated twice: it is NaN
            if not known or number > (scale if item.is_share else math.inf):
                continue
            half, over, under = map(self._half, (item, top, bottom), (share, *sides))
            part, over = part * to_share, over * to_share
            noise = MARGIN * (abs(number) + (abs(part) + over) / abs(whole))
            if (
                under * 2 <= abs(whole)
                and not is_quotient(number, part, whole, half + noise, over, under)
                and HUNDRED.surely_between(part / whole, number) == 1
            ):
                yield share, sides

    def _half(self, item: Indicator, figure: int) -> float:
        """Return by how much the number of a row may be rounded."""
        return 0.0 if item.unit.is_counted else self._halves[figure]

    def _parts(
        self, item: Indicator, whole: Indicator, entities: list[int], parts: list[float]
    ) -> Iterator[bool]:
        factor = _factor(item.unit, whole.unit)
        wholes = self._beside(entities, whole.id, whole.unit)
        for part, total in zip(parts, wholes, strict=True):
            yield total is None or within(part * factor, total, 0.0)

    def _sums(
        self, item: Indicator, parts: Iterable[str], entities: list[int], totals: list[float]
    ) -> Iterator[bool]:
        columns = [self._beside(entities, part, item.unit) for part in parts]
        halves = self._halves_of(item, entities)
        for total, half, *numbers in zip(totals, halves, *columns, strict=True):
            yield None in numbers or agree(
                math.fsum(numbers), total, _less_noise(half, (total, *numbers))
            )

    def _misfit_totals(self, indicator: str, entity: str) -> Iterator[int]:
        """Return the number of a figure if a group may add up to more than it, or to far less."""
        item, own = self._plan.indicator[indicator], self._numbering.entities[entity]
        figure = self._numbering.figure(indicator, entity)
        total = self._numbers.get(figure)
        if total is None:
            return
        half = self._half(item, figure)
        for group in self._totals[indicator, entity]:
            members = self._members(group)
            if own in members:
                continue
            numbers = self._beside(members, indicator, item.unit)
            known = [number for number in numbers if number is not None]
            some = len(known) < len(numbers)
            least = math.fsum(known)
            if (
                (some and item.formula)  # of those that are not known there may be a bound
                or not (some or total <= SLIP * least)
                or not within(least, total, _less_noise(half, (total, *known)))
            ):
                yield figure

    def _members(self, group: Group) -> list[int]:
        if group.id not in self._grouped:
            members = self._plan.members(group.id, self._year)
            self._grouped[group.id] = [self._numbering.entities[entity.id] for entity in members]
        return self._grouped[group.id]

    def _halves_of(self, item: Indicator, entities: list[int]) -> Iterable[float]:
        """Return by how much numbers of rows may be rounded; nothing for what is counted."""
        if item.unit.is_counted:
            return repeat(0.0, len(entities))
        first = self._numbering.first(item.id)
        return map(self._halves.__getitem__, map(first.__add__, entities))

    def _beside(self, entities: Sequence[int], indicator: str, unit: str) -> list[float | None]:
        """Return the numbers of an indicator for some entities, in a unit."""
        item = self._plan.indicator[indicator]
        if isinstance(item.formula, Ratio):  # computed anew, whatever is reported
            return [math.nan] * len(entities)
        figures = list(map(self._numbering.first(indicator).__add__, entities))
        found: list[float | None] = list(map(self._numbers.get, figures))
        if item.formula and None in found:
            self._compute(
                item, [at for at, number in zip(entities, found, strict=True) if number is None]
            )
            computed = map(self._computed.get, figures)
            pairs = zip(found, computed, strict=True)
            found = [one if number is None else number for number, one in pairs]
        factor = _factor(item.unit, unit)
        if factor == 1:
            return found
        return [number if number is None else number * factor for number in found]

    def _compute(self, item: Indicator, entities: Iterable[int]) -> None:
        """Enter what a formula makes for entities for which no row states it; each once."""
        first = self._numbering.first(item.id)
        those = [entity for entity in entities if first + entity not in self._computed]
        sums: Iterable[float | None] = repeat(math.nan, len(those))
        if isinstance(item.formula, Sum):
            columns = [self._beside(those, part, item.unit) for part in item.formula.parts]
            sums = map(_sum, zip(*columns, strict=True))
        self._computed.update(zip(map(first.__add__, those), sums, strict=True))


def _sum(numbers: tuple[float | None, ...]) -> float | None:
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    return math.fsum(known) if min(known) >= 0 else math.nan


def _less_noise(half: float, numbers: Sequence[float]) -> float:
    """Return what is left of a slack if floats are off as far as they may be.

    Counts have none, but floats of whole numbers are exact.
    """
    if not half and all(map(float.is_integer, numbers)):
        return 0.0
    return half - NOISE * math.fsum(map(abs, numbers))


@cache
def _factor(source: str, target: str) -> float:
    return float(convert(Fraction(1), source, target))


def doubtful_series(
    plan: Plan, numbering: Numbering, files: Sequence[ActualsFile]
) -> Iterable[int]:
    """Return figures whose years may not go together.

    A level may jump, what is cumulative may fall, and what a target rests on may miss a year.
    """
    many, subjects = len(numbering.entities), numbering.subjects
    levels = {subjects[item.id] for item in plan.indicators if is_level(item)}
    rising = {subjects[item.id] for item in plan.indicators if item.cumulative}
    needed = {subjects[item.id] for item in needed_by_targets(plan)}

    def moves(figure: int) -> bool:
        spans = (file.index.span(figure) for file in files)
        pairs = list(pairwise(filter(None, spans)))
        return (figure // many in levels and not all(starmap(_much_alike, pairs))) or (
            figure // many in rising and not all(within(old[1], new[0], 0.0) for old, new in pairs)
        )

    moving = filter(moves, dict.fromkeys(_moving(files, many, rising)))
    return dict.fromkeys(chain(moving, _interrupted(files, many, needed)))


def _moving(files: Sequence[ActualsFile], many: int, rising: Collection[int]) -> Iterator[int]:
    """Return figures that fall where they should rise, or are seven times apart."""
    last: dict[int, float] = {}
    for file in files if len(files) > 1 else ():
        numbers = file.index.only_numbers()
        before = map(last.get, numbers, numbers.values())
        for figure, old, new in zip(numbers, before, numbers.values(), strict=True):
            if not old <= new <= SLIP * old and (
                not new <= old <= SLIP * new or figure // many in rising
            ):
                yield figure
        last |= numbers


def _interrupted(files: Sequence[ActualsFile], many: int, needed: Collection[int]) -> Iterator[int]:
    """Return figures that miss a year between two others."""
    seen: set[int] = set()
    before: set[int] = set()
    for file in files if len(files) >= SHORTEST and needed else ():
        now = {figure for figure in file.index.figures if figure // many in needed}
        yield from now & seen - before
        before, seen = now, seen | now


def _much_alike(old: tuple[float, float], new: tuple[float, float]) -> bool:
    return alike(old[0], new[1]) and alike(old[1], new[0])


def contested(index: RowIndex) -> Iterator[int]:
    """Return figures whose rows differ, and are of several series or very far apart."""
    for figure in dict.fromkeys(_suspected(index)):
        least, most = index.span(figure) or (0, 0)
        in_series = any(index.traits[place] & IN_SERIES for place in index.positions(figure))
        if least != most and (in_series or not most <= SLIP * least):
            yield figure


def _suspected(index: RowIndex) -> Iterator[int]:
    """Return figures that may be contested: of two rows that look so, or of more."""
    before, numbers, traits = index.before, index.numbers, index.traits
    for later, earlier in index.followers():
        old, new = numbers[earlier], numbers[later]
        if before[earlier] >= 0 or (
            old != new and ((traits[earlier] | traits[later]) & IN_SERIES or not alike(old, new))
        ):
            yield index.figures[later]
