"""Old Excel workbooks (.xls), read by xlrd."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlrd
from xlrd.biffh import XLRDError

from clusterplan.importing.cells import Cell, Odd, Sheet
from clusterplan.importing.limits import Cells, locked
from clusterplan.importing.number_formats import day_cell, number_cell

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet as XlrdSheet


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises:
        UnreadableError: it is encrypted, or there are too many cells.
        Exception: xlrd raises what it likes for a broken file.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except XLRDError as error:
        if "encrypted" in str(error):
            raise locked() from None
        raise
    cells = Cells()
    return [_sheet(each, book, cells) for each in book.sheets()]


def _sheet(sheet: XlrdSheet, book: Book, cells: Cells) -> Sheet:
    found = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell(sheet, book, row, column)
            if cell is not None:
                cells.count()
                found[row, column] = cell
    merged = tuple(
        (top, left, below - 1, beyond - 1) for top, below, left, beyond in sheet.merged_cells
    )
    return Sheet(sheet.name, found, cells.counted(merged), hidden=bool(sheet.visibility))


def _cell(sheet: XlrdSheet, book: Book, row: int, column: int) -> Cell | None:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    match kind:
        case xlrd.XL_CELL_TEXT:
            return Cell(str(value)) if str(value).strip() else None
        case xlrd.XL_CELL_NUMBER:
            return number_cell(float(value), _format(sheet, book, row, column))
        case xlrd.XL_CELL_DATE:
            try:
                day = xlrd.xldate_as_datetime(float(value), book.datemode)
            except (xlrd.xldate.XLDateError, OverflowError, ValueError):
                return Cell(Odd.SCALED)
            return day_cell(day, _format(sheet, book, row, column))
        case xlrd.XL_CELL_BOOLEAN:
            return Cell(Odd.TRUTH)
        case xlrd.XL_CELL_ERROR:
            return Cell(Odd.FAULT)
    return None


def _format(sheet: XlrdSheet, book: Book, row: int, column: int) -> str:
    key = book.xf_list[sheet.cell_xf_index(row, column)].format_key
    return str(book.format_map[key].format_str)
