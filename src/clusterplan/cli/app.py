"""The program: its commands, each loaded only when it is asked for, and what holds for all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from inspect import Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from clusterplan.cli.commands import COMMANDS
from clusterplan.cli.language import Translated, prepare, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.cli.commands import Listed


class Command(Translated, TyperCommand):
    """A command."""


class Group(Translated, TyperGroup):
    """All commands; to make every one takes longer than the help that lists them."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 # what the library passes on
        super().__init__(**settings)
        self.commands = Commands()  # type: ignore[assignment] # nobody adds to it

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 # its private types
        """Return the names in the order of help."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """Write the list of commands."""
        with formatter.section(tr("Commands")):
            formatter.write_dl([(entry.name, entry.summary) for entry in COMMANDS])


class Commands(Mapping[str, Any]):
    """The commands by name, each made when it is looked up."""

    def __init__(self) -> None:
        self._entries = {entry.name: entry for entry in COMMANDS}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return _made(self._entries[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


@cache
def _made(entry: Listed) -> Any:  # noqa: ANN401
    from clusterplan.cli.parameters import PARAMETERS  # noqa: PLC0415 # not for --help

    def command(**given: Any) -> None:  # noqa: ANN401 # whatever the command takes
        from clusterplan.cli.run_command import run_command  # noqa: PLC0415 # not for its help

        raise typer.Exit(run_command(entry.module, given))

    taken = PARAMETERS[entry.module]
    command.__signature__ = Signature(taken)  # type: ignore[attr-defined] # typer reads it
    command.__annotations__ = {each.name: each.annotation for each in taken}
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(entry.name, cls=Command, short_help=entry.summary, help=entry.help)(command)
    return typer.main.get_command(app)


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
