"""Charts as SVG, drawn by pygal and stripped to shapes and words.

What pygal adds for a picture of its own (a style sheet, scripts, comments with its address and
the day, random ids) has no place in it: colours come from a page's style sheet, which knows light,
dark and print, or from `alone.py`, and the same data give the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

import pygal
from msgspec import Struct
from pygal.etree import etree as pygal_tree
from pygal.style import Style

from clusterplan.render.document.blocks import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CURVE_WIDTH, CURVE_HEIGHT = 440, 230
BARS_WIDTH, BAR_HEIGHT, BARS_MARGIN = 860, 30, 44
"""Units of the drawing: the page scales it, and its words with it."""
FONT = 13
LETTER = 0.6
"""Width of a letter, as pygal counts all of them; a Chinese one is as wide as the font is high."""
HEADROOM = 1.06
"""Of the vertical scale, over the highest point."""
BESIDE = 0.25
"""Years left and right of what is drawn."""
ASIDE = 6
"""From a point to what is written at it."""
SCALE = {"min_scale": 3, "max_scale": 5}
"""Lines of the scale: enough to read a level off."""
Anchor: TypeAlias = Literal["start", "middle", "end"]
_MOVED = re.compile(r"translate\(([\d.]+)")
_LONG = re.compile(r"(\d+\.\d)\d+")
pygal_tree.to_etree()  # it takes lxml where that is installed, and its elements fit no others


class Dot(Struct, frozen=True):
    """A point of a curve: year, height, and what it says when pointed at."""

    year: int
    height: float
    label: str


class Curve(Struct, frozen=True):
    """A line or points; `kind` is the name of its class in the style sheet.

    `told` is written at its last mark, or where a line without marks starts; `below` says on which
    side, if nothing is written there yet, and `anchor` which part of the text is at the point.
    """

    kind: str
    dots: tuple[Dot, ...]
    line: bool = False
    marked: bool = False
    told: str = ""
    below: bool = False
    anchor: Anchor = "start"


class Bars(Struct, frozen=True):
    """A value for each label, None where there is none, and what each says when pointed at."""

    kind: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]


class Box(Struct, frozen=True):
    """Where something is written."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Say whether two have a place in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Sheet(Struct, frozen=True):
    """How far what is drawn reaches to the right, and where something is written."""

    right: float
    written: list[Box]


class Caption(Struct, frozen=True):
    """What a chart is, for those who do not see it, the id of that text, and how levels read."""

    name: str
    identity: str
    level: Callable[[float], str]


def curves(drawn: Sequence[Curve], caption: Caption) -> ET.Element:
    """Draw curves over years."""
    dots = [dot for curve in drawn for dot in curve.dots]
    years = range(min(dot.year for dot in dots), max(dot.year for dot in dots) + 1)
    heights = [dot.height for dot in dots]
    chart = pygal.XY(
        width=CURVE_WIDTH,
        height=CURVE_HEIGHT,
        xrange=(years[0] - BESIDE, years[-1] + BESIDE),
        range=(min(0, *heights) * HEADROOM, (max(heights) or 1) * HEADROOM),
        x_labels=list(years),
        x_value_formatter=str,
        dots_size=4,
        **_common(caption),
    )
    for curve in drawn:
        points = [{"value": (dot.year, dot.height), "label": dot.label} for dot in curve.dots]
        chart.add(curve.kind, points, stroke=curve.line, show_dots=curve.marked)
    return _inline(chart, drawn, caption)


def bars(
    labels: Sequence[str], drawn: Sequence[Bars], caption: Caption, *, stacked: bool
) -> ET.Element:
    """Draw horizontal bars, the first label on top."""
    kind = pygal.HorizontalStackedBar if stacked else pygal.HorizontalBar
    chart = kind(
        width=BARS_WIDTH,
        height=BARS_MARGIN + BAR_HEIGHT * len(labels),
        margin_left=4 + max(map(_extra_width, labels), default=0),
        x_labels=[one_line(label) for label in reversed(labels)],
        **_common(caption),
    )
    for each in drawn:
        told = zip(each.values, each.labels, strict=True)
        chart.add(each.kind, [{"value": value, "label": label} for value, label in told][::-1])
    return _inline(chart, drawn, caption)


def _common(caption: Caption) -> dict[str, object]:
    style = Style(label_font_size=FONT, major_label_font_size=FONT)
    plain = {"js": [], "show_legend": False, "margin": 6, "style": style}
    return {**plain, **SCALE, "value_formatter": caption.level}


def _extra_width(label: str) -> float:
    """Return by how much a label is wider than pygal thinks."""
    wide = sum(east_asian_width(char) in "WF" for char in label)
    return wide * (1 - LETTER) * FONT


def _inline(chart: pygal.Graph, drawn: Sequence[Curve | Bars], caption: Caption) -> ET.Element:
    root = chart.render_tree()
    drawing = ET.Element(
        "svg",
        {
            "viewBox": root.get("viewBox", ""),
            "role": "img",
            "aria-labelledby": caption.identity,
        },
    )
    title = ET.SubElement(drawing, "title", {"id": caption.identity})
    title.text = one_line(caption.name)
    drawing.extend(_kept(root, drawn, Sheet(CURVE_WIDTH - _margin(root), [])))
    return drawing


def _margin(root: ET.Element) -> float:
    """Return how far from the left edge the curves begin, beside the scale."""
    plot = root.find(".//*[@class='plot']")
    moved = _MOVED.match("" if plot is None else plot.get("transform", ""))
    return float(moved[1]) if moved else 0


def _kept(element: ET.Element, drawn: Sequence[Curve | Bars], sheet: Sheet) -> Iterable[ET.Element]:
    """Return the shapes and words below an element, series by the names of their classes."""
    said = None
    for child in reversed(element):
        tag, names = str(child.tag), child.get("class", "").split()
        if tag == "desc" and names == ["label"]:
            said = child
    for child in element:
        tag, names = str(child.tag), child.get("class", "").split()
        if tag not in ("g", "path", "rect", "circle", "text") or _useless(child, names):
            continue
        copy = ET.Element(tag, {key: _LONG.sub(r"\1", value) for key, value in _attributes(child)})
        copy.text = child.text
        copy.extend(_kept(child, drawn, sheet))
        if "series" in names:
            (number,) = (name for name in names if name.startswith("serie-"))
            series = drawn[int(number.removeprefix("serie-"))]
            copy.set("class", f"series {series.kind}")
            copy.extend(_told(copy, series, sheet))
        if tag in ("circle", "rect") and said is not None:
            ET.SubElement(copy, "title").text = one_line(said.text or "")
        if tag != "g" or len(copy):
            yield copy


def _told(group: ET.Element, series: Curve | Bars, sheet: Sheet) -> Iterable[ET.Element]:
    """Return what is written at a curve, beside what is written at others."""
    if not isinstance(series, Curve) or not series.told:
        return
    marks, line = group.findall(".//circle"), group.find("path")
    if series.marked and marks:
        across, down = (float(marks[-1].get(key, "0")) for key in ("cx", "cy"))
    elif line is not None and not series.marked:
        across, down = map(float, line.get("d", "").removeprefix("M").split(maxsplit=2)[:2])
    else:
        return
    text, away = one_line(series.told), ASIDE if series.anchor == "middle" else 0
    width = len(text) * LETTER * FONT + _extra_width(text)
    left = across + {"start": ASIDE, "middle": -width / 2, "end": -ASIDE - width}[series.anchor]
    left = min(left, sheet.right - width)
    places = [down - ASIDE - away / 2, down + FONT + ASIDE / 2 + away]
    boxes = [Box(left, place - FONT, left + width, place) for place in places]
    first, second = reversed(boxes) if series.below else boxes
    chosen = second if any(map(first.meets, sheet.written)) else first
    sheet.written.append(chosen)
    across = left + width * {"start": 0, "middle": 0.5, "end": 1}[series.anchor]
    place = {"x": f"{across:.1f}", "y": f"{chosen.bottom:.1f}", "text-anchor": series.anchor}
    told = ET.Element("text", {**place, "class": "told"})
    told.text = text
    yield told


def _attributes(element: ET.Element) -> Iterable[tuple[str, str]]:
    """Leave inline styles out, which the page's policy forbids, and ids, which are random."""
    return ((key, value) for key, value in element.items() if key not in ("style", "id"))


def _useless(element: ET.Element, names: Sequence[str]) -> bool:
    overlay = {"tooltip-overlay", "text-overlay", "background", "titles"}
    return bool(overlay & set(names)) or element.tag == "title"
