"""Where the tables of a sheet are: header lines, columns and what they hold, rows, lines above."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.importing.amounts import Nothing, Unclear, understand
from clusterplan.importing.captions import Caption, read_caption
from clusterplan.importing.labels import NOTHING_SAID, Role, Said
from clusterplan.importing.status_words import state_of
from clusterplan.importing.text import narrow
from clusterplan.messages import Message, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.importing.cells import Cell, Place, Sheet
    from clusterplan.importing.labels import Labels

LETTERS = frozenset("甲乙丙丁戊ABCDE")
"""How forms number the columns that name the rows."""
MAX_HEADER = 3
"""Lines of a header: years, indicators, units."""
UNNAMED = say("the head is not understood, but below it are names of the plan or years")
"""Whom the figures describe is not certain then, so none of the table is taken."""
LABELLING = frozenset((Role.INDICATOR, Role.ENTITY, Role.NAME))
"""What names the rows."""
_TELLING = LABELLING | {Role.VALUE, Role.YEAR}
"""Heads that make a line a header."""


class Column(Struct, frozen=True):
    """A column of a table.

    Attributes:
        index: its number in the sheet.
        place: where its head stands.
        heading: the text of its head.
        role: what it holds; None for one that is not understood.
        said: what the head says of every figure below it.
        trouble: why it is not understood.
    """

    index: int
    place: Place
    heading: str
    role: Role | None
    said: Said = NOTHING_SAID
    trouble: Message | None = None


class Table(Struct, frozen=True):
    """A table of a sheet: its columns, the numbers of its rows, what stands above it."""

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    caption: Caption

    def with_role(self, *roles: Role) -> tuple[Column, ...]:
        """Return the columns that hold one of these."""
        return tuple(column for column in self.columns if column.role in roles)


class Layout(Struct, frozen=True):
    """The tables of a sheet, and the places of what stands outside of them."""

    tables: tuple[Table, ...]
    texts: tuple[Place, ...] = ()
    lost: tuple[Place, ...] = ()
    """Figures without a header above them."""


def find_tables(sheet: Sheet, labels: Labels) -> Layout:
    """Find the tables of a sheet. An empty line does not end one, another header does."""
    return _Finder(sheet, labels).find()


def is_figure(cell: Cell | None, *, grouped: bool = True) -> bool:
    """Say whether a cell holds a number, however certain."""
    if cell is None:
        return False
    if not isinstance(cell.value, str):
        return isinstance(cell.value, Decimal)
    found = understand(cell, grouped=grouped)
    return not isinstance(found, (Nothing, Unclear))


class _Finder:
    def __init__(self, sheet: Sheet, labels: Labels) -> None:
        self.sheet, self.labels = sheet, labels
        self.used = list(sheet.rows)

    def find(self) -> Layout:
        tables: list[Table] = []
        above: list[int] = []
        lost: list[Place] = []
        texts: list[Place] = []
        for block in self._blocks():
            start = self._header_start(block)
            if start is None:
                if tables and (self._has_figures(block) or self._continues(block, tables[-1])):
                    tables[-1] = replace(tables[-1], rows=(*tables[-1].rows, *block))
                elif self._has_figures(block):
                    lost.append(self._places(block)[0])
                else:
                    above += block
                continue
            depth = self._depth(block[start:])
            caption = read_caption(self.sheet, self._places([*above, *block[:start]]), self.labels)
            texts += self._places([*above, *block[:start]])
            above = []
            header, rows = block[start : start + depth], block[start + depth :]
            columns = self._columns(header, rows)
            rows = [
                row
                for row in rows
                if not self._repeats(row, header) and not self._numbers_columns(row)
            ]
            tables.append(Table(self.sheet, columns, tuple(rows), caption))
        texts += self._places(above)
        return Layout(tuple(tables), tuple(texts), tuple(lost))

    def _blocks(self) -> list[list[int]]:
        """Return the runs of rows without an empty line between them."""
        blocks: list[list[int]] = [self.used[:1]] if self.used else []
        for before, row in pairwise(self.used):
            if self.sheet.adjoin(before, row):
                blocks[-1].append(row)
            else:
                blocks.append([row])
        return blocks

    def _places(self, rows: Iterable[int]) -> list[Place]:
        owners = (self.sheet.owner(row, column) for row in rows for column in self.sheet.rows[row])
        return list(dict.fromkeys(owners))

    def _has_figures(self, rows: Iterable[int]) -> bool:
        return any(self._figure(row, column) for row in rows for column in self.sheet.rows[row])

    def _continues(self, block: Sequence[int], table: Table) -> bool:
        """Say whether rows without numbers belong to the table above: the names are of the plan."""
        names = [column.index for column in table.with_role(*LABELLING)]
        said = [self._said(row, column) for row in block for column in names]
        return any(each.subject or each.entity for each in said)

    def _figure(self, row: int, column: int) -> bool:
        cell = self.sheet.at(row, column)
        return is_figure(cell, grouped=self.sheet.grouped) and not self._said(row, column).year

    def _said(self, row: int, column: int) -> Said:
        return self.labels.read(self.sheet.at(row, column))

    def _header_start(self, block: Sequence[int]) -> int | None:
        for number, row in enumerate(block):
            if self._is_header(row, block[number + 1 :]):
                return number
        return None

    def _is_header(self, row: int, below: Sequence[int]) -> bool:
        places = self._places([row])
        said = [self.labels.read(self.sheet.cells[place]) for place in places]
        if len(places) < 2 or not below or self._has_figures([row]):  # noqa: PLR2004
            return False
        texts = [narrow(self.sheet.cells[place].text).rstrip(":") for place in places]
        if any(":" in text for text in texts):
            return False  # a line like 填报单位：… 2008年 单位：亿元
        if any(each.role in _TELLING for each in said):
            return True
        named = [each for each in said if each.subject or each.entity]
        if any(each.year for each in said) and not named:
            return self._heads_figures(row, below, "year")
        return self._heads_figures(row, below, "name")

    def _heads_figures(self, row: int, below: Sequence[int], kind: str) -> bool:
        """Say whether a name or a year of a line stands above figures, in rows that have names."""
        rows = below[:MAX_HEADER]
        for column in self.sheet.rows[row]:
            said = self._said(row, column)
            wanted = said.year if kind == "year" else said.subject or said.entity
            if (
                wanted
                and any(self._figure(each, column) for each in rows)
                and any(self._named(each, before=column) for each in rows)
            ):
                return True
        return False

    def _named(self, row: int, *, before: int) -> bool:
        said = [self._said(row, column) for column in self.sheet.rows[row] if column < before]
        return any(each.subject or each.entity for each in said)

    def _depth(self, block: Sequence[int]) -> int:
        """Return how many lines the header has."""
        depth = 1
        while depth < min(MAX_HEADER, len(block) - 1) and self._is_lower(block, depth):
            depth += 1
        return depth

    def _is_lower(self, block: Sequence[int], depth: int) -> bool:
        """Say whether a line goes on with the header above it: heads below heads, no row names."""
        row = block[depth]
        own = [place for place in self._places([row]) if place[0] == row]
        if not own or self._has_figures([row]):
            return False
        said = {place: self.labels.read(self.sheet.cells[place]) for place in own}
        first = min(column for each in block[: depth + 1] for column in self.sheet.rows[each])
        for (_, column), each in said.items():
            above = [self._said(upper, column).role for upper in block[:depth]]
            naming = column == first or any(role in LABELLING for role in above)
            if naming and each.role is None:
                return False
        return any(said.values())

    def _repeats(self, row: int, header: Sequence[int]) -> bool:
        """Say whether a row is the header once more, as on every page of a print."""
        columns = self.sheet.rows[row]
        return any(
            [self.sheet.at(row, column) for column in columns]
            == [self.sheet.at(upper, column) for column in columns]
            and columns == self.sheet.rows[upper]
            for upper in header
        )

    def _numbers_columns(self, row: int) -> bool:
        """Say whether a row numbers the columns, as forms do: 甲 乙 1 2 3."""
        texts = [self.sheet.cells[place].text for place in self._places([row])]
        lettered = list(takewhile(LETTERS.__contains__, texts))
        numbered = [str(number + 1) for number in range(len(texts) - len(lettered))]
        return bool(lettered) and texts[len(lettered) :] == numbered

    def _columns(self, header: Sequence[int], rows: Sequence[int]) -> tuple[Column, ...]:
        indexes = sorted({column for row in (*header, *rows) for column in self.sheet.rows[row]})
        columns = [self._column(index, header, rows) for index in indexes]
        for kind in ("year", "subject", "entity"):
            columns = _consistent(columns, kind)
        return tuple(columns)

    def _column(self, index: int, header: Sequence[int], rows: Sequence[int]) -> Column:
        owners = dict.fromkeys(self.sheet.owner(row, index) for row in header)
        places = [place for place in owners if place in self.sheet.cells]
        said = [self.labels.read(self.sheet.cells[place]) for place in places]
        joined, trouble = _joined(said)
        role = None
        if all(said) and not trouble:
            role = self._role(joined, index, rows)
        by_rows = None if role or trouble else self._by_rows(index, rows)
        if by_rows and places:
            trouble = UNNAMED
        elif by_rows:
            role, joined = by_rows, NOTHING_SAID
        if role is None and not joined.total and any(self._figure(row, index) for row in rows):
            unknown = say("no name of the plan") if places else say("the column has no head")
            trouble = trouble or unknown
        heading = " ".join(self.sheet.cells[place].text for place in places)
        place = places[-1] if places else (header[-1], index)
        return Column(index, place, heading, role, joined, trouble)

    def _role(self, said: Said, index: int, rows: Sequence[int]) -> Role | None:
        if said.role is not None and said.role is not Role.VALUE:
            return self._by_content(said.role, index, rows)
        stated = said.subject or said.entity or said.year or said.unit or said.role
        return Role.VALUE if stated else None

    def _by_rows(self, index: int, rows: Sequence[int]) -> Role | None:
        """Return what a column seems to hold, by its cells: names of the plan, or years."""
        cells = [cell for row in rows if (cell := self.sheet.at(row, index)) is not None]
        said = [self.labels.read(cell) for cell in cells]
        # Further right than first, numbers like 2008 may be figures.
        if cells and all(each.year for each in said) and index == self._first_of(rows):
            return Role.YEAR
        named = any(each.subject or each.entity for each in said)
        return Role.NAME if named and not any(self._figure(row, index) for row in rows) else None

    def _first_of(self, rows: Sequence[int]) -> int:
        return min(self.sheet.rows[row][0] for row in rows)

    def _by_content(self, role: Role, index: int, rows: Sequence[int]) -> Role:
        """Tell apart what one word can mean: 单位 a unit or an office, 状态 of figure or work."""
        cells = [cell for row in rows if (cell := self.sheet.at(row, index)) is not None]
        if role is Role.UNIT and any(self.labels.read(cell).entity for cell in cells):
            return Role.ENTITY
        if role is Role.STATUS and any(state_of(cell.text) for cell in cells):
            return Role.VALUE
        return role


def _joined(said: Sequence[Said]) -> tuple[Said, Message | None]:
    """Return what the lines of a head say together."""
    whole = NOTHING_SAID
    for each in said:
        if each.trouble is not None:
            return whole, each.trouble
        for kind in ("role", "subject", "entity", "year", "unit"):
            old, new = getattr(whole, kind), getattr(each, kind)
            if old is not None and new is not None and old != new:
                return whole, say("the lines of the head contradict each other")
            whole = replace(whole, **{kind: old if old is not None else new})
        whole = replace(whole, total=whole.total or each.total)
    return whole, None


def _consistent(columns: Sequence[Column], kind: str) -> list[Column]:
    """Refuse figures without a year among columns with years, and so on: a merged head was lost."""
    values = [column for column in columns if column.role is Role.VALUE]
    stated = [column for column in values if getattr(column.said, kind) is not None]
    if not stated or len(stated) == len(values):
        return list(columns)
    messages = {
        "year": say("the head has no year, unlike those beside it"),
        "subject": say("the head has no indicator, unlike those beside it"),
        "entity": say("the head has no entity, unlike those beside it"),
    }
    lacking = {column.index for column in values if column not in stated}
    return [
        replace(column, role=None, trouble=messages[kind]) if column.index in lacking else column
        for column in columns
    ]
