"""Records to rows, carefully: every mistake is found here, and nowhere else.

What rows have in common is read once and remembered by the cells that say it.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from operator import itemgetter
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from clusterplan.base.exact import decimals_of, exactly, parse_number
from clusterplan.base.findings import Finding, Level, known_words, shown
from clusterplan.base.messages import Message, Quantity, say
from clusterplan.base.spreadsheet_text import as_meant
from clusterplan.base.units import Dimension, Unit, convert
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Measure, Milestone
from clusterplan.reading.csv_cells import (
    BadCellError,
    Names,
    check_year,
    day_of,
    names_of,
    no_number,
    published_day,
    state_of,
    word_of,
)
from clusterplan.reading.number_suggestions import WIDE
from clusterplan.reading.part_of_year import note_traits, source_traits
from clusterplan.reading.row_index import Numbering, Trait

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clusterplan.base.findings import KeptFindings
    from clusterplan.model.plan import Indicator, Plan, State
    from clusterplan.reading.csv_records import Cells

    Value: TypeAlias = Decimal | date | State | None

COLUMNS = (
    "indicator",
    "entity",
    "value",
    "unit",
    "obs_status",
    "qualifier",
    "published",
    "series",
    "source",
    "note",
    "year",
)
REQUIRED = ("indicator", "value", "unit")

SURE_DIGITS = 14
"""A number of so many digits keeps its order to others as a float, whatever the units."""
MARGIN = 1e-12
"""Far more than floats of so many digits are off, and far less than figures differ by."""
NUMERIC, DATED, CONVERTED = map(int, (Trait.NUMERIC, Trait.DATED, Trait.CONVERTED))
IN_SERIES, UNDATED = int(Trait.IN_SERIES), int(Trait.UNDATED)
EARLY, LATE = int(Trait.EARLY), int(Trait.LATE)
LONG_AFTER = 10
"""Years after a plan's last one within which its figures are revised."""
_STATUS = {status: int(Trait[status.name]) for status in ObsStatus}
_STATED = {each: int(Trait.QUALIFIED) * (each is not Qualifier.EXACT) for each in Qualifier}
_NO_VALUE = say("the value is empty"), say("fill it in, or set obs_status to missing")
REMEMBERED = 100_000
"""Kinds, days and sources that are remembered at a time; more do not repeat in one year's file."""


class Kind(NamedTuple):
    """What rows of one indicator, unit, status and qualifier have in common."""

    subject: str
    unit: Unit
    status: ObsStatus
    qualifier: Qualifier
    limits: tuple[Fraction | None, Fraction | None]
    """The least and the most that a value can be, in the row's unit."""
    manner: Manner


class Manner(NamedTuple):
    """What the index needs to know of rows of a kind."""

    figure: int
    """The number of the figure of the first entity."""
    factor: float
    """What takes a number to the indicator's unit."""
    low: float
    high: float
    """Between these a number is possible beyond doubt."""
    traits: int


class Day(NamedTuple):
    """What rows published on one day have in common."""

    published: date | None
    mark: int
    """Of the default series."""
    traits: int


class Entry(NamedTuple):
    """What the index holds of a row beside its line."""

    figure: int
    mark: int
    number: float
    traits: int
    decimals: int


class Row(NamedTuple):
    """A record that could be read."""

    line: int
    kind: Kind
    entity: str
    value: Value
    day: Day
    series: str
    source: str
    note: str

    def observation(self, file: str, year: int) -> Observation:
        """Return the observation that it states."""
        value = self.value
        return Observation(
            self.kind.subject,
            self.entity,
            year,
            Fraction(value) if isinstance(value, Decimal) else value,
            self.kind.unit,
            self.kind.status,
            self.kind.qualifier,
            self.day.published,
            self.series,
            self.source,
            self.note,
            file,
            self.line,
            decimals_of(value) if isinstance(value, Decimal) else None,
        )


OF_KIND = ("indicator", "unit", "obs_status", "qualifier", "year")
IN_ORDER = ("year", "indicator", "obs_status", "unit", "qualifier", "entity", "value", "published")
"""The columns that can be wrong, in the order in which a record is read."""
BEHIND = {field: IN_ORDER[place + 1 :] for place, field in enumerate(IN_ORDER)}


class Said(dict[str, int]):
    """What can be said of a row by a text, which is remembered while there is room."""

    def __init__(self, look: Callable[[str], int]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, text: str) -> int:
        traits = self._look(text)
        if len(self) < REMEMBERED:
            self[text] = traits
        return traits


class RowReader:
    """Reads the records of one file against the plan's names.

    Records come with an empty cell behind the last: the columns that the header lacks are there.
    """

    def __init__(self, file: str, year: int, plan: Plan, columns: Sequence[str]) -> None:
        self.file, self.year, self.plan, self.columns = file, year, plan, columns
        self.at = {name: columns.index(name) if name in columns else -1 for name in COLUMNS}
        self._entity_at, self._value_at = self.at["entity"], self.at["value"]
        self._text_at = [self.at[name] for name in ("series", "source", "note")]
        self._of_kind = [name for name in OF_KIND if name in columns]
        self.kind_cells = itemgetter(*map(columns.index, self._of_kind))
        self.manners: dict[tuple[str, ...], Manner] = {}
        """Those of rows that were seen, by the cells that say it."""
        self.days: dict[str, Day] = {}
        self.sources = Said(source_traits)
        self.notes = Said(note_traits)
        self._kinds: dict[tuple[str, ...], Kind] = {}
        self.numbering = Numbering(plan)
        self._dated: dict[str, Milestone | Measure] = {item.id: item for item in plan.milestones}
        self._dated |= {item.id: item for item in plan.measures}
        named = {item.id: item.all_names() for item in plan.indicators}
        subjects = names_of(named) | {identity: identity for identity in self._dated}
        entities = names_of({entity.id: entity.all_names() for entity in plan.entities})
        self._subjects = Names(subjects, "CP501", "indicator")
        self._entities = Names(entities, "CP502", "entity")

    def read(self, line: int, cells: Cells, kept: KeptFindings) -> Row | None:
        """Return the row that a record states, or tell all that is wrong with it."""
        try:
            return self.row(line, cells, kept)
        except BadCellError as bad:
            kept.tell(bad.code, self._finding, bad, line, cells)
            first = bad.field  # of the error itself the frame would make a circle
        for field in BEHIND[first]:
            try:
                self._look(field, line, cells, kept)
            except BadCellError as bad:
                if bad.field == field:  # else it is one that was told before
                    kept.tell(bad.code, self._finding, bad, line, cells)
        return None

    def _look(self, field: str, line: int, cells: Cells, kept: KeptFindings) -> None:
        """Read a cell, and those that say how to read it.

        Raises:
            BadCellError: one of them cannot be read.
        """
        text = cells[self.at[field]].strip()
        match field:
            case "indicator":
                self._subjects.find(text)
            case "obs_status":
                _status(text)
            case "unit":
                subject = self._subjects.find(cells[self.at["indicator"]].strip())
                self._unit(subject, text)
            case "qualifier":
                _qualifier(text)
            case "entity":
                self._entity(cells)
            case "value":
                self._value(self.kind(self.kind_cells(cells)), line, cells, kept)
            case "published":
                self.day(cells[self.at[field]])

    @cached_property
    def entity_numbers(self) -> dict[str, int]:
        """Return the number of each entity by all its names, no name being the plan's area."""
        numbers = self.numbering.entities
        named = {name: numbers[identity] for name, identity in self._entities.ids.items()}
        return named | {"": numbers[self.plan.area]}

    def row(self, line: int, cells: Cells, kept: KeptFindings) -> Row:
        """Return the row that a record states.

        Raises:
            BadCellError: it states none.
        """
        kind = self.kind(self.kind_cells(cells))
        entity = self._entity(cells)
        value = self._value(kind, line, cells, kept)
        day = self.day(cells[self.at["published"]])
        texts = (intern(as_meant(cells[place].strip())) for place in self._text_at)
        return Row(line, kind, entity, value, day, *texts)

    def entry(self, row: Row) -> Entry:
        """Return what the index is to hold of a row."""
        kind, number, decimals = row.kind, math.nan, 0
        if isinstance(row.value, Decimal) and len(row.value.as_tuple().digits) <= SURE_DIGITS:
            number, decimals = float(row.value), decimals_of(row.value)
        mark = mark_of(row.day, row.series)
        return Entry(
            kind.manner.figure + self.numbering.entities[row.entity],
            hash((mark, row.line)) if kind.status is ObsStatus.MISSING else mark,
            number * kind.manner.factor,
            kind.manner.traits
            | row.day.traits
            | (IN_SERIES if row.series else 0)
            | self.sources[row.source]
            | self.notes[row.note],
            decimals,
        )

    def _entity(self, cells: Cells) -> str:
        named = cells[self._entity_at].strip()
        return self._entities.find(named) if named else self.plan.area

    def kind(self, key: tuple[str, ...]) -> Kind:
        """Return what cells say of the kind of a row, and remember it.

        Raises:
            BadCellError: they say none.
        """
        kind = self._kinds.get(key)
        if kind is None:
            _make_room(self._kinds)
            _make_room(self.manners)
            cells = zip(self._of_kind, map(str.strip, key), strict=True)
            kind = self._kinds[key] = self._read_kind(**dict(cells))
            self.manners[key] = kind.manner
        return kind

    def _read_kind(
        self, indicator: str, unit: str, obs_status: str = "", qualifier: str = "", year: str = ""
    ) -> Kind:
        check_year(year, self.year, self.plan.file_years)
        subject = self._subjects.find(indicator)
        state = _status(obs_status)
        known = self._unit(subject, unit)
        stated = _qualifier(qualifier)
        item = self.plan.indicator.get(subject)
        least, most = limits = _limits(item, known) if item else (None, None)
        plain = known.numeric and state.has_value
        manner = Manner(
            figure=self.numbering.first(subject),
            factor=float(convert(Fraction(1), known, item.unit)) if item else 1.0,
            low=_surely(least, -math.inf, 1) if plain else math.inf,
            high=_surely(most, math.inf, -1) if plain else -math.inf,
            traits=_STATUS[state]
            | _STATED[stated]
            | (NUMERIC if known.numeric else 0)
            | (DATED if known.dimension == Dimension.DATE else 0)
            | (CONVERTED if item and item.unit != known else 0),
        )
        return Kind(subject, known, state, stated, limits, manner)

    def day(self, text: str) -> Day:
        """Return what a cell says of the day of publication, and remember it.

        Raises:
            BadCellError: it says none.
        """
        if text not in self.days:
            _make_room(self.days)
            self.days[text] = self._read_day(text.strip())
        return self.days[text]

    def _read_day(self, text: str) -> Day:
        day = published_day(text)
        traits = UNDATED if day is None else EARLY if day < date(self.year, 12, 31) else 0
        if day is not None and day.year > self.plan.file_years[-1] + LONG_AFTER:
            traits |= LATE
        return Day(day, hash((day, "")), traits)

    def _unit(self, subject: str, text: str) -> Unit:
        item, wanted = self.plan.indicator.get(subject), self._dimensions(subject)
        if item is not None and text == item.unit:
            return item.unit
        unit = self.plan.known_units.get(text)
        if unit is not None and unit.dimension in wanted:
            return unit

        def tell() -> tuple[Message, Message]:
            known = self.plan.known_units.values()
            own = () if item is None else (str(item.unit),)
            same = (str(each) for each in known if each.dimension in wanted)
            fitting = [*dict.fromkeys((*own, *same))]
            if unit is not None:
                message = say(
                    "the unit {text} does not fit {indicator}", text=text, indicator=subject
                )
                return message, known_words(fitting)
            hint = self.plan.known_units.nearest(text, fitting, wanted) or known_words(fitting)
            if not text:
                return say("the unit is missing"), hint
            return say("unknown unit {text}", text=shown(text)), hint

        raise BadCellError("CP203" if unit is None else "CP204", "unit", tell)

    def _dimensions(self, subject: str) -> tuple[str, ...]:
        item = self._dated.get(subject)
        if isinstance(item, Milestone):
            return (Dimension.DATE, Dimension.STATE)
        if isinstance(item, Measure):
            return (Dimension.STATE,)
        return (self.plan.indicator[subject].unit.dimension,)

    def _value(self, kind: Kind, line: int, cells: Cells, kept: KeptFindings) -> Value:
        text = cells[self._value_at].strip()
        if not kind.status.has_value:
            if text:
                raise BadCellError("CP209", "value", partial(_value_of_nothing, kind.status))
            return None
        if not text:
            raise BadCellError("CP209", "value", lambda: _NO_VALUE)
        if kind.unit.dimension == Dimension.DATE:
            return day_of(text)
        if kind.unit.dimension == Dimension.STATE:
            return state_of(text)
        number = parse_number(text)
        if number is None:
            if text.isascii():
                raise no_number(text)
            number = self._wide_number(text, line, cells, kept)
        self._check_limits(kind, number)
        return number

    def _wide_number(self, text: str, line: int, cells: Cells, kept: KeptFindings) -> Decimal:
        number = parse_number(text.translate(WIDE))
        if number is None:
            raise no_number(text)

        notice = BadCellError("CP202", "value", partial(_read_as, number))
        kept.tell("CP202", self._finding, notice, line, cells, Level.NOTICE)
        return number

    def _check_limits(self, kind: Kind, number: Decimal) -> None:
        """Refuse a number that the indicator cannot have."""
        least, most = kind.limits
        if least is not None and number < least:
            raise BadCellError("CP210", "value", partial(self._beyond, least, kind, below=True))
        if most is not None and number > most:
            raise BadCellError("CP210", "value", partial(self._beyond, most, kind, below=False))

    def _beyond(self, limit: Fraction, kind: Kind, *, below: bool) -> tuple[Message, Message]:
        unit = self.plan.indicator[kind.subject].unit
        end = Quantity(exactly(convert(limit, kind.unit, unit)), unit)
        above = say("above the most that it can be: {most}", most=end)
        message = say("below the least that it can be: {least}", least=end) if below else above
        return message, say("check the value and its unit")

    def _finding(
        self, bad: BadCellError, line: int, cells: Cells, level: Level = Level.ERROR
    ) -> Finding:
        key = "/".join(filter(None, (cells[self.at["indicator"]], cells[self._entity_at])))
        about = (bad.field, shown(key), shown(cells[self.at[bad.field]]))
        return Finding(bad.code, level, self.file, line, 0, *bad.tell(), *about)


def mark_of(day: Day, series: str) -> int:
    """Return what tells the rows of a day and a series from all others of their figures."""
    return hash((day.published, series)) if series else day.mark


def _limits(indicator: Indicator, unit: Unit) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most that an indicator can be; counts have a least by nature."""
    counted = indicator.unit.dimension in (Dimension.COUNT, Dimension.PEOPLE)
    least = Fraction(0) if indicator.minimum is None and counted else indicator.minimum
    return (
        None if least is None else convert(least, indicator.unit, unit),
        None if indicator.maximum is None else convert(indicator.maximum, indicator.unit, unit),
    )


def _surely(limit: Fraction | None, none: float, inward: int) -> float:
    """Return a limit as a float that no number beyond it is rounded to."""
    if limit is None:
        return none
    near = float(limit)
    whole = near == limit and near.is_integer()
    return near if whole else near + inward * abs(near) * MARGIN


def _status(text: str) -> ObsStatus:
    return word_of(ObsStatus, text, ObsStatus.NORMAL, "CP205", "obs_status")


def _qualifier(text: str) -> Qualifier:
    return word_of(Qualifier, text, Qualifier.EXACT, "CP206", "qualifier")


def _value_of_nothing(status: ObsStatus) -> tuple[Message, Message]:
    message = say("a value in a row whose status is {status}", status=status.value)
    return message, say("empty the value, or give the status it has")


def _read_as(number: Decimal) -> tuple[Message, Message]:
    message = say("full-width digits were read as {number}", number=str(number))
    return message, say("write them in ASCII")


def _make_room(memory: dict[Any, Any]) -> None:
    if len(memory) >= REMEMBERED:
        memory.clear()
