"""A terminal, through rich: text that wraps and never is cut, tables, bars, few colours."""

from __future__ import annotations

import io
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from clusterplan.base.messages import IN_ASCII, printable, say
from clusterplan.render.document.blocks import (
    Block,
    Items,
    Lines,
    Table,
    Title,
    one_line,
    without_empty,
)
from clusterplan.render.terminal.columns_that_fit import (
    balanced,
    folded,
    says_something,
    that_fit,
)
from clusterplan.render.terminal.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.locale import Locale
    from clusterplan.render.columns import Column, Item
    from clusterplan.render.document.options import Options

MIN_WIDTH = 60
"""Below this the terminal wraps what we print; cells a few letters wide would be worse."""

NEAR = 20
"""A twentieth of what is due, at least, shows in a bar as before or behind its mark."""

_IN_ASCII = str.maketrans(IN_ASCII)


class Screen:
    """Collects what is printed for one terminal."""

    def __init__(self, options: Options, locale: Locale) -> None:
        self.ascii_only, self.width, self._locale = options.ascii_only, options.width, locale
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=max(options.width, MIN_WIDTH),
            color_system=None if options.colors == "none" else options.colors,
            force_terminal=options.colors != "none",
            no_color=options.colors == "none",
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
            _environ={},  # the width, colours and kind of terminal are arguments here
        )

    @property
    def bar_signs(self) -> tuple[str, str]:
        """Return what a bar draws for the share gone and for the share due."""
        return ("=", "|") if self.ascii_only else ("━", "┃")

    def text(self) -> str:
        """Return what was printed, without blanks at the ends of lines."""
        lines = self._out.getvalue().rstrip("\n").split("\n")
        return "".join(f"{line.rstrip()}\n" for line in lines)

    def styled(self, *parts: tuple[str, str]) -> Text:
        """Return text made of parts with styles; nothing in it is markup."""
        return Text.assemble(*((self._signs(text), style) for text, style in parts if text))

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Print blocks, each followed by an empty line but for the title."""
        for block in without_empty(blocks):
            match block:
                case Title(text=text):
                    self._paragraph(text, style="bold")
                    continue
                case Lines(lines=lines):
                    for line in lines:
                        self._paragraph(line)
                case Table(columns=columns):
                    cells = enumerate(columns)
                    self.table([replace(c, text=itemgetter(at)) for at, c in cells], block.rows)
                    continue
                case Items(heading=heading, items=items):
                    self._console.print(self._text(heading, "bold"))
                    for item in items:
                        self._paragraph(item, "- ")
            self._console.print()

    def table(self, columns: Sequence[Column[Item]], rows: Sequence[Item]) -> list[str]:
        """Print a table with the columns that fit, name the others; return the ids of those shown.

        What says nothing in any row is left out without a word.
        """
        cells = {column.id: [self._cell(column.text(row)) for row in rows] for column in columns}
        columns = [column for column in columns if says_something(cells[column.id])]
        widths = that_fit(columns, cells, self._console.width)
        grid, left_out = self._grid(), []
        for column in columns:
            if column.id not in widths:
                left_out.append(column.title)
                continue
            title = balanced(Text(self._signs(column.title), "bold"), widths[column.id])
            grid.add_column(
                title,
                justify="right" if column.right else "left",
                no_wrap=True,
                width=widths[column.id],
            )
        fold = {column.id: balanced if column.right else folded for column in columns}
        for at in range(len(rows)):
            grid.add_row(*(fold[each](cells[each][at], width) for each, width in widths.items()))
        self._console.print(grid)
        if left_out:
            titles = self._locale.listed(left_out)
            told = say("No room for: {columns} (--format text has all)", columns=titles)
            self._paragraph(self._locale.text(told), style="dim")
        self._console.print()
        return list(widths)

    def bar(self, completion: Decimal | None, due: Decimal | None, cells: int, style: str) -> Text:
        """Draw the share of the way gone, with a mark at the share that is due."""
        full, tick = self.bar_signs
        empty = "." if self.ascii_only else "─"
        if completion is None or due is None:
            return Text("")
        gone, at = (
            round(min(max(share, Decimal(0)), Decimal(1)) * cells) for share in (completion, due)
        )
        if abs(completion - due) * NEAR >= due:  # else 1.00 would look like 1.10
            gone = max(gone, at + 1) if completion > due else max(min(gone, at - 1), 0)
        line = Text.assemble((full * gone, style), (empty * (cells - gone), "dim"))
        return Text.assemble(line[:at], (tick, "bold"), line[at:])

    def hanging(self, margin: str, marked: str, style: str, text: str) -> None:
        """Print a paragraph beside a margin: its first words in a style, all its lines aligned."""
        indent = cell_len(margin)
        body = self._signs(" ".join(part for part in (marked, one_line(text)) if part))
        first, *rest = wrapped(body, self._console.width - indent)
        marks = len(self._signs(marked))
        head = Text.assemble((self._signs(margin), "dim"), (first[:marks], style), first[marks:])
        for line in (head, *(Text(" " * indent + line) for line in rest)):
            self._console.print(line, soft_wrap=True)

    def source(self, margin: str, text: str, at: int) -> None:
        """Print a line of a file, or as much as fits, with a caret under one of its characters."""
        room = self._console.width - cell_len(margin)
        shown, before = _window(self._signs(text[:at]), self._signs(text[at:]), room)
        self._console.print(Text(f"{margin}{shown}", "dim"), soft_wrap=True)
        self._console.print(Text(" " * (cell_len(margin) + before) + "^", "bold"), soft_wrap=True)

    def verbatim(self, text: str) -> None:
        """Print a drawing as it is."""
        self._console.print(Text(text), soft_wrap=True)

    def gap(self) -> None:
        """Print an empty line."""
        self._console.print()

    def footnotes(self, notes: Sequence[str]) -> None:
        """Print what the marks mean."""
        for note in notes:
            self._paragraph(note, style="dim")

    def _paragraph(self, text: str, head: str = "", style: str = "") -> None:
        shown = self._signs(one_line(text))
        width = max(self._console.width - len(head), 2)
        for number, line in enumerate(wrapped(shown, width)):
            start = head if number == 0 else " " * len(head)
            self._console.print(Text(start + line, style), soft_wrap=True)

    def _cell(self, cell: str | Text) -> Text:
        return cell if isinstance(cell, Text) else self._text(cell)

    def _text(self, text: str, style: str = "") -> Text:
        return Text(self._signs(one_line(text)), style)

    def _signs(self, text: str) -> str:
        spelt = printable(text)
        return spelt.translate(_IN_ASCII) if self.ascii_only else spelt

    def _grid(self) -> RichTable:
        return RichTable(
            box=box.ASCII if self.ascii_only else box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )


def _window(before: str, after: str, room: int) -> tuple[str, int]:
    """Return as much of a line as fits round a place in it, and the cells before the place."""
    head, tail = "", ""
    if cell_len(before + after) > room:
        if cell_len(before) > room // 3:
            before, head = set_cell_size(before[::-1], room // 3 - 1)[::-1].lstrip(), "…"
        left = room - cell_len(head + before)
        if cell_len(after) > left:
            after, tail = set_cell_size(after, left - 1).rstrip(), "…"
    return f"{head}{before}{after}{tail}", cell_len(head + before)
