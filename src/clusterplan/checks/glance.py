"""The bare numbers of the files: enough to see that most figures are in order.

Rules judge by observations and figures, which cost fifty times as much. So what they compare is
looked at in plain floats before, strictly where floats cannot be exact; only what this does not
clear is put before the rules. A test compares what they find with and without it.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.checks.sums import totals_of
from clusterplan.plan import Product, Ratio, Sum
from clusterplan.units import UNITS, Dimension, convert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clusterplan.plan import Indicator, Plan
    from clusterplan.reading.actuals_file import ActualsFile
    from clusterplan.reading.index import Numbering

    Fits: TypeAlias = Callable[[int, float], bool]

NOISE = 1e-15
"""More than floats of so many digits as the index has are off, in parts of their size."""
SHORTEST = 3
"""Years that a series has at least in which one can be missing."""
SLIP = 6.99
"""Levels of which one has a wrong unit are at least seven times apart."""
COUNTED = (Dimension.COUNT, Dimension.PEOPLE)
NOT_LEVELS = (*COUNTED, Dimension.DAYS, Dimension.INDEX, Dimension.DATE, Dimension.STATE)


class Glance:
    """The numbers of one year, and which of them fit to each other beyond doubt."""

    def __init__(self, plan: Plan, numbering: Numbering, file: ActualsFile) -> None:
        self._plan, self._index = plan, file.index
        self._numbers: dict[int, float] = {}
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
            return
        self._numbers = self._index.plain_numbers()
        for position, figure in enumerate(self._index.figures):
            subject = figure // self._many
            number = self._numbers.get(figure)
            if number is None or subject >= len(self._plan.indicators):
                continue  # a row that waits, a date or a state
            fitting = all(fits(figure, number) for fits in self._relations.get(subject, ()))
            groups = self._members.get(figure, ())
            if not (fitting and all(self._members_fit(figure, each, number) for each in groups)):
                yield position

    def _relate(self, item: Indicator) -> Iterator[tuple[str, Fits]]:
        """Return what is compared because of an indicator's formula, and what clears it."""
        match item.formula:
            case Ratio(numerator=top, denominator=bottom):
                yield item.id, partial(self._share_fits, item, top, bottom)
                if item.is_share:
                    yield top, partial(self._part_fits, self._plan.indicator[top], bottom)
            case Sum(parts=parts):
                yield item.id, partial(self._sum_fits, item, parts)
                for part in parts:
                    yield part, partial(self._part_fits, self._plan.indicator[part], item.id)

    def _share_fits(
        self, item: Indicator, top: str, bottom: str, figure: int, share: float
    ) -> bool:
        """Say whether a share is its quotient but for rounding, and at most the whole."""
        if item.is_share and not share * _factor(item.unit, "1") <= 1:
            return False
        part, whole = self._beside(figure, top, bottom), self._beside(figure, bottom, bottom)
        if part is None or whole is None:
            return True
        if whole == 0:
            return False
        quotient = part / whole * _factor("1", item.unit)
        return abs(quotient - share) + NOISE * abs(share) <= _half_a_digit(share)

    def _part_fits(self, item: Indicator, whole: str, figure: int, part: float) -> bool:
        """Say whether a part is at most the whole."""
        total = self._beside(figure, whole, whole)
        unit = self._plan.indicator[whole].unit
        return total is None or part * _factor(item.unit, unit) <= total

    def _sum_fits(self, item: Indicator, parts: Sequence[str], figure: int, total: float) -> bool:
        """Say whether parts add up to the whole but for rounding."""
        numbers = [self._beside(figure, part, item.id) for part in parts]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return True
        return abs(math.fsum(known) - total) <= _slack(item, total, known)

    def _members_fit(self, figure: int, members: Sequence[int], total: float) -> bool:
        """Say whether members add up to no more than their total, nor to far less."""
        if figure % self._many in members:
            return True
        item = self._plan.indicators[figure // self._many]
        numbers = [self._beside(member, item.id, item.id) for member in members]
        known = [number for number in numbers if number is not None]
        least = math.fsum(known)
        near = len(known) < len(members) or total <= SLIP * least
        return near and least <= total + _slack(item, total, known)

    def _beside(self, figure: int, indicator: str, other: str) -> float | None:
        """Return the number of an indicator for the entity of a figure, in the unit of another.

        None where there is no such figure, or no more than a bound; NaN, which fits nothing, where
        only a full look can tell it.
        """
        item, unit = self._plan.indicator[indicator], self._plan.indicator[other].unit
        number = self._numbers.get(self._first[indicator] + figure % self._many)
        match item.formula:
            case None | Sum() | Product() if number is not None:
                return number * _factor(item.unit, unit)
            case None:
                return None
            case Sum(parts=parts):
                numbers = [self._beside(figure, part, other) for part in parts]
                known = [each for each in numbers if each is not None]
                return math.fsum(known) if len(known) == len(numbers) else None
        return math.nan  # a quotient is computed anew, whatever is reported


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
    needed = {subjects[item.id] for item in _needed(plan)}
    candidates = dict.fromkeys(_moving(files) if len(files) > 1 else ())
    candidates |= dict.fromkeys(_interrupted(files, lambda figure: figure // many in needed))
    for figure in candidates:
        subject = figure // many
        spans = [file.index.span(figure) for file in files if file.index.positions(figure)]
        pairs = list(pairwise(spans))
        if (
            (subject in levels and not all(starmap(_much_alike, pairs)))
            or (subject in rising and not all(old[1] <= new[0] for old, new in pairs))
            or (subject in needed and len(spans) < len(files))
        ):
            yield figure


def _moving(files: Sequence[ActualsFile]) -> Iterator[int]:
    """Return figures that fall, or rise to seven times what they were."""
    last: dict[int, float] = {}
    for file in files:
        numbers = file.index.only_numbers()
        for figure, new in numbers.items():
            old = last.get(figure, new)
            if not old <= new <= SLIP * old:
                yield figure
        last |= numbers


def _interrupted(files: Sequence[ActualsFile], wanted: Callable[[int], bool]) -> Iterator[int]:
    """Return figures that miss a year between two others."""
    seen: set[int] = set()
    before: set[int] = set()
    for file in files if len(files) >= SHORTEST else ():
        now = set(filter(wanted, file.index.figures))
        yield from now & seen - before
        before, seen = now, seen | now


def _much_alike(old: tuple[float, float], new: tuple[float, float]) -> bool:
    return old[1] <= SLIP * new[0] and new[1] <= SLIP * old[0]


def _needed(plan: Plan) -> Iterator[Indicator]:
    """Return the indicators that targets rest on, directly or by formulas."""
    for target in plan.targets:
        for identity in target.indicators:
            yield from plan.feeding(identity)


def is_level(indicator: Indicator) -> bool:
    """Say whether a wrong unit shows in the numbers; counts start small and grow fast."""
    return UNITS[indicator.unit].dimension not in NOT_LEVELS and indicator.observed == "level"


def _slack(item: Indicator, total: float, parts: Sequence[float]) -> float:
    """Return by how much a sum may be off but for what floats are off; less than nothing if none.

    Counts are exact, and so are floats of whole numbers.
    """
    if UNITS[item.unit].dimension in COUNTED:
        return 0.0 if all(map(float.is_integer, (total, *parts))) else -1.0
    return _half_a_digit(total) - NOISE * math.fsum(map(abs, (total, *parts)))


def _half_a_digit(number: float) -> float:
    """Return half of the last digit of a number as it was written."""
    written = repr(number)
    decimals = written.partition(".")[2].rstrip("0")
    return 0.0 if "e" in written else 0.5 / 10 ** len(decimals)


@cache
def _factor(source: str, target: str) -> float:
    return float(convert(Fraction(1), source, target))
