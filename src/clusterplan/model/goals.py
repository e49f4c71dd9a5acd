"""Goals: what a target demands as plain levels, with amendments applied, and how it is stated.

Everything is judged as a level. A goal may be stated in other terms: an average growth of r over n
years is v0 (1 + r)^n, a cut of c is v0 (1 - c). `TERMS` has each with its way there and back, and
with its words; a new one is one entry.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base import exact
from clusterplan.base.messages import Message, Quantity, say
from clusterplan.base.units import convert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from decimal import Decimal

    from clusterplan.model.plan import Amendment, Plan, Target

TermsKind: TypeAlias = Literal["value", "change", "change_percent", "growth_percent"]


class Way(Struct, frozen=True):
    """Terms to state a goal in: to a level and back, from a base over years, and their words.

    `difference` is what a difference of levels is in these terms, None where it has no meaning.
    `unit` is that of the numbers, None for the target's own; `above_zero` says what bases may be.
    """

    level: Callable[[Fraction, Fraction, int], Fraction]
    stated: Callable[[Fraction, Fraction, int], Fraction]
    words: Callable[[Quantity], Message]
    difference: Callable[[Fraction, Fraction], Fraction] | None = None
    unit: str | None = None
    above_zero: bool = False


def _growth(base: Fraction, level: Fraction, years: int) -> Fraction:
    return (exact.power(level / base, Fraction(1, years)) - 1) * 100


def _itself(_: Fraction, number: Fraction, __: int) -> Fraction:
    return number


TERMS: dict[TermsKind, Way] = {
    "value": Way(
        level=_itself,
        stated=_itself,
        words=lambda it: say("{amount}", amount=it),
        difference=lambda _, moved: moved,
    ),
    "change": Way(
        level=lambda base, change, _: base + change,
        stated=lambda base, level, _: level - base,
        words=lambda it: say("{amount}", amount=replace(it, signed=True, difference=True)),
        difference=lambda _, moved: moved,
    ),
    "change_percent": Way(
        level=lambda base, change, _: base * (1 + change / 100),
        stated=lambda base, level, _: (level / base - 1) * 100,
        words=lambda it: say("{amount}", amount=replace(it, signed=True)),
        difference=lambda base, moved: moved / base * 100,
        unit="%",
        above_zero=True,
    ),
    "growth_percent": Way(
        level=lambda base, rate, years: base * exact.power(1 + rate / 100, Fraction(years)),
        stated=_growth,
        words=lambda it: say("{amount} a year", amount=it),
        unit="%",
        above_zero=True,
    ),
}
"""The terms that a goal may be stated in, by their key in the plan."""


class Terms(Struct, frozen=True):
    """The terms of a goal and the base that they rest on: year, and value if it is known."""

    kind: TermsKind
    base_year: int
    base: Fraction | None

    def level(self, stated: Fraction, year: int) -> Fraction | None:
        """Return the level that a number stated for a year stands for, however long it is.

        None without a base.
        """
        return self._along(TERMS[self.kind].level, stated, year)

    def stated(self, level: Fraction | None, year: int) -> Fraction | None:
        """Return a level of a year in these terms; None without a base."""
        if level is None or year <= self.base_year or (self.kind == "growth_percent" and level < 0):
            return None
        number = self._along(TERMS[self.kind].stated, level, year)
        return None if number is None else exact.cut(number, up=False)

    def difference(self, moved: Fraction | None) -> Fraction | None:
        """Return a difference of levels in these terms."""
        way, base = TERMS[self.kind], self.base or Fraction(0)
        if way.difference is None or moved is None or (way.above_zero and base <= 0):
            return None
        return way.difference(base, moved)

    def _along(
        self, way: Callable[[Fraction, Fraction, int], Fraction], number: Fraction, year: int
    ) -> Fraction | None:
        if self.kind == "value":
            return number
        base = self.base
        if base is None or (TERMS[self.kind].above_zero and base <= 0):
            return None  # a change of nothing, or of a debt, is no level
        return way(base, number, year - self.base_year)


def said(kind: TermsKind, number: Decimal, unit: str, places: int | None = None) -> Message:
    """Return a number as the terms of a goal say it: 7.5% a year, −20 people."""
    return TERMS[kind].words(Quantity(number, unit, places=places))


class Goal(Struct, frozen=True):
    """A level to reach, or a range to be in, by the end of a year.

    `low` alone is "at least", `high` alone is "at most", both are a range; `strict` ones are "more
    than" and "less than". Within `slack` of a level it is met. `keep` asks that it stays fulfilled.
    Levels are in full: figures that are cut lie around them, and never beside them.
    """

    year: int
    low: Fraction | None = None
    high: Fraction | None = None
    strict: bool = False
    slack: Fraction | None = None
    keep: bool = False

    @property
    def comparison(self) -> Literal[">=", "<=", ">", "<", "range"]:
        """Return the comparison as the contract writes it."""
        if self.low is not None and self.high is not None:
            return "range"
        if self.strict:
            return ">" if self.low is not None else "<"
        return ">=" if self.low is not None else "<="

    def reached(self, value: Fraction | float) -> bool:
        """Say whether a value meets the goal; one exactly on it does, unless the goal is strict.

        Infinite values may ask.
        """
        if self.strict and value in (self.low, self.high):
            return False
        low, high = self.low, self.high
        if self.slack is not None:
            low = None if low is None else low - self.slack
            high = None if high is None else high + self.slack
        return (low is None or value >= low) and (high is None or value <= high)

    def bound_from(self, value: Fraction | None) -> Fraction:
        """Return the level to reach, of as many digits as are computed with.

        Of a range, the bound nearer to the value.
        """
        bound = self.low
        if bound is None or (self.high is not None and value is not None and value > self.high):
            bound = self.high if self.high is not None else Fraction(0)
        return exact.cut(bound, up=False) or bound

    def met_from(self, value: Fraction) -> Fraction:
        """Return the level that meets it already: within its tolerance, seen from the value."""
        return self.bound_from(value) - self.sign(value) * (self.slack or 0)

    def sign(self, value: Fraction | None) -> int:
        """Return 1 where more is better, -1 where less is better (seen from the value)."""
        if self.low is None:
            return -1
        return -1 if self.high is not None and value is not None and value > self.high else 1

    def mirrored(self, value: Fraction, *, rising: bool) -> Fraction:
        """Return the value that misses the near bound of a range by as much as this the far one.

        Beyond the far bound nothing is gained: 120 for a range of 90 to 110, coming from below,
        counts like 80. Any other value is returned as it is.
        """
        if self.low is None or self.high is None:
            return value
        if rising:
            return self.low + self.high - value if value > self.high else value
        return self.low + self.high - value if value < self.low else value

    def gap(self, value: Fraction) -> Fraction:
        """Return what is missing: positive is still missing, negative is exceeded.

        For a range: the distance to the nearer bound, 0 inside.
        """
        if self.comparison == "range" and self.reached(value):
            return Fraction(0)
        bound = self.bound_from(value)
        if exact.as_one(*sorted((bound, value))):  # what is left is where digits were cut
            return Fraction(0)
        return self.sign(value) * (bound - value)


def decisions(target: Target, as_of: date | None) -> list[tuple[Amendment, int | None]]:
    """Return the amendments known by the day, each with the year by which the goal is due then.

    The newest is the last, of one day the one that the plan names last; the year is None for a goal
    of every year.
    """
    found, due = [], stated_year(target)
    for each in sorted(target.amended, key=lambda amendment: amendment.date):
        if as_of is None or each.date <= as_of:
            due = due and (each.year or due)
            found.append((each, due))
    return found


def amended(target: Target, as_of: date | None) -> Target | Amendment:
    """Return what states the goal: the newest amendment known by the day, else the target."""
    known = decisions(target, as_of)
    return known[-1][0] if known else target


def last_year(target: Target, as_of: date | None) -> int | None:
    """Return the year by which the last goal is due, None for a goal of every year."""
    known = decisions(target, as_of)
    return known[-1][1] if known else stated_year(target)


def stated_year(target: Target) -> int | None:
    """Return the year that the plan states, None for a goal of every year."""
    return None if target.year == "each" else target.year


def goal_year(target: Target, year: int, as_of: date | None) -> int:
    """Return the year by which the goal is due that a year is judged by: the next one.

    For a goal of every year, the year itself.
    """
    last = last_year(target, as_of)
    if last is None:
        return year
    return min((each for each in target.interim if year <= each < last), default=last)


def kind_of(stated: Target | Amendment) -> TermsKind:
    """Return the terms in which a goal is stated."""
    if not stated.against_base:
        return "value"
    kinds = (each for each in TERMS if getattr(stated, each) is not None)
    return next(kinds)


def numbers_of(target: Target, as_of: date | None, due: int, members: int) -> tuple[Fraction, ...]:
    """Return the number that is stated for a year in which a goal is due, both ends of a range."""
    stated = amended(target, as_of)
    if stated.low is not None and stated.high is not None:
        return stated.low, stated.high
    if due in target.interim and due != last_year(target, as_of):
        return (target.interim[due],)
    number = getattr(stated, kind_of(stated))
    return (Fraction(members) if number == "all" else number,)


def tolerance_of(target: Target, numbers: Iterable[Fraction]) -> Fraction | None:
    """Return by how much a goal may be missed, in its own terms; None where it may not."""
    if target.tolerance is not None:
        return target.tolerance
    return min(map(exact.half_a_digit, numbers)) if target.about else None


def goal_of(
    target: Target,
    *,
    year: int,
    base: tuple[int, Fraction | None],
    members: int,
    as_of: date | None = None,
) -> Goal | None:
    """Return the goal as levels in the target's unit.

    Args:
        target: the target.
        year: the year of the report, for goals of every year.
        base: base year, and the value that growth and change need.
        members: the size of the group on 31 December, for "all members".
        as_of: amendments after this day do not count.

    Returns:
        The goal, or None where growth or change has no base above zero to start from.
    """
    due = goal_year(target, year, as_of)
    keep = target.keep or (target.over is not None and target.falling)
    numbers = numbers_of(target, as_of, due, members)
    number, tolerance = numbers[0], tolerance_of(target, numbers)
    if len(numbers) > 1:
        return Goal(due, number, numbers[1], slack=tolerance, keep=keep)
    terms = Terms(kind_of(amended(target, as_of)), *base)
    level = terms.level(number, due)
    if level is None or level <= -exact.LARGEST:
        return None
    slack = None
    if tolerance is not None:
        least = terms.level(number + (tolerance if target.falling else -tolerance), due)
        slack = abs(level - (level if least is None else least))
    strict = target.comparison in (">", "<")
    if target.falling:
        return Goal(due, high=level, strict=strict, slack=slack, keep=keep)
    return Goal(due, low=level, strict=strict, slack=slack, keep=keep)


def limits_of(
    target: Target, plan: Plan, unit: str, members: int
) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most that a figure can be, in a unit, as far as the plan says."""
    if target.aggregate == "coverage":
        return Fraction(0), Fraction(members)
    indicator = plan.indicator[target.indicator or ""]
    if indicator.observed != "level":
        return None, None
    if target.aggregate or target.summed:  # of parts of which none is below zero
        return Fraction(0) if indicator.never_negative else None, None
    ends = (indicator.minimum, indicator.maximum)
    least, most = (end and convert(end, indicator.unit, unit) for end in ends)
    return least, most


def levels_through(
    target: Target, base: tuple[int, Fraction | None], as_of: date | None
) -> dict[int, Fraction]:
    """Return the levels of the interim goals by year, as far as there is a base for them."""
    if not target.interim:
        return {}
    terms = Terms(kind_of(amended(target, as_of)), *base)
    found = ((year, terms.level(number, year)) for year, number in sorted(target.interim.items()))
    short = {year: level and exact.cut(level, up=False) for year, level in found}
    return {year: level for year, level in short.items() if level is not None}
