"""What the lines around the figures state: units, whom and which year they describe."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.folding import narrow
from clusterplan.base.messages import say
from clusterplan.importing.periods import PART_OF_YEAR, YEARS, plain, times
from clusterplan.importing.plan_names import unknown_entity
from clusterplan.importing.words import Meant, Role, meant_by, role_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.importing.labels import Labels, Said
    from clusterplan.importing.sheets import Place, Sheet

_Fact = TypeVar("_Fact", str, int, "Doubt")
_UNITS = re.compile(
    r"(.*?)[(\[【]?[^\s:(\[【]*(?:单位|unit|units)\s*:\s*([^)\]】]+?)\s*[)\]】]?", re.IGNORECASE
)
_NEXT = re.compile(r"[\s;,。]+(?=[^\s:;,]+:)")
"""Between `填报单位：东镇` and `单位：万元` in one cell."""
LEFT_OUT = say("what is below it is left out")
CONCERNING = ("entity", "subject")
"""Doubts about figures of which nothing else says whose they are."""
_NOT_REACHED = {
    Meant.PLANNED: (say("a plan or a target, not what was reached"), LEFT_OUT),
    Meant.EXPECTED: (
        say("these are forecasts, not what was reached"),
        say("take them as forecasts: --status forecast"),
    ),
}
UNKNOWN = ""
"""An indicator that a line names and the plan does not."""
SILENT = frozenset((Role.NOTE, Role.SOURCE, Role.PUBLISHED, Role.FORM))
"""Labels of what says nothing of the figures, even where it is a number or a day."""
_LABELS = SILENT | {Role.INDICATOR, Role.ENTITY, Role.UNIT, Role.YEAR}
"""What can stand before a colon."""


class Doubt(Struct, frozen=True):
    """What makes the figures below a line doubtful, until a line states its kind of fact again.

    A forecast is what the user asks for with `--status forecast`.
    """

    kind: str
    place: Place
    text: str
    message: Message
    hint: Message = LEFT_OUT
    month_of: int | None = None
    """A year of which it names a month: of issue, where all years of the figures are before it."""


class Caption(Struct, frozen=True):
    """What the lines above figures and the name of their sheet say.

    Attributes:
        subjects, entities, years: of lines that say nothing else; several settle nothing.
        units: of `单位：亿元、户`: each figure takes the one that fits it.
        spoken: years that a title mentions.
        days: years of days on which a title says that it was issued.
        named: entities that a title mentions.
        reached: it says that figures are what was reached.
        doubts: what makes figures doubtful.
    """

    subjects: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    spoken: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    named: frozenset[str] = frozenset()
    reached: bool = False
    doubts: tuple[Doubt, ...] = ()

    def then(self, line: Caption) -> Caption:
        """Return what holds below a further line: what it states, else what held above it."""
        doubted = {each.kind for each in line.doubts}
        about = bool(line.entities) or "entity" in doubted
        when = bool(line.years or line.spoken) or "year" in doubted
        meant = line.reached or bool(doubted & {*Meant})
        restated = {"entity"} if about else set[str]()
        restated |= {"year", "month"} if when else set()
        restated |= {*Meant} if meant else set()
        kept = tuple(year for year in self.years if not when or year in line.spoken)
        return Caption(
            subjects=line.subjects or self.subjects,
            entities=line.entities if about else self.entities,
            years=line.years or kept,
            units=line.units or self.units,
            spoken=line.spoken if when else self.spoken,
            days=self.days | line.days,
            named=line.named if about or line.named else self.named,
            doubts=(*(each for each in self.doubts if each.kind not in restated), *line.doubts),
        )

    def doubt(self, kind: str) -> Doubt | None:
        """Return what makes a kind of fact doubtful."""
        return next((each for each in self.doubts if each.kind == kind), None)

    def lasting(self) -> Caption:
        """Return what the name of a sheet says: no line makes a whole year of its part of one."""
        doubts = (
            replace(each, kind="sheet") if each.kind in ("year", "month") else each
            for each in self.doubts
        )
        return replace(self, doubts=tuple(doubts))

    def around(self, years: Iterable[int], below: Caption) -> Caption:
        """Return what is known of figures of these years, if a line below is about them too.

        A month after them all is that of issue.
        """
        spoken, named = self.spoken | {*below.years}, self.named | {*below.entities}
        last = max((*years, *self.years, *spoken), default=YEARS.stop)
        doubts = (each for each in self.doubts if not each.month_of or each.month_of <= last)
        return replace(self, spoken=spoken, named=named, doubts=tuple(doubts))


NOTHING_ABOVE = Caption()


class Statement(Struct, frozen=True):
    """A piece of a line: `单位：亿元`, or a text without a label, whose role is None."""

    place: Place
    role: Role | None
    text: str
    apart: bool = False
    """It stands in the cell beside its label."""

    def doubt(
        self, kind: str, message: Message, hint: Message = LEFT_OUT, month_of: int | None = None
    ) -> Doubt:
        """Return what it makes doubtful."""
        return Doubt(kind, self.place, self.text, message, hint, month_of)


def statements(sheet: Sheet, row: int, labels: Labels) -> list[Statement]:
    """Return the pieces of a row: labels with what they say, and the rest."""
    found: list[Statement] = []
    label: Role | None = None
    for place in dict.fromkeys(sheet.owner(row, column) for column in sheet.rows[row]):
        cell = sheet.cells[place]
        for text in _NEXT.split(narrow(cell.text).strip()):
            role, said = _labelled(text)
            apart = role is None and label is not None and _fits(label, labels.read(cell))
            found.append(Statement(place, label if apart else role, said, apart))
            label = role if not said else None
    return found


def _labelled(text: str) -> tuple[Role | None, str]:
    bare = text[1:].rstrip(")]】") if text[:1] in ("(", "[", "【") else text
    word, colon, said = bare.partition(":")
    role = role_of(word) if colon else None
    return (role, said.strip()) if role in _LABELS else (None, text)


def _fits(label: Role, said: Said) -> bool:
    """Say whether a cell holds what the label beside it asks for, rather than a further head."""
    facts = {Role.ENTITY: said.entity, Role.UNIT: said.unit, Role.YEAR: said.year}
    return label in SILENT or bool(facts.get(label))


def is_line(found: Sequence[Statement], figure: Callable[[int, int], bool]) -> bool:
    """Say whether a row is a line like 填报单位：… 2008年 单位：亿元: it has labels, no figures."""
    loose = [each for each in found if each.role is None]
    labelled = [each for each in found if each.role in SILENT or (each.role and each.text)]
    apart = any(each.apart and each.role not in SILENT for each in labelled)
    if any(figure(*each.place) for each in loose) or (loose and apart):
        return False
    return bool(labelled) or any((unit := _UNITS.fullmatch(e.text)) and not unit[1] for e in loose)


def read_lines(found: Iterable[Statement], labels: Labels) -> Caption:
    """Return what the pieces of some lines say together."""
    said = [_read(each, labels) for each in found if each.text and each.role not in SILENT]
    return Caption(
        subjects=_joined(each.subjects for each in said),
        entities=_joined(each.entities for each in said),
        years=_joined(each.years for each in said),
        units=_joined(each.units for each in said),
        spoken=frozenset[int]().union(*(each.spoken for each in said)),
        days=frozenset[int]().union(*(each.days for each in said)),
        named=frozenset[str]().union(*(each.named for each in said)),
        reached=any(each.reached for each in said),
        doubts=_joined(each.doubts for each in said),
    )


def _joined(parts: Iterable[tuple[_Fact, ...]]) -> tuple[_Fact, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _read(each: Statement, labels: Labels) -> Caption:
    text = plain(each.text)
    units = _units(text, labels) if each.role is Role.UNIT else ()
    if units:
        return Caption(units=units)
    when = times(text)
    doubts = [each.doubt("month", PART_OF_YEAR, LEFT_OUT, year) for year in when.moments]
    doubts += [each.doubt("year", PART_OF_YEAR)] if when.part else []
    if each.role is None or each.role is Role.YEAR:
        found = _read_title(each, text, labels)
        found = replace(found, spoken=when.years, days=when.days)
    else:
        found = _read_named(each, text, labels)
    return replace(found, doubts=(*found.doubts, *doubts))


def _units(text: str, labels: Labels) -> tuple[str, ...]:
    """Return the units of a line; 元/人 may be two of them or their quotient."""
    whole, *units = (
        unit_of(word, labels.names.units) for word in (text, *re.split(r"[、,;/]|\band\b|和", text))
    )
    stated = [whole, *units] if all(units) else [whole]
    return tuple(dict.fromkeys(unit for unit in stated if unit))


def _read_named(each: Statement, text: str, labels: Labels) -> Caption:
    """Read what or whom a table describes; an unknown entity is not taken for the plan's area."""
    said = labels.read_text(text)
    if each.role is Role.INDICATOR:
        return Caption(subjects=(said.subject or UNKNOWN,), units=_stated(said.unit))
    if said.entity:
        return Caption(entities=(said.entity,), years=_stated(said.year))
    remedy = labels.names.remedy(each.text)
    hint = say("{remedy}; what is below it is left out", remedy=remedy)
    return Caption(doubts=(each.doubt("entity", unknown_entity(each.text), hint),))


def _read_title(each: Statement, text: str, labels: Labels) -> Caption:
    units: tuple[str, ...] = ()
    if (match := _UNITS.fullmatch(text)) and (units := _units(match[2], labels)):
        text = match[1]
    said = labels.read_text(text)
    meant = None if said.subject else meant_by(text)
    return Caption(
        subjects=_stated(said.subject),
        entities=() if said.subject else _stated(said.entity),
        years=_stated(said.year),
        units=(*units, *_stated(said.unit)),
        named=frozenset(labels.names.entities.within(text)),
        reached=meant is Meant.REACHED,
        doubts=(each.doubt(meant, *_NOT_REACHED[meant]),) if meant in _NOT_REACHED else (),
    )


def _stated(fact: _Fact | None) -> tuple[_Fact, ...]:
    return () if fact is None else (fact,)
