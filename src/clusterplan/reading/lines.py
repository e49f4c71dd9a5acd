"""The text of a file, kept as its bytes."""

from __future__ import annotations

import io
from array import array
from functools import cached_property
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class Text(Struct, frozen=True, dict=True):
    """Bytes that are known to decode, decoded anew for each reading.

    One string of them would take two to four times the memory. Lines end with CR, LF or CRLF.
    """

    data: bytes
    encoding: str = "utf-8"
    start: int = 0
    """Where the text begins: behind a byte order mark."""

    @classmethod
    def of(cls, text: str) -> Text:
        """Return a text that no file holds."""
        return cls(text.encode())

    def __repr__(self) -> str:
        return f"Text({len(self.data)} bytes, {self.encoding})"

    def __str__(self) -> str:
        return str(memoryview(self.data)[self.start :], self.encoding)

    def open(self) -> io.TextIOWrapper:
        """Return the lines with their ends, as the csv module wants them."""
        raw = io.BytesIO(self.data)  # shares the bytes
        raw.seek(self.start)
        newline = "" if b"\r" in self.data else "\n"  # which is found faster
        return io.TextIOWrapper(raw, self.encoding, newline=newline)

    def lines(self, wanted: Collection[int]) -> dict[int, str]:
        """Return some lines without their ends, by their number from 1, in one go."""
        lines = enumerate(self.open(), start=1)
        last = max(wanted, default=0)
        return {
            number: line.rstrip("\r\n") for number, line in islice(lines, last) if number in wanted
        }

    @property
    def first_line(self) -> str:
        """Return the first line without its end."""
        return next(self.open(), "").rstrip("\r\n")

    def line(self, number: int) -> str:
        """Return a line without its end, by its number from 1; empty where there is none."""
        return next(self.lines_from(number), "").rstrip("\r\n")

    def lines_from(self, number: int) -> LinesFrom:
        """Return the lines from a number on, with their ends, without reading those before."""
        return LinesFrom(self, number)

    @cached_property
    def starts(self) -> array[int]:
        """Return where each line starts, and last where the text ends."""
        # No character of UTF-8 or GB18030 has the byte of a line end inside.
        raw = io.BytesIO(self.data)
        raw.seek(self.start)
        lines = raw.read().splitlines(keepends=True) if b"\r" in self.data else raw
        return array("Q", accumulate(map(len, lines), initial=self.start))


class LinesFrom:
    """The lines of a text from `number` on, which may be set anew at any time."""

    def __init__(self, text: Text, number: int) -> None:
        self.number = number
        self._data, self._encoding, self._starts = text.data, text.encoding, text.starts

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number = self.number
        if number >= len(self._starts):
            raise StopIteration
        self.number = number + 1
        return self._data[self._starts[number - 1] : self._starts[number]].decode(self._encoding)


NOTHING = Text(b"")
"""The text of a file that could not be read."""
