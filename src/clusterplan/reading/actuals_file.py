"""The actuals files: CSV records to observations, every mistake with its line and column."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeVar, get_args

from clusterplan.actuals import Observation, ObsStatus, Qualifier
from clusterplan.exact import MAX_DIGITS, exactly, parse_number
from clusterplan.findings import (
    MAX_FINDINGS,
    Finding,
    KeptFindings,
    Level,
    known_words,
    nearest,
    shown,
)
from clusterplan.messages import Message, Quantity, say
from clusterplan.plan import Measure, Milestone, Plan, State
from clusterplan.reading.source import MAX_TABLE_BYTES, read_source
from clusterplan.reading.suggestions import WIDE, suggest_number
from clusterplan.reading.table import Record, column_of, read_table
from clusterplan.units import UNIT_CUTOFF, UNITS, Dimension, convert

if TYPE_CHECKING:
    from pathlib import Path

    from clusterplan.plan import Indicator

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
STATES: tuple[State, ...] = get_args(State)

_Value: TypeAlias = Fraction | date | State | None
_Word = TypeVar("_Word", ObsStatus, Qualifier)
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PART_YEAR = re.compile(
    r"[0-9]{4}\s*(?:[-/.年M]\s*)?(?:0?[1-9]|1[0-2])(?:[-/.日月][0-9]{0,2}日?)?"  # a month, a day
    r"|(?:[0-9]{4}\s*年?\s*)?(?:[0-9]{1,2}\s*月?\s*[-–—~至到]+\s*[0-9]{1,2}\s*月份?"
    r"|[-/ ]?[HQhq][1-4](?:\s*[-–—~]\s*[HQhq]?[1-4])?"
    r"|[上下]半年|[前第]?[一二三四1-4]个?季度|前[一二三四五六七八九十0-9]{1,2}个月)"
)
"""What a year column says of months, quarters and halves."""


@dataclass(frozen=True, slots=True)
class ActualsFile:
    """The observations of one year's file, and its findings; `beyond` counts those not kept."""

    file: str
    year: int
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    records: int = 0
    beyond: Counter[str] = field(default_factory=Counter)
    text: str = ""


def read_actuals_file(
    path: Path, name: str, year: int, plan: Plan, limit: int = MAX_FINDINGS
) -> ActualsFile:
    """Read the file of a year; `name` is what findings call it."""
    source = read_source(path, name, MAX_TABLE_BYTES)
    if source.text is None:
        return ActualsFile(name, year, (), source.findings)
    return parse_actuals(source.text, name, year, plan, source.findings, limit)


def parse_actuals(
    text: str,
    name: str,
    year: int,
    plan: Plan,
    before: tuple[Finding, ...] = (),
    limit: int = MAX_FINDINGS,
) -> ActualsFile:
    """Turn the text of a year's CSV into observations; keeps so many findings and no more."""
    records, header = read_table(text, name, COLUMNS, REQUIRED)
    kept = KeptFindings(limit, [*before, *header])
    reader = _RowReader(name, year, plan, kept)
    observations: list[Observation] = []
    count = waiting = 0
    for record in records:
        count += 1
        if isinstance(record, Finding):
            kept.add(record)
            continue
        observation = reader.read(record)
        if observation:
            observations.append(observation)
            waiting += observation.status is ObsStatus.MISSING
    if count == 0 and not header:
        message = say("the file has a header and no records")
        hint = say("add a row for each figure, or remove the file")
        kept.add(Finding("CP108", Level.ERROR, name, 1, 1, message, hint))
    if count and waiting == count:
        message = say("every row of the file still waits for its figure")
        kept.add(Finding("CP109", Level.WARNING, name, 2, 1, message, say("fill some of them in")))
    return ActualsFile(
        name, year, tuple(observations), tuple(kept.findings), count, kept.beyond, text
    )


def parse_published(text: str) -> date | None:
    """Read YYYY-MM-DD, or YYYY-MM and YYYY as their last day; None for anything else."""
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        day = int(match[3]) if match[3] else calendar.monthrange(year, month)[1]
        return date(year, month, day)
    except (ValueError, IndexError):
        return None


class _BadCellError(Exception):
    def __init__(self, code: str, field: str, message: Message, hint: Message | None) -> None:
        super().__init__(str(message))
        self.code, self.field, self.message, self.hint = code, field, message, hint


class _RowReader:
    """Reads the cells of one file's records against the plan's names."""

    def __init__(self, name: str, year: int, plan: Plan, kept: KeptFindings) -> None:
        self.name, self.year, self.plan = name, year, plan
        self.kept = kept
        self.subjects = _names(
            {item.id: (item.id, item.name.zh, item.name.en) for item in plan.indicators}
        )
        self.dated: dict[str, Milestone | Measure] = {item.id: item for item in plan.milestones}
        self.dated |= {item.id: item for item in plan.measures}
        self.subjects |= {identity: identity for identity in self.dated}
        self.entities = _names({entity.id: entity.all_names() for entity in plan.entities})

    def read(self, record: Record) -> Observation | None:
        try:
            return self._observation(record)
        except _BadCellError as bad:
            self._find(record, bad.code, bad.field, bad.message, bad.hint)
            return None

    def _find(
        self,
        record: Record,
        code: str,
        field: str,
        message: Message,
        hint: Message | None,
        level: Level = Level.ERROR,
    ) -> None:
        value = record.cells.get(field, "")
        column = column_of(record.raw, record.columns, field)
        key = "/".join(filter(None, (record.cells["indicator"], record.cells.get("entity", ""))))
        self.kept.add(
            Finding(
                code,
                level,
                self.name,
                record.line,
                column,
                message,
                hint,
                field=field,
                key=shown(key),
                value=shown(value),
            )
        )

    def _observation(self, record: Record) -> Observation:
        cells = {name: cell.strip() for name, cell in record.cells.items()}
        self._check_year(cells.get("year", ""))
        indicator = _known(self.subjects, cells["indicator"], "CP501", "indicator")
        entity = self.plan.area
        if cells.get("entity"):
            entity = _known(self.entities, cells["entity"], "CP502", "entity")
        status = _word(
            ObsStatus, cells.get("obs_status", ""), ObsStatus.NORMAL, "CP205", "obs_status"
        )
        unit = self._unit(indicator, cells["unit"])
        value = self._value(record, cells["value"], unit, status)
        return Observation(
            indicator=indicator,
            entity=entity,
            year=self.year,
            value=self._possible(value, indicator, unit),
            unit=unit,
            status=status,
            qualifier=_word(
                Qualifier, cells.get("qualifier", ""), Qualifier.EXACT, "CP206", "qualifier"
            ),
            published=_published(cells.get("published", "")),
            series=cells.get("series", ""),
            source=cells.get("source", ""),
            note=cells.get("note", ""),
            file=self.name,
            line=record.line,
        )

    def _check_year(self, text: str) -> None:
        if text in ("", str(self.year)):
            return
        if len(text) <= MAX_DIGITS and _PART_YEAR.fullmatch(text):
            message = say(
                "{text} is a part of a year; a plan is judged on whole years", text=shown(text)
            )
            raise _BadCellError("CP212", "year", message, say("remove the row, keep it elsewhere"))
        message = say("year {text} in the file of {year}", text=shown(text), year=self.year)
        hint = say("move the row to its year's file")
        if text.startswith(str(self.year)):  # 2008.0, 2008年
            hint = say("write {number}", number=str(self.year))
        raise _BadCellError("CP211", "year", message, hint)

    def _unit(self, indicator: str, text: str) -> str:
        wanted = self._dimensions(indicator)
        fitting = [unit.symbol for unit in UNITS.values() if unit.dimension in wanted]
        if text not in UNITS:
            message = say("unknown unit {text}", text=shown(text) or "''")
            hint = nearest(text, fitting, cutoff=UNIT_CUTOFF) or known_words(fitting)
            raise _BadCellError("CP203", "unit", message, hint)
        if text not in fitting:
            message = say(
                "the unit {text} does not fit {indicator}", text=text, indicator=indicator
            )
            raise _BadCellError("CP204", "unit", message, known_words(fitting))
        return text

    def _dimensions(self, indicator: str) -> tuple[Dimension, ...]:
        item = self.dated.get(indicator)
        if isinstance(item, Milestone):
            return (Dimension.DATE, Dimension.STATE)
        if isinstance(item, Measure):
            return (Dimension.STATE,)
        return (UNITS[self.plan.indicator[indicator].unit].dimension,)

    def _value(self, record: Record, text: str, unit: str, status: ObsStatus) -> _Value:
        if status is ObsStatus.MISSING:
            if text:
                message = say("a value in a row whose status is missing")
                hint = say("empty the value, or give the status it has")
                raise _BadCellError("CP209", "value", message, hint)
            return None
        if not text:
            hint = say("fill it in, or set obs_status to missing")
            raise _BadCellError("CP209", "value", say("the value is empty"), hint)
        if UNITS[unit].dimension is Dimension.DATE:
            return _date(text)
        if UNITS[unit].dimension is Dimension.STATE:
            for state in STATES:
                if text == state:
                    return state
            hint = known_words(STATES)
            message = say("unknown state {text}", text=shown(text))
            raise _BadCellError("CP208", "value", message, nearest(text, STATES) or hint)
        return self._number(record, text)

    def _possible(self, value: _Value, indicator: str, unit: str) -> _Value:
        """Refuse a number that the indicator cannot have."""
        item = self.plan.indicator.get(indicator)
        if item is None or not isinstance(value, Fraction):
            return value
        least, most = item.minimum, item.maximum
        if least is None and UNITS[unit].dimension in (Dimension.COUNT, Dimension.PEOPLE):
            least = Fraction(0)
        own = convert(value, unit, item.unit) if least is not None or most is not None else value
        if least is not None and own < least:
            message = say("below the least that it can be: {least}", least=_limit(least, item))
        elif most is not None and own > most:
            message = say("above the most that it can be: {most}", most=_limit(most, item))
        else:
            return value
        raise _BadCellError("CP210", "value", message, say("check the value and its unit"))

    def _number(self, record: Record, text: str) -> Fraction:
        if (number := parse_number(text)) is not None:
            return Fraction(number)
        if (number := parse_number(text.translate(WIDE))) is not None:
            message = say("full-width digits were read as {number}", number=str(number))
            hint = say("write them in ASCII")
            self._find(record, "CP202", "value", message, hint, Level.NOTICE)
            return Fraction(number)
        message = say("{text} is not a number", text=shown(text))
        raise _BadCellError("CP201", "value", message, suggest_number(text))


def _limit(level: Fraction, indicator: Indicator) -> Quantity:
    return Quantity(exactly(level), indicator.unit)


def _published(text: str) -> date | None:
    if not text:
        return None
    day = parse_published(text)
    if day is None:
        message = say("{text} is not a date", text=shown(text))
        raise _BadCellError("CP207", "published", message, say("write YYYY-MM-DD, YYYY-MM or YYYY"))
    return day


def _date(text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = say("{text} is not a date", text=shown(text))
    raise _BadCellError("CP207", "value", message, say("write YYYY-MM-DD"))


def _word(kind: type[_Word], text: str, default: _Word, code: str, field: str) -> _Word:
    if not text:
        return default
    try:
        return kind(text)
    except ValueError:
        names = [str(member) for member in kind]
        message = say("unknown {field} {text}", field=field, text=shown(text))
        hint = nearest(text, names) or known_words(names)
        raise _BadCellError(code, field, message, hint) from None


def _known(names: dict[str, str], text: str, code: str, field: str) -> str:
    if text in names:
        return names[text]
    message = say("unknown {field} {text}", field=field, text=shown(text) or "''")
    hint = nearest(text, names) or known_words(dict.fromkeys(names.values()))
    raise _BadCellError(code, field, message, hint)


def _names(by_id: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Map every unambiguous name to its id; ids always win."""
    owners: dict[str, set[str]] = {}
    for identity, names in by_id.items():
        for name in names:
            owners.setdefault(name, set()).add(identity)
    found = {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}
    return found | {identity: identity for identity in by_id}
