"""Heads of tables: what each column holds, by its head and by what stands below it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.messages import Message, say
from clusterplan.importing.amounts import understand
from clusterplan.importing.captions import is_line, statements
from clusterplan.importing.labels import NOTHING_SAID, Said
from clusterplan.importing.periods import is_part_of_year, plain
from clusterplan.importing.plan_names import NO_NAME
from clusterplan.importing.understanding import UnclearError
from clusterplan.importing.words import Role, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.importing.labels import Labels
    from clusterplan.importing.sheets import Cell, Place, Sheet

UNNAMED = say("the head is not understood, but below it are names of the plan or years")
BESIDE = say("names stand right of figures that have names on their left: two tables side by side")
WHOLE = {
    UNNAMED: say("call it 指标 or 地区, indicator or entity; the whole table is left out"),
    BESIDE: say("put one table below the other; both are left out"),
}
"""Whom the figures describe is not certain then, so none of the table is taken, and what to do."""
LABELLING = frozenset((Role.INDICATOR, Role.ENTITY, Role.NAME))
"""What names the rows."""
_BESIDE = LABELLING | {Role.YEAR}
"""What says of rows whose they are."""
_LACKING = {
    "year": say("the head has no year, unlike those beside it"),
    "subject": say("the head has no indicator, unlike those beside it"),
    "entity": say("the head has no entity, unlike those beside it"),
}


class Column(Struct, frozen=True):
    """A column of a table.

    Attributes:
        index: its number in the sheet.
        place: where its head stands.
        heading: the text of its head.
        role: what it holds; None for one that is not understood.
        said: what the head says of every figure below it.
        trouble: why it is not understood.
        hint: what to do about it.
    """

    index: int
    place: Place
    heading: str
    role: Role | None
    said: Said = NOTHING_SAID
    trouble: Message | None = None
    hint: Message | None = None


class Lines:
    """The rows of a sheet that are in use, and what their cells say."""

    def __init__(self, sheet: Sheet, labels: Labels) -> None:
        self.sheet, self.labels = sheet, labels
        self.is_line = cache(self._is_line)
        self.has_figures = cache(self._has_figures)

    def places(self, *rows: int) -> list[Place]:
        """Return where the cells of some rows stand, merged ones once."""
        owners = (self.sheet.owner(row, column) for row in rows for column in self.sheet.rows[row])
        return list(dict.fromkeys(owners))

    def cells(self, row: int) -> list[Cell]:
        """Return the cells of a row, merged ones once."""
        return [self.sheet.cells[place] for place in self.places(row)]

    def read(self, row: int) -> list[Said]:
        """Return what the cells of a row say, merged ones once."""
        return [self.labels.read(cell) for cell in self.cells(row)]

    def said(self, row: int, column: int) -> Said:
        """Return what a cell says."""
        return self.labels.read(self.sheet.at(row, column))

    def names(self, row: int, columns: Iterable[int]) -> bool:
        """Say whether a row has a name of the plan in one of some columns."""
        said = (self.said(row, column) for column in columns)
        return any(each.subject or each.entity for each in said)

    def figure(self, row: int, column: int) -> bool:
        """Say whether a cell holds a number, however certain, that is no year or month."""
        cell = self.sheet.at(row, column)
        if cell is None or not self._is_number(cell) or self.said(row, column).year:
            return False
        # A number alone in its row can be a title like 2013.9, which is September.
        title = isinstance(cell.value, Decimal) and len(self.places(row)) == 1
        return not (title and cell.decimals and is_part_of_year(plain(cell.text)))

    def _is_number(self, cell: Cell) -> bool:
        if not isinstance(cell.value, str):
            return isinstance(cell.value, Decimal)
        try:
            return understand(cell, grouped=self.sheet.grouped) is not None
        except UnclearError:
            return False

    def _has_figures(self, row: int) -> bool:
        columns = () if self.is_line(row) else self.sheet.rows[row]
        return any(self.figure(row, column) for column in columns)

    def _is_line(self, row: int) -> bool:
        """Say whether a row is a line like 填报单位：… 2008年 单位：亿元."""
        texts = (cell.value for cell in self.cells(row) if isinstance(cell.value, str))
        labelled = any(":" in text or "：" in text for text in texts)
        return labelled and is_line(statements(self.sheet, row, self.labels), self.figure)


def columns_of(lines: Lines, header: Sequence[int], rows: Sequence[int]) -> tuple[Column, ...]:
    """Return what the columns below the lines of a header hold."""
    indexes = sorted({index for row in (*header, *rows) for index in lines.sheet.rows[row]})
    columns = _without_parts(_column(lines, index, header, rows) for index in indexes)
    return tuple(_one_table(_consistent(columns)))


def _column(lines: Lines, index: int, header: Sequence[int], rows: Sequence[int]) -> Column:
    cells = lines.sheet.cells
    owners = dict.fromkeys(lines.sheet.owner(row, index) for row in header)
    places = [place for place in owners if place in cells]
    said = [lines.labels.read(cells[place]) for place in places]
    joined, trouble = _joined(said)
    nameless = joined.part and not (joined.subject or joined.entity)
    clear = not (trouble or nameless)
    role = _by_head(lines, joined, index, rows) if clear and all(said) else None
    if clear and role is None and (role := _by_rows(lines, index, rows)):
        joined = joined if places else NOTHING_SAID
        role, trouble = (None, UNNAMED) if places else (role, None)
    out = role or joined.total or nameless
    if not out and any(lines.figure(row, index) for row in rows):
        trouble = trouble or (NO_NAME if places else say("the column has no head"))
    if trouble == NO_NAME:
        places = [place for place, each in zip(places, said, strict=True) if not each]
    heading = " ".join(cells[place].text for place in places)
    place = places[-1] if places else (header[-1], index)
    hint = next((each.hint for each in said if each.hint), None)
    return Column(index, place, heading, role, joined, trouble, hint)


def _by_head(lines: Lines, said: Said, index: int, rows: Sequence[int]) -> Role | None:
    """Tell apart what one word can mean: 单位 a unit or an office, 状态 of figure or work."""
    cells = [cell for row in rows if (cell := lines.sheet.at(row, index)) is not None]
    if said.role is Role.UNIT and any(lines.labels.read(cell).entity for cell in cells):
        return Role.ENTITY
    if said.role is Role.STATUS and any(state_of(cell.text) for cell in cells):
        return Role.VALUE
    stated = said.subject or said.entity or said.year or said.unit
    return said.role or (Role.VALUE if stated else None)


def _by_rows(lines: Lines, index: int, rows: Sequence[int]) -> Role | None:
    """Return what a column seems to hold, by its cells: names of the plan, or years."""
    filled = [row for row in rows if lines.sheet.at(row, index) is not None]
    # Further right than first, numbers like 2008 may be figures.
    first = min((lines.sheet.rows[row][0] for row in rows), default=index)
    if filled and index == first and all(lines.said(row, index).year for row in filled):
        return Role.YEAR
    named = any(lines.names(row, [index]) for row in filled)
    return Role.NAME if named and not any(lines.figure(row, index) for row in rows) else None


def _joined(said: Sequence[Said]) -> tuple[Said, Message | None]:
    """Return what the lines of a head say together: a part only where nothing names it."""
    whole, above = NOTHING_SAID, NOTHING_SAID
    for each in said:
        if each.trouble is not None:
            return whole, each.trouble
        if each.part:
            above, whole = whole, replace(whole, subject=None, entity=None, part=True)
        for kind in ("role", "subject", "entity", "year", "unit"):
            both = kind == "entity" and each.subject  # a name of both
            old, new = getattr(whole, kind), None if both else getattr(each, kind)
            if old is not None and new is not None and old != new:
                return whole, say("the lines of the head contradict each other")
            whole = replace(whole, **{kind: old if old is not None else new})
        whole = replace(whole, total=whole.total or each.total)
    return _part_of(above, whole) if whole.part else whole, None


def _part_of(above: Said, part: Said) -> Said:
    """Return what the head of a part says: nothing of whose it is where it is called like all."""
    subject, entity = part.subject or above.subject, part.entity or above.entity
    if (subject, entity) == (above.subject, above.entity):
        return replace(part, subject=None, entity=None)
    return replace(part, subject=subject, entity=entity)


def _without_parts(columns: Iterable[Column]) -> Iterator[Column]:
    """Leave parts out that are called like the column before them: 增加值, 其中：增加值."""
    whole: tuple[str | None, ...] = ()
    for column in columns:
        names = (column.said.subject, column.said.entity)
        out = column.said.part and names == whole
        yield replace(column, role=None) if out else column
        if column.role is Role.VALUE and not column.said.part:
            whole = names


def _consistent(columns: Iterable[Column]) -> list[Column]:
    """Refuse figures without a year among columns with years, and so on: a merged head was lost."""
    kept = list(columns)
    for kind, message in _LACKING.items():
        values = [each for each in kept if each.role is Role.VALUE]
        lacking = [each for each in values if getattr(each.said, kind) is None]
        for each in lacking if len(lacking) < len(values) else ():
            trouble = None if each.said.total else message
            kept[kept.index(each)] = replace(each, role=None, trouble=trouble)
    return kept


def _one_table(columns: Sequence[Column]) -> Iterator[Column]:
    """Refuse a column of names right of figures that have names on their left."""
    figures = [each.index for each in columns if each.role is Role.VALUE or each.trouble]
    naming = [each.index for each in columns if each.role in _BESIDE]
    for column in columns:
        left = any(naming[:1] < [each] < [column.index] for each in figures)
        beside = column.index in naming[1:] and left and column.index < figures[-1]
        yield replace(column, role=None, trouble=BESIDE) if beside else column
