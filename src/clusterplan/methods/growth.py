"""Compound annual growth, which three of the methods compare.

    CAGR(a, b, n) = (b / a)^(1 / n) - 1

There is none from zero or across zero: a case like that is undefined, and no small number stands in
for the zero, since the verdict would be that number's.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

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


def between(start: int | None, end: int | None) -> int:
    """Return the years from one to the other, where `hindrance` has seen that they are known.

    Raises:
        ValueError: one of them is not known.
    """
    if start is None or end is None:
        raise ValueError((start, end))
    return end - start


def directed(question: Question) -> Fraction:
    """Return d * s * CAGR so far: positive is progress; s = -1 where the values are negative."""
    base, value = question.base, question.value
    if base is None or value is None or hindrance(question):
        raise ValueError(question)
    years = between(question.base_year, question.year)
    return question.sign * (-1 if base < 0 else 1) * rate(base, value, years)


def hindrance(question: Question) -> Message | None:
    """Return why there is no growth rate so far, None where there is one."""
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
    return None


def hindrance_to_target(question: Question) -> Message | None:
    """Return why there is no rate from the base to the target, None where there is one."""
    base, target = question.base, question.target
    if question.target_year is None or target is None:
        return NO_YEAR
    if between(question.base_year, question.target_year) <= 0:
        return say("the target year does not come after the base year")
    if target == 0:
        return say("the target is zero, to which no growth rate leads")
    if base is not None and base * target < 0:
        return say("the target and the base have opposite signs, between which there is no growth")
    return None


def ratio(question: Question) -> Fraction | None:
    """Return the growth so far ÷ the growth needed from the base; None where base = target.

    None also where one of the two is not known.

    Both are counted in the direction that is wanted, so that a base beyond its target from which
    the value falls back gives a negative ratio, not the quotient of two falls.
    """
    if question.base is None or question.target is None or question.base == question.target:
        return None
    years = between(question.base_year, question.target_year)
    return directed(question) / abs(rate(question.base, question.target, years))


def with_target(scale: Scale, best: Step) -> Verdicts:
    """Return the table of verdicts for cases with a target."""
    met = Row(best.status, say("the target is met"), best.standing)
    return Verdicts(say("With a target"), (met, *scale.rows()))


def without_target(scale: Scale) -> Verdicts:
    """Return the table of verdicts for cases with a direction only."""
    return Verdicts(say("Without a target"), scale.rows())


def judged(
    question: Question,
    measure: Callable[[Question], Fraction | None],
    scale: Scale,
    *,
    best: Step,
    why_not: Callable[[Question], Message | None],
) -> Outcome:
    """Judge a case with a target: met wins, then what has no growth, then a base already beyond.

    Args:
        question: the case.
        measure: the method's measure, None where it has none.
        scale: what the measure earns.
        best: what a met target earns.
        why_not: why there is no way to the target.
    """
    why = hindrance(question) or why_not(question)
    value = None if why else measure(question)
    if question.met:
        return Outcome(value, best.status, best.standing, MET)
    if why:
        return undefined(why)
    if question.base_met or value is None:
        worst = scale.steps[-1]
        return Outcome(value, worst.status, worst.standing, FELL_BACK)
    return scale.outcome(value)
