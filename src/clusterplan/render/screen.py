"""A terminal, through rich: text that wraps and never is cut, tables, bars, few colours."""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from clusterplan.render.blocks import Block, Items, Lines, Table, Title, without_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from clusterplan.render.options import Options

MIN_WIDTH = 60
"""Below this the terminal wraps what we print; cells a few letters wide would be worse."""

MIN_WRAPPED, SQUEEZED, ROOMY = 14, 24, 34
"""Characters of a cell that wraps: at least, beside the first optional column, beside more."""
GAP = 2
"""Blanks between two columns."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[_Row]):
    """A column: its heading, what it shows of a row, and how it gives way when space is short.

    Those with the priority 0 are always shown, the others in this order as long as all fit.
    """

    name: str
    title: str
    cell: Callable[[_Row], str | Text]
    priority: int = 0
    right: bool = False
    wraps: bool = False


class Screen:
    """Collects what is printed for one terminal."""

    def __init__(self, options: Options) -> None:
        self.ascii_only = options.ascii_only
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
        return Text.assemble(*(part for part in parts if part[0]))

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Print blocks, each followed by an empty line but for the title."""
        for block in without_empty(blocks):
            match block:
                case Title(text=text):
                    self._console.print(Text(text, "bold"))
                    continue
                case Lines(lines=lines):
                    for line in lines:
                        self._console.print(Text(line))
                case Table():
                    self._plain_table(block)
                case Items(heading=heading, items=items):
                    self._console.print(Text(heading, "bold"))
                    listed = RichTable.grid()
                    listed.add_column(no_wrap=True)
                    listed.add_column(overflow="fold")
                    for item in items:
                        listed.add_row("- ", Text(item))
                    self._console.print(listed)
            self._console.print()

    def table(self, columns: Sequence[Column[_Row]], rows: Sequence[_Row]) -> list[str]:
        """Print a table with as many columns as fit; return the names of those shown."""
        cells = {column.name: [_as_text(column.cell(row)) for row in rows] for column in columns}
        shown, needed = _that_fit(columns, cells, self._console.width)
        width, self._console.width = self._console.width, max(self._console.width, needed)
        grid = self._grid()
        for column in shown:
            grid.add_column(
                Text(_folded(column.title, _widest(cells[column.name])), "bold"),
                justify="right" if column.right else "left",
                overflow="fold",
                no_wrap=not column.wraps,
                min_width=MIN_WRAPPED if column.wraps else None,
            )
        for line in zip(*(cells[column.name] for column in shown), strict=True):
            grid.add_row(*line)
        self._console.print(grid)
        self._console.width = width
        self._console.print()
        return [column.name for column in shown]

    def bar(self, completion: Decimal | None, due: Decimal | None, cells: int, style: str) -> Text:
        """Draw the share of the way gone, with a mark at the share that is due."""
        full, tick = self.bar_signs
        empty = "." if self.ascii_only else "─"
        if completion is None or due is None:
            return Text("")
        gone = round(min(max(completion, Decimal(0)), Decimal(1)) * cells)
        line = [(full, style) if i < gone else (empty, "dim") for i in range(cells)]
        at = min(max(round(due * cells), 0), cells)
        line.insert(at, (tick, "bold"))
        return Text.assemble(*line)

    def footnotes(self, notes: Sequence[str]) -> None:
        """Print what the marks mean."""
        for note in notes:
            self._console.print(Text(note, "dim"))

    def _plain_table(self, table: Table) -> None:
        grid = self._grid()
        for i, title in enumerate(table.header):
            justify: Literal["left", "right"] = "right" if i in table.right else "left"
            grid.add_column(Text(title, "bold"), justify=justify, overflow="fold")
        for row in table.rows:
            grid.add_row(*(Text(cell) for cell in row))
        self._console.print(grid)

    def _grid(self) -> RichTable:
        return RichTable(
            box=box.ASCII if self.ascii_only else box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )


def _as_text(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(cell)


def _that_fit(
    columns: Sequence[Column[_Row]], cells: Mapping[str, Sequence[Text]], width: int
) -> tuple[list[Column[_Row]], int]:
    """Return the columns to show, and the width without which something would be cut.

    The first optional column may squeeze the cells that wrap; for the others they keep room.
    """

    def needs(column: Column[_Row], room: int) -> int:
        widest = _widest(cells[column.name])
        title = max(cell_len(line) for line in _folded(column.title, widest).split("\n"))
        return GAP + (min(widest, room) if column.wraps else max(widest, title))

    def total(shown: Sequence[Column[_Row]], room: int) -> int:
        return sum(needs(column, room) for column in shown) - GAP

    kept = [column for column in columns if column.priority == 0]
    least = total(kept, MIN_WRAPPED)
    optional = sorted((c for c in columns if c.priority), key=lambda column: column.priority)
    for position, column in enumerate(optional):
        if total([*kept, column], SQUEEZED if position == 0 else ROOMY) > width:
            break
        kept.append(column)
    return [column for column in columns if column in kept], least


def _widest(cells: Sequence[Text]) -> int:
    return max((cell.cell_len for cell in cells), default=0)


def _folded(title: str, width: int) -> str:
    """Break a heading between words where it is wider than its column."""
    longest = max((len(word) for word in title.split()), default=1)
    return "\n".join(textwrap.wrap(title, max(width, longest)))
