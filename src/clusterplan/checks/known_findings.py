"""Findings that are known: a list that lets an old data set be checked from today on.

A line per finding: file, code, record and detail (the field and what stands in it), with tabs
between; files are named as seen from the list's own folder. Lines that begin with # are remarks.
Line numbers are left out on purpose: they change with every row. A finding that is listed once
is left out once: a second one like it is told.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clusterplan.checks import RULES
from clusterplan.checks.chosen_findings import known_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clusterplan.base.findings import Finding
    from clusterplan.checks.chosen_findings import Known

HEAD = (
    "# Known findings of clusterplan validate: file, code, record, detail."
    " See clusterplan explain CODE.\n"
)
COLUMNS = range(2, 5)
"""How many columns a line has: editors cut off empty ones at its end."""


class NotKnownError(ValueError):
    """A line of a list is not a known finding; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def read_known(text: str) -> Counter[Known]:
    """Return what the lines of a list stand for, and how often.

    Raises:
        NotKnownError: a line has another shape, or a code that does not exist.
    """
    codes = {rule.code for rule in RULES}
    known: Counter[Known] = Counter()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.rstrip("\r").split("\t")
        if len(columns) not in COLUMNS or columns[1] not in codes:
            raise NotKnownError(number)
        file, code, record, detail = (*columns, "", "")[:4]
        known[file, code, record, detail] += 1
    return known


def written(findings: Iterable[Finding], known_file: Callable[[str], str]) -> str:
    """Return the list of these findings; `known_file` returns what it calls a file."""
    names = (known_as(finding, known_file(finding.file)) for finding in findings)
    lines = sorted("\t".join(name).rstrip("\t") for name in names)
    return HEAD + "".join(f"{line}\n" for line in lines)
