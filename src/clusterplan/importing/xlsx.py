"""Excel workbooks (.xlsx, .xlsm), read by openpyxl."""

from __future__ import annotations

import io
import warnings
from datetime import date
from typing import TYPE_CHECKING, Any

import defusedxml  # noqa: F401 # by which openpyxl parses, but only where it is there
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from clusterplan.importing.limits import MAX_ROWS, Cells, too_many
from clusterplan.importing.sheets import Cell, Odd, Sheet, joined
from clusterplan.importing.shown_cells import Mark, day_cell, formatted_cell, mark_of, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clusterplan.importing.sheets import Place


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
        book = load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=True
        )
        return [_sheet(each) for each in book.worksheets]


class _Parser(WorkSheetParser):
    """Reads results, merged areas and what is hidden at once, and keeps the formulas.

    What openpyxl shows of a sheet that it reads as a stream is less: no parts of texts that stand
    in their cell, and results or formulas.
    """

    def __init__(self, source: Any, sheet: Any) -> None:  # noqa: ANN401 # the stubs lack these
        book = sheet.parent
        super().__init__(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
            rich_text=True,
        )
        self.formulas: dict[Place, str] = {}

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return a cell as openpyxl makes it of its element."""
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None:
            place = (cell["row"] - 1, cell["column"] - 1)
            formula = self.parse_formula(element)  # type: ignore[no-untyped-call]
            self.formulas[place] = str(formula)
        return cell


def _sheet(sheet: Any) -> Sheet:  # noqa: ANN401
    with sheet._get_source() as source:  # noqa: SLF001 # nothing public opens a sheet as a stream
        parser = _Parser(source, sheet)
        cells = _cells(sheet, parser)
    areas = []
    for area in parser.merged_cells.mergeCell if parser.merged_cells else ():
        left, top, right, bottom = area.bounds
        areas.append((top - 1, left - 1, bottom - 1, right - 1))
    rows = [int(row) for row, each in parser.row_dimensions.items() if _is_hidden(each, "ht")]
    columns = [each for each in parser.column_dimensions.values() if _is_hidden(each, "width")]
    return Sheet(
        sheet.title,
        cells,
        Cells().counted(areas),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=joined((row - 1, row - 1) for row in rows),
        hidden_columns=joined((int(each["min"]) - 1, int(each["max"]) - 1) for each in columns),
    )


def _cells(sheet: Any, parser: _Parser) -> dict[Place, Cell]:  # noqa: ANN401
    counted = Cells()
    found: dict[Place, Cell] = {}
    for number, row in parser.parse():
        if number > MAX_ROWS:
            raise too_many()
        counted.count(row[-1]["column"] if row else 0)
        for each in row:
            cell = ReadOnlyCell(sheet, **each)
            if cell.value is not None:
                place = (cell.row - 1, cell.column - 1)
                linked = "[" in parser.formulas.get(place, "")
                if (read := _cell(cell)) is not None:
                    found[place] = replace(read, linked=linked)
    return {place: Cell(Odd.UNCOUNTED) for place in parser.formulas} | found


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    hidden = attributes.get("hidden") in ("1", "true")
    return hidden or float(attributes.get(size) or 1) == 0


def _cell(cell: Any) -> Cell | None:  # noqa: ANN401
    if cell.data_type == "e":
        return Cell(Odd.FAULT)
    whole = _mark(cell.font)
    found: Cell | None
    match cell.value:
        case bool():
            found = Cell(Odd.TRUTH)
        case int() | float():
            found = formatted_cell(cell.value, cell.number_format)
        case date():  # and a datetime, which is one
            found = day_cell(cell.value, cell.number_format)
        case str() | CellRichText():
            found = text_cell(_runs(cell.value, whole))
        case _:  # a time of day, a duration
            found = Cell(Odd.SCALED)
    return found and replace(found, marked=found.marked or whole is not Mark.PLAIN)


def _runs(value: Any, whole: Mark) -> Iterator[tuple[str, Mark]]:  # noqa: ANN401
    """Return the parts of a text; those without a font of their own have that of the cell."""
    for part in (value,) if isinstance(value, str) else value:
        yield str(part), _mark(part.font) if isinstance(part, TextBlock) else whole


def _mark(font: Any) -> Mark:  # noqa: ANN401
    place = font.vertAlign
    return mark_of(
        struck=bool(font.strike), raised=place == "superscript", lowered=place == "subscript"
    )
