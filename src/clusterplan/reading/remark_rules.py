"""What the reader of remarks finds."""

from __future__ import annotations

from clusterplan.base.findings import rule

RULES = (
    rule(
        "CP701",
        "A file of remarks is named after a year that the plan is judged in.",
        "The year stands nowhere else, and under another name no report would have it.",
        "Name the file 2008.csv, for a year after the base year up to the end of the plan; move"
        " anything else out of the folder.",
    ),
    rule(
        "CP702",
        "A remark is on a target, milestone or measure of the plan.",
        "Under a misspelt name it would be lost.",
        "Use the id suggested. Remarks are on what was promised, not on indicators.",
    ),
    rule(
        "CP703",
        "The kind of a remark is one of the list.",
        "It says what the text is, and what else may stand beside it.",
        "Use reason, action, judgement or risk.",
    ),
    rule(
        "CP704",
        "A remark has a text, of 2,000 characters at most.",
        "Without one nothing is said; a longer one is a report of its own.",
        "Write it into text, or into text_fr and the like for another language; cut a long one, and"
        " name the document in source.",
    ),
    rule(
        "CP705",
        "The body of a remark is in the plan.",
        "Under a misspelt name nobody could be held to it.",
        "Use the id suggested, or a whole name; a new body must first stand under bodies.",
    ),
    rule(
        "CP706",
        "The status of a judgement is a verdict that its commitment can have.",
        "Only then can it be held against the computed verdict.",
        "Use a word of the list: a verdict of targets or of milestones, or a state of measures."
        " no_data and no_baseline are no judgements.",
    ),
    rule(
        "CP707",
        "A judgement has a status, and nothing else has one.",
        "A judgement without a verdict says nothing, and a reason is no verdict.",
        "Write the verdict of the body into status, or empty the cell; a row that explains and"
        " judges becomes two rows.",
    ),
    rule(
        "CP708",
        "Only an action has a state and a day by which it is due.",
        "A reason or a risk cannot be done.",
        "Empty the cell, or make the kind action.",
    ),
)
