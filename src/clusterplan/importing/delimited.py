"""Texts with cells between separators: CSV, TSV, Excel's “Unicode text”."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from clusterplan.base.messages import say
from clusterplan.base.spreadsheet_text import as_meant
from clusterplan.importing.limits import Cells, UnreadableError
from clusterplan.importing.sheets import Cell, Sheet
from clusterplan.reading.csv_records import allow_cells
from clusterplan.reading.encoding import decode

SEPARATORS = (",", ";", "\t")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAGE = ("<!doctype html", "<html", "<?xml", "<table", "<meta")


def read(data: bytes) -> list[Sheet]:
    """Return the one sheet of a text.

    Raises:
        UnreadableError: it is no text, or what separates its cells is not clear.
    """
    text = _decoded(data)
    if text.lstrip().lower().startswith(_PAGE):
        raise UnreadableError(
            say("this is a web page or XML, whatever the file is called"),
            say("open it in a spreadsheet program and save it as .xlsx"),
        )
    text, separator = _separator(text)
    counted = Cells()
    cells = {}
    for row, line in enumerate(_records(text, separator)):
        for column, content in enumerate(line):
            if content.strip():
                counted.count()
                cells[row, column] = Cell(as_meant(content))
    return [Sheet("", cells, grouped=separator != ";")]


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF16):
        try:
            data = data.decode("utf-16").encode("utf-8")
        except UnicodeDecodeError:
            raise UnreadableError(say("the file begins like UTF-16, but is none")) from None
    source = decode(data, "")
    if source.text is not None:
        return str(source.text)
    finding = source.findings[-1]
    hint = say("save it as .xlsx or as CSV in UTF-8") if finding.code == "CP006" else finding.hint
    raise UnreadableError(finding.message, hint)


def _separator(text: str) -> tuple[str, str]:
    """Return the text and its separator: as its first line says, else what makes equal rows."""
    first, _, rest = text.partition("\n")
    if first.startswith("sep=") and first.strip()[4:] in SEPARATORS:
        return rest, first.strip("\r\n")[4:]
    fits = {separator: _fit(text, separator) for separator in SEPARATORS}
    best = max(fits.values())
    if best == (0, 0):
        raise UnreadableError(
            say("the file has no table: no commas, semicolons or tabs between cells"),
            say("save it as CSV, or as .xlsx"),
        )
    chosen = [separator for separator, fit in fits.items() if fit == best]
    if len(chosen) > 1:
        raise UnreadableError(
            say("it is not clear what separates the cells: commas, semicolons or tabs"),
            say("put sep=; (or the right sign) into a first line of its own, or save it as .xlsx"),
        )
    return text, chosen[0]


def _fit(text: str, separator: str) -> tuple[int, int]:
    """Return how many rows are of the most common width, and that width; nothing if it is 1."""
    try:
        widths = Counter(len(row) for row in _records(text, separator) if any(row))
    except UnreadableError:
        return (0, 0)
    wide = {width: rows for width, rows in widths.items() if width > 1}
    if not wide:
        return (0, 0)
    width = max(wide, key=lambda each: (wide[each], each))
    return wide[width], width


def _records(text: str, separator: str) -> list[list[str]]:
    allow_cells(len(text))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise UnreadableError(
            say("a quote in the file opens and never closes, or stands in the middle of a cell"),
            say("open it in a spreadsheet program and save it as .xlsx"),
        ) from None
