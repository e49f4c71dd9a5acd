"""The words of verdicts, and where each stands beside those of other methods."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

UNDEFINED = "undefined"
"""The status of a case for which a method has no answer."""


class Standing(StrEnum):
    """What a status means on the scale that all methods share.

    Two methods disagree when both have an answer and the answers stand differently.
    """

    GOOD = "good"
    BEHIND = "behind"
    WRONG_DIRECTION = "wrong_direction"
    UNDEFINED = "undefined"


class Status(StrEnum):
    """The verdicts on a target."""

    MET_EARLY = "met_early"
    MET = "met"
    KEPT = "kept"
    AHEAD = "ahead"
    ON_SCHEDULE = "on_schedule"
    NOT_DUE = "not_due"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    FAR_BEHIND = "far_behind"
    REGRESSED = "regressed"
    MISSED = "missed"
    BREACHED = "breached"
    NO_BASELINE = "no_baseline"
    NO_DATA = "no_data"


MilestoneStatus: TypeAlias = Literal["met", "met_late", "overdue", "not_due", "no_data"]
MeasureState: TypeAlias = Literal["not_started", "under_way", "done", "dropped", "no_data"]


COUNTS_AS = {
    Status.KEPT: Status.MET,
    Status.AT_RISK: Status.BEHIND,
    Status.BREACHED: Status.MISSED,
}
"""What the verdicts on a goal to keep count as beside those on a goal to reach."""


def counts_as(status: Status) -> Status:
    """Return the verdict on a goal to reach that a verdict counts as."""
    return COUNTS_AS.get(status, status)


STANDING = {
    **dict.fromkeys((Status.MET_EARLY, Status.MET), Standing.GOOD),
    **dict.fromkeys((Status.AHEAD, Status.ON_SCHEDULE), Standing.GOOD),
    **dict.fromkeys((Status.BEHIND, Status.FAR_BEHIND, Status.MISSED), Standing.BEHIND),
    Status.REGRESSED: Standing.WRONG_DIRECTION,
    **dict.fromkeys((Status.NOT_DUE, Status.NO_BASELINE, Status.NO_DATA), Standing.UNDEFINED),
}
STANDING |= {status: STANDING[other] for status, other in COUNTS_AS.items()}

WORST_FIRST = (
    Status.MISSED,
    Status.REGRESSED,
    Status.FAR_BEHIND,
    Status.BEHIND,
    Status.NO_DATA,
    Status.NO_BASELINE,
    Status.NOT_DUE,
    Status.ON_SCHEDULE,
    Status.AHEAD,
    Status.MET,
    Status.MET_EARLY,
)
"""Order of statuses wherever the worst comes first."""

BEHIND_OR_WORSE = WORST_FIRST[:4]


def rank(status: Status) -> int:
    """Return where a status stands among those with the worst first."""
    return WORST_FIRST.index(counts_as(status))


def is_behind(status: Status) -> bool:
    """Say whether a status is behind, or worse."""
    return counts_as(status) in BEHIND_OR_WORSE
