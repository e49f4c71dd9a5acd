"""Where the tables of a sheet are: header lines, columns and what they hold, rows, lines above."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from clusterplan.base.folding import narrow
from clusterplan.base.messages import Message, say
from clusterplan.importing.amounts import understand
from clusterplan.importing.captions import (
    NOTHING_ABOVE,
    SILENT,
    Caption,
    Doubt,
    Statement,
    is_line,
    read_lines,
    statements,
)
from clusterplan.importing.labels import NOTHING_SAID, Role, Said
from clusterplan.importing.periods import is_part_of_year, plain
from clusterplan.importing.plan_names import NO_NAME, is_numbered
from clusterplan.importing.status_words import state_of
from clusterplan.importing.understanding import UnclearError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from clusterplan.importing.labels import Labels
    from clusterplan.importing.sheets import Cell, Place, Sheet

LETTERS = frozenset("甲乙丙丁戊ABCDE")
"""How forms number the columns that name the rows."""
_OF_ROWS = ("rows", "subject")
"""Doubts about the rows of one table."""
MAX_HEADER = 3
"""Lines of a header: years, indicators, units."""
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
        hint: what to do about it.
    """

    index: int
    place: Place
    heading: str
    role: Role | None
    said: Said = NOTHING_SAID
    trouble: Message | None = None
    hint: Message | None = None


class Table(Struct, frozen=True):
    """A table of a sheet.

    Attributes:
        sheet: where it is.
        columns: what they hold.
        rows: the numbers of its rows.
        caption: what stands above it.
        lines: what holds from a line between its rows on, by the number of its row.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    caption: Caption = NOTHING_ABOVE
    lines: Mapping[int, Caption] = MappingProxyType({})

    def with_role(self, *roles: Role) -> tuple[Column, ...]:
        """Return the columns that hold one of these."""
        return tuple(column for column in self.columns if column.role in roles)


class Layout(Struct, frozen=True):
    """The tables of a sheet, and the places of what stands outside of them."""

    tables: tuple[Table, ...]
    texts: tuple[Place, ...] = ()
    lost: tuple[Place, ...] = ()
    """Figures without a header above them."""


class _Draft(Struct):
    """A table of which the rows are still collected, with the lines above and below."""

    above: list[int]
    columns: tuple[Column, ...]
    rows: list[int]
    below: list[int] = field(default_factory=list)


def find_tables(sheet: Sheet, labels: Labels) -> Layout:
    """Find the tables of a sheet. An empty line does not end one, another header does."""
    return _Finder(sheet, labels).find()


class _Finder:
    def __init__(self, sheet: Sheet, labels: Labels) -> None:
        self.sheet, self.labels = sheet, labels
        self.used = list(sheet.rows)
        self._lines: dict[int, bool] = {}

    def find(self) -> Layout:
        drafts: list[_Draft] = []
        above: list[int] = []
        lost: list[Place] = []
        texts: list[Place] = []
        for block in self._blocks():
            for number, (header, rows) in enumerate(self._segments(block)):
                if header:
                    texts += self._places(above)
                    if number and drafts:
                        drafts[-1].below = []
                    drafts.append(_Draft(above, self._columns(header, rows), []))
                    above = []
                end = self._end(rows, drafts[-1].columns if drafts else ())
                if end and drafts:
                    drafts[-1].rows += [*above, *rows[:end]]
                    above = []
                elif end:
                    lost += self._places(row for row in rows if self._has_figures([row]))[:1]
                above += rows[end:]
                if drafts and (header or end):
                    drafts[-1].below = rows[end:]
        if drafts:
            drafts[-1].below += above
        texts += self._places(above)
        return Layout(tuple(self._captioned(drafts)), tuple(texts), tuple(lost))

    def _segments(self, block: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
        """Return the header lines and the rows of each table in a block, first rows without one."""
        header: list[int] = []
        rows: list[int] = []
        at = 0
        first = min((self.sheet.rows[row][0] for row in block), default=0)
        while at < len(block):
            row, below = block[at], block[at + 1 : at + 1 + MAX_HEADER]
            if self._repeats(row, header) or (header and self._numbers_columns(row)):
                at += 1
            elif self._is_header(row, below) and not (header and self._is_row(row, first)):
                top = self._top(at, block, len(rows))
                yield header, rows[: len(rows) - (at - top)]
                depth = self._depth(block[top:], at - top + 1)
                header, rows, at = list(block[top : top + depth]), [], top + depth
            else:
                rows.append(row)
                at += 1
        yield header, rows

    def _top(self, at: int, block: Sequence[int], most: int) -> int:
        """Return where a header begins: above, where a merged head of it does."""
        first = min(place[0] for place in self._places([block[at]]))
        return max(at - most, block.index(first) if first in block else 0)

    def _is_row(self, row: int, first: int) -> bool:
        """Say whether what looks like a header is a row of a table: it begins with a name."""
        places = self._places([row])
        said = [self.labels.read(self.sheet.cells[place]) for place in places]
        return (places[0][1] == first and said[0].role is None) or sum(map(bool, said)) < 2  # noqa: PLR2004

    def _end(self, rows: Sequence[int], columns: Sequence[Column]) -> int:
        """Return how many of some rows are of the table above; lines follow, or titles."""
        values = {column.index for column in columns if column.role is Role.VALUE}
        names = [column.index for column in columns if column.role in LABELLING]
        for number in range(len(rows), 0, -1):
            row = rows[number - 1]
            said = [self._said(row, column) for column in names]
            filled = values.intersection(self.sheet.rows[row]) and len(self._places([row])) > 1
            if self._has_figures([row]) or (
                not self._is_line(row)
                and (filled or any(each.subject or each.entity for each in said))
            ):
                return number
        return 0

    def _captioned(self, drafts: Sequence[_Draft]) -> Iterator[Table]:
        """Return the tables with what holds above and between their rows.

        What names the indicator of one table is not said of the next.
        """
        name = [Statement((0, 0), None, narrow(self.sheet.name))] if self.sheet.name else []
        sheet = holds = read_lines(name, self.labels).lasting()
        for draft in drafts:
            lasting = tuple(each for each in holds.doubts if each.kind not in _OF_ROWS)
            holds = replace(holds, subjects=sheet.subjects, doubts=lasting)
            holds = holds.then(self._read_lines(draft.above))
            first, lines = holds, {}
            for row in draft.rows:
                if (line := self._line(row, draft.columns)) is not None:
                    lines[row] = holds = holds.then(line)
            years = self._years(draft)
            below = self._read_lines([row for row in draft.below if self._is_line(row)])
            first, *rest = (
                each.with_closing(below).with_years(years) for each in (first, *lines.values())
            )
            lines = dict(zip(lines, rest, strict=True))
            yield Table(self.sheet, draft.columns, tuple(draft.rows), first, lines)

    def _years(self, draft: _Draft) -> set[int]:
        """Return the years that heads and rows of a table state."""
        naming = [each.index for each in draft.columns if each.role is Role.YEAR]
        said = [self._said(row, column) for row in draft.rows for column in naming]
        said += [each.said for each in draft.columns]
        return {each.year for each in said if each.year}

    def _read_lines(self, rows: Iterable[int]) -> Caption:
        found = [each for row in rows for each in statements(self.sheet, row, self.labels)]
        return read_lines(found, self.labels)

    def _line(self, row: int, columns: Sequence[Column]) -> Caption | None:
        """Return what a row of a table states of the rows below it, if it is no row of figures."""
        if self._is_line(row):
            return self._read_lines([row])
        used = self.sheet.rows[row]
        values = [column.index for column in columns if column.role is Role.VALUE]
        names = [self._said(row, each.index) for each in columns if each.role in LABELLING]
        if self._has_figures([row]) or any(each.subject or each.entity for each in names):
            return None
        heads = [self._said(row, column) for column in values]
        unnamed = not any(each.index in used for each in columns if each.role in LABELLING)
        if unnamed and any(each.unit or each.year or each.subject for each in heads):
            place = self.sheet.owner(row, used[0])
            message = say("a head stands between the rows")
            return Caption(doubts=(self._doubt("rows", place, message),))
        if any(column in used for column in values):
            return None
        return self._heading(row, columns)

    def _heading(self, row: int, columns: Sequence[Column]) -> Caption:
        """Return what a text among the rows says, if it says anything of the rows below it."""
        found = self._read_lines([row])
        silent = {each.index for each in columns if each.role in SILENT}
        for place in self._places([row]):
            said = self.labels.read(self.sheet.cells[place])
            if place[1] in silent or (said and not said.part) or found.doubts or found.reached:
                continue
            kind = "subject" if is_numbered(self.sheet.cells[place].text) else "rows"
            message = say("whether this is a heading of the rows below it is not certain")
            return replace(found, doubts=(self._doubt(kind, place, message),))
        return found

    def _doubt(self, kind: str, place: Place, message: Message) -> Doubt:
        return Doubt(kind, place, self.sheet.cells[place].text, message)

    def _is_line(self, row: int) -> bool:
        """Say whether a row is a line like 填报单位：… 2008年 单位：亿元."""
        if row not in self._lines:
            values = (self.sheet.cells[place].value for place in self._places([row]))
            labels = any(isinstance(each, str) and (":" in each or "：" in each) for each in values)
            self._lines[row] = labels and is_line(
                statements(self.sheet, row, self.labels), self._figure
            )
        return self._lines[row]

    def _blocks(self) -> list[list[int]]:
        """Return the runs of rows without an empty line between them, but one below a head."""
        blocks: list[list[int]] = [self.used[:1]] if self.used else []
        for before, row in pairwise(self.used):
            if self.sheet.adjoin(before, row) or self._heads(before, row):
                blocks[-1].append(row)
            else:
                blocks.append([row])
        return blocks

    def _heads(self, row: int, below: int) -> bool:
        """Say whether a row is the header of one below an empty line."""
        return self._is_header(row, [below]) and not self._is_header(below, [below])

    def _places(self, rows: Iterable[int]) -> list[Place]:
        owners = (self.sheet.owner(row, column) for row in rows for column in self.sheet.rows[row])
        return list(dict.fromkeys(owners))

    def _has_figures(self, rows: Iterable[int]) -> bool:
        return any(
            self._figure(row, column)
            for row in rows
            if not self._is_line(row)
            for column in self.sheet.rows[row]
        )

    def _figure(self, row: int, column: int) -> bool:
        cell = self.sheet.at(row, column)
        value = cell.value if cell else None
        if self._said(row, column).year or self._is_month(row, cell):
            return False
        try:
            text = isinstance(value, str) and understand(cell, grouped=self.sheet.grouped)
        except UnclearError:
            return False
        return bool(text) or isinstance(value, Decimal)

    def _is_month(self, row: int, cell: Cell | None) -> bool:
        """Say whether a number alone in its row is a title like 2013.9, which is September."""
        number = cell.value if cell else None
        if not isinstance(number, Decimal) or number == int(number):
            return False
        return len(self._places([row])) == 1 and is_part_of_year(plain(cell.text if cell else ""))

    def _said(self, row: int, column: int) -> Said:
        return self.labels.read(self.sheet.at(row, column))

    def _is_header(self, row: int, below: Sequence[int]) -> bool:
        places = self._places([row])
        if len(places) < 2 or not below or self._has_figures([row]) or self._is_line(row):  # noqa: PLR2004
            return False
        said = [self.labels.read(self.sheet.cells[place]) for place in places]
        texts = [narrow(self.sheet.cells[place].text).rstrip(":") for place in places]
        if any(":" in text and not each for text, each in zip(texts, said, strict=True)):
            return False
        if any(each.role in _TELLING for each in said):
            return True
        named = [each for each in said if each.subject or each.entity]
        if any(each.year for each in said) and not named:
            return self._heads_figures(row, below, "year")
        return self._heads_figures(row, below, "name")

    def _heads_figures(self, row: int, below: Sequence[int], kind: str) -> bool:
        """Say whether a name or a year of a line stands above figures, in rows that have names."""
        for column in self.sheet.rows[row]:
            said = self._said(row, column)
            wanted = said.year if kind == "year" else said.subject or said.entity
            if (
                wanted
                and any(self._figure(each, column) for each in below)
                and any(self._named(each, before=column) for each in below)
            ):
                return True
        return False

    def _named(self, row: int, *, before: int) -> bool:
        said = [self._said(row, column) for column in self.sheet.rows[row] if column < before]
        return any(each.subject or each.entity for each in said)

    def _depth(self, block: Sequence[int], known: int) -> int:
        """Return how many lines a header has of which some are known."""
        depth = known
        while depth < len(block) - 1 and self._is_lower(block, depth):
            depth += 1
        return depth

    def _is_lower(self, block: Sequence[int], depth: int) -> bool:
        """Say whether a line goes on with the header above it: heads below heads, no row names."""
        row = block[depth]
        places = self._places([row])
        own = [place for place in places if place[0] == row]
        if self._has_figures([row]) or self._is_line(row):
            return False
        if len(own) < len(places) and any(place[0] < row for place in places):
            return True  # a head is merged over both
        if depth >= MAX_HEADER:
            return False
        said = {place: self.labels.read(self.sheet.cells[place]) for place in own}
        first = min(self.sheet.rows[each][0] for each in block)
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
        columns = _without_parts(self._column(index, header, rows) for index in indexes)
        for kind in ("year", "subject", "entity"):
            columns = _consistent(columns, kind)
        return tuple(_one_table(columns))

    def _column(self, index: int, header: Sequence[int], rows: Sequence[int]) -> Column:
        owners = dict.fromkeys(self.sheet.owner(row, index) for row in header)
        places = [place for place in owners if place in self.sheet.cells]
        said = [self.labels.read(self.sheet.cells[place]) for place in places]
        joined, trouble = _joined(said)
        role = None
        nameless = joined.part and not (joined.subject or joined.entity)
        if all(said) and not trouble and not nameless:
            role = self._role(joined, index, rows)
        by_rows = None if role or trouble or nameless else self._by_rows(index, rows)
        if by_rows and places:
            trouble = UNNAMED
        elif by_rows:
            role, joined = by_rows, NOTHING_SAID
        out = joined.total or nameless
        if role is None and not out and any(self._figure(row, index) for row in rows):
            trouble = trouble or (NO_NAME if places else say("the column has no head"))
        if trouble == NO_NAME:
            places = [place for place, each in zip(places, said, strict=True) if not each]
        heading = " ".join(self.sheet.cells[place].text for place in places)
        place = places[-1] if places else (header[-1], index)
        hint = next((each.hint for each in said if each.hint), None)
        return Column(index, place, heading, role, joined, trouble, hint)

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


def _one_table(columns: Sequence[Column]) -> Iterator[Column]:
    """Refuse a column of names right of figures that have names on their left."""
    figures = [each.index for each in columns if each.role is Role.VALUE or each.trouble]
    naming = [each.index for each in columns if each.role in _BESIDE]
    for column in columns:
        left = any(naming[:1] < [each] < [column.index] for each in figures)
        beside = column.index in naming[1:] and left and column.index < figures[-1]
        yield replace(column, role=None, trouble=BESIDE) if beside else column


def _without_parts(columns: Iterable[Column]) -> list[Column]:
    """Leave parts out that are called like the column before them: 增加值, 其中：增加值."""
    kept: list[Column] = []
    whole: tuple[str | None, ...] = ()
    for column in columns:
        names = (column.said.subject, column.said.entity)
        out = column.said.part and names == whole
        kept.append(replace(column, role=None) if out else column)
        if column.role is Role.VALUE and not column.said.part:
            whole = names
    return kept


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
        replace(column, role=None, trouble=None if column.said.total else messages[kind])
        if column.index in lacking
        else column
        for column in columns
    ]
