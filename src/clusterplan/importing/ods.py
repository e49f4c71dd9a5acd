"""OpenDocument spreadsheets (.ods), read by odfpy."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from datetime import date
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec.structs import replace
from odf.element import Node
from odf.namespaces import OFFICENS, STYLENS, TABLENS, TEXTNS
from odf.opendocument import load
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P

from clusterplan.importing.limits import Cells
from clusterplan.importing.sheets import Cell, Odd, Sheet, joined
from clusterplan.importing.shown_cells import Mark, day_cell, mark_of, number_cell, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.importing.sheets import Area, Place, Span

_Name: TypeAlias = tuple[str, str]
"""A namespace and a name in it."""
_STYLE = (TABLENS, "style-name")
_CELL_STYLE = (TABLENS, "default-cell-style-name")
_STRUCK = ((STYLENS, "text-line-through-style"), (STYLENS, "text-line-through-type"))
_POSITION = (STYLENS, "text-position")
TABLE, P_NAME = Table().qname, P().qname
_CELLS = (TableCell().qname, CoveredTableCell().qname)
_NO_SIZE = re.compile(r"0+(?:\.0*)?[a-z]*")
_YEAR = re.compile(r"[0-9]{4} ?年?")


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a document.

    Raises:
        UnreadableError: there are too many cells.
        Exception: odfpy raises what it likes for a broken file.
    """
    document = load(io.BytesIO(data))
    reader = _Reader(_Styles(document))
    return [reader.sheet(each) for each in document.spreadsheet.getElementsByType(Table)]


class _Styles:
    """How a document lets things look, by family and name of a style; styles lean on each other."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 # odfpy has no types
        self._styles = {
            (_get(style, STYLENS, "family"), _get(style, STYLENS, "name")): style
            for styles in (document.styles, document.automaticstyles)
            for style in styles.childNodes
        }
        self.get = cache(self._find)
        self.mark = cache(self._mark)

    def _find(self, family: str, name: str, wanted: _Name) -> str:
        """Return what a style or one that it leans on says, empty where none does."""
        seen = set()
        while name not in seen and (style := self._styles.get((family, name))):
            seen.add(name)
            for properties in style.childNodes:
                if found := _get(properties, *wanted):
                    return found
            name = _get(style, STYLENS, "parent-style-name")
        return ""

    def _mark(self, family: str, name: str, around: Mark) -> Mark:
        """Return how a style marks a text, inside of one that is marked already or not."""
        struck = [self.get(family, name, wanted) for wanted in _STRUCK]
        position = self.get(family, name, _POSITION).partition(" ")[0]
        lowered = position.startswith(("sub", "-"))
        found = mark_of(
            struck=any(each not in ("", "none") for each in struck),
            raised=position not in ("", "0%") and not lowered,
            lowered=lowered,
        )
        return around if found is Mark.PLAIN else found


class _Reader:
    """Reads the sheets of a document, and counts their cells."""

    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.counted = Cells()

    def sheet(self, table: Any) -> Sheet:  # noqa: ANN401
        """Return a sheet."""
        cells: dict[Place, Cell] = {}
        merged: list[Area] = []
        columns = list(_placed(table.getElementsByType(TableColumn), "columns"))
        rows = list(_placed(table.getElementsByType(TableRow), "rows"))
        for row, top, bottom in rows:
            own = (each for each in row.childNodes if getattr(each, "qname", None) in _CELLS)
            for element, left, right in _placed(own, "columns"):
                position = bisect_right(columns, left, key=lambda each: each[1]) - 1
                style = _style(element, row, *(each for each, *_ in columns[position:][:1]))
                if (cell := self._cell(element, style)) is not None:
                    self.counted.count((bottom - top + 1) * (right - left + 1))
                    places = product(range(top, bottom + 1), range(left, right + 1))
                    cells.update(dict.fromkeys(places, cell))
                    down = _number(element, "number-rows-spanned") - 1
                    across = _number(element, "number-columns-spanned") - 1
                    merged += [(top, left, top + down, left + across)] if down or across else []
        shown = self.styles.get("table", _get(table, *_STYLE), (TABLENS, "display"))
        return Sheet(
            str(table.getAttribute("name") or ""),
            cells,
            self.counted.counted(merged),
            hidden=shown == "false",
            hidden_rows=self._hidden(rows, "row-height"),
            hidden_columns=self._hidden(columns, "column-width"),
        )

    def _hidden(self, placed: Iterable[tuple[Any, int, int]], size: str) -> tuple[Span, ...]:
        """Return the rows or columns that nobody sees: each itself, by size, or in a group."""
        return joined(
            (first, last) for each, first, last in placed if self._is_hidden(each, (STYLENS, size))
        )

    def _is_hidden(self, element: Any, size: _Name) -> bool:  # noqa: ANN401
        if _get(element, TABLENS, "visibility") not in ("", "visible"):
            return True
        measure = self.styles.get(element.qname[1], _get(element, *_STYLE), size)
        if _NO_SIZE.fullmatch(measure):
            return True
        group = element.parentNode
        while group is not None and group.qname != TABLE:
            if _get(group, TABLENS, "display") == "false":
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
                style = _get(child, TEXTNS, "style-name")
                yield from self._runs(child, self.styles.mark("text", style, mark))
            else:
                yield " ", mark


def _get(element: Any, *name: str) -> str:  # noqa: ANN401
    """Return what an element says, empty where it does not."""
    return str((getattr(element, "attributes", None) or {}).get(name) or "")


def _number(element: Any, name: str) -> int:  # noqa: ANN401
    number = int(_get(element, TABLENS, name) or 1)
    if number < 1:
        raise ValueError(number)
    return number


def _placed(elements: Iterable[Any], kind: str) -> Iterator[tuple[Any, int, int]]:
    """Return rows, columns or cells with the first and the last place that each stands for."""
    first = 0
    for element in elements:
        last = first + _number(element, f"number-{kind}-repeated") - 1
        yield element, first, last
        first = last + 1


def _style(*elements: Any) -> str:  # noqa: ANN401
    """Return the style of a cell; a row and a column have one for cells without any."""
    names = (_get(each, *key) for each in elements for key in (_STYLE, _CELL_STYLE))
    return next(filter(None, names), "")


def _figure(element: Any, shown: str | None) -> Cell | None:  # noqa: ANN401
    """Return what a cell holds that is no text."""
    kind = _get(element, OFFICENS, "value-type")
    match kind:
        case "float" | "percentage" | "currency":
            currency = _get(element, OFFICENS, "currency") if kind == "currency" else ""
            return number_cell(
                float(element.attributes[OFFICENS, "value"]),
                shown,
                percent=kind == "percentage",
                currency="" if currency == "CNY" else currency,
            )
        case "date":
            day = date.fromisoformat(str(element.attributes[OFFICENS, "date-value"])[:10])
            return day_cell(day, "yyyy" if _YEAR.fullmatch(shown or "") else "yyyy-mm-dd")
        case "boolean":
            return Cell(Odd.TRUTH)
        case "time":
            return Cell(Odd.SCALED)
    if (shown or "").startswith(("#", "Err:")) and _get(element, TABLENS, "formula"):
        return Cell(Odd.FAULT)
    return None
