"""Sentences for people, kept apart from the language they are printed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from clusterplan.plan import Names

    Param: TypeAlias = str | int | date | Decimal | Names | "Message"


@dataclass(frozen=True, slots=True)
class Message:
    """An English template, which is also the key of its translation, and what fills it."""

    template: str
    params: tuple[tuple[str, Param], ...] = ()

    def __str__(self) -> str:
        """Return the English sentence with plain values: for logs and tests."""
        return self.template.format(**dict(self.params))


def say(template: str, /, **params: Param) -> Message:
    """Make a message; the name marks the template for extraction into the catalogues."""
    return Message(template, tuple(params.items()))
