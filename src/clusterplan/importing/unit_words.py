"""Units as offices write them, in Chinese and English, to the units that are known."""

from __future__ import annotations

import re

from clusterplan.base.findings import known_words
from clusterplan.base.folding import folded, narrow
from clusterplan.base.units import UNITS

_ALIASES: dict[str, tuple[str, ...]] = {
    "元": ("人民币元",),
    "万元": ("人民币万元", "10000 yuan", "10,000 yuan", "ten thousand yuan"),
    "million yuan": ("百万元", "mn yuan", "m yuan", "yuan million", "RMB million", "million RMB"),
    "亿元": ("人民币亿元", "100 million yuan", "hundred million yuan"),
    "billion yuan": ("十亿元", "bn yuan", "yuan billion", "RMB billion", "billion RMB", "RMB bn"),
    "%": ("per cent", "percent", "pct"),
    "‰": ("per mille",),
    "个": ("number", "count"),
    "家": ("firms", "companies", "enterprises"),
    "户": ("households",),
    "人": ("people", "persons", "person"),
    "万人": ("10000 people", "10,000 people", "10,000 persons"),
    "千克": ("kg", "公斤"),
    "吨": ("t", "tonnes", "tons"),
    "万吨": ("10,000 t", "10,000 tonnes"),
    "米": ("m", "metres"),
    "公里": ("km", "千米"),
    "平方米": ("m²", "m2", "㎡"),
    "公顷": ("ha", "hectares"),
    "亩": ("mu",),
    "平方公里": ("km²", "km2", "平方千米"),
    "立方米": ("m³", "m3"),
    "千瓦时": ("kWh", "度"),
    "吨标准煤": ("tce",),
    "千瓦": ("kW",),
    "兆瓦": ("MW",),
    "微克/立方米": ("µg/m³", "μg/m³", "ug/m3"),  # a Greek mu is what many type
    "毫克/立方米": ("mg/m³", "mg/m3"),
    "天": ("days", "日"),
}
"""Other words for known units. What could be two units stands nowhere: 亿, 万, bn, billion."""
_WORDS = {folded(symbol): symbol for symbol in UNITS if UNITS[symbol].numeric} | {
    folded(word): symbol for symbol, words in _ALIASES.items() for word in words
}
_BRACKET = re.compile(
    r"(.*?)\s*[(\[【〔]\s*(?:(?:计量)?单位:|unit:)?\s*([^()\[\]]*)[)\]】〕]\s*", re.IGNORECASE
)
_BEHIND = re.compile(r"(.+?)\s*[,:/]\s*([^,:/][^,:]*)")


KNOWN_UNITS = known_words(symbol for symbol in UNITS if UNITS[symbol].numeric)
"""What to do about an unknown unit."""


def unit_of(word: str) -> str | None:
    """Return the unit that a word stands for, None for no known one."""
    return _WORDS.get(folded(word))


def split_bracket(text: str) -> tuple[str, str] | None:
    """Return a text without the bracket at its end, and what stands in it."""
    match = _BRACKET.fullmatch(narrow(text))
    return (match[1], match[2]) if match else None


def split_unit(text: str) -> tuple[str, str] | None:
    """Return a name and the unit behind it: `增加值（亿元）`, `Value added, bn yuan`."""
    for found in (split_bracket(text), _split_behind(text)):
        if found and (unit := unit_of(found[1])):
            return found[0], unit
    return None


def _split_behind(text: str) -> tuple[str, str] | None:
    match = _BEHIND.fullmatch(narrow(text).strip())
    return (match[1], match[2]) if match else None
