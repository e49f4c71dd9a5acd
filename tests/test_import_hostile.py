"""Files that are broken, protected, huge or meant to harm: a sentence, soon, and little memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from csv import writer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterplan import load_plan
from clusterplan.base.extras import install
from clusterplan.importing import file_kinds as files
from clusterplan.importing.file_kinds import read_sheets
from clusterplan.importing.limits import MAX_FILE, Cells, UnreadableError
from clusterplan.importing.table_figures import read_figures
from clusterplan.importing.understanding import Given
from helpers import COAST
from workbooks import csv, ods, rewritten, xls, xlsx

SHEET = "xl/worksheets/sheet1.xml"
ROWS = (("指标", "2008"), ("地区生产总值(亿元)", 6426.1))


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return an archive with a piece of one member replaced."""

    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return rewritten(data, name, change)


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", 8) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def damaged(method: int, at: int, byte: int) -> bytes:
    """Return an archive that begins like an .ods, packed by a method, with one wrong byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet" * 3)
    data = bytearray(out.getvalue())
    data[at] = byte
    return bytes(data)


GOOD = xlsx(ROWS)
REFUSED = {
    "empty": (b"", "the file is empty"),
    "a PDF": (b"%PDF-1.4 ...", "this is not plain text but a PDF"),
    "a page called .xls": (b"<html><table><tr><td>1</td></tr></table>", "a web page or XML"),
    "no separator": ("地区生产总值\n6426.1\n".encode(), "the file has no table"),
    "an open quote": (b'a,"b\nc,d\n', "the file has no table"),
    "two separators": (b"a,b;c\nd,e;f\n", "not clear what separates the cells"),
    "undecodable": (b"a,b\n\xff\xff,1\n", "neither UTF-8 nor GB18030"),
    "control characters": (b"a,b\n\x1b[31m,1\n", "a control character (U+001B)"),
    "half a workbook": (GOOD[: len(GOOD) // 2], "a zip archive that does not open"),
    "a member that ends too soon": (
        damaged(zipfile.ZIP_STORED, 28, 0xFF),
        "a zip archive that does not open",
    ),
    "a member that cannot be inflated": (
        damaged(zipfile.ZIP_DEFLATED, 28, 7),
        "a zip archive that does not open",
    ),
    "a member that is no LZMA": (
        damaged(zipfile.ZIP_LZMA, 40, 0),
        "a zip archive that does not open",
    ),
    "half an old workbook": (xls(ROWS)[:3000], "the workbook is broken"),
    "a binary workbook": (with_member(b"", "xl/workbook.bin", b"x"), "a binary workbook (.xlsb)"),
    "a letter": (with_member(b"", "word/document.xml", b"x"), "a zip archive, but no workbook"),
    "another archive": (with_member(b"", "a.txt", b"x"), "a zip archive, but no workbook"),
    "a bomb": (with_member(GOOD, "bomb.xml", bytes(70 << 20)), "unpack to more than"),
    "an .ods bomb": (with_member(ods(ROWS), "bomb.xml", bytes(20 << 20)), "unpack to more than"),
    "too large": (bytes(MAX_FILE + 1), "larger than"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "an .ods with a password": (
        changed(
            ods(ROWS),
            "META-INF/manifest.xml",
            b"</manifest:manifest>",
            b"<!-- encryption-data --></manifest:manifest>",
        ),
        "protected by a password",
    ),
    "rows to the end of the world": (
        changed(GOOD, SHEET, b'<row r="2"', b'<row r="99999999"'),
        "more than 500,000 cells",
    ),
    "a million cells merged": (
        changed(
            GOOD,
            SHEET,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        "more than 500,000 cells",
    ),
    "a cell repeated in .ods": (
        changed(
            ods(ROWS),
            "content.xml",
            b"<table:table-row>",
            b'<table:table-row table:number-rows-repeated="9999999">',
        ),
        "more than 500,000 cells",
    ),
    "a row repeated less than once, to make room": (
        changed(
            ods(ROWS),
            "content.xml",
            b"<table:table-row>",
            b'<table:table-row table:number-rows-repeated="-9999999"><table:table-cell'
            b' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
            b'<table:table-row table:number-rows-repeated="4000000">',
        ),
        "the workbook is broken",
    ),
    "more text than a cell has": (csv([("指标", "x" * 32_768)]), "B1 holds more than 32767"),
    "a text in a hundred thousand cells": (
        changed(
            ods([("指标", "x" * 1000)]),
            "content.xml",
            b"<table:table-row>",
            b'<table:table-row table:number-rows-repeated="100000">',
        ),
        "the file holds more than 8388608 characters",
    ),
    "a text in a large merged area": (
        changed(
            xlsx([("指标", "x" * 1000)]),
            SHEET,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="B1:B100000"/></mergeCells>',
        ),
        "the file holds more than 8388608 characters",
    ),
    "entities of entities": (
        changed(
            GOOD,
            SHEET,
            b"<worksheet",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet',
        ),
        "the workbook is broken",
    ),
    "a sheet that is no XML": (
        changed(GOOD, SHEET, b"<sheetData>", b"<sheetData><"),
        "the workbook is broken",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_a_sentence(name: str) -> None:
    data, message = REFUSED[name]
    tracemalloc.start()
    with pytest.raises(UnreadableError) as refused:
        read_sheets(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message in str(refused.value).replace("500000", "500,000")
    assert most < 100 << 20


def test_an_empty_sheet_has_no_figures() -> None:
    (sheet,) = read_sheets(xlsx(()))
    assert sheet.cells == {}


def test_far_corners_cost_nothing() -> None:
    """A stray cell at the bottom of a sheet, and .ods rows that are repeated without content."""
    far = changed(GOOD, SHEET, b'<row r="2"', b'<row r="1000000"')
    (sheet,) = read_sheets(changed(far, SHEET, b'r="A2"', b'r="A1000000"'))
    assert len(sheet.cells) == 4
    blank = (
        b'<table:table-row table:number-rows-repeated="1048000">'
        b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    (sheet,) = read_sheets(changed(ods(ROWS), "content.xml", b"</table:table>", blank))
    assert len(sheet.cells) == 4


def test_blanks_by_the_thousand_million_cost_nothing() -> None:
    """An .ods states how many blanks there are; two thousand million were written out."""
    blanks = b'<text:p>a<text:s text:c="2000000000"/>b'
    tracemalloc.start()
    (sheet,) = read_sheets(changed(ods((("x",),)), "content.xml", b"<text:p>", blanks))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sheet.cells[0, 0].text == "a bx"
    assert most < 10 << 20


@pytest.mark.parametrize("area", ((5, 0, 4, 0), (0, 5, 0, 4)))
def test_a_merged_area_that_ends_before_it_begins(area: tuple[int, int, int, int]) -> None:
    """Counted, it would make room for more cells than are read."""
    with pytest.raises(ValueError, match=r"5"):
        Cells().counted([area])


@pytest.mark.parametrize("kind", (b"n", b"str"))
def test_a_figure_from_another_workbook_is_told(kind: bytes) -> None:
    """Links to other files are never followed; what was computed when it was saved is read."""
    computed = b't="%b"><f>[1]Sheet1!A1</f><v>6426.1</v>' % kind
    (sheet,) = read_sheets(changed(GOOD, SHEET, b't="n"><v>6426.1</v>', computed))
    assert sheet.cells[1, 1].linked
    assert sheet.cells[1, 1].text == "6426.1"


def test_what_a_file_is_shows_in_its_bytes_not_its_name() -> None:
    for data in (xlsx(ROWS), xls(ROWS), ods(ROWS)):
        assert [cell.text for cell in read_sheets(data)[0].cells.values()] == [
            *("指标", "2008", "地区生产总值(亿元)", "6426.1")
        ]


def test_without_the_reader_the_command_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ModuleNotFoundError(name="openpyxl")

    monkeypatch.setattr(files, "import_module", missing)
    with pytest.raises(UnreadableError) as refused:
        read_sheets(GOOD)
    assert str(refused.value) == "reading this kind of workbook needs openpyxl"
    assert str(refused.value.hint) == f"run: {install('excel')}"


PLAN = load_plan(COAST)


def never_breaks(data: bytes) -> None:
    try:
        sheets = read_sheets(data)
    except UnreadableError:
        return
    read_figures(sheets, PLAN, Given("f"))


@settings(max_examples=60)
@given(st.sampled_from([xlsx(ROWS), xls(ROWS), ods(ROWS), csv(ROWS)]), st.data())
def test_damaged_files_raise_nothing_else(data: bytes, choose: st.DataObject) -> None:
    at = choose.draw(st.integers(0, len(data) - 1))
    never_breaks(data[:at] + choose.draw(st.binary(max_size=8)) + data[at + 4 :])


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    never_breaks(data)


cells = st.one_of(
    st.sampled_from(
        [
            "指标",
            "地区",
            "产出",
            "Coast",
            "北区",
            "beds",
            "2012",
            "单位：个",
            "(个)",
            "合计",
            "约3",
            "—",
        ]
    ),
    st.integers(0, 3000).map(str),
    st.text(max_size=5),
)


@given(st.lists(st.lists(cells, max_size=5), max_size=8))
def test_no_table_breaks_it(rows: list[list[str]]) -> None:
    out = io.StringIO()
    writer(out).writerows(rows)
    never_breaks(out.getvalue().encode())


def test_a_merged_text_counts_once_for_each_place() -> None:
    """Twice 4,000 characters a row, in a thousand rows: 8,000,000 of the 8,388,608 there may be."""
    rows = [("x" * 4000, "") for _ in range(1000)]
    areas = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, 1001))
    merged = b"</sheetData><mergeCells>" + areas + b"</mergeCells>"
    (sheet,) = read_sheets(changed(xlsx(rows), SHEET, b"</sheetData>", merged))
    assert len(sheet.merged) == 1000
