"""The names of a plan, as tables write them; a name that is only near a known one is no name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from clusterplan.base.findings import closest, nearest
from clusterplan.base.folding import folded, narrow
from clusterplan.base.messages import say
from clusterplan.base.units import UNITS, Units
from clusterplan.importing.understanding import Near
from clusterplan.importing.words import split_bracket, split_unit, unit_hint, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Entity, Indicator, Measure, Milestone, Plan

INDICATORS, ENTITIES, DATED = "indicators", "entities", ""
KINDS = (INDICATORS, ENTITIES)
"""What can have other names in the plan, by the key of its list; milestones and measures cannot."""
NO_NAME = say("no name of the plan")
_YEAR = re.compile(r"^[0-9]{4}\s*年?度?|[(,]?\s*[0-9]{4}\s*年?度?\)?$")
_MARKS = re.compile(r"\s*(?:[*†‡#①-⑳¹²³⁴-⁹]+|\[[0-9]{1,2}\]|[(（]注[0-9]{0,2}[)）])$")
"""A footnote mark behind a name."""
_NUMBERING = re.compile(
    r"^(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.、)]|[(（][0-9一二三四五六七八九十]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
"""A number in front of a name."""


class Index:
    """Names of one kind of thing, and the ids they may stand for."""

    def __init__(self, named: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._ids: dict[str, set[str]] = {}
        self.written: list[str] = []
        self._names: set[str] = set()
        own = {}
        for identity, names in named:
            own[folded(identity)] = {identity}
            for name in (identity, *names):
                self._ids.setdefault(folded(name), set()).add(identity)
                self.written.append(name)
            self._names |= {name for name in names if name != identity}
        self._ids |= own  # an id is nobody else's name

    def __getitem__(self, text: str) -> set[str]:
        """Return the ids that a text may stand for: none, one, or several."""
        return self._ids.get(folded(text), set())

    def nearest(self, text: str) -> Message | None:
        """Return "did you mean …?" for a text that is no name."""
        return nearest(text, dict.fromkeys(self.written))

    def within(self, text: str) -> set[str]:
        """Return the ids whose names a longer text holds; ids, and names in names, do not count."""
        whole = narrow(text).casefold()
        held = [name for name in self._names if _holds(whole, narrow(name).casefold())]
        longest = [name for name in held if sum(name in other for other in held) == 1]
        return {identity for name in longest for identity in self[name]}


def _holds(text: str, name: str) -> bool:
    if name not in text or not name.isascii():
        return name in text
    return re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text) is not None


class Names:
    """Every name of a plan: of indicators, milestones and measures, of entities, of groups.

    Args:
        plan: the plan.
        meant: other names that the user confirmed, with the ids that they stand for.
    """

    def __init__(self, plan: Plan, meant: Sequence[Near] = ()) -> None:
        def every(item: Indicator | Entity, kind: str) -> tuple[str, ...]:
            own = [each.text for each in meant if (each.kind, each.id) == (kind, item.id)]
            return (*item.all_names(), *own)

        self.units = plan.known_units
        dated: tuple[Milestone | Measure, ...] = (*plan.milestones, *plan.measures)
        self.subjects = Index(
            (
                *((item.id, every(item, INDICATORS)) for item in plan.indicators),
                *((item.id, item.name.texts) for item in dated),
            )
        )
        self.entities = Index((item.id, every(item, ENTITIES)) for item in plan.entities)
        self.groups = Index((group.id, group.name.texts) for group in plan.groups)
        self._indicators = frozenset(plan.indicator)
        self.near = cache(self._near)

    def _near(self, text: str) -> Near | None:
        """Return the known name that a text is nearest to, if it stands for one thing."""
        bare = [each for each, _ in spellings(text, self.units)][-1]
        bare = _YEAR.sub("", (split_bracket(bare) or (bare,))[0]).strip()
        known = dict.fromkeys((*self.subjects.written, *self.entities.written))
        for name in closest(bare, known):
            subjects, entities = self.subjects[name], self.entities[name]
            if len(subjects) + len(entities) == 1:
                identity = next(iter(subjects or entities))
                kind = INDICATORS if identity in self._indicators else DATED
                return Near(bare, name, kind if subjects else ENTITIES, identity)
        return None

    def remedy(self, text: str) -> Message:
        """Return what to do about a text that names nothing."""
        if near := self.near(text):
            return say("did you mean {name}? also: in the plan takes more names", name=near.name)
        return say("add it to the plan, or to also: of what it stands for")


def spellings(text: str, units: Units = UNITS) -> Iterator[tuple[str, str | None]]:
    """Return what a text may name, with the unit behind it: whole first, then bare of marks."""
    seen = set()
    text = text.strip().rstrip(":：")
    for unmarked in (text, _MARKS.sub("", text)):
        for bare in (unmarked, _NUMBERING.sub("", narrow(unmarked).strip(), count=1)):
            for name, unit in ((bare, None), split_unit(bare, units) or (bare, None)):
                if (name, unit) not in seen:
                    seen.add((name, unit))
                    yield name, unit


def is_numbered(text: str) -> bool:
    """Say whether a number stands in front of a text, as in front of a chapter: 一、经济发展."""
    return _NUMBERING.match(narrow(text).strip()) is not None


def unknown_entity(text: str) -> Message:
    """Return what is wrong with a text that stands where an entity is due."""
    return say("unknown entity {text}", text=text)


def unknown_unit(text: str, index: Index, units: Units) -> tuple[Message, Message] | None:
    """Return what is wrong with a known name behind which a bracket holds no known unit.

    With it, what to do.
    """
    for bare, _ in spellings(text, units):
        split = split_bracket(bare)
        if split and index[split[0]] and unit_of(split[1], units) is None:
            return say("unknown unit {text}", text=split[1]), unit_hint(split[1], units)
    return None
