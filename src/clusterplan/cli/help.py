"""Help that fits the terminal, in Chinese too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer._click import HelpFormatter

from clusterplan.cli.language import tr
from clusterplan.render.terminal.wrapping import columns_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Formatter(HelpFormatter):
    """Breaks lines by the columns that they take: a Chinese character takes two."""

    def write_heading(self, heading: str) -> None:
        """Write what a list is of."""
        self.write(" " * self.current_indent + tr("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
        self.write("\n\n".join("\n".join(self._lines(part)) for part in paragraphs) + "\n")

    def _lines(self, text: str) -> Iterable[str]:
        margin = " " * self.current_indent
        return (margin + line for line in wrapped(text, self.width - self.current_indent))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms, and beside each what it means."""
        rows = list(rows)
        room = min(max(columns_of(term) for term, _ in rows), col_max) + col_spacing
        beside = self.current_indent + room
        for term, meaning in rows:
            first, *rest = wrapped(" ".join(meaning.split()), self.width - beside)
            start = " " * self.current_indent + term
            fits = columns_of(term) + col_spacing <= room
            start += " " * (room - columns_of(term)) if fits else "\n" + " " * beside
            lines = (start + first, *(" " * beside + each for each in rest))
            self.write("".join(f"{line}\n" for line in lines))
