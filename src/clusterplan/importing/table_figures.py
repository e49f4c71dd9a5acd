"""Tables to figures: what row, column, caption and user say together, cell by cell."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.exact import parse_number
from clusterplan.base.messages import Message, say, say_many
from clusterplan.importing.amounts import Nothing, Unclear
from clusterplan.importing.captions import CONCERNING, Doubt
from clusterplan.importing.labels import Labels, Role
from clusterplan.importing.plan_names import NO_NAME, Names
from clusterplan.importing.row_labels import Row, RowReader
from clusterplan.importing.sheets import joined, letters
from clusterplan.importing.status_words import Meant
from clusterplan.importing.tables import WHOLE, find_tables
from clusterplan.importing.understanding import Found, Problem, Reading, Remark
from clusterplan.importing.values import Outcome, Value, dimensions, read_value
from clusterplan.importing.whose_figure import Facts
from clusterplan.model.observations import ObsStatus, Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.importing.captions import Caption
    from clusterplan.importing.labels import Said
    from clusterplan.importing.sheets import Cell, Place, Sheet
    from clusterplan.importing.tables import Column, Layout, Table
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
    collected = _Collected()
    layouts: list[tuple[Sheet, Layout]] = []
    for sheet in sheets:
        if (sheet.name in given.sheets) if given.sheets else not sheet.hidden:
            seen = replace(sheet, hidden_rows=(), hidden_columns=()) if given.hidden else sheet
            layouts.append((seen, find_tables(seen, labels)))
        elif sheet.hidden and not given.sheets:
            collected.left_out.append(Remark(sheet.name, HIDDEN))
    collected.left_out += _out_of_sight([sheet for sheet, _ in layouts])
    tick = _ticker(sum(len(table.rows) for _, layout in layouts for table in layout.tables), told)
    for sheet, layout in layouts:
        collected.outside(sheet, layout)
        for table in layout.tables:
            _TableReader(table, plan, labels, given, collected).read(tick)
    return collected.reading()


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


def _ticker(rows: int, told: Callable[[int, int], None] | None) -> Callable[[], None]:
    done = itertools.count(1)

    def tick() -> None:
        if told is not None:
            told(next(done), rows)

    return tick


class _Collected:
    """What was found so far."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.problems: list[Problem] = []
        self.left_out: list[Remark] = []
        self.remarks: list[Remark] = []

    def outside(self, sheet: Sheet, layout: Layout) -> None:
        """Tell what stands outside of the tables of a sheet."""
        self.left_out += (Remark(sheet.label(place), TEXT) for place in layout.texts)
        for place in layout.lost:
            message = say("figures under no header that is understood")
            hint = say(
                "name the columns: 指标 or indicator, 地区 or entity, years, names of the plan"
            )
            text = sheet.cells[place].text
            self.problems.append(Problem(sheet.label(place), text, message, hint))

    def reading(self) -> Reading:
        """Return all of it, equal figures once."""
        kept: dict[tuple[object, ...], Found] = {}
        for found in self.found:
            key = (found.indicator, found.entity, found.year, found.series, found.published)
            first = kept.setdefault(key, found)
            if first is found:
                continue
            if _same(first, found):
                message = say("the same figure as in {place}", place=first.place)
                self.left_out.append(Remark(found.place, message))
            else:
                message = say(
                    "another figure than in {place} for the same thing", place=first.place
                )
                hint = say("keep one of the two, or tell them apart by year, date or series")
                self.problems.append(Problem(found.place, found.value, message, hint))
        return Reading(
            tuple(kept.values()),
            tuple(self.problems),
            tuple(self.left_out),
            tuple(self.remarks),
        )


def _same(one: Found, other: Found) -> bool:
    """Say whether two figures differ in nothing but where they stand, and in zeros at the end."""
    numbers = parse_number(one.value), parse_number(other.value)
    value = one.value if None not in numbers and numbers[0] == numbers[1] else other.value
    return replace(other, place=one.place, note=one.note, source=one.source, value=value) == one


class _TableReader:
    """Reads one table."""

    def __init__(
        self, table: Table, plan: Plan, labels: Labels, given: Given, into: _Collected
    ) -> None:
        self.table, self.plan, self.labels = table, plan, labels
        self.given, self.into = given, into
        self.sheet, self.caption = table.sheet, table.caption
        self.columns = table.with_role(Role.VALUE)
        self.rows = RowReader(table, plan, labels)
        self.facts = Facts(plan, given, table.caption)
        self.section = self.whole = Row(0)
        self.doubted: list[Doubt] = []
        self.merged_told: set[Place] = set()
        self.told: dict[str, Place] = {}

    def read(self, tick: Callable[[], None]) -> None:
        """Read every row, and tell of each."""
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
            tick()

    def _line(self, number: int, line: Caption) -> None:
        """Read on below a line: what it states holds from there."""
        about = (self.caption.subjects, self.caption.entities)
        if line.doubt("subject") or (line.subjects, line.entities) != about:
            self.section = Row(0)
        self.caption = line
        self.facts = Facts(self.plan, self.given, line)
        first = self.sheet.owner(number, self.sheet.rows[number][0])
        self._leave(first, TEXT)
        self._title()

    def _sound(self) -> bool:
        """Say whether the figures can be taken, and tell once why not."""
        forecasts = self.given.status is ObsStatus.FORECAST
        sound = True
        for each in self.caption.doubts:
            if each.kind in CONCERNING or (each.kind == Meant.EXPECTED and forecasts):
                continue
            sound = False
            if each not in self.doubted and each.kind == Meant.PLANNED:
                self._leave(each.place, each.message)
            elif each not in self.doubted:
                self._problem(each.place, each.text, each.message, each.hint)
            self.doubted.append(each)
        return sound

    def _title(self) -> None:
        """Tell where a title speaks of another year than the one that is given for the figures."""
        spoken, year = self.caption.spoken, self.given.year
        if spoken and year is not None and year not in spoken:
            years = ", ".join(str(each) for each in sorted(spoken))
            message = say(
                "the title speaks of {years}, --year says {year}", years=years, year=str(year)
            )
            first = self.table.columns[0].place
            self.into.remarks.append(Remark(self.sheet.label(first), message))

    def _columns_left_out(self) -> None:
        for column in self.table.columns:
            if column.trouble is not None:
                self._problem(column.place, column.heading, column.trouble, self._hint(column))
            elif column.said.total and column.role is None:
                self._leave(column.place, TOTAL)
            elif column.said.part and column.role is None:
                self._leave(column.place, PART)
            elif column.role in (None, Role.FORM):
                self._leave(column.place, TEXT)

    def _hint(self, column: Column) -> Message | None:
        if column.trouble in WHOLE:
            return WHOLE[column.trouble]
        if column.trouble == NO_NAME:
            return self.labels.names.remedy(column.heading)
        return column.hint or say("write above it what it holds, or empty it")

    def _row(self, row: Row) -> None:
        if not any(self.sheet.at(row.number, column.index) for column in self.columns):
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
            text = self._text(row.place)
            self._problem(row.place, text, NO_NAME, self.labels.names.remedy(text))
        elif known.heading and row.place is not None:
            message = INDICATOR_FIRST if row.subject else ENTITY_FIRST
            self._problem(row.place, self._text(row.place), message)
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
            if row.place is not None and not row.total:
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
        place = row.place or (row.number, 0)
        message = say("whether this is a heading or a row without figures is not certain")
        hint = say("name the entity in each row below it")
        problem = Problem(self.sheet.label(place), self._text(place), message, hint)
        return replace(before, problem=problem)

    def _cell(self, column: Column, row: Row) -> None:
        place = (row.number, column.index)
        if self._in_merged(place):
            return
        cell = self.sheet.at(*place)
        whose = self._whose(row, column) if cell is not None else None
        if cell is None or whose is None:
            self._leave(place, NO_FIGURE)
        elif isinstance(whose, Unclear):
            self._unclear(place, cell.text, whose)
        elif (reason := self._other_year(whose[2])) is not None:
            self._leave(place, reason)
        else:
            self._figure(cell, place, whose, (row, column))

    def _whose(self, row: Row, column: Column) -> tuple[str, str, int] | Unclear:
        """Return the indicator, entity and year of a figure."""
        subject = self.facts.subject(row, column.said)
        if isinstance(subject, Unclear):
            return subject
        entity = self.facts.entity(row, column.said)
        if isinstance(entity, Unclear):
            return entity
        year = self.facts.year(row, column.said)
        return year if isinstance(year, Unclear) else (subject, entity, year)

    def _other_year(self, year: int) -> Message | None:
        """Return why a figure of a year is left out, None where it is not."""
        if self.given.year is not None and year != self.given.year:
            return OTHER_YEAR
        return None if year in self.plan.file_years else NO_FILE

    def _figure(
        self, cell: Cell, place: Place, whose: tuple[str, str, int], at: tuple[Row, Column]
    ) -> None:
        row, column = at
        value = self._value(cell, whose[0], row, column)
        if isinstance(value, Nothing):
            self._leave(place, NO_FIGURE)
            return
        if isinstance(value, Unclear):
            self._unclear(place, cell.text, value)
            return
        self._remark(cell, place)
        label = self.sheet.label(place)
        note = f"import: {self.given.file} {label}"
        self.into.found.append(
            Found(
                label,
                *whose,
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

    def _value(self, cell: Cell, subject: str, row: Row, column: Column) -> Outcome:
        value = read_value(
            cell,
            dimensions(self.plan, subject),
            stated=(row.unit, column.said.unit),
            offered=self.caption.units or self.given.units,
            grouped=self.sheet.grouped,
        )
        if not isinstance(value, Value) or row.qualifier in (None, value.qualifier):
            return value
        if value.qualifier is Qualifier.EXACT:
            return replace(value, qualifier=row.qualifier)
        return Unclear(say("cell and row say differently how exact it is"))

    def _remark(self, cell: Cell, place: Place) -> None:
        if cell.stored:
            message = say("stored as {stored}; spreadsheets show 15 digits", stored=cell.stored)
            self.into.remarks.append(Remark(self.sheet.label(place), message))
        if cell.linked:
            message = say("computed from another workbook when this one was last saved")
            self.into.remarks.append(Remark(self.sheet.label(place), message))

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
        if self.sheet.owner(*place) not in self.merged_told:
            self.merged_told.add(self.sheet.owner(*place))
            message = say("one figure stands in a merged cell for several")
            self._problem(place, self._text(place), message, say("give each its own"))
        return True

    def _text(self, place: Place) -> str:
        cell = self.sheet.at(*place)
        return cell.text if cell else ""

    def _problem(
        self, place: Place, text: str, message: Message, hint: Message | None = None
    ) -> None:
        self.into.problems.append(Problem(self.sheet.label(place), text, message, hint))

    def _unclear(self, place: Place, text: str, why: Unclear) -> None:
        """Tell why a figure is not taken; what holds for a whole table is told once."""
        if isinstance(why, Doubt):
            place, text = why.place, why.text
        first = self.told.setdefault(str(why.message), place)
        if why.wide and first != place:
            same = say("for the same reason as {place}", place=self.sheet.label(first))
            self._leave(place, same)
        else:
            self._problem(place, text, why.message, why.hint)

    def _leave(self, place: Place | None, reason: Message) -> None:
        if place is not None:
            self.into.left_out.append(Remark(self.sheet.label(place), reason))
