"""Names as people write them in one form: half-width, without blanks."""

from __future__ import annotations

import re

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
"""Full-width forms of ASCII, and the blanks of Chinese and of web pages.

Not Unicode's NFKC, which turns the footnote mark of 440¹ into a digit.
"""
_BLANKS = re.compile("[\\s\\u200b\\ufeff]+")


def narrow(text: str) -> str:
    """Turn full-width letters, digits, signs and blanks into ASCII."""
    return text.translate(_NARROW)


def folded(text: str) -> str:
    """Return a text as names are compared: narrow, without blanks, in lower case."""
    return _BLANKS.sub("", narrow(text)).casefold()
