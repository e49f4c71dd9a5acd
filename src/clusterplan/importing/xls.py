"""Old Excel workbooks (.xls), read by xlrd."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import xlrd
from msgspec.structs import replace
from xlrd.biffh import XLRDError

from clusterplan.importing.limits import Cells, locked
from clusterplan.importing.sheets import Cell, Odd, Sheet, joined
from clusterplan.importing.shown_cells import Mark, day_cell, formatted_cell, mark_of, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlrd.sheet import Sheet as XlrdSheet


_SUPERSCRIPT, _SUBSCRIPT = 1, 2


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
    rows, columns = sheet.rowinfo_map.items(), sheet.colinfo_map.items()
    return Sheet(
        sheet.name,
        found,
        cells.counted(merged),
        hidden=bool(sheet.visibility),
        hidden_rows=joined((row, row) for row, info in rows if info.hidden or info.height == 0),
        hidden_columns=joined((col, col) for col, info in columns if info.hidden or not info.width),
    )


def _cell(sheet: XlrdSheet, book: Book, row: int, column: int) -> Cell | None:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    number_format = str(book.format_map[style.format_key].format_str)
    match kind:
        case xlrd.XL_CELL_TEXT:
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            return text_cell(_runs(str(value), [(0, style.font_index), *runs], book))
        case xlrd.XL_CELL_NUMBER:
            found = formatted_cell(float(value), number_format)
        case xlrd.XL_CELL_DATE:
            try:
                day = xlrd.xldate_as_datetime(float(value), book.datemode)
            except (xlrd.xldate.XLDateError, OverflowError, ValueError):
                return Cell(Odd.SCALED)
            found = day_cell(day, number_format)
        case xlrd.XL_CELL_BOOLEAN:
            return Cell(Odd.TRUTH)
        case xlrd.XL_CELL_ERROR:
            return Cell(Odd.FAULT)
        case _:
            return None
    return replace(found, marked=_mark(book.font_list[style.font_index]) is not Mark.PLAIN)


def _runs(text: str, fonts: Sequence[tuple[int, int]], book: Book) -> Iterator[tuple[str, Mark]]:
    """Return the parts of a text; each font holds from its place to the next one's."""
    for (start, font), (end, _) in pairwise((*fonts, (len(text), 0))):
        yield text[start:end], _mark(book.font_list[font])


def _mark(font: Font) -> Mark:
    struck, raised = bool(font.struck_out), font.escapement == _SUPERSCRIPT
    return mark_of(struck=struck, raised=raised, lowered=font.escapement == _SUBSCRIPT)
