"""Workbooks for the tests, made of lists of rows as offices fill them in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.cell import range_boundaries

Value = str | float | date | bool | None
Rows = Sequence[Sequence["Value | Shown"]]


@dataclass(frozen=True)
class Shown:
    """A number or a day with the format in which it is shown."""

    value: float | date
    number_format: str


def xlsx(
    rows: Rows | Mapping[str, Rows], merged: Iterable[str] = (), hidden: Iterable[str] = ()
) -> bytes:
    """Return an .xlsx; merged areas are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in _sheets(rows).items():
        sheet = book.create_sheet(name)
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                cell = sheet.cell(row, column)
                if isinstance(value, Shown):
                    cell.value, cell.number_format = value.value, value.number_format
                else:
                    cell.value = value
        if name in hidden:
            sheet.sheet_state = "hidden"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows | Mapping[str, Rows], merged: Iterable[str] = ()) -> bytes:
    """Return an old .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    covered = [_corners(area) for area in merged]
    for number, (name, lines) in enumerate(_sheets(rows).items()):
        sheet = book.add_sheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                area = next((a for a in covered if number == 0 and a[:2] == (row, column)), None)
                style = xlwt.easyxf(
                    num_format_str=value.number_format if isinstance(value, Shown) else "General"
                )
                bare = value.value if isinstance(value, Shown) else value
                if area:
                    sheet.write_merge(area[0], area[2], area[1], area[3], bare, style)
                elif bare is not None:
                    sheet.write(row, column, bare, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Rows | Mapping[str, Rows], merged: Iterable[str] = ()) -> bytes:
    """Return an .ods; numbers are shown as they are, or as `Shown.number_format` spells them."""
    document = OpenDocumentSpreadsheet()
    covered = [_corners(area) for area in merged]
    for name, lines in _sheets(rows).items():
        table = Table(name=name)
        document.spreadsheet.addElement(table)
        for row, line in enumerate(lines):
            element = TableRow()
            table.addElement(element)
            for column, value in enumerate(line):
                element.addElement(_ods_cell(value, (row, column), covered))
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def csv(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a text; cells are not quoted."""
    lines = (separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def _sheets(rows: Rows | Mapping[str, Rows]) -> Mapping[str, Rows]:
    return rows if isinstance(rows, Mapping) else {"表1": rows}


def _corners(area: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = (int(each or 0) - 1 for each in range_boundaries(area))
    return top, left, bottom, right


def _ods_cell(
    value: Value | Shown, place: tuple[int, int], covered: list[tuple[int, int, int, int]]
) -> Any:
    more: dict[str, Any] = {}
    for top, left, bottom, right in covered:
        if (top, left) == place:
            more = {"numbercolumnsspanned": right - left + 1, "numberrowsspanned": bottom - top + 1}
        elif top <= place[0] <= bottom and left <= place[1] <= right:
            return CoveredTableCell()
    shown = value.number_format if isinstance(value, Shown) else "" if value is None else str(value)
    bare = value.value if isinstance(value, Shown) else value
    if isinstance(bare, (int, float)) and not isinstance(bare, bool):
        kind = "percentage" if shown.endswith("%") else "float"
        cell = TableCell(valuetype=kind, value=bare, **more)
    elif isinstance(bare, date):
        cell = TableCell(valuetype="date", datevalue=bare.isoformat(), **more)
    elif bare is None:
        return TableCell(**more)
    else:
        cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=shown))
    return cell
