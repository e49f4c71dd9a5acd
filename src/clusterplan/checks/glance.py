"""The bare numbers of the files: enough to see that most figures are in order.

Rules judge by observations and figures, which cost fifty times as much. So what they compare is
looked at in plain floats before, strictly where floats cannot be exact; only what this does not
clear is put before the rules. A test compares what they find with and without it.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache, partial
from itertools import compress, groupby, pairwise, repeat, starmap
from operator import not_
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.exact import MAX_DIGITS
from clusterplan.base.units import UNITS, Dimension, convert
from clusterplan.checks.relations import totals_of
from clusterplan.model.plan import Product, Ratio, Sum

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from clusterplan.model.plan import Indicator, Plan
    from clusterplan.reading.actuals_file import ActualsFile
    from clusterplan.reading.row_index import Numbering

    Fits: TypeAlias = Callable[[list[int], list[float]], Iterable[bool]]
    """Says which numbers of entities fit."""

NOISE = 1e-15
"""More than floats of so many digits as the index has are off, in parts of their size."""
HALVES = tuple(0.5 / 10**decimals for decimals in range(MAX_DIGITS + 1))
"""Half of the last digit, by the number of decimals."""
SHORTEST = 3
"""Years that a series has at least in which one can be missing."""
SLIP = 6.99
"""Levels of which one has a wrong unit are at least seven times apart."""
COUNTED = (Dimension.COUNT, Dimension.PEOPLE)
NOT_LEVELS = (*COUNTED, Dimension.DAYS, Dimension.INDEX, Dimension.DATE, Dimension.STATE)


class Glance:
    """The numbers of one year, and which of them fit to each other beyond doubt.

    Figures of one indicator are looked at together, in lists; of what stands beside them, None is
    where there is no such figure, or no more than a bound, and NaN, which fits nothing, where only
    a full look can tell it.
    """

    def __init__(self, plan: Plan, numbering: Numbering, file: ActualsFile) -> None:
        self._plan, self._index = plan, file.index
        self._numbers: dict[int, float] = {}
        self._halves: dict[int, float] = {}
        self._many = len(numbering.entities)
        self._first = {item.id: numbering.first(item.id) for item in plan.indicators}
        self._members: dict[int, list[list[int]]] = {}
        for total, groups in totals_of(plan).items():
            members = (plan.members(group.id, file.year) for group in groups)
            self._members[numbering.figure(*total)] = [
                [numbering.entities[entity.id] for entity in each] for each in members
            ]
        self._relations: dict[int, list[Fits]] = {}
        for item in plan.indicators:
            for identity, fits in self._relate(item):
                self._relations.setdefault(numbering.subjects[identity], []).append(fits)

    def doubtful(self) -> Iterator[int]:
        """Return the positions of rows that may not fit their sides, wholes, parts or members."""
        if not self._relations and not self._members:
            return iter(())
        self._numbers = self._index.plain_numbers()
        halves = map(HALVES.__getitem__, self._index.decimals)
        self._halves = dict(zip(self._index.figures, halves, strict=True))
        found = set(self._misfits())
        found.update(
            total
            for total, groups in self._members.items()
            if (number := self._numbers.get(total)) is not None
            and not all(self._members_fit(total, each, number) for each in groups)
        )
        return self._index.of(found)

    def _misfits(self) -> Iterator[int]:
        """Return figures that may not fit what their indicator is related to."""
        many = self._many
        rows: dict[int, list[int]] = {subject: [] for subject in self._relations}
        for subject, figures in groupby(self._numbers, key=lambda figure: figure // many):
            if subject in rows:
                rows[subject] += figures
        for subject, listed in rows.items():
            entities = [figure % many for figure in listed]
            numbers = [self._numbers[figure] for figure in listed]
            for fits in self._relations[subject] if listed else ():
                yield from compress(listed, map(not_, fits(entities, numbers)))

    def _relate(self, item: Indicator) -> Iterator[tuple[str, Fits]]:
        """Return what is compared because of an indicator's formula, and what clears it."""
        match item.formula:
            case Ratio(numerator=top, denominator=bottom):
                yield item.id, partial(self._shares_fit, item, top, bottom)
                if item.is_share:
                    yield top, partial(self._parts_fit, self._plan.indicator[top], bottom)
            case Sum(parts=parts):
                yield item.id, partial(self._sums_fit, item, parts)
                for part in parts:
                    yield part, partial(self._parts_fit, self._plan.indicator[part], item.id)

    def _shares_fit(
        self, item: Indicator, top: str, bottom: str, entities: list[int], shares: list[float]
    ) -> Iterator[bool]:
        """Say which shares are their quotients but for rounding, and at most the whole."""
        most = 1 / _factor(item.unit, "1") if item.is_share else math.inf
        scale = _factor("1", item.unit)
        parts, wholes = (self._beside(entities, each, bottom) for each in (top, bottom))
        halves = self._halves_of(item, entities)
        for share, half, part, whole in zip(shares, halves, parts, wholes, strict=True):
            if part is None or whole is None:
                yield share <= most
            else:
                off = abs(part / whole * scale - share) if whole else math.inf
                yield share <= most and off + NOISE * abs(share) <= half

    def _parts_fit(
        self, item: Indicator, whole: str, entities: list[int], parts: list[float]
    ) -> Iterator[bool]:
        """Say which parts are at most the whole."""
        factor = _factor(item.unit, self._plan.indicator[whole].unit)
        totals = self._beside(entities, whole, whole)
        return (
            total is None or part * factor <= total
            for part, total in zip(parts, totals, strict=True)
        )

    def _sums_fit(
        self, item: Indicator, parts: Sequence[str], entities: list[int], totals: list[float]
    ) -> Iterator[bool]:
        """Say to which wholes their parts add up, but for rounding."""
        columns = [self._beside(entities, part, item.id) for part in parts]
        halves = self._halves_of(item, entities)
        for total, half, *numbers in zip(totals, halves, *columns, strict=True):
            known = [number for number in numbers if number is not None]
            off = abs(math.fsum(known) - total)
            yield len(known) < len(numbers) or _adds_up(item, half, (total, *known), off)

    def _members_fit(self, figure: int, members: Sequence[int], total: float) -> bool:
        """Say whether members add up to no more than their total, nor to far less."""
        if figure % self._many in members:
            return True
        item = self._plan.indicators[figure // self._many]
        numbers = self._beside(members, item.id, item.id)
        known = [number for number in numbers if number is not None]
        least = math.fsum(known)
        near = len(known) < len(members) or total <= SLIP * least
        return near and _adds_up(item, self._halves[figure], (total, *known), least - total)

    def _halves_of(self, item: Indicator, entities: list[int]) -> Iterator[float]:
        return map(self._halves.__getitem__, map(self._first[item.id].__add__, entities))

    def _beside(self, entities: Sequence[int], indicator: str, other: str) -> list[float | None]:
        """Return the numbers of an indicator for some entities, in the unit of another one."""
        item = self._plan.indicator[indicator]
        if isinstance(item.formula, Ratio):  # computed anew, whatever is reported
            return [math.nan] * len(entities)
        first, factor = self._first[indicator], _factor(item.unit, self._plan.indicator[other].unit)
        found = list(map(self._numbers.get, map(first.__add__, entities)))
        if factor != 1:
            found = [number if number is None else number * factor for number in found]
        if item.formula is None or None not in found:
            return found
        computed = self._computed(item.formula, entities, other)
        pairs = zip(found, computed, strict=True)
        return [one if number is None else number for number, one in pairs]

    def _computed(
        self, formula: Sum | Product, entities: Sequence[int], other: str
    ) -> Iterator[float | None]:
        if isinstance(formula, Product) or any(
            self._plan.indicator[part].formula for part in formula.parts
        ):  # what is computed from what is computed is left to figures, which do it once
            yield from repeat(math.nan, len(entities))
            return
        columns = [self._beside(entities, part, other) for part in formula.parts]
        for numbers in zip(*columns, strict=True):
            known = [each for each in numbers if each is not None]
            yield math.fsum(known) if len(known) == len(numbers) else None


def doubtful_series(
    plan: Plan, numbering: Numbering, files: Sequence[ActualsFile]
) -> Iterator[int]:
    """Return figures whose years may not go together.

    A level may jump, what is cumulative may fall, and what a target rests on may miss a year.
    """
    many = len(numbering.entities)
    subjects = numbering.subjects
    levels = {subjects[item.id] for item in plan.indicators if is_level(item)}
    rising = {subjects[item.id] for item in plan.indicators if item.cumulative}
    needed = {subjects[item.id] for item in needed_by_targets(plan)}
    candidates = dict.fromkeys(_moving(files, many, rising) if len(files) > 1 else ())
    candidates |= dict.fromkeys(_interrupted(files, many, needed))
    for figure in candidates:
        subject = figure // many
        spans = [span for file in files if (span := file.index.span(figure))]
        pairs = list(pairwise(spans))
        if (
            (subject in levels and not all(starmap(_much_alike, pairs)))
            or (subject in rising and not all(old[1] <= new[0] for old, new in pairs))
            or (subject in needed and len(spans) < len(files))
        ):
            yield figure


def _moving(files: Sequence[ActualsFile], many: int, rising: Collection[int]) -> Iterator[int]:
    """Return figures that fall where they should rise, or are seven times apart."""
    last: dict[int, float] = {}
    for file in files:
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


def alike(old: float, new: float) -> bool:
    """Say whether two levels are so near that no wrong unit lies between them."""
    return old <= SLIP * new and new <= SLIP * old


def needed_by_targets(plan: Plan) -> Iterator[Indicator]:
    """Return the indicators that targets rest on, directly or by formulas."""
    for target in plan.targets:
        for identity in target.indicators:
            yield from plan.feeding(identity)


def is_level(indicator: Indicator) -> bool:
    """Say whether a wrong unit shows in the numbers; counts start small and grow fast."""
    return UNITS[indicator.unit].dimension not in NOT_LEVELS and indicator.observed == "level"


def _adds_up(item: Indicator, half: float, numbers: Sequence[float], off: float) -> bool:
    """Say whether a sum is off by no more than rounding, and what floats may be off.

    Counts are exact, and so are floats of whole numbers.
    """
    if UNITS[item.unit].dimension in COUNTED:
        return off <= 0 and all(map(float.is_integer, numbers))
    return off + NOISE * math.fsum(map(abs, numbers)) <= half


@cache
def _factor(source: str, target: str) -> float:
    return float(convert(Fraction(1), source, target))
