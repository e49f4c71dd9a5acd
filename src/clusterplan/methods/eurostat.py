"""Eurostat's assessment of indicators: the growth so far against the growth that is needed.

The measure is written with d and s. Wherever the base is short of the target that leaves the plain
quotient of the two rates as it is; for a base beyond the target it gives the sign that such a case
deserves, as the implementation does whose published results are the test.
"""

from __future__ import annotations

from fractions import Fraction

from clusterplan.base.messages import say
from clusterplan.methods import growth
from clusterplan.methods.definition import Label, Method, Scale, Step
from clusterplan.model.status import Standing

SIGNIFICANT = Step("significant_progress", Fraction(95, 100), Standing.GOOD)
SCALES = growth.Scales(
    Scale(
        "R",
        (
            SIGNIFICANT,
            Step("moderate_progress", Fraction(60, 100), Standing.BEHIND),
            Step("insufficient_progress", Fraction(0), Standing.BEHIND),
            Step("movement_away", None, Standing.WRONG_DIRECTION),
        ),
    ),
    Scale(
        "r",
        (
            Step("significant_progress", Fraction(1, 100), Standing.GOOD),
            Step("moderate_progress", Fraction(1, 1000), Standing.BEHIND),
            Step("no_progress", Fraction(-1, 1000), Standing.BEHIND),
            Step("moderate_movement_away", Fraction(-1, 100), Standing.WRONG_DIRECTION),
            Step("significant_movement_away", None, Standing.WRONG_DIRECTION),
        ),
    ),
    met=SIGNIFICANT,  # what an ample pace earns
)

METHOD = Method(
    name="eurostat",
    short=say("Eurostat"),
    title=say("Eurostat: monitoring of the sustainable development goals in the EU"),
    about=say(
        "Divides the yearly growth since the base year by the yearly growth that leads from the"
        " base to the target."
    ),
    formula=(growth.RATE, growth.RATIO, growth.DIRECTED, growth.SIGN),
    verdicts=SCALES.verdicts,
    labels={
        "significant_progress": Label(say("significant"), say("significant progress")),
        "moderate_progress": Label(say("moderate"), say("moderate progress")),
        "insufficient_progress": Label(say("insufficient"), say("insufficient progress")),
        "movement_away": Label(say("away"), say("movement away from the target")),
        "no_progress": Label(say("no progress"), say("no progress")),
        "moderate_movement_away": Label(say("away"), say("moderate movement away")),
        "significant_movement_away": Label(say("far away"), say("significant movement away")),
    },
    edges=(
        say("A met target is significant progress, even when the value is slipping back."),
        say("A base at the target or beyond it from which the value fell back is movement away."),
        say("No change at all is insufficient progress: R is 0."),
        growth.NO_GROWTH,
        growth.NO_WAY,
        growth.ENDS_ONLY,
        say("Eurostat itself shows two windows, of 15 and of 5 years; here it is one, from t0."),
    ),
    sources=(
        say("The cut-offs: Eurostat, assessment approach of its SDG indicator set."),
        say(
            "The formula and its edge cases: Eustat, statistics institute of the Basque Country,"
            " which applies it: results in EUSTAT-DES/data@00a0109c"
            " (indicator_calculation_components.yml), text in EUSTAT-PRE/site@4aaebfb."
        ),
        say("The windows: IISD, summary of 2018."),
    ),
    answer=SCALES.answer,
)
