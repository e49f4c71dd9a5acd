"""What was asked with the options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import Struct

from clusterplan.base.messages import printable, say
from clusterplan.cli.language import from_environment
from clusterplan.cli.telling import tell
from clusterplan.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clusterplan.base.messages import Message
    from clusterplan.model.results import Nature

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
    nature: Nature | None = None
    owner: str | None = None
    supplier: str | None = None
    quiet: bool = False
    verbose: bool = False

    @property
    def chosen_format(self) -> str | None:
        """Return the format that was named; None where it is to fit the place."""
        return None if self.format == "auto" else self.format

    def notice(self, message: Message) -> None:
        """Say something on stderr in the program's name, so that stdout has the result alone."""
        self.line(say("clusterplan: {message}", message=message))

    def mention(self, message: Message) -> None:
        """Say it as a notice, unless nothing but the result is wanted."""
        if not self.quiet:
            self.notice(message)

    def line(self, message: Message) -> None:
        """Say something on stderr that has a place in a file in front."""
        tell(printable(self.locale.text(message)))


def asked(given: Mapping[str, Any]) -> Asked:
    """Take the options that commands share from all that was given."""
    shared = {name: given[name] for name in Asked.__struct_fields__ if name in given}
    locale = Locale(given.get("lang") or from_environment())
    return Asked(locale=locale, **shared)
