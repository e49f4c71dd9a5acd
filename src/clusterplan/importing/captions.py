"""What the lines around the figures state: units, whom and which year they describe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from clusterplan.base.folding import narrow
from clusterplan.base.messages import say
from clusterplan.importing.labels import PART_YEAR, YEARS, Role, role_of
from clusterplan.importing.plan_names import unknown_entity
from clusterplan.importing.unit_words import unit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.importing.labels import Labels, Said
    from clusterplan.importing.sheets import Place, Sheet

_UNITS = re.compile(
    r"(.*?)[(\[【]?[^\s:(\[【]*(?:单位|unit|units)\s*:\s*([^)\]】]+?)\s*[)\]】]?", re.IGNORECASE
)
_NEXT = re.compile(r"[\s;,。]+(?=[^\s:;,]+:)")
"""Between `填报单位：东镇` and `单位：万元` in one cell."""
_NO_YEAR = re.compile(
    r"[0-9]{4}\s*年?\s*[-—–~～至到]+\s*[0-9]{4}"  # 2006—2010 is no single year
    r"|[(\[〔【〈<][0-9]{4}[)\]〕】〉>]\s*第?\s*[0-9]+\s*号"  # 国发〔2006〕32号
    r"|[0-9]{4}\s*年?(?:版|价|不变价|可比价)|年鉴\s*[-—(]?\s*[0-9]{4}|[0-9]{4}\s*年?[^\s0-9]{0,8}年鉴"
    r"|yearbook,?\s+[0-9]{4}|[0-9]{4}\s+(?:[a-z]+\s+)?(?:yearbook|prices|edition)",
    re.IGNORECASE,
)
"""Years of periods, documents, editions and prices, not of figures."""
_YEAR_WITHIN = re.compile(r"(?<![0-9])([0-9]{4})\s*(?:年(?!\s*[0-9]{1,2}\s*月)|(?![0-9年.,/-]))")
LEFT_OUT = say("what is below it is left out")
UNKNOWN = ""
"""An indicator that a line names and the plan does not."""
SILENT = frozenset((Role.NOTE, Role.SOURCE, Role.PUBLISHED, Role.FORM))
"""Labels of what says nothing of the figures, even where it is a number or a day."""
_LABELS = SILENT | {Role.INDICATOR, Role.ENTITY, Role.UNIT, Role.YEAR}
"""What can stand before a colon."""


class Doubt(Struct, frozen=True):
    """What makes the figures below a line doubtful: of a kind of fact, until it is stated again."""

    kind: str
    place: Place
    text: str
    message: Message
    hint: Message = LEFT_OUT


class Caption(Struct, frozen=True):
    """What the lines above figures and the name of their sheet say.

    Attributes:
        subjects, entities, years: of lines that say nothing else; several settle nothing.
        units: of `单位：亿元、户`: each figure takes the one that fits it.
        spoken: years that a title mentions.
        named: entities that a title mentions.
        doubts: what makes all figures doubtful.
    """

    subjects: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    spoken: frozenset[int] = frozenset()
    named: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()

    def then(self, line: Caption) -> Caption:
        """Return what holds below a further line: what it states, else what held above it."""
        doubted = {each.kind for each in line.doubts}
        about = bool(line.entities) or "entity" in doubted
        when = bool(line.years or line.spoken) or "year" in doubted
        restated = {kind for kind, said in (("entity", about), ("year", when)) if said}
        kept = tuple(year for year in self.years if not when or year in line.spoken)
        return Caption(
            subjects=line.subjects or self.subjects,
            entities=line.entities if about else self.entities,
            years=line.years or kept,
            units=line.units or self.units,
            spoken=line.spoken if when else self.spoken,
            named=line.named if about or line.named else self.named,
            doubts=(*(each for each in self.doubts if each.kind not in restated), *line.doubts),
        )

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
        named=frozenset(notes.named),
        doubts=tuple(notes.doubts),
    )


def _read(each: Statement, labels: Labels, notes: _Notes) -> None:
    if PART_YEAR.search(each.text):
        message = say("these are figures of a part of a year; a plan is judged on whole years")
        notes.doubts.append(Doubt("year", each.place, each.text, message))
    elif each.role is Role.UNIT and (units := _units(each.text)):
        notes.units += units
    elif each.role in (Role.UNIT, Role.ENTITY):
        _read_about(each, labels, notes)
    elif each.role is Role.INDICATOR:
        said = labels.read_text(each.text)
        notes.subjects.append(said.subject or UNKNOWN)
        notes.units += [said.unit] if said.unit else []
    else:
        _read_title(each.text, labels, notes)


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
        doubt = Doubt("entity", each.place, each.text, unknown_entity(each.text), hint)
        notes.doubts.append(doubt)


def _read_title(text: str, labels: Labels, notes: _Notes) -> None:
    if (match := _UNITS.fullmatch(text)) and (units := _units(match[2])):
        notes.units += units
        text = match[1]
    said = labels.read_text(text)
    notes.subjects += [said.subject] if said.subject else []
    notes.entities += [said.entity] if said.entity and not said.subject else []
    notes.units += [said.unit] if said.unit else []
    notes.years += [said.year] if said.year else []
    spoken = _YEAR_WITHIN.findall(_NO_YEAR.sub(" ", text))
    notes.spoken |= {int(year) for year in spoken if int(year) in YEARS}
    notes.named |= labels.names.entities.within(text)
