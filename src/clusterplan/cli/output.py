"""Where the text goes: stdout, or a file that is replaced in one step."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import UsageFailure
from clusterplan.cli.signals_and_streams import silence_stdout
from clusterplan.cli.terminal import format_for, options_for
from clusterplan.reading.folder_layout import PLAN_NAME, TABLE_FOLDERS, TABLES, own_files
from clusterplan.render import MACHINE_FORMATS, MAIL
from clusterplan.render.document.interface import for_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.cli.asked import Asked
    from clusterplan.render.document.blocks import Block
    from clusterplan.render.document.interface import Document

_BINARY = getattr(os, "O_BINARY", 0)


def refuse_inputs(
    output: Path | None, folders: Iterable[Path] = (), files: Iterable[Path] = ()
) -> None:
    """Refuse to write over what a plan consists of, or what a command reads besides.

    Args:
        output: a file that is to be written, by whatever name or link.
        folders: the data folders that are read; the nearest, and one round the file, are found.
        files: what else is read.

    Raises:
        UsageFailure: it is one of them, or would be one of a plan's files.
    """
    if output is None:
        return
    places = _places(output)
    around = [folder for place in places for folder in place.parents[:2]]
    plans = [each for each in (*folders, *around, *_found()) if os.path.exists(each / PLAN_NAME)]  # noqa: PTH110 # never fails
    if own := same_file(output, (file for folder in plans for file in own_files(folder))):
        what = _named(output, own)
        raise UsageFailure(say("{path} is a file of a plan: write to another one", path=what))
    if other := same_file(output, files):
        what = _named(output, other)
        raise UsageFailure(
            say("{path} is a file that is read here: write to another one", path=what)
        )
    read = [folder / name for folder in plans for name in TABLE_FOLDERS]
    for place in places:
        if place.suffix.lower() in TABLES and same_file(place.parent, read):
            what = _named(output, place)
            message = say("{path} would be read with the plan: write to another folder", path=what)
            raise UsageFailure(message)


def _places(output: Path) -> list[Path]:
    """Return where a file lies, by its name and with all links followed."""
    try:
        return [Path(os.path.abspath(output)), Path(os.path.realpath(output))]  # noqa: PTH100 # follows no link
    except OSError:  # the working folder is gone: nothing can be written in it
        return []


def _found() -> list[Path]:
    """Return where commands look for a data folder that nobody names."""
    try:
        here = Path.cwd()
    except OSError:
        return []
    return [above / "data" for above in (here, *here.parents)]


def _named(path: Path, file: Path) -> str:
    same = os.path.abspath(path) == os.path.abspath(file)  # noqa: PTH100 # a link is another name
    return str(path) if same else f"{path} ({file})"


def same_file(path: Path, others: Iterable[Path]) -> Path | None:
    """Return the one of some files that a path is, by whatever name or link."""
    for other in others:
        try:
            if path.samefile(other):
                return other
        except (OSError, ValueError):  # one of the two is not there, or cannot be
            continue
    return None


def write(text: str, output: Path | None, *, machine: bool = False) -> None:
    """Write a result.

    Args:
        text: what to write.
        output: a file, or None for stdout.
        machine: the text is for programs: UTF-8 whatever the terminal speaks, and no newline
            translation.

    Raises:
        UsageFailure: the file cannot be written, or is a plan's own, and the old one is untouched;
            or stdout cannot.
    """
    refuse_inputs(output)
    if output is not None:
        replace_file(output, text.encode("utf-8"))
        return
    if sys.stdout is None:
        raise UsageFailure(say("standard output is closed; use --output FILE"))
    try:
        _print(text, machine=machine)
    except BrokenPipeError:
        raise  # not a failure: the reader has seen enough
    except OSError as error:
        silence_stdout()  # of what is left in its buffer
        why = str(error.strerror)
        message = say("cannot write to standard output: {why}", why=why)
        raise UsageFailure(message) from None


def write_document(document: Document[Any], asked: Asked) -> None:
    """Write a document in the format that was asked for, or that fits the place.

    Raises:
        UsageFailure: it cannot be written.
    """
    name = format_for(asked)
    text = document.render(name, options_for(asked))
    write(text, asked.output, machine=name in (*MACHINE_FORMATS, MAIL))


def write_blocks(blocks: Sequence[Block], asked: Asked) -> None:
    """Write what people read and programs do not.

    Raises:
        UsageFailure: it cannot be written.
    """
    write(for_people(blocks, format_for(asked), asked.locale, options_for(asked)), asked.output)


def _print(text: str, *, machine: bool) -> None:
    if machine and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def replace_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file in one step: readers see the old one or the new one, never a part.

    Args:
        path: of the file.
        data: what it is to hold.
        private: nobody else may read it, if it is new.

    Raises:
        UsageFailure: it cannot be written, and the old one is untouched.
    """
    with writing(path):
        # A device or pipe is written to, not replaced; where it lies, like /dev/stdout, may have no
        # name. A link keeps pointing where it did.
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _write_beside(_followed(path), data, 0o600 if private else None)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say what cannot be written, and why.

    Raises:
        UsageFailure: there was an error of the system.
    """
    try:
        yield
    except OSError as error:
        message = say("cannot write {path}: {why}", path=str(path), why=str(error.strerror))
        raise UsageFailure(message) from None


def _followed(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path, strict=True))
    except FileNotFoundError:
        return path.resolve()  # a new file, or a link to one


def _write_beside(target: Path, data: bytes, mode: int | None = None) -> None:
    # A name as long as the file system allows has no room for more round it.
    temporary = target.with_name(f".{target.name[:20]}.{os.urandom(8).hex()}.tmp")
    try:
        # Made in here, so that a signal at any moment leaves nothing behind.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target) if mode is None or target.exists() else mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Return the mode of the old file, or what a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
