"""Files of foreign tables that a command is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import UsageFailure, cannot_read
from clusterplan.importing.limits import MAX_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from clusterplan.base.messages import Message


def content_of(file: Path) -> bytes:
    """Return the bytes of a file, one more than may be read at most.

    Raises:
        UsageFailure: it is not there, or cannot be read.
    """
    try:
        if not file.is_file():
            raise UsageFailure(say("there is no file {path}", path=str(file)))
        with file.open("rb") as opened:
            return opened.read(MAX_FILE + 1)
    except OSError as error:
        raise cannot_read(str(file), error) from None


def unreadable(place: str | Message, message: Message, hint: Message | None) -> Message:
    """Return what is wrong with a file or a place in it, and what to do."""
    if hint is None:
        return say("{file}: {message}", file=place, message=message)
    return say("{file}: {message} ({hint})", file=place, message=message, hint=hint)
