"""Files to text: only regular files, of bounded size, in an encoding that is certain."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterplan.findings import Finding, Level, shown
from clusterplan.messages import Message, say

if TYPE_CHECKING:
    from pathlib import Path

MAX_PLAN_BYTES = 1 << 20
"""A plan with a thousand targets has a third of this; more is not written by people."""
MAX_TABLE_BYTES = 1 << 28
"""Four times a table of a million rows."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""What no text of a plan or a table needs, and a terminal would obey."""
MARK = "\ufeff"
"""The byte order mark, decoded."""
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


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, or the findings that say why there is none."""

    file: str
    text: str | None
    findings: tuple[Finding, ...] = ()


def read_source(path: Path, name: str, limit: int) -> Source:
    """Read and decode a file; `name` is what findings call it."""
    try:
        data = _read_bytes(path, limit)
    except OSError as error:
        return Source(name, None, (unreadable(name, error),))
    if isinstance(data, Message):
        return Source(name, None, (_finding(name, "CP002", data),))
    if len(data) > limit:
        message = say("the file is larger than {limit} bytes", limit=limit)
        return Source(name, None, (_finding(name, "CP003", message),))
    return decode(data, name)


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
    findings: list[Finding] = []
    try:
        text = data.decode("utf-8").removeprefix(MARK)
    except UnicodeDecodeError as utf8:
        try:
            text = data.decode("gb18030").removeprefix(MARK)
        except UnicodeDecodeError as chinese:
            # Three bytes that make a letter of UTF-8 do not stand there by chance; two may.
            certain = re.search(rb"[\xe0-\xf4]", data[: utf8.start])
            error = utf8 if certain else max(utf8, chinese, key=lambda each: each.start)
            return Source(name, None, (_undecodable(data, error, name),))
        message = say("the file is in GB18030 (GBK); it was read as such")
        hint = say("save it as UTF-8 to make it the same for every program")
        findings.append(_finding(name, "CP008", message, hint, Level.NOTICE))
    if match := CONTROL.search(text):
        return Source(name, None, (*findings, _control(text, match, name)))
    return Source(name, text, tuple(findings))


def unreadable(name: str, error: OSError) -> Finding:
    """Return the finding for a file or folder that the system does not let us read."""
    return _finding(name, "CP001", _reason(error))


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset; CR, LF and CRLF end a line."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, offset - max(
        text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)
    )


def _read_bytes(path: Path, limit: int) -> bytes | Message:
    # Opened without blocking, so that a named pipe without a writer cannot hang the program.
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            return say("this is not a regular file but a device, a pipe or a socket")
        return file.read(limit + 1)


def _reason(error: OSError) -> Message:
    reasons = {
        errno.ENOENT: say("there is no such file (or the link leads nowhere)"),
        errno.ENOTDIR: say("this is a file, not a folder"),
        errno.EACCES: say("the file may not be read: permission denied"),
        errno.EISDIR: say("this is a folder, not a file"),
        errno.ELOOP: say("the link leads to itself"),
        errno.ENXIO: say("this is not a regular file but a device, a pipe or a socket"),
    }
    return reasons.get(
        error.errno or 0, say("the file cannot be read: {why}", why=str(error.strerror))
    )


def _undecodable(data: bytes, error: UnicodeDecodeError, name: str) -> Finding:
    before = data[: error.start].decode(error.encoding, "replace").removeprefix(MARK)
    line, column = position(before, len(before))
    message = say(
        "byte {byte} at offset {offset} is neither UTF-8 nor GB18030; just before it: {before}",
        byte=f"0x{data[error.start]:02X}",
        offset=error.start,
        before=shown(before.splitlines()[-1][-20:] if before.splitlines() else ""),
    )
    hint = say("open the file in the program that wrote it and save it as UTF-8")
    return Finding("CP005", Level.ERROR, name, line, column, message, hint)


def _control(text: str, match: re.Match[str], name: str) -> Finding:
    line, column = position(text, match.start())
    message = say("a control character ({char}) stands in the text", char=f"U+{ord(match[0]):04X}")
    return Finding("CP007", Level.ERROR, name, line, column, message, say("remove it"))


def _finding(
    name: str,
    code: str,
    message: Message,
    hint: Message | None = None,
    level: Level = Level.ERROR,
) -> Finding:
    return Finding(code, level, name, 0, 0, message, hint)
