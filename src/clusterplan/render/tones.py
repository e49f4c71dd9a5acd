"""Verdicts as one of four colours, for documents; the word beside it says the same."""

from __future__ import annotations

from clusterplan.model.status import COUNTS_AS, Status
from clusterplan.render.words import BEHIND_OR_WORSE

TONES: dict[str, str] = {
    **dict.fromkeys(BEHIND_OR_WORSE, "bad"),
    Status.BEHIND: "warn",
    **dict.fromkeys((Status.MET, Status.MET_EARLY, Status.AHEAD, Status.ON_SCHEDULE), "good"),
}
TONES |= {status: TONES[other] for status, other in COUNTS_AS.items()}
"""What is not listed has no colour: there is nothing to judge."""


def tone(status: str) -> str:
    """Return the name of the colour of a verdict."""
    return TONES.get(status, "none")
