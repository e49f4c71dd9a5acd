"""The command line: one file per command, which parses, calls, prints and exits; nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.cli.check import check
from clusterplan.cli.guard import guarded
from clusterplan.cli.schema import schema
from clusterplan.cli.targets import targets

app = typer.Typer(
    name="clusterplan",
    help="Hold a five-year plan to account: targets in YAML, actual figures in CSV.",
    epilog="Exit codes: 0 done, 1 findings, 2 usage or broken data, 3 a fault in clusterplan.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: starts twice as fast, and can be searched
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command, summary in (
    (check, "The gap report for one year."),
    (targets, "Every target, milestone and measure."),
    (schema, "The JSON Schema of the plan file."),
):
    app.command(short_help=summary)(guarded(command))


def _print_version(*, wanted: bool) -> None:
    if wanted:
        from clusterplan import __version__  # noqa: PLC0415 # costs nothing

        typer.echo(f"clusterplan {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[  # answered by its callback
        bool,
        typer.Option(
            "--version",
            help="Print the version and exit.",
            is_eager=True,
            callback=lambda wanted: _print_version(wanted=wanted),
        ),
    ] = False,
) -> None:
    """Hold a five-year plan to account: targets in YAML, actual figures in CSV."""


def run() -> None:
    """Run the command line with the arguments of the process."""
    app(prog_name="clusterplan")
