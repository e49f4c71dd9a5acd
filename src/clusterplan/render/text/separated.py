"""Records as comma- or tab-separated values for spreadsheets."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from clusterplan.base.spreadsheet_text import inert
from clusterplan.render.document.blocks import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.render.columns import Cell


def comma_separated(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return CSV (RFC 4180 quoting, LF)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def tab_separated(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return TSV: no quoting, and no need of it, since cells are single lines without tabs."""
    lines = [header, *([_cell(cell) for cell in row] for row in rows)]
    return "".join("\t".join(line) + "\n" for line in lines)


def as_text(cell: Cell) -> str:
    """Return what a cell says, as it is."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f")
    return str(cell)


def _cell(cell: Cell) -> str:
    return inert(one_line(cell)) if isinstance(cell, str) else as_text(cell)
