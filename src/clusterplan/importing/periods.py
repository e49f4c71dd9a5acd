"""What a text says of time: the years of its figures, parts of years, days of issue."""

from __future__ import annotations

import re

from msgspec import Struct

from clusterplan.base.folding import narrow
from clusterplan.base.messages import say
from clusterplan.reading.csv_cells import parse_published

PART_OF_YEAR = say("this is a part of a year; a plan is judged on whole years")
YEARS = range(1900, 2200)
"""What a number of four digits must be to be taken for a year."""
_YEAR = re.compile(r"(?:fy|year)?([0-9]{4})(?:年度|年)?")
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_NUMERALS = re.compile(rf"[一二][{''.join(_DIGITS)}0]{{3}}(?=\s*年)")
_ENGLISH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_Y, _TO = r"(?<![0-9])([0-9]{4})(?![0-9])", r"\s*(?:[-—–~至到]+|\bto\b|\bthrough\b)\s*"
_M = r"(?<![0-9一二三四五六七八九十])(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"[0-9一二三四五六七八九十]{1,3}\s*[日号]"
_MONTH = rf"{_M}\s*月份?(?!\s*{_D})"
_LAST, _NUMBERED = r"(?:3[01]|三十一?)", r"[-./](?:0?[1-9]|1[0-2])"
_WHOLE = re.compile(
    rf"{_Y}\s*年?\s*[(]?(?:1|一)\s*月?份?{_TO}(?:12|十二)\s*月份?[)]?"
    rf"|{_Y}\s*年\s*(?:12|十二)\s*月\s*(?:(?:31|三十一)\s*日|[底末])|{_Y}[-./]12[-./]31"
    rf"|\bjan(?:uary)?{_TO}dec(?:ember)?,?\s*{_Y}|\bdec(?:ember)?\s+31,?\s*{_Y}"
    rf"|\b31\s+dec(?:ember)?,?\s*{_Y}",
    re.IGNORECASE,
)
"""A year from its first month to its last, and its last day."""
_MOMENT = re.compile(
    rf"{_Y}\s*年\s*{_MONTH}|(?<![0-9]\s){_ENGLISH},?\s*{_Y}"
    r"|\b(?:as (?:of|at)|ended|ending)\s+(?:[0-9]{1,2}\s+)?"
    rf"{_ENGLISH}(?:\s+[0-9]{{1,2}})?,?\s*{_Y}"
    rf"|截[至止]\s*{_Y}\s*年\s*{_M}\s*月"
    rf"|{_Y}\s*年\s*0?[369]\s*月\s*30\s*日|{_Y}\s*年\s*0?3\s*月\s*31\s*日"
    rf"|^{_Y}{_NUMBERED}$|^([0-9]{{4}})(?:0[1-9]|1[0-2])$",
    re.IGNORECASE,
)
"""A month, or a day on which figures of a part of a year end."""
_DAY = re.compile(
    rf"{_Y}\s*年\s*{_M}\s*月\s*{_D}|{_Y}{_NUMBERED}[-./][0-9]{{1,2}}"
    rf"|{_ENGLISH}\s+[0-9]{{1,2}},\s*{_Y}|(?<![0-9])[0-9]{{1,2}}\s+{_ENGLISH},?\s*{_Y}",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"半年|季度|季报|月[度报]|[本当上]月|(?:前|近)[0-9一二三四五六七八九十]{{1,2}}个月|{_MONTH}"
    rf"|(?:截[至止]|到)\s*{_M}\s*月|\b[HQ][1-4]\b|\b[1-4][HQ]\b|[0-9][HQ][1-4]\b|{_ENGLISH}{_TO}"
    rf"|^{_ENGLISH}$|\b(?:first|second) half\b|\bhalf[- ]year|\bmid-?year\b|\bquarter|\bmonthly\b"
    r"|\b(?:three|six|nine|eleven|[369]|11) months\b|\byear[- ]to[- ]date\b|\bytd\b",
    re.IGNORECASE,
)
"""Months, quarters and halves of a year."""
_NO_YEAR = re.compile(
    r"[0-9]{4}\s*年?\s*[-—–~～至到]+\s*[0-9]{4}"  # 2006—2010 is no single year
    r"|[(\[〔【〈<][0-9]{4}[)\]〕】〉>]\s*第?\s*[0-9]+\s*号"  # 国发〔2006〕32号
    r"|[0-9]{4}\s*年?(?:版|价|不变价|可比价)|年鉴\s*[-—(]?\s*[0-9]{4}|[0-9]{4}\s*年?[^\s0-9]{0,8}年鉴"
    r"|yearbook,?\s+[0-9]{4}|[0-9]{4}\s+(?:[a-z]+\s+)?(?:yearbook|prices|edition)",
    re.IGNORECASE,
)
"""Years of periods, documents, editions and prices, not of figures."""
_YEAR_WITHIN = re.compile(rf"{_Y}\s*(?:年|(?![年.,/-]))")

_WRITTEN = re.compile(
    r"([0-9]{4})(?:\s*[-/.年]\s*([0-9]{1,2})(?:\s*[-/.月]\s*([0-9]{1,2})\s*日?)?\s*月?)?\s*年?"
)


class Times(Struct, frozen=True):
    """What a title says of time.

    Attributes:
        years: whole years that it mentions.
        moments: years of months; the day of issue of a year before them, or else a part of them.
        days: years of days on which it may have been issued.
        part: it speaks of a part of a year.
    """

    years: frozenset[int]
    moments: frozenset[int]
    days: frozenset[int]
    part: bool


def plain(text: str) -> str:
    """Return a text in one line, with its years in digits: 二〇一三年1—12月 is 2013年."""
    text = _NUMERALS.sub(
        lambda match: "".join(_DIGITS.get(each, each) for each in match[0]),
        " ".join(narrow(text).split()),
    )
    return _WHOLE.sub(lambda match: next(filter(None, match.groups())) + "年", text)


def times(text: str) -> Times:
    """Return what a title, as `plain` returns it, says of time."""
    found = []
    for pattern in (_NO_YEAR, _MOMENT, _DAY, _YEAR_WITHIN):
        found.append(frozenset(_years(pattern, text)))
        text = pattern.sub(" ", text)
    _, moments, days, years = found
    return Times(years, moments, days, _PART.search(text) is not None)


def _years(pattern: re.Pattern[str], text: str) -> list[int]:
    groups = (match.groups() for match in pattern.finditer(text))
    years = [int(year) for each in groups for year in each if year]
    return [year for year in years if year in YEARS]


def is_part_of_year(text: str) -> bool:
    """Say whether a label, as `plain` returns it, speaks of a part of a year."""
    return _MOMENT.search(text) is not None or _PART.search(text) is not None


def year_of(text: str) -> int | None:
    """Return the year that a text is, None for any other text."""
    match = _YEAR.fullmatch(text)
    year = int(match[1]) if match else None
    return year if year in YEARS else None


def day_of(text: str) -> str | None:
    """Return a day, a month or a year as the data write it: `2009年3月31日` is 2009-03-31."""
    match = _WRITTEN.fullmatch(narrow(text).strip())
    if match is None:
        return None
    parts = [match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)]
    written = "-".join(parts)
    return written if parse_published(written) else None
