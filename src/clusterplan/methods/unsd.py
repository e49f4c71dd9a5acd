"""The United Nations Statistics Division's progress chart, by its technical note of 2023."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base import exact
from clusterplan.base.messages import Message, say
from clusterplan.methods import growth
from clusterplan.methods.definition import PAST, Label, Method, Outcome, Scale, Step, math
from clusterplan.methods.growth import Growth, Scales
from clusterplan.model.status import Standing

if TYPE_CHECKING:
    from clusterplan.methods.inputs import Question

CLOSE = Fraction(1, 100)
"""How close to a target at 0 % or 100 % counts as met, as a part of the natural limit."""


def projected_share(case: Growth) -> Fraction | Message | None:
    """Return the share of the way from base to target that the growth so far leads to by T.

    With r the growth so far, v * (1 + r)^(T - t) is where it leads. None for a base at the target
    or beyond it, from which there is no way to it; or why there is none.
    """
    way, base, value = case.way, case.base, case.value
    if isinstance(way, Message):
        return way
    target, years = way
    if years < case.years:
        return PAST
    if case.question.base_met:
        return None
    end = value * exact.power(value / base, Fraction(years - case.years, case.years))
    return (end - base) / (target - base)


ON_TRACK = Step("on_track", Fraction(95, 100), Standing.GOOD)
SCALES = Scales(
    Scale(
        "S",
        (
            ON_TRACK,
            Step("fair_progress", Fraction(10, 100), Standing.BEHIND),
            Step("stagnation_or_regression", Fraction(0), Standing.BEHIND),
            Step("stagnation_or_regression", None, Standing.WRONG_DIRECTION),
        ),
    ),
    Scale(
        "r",
        (
            Step("on_track", Fraction(2, 100), Standing.GOOD),
            Step("fair_progress", Fraction(5, 1000), Standing.BEHIND),
            Step("stagnation_or_regression", Fraction(0), Standing.BEHIND),
            Step("stagnation_or_regression", None, Standing.WRONG_DIRECTION),
        ),
    ),
    met=ON_TRACK,  # one class holds what is met and what is on track
    measure=projected_share,
)


def answer(question: Question) -> Outcome:
    """Judge a case."""
    judged = SCALES.answer(question)
    if _close(question):
        return Outcome(judged.value, ON_TRACK.status, ON_TRACK.standing, growth.MET)
    return judged


def _close(question: Question) -> bool:
    limit, target, value = question.limit, question.target, question.value
    if limit is None or value is None or target is None or target not in (0, limit):
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
    verdicts=SCALES.verdicts,
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
