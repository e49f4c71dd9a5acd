"""The United Nations Statistics Division's progress chart, by its technical note of 2023."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base import exact
from clusterplan.base.messages import say
from clusterplan.methods import growth
from clusterplan.methods.definition import (
    NO_YEAR,
    PAST,
    Label,
    Method,
    Outcome,
    Scale,
    Step,
    math,
    undefined,
)
from clusterplan.model.status import Standing

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.methods.inputs import Question

WITH_TARGET = Scale(
    "S",
    (
        Step("on_track", Fraction(95, 100), Standing.GOOD),
        Step("fair_progress", Fraction(10, 100), Standing.BEHIND),
        Step("stagnation_or_regression", Fraction(0), Standing.BEHIND),
        Step("stagnation_or_regression", None, Standing.WRONG_DIRECTION),
    ),
)
WITHOUT_TARGET = Scale(
    "r",
    (
        Step("on_track", Fraction(2, 100), Standing.GOOD),
        Step("fair_progress", Fraction(5, 1000), Standing.BEHIND),
        Step("stagnation_or_regression", Fraction(0), Standing.BEHIND),
        Step("stagnation_or_regression", None, Standing.WRONG_DIRECTION),
    ),
)
MET = WITH_TARGET.steps[0]
"""One class holds what is met and what is on track."""
CLOSE = Fraction(1, 100)
"""How close to a target at 0 % or 100 % counts as met, as a part of the natural limit."""


def answer(question: Question) -> Outcome:
    """Judge a case."""
    if question.target is None:
        why = growth.hindrance(question)
        return undefined(why) if why else WITHOUT_TARGET.outcome(growth.directed(question))
    judged = growth.judged(question, projected_share, WITH_TARGET, best=MET, why_not=_no_way)
    if _close(question):
        return Outcome(judged.value, MET.status, MET.standing, growth.MET)
    return judged


def projected_share(question: Question) -> Fraction | None:
    """Return the share of the way from base to target that the growth so far leads to by T.

    With r the growth so far, v * (1 + r)^(T - t) is where it leads. None for a base at the target
    or beyond it, from which there is no way to it, and where base, value or target is not known.
    """
    base, value, target = question.base, question.value, question.target
    if base is None or value is None or target is None or question.base_met:
        return None
    run = growth.between(question.base_year, question.year)
    left = growth.between(question.year, question.target_year)
    end = value * exact.power(value / base, Fraction(left, run))
    return (end - base) / (target - base)


def _no_way(question: Question) -> Message | None:
    if question.target_year is None:
        return NO_YEAR
    if growth.between(question.base_year, question.target_year) <= 0:
        return say("the target year does not come after the base year")
    if growth.between(question.year, question.target_year) < 0:
        return PAST
    return None


def _close(question: Question) -> bool:
    limit, target, value = question.limit, question.target, question.value
    if limit is None or value is None or target not in (0, limit):
        return False
    return abs(value - target) <= CLOSE * abs(limit)


METHOD = Method(
    name="unsd",
    short=say("UNSD"),
    title=say("United Nations Statistics Division: progress chart of 2023"),
    about=say(
        "Extends the yearly growth since the base year to the target year, and divides the way that"
        " is gone by then by the whole way."
    ),
    formula=(
        growth.RATE,
        math("S = (v × (1 + CAGR(v0, v, t − t0))^(T − t) − v0) ÷ (g − v0)"),
        growth.DIRECTED,
        growth.SIGN,
    ),
    verdicts=(growth.with_target(WITH_TARGET, MET), growth.without_target(WITHOUT_TARGET)),
    labels={
        "on_track": Label(say("on track"), say("target met or on track")),
        "fair_progress": Label(say("fair"), say("fair progress but acceleration needed")),
        "stagnation_or_regression": Label(say("stagnant"), say("stagnation or regression")),
    },
    edges=(
        say("A met target is on track, whatever the trend."),
        say("With a target at 0 % or 100 %, a value within one percentage point of it is met."),
        say(
            "A base at the target or beyond it from which the value fell back is stagnation or"
            " regression; S says nothing then."
        ),
        say("Below zero S is regression, from zero to 0.10 stagnation: one class, two standings."),
        say("A target year that is past is judged by the value of that year."),
        growth.NO_GROWTH,
        growth.ENDS_ONLY,
    ),
    sources=(
        say(
            "The note of 2023, “Progress Chart: Technical Note”, as Eustat gives it:"
            " EUSTAT-DES/site, _pages/en/metodologia.md."
        ),
    ),
    answer=answer,
)
