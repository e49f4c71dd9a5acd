"""Goals: what a target demands as plain levels, with amendments applied.

Growth and change become levels: an average growth of r over n years is v0 (1 + r)^n, a cut of c is
v0 (1 - c).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from clusterplan.base import exact

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.model.plan import Amendment, Target


class Goal(Struct, frozen=True):
    """A level to reach, or a range to be in, by the end of a year.

    `low` alone is "at least", `high` alone is "at most", both are a range.
    """

    year: int
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def comparison(self) -> Literal[">=", "<=", "range"]:
        """Return the comparison as the contract writes it."""
        if self.low is not None and self.high is not None:
            return "range"
        return ">=" if self.low is not None else "<="

    def reached(self, value: Fraction | float) -> bool:
        """Say whether a value meets the goal; one exactly on it does; infinite ones may ask."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def bound_from(self, value: Fraction | None) -> Fraction:
        """Return the level to reach: of a range, the bound nearer to the value."""
        if self.low is None or (self.high is not None and value is not None and value > self.high):
            return self.high if self.high is not None else Fraction(0)
        return self.low

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
        return self.sign(value) * (self.bound_from(value) - value)


def amended(target: Target, as_of: date | None) -> Target | Amendment:
    """Return what states the goal: the newest amendment known by the day, else the target."""
    known = [a for a in target.amended if as_of is None or a.date <= as_of]
    return max(known, key=lambda amendment: amendment.date) if known else target


def goal_year(target: Target, year: int, as_of: date | None) -> int:
    """Return the year by which the goal is due; for a goal of every year, the year itself."""
    if target.year == "each":
        return year
    return amended(target, as_of).year or target.year  # type: ignore[return-value] # "each" is out


def goal_of(
    target: Target,
    *,
    year: int,
    base: tuple[int, Fraction] | None,
    members: int,
    as_of: date | None = None,
) -> Goal | None:
    """Return the goal as levels in the target's unit.

    Args:
        target: the target.
        year: the year of the report, for goals of every year.
        base: base year and value, needed for growth and change.
        members: the size of the group on 31 December, for "all members".
        as_of: amendments after this day do not count.

    Returns:
        The goal, or None where growth or change has no base above zero to start from.
    """
    stated, due = amended(target, as_of), goal_year(target, year, as_of)
    if stated.low is not None or stated.high is not None:
        return Goal(due, stated.low, stated.high)
    level: Fraction | None
    if stated.change_percent is not None or stated.growth_percent is not None:
        level = _relative(stated, due, base)
    elif stated.value == "all":
        level = Fraction(members)
    else:
        level = stated.value
    if level is None:
        return None
    if target.comparison == "<=":
        return Goal(due, high=level)
    return Goal(due, low=level)


def _relative(
    stated: Target | Amendment, due: int, base: tuple[int, Fraction] | None
) -> Fraction | None:
    if base is None or base[1] <= 0:
        return None  # a change of nothing, or of a debt, is no level
    base_year, value = base
    if stated.change_percent is not None:
        level = value * (1 + stated.change_percent / 100)
    else:
        rate = (stated.growth_percent or Fraction(0)) / 100
        level = value * exact.power(1 + rate, Fraction(due - base_year))
    return exact.cut(level, up=False)
