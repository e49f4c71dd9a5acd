"""What `validate` tells of a data folder: findings chosen, known ones left out, a cap."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from clusterplan.base.findings import MAX_FINDINGS, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from clusterplan.base.findings import Finding

    Known: TypeAlias = tuple[str, str, str, str]

MADE_UP = ("CP310", "CP714")
"""The notices that `--strict` turns into errors: a gate for statistics lets no invention pass."""


class Wishes(Struct, frozen=True):
    """What to tell: codes or beginnings of codes, how strictly, and what is known already.

    Attributes:
        select: tell only these; empty for all.
        ignore: leave these out.
        strict: warnings and made-up figures are errors.
        known: how many findings are known by each name, see `known_as`.
        known_file: returns what the list of known findings calls a file.
        limit: how many findings to tell per file.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    known: Mapping[Known, int] = field(default_factory=dict)
    known_file: Callable[[str], str] = str
    limit: int = MAX_FINDINGS

    @property
    def kept(self) -> int:
        """Return how many findings of a code the readers must keep for so many to be told."""
        return self.limit + sum(self.known.values())

    def wants(self, code: str) -> bool:
        """Say whether a code is among those asked for."""
        return not self.select or code.startswith(self.select)

    def ignores(self, code: str) -> bool:
        """Say whether a code is to be left out."""
        return bool(self.ignore) and code.startswith(self.ignore)


class Validation(Struct, frozen=True):
    """The findings to tell, sorted by place, and how many there are beside them.

    Attributes:
        files: how many files were looked at.
        records: how many records they hold.
        findings: what to tell, so many per file.
        counts: how many findings of each level there are, those over the cap included.
        suppressed: how many were left out, as ignored or known.
        truncated: how many are over the cap.
        outdated: how many findings are on the list of known ones and were not found.
    """

    files: int
    records: int
    findings: tuple[Finding, ...]
    counts: Mapping[Level, int]
    suppressed: int = 0
    truncated: int = 0
    outdated: int = 0

    @property
    def failed(self) -> bool:
        """Say whether there is an error, told or over the cap."""
        return self.counts.get(Level.ERROR, 0) > 0


def known_as(finding: Finding, file: str) -> Known:
    """Return what a finding is known by: its file, code, record and detail.

    The line is no part of it, for it changes with every row; what stands in the file is, so that
    another mistake in the same record is another finding.
    """
    detail = (finding.field or "").rpartition(".")[2]
    parts = ("" if detail.isdecimal() else detail, finding.value)
    return file, finding.code, finding.key or "", "=".join(part for part in parts if part)


def sifted(
    findings: Iterable[Finding],
    wishes: Wishes,
    *,
    files: Collection[str],
    records: int,
    beyond: Mapping[tuple[str, str], int] | None = None,
) -> Validation:
    """Choose among findings.

    Args:
        findings: all that was found, in any order.
        wishes: what to tell.
        files: the names of the files that were read.
        records: how many records they hold.
        beyond: by file and code, findings that the readers counted but did not keep.
    """
    known = Counter(wishes.known)
    chosen, suppressed = [], 0
    for finding in sorted(findings, key=lambda each: each.order):
        if not wishes.wants(finding.code):
            continue
        name = known_as(finding, wishes.known_file(finding.file))
        if wishes.ignores(finding.code) or known[name] > 0:
            known[name] -= known[name] > 0
            suppressed += 1
            continue
        chosen.append(_judged(finding, strict=wishes.strict))
    counts = Counter(finding.level for finding in chosen)
    levels = {finding.code: finding.level for finding in chosen}
    kept = _capped(chosen, wishes.limit)
    for (_, code), count in (beyond or {}).items():
        if code in levels:
            counts[levels[code]] += count
        elif wishes.ignores(code) and wishes.wants(code):
            suppressed += count
    truncated = counts.total() - len(kept)
    outdated = _outdated(+known, wishes, {wishes.known_file(file) for file in files})
    return Validation(len(files), records, kept, counts, suppressed, truncated, outdated)


def _outdated(left: Counter[Known], wishes: Wishes, files: Collection[str]) -> int:
    """Return how many known findings should have been found."""
    return sum(
        count
        for (file, code, *_), count in left.items()
        if file in files and wishes.wants(code) and not wishes.ignores(code)
    )


def _judged(finding: Finding, *, strict: bool) -> Finding:
    if strict and (finding.level is Level.WARNING or finding.code in MADE_UP):
        return replace(finding, level=Level.ERROR)
    return finding


def _capped(findings: Iterable[Finding], limit: int) -> tuple[Finding, ...]:
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.file] += 1
        if seen[finding.file] <= limit:
            kept.append(finding)
    return tuple(kept)
