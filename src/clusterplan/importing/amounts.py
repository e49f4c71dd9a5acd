"""What a cell of figures says: a number with its certainty and unit, a day, a state of work."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import MAX_DIGITS, parse_number
from clusterplan.base.findings import known_words, shown
from clusterplan.base.folding import folded, narrow
from clusterplan.base.messages import say
from clusterplan.base.units import UNITS, Dimension
from clusterplan.importing.periods import day_of
from clusterplan.importing.sheets import ODDITIES, Odd
from clusterplan.importing.understanding import UnclearError
from clusterplan.importing.words import state_of, unit_of
from clusterplan.model.observations import Qualifier
from clusterplan.model.plan import State
from clusterplan.reading.csv_cells import too_long

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.importing.sheets import Cell
    from clusterplan.model.plan import Plan

MAX_TEXT = 80
"""A longer text is a sentence."""


class Amount(Struct, frozen=True):
    """A number in plain digits, and what stands around it; or a day or a state as data write them.

    Attributes:
        text: of a number `-?digits(.digits)?`.
        qualifier: how exactly it is stated.
        unit: a known unit, empty where the cell names none.
        yuan: it stands beside ¥, which says the currency and not how many of it make the unit.
    """

    text: str
    qualifier: Qualifier = Qualifier.EXACT
    unit: str = ""
    yuan: bool = False


_EMPTY = "- -- — —— – － ― ─ … …… .. ... / \\ n/a na n.a. notavailable 暂无 暂缺 缺 无数据 暂无数据"
EMPTY = frozenset(("", *_EMPTY.split()))
"""What stands for a figure that is not there, in `folded` form. Not 无, which may mean 0."""

_WORDS = {
    "before": {
        Qualifier.ABOUT: "约为 | 大约 | 约 | 近 | 接近 | ≈ | ~ | about | approx. | ca.",
        Qualifier.AT_LEAST: """超过 | 超 | 逾 | 突破 | 不低于 | 不少于 | 至少 | ≥ | >= | >
            | at least | over | more than""",
        Qualifier.AT_MOST: """不超过 | 不高于 | 不多于 | 至多 | 低于 | ≤ | <= | <
            | at most | up to | under | less than""",
    },
    "between": {Qualifier.AT_LEAST: "余 | 多"},
    "after": {
        Qualifier.ABOUT: "左右 | 上下",
        Qualifier.AT_LEAST: "以上 | or more",
        Qualifier.AT_MOST: "以下 | 以内 | or less",
    },
}
_QUALIFIERS = {
    part: {word.strip(): each for each, listed in words.items() for word in listed.split("|")}
    for part, words in _WORDS.items()
}
"""How exactly a figure is stated by words before it, between it and its unit, and after it."""
_ANY = {
    part: "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for part, words in _QUALIFIERS.items()
}
_YUAN = frozenset(("¥", "￥", "CN¥", "CNY", "RMB", "人民币"))
_CODES = """CNY RMB USD EUR JPY GBP HKD TWD MOP KRW RUB AUD CAD CHF SGD INR THB VND MYR IDR PHP NZD
    SEK NOK DKK PLN BRL MXN ZAR TRY AED SAR KZT MNT KPW XDR"""
_SIGN = "[$¢-¥฿₠-⃏￠￡￥￦]"
_CURRENCY = rf"(?-i:[A-Z]{{0,3}}){_SIGN}|{'|'.join(_CODES.split())}|人民币"
_FIGURE = re.compile(
    rf"(?P<before>{_ANY['before']})?\s*(?P<currency>{_CURRENCY})?\s*"
    r"(?P<sign>[-+−])?\s?(?P<digits>[0-9][0-9,  ]*(?:\.[0-9]+)?)\s*"
    rf"(?P<between>{_ANY['between']})?\s*"
    rf"(?P<unit>[^\d\s].*?)??\s*(?P<after>{_ANY['after']})?",
    re.IGNORECASE,
)
_MONEY = re.compile(_CURRENCY, re.IGNORECASE)
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[  ][0-9]{3})+)(?:\.[0-9]+)?")
"""Groups of three, between commas or between blanks."""


def understand(cell: Cell | None, *, grouped: bool = True) -> Amount | None:
    """Read a cell as a figure, None where it says that there is none.

    Args:
        cell: the cell, None for an empty one.
        grouped: commas may group digits in threes; else a comma is refused.

    Raises:
        UnclearError: it can be read in two ways, or in none.
    """
    match cell.value if cell else None:
        case str() as text:
            return understand_text(text, grouped=grouped)
        case Odd() as oddity:
            raise UnclearError(ODDITIES[oddity])
        case date():
            hint = say("if the spreadsheet made a day of a number, type the number again")
            raise UnclearError(say("this is a day, not a number"), hint)
        case Decimal() as number if cell:
            digits = f"{number:.{cell.decimals}f}"
            if parse_number(digits) is None:
                raise UnclearError(too_long())
            return understand_text(f"{cell.before}{digits}{cell.after}")
    return None


def understand_text(text: str, *, grouped: bool = True) -> Amount | None:
    """Read a text as a figure: `340,902.8`, `约34亿元`, `41.7%`; None for `—`.

    Raises:
        UnclearError: as `understand` does.
    """
    if folded(text) in EMPTY:
        return None
    bare = narrow(text).strip()
    if bare.startswith(("=", "@")):
        raise UnclearError(say("this is a formula, not a figure"))
    match = _FIGURE.fullmatch(bare) if len(bare) <= MAX_TEXT else None
    if match is None:
        raise _no_number()
    digits = _digits(match["digits"].strip(), grouped=grouped)
    said = [words[match[part].casefold()] for part, words in _QUALIFIERS.items() if match[part]]
    if len(said) > 1:
        raise UnclearError(say("two words say how exact it is"), say("leave one of them"))
    number = ("-" if match["sign"] in ("-", "−") else "") + digits
    amount = Amount(number, said[0] if said else Qualifier.EXACT)
    return _with_unit(amount, match["currency"], match["unit"])


def _digits(text: str, *, grouped: bool) -> str:
    if len(text) > MAX_DIGITS:
        raise UnclearError(too_long())
    if _PLAIN.fullmatch(text):
        return text
    if "," in text and not grouped:
        message = say("in a file with semicolons a comma may be decimal or group digits")
        raise UnclearError(message, say("write it with a point and without commas"))
    if _GROUPED.fullmatch(text):
        return re.sub(r"[,  ]", "", text)
    if text.startswith("0"):
        hint = say("write plain digits, like 0.5")
        raise UnclearError(say("a number does not begin with 0"), hint)
    raise UnclearError(say("the digits are not in groups of three"), say("write plain digits"))


def _with_unit(amount: Amount, currency: str | None, word: str | None) -> Amount:
    currencies = [each for each in (currency, word) if each and _MONEY.fullmatch(each)]
    for each in currencies:
        if each.upper() not in _YUAN:
            message = say("the figure is in {currency}, not in yuan", currency=each)
            raise UnclearError(message, say("convert it, or correct the format of the cell"))
    amount = replace(amount, yuan=bool(currencies))
    if not word or word in currencies:
        return amount
    if (unit := unit_of(word)) is not None:
        return replace(amount, unit=unit)
    if any(char.isdigit() for char in word) or not any(char.isalpha() for char in word):
        raise _no_number()
    message = say("unknown unit {text}", text=shown(word))
    hint = say("write the unit in full, like 亿元, or put it in the header")
    raise UnclearError(message, hint)


def _no_number() -> UnclearError:
    return UnclearError(say("this is not a number"), say("write plain digits, like 1234.5"))


def dimensions(plan: Plan, subject: str) -> tuple[str, ...]:
    """Return what figures of an indicator, a milestone or a measure can be."""
    if subject in plan.indicator:
        return (plan.indicator[subject].unit.dimension,)
    if any(item.id == subject for item in plan.milestones):
        return (Dimension.DATE, Dimension.STATE)
    return (Dimension.STATE,)


def read_value(
    cell: Cell,
    wanted: tuple[str, ...],
    *,
    stated: Iterable[str | None],
    offered: Iterable[str],
    grouped: bool = True,
) -> Amount | None:
    """Read a cell with its unit, None where it says that there is no figure.

    Args:
        cell: the cell.
        wanted: what the figure can be.
        stated: units that row and head state.
        offered: units of the whole table, then of the user; the one that fits is taken.
        grouped: commas may group digits.

    Raises:
        UnclearError: it can be read in two ways or in none, or does not fit.
    """
    check_marks(cell)
    if Dimension.STATE in wanted or Dimension.DATE in wanted:
        return _state_or_day(cell, wanted)
    amount = understand(cell, grouped=grouped)
    return amount and replace(amount, unit=_unit(amount, wanted[0], stated, offered))


def check_marks(cell: Cell | None) -> None:
    """Refuse a cell of which some is raised, lowered or struck out.

    Raises:
        UnclearError: it is one.
    """
    if cell is not None and cell.marked:
        hint = say("type again what counts, and nothing beside it")
        raise UnclearError(say("some of it is raised, lowered or struck out"), hint)


def _unit(amount: Amount, wanted: str, stated: Iterable[str | None], offered: Iterable[str]) -> str:
    if amount.yuan and wanted != Dimension.MONEY:
        raise _unfit("¥", wanted)
    units = list(dict.fromkeys(unit for unit in (amount.unit, *stated) if unit))
    if len(units) > 1:
        message = say("two units: {first} and {second}", first=units[0], second=units[1])
        raise UnclearError(message, say("leave the right one"))
    fitting = [unit for unit in dict.fromkeys(units or offered) if UNITS[unit].dimension == wanted]
    if len(fitting) == 1:
        return fitting[0]
    if units:
        raise _unfit(units[0], wanted)
    message = say("the unit is not stated")
    if fitting:
        message = say("several units fit: {names}", names=", ".join(fitting))
    hint = say("put it in the header, like (亿元), or give --unit")
    raise UnclearError(message, hint, wide=True)


def _unfit(unit: str, wanted: str) -> UnclearError:
    fitting = [str(unit) for unit in UNITS.values() if unit.dimension == wanted]
    message = say("the unit {unit} does not fit the indicator", unit=unit)
    return UnclearError(message, known_words(fitting), wide=True)


def _state_or_day(cell: Cell, wanted: tuple[str, ...]) -> Amount | None:
    text = cell.value if isinstance(cell.value, str) else ""
    if text and folded(text) in EMPTY:
        return None
    if Dimension.STATE in wanted and (state := state_of(text)):
        return Amount(state, unit="state")
    if Dimension.DATE in wanted and isinstance(cell.value, (str, date)):
        day = day_of(cell.text)
        if day is not None and len(day) == len("2006-10-31"):
            return Amount(day, unit="date")
    message = say("unknown state {text}", text=cell.text)
    if Dimension.DATE in wanted:
        message = say("a day or a state is due here")
    elif isinstance(cell.value, Decimal):
        message = say("a state is due here")
    raise UnclearError(message, known_words(get_args(State)))
