"""What the readers find: files and encodings, shape, values, YAML, names that are not known."""

from __future__ import annotations

from clusterplan.base.findings import Level, Rule
from clusterplan.base.messages import Message, say


def _error(code: str, what: Message, why: Message, mend: Message) -> Rule:
    return Rule(code, Level.ERROR, what, why, mend)


RULES = (
    _error(
        "CP001",
        say("The file is there and may be read."),
        say("What cannot be read cannot be checked."),
        say("Check the name and the permissions; a link must lead to a file."),
    ),
    _error(
        "CP002",
        say("It is a regular file."),
        say("A pipe or a device may never end."),
        say("Put a copy of the file itself there."),
    ),
    _error(
        "CP003",
        say("It is not larger than its limit."),
        say("A file of that size is a mistake, or is meant to do harm."),
        say(
            "Take out what does not belong there: a plan has 1 MiB at most, a year's figures 256"
            " MiB. If it is meant to be so large, set CLUSTERPLAN_LIMITS=2 in the environment for"
            " twice as much."
        ),
    ),
    _error(
        "CP004",
        say("It is not empty."),
        say("An empty file is what a failed export leaves."),
        say("Export it again, or remove it."),
    ),
    _error(
        "CP005",
        say("Every byte belongs to UTF-8 or GB18030."),
        say("Guessing another encoding would turn names into other names."),
        say(
            "Open it in the program that wrote it and save it as UTF-8. The finding shows the text"
            " just before the bad byte."
        ),
    ),
    _error(
        "CP006",
        say("It is plain text, not a workbook, a PDF or UTF-16."),
        say("Such files are often saved under the name of a CSV."),
        say(
            "Turn a workbook into rows with clusterplan import FILE --year YEAR, or save it as CSV"
            " in UTF-8."
        ),
    ),
    _error(
        "CP007",
        say("There are no control characters in the text."),
        say("A terminal or a spreadsheet would obey them instead of showing them."),
        say(
            "Delete the character; its line and column are given. Most come from copying out of"
            " other programs."
        ),
    ),
    Rule(
        "CP008",
        Level.NOTICE,
        say("UTF-8 is better than GB18030."),
        say("GB18030 is read here, but not by every program."),
        say("Save the file as UTF-8; in Excel: “CSV UTF-8”."),
    ),
    _error(
        "CP009",
        say("The file does not change while it is read."),
        say("Half of the old file and half of the new one are neither."),
        say("Try again when nothing writes to the data folder."),
    ),
    _error(
        "CP101",
        say("The columns indicator, value and unit are there."),
        say("Without them a row says nothing."),
        say(
            "Add the missing column to the header line and to every row. A file with other headers"
            " is turned into ours by clusterplan import FILE --year YEAR."
        ),
    ),
    _error(
        "CP102",
        say("Every column has a known name."),
        say("A misspelt column would be lost without a word."),
        say("Use the suggested name, or remove the column."),
    ),
    _error(
        "CP103",
        say("No column is there twice."),
        say("One of the two would be lost."),
        say("Remove one of the two columns, or give it the name it should have."),
    ),
    _error(
        "CP104",
        say("Columns are separated by commas."),
        say("Other separators make one column of all."),
        say(
            "Save the file with commas (,) as separators: neither full-width ，nor semicolons or"
            " tabs."
        ),
    ),
    Rule(
        "CP105",
        Level.NOTICE,
        say("Column names have no spaces around them."),
        say("They are ignored here, but not by every program."),
        say("Remove the spaces."),
    ),
    _error(
        "CP106",
        say("A record has as many cells as the header."),
        say("A comma too many shifts every figure behind it."),
        say("Look for a comma inside a number or a source: such a cell goes in double quotes."),
    ),
    _error(
        "CP107",
        say("Quotes open and close around whole cells."),
        say("A quote that stays open swallows the lines after it."),
        say("Close the quote; a quote that belongs to the text is written twice."),
    ),
    _error(
        "CP108",
        say("There are records below the header."),
        say("A header alone is what a failed export leaves."),
        say(
            "Write a row for each figure, with obs_status missing where it is still awaited; or"
            " remove the file."
        ),
    ),
    Rule(
        "CP109",
        Level.WARNING,
        say("At least one row has its figure."),
        say("A year in which every row still waits has nothing to report."),
        say("Fill in what is known by now."),
    ),
    _error(
        "CP110",
        say("A file of actuals is named after its year."),
        say("The year stands nowhere else."),
        say(
            "Name the file 2008.csv, for a year from the base year to the end of the plan; move"
            " anything else out of the folder. A part of a year has no file."
        ),
    ),
    Rule(
        "CP111",
        Level.WARNING,
        say("Figures are in CSV files."),
        say("A spreadsheet in the folder is not read."),
        say(
            "Turn it into rows with clusterplan import FILE --year YEAR, then move it out of the"
            " folder."
        ),
    ),
    Rule(
        "CP112",
        Level.WARNING,
        say("There is a folder actuals beside the plan."),
        say("Without it no target has data."),
        say("Make the folder and put a file YEAR.csv for each year into it."),
    ),
    _error(
        "CP201",
        say("A value is a number in plain digits, like 1234.5."),
        say("What can be read in two ways is sooner or later read in the wrong one."),
        say(
            "Write the number without separators, words or signs; the unit has a column of its own,"
            " “about” goes into qualifier, and a figure that is not there is an empty value with"
            " obs_status missing."
        ),
    ),
    Rule(
        "CP202",
        Level.NOTICE,
        say("Digits are ASCII."),
        say("Full-width digits are read here, but not by every program."),
        say("Type the digits again in half width."),
    ),
    _error(
        "CP203",
        say("The unit is one of the list."),
        say("A figure whose unit is not certain can be off by ten thousand times."),
        say(
            "Use one of the units suggested: 亿元 rather than 亿. 1 亿元 is 10⁸ yuan, a tenth of a"
            " billion."
        ),
    ),
    _error(
        "CP204",
        say("The unit measures what the indicator measures."),
        say("Money is not a count."),
        say("Use a unit of the kind that the indicator has, or name the right indicator."),
    ),
    _error(
        "CP205",
        say("obs_status is one of the list."),
        say("It says whether a figure may be trusted."),
        say("Use one of the words suggested; empty means normal."),
    ),
    _error(
        "CP206",
        say("qualifier is one of the list."),
        say("It says how exactly a figure was stated."),
        say("Use exact, about, at_least or at_most; empty means exact."),
    ),
    _error(
        "CP207",
        say("A date is a day of the calendar."),
        say("The order of revisions rests on it."),
        say("Write YYYY-MM-DD. For published, YYYY-MM and YYYY will do: they mean the last day."),
    ),
    _error(
        "CP208",
        say("A state is one of the list."),
        say("Reports count by these words."),
        say("Use not_started, under_way, done or dropped."),
    ),
    _error(
        "CP209",
        say("A row has a value, or says that it is missing."),
        say("An empty value without a word looks like a forgotten one."),
        say("Fill the value in; or set obs_status to missing and leave the value empty."),
    ),
    _error(
        "CP210",
        say("A value lies between the least and the most that it can be."),
        say("A negative count or a share above 100% is a slip."),
        say(
            "Mend the value or its unit; the limits are minimum and maximum of the indicator in the"
            " plan."
        ),
    ),
    _error(
        "CP211",
        say("The year of a row is the file's."),
        say("A row in the wrong file counts for the wrong year."),
        say("Move the row to the file of its year, or mend the year."),
    ),
    _error(
        "CP212",
        say("A figure covers a whole year."),
        say("Nine months look like a bad year."),
        say("Take the row out until the figure of the whole year is published."),
    ),
    _error(
        "CP401",
        say("The plan is YAML that can be read."),
        say("A slip of the indent can move a key to another entry."),
        say(
            "Look at the line given and at the one above it: a quote left open, a tab, a wrong"
            " indent, a missing bracket."
        ),
    ),
    _error(
        "CP402",
        say("The YAML is plain: one document, no anchors, tags or deep nesting."),
        say("With such constructs a small file builds a huge tree, or runs code."),
        say("Write the plan out in plain keys, lists and values."),
    ),
    _error(
        "CP403",
        say("A key is given once."),
        say("Of two, YAML readers keep the last one without a word."),
        say("Remove one of the two; both lines are given."),
    ),
    _error(
        "CP404",
        say("A plain value means the same to every YAML reader."),
        say("no, 017 and 1:30 are a boolean, an octal and a base-60 number to some."),
        say("Put text in quotes, and write numbers in plain digits."),
    ),
    _error(
        "CP405",
        say("Every key is known."),
        say("A misspelt key would be ignored."),
        say("Use the key suggested, or remove it; clusterplan schema lists them all."),
    ),
    _error(
        "CP406",
        say("An entry has all the keys that it needs."),
        say("A target without a path or a clause cannot be judged."),
        say("Add the key to the entry that begins at the line given."),
    ),
    _error(
        "CP407",
        say("Every value is of the kind that its key wants."),
        say("A year in quotes is a text, and a unit that is not on the list is none."),
        say("Write what the finding asks for; clusterplan schema describes every key."),
    ),
    _error(
        "CP501",
        say("The indicator of a row is in the plan."),
        say("Under a misspelt name the figure would be lost."),
        say(
            "Use the name suggested. An indicator, milestone or measure that is new must first"
            " stand in the plan."
        ),
    ),
    _error(
        "CP502",
        say("The entity of a row is in the plan."),
        say("Under a misspelt name the figure would be lost."),
        say(
            "Use the name suggested, or the id. An entity that is new must first stand in the plan."
        ),
    ),
)
