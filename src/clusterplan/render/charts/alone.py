"""A chart as a picture of its own: an SVG that needs nothing round it, or a PNG of that.

How it looks stands on each shape, for word processors and slides read few style sheets. Letters are
drawn in the first of `FONTS` that the reader's machine has; for a PNG, this one. Where no font
has a sign, its place is empty: that is no error.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from rich.cells import cell_len

from clusterplan.render.charts.shapes import CURVE_HEIGHT, CURVE_WIDTH, FONT
from clusterplan.render.document.blocks import one_line
from clusterplan.render.terminal.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clusterplan.render.charts.drawings import Drawing

FONTS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "SimHei", "Arial", "Helvetica"),
    *("Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans", "Roboto", "sans-serif"),
)
INK, QUIET, PAPER, LINE = "#1d2733", "#56616e", "#ffffff", "#d8dee5"
ACCENT, GOOD = "#1d4f7c", "#1b6a3a"
LINES = {
    "goal": {"stroke": GOOD, "stroke-width": "1.5"},
    "path": {"stroke": QUIET, "stroke-width": "1.5", "stroke-dasharray": "6 4"},
    "figures": {"stroke": ACCENT, "stroke-width": "2"},
    "course": {"stroke": ACCENT, "stroke-width": "1.5", "stroke-dasharray": "2 4"},
}
MARKS = {
    "course": {"fill": ACCENT, "r": "2"},
    "assumed": {"fill": PAPER, "stroke": QUIET, "stroke-width": "1.5", "r": "3"},
    "published": {"fill": ACCENT, "stroke": PAPER, "stroke-width": "1", "r": "5"},
    "illustrative": {"fill": PAPER, "stroke": ACCENT, "stroke-width": "2", "r": "4.5"},
}
"""As in the page's style sheet, on paper."""
MARGIN, TITLE, LEADING, SIGN, CELL = 10, 15, 20, 26, 6.6
"""Round it; size of the title; from line to line; room of a sign; half a Chinese letter."""
ZOOM = 3
"""Dots of a PNG for a unit of the drawing: 1,380 across."""


def svg(drawing: Drawing, title: str = "") -> bytes:
    """Return a chart with its legend, and its title if it has one."""
    heads = wrapped(one_line(title), int(CURVE_WIDTH / CELL * FONT / TITLE)) if title else []
    rows = list(_rows(drawing))
    top = MARGIN + LEADING * len(heads)
    width = CURVE_WIDTH + 2 * MARGIN
    height = top + CURVE_HEIGHT + LEADING * len(rows) + MARGIN
    size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    look = {"font-family": ", ".join(FONTS), "font-size": str(FONT)}
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **look})
    chart = copy.deepcopy(drawing.root)
    told = chart.find("title")
    if told is not None:  # what it is, for those who do not see it
        chart.remove(told)
        ET.SubElement(root, "title").text = told.text
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": PAPER})
    for at, line in enumerate(heads, start=1):
        look = {"font-size": str(TITLE), "font-weight": "bold", "fill": INK}
        place = {"x": str(MARGIN), "y": str(LEADING * at)}
        ET.SubElement(root, "text", {**place, **look}).text = line
    placed = ET.SubElement(root, "g", {"transform": f"translate({MARGIN}, {top})"})
    placed.extend(chart)
    _dress(placed, frozenset())
    for at, row in enumerate(rows, start=1):
        place = {"transform": f"translate(0, {top + CURVE_HEIGHT + LEADING * at - LEADING // 2})"}
        ET.SubElement(root, "g", place).extend(row)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def png(drawing: Drawing, title: str = "") -> bytes:
    """Return the same as dots, drawn in the fonts of this machine."""
    import resvg_py  # noqa: PLC0415 # not for an SVG

    return bytes(resvg_py.svg_to_bytes(svg_string=svg(drawing, title).decode(), zoom=ZOOM))


def _rows(drawing: Drawing) -> Iterator[list[ET.Element]]:
    """Return the legend, line by line."""
    row: list[ET.Element] = []
    across = float(MARGIN)
    for kind, meaning in drawing.legend:
        width = SIGN + 2 * MARGIN + CELL * cell_len(meaning)
        if row and across + width > CURVE_WIDTH + 2 * MARGIN:
            yield row
            row, across = [], float(MARGIN)
        row += _key(kind, meaning, across)
        across += width
    if row:
        yield row


def _key(kind: str, meaning: str, across: float) -> Iterator[ET.Element]:
    """Return the sign of something that is drawn, and what it means."""
    if kind in LINES:
        end = {"x1": f"{across:.1f}", "x2": f"{across + SIGN - 4:.1f}", "y1": "0", "y2": "0"}
        yield ET.Element("line", {**end, **LINES[kind]})
    else:
        place = {"cx": f"{across + SIGN / 2:.1f}", "cy": "0"}
        yield ET.Element("circle", {**place, **MARKS[kind]})
    text = ET.Element("text", {"x": f"{across + SIGN:.1f}", "y": "4.5", "fill": QUIET})
    text.text = one_line(meaning)
    yield text


def _dress(element: ET.Element, around: frozenset[str]) -> None:
    """Write on each shape how it looks, instead of its class."""
    own = frozenset(element.attrib.pop("class", "").split())
    element.attrib.update(_look(str(element.tag), own, around))
    for child in element:
        _dress(child, around | own)


def _look(tag: str, own: frozenset[str], around: frozenset[str]) -> Mapping[str, str]:
    series = next((kind for kind in around if kind in LINES or kind in MARKS), "")
    match tag:
        case "circle":
            return MARKS[series]
        case "text" if "told" in own:
            return {"fill": GOOD if series == "goal" else INK}
        case "text":
            return {"fill": QUIET, "text-anchor": "middle" if "x" in around else "end"}
        case "path" if series:
            return {"fill": "none", **LINES[series]}
        case "path":
            level = LINE if "guide" in own else QUIET
            return {"fill": "none", "stroke": level if "y" in around else "none"}
    return {}
