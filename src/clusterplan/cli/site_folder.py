"""The folder of a site or an export: what in it is ours, how files get there and go again.

The manifest names every file that was made. What it does not name is somebody else's, and stays
as it is.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from msgspec import Struct

import clusterplan
from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import BadValue, UsageFailure, cannot_read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from clusterplan.cli.many_plans import Question

MANIFEST = "manifest.json"
FORMAT = "clusterplan.site/1"
BEFORE = "before.json"
"""The report that the changes of a plan are told against, beside those of its years."""
_UNIX = 3
"""What an archive calls the system whose permissions it has."""
_OURS = re.compile(r"(?!.*(^|/)\.\.?(/|$))[A-Za-z0-9_~.-]+(/[A-Za-z0-9_~.-]+)*")
"""The names that a manifest may have: none leads out of the folder."""


class Entry(Struct, frozen=True):
    """A plan of a site: where it is, what it was made of, and every file of it.

    Attributes:
        folder: the name of its folders.
        input: the hash of the files that it was made of.
        year: its newest year with a figure.
        report: the hash of the report of that year.
        before: the hash of the report that changes are told against; empty where there is none.
        languages: those that it has names in.
        files: all that was made for it.
    """

    folder: str
    input: str
    year: int
    report: str
    before: str
    languages: tuple[str, ...]
    files: tuple[str, ...]


class Manifest(Struct, frozen=True):
    """All that was made: by what, in which languages, for each plan, and for all together.

    `unfinished` are the folders of plans that were at work when the manifest was written.
    """

    format: str = FORMAT
    made_by: str = ""
    languages: tuple[str, ...] = ()
    plans: dict[str, Entry] = {}
    files: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()

    @property
    def own(self) -> set[str]:
        """Return the names of all files."""
        return {
            MANIFEST,
            *self.files,
            *(name for each in self.plans.values() for name in each.files),
        }


class ForeignFile(Exception):  # noqa: N818 # not an error in the program
    """A file that is to be written is there already, and is not ours.

    Its arguments are its path, and the folder of the plan that it was to be of, if of any.
    """

    @property
    def refusal(self) -> UsageFailure:
        """Return the end of the command that was to write it."""
        message = say(
            "{path} is there already, and was not made by clusterplan: move it away, or name"
            " another folder",
            path=str(self.args[0]),
        )
        return UsageFailure(message)


def refuse_within(output: Path, folders: Iterable[Path]) -> None:
    """Refuse to write among the files of a plan.

    Raises:
        BadValue: the output lies in one of these data folders.
    """
    place = Path(os.path.realpath(output))
    for folder in folders:
        if place.is_relative_to(os.path.realpath(folder)):
            message = say(
                "{path} lies in the data folder {folder}: name one outside of it",
                path=str(output),
                folder=str(folder),
            )
            raise BadValue("--output", message)


def read_manifest(root: Path, form: str = FORMAT) -> Manifest | None:
    """Return the manifest of what was made in a folder, None where there is none.

    Raises:
        UsageFailure: it cannot be read, or is none of this format.
    """
    path = root / MANIFEST
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot_read(str(path), error) from None
    except msgspec.MsgspecError:
        found = Manifest(format="")
    if found.format != form or not all(map(_OURS.fullmatch, found.own)):
        message = say(
            "{file} is no manifest that this command wrote: name another folder", file=str(path)
        )
        raise UsageFailure(message)
    return found


def put_manifest(root: Path, manifest: Manifest) -> None:
    """Write the manifest of what was made in a folder."""
    put(root, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def refuse_foreign(root: Path, names: Iterable[str], own: Collection[str], of: str = "") -> None:
    """Refuse to write over what is not ours.

    Args:
        root: the folder of the site.
        names: the files that are to be written.
        own: the names of those that are ours.
        of: the folder of the plan.

    Raises:
        ForeignFile: one is there, and is not ours.
    """
    for name in names:
        if name not in own and os.path.lexists(root / name):
            raise ForeignFile(str(root / name), of)


def put(root: Path, name: str, data: bytes) -> bool:
    """Write a file if it is not there as it is; say whether it was written."""
    return bool(put_all(root, {name: data}))


def put_all(root: Path, files: Mapping[str, bytes]) -> int:
    """Write those of some files that are not there as they are, or none if one cannot be written.

    Returns:
        How many were written.
    """
    with contextlib.ExitStack() as stack:
        written: dict[Path, Path] = {}
        for name, data in files.items():
            path = root / name
            if not (path.is_file() and path.read_bytes() == data):
                written[path] = stack.enter_context(_beside(path))
                written[path].write_bytes(data)
        for path, temporary in written.items():
            temporary.replace(path)
    return len(written)


def put_archive(root: Path, name: str, files: Iterable[str]) -> bool:
    """Write an archive of files if it is not there as it is; the same files, the same bytes."""
    path = root / name
    with _beside(path) as temporary:
        with ZipFile(temporary, "w", ZIP_DEFLATED) as archive:
            for each in files:
                info = ZipInfo(each)  # of the first day that the format knows
                info.compress_type, info.create_system = ZIP_DEFLATED, _UNIX
                info.external_attr = 0o644 << 16
                archive.writestr(info, (root / each).read_bytes())
        if path.is_file() and filecmp.cmp(path, temporary, shallow=False):
            return False
        temporary.replace(path)
    return True


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Return the name of a file that may become another, and is gone if it does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:20]}.{os.urandom(6).hex()}.tmp")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def remove(root: Path, names: Iterable[str]) -> int:
    """Remove files, and folders that are empty without them; return how many files there were."""
    count = 0
    for name in names:
        path = root / name
        if os.path.lexists(path):
            path.unlink()
            count += 1
        for above in list(Path(name).parents)[:-1]:
            with contextlib.suppress(OSError):  # others have something in it
                (root / above).rmdir()
    return count


def digest(data: bytes) -> str:
    """Return the hash of a content."""
    return hashlib.sha256(data).hexdigest()


def digest_of(files: Iterable[Path]) -> str:
    """Return the hash of files, their names and contents."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.name}\0{digest(path.read_bytes())}\n".encode())
    return whole.hexdigest()


def made_by(question: Question) -> str:
    """Return the hash of the program and of what it was asked: other pages come of another one."""
    package = Path(clusterplan.__file__).parent
    files = (path for path in package.rglob("*") if path.suffix not in ("", ".pyc"))
    asked = f"{digest_of(sorted(files))} {question.day} {question.asked.published_only}"
    return digest(asked.encode())
