"""What was asked with the options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import typer
from msgspec import Struct

from clusterplan.cli.language import from_environment
from clusterplan.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clusterplan.base.messages import Message

Color: TypeAlias = Literal["auto", "always", "never"]


class Asked(Struct, frozen=True, kw_only=True):
    """The options that commands share, as far as a command has them; `lang` is a locale already."""

    locale: Locale
    data: str | None = None
    output: Path | None = None
    format: str | None = None
    color: Color = "auto"
    as_of: str | None = None
    published_only: bool = False
    quiet: bool = False
    verbose: bool = False

    def notice(self, message: Message) -> None:
        """Say something on stderr, so that stdout has the result alone."""
        typer.echo(self.locale.text(message), err=True)


def locale_of(language: str | None) -> Locale:
    """Return the locale of `--lang`, else of the environment."""
    return Locale(language or from_environment())


def asked(given: Mapping[str, Any]) -> Asked:
    """Take the options that commands share from all that was given."""
    shared = {name: given[name] for name in Asked.__struct_fields__ if name in given}
    return Asked(locale=locale_of(given.get("lang")), **shared)
