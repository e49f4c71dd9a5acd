"""Draw the README's pictures of real reports: `python tools/picture.py`.

rich can export SVG itself, but counts every character as one column wide, which crushes Chinese.
"""

from __future__ import annotations

from itertools import groupby, product
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from clusterplan import assess, load_actuals, load_plan
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.render.document.options import Options
from clusterplan.render.document.report import ReportDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

ROOT = Path(__file__).parents[1]
REPORTS = {"report": ("data", 2008), "national-11fyp": ("examples/national-11fyp", 2010)}
"""Pictures by name: a data folder and a year."""
WIDTH = 100
COLUMN, LINE, MARGIN = 8.4, 20, 20
"""Pixels: of a column, of a line, round the text."""

SHEET = """\
svg { background: #ffffff; }
rect { fill: #ffffff; }
text { font: 14px ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC", "SimHei", monospace;
  fill: #1f2328; white-space: pre; }
.wide { font-size: 16px; }
.bold { font-weight: bold; }
.dim { fill: #656d76; }
.d70000 { fill: #c00000; }
.d75f00 { fill: #b35900; }
.g008700 { fill: #1a7f37; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; }
  rect { fill: #0d1117; }
  text { fill: #e6edf3; }
  .dim { fill: #8d96a0; }
  .d70000 { fill: #ff7b72; }
  .d75f00 { fill: #f0a04b; }
  .g008700 { fill: #3fb950; }
}
"""


def report(name: str, language: str, *, coloured: bool) -> str:
    """Return the terminal's report that a picture shows."""
    folder, year = REPORTS[name]
    data = ROOT / folder
    found = assess(load_plan(data), load_actuals(data), year)
    options = Options(width=WIDTH, colors="256" if coloured else "none")
    return ReportDocument(found, Locale(language)).render("table", options)


def drawn(name: str, language: str) -> str:
    """Return the picture as SVG."""
    lines = report(name, language, coloured=True).rstrip("\n").split("\n")
    texts = [text for row, line in enumerate(lines) for text in _texts(line, row)]
    width = round(WIDTH * COLUMN + 2 * MARGIN)
    height = round(len(lines) * LINE + 2 * MARGIN)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
    title = f"clusterplan check {REPORTS[name][1]}"
    return "\n".join(
        [
            f'{head} aria-label="{title}">',
            f"<title>{title}</title>",
            f"<style>\n{SHEET}</style>",
            f'<rect width="{width}" height="{height}" rx="6"/>',
            *texts,
            "</svg>\n",
        ]
    )


def _texts(line: str, row: int) -> Iterator[str]:
    column, y = 0, MARGIN + (row + 1) * LINE - 6
    for segment in Text.from_ansi(line).render(Console(color_system="256")):
        # Each run is stretched to the columns that it fills: wide and narrow characters apart.
        for (wide, _), run in groupby(segment.text, key=lambda char: (cell_len(char), char == " ")):
            text = "".join(run)
            columns = cell_len(text)
            if text.strip():
                place = f'x="{MARGIN + column * COLUMN:.1f}" y="{y}"'
                length = f'textLength="{columns * COLUMN:.1f}"'
                style = _classes(segment.style, wide=wide > 1)
                yield f"<text {place} {length}{style}>{escape(text)}</text>"
            column += columns


def _classes(style: Style | None, *, wide: bool) -> str:
    names = ["wide"] if wide else []
    if style is not None:
        names += [name for name in ("bold", "dim") if getattr(style, name)]
        if style.color is not None:
            colour = style.color.get_truecolor().hex.lstrip("#")
            names.append(f"g{colour}" if colour[0].isdigit() else colour)
    return f' class="{" ".join(names)}"' if names else ""


def path_of(name: str, language: str) -> Path:
    """Return where the picture for a language is kept."""
    return ROOT / "docs" / f"{name}.{language}.svg"


if __name__ == "__main__":
    for name, each in product(REPORTS, LANGUAGES):
        path_of(name, each).write_text(drawn(name, each), encoding="utf-8", newline="\n")
