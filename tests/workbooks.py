"""Workbooks for the tests, made of lists of rows as offices fill them in."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P, Span
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.cell import range_boundaries

Value = str | float | date | bool | None
Rows = Sequence[Sequence["Value | Shown | Rich"]]
MARKS = ("superscript", "subscript", "strike")


@dataclass(frozen=True)
class Shown:
    """A number or a day with the format in which it is shown, and the mark of its whole cell."""

    value: float | date
    number_format: str = "General"
    mark: str = ""
    currency: str = ""
    """Of an .ods."""


class Rich(tuple[tuple[str, str], ...]):
    """A text in parts, each with one of the marks or none."""

    __slots__ = ()


def xlsx(
    rows: Rows | Mapping[str, Rows],
    merged: Iterable[str] = (),
    hidden: Iterable[str] = (),
    hide: Sequence[str] = (),
) -> bytes:
    """Return an .xlsx; merged areas and rows and columns to hide are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in _sheets(rows).items():
        sheet = book.create_sheet(name)
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                cell = sheet.cell(row, column)
                if isinstance(value, Shown):
                    cell.value, cell.number_format = value.value, value.number_format
                    cell.font = Font(**_xlsx_font(value.mark))
                elif isinstance(value, Rich):
                    fonts = [(InlineFont(**_xlsx_font(mark)), text) for text, mark in value]
                    cell.value = CellRichText(*(TextBlock(*each) for each in fonts))
                else:
                    cell.value = value
        if name in hidden:
            sheet.sheet_state = "hidden"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    for each in hide:
        if each.isdigit():
            book.worksheets[0].row_dimensions[int(each)].hidden = True
        else:
            book.worksheets[0].column_dimensions[each].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_font(mark: str) -> dict[str, Any]:
    return {"strike": True} if mark == "strike" else {"vertAlign": mark or None}


def shared(rows: Rows) -> bytes:
    """Return an .xlsx with a table of texts, as Excel writes it; openpyxl puts them into cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("表1")
    marks = {"superscript": {"font_script": 1}, "subscript": {"font_script": 2}}
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if isinstance(value, Rich):
                formats = [
                    marks.get(mark, {"font_strikeout": mark == "strike"}) for _, mark in value
                ]
                parts = zip(map(book.add_format, formats), (text for text, _ in value), strict=True)
                sheet.write_rich_string(row, column, *(each for part in parts for each in part))
            else:
                sheet.write(row, column, value)
    book.close()
    return out.getvalue()


def xls(
    rows: Rows | Mapping[str, Rows], merged: Iterable[str] = (), hide: Iterable[str] = ()
) -> bytes:
    """Return an old .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    covered = [_corners(area) for area in merged]
    for number, (name, lines) in enumerate(_sheets(rows).items()):
        sheet = book.add_sheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                area = next((a for a in covered if number == 0 and a[:2] == (row, column)), None)
                looks = value if isinstance(value, Shown) else Shown(0)
                font = f"font: {_xls_font(looks.mark)}"
                style = xlwt.easyxf(font, num_format_str=looks.number_format)
                bare = value.value if isinstance(value, Shown) else value
                if area:
                    sheet.write_merge(area[0], area[2], area[1], area[3], bare, style)
                elif isinstance(bare, Rich):
                    parts = [(text, xlwt.easyfont(_xls_font(mark))) for text, mark in bare]
                    sheet.write_rich_text(row, column, parts)
                elif bare is not None:
                    sheet.write(row, column, bare, style)
        for each in hide:
            line = sheet.row(int(each) - 1) if each.isdigit() else sheet.col(ord(each) - ord("A"))
            line.hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xls_font(mark: str) -> str:
    return "struck_out on" if mark == "strike" else f"escapement {mark or 'none'}"


def ods(
    rows: Rows | Mapping[str, Rows], merged: Iterable[str] = (), hide: Sequence[str] = ()
) -> bytes:
    """Return an .ods; numbers are shown as they are, or as `Shown.number_format` spells them."""
    document = OpenDocumentSpreadsheet()
    for family, mark in itertools.product(("text", "table-cell"), MARKS):
        style = Style(name=f"{family}-{mark}", family=family)
        position = f"{mark[:5].removesuffix('c')} 58%"  # super, sub
        looks = (
            {"textlinethroughstyle": "solid"} if mark == "strike" else {"textposition": position}
        )
        style.addElement(TextProperties(**looks))
        document.automaticstyles.addElement(style)
    covered = [_corners(area) for area in merged]
    for name, lines in _sheets(rows).items():
        table = Table(name=name)
        document.spreadsheet.addElement(table)
        for column in range(max(map(len, lines), default=0)):
            table.addElement(TableColumn(**_seen(chr(ord("A") + column) not in hide)))
        for row, line in enumerate(lines):
            element = TableRow(**_seen(str(row + 1) not in hide))
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


def rewritten(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an archive with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", 8) as target:
        for info in source.infolist():
            content = source.read(info)
            target.writestr(info.filename, change(content) if info.filename == member else content)
    return out.getvalue()


def _sheets(rows: Rows | Mapping[str, Rows]) -> Mapping[str, Rows]:
    return rows if isinstance(rows, Mapping) else {"表1": rows}


def _corners(area: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = (int(each or 0) - 1 for each in range_boundaries(area))
    return top, left, bottom, right


def _seen(seen: bool) -> dict[str, str]:  # noqa: FBT001
    return {} if seen else {"visibility": "collapse"}


def _ods_cell(
    value: Value | Shown | Rich, place: tuple[int, int], covered: list[tuple[int, int, int, int]]
) -> Any:
    more: dict[str, Any] = {}
    for top, left, bottom, right in covered:
        if (top, left) == place:
            more = {"numbercolumnsspanned": right - left + 1, "numberrowsspanned": bottom - top + 1}
        elif top <= place[0] <= bottom and left <= place[1] <= right:
            return CoveredTableCell()
    if isinstance(value, Rich):
        paragraph = P()
        for text, mark in value:
            paragraph.addElement(Span(text=text, stylename=f"text-{mark}"))
        cell = TableCell(valuetype="string")
        cell.addElement(paragraph)
        return cell
    looks = value if isinstance(value, Shown) else Shown(0, "" if value is None else str(value))
    shown = str(looks.value) if looks.number_format == "General" else looks.number_format
    more |= {"stylename": f"table-cell-{looks.mark}"} if looks.mark else {}
    bare = value.value if isinstance(value, Shown) else value
    if isinstance(bare, (int, float)) and not isinstance(bare, bool):
        kind = "percentage" if shown.endswith("%") else "float"
        if looks.currency:
            kind, more["currency"] = "currency", looks.currency
        cell = TableCell(valuetype=kind, value=bare, **more)
    elif isinstance(bare, date):
        cell = TableCell(valuetype="date", datevalue=bare.isoformat(), **more)
    elif bare is None:
        return TableCell(**more)
    else:
        cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=shown))
    return cell
