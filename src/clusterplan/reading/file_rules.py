"""What the readers find: files and encodings, shape, values, YAML, names that are not known."""

from __future__ import annotations

from clusterplan.base.findings import Level, rule

RULES = (
    rule(
        "CP001",
        "The file is there and may be read.",
        "What cannot be read cannot be checked.",
        "Check the name and the permissions; a link must lead to a file.",
    ),
    rule(
        "CP002",
        "It is a regular file.",
        "A pipe or a device may never end.",
        "Put a copy of the file itself there.",
    ),
    rule(
        "CP003",
        "It is not larger than its limit.",
        "A file of that size is a mistake, or is meant to do harm.",
        "Take out what does not belong there: a plan has 1 MiB at most, a year's figures 256 MiB,"
        " its remarks 16 MiB. If it is meant to be so large, set CLUSTERPLAN_LIMITS=2 in the"
        " environment for twice as much.",
    ),
    rule(
        "CP004",
        "It is not empty.",
        "An empty file is what a failed export leaves.",
        "Export it again, or remove it.",
    ),
    rule(
        "CP005",
        "Every byte belongs to UTF-8 or GB18030.",
        "Guessing another encoding would turn names into other names.",
        "Open it in the program that wrote it and save it as UTF-8. The finding shows the text"
        " just before the bad byte.",
    ),
    rule(
        "CP006",
        "It is plain text, not a workbook, a PDF or UTF-16.",
        "Such files are often saved under the name of a CSV.",
        "Turn a workbook into rows with clusterplan import FILE --year YEAR, or save it as CSV in"
        " UTF-8.",
    ),
    rule(
        "CP007",
        "There are no control characters in the text.",
        "A terminal or a spreadsheet would obey them instead of showing them.",
        "Delete the character; its line and column are given. Most come from copying out of other"
        " programs.",
    ),
    rule(
        "CP008",
        "UTF-8 is better than GB18030.",
        "GB18030 is read here, but not by every program.",
        "Save the file as UTF-8; in Excel: “CSV UTF-8”.",
        level=Level.NOTICE,
    ),
    rule(
        "CP009",
        "The file does not change while it is read.",
        "Half of the old file and half of the new one are neither.",
        "Try again when nothing writes to the data folder.",
    ),
    rule(
        "CP101",
        "The columns that a file cannot do without are there: indicator, value and unit; of remarks"
        " commitment, kind and text.",
        "Without them a row says nothing.",
        "Add the missing column to the header line and to every row. A file with other headers is"
        " turned into ours by clusterplan import FILE --year YEAR.",
    ),
    rule(
        "CP102",
        "Every column has a known name.",
        "A misspelt column would be lost without a word.",
        "Use the suggested name, or remove the column.",
    ),
    rule(
        "CP103",
        "No column is there twice.",
        "One of the two would be lost.",
        "Remove one of the two columns, or give it the name it should have.",
    ),
    rule(
        "CP104",
        "Columns are separated by commas.",
        "Other separators make one column of all.",
        "Save the file with commas (,) as separators: neither full-width ，nor semicolons or tabs.",
    ),
    rule(
        "CP105",
        "Column names have no spaces around them.",
        "They are ignored here, but not by every program.",
        "Remove the spaces.",
        level=Level.NOTICE,
    ),
    rule(
        "CP106",
        "A record has as many cells as the header.",
        "A comma too many shifts every figure behind it.",
        "Look for a comma inside a number or a source: such a cell goes in double quotes.",
    ),
    rule(
        "CP107",
        "Quotes open and close around whole cells.",
        "A quote that stays open swallows the lines after it.",
        "Close the quote; a quote that belongs to the text is written twice.",
    ),
    rule(
        "CP108",
        "There are records below the header.",
        "A header alone is what a failed export leaves.",
        "Write a row for each remark, or for each figure, with obs_status missing where it is still"
        " awaited; or remove the file.",
    ),
    rule(
        "CP109",
        "At least one row has its figure.",
        "A year in which every row still waits has nothing to report.",
        "Fill in what is known by now.",
        level=Level.WARNING,
    ),
    rule(
        "CP110",
        "A file of actuals is named after its year.",
        "The year stands nowhere else.",
        "Name the file 2008.csv, for a year from the base year to the end of the plan; move"
        " anything else out of the folder. A part of a year has no file.",
    ),
    rule(
        "CP111",
        "Figures and remarks are in CSV files.",
        "A spreadsheet in the folder is not read.",
        "Turn figures into rows with clusterplan import FILE --year YEAR, and save remarks as CSV;"
        " then move it out of the folder.",
        level=Level.WARNING,
    ),
    rule(
        "CP112",
        "There is a folder actuals beside the plan.",
        "Without it no target has data.",
        "Make the folder and put a file YEAR.csv for each year into it.",
        level=Level.WARNING,
    ),
    rule(
        "CP201",
        "A value is a number in plain digits, like 1234.5.",
        "What can be read in two ways is sooner or later read in the wrong one.",
        "Write the number without separators, words or signs; the unit has a column of its own,"
        " “about” goes into qualifier, and a figure that is not there is an empty value with"
        " obs_status missing.",
    ),
    rule(
        "CP202",
        "Digits are ASCII.",
        "Full-width digits are read here, but not by every program.",
        "Type the digits again in half width.",
        level=Level.NOTICE,
    ),
    rule(
        "CP203",
        "The unit is one of the list.",
        "A figure whose unit is not certain can be off by ten thousand times.",
        "Use one of the units suggested: 亿元 rather than 亿. 1 亿元 is 10⁸ yuan, a tenth"
        " of a billion.",
    ),
    rule(
        "CP204",
        "The unit measures what the indicator measures.",
        "Money is not a count.",
        "Use a unit of the kind that the indicator has, or name the right indicator.",
    ),
    rule(
        "CP205",
        "obs_status is one of the list.",
        "It says whether a figure may be trusted.",
        "Use one of the words suggested; empty means normal.",
    ),
    rule(
        "CP206",
        "qualifier is one of the list.",
        "It says how exactly a figure was stated.",
        "Use exact, about, at_least or at_most; empty means exact.",
    ),
    rule(
        "CP207",
        "A date is a day of the calendar.",
        "The order of revisions rests on it.",
        "Write YYYY-MM-DD. For published, and for due of a remark, YYYY-MM and YYYY will do: they"
        " mean the last day.",
    ),
    rule(
        "CP208",
        "A state is one of the list.",
        "Reports count by these words.",
        "Use not_started, under_way, done or dropped.",
    ),
    rule(
        "CP209",
        "A row has a value, or says that it is missing.",
        "An empty value without a word looks like a forgotten one.",
        "Fill the value in; or set obs_status to missing and leave the value empty.",
    ),
    rule(
        "CP210",
        "A value lies between the least and the most that it can be.",
        "A negative count or a share above 100% is a slip.",
        "Mend the value or its unit; the limits are minimum and maximum of the indicator in the"
        " plan.",
    ),
    rule(
        "CP211",
        "The year of a row is the file's.",
        "A row in the wrong file counts for the wrong year.",
        "Move the row to the file of its year, or mend the year.",
    ),
    rule(
        "CP212",
        "A figure covers a whole year.",
        "Nine months look like a bad year.",
        "Take the row out until the figure of the whole year is published.",
    ),
    rule(
        "CP401",
        "The plan is YAML that can be read.",
        "A slip of the indent can move a key to another entry.",
        "Look at the line given and at the one above it: a quote left open, a tab, a wrong indent,"
        " a missing bracket.",
    ),
    rule(
        "CP402",
        "The YAML is plain: one document, no anchors, tags or deep nesting.",
        "With such constructs a small file builds a huge tree, or runs code.",
        "Write the plan out in plain keys, lists and values.",
    ),
    rule(
        "CP403",
        "A key is given once.",
        "Of two, YAML readers keep the last one without a word.",
        "Remove one of the two; both lines are given.",
    ),
    rule(
        "CP404",
        "A plain value means the same to every YAML reader.",
        "no, 017 and 1:30 are a boolean, an octal and a base-60 number to some.",
        "Put text in quotes, and write numbers in plain digits.",
    ),
    rule(
        "CP405",
        "Every key is known.",
        "A misspelt key would be ignored.",
        "Use the key suggested, or remove it; clusterplan schema lists them all.",
    ),
    rule(
        "CP406",
        "An entry has all the keys that it needs.",
        "A target without a path or a clause cannot be judged.",
        "Add the key to the entry that begins at the line given.",
    ),
    rule(
        "CP407",
        "Every value is of the kind that its key wants.",
        "A year in quotes is a text, and a unit that is not on the list is none.",
        "Write what the finding asks for; clusterplan schema describes every key.",
    ),
    rule(
        "CP501",
        "The indicator of a row is in the plan.",
        "Under a misspelt name the figure would be lost.",
        "Use the name suggested. An indicator, milestone or measure that is new must first stand"
        " in the plan.",
    ),
    rule(
        "CP502",
        "The entity of a row is in the plan.",
        "Under a misspelt name the figure would be lost.",
        "Use the name suggested, or the id. An entity that is new must first stand in the plan.",
    ),
)
