"""The way of a roll-up through an engine: from tables to what each figure comes to.

Everything is added up twice: by entity, and over the units as they are; to the last digit the two
are the same, or nothing is returned.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.findings import shown
from clusterplan.base.messages import Message, say
from clusterplan.rollup.engines import DIGITS, TooLargeError
from clusterplan.rollup.expressions import count
from clusterplan.rollup.figure_queries import FigureQueries
from clusterplan.rollup.tables import Table, bad, require
from clusterplan.rollup.unit_queries import NOWHERE, Names, UnitQueries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlglot import exp

    from clusterplan.rollup.code_lists import Listed
    from clusterplan.rollup.definition import Definition, Figure
    from clusterplan.rollup.engines import Engine, Type

MEASURES = 4
"""Columns that a figure has in a query: its value, its units, its size, and what is imputed."""


class Tables(Struct, frozen=True):
    """What a roll-up reads."""

    returns: Table
    registry: Table
    last_year: Table | None
    lists: Mapping[str, Listed]
    """By the column of entities that they lead to."""

    @property
    def all(self) -> tuple[Table, ...]:
        """Return the tables that come from files of the user."""
        found = [self.returns, self.registry, *([self.last_year] if self.last_year else [])]
        found += (Table("list", (one.source,)) for one in self.lists.values() if one.source)
        return tuple(found)


class Covered(Struct, frozen=True):
    """How much of the register has reported: units, and their size where that is known."""

    registered: int
    reported: int
    size: Fraction | None
    reported_size: Fraction | None

    def share(self, by: str) -> Fraction | None:
        """Return the share that has reported, in per cent; None where nobody had to."""
        if by == "count":
            return Fraction(100 * self.reported, self.registered) if self.registered else None
        if not self.size or self.reported_size is None:
            return Fraction(0) if self.size else None
        return 100 * self.reported_size / self.size


class Sum(Struct, frozen=True):
    """What a figure comes to for an entity, for units of none, or in all."""

    value: Decimal | int | None
    units: int
    size: Fraction
    """Of all contributions without their signs."""
    imputed: Fraction
    largest: tuple[Fraction, ...] = ()

    @property
    def imputed_share(self) -> Fraction:
        """Return how much of it is imputed, in per cent."""
        return 100 * self.imputed / self.size if self.size else Fraction(0)


class Rows(Struct, frozen=True):
    """What became of the rows of the returns."""

    read: int
    late: int
    """Received after the day of publication."""
    nameless: int
    """Without the code of a unit."""
    replaced: int
    used: int
    refused: dict[str, int]
    """By reason."""
    units: dict[str, int]
    """How many units these rows are of."""


class Computed(Struct):
    """All that came of it.

    Attributes:
        rows: what became of the rows of the returns.
        sums: for each figure, by entity (`NOWHERE` for units of none), None for all together.
        covered: of all units, then of those of each figure, by column of entities and entity; None
            for all together.
        placed: columns of entities that the register has too.
        refused: the first units for each reason.
        unknown: codes that a list does not have, by column of entities: with how many units, and
            the first.
        nowhere: how many units belong to no entity, by column of entities, and the first.
        registered: rows of the register with a code, units, and those whose size cannot be read.
        silent: how many units of the register have sent nothing, and the first.
        within: for two figures of one measure by other codes, by their places: the entities of the
            first all of whose units belong to one entity of the second.
        queries: what was asked, in the dialect of the engine.
    """

    rows: Rows
    sums: list[dict[str | None, Sum]]
    covered: list[dict[tuple[str, str] | None, Covered]]
    placed: set[str]
    refused: dict[str, list[str]]
    unknown: dict[str, list[tuple[str, int, str]]]
    nowhere: dict[str, tuple[int, str]]
    registered: tuple[int, int, int]
    silent: tuple[int, list[str]]
    within: dict[tuple[int, int], dict[str, str]]
    queries: list[str]


class DifferentSumsError(Exception):
    """Two ways of adding up the same do not agree: a fault of the program or the engine."""


class Computing:
    """Computes every figure of a definition.

    Args:
        definition: what to compute.
        tables: what to read.
        engine: who computes.
        published: the day up to which returns are counted, YYYY-MM-DD.
        stage: told what is being done.

    Raises:
        BadInputError: a table lacks a column, or has numbers that are not exact.
    """

    def __init__(
        self,
        definition: Definition,
        tables: Tables,
        engine: Engine,
        published: str,
        stage: Callable[[Message], None],
    ) -> None:
        self.definition, self.tables, self.engine = definition, tables, engine
        self.stage = stage
        self.asked: list[str] = []
        registry = self._opened()
        self.names = Names(definition, registry)
        before = tables.last_year is not None
        self.units = UnitQueries(definition, self.names, published, before=before)
        self.figures = FigureQueries(definition, self.names)
        self.placed = {
            self.names.entities[each.id]
            for each in definition.codes
            if each.units or each.column in registry
        }

    def result(self) -> Computed:
        """Run all queries, in their order.

        Raises:
            TooLargeError: a sum has too many digits.
            DifferentSumsError: the result contradicts itself.
        """
        self.stage(say("joining returns and register"))
        for name, query in self.units.tables():
            self._keep(name, query)
        rows = self._rows()
        self.stage(say("adding up"))
        sums = self._sums()
        self._check(sums)
        self.stage(say("looking at what was not counted"))
        return Computed(
            rows=rows,
            sums=sums,
            covered=self._covered(),
            placed=self.placed,
            refused=self._refused(rows),
            unknown=self._unknown(),
            nowhere=self._nowhere(),
            registered=self._registered(),
            silent=self._silent(),
            within=self._within(),
            queries=self.asked,
        )

    def _opened(self) -> Mapping[str, Type]:
        """Open all tables and hold their columns against the definition."""
        told, tables = self.definition, self.tables
        codes = [each.column for each in told.codes]
        needed = [told.returns.unit, told.returns.received, told.returns.confirmed]
        needed += [told.returns.imputed, *told.numbers, *told.texts, *codes]
        self._open(tables.returns, needed, told.numbers)
        if tables.last_year is not None:
            self._open(tables.last_year, needed, told.numbers)
        size = told.registry.size
        registry = self._open(tables.registry, [told.registry.unit, size], [size] if size else [])
        for each in tables.lists.values():
            self.engine.open(each.table)
        return registry

    def _open(
        self, table: Table, needed: Sequence[str | None], numbers: Sequence[str]
    ) -> Mapping[str, Type]:
        types = self.engine.open(table)
        require(needed, list(types), table.label)
        for name in numbers:
            if types[name].kind == "float":
                message = say(
                    "{name} is a binary floating-point number ({type}), which is not exact",
                    name=shown(name),
                    type=str(types[name]),
                )
                hint = say("write it as a decimal, an integer or a text")
                raise bad("CP605", table.label, message, hint)
        return types

    def _keep(self, name: str, query: exp.Expr) -> None:
        self.asked.append(f"{name}: {self.engine.write(query)}")
        self.engine.keep(name, query)

    def _fetch(self, query: exp.Expr) -> Sequence[tuple[Any, ...]]:
        self.asked.append(self.engine.write(query))
        rows = self.engine.fetch(query)
        if any(_too_long(value) for row in rows for value in row):
            raise TooLargeError  # DuckDB's are wider than those of others
        return rows

    def _rows(self) -> Rows:
        ((read, on_time, named),) = self._fetch(self.units.read())
        counted = {
            reason: (rows, units) for reason, rows, units in self._fetch(self.figures.reasons())
        }
        used, _ = counted.pop(None, (0, 0))
        refused = {reason: counted[reason][0] for reason in sorted(counted)}
        return Rows(
            read=read,
            late=read - on_time,
            nameless=on_time - named,
            replaced=named - used - sum(refused.values()),
            used=used,
            refused=refused,
            units={reason: units for reason, (_, units) in counted.items()},
        )

    # Sums

    def _sums(self) -> list[dict[str | None, Sum]]:
        columns = list(self.names.entities.values())
        found: list[dict[str | None, Sum]] = [{} for _ in self.definition.figures]
        largest = [self._largest(each) for each in self.definition.figures]
        for row in self._fetch(self.figures.cells()):
            place = _place(columns, row)
            for at, figure in enumerate(self.definition.figures):
                if place is not None and place[0] != self._column(figure):
                    continue
                entity = None if place is None else place[1]
                most = largest[at].get(entity or NOWHERE, ()) if entity or not figure.by else ()
                found[at][entity] = _sum(row[len(columns) :], at, most)
        return found

    def _column(self, figure: Figure) -> str | None:
        return self.names.entities[figure.by] if figure.by else None

    def _largest(self, figure: Figure) -> dict[str, tuple[Fraction, ...]]:
        most = self.definition.largest
        found: dict[str, tuple[Fraction, ...]] = {}
        if most and figure.sum:
            for entity, size in self._fetch(self.figures.largest(figure, most)):
                found[entity] = (*found.get(entity, ()), Fraction(size))
        return found

    def _check(self, sums: list[dict[str | None, Sum]]) -> None:
        """Hold sums by entity against those over all units."""
        ((*totals, rows, units),) = self._fetch(self.figures.totals())
        if rows != units:
            raise DifferentSumsError(f"{rows} rows of {units} units")
        for at, figure in enumerate(self.definition.figures):
            every = _sum(totals, at, ())
            by_entity = [each for entity, each in sums[at].items() if entity is not None]
            if replace(sums[at].get(None, every), largest=()) != every:
                raise DifferentSumsError(f"{figure.indicator}: {sums[at][None]}, {every}")
            if not figure.by or figure.count_distinct:
                continue
            added = _added(by_entity)
            if added != (Fraction(every.value or 0), every.units, every.size, every.imputed):
                raise DifferentSumsError(f"{figure.indicator}: {added}, {every}")

    def _within(self) -> dict[tuple[int, int], dict[str, str]]:
        found: dict[tuple[int, int], dict[str, str]] = {}
        divided = [each for each in enumerate(self.definition.figures) if each[1].by]
        for (at, one), (place, other) in permutations(divided, 2):
            if one.measure == other.measure and one.by != other.by and not one.count_distinct:
                pairs: dict[str, set[str]] = {}
                for entity, whole in self._fetch(self.figures.together(one, other.by or "")):
                    pairs.setdefault(entity, set()).add(whole)
                pairs.pop(NOWHERE, None)
                found[at, place] = {each: min(of) for each, of in pairs.items() if len(of) == 1}
        return found

    def _covered(self) -> list[dict[tuple[str, str] | None, Covered]]:
        columns = list(self.names.entities.values())
        rows = self._fetch(self.figures.coverage())
        return [
            {_place(columns, row): _cover(row[len(columns) :], at) for row in rows}
            for at in range(len(self.definition.figures) + 1)
        ]

    # What is told of units

    def _refused(self, rows: Rows) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for reason, unit in self._fetch(self.figures.refused()) if rows.refused else ():
            found.setdefault(reason, []).append(unit)
        return found

    def _unknown(self) -> dict[str, list[tuple[str, int, str]]]:
        lists = [
            self.names.entities[each.id] for each in self.definition.codes if each.list is not None
        ]
        found = {name: self._fetch(self.figures.unknown_codes(name)) for name in lists}
        return {
            name: [(code, units, first) for code, units, first in rows]
            for name, rows in found.items()
            if rows
        }

    def _nowhere(self) -> dict[str, tuple[int, str]]:
        complete = [self.names.entities[each.id] for each in self.definition.codes if each.complete]
        counted = {name: self._fetch(self.figures.nowhere(name))[0] for name in complete}
        return {name: (count, unit) for name, (count, unit) in counted.items() if count}

    def _registered(self) -> tuple[int, int, int]:
        ((rows, units, unread),) = self._fetch(self.figures.registered())
        return rows, units, unread or 0

    def _silent(self) -> tuple[int, list[str]]:
        ((silent,),) = self._fetch(self.figures.silent(count()))
        listed = [unit for (unit,) in self._fetch(self.figures.first_silent())] if silent else []
        return silent, listed


def _place(columns: Sequence[str], row: Sequence[Any]) -> tuple[str, str] | None:
    """Return the column and the entity that a row is about; None where it is about all units."""
    for name, entity in zip(columns, row, strict=False):
        if entity is not None:
            return name, entity
    return None


def _sum(row: Sequence[Any], at: int, largest: tuple[Fraction, ...]) -> Sum:
    value, units, size, imputed = row[at * MEASURES : (at + 1) * MEASURES]
    return Sum(value, units, Fraction(size or 0), Fraction(imputed or 0), largest)


def _cover(row: Sequence[Any], at: int) -> Covered:
    registered, reported, size, reported_size = row[at * MEASURES : (at + 1) * MEASURES]
    if size is None:
        return Covered(registered, reported, None, None)
    return Covered(registered, reported, Fraction(size), Fraction(reported_size or 0))


def _added(sums: Sequence[Sum]) -> tuple[Fraction, int, Fraction, Fraction]:
    return (
        sum((Fraction(each.value or 0) for each in sums), Fraction(0)),
        sum(each.units for each in sums),
        sum((each.size for each in sums), Fraction(0)),
        sum((each.imputed for each in sums), Fraction(0)),
    )


def _too_long(value: object) -> bool:
    return isinstance(value, Decimal) and len(value.as_tuple().digits) > DIGITS
