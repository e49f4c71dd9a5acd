"""Files of a roll-up in a storage that only a cluster reads: nobody here can hash them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from clusterplan.base.messages import printable, say
from clusterplan.rollup.inputs import LONGEST_HEAD, leading_out, missing, relative
from clusterplan.rollup.tables import Input, Table, bad, head, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.reading.encoding import State


class Stores(Protocol):
    """Who reads a storage."""

    def stored(self, pattern: str) -> Sequence[tuple[str, int, int]]:
        """Return the files that fit a pattern: each with its bytes and its last change."""

    def start_of(self, url: str, size: int) -> bytes:
        """Return the first bytes of a file."""


class Storage:
    """Finds files for a roll-up in a storage, under a place of it."""

    def __init__(self, base: str, engine: Stores) -> None:
        self.base, self.engine = base.rstrip("/"), engine

    def table(self, name: str, pattern: str, year: int, definition: str) -> Table:
        """Return the files of a table.

        Raises:
            BadInputError: there is none, or one cannot be read.
        """
        path = relative(pattern.replace("{year}", str(year)), definition)
        if ".." in path.parts:
            raise leading_out(str(path), definition)
        return self.named(name, f"{self.base}/{path}", definition)

    def named(self, name: str, url: str, definition: str) -> Table:
        """Return the files of a table that fit a URL.

        Raises:
            BadInputError: there is none, or one cannot be read.
        """
        found = [self._file(*each) for each in self.engine.stored(url)]
        if not found:
            raise missing(url, definition)
        return table_of(name, found)

    def size(self, pattern: str, year: int) -> int:
        """Return how many bytes a table has; 0 where there is none."""
        path = f"{self.base}/{pattern.replace('{year}', str(year))}"
        return sum(size for _, size, _ in self.engine.stored(path))

    def _file(self, url: str, size: int, changed: int) -> Input:
        name = printable(url)
        if not size:
            raise bad("CP004", name, say("the file is empty"), say("fill it, or remove it"))
        start, state = self.engine.start_of(url, LONGEST_HEAD), (0, 0, size, changed)
        if start.startswith(b"PAR1"):
            return Input(name, url, "parquet", size=size, state=state)
        return Input(name, url, "csv", size=size, head=head(start, name), state=state)


def state_in(engine: Stores, url: str) -> State | None:
    """Return what changes when a file of a storage is written to or replaced; None for none."""
    found = [each for each in engine.stored(url) if each[0] == url]
    return (0, 0, *found[0][1:]) if found else None
