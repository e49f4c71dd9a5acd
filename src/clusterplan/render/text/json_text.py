"""JSON text."""

from __future__ import annotations

import simplejson


def dumps(data: object) -> str:
    """Write JSON with a final newline; `Decimal` as a number with all its digits."""
    text: str = simplejson.dumps(
        data, use_decimal=True, ensure_ascii=False, indent=2, allow_nan=False
    )
    return text + "\n"
