"""Texts that a spreadsheet program shows and does not run."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula when it comes first, or pass over it."""
_QUOTE = "'"


def _would_run(text: str) -> bool:
    """Say whether a text is, or was before it was quoted, one that a spreadsheet would run."""
    return text.lstrip(_QUOTE).startswith(_FORMULA)


def inert(text: str) -> str:
    """Put a quote in front of what a spreadsheet would take for a formula.

    And in front of what looks as if that had been done to it, so that `as_meant` gives it back.
    """
    return _QUOTE + text if _would_run(text) else text


def as_meant(text: str) -> str:
    """Take the quote off that `inert` has put in front of a text."""
    return text.removeprefix(_QUOTE) if _would_run(text) else text
