"""Where the tables of a sheet are: header lines, columns and what they hold, rows, lines above."""

from __future__ import annotations

from itertools import takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from clusterplan.base.folding import narrow
from clusterplan.base.messages import Message, say
from clusterplan.importing.captions import (
    NOTHING_ABOVE,
    SILENT,
    Caption,
    Doubt,
    Statement,
    read_lines,
    statements,
)
from clusterplan.importing.heads import LABELLING, Column, Lines, columns_of
from clusterplan.importing.plan_names import is_numbered
from clusterplan.importing.words import Role

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from clusterplan.importing.labels import Labels
    from clusterplan.importing.sheets import Cell, Place, Sheet

LETTERS = frozenset("甲乙丙丁戊ABCDE")
"""How forms number the columns that name the rows."""
_OF_ROWS = ("rows", "subject")
"""Doubts about the rows of one table."""
MAX_HEADER = 3
"""Lines of a header: years, indicators, units."""
_TELLING = LABELLING | {Role.VALUE, Role.YEAR}
"""Heads that make a line a header."""


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
        self.lines = Lines(sheet, labels)

    def find(self) -> Layout:
        drafts: list[_Draft] = []
        above: list[int] = []
        lost: list[Place] = []
        texts: list[Place] = []
        for block in self._blocks():
            for number, (header, rows) in enumerate(self._segments(block)):
                if header:
                    texts += self.lines.places(*above)
                    if number and drafts:
                        drafts[-1].below = []
                    drafts.append(_Draft(above, columns_of(self.lines, header, rows), []))
                    above = []
                end = self._end(rows, drafts[-1].columns if drafts else ())
                if end and drafts:
                    drafts[-1].rows += [*above, *rows[:end]]
                    above = []
                elif end:
                    lost += self.lines.places(*filter(self.lines.has_figures, rows))[:1]
                above += rows[end:]
                if drafts and (header or end):
                    drafts[-1].below = rows[end:]
        if drafts:
            drafts[-1].below += above
        texts += self.lines.places(*above)
        return Layout(tuple(self._captioned(drafts)), tuple(texts), tuple(lost))

    def _blocks(self) -> Iterator[list[int]]:
        """Return the runs of rows without an empty line between them, but one below a head."""
        block: list[int] = []
        for row in self.sheet.rows:
            if block and not (self.sheet.adjoin(block[-1], row) or self._heads(block[-1], row)):
                yield block
                block = []
            block.append(row)
        yield block

    def _heads(self, row: int, below: int) -> bool:
        """Say whether a row is the header of one below an empty line."""
        return self._is_header(row, [below]) and not self._is_header(below, [below])

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
                at += 1
                while at < len(block) - 1 and self._is_lower(block[top:], at - top):
                    at += 1
                header, rows = list(block[top:at]), []
            else:
                rows.append(row)
                at += 1
        yield header, rows

    def _top(self, at: int, block: Sequence[int], most: int) -> int:
        """Return where a header begins: above, where a merged head of it does."""
        first = min(row for row, _ in self.lines.places(block[at]))
        return max(at - most, block.index(first) if first in block else 0)

    def _is_row(self, row: int, first: int) -> bool:
        """Say whether what looks like a header is a row of a table: it begins with a name."""
        said = self.lines.read(row)
        named = self.lines.places(row)[0][1] == first and said[0].role is None
        return named or sum(map(bool, said)) < 2  # noqa: PLR2004

    def _is_header(self, row: int, below: Sequence[int]) -> bool:
        cells = self.lines.cells(row)
        if len(cells) < 2 or not below or self.lines.has_figures(row) or self.lines.is_line(row):  # noqa: PLR2004
            return False
        said = self.lines.read(row)
        texts = [narrow(cell.text).rstrip(":") for cell in cells]
        if any(":" in text and not each for text, each in zip(texts, said, strict=True)):
            return False
        return any(each.role in _TELLING for each in said) or self._heads_figures(row, below)

    def _heads_figures(self, row: int, below: Sequence[int]) -> bool:
        """Say whether a name or else a year stands above figures, in rows that have names."""
        used = self.sheet.rows[row]
        named = [column for column in used if self.lines.names(row, [column])]
        return any(
            any(self.lines.figure(each, column) for each in below)
            and any(self.lines.names(each, self._before(each, column)) for each in below)
            for column in named or [each for each in used if self.lines.said(row, each).year]
        )

    def _before(self, row: int, column: int) -> list[int]:
        return [each for each in self.sheet.rows[row] if each < column]

    def _is_lower(self, block: Sequence[int], depth: int) -> bool:
        """Say whether a line goes on with the header above it: heads below heads, no row names."""
        row = block[depth]
        if self.lines.has_figures(row) or self.lines.is_line(row):
            return False
        places, said = self.lines.places(row), self.lines.read(row)
        if any(top < row for top, _ in places):
            return True  # a head is merged over both
        first = min(self.sheet.rows[each][0] for each in block)
        for (_, column), each in zip(places, said, strict=True):
            above = [self.lines.said(upper, column).role for upper in block[:depth]]
            naming = column == first or any(role in LABELLING for role in above)
            if naming and each.role is None:
                return False
        return depth < MAX_HEADER and any(said)

    def _repeats(self, row: int, header: Sequence[int]) -> bool:
        """Say whether a row is the header once more, as on every page of a print."""
        return any(self._seen(row) == self._seen(upper) for upper in header)

    def _seen(self, row: int) -> list[tuple[int, Cell | None]]:
        return [(column, self.sheet.at(row, column)) for column in self.sheet.rows[row]]

    def _numbers_columns(self, row: int) -> bool:
        """Say whether a row numbers the columns, as forms do: 甲 乙 1 2 3."""
        texts = [cell.text for cell in self.lines.cells(row)]
        lettered = list(takewhile(LETTERS.__contains__, texts))
        numbered = [str(number + 1) for number in range(len(texts) - len(lettered))]
        return bool(lettered) and texts[len(lettered) :] == numbered

    def _end(self, rows: Sequence[int], columns: Sequence[Column]) -> int:
        """Return how many of some rows are of the table above; lines follow, or titles."""
        values, naming = _under(columns, (Role.VALUE,)), _under(columns, LABELLING)
        for number in range(len(rows), 0, -1):
            row = rows[number - 1]
            filled = {*values} & {*self.sheet.rows[row]} and len(self.lines.places(row)) > 1
            named = filled or self.lines.names(row, naming)
            if self.lines.has_figures(row) or (named and not self.lines.is_line(row)):
                return number
        return 0

    def _captioned(self, drafts: Sequence[_Draft]) -> Iterator[Table]:
        """Return the tables with what holds above and between their rows.

        What names the indicator of one table is not said of the next.
        """
        name = [Statement((0, 0), None, narrow(self.sheet.name))] if self.sheet.name else []
        sheet = holds = read_lines(name, self.labels).lasting()
        for draft in drafts:
            years = self._years(draft)
            below = self._read_lines(*filter(self.lines.is_line, draft.below))
            lasting = tuple(each for each in holds.doubts if each.kind not in _OF_ROWS)
            holds = replace(holds, subjects=sheet.subjects, doubts=lasting)
            holds = holds.then(self._read_lines(*draft.above))
            caption, lines = holds.around(years, below), {}
            for row in draft.rows:
                if (line := self._line(row, draft.columns)) is not None:
                    holds = holds.then(line)
                    lines[row] = holds.around(years, below)
            yield Table(self.sheet, draft.columns, tuple(draft.rows), caption, lines)

    def _years(self, draft: _Draft) -> set[int]:
        """Return the years that heads and rows of a table state."""
        naming = _under(draft.columns, (Role.YEAR,))
        said = [self.lines.said(row, column) for row in draft.rows for column in naming]
        said += [each.said for each in draft.columns]
        return {each.year for each in said if each.year}

    def _read_lines(self, *rows: int) -> Caption:
        found = [each for row in rows for each in statements(self.sheet, row, self.labels)]
        return read_lines(found, self.labels)

    def _line(self, row: int, columns: Sequence[Column]) -> Caption | None:
        """Return what a row of a table states of the rows below it, if it is no row of figures."""
        if self.lines.is_line(row):
            return self._read_lines(row)
        naming, used = _under(columns, LABELLING), self.sheet.rows[row]
        if self.lines.has_figures(row) or self.lines.names(row, naming):
            return None
        values = _under(columns, (Role.VALUE,))
        heads = [self.lines.said(row, column) for column in values]
        stated = any(each.unit or each.year or each.subject for each in heads)
        if stated and not {*naming} & {*used}:
            message = say("a head stands between the rows")
            return Caption(doubts=(self._doubt("rows", self.lines.places(row)[0], message),))
        return None if {*values} & {*used} else self._heading(row, columns)

    def _heading(self, row: int, columns: Sequence[Column]) -> Caption:
        """Return what a text among the rows says, if it says anything of the rows below it."""
        found = self._read_lines(row)
        silent = _under(columns, SILENT)
        for place, said in zip(self.lines.places(row), self.lines.read(row), strict=True):
            if place[1] in silent or (said and not said.part) or found.doubts or found.reached:
                continue
            kind = "subject" if is_numbered(self.sheet.cells[place].text) else "rows"
            message = say("whether this is a heading of the rows below it is not certain")
            return replace(found, doubts=(self._doubt(kind, place, message),))
        return found

    def _doubt(self, kind: str, place: Place, message: Message) -> Doubt:
        return Doubt(kind, place, self.sheet.cells[place].text, message)


def _under(columns: Iterable[Column], roles: Container[Role | None]) -> list[int]:
    """Return the numbers of the columns that hold one of these."""
    return [column.index for column in columns if column.role in roles]
