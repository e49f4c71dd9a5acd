"""A table of targets: what it promises, row by row, for a plan to begin with."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from clusterplan.base.folding import folded, narrow
from clusterplan.base.messages import Message, printable, say
from clusterplan.importing.amounts import EMPTY, check_marks, understand
from clusterplan.importing.periods import YEARS, year_of
from clusterplan.importing.plan_names import spellings
from clusterplan.importing.sheets import letters
from clusterplan.importing.understanding import UnclearError
from clusterplan.importing.words import (
    Role,
    known_unit,
    role_of,
    split_bracket,
    split_unit,
)
from clusterplan.model.observations import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from clusterplan.importing.amounts import Amount
    from clusterplan.importing.sheets import Cell, Sheet


class Part(Enum):
    """What a column of the table holds."""

    NAME = "name"
    UNIT = "unit"
    BASE = "base"
    GOAL = "goal"
    YEAR = "year"
    NATURE = "nature"
    CLAUSE = "clause"
    NOTE = "note"
    BARE_YEAR = "bare year"


_HEADS: dict[Part, str] = {
    Part.NAME: "target name | goal name | name of target | 主要指标 | 目标名称 | 指标名称",
    Part.BASE: """base | base value | baseline | baseline value | base year | base year value
        | actual | start | 基数 | 基期 | 基期值 | 基期数 | 基年 | 基准 | 基准值 | 实绩 | 实际
        | 实际值 | 实际数 | 完成 | 完成值 | 完成数 | 实际完成 | 现状 | 现状值 | 现值""",
    Part.GOAL: """goal for | goal by | target for | target by | goal | goal value
        | target | target value | targets | goals | planned | plan
        | 目标 | 目标值 | 目标数 | 规划目标 | 规划值 | 规划目标值 | 预期目标 | 计划 | 计划值""",
    Part.YEAR: """due | due year | target year | goal year | year due | by | deadline | 目标年
        | 目标年份 | 完成年份 | 期限 | 时限 | 完成时限""",
    Part.NATURE: "nature | type | kind | 属性 | 性质 | 指标属性 | 指标性质 | 类型",
    Part.CLAUSE: "clause | section | 条款 | 章节",
}
"""The heads of columns, beside those that figures have too; a year in them does not count."""
_PART_OF = {folded(word): part for part, words in _HEADS.items() for word in words.split("|")}
_BARE = frozenset(("", "in", "by", "valuein"))
_OF_ROLE: dict[Role | None, Part] = {
    Role.INDICATOR: Part.NAME,
    Role.NAME: Part.NAME,
    Role.UNIT: Part.UNIT,
    Role.YEAR: Part.YEAR,
    Role.NOTE: Part.NOTE,
    Role.SERIAL: Part.CLAUSE,
}
_A_YEAR = re.compile(r"[(]?\s*(?<![0-9])([0-9]{4})(?![0-9])\s*(?:年度|年)?\s*[)]?")
_BINDING = ("约束", "binding")


class Head(Struct, frozen=True):
    """The head of a column: what it holds, and the year and the unit that it names."""

    part: Part
    year: int | None
    unit: str | None


class Row(Struct, frozen=True):
    """A row of a sheet, as people count them; the sheet has no name in a text."""

    sheet: str
    number: int


class Promise(Struct, frozen=True, kw_only=True):
    """One row of the table, in the words of a plan."""

    row: Row
    name: str
    unit: str
    base: str | None
    base_year: int
    goal: str
    about: bool
    comparison: Literal[">=", "<="]
    year: int
    nature: Literal["binding", "anticipatory"]
    clause: str
    note: str


class Unread(Struct, frozen=True):
    """A row or a column that no target was made of, and why."""

    row: Row
    message: Message
    hint: Message | None = None


class Promises(Struct, frozen=True):
    """All that was read of a file, and what was not."""

    title: str
    promises: tuple[Promise, ...]
    unread: tuple[Unread, ...]


def read_promises(sheets: Iterable[Sheet]) -> Promises:
    """Read every table of targets on the sheets that are not hidden."""
    promises: list[Promise] = []
    unread: list[Unread] = []
    rows: dict[str, int] = {}
    title = ""
    for sheet in sheets:
        if sheet.hidden or not sheet.rows:
            continue
        found = _header(sheet)
        if found is None:
            unread.append(_without_header(sheet))
            continue
        first, heads = found
        title = title or _title(sheet, first)
        unread += _strange_columns(sheet, first, heads)
        for row in (each for each in sheet.rows if each > first):
            try:
                promise = _promise(sheet, row, heads)
                _refuse_twice(promise, rows)
                promises.append(promise)
            except UnclearError as error:
                unread.append(Unread(_row(sheet, row), error.message, error.hint))
    return Promises(title, tuple(promises), tuple(unread))


def _refuse_twice(promise: Promise, rows: dict[str, int]) -> None:
    name = folded(promise.name)
    if name in rows:
        message = say("the name stands in row {row} already", row=rows[name])
        raise UnclearError(message, say("tell them apart by their names"))
    rows[name] = promise.row.number


def _without_header(sheet: Sheet) -> Unread:
    message = say("no row heads columns of names, base values and goals")
    hint = say("call them like: Name, Unit, Base 2025, Goal, Year")
    return Unread(_row(sheet, next(iter(sheet.rows))), message, hint)


def _row(sheet: Sheet, row: int) -> Row:
    return Row(printable(sheet.name), row + 1)


def _header(sheet: Sheet) -> tuple[int, Mapping[int, Head]] | None:
    """Return the last row of the head, one or two rows, and what its columns hold."""
    rows = list(sheet.rows)
    for lines in (*([row] for row in rows), *map(list, pairwise(rows))):
        heads = _heads(sheet, lines)
        if {Part.NAME, Part.BASE, Part.GOAL} <= {head.part for head in heads.values()}:
            return lines[-1], heads
    return None


def _heads(sheet: Sheet, lines: list[int]) -> dict[int, Head]:
    columns = sorted({column for line in lines for column in sheet.rows[line]})
    found = {}
    for column in columns:
        owners = dict.fromkeys(sheet.owner(line, column) for line in lines)
        text = " ".join(sheet.cells[each].text for each in owners if each in sheet.cells)
        if head := _head(text):
            found[column] = head
    return _settled(found)


def _head(text: str) -> Head | None:
    bare, unit = split_unit(text) or (text, None)
    bare = narrow(bare)
    years = [int(each[1]) for each in _A_YEAR.finditer(bare) if int(each[1]) in YEARS]
    bare = _A_YEAR.sub("", bare) if years else bare
    # Of a bracket that is no known unit, the rows say whether they need one.
    for text_alone in (bare, (split_bracket(bare) or (bare,))[0]):
        word = folded(text_alone).strip(":()")
        if years and (word in _BARE or role_of(word) is Role.VALUE):
            return Head(_PART_OF.get(word, Part.BARE_YEAR), years[0], unit)
        part = _PART_OF.get(word) or _OF_ROLE.get(role_of(word))
        if part:
            return Head(part, years[0] if years else None, unit)
    return None


def _settled(heads: dict[int, Head]) -> dict[int, Head]:
    """Say which years are the base and the goal, and what one word for both stands for."""
    parts = [head.part for head in heads.values()]
    goals = [column for column, head in heads.items() if head.part is Part.GOAL]
    bare = sorted(
        (head.year or 0, column) for column, head in heads.items() if head.part is Part.BARE_YEAR
    )
    changed = {}
    if Part.NAME not in parts and (len(goals) > 1 or (goals and bare)):
        changed[goals.pop(0)] = Part.NAME
    if Part.BASE not in parts and bare:
        changed[bare.pop(0)[1]] = Part.BASE
    if not goals and bare:
        changed[bare.pop()[1]] = Part.GOAL
    found = {
        column: Head(changed.get(column, head.part), head.year, head.unit)
        for column, head in heads.items()
    }
    for part in (Part.BASE, Part.GOAL):  # of several, the last: others are told to be left
        years = {column: head.year or 0 for column, head in found.items() if head.part is part}
        for column in sorted(years, key=years.__getitem__)[:-1]:
            found[column] = Head(Part.BARE_YEAR, years[column], None)
    return found


def _strange_columns(sheet: Sheet, row: int, heads: Mapping[int, Head]) -> Iterator[Unread]:
    for column in sheet.rows[row]:
        head = heads.get(column)
        if head is None or head.part is Part.BARE_YEAR:
            message = say("column {column} was not read", column=letters(column))
            yield Unread(_row(sheet, row), message)


def _title(sheet: Sheet, row: int) -> str:
    above = [cell.text for place, cell in sorted(sheet.cells.items()) if place[0] < row]
    return above[0] if above else ""


def _promise(sheet: Sheet, row: int, heads: Mapping[int, Head]) -> Promise:
    cells = {
        head.part: (head, sheet.at(row, column))
        for column, head in reversed(list(heads.items()))
        if head.part is not Part.BARE_YEAR
    }

    def text(part: Part) -> str:
        cell = cells[part][1] if part in cells else None
        return "" if cell is None or folded(cell.text) in EMPTY else cell.text

    if not text(Part.NAME):
        raise UnclearError(say("no name"))
    names = list(spellings(text(Part.NAME)))
    name, unit = next((each for each in reversed(names) if each[1]), names[-1])
    base, goal = (_amount(sheet, *cells[part]) for part in (Part.BASE, Part.GOAL))
    if goal is None:
        raise UnclearError(say("no goal"))
    heads_units = [cells[part][0].unit for part in (Part.GOAL, Part.BASE)]
    own_units = [each.unit for each in (goal, base) if each]
    stated = known_unit(text(Part.UNIT)) if text(Part.UNIT) else None
    base_year = _base_year(cells[Part.BASE][0])
    return Promise(
        row=_row(sheet, row),
        name=name,
        unit=_the_one([stated, unit, *heads_units, *own_units]),
        base=base.text if base else None,
        base_year=base_year,
        goal=goal.text,
        about=goal.qualifier is Qualifier.ABOUT,
        comparison=_comparison(goal, base),
        year=_year(text(Part.YEAR), cells[Part.GOAL][0], base_year),
        nature="binding" if any(each in text(Part.NATURE) for each in _BINDING) else "anticipatory",
        clause=text(Part.CLAUSE) or str(row + 1),
        note=text(Part.NOTE),
    )


def _amount(sheet: Sheet, head: Head, cell: Cell | None) -> Amount | None:
    try:
        check_marks(cell)
        return understand(cell, grouped=sheet.grouped)
    except UnclearError as error:
        what = say("goal") if head.part is Part.GOAL else say("base value")
        message = say("{what}: {why}", what=what, why=error.message)
        raise UnclearError(message, error.hint) from None


def _the_one(units: Iterable[str | None]) -> str:
    found = list(dict.fromkeys(unit for unit in units if unit))
    if not found:
        raise UnclearError(say("the unit is not stated"))
    if len(found) > 1:
        raise UnclearError(say("two units: {first} and {second}", first=found[0], second=found[1]))
    return found[0]


def _base_year(head: Head) -> int:
    if head.year is None:
        message = say("the head of the base values names no year")
        raise UnclearError(message, say("call it like: Base 2025"))
    return head.year


def _year(text: str, head: Head, base_year: int) -> int:
    year = year_of(folded(text)) if text else head.year
    if year is None:
        raise UnclearError(say("no year of the goal"))
    if year <= base_year:
        raise UnclearError(
            say("the base year {base} is not before the target year", base=str(base_year))
        )
    return year


def _comparison(goal: Amount, base: Amount | None) -> Literal[">=", "<="]:
    if goal.qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST):
        return ">=" if goal.qualifier is Qualifier.AT_LEAST else "<="
    return "<=" if base and Decimal(goal.text) < Decimal(base.text) else ">="
