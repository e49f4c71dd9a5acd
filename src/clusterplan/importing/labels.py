"""What a cell of text says beside the figures: a name, a year, a unit, what a column holds."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.importing.periods import PART_OF_YEAR, is_part_of_year, plain, year_of
from clusterplan.importing.plan_names import spellings, unknown_unit
from clusterplan.importing.sheets import ODDITIES, Odd
from clusterplan.importing.words import Role, role_of, split_unit, unit_of

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.importing.plan_names import Names
    from clusterplan.importing.sheets import Cell


_PART = re.compile(
    r"(?:[(（]?[0-9一二三四五六七八九十]{1,3}[.、)）]\s*)?"
    r"(?:(?:其中|of which|(?:包括|including|incl\.?)(?=\s*(?::|$)))\s*[:,]?|#(?=\s*[^\s#]))\s*(.*)",
    re.IGNORECASE,
)
"""The words for a part of what stands before it."""
OWN_ENTITY = folded("entity")
"""The head of our own column of entities, where empty stands for the plan's area."""
_NAMING = ("名称", "name")
_TOTALS = "合计 | 总计 | 小计 | 共计 | total | totals | grand total | subtotal | sum"
TOTALS = frozenset(folded(word) for word in _TOTALS.split("|"))
_YEAR_IN_FRONT = re.compile(r"([0-9]{4})\s*(?:年度|年)?\s*([^0-9\s./~-].*)")
_YEAR_BEHIND = re.compile(r"(.+?)\s*[(,]?\s*(?<![0-9])([0-9]{4})\s*(?:年度|年)?\)?")


class Said(Struct, frozen=True):
    """What a label says; a fact that it does not state is None.

    `part` are the words 其中：, and what stands behind them is said too where it is known.
    """

    role: Role | None = None
    subject: str | None = None
    entity: str | None = None
    year: int | None = None
    unit: str | None = None
    total: bool = False
    part: bool = False
    trouble: Message | None = None
    hint: Message | None = None

    def __bool__(self) -> bool:
        """Say whether it says anything."""
        return self != NOTHING_SAID


NOTHING_SAID = Said()
"""What an empty cell says, and one that is not understood."""


class Labels:
    """Reads labels against the names of a plan."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.read_text = cache(self._read_text)

    def read(self, cell: Cell | None) -> Said:
        """Return what a cell says; nothing for an empty one, for figures and for unknown texts."""
        match cell.value if cell else None:
            case Decimal() as number:
                return Said(year=year_of(f"{number:f}"))
            case str() as text:
                return self.read_text(text)
            case Odd() as oddity:
                return Said(trouble=ODDITIES[oddity])
        return NOTHING_SAID

    def _read_text(self, text: str) -> Said:
        text = plain(text)
        if found := self._alone(text) or self._with_year(text):
            return found
        if is_part_of_year(text):
            return Said(trouble=PART_OF_YEAR, hint=say("take figures of whole years"))
        if match := _PART.fullmatch(text):
            return replace(self.read_text(match[1]) if match[1] else NOTHING_SAID, part=True)
        for index in (self.names.subjects, self.names.entities):
            if wrong := unknown_unit(text, index, self.names.units):
                return Said(trouble=wrong[0], hint=wrong[1])
        return NOTHING_SAID

    def _alone(self, text: str) -> Said:
        bare = folded(text).rstrip(":")
        if (year := year_of(bare)) is not None:
            return Said(year=year)
        if bare in TOTALS:
            return Said(total=True)
        role = role_of(bare) or (Role.ENTITY if self.names.groups[text] else None)
        if role is None and bare.endswith(_NAMING):
            role = Role.NAME
        if (named := self._named(text)) or role:
            return replace(named, role=role)
        split = split_unit(text, self.names.units)  # 数值（亿元）
        if split and role_of(split[0]) is Role.VALUE:
            return Said(role=Role.VALUE, unit=split[1])
        return Said(unit=self._unit(text) or self._unit(text.strip("()[]【】")))

    def _unit(self, text: str) -> str | None:
        return unit_of(text.rstrip(":："), self.names.units)

    def _named(self, text: str) -> Said:
        for name, unit in spellings(text, self.names.units):
            subjects, entities = self.names.subjects[name], self.names.entities[name]
            if len(subjects) > 1 or len(entities) > 1:
                ids = ", ".join(sorted(subjects | entities))
                message = say("the name stands for several: {names}", names=ids)
                return Said(trouble=message, hint=say("write the id of the one that is meant"))
            if subjects or entities:
                subject, entity = next(iter(subjects), None), next(iter(entities), None)
                return Said(subject=subject, entity=entity, unit=unit)
        return NOTHING_SAID

    def _with_year(self, text: str) -> Said:
        """Read `2008年增加值(亿元)`, `2008 actual`, `增加值(2008年)`."""
        for pattern, year, rest in ((_YEAR_IN_FRONT, 1, 2), (_YEAR_BEHIND, 2, 1)):
            match = pattern.fullmatch(text)
            if match and (number := year_of(match[year])) and (said := self._alone(match[rest])):
                return replace(said, year=number)
        return NOTHING_SAID
