"""Tables of a roll-up: files with the same columns, and what is wrong with others."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from clusterplan.base.findings import Finding, Level, known_words, nearest, shown
from clusterplan.base.messages import say
from clusterplan.reading.encoding import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from clusterplan.base.messages import Message
    from clusterplan.reading.encoding import State

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/.*", re.DOTALL)


class BadInputError(Exception):
    """A file cannot be read: the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding.message))
        self.finding = finding


class Input(Struct, frozen=True):
    """A file that is read, as it was when the roll-up began.

    Attributes:
        name: what findings and the audit call it.
        path: where the engine reads it: a link to the file, or a copy in UTF-8.
        kind: by its first bytes.
        original: where it lies; None for what only a cluster reads.
        sha256: of its bytes; empty for what only a cluster reads.
        head: the columns of a CSV; of Parquet the engine knows them.
        encoding: of the original, if it is a CSV.
    """

    name: str
    path: str
    kind: Literal["csv", "parquet"]
    original: Path | None = None
    sha256: str = ""
    size: int = 0
    head: tuple[str, ...] = ()
    encoding: str = "utf-8"
    state: State | None = None


class Table(Struct, frozen=True):
    """Files with the same columns that make up one table."""

    name: str
    files: tuple[Input, ...]

    @property
    def label(self) -> str:
        """Return what findings on the table as a whole call it: its first file."""
        return self.files[0].name


def is_url(path: str) -> bool:
    """Say whether this names a place in a storage that only a cluster reads."""
    return _URL.fullmatch(path) is not None


def table_of(name: str, files: Sequence[Input]) -> Table:
    """Return the table that files make up.

    Raises:
        BadInputError: their columns differ.
    """
    for other in files[1:]:
        if (other.kind, other.head) != (files[0].kind, files[0].head):
            raise other_columns(other, files[0])
    return Table(name, tuple(files))


def other_columns(file: Input, first: Input) -> BadInputError:
    """Return what to raise of a file whose columns are not those of the first."""
    message = say("the columns are others than in {file}", file=first.name)
    return bad("CP605", file.name, message, say("give all files the same columns"))


def require(columns: Iterable[str | None], known: Sequence[str], file: str) -> None:
    """Refuse a table that lacks a column.

    Raises:
        BadInputError: it does.
    """
    for name in columns:
        if name is not None and name not in known:
            message = say("there is no column {name}", name=shown(name))
            hint = nearest(name, known) or known_words(map(shown, known))
            raise bad("CP605", file, message, hint, 1)


def head(start: bytes, name: str) -> tuple[str, ...]:
    """Return the columns of a CSV in UTF-8 that begins with these bytes.

    Raises:
        BadInputError: one has no name, or that of another, or they cannot be read.
    """
    text = start.decode("utf-8", "ignore").removeprefix(MARK)
    try:
        columns = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error as error:
        message = say("the first line cannot be read: {why}", why=str(error))
        raise bad("CP606", name, message, None, 1) from None
    columns = [column.strip() for column in columns] or [""]
    for column in columns:
        if not column or columns.count(column) > 1:
            message = say("a column without a name")
            if column:
                message = say("the column {name} is there twice", name=shown(column))
            raise bad("CP605", name, message, say("give each column its own name"), 1)
    if len(columns) == 1 and any(sign in columns[0] for sign in ";\t，；"):
        message = say("the columns are not separated by commas")
        raise bad("CP606", name, message, say("save it as CSV with commas"), 1)
    return tuple(columns)


def bad(
    code: str, file: str, message: Message, hint: Message | None = None, line: int = 0
) -> BadInputError:
    """Return what to raise of a file."""
    return BadInputError(Finding(code, Level.ERROR, file, line, min(line, 1), message, hint))
