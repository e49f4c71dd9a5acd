"""Texts that a spreadsheet program shows and does not run."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula when it comes first."""


def inert(text: str) -> str:
    """Put a quote in front of what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
