"""The actuals files: which rows are good, and what is wrong with the others."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from clusterplan.base.findings import MAX_FINDINGS, Finding, KeptFindings, Level
from clusterplan.base.messages import say
from clusterplan.reading.csv_records import read_table
from clusterplan.reading.fast_rows import Sorting
from clusterplan.reading.lines import NOTHING, Text
from clusterplan.reading.row_index import RowIndex, Trait
from clusterplan.reading.row_reader import COLUMNS, REQUIRED, RowReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.reading.csv_records import Cells, Table

SMALL = 1 << 20
"""Bytes of a file of which all observations are made when one is asked for."""


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
            if start == line:
                yield self._read(line, cells)
                line = next(wanted, None)

    def at(self, line: int) -> Observation:
        """Return the observation that starts on a line."""
        return self._read(line, self._record_at(line))

    @cached_property
    def _record_at(self) -> Callable[[int], Cells]:
        return self.table.records_at()

    def _read(self, line: int, cells: Cells) -> Observation:
        row = self._reader.row(line, cells, self._told_before)
        return row.observation(self._reader.file, self._reader.year)


class ActualsFile(Struct, frozen=True, dict=True):
    """The rows of one year's file, and its findings; `beyond` counts those not kept."""

    file: str
    year: int
    findings: tuple[Finding, ...]
    text: Text = NOTHING
    records: int = 0
    beyond: Counter[str] = field(default_factory=Counter)
    index: RowIndex = field(default_factory=RowIndex)
    rereader: Rereader | None = None

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
    def year(self) -> int:
        """Return the year of the file."""
        return self.source.year

    @property
    def figure(self) -> int:
        """Return the number of the figure that it states."""
        return self.source.index.figures[self.position]

    @property
    def number(self) -> float:
        """Return what it states, in the indicator's unit, as the index has it."""
        return self.source.index.numbers[self.position]

    @property
    def traits(self) -> int:
        """Return what can be said of it: a `Trait`."""
        return self.source.index.traits[self.position]

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
    sorting = Sorting(table, RowReader(name, year, plan, table.columns), kept)
    for chunk in table.chunks():
        sorting.take(chunk, thorough=thorough)
    bad, index = sorting.bad, sorting.index
    if not bad and not len(index):
        message = say("the file has a header and no records")
        hint = say("add a row for each figure, or remove the file")
        kept.add(Finding("CP108", Level.ERROR, name, 1, 1, message, hint))
    elif not bad and index.all(Trait.MISSING):
        message = say("every row of the file still waits for its figure")
        kept.add(Finding("CP109", Level.WARNING, name, 2, 1, message, say("fill some of them in")))
    findings = tuple(table.placed(kept.findings))
    records = len(index) + bad
    rereader = Rereader(table, sorting.reader)
    return ActualsFile(name, year, findings, text, records, kept.beyond, index, rereader)
