"""Examples of each rule: what it finds, and how it should be; they are its tests too.

`examples/CODE/bad*.txt` and `good*.txt` each hold the files of a small data folder, one after the
other, each under a line `-- name --`. A name may say in brackets how the file comes about:
`(gb18030)` and `(utf-16)` are encodings, `(hex)` and `(escapes)` spell bytes out. A folder
without a plan has `examples/targets.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("examples")
PLAN = "targets.yaml"
_HEAD = re.compile(r"^-- (?P<name>\S+)(?: \((?P<how>[^)]*)\))? --$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A file of an example: its name in the data folder, how it comes about, its text."""

    name: str
    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A small data folder that breaks a rule, or keeps it."""

    name: str
    files: tuple[ExampleFile, ...]

    @property
    def bad(self) -> bool:
        """Say whether it breaks the rule."""
        return self.name.startswith("bad")


def plan_text() -> str:
    """Return the plan of examples that bring none along."""
    return (FOLDER / PLAN).read_text(encoding="utf-8")


def examples_of(code: str) -> tuple[Example, ...]:
    """Return the examples of a rule, the bad ones first."""
    return tuple(_read(path) for path in sorted((FOLDER / code).glob("*.txt")))


def _read(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    files = (
        ExampleFile(head["name"], head["how"] or "", text[head.end() + 1 : end])
        for head, end in zip(heads, ends, strict=True)
    )
    return Example(path.stem, tuple(files))
