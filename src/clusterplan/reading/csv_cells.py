"""Single cells: dates, numbers and words, and what to tell of those that are none.

What a finding says is put together only when it is told: of a million, a thousand are.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar, get_args

from clusterplan.base.exact import MAX_DIGITS, is_long_number
from clusterplan.base.findings import Vocabulary, known_words, nearest, shown
from clusterplan.base.messages import Message, say
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.model.plan import State
from clusterplan.reading.number_suggestions import SHORTEN, WIDE, suggest_number

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

STATES: tuple[State, ...] = get_args(State)

_Word = TypeVar("_Word", ObsStatus, Qualifier)
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PART_YEAR = (
    r"[0-9]{4}\s*(?:[-/.年M]\s*)?(?:0?[1-9]|1[0-2])(?:[-/.日月][0-9]{0,2}日?)?"  # a month, a day
    r"|(?:[0-9]{4}\s*年?\s*)?(?:[0-9]{1,2}\s*月?\s*[-–—~至到]+\s*[0-9]{1,2}\s*月份?"
    r"|[-/ ]?[HQhq][1-4](?:\s*[-–—~]\s*[HQhq]?[1-4])?"
    r"|[上下]半年|[前第]?[一二三四1-4]个?季度|前[一二三四五六七八九十0-9]{1,2}个月)"
)
"""What a year column says of months, quarters and halves."""
_YEAR = r"([0-9]{4})(?:\.0+)?\s*(?:年度?)?"
"""A year as spreadsheets and people write it."""


class BadCellError(Exception):
    """A cell that cannot be read: a code, the column, and how to tell it, with a hint."""

    def __init__(self, code: str, field: str, tell: Callable[[], tuple[Message, Message]]) -> None:
        self.code, self.field, self.tell = code, field, tell


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


def published_day(text: str, field: str = "published") -> date | None:
    """Return a day of publication, or another one of that form; None for an empty cell.

    Raises:
        BadCellError: it is no date.
    """
    day = parse_published(text)
    if text and day is None:
        hint = say("write YYYY-MM-DD, YYYY-MM or YYYY")
        raise BadCellError("CP207", field, lambda: (_no_date(text), hint))
    return day


def day_of(text: str) -> date:
    """Return the day that is the value of a row.

    Raises:
        BadCellError: it is no date.
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadCellError("CP207", "value", lambda: (_no_date(text), say("write YYYY-MM-DD")))


def state_of(text: str, field: str = "value") -> State:
    """Return the state that a cell names.

    Raises:
        BadCellError: it is none.
    """
    for state in STATES:
        if text == state:
            return state
    raise BadCellError(
        "CP208",
        field,
        lambda: (say("unknown state {text}", text=shown(text)), _meant(text, STATES)),
    )


def word_of(kind: type[_Word], text: str, default: _Word, code: str, field: str) -> _Word:
    """Return a status or a qualifier.

    Raises:
        BadCellError: it is none.
    """
    if not text:
        return default
    try:
        return kind(text)
    except ValueError:
        raise unknown_word(text, kind, code, field) from None


def unknown_word(text: str, known: Iterable[str], code: str, field: str) -> BadCellError:
    """Return the error for a word that is none of those that a cell may have."""
    return BadCellError(
        code,
        field,
        lambda: (
            say("unknown {field} {text}", field=field, text=shown(text) or "''"),
            _meant(text, known),
        ),
    )


def _meant(text: str, words: Iterable[str]) -> Message:
    return nearest(text, words) or known_words(words)


class Names:
    """The names that cells may have in a column, and the ids that they stand for."""

    def __init__(self, ids: Mapping[str, str], code: str, field: str) -> None:
        self.ids, self.code, self.field = ids, code, field
        self._vocabulary = Vocabulary(ids)

    def find(self, name: str) -> str:
        """Return the id that a name stands for.

        Raises:
            BadCellError: it stands for none.
        """
        found = self.ids.get(name)
        if found is None:
            raise BadCellError(self.code, self.field, partial(self._tell, name))
        return found

    def _tell(self, name: str) -> tuple[Message, Message]:
        message = say("unknown {field} {text}", field=self.field, text=shown(name) or "''")
        near = self._vocabulary.nearest(name)
        return message, near or known_words(dict.fromkeys(self.ids.values()))


def names_of(by_id: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Map every unambiguous name to its id; ids always win."""
    owners: dict[str, set[str]] = {}
    for identity, names in by_id.items():
        for name in names:
            owners.setdefault(name, set()).add(identity)
    found = {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}
    return found | {identity: identity for identity in by_id}


def check_year(text: str, year: int, years: Container[int]) -> None:
    """Compare a year with the file's, one of the years that have files.

    Raises:
        BadCellError: it is another one, a part of one, or none.
    """
    if text in ("", str(year)):
        return
    if len(text) <= MAX_DIGITS and re.fullmatch(_PART_YEAR, text):
        raise BadCellError("CP212", "year", lambda: _part_of_a_year(text))
    raise BadCellError("CP211", "year", lambda: _wrong_year(text, year, years))


def _wrong_year(text: str, year: int, years: Container[int]) -> tuple[Message, Message]:
    match = re.fullmatch(_YEAR, text[:MAX_DIGITS].translate(WIDE))
    stated = int(match[1]) if match else None
    if stated is None:
        hint = say("write {year}, the year of the file, or leave the cell empty", year=str(year))
        return say("{text} is not a year", text=shown(text)), hint
    if stated == year:  # 2008.0, 2008年
        message = say("{text} is not written as a year", text=shown(text))
        return message, say("write {number}", number=str(year))
    message = say("year {text} in the file of {year}", text=shown(text), year=year)
    if stated in years:
        file = f"{stated}.csv"
        return message, say("move the row to {file}, or write {year}", file=file, year=str(year))
    return message, say(
        "the plan has no such year: write {year}, or remove the row", year=str(year)
    )


def no_number(text: str) -> BadCellError:
    """Return the error for a value that is no number, with the form that was meant."""
    return BadCellError("CP201", "value", lambda: _not_a_number(text))


def _not_a_number(text: str) -> tuple[Message, Message]:
    if is_long_number(text.translate(WIDE)):
        return too_long(), SHORTEN
    return say("{text} is not a number", text=shown(text)), suggest_number(text)


def too_long() -> Message:
    """Say that a number is longer than any figure is."""
    return say("the number is longer than {limit} characters", limit=MAX_DIGITS)


def _part_of_a_year(text: str) -> tuple[Message, Message]:
    message = say("{text} is a part of a year; a plan is judged on whole years", text=shown(text))
    return message, say("remove the row, keep it elsewhere")


def _no_date(text: str) -> Message:
    return say("{text} is not a date", text=shown(text))
