"""Workbooks as offices make them, drawn with `|` between cells so that a reader sees the sheet.

A cell is `<` or `^` where it is merged with the one on its left or above, `'352.6` for a text
that looks like a number, `352.6{0.0}` for a number or a day in a format (for .ods: as it is
shown), `=A1 → 5` for a formula with the result of the last calculation, `⏎` for a new line in a
cell, `440^^1^^` for a superscript and `~~400~~` for what is struck out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from workbooks import Rows, Shown, Value, csv, ods, rewritten, xls, xlsx

RIGHT = ""
EITHER = "either"
"""All of it or nothing: which of the two is a matter of taste."""
Grid = list[list[str]]
TEXTS = {
    "csv": (",", "utf-8"),
    "bom": (",", "utf-8-sig"),
    "semicolons": (";", "utf-8"),
    "gbk;": (";", "gb18030"),
    "gbk-tabs": ("\t", "gb18030"),
    "utf16-tabs": ("\t", "utf-16"),
}
"""Separators and encodings."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FORMAT = re.compile(r"(.+?)\{(.+)\}")
_RICH = re.compile(r"(\^\^.+?\^\^|~~.+?~~)")


@dataclass(frozen=True)
class Office:
    """A workbook, what it states of 2013, and the reason for which it is refused, if it is.

    Attributes:
        sheets: their rows, by name.
        truth: like `output 352.6亿元; beds/north 900个`.
        why: a piece of the reason, `RIGHT`, or `EITHER`.
        kind: xlsx, xls, ods, or one of `TEXTS`.
        hidden: columns and rows.
        notes: of cells.
        args: more words for the command.
    """

    sheets: Mapping[str, str]
    truth: str
    why: str = RIGHT
    kind: str = "xlsx"
    hidden: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    args: tuple[str, ...] = ()


def drawn(path: Path) -> dict[str, Office]:
    """Return the workbooks that a file describes, by name."""
    offices = {}
    for block in re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, said, sheets = block.split("\n", 2)
        name, *options = re.findall(r"[^\[\]]*[^\[\] ]", title)
        verdict, truth = said.split(": ")
        parts = re.split(r"^\[(.+)\]\n", sheets, flags=re.MULTILINE)
        named = dict(zip(parts[1::2], parts[2::2], strict=True)) or {"表1": sheets}
        why = {"right": RIGHT, "either": EITHER}.get(verdict, verdict[len("refused (") : -1])
        office = Office(named, truth.removeprefix("nothing"), why)
        for kind, case in _variants(office, options):
            offices[name if kind == "xlsx" else f"{name}, in {kind}"] = case
    return offices


def _variants(office: Office, options: list[str]) -> Iterator[tuple[str, Office]]:
    kinds = ["xlsx"]
    for option in options:
        word, *rest = option.split()
        if word == "hidden":
            office = replace(office, hidden=tuple(rest))
        elif word == "note":
            office = replace(office, notes={rest[0]: rest[1]})
        elif word.startswith("--"):
            office = replace(office, args=(*office.args, word, *rest))
        else:
            kinds = [word, *rest]
    yield from ((kind, replace(office, kind=kind)) for kind in kinds)


def made(office: Office) -> bytes:
    """Return the file."""
    grids = {name: _grid(text) for name, text in office.sheets.items()}
    rows = {name: rows_of(text) for name, text in office.sheets.items()}
    first = next(iter(grids))
    merged = [_range(*area) for area in _areas(grids[first])]
    match office.kind:
        case "xls":
            return xls(rows, merged)
        case "ods":
            return _dollars(ods(rows, merged))
        case "xlsx":
            return _results(_dressed(xlsx(rows, merged), grids, office), grids)
    return csv(rows[first], *TEXTS[office.kind])


def rows_of(text: str) -> Rows:
    """Return what the cells of a drawn sheet hold."""
    return [[_value(cell) for cell in line] for line in _grid(text)]


def _grid(text: str) -> Grid:
    lines = text.strip("\n").rstrip().split("\n")
    return [[cell.strip(" ") for cell in line.split("|")] for line in lines]


def _value(cell: str) -> Value | Shown:
    if cell in ("", "<", "^"):
        return None
    if cell.startswith("="):
        return cell.partition(" →")[0]
    if match := _FORMAT.fullmatch(cell):
        day = "-" in match[1][1:]
        return Shown(date.fromisoformat(match[1]) if day else float(match[1]), match[2])
    if _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return cell.removeprefix("'").replace("⏎", "\n")


def _at(grid: Grid, row: int, column: int) -> str:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def _areas(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    for top, line in enumerate(grid):
        for left, cell in enumerate(line):
            bottom, right = top, left
            while cell not in ("<", "^") and _at(grid, top, right + 1) == "<":
                right += 1
            while cell not in ("<", "^") and _at(grid, bottom + 1, left) == "^":
                bottom += 1
            if (bottom, right) != (top, left):
                yield top, left, bottom, right


def _range(top: int, left: int, bottom: int, right: int) -> str:
    first, last = get_column_letter(left + 1), get_column_letter(right + 1)
    return f"{first}{top + 1}:{last}{bottom + 1}"


def _dressed(data: bytes, grids: Mapping[str, Grid], office: Office) -> bytes:
    """Return an .xlsx with what is hidden, noted, raised and struck out."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, grid in grids.items():
        for row, line in enumerate(grid, start=1):
            for column, cell in enumerate(line, start=1):
                if bare := re.fullmatch(r"~~(.+)~~", cell):
                    struck = book[name].cell(row, column)
                    struck.value, struck.font = float(bare[1]), Font(strike=True)
                elif _RICH.search(cell):
                    book[name].cell(row, column, CellRichText(*map(_run, _RICH.split(cell))))
    sheet = book.worksheets[0]
    for place in office.hidden:
        if place.isdigit():
            sheet.row_dimensions[int(place)].hidden = True
        else:
            sheet.column_dimensions[place].hidden = True
    for place, text in office.notes.items():
        sheet[place].comment = Comment(text, "统计局")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _run(text: str) -> str | TextBlock:
    if text.startswith("^^"):
        return TextBlock(InlineFont(vertAlign="superscript"), text[2:-2])
    return TextBlock(InlineFont(strike=True), text[2:-2]) if text.startswith("~~") else text


def _results(data: bytes, grids: Mapping[str, Grid]) -> bytes:
    """Return an .xlsx with the results of its formulas, which openpyxl does not calculate."""
    for number, grid in enumerate(grids.values(), start=1):
        for row, line in enumerate(grid, start=1):
            for column, cell in enumerate(line, start=1):
                if cell.startswith("=") and " → " in cell:
                    place = f'r="{get_column_letter(column)}{row}"'
                    data = _changed(
                        data,
                        f"xl/worksheets/sheet{number}.xml",
                        rf"({place}[^>]*><f>[^<]*</f>)<v(?: ?/>|></v>)",
                        rf"\g<1><v>{cell.rpartition(' → ')[2]}</v>",
                    )
    return data


def _dollars(data: bytes) -> bytes:
    """Return an .ods whose numbers that are shown with $ are US dollars."""
    shown = r'office:value-type="float"(?=[^>]*><text:p>\$)'
    money = 'office:value-type="currency" office:currency="USD"'
    return _changed(data, "content.xml", shown, money)


def _changed(data: bytes, member: str, pattern: str, new: str) -> bytes:
    return rewritten(data, member, lambda xml: re.sub(pattern, new, xml.decode()).encode())
