"""The process: signals end it in order, nothing said on stderr can make it fail, no plugin runs."""

from __future__ import annotations

import io
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

    from _typeshed import ReadableBuffer


def prepare() -> None:
    """Set up signals, stderr and plugins, before anything that takes time is imported."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # One that is ignored (nohup, a job in the background) stays ignored.
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)
    sys.stderr = _notices()
    # Else pydantic looks through all that is installed, and runs what other packages hook into it.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def silence_stdout() -> None:
    """Let what is left in the buffer go nowhere: it must not fail or block once more at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(number: int, _: FrameType | None) -> None:
    """End like a process that the signal killed, but tidy up on the way (temporary files)."""
    silence_stdout()
    raise SystemExit(128 + number)


class _Lossy(io.FileIO):
    """Loses what cannot be written."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return len(memoryview(data))


def _notices() -> io.TextIOWrapper:
    """Return a stderr for which a full disk or a reader who has gone is no reason to fail."""
    if sys.stderr is None:
        # Else the command-line library writes its errors to stdout.
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 # until the end
    return io.TextIOWrapper(
        io.BufferedWriter(_Lossy(sys.stderr.fileno(), "wb", closefd=False)),
        encoding=sys.stderr.encoding,
        errors=sys.stderr.errors,
        line_buffering=True,
    )
