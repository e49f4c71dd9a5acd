"""What each command takes, in the order of its help; a command is handed what it names of this."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    AS_OF,
    COLOR,
    DATA,
    FORMAT,
    LANG,
    METHOD,
    OUTPUT,
    OWN_DATA,
    PUBLISHED_ONLY,
    QUIET,
    VERBOSE,
    VIEW,
    argument,
    completed_by,
    one_of,
    option,
    switch,
)


class FailOn(StrEnum):
    """What `--fail-on` may name: typer takes no `Literal` for an option that is repeated."""

    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    REGRESSED = "regressed"
    MISSED = "missed"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    NO_DATA = "no_data"
    WORSE = "worse"


CHECK = (
    argument(
        *("year", "YEAR"),
        default=None,
        about=tr("The year to report on; else the newest with a figure."),
    ),
    FORMAT,
    option(
        "--target",
        several=True,
        metavar="ID",
        about=tr("Only this target, milestone or measure (repeatable)."),
        autocompletion=completed_by("commitment"),
    ),
    AS_OF,
    METHOD,
    option(
        "--fail-on",
        kind=FailOn,
        several=True,
        metavar="STATUS",
        about=tr(
            "End with 1 when a verdict is this or worse: behind, far_behind, regressed,"
            " missed; for goals to keep at_risk (counts as behind), breached (as missed); no_data"
            " stands on its own; worse: than in the report of --against (repeatable)."
        ),
    ),
    option(
        "--against",
        kind=Path,
        metavar="FILE",
        about=tr("Tell what changed since an earlier report (JSON)."),
    ),
    *(DATA, LANG, OUTPUT, COLOR, PUBLISHED_ONLY),
    switch("--explain", about=tr("Add the rules and the arithmetic behind each verdict.")),
    *(QUIET, VERBOSE),
)
VALIDATE = (
    argument(
        *("path", "PATH"),
        kind=Path,
        several=True,
        default=None,
        about=tr("Data folders, or single files of one; else the folder of --data."),
    ),
    option(
        *("--format", "-f"),
        kind=one_of("auto", "full", "text", "json", "github", "sarif"),
        default="auto",
        about=tr("Format; auto is github in GitHub Actions, full on a terminal, else text."),
    ),
    option(
        "--select",
        several=True,
        metavar="CODE",
        about=tr("Only these codes, or codes that begin so, like CP204,CP3 (repeatable)."),
    ),
    option(
        "--ignore",
        several=True,
        metavar="CODE",
        about=tr("Leave out these codes, or codes that begin so (repeatable)."),
    ),
    option(
        "--known",
        kind=Path,
        metavar="FILE",
        about=tr("Leave out the findings that this file lists."),
    ),
    option(
        "--write-known",
        kind=Path,
        metavar="FILE",
        about=tr("List all findings in this file, for --known, and end with 0."),
    ),
    option(
        "--max-findings",
        kind=int,
        default=1000,
        metavar="N",
        min=1,
        about=tr("Tell so many findings per file."),
    ),
    *(OWN_DATA, LANG, OUTPUT, COLOR),
    switch("--strict", about=tr("Warnings count as errors, and so do illustrative figures.")),
    QUIET,
    switch(
        *("--verbose", "-v"),
        about=tr("List revisions on stderr, and the traceback of an internal fault."),
    ),
)
SHOW = (
    argument(
        *("target", "TARGET"),
        about=tr("A target, milestone or measure, by its id: see clusterplan targets."),
        autocompletion=completed_by("commitment"),
    ),
    option(
        "--year",
        metavar="YEAR",
        about=tr("The year of the arithmetic; else the newest with a figure."),
    ),
    *VIEW,
)
TREND = (
    argument(
        *("target", "TARGET"),
        several=True,
        default=None,
        about=tr("Targets, milestones or measures; else all."),
        autocompletion=completed_by("commitment"),
    ),
    *VIEW,
)
DIFF = (
    argument("before", "YEAR1", about=tr("The year to start from.")),
    argument("after", "YEAR2", about=tr("The year to compare.")),
    *VIEW,
)
REPORT = (
    argument("year", "YEAR", about=tr("The year to report on.")),
    option(
        *("--output", "-o"),
        kind=Path,
        default=...,
        metavar="FILE",
        about=tr("The file to write, .html or .xlsx; replaced only once all is written."),
    ),
    option(
        *("--format", "-f"),
        kind=one_of("html", "xlsx"),
        about=tr("Format; else by the ending of FILE."),
    ),
    *(AS_OF, METHOD, DATA, LANG, PUBLISHED_ONLY, QUIET, VERBOSE),
)
METHODS = (
    argument(
        *("name", "NAME"),
        default=None,
        about=tr("A method; without it, a list of all."),
        autocompletion=completed_by("method"),
    ),
    *(FORMAT, LANG, OUTPUT, COLOR, VERBOSE),
)
IMPORT = (
    argument(
        *("file", "FILE"),
        kind=Path,
        about=tr("The workbook (.xlsx, .xls, .ods) or text (.csv, .tsv)."),
    ),
    option(
        "--year",
        metavar="YEAR",
        about=tr(
            "The year of figures for which the file states none; of those for which it states"
            " one, only this year is taken."
        ),
    ),
    option(
        "--sheet",
        several=True,
        metavar="NAME",
        about=tr("Only this sheet (repeatable); else every one that is not hidden."),
    ),
    option(
        "--indicator",
        metavar="NAME",
        about=tr("The indicator of figures for which the file names none."),
    ),
    option(
        "--entity",
        metavar="NAME",
        about=tr("Whom figures describe for which the file names nobody; else the plan's area."),
    ),
    option(
        "--unit",
        several=True,
        metavar="UNIT",
        about=tr(
            "The unit of figures for which the file states none (repeatable: each figure takes"
            " the one that fits)."
        ),
    ),
    option(
        "--published",
        metavar="DATE",
        about=tr("The day of publication, for figures without one."),
    ),
    option(
        "--source",
        kind=str,
        default="",
        metavar="TEXT",
        about=tr("Who published them, for figures without a source."),
    ),
    option(
        "--series",
        kind=str,
        default="",
        metavar="NAME",
        about=tr("Which of several sources for the same figures this is."),
    ),
    option(
        "--status",
        kind=one_of(
            *("normal", "provisional", "estimated", "forecast", "break", "definition_differs"),
            "illustrative",
        ),
        default="normal",
        about=tr("How sure figures are that say nothing of it."),
    ),
    option(
        *("--format", "-f"),
        kind=one_of("auto", "table", "text"),
        default="auto",
        about=tr("Format; auto is a table on a terminal, else plain text."),
    ),
    *(OWN_DATA, LANG, COLOR),
    switch(
        "--hidden",
        about=tr("Also hidden and filtered rows and columns; a hidden sheet needs --sheet."),
    ),
    switch("--yes", "-y", about=tr("Write without asking, as scripts must.")),
    switch("--dry-run", "-n", about=tr("Show what would be written, write nothing.")),
    switch("--partial", about=tr("Write what was understood, even if something was not.")),
    *(QUIET, VERBOSE),
)
NEW_YEAR = (
    argument("year", "YEAR", about=tr("The year whose figures are to be collected.")),
    *(OWN_DATA, LANG, QUIET, VERBOSE),
)
INIT = (
    argument(
        *("folder", "DIR"),
        kind=Path,
        about=tr("The data folder to make; call it data, and every command finds it."),
    ),
    *(LANG, QUIET, VERBOSE),
)
EXPLAIN = (
    argument(
        *("code", "CODE"),
        default=None,
        about=tr("A code like CP204, or its beginning for a list; without it, a list of all."),
        autocompletion=completed_by("code"),
    ),
    *(LANG, OUTPUT),
    switch(
        *("--verbose", "-v"),
        about=tr("Show every example, and the traceback of an internal fault."),
    ),
)

PARAMETERS = {
    "check": CHECK,
    "validate": VALIDATE,
    "targets": (FORMAT, DATA, LANG, OUTPUT, COLOR, QUIET, VERBOSE),
    "show": SHOW,
    "trend": TREND,
    "diff": DIFF,
    "report": REPORT,
    "methods": METHODS,
    "import_": IMPORT,
    "new_year": NEW_YEAR,
    "init": INIT,
    "explain": EXPLAIN,
    "schema": (OUTPUT, VERBOSE),
}
"""By the module of the command."""
