"""The words of the field, as messages: one place, so that every format says the same."""

from __future__ import annotations

from clusterplan.findings import Level
from clusterplan.messages import Message, say
from clusterplan.methods.pace import Status

STATUS: dict[str, Message] = {
    Status.MET_EARLY: say("met early"),
    Status.MET: say("met"),
    Status.AHEAD: say("ahead"),
    Status.ON_SCHEDULE: say("on schedule"),
    Status.NOT_DUE: say("not due"),
    Status.BEHIND: say("behind"),
    Status.FAR_BEHIND: say("far behind"),
    Status.REGRESSED: say("regressed"),
    Status.MISSED: say("missed"),
    Status.NO_BASELINE: say("no baseline"),
    Status.NO_DATA: say("no data"),
}

MILESTONE: dict[str, Message] = {
    "met": say("met"),
    "met_late": say("met late"),
    "overdue": say("overdue"),
    "not_due": say("not due"),
    "no_data": say("no data"),
}

STATE: dict[str, Message] = {
    "not_started": say("not started"),
    "under_way": say("under way"),
    "done": say("done"),
    "dropped": say("dropped"),
    "no_data": say("no data"),
}

PATH: dict[str, Message] = {
    "linear": say("linear"),
    "compound": say("compound"),
    "steps": say("steps"),
    "none": say("none"),
}

NATURE: dict[str, Message] = {
    "binding": say("binding"),
    "anticipatory": say("anticipatory"),
}

LEVEL: dict[str, Message] = {
    Level.ERROR: say("error"),
    Level.WARNING: say("warning"),
    Level.NOTICE: say("notice"),
}

KIND: dict[str, Message] = {
    "new": say("new"),
    "revision": say("new vintage"),
    "same": say("there already"),
}

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
