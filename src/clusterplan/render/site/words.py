"""The words of the site that no other format has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say

if TYPE_CHECKING:
    from clusterplan.base.messages import Message

SITE_WORDS: dict[str, Message] = {
    "plans": say("Plans"),
    "all_plans": say("All plans"),
    "plans_table": say("Table of all plans"),
    "need": say("Need"),
    "way": say("Where you are"),
    "languages": say("Other languages"),
    "main": say("Skip to the content"),
    "years": say("Years"),
    "changes": say("What changed"),
    "unchanged": say("Nothing that was there before has another verdict."),
    "rows": say("Every figure, and every revision"),
    "links": say("Goals that hang together"),
    "numbers": say("The numbers"),
    "year_numbers": say("The numbers of this page"),
    "figures": say("every figure, as it was entered"),
    "archive": say("everything, as one archive"),
    "search": say("Search plans and targets by name"),
    "found": say("{count} found", count="{count}"),
    "first": say("{count} found; the first {shown}", count="{count}", shown="{shown}"),
    "good": say("nothing behind"),
    "behind": say("something behind"),
    "broken": say("not checked"),
    "every": say("All"),
    "filter": say("Show by state"),
    "sorting": say("Headings with an arrow sort the table."),
    "shown": say("{shown} of {all} plans shown", shown="{shown}", all="{all}"),
}
