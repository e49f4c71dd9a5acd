"""CSV text to records with the physical line each starts on, one finding per broken record."""

from __future__ import annotations

import csv
import re
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.findings import Finding, Level, known_words, nearest, shown
from clusterplan.base.messages import Message, say
from clusterplan.reading.encoding import position

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.reading.lines import Text

    Cells: TypeAlias = list[str]

MAX_COLUMNS = 100
"""Names of a header that are looked at: far more than there are, and few enough for a mistake."""
CHUNK = 256
"""Records that are split at a time: so few that a processor keeps them at hand."""
_QUOTE = re.compile('"')
_BREAK = re.compile(r"\r\n|\r|\n")


class Chunk(NamedTuple):
    """Records that follow each other, as many cells as the file gives each.

    `lines` has the line, from 1, on which each starts, and then the one that follows; `error` is
    what keeps the record there from being split.
    """

    lines: Sequence[int]
    records: list[Cells]
    error: csv.Error | None


class Table(Struct, frozen=True):
    """The records below a header."""

    file: str
    text: Text
    columns: tuple[str, ...]

    def chunks(self) -> Iterator[Chunk]:
        """Return all records, many at a time."""
        reader = _reader(self.text.open(), self.text)
        next(reader)
        more = True
        while more:
            first, error = reader.line_num + 1, None
            records: list[Cells] = []
            try:
                records.extend(islice(reader, CHUNK))  # which keeps those before an error
                more = len(records) == CHUNK
            except csv.Error as found:
                error, more = found, not _is_unclosed(found)
            after = reader.line_num + 1
            if error or after - first != len(records):
                lines: Sequence[int] = [*accumulate(map(_height, records), initial=first)]
            else:
                lines = range(first, after + 1)
            yield Chunk(lines, records, error)

    def records(self) -> Iterator[tuple[int, Cells]]:
        """Return the line on which each record starts, its cells, and an empty one behind them.

        Records that cannot be split are left out.
        """
        for chunk in self.chunks():
            for line, cells in zip(chunk.lines, chunk.records, strict=False):
                yield line, [*cells, ""]

    def records_at(self) -> Callable[[int], Cells]:
        """Return what returns the cells of the good record that starts on a line, as above."""
        lines = self.text.lines_from(1)
        reader = _reader(lines, self.text)

        def record_at(line: int) -> Cells:
            lines.number = line
            return [*next(reader), ""]

        return record_at

    def broken(self, line: int, error: csv.Error) -> Finding:
        """Return the finding on a record that cannot be split into cells."""
        if _is_unclosed(error):
            return _unclosed(self.file, line, "".join(self.text.lines_from(line)))
        message = say("a quote stands in the middle of a cell")
        hint = say("put the whole cell in double quotes and double the quotes inside it")
        raw = self.text.line(line)
        at = (line, raw.find('"') + 1 or 1)
        return Finding("CP107", Level.ERROR, self.file, *at, message, hint, value=shown(raw))

    def uneven(self, line: int, found: int) -> Finding:
        """Return the finding on a record with too few or too many cells."""
        message = say(
            "{found} cells where the header has {wanted}", found=found, wanted=len(self.columns)
        )
        hint = say("a comma inside a cell needs the cell in double quotes")
        value = shown(self.text.line(line))
        return Finding("CP106", Level.ERROR, self.file, line, 1, message, hint, value=value)

    def placed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Fill in the columns at which the fields of rows stand: rows do not carry them along."""
        listed = list(findings)
        lines = self.text.lines({finding.line for finding in listed if finding.column == 0})
        return [
            replace(each, column=self._column_of(each.field, lines.get(each.line, "")))
            if each.line and not each.column
            else each
            for each in listed
        ]

    def _column_of(self, field: str | None, raw: str) -> int:
        """Return the column, from 1, at which a cell of a physical line starts, 1 if not."""
        return _column_at(raw, self.columns.index(field)) if field in self.columns else 1


FOREIGN = say("is it a file from elsewhere? run clusterplan import FILE --year YEAR")


def read_table(
    text: Text,
    file: str,
    known: Sequence[str],
    required: Sequence[str],
    foreign: Message = FOREIGN,
) -> tuple[Table | None, list[Finding]]:
    """Read the header of a CSV; `foreign` is what to do about one without any known name.

    Returns:
        The table, and the findings on its header. A broken header makes no table, so that one
        mistake is one finding.
    """
    try:
        header = next(_reader(text.open(), text))
    except (csv.Error, StopIteration):
        message, hint = say("the header cannot be read"), say("the first line names the columns")
        return None, [Finding("CP107", Level.ERROR, file, 1, 1, message, hint)]
    columns, findings = _columns(header, text.first_line, file, known, required, foreign)
    return (None if columns is None else Table(file, text, columns)), findings


def _column_at(raw: str, wanted: int) -> int:
    offset, quoted = 0, False
    for offset, char in enumerate(raw):
        if wanted == 0:
            return offset + 1
        if char == '"':
            quoted = not quoted
        wanted -= char == "," and not quoted
    return offset + 2 if wanted == 0 else 1


def allow_cells(size: int) -> None:
    """Let the cells of CSVs be so long, in all of this process; who reads longer ones still may."""
    csv.field_size_limit(max(size + 1, csv.field_size_limit()))


def _reader(lines: Iterable[str], text: Text) -> Reader:
    allow_cells(len(text.data))  # the file has a limit already; a cell needs none
    return csv.reader(lines, strict=True)


def _height(cells: Cells) -> int:
    """Return on how many lines a record stands."""
    return 1 + sum(len(_BREAK.findall(cell)) for cell in cells)


def _columns(
    header: list[str],
    raw: str,
    file: str,
    known: Sequence[str],
    required: Sequence[str],
    foreign: Message,
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
        return None, [finding("CP101", say("no column has a known name"), foreign)]
    notes, problems = [], []
    if list(names) != header:
        message = say("spaces round column names were left out")
        notes.append(finding("CP105", message, say("remove them"), level=Level.NOTICE))
    for at, name in enumerate(names[:MAX_COLUMNS]):
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


def _is_unclosed(error: csv.Error) -> bool:
    return "unexpected end" in str(error)


def _unclosed(file: str, line: int, rest: str) -> Finding:
    """Return the finding on the quote that opens last; the record begins at the line, or before."""
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
