"""Tables to figures: what row, column, caption and user say together, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.exact import parse_number
from clusterplan.base.messages import Message, say, say_many
from clusterplan.importing.amounts import Amount, dimensions, read_value
from clusterplan.importing.captions import CONCERNING
from clusterplan.importing.heads import WHOLE
from clusterplan.importing.labels import Labels
from clusterplan.importing.plan_names import NO_NAME, Names
from clusterplan.importing.row_labels import Row, RowReader
from clusterplan.importing.sheets import joined, letters
from clusterplan.importing.tables import find_tables
from clusterplan.importing.understanding import (
    Found,
    Problem,
    Reading,
    Remark,
    UnclearError,
    problem_at,
)
from clusterplan.importing.whose_figure import Facts
from clusterplan.importing.words import Meant, Role
from clusterplan.model.observations import ObsStatus, Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.importing.captions import Caption, Doubt
    from clusterplan.importing.heads import Column
    from clusterplan.importing.labels import Said
    from clusterplan.importing.sheets import Cell, Place, Sheet
    from clusterplan.importing.tables import Layout, Table
    from clusterplan.importing.understanding import Given
    from clusterplan.model.plan import Plan

NO_FIGURE = say("no figure")
TOTAL = say("a total, which is added up by clusterplan where the plan needs it")
PART = say("a part of what stands before it, not all of it")
INDICATOR_FIRST = say("the row has figures, but names an indicator where an entity is due")
ENTITY_FIRST = say("the row has figures, but names an entity where an indicator is due")
TEXT = say("text beside the figures")
OTHER_YEAR = say("of another year than --year")
NO_FILE = say("of a year that has no file in this plan")
HIDDEN = say("a hidden sheet; --sheet names it")


def read_figures(
    sheets: Sequence[Sheet],
    plan: Plan,
    given: Given,
    told: Callable[[int, int], None] | None = None,
) -> Reading:
    """Understand the figures of a file.

    Args:
        sheets: what was read from it.
        plan: whose names count.
        given: what the user says.
        told: is called with the number of rows done, and of all.
    """
    labels = Labels(Names(plan, given.meant))
    reading = Reading()
    layouts: list[tuple[Sheet, Layout]] = []
    for sheet in sheets:
        if (sheet.name in given.sheets) if given.sheets else not sheet.hidden:
            seen = replace(sheet, hidden_rows=(), hidden_columns=()) if given.hidden else sheet
            layouts.append((seen, find_tables(seen, labels)))
        elif not given.sheets:
            reading.left_out.append(Remark(sheet.name, HIDDEN))
    reading.left_out += _out_of_sight([sheet for sheet, _ in layouts])
    rows = sum(len(table.rows) for _, layout in layouts for table in layout.tables)
    done = 0
    for sheet, layout in layouts:
        _outside(sheet, layout, reading)
        for table in layout.tables:
            for _ in _TableReader(table, plan, labels, given, reading).read():
                done += 1
                if told is not None:
                    told(done, rows)
    _keep_one_of_each(reading)
    return reading


def _out_of_sight(sheets: Sequence[Sheet]) -> Iterator[Remark]:
    """Tell of the hidden rows and columns that hold something, and how many they are."""
    hidden = [(sheet, *sheet.out_of_sight(sheet.cells)) for sheet in sheets]
    rows, columns = sum(len(each[1]) for each in hidden), sum(len(each[2]) for each in hidden)
    one = say_many(
        "{count} hidden row; --hidden takes it",
        "{count} hidden rows; --hidden takes them",
        count=rows,
    )
    other = say_many(
        "{count} hidden column; --hidden takes it",
        "{count} hidden columns; --hidden takes them",
        count=columns,
    )
    for sheet, numbers, _ in hidden:
        yield from _spans(sheet, numbers, lambda row: str(row + 1), one)
    for sheet, _, numbers in hidden:
        yield from _spans(sheet, numbers, letters, other)


def _spans(
    sheet: Sheet, numbers: Iterable[int], name: Callable[[int], str], message: Message
) -> Iterator[Remark]:
    for first, last in joined((number, number) for number in numbers):
        place = name(first) if first == last else f"{name(first)}:{name(last)}"
        yield Remark(sheet.prefix + place, message)


def _outside(sheet: Sheet, layout: Layout, into: Reading) -> None:
    """Tell what stands outside of the tables of a sheet."""
    into.left_out += (Remark(sheet.label(place), TEXT) for place in layout.texts)
    message = say("figures under no header that is understood")
    hint = say("name the columns: 指标 or indicator, 地区 or entity, years, names of the plan")
    into.problems += (problem_at(sheet, place, message, hint) for place in layout.lost)


def _keep_one_of_each(reading: Reading) -> None:
    """Leave equal figures out, and tell of different ones for the same thing."""
    kept: dict[tuple[object, ...], Found] = {}
    for found in reading.found:
        key = (found.indicator, found.entity, found.year, found.series, found.published)
        first = kept.setdefault(key, found)
        if first is found:
            continue
        if _same(first, found):
            message = say("the same figure as in {place}", place=first.place)
            reading.left_out.append(Remark(found.place, message))
        else:
            message = say("another figure than in {place} for the same thing", place=first.place)
            hint = say("keep one of the two, or tell them apart by year, date or series")
            reading.problems.append(Problem(found.place, found.value, message, hint))
    reading.found = list(kept.values())


def _same(one: Found, other: Found) -> bool:
    """Say whether two figures differ in nothing but where they stand, and in zeros at the end."""
    numbers = parse_number(one.value), parse_number(other.value)
    value = one.value if None not in numbers and numbers[0] == numbers[1] else other.value
    return replace(other, place=one.place, note=one.note, source=one.source, value=value) == one


class _TableReader:
    """Reads one table."""

    def __init__(
        self, table: Table, plan: Plan, labels: Labels, given: Given, into: Reading
    ) -> None:
        self.table, self.plan, self.labels = table, plan, labels
        self.given, self.into = given, into
        self.sheet, self.caption = table.sheet, table.caption
        self.columns = table.with_role(Role.VALUE)
        self.rows = RowReader(table, plan, labels)
        self.section = self.whole = Row(0)
        self.doubted: list[Doubt] = []
        self.merged_told: set[Place] = set()
        self.told: dict[str, Place] = {}

    def read(self) -> Iterator[None]:
        """Read every row, one at a time."""
        if not self._sound():
            return
        self._title()
        self._columns_left_out()
        if any(column.trouble in WHOLE for column in self.table.columns):
            return
        for number in self.table.rows:
            line = self.table.lines.get(number)
            if line is not None:
                self._line(number, line)
            elif not self.caption.doubts or self._sound():
                self._row(self.rows.read(number))
            yield

    def _line(self, number: int, line: Caption) -> None:
        """Read on below a line: what it states holds from there."""
        about = (self.caption.subjects, self.caption.entities)
        if line.doubt("subject") or (line.subjects, line.entities) != about:
            self.section = Row(0)
        self.caption = line
        first = self.sheet.owner(number, self.sheet.rows[number][0])
        self._leave(first, TEXT)
        self._title()

    def _sound(self) -> bool:
        """Say whether the figures can be taken, and tell once why not."""
        taken = {*CONCERNING}
        if self.given.status is ObsStatus.FORECAST:
            taken.add(Meant.EXPECTED)
        doubts = [each for each in self.caption.doubts if each.kind not in taken]
        for each in doubts:
            if each in self.doubted:
                continue
            if each.kind == Meant.PLANNED:
                self._leave(each.place, each.message)
            else:
                self._problem(each.place, each.message, each.hint, each.text)
            self.doubted.append(each)
        return not doubts

    def _title(self) -> None:
        """Tell where a title speaks of another year than the one that is given for the figures."""
        spoken, year = self.caption.spoken, self.given.year
        if spoken and year is not None and year not in spoken:
            years = ", ".join(str(each) for each in sorted(spoken))
            message = say(
                "the title speaks of {years}, --year says {year}", years=years, year=str(year)
            )
            self._remark(self.table.columns[0].place, message)

    def _columns_left_out(self) -> None:
        for column in self.table.columns:
            if column.trouble is not None:
                self._problem(column.place, column.trouble, self._hint(column), column.heading)
            elif column.role in (None, Role.FORM):
                outside = TEXT if column.role else _of_others(column.said)
                self._leave(column.place, outside)

    def _hint(self, column: Column) -> Message | None:
        if column.trouble in WHOLE:
            return WHOLE[column.trouble]
        if column.trouble == NO_NAME:
            return self.labels.names.remedy(column.heading)
        return column.hint or say("write above it what it holds, or empty it")

    def _row(self, row: Row) -> None:
        figures = any(self.sheet.at(row.number, column.index) for column in self.columns)
        if not figures and row.status is not ObsStatus.SUPPRESSED:
            self._without_figures(row)
            return
        known = row if row.problem else row.under(self.section)
        if row.part is not None and row.part.entity and row.heading and self.whole.subject:
            known = replace(known, subject=self.whole.subject, heading=False)  # 其中：北区
        if row.total:
            self._leave(row.place, TOTAL)
        elif known.problem is not None:
            self.into.problems.append(known.problem)
        elif row.part is not None and self._is_like_the_whole(row.part):
            self._leave(row.place, PART)
        elif row.unnamed and row.place is not None:
            text = self.sheet.cells[row.place].text
            self._problem(row.place, NO_NAME, self.labels.names.remedy(text))
        elif known.heading:
            self._problem(row.place, INDICATOR_FIRST if row.subject else ENTITY_FIRST)
        else:
            for column in self.columns:
                self._cell(column, known)
        if row.part is None and not row.total:
            self.whole = row

    def _is_like_the_whole(self, part: Said) -> bool:
        """Say whether a part is called nothing that the row that it belongs to is not."""
        whole = self.whole
        return part.subject in (None, whole.subject) and part.entity in (None, whole.entity)

    def _without_figures(self, row: Row) -> None:
        """Read a row without figures: perhaps it is a heading of rows below it."""
        if row.subject is None and row.entity is None:
            if not row.total:
                self._leave(row.place, TEXT)
            return
        for column in self.columns:
            self._leave((row.number, column.index), NO_FIGURE)
        if row.entity is None:
            self.section = replace(self.section, subject=row.subject, unit=row.unit)
        elif row.subject is None and self.rows.may_name(row.number, Role.INDICATOR):
            self.section = self._entity_heading(row)

    def _entity_heading(self, row: Row) -> Row:
        """Return what holds below the name of an entity among indicators.

        Below the heading of an indicator it may be an entity of which the figure is missing.
        """
        before = self.section
        if before.problem is not None:
            return before
        if before.entity is not None or before.subject is None:
            return Row(row.number, entity=row.entity)
        message = say("whether this is a heading or a row without figures is not certain")
        hint = say("name the entity in each row below it")
        problem = problem_at(self.sheet, row.place or (row.number, 0), message, hint)
        return replace(before, problem=problem)

    def _cell(self, column: Column, row: Row) -> None:
        place = (row.number, column.index)
        if self._in_merged(place):
            return
        try:
            self._figure(place, column.said, row)
        except UnclearError as why:
            self._unclear(place, why)

    def _figure(self, place: Place, head: Said, row: Row) -> None:
        """Take a figure, or leave it out.

        Raises:
            UnclearError: what it is, or whose, is not certain.
        """
        cell = self.sheet.at(*place)
        if cell is None and row.status is not ObsStatus.SUPPRESSED:
            self._leave(place, NO_FIGURE)
            return
        indicator, entity, year = Facts(self.plan, self.given, self.caption).whose(row, head)
        if self.given.year not in (None, year):
            self._leave(place, OTHER_YEAR)
            return
        if year not in self.plan.file_years:
            self._leave(place, NO_FILE)
            return
        value = self._value(cell, indicator, row, head) if cell else None
        if row.status is ObsStatus.SUPPRESSED:
            value = value or self._withheld(indicator, row, head)
        if value is None:
            self._leave(place, NO_FIGURE)
            return
        if cell and cell.stored:
            message = say("stored as {stored}; spreadsheets show 15 digits", stored=cell.stored)
            self._remark(place, message)
        if cell and cell.linked:
            self._remark(place, say("computed from another workbook when this one was last saved"))
        label = self.sheet.label(place)
        note = f"import: {self.given.file} {label}"
        self.into.found.append(
            Found(
                label,
                indicator,
                entity,
                year,
                value=value.text,
                unit=value.unit,
                status=row.status or self.given.status,
                qualifier=value.qualifier,
                published=row.published or self.given.published,
                series=row.series or self.given.series,
                source=row.source or self.given.source,
                note=f"{note}; {row.note}" if row.note else note,
            )
        )

    def _value(self, cell: Cell, subject: str, row: Row, head: Said) -> Amount | None:
        value = read_value(
            cell,
            dimensions(self.plan, subject),
            stated=(row.unit, head.unit),
            offered=self.caption.units or self.given.units,
            grouped=self.sheet.grouped,
        )
        if value is None or row.qualifier in (None, value.qualifier):
            return value
        if value.qualifier is Qualifier.EXACT:
            return replace(value, qualifier=row.qualifier)
        raise UnclearError(say("cell and row say differently how exact it is"))

    def _withheld(self, subject: str, row: Row, head: Said) -> Amount:
        """Return what stands for a figure that the table says is suppressed."""
        indicator = self.plan.indicator.get(subject)
        unit = row.unit or head.unit or (indicator.unit if indicator else "state")
        return Amount("", unit=unit)

    def _in_merged(self, place: Place) -> bool:
        """Say whether a cell is merged over several rows or columns of figures: nobody's alone."""
        area = self.sheet.area(*place)
        if area is None:
            return False
        top, left, bottom, right = area
        rows = sum(top <= row <= bottom for row in self.table.rows)
        columns = sum(left <= column.index <= right for column in self.columns)
        hidden = self.sheet.out_of_sight([(top, left), (bottom, right)])
        if rows * columns <= 1 and not any(hidden):
            return False
        if area[:2] not in self.merged_told:
            self.merged_told.add(area[:2])
            message = say("one figure stands in a merged cell for several")
            self._problem(place, message, say("give each its own"))
        return True

    def _problem(
        self,
        place: Place | None,
        message: Message,
        hint: Message | None = None,
        text: str | None = None,
    ) -> None:
        self.into.problems.append(problem_at(self.sheet, place, message, hint, text))

    def _unclear(self, place: Place, why: UnclearError) -> None:
        """Tell why a figure is not taken; what holds for a whole table is told once."""
        text = why.text if why.place else None
        place = why.place or place
        first = self.told.setdefault(str(why.message), place)
        if why.wide and first != place:
            same = say("for the same reason as {place}", place=self.sheet.label(first))
            self._leave(place, same)
        else:
            self._problem(place, why.message, why.hint, text)

    def _leave(self, place: Place | None, reason: Message) -> None:
        if place is not None:
            self.into.left_out.append(Remark(self.sheet.label(place), reason))

    def _remark(self, place: Place, message: Message) -> None:
        self.into.remarks.append(Remark(self.sheet.label(place), message))


def _of_others(said: Said) -> Message:
    """Return why a column that no figure is taken from is left out, by what its head says."""
    if said.total:
        return TOTAL
    return PART if said.part else TEXT
