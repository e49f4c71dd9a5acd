"""The command line: one file per command, which parses, calls, prints and exits; nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.cli.check import check
from clusterplan.cli.diff import diff
from clusterplan.cli.explain import explain
from clusterplan.cli.guard import guarded
from clusterplan.cli.import_ import import_
from clusterplan.cli.init import init
from clusterplan.cli.language import Command, Group, prepare, tr
from clusterplan.cli.methods import methods
from clusterplan.cli.new_year import new_year
from clusterplan.cli.report import report
from clusterplan.cli.schema import schema
from clusterplan.cli.show import show
from clusterplan.cli.targets import targets
from clusterplan.cli.trend import trend
from clusterplan.cli.validate import validate

ABOUT = tr("Hold a five-year plan to account: targets in YAML, actual figures in CSV.")

app = typer.Typer(
    name="clusterplan",
    cls=Group,
    help=ABOUT,
    epilog=tr("Exit codes: 0 done, 1 findings, 2 usage or broken data, 3 a fault in clusterplan."),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: starts twice as fast, and can be searched
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS = (
    (
        check,
        tr("The gap report for one year."),
        tr(
            "Report how far the plan is: what is met, on schedule, behind, and what is missing."
            "\n\n"
            "Exit code 0 when the report was made, 1 by --fail-on, 2 when it cannot be made."
        ),
    ),
    (
        validate,
        tr("Check the plan and the figures for mistakes."),
        tr(
            "Check plan and actuals files: without PATH the whole data folder."
            "\n\n"
            "Exit code 0 when there is no error, 1 when there is one, 2 for wrong usage."
        ),
    ),
    (
        targets,
        tr("Every target, milestone and measure."),
        tr("List every target, milestone and measure with the clause it comes from."),
    ),
    (
        show,
        tr("One target in full."),
        tr(
            "Show a target, milestone or measure in full: its path, every year, every revision with"
            " its source, the arithmetic, what hangs together with it, and a chart."
        ),
    ),
    (
        trend,
        tr("All years side by side."),
        tr("Show the figure and the verdict of each target in every year, with a sparkline."),
    ),
    (
        diff,
        tr("What changed between two years."),
        tr("Compare the reports of two years: whose verdict changed, and how each gap moved."),
    ),
    (
        report,
        tr("A page or a workbook to hand on."),
        tr(
            "Write a report to hand on: a self-contained HTML page, or an Excel workbook. Without"
            " --method every method is asked, and the page tells where they disagree."
            "\n\n"
            "It needs the extra “report”: pip install 'clusterplan[report]'"
        ),
    ),
    (
        methods,
        tr("The ways of judging progress."),
        tr("Explain a method: formula, cut-offs, edge cases, sources; without NAME, a list."),
    ),
    (
        import_,
        tr("Figures of a workbook or a foreign CSV, into the files of their years."),
        tr(
            "Take figures from an Excel workbook, an OpenDocument spreadsheet or a foreign CSV:"
            " show what is understood and what is not, then add it to the CSV of its year."
            "\n\n"
            "A table may have years or indicators across, or one figure a row; titles, units in"
            " heads, footnotes and totals are told apart. Names are those of the plan in either"
            " language; one that is only near is not taken. A figure that is there already is"
            " left out, a different one becomes a new vintage and needs a later day of"
            " publication. Nothing is ever overwritten, and each row notes its cell."
            "\n\n"
            "Exit code 0 when all was imported or is there already, 1 when something was not"
            " understood (then nothing is written without --partial) or the answer was no, 2 for"
            " wrong usage and files that cannot be read."
        ),
    ),
    (
        new_year,
        tr("The CSV of a year, with an empty row for each figure of the plan."),
        tr(
            "Make the CSV of a year: a row for each figure that the plan asks for, members of"
            " groups included, with its unit and the figure of the year before in the note, in"
            " the order of who supplies them. Values are left empty, with the status missing."
            "\n\n"
            "Exit code 0 when the file was made, 2 when it is there already or cannot be made."
        ),
    ),
    (
        init,
        tr("A small plan to begin one's own with."),
        tr(
            "Make a data folder with a small plan and figures for two years, all invented, and"
            " with comments that explain them: replace them piece by piece by your own."
            "\n\n"
            "Exit code 0 when it was made, 2 when DIR is not empty or cannot be written."
        ),
    ),
    (
        explain,
        tr("What a code of validate means."),
        tr("Explain a rule of validate: what, why, a bad and a good example; without CODE, all."),
    ),
    (
        schema,
        tr("The JSON Schema of the plan file."),
        tr("Print the JSON Schema of the plan file, for editors and validators."),
    ),
)
for function, summary, text in COMMANDS:
    name = function.__name__.strip("_").replace("_", "-")
    app.command(name, cls=Command, short_help=summary, help=text)(guarded(function))


def _print_version(*, wanted: bool) -> None:
    if wanted:
        from clusterplan import __version__  # noqa: PLC0415 # costs nothing

        typer.echo(f"clusterplan {__version__}")
        raise typer.Exit


@app.callback(help=ABOUT)
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help=tr("Print the version and exit."),
            is_eager=True,
            callback=lambda wanted: _print_version(wanted=wanted),
        ),
    ] = False,
) -> None:
    """Take the options that stand before the command."""


def run() -> None:
    """Run the command line with the arguments of the process."""
    prepare()
    app(prog_name="clusterplan")
