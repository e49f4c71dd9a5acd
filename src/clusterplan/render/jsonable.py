"""Frozen data as what JSON knows: field names are the keys, numbers keep every digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct
from pydantic import BaseModel

from clusterplan.base.exact import as_fraction_text, exactly
from clusterplan.base.messages import Message, Note
from clusterplan.locale import Locale
from clusterplan.model.plan import UNDETERMINED, Names, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

# What JSON knows already, as most fields are: not worth a call for each.
_PLAIN = frozenset((type(None), bool, int, str, Decimal))


_ENGLISH = Locale()


def fields(data: object, *names: str) -> dict[str, object]:
    """Return some fields of frozen data as what JSON knows, in this order."""
    added: frozenset[str] = getattr(data, "ADDED", frozenset())
    told = (name for name in names if name not in added or says(data, name))
    return {name: jsonable(getattr(data, name)) for name in told}


def jsonable(value: object) -> object:
    """Turn frozen data into what JSON knows; in English whatever the language."""
    if type(value) in _PLAIN:
        return value
    match value:
        case tuple() | list():
            return [jsonable(item) for item in value]
        case Message() | Note() | Names():
            return _text(value)
        case Struct() | BaseModel():
            return {
                name: field if type(field := getattr(value, name)) in _PLAIN else jsonable(field)
                for name in _field_names(value)
            }
        case str():  # a word of the contract, or a unit
            return str(value)
        case Fraction():
            return as_fraction_text(value) or exactly(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): jsonable(item) for key, item in value.items()}
    msg = f"no JSON form for {type(value).__name__}"
    raise TypeError(msg)


def _text(value: Message | Note | Names) -> object:
    if isinstance(value, Names):
        return value.first if isinstance(value, Phrase) else _by_language(value)
    return _ENGLISH.text(value if isinstance(value, Message) else value.message)


def _by_language(names: Names) -> dict[str, str]:
    """Return zh and en, filled with the first text where there is none, and the other languages."""
    others = {tag: text for tag, text in names.root.items() if tag != UNDETERMINED}
    return {"zh": names.zh, "en": names.en, **others}


def _field_names(value: Struct | BaseModel) -> Iterable[str]:
    names: Iterable[str]
    names = value.__struct_fields__ if isinstance(value, Struct) else type(value).model_fields
    added = getattr(value, "ADDED", None)
    return names if added is None else [n for n in names if n not in added or says(value, n)]


def says(value: object, name: str) -> bool:
    """Say whether a field holds anything: one that was added to a format is left out otherwise."""
    held = getattr(value, name)
    return held is not None and held is not False and held not in ((), {})
