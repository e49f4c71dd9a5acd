"""CP601 to CP615: the definition of a roll-up, and the returns that it reads.

They stand here, where all rules are; `rollup` finds them.
"""

from __future__ import annotations

from clusterplan.base.findings import Level, rule

OF_DEFINITION = (
    rule(
        "CP601",
        "rollup.yaml is one plain YAML document.",
        "What several readers would read differently is no definition.",
        "Mend the line that is named; anchors, tags and several documents are not allowed.",
    ),
    rule(
        "CP602",
        "It has the keys of its format, with values of their kind.",
        "A misspelt key would silently be as good as none.",
        "Mend the key or the value; clusterplan schema --rollup prints all there are.",
    ),
    rule(
        "CP603",
        "It names what there is, and says each thing once.",
        "A figure of no indicator of the plan could not be written, and one that is stated twice"
        " would count twice.",
        "Write the id as targets.yaml has it, a unit that fits the indicator, and one of the ways"
        " of computing.",
    ),
)
"""What `validate` finds too."""
OF_RETURNS = (
    rule(
        "CP604",
        "Its files lie in its folder, and are there.",
        "A definition that came from somebody else must not read other files, or the net.",
        "Move the file under the folder, or name the folder of the returns with --returns; a path"
        " is relative, and no link leads out.",
    ),
    rule(
        "CP605",
        "The columns that it names are in the files, and numbers are exact there.",
        "A binary floating-point number is no longer the amount that was reported.",
        "Mend the name of the column; write amounts as text, integers or decimals.",
    ),
    rule(
        "CP606",
        "Every record of a file is whole.",
        "In one with a cell too many or too few, nobody knows what is what.",
        "Mend the line that is named: a comma in a text needs quotes round it.",
    ),
    rule(
        "CP607",
        "A unit has one return a year, or each on another day.",
        "Of two on one day nobody knows which one counts, so that the unit is not counted.",
        "Take one of the two rows out; a correction has a later day of receipt.",
        level=Level.WARNING,
    ),
    rule(
        "CP608",
        "A unit that reports is in the register.",
        "What is in no register may be counted twice, or not exist; it is not counted.",
        "Add the unit to the register, or mend its code.",
        level=Level.WARNING,
    ),
    rule(
        "CP609",
        "Numbers are plain digits, and fit.",
        "What is no number, or has more digits than are kept, would have to be guessed or rounded;"
        " its unit is not counted.",
        "Write digits, with a point before decimals; raise decimals under returns if there are"
        " more.",
        level=Level.WARNING,
    ),
    rule(
        "CP610",
        "A code is in its list.",
        "A unit whose code nobody knows is in no entity's figure, only in the total.",
        "Mend the code, or add it to the list.",
        level=Level.WARNING,
    ),
    rule(
        "CP611",
        "What a unit reports is plausible, or confirmed.",
        "A slip of the unit or the point is a thousand firms' worth; such a unit is not counted.",
        "Ask the unit; then mend the number, or set its flag of confirmation.",
        level=Level.WARNING,
    ),
    rule(
        "CP612",
        "The register is of the year, and names each unit once.",
        "An older one lacks who is new, and counts who is gone as missing.",
        "Take the register at the end of the year, and remove what stands in it twice.",
        level=Level.WARNING,
    ),
    rule(
        "CP613",
        "Enough of the register has reported.",
        "A sum of what happens to be there looks like a fall.",
        "Wait for more returns, or impute what is missing; coverage says what becomes of it.",
        level=Level.WARNING,
    ),
    rule(
        "CP614",
        "What is suppressed cannot be recomputed.",
        "What was published before, or stands beside it, tells it all the same.",
        "Publish the figure of a larger area only; what is out cannot be taken back.",
        level=Level.WARNING,
    ),
    rule(
        "CP615",
        "Every unit of the register has reported.",
        "Who has not is missing in every sum.",
        "Ask those that --details lists.",
        level=Level.NOTICE,
    ),
)
