"""`clusterplan init`: a small plan to begin one's own with."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import as_given
from clusterplan.cli.exit_codes import OK, UsageFailure
from clusterplan.cli.output import replace_file, writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


def init(asked: Asked, folder: Path) -> int:
    """Run `clusterplan init`; return the exit code."""
    with writing(folder):
        _require_empty(folder)
    template = files("clusterplan") / "templates" / asked.locale.language
    for path, content in _files(template, folder):
        with writing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    if not asked.quiet:
        asked.notice(
            say(
                "clusterplan: made {folder}; now: clusterplan check --data {given}",
                folder=str(folder),
                given=as_given(folder),
            )
        )
    return OK


def _require_empty(folder: Path) -> None:
    if folder.is_symlink() and not folder.exists():
        raise UsageFailure(say("{path} is a link that leads nowhere", path=str(folder)))
    if folder.exists() and not folder.is_dir():
        raise UsageFailure(say("{path} is no folder", path=str(folder)))
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageFailure(say("{path} is not empty; nothing was written", path=str(folder)))


def _files(template: Traversable, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Return what to write, the plan last: without it there is no plan, rather than half of one."""
    for each in sorted((template / "actuals").iterdir(), key=lambda file: file.name):
        yield folder / "actuals" / each.name, each.read_bytes()
    for name in ("README.md", "targets.yaml"):
        yield folder / name, (template / name).read_bytes()
