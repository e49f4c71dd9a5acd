"""What a cell of figures says: a number with its certainty and unit, nothing, or not clear."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import MAX_DIGITS, parse_number
from clusterplan.base.findings import shown
from clusterplan.base.folding import folded, narrow
from clusterplan.base.messages import Message, say
from clusterplan.importing.sheets import ODDITIES, Odd
from clusterplan.importing.unit_words import unit_of
from clusterplan.model.observations import Qualifier
from clusterplan.reading.csv_cells import too_long

if TYPE_CHECKING:
    from clusterplan.importing.sheets import Cell


MAX_TEXT = 80
"""A longer text is a sentence."""


class Amount(Struct, frozen=True):
    """A number in plain digits, and what stands around it.

    Attributes:
        text: `-?digits(.digits)?`.
        qualifier: how exactly it is stated.
        unit: a known unit, None where the cell names none.
        yuan: it stands beside ¥, which says the currency and not how many of it make the unit.
    """

    text: str
    qualifier: Qualifier = Qualifier.EXACT
    unit: str | None = None
    yuan: bool = False


class Nothing(Struct, frozen=True):
    """A cell that says that there is no figure."""


class Unclear(Struct, frozen=True):
    """A cell that can be read in two ways, or in none; `wide`: like others of its table."""

    message: Message
    hint: Message | None = None
    wide: bool = False


_EMPTY = "- -- — —— – － ― ─ … …… .. ... / \\ n/a na n.a. notavailable 暂无 暂缺 缺 无数据 暂无数据"
EMPTY = frozenset(("", *_EMPTY.split()))
"""What stands for a figure that is not there, in `folded` form. Not 无, which may mean 0."""

_BEFORE: dict[Qualifier, tuple[str, ...]] = {
    Qualifier.ABOUT: ("约为", "大约", "约", "近", "接近", "≈", "~", "about", "approx.", "ca."),
    Qualifier.AT_LEAST: (
        *("超过", "超", "逾", "突破", "不低于", "不少于", "至少", "≥", ">=", ">"),
        *("at least", "over", "more than"),
    ),
    Qualifier.AT_MOST: (
        *("不超过", "不高于", "不多于", "至多", "低于", "≤", "<=", "<"),
        *("at most", "up to", "under", "less than"),
    ),
}
_BETWEEN: dict[Qualifier, tuple[str, ...]] = {Qualifier.AT_LEAST: ("余", "多")}
_AFTER: dict[Qualifier, tuple[str, ...]] = {
    Qualifier.ABOUT: ("左右", "上下"),
    Qualifier.AT_LEAST: ("以上", "or more"),
    Qualifier.AT_MOST: ("以下", "以内", "or less"),
}
_YUAN = frozenset(("¥", "￥", "CN¥", "CNY", "RMB", "人民币"))
_CODES = """CNY RMB USD EUR JPY GBP HKD TWD MOP KRW RUB AUD CAD CHF SGD INR THB VND MYR IDR PHP NZD
    SEK NOK DKK PLN BRL MXN ZAR TRY AED SAR KZT MNT KPW XDR"""
_SIGN = "[$¢-¥฿₠-⃏￠￡￥￦]"
_CURRENCY = rf"(?-i:[A-Z]{{0,3}}){_SIGN}|{'|'.join(_CODES.split())}|人民币"


def _any_of(words: dict[Qualifier, tuple[str, ...]]) -> str:
    listed = sorted((word for each in words.values() for word in each), key=len, reverse=True)
    return "|".join(re.escape(word) for word in listed)


_FIGURE = re.compile(
    rf"(?P<before>{_any_of(_BEFORE)})?\s*(?P<currency>{_CURRENCY})?\s*"
    r"(?P<sign>[-+−])?\s?(?P<digits>[0-9][0-9,  ]*(?:\.[0-9]+)?)\s*"
    rf"(?P<between>{_any_of(_BETWEEN)})?\s*"
    rf"(?P<unit>[^\d\s].*?)??\s*(?P<after>{_any_of(_AFTER)})?",
    re.IGNORECASE,
)
_MONEY = re.compile(_CURRENCY, re.IGNORECASE)
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?:[  ][0-9]{3})+(?:\.[0-9]+)?")


def understand(cell: Cell | None, *, grouped: bool = True) -> Amount | Nothing | Unclear:
    """Read a cell as a figure.

    Args:
        cell: the cell, None for an empty one.
        grouped: commas may group digits in threes; else a comma is refused.
    """
    if cell is None:
        return Nothing()
    match cell.value:
        case Odd():
            return Unclear(ODDITIES[cell.value])
        case date():
            hint = say("if the spreadsheet made a day of a number, type the number again")
            return Unclear(say("this is a day, not a number"), hint)
        case Decimal():
            return _number(cell, cell.value)
    return understand_text(cell.value, grouped=grouped)


def _number(cell: Cell, value: Decimal) -> Amount | Nothing | Unclear:
    digits = f"{value:.{cell.decimals}f}"
    if parse_number(digits) is None:
        return Unclear(too_long())
    return understand_text(f"{cell.before}{digits}{cell.after}")


def understand_text(text: str, *, grouped: bool = True) -> Amount | Nothing | Unclear:
    """Read a text as a figure: `340,902.8`, `约34亿元`, `41.7%`, `—`."""
    if folded(text) in EMPTY:
        return Nothing()
    bare = narrow(text).strip()
    if bare.startswith(("=", "@")):
        return Unclear(say("this is a formula, not a figure"))
    match = _FIGURE.fullmatch(bare) if len(bare) <= MAX_TEXT else None
    if match is None:
        return _no_number()
    digits = _digits(match["digits"].strip(), grouped=grouped)
    if isinstance(digits, Unclear):
        return digits
    qualifier = _qualifier(match)
    if qualifier is None:
        return Unclear(say("two words say how exact it is"), say("leave one of them"))
    number = ("-" if match["sign"] in ("-", "−") else "") + digits
    return _with_unit(Amount(number, qualifier), match["currency"], match["unit"])


def _digits(text: str, *, grouped: bool) -> str | Unclear:
    if len(text) > MAX_DIGITS:
        return Unclear(too_long())
    if _PLAIN.fullmatch(text):
        return text
    if "," in text and not grouped:
        message = say("in a file with semicolons a comma may be decimal or group digits")
        return Unclear(message, say("write it with a point and without commas"))
    if _GROUPED.fullmatch(text) or _SPACED.fullmatch(text):
        return re.sub(r"[,  ]", "", text)
    if text.startswith("0"):
        return Unclear(say("a number does not begin with 0"), say("write plain digits, like 0.5"))
    return Unclear(say("the digits are not in groups of three"), say("write plain digits"))


def _qualifier(match: re.Match[str]) -> Qualifier | None:
    found = [
        qualifier
        for part, words in (("before", _BEFORE), ("between", _BETWEEN), ("after", _AFTER))
        for qualifier, listed in words.items()
        if match[part] and match[part].lower() in listed
    ]
    if len(found) > 1:
        return None
    return found[0] if found else Qualifier.EXACT


def _with_unit(amount: Amount, currency: str | None, word: str | None) -> Amount | Unclear:
    currencies = [each for each in (currency, word) if each and _MONEY.fullmatch(each)]
    for each in currencies:
        if each.upper() not in _YUAN:
            message = say("the figure is in {currency}, not in yuan", currency=each)
            return Unclear(message, say("convert it, or correct the format of the cell"))
    amount = replace(amount, yuan=bool(currencies))
    if not word or word in currencies:
        return amount
    unit = unit_of(word)
    if unit is not None:
        return replace(amount, unit=unit)
    if any(char.isdigit() for char in word) or not any(char.isalpha() for char in word):
        return _no_number()
    message = say("unknown unit {text}", text=shown(word))
    return Unclear(message, say("write the unit in full, like 亿元, or put it in the header"))


def _no_number() -> Unclear:
    return Unclear(say("this is not a number"), say("write plain digits, like 1234.5"))
