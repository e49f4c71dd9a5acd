"""Files to text: only regular files, of bounded size, in an encoding that is certain."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.findings import Finding, Level, shown
from clusterplan.base.messages import Message, say
from clusterplan.reading.limits import RAISE_LIMITS
from clusterplan.reading.lines import Text

if TYPE_CHECKING:
    from pathlib import Path

    State: TypeAlias = tuple[int, int, int, int]

CHUNK = 1 << 20
"""Bytes that are decoded at a time to look at a text, so that it is never there as a whole."""
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""What no text of a plan or a table needs, and a terminal would obey."""
_CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32), 127))
"""Those of them that are one byte, which both encodings have for nothing else."""
_FIRST_BYTES = {"utf-8": (b"\xc2", b"\xe2"), "gb18030": (b"\x81",)}
"""What the others begin with."""
MARK = "\ufeff"
"""The byte order mark, decoded."""
CHANGED = say("the file changed while it was read")
_NOT_REGULAR = say("this is not a regular file but a device, a pipe or a socket")
_REASONS = {
    errno.ENOENT: say("there is no such file (or the link leads nowhere)"),
    errno.ENOTDIR: say("this is a file, not a folder"),
    errno.EACCES: say("the file may not be read: permission denied"),
    errno.EISDIR: say("this is a folder, not a file"),
    errno.ELOOP: say("the link leads to itself"),
    errno.ENXIO: _NOT_REGULAR,
}
_UTF16 = say("UTF-16 text (Excel's “Unicode text”)")
_IMPORT = say("run clusterplan import FILE --year YEAR, or save it as CSV in UTF-8")
_SAVE = say("save it as plain text in UTF-8")
_SIGNATURES = (
    (rb"PK\x03\x04", say("an Excel workbook (.xlsx) or another zip archive"), _IMPORT),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", say("an old Excel workbook (.xls)"), _IMPORT),
    (rb"\xff\xfe|\xfe\xff", _UTF16, _IMPORT),
    (rb"[^\0]\0[^\0]\0|\0[^\0]\0[^\0]", _UTF16, _IMPORT),  # without its mark
    (rb"%PDF", say("a PDF"), _SAVE),
    (rb"(?i)(\xef\xbb\xbf)?\s*<(!doctype|html|table|\?xml)\b", say("a web page or XML"), _SAVE),
)


class Source(Struct, frozen=True):
    """The text of a file, or the findings that say why there is none."""

    file: str
    text: Text | None
    findings: tuple[Finding, ...] = ()
    path: Path | None = None
    state: State | None = None
    """What the file was like when it was read."""

    def settled(self) -> Source:
        """Return the source again, or the finding that the file has changed since it was read."""
        if self.path is None or state_of(self.path) == self.state:
            return self
        return Source(self.file, None, (changed(self.file),))


def read_source(path: Path, name: str, limit: int) -> Source:
    """Read and decode a file; `name` is what findings call it."""
    state = state_of(path)
    try:
        data = _read_bytes(path, name, limit)
    except OSError as error:
        return Source(name, None, (unreadable(name, error),))
    if isinstance(data, Finding):
        return Source(name, None, (data,))
    return replace(decode(data, name), path=path, state=state)


def decode(data: bytes, name: str) -> Source:
    """Decode bytes: a byte order mark, strict UTF-8, else strict GB18030; nothing is guessed."""
    if not data:
        hint = say("fill it, or remove it")
        return Source(name, None, (_finding(name, "CP004", say("the file is empty"), hint),))
    for signature, kind, hint in _SIGNATURES:
        if re.match(signature, data):
            message = say("this is not plain text but {kind}", kind=kind)
            remedy = hint if name.lower().endswith(".csv") else _SAVE
            return Source(name, None, (_finding(name, "CP006", message, remedy),))
    try:
        return _decoded(data, "utf-8", name)
    except UnicodeDecodeError as utf8:
        try:
            source = _decoded(data, "gb18030", name)
        except UnicodeDecodeError as chinese:
            return Source(name, None, (_undecodable(data, utf8, chinese, name),))
    message = say("the file is in GB18030 (GBK); it was read as such")
    hint = say("save it as UTF-8 to make it the same for every program")
    notice = _finding(name, "CP008", message, hint, Level.NOTICE)
    return replace(source, findings=(notice, *source.findings))


def changed(name: str, message: Message = CHANGED) -> Finding:
    """Return the finding for what is not as it was when reading began."""
    return _finding(name, "CP009", message, say("try again when nothing writes to it"))


def unreadable(name: str, error: OSError) -> Finding:
    """Return the finding for a file or folder that the system does not let us read."""
    other = say("the file cannot be read: {why}", why=str(error.strerror))
    return _finding(name, "CP001", _REASONS.get(error.errno or 0, other))


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset; CR, LF and CRLF end a line."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, offset - max(
        text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)
    )


def _read_bytes(path: Path, name: str, limit: int) -> bytes | Finding:
    # Opened without blocking, so that a named pipe without a writer cannot hang the program.
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return _finding(name, "CP002", _NOT_REGULAR)
        if found.st_size > limit:
            message = say("the file is larger than {limit} bytes", limit=limit)
            return _finding(name, "CP003", message, RAISE_LIMITS)
        data = file.read(found.st_size + 1)
    return data if len(data) == found.st_size else changed(name)


def state_of(path: Path) -> State | None:
    """Return what changes when a file is written to or replaced; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _decoded(data: bytes, encoding: str, name: str) -> Source:
    """Return a text in an encoding, or the finding that there is a control character in it.

    Raises:
        UnicodeDecodeError: it is in another encoding.
    """
    mark = MARK.encode(encoding)
    text = Text(data, encoding, len(mark) if data.startswith(mark) else 0)
    decoder = codecs.getincrementaldecoder(encoding)()
    clean, end = True, len(data)
    suspect = any(first in data for first in _FIRST_BYTES[encoding])
    try:
        for start in range(text.start, end, CHUNK):
            piece = data[start : start + CHUNK]
            decoded = decoder.decode(piece, final=start + CHUNK >= end)
            if suspect or len(piece.translate(None, _CONTROL_BYTES)) < len(piece):
                clean = clean and not CONTROL.search(decoded)
    except UnicodeDecodeError:
        data.decode(encoding)  # which says where in the whole
        raise
    return Source(name, text) if clean else Source(name, None, (_control(str(text), name),))


def _undecodable(
    data: bytes, utf8: UnicodeDecodeError, chinese: UnicodeDecodeError, name: str
) -> Finding:
    # Three bytes that make a letter of UTF-8 do not stand there by chance; two may.
    certain = re.search(rb"[\xe0-\xf4]", data[: utf8.start])
    error = utf8 if certain else max(utf8, chinese, key=lambda each: each.start)
    before = data[: error.start].decode(error.encoding, "replace").removeprefix(MARK)
    at = position(before, len(before))
    message = say(
        "byte {byte} at offset {offset} is neither UTF-8 nor GB18030; just before it: {before}",
        byte=f"0x{data[error.start]:02X}",
        offset=error.start,
        before=shown(before.splitlines()[-1][-20:] if before.splitlines() else ""),
    )
    hint = say("open the file in the program that wrote it and save it as UTF-8")
    return Finding("CP005", Level.ERROR, name, *at, message, hint)


def _control(text: str, name: str) -> Finding:
    match = CONTROL.search(text)
    char, offset = (match[0], match.start()) if match else ("", 0)
    return Finding("CP007", Level.ERROR, name, *position(text, offset), *told_of_control(char))


def told_of_control(char: str) -> tuple[Message, Message]:
    """Return what to tell of a control character."""
    message = say("a control character ({char}) stands in the text", char=f"U+{ord(char):04X}")
    return message, say("remove it")


def _finding(
    name: str,
    code: str,
    message: Message,
    hint: Message | None = None,
    level: Level = Level.ERROR,
) -> Finding:
    return Finding(code, level, name, 0, 0, message, hint)
