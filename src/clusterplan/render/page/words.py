"""The words of the page that no other format has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say

if TYPE_CHECKING:
    from clusterplan.base.messages import Message

WORDS: dict[str, Message] = {
    "contents": say("Contents"),
    "overview": say("All targets, the worst first"),
    "behind": say("What is behind"),
    "appendix": say("Appendix"),
    "folded": say("The arithmetic is printed where it was unfolded before."),
    "table": say("Table of all targets"),
    "chart": say("chart"),
    "each": say("Each target"),
    "members": say("Members compared"),
    "coverage": say("Coverage by area"),
    "dated": say("Milestones and measures"),
    "milestones": say("Milestones"),
    "measures": say("Measures"),
    "remarks": say("Remarks"),
    "changed": say("Goals and deadlines that were changed"),
    "links": say("Goals that hang together"),
    "methods": say("Where methods disagree"),
    "opinions": say("What each method says"),
    "quality": say("Quality of the data"),
    "conflicts": say("Conflicts, vintages and scope"),
    "documented": say("What the figures rest on"),
    "revisions": say("Revised figures"),
    "sources": say("Sources"),
    "run": say("What was run"),
    "files": say("Files read"),
    "filter": say("Show by verdict"),
    "every": say("All"),
    "sorting": say("Headings with an arrow sort the table."),
    "shown": say("{shown} of {all} targets shown", shown="{shown}", all="{all}"),
    "skip": say("Skip to the contents"),
    "arithmetic": say("The arithmetic"),
    "notes": say("Notes"),
    "on_course": say("targets on schedule or better"),
    "clause": say("Clause"),
    "target": say("Target"),
    "verdict": say("Verdict"),
    "file": say("File"),
}
"""Headings and controls, by the name that the template has for them."""
