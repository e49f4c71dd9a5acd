"""Paper: A4 for offices, with styles that have names, tables whose heads repeat, and pictures.

As official papers are set in China: the title centred in a Song face, headings in a Hei face, text
in a Fang Song one, each with the other name that it goes by; a machine that has none of them takes
what it has. The styles are Word's own, so that a table of contents can be made of the headings.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from msgspec import Struct
from rich.cells import cell_len

from clusterplan.base.messages import printable
from clusterplan.render.word.widths import BESIDE, CELL, NO_BREAK, together, widths_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as WordTable
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

    from clusterplan.locale import Locale
    from clusterplan.render.document.blocks import Table

LATIN = "Times New Roman"
SONG, HEI, FANG_SONG = "宋体", "黑体", "仿宋"
ALSO = {SONG: "SimSun", HEI: "SimHei", FANG_SONG: "FangSong"}
WIDTH, HEIGHT = 210, 297
LEFT, RIGHT, TOP, BOTTOM = 22, 20, 24, 22
TEXT = WIDTH - LEFT - RIGHT
GAP = 3
"""Between two pictures; all in millimetres."""
LETTERS = {  # size in points, distance of lines, space before and after
    "Normal": (FANG_SONG, 12, 20, 0, 0),
    "Body Text": (FANG_SONG, 12, 20, 0, 2),
    "Title": (SONG, 18, 28, 0, 6),
    "Subtitle": (FANG_SONG, 12, 18, 0, 4),
    "Heading 1": (HEI, 14, 22, 8, 3),
    "Caption": (HEI, 10.5, 15, 6, 2),
    "Note": (FANG_SONG, 9.5, 13, 0, 1),
    "Cell": (SONG, 8.5, 11, 0, 0),
    "Footer": (SONG, 10.5, 14, 0, 0),
}
HEADS = ("Title", "Subtitle", "Caption", "Footer")
CENTRED = WD_ALIGN_PARAGRAPH.CENTER
FIRST = 1
"""Rows that stand on the page of their head."""
MOST_ABOUT = 255
"""Letters of the title among a file's properties: Word has no more."""
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The earliest day that an archive knows."""


class Picture(Struct, frozen=True):
    """A picture, what stands below it, and what it is for those who do not see it."""

    data: bytes
    caption: str
    name: str


class Paper:
    """A document that grows from its title to its last line."""

    def __init__(self, title: str, locale: Locale) -> None:
        self._document = Document()
        self._about = printable(title)[:MOST_ABOUT]
        self._chinese = locale.language == "zh"
        self._page()
        self._styles()
        self._number_pages()

    def title(self, *lines: str) -> None:
        """Add the title, each of its lines on one of its own."""
        paragraph = self._add("", "Title")
        for at, line in enumerate(lines):
            run = paragraph.add_run(printable(line))
            if at < len(lines) - 1:
                run.add_break()

    def heading(self, text: str) -> None:
        """Add a heading."""
        self._add(text, "Heading 1")

    def caption(self, text: str) -> None:
        """Add the name of the table that follows."""
        self._add(text, "Caption").paragraph_format.keep_with_next = True

    def paragraph(self, text: str, style: str = "Body Text") -> None:
        """Add a paragraph."""
        self._add(text, style)

    def _add(self, text: str, style: str) -> Paragraph:
        return self._document.add_paragraph(printable(text), style)

    def table(self, table: Table, above: Sequence[tuple[str, int]] = ()) -> None:
        """Add a table whose head stands on every page.

        Args:
            table: the cells; columns of long texts share what the others leave.
            above: what so many columns have in common, in their order; nothing where empty.
        """
        heads = 2 if above else 1
        found = self._document.add_table(heads + len(table.rows), len(table.columns), "Table Grid")
        found.alignment = WD_TABLE_ALIGNMENT.CENTER
        found.autofit = False
        _narrow(found)
        lines = [list(row.cells) for row in found.rows]
        for row, line in zip(table.rows, lines[heads:], strict=True):
            for text, cell, column in zip(row, line, table.columns, strict=True):
                self._fill(cell, text, right=column.right)
        for cell, column in zip(lines[heads - 1], table.columns, strict=True):
            self._head(cell, column.title)
        if above:
            self._group(lines, above, [column.title for column in table.columns])
        for row in found.rows[:heads]:
            _set(row._tr.get_or_add_trPr(), "w:tblHeader")
        for row in found.rows:
            _set(row._tr.get_or_add_trPr(), "w:cantSplit")
        for row in found.rows[: heads + FIRST]:  # and no head stands alone
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        _set_widths(found, widths_of(table, TEXT))

    def _group(
        self, lines: list[list[_Cell]], above: Sequence[tuple[str, int]], titles: list[str]
    ) -> None:
        at = 0
        for heading, count in above:
            if heading:
                self._head(lines[0][at].merge(lines[0][at + count - 1]), heading)
            else:
                for place in range(at, at + count):
                    lines[1][place].paragraphs[0].clear()
                    whole = lines[0][place].merge(lines[1][place])
                    self._head(whole, titles[place])
            at += count

    def _head(self, cell: _Cell, text: str) -> None:
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        cell.paragraphs[0].clear()
        self._fill(cell, text)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRED
        for run in paragraph.runs:
            run.bold = True

    def _fill(self, cell: _Cell, text: str, *, right: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self._document.styles["Cell"]
        text = together(printable(text))
        # A sign, its number and its unit stay in one line.
        short = right and cell_len(text) <= CELL
        paragraph.add_run(text.replace(" ", NO_BREAK) if short else text)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    def pictures(self, pictures: Sequence[Picture]) -> None:
        """Add pictures, two in a line, each over its caption."""
        if not pictures:
            return
        self._document.add_paragraph(style="Cell")  # else they were part of a table above
        lines = (len(pictures) + 1) // 2
        found = self._document.add_table(lines, 2)
        found.alignment = WD_TABLE_ALIGNMENT.CENTER
        for row in found.rows:
            _set(row._tr.get_or_add_trPr(), "w:cantSplit")
        for at, picture in enumerate(pictures):
            self._picture(found.cell(at // 2, at % 2), picture, at + 1)

    def _picture(self, cell: _Cell, picture: Picture, number: int) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = 1.0
        shape = paragraph.add_run().add_picture(io.BytesIO(picture.data), Mm(TEXT / 2 - GAP))
        about = shape._inline.docPr
        about.set("name", f"{number}")
        about.set("descr", printable(picture.name))
        cell.add_paragraph(printable(picture.caption), "Caption")

    def _page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)

    def _styles(self) -> None:
        styles = self._document.styles
        for name, (face, size, leading, before, after) in LETTERS.items():
            if name not in styles:
                styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style = styles[name]
            _dress(style, face, size)
            if self._chinese:  # quotation marks are of the Chinese face too
                style.element.rPr.rFonts.set(qn("w:hint"), "eastAsia")
            form = style.paragraph_format
            form.line_spacing = Pt(leading)
            form.space_before, form.space_after = Pt(before), Pt(after)
            form.alignment = CENTRED if name in HEADS else WD_ALIGN_PARAGRAPH.LEFT
        styles["Title"].font.bold = True
        for name in ("Heading 1", "Caption"):  # a Hei face is strong by itself
            styles[name].font.bold = not self._chinese
        text = styles["Body Text"]
        text.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if self._chinese:  # each paragraph starts two letters in
            text.paragraph_format.first_line_indent = Pt(2 * LETTERS["Body Text"][1])
            text.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")
        default = styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
        default.set(qn("w:val"), "en-GB")
        default.set(qn("w:eastAsia"), "zh-CN")

    def _number_pages(self) -> None:
        """Number the pages at their foot as official papers do: — 1 —."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.style = self._document.styles["Footer"]
        paragraph.add_run("— ")
        for kind in ("begin", None, "end"):
            run = paragraph.add_run()
            if kind is None:
                code = _set(run._r, "w:instrText")
                code.text = "PAGE"
            else:
                _set(run._r, "w:fldChar", fldCharType=kind)
        paragraph.add_run(" —")

    def bytes(self, day: date) -> bytes:
        """Return the document, on a day that is not the clock's."""
        about, when = self._document.core_properties, datetime.combine(day, time(tzinfo=UTC))
        about.title, about.author, about.comments = self._about, "clusterplan", ""
        about.created = about.modified = when
        about.last_modified_by, about.revision, about.keywords = "clusterplan", 1, ""
        about.language = "zh-CN" if self._chinese else "en"
        self._name_fonts()
        written = io.BytesIO()
        self._document.save(written)
        return _undated(written)

    def _name_fonts(self) -> None:
        """Say how else the faces are called."""
        part = self._document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        fonts = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for name, other in ALSO.items()
        )
        part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def _dress(style: ParagraphStyle, face: str, size: float) -> None:
    """Give a style its letters, and take from it what Word's has beside."""
    element = style.element
    if element.rPr is not None:
        element.remove(element.rPr)
    form = element.get_or_add_pPr()
    for name in ("w:pBdr", "w:numPr", "w:contextualSpacing", "w:tabs"):
        for found in form.findall(qn(name)):
            form.remove(found)
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", face), ("cs", LATIN)):
        fonts.set(qn(f"w:{script}"), font)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)


def _set(parent: BaseOxmlElement, tag: str, **values: str) -> BaseOxmlElement:
    """Add an element with its attributes, which are Word's."""
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _narrow(table: WordTable) -> None:
    """Leave little room round the text of cells."""
    margins = _set(table._tbl.tblPr, "w:tblCellMar")
    for side in ("left", "right"):
        _set(margins, f"w:{side}", w=str(BESIDE), type="dxa")


def _set_widths(table: WordTable, widths: Sequence[float]) -> None:
    """Set the widths of columns."""
    lengths = [Mm(width) for width in widths]
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, _spanned(row, lengths), strict=True):
            cell.width = width


def _spanned(row: _Row, lengths: Sequence[Length]) -> Iterator[Length]:
    """Return the width of each cell of a row, of which some are as wide as several columns."""
    at = 0
    for cell in row._tr.tc_lst:
        yield Length(sum(lengths[at : at + cell.grid_span]))
        at += cell.grid_span


def _undated(written: io.BytesIO) -> bytes:
    """Return an archive with the days of its parts taken out."""
    found = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return found.getvalue()
