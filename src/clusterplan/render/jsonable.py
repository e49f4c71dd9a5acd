"""Frozen data as what JSON knows: field names are the keys, numbers keep every digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct
from pydantic import BaseModel

from clusterplan.base.exact import as_fraction_text, exactly
from clusterplan.base.messages import Message, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.locale import Locale

# What JSON knows already, as most fields are: not worth a call for each.
_PLAIN = frozenset((type(None), bool, int, str, Decimal))


def jsonable(value: object, locale: Locale) -> object:
    """Turn frozen data into what JSON knows."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Message() | Note():
            return locale.text(value if isinstance(value, Message) else value.message)
        case Struct() | BaseModel():
            fields = ((name, getattr(value, name)) for name in _field_names(value))
            return {
                name: field if type(field) in _PLAIN else jsonable(field, locale)
                for name, field in fields
            }
        case Enum():
            return value.value
        case Fraction():
            return as_fraction_text(value) or exactly(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): jsonable(item, locale) for key, item in value.items()}
        case tuple() | list():
            return [jsonable(item, locale) for item in value]
    msg = f"no JSON form for {type(value).__name__}"
    raise TypeError(msg)


def _field_names(value: Struct | BaseModel) -> Iterable[str]:
    names: Iterable[str]
    names = value.__struct_fields__ if isinstance(value, Struct) else type(value).model_fields
    added = getattr(value, "ADDED", None)
    return names if added is None else [n for n in names if n not in added or says(value, n)]


def says(value: Struct | BaseModel, name: str) -> bool:
    """Say whether a field holds anything: one that was added to a format is left out otherwise."""
    held = getattr(value, name)
    return held is not None and held is not False and held not in ((), {})
