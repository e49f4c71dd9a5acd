"""The files of a roll-up: where they are, what they are, and that they stay so while it runs.

A file is read twice: here, to know its bytes by their hash and its text to be UTF-8; then by the
engine. A CSV in another encoding, or with lines that end in several ways, goes into a private copy.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import io
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.findings import shown
from clusterplan.base.messages import printable, say
from clusterplan.reading.encoding import changed, state_of, unreadable
from clusterplan.rollup.tables import BadInputError, Input, Table, bad, head, is_url, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clusterplan.reading.encoding import State

CHUNK = 1 << 20
LONGEST_HEAD = 1 << 18
"""Bytes of a CSV in which its first record ends."""
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PATTERN = frozenset("*?[]")


class _Form(Struct, frozen=True):
    """Where the engine reads a file, its columns if it is a CSV, and how it is encoded."""

    path: str
    head: tuple[str, ...] = ()
    encoding: str = "utf-8"


class Reader:
    """Finds and looks through files for a roll-up.

    Args:
        base: the folder that paths are relative to, and do not lead out of.
        name: what findings call the folder.
        private: a folder for copies.
        read: told how many bytes were read of how many.
    """

    def __init__(
        self, base: Path, name: str, private: Path, read: Callable[[int, int], None]
    ) -> None:
        self.base, self.name, self.private, self.read = base, name, private, read

    def table(self, name: str, pattern: str, year: int, definition: str) -> Table:
        """Return the files of a table.

        Raises:
            BadInputError: there is none, one lies elsewhere, or one cannot be read.
        """
        paths = self._found(pattern.replace("{year}", str(year)), definition)
        return table_of(name, [self.file(each) for each in paths])

    def size(self, pattern: str, year: int) -> int:
        """Return how many bytes there are to read of a table; 0 where there is none."""
        path = PurePosixPath(pattern.replace("{year}", str(year)))
        with contextlib.suppress(OSError, ValueError):
            found = (self.base / path.parent).glob(_escaped(path.name))
            return sum(each.stat().st_size for each in found)
        return 0

    def _found(self, path: str, definition: str) -> list[Path]:
        pure = relative(path, definition)
        folder = self.base / pure.parent
        if "*" in pure.name:
            paths = sorted(folder.glob(_escaped(pure.name)))
        else:
            paths = [folder / pure.name]
        if not paths:
            raise missing(path, definition)
        for each in paths:
            self._stays(each, definition)
        return paths

    def _stays(self, path: Path, definition: str) -> None:
        """Refuse what leads out of the folder, by dots or by a link."""
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(os.path.realpath(self.base)):
            raise leading_out(str(path), definition)

    def file(self, path: Path) -> Input:
        """Look through a file.

        Raises:
            BadInputError: it cannot be read.
        """
        relative = os.path.relpath(path, self.base).replace(os.sep, "/")
        name = printable(f"{self.name.rstrip('/')}/{relative}" if self.name != "." else relative)
        try:
            return self._looked_through(path, name)
        except OSError as error:
            raise BadInputError(unreadable(name, error)) from None

    def _looked_through(self, path: Path, name: str) -> Input:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                message = say("this is not a regular file but a device, a pipe or a socket")
                raise bad("CP002", name, message)
            if not found.st_size:
                raise bad("CP004", name, say("the file is empty"), say("fill it, or remove it"))
            state = state_of(path)
            start = file.read(4)
            file.seek(0)
            digest = hashlib.sha256()
            if start == b"PAR1":
                for piece in self._pieces(file, found.st_size):
                    digest.update(piece)
                form = _Form(self._link(path, "parquet"))
            else:
                form = self._as_utf8(file, path, name, digest, found.st_size)
        if state_of(path) != state:
            raise BadInputError(changed(name))
        return Input(
            name=name,
            path=form.path,
            kind="parquet" if start == b"PAR1" else "csv",
            original=path,
            sha256=digest.hexdigest(),
            size=found.st_size,
            head=form.head,
            encoding=form.encoding,
            state=state,
        )

    def _pieces(self, file: io.BufferedReader, size: int) -> Iterable[bytes]:
        done = 0
        while piece := file.read(CHUNK):
            done += len(piece)
            self.read(done, size)
            yield piece

    def _as_utf8(
        self, file: io.BufferedReader, path: Path, name: str, digest: hashlib._Hash, size: int
    ) -> _Form:
        """Return where a CSV is in UTF-8, its columns, and the encoding that it is in."""
        start = file.read(2)
        file.seek(0)
        if start == b"PK":
            hint = say("save its sheet as CSV in UTF-8, or write Parquet")
            message = say(
                "this is not plain text but {kind}",
                kind=say("an Excel workbook (.xlsx) or another zip archive"),
            )
            raise bad("CP006", name, message, hint)
        encoding = _UTF16.get(start, "utf-8")
        if encoding == "utf-8":
            decoder = _decoder("utf-8", translate=False)
            try:
                for piece in self._pieces(file, size):
                    digest.update(piece)
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                for piece in self._pieces(file, size):  # what is left is part of the hash
                    digest.update(piece)
                encoding = "gb18030"
            else:
                if not isinstance(decoder.newlines, tuple):  # of lines that end in one way
                    return _Form(self._link(path, "csv"), _head_of(path, name))
        else:
            for piece in self._pieces(file, size):
                digest.update(piece)
        file.seek(0)
        copy = self._copy(file, name, encoding, size)
        return _Form(str(copy), _head_of(copy, name), encoding)

    def _link(self, path: Path, ending: str) -> str:
        """Return a plain name for a file: what it is called could be a pattern for the engine.

        DuckDB follows the link and looks whether that is allowed.
        """
        link = self._new(ending)
        try:
            link.symlink_to(os.path.realpath(path))
        except OSError:  # Windows asks for a privilege
            return os.path.realpath(path)
        return str(link)

    def _new(self, ending: str) -> Path:
        return self.private / f"{len(os.listdir(self.private))}.{ending}"  # noqa: PTH208 # names

    def _copy(self, file: io.BufferedReader, name: str, encoding: str, size: int) -> Path:
        copy = self._new("csv")
        decoder = _decoder(encoding, translate=True)
        try:
            with copy.open("xb") as out:
                for piece in self._pieces(file, size):
                    out.write(decoder.decode(piece).encode("utf-8"))
                out.write(decoder.decode(b"", final=True).encode("utf-8"))
        except UnicodeError:
            message = say("a byte is neither UTF-8 nor {encoding}", encoding=encoding)
            hint = say("open the file in the program that wrote it and save it as UTF-8")
            raise bad("CP005", name, message, hint) from None
        return copy


def relative(path: str, definition: str) -> PurePosixPath:
    """Return a path of a definition, which lies under its folder.

    Raises:
        BadInputError: it does not.
    """
    hint = say("write a path relative to the folder, with / between its parts")
    pure = PurePosixPath(path)
    if is_url(path) or pure.is_absolute() or "\\" in path or "\0" in path:
        message = say("{path} is no path under the folder", path=shown(path))
        raise bad("CP604", definition, message, hint)
    if _PATTERN & set(str(pure.parent)):
        message = say("* stands in the name of a file only: {path}", path=shown(path))
        raise bad("CP604", definition, message, hint)
    return pure


def leading_out(path: str, definition: str) -> BadInputError:
    """Return what to raise of a path that does not stay in its folder."""
    message = say("{path} leads out of the folder", path=shown(path))
    hint = say("copy the file into the folder; --returns and --register name another one")
    return bad("CP604", definition, message, hint)


def missing(path: str, definition: str) -> BadInputError:
    """Return what to raise where there is no file."""
    message = say("there is no file {path}", path=shown(path))
    return bad("CP604", definition, message, say("mend the path, or bring the file"))


def refuse_changed(
    tables: Iterable[Table], stored: Callable[[str], State | None] = lambda _: None
) -> None:
    """Say which file is no longer what it was.

    Args:
        tables: the files.
        stored: says how a file in a storage of the cluster is now.

    Raises:
        BadInputError: one was written to or replaced since.
    """
    for file in (file for table in tables for file in table.files):
        if file.state is None:
            continue
        now = state_of(file.original) if file.original is not None else stored(file.path)
        if now != file.state:
            raise BadInputError(changed(file.name))


def _decoder(encoding: str, *, translate: bool) -> io.IncrementalNewlineDecoder:
    """Return a decoder that knows how lines end, and can make them all end alike."""
    return io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate)


def _escaped(pattern: str) -> str:
    """Return a pattern in which * alone stands for anything."""
    return pattern.replace("[", "[[]").replace("?", "[?]")


def _head_of(path: Path, name: str) -> tuple[str, ...]:
    with path.open("rb") as file:
        return head(file.read(LONGEST_HEAD), name)
