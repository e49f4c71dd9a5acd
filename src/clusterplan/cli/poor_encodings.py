"""What stands for signs that the encoding of a terminal or a pipe does not have."""

from __future__ import annotations

import codecs
import unicodedata

from clusterplan.base.messages import IN_ASCII

REPLACE = "clusterplan"
"""Name of the error handler for encoding."""
SIGNS = {**IN_ASCII, "“": '"', "”": '"', "→": "->", "…": "..."}


def replaced(error: UnicodeError) -> tuple[str, int]:
    """Replace what cannot be encoded: signs by their like, the rest by question marks as wide."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(SIGNS.get(char) or "?" * _width(char) for char in bad), error.end


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


codecs.register_error(REPLACE, replaced)
