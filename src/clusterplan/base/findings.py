"""What is wrong with a file: a code, a place, a sentence and a remedy.

Codes come in families: CP0xx file and encoding, CP1xx shape, CP2xx values and units, CP3xx records
against each other, CP4xx plan file, CP5xx plan against actuals, CP7xx remarks. A code never changes
its meaning.
"""

from __future__ import annotations

import difflib
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.messages import Message, printable, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_SHOWN = 80
"""Longest piece of a file that a finding repeats; more would only bury the sentence."""


PATIENCE = 30_000
"""Words that are compared with misspelt ones: a fifth of a second's work."""
MAX_FINDINGS = 1000
"""Findings told per file: nobody reads more, and a million would fill the memory."""


class Level(StrEnum):
    """How bad a finding is; only errors make a file unusable."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Rule(Struct, frozen=True):
    """What a code stands for: how things should be, why it matters, and how to mend it."""

    code: str
    level: Level
    what: Message
    why: Message
    mend: Message


def rule(code: str, what: str, why: str, mend: str, level: Level = Level.ERROR) -> Rule:
    """Make a rule; as `say` does, the name marks its texts for the catalogues."""
    return Rule(code, level, Message(what), Message(why), Message(mend))


class Finding(Struct, frozen=True):
    """One finding at one place. Line and column count from 1; line 0 means the file as a whole."""

    code: str
    level: Level
    file: str
    line: int
    column: int
    message: Message
    hint: Message | None = None
    field: str | None = None
    key: str | None = None
    value: str | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort by place, then code."""
        return (self.file, self.line, self.column, self.code, str(self.message))


class KeptFindings:
    """Findings of one file, so many of each code; the rest are only counted, by code.

    Each code by itself: a thousand findings that nobody asked for must not crowd out another one.
    """

    def __init__(self, limit: int, findings: Iterable[Finding] = ()) -> None:
        self.limit = limit
        self.findings = list(findings)
        self.beyond: Counter[str] = Counter()
        self._kept = Counter(finding.code for finding in self.findings)

    def add(self, finding: Finding) -> None:
        """Keep a finding, or count it."""
        self.tell(finding.code, lambda: finding)

    def tell(self, code: str, finding: Callable[..., Finding], *about: object) -> None:
        """Make a finding and keep it, or only count it."""
        if self._kept[code] < self.limit:
            self._kept[code] += 1
            self.findings.append(finding(*about))
        else:
            self.beyond[code] += 1


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether any finding is an error."""
    return any(finding.level is Level.ERROR for finding in findings)


def closest(word: str, known: Iterable[str], *, cutoff: float = 0.7, most: int = 1) -> list[str]:
    """Return the known words that a misspelt one is nearest to."""
    return difflib.get_close_matches(word[:MAX_SHOWN], list(known), n=most, cutoff=cutoff)


def nearest(
    word: str, known: Iterable[str], *, cutoff: float = 0.7, most: int = 1
) -> Message | None:
    """Return "did you mean …?" for a misspelt word, or None when nothing is near."""
    listed = list(known)
    matches = closest(word, listed, cutoff=cutoff, most=most)
    names = ", ".join(sorted(matches, key=listed.index))
    return say("did you mean {name}?", name=names) if matches else None


class Vocabulary:
    """Words that are known, among which the nearest to a misspelt one is looked for.

    That compares it with all of them, so many words are compared and no more: a file of which
    every name is wrong needs another remedy.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(words))
        self._compared = 0
        self._found: dict[str, Message | None] = {}

    def nearest(self, word: str) -> Message | None:
        """Return "did you mean …?" for a misspelt word, or None."""
        if word not in self._found and self._compared < PATIENCE:
            self._compared += len(self.words)
            self._found[word] = nearest(word, self.words)
        return self._found.get(word)


def known_words(words: Iterable[str], most: int = 12) -> Message:
    """Return a hint that lists what is known, or the beginning of a long list."""
    listed = list(words)
    names = ", ".join(listed[:most])
    return say("known: {names}", names=names + (", …" if len(listed) > most else ""))


def shown(text: str) -> str:
    """Make a piece of a file safe and short enough to print: no control characters."""
    return printable(text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…")
