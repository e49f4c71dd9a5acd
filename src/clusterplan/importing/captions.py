"""What the lines around the figures state: units, whom and which year they describe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from clusterplan.folding import narrow
from clusterplan.importing.amounts import Unclear
from clusterplan.importing.labels import Role, role_of
from clusterplan.importing.names import unknown_entity
from clusterplan.importing.periods import YEARS, plain, times
from clusterplan.importing.status_words import Meant, meant_by
from clusterplan.importing.unit_words import unit_of
from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.importing.cells import Place, Sheet
    from clusterplan.importing.labels import Labels, Said
    from clusterplan.messages import Message

_UNITS = re.compile(
    r"(.*?)[(\[【]?[^\s:(\[【]*(?:单位|unit|units)\s*:\s*([^)\]】]+?)\s*[)\]】]?", re.IGNORECASE
)
_NEXT = re.compile(r"[\s;,。]+(?=[^\s:;,]+:)")
"""Between `填报单位：东镇` and `单位：万元` in one cell."""
LEFT_OUT = say("what is below it is left out")
CONCERNING = ("entity", "subject")
"""Doubts about figures of which nothing else says whose they are."""
UNKNOWN = ""
"""An indicator that a line names and the plan does not."""
SILENT = frozenset((Role.NOTE, Role.SOURCE, Role.PUBLISHED, Role.FORM))
"""Labels of what says nothing of the figures, even where it is a number or a day."""
_LABELS = SILENT | {Role.INDICATOR, Role.ENTITY, Role.UNIT, Role.YEAR}
"""What can stand before a colon."""


class Doubt(Unclear, frozen=True, kw_only=True):
    """What makes the figures below a line doubtful, until a line states its kind of fact again.

    A forecast is what the user asks for with `--status forecast`.
    """

    kind: str
    place: Place
    text: str
    hint: Message = LEFT_OUT
    wide: bool = True
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

    def with_years(self, years: Iterable[int]) -> Caption:
        """Return what holds of figures of these years: a month after them all is that of issue."""
        last = max((*years, *self.years, *self.spoken), default=YEARS.stop)
        doubts = (each for each in self.doubts if not each.month_of or each.month_of <= last)
        return replace(self, doubts=tuple(doubts))

    def with_closing(self, line: Caption) -> Caption:
        """Return what is known if a line below the figures is about them too."""
        years, entities = self.spoken | {*line.years}, self.named | {*line.entities}
        return replace(self, spoken=years, named=entities)


NOTHING_ABOVE = Caption()


class Statement(Struct, frozen=True):
    """A piece of a line: `单位：亿元`, or a text without a label, whose role is None."""

    place: Place
    role: Role | None
    text: str
    apart: bool = False
    """It stands in the cell beside its label."""


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


class _Notes(Struct):
    subjects: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    spoken: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    reached: bool = False
    named: set[str] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)


def read_lines(found: Iterable[Statement], labels: Labels) -> Caption:
    """Return what the pieces of some lines say together."""
    notes = _Notes()
    for each in found:
        if each.text and each.role not in SILENT:
            _read(each, labels, notes)
    return Caption(
        subjects=tuple(dict.fromkeys(notes.subjects)),
        entities=tuple(dict.fromkeys(notes.entities)),
        years=tuple(dict.fromkeys(notes.years)),
        units=tuple(dict.fromkeys(notes.units)),
        spoken=frozenset(notes.spoken),
        days=frozenset(notes.days),
        reached=notes.reached,
        named=frozenset(notes.named),
        doubts=tuple(notes.doubts),
    )


def _read(each: Statement, labels: Labels, notes: _Notes) -> None:
    if each.role is Role.UNIT and (units := _units(each.text)):
        notes.units += units
    elif each.role in (Role.UNIT, Role.ENTITY):
        _read_about(each, labels, notes)
    elif each.role is Role.INDICATOR:
        said = labels.read_text(each.text)
        notes.subjects.append(said.subject or UNKNOWN)
        notes.units += [said.unit] if said.unit else []
    else:
        _read_title(each, labels, notes)


def _units(text: str) -> list[str]:
    whole = unit_of(text)
    units = [unit_of(word) for word in re.split(r"[、,;/]|\band\b|和", text)]
    if all(units):
        return [unit for unit in units if unit]
    return [whole] if whole else []


def _read_about(each: Statement, labels: Labels, notes: _Notes) -> None:
    """Read whom a table describes; an unknown one must not be taken for the plan's area."""
    said = labels.read_text(each.text)
    if said.entity:
        notes.entities.append(said.entity)
        notes.years += [said.year] if said.year else []
    else:
        remedy = labels.names.remedy(each.text)
        hint = say("{remedy}; what is below it is left out", remedy=remedy)
        notes.doubts.append(_doubt("entity", each, unknown_entity(each.text), hint))


def _read_title(each: Statement, labels: Labels, notes: _Notes) -> None:
    text = plain(each.text)
    if (match := _UNITS.fullmatch(text)) and (units := _units(match[2])):
        notes.units += units
        text = match[1]
    said = labels.read_text(text)
    notes.subjects += [said.subject] if said.subject else []
    notes.entities += [said.entity] if said.entity and not said.subject else []
    notes.units += [said.unit] if said.unit else []
    notes.years += [said.year] if said.year else []
    notes.named |= labels.names.entities.within(text)
    if not said.subject:
        _read_kind(each, text, notes)
    _read_times(each, text, notes)


def _read_kind(each: Statement, text: str, notes: _Notes) -> None:
    meant = meant_by(text)
    notes.reached |= meant is Meant.REACHED
    if meant is Meant.PLANNED:
        message = say("a plan or a target, not what was reached")
        notes.doubts.append(_doubt(meant, each, message))
    elif meant is Meant.EXPECTED:
        message = say("these are forecasts, not what was reached")
        hint = say("take them as forecasts: --status forecast")
        notes.doubts.append(_doubt(meant, each, message, hint))


def _read_times(each: Statement, text: str, notes: _Notes) -> None:
    found = times(text)
    message = say("these are figures of a part of a year; a plan is judged on whole years")
    doubt = _doubt("year", each, message)
    notes.spoken |= found.years
    notes.days |= found.days
    notes.doubts += [replace(doubt, kind="month", month_of=year) for year in found.moments]
    notes.doubts += [doubt] if found.part else []


def _doubt(kind: str, each: Statement, message: Message, hint: Message = LEFT_OUT) -> Doubt:
    return Doubt(message, hint=hint, kind=kind, place=each.place, text=each.text)
