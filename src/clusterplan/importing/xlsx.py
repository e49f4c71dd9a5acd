"""Excel workbooks (.xlsx, .xlsm), read by openpyxl."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

from defusedxml.ElementTree import iterparse
from msgspec import Struct, field
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from clusterplan.importing.limits import MAX_ROWS, Cells, too_many
from clusterplan.importing.marked_text import Mark, mark_of, text_cell
from clusterplan.importing.number_formats import day_cell, formatted_cell
from clusterplan.importing.sheets import Cell, Odd, Sheet, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.importing.sheets import Area, Place, Span


class _Layout(Struct):
    """What a read-only sheet does not tell: merged areas, hidden rows and columns, marked texts."""

    merged: tuple[Area, ...] = ()
    rows: tuple[Span, ...] = ()
    columns: tuple[Span, ...] = ()
    marked: dict[Place, CellRichText] = field(default_factory=dict)
    """Texts that stand in their cell, not in the table of texts."""


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
        return [_sheet(data, sheet, formulas[sheet.title]) for sheet in _sheets(data, results=True)]


def _sheets(data: bytes, *, results: bool) -> Iterator[Any]:
    book = load_workbook(
        io.BytesIO(data), read_only=True, data_only=results, keep_links=False, rich_text=results
    )
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of them may lie
        yield sheet


def _sheet(data: bytes, sheet: Any, formulas: dict[Place, str]) -> Sheet:  # noqa: ANN401 # no stubs
    layout = _layout(data, sheet)
    return Sheet(
        sheet.title,
        _cells(sheet, formulas, layout.marked),
        layout.merged,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=layout.rows,
        hidden_columns=layout.columns,
    )


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


def _cells(
    sheet: Any,  # noqa: ANN401
    formulas: dict[Place, str],
    marked: dict[Place, CellRichText],
) -> dict[Place, Cell]:
    found = {place: Cell(Odd.UNCOUNTED) for place in formulas}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            place = (cell.row - 1, cell.column - 1)
            value = marked.get(place, cell.value)
            if (read := _cell(cell, value, formulas.get(place))) is not None:
                found[place] = read
    return found


def _layout(data: bytes, sheet: Any) -> _Layout:  # noqa: ANN401
    areas, rows, columns = [], [], []
    marked: dict[Place, CellRichText] = {}
    number = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        path = sheet._worksheet_path  # noqa: SLF001 # nothing public says where a sheet is stored
        with archive.open(path) as file:
            for _, element in iterparse(file):
                match element.tag.rpartition("}")[2]:
                    case "mergeCell":
                        corners = range_boundaries(element.get("ref", ""))
                        left, top, right, bottom = (int(each or 0) - 1 for each in corners)
                        areas.append((top, left, bottom, right))
                    case "col":
                        if _is_hidden(element, "width"):
                            columns.append(
                                (int(element.get("min")) - 1, int(element.get("max")) - 1)
                            )
                    case "row":
                        number = int(element.get("r") or number + 1)
                        if _is_hidden(element, "ht"):
                            rows.append((number - 1, number - 1))
                        marked.update(_marked(element, number - 1))
                    case _:
                        continue
                element.clear()
    return _Layout(Cells().counted(areas), joined(rows), joined(columns), marked)


def _is_hidden(element: Any, size: str) -> bool:  # noqa: ANN401
    return element.get("hidden") in ("1", "true") or float(element.get(size) or 1) == 0


def _marked(row: Any, number: int) -> Iterator[tuple[Place, CellRichText]]:  # noqa: ANN401
    """Return the texts in the cells of a row that have parts of their own."""
    column = -1
    for cell in row:
        place = cell.get("r")
        column = coordinate_to_tuple(place)[1] - 1 if place else column + 1
        if cell.find("{*}is/{*}r") is not None:
            yield (number, column), CellRichText.from_tree(cell.find("{*}is"))


def _cell(cell: Any, value: Any, formula: str | None) -> Cell | None:  # noqa: ANN401
    if cell.data_type == "e":
        return Cell(Odd.FAULT)
    whole = _mark(cell.font)
    found: Cell | None
    match value:
        case bool():
            found = Cell(Odd.TRUTH)
        case int() | float():
            found = formatted_cell(value, cell.number_format)
        case date():  # and a datetime, which is one
            found = day_cell(value, cell.number_format)
        case str() | CellRichText() | tuple():
            found = text_cell(_runs(value, whole))
        case _:  # a time of day, a duration
            found = Cell(Odd.SCALED)
    if found is None:
        return None
    linked = formula is not None and "[" in formula
    return replace(found, linked=linked, marked=found.marked or whole is not Mark.PLAIN)


def _runs(value: Any, whole: Mark) -> Iterator[tuple[str, Mark]]:  # noqa: ANN401
    """Return the parts of a text; those without a font of their own have that of the cell."""
    for part in (value,) if isinstance(value, str) else value:
        yield str(part), _mark(part.font) if isinstance(part, TextBlock) else whole


def _mark(font: Any) -> Mark:  # noqa: ANN401
    place = font.vertAlign
    return mark_of(
        struck=bool(font.strike), raised=place == "superscript", lowered=place == "subscript"
    )
