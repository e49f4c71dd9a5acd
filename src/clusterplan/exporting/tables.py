"""Tables with a schema: records as CSV, and what each column holds (Table Schema)."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from clusterplan.base.spreadsheet_text import inert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Field = dict[str, Any]
"""The name, type, description and constraints of a column."""


class Table(Struct, frozen=True):
    """Records of one kind.

    Attributes:
        name: of the table and its file.
        about: what a record is.
        fields: its columns.
        rows: the cells of each record as texts, empty where there is nothing.
        sources: where the records were published.
    """

    name: str
    about: str
    fields: tuple[Field, ...]
    rows: tuple[Sequence[str], ...]
    sources: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Return the name of its file."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> list[str]:
        """Return the names of its columns."""
        return [field["name"] for field in self.fields]

    def data(self) -> bytes:
        """Return its file."""
        texts = [field["type"] not in ("number", "integer") for field in self.fields]
        return csv_bytes(self.columns, self.rows, texts)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], texts: Sequence[bool]) -> bytes:
    """Return CSV (RFC 4180 quoting, LF) in which no spreadsheet runs anything.

    Args:
        header: the names of the columns.
        rows: the cells of each record; nothing in them is lost.
        texts: which columns hold texts, and no numbers.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            inert(cell) if text else cell for cell, text in zip(row, texts, strict=True)
        )
    return out.getvalue().encode()


def resource(table: Table, data: bytes, known: Collection[str]) -> dict[str, Any]:
    """Return what a data package says of a table: its file, its columns, what they refer to.

    Args:
        table: the table.
        data: its file.
        known: the names of all tables of the package.
    """
    schema: dict[str, Any] = {"fields": list(table.fields), "missingValues": [""]}
    if "id" in table.columns:
        schema["primaryKey"] = ["id"]
    keys = [
        {
            "fields": [column],
            "reference": {"resource": "" if there == table.name else there, "fields": ["id"]},
        }
        for column, there in REFERENCES.items()
        if column in table.columns and there in known
    ]
    if keys:
        schema["foreignKeys"] = keys
    found = {
        "name": table.name,
        "path": table.path,
        "profile": "tabular-data-resource",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }
    return found | (
        {"sources": [{"title": each} for each in table.sources]} if table.sources else {}
    )


REFERENCES = {
    "indicator": "indicators",
    "entity": "entities",
    "member": "entities",
    "parent": "entities",
    "total": "entities",
    "group": "groups",
    "lead": "bodies",
    "body": "bodies",
    "target": "targets",
    "whole": "targets",
}
"""The table that a column with an id refers to."""
