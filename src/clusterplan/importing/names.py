"""The names of a plan, as tables write them; a name that is only near a known one is no name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clusterplan.findings import nearest
from clusterplan.importing.text import folded, narrow
from clusterplan.importing.unit_words import split_bracket, split_unit, unit_of
from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.messages import Message
    from clusterplan.plan import Indicator, Measure, Milestone, Plan

_MARKS = re.compile(r"\s*(?:[*†‡#①-⑳¹²³⁴-⁹]+|\[[0-9]{1,2}\]|[(（]注[0-9]{0,2}[)）])$")
"""A footnote mark behind a name."""
_NUMBERING = re.compile(
    r"(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.、)]|[(（][0-9一二三四五六七八九十]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
"""A number in front of a name."""


class Index:
    """Names of one kind of thing, and the ids they may stand for."""

    def __init__(self, named: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._ids: dict[str, set[str]] = {}
        self._written: list[str] = []
        self._names: set[str] = set()
        own = set()
        for identity, names in named:
            own.add(identity)
            for name in (identity, *names):
                self._ids.setdefault(folded(name), set()).add(identity)
                self._written.append(name)
            self._names |= {name for name in names if name != identity}
        for identity in own:  # an id is nobody else's name
            self._ids[folded(identity)] = {identity}

    def __getitem__(self, text: str) -> set[str]:
        """Return the ids that a text may stand for: none, one, or several."""
        return self._ids.get(folded(text), set())

    def nearest(self, text: str) -> Message | None:
        """Return "did you mean …?" for a text that is no name."""
        return nearest(text, dict.fromkeys(self._written))

    def within(self, text: str) -> set[str]:
        """Return the ids whose names a longer text holds; ids themselves do not count."""
        whole = narrow(text).casefold()
        return {
            identity
            for name in self._names
            if _holds(whole, narrow(name).casefold())
            for identity in self[name]
        }


def _holds(text: str, name: str) -> bool:
    if name not in text or not name.isascii():
        return name in text
    return re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text) is not None


class Names:
    """Every name of a plan: of indicators, milestones and measures, of entities, of groups."""

    def __init__(self, plan: Plan) -> None:
        subjects: tuple[Indicator | Milestone | Measure, ...]
        subjects = (*plan.indicators, *plan.milestones, *plan.measures)
        self.subjects = Index((item.id, (item.name.zh, item.name.en)) for item in subjects)
        self.entities = Index((entity.id, entity.all_names()) for entity in plan.entities)
        self.groups = Index((group.id, (group.name.zh, group.name.en)) for group in plan.groups)

    def nearest(self, text: str) -> Message | None:
        """Return "did you mean …?" for a text that names nothing."""
        bare = next(iter(spellings(text)))[0]
        split = split_bracket(bare)
        candidates = (bare, split[0]) if split else (bare,)
        for candidate in candidates:
            for index in (self.subjects, self.entities):
                if found := index.nearest(candidate):
                    return found
        return None


def spellings(text: str) -> Iterator[tuple[str, str | None]]:
    """Return what a text may name, with the unit behind it: whole first, then bare of marks."""
    seen = set()
    text = text.strip().rstrip(":：")
    for unmarked in (text, _MARKS.sub("", text)):
        for bare in (unmarked, _NUMBERING.sub("", narrow(unmarked).strip(), count=1)):
            for name, unit in ((bare, None), split_unit(bare) or (bare, None)):
                if (name, unit) not in seen:
                    seen.add((name, unit))
                    yield name, unit


def unknown_unit(text: str, index: Index) -> Message | None:
    """Return what is wrong with a known name behind which a bracket holds no known unit."""
    for bare, _ in spellings(text):
        split = split_bracket(bare)
        if split and index[split[0]] and unit_of(split[1]) is None:
            return say("unknown unit {text}", text=split[1])
    return None
