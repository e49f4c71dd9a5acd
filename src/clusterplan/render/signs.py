"""Verdicts as signs and colours; the word or the legend beside them says the same."""

from __future__ import annotations

from clusterplan.model.status import BEHIND_OR_WORSE, COUNTS_AS, Status

STYLES = {
    Status.MISSED: "bold red3",
    Status.REGRESSED: "bold red3",
    Status.FAR_BEHIND: "red3",
    Status.BEHIND: "dark_orange3",
    Status.ON_SCHEDULE: "green4",
    Status.AHEAD: "green4",
    Status.MET: "bold green4",
    Status.MET_EARLY: "bold green4",
}
STYLES |= {status: STYLES[other] for status, other in COUNTS_AS.items()}
"""On a terminal: readable on light and on dark."""

TONES: dict[str, str] = {
    **dict.fromkeys(BEHIND_OR_WORSE, "bad"),
    Status.BEHIND: "warn",
    **dict.fromkeys((Status.MET, Status.MET_EARLY, Status.AHEAD, Status.ON_SCHEDULE), "good"),
}
TONES |= {status: TONES[other] for status, other in COUNTS_AS.items()}
"""In documents; what is not listed has no colour: there is nothing to judge."""

SIGNS = {
    Status.MET_EARLY: "✓✓",
    Status.MET: "✓",
    Status.KEPT: "■",
    Status.AHEAD: "▲",
    Status.ON_SCHEDULE: "●",
    Status.NOT_DUE: "○",
    Status.BEHIND: "▽",
    Status.AT_RISK: "□",
    Status.FAR_BEHIND: "▼",
    Status.REGRESSED: "◆",
    Status.MISSED: "✗",
    Status.BREACHED: "✘",
    Status.NO_BASELINE: "?",
    Status.NO_DATA: "",
}
"""What stands for a verdict where there is no room for the word."""

ASCII_SIGNS = {
    Status.MET_EARLY: "vv",
    Status.MET: "v",
    Status.KEPT: "k",
    Status.AHEAD: "+",
    Status.ON_SCHEDULE: "=",
    Status.NOT_DUE: "o",
    Status.BEHIND: "-",
    Status.AT_RISK: "?!",
    Status.FAR_BEHIND: "--",
    Status.REGRESSED: "!",
    Status.MISSED: "x",
    Status.BREACHED: "X",
    Status.NO_BASELINE: "?",
    Status.NO_DATA: "",
}
"""The same for a terminal that cannot show them."""
