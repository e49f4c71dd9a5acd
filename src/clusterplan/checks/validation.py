"""What `validate` tells of a data folder: findings chosen, known ones left out, a cap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.findings import MAX_FINDINGS, Level, has_errors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from clusterplan.findings import Finding

    Known: TypeAlias = tuple[str, str, str]

MADE_UP = "CP310"
"""The notice that `--strict` turns into an error: a gate for statistics lets no invention pass."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to tell: codes or beginnings of codes, how strictly, and what is known already."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    known: frozenset[Known] = frozenset()
    limit: int = MAX_FINDINGS


@dataclass(frozen=True, slots=True)
class Validation:
    """The findings to tell, sorted by place, and how many there are beside them."""

    files: int
    records: int
    findings: tuple[Finding, ...]
    suppressed: int = 0
    truncated: int = 0

    @property
    def failed(self) -> bool:
        """Say whether any of them is an error."""
        return has_errors(self.findings)

    def count(self, level: str) -> int:
        """Return how many findings of a level are told."""
        return sum(finding.level == level for finding in self.findings)


def known_as(finding: Finding) -> Known:
    """Return what a finding is known by: file, code and record, not line, which will change."""
    return PurePath(finding.file).name, finding.code, finding.key or finding.field or ""


def sifted(
    findings: Iterable[Finding],
    wishes: Wishes,
    *,
    files: int,
    records: int,
    truncated: Counter[tuple[str, str]] | None = None,
) -> Validation:
    """Choose among findings.

    Args:
        findings: all that was found, in any order.
        wishes: what to tell.
        files: how many files were read.
        records: how many records they hold.
        truncated: by file and code, findings that the readers counted but did not keep.
    """
    chosen, suppressed = [], 0
    for finding in findings:
        if wishes.select and not finding.code.startswith(wishes.select):
            continue
        if finding.code.startswith(wishes.ignore or ("-",)) or known_as(finding) in wishes.known:
            suppressed += 1
            continue
        chosen.append(_judged(finding, strict=wishes.strict))
    chosen.sort(key=lambda finding: finding.order)
    kept, over = _capped(chosen, wishes.limit)
    beyond = over + sum((truncated or Counter()).values())
    return Validation(files, records, tuple(kept), suppressed, beyond)


def _judged(finding: Finding, *, strict: bool) -> Finding:
    if strict and (finding.level is Level.WARNING or finding.code == MADE_UP):
        return replace(finding, level=Level.ERROR)
    return finding


def _capped(findings: Collection[Finding], limit: int) -> tuple[list[Finding], int]:
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.file] += 1
        if seen[finding.file] <= limit:
            kept.append(finding)
    return kept, len(findings) - len(kept)
