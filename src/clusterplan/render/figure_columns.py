"""The columns of the rows of the files of figures, and which of them each output shows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from clusterplan.render.cells import NOTHING, SIGN
from clusterplan.render.columns import Column, by_id
from clusterplan.render.words import OBS_STATUS, QUALIFIER, ROLE, STATE

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.views.one_commitment import Row

TEXT = ("year", "value", "obs_status", "published", "series", "role", "source")
RECORD = (
    *("indicator", "entity", "year", "value", "unit", "obs_status", "qualifier", "published"),
    *("series", "source", "note", "file", "line", "role"),
)
"""The columns of the files, where a row stands, and what becomes of it."""
SHEET = (
    *("indicator", "observed", "entity", "entity_name", "year", "value", "unit", "obs_status"),
    *("marks", "qualifier", "published", "series", "role", "source", "note", "file", "line"),
)
"""Whose figure it is comes before the figure, so that `import` can read the sheet."""


def figure_columns(locale: Locale) -> dict[str, Column[Row]]:
    """Return all columns of rows, but for the name of what is observed."""

    def name(row: Row) -> str:
        return locale.names(row.name)

    def published(row: Row) -> str:
        return NOTHING if row.published is None else row.published.isoformat()

    def place(row: Row) -> str:
        line = str(row.line)
        return locale.say("{source} ({file}:{line})", source=row.source, file=row.file, line=line)

    def marks(row: Row) -> str:
        return "†" if row.obs_status == "illustrative" else ""

    return by_id(
        Column("indicator", locale.say("Indicator"), lambda row: row.indicator),
        Column("entity", locale.say("Entity"), name, lambda row: row.entity),
        Column("entity_name", locale.say("Entity name"), name),
        Column("year", locale.say("Year"), lambda row: str(row.year), lambda row: row.year),
        Column(
            "value",
            locale.say("Value"),
            lambda row: f"{value_of(row, locale)} {marks(row)}".rstrip(),
            lambda row: row.value,
            lambda row: "text" if isinstance(row.value, str) else "amount",
            right=True,
        ),
        Column("unit", locale.say("Unit"), lambda row: row.unit),
        Column(
            "obs_status",
            locale.say("Status"),
            lambda row: locale.text(OBS_STATUS[row.obs_status]),
            lambda row: row.obs_status.value,
            "text",
        ),
        Column("marks", locale.say("Marks"), marks),
        Column(
            "qualifier",
            locale.say("Qualifier"),
            lambda row: locale.text(QUALIFIER[row.qualifier]),
            lambda row: row.qualifier.value,
            "text",
        ),
        Column("published", locale.say("Published"), published, lambda row: row.published),
        Column("series", locale.say("Series"), lambda row: row.series),
        Column(
            "role",
            locale.say("Use"),
            lambda row: locale.text(ROLE[row.role]),
            lambda row: row.role,
            "text",
        ),
        # Where a row stands is shown at the cost of the names beside it.
        Column("source", locale.say("Source"), place, lambda row: row.source, room=10),
        Column("note", locale.say("Note"), lambda row: row.note),
        Column("file", locale.say("File"), lambda row: row.file),
        Column("line", locale.say("Line"), value=lambda row: row.line),
    )


def value_of(row: Row, locale: Locale) -> str:
    """Write the value of a row."""
    if row.value is None:
        return NOTHING
    if isinstance(row.value, Decimal):
        return SIGN[row.qualifier] + locale.quantity(row.value, row.unit, None)
    return locale.text(STATE[row.value]) if isinstance(row.value, str) else row.value.isoformat()
