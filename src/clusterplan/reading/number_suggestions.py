"""What a cell that is no number probably means: a suggestion, never a guess that is used."""

from __future__ import annotations

import re

from clusterplan.base.exact import is_long_number, parse_number
from clusterplan.base.findings import MAX_SHOWN
from clusterplan.base.messages import Message, say
from clusterplan.base.units import UNITS

WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
"""Full-width signs that mean what their narrow ones do; nothing else is read as a number."""

_ALIKE = WIDE | str.maketrans("，％−–＋≧≦", ",%--+≥≤")
# Patterns stay texts, which `re` compiles when it first needs them: most files are right.
_WORDS = {
    "about": r"^([约約≈~～]|about |approx\.? |ca\.? )|左右",
    "at_least": r"^(≥|>=?|超过|逾|不低于|不少于)|以上",
    "at_most": r"^(≤|<=?|不到|不足|不超过)|以下|以内",
}
_NOTHING = r"(?i)[-–—―‒/.…·*]+|n/?a|nan|null|none|nil|无|缺|空|暂无|未公布|待定|tbd"
_FAILED = r"#[A-Z0-9/]+[!?]?"
_NUMBER = (
    r"(?P<sign>[-+']?)[￥¥]?"
    r"(?P<whole>[0-9]{1,4}(?P<by>[,_ '’])[0-9]{3,4}(?:(?P=by)[0-9]{3,4})*|[0-9]*)"
    r"(?P<decimals>\.[0-9]*)?(?P<rest>[^0-9].*)?"
)
"""A number as people write it: grouped by threes or, as 万 and 亿 do, by fours."""

SHORTEN = say("round it, or write it in a larger unit")


def suggest_number(text: str) -> Message:
    """Return what to write instead of a text that is not a number."""
    if len(text) > MAX_SHOWN:
        return say("write plain digits, like 1234.5")
    if re.fullmatch(_NOTHING, text):
        return say("where there is no figure, leave the value empty and set obs_status to missing")
    if re.fullmatch(_FAILED, text):
        return say("a formula failed in the spreadsheet: put the figure itself")
    bare = " ".join(text.translate(_ALIKE).split())
    for word, pattern in _WORDS.items():
        if re.search(pattern, bare):
            hint = _plainly(re.sub(pattern, "", bare).strip())
            return say("{hint}; set qualifier to {word}", hint=hint, word=word)
    return _plainly(bare)


def number_in(text: str) -> tuple[str, str]:
    """Return the plain digits of a number as people write it, empty if it is none, and the rest."""
    match = re.fullmatch(_NUMBER, " ".join(text.translate(_ALIKE).split()))
    number = _digits(match) if match else ""
    return number, ((match and match["rest"]) or "").strip()


def _plainly(bare: str) -> Message:
    number, rest = number_in(bare)
    if is_long_number(number):
        return SHORTEN
    if parse_number(number) is None:
        return say("write plain digits, like 1234.5")
    if not rest:
        return say("write {number}", number=number)
    if rest in UNITS:
        return say("write {number} and put {unit} in the unit column", number=number, unit=rest)
    if rest in ("万", "亿"):
        return say(
            "write {number} and put {word} in the unit, like {unit}",
            number=number,
            word=rest,
            unit=f"{rest}元",
        )
    return say("write plain digits, like 1234.5")


def _digits(match: re.Match[str]) -> str:
    sign = "-" if match["sign"] == "-" else ""
    whole = re.sub(r"[^0-9]", "", match["whole"])
    decimals = (match["decimals"] or "").removesuffix(".")
    return f"{sign}{whole or '0'}{decimals}" if whole or decimals else ""
