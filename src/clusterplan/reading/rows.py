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
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from clusterplan.actuals import Observation, ObsStatus, Qualifier
from clusterplan.exact import exactly, parse_number
from clusterplan.findings import Finding, Level, known_words, nearest, shown
from clusterplan.messages import Message, Quantity, say
from clusterplan.plan import Measure, Milestone
from clusterplan.reading.cells import (
    BadCellError,
    check_year,
    day_of,
    known_name,
    names_of,
    no_number,
    published_day,
    state_of,
    word_of,
)
from clusterplan.reading.index import Numbering, Trait
from clusterplan.reading.suggestions import WIDE
from clusterplan.reading.texts import text_traits
from clusterplan.units import UNIT_CUTOFF, UNITS, Dimension, convert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.findings import KeptFindings
    from clusterplan.plan import Indicator, Plan, State
    from clusterplan.reading.table import Cells

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
NUMERIC, CONVERTED = int(Trait.NUMERIC), int(Trait.CONVERTED)
IN_SERIES, UNDATED, EARLY = int(Trait.IN_SERIES), int(Trait.UNDATED), int(Trait.EARLY)
_STATUS = {status: int(Trait[status.name]) for status in ObsStatus}
_STATED = {each: int(Trait.QUALIFIED) * (each is not Qualifier.EXACT) for each in Qualifier}
REMEMBERED = 100_000
"""Kinds and vintages that are remembered at a time; no file of one year has more that repeat."""


class Kind(NamedTuple):
    """What rows of one indicator, unit, status and qualifier have in common."""

    subject: str
    unit: str
    status: ObsStatus
    qualifier: Qualifier
    limits: tuple[Fraction | None, Fraction | None]
    """The least and the most that a value can be, in the row's unit."""
    figure: int
    """The number of the figure of the first entity."""
    factor: float
    """What takes a number to the indicator's unit."""
    traits: int


class Vintage(NamedTuple):
    """What rows published on one day in one series have in common."""

    published: date | None
    series: str
    mark: int
    traits: int


class Manner(NamedTuple):
    """What the index needs to know of rows that differ in entity, value and texts only."""

    figure: int
    factor: float
    low: float
    high: float
    """Between these a number is possible beyond doubt."""
    mark: int
    traits: int


class Row(NamedTuple):
    """A record that could be read."""

    line: int
    kind: Kind
    entity: str
    value: Value
    vintage: Vintage
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
            self.vintage.published,
            self.vintage.series,
            self.source,
            self.note,
            file,
            self.line,
        )


_OF_KIND = ("indicator", "unit", "obs_status", "qualifier", "year")
_OF_VINTAGE = ("published", "series")


class RowReader:
    """Reads the records of one file against the plan's names.

    Records come with an empty cell behind the last: the columns that the header lacks are there.
    """

    def __init__(self, file: str, year: int, plan: Plan, columns: Sequence[str]) -> None:
        self.file, self.year, self.plan, self.columns = file, year, plan, columns
        self.at = {name: columns.index(name) if name in columns else -1 for name in COLUMNS}
        self.kind_cells = itemgetter(*(self.at[name] for name in _OF_KIND))
        self.vintage_cells = itemgetter(*(self.at[name] for name in _OF_VINTAGE))
        self.manner_cells = itemgetter(*(self.at[name] for name in (*_OF_KIND, *_OF_VINTAGE)))
        self.text_cells = itemgetter(self.at["source"], self.at["note"])
        self.texts: dict[tuple[str, str], int] = {}
        self.manners: dict[tuple[str, ...], Manner] = {}
        self.kinds: dict[tuple[str, ...], Kind] = {}
        self.vintages: dict[tuple[str, ...], Vintage] = {}
        self.numbering = Numbering(plan)
        self._dated: dict[str, Milestone | Measure] = {item.id: item for item in plan.milestones}
        self._dated |= {item.id: item for item in plan.measures}
        named = {item.id: (item.id, item.name.zh, item.name.en) for item in plan.indicators}
        self._subjects = names_of(named) | {identity: identity for identity in self._dated}
        self._entities = names_of({entity.id: entity.all_names() for entity in plan.entities})
        self._entities[""] = plan.area

    def read(self, line: int, cells: Cells, kept: KeptFindings) -> Row | None:
        """Return the row that a record states, or tell what is wrong with it."""
        try:
            return self.row(line, cells, kept)
        except BadCellError as bad:
            kept.tell(bad.code, partial(self._mistake, bad, line, cells))
            return None

    def manner(self, cells: Cells, row: Row) -> Manner:
        """Return the manner of a row, and remember that others of its manner are good."""
        key, kind, vintage = self.manner_cells(cells), row.kind, row.vintage
        if key not in self.manners:
            _make_room(self.manners)
            least, most = kind.limits
            plain = isinstance(row.value, Decimal)
            self.manners[key] = Manner(
                kind.figure,
                kind.factor,
                _surely(least, -math.inf, 1) if plain else math.inf,
                _surely(most, math.inf, -1) if plain else -math.inf,
                vintage.mark,
                kind.traits | vintage.traits,
            )
        return self.manners[key]

    def text_traits(self, said: tuple[str, str]) -> int:
        """Return what source and note let say of a row."""
        if said in self.texts:
            return self.texts[said]
        traits = text_traits(*said)
        if len(self.texts) < REMEMBERED:
            self.texts[said] = traits
        return traits

    @cached_property
    def entity_numbers(self) -> dict[str, int]:
        """Return the number of each entity by all its names, no name being the plan's area."""
        numbers = self.numbering.entities
        return {name: numbers[identity] for name, identity in self._entities.items()}

    def row(self, line: int, cells: Cells, kept: KeptFindings) -> Row:
        """Return the row that a record states.

        Raises:
            BadCellError: it states none.
        """
        kind = self._kind(cells)
        named = cells[self.at["entity"]].strip()
        entity = known_name(self._entities, named, "CP502", "entity")
        value = self._value(kind, line, cells, kept)
        return Row(
            line,
            kind,
            entity,
            value,
            self._vintage(cells),
            cells[self.at["source"]].strip(),
            cells[self.at["note"]].strip(),
        )

    def _kind(self, cells: Cells) -> Kind:
        key = self.kind_cells(cells)
        if key not in self.kinds:
            _make_room(self.kinds)
            self.kinds[key] = self._read_kind(*(cell.strip() for cell in key))
        return self.kinds[key]

    def _read_kind(self, indicator: str, unit: str, status: str, qualifier: str, year: str) -> Kind:
        check_year(year, self.year)
        subject = known_name(self._subjects, indicator, "CP501", "indicator")
        state = word_of(ObsStatus, status, ObsStatus.NORMAL, "CP205", "obs_status")
        self._check_unit(subject, unit)
        stated = word_of(Qualifier, qualifier, Qualifier.EXACT, "CP206", "qualifier")
        item = self.plan.indicator.get(subject)
        return Kind(
            subject,
            unit,
            state,
            stated,
            limits=_limits(item, unit) if item else (None, None),
            figure=self.numbering.first(subject),
            factor=float(convert(Fraction(1), unit, item.unit)) if item else 1.0,
            traits=_STATUS[state]
            | _STATED[stated]
            | (NUMERIC if UNITS[unit].numeric else 0)
            | (CONVERTED if item and item.unit != unit else 0),
        )

    def _vintage(self, cells: Cells) -> Vintage:
        key = self.vintage_cells(cells)
        if key not in self.vintages:
            _make_room(self.vintages)
            self.vintages[key] = self._read_vintage(*(cell.strip() for cell in key))
        return self.vintages[key]

    def _read_vintage(self, published: str, series: str) -> Vintage:
        day = published_day(published)
        traits = IN_SERIES if series else 0
        if day is None:
            traits |= UNDATED
        elif day < date(self.year, 12, 31):
            traits |= EARLY
        return Vintage(day, series, hash((day, series)), traits)

    def _check_unit(self, subject: str, text: str) -> None:
        wanted = self._dimensions(subject)
        if text in UNITS and UNITS[text].dimension in wanted:
            return

        def tell() -> tuple[Message, Message]:
            fitting = [unit.symbol for unit in UNITS.values() if unit.dimension in wanted]
            if text in UNITS:
                message = say(
                    "the unit {text} does not fit {indicator}", text=text, indicator=subject
                )
                return message, known_words(fitting)
            hint = nearest(text, fitting, cutoff=UNIT_CUTOFF) or known_words(fitting)
            return say("unknown unit {text}", text=shown(text) or "''"), hint

        raise BadCellError("CP204" if text in UNITS else "CP203", "unit", tell)

    def _dimensions(self, subject: str) -> tuple[Dimension, ...]:
        item = self._dated.get(subject)
        if isinstance(item, Milestone):
            return (Dimension.DATE, Dimension.STATE)
        if isinstance(item, Measure):
            return (Dimension.STATE,)
        return (UNITS[self.plan.indicator[subject].unit].dimension,)

    def _value(self, kind: Kind, line: int, cells: Cells, kept: KeptFindings) -> Value:
        text = cells[self.at["value"]].strip()
        if kind.status is ObsStatus.MISSING:
            if text:
                raise BadCellError("CP209", "value", _value_of_nothing)
            return None
        if not text:
            raise BadCellError("CP209", "value", _no_value)
        if UNITS[kind.unit].dimension is Dimension.DATE:
            return day_of(text)
        if UNITS[kind.unit].dimension is Dimension.STATE:
            return state_of(text)
        number = parse_number(text)
        if number is None:
            number = self._wide_number(text, line, cells, kept)
        self._check_limits(kind, number)
        return number

    def _wide_number(self, text: str, line: int, cells: Cells, kept: KeptFindings) -> Decimal:
        number = None if text.isascii() else parse_number(text.translate(WIDE))
        if number is None:
            raise no_number(text)

        def finding() -> Finding:
            message = say("full-width digits were read as {number}", number=str(number))
            hint = say("write them in ASCII")
            return self._finding("CP202", Level.NOTICE, line, cells, "value", message, hint)

        kept.tell("CP202", finding)
        return number

    def _check_limits(self, kind: Kind, number: Decimal) -> None:
        """Refuse a number that the indicator cannot have."""
        least, most = kind.limits
        if least is not None and number < least:
            raise BadCellError("CP210", "value", lambda: self._too_small(least, kind))
        if most is not None and number > most:
            raise BadCellError("CP210", "value", lambda: self._too_large(most, kind))

    def _too_small(self, least: Fraction, kind: Kind) -> tuple[Message, Message]:
        message = say("below the least that it can be: {least}", least=self._limit(least, kind))
        return message, say("check the value and its unit")

    def _too_large(self, most: Fraction, kind: Kind) -> tuple[Message, Message]:
        message = say("above the most that it can be: {most}", most=self._limit(most, kind))
        return message, say("check the value and its unit")

    def _limit(self, limit: Fraction, kind: Kind) -> Quantity:
        unit = self.plan.indicator[kind.subject].unit
        return Quantity(exactly(convert(limit, kind.unit, unit)), unit)

    def _mistake(self, bad: BadCellError, line: int, cells: Cells) -> Finding:
        return self._finding(bad.code, Level.ERROR, line, cells, bad.field, *bad.tell())

    def _finding(
        self,
        code: str,
        level: Level,
        line: int,
        cells: Cells,
        field: str,
        message: Message,
        hint: Message,
    ) -> Finding:
        key = "/".join(filter(None, (cells[self.at["indicator"]], cells[self.at["entity"]])))
        value = cells[self.at[field]]
        return Finding(
            code,
            level,
            self.file,
            line,
            0,
            message,
            hint,
            field=field,
            key=shown(key),
            value=shown(value),
        )


def _limits(indicator: Indicator, unit: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most that an indicator can be; counts have a least by nature."""
    counted = UNITS[indicator.unit].dimension in (Dimension.COUNT, Dimension.PEOPLE)
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


def _value_of_nothing() -> tuple[Message, Message]:
    message = say("a value in a row whose status is missing")
    return message, say("empty the value, or give the status it has")


def _no_value() -> tuple[Message, Message]:
    return say("the value is empty"), say("fill it in, or set obs_status to missing")


def _make_room(memory: dict[Any, Any]) -> None:
    if len(memory) >= REMEMBERED:
        memory.clear()
