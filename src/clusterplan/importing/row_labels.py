"""The rows of a table: what the cells beside the figures say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.importing.heads import LABELLING
from clusterplan.importing.labels import OWN_ENTITY, Said
from clusterplan.importing.periods import day_of
from clusterplan.importing.plan_names import NO_NAME
from clusterplan.importing.sheets import ODDITIES, Odd
from clusterplan.importing.understanding import Problem, UnclearError, problem_at
from clusterplan.importing.words import Role, known_unit, qualifier_of, status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clusterplan.base.messages import Message
    from clusterplan.importing.heads import Column
    from clusterplan.importing.labels import Labels
    from clusterplan.importing.sheets import Cell, Place
    from clusterplan.importing.tables import Table
    from clusterplan.model.observations import ObsStatus, Qualifier
    from clusterplan.model.plan import Plan

_T = TypeVar("_T")


class Row(Struct, frozen=True):
    """What a row says of its figures; what it does not say is None or empty.

    Attributes:
        number: of the row in the sheet, from 0.
        place: of the first cell that is not a figure.
        total: it adds up other rows.
        part: what it says of itself as a part of a row above.
        heading: it names an indicator in a column of entities, or an entity in one of indicators:
            for the rows below it.
        unnamed: it is named by texts alone of which none is understood.
        blank: "subject", "entity", "year": its cell in the column for them is empty, as where a
            merged cell was lost. What it stands for must not be guessed.
        problem: why its figures cannot be taken.
    """

    number: int
    place: Place | None = None
    subject: str | None = None
    entity: str | None = None
    year: int | None = None
    unit: str | None = None
    status: ObsStatus | None = None
    qualifier: Qualifier | None = None
    published: str = ""
    series: str = ""
    source: str = ""
    note: str = ""
    total: bool = False
    part: Said | None = None
    blank: frozenset[str] = frozenset()
    heading: bool = False
    unnamed: bool = False
    problem: Problem | None = None

    def under(self, section: Row) -> Row:
        """Return the row with what the headings above it say."""
        known = self
        if known.subject is None and section.subject is not None:
            known = replace(known, subject=section.subject, unit=known.unit or section.unit)
        if known.entity is None and "entity" not in known.blank:
            known = replace(known, entity=section.entity, problem=section.problem)
        return known


class RowReader:
    """Reads the cells beside the figures."""

    def __init__(self, table: Table, plan: Plan, labels: Labels) -> None:
        self.table, self.plan, self.labels = table, plan, labels
        self.sheet = table.sheet
        self._names = table.with_role(*LABELLING)
        self._naming = {
            "subject": [each for each in self._names if self._holds(each, "subject")],
            "entity": [each for each in self._names if self._holds(each, "entity")],
            "year": table.with_role(Role.YEAR),
        }

    def _holds(self, column: Column, kind: str) -> bool:
        """Say whether a column names indicators or entities in some row, so an empty cell lacks it.

        In our own files an empty `entity` stands for the plan's area.
        """
        if kind == "entity" and folded(column.heading) == OWN_ENTITY:
            return False
        if column.role is (Role.ENTITY if kind == "subject" else Role.INDICATOR):
            return False
        cells = (self.sheet.at(row, column.index) for row in self.table.rows)
        return any(getattr(self.labels.read(cell), kind) for cell in cells)

    def read(self, number: int) -> Row:
        """Return what a row says."""
        first = self._first(number)
        try:
            return self._read(number, first)
        except UnclearError as why:
            problem = problem_at(self.sheet, why.place or first, why.message, why.hint)
            return Row(number, first, problem=problem)

    def _read(self, number: int, first: Place | None) -> Row:
        names = [self._at(number, column, self._name(column)) for column in self._names]
        said = [each for each in names if each]
        year = _only(
            [*(each.year for each in said), self._under(number, Role.YEAR, self._year)],
            say("the row names two years"),
            say("leave the right one"),
        )
        subject = _only([each.subject for each in said], say("the row names two indicators"))
        entity = self._innermost({each.entity for each in said if each.entity and not each.subject})
        unit = _only(
            [*(each.unit for each in said), self._under(number, Role.UNIT, self._unit)],
            say("the row names two units"),
        )
        due = Role.INDICATOR if subject else Role.ENTITY
        return Row(
            number,
            first,
            subject=subject,
            entity=entity,
            year=year,
            unit=unit,
            status=self._under(number, Role.STATUS, status_of),
            qualifier=self._under(number, Role.QUALIFIER, qualifier_of),
            published=self._under(number, Role.PUBLISHED, _day) or "",
            series=self._under(number, Role.SERIES, _text) or "",
            source=self._under(number, Role.SOURCE, _text) or "",
            note=self._under(number, Role.NOTE, _text) or "",
            total=any(each.total for each in said),
            part=self._part(number),
            heading=bool(subject or entity) and not self.may_name(number, due),
            unnamed=not said and year is None and self._has_text(number),
            blank=frozenset(
                kind
                for kind, columns in self._naming.items()
                if columns and not any(self._cells(number, columns))
            ),
        )

    def _cells(self, number: int, columns: Iterable[Column]) -> list[Cell | None]:
        return [self.sheet.at(number, column.index) for column in columns]

    def _at(self, number: int, column: Column, read: Callable[[Cell], _T]) -> _T | None:
        """Return what a cell says, None for an empty one; what is unclear gets its place."""
        place = (number, column.index)
        cell = self.sheet.at(*place)
        try:
            return read(cell) if cell else None
        except UnclearError as why:
            why.place = place
            raise

    def _under(self, number: int, role: Role, read: Callable[[Cell], _T]) -> _T | None:
        """Return what the first cell of the row under heads with a role says."""
        columns = self.table.with_role(role)
        filled = (each for each in columns if self.sheet.at(number, each.index))
        return next((self._at(number, column, read) for column in filled), None)

    def _first(self, number: int) -> Place | None:
        columns = self.table.with_role(Role.VALUE, Role.SERIAL)
        others = {column.index for column in columns}
        beside = [column for column in self.sheet.rows.get(number, ()) if column not in others]
        return self.sheet.owner(number, beside[0]) if beside else None

    def _name(self, column: Column) -> Callable[[Cell], Said]:
        def read(cell: Cell) -> Said:
            said = self.labels.read(cell)
            if said.trouble is not None:
                raise UnclearError(said.trouble, said.hint)
            if column.role is Role.ENTITY and said.entity is not None:
                said = replace(said, subject=None)
            if not (said.subject or said.entity or said.total or said.part):
                raise UnclearError(NO_NAME, self.labels.names.remedy(cell.text))
            return said

        return read

    def _part(self, number: int) -> Said | None:
        others = (Role.VALUE, Role.SOURCE, Role.NOTE)
        columns = [c for c in self.table.columns if c.role not in others and not c.said.part]
        said = [self.labels.read(cell) for cell in self._cells(number, columns)]
        part = next((each for each in said if each.part), None)
        if part and any(each.subject for each in said if not each.part):
            return Said(part=True)  # of what stands beside it
        return part

    def _has_text(self, number: int) -> bool:
        columns = [column for column in self.table.columns if column.role is None]
        return any(cell and isinstance(cell.value, str) for cell in self._cells(number, columns))

    def may_name(self, number: int, role: Role) -> bool:
        """Say whether a row has a cell where indicators, or entities, are due."""
        return any(self._cells(number, self.table.with_role(role, Role.NAME)))

    def _innermost(self, entities: set[str]) -> str | None:
        """Return the entity of a row: beside a city and its county it is the county."""
        for entity in entities:
            if entities - {entity} <= self.plan.above(entity):
                return entity
        return _only(entities, say("the row names two entities"))

    def _unit(self, cell: Cell) -> str | None:
        unit = known_unit(cell.text, self.plan.known_units)
        return None if unit in ("date", "state") else unit

    def _year(self, cell: Cell) -> int:
        said = self.labels.read(cell)
        if said.year is None:
            hint = said.hint or say("write it as 2026 or 2026年")
            raise UnclearError(said.trouble or say("this is not a year"), hint)
        return said.year


def _only(facts: Iterable[_T | None], message: Message, hint: Message | None = None) -> _T | None:
    """Return the one fact that is stated, None where none is."""
    stated = {fact for fact in facts if fact is not None}
    if len(stated) > 1:
        raise UnclearError(message, hint)
    return next(iter(stated), None)


def _day(cell: Cell) -> str:
    if (day := day_of(cell.text)) is None:
        hint = say("write YYYY-MM-DD, YYYY-MM or YYYY")
        raise UnclearError(say("{text} is not a date", text=cell.text), hint)
    return day


def _text(cell: Cell) -> str:
    if isinstance(cell.value, Odd):
        raise UnclearError(ODDITIES[cell.value])
    return cell.text
