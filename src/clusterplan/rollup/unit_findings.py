"""What is told of units that are not counted, or belong nowhere: capped, with true counts."""

from __future__ import annotations

import contextlib
import csv
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.findings import Finding, Level, shown
from clusterplan.base.messages import Message, say, say_many
from clusterplan.reading.csv_records import allow_cells
from clusterplan.rollup.unit_queries import ALIKE, IMPLAUSIBLE, UNDATED, UNREAD, UNREGISTERED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from clusterplan.rollup.computing import Computed, Tables
    from clusterplan.rollup.definition import Definition
    from clusterplan.rollup.tables import Input, Table

MOST_SEARCHED = 32 << 20
"""Bytes of a CSV that is gone through once more to find the lines of units: some two seconds'
work. In larger ones, and in Parquet, the code of a unit is its place."""


class Told(Struct, frozen=True):
    """Findings on units, and how many there are of each code that were not kept."""

    findings: list[Finding]
    beyond: dict[str, int]


def told_of_units(definition: Definition, tables: Tables, computed: Computed, year: int) -> Told:
    """Return the findings on a computation."""
    return _Telling(definition, tables, computed, year).told()


class _Telling:
    def __init__(
        self, definition: Definition, tables: Tables, computed: Computed, year: int
    ) -> None:
        self.definition, self.tables, self.computed = definition, tables, computed
        self.year = year
        self.codes = definition.columns
        named = {unit for units in computed.refused.values() for unit in units}
        named |= {unit for codes in computed.unknown.values() for _, _, unit in codes}
        named |= {unit for _, unit in computed.nowhere.values()}
        self.lines = _lines(tables.returns, definition.returns.unit, named)

    def told(self) -> Told:
        """Return all of them."""
        beyond: dict[str, int] = {}
        findings = [*self._refused(beyond), *self._codes(), *self._register(beyond)]
        return Told(findings, {code: count for code, count in beyond.items() if count})

    def _refused(self, beyond: dict[str, int]) -> Iterator[Finding]:
        rows = self.computed.rows
        for reason, units in self.computed.refused.items():
            code, message, hint = _why(reason)
            for unit in units:
                yield self._of_unit(code, unit, message, hint)
            beyond[code] = beyond.get(code, 0) + rows.units[reason] - len(units)
        if rows.nameless:
            message = say_many(
                "{count} row without the code of a unit",
                "{count} rows without the code of a unit",
                count=rows.nameless,
            )
            yield self._of_table("CP608", self.tables.returns, message, say("fill it in"))

    def _codes(self) -> Iterator[Finding]:
        for name, codes in self.computed.unknown.items():
            told = self.codes[name]
            for code, count, unit in codes:
                message = say_many(
                    "code {code} of {column} is not in the list: {count} unit has it",
                    "code {code} of {column} is not in the list: {count} units have it",
                    code=shown(code),
                    column=shown(told.column or ""),
                    count=count,
                )
                yield self._of_unit("CP610", unit, message, say("add it to the list, or mend it"))
        for name, (count, unit) in self.computed.nowhere.items():
            message = say_many(
                "{count} unit belongs to nothing by {codes}",
                "{count} units belong to nothing by {codes}",
                codes=self.codes[name].id,
                count=count,
            )
            yield self._of_unit("CP610", unit, message, say("fill the code in, or mend it"))

    def _register(self, beyond: dict[str, int]) -> Iterator[Finding]:
        registry, told = self.tables.registry, self.definition.registry
        rows, units, unread = self.computed.registered
        if rows > units:
            message = say_many(
                "{count} row too many: its unit is there already",
                "{count} rows too many: their units are there already",
                count=rows - units,
            )
            hint = say("keep one row for each unit")
            yield self._of_table("CP612", registry, message, hint)
        if told.taken is not None and told.taken.year < self.year:
            message = say(
                "the register is of {day}, the returns are of {year}",
                day=told.taken,
                year=str(self.year),
            )
            yield self._of_table("CP612", registry, message, say("take the one of that year"))
        if unread:
            message = say_many(
                "{count} size is no plain number",
                "{count} sizes are no plain numbers",
                count=unread,
            )
            yield self._of_table("CP609", registry, message, say("write digits only"))
        silent, listed = self.computed.silent
        hint = say("ask for it, or take the unit out of the register")
        for unit in listed:
            yield Finding(
                "CP615", Level.NOTICE, registry.label, 0, 0,
                say("unit {unit} has sent no return", unit=shown(unit)), hint, key=unit,
            )  # fmt: skip
        beyond["CP615"] = silent - len(listed)

    def _of_unit(self, code: str, unit: str, message: Message, hint: Message) -> Finding:
        file, line = self.lines.get(unit, (self.tables.returns.label, 0))
        whole = say("unit {unit}: {message}", unit=shown(unit), message=message)
        return Finding(code, Level.WARNING, file, line, min(line, 1), whole, hint, key=unit)

    def _of_table(self, code: str, table: Table, message: Message, hint: Message) -> Finding:
        return Finding(code, Level.WARNING, table.label, 0, 0, message, hint)


def _why(reason: str) -> tuple[str, Message, Message]:
    """Return the code of a reason, what to say, and what to do."""
    if reason == ALIKE:
        hint = say("keep the right one, or give a correction its own day of receipt")
        return "CP607", say("several returns of one day"), hint
    if reason == UNREGISTERED:
        return "CP608", say("it is not in the register"), say("add it there, or mend its code")
    if reason == UNDATED:
        hint = say("write it like {example}", example="2009-03-01")
        return "CP609", say("the day of receipt is no date"), hint
    if reason.startswith(UNREAD):
        name = shown(reason.removeprefix(UNREAD))
        message = say("{column} is no plain number, or has too many digits", column=name)
        return "CP609", message, say("write digits, with a point before decimals")
    name = reason.removeprefix(IMPLAUSIBLE)
    hint = say("ask the unit; mend the number, or set the flag of confirmation")
    return "CP611", say("not plausible by the rule {name}", name=name), hint


def _lines(table: Table, column: str, units: Collection[str]) -> Mapping[str, tuple[str, int]]:
    """Return file and line of the last row of units, in files that are small enough."""
    found: dict[str, tuple[str, int]] = {}
    for file in table.files if units else ():
        if file.kind != "csv" or file.original is None or file.size > MOST_SEARCHED:
            continue
        at = file.head.index(column)
        with contextlib.suppress(csv.Error):  # the engine has read it
            for line, cells in _records(file):
                if at < len(cells) and (unit := cells[at].strip(" ")) in units:
                    found[unit] = (file.name, line)
    return found


def broken_records(file: Input) -> Iterator[Finding]:
    """Find the records of a CSV that have other columns than its head."""
    width = len(file.head)
    hint = say("put quotes round a text with a comma; write every cell")
    try:
        for line, cells in _records(file):
            if len(cells) != width:
                message = say("{count} cells instead of {width}", count=len(cells), width=width)
                yield Finding("CP606", Level.ERROR, file.name, line, 1, message, hint)
    except csv.Error as error:
        message = say("the record cannot be read: {why}", why=str(error))
        yield Finding("CP606", Level.ERROR, file.name, 0, 0, message, hint)


def _records(file: Input) -> Iterator[tuple[int, list[str]]]:
    """Return the records of a CSV behind its head, each with the physical line it begins on."""
    allow_cells(file.size)
    with Path(file.path).open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text, strict=True)
        next(lines)
        before = lines.line_num
        for cells in lines:
            if cells:
                yield before + 1, cells
            before = lines.line_num
