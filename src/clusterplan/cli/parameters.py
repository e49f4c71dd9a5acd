"""What each command takes, in the order of its help; a command is handed what it names of this."""

from __future__ import annotations

from enum import StrEnum
from inspect import Parameter
from keyword import iskeyword
from operator import getitem
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import typer

from clusterplan.cli.language import LANGUAGES, tr
from clusterplan.render import FORMATS, MAIL

if TYPE_CHECKING:
    from collections.abc import Callable

    Parameters: TypeAlias = tuple[Parameter, ...]


def option(
    flags: str,
    about: str,
    kind: Any = str,  # noqa: ANN401 # any annotation that typer knows
    default: Any = None,  # noqa: ANN401
    *,
    several: bool = False,
    name: str = "",
    **more: Any,  # noqa: ANN401
) -> Parameter:
    """Declare an option; the command gets it under its long name, which comes first."""
    info = typer.Option(default, *flags.split(), help=about, show_default=bool(default), **more)
    name = name or flags.split(maxsplit=1)[0].strip("-").replace("-", "_")
    name += "_" if iskeyword(name) else ""
    return _parameter(name, info, list[kind] if several else kind)


def switch(flags: str, about: str, **more: Any) -> Parameter:  # noqa: ANN401
    """Declare an option without a value."""
    return option(flags, about, bool, default=False, **more)


def argument(
    name: str,
    metavar: str,
    about: str,
    kind: Any = str,  # noqa: ANN401
    default: Any = ...,  # noqa: ANN401
    *,
    several: bool = False,
    **more: Any,  # noqa: ANN401
) -> Parameter:
    """Declare an argument; with None as its default it may be left out."""
    info = typer.Argument(default, metavar=metavar, help=about, **more)
    return _parameter(name, info, list[kind] if several else kind)


def _parameter(name: str, info: Any, kind: Any) -> Parameter:  # noqa: ANN401
    annotation = kind | None if info.default is None else kind
    return Parameter(name, Parameter.KEYWORD_ONLY, default=info, annotation=annotation)


def one_of(*names: str) -> Any:  # noqa: ANN401 # an annotation
    """Return the kind of an option that has one of these values."""
    return getitem(Literal, names)  # known only when it runs


def completed_by(what: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what completes a word in the shell: a function of `completion.py`."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from clusterplan.cli import completion  # noqa: PLC0415 # only when a shell asks

        found: list[str] = getattr(completion, what)(ctx, incomplete)
        return found

    return complete


def file(flags: str, about: str, default: Any = None) -> Parameter:  # noqa: ANN401
    """Declare an option that names a file."""
    return option(flags, about, Path, default, metavar="FILE")


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
    BEHIND_SUSTAINED = "behind:sustained"
    FAR_BEHIND_SUSTAINED = "far_behind:sustained"
    REGRESSED_SUSTAINED = "regressed:sustained"


def _format(about: str, *names: str) -> Parameter:
    return option("--format -f", about, one_of("auto", *names), "auto")


def _data(about: str) -> Parameter:
    return option("--data", about, envvar="CLUSTERPLAN_DATA", metavar="DIR")


_AUTO = tr("Format; auto is a table on a terminal, else plain text.")
FORMAT = _format(_AUTO, *FORMATS)
DATA = _data(
    tr(
        "The data folder (targets.yaml and actuals/). Else the nearest data/targets.yaml here"
        " or above, else the plan that comes with clusterplan (scripts name it: --data"
        " example)."
    )
)
OWN_DATA = _data(
    tr(
        "The data folder (targets.yaml and actuals/). Else the nearest data/targets.yaml here"
        " or above."
    )
)
LANG = option("--lang", tr("Language; else by LC_ALL, LC_MESSAGES, LANG."), one_of(*LANGUAGES))
OUTPUT = file("--output -o", tr("Write to a file, which is replaced only once all is written."))
AS_OF = option("--as-of", tr("Judge by what was published by this day."), metavar="DATE")
PUBLISHED_ONLY = switch("--published-only", tr("Leave illustrative figures out."))
COLOR = option(
    "--color", tr("When to colour the table."), one_of("auto", "always", "never"), "auto"
)
QUIET = switch("--quiet -q", tr("No notices on stderr."))
VERBOSE = switch("--verbose -v", tr("Show every notice, and the traceback of an internal fault."))
NARROW = (
    option("--nature", tr("Only targets of this nature."), one_of("binding", "anticipatory")),
    option(
        "--owner",
        tr(
            "Only what this body leads, by its id or a whole name; what it supports is named"
            " beside."
        ),
        metavar="ID",
        autocompletion=completed_by("body"),
    ),
    option(
        "--supplier",
        tr("Only what rests on figures of this supplier, by its whole name in any language."),
        metavar="NAME",
        autocompletion=completed_by("supplier"),
    ),
)
TARGET = option(
    "--target",
    tr("Only this target, milestone or measure, by its id or name (repeatable)."),
    several=True,
    metavar="TARGET",
    autocompletion=completed_by("commitment"),
)
FAIL_ON = option(
    "--fail-on",
    tr(
        "End with 1 when a verdict is this or worse: behind, far_behind, regressed,"
        " missed; for goals to keep at_risk (counts as behind), breached (as missed);"
        " behind:sustained: only where the last year alone was no better; no_data"
        " stands on its own; worse: than in the report of --against (repeatable)."
    ),
    FailOn,
    several=True,
    metavar="STATUS",
)
METHOD = option(
    "--method",
    tr("Put another method beside the verdict: eurostat, opensdg, unsd, dns, or all (repeatable)."),
    several=True,
    metavar="NAME",
    autocompletion=completed_by("second_opinion"),
)
SHOWN_FIRST = (_format(_AUTO, "table", "text"), OWN_DATA, LANG, COLOR)
ASKED_FIRST = (
    switch("--yes -y", tr("Write without asking, as scripts must.")),
    switch("--dry-run -n", tr("Show what would be written, write nothing.")),
)
"""Of the commands that show what they found, and ask before they write it."""
VIEW = (FORMAT, AS_OF, DATA, LANG, OUTPUT, COLOR, PUBLISHED_ONLY, QUIET, VERBOSE)
"""Of the commands that show a report in some way."""

COMMON = (
    option(
        "--format -f", tr("Format of the output, of those that the command has."), metavar="NAME"
    ),
    *(each for each in VIEW if each is not FORMAT),
)
"""What may stand before the command as well."""


def _year(about: str, default: Any = ..., name: str = "year", metavar: str = "YEAR") -> Parameter:  # noqa: ANN401
    return argument(name, metavar, about, default=default, autocompletion=completed_by("year"))


def _commitments(about: str, default: Any = ..., *, several: bool = False) -> Parameter:  # noqa: ANN401
    return argument(
        "target",
        "TARGET",
        about,
        default=default,
        several=several,
        autocompletion=completed_by("commitment"),
    )


_NEWEST = tr("The year to report on; else the newest with a figure.")


def _verdicts() -> Any:  # noqa: ANN401 # an annotation
    """Return what `--status` may name: verdicts on targets and milestones, states of measures."""
    from clusterplan.model.status import MeasureState, MilestoneStatus, Status  # noqa: PLC0415

    words = (*Status, *get_args(MilestoneStatus), *get_args(MeasureState))
    return StrEnum("Verdict", {word.upper(): str(word) for word in words})


def _check() -> Parameters:
    return (
        _year(_NEWEST, None),
        _format(
            tr(
                "Format; auto is a table on a terminal, else plain text; mail is the brief with a"
                " subject, as sendmail takes it."
            ),
            *(*FORMATS, MAIL),
        ),
        switch(
            "--brief",
            tr(
                "At most 20 lines: counts, the worst with who answers for them, what changed, what"
                " it rests on; not with --format json, csv or tsv."
            ),
        ),
        TARGET,
        *NARROW,
        option(
            "--status",
            tr("List only rows with this verdict (repeatable); counts and --fail-on see all."),
            _verdicts(),
            several=True,
            metavar="STATUS",
        ),
        option(
            "--sort",
            tr(
                "Order rows by pace, by gap as a share of the goal, or by clause; else the worst"
                " first."
            ),
            one_of("pace", "gap", "clause"),
        ),
        AS_OF,
        METHOD,
        FAIL_ON,
        file("--against", tr("Tell what changed since an earlier report (JSON).")),
        *(DATA, LANG, OUTPUT, COLOR, PUBLISHED_ONLY),
        switch("--explain", tr("Add the rules and the arithmetic behind each verdict.")),
        *(QUIET, VERBOSE),
    )


JOBS = option(
    "--jobs -j",
    tr("So many processes at a time; else one on each core."),
    int,
    metavar="N",
    min=1,
)
FOLDER = argument(
    "folder", "FOLDER", tr("The folder of all plans: every targets.yaml below it is one."), Path
)


def _overview() -> Parameters:
    return (
        FOLDER,
        argument(
            "year",
            "YEAR",
            tr("The year to report on; else the newest with a figure, of each plan."),
            default=None,
        ),
        *(FORMAT, TARGET, *NARROW, AS_OF, FAIL_ON),
        file("--against", tr("Tell how many verdicts changed since an earlier overview (JSON).")),
        *(JOBS, LANG, OUTPUT, COLOR, PUBLISHED_ONLY, QUIET, VERBOSE),
    )


def _site() -> Parameters:
    return (
        FOLDER,
        option("--output -o", tr("The folder of the site."), Path, ..., metavar="DIR"),
        option(
            "--against",
            tr(
                "Tell what changed since an earlier site, by its folder; else since the figures of"
                " each plan were others."
            ),
            Path,
            metavar="DIR",
        ),
        *(JOBS, AS_OF, LANG, PUBLISHED_ONLY, QUIET, VERBOSE),
    )


def _validate() -> Parameters:
    return (
        argument(
            "path",
            "PATH",
            tr("Data folders, or single files of one; else the folder of --data."),
            Path,
            default=None,
            several=True,
        ),
        _format(
            tr("Format; auto is github in GitHub Actions, full on a terminal, else text."),
            *("full", "text", "json", "github", "sarif"),
        ),
        option(
            "--select",
            tr("Only these codes, or codes that begin so, like CP204,CP3 (repeatable)."),
            several=True,
            metavar="CODE",
        ),
        option(
            "--ignore",
            tr("Leave out these codes, or codes that begin so (repeatable)."),
            several=True,
            metavar="CODE",
        ),
        file("--known", tr("Leave out the findings that this file lists.")),
        file("--write-known", tr("List all findings in this file, for --known, and end with 0.")),
        option("--max-findings", tr("Tell so many findings per file."), str, "1000", metavar="N"),
        *(OWN_DATA, LANG, OUTPUT, COLOR),
        switch("--strict", tr("Warnings count as errors, and so do illustrative figures.")),
        QUIET,
        switch(
            "--verbose -v", tr("List revisions on stderr, and the traceback of an internal fault.")
        ),
    )


def _show() -> Parameters:
    return (
        _commitments(
            tr(
                "A target, milestone or measure: its id, its name, or a part of the name that no"
                " other has."
            )
        ),
        _year(_NEWEST, None),
        option(
            "--year",
            tr("The same as YEAR."),
            name="of_year",
            metavar="YEAR",
            autocompletion=completed_by("year"),
        ),
        switch(
            "--all",
            tr("Add every member, and every row of the figures with its source."),
            name="in_full",
        ),
        file("--chart", tr("Draw it over the years, alone: a picture for slides, .svg or .png.")),
        *VIEW,
    )


def _trend() -> Parameters:
    return (
        _commitments(tr("Targets, milestones or measures; else all."), None, several=True),
        *NARROW,
        *VIEW,
    )


def _diff() -> Parameters:
    return (
        _year(tr("The year to start from."), name="before", metavar="YEAR1"),
        _year(tr("The year to compare."), name="after", metavar="YEAR2"),
        switch("--all", tr("List also what is as before."), name="in_full"),
        *VIEW,
    )


def _report() -> Parameters:
    return (
        _year(tr("The year to report on.")),
        file(
            "--output -o",
            tr("The file to write, .html, .docx or .xlsx; replaced only once all is written."),
            default=...,
        ),
        option(
            "--format -f", tr("Format; else by the ending of FILE."), one_of("html", "docx", "xlsx")
        ),
        switch("--brief", tr("One page with what matters; .html only.")),
        *NARROW,
        *(AS_OF, METHOD, DATA, LANG, PUBLISHED_ONLY, QUIET, VERBOSE),
    )


def _export() -> Parameters:
    return (
        option(
            "--format -f",
            tr("What to write."),
            one_of("datapackage", "sdmx-csv", "opensdg"),
            ...,
            metavar="NAME",
        ),
        option(
            "--output -o",
            tr("The folder to write, or the file of sdmx-csv, which else goes to stdout."),
            Path,
            metavar="PATH",
        ),
        file("--mapping", tr("The mapping of sdmx-csv (YAML): dimensions, attributes and codes.")),
        *(DATA, LANG, PUBLISHED_ONLY, QUIET, VERBOSE),
    )


def _methods() -> Parameters:
    return (
        argument(
            "name",
            "NAME",
            tr("A method; without it, a list of all."),
            default=None,
            autocompletion=completed_by("method"),
        ),
        *(FORMAT, LANG, OUTPUT, COLOR, VERBOSE),
    )


def _import() -> Parameters:
    return (
        argument(
            "file", "FILE", tr("The workbook (.xlsx, .xls, .ods) or text (.csv, .tsv)."), Path
        ),
        option(
            "--year",
            tr(
                "The year of figures for which the file states none; of those for which it states"
                " one, only this year is taken."
            ),
            metavar="YEAR",
        ),
        option(
            "--sheet",
            tr("Only this sheet (repeatable); else every one that is not hidden."),
            several=True,
            metavar="NAME",
        ),
        option(
            "--indicator",
            tr("The indicator of figures for which the file names none."),
            metavar="NAME",
        ),
        option(
            "--entity",
            tr("Whom figures describe for which the file names nobody; else the plan's area."),
            metavar="NAME",
        ),
        option(
            "--unit",
            tr(
                "The unit of figures for which the file states none (repeatable: each figure takes"
                " the one that fits)."
            ),
            several=True,
            metavar="UNIT",
        ),
        option(
            "--published", tr("The day of publication, for figures without one."), metavar="DATE"
        ),
        option(
            "--source",
            tr("Who published them, for figures without a source."),
            default="",
            metavar="TEXT",
        ),
        option(
            "--series",
            tr("Which of several sources for the same figures this is."),
            default="",
            metavar="NAME",
        ),
        option(
            "--status",
            tr(
                "How sure figures are that say nothing of it: normal, provisional, estimated,"
                " forecast, break, definition_differs or illustrative."
            ),
            one_of(
                *("normal", "provisional", "estimated", "forecast", "break", "definition_differs"),
                "illustrative",
            ),
            "normal",
            metavar="STATUS",
        ),
        *SHOWN_FIRST,
        switch(
            "--hidden",
            tr("Also hidden and filtered rows and columns; a hidden sheet needs --sheet."),
        ),
        *ASKED_FIRST,
        switch("--partial", tr("Write what was understood, even if something was not.")),
        *(QUIET, VERBOSE),
    )


def _rollup() -> Parameters:
    return (
        argument("year", "YEAR", tr("The year whose figures are computed.")),
        option("--engine", tr("What computes."), one_of("duckdb", "spark"), "duckdb"),
        option(
            "--master",
            tr(
                "The master of a Spark cluster: spark://host:7077. Else Spark runs on this machine."
            ),
            metavar="URL",
        ),
        option(
            "--memory",
            tr(
                "How much memory DuckDB, or each process of Spark, may take; the disk holds the"
                " rest."
            ),
            default="2GB",
            metavar="SIZE",
        ),
        option(
            "--published",
            tr("The day of publication; returns received later are left out. Else today."),
            metavar="DATE",
        ),
        option(
            "--returns",
            tr(
                "The folder of the returns, if not the data folder; for Spark also hdfs:// or s3a://."
            ),
            metavar="DIR",
        ),
        option(
            "--register",
            tr("The register, if not in the data folder; for Spark also hdfs:// or s3a://."),
            metavar="FILE",
        ),
        file(
            "--details",
            tr(
                "Write all that is known of every figure and unit, with --dry-run too; nobody"
                " should publish that."
            ),
        ),
        *SHOWN_FIRST,
        switch("--explain", tr("Show what each figure means, and the queries; compute nothing.")),
        *ASKED_FIRST,
        *(QUIET, VERBOSE),
    )


def _new_year() -> Parameters:
    return (
        argument("year", "YEAR", tr("The year whose figures are to be collected.")),
        *(OWN_DATA, LANG, QUIET, VERBOSE),
    )


def _init() -> Parameters:
    return (
        argument(
            "folder",
            "DIR",
            tr("The data folder to make; call it data, and every command finds it."),
            Path,
        ),
        option(
            "--from",
            kind=Path,
            metavar="FILE",
            about=tr(
                "A table of targets (.xlsx, .xls, .ods, .csv, .tsv) to make the plan of: names,"
                " units, base values, goals and years under heads like Name, Unit, Base 2025, Goal,"
                " Year."
            ),
        ),
        switch(
            "--rollup",
            tr("Also rollup.yaml with comments, and invented returns that become figures of 2027."),
        ),
        *(LANG, QUIET, VERBOSE),
    )


def _explain() -> Parameters:
    return (
        argument(
            "code",
            "CODE",
            tr("A code like CP204, or its beginning for a list; without it, a list of all."),
            default=None,
            autocompletion=completed_by("code"),
        ),
        *(LANG, OUTPUT),
        switch("--verbose -v", tr("Show every example, and the traceback of an internal fault.")),
    )


PARAMETERS: dict[str, Callable[[], Parameters]] = {
    "check": _check,
    "overview": _overview,
    "site": _site,
    "validate": _validate,
    "targets": lambda: (*NARROW, FORMAT, DATA, LANG, OUTPUT, COLOR, QUIET, VERBOSE),
    "show": _show,
    "trend": _trend,
    "diff": _diff,
    "report": _report,
    "export": _export,
    "methods": _methods,
    "import_": _import,
    "rollup": _rollup,
    "new_year": _new_year,
    "init": _init,
    "explain": _explain,
    "schema": lambda: (
        switch("--rollup", tr("That of rollup.yaml instead.")),
        *(OUTPUT, VERBOSE),
    ),
}
"""By the module of the command; those of others need not be made."""
