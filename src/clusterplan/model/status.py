"""The words of verdicts, and where each stands beside those of other methods."""

from __future__ import annotations

from enum import StrEnum

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
    AHEAD = "ahead"
    ON_SCHEDULE = "on_schedule"
    NOT_DUE = "not_due"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    REGRESSED = "regressed"
    MISSED = "missed"
    NO_BASELINE = "no_baseline"
    NO_DATA = "no_data"


STANDING = {
    **dict.fromkeys((Status.MET_EARLY, Status.MET), Standing.GOOD),
    **dict.fromkeys((Status.AHEAD, Status.ON_SCHEDULE), Standing.GOOD),
    **dict.fromkeys((Status.BEHIND, Status.FAR_BEHIND, Status.MISSED), Standing.BEHIND),
    Status.REGRESSED: Standing.WRONG_DIRECTION,
    **dict.fromkeys((Status.NOT_DUE, Status.NO_BASELINE, Status.NO_DATA), Standing.UNDEFINED),
}
