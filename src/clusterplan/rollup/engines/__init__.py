"""What a roll-up needs of an engine: to open tables, to keep the result of a query, to fetch one.

The queries are trees of sqlglot, the same for every engine; an engine writes them in its dialect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlglot import exp

    from clusterplan.base.messages import Message
    from clusterplan.rollup.tables import Table

DIGITS = 38
"""Of a number in a sum, on both sides of the point."""
Kind: TypeAlias = Literal["text", "integer", "decimal", "float", "other"]


class Type(str):
    """The type of a column, and what kind it is.

    A text, so that it can be written into an audit as it is.
    """

    __slots__ = ("kind",)
    kind: Kind

    def __new__(cls, name: str, kind: Kind) -> Self:
        """Make one of its name in the engine."""
        made = super().__new__(cls, name)
        made.kind = kind
        return made


class EngineError(Exception):
    """The engine cannot do what is asked: it is not there, out of memory, or not reachable."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class BrokenRecordError(Exception):
    """A record of a file has other columns than its head."""

    def __init__(self, file: str, why: str | Message) -> None:
        super().__init__(str(why))
        self.file, self.why = file, why


class TooLargeError(Exception):
    """A sum has more digits than numbers have here."""


class Engine(Protocol):
    """An engine that runs in this process or elsewhere."""

    name: str
    version: str

    def open(self, table: Table) -> Mapping[str, Type]:
        """Make a table known by its name; return its columns."""

    def keep(self, name: str, query: exp.Expr) -> None:
        """Run a query, and make its result known by a name."""

    def fetch(self, query: exp.Expr) -> Sequence[tuple[Any, ...]]:
        """Run a query that has few rows, and return them."""

    def write(self, query: exp.Expr) -> str:
        """Return a query in the dialect of the engine."""

    def close(self) -> None:
        """Let go of all that it holds."""
