"""The rows of a table: what the cells beside the figures say of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.findings import known_words
from clusterplan.base.folding import folded, narrow
from clusterplan.base.messages import say
from clusterplan.importing.labels import OWN_ENTITY, Role, Said
from clusterplan.importing.plan_names import NO_NAME
from clusterplan.importing.sheets import ODDITIES, Odd
from clusterplan.importing.status_words import qualifier_of, status_of
from clusterplan.importing.understanding import Problem
from clusterplan.importing.unit_words import KNOWN_UNITS, unit_of
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.reading.csv_cells import parse_published

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.importing.labels import Labels
    from clusterplan.importing.sheets import Cell, Place
    from clusterplan.importing.tables import Column, Table
    from clusterplan.model.plan import Plan

_DAY = re.compile(
    r"([0-9]{4})(?:\s*[-/.年]\s*([0-9]{1,2})(?:\s*[-/.月]\s*([0-9]{1,2})\s*日?)?\s*月?)?\s*年?"
)


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
        names = table.with_role(Role.INDICATOR, Role.ENTITY, Role.NAME)
        self._naming = {
            "subject": [each.index for each in names if self._holds(each, "subject")],
            "entity": [each.index for each in names if self._holds(each, "entity")],
            "year": [each.index for each in table.with_role(Role.YEAR)],
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
        try:
            return self._read(number)
        except _BadLabelError as bad:
            return Row(number, self._first(number), problem=bad.problem)

    def _read(self, number: int) -> Row:
        said = self._names(number)
        subjects = {each.subject for each in said if each.subject}
        entities = {each.entity for each in said if each.entity and not each.subject}
        units = {each.unit for each in said if each.unit}
        first = self._first(number)
        year = self._year(number, {each.year for each in said if each.year}, first)
        if len(subjects) > 1:
            self._refuse(first, say("the row names two indicators"))
        return Row(
            number,
            first,
            subject=next(iter(subjects), None),
            entity=self._innermost(entities, first),
            year=year,
            unit=self._unit(number, units, first),
            status=self._status(number),
            qualifier=self._qualifier(number),
            published=self._published(number),
            series=self._text(number, Role.SERIES),
            source=self._text(number, Role.SOURCE),
            note=self._text(number, Role.NOTE),
            total=any(each.total for each in said),
            part=self._part(number),
            heading=bool(subjects or entities)
            and not self.may_name(number, Role.INDICATOR if subjects else Role.ENTITY),
            unnamed=not said and year is None and self._has_text(number),
            blank=self._blank(number),
        )

    def _cell(self, number: int, *roles: Role) -> tuple[Cell | None, Place | None]:
        """Return the first cell of the row in a column with one of the roles."""
        for column in self.table.with_role(*roles):
            if (cell := self.sheet.at(number, column.index)) is not None:
                return cell, (number, column.index)
        return None, None

    def _text(self, number: int, role: Role) -> str:
        cell, place = self._cell(number, role)
        if cell is not None and isinstance(cell.value, Odd):
            self._refuse(place, ODDITIES[cell.value])
        return cell.text if cell else ""

    def _first(self, number: int) -> Place | None:
        columns = self.table.with_role(Role.VALUE, Role.SERIAL)
        others = {column.index for column in columns}
        beside = [column for column in self.sheet.rows.get(number, ()) if column not in others]
        return self.sheet.owner(number, beside[0]) if beside else None

    def _names(self, number: int) -> list[Said]:
        found = []
        for column in self.table.with_role(Role.INDICATOR, Role.ENTITY, Role.NAME):
            cell = self.sheet.at(number, column.index)
            if cell is not None:
                found.append(self._name(column, cell, (number, column.index)))
        return found

    def _name(self, column: Column, cell: Cell, place: Place) -> Said:
        said = self.labels.read(cell)
        if said.trouble is not None:
            self._refuse(place, said.trouble, said.hint)
        if column.role is Role.ENTITY and said.entity is not None:
            said = replace(said, subject=None)
        if not (said.subject or said.entity or said.total or said.part):
            self._refuse(place, NO_NAME, self.labels.names.remedy(cell.text))
        return said

    def _part(self, number: int) -> Said | None:
        others = (Role.VALUE, Role.SOURCE, Role.NOTE)
        beside = [
            each.index
            for each in self.table.columns
            if each.role not in others and not each.said.part
        ]
        said = [self.labels.read(self.sheet.at(number, index)) for index in beside]
        part = next((each for each in said if each.part), None)
        if part and any(each.subject for each in said if not each.part):
            return Said(part=True)  # of what stands beside it
        return part

    def _has_text(self, number: int) -> bool:
        columns = [column for column in self.table.columns if column.role is None]
        cells = [self.sheet.at(number, column.index) for column in columns]
        return any(cell is not None and isinstance(cell.value, str) for cell in cells)

    def may_name(self, number: int, role: Role) -> bool:
        """Say whether a row has a cell where indicators, or entities, are due."""
        columns = self.table.with_role(role, Role.NAME)
        return any(self.sheet.at(number, column.index) for column in columns)

    def _blank(self, number: int) -> frozenset[str]:
        return frozenset(
            kind
            for kind, columns in self._naming.items()
            if columns and not any(self.sheet.at(number, index) for index in columns)
        )

    def _innermost(self, entities: set[str], place: Place | None) -> str | None:
        """Return the entity of a row: beside a city and its county it is the county."""
        if len(entities) <= 1:
            return next(iter(entities), None)
        for entity in entities:
            if entities - {entity} <= self.plan.above(entity):
                return entity
        return self._refuse(place, say("the row names two entities"))

    def _year(self, number: int, named: set[int], first: Place | None) -> int | None:
        cell, place = self._cell(number, Role.YEAR)
        if cell is not None:
            said = self.labels.read(cell)
            if said.year is None:
                hint = said.hint or say("write it as 2026 or 2026年")
                self._refuse(place, said.trouble or say("this is not a year"), hint)
            named = named | {said.year}
        if len(named) > 1:
            self._refuse(first, say("the row names two years"), say("leave the right one"))
        return next(iter(named), None)

    def _unit(self, number: int, named: set[str], first: Place | None) -> str | None:
        cell, place = self._cell(number, Role.UNIT)
        if cell is not None:
            unit = unit_of(cell.text)
            if unit is None and cell.text not in ("date", "state"):
                self._refuse(place, say("unknown unit {text}", text=cell.text), KNOWN_UNITS)
            named = named | ({unit} if unit else set())
        if len(named) > 1:
            self._refuse(first, say("the row names two units"))
        return next(iter(named), None)

    def _status(self, number: int) -> ObsStatus | None:
        cell, place = self._cell(number, Role.STATUS)
        if cell is None:
            return None
        if (status := status_of(cell.text)) is None:
            message = say("unknown {field} {text}", field="obs_status", text=cell.text)
            self._refuse(place, message, known_words(ObsStatus))
        return status

    def _qualifier(self, number: int) -> Qualifier | None:
        cell, place = self._cell(number, Role.QUALIFIER)
        if cell is None:
            return None
        if (qualifier := qualifier_of(cell.text)) is None:
            message = say("unknown {field} {text}", field="qualifier", text=cell.text)
            self._refuse(place, message, known_words(Qualifier))
        return qualifier

    def _published(self, number: int) -> str:
        cell, place = self._cell(number, Role.PUBLISHED)
        if cell is None:
            return ""
        text = day_of(cell.text)
        if text is None:
            hint = say("write YYYY-MM-DD, YYYY-MM or YYYY")
            self._refuse(place, say("{text} is not a date", text=cell.text), hint)
        return text

    def _refuse(
        self, place: Place | None, message: Message, hint: Message | None = None
    ) -> NoReturn:
        where = self.sheet.label(place) if place else self.sheet.name
        cell = self.sheet.at(*place) if place else None
        raise _BadLabelError(Problem(where, cell.text if cell else "", message, hint))


class _BadLabelError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


def day_of(text: str) -> str | None:
    """Return a day, a month or a year as the data write it: `2009年3月31日` is 2009-03-31."""
    match = _DAY.fullmatch(narrow(text).strip())
    if match is None:
        return None
    parts = [match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)]
    written = "-".join(parts)
    return written if parse_published(written) else None
