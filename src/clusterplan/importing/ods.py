"""OpenDocument spreadsheets (.ods), read by odfpy."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from odf.element import Node
from odf.namespaces import OFFICENS, STYLENS, TABLENS, TEXTNS
from odf.opendocument import load
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P

from clusterplan.importing.limits import Cells
from clusterplan.importing.marked_text import Mark, text_cell
from clusterplan.importing.number_formats import day_cell, number_cell
from clusterplan.importing.ods_styles import Styles
from clusterplan.importing.sheets import Cell, Odd, Sheet, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.importing.ods_styles import Name
    from clusterplan.importing.sheets import Area, Place, Span

_STYLE = (TABLENS, "style-name")
_CELL_STYLE = (TABLENS, "default-cell-style-name")
TABLE, P_NAME = Table().qname, P().qname
_NO_SIZE = re.compile(r"0+(?:\.0*)?[a-z]*")
_YEAR = re.compile(r"[0-9]{4} ?年?")


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a document.

    Raises:
        UnreadableError: there are too many cells.
        Exception: odfpy raises what it likes for a broken file.
    """
    document = load(io.BytesIO(data))
    reader = _Reader(Styles(document))
    return [reader.sheet(each) for each in document.spreadsheet.getElementsByType(Table)]


class _Columns(Struct):
    """The columns of a sheet: which are hidden, and how the cells of each look."""

    hidden: list[Span]
    starts: list[int]
    styles: list[str]

    def style(self, column: int) -> str:
        position = bisect_right(self.starts, column) - 1
        return self.styles[position] if position >= 0 else ""


class _Reader:
    """Reads the sheets of a document, and counts their cells."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.counted = Cells()

    def sheet(self, table: Any) -> Sheet:  # noqa: ANN401
        """Return a sheet."""
        cells: dict[Place, Cell] = {}
        merged: list[Area] = []
        hidden: list[Span] = []
        columns = self._columns(table)
        top = 0
        for row in table.getElementsByType(TableRow):
            repeated = _number(row, "number-rows-repeated")
            if self._is_hidden(row, (STYLENS, "row-height")):
                hidden.append((top, top + repeated - 1))
            left = 0
            for element, times in _cells_of(row):
                style = _style(element, row) or columns.style(left)
                cell = self._cell(element, style)
                if cell is not None:
                    self.counted.count(times * repeated)
                    places = ((top + i, left + j) for i in range(repeated) for j in range(times))
                    cells.update(dict.fromkeys(places, cell))
                    area = _area(element, top, left)
                    merged += [area] if area else []
                left += times
            top += repeated
        shown = self.styles.get("table", table.attributes.get(_STYLE), (TABLENS, "display"))
        return Sheet(
            str(table.getAttribute("name") or ""),
            cells,
            self.counted.counted(merged),
            hidden=shown == "false",
            hidden_rows=joined(hidden),
            hidden_columns=joined(columns.hidden),
        )

    def _columns(self, table: Any) -> _Columns:  # noqa: ANN401
        columns = _Columns([], [], [])
        left = 0
        for column in table.getElementsByType(TableColumn):
            times = _number(column, "number-columns-repeated")
            if self._is_hidden(column, (STYLENS, "column-width")):
                columns.hidden.append((left, left + times - 1))
            columns.starts.append(left)
            columns.styles.append(_style(column))
            left += times
        return columns

    def _is_hidden(self, element: Any, size: Name) -> bool:  # noqa: ANN401
        """Say whether nobody sees a row or a column: by itself, its size, or a group around it."""
        if element.attributes.get((TABLENS, "visibility"), "visible") != "visible":
            return True
        measure = self.styles.get(element.qname[1], element.attributes.get(_STYLE), size)
        if _NO_SIZE.fullmatch(measure):
            return True
        group = element.parentNode
        while group is not None and group.qname != TABLE:
            if group.attributes.get((TABLENS, "display")) == "false":
                return True
            group = group.parentNode
        return False

    def _cell(self, element: Any, style: str) -> Cell | None:  # noqa: ANN401
        mark = self.styles.mark("table-cell", style, Mark.PLAIN)
        paragraphs = [each for each in element.childNodes if getattr(each, "qname", None) == P_NAME]
        runs = [run for each in paragraphs for run in (("\n", mark), *self._runs(each, mark))][1:]
        shown = "".join(text for text, _ in runs).strip()
        found = _figure(element, shown if paragraphs else None)
        return replace(found, marked=mark is not Mark.PLAIN) if found else text_cell(runs)

    def _runs(self, element: Any, mark: Mark) -> Iterator[tuple[str, Mark]]:  # noqa: ANN401
        """Return the parts of a text; blanks whose number a document tells are one."""
        for child in element.childNodes:
            if child.nodeType == Node.TEXT_NODE:
                yield str(child.data), mark
            elif child.childNodes:
                style = child.attributes.get((TEXTNS, "style-name"))
                yield from self._runs(child, self.styles.mark("text", style, mark))
            else:
                yield " ", mark


def _cells_of(row: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401
    kinds = (TableCell().qname, CoveredTableCell().qname)
    for element in row.childNodes:
        if getattr(element, "qname", None) in kinds:
            yield element, _number(element, "number-columns-repeated")


def _style(*elements: Any) -> str:  # noqa: ANN401
    """Return the style of a cell; a row and a column have one for cells without any."""
    names = (each.attributes.get(key) for each in elements for key in (_STYLE, _CELL_STYLE))
    return next((str(name) for name in names if name), "")


def _area(element: Any, top: int, left: int) -> Area | None:  # noqa: ANN401
    rows = _number(element, "number-rows-spanned")
    columns = _number(element, "number-columns-spanned")
    if rows == columns == 1:
        return None
    return (top, left, top + rows - 1, left + columns - 1)


def _number(element: Any, name: str) -> int:  # noqa: ANN401
    number = int(element.attributes.get((TABLENS, name)) or 1)
    if number < 1:
        raise ValueError(number)
    return number


def _figure(element: Any, shown: str | None) -> Cell | None:  # noqa: ANN401
    """Return what a cell holds that is no text."""
    attributes = element.attributes
    kind = attributes.get((OFFICENS, "value-type"))
    match kind:
        case "float" | "percentage" | "currency":
            currency = (
                str(attributes.get((OFFICENS, "currency")) or "") if kind == "currency" else ""
            )
            return number_cell(
                float(attributes[OFFICENS, "value"]),
                shown,
                percent=kind == "percentage",
                currency="" if currency == "CNY" else currency,
            )
        case "date":
            day = date.fromisoformat(str(attributes[OFFICENS, "date-value"])[:10])
            return day_cell(day, "yyyy" if _YEAR.fullmatch(shown or "") else "yyyy-mm-dd")
        case "boolean":
            return Cell(Odd.TRUTH)
        case "time":
            return Cell(Odd.SCALED)
    if (shown or "").startswith(("#", "Err:")) and attributes.get((TABLENS, "formula")):
        return Cell(Odd.FAULT)
    return None
