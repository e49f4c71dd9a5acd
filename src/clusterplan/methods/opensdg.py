"""Open SDG: Statistics Canada's measure, built into the platform since its release 2.4.0."""

from __future__ import annotations

from fractions import Fraction

from clusterplan.base import exact
from clusterplan.base.messages import say
from clusterplan.methods import growth
from clusterplan.methods.definition import Label, Method, Scale, Step, math
from clusterplan.model.status import Standing

STEEPNESS = Fraction(444, 100)
"""How late the thresholds ease: C is near 1 until close to the limit."""


def room(base: Fraction, limit: Fraction | None) -> Fraction:
    """Return C, by which thresholds ease near a natural limit: 1 far from it, 0 at it.

    1 - (v0 / L)^4.44 up to the limit, 1 - ((2L - v0) / L)^4.44 beyond it, 1 from 2L on.
    """
    if limit is None:
        return Fraction(1)
    base, limit = abs(base), abs(limit)
    near = limit - abs(limit - base)
    return 1 - exact.power(near / limit, STEEPNESS) if near > 0 else Fraction(1)


SCALES = growth.Scales(
    Scale(
        "R",
        (
            Step("substantial_progress", Fraction(95, 100), Standing.GOOD),
            Step("moderate_progress", Fraction(60, 100), Standing.BEHIND),
            Step("limited_progress", Fraction(0), Standing.BEHIND),
            Step("deterioration", None, Standing.WRONG_DIRECTION),
        ),
    ),
    Scale(
        "r ÷ C",
        (
            Step("substantial_progress", Fraction(15, 1000), Standing.GOOD),
            Step("moderate_progress", Fraction(5, 1000), Standing.BEHIND),
            Step("limited_progress", Fraction(0), Standing.BEHIND),
            Step("deterioration", None, Standing.WRONG_DIRECTION),
        ),
    ),
    met=Step("target_achieved", None, Standing.GOOD),
    ease=lambda growth: room(growth.base, growth.question.limit),
)

METHOD = Method(
    name="opensdg",
    short=say("Open SDG"),
    title=say("Open SDG: the progress measure of Statistics Canada"),
    about=say(
        "Divides the yearly growth since the base year by the yearly growth that leads from the"
        " base to the target; without a target it looks at the growth alone."
    ),
    formula=(
        growth.RATE,
        growth.RATIO,
        growth.DIRECTED,
        growth.SIGN,
        math("C = 1 − (v0 ÷ L)^4.44;  v0 > L: C = 1 − ((2L − v0) ÷ L)^4.44;  v0 ≥ 2L: C = 1"),
        say("L: a natural limit that the values are coming close to; without one C is 1"),
    ),
    verdicts=SCALES.verdicts,
    labels={
        "target_achieved": Label(say("achieved"), say("target achieved")),
        "substantial_progress": Label(say("on track"), say("on track (substantial progress)")),
        "moderate_progress": Label(
            say("moderate"), say("progress made but acceleration needed (moderate progress)")
        ),
        "limited_progress": Label(say("limited"), say("limited progress")),
        "deterioration": Label(say("deteriorated"), say("deterioration")),
    },
    edges=(
        say("A met target is achieved, even when the value is slipping back."),
        say("A base at the target or beyond it from which the value fell back is deterioration."),
        say("At the limit itself C is 0: a value that keeps to it is on track."),
        growth.NO_GROWTH,
        growth.NO_WAY,
        say("Open SDG puts 0.001 for a base or a target of zero; here such a case is undefined."),
        growth.ENDS_ONLY,
    ),
    sources=(
        say("Text: open-sdg/open-sdg@26d2e38, docs/progress-methodology.md."),
        say("Code: open-sdg/sdg-build@139fede74ba5 (release 2.4.0), sdg/ProgressMeasure.py."),
        say(
            "Results: sdg-data-canada-odd-donnees, sdg-data-donnees-odd@f89e601 and"
            " cif-data-donnees-cic@d38e805 (indicator_calculation_components.yml)."
        ),
    ),
    answer=SCALES.answer,
)
