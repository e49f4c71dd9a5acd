"""A column, described once for every output; each takes of it what it shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.render.words import KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from clusterplan.locale import Locale

    Cell: TypeAlias = str | int | Decimal | bool | None

Form: TypeAlias = Literal["plain", "text", "amount", "difference", "share", "ratio"]
ROOMY, TIGHT = 34, 14
"""Columns of a terminal that cells which break keep beside what is nice to have, and to what is
needed."""
VITAL = 3
"""Up to this priority a number breaks on a terminal, behind its digits, rather than stay out."""
Item = TypeVar("Item")
_Other = TypeVar("_Other")


def _nothing(_: object) -> Any:  # noqa: ANN401 # no text
    return None


class Column(Struct, Generic[Item], frozen=True):
    """A column, and how it gives way when a terminal is narrow.

    There a cell breaks between words, unless it is a number, on the right, or `whole`.
    """

    id: str
    """Its name for programs, who know it from JSON."""
    title: str = ""
    text: Callable[[Item], Any] = _nothing
    """What people read of an item."""
    value: Callable[[Item], Cell | date] | None = None
    """What programs read of an item, and spreadsheets as a number; None: what people read."""
    form: Form | Callable[[Item], Form] = "plain"
    """How a workbook shows the value, or that it has the text."""
    unit: Callable[[Item], str] | None = None
    """What an amount is in, where that is not the unit of the item."""
    priority: int = 0
    """Those of a lower one come first where not all have room; of one, those on the left."""
    right: bool = False
    whole: bool = False
    """No terminal may break it."""
    short: str = ""
    """Its heading where the year stands elsewhere; empty where that is the title."""
    room: int = TIGHT
    """What cells that break keep beside it on a terminal."""

    def read(self, item: Item) -> Cell | date:
        """Return what programs get."""
        cell: Cell | date = (self.value or self.text)(item)
        return cell

    def of(self, item_of: Callable[[_Other], Item]) -> Column[_Other]:
        """Return the column for something that has an item."""
        text, value, form, unit = self.text, self.value, self.form, self.unit
        same: Any = replace(self, text=lambda other: text(item_of(other)))
        found: Column[_Other] = replace(
            same,
            value=None if value is None else lambda other: value(item_of(other)),
            form=form if isinstance(form, str) else lambda other: form(item_of(other)),
            unit=None if unit is None else lambda other: unit(item_of(other)),
        )
        return found


def of_part(part: str, name: str) -> Callable[[Any], Any]:
    """Return what reads a field of a part of an item, which not every item has."""
    return lambda item: getattr(getattr(item, part), name, None)


def by_id(*columns: Column[Item]) -> dict[str, Column[Item]]:
    """Return columns by their names."""
    return {column.id: column for column in columns}


def record(columns: Mapping[str, Column[Item]], ids: Iterable[str], item: Item) -> list[Cell]:
    """Return the values of an item; what it does not have is empty, a day is written as in JSON."""
    return [_bare(columns[each].read(item)) if each in columns else None for each in ids]


def _bare(value: Cell | date) -> Cell:
    """Return a value as every format knows it: a unit is its symbol."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def named_columns(kind: Callable[[Any], str], name: str, locale: Locale) -> tuple[Column[Any], ...]:
    """Return what every commitment, result and position has; `name` heads the names."""
    return (
        Column(
            "kind", locale.say("Kind"), lambda item: locale.text(KIND[kind(item)]), kind, "text"
        ),
        Column("id", locale.say("Id"), lambda item: item.id, whole=True),
        Column("name", name, lambda item: locale.names(item.name)),
        Column(
            "clause",
            locale.say("Clause"),
            lambda item: item.clause,
            priority=6,
            whole=True,
            room=ROOMY,
        ),
    )
