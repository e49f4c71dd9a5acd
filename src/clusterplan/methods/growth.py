"""Compound annual growth, which three of the methods compare.

    CAGR(a, b, n) = (b / a)^(1 / n) - 1

There is none from zero or across zero: a case like that is undefined, and no small number stands in
for the zero, since the verdict would be that number's.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base import exact
from clusterplan.base.messages import Message, say
from clusterplan.methods.definition import (
    NO_BASE,
    NO_VALUE,
    NO_YEAR,
    Outcome,
    Row,
    Scale,
    Step,
    Verdicts,
    math,
    undefined,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from clusterplan.methods.inputs import Question

RATE = math("CAGR(a, b, n) = (b ÷ a)^(1/n) − 1")
RATIO = math("R = d × s × CAGR(v0, v, t − t0) ÷ |CAGR(v0, g, T − t0)|")
DIRECTED = math("r = d × s × CAGR(v0, v, t − t0)")
SIGN = say("s: −1 where the values are below zero, else 1")
NO_GROWTH = say(
    "Undefined where the base is zero, where the value has the opposite sign, and with one point"
    " only."
)
NO_WAY = say("Undefined where the target is zero or has the opposite sign, unless it is met.")
ENDS_ONLY = say("Only the base and the year judged count; what lies between them does not.")

MET = say("the target is met, whatever the trend")
FELL_BACK = say("the base was at the target or beyond it, and the value no longer is")


def rate(start: Fraction, end: Fraction, years: int) -> Fraction:
    """Return the yearly growth from start to end, which are not of opposite sign; start is not 0.

    It is exact where the root is a fraction, else good to 50 digits less what 1 takes away.
    """
    return exact.power(end / start, Fraction(1, years)) - 1


class Growth(Struct, frozen=True):
    """A case whose growth so far can be told: base and value are known, and of one sign."""

    question: Question
    base_year: int
    base: Fraction
    years: int
    """Those gone by since the base year."""
    value: Fraction

    @property
    def directed(self) -> Fraction:
        """Return d * s * CAGR so far: positive is progress; s = -1 where values are negative."""
        sign = self.question.sign * (-1 if self.base < 0 else 1)
        return sign * rate(self.base, self.value, self.years)

    @property
    def way(self) -> tuple[Fraction, int] | Message:
        """Return the target and the years from the base to it, or why there is no way."""
        target, year = self.question.target, self.question.target_year
        if target is None or year is None:
            return NO_YEAR
        if year <= self.base_year:
            return say("the target year does not come after the base year")
        return target, year - self.base_year


def growth_so_far(question: Question) -> Growth | Message:
    """Return the growth from base to value, or why there is none."""
    base, value = question.base, question.value
    if value is None or question.year is None:
        return NO_VALUE
    if base is None or question.base_year is None:
        return NO_BASE
    if question.year <= question.base_year:
        return say("there is one point only: a value after the base year is needed")
    if base == 0:
        return say("the base is zero, from which there is no growth rate")
    if base * value < 0:
        return say("the value and the base have opposite signs, between which there is no growth")
    return Growth(question, question.base_year, base, question.year - question.base_year, value)


def ratio(growth: Growth) -> Fraction | Message | None:
    """Return the growth so far ÷ the growth needed from the base; None where base = target.

    Or why there is none. Both are counted in the direction that is wanted, so that a base beyond
    its target from which the value falls back gives a negative ratio, not the quotient of two
    falls.
    """
    way, base = growth.way, growth.base
    if isinstance(way, Message):
        return way
    target, years = way
    if target == 0:
        return say("the target is zero, to which no growth rate leads")
    if base * target < 0:
        return say("the target and the base have opposite signs, between which there is no growth")
    return None if base == target else growth.directed / abs(rate(base, target, years))


class Scales(Struct, frozen=True):
    """How a method judges growth.

    Attributes:
        with_target: what the measure earns.
        without_target: what the growth earns where there is only a direction.
        met: what a met target earns.
        measure: of a case with a target; None where it has none, or why there is no way.
        ease: what the thresholds without a target are multiplied by.
    """

    with_target: Scale
    without_target: Scale
    met: Step
    measure: Callable[[Growth], Fraction | Message | None] = ratio
    ease: Callable[[Growth], Fraction | int] = lambda _: 1

    def answer(self, question: Question) -> Outcome:
        """Judge a case: met wins, then what has no growth, then a base already beyond."""
        found = growth_so_far(question)
        if question.target is None:
            if isinstance(found, Message):
                return undefined(found)
            return self.without_target.outcome(found.directed, self.ease(found))
        measured = found if isinstance(found, Message) else self.measure(found)
        value = None if isinstance(measured, Message) else measured
        if question.met:
            return Outcome(value, self.met.status, self.met.standing, MET)
        if isinstance(measured, Message):
            return undefined(measured)
        if question.base_met or value is None:
            worst = self.with_target.steps[-1]
            return Outcome(value, worst.status, worst.standing, FELL_BACK)
        return self.with_target.outcome(value)

    @property
    def verdicts(self) -> tuple[Verdicts, ...]:
        """Return the tables of verdicts."""
        met = Row(self.met.status, say("the target is met"), self.met.standing)
        return (
            Verdicts(say("With a target"), (met, *self.with_target.rows())),
            Verdicts(say("Without a target"), self.without_target.rows()),
        )
