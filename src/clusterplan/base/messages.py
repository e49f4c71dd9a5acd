"""Sentences for people, kept apart from the language they are printed in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    Param: TypeAlias = (
        str | int | date | Decimal | "InLanguages" | "Quantity" | "Message" | tuple[str, ...]
    )


@runtime_checkable
class InLanguages(Protocol):
    """A text that a plan gives in one language or in several."""

    def in_language(self, language: str) -> str:
        """Return it in a language, else in one that it has."""


class Quantity(Struct, frozen=True):
    """A number with its unit, to be written as the language does.

    A `difference` of shares is in points; `signed` ones above zero have a plus; `places` rounds.
    """

    value: Decimal
    unit: str
    places: int | None = None
    signed: bool = False
    difference: bool = False

    def __str__(self) -> str:
        """Return it plainly: for logs and tests."""
        return f"{self.value} {self.unit}"


class Message(Struct, frozen=True):
    """An English template, which is also the key of its translation, and what fills it.

    A sentence that counts something has a `plural` template too, and `count` says which is due.
    """

    template: str
    params: tuple[tuple[str, Param], ...] = ()
    plural: str | None = None
    count: int = 1

    def __str__(self) -> str:
        """Return the English sentence with plain values: for logs and tests."""
        template = self.template if self.plural is None or self.count == 1 else self.plural
        return template.format(**{name: _plainly(value) for name, value in self.params})


def _plainly(value: Param) -> Param:
    return ", ".join(value) if isinstance(value, tuple) else value


def say(template: str, /, **params: Param) -> Message:
    """Make a message; the name marks the template for extraction into the catalogues."""
    return Message(template, tuple(params.items()))


def say_many(one: str, many: str, /, *, count: int, **params: Param) -> Message:
    """Make a message that counts; `{count}` stands for the number in both templates."""
    return Message(one, (("count", count), *params.items()), many, count)


IN_ASCII = {
    "≥": ">=",
    "≤": "<=",
    "≈": "~",
    "−": "-",  # lost, a surplus would read as a deficit
    "–": "-",
    "×": "x",
    "÷": "/",
    "†": "*",
    "‡": "#",
    "≠": "!=",
    "¥": "Y",
}
"""What stands for our signs on a terminal that cannot show them."""


def printable(text: str) -> str:
    """Spell out what a terminal would obey instead of showing it."""
    if text.isprintable():  # nearly always
        return text
    return "".join(char if char.isprintable() else _spelt(char) for char in text)


def _spelt(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


class NoteKind(StrEnum):
    """What a note is about, so that a short report can choose."""

    PROXY = "proxy"
    CONFLICT = "conflict"
    VINTAGE = "vintage"
    CERTAINTY = "certainty"
    ROUNDING = "rounding"
    MEMBERS = "members"
    METHOD = "method"
    SHAPE = "shape"


class Note(Struct, frozen=True):
    """Something to know about a verdict."""

    kind: NoteKind
    message: Message
