"""Writing sheets: typed cells, number formats, widths, and what makes a table easy to read.

XlsxWriter writes what it is told and interprets nothing here: a text that begins with `=` or looks
like an address stays a text.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Context
from math import ceil
from typing import TYPE_CHECKING, Any

import xlsxwriter
from msgspec import Struct
from xlsxwriter.utility import xl_rowcol_to_cell

from clusterplan.render.document.blocks import one_line
from clusterplan.render.workbook.typed_cells import (
    WIDEST,
    Number,
    column_widths,
    lines_of,
    width_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clusterplan.render.workbook.typed_cells import Cell

EXCEL_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""
MOST_ROWS = 10_000
"""Rows of a table: more take long to write, and nobody reads them; a sheet would hold a million."""
MAX_TEXT = 32767
"""Characters of a cell."""
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree on days before: those are written as text."""
PRINTED = 200
"""Columns of letters that are still read on a printed page; wider sheets go over several."""
LINE = 15
"""Points of a line; a program that opens the file may not make room for wrapped ones itself."""
A4 = 9
"""What spreadsheets call it."""
NAME = 24
"""Columns of letters that a column of a page has at most: it is legible where it is narrow."""
TITLE = 1.3
"""Times that a title is larger than other text."""
LETTER, BAR, AROUND = 7, 24, 120
"""Pixels of a letter, of a row of a chart, and of what is around its rows."""
COLORS = {
    "good": ("#1B6A3A", "#E6F2EA"),
    "warn": ("#8A5400", "#FBF0DC"),
    "bad": ("#A82525", "#FBE9E8"),
}
"""Letters and ground of a verdict, as on the page."""


class Exact(Struct, frozen=True):
    """A number with more digits than a spreadsheet keeps: where it stands, and all its digits."""

    cell: str
    digits: str


class Page(Struct, frozen=True):
    """What one sheet of paper holds, from its top to its end.

    Attributes:
        lines: the title, and what is said first.
        counts: of verdicts.
        heads: of the columns of the table.
        rows: its cells; verdicts come first.
        below: what is said of it.
        names: the column that has the names of what is drawn.
        drawn: the columns that have shares to be drawn, each with the colour of its bars.
        chart: what the chart is of.
    """

    lines: Sequence[str]
    counts: Sequence[tuple[str, int]]
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    below: Sequence[str]
    names: int
    drawn: Mapping[int, str]
    chart: str


class Book:
    """A workbook in memory."""

    def __init__(self, title: str, made: datetime, verdicts: Mapping[str, str]) -> None:
        """Start a workbook.

        Args:
            title: what the file says of itself.
            made: the time that it states, for the same data give the same bytes.
            verdicts: words that are coloured, and the name of the colour.
        """
        self._buffer = io.BytesIO()
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        self._book = xlsxwriter.Workbook(self._buffer, plain)
        self._book.set_properties({"title": one_line(title)[:255], "created": made})
        self._formats: dict[str, Any] = {}
        self._verdicts = verdicts
        self.exact: list[Exact] = []

    def table(
        self,
        name: str,
        header: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        more: Sequence[str] = (),
        frozen: int = 0,
        verdict: int | None = None,
    ) -> None:
        """Add a sheet with a table: frozen header, filter, and a colour by verdict.

        Args:
            name: of the sheet.
            header: of the columns.
            rows: the cells.
            more: what stands below the table.
            frozen: columns that stay when the others scroll.
            verdict: the column that has verdicts.
        """
        body = list(rows)
        sheet = self._sheet(name, [header, *body])
        for number, text in enumerate(more, start=len(body) + 1):
            sheet.write_string(number, 0, text)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        if frozen:
            sheet.repeat_columns(0, frozen - 1)
        sheet.autofilter(0, 0, len(body), len(header) - 1)
        if verdict is not None and body:
            self._colour(sheet, (1, verdict, len(body), verdict))

    def sheet(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Add a sheet of lines."""
        self._sheet(name, rows)

    def page(self, name: str, page: Page) -> None:
        """Add a sheet that is printed on one page of A4: lines, counts, a table, and its chart."""
        sheet = self._book.add_worksheet(name)
        widths = [
            min(each, NAME)
            for each in column_widths([[*map(width_of, r)] for r in (page.heads, *page.rows)])
        ]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        at = self._lines(sheet, 0, page.lines, widths) + 1
        self._colour(sheet, (at, 0, at + len(page.counts) + len(page.rows) + 1, 0))
        for count in page.counts:
            self._row(sheet, at, count, widths)
            at += 1
        at += bool(page.counts)
        head = at
        if page.rows:
            self._heads(sheet, at, page)
            at += 1
        for row in page.rows:
            self._row(sheet, at, row, widths)
            at += 1
        at = self._lines(sheet, at, page.below, widths) + 1
        if page.rows and page.drawn:
            self._draw(sheet, at, page, (head + 1, head + len(page.rows)), sum(widths))
        sheet.set_portrait()
        sheet.set_paper(A4)
        sheet.set_margins(0.5, 0.5, 0.5, 0.5)
        sheet.hide_gridlines()
        sheet.fit_to_pages(1, 1)

    def _lines(self, sheet: Any, at: int, lines: Sequence[str], widths: Sequence[int]) -> int:  # noqa: ANN401 # untyped
        """Write lines over all columns, the first of a sheet as its title; return the next row."""
        for number, text in enumerate(map(one_line, lines), start=at):
            look = self._title() if number == 0 else self._format("")
            times = TITLE if number == 0 else 1
            sheet.merge_range(number, 0, number, len(widths) - 1, "", look)
            sheet.write_string(number, 0, text[:MAX_TEXT], look)
            sheet.set_row(number, LINE * times * lines_of(text, sum(widths) / times))
        return at + len(lines)

    def _row(self, sheet: Any, at: int, cells: Sequence[Cell], widths: Sequence[int]) -> None:  # noqa: ANN401 # untyped
        """Write cells, in a row that is as high as they need."""
        lines = [lines_of(cell, width - 1) for cell, width in zip(cells, widths, strict=False)]
        sheet.set_row(at, LINE * max(lines))
        for column, cell in enumerate(cells):
            self._write(sheet, (at, column), cell, bold=False)

    def _heads(self, sheet: Any, at: int, page: Page) -> None:  # noqa: ANN401 # untyped
        """Write the heads of a table, those of numbers where the numbers are."""
        for column, text in enumerate(page.heads):
            number = any(isinstance(row[column], Number) for row in page.rows)
            sheet.write_string(at, column, one_line(text), self._header(right=number))

    def _draw(self, sheet: Any, at: int, page: Page, rows: tuple[int, int], width: int) -> None:  # noqa: ANN401 # untyped
        """Draw bars for the rows of a table, the first one on top."""
        first, last = rows
        name = sheet.get_name()
        chart = self._book.add_chart({"type": "bar"})
        for column, colour in page.drawn.items():
            chart.add_series(
                {
                    "name": [name, first - 1, column],
                    "categories": [name, first, page.names, last, page.names],
                    "values": [name, first, column, last, column],
                    "fill": {"color": colour},
                    "gap": 40,
                }
            )
        chart.set_title({"name": page.chart, "name_font": {"size": 11}, "overlay": False})
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        lines = {"visible": True, "line": {"color": "#D8DEE5"}}
        chart.set_x_axis({"num_format": "0%", "label_position": "high", "major_gridlines": lines})
        chart.set_legend({"position": "top"})
        chart.set_size({"width": LETTER * width, "height": BAR * (last - first + 1) + AROUND})
        sheet.insert_chart(at, 0, chart)

    def bytes(self) -> bytes:
        """Return the file."""
        self._book.close()
        return self._buffer.getvalue()

    def _sheet(self, name: str, lines: Sequence[Sequence[Cell]]) -> Any:  # noqa: ANN401 # untyped
        """Add a sheet with lines, the first one in bold."""
        sheet = self._book.add_worksheet(name)
        needed = [[*map(width_of, line)] for line in lines]
        widths = column_widths(needed)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for number, wide in enumerate(needed):
            wrapped = ceil(max(wide, default=1) / (WIDEST - 2))  # only the widest columns wrap
            if wrapped > 1:
                sheet.set_row(number, LINE * wrapped)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(ceil(sum(widths) / PRINTED), 0)
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                self._write(sheet, (number, column), cell, bold=number == 0)
        return sheet

    def _write(self, sheet: Any, place: tuple[int, int], cell: Cell, *, bold: bool) -> None:  # noqa: ANN401 # untyped
        match cell:
            case None:
                return
            case Number(value=value, form=form):
                kept = Context(prec=EXCEL_DIGITS).plus(value)
                if kept != value:
                    where = f"{sheet.get_name()}!{xl_rowcol_to_cell(*place)}"
                    self.exact.append(Exact(where, format(value, "f")))
                sheet.write_number(*place, float(kept), self._format(form))
            case int():
                sheet.write_number(*place, cell, self._format("0"))
            case date() if cell >= FIRST_DAY:
                sheet.write_datetime(*place, cell, self._format("yyyy-mm-dd"))
            case _:
                text = one_line(str(cell))[:MAX_TEXT]
                sheet.write_string(*place, text, self._header() if bold else self._format(""))

    def _format(self, form: str) -> Any:  # noqa: ANN401 # untyped
        if form not in self._formats:
            look = {"num_format": form, "align": "center" if form == "0" else "right"}
            kind = look if form else {"text_wrap": True, "indent": 1}
            self._formats[form] = self._book.add_format({**kind, "valign": "top"})
        return self._formats[form]

    def _header(self, *, right: bool = False) -> Any:  # noqa: ANN401 # untyped
        name = "header of numbers" if right else "header"
        if name not in self._formats:
            look = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
            side = {"align": "right"} if right else {"indent": 1}
            self._formats[name] = self._book.add_format({**look, **side})
        return self._formats[name]

    def _title(self) -> Any:  # noqa: ANN401 # untyped
        if "title" not in self._formats:
            look = {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"}
            self._formats["title"] = self._book.add_format(look)
        return self._formats["title"]

    def _colour(self, sheet: Any, area: tuple[int, int, int, int]) -> None:  # noqa: ANN401 # untyped
        for word, tone in self._verdicts.items():
            letters, ground = COLORS[tone]
            look = self._book.add_format({"font_color": letters, "bg_color": ground})
            quoted = word.replace('"', '""')
            rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": look}
            sheet.conditional_format(*area, rule)
