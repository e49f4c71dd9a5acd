"""The group of all commands, each of which is loaded only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from clusterplan.cli.commands import COMMANDS
from clusterplan.cli.language import Translated, tr

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
    from clusterplan.cli.exit_codes import guarded  # noqa: PLC0415 # not for --help

    function = getattr(import_module(f"clusterplan.cli.{entry.module}"), entry.module)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(entry.name, cls=Command, short_help=entry.summary, help=entry.help)(
        guarded(function)
    )
    return typer.main.get_command(app)
