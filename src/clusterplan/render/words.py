"""The words of the field, as messages: one place, so that every format says the same."""

from __future__ import annotations

from clusterplan.base.findings import Level
from clusterplan.base.messages import Message, say
from clusterplan.methods.pace import LABELS
from clusterplan.model.status import Standing

STATUS: dict[str, Message] = {status: label.full for status, label in LABELS.items()}

STANDING: dict[str, Message] = {
    Standing.GOOD: say("good"),
    Standing.BEHIND: say("behind"),
    Standing.WRONG_DIRECTION: say("wrong direction"),
    Standing.UNDEFINED: say("undefined"),
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

TERMS: dict[str, Message] = {
    "change": say("change"),
    "change_percent": say("change in per cent"),
    "growth_percent": say("average yearly growth"),
}

KIND: dict[str, Message] = {
    "target": say("target"),
    "milestone": say("milestone"),
    "measure": say("measure"),
}

ROLE: dict[str, Message] = {
    "used": say("used"),
    "superseded": say("superseded"),
    "unused": say("not used here"),
    "rival": say("another source"),
    "set_aside": say("set aside"),
    "waiting": say("waiting"),
    "withheld": say("withheld"),
    "later": say("published later"),
}

OBS_STATUS: dict[str, Message] = {
    "normal": say("normal"),
    "provisional": say("provisional"),
    "estimated": say("estimated"),
    "forecast": say("forecast"),
    "missing": say("missing"),
    "suppressed": say("suppressed"),
    "break": say("break in the series"),
    "definition_differs": say("definition differs"),
    "illustrative": say("illustrative"),
}

QUALIFIER: dict[str, Message] = {
    "exact": say("exact"),
    "about": say("about"),
    "at_least": say("at least"),
    "at_most": say("at most"),
}

DIRECTION: dict[str, Message] = {
    "worse": say("worse"),
    "unclear": say("not comparable"),
    "better": say("better"),
    "same": say("as before"),
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

STEP: dict[str, Message] = {
    "new": say("new"),
    "revision": say("new vintage"),
    "same": say("there already"),
}

REMARK: dict[str, Message] = {
    "judgement": say("Own judgement"),
    "reason": say("Reason"),
    "action": say("Action"),
    "risk": say("Risk"),
}

MADE_UP = say("† rests on illustrative figures, made up to show the tool at work: not statistics.")
INVENTED = say("† beside a remark: invented to show the tool at work, and said by nobody.")
DOUBTFUL = say("‡ rests on an approximate figure or a forecast, or rounding could turn it.")
