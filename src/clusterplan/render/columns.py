"""A column, described once for every output; each takes of it what it shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.render.document.blocks import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from clusterplan.render.text.separated import Cell

Form: TypeAlias = Literal["plain", "text", "amount", "difference", "share", "ratio"]
MIN_WRAPPED = 14
"""Characters of a cell that wraps on a terminal, at least."""
_Item = TypeVar("_Item")
_Other = TypeVar("_Other")


def _nothing(_: object) -> Any:  # noqa: ANN401 # no text, no value
    return None


class Column(Struct, Generic[_Item], frozen=True, kw_only=True):
    """A column, and how it gives way when space is short.

    Those with the priority 0 are always shown, the others in this order as long as all fit.
    """

    id: str
    """Its name for programs, who know it from JSON."""
    title: str = ""
    short: str = ""
    """Its heading where the year stands elsewhere; empty where that is the title."""
    text: Callable[[_Item], Any] = _nothing
    """What people read of an item."""
    value: Callable[[_Item], Cell | date] = _nothing
    """What programs read of an item, and spreadsheets as a number."""
    form: Form | Callable[[_Item], Form] = "plain"
    """How a workbook shows the value, or that it has the text."""
    unit: Callable[[_Item], str] | None = None
    """What an amount is in, where that is not the unit of the item."""
    priority: int = 0
    right: bool = False
    wraps: bool = False
    room: int | None = None
    """What cells that wrap keep beside it on a terminal; None: as usual."""

    def of(self, item_of: Callable[[_Other], _Item]) -> Column[_Other]:
        """Return the column for something that has an item."""
        text, value, form, unit = self.text, self.value, self.form, self.unit
        same: Any = replace(self, text=lambda other: text(item_of(other)))
        found: Column[_Other] = replace(
            same,
            value=lambda other: value(item_of(other)),
            form=form if isinstance(form, str) else lambda other: form(item_of(other)),
            unit=None if unit is None else lambda other: unit(item_of(other)),
        )
        return found


def by_id(*columns: Column[_Item]) -> dict[str, Column[_Item]]:
    """Return columns by their names."""
    return {column.id: column for column in columns}


def record(columns: Mapping[str, Column[_Item]], ids: Iterable[str], item: _Item) -> list[Cell]:
    """Return the values of an item; what it does not have is empty, a day is written as in JSON."""
    values = (columns[each].value(item) if each in columns else None for each in ids)
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def table(
    columns: Sequence[Column[_Item]], items: Iterable[_Item], whole: frozenset[int] = frozenset()
) -> Table:
    """Return the texts of items under the titles of columns."""
    return Table(
        tuple(column.title for column in columns),
        tuple(tuple(column.text(item) for column in columns) for item in items),
        right=frozenset(at for at, column in enumerate(columns) if column.right),
        whole=whole,
        wraps=frozenset(at for at, column in enumerate(columns) if column.wraps),
        priorities=tuple(column.priority for column in columns),
    )
