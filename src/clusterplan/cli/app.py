"""The program: its commands, each loaded only when it is asked for, and what holds for all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from functools import cache
from inspect import Signature
from typing import TYPE_CHECKING, Any

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperCommand, TyperGroup

from clusterplan.cli.commands import COMMANDS
from clusterplan.cli.language import asked_for, from_environment, prepare, tr
from clusterplan.cli.parameters import COMMON, PARAMETERS, switch
from clusterplan.cli.translated import Translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from inspect import Parameter

    from clusterplan.cli.commands import Listed


class Command(Translated, TyperCommand):
    """A command."""


@contextmanager
def plainly(arguments: Sequence[str]) -> Iterator[None]:
    """Say what is wrong with how the program was called in the language that is asked for."""
    try:
        yield
    except UsageError as error:
        if isinstance(error, NoArgsIsHelpError):
            raise
        from clusterplan.cli.telling import tell  # noqa: PLC0415 # only where it went wrong
        from clusterplan.cli.usage_errors import told  # noqa: PLC0415

        tell(told(error, asked_for(arguments) or from_environment()))
        raise typer.Exit(error.exit_code) from None


class Group(Translated, TyperGroup):
    """All commands; to make every one takes longer than the help that lists them."""

    arguments: Sequence[str] = ()

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 # what the library passes on
        super().__init__(**settings)
        self.commands = Commands()  # type: ignore[assignment] # nobody adds to it

    def make_context(self, info_name: Any, args: list[str], *more: Any, **settings: Any) -> Any:  # noqa: ANN401
        """Read the arguments."""
        self.arguments = tuple(args)
        with plainly(self.arguments):
            return super().make_context(info_name, args, *more, **settings)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command."""
        with plainly(self.arguments):
            return super().invoke(ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Take the options before the command as if they stood first behind it.

        So one that stands behind it too wins, and one that the command lacks is refused.
        """
        found, rest, _ = self.make_parser(ctx).parse_args([*args])
        if rest and not found.keys() & {"help", "version"}:
            before = [each for each in args[: len(args) - len(rest)] if each != "--"]
            args = [rest[0], *before, *rest[1:]]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed

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
    def command(**given: Any) -> None:  # noqa: ANN401 # whatever the command takes
        from clusterplan.cli.run_command import run_command  # noqa: PLC0415 # not for its help

        raise typer.Exit(run_command(entry.module, given))

    _taking(command, PARAMETERS[entry.module]())
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(entry.name, cls=Command, short_help=entry.summary, help=entry.help)(command)
    return typer.main.get_command(app)


def _taking(command: Any, parameters: Iterable[Parameter]) -> None:  # noqa: ANN401 # a function
    """Tell typer what a function takes."""
    command.__signature__ = Signature(list(parameters))
    command.__annotations__ = {each.name: each.annotation for each in parameters}


ABOUT = tr("Hold a five-year plan to account: targets in YAML, actual figures in CSV.")

app = typer.Typer(
    name="clusterplan",
    cls=Group,
    help=ABOUT,
    epilog=tr(
        "Options stand before or after the command; where both are given, the one after it wins."
        " Exit codes: 0 done, 1 findings, 2 usage or broken data, 3 a fault in clusterplan."
    ),
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


def options(**_: Any) -> None:  # noqa: ANN401 # the command gets them
    """Take the options that stand before the command."""


VERSION = switch(
    "--version",
    tr("Print the version and exit."),
    is_eager=True,
    callback=lambda wanted: _print_version(wanted=wanted),
)
_taking(options, (VERSION, *COMMON))
app.callback(help=ABOUT)(options)


def run() -> None:
    """Run the command line with the arguments of the process."""
    prepare()
    app(prog_name="clusterplan")
