"""CSV text to records with the physical line each starts on, one finding per broken record."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.findings import Finding, Level, known_words, nearest, shown
from clusterplan.messages import Message, say

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.reading.text import Text

    Cells: TypeAlias = list[str]

MAX_COLUMNS = 100
"""Names of a header that are looked at: far more than there are, and few enough for a mistake."""
_BROKEN_QUOTES = "CP107"


@dataclass(frozen=True, slots=True)
class Table:
    """The records below a header."""

    file: str
    text: Text
    columns: tuple[str, ...]

    def records(self) -> Iterator[tuple[int, Cells | csv.Error]]:
        """Return the line, from 1, on which each record starts, with its cells.

        As many cells as the file gives it and an empty one behind the last, or the error that
        keeps it from being split.
        """
        reader = _reader(self.text.open(), self.text)
        next(reader)
        while True:
            before = reader.line_num
            try:
                for cells in reader:
                    cells.append("")
                    yield before + 1, cells
                    before = reader.line_num
            except csv.Error as error:
                yield before + 1, error
                if not _unclosed(error):
                    continue
            return

    def record_at(self, line: int) -> Cells:
        """Return the cells of the record that starts on a line."""
        return [*next(_reader(self.text.lines_from(line), self.text)), ""]


def read_table(
    text: Text, file: str, known: Sequence[str], required: Sequence[str]
) -> tuple[Table | None, list[Finding]]:
    """Read the header of a CSV.

    Returns:
        The table, and the findings on its header. A broken header makes no table, so that one
        mistake is one finding.
    """
    try:
        header = next(_reader(text.open(), text))
    except (csv.Error, StopIteration):
        message, hint = say("the header cannot be read"), say("the first line names the columns")
        return None, [Finding(_BROKEN_QUOTES, Level.ERROR, file, 1, 1, message, hint)]
    columns, findings = _columns(header, file, known, required)
    return (None if columns is None else Table(file, text, columns)), findings


def broken(file: str, line: int, error: csv.Error) -> Finding:
    """Return the finding for a record that cannot be split into cells."""
    if _unclosed(error):
        message, hint = say("a quote opens here and never closes"), say("close it, or double it")
    else:
        message = say("a quote stands in the middle of a cell")
        hint = say("put the whole cell in double quotes and double the quotes inside it")
    return Finding(_BROKEN_QUOTES, Level.ERROR, file, line, 1, message, hint)


def uneven(file: str, line: int, found: int, wanted: int) -> Finding:
    """Return the finding for a record with too few or too many cells."""
    message = say("{found} cells where the header has {wanted}", found=found, wanted=wanted)
    hint = say("a comma inside a cell needs the cell in double quotes")
    return Finding("CP106", Level.ERROR, file, line, 1, message, hint)


def _unclosed(error: csv.Error) -> bool:
    return "unexpected end" in str(error)


def placed(findings: Sequence[Finding], text: Text, columns: Sequence[str]) -> Iterator[Finding]:
    """Fill in the columns at which the fields stand; nobody carries them along."""
    lines = text.lines({finding.line for finding in findings})
    for finding in findings:
        raw = lines.get(finding.line, "")
        broken = finding.code == _BROKEN_QUOTES
        column = raw.find('"') + 1 or 1 if broken else column_of(raw, columns, finding.field)
        yield replace(finding, column=column) if finding.line else finding


def column_of(raw: str, columns: Sequence[str], name: str | None) -> int:
    """Return the column, from 1, at which a cell of a physical line starts; 1 when it does not."""
    if name not in columns:
        return 1
    offset, quoted, wanted = 0, False, columns.index(name)
    for offset, char in enumerate(raw):
        if wanted == 0:
            return offset + 1
        if char == '"':
            quoted = not quoted
        wanted -= char == "," and not quoted
    return offset + 2 if wanted == 0 else 1


def _reader(lines: Iterable[str], text: Text) -> Reader:
    csv.field_size_limit(len(text.data) + 1)  # the file has a limit already; a cell needs none
    return csv.reader(lines, strict=True)


def _columns(
    header: list[str], file: str, known: Sequence[str], required: Sequence[str]
) -> tuple[tuple[str, ...] | None, list[Finding]]:
    def finding(code: str, message: Message, hint: Message, level: Level = Level.ERROR) -> Finding:
        return Finding(code, level, file, 1, 1, message, hint)

    stripped = tuple(name.strip() for name in header)
    notes = []
    if len(header) == 1:
        for separator, label in (("，", "，"), (";", ";"), ("；", "；"), ("\t", "TAB"), ("|", "|")):
            if separator in header[0]:
                message = say("the columns are separated by {separator}", separator=label)
                return None, [finding("CP104", message, say("separate them by commas"))]
    if list(stripped) != header:
        message = say("spaces round column names were left out")
        notes.append(finding("CP105", message, say("remove them"), Level.NOTICE))
    problems = []
    times = Counter(stripped)
    for name in islice(times, MAX_COLUMNS):
        if name not in known:
            message = say("unknown column {name}", name=shown(name) or "''")
            hint = nearest(name, known) or known_words(known)
            problems.append(finding("CP102", message, hint))
        if times[name] > 1:
            message = say("the column {name} is there twice", name=shown(name))
            problems.append(finding("CP103", message, say("keep one of the two")))
    missing = [name for name in required if name not in times]
    # A misspelt column is one mistake, not an unknown column and a missing one.
    if missing and not problems:
        message = say("missing columns: {names}", names=", ".join(missing))
        problems.append(finding("CP101", message, say("add them to the header line")))
    return (None if problems else stripped), [*notes, *problems]
