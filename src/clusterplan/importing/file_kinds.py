"""Bytes to sheets: what a file is shows in its first bytes, not in its name."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from typing import TYPE_CHECKING

from clusterplan.base.extras import install
from clusterplan.base.messages import say
from clusterplan.importing.limits import (
    COPY_PART,
    MAX_FILE,
    MAX_UNPACKED,
    MAX_UNPACKED_ODS,
    UnreadableError,
    check_texts,
    locked,
)

if TYPE_CHECKING:
    from clusterplan.importing.sheets import Sheet

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE_AGAIN = say("open it in the program that made it and save it again")


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook or of a text.

    Raises:
        UnreadableError: it is neither, broken, protected, too large, or its reader is missing.
    """
    if len(data) > MAX_FILE:
        raise UnreadableError(
            say("the file is larger than {limit} bytes", limit=MAX_FILE), COPY_PART
        )
    kind = "delimited"
    if data.startswith(_ZIP):
        kind = "ods" if _is_ods(data) else "xlsx"
    elif data.startswith(_OLE):
        kind = "xls"
        if _ENCRYPTED in data:
            raise locked()
    try:
        reader = import_module(f"clusterplan.importing.{kind}")
    except ModuleNotFoundError as error:
        raise UnreadableError(
            say("reading this kind of workbook needs {package}", package=str(error.name)),
            say("run: {command}", command=install("excel")),
        ) from None
    try:
        sheets: list[Sheet] = reader.read(data)
        check_texts(sheets)
    except UnreadableError:
        raise
    except Exception as error:  # noqa: BLE001 # a broken file makes the readers raise anything
        message = say("the workbook is broken ({why})", why=type(error).__name__)
        raise UnreadableError(message, _SAVE_AGAIN) from None
    return sheets


def _is_ods(data: bytes) -> bool:
    """Say what kind of archive it is, after a look at what it would unpack to.

    Sizes are the archive's own word, but nothing unpacks to more than the size it states.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, MAX_UNPACKED)
            names = set(archive.namelist())
            ods = "mimetype" in names and archive.read("mimetype").strip() == _ODS
            if ods:
                _check_size(archive, MAX_UNPACKED_ODS)
            encrypted = ods and b"encryption-data" in archive.read("META-INF/manifest.xml")
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001 # zipfile and what unpacks for it raise a dozen of their own
        message = say("the workbook is broken: it is a zip archive that does not open")
        raise UnreadableError(message, _SAVE_AGAIN) from None
    if encrypted:
        raise locked()
    if "xl/workbook.bin" in names:
        raise UnreadableError(
            say("this is a binary workbook (.xlsb), which is not read"), say("save it as .xlsx")
        )
    if not ods and not any(name.startswith("xl/") for name in names):
        raise UnreadableError(
            say("this is a zip archive, but no workbook"), say("take the workbook out of it first")
        )
    return ods


def _check_size(archive: zipfile.ZipFile, limit: int) -> None:
    if sum(info.file_size for info in archive.infolist()) > limit:
        message = say("the workbook would unpack to more than {limit} bytes", limit=limit)
        raise UnreadableError(message, COPY_PART)
