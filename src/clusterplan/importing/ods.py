"""OpenDocument spreadsheets (.ods), read by odfpy."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from odf.namespaces import OFFICENS, TABLENS, TEXTNS
from odf.opendocument import load
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.teletype import extractText
from odf.text import P, S

from clusterplan.exact import parse_number, plain
from clusterplan.importing.cells import Cell, Odd, Sheet
from clusterplan.importing.limits import Cells
from clusterplan.importing.number_formats import number_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.importing.cells import Area, Place

MOST_BLANKS = 64
"""Blanks in a row that are kept of a text: names are compared without regard to their number."""
_COUNT = (TEXTNS, "c")
_DIGITS = re.compile(r"[-+−]?[0-9][0-9, ]*(?:\.[0-9]+)?")


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a document.

    Raises:
        UnreadableError: there are too many cells.
        Exception: odfpy raises what it likes for a broken file.
    """
    document = load(io.BytesIO(data))
    _shorten_blanks(document)
    hidden = _hidden_styles(document)
    cells = Cells()
    tables = document.spreadsheet.getElementsByType(Table)
    return [_sheet(each, hidden, cells) for each in tables]


def _shorten_blanks(document: Any) -> None:  # noqa: ANN401 # odfpy has no types
    """Shorten runs of blanks: a document states their number, and odfpy writes so many out."""
    for run in document.spreadsheet.getElementsByType(S):
        if int(run.attributes.get(_COUNT) or 1) > MOST_BLANKS:
            run.attributes[_COUNT] = str(MOST_BLANKS)


def _hidden_styles(document: Any) -> set[str]:  # noqa: ANN401
    return {
        style.getAttribute("name")
        for style in document.automaticstyles.childNodes
        for child in getattr(style, "childNodes", ())
        if child.attributes and child.attributes.get((TABLENS, "display")) == "false"
    }


def _sheet(table: Any, hidden: set[str], counted: Cells) -> Sheet:  # noqa: ANN401
    cells: dict[Place, Cell] = {}
    merged: list[Area] = []
    top = 0
    for row in table.getElementsByType(TableRow):
        repeated = _number(row, "number-rows-repeated")
        left = 0
        for element, times in _cells_of(row):
            cell = _cell(element)
            if cell is not None:
                counted.count(times * repeated)
                places = ((top + i, left + j) for i in range(repeated) for j in range(times))
                cells.update(dict.fromkeys(places, cell))
                area = _area(element, top, left)
                merged += [area] if area else []
            left += times
        top += repeated
    name = str(table.getAttribute("name") or "")
    style = table.getAttribute("stylename")
    return Sheet(name, cells, counted.counted(merged), hidden=style in hidden)


def _cells_of(row: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401
    kinds = (TableCell().qname, CoveredTableCell().qname)
    for element in row.childNodes:
        if getattr(element, "qname", None) in kinds:
            yield element, _number(element, "number-columns-repeated")


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


def _cell(element: Any) -> Cell | None:  # noqa: ANN401
    attributes = element.attributes
    kind = attributes.get((OFFICENS, "value-type"))
    shown = "\n".join(extractText(each) for each in element.getElementsByType(P)).strip()
    match kind:
        case "float" | "percentage" | "currency":
            value = float(attributes[OFFICENS, "value"])
            return _number_cell(value, shown, percent=kind == "percentage")
        case "date":
            return _day(str(attributes[OFFICENS, "date-value"]))
        case "boolean":
            return Cell(Odd.TRUTH)
        case "time":
            return Cell(Odd.SCALED)
    if shown.startswith(("#", "Err:")) and attributes.get((TABLENS, "formula")):
        return Cell(Odd.FAULT)
    return Cell(shown) if shown else None


def _day(text: str) -> Cell:
    return Cell(date.fromisoformat(text[:10]))


def _number_cell(value: float, shown: str, *, percent: bool) -> Cell:
    """Return a number; the document has the text that is shown instead of a format to apply."""
    cell = number_cell(value, "0%" if percent else "0")
    match = _DIGITS.match(shown)
    if percent or match is None or not isinstance(cell.value, Decimal):
        return cell
    digits = match[0].replace(",", "").replace(" ", "").replace("−", "-")
    written = parse_number(digits)
    if written is not None and not _rounds_to(cell.value, written):
        return Cell(Odd.SCALED)
    return Cell(cell.value, suffix=shown[match.end() :].strip(), stored=cell.stored)


def _rounds_to(value: Decimal, written: Decimal) -> bool:
    exponent = written.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(plain(value) - written) <= step
