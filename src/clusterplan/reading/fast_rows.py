"""Good rows told from others: many at a time, column by column.

A row passes when it says nothing that needs a second look: an indicator with this unit and status,
a day and an entity that the careful reader knows, and a plain number that is possible. All others
go to the careful reader, one by one. So each rule stands in one place, and of a million rows few
are looked at in full.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from functools import partial
from itertools import compress, repeat
from operator import add, itemgetter, le, mul, or_
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import json

from clusterplan.base.spreadsheet_text import as_meant
from clusterplan.reading.csv_cells import BadCellError
from clusterplan.reading.row_index import RowIndex
from clusterplan.reading.row_reader import IN_SERIES, SURE_DIGITS, Day, Entry, Manner, mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from clusterplan.base.findings import KeptFindings
    from clusterplan.reading.csv_records import Cells, Chunk, Table
    from clusterplan.reading.row_reader import RowReader


_Key = TypeVar("_Key")
_Known = TypeVar("_Known")

_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+"
_PLAIN = re.compile(_NUMBER)
_ALL_PLAIN = re.compile(rf"(?:{_NUMBER},)++")
_listed = json.Decoder(list[float]).decode
"""Plain numbers are numbers of JSON, which msgspec reads eight times faster than `float` does."""
_decimals_of = itemgetter(2)
"""What `str.partition` returns behind the point."""
_NO_MANNER = Manner(0, math.nan, math.inf, -math.inf, 0)
"""No number is possible."""
_NO_DAY = Day(None, 0, -1)
"""Its traits are those of no day."""
_NOBODY = -1


class Sorting:
    """Enters the good rows of a table into an index, and tells what is wrong with the others.

    Attributes:
        index: the rows that could be read.
        bad: how many could not.
        reader: the careful reader, who knows what was accepted.
    """

    def __init__(self, table: Table, reader: RowReader, kept: KeptFindings) -> None:
        self.index, self.bad, self.reader = RowIndex(), 0, reader
        self._table, self._kept = table, kept

    def take(self, chunk: Chunk, *, thorough: bool = False) -> None:
        """Sort out the records of a chunk; each of them with care if asked to be thorough."""
        if chunk.records:
            self._take(chunk, thorough=thorough)
        if chunk.error:
            self._kept.tell("CP107", partial(self._table.broken, chunk.lines[-1], chunk.error))
            self.bad += 1

    def _take(self, chunk: Chunk, *, thorough: bool) -> None:
        records, columns = self._even(chunk.records)
        columns.append(("",) * len(records))  # of what the header lacks
        cells = {name: columns[position] for name, position in self.reader.at.items()}
        numbers = _numbers(cells["value"])
        everything: Sequence[int] = range(len(chunk.records))
        if thorough or all(map(math.isnan, numbers)):
            entries: list[list[Any]] = [[None] * len(numbers) for _ in Entry._fields]
            doubtful = everything
        else:
            entries, doubtful = self._entries(records, cells, numbers)
        lines: Iterable[int] = chunk.lines[: len(chunk.records)]
        if doubtful:
            good = [True] * len(chunk.records)
            for at in doubtful:
                entry = self._looked_at(chunk.lines[at], chunk.records[at])
                if entry is None:
                    good[at] = False
                    continue
                for column, held in zip(entries, entry, strict=True):
                    column[at] = held
            lines = compress(lines, good)
            entries = [list(compress(column, good)) for column in entries]
        self.index.extend(*entries, list(lines))

    def _even(self, records: list[Cells]) -> tuple[list[Cells], list[Sequence[str]]]:
        """Return the records with nothing in place of uneven ones, and the same by columns."""
        width = len(self._table.columns)
        with suppress(ValueError):  # some are uneven
            columns: list[Sequence[str]] = list(zip(*records, strict=True))
            if len(columns) == width:
                return records, columns
        nothing = [""] * width
        records = [each if len(each) == width else nothing for each in records]
        return records, list(zip(*records, strict=True))

    def _entries(
        self, records: list[Cells], cells: Mapping[str, Sequence[str]], numbers: list[float]
    ) -> tuple[list[list[Any]], Sequence[int]]:
        """Return what the index would hold of each row, by columns, and which are doubtful."""
        reader = self.reader
        keys = list(map(reader.kind_cells, records))
        manners = _found(reader.manners, keys, reader.kind, _NO_MANNER)
        days = _found(reader.days, cells["published"], reader.day, _NO_DAY)
        entities = list(map(reader.entity_numbers.get, cells["entity"], repeat(_NOBODY)))
        firsts, factors, lows, highs, kind_traits = zip(*manners, strict=True)
        _, day_marks, day_traits = zip(*days, strict=True)
        said = map(reader.sources.__getitem__, cells["source"])
        if any(cells["note"]):
            said = map(or_, said, map(reader.notes.__getitem__, cells["note"]))
        figures = list(map(add, firsts, entities))
        marks = list(day_marks)
        traits = list(map(or_, map(or_, kind_traits, day_traits), said))
        if any(cells["series"]):
            for at, name in enumerate(map(str.strip, cells["series"])):
                if name:
                    marks[at] = mark_of(days[at], as_meant(name))
                    traits[at] |= IN_SERIES
        levels = list(map(mul, numbers, factors))
        entries: list[list[Any]] = [figures, marks, levels, traits, _decimals(cells["value"])]
        if (
            all(map(le, lows, numbers))
            and all(map(le, numbers, highs))
            and _NOBODY not in entities
            and _NO_DAY.traits not in day_traits
        ):
            return entries, ()
        doubts = zip(lows, numbers, highs, entities, days, strict=True)
        return entries, [
            at
            for at, (low, number, high, entity, day) in enumerate(doubts)
            if not low <= number <= high or entity == _NOBODY or day is _NO_DAY
        ]

    def _looked_at(self, line: int, cells: Cells) -> Entry | None:
        """Look at a record in full; return what the index holds of its row, or tell a mistake."""
        if not any(cells):
            return None
        if len(cells) != len(self._table.columns):
            self._kept.tell("CP106", partial(self._table.uneven, line, len(cells)))
        elif row := self.reader.read(line, [*cells, ""], self._kept):
            return self.reader.entry(row)
        self.bad += 1
        return None


def _found(
    known: Mapping[_Key, _Known],
    keys: Sequence[_Key],
    learn: Callable[[_Key], object],
    none: _Known,
) -> list[_Known]:
    """Return what is known by each key once all were learnt; `none` stands for what is not."""
    found = list(map(known.get, keys))
    if None in found:
        for key in dict.fromkeys(compress(keys, (each is None for each in found))):
            with suppress(BadCellError):
                learn(key)
        return list(map(known.get, keys, repeat(none)))
    return found  # type: ignore[return-value] # there is no None


def _decimals(texts: Sequence[str]) -> list[int]:
    """Return how many decimals plain numbers have; of other texts it says nothing."""
    if "." not in "".join(texts):
        return [0] * len(texts)
    return list(map(len, map(_decimals_of, map(str.partition, texts, repeat(".")))))


def _numbers(texts: Sequence[str]) -> list[float]:
    """Return plain numbers of few digits, and for other texts NaN."""
    if max(map(len, texts)) <= SURE_DIGITS:
        listed = ",".join(texts)
        if _ALL_PLAIN.fullmatch(f"{listed},") and listed.count(",") < len(texts):
            return _listed(f"[{listed}]")
    return [
        float(text) if len(text) <= SURE_DIGITS and _PLAIN.fullmatch(text) else math.nan
        for text in texts
    ]
