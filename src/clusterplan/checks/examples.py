"""Examples of each rule: what it finds, and how it should be; they are its tests too.

`examples/CODE/bad*.txt` and `good*.txt` each hold the files of a small data folder, one after the
other, each under a line `-- name --`. A name may say in brackets how the file comes about:
`(gb18030)` and `(utf-16)` are encodings, `(hex)` and `(escapes)` spell bytes out. A folder
without a plan has `examples/targets.yaml`; what it says that matters is repeated as `(part)`.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).with_name("examples")
PLAN = "targets.yaml"
PART = "part"
CONTEXT = 1
"""Lines of a plan shown before and after those that matter."""
_HEAD = re.compile(r"^-- (?P<name>\S+)(?: \((?P<how>[^)]*)\))? --$", re.MULTILINE)


class ExampleFile(Struct, frozen=True):
    """A file of an example: its name in the data folder, how it comes about, its text."""

    name: str
    how: str
    text: str

    @property
    def is_part(self) -> bool:
        """Say whether it only repeats a part of the plan that is there anyway."""
        return self.how == PART


class Example(Struct, frozen=True):
    """A small data folder that breaks a rule, or keeps it."""

    name: str
    files: tuple[ExampleFile, ...]

    @property
    def bad(self) -> bool:
        """Say whether it breaks the rule."""
        return self.name.startswith("bad")

    @property
    def plan(self) -> str:
        """The text of its plan, which is that of all examples if it brings none along."""
        own = (file.text for file in self.files if file.name == PLAN and not file.is_part)
        return next(own, None) or plan_text()


def plan_text() -> str:
    """Return the plan of examples that bring none along."""
    return (FOLDER / PLAN).read_text(encoding="utf-8")


def examples_of(code: str) -> tuple[Example, ...]:
    """Return the examples of a rule, the bad ones first."""
    return tuple(
        _read(path) for path in sorted((FOLDER / code).glob("*.txt"), key=lambda path: path.stem)
    )


def _read(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    files = (
        ExampleFile(head["name"], head["how"] or "", text[head.end() + 1 : end])
        for head, end in zip(heads, ends, strict=True)
    )
    return Example(path.stem, tuple(files))


def told_apart(example: Example, other: Example) -> tuple[ExampleFile, ...]:
    """Return what of an example matters beside another one: other files, a plan's other lines."""
    files = [file for file in example.files if file.name != PLAN or file.is_part]
    shown = files if any(file not in other.files for file in files) else []
    plans = [file for each in (example, other) for file in each.files if file.name == PLAN]
    own = [file for file in plans if not file.is_part]
    if any(file.how for file in own):
        shown += (file for file in example.files if file in own)
    elif own:
        against = other.plan if other.plan != example.plan else plan_text()
        shown.insert(0, ExampleFile(PLAN, "", _excerpt(example.plan, against)))
    return tuple(shown) or example.files


def _excerpt(text: str, other: str) -> str:
    """Return the lines of a plan that differ from another one, with what stands around them."""
    lines = text.splitlines()
    shown: set[int] = set()
    changes = SequenceMatcher(None, lines, other.splitlines(), autojunk=False).get_opcodes()
    for kind, start, end, _, _ in changes:
        if kind != "equal":
            around = range(max(start - CONTEXT, 0), min(end + CONTEXT, len(lines)))
            shown.update(_heads(lines, around.start), around)
    pieces: list[str] = []
    for at in sorted(shown):
        pieces += ["…"] if at and at - 1 not in shown else []
        pieces.append(lines[at])
    return "\n".join([*pieces, *(["…"] if len(lines) - 1 not in shown else [])])


def _heads(lines: list[str], at: int) -> set[int]:
    """Return the lines that say what a line belongs to: those above it that are less indented."""
    heads, indent = set(), _indent(lines[at])
    for above in range(at - 1, -1, -1):
        if _indent(lines[above]) < indent:
            heads.add(above)
            indent = _indent(lines[above])
    return heads


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
