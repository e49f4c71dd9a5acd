"""How much of a foreign file is read, and what is raised where it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.importing.understanding import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.importing.sheets import Area, Cell, Sheet

MAX_FILE = 32 << 20
"""Bytes of a file: offices send a hundredth of it."""
MAX_UNPACKED = 64 << 20
"""Bytes that a workbook may unpack to: three times a sheet with as many cells as are read."""
MAX_UNPACKED_ODS = 16 << 20
"""Less for .ods, whose reader needs some forty times as much memory."""
MAX_CELLS = 500_000
"""Cells of a workbook, and cells of the area that a sheet covers: twenty columns of 25,000 rows."""

MAX_CELL_TEXT = 32_767
"""Characters of a cell: what Excel and LibreOffice have."""
MAX_TEXT = 8 << 20
"""Characters of all cells, those of a merged area at each place: sixteen for each of MAX_CELLS."""
MAX_ROWS = 1 << 20
"""Rows of a sheet: what Excel has."""
COPY_PART = say("copy the part that is needed to a new file")


class UnreadableError(RefusedError):
    """A file cannot be read as a table."""


class Cells:
    """Counts cells while a file is read.

    Raises:
        UnreadableError: by `count`, at the first cell too many.
    """

    def __init__(self) -> None:
        self._left = MAX_CELLS

    def count(self, cells: int = 1) -> None:
        """Count some more."""
        self._left -= cells
        if self._left < 0:
            raise too_many()

    def counted(self, areas: Iterable[Area]) -> tuple[Area, ...]:
        """Count the cells of merged areas, and return the areas.

        Raises:
            ValueError: an area ends before it begins.
            UnreadableError: there are too many cells.
        """
        kept = tuple(areas)
        for top, left, bottom, right in kept:
            if bottom < top or right < left:
                raise ValueError((top, left, bottom, right))
            self.count((bottom - top + 1) * (right - left + 1))
        return kept


def check_texts(sheets: Iterable[Sheet]) -> None:
    """Refuse texts that nobody writes into cells: each is compared with every name of the plan.

    Raises:
        UnreadableError: a cell holds too much text, or all together do.
    """
    left = MAX_TEXT
    for sheet in sheets:
        lengths = {place: _length(cell) for place, cell in sheet.cells.items()}
        for place, length in lengths.items():
            if length > MAX_CELL_TEXT:
                label = sheet.label(place)
                message = say(
                    "{place} holds more than {limit} characters", place=label, limit=MAX_CELL_TEXT
                )
                raise UnreadableError(message, say("shorten it, or leave it out"))
            left -= length
        for top, first, bottom, last in sheet.merged:
            more = (bottom - top + 1) * (last - first + 1) - 1
            left -= lengths.get((top, first), 0) * more
    if left < 0:
        raise UnreadableError(
            say("the file holds more than {limit} characters", limit=MAX_TEXT), COPY_PART
        )


def _length(cell: Cell) -> int:
    written = len(cell.before) + len(cell.after) + len(cell.shown)
    return written + (len(cell.value) if isinstance(cell.value, str) else 0)


def too_many() -> UnreadableError:
    """Return the refusal of a sheet that is too large."""
    return UnreadableError(
        say("the table has more than {limit} cells", limit=MAX_CELLS),
        say("copy the part that is needed to a new file; delete empty rows and columns around it"),
    )


def locked() -> UnreadableError:
    """Return the refusal of a workbook that needs a password."""
    return UnreadableError(
        say("the workbook is protected by a password"), say("save a copy without one")
    )
