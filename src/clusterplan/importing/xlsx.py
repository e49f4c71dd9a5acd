"""Excel workbooks (.xlsx, .xlsm), read by openpyxl."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

from defusedxml.ElementTree import iterparse
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from clusterplan.importing.cells import Cell, Odd, Sheet
from clusterplan.importing.limits import MAX_ROWS, Cells, too_many
from clusterplan.importing.number_formats import day_cell, number_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.importing.cells import Area, Place


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook, with the results that its formulas had when it was saved.

    All is read as a stream: openpyxl's other way makes an object of every cell of a merged area,
    and a short file can merge seventeen thousand million of them.

    Raises:
        UnreadableError: there are too many cells.
        Exception: openpyxl raises what it likes for a broken file.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep when it writes
        formulas = {sheet.title: _formulas(sheet) for sheet in _sheets(data, results=False)}
        return [
            Sheet(
                sheet.title,
                _cells(sheet, formulas[sheet.title]),
                _merged(data, sheet),
                hidden=sheet.sheet_state != "visible",
            )
            for sheet in _sheets(data, results=True)
        ]


def _sheets(data: bytes, *, results: bool) -> Iterator[Any]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=results, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of them may lie
        yield sheet


def _formulas(sheet: Any) -> dict[Place, str]:  # noqa: ANN401 # the stubs lack read-only sheets
    counted = Cells()
    found = {}
    for number, row in enumerate(sheet.iter_rows()):
        if number == MAX_ROWS:  # rows left out between two others are made up on the way
            raise too_many()
        counted.count(len(row))
        for cell in row:
            if cell.data_type == "f":
                found[cell.row - 1, cell.column - 1] = str(cell.value)
    return found


def _cells(sheet: Any, formulas: dict[Place, str]) -> dict[Place, Cell]:  # noqa: ANN401
    found = {place: Cell(Odd.UNCOUNTED) for place in formulas}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            place = (cell.row - 1, cell.column - 1)
            if (read := _cell(cell, formulas.get(place))) is not None:
                found[place] = read
    return found


def _merged(data: bytes, sheet: Any) -> tuple[Area, ...]:  # noqa: ANN401
    """Return the merged areas, which a read-only sheet does not tell."""
    areas = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        path = sheet._worksheet_path  # noqa: SLF001 # nothing public says where a sheet is stored
        with archive.open(path) as file:
            for _, element in iterparse(file):
                if element.tag.rpartition("}")[2] == "mergeCell":
                    corners = range_boundaries(element.get("ref", ""))
                    left, top, right, bottom = (int(each or 0) - 1 for each in corners)
                    areas.append((top, left, bottom, right))
                element.clear()
    return Cells().counted(areas)


def _cell(cell: Any, formula: str | None) -> Cell | None:  # noqa: ANN401
    value = cell.value
    if cell.data_type == "e":
        return Cell(Odd.FAULT)
    linked = formula is not None and "[" in formula
    match value:
        case bool():
            return Cell(Odd.TRUTH)
        case int() | float():
            return replace(number_cell(value, cell.number_format), linked=linked)
        case date():  # and a datetime, which is one
            return day_cell(value, cell.number_format)
        case str():
            return Cell(value, linked=linked) if value.strip() else None
    return Cell(Odd.SCALED)  # a time of day, a duration
