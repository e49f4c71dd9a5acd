"""The CSV of a year, with rows added at its end; what is there stays as it is, byte for byte."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.messages import say
from clusterplan.base.spreadsheet_text import inert
from clusterplan.reading.row_reader import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.importing.understanding import Found

NEW_COLUMNS = tuple(column for column in COLUMNS if column != "year")
"""The columns of a file that is made: all but `year`, which its name says."""


class UnwritableError(Exception):
    """Rows cannot be added to a file; `hint` says what to do."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message, self.hint = message, hint


class Addition(Struct, frozen=True):
    """A file with rows added.

    Attributes:
        before: its bytes as they were, None for a new file.
        after: its bytes with the rows.
        first: the physical line of the first row that was added.
    """

    before: bytes | None
    after: bytes
    first: int


def add_rows(before: bytes | None, rows: Sequence[Mapping[str, str]], year: int) -> Addition:
    """Add rows at the end of a file, in its own columns, encoding and newlines.

    Args:
        before: the bytes of the file, None for a new one.
        rows: cells by column; none of them holds a newline.
        year: of the file.

    Raises:
        UnwritableError: the file lacks a column that the rows need.
    """
    if before is None:
        text = _lines([dict(zip(NEW_COLUMNS, NEW_COLUMNS, strict=True)), *rows], NEW_COLUMNS, "\n")
        return Addition(None, text.encode("utf-8"), 2)
    encoding = _encoding(before)
    text = before.decode(encoding)
    columns = _columns(text)
    _check(columns, rows)
    newline = _newline(text)
    gap = "" if text.endswith(("\n", "\r")) else newline
    added = gap + _lines([{**row, "year": str(year)} for row in rows], columns, newline)
    bare = encoding.removesuffix("-sig")
    return Addition(before, before + added.encode(bare), len((text + gap).splitlines()) + 1)


def as_cells(found: Found, area: str) -> dict[str, str]:
    """Return a figure as the cells of its row; the plan's own area is not named."""
    return {
        "indicator": found.indicator,
        "entity": "" if found.entity == area else found.entity,
        "value": found.value,
        "unit": found.unit,
        "obs_status": found.status.value,
        "qualifier": found.qualifier.value,
        "published": found.published,
        "series": inert(found.series),
        "source": inert(found.source),
        "note": inert(found.note),
    }


def _encoding(data: bytes) -> str:
    """Return what the reader takes the file for: a byte order mark, UTF-8, else GB18030."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _newline(text: str) -> str:
    return next((each for each in ("\r\n", "\n", "\r") if each in text), "\n")


def _columns(text: str) -> list[str]:
    return [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")))]


def _check(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    for column in NEW_COLUMNS:
        if column not in columns and any(_matters(row, column) for row in rows):
            raise UnwritableError(
                say("the file has no column {column}, which the new rows need", column=column),
                say("add it to the header, and a comma to the end of each row"),
            )


def _matters(row: Mapping[str, str], column: str) -> bool:
    """Say whether a cell says more than its absence would."""
    return row.get(column, "") not in ("", "normal", "exact")


def _lines(rows: Iterable[Mapping[str, str]], columns: Sequence[str], newline: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=newline)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()
