"""Findings that are known: a list that lets an old data set be checked from today on.

A line per finding: the file's name, the code, and the record or field, separated by tabs. Lines
that begin with # are remarks. Line numbers are left out on purpose: they change with every row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.checks.validation import known_as

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.checks.validation import Known
    from clusterplan.findings import Finding

HEAD = (
    "# Known findings of clusterplan validate: file, code, record. See clusterplan explain CODE.\n"
)


def read_known(text: str) -> frozenset[Known]:
    """Return what the lines of a list stand for; lines of another shape mean nothing."""
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return frozenset((line[0], line[1], line[2]) for line in lines if len(line) == 3)  # noqa: PLR2004 # as above


def written(findings: Iterable[Finding]) -> str:
    """Return the list of these findings."""
    lines = sorted({"\t".join(known_as(finding)) for finding in findings})
    return HEAD + "".join(f"{line}\n" for line in lines)
