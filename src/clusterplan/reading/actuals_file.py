"""The actuals files: which rows are good, and what is wrong with the others.

A row passes quickly when it says nothing that the careful reader has not accepted before: an
indicator with this unit and status, a day of publication, a name, and a plain number that is
possible. All others go to the careful reader. So each rule stands in one place, and of a million
rows few are looked at in full.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from clusterplan.findings import MAX_FINDINGS, Finding, KeptFindings, Level
from clusterplan.messages import say
from clusterplan.reading.index import RowIndex, Trait
from clusterplan.reading.rows import COLUMNS, REQUIRED, SURE_DIGITS, RowReader
from clusterplan.reading.table import read_table
from clusterplan.reading.text import NOTHING, Text
from clusterplan.reading.texts import note_traits, source_traits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.actuals import Observation
    from clusterplan.plan import Plan
    from clusterplan.reading.rows import Row
    from clusterplan.reading.table import Cells, Table

SMALL = 1 << 20
"""Bytes of a file of which all observations are made when one is asked for."""
_SURE_NUMBER = re.compile(rf"(?=.{{1,{SURE_DIGITS}}}$)-?[0-9]+(?:\.[0-9]+)?")


class Rereader:
    """Reads good rows of a file anew."""

    def __init__(self, table: Table, reader: RowReader) -> None:
        self.table, self._reader = table, reader
        self._told_before = KeptFindings(0)

    def all(self, lines: Iterable[int]) -> Iterator[Observation]:
        """Return the observations that start on these lines, in the order of the file."""
        wanted = iter(lines)
        line = next(wanted, None)
        for start, cells in self.table.records():
            if start == line and isinstance(cells, list):
                yield self._read(line, cells)
                line = next(wanted, None)

    def at(self, line: int) -> Observation:
        """Return the observation that starts on a line."""
        return self._read(line, self.table.record_at(line))

    def _read(self, line: int, cells: Cells) -> Observation:
        row = self._reader.row(line, cells, self._told_before)
        return row.observation(self._reader.file, self._reader.year)


@dataclass(frozen=True)
class ActualsFile:
    """The rows of one year's file, and its findings; `beyond` counts those not kept."""

    file: str
    year: int
    findings: tuple[Finding, ...]
    text: Text = NOTHING
    records: int = 0
    beyond: Counter[str] = field(default_factory=Counter)
    index: RowIndex = field(default_factory=RowIndex, repr=False)
    rereader: Rereader | None = field(default=None, repr=False)

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """All observations, in the order of the file."""
        return tuple(self.rereader.all(self.index.lines)) if self.rereader else ()

    def observation(self, position: int) -> Observation:
        """Return the observation at a position of the index."""
        large = len(self.text.data) > SMALL
        if self.rereader and large and "observations" not in self.__dict__:
            return self.rereader.at(self.index.lines[position])
        return self.observations[position]

    def placed(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Return findings on rows with the columns at which their fields stand."""
        return self.rereader.table.placed(findings) if self.rereader else findings


class PlacedRow(NamedTuple):
    """A row by its place; what stands in it is read when it is asked for."""

    source: ActualsFile
    position: int

    @property
    def file(self) -> str:
        """Return what findings call the file."""
        return self.source.file

    @property
    def line(self) -> int:
        """Return the line, from 1."""
        return self.source.index.lines[self.position]

    @property
    def figure(self) -> int:
        """Return the number of the figure that it states."""
        return self.source.index.figures[self.position]

    @property
    def observation(self) -> Observation:
        """Return all that it says."""
        return self.source.observation(self.position)


def parse_actuals(
    text: Text | str,
    name: str,
    year: int,
    plan: Plan,
    before: tuple[Finding, ...] = (),
    limit: int = MAX_FINDINGS,
    *,
    thorough: bool = False,
) -> ActualsFile:
    """Sort out the rows of a year's CSV.

    Args:
        text: what the file holds.
        name: what findings call it.
        year: the year that it is for.
        plan: a plan that could be read.
        before: what was found in the file already.
        limit: how many findings of a code to keep.
        thorough: read every row with care, even where a look at its cells would do.
    """
    text = Text.of(text) if isinstance(text, str) else text
    table, header = read_table(text, name, COLUMNS, REQUIRED)
    kept = KeptFindings(limit, [*before, *header])
    if table is None:
        return ActualsFile(name, year, tuple(kept.findings), text)
    reader, index = RowReader(name, year, plan, table.columns), RowIndex()
    bad = 0
    doubtful = _filled(table) if thorough else _doubtful(table, reader, index)
    for line, cells in doubtful:
        bad += not _accepted(line, cells, table, reader, index, kept)
    if not bad and not len(index):
        message = say("the file has a header and no records")
        hint = say("add a row for each figure, or remove the file")
        kept.add(Finding("CP108", Level.ERROR, name, 1, 1, message, hint))
    elif not bad and index.all(Trait.MISSING):
        message = say("every row of the file still waits for its figure")
        kept.add(Finding("CP109", Level.WARNING, name, 2, 1, message, say("fill some of them in")))
    findings = tuple(table.placed(kept.findings))
    records = len(index) + bad
    rereader = Rereader(table, reader)
    return ActualsFile(name, year, findings, text, records, kept.beyond, index, rereader)


def _filled(table: Table) -> Iterator[tuple[int, Cells | csv.Error]]:
    """Return the records that say anything."""
    for line, cells in table.records():
        if isinstance(cells, csv.Error) or any(cells):
            yield line, cells


def _doubtful(
    table: Table, reader: RowReader, index: RowIndex
) -> Iterator[tuple[int, Cells | csv.Error]]:
    """Enter the rows that are good beyond doubt into the index, and return the others."""
    manners, manner_cells = reader.manners, reader.manner_cells
    entities, entity = reader.entity_numbers, reader.at["entity"]
    value, width, sure = reader.at["value"], len(table.columns) + 1, _SURE_NUMBER.fullmatch
    sources, source, note = reader.sources, reader.at["source"], reader.at["note"]
    add_figure, add_mark, add_number = (
        index.figures.append,
        index.marks.append,
        index.numbers.append,
    )
    add_line, add_traits = index.lines.append, index.traits.append
    for line, cells in table.records():
        if isinstance(cells, csv.Error):
            yield line, cells
            continue
        try:
            first, factor, low, high, mark, traits = manners[manner_cells(cells)]
            figure = first + entities[cells[entity]]
            good = sure(cells[value]) and low <= (number := float(cells[value])) <= high
        except LookupError:
            good = False
        if good and len(cells) == width:
            add_figure(figure)
            add_mark(mark)
            add_number(number * factor)
            add_line(line)
            said = sources.get(cells[source])
            if said is None:
                said = reader.source_traits(cells[source])
            add_traits(traits | said | note_traits(cells[note]) if cells[note] else traits | said)
        elif any(cells):
            yield line, cells


def _accepted(
    line: int,
    cells: Cells | csv.Error,
    table: Table,
    reader: RowReader,
    index: RowIndex,
    kept: KeptFindings,
) -> bool:
    """Look at a record in full; enter its row into the index, or tell what is wrong with it."""
    if isinstance(cells, csv.Error):
        kept.tell("CP107", partial(table.broken, line, cells))
        return False
    if len(cells) - 1 != len(table.columns):
        kept.tell("CP106", partial(table.uneven, line, len(cells) - 1))
        return False
    row = reader.read(line, cells, kept)
    if row is None:
        return False
    manner = reader.manner(cells, row)
    index.figures.append(manner.figure + reader.numbering.entities[row.entity])
    index.marks.append(hash((manner.mark, line)) if row.value is None else manner.mark)
    index.numbers.append(_float_of(row) * manner.factor)
    index.lines.append(line)
    index.traits.append(
        manner.traits
        | source_traits(cells[reader.at["source"]])
        | note_traits(cells[reader.at["note"]])
    )
    return True


def _float_of(row: Row) -> float:
    if isinstance(row.value, Decimal) and len(row.value.as_tuple().digits) <= SURE_DIGITS:
        return float(row.value)
    return math.nan
