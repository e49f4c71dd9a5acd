"""JSON text."""

from __future__ import annotations

from msgspec import json

_ENCODER = json.Encoder(decimal_format="number")


def dumps(data: object) -> str:
    """Write JSON with a final newline; `Decimal` as a number with all its digits."""
    return json.format(_ENCODER.encode(data), indent=2).decode() + "\n"
