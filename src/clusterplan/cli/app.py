"""The program: its commands, and what holds for all of them."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.cli.language import prepare, tr
from clusterplan.cli.late_commands import Group

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
