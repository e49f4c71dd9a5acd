"""What the readers find: files and encodings, shape, values, YAML, names that are not known."""

from __future__ import annotations

from clusterplan.findings import Level, Rule
from clusterplan.messages import say

RULES = (
    Rule(
        "CP001",
        Level.ERROR,
        say("The file is there and may be read."),
        say("What cannot be read cannot be checked."),
    ),
    Rule(
        "CP002", Level.ERROR, say("It is a regular file."), say("A pipe or a device may never end.")
    ),
    Rule(
        "CP003",
        Level.ERROR,
        say("It is not larger than its limit."),
        say("A file of that size is a mistake, or meant to harm."),
    ),
    Rule(
        "CP004",
        Level.ERROR,
        say("It is not empty."),
        say("An empty file is what a failed export leaves."),
    ),
    Rule(
        "CP005",
        Level.ERROR,
        say("Every byte belongs to UTF-8 or GB18030."),
        say("Guessing another encoding would turn names into other names."),
    ),
    Rule(
        "CP006",
        Level.ERROR,
        say("It is a text, not a workbook or UTF-16."),
        say("Such files are often saved under the name of a CSV."),
    ),
    Rule(
        "CP007",
        Level.ERROR,
        say("There are no control characters in the text."),
        say("A terminal or a spreadsheet would obey them."),
    ),
    Rule(
        "CP008",
        Level.NOTICE,
        say("UTF-8 is preferred to GB18030."),
        say("GB18030 is read, but not by every program."),
    ),
    Rule(
        "CP101",
        Level.ERROR,
        say("The columns indicator, value and unit are there."),
        say("Without them a row says nothing."),
    ),
    Rule(
        "CP102",
        Level.ERROR,
        say("Every column has a known name."),
        say("A misspelt column would be lost in silence."),
    ),
    Rule(
        "CP103", Level.ERROR, say("No column is there twice."), say("One of the two would be lost.")
    ),
    Rule(
        "CP104",
        Level.ERROR,
        say("Columns are separated by commas."),
        say("Other separators make one column of all."),
    ),
    Rule(
        "CP105",
        Level.NOTICE,
        say("Column names have no spaces around them."),
        say("They are left out, but other programs may not do so."),
    ),
    Rule(
        "CP106",
        Level.ERROR,
        say("A record has as many cells as the header."),
        say("A comma too many shifts every figure behind it."),
    ),
    Rule(
        "CP107",
        Level.ERROR,
        say("Quotes open and close around whole cells."),
        say("An open quote swallows the lines after it."),
    ),
    Rule(
        "CP108",
        Level.ERROR,
        say("There are records below the header."),
        say("A header alone is what a failed export leaves."),
    ),
    Rule(
        "CP109",
        Level.WARNING,
        say("Some row has its figure."),
        say("A year in which every row still waits has nothing to report."),
    ),
    Rule(
        "CP110",
        Level.ERROR,
        say("A file of actuals is named after its year."),
        say("The year stands nowhere else."),
    ),
    Rule(
        "CP111",
        Level.WARNING,
        say("Figures are in CSV files."),
        say("A spreadsheet in the folder is not read."),
    ),
    Rule(
        "CP112",
        Level.WARNING,
        say("There is a folder of actuals."),
        say("Without it no target has data."),
    ),
    Rule(
        "CP201",
        Level.ERROR,
        say("A value is a number in plain digits."),
        say("What can be read in two ways would be read in the wrong one."),
    ),
    Rule(
        "CP202",
        Level.NOTICE,
        say("Digits are ASCII."),
        say("Full-width digits are read, but not by every program."),
    ),
    Rule(
        "CP203",
        Level.ERROR,
        say("The unit is known."),
        say("A figure without its unit is off by thousands."),
    ),
    Rule(
        "CP204",
        Level.ERROR,
        say("The unit measures what the indicator measures."),
        say("Money is not a count."),
    ),
    Rule(
        "CP205",
        Level.ERROR,
        say("The status is one of the list."),
        say("It says whether a figure may be trusted."),
    ),
    Rule(
        "CP206",
        Level.ERROR,
        say("The qualifier is one of the list."),
        say("It says how exactly a figure was stated."),
    ),
    Rule(
        "CP207",
        Level.ERROR,
        say("A date is a day of the calendar."),
        say("The order of revisions rests on it."),
    ),
    Rule(
        "CP208",
        Level.ERROR,
        say("A state is one of the list."),
        say("A report counts states by these words."),
    ),
    Rule(
        "CP209",
        Level.ERROR,
        say("A row has a value, or says that it is missing."),
        say("An empty value without a word is a forgotten one."),
    ),
    Rule(
        "CP210",
        Level.ERROR,
        say("A value lies within what it can be."),
        say("A negative count or a share above 100% is a slip."),
    ),
    Rule(
        "CP211",
        Level.ERROR,
        say("The year of a row is the file's."),
        say("A row in the wrong file counts for the wrong year."),
    ),
    Rule(
        "CP212",
        Level.ERROR,
        say("A figure covers a whole year."),
        say("Nine months look like a bad year."),
    ),
    Rule(
        "CP401",
        Level.ERROR,
        say("The plan is YAML."),
        say("A slip of the indent can move a key to another entry."),
    ),
    Rule(
        "CP402",
        Level.ERROR,
        say("The YAML is plain: one document, no anchors, tags or deep nesting."),
        say("Such constructs can make a small file build a huge tree."),
    ),
    Rule(
        "CP403",
        Level.ERROR,
        say("A key is given once."),
        say("Of two, YAML readers silently keep the last."),
    ),
    Rule(
        "CP404",
        Level.ERROR,
        say("A plain value means the same to every YAML reader."),
        say("no, 017 and 1:30 are booleans, octal or base-60 numbers to some."),
    ),
    Rule("CP405", Level.ERROR, say("Every key is known."), say("A misspelt key would be ignored.")),
    Rule(
        "CP406",
        Level.ERROR,
        say("Nothing that an entry needs is missing."),
        say("A target without a path or a clause cannot be judged."),
    ),
    Rule(
        "CP407",
        Level.ERROR,
        say("Every value is of its kind."),
        say("A year in quotes is a text, a unit of no list is none."),
    ),
    Rule(
        "CP501",
        Level.ERROR,
        say("The indicator of a row is in the plan."),
        say("A misspelt one would be lost."),
    ),
    Rule(
        "CP502",
        Level.ERROR,
        say("The entity of a row is in the plan."),
        say("A misspelt one would be lost."),
    ),
)
