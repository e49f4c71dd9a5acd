"""CSV text to records with the physical line each starts on, one finding per broken record."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from clusterplan.findings import Finding, Level, known_words, nearest, shown
from clusterplan.messages import Message, say
from clusterplan.reading.source import position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUOTE = re.compile('"')


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it starts (a physical line, from 1) and its cells by column name."""

    line: int
    cells: dict[str, str]
    columns: tuple[str, ...]
    raw: str


def column_of(raw: str, columns: Sequence[str], name: str | None) -> int:
    """Return the column, from 1, at which a cell of a physical line starts; 1 when it does not."""
    return _column_at(raw, columns.index(name)) if name in columns else 1


def _column_at(raw: str, wanted: int) -> int:
    offset, quoted = 0, False
    for offset, char in enumerate(raw):
        if wanted == 0:
            return offset + 1
        if char == '"':
            quoted = not quoted
        wanted -= char == "," and not quoted
    return offset + 2 if wanted == 0 else 1


class _Lines:
    """The physical lines of a text; remembers the first one of the record that is being read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = io.StringIO(text, newline="")
        self.first: str | None = None

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if self.first is None:
            self.first = line
        return line

    def begin(self) -> None:
        """Forget the record before."""
        self.first = None

    @property
    def raw(self) -> str:
        """The first line of the record, without its end."""
        return (self.first or "").rstrip("\r\n")


def read_table(
    text: str, file: str, known: Sequence[str], required: Sequence[str]
) -> tuple[Iterator[Record | Finding], list[Finding]]:
    """Read a CSV with a header.

    Returns:
        The records and the findings on single records, in file order; and the findings on the
        header. A broken header yields no records, so that one mistake is one finding.
    """
    lines = _Lines(text)
    csv.field_size_limit(len(text) + 1)  # the file has a limit already; a cell needs none
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader)
    except (csv.Error, StopIteration):
        message, hint = say("the header cannot be read"), say("the first line names the columns")
        return iter(()), [Finding("CP107", Level.ERROR, file, 1, 1, message, hint)]
    columns, findings = _columns(header, lines.raw, file, known, required)
    if columns is None:
        return iter(()), findings
    return _records(reader, lines, file, columns), findings


def _columns(
    header: list[str], raw: str, file: str, known: Sequence[str], required: Sequence[str]
) -> tuple[tuple[str, ...] | None, list[Finding]]:
    def finding(
        code: str, message: Message, hint: Message, *, level: Level = Level.ERROR, at: int = 0
    ) -> Finding:
        return Finding(code, level, file, 1, _column_at(raw, at), message, hint)

    if separator := _wrong_separator(header):
        message = say("the columns are separated by {separator}", separator=separator)
        return None, [finding("CP104", message, say("separate them by commas"))]
    names = tuple(name.strip() for name in header)
    if not set(names) & set(known):
        message = say("no column has a known name")
        hint = say("is it a file from elsewhere? run clusterplan import FILE --year YEAR")
        return None, [finding("CP101", message, hint)]
    notes, problems = [], []
    if list(names) != header:
        message = say("spaces round column names were left out")
        notes.append(finding("CP105", message, say("remove them"), level=Level.NOTICE))
    for at, name in enumerate(names):
        if name not in known and name not in names[:at]:
            problems.append(finding("CP102", *_unknown_column(name, known), at=at))
        elif name in known and name in names[:at]:
            message = say("the column {name} is there twice", name=name)
            problems.append(finding("CP103", message, say("keep one of the two"), at=at))
    missing = [name for name in required if name not in names]
    # A misspelt column is one mistake, not an unknown column and a missing one.
    if missing and not problems:
        message = say("missing columns: {names}", names=", ".join(missing))
        problems.append(finding("CP101", message, say("add them to the header line")))
    return (None if problems else names), [*notes, *problems]


def _wrong_separator(header: Sequence[str]) -> str | None:
    for separator, label in ((";", ";"), ("；", "；"), ("\t", "TAB"), ("|", "|")):
        if len(header) == 1 and separator in header[0]:
            return label
    return "，" if any("，" in name for name in header) else None


def _unknown_column(name: str, known: Sequence[str]) -> tuple[Message, Message]:
    if not name:
        return say("a column without a name"), say("name it, or remove the comma before it")
    message = say("unknown column {name}", name=shown(name))
    return message, nearest(name, known) or known_words(known)


def _records(
    reader: Iterator[list[str]], lines: _Lines, file: str, columns: tuple[str, ...]
) -> Iterator[Record | Finding]:
    while True:
        line: int = reader.line_num + 1  # type: ignore[attr-defined]
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                yield _unclosed(file, line, lines.text)
                return
            yield _misquoted(file, line, lines.raw)
            continue
        if not any(cells):
            continue
        if len(cells) != len(columns):
            message = say(
                "{found} cells where the header has {wanted}", found=len(cells), wanted=len(columns)
            )
            hint = say("a comma inside a cell needs the cell in double quotes")
            value = shown(lines.raw)
            yield Finding("CP106", Level.ERROR, file, line, 1, message, hint, value=value)
            continue
        yield Record(line, dict(zip(columns, cells, strict=True)), columns, lines.raw)


def _unclosed(file: str, line: int, text: str) -> Finding:
    """Return the finding on the quote that opens last; the record begins at the line, or before."""
    rest = "".join(islice(io.StringIO(text, newline=""), line - 1, None))
    opens, quoted = 0, False
    for match in _QUOTE.finditer(rest):
        at = match.start()
        if quoted:
            quoted = False
        elif at == 0 or rest[at - 1] in ',"\r\n':  # one inside a bare cell is a letter
            quoted = True
            opens = opens if at and rest[at - 1] == '"' else at  # a doubled one stays within
    down, column = position(rest, opens)
    raw = rest[opens:].splitlines()[0]
    message, hint = say("a quote opens here and never closes"), say("close it, or double it")
    line += down - 1
    return Finding("CP107", Level.ERROR, file, line, column, message, hint, value=shown(raw))


def _misquoted(file: str, line: int, raw: str) -> Finding:
    message = say("a quote stands in the middle of a cell")
    hint = say("put the whole cell in double quotes and double the quotes inside it")
    column = raw.find('"') + 1 or 1
    return Finding("CP107", Level.ERROR, file, line, column, message, hint, value=shown(raw))
