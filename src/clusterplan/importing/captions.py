"""What stands above a table: its unit, whom and which year it describes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from clusterplan.importing.labels import PART_YEAR, YEARS
from clusterplan.importing.text import narrow
from clusterplan.importing.unit_words import unit_of
from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.importing.cells import Place, Sheet
    from clusterplan.importing.labels import Labels
    from clusterplan.messages import Message

_UNITS = re.compile(r".*?(?:单位|unit|units)\s*[::]\s*([^)\]】]+?)\s*[)\]】]?", re.IGNORECASE)
_ABOUT = re.compile(
    r"\s*(?:填报单位|报送单位|填报地区|地区|县\(市、区\)|单位|entity|region|area|reported by)"
    r"\s*[::]\s*(.+?)\s*",
    re.IGNORECASE,
)
_YEAR_WITHIN = re.compile(r"(?<![0-9])([0-9]{4})\s*(?:年(?!\s*[0-9]{1,2}\s*月)|(?![0-9年.,/-]))")


class Caption(Struct, frozen=True):
    """What the lines above a table and the name of its sheet say.

    Attributes:
        subjects, entities, years: of lines that say nothing else; several settle nothing.
        units: of `单位：亿元、户`: each figure takes the one that fits it.
        spoken: years that a title mentions.
        named: entities that a title mentions.
        troubles: what makes the whole table doubtful, with its place.
    """

    subjects: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    spoken: frozenset[int] = frozenset()
    named: frozenset[str] = frozenset()
    troubles: tuple[tuple[Place, str, Message], ...] = ()


class _Notes(Struct):
    subjects: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    spoken: set[int] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    troubles: list[tuple[Place, str, Message]] = field(default_factory=list)


def read_caption(sheet: Sheet, places: Iterable[Place], labels: Labels) -> Caption:
    """Read the cells above a table; what they do not say, the name of the sheet may."""
    notes = _Notes()
    for place in dict.fromkeys(places):
        cell = sheet.cells.get(place)
        if cell is not None and isinstance(cell.value, str):
            _read(cell.value, place, labels, notes)
        elif (year := labels.read(cell).year) is not None:
            notes.years.append(year)
    tab = _Notes()
    if sheet.name:
        _read(sheet.name, (0, 0), labels, tab)
    notes.spoken |= tab.spoken
    notes.named |= tab.named
    return Caption(
        subjects=tuple(dict.fromkeys(notes.subjects or tab.subjects)),
        entities=tuple(dict.fromkeys(notes.entities or tab.entities)),
        years=tuple(dict.fromkeys(notes.years or tab.years)),
        units=tuple(dict.fromkeys(notes.units or tab.units)),
        spoken=frozenset(notes.spoken),
        named=frozenset(notes.named),
        troubles=(*notes.troubles, *(((0, 0), sheet.name, each[2]) for each in tab.troubles)),
    )


def _read(text: str, place: Place, labels: Labels, notes: _Notes) -> None:
    bare = narrow(text).strip()
    if PART_YEAR.search(bare):
        message = say("these are figures of a part of a year; a plan is judged on whole years")
        notes.troubles.append((place, text, message))
        return
    if match := _UNITS.fullmatch(bare):
        units = [unit_of(word) for word in re.split(r"[、,;/]|\band\b|和", match[1])]
        if all(units):
            notes.units += [unit for unit in units if unit]
            return
        if unit := unit_of(match[1]):
            notes.units.append(unit)
            return
    if match := _ABOUT.fullmatch(bare):
        _read_about(match[1], place, labels, notes)
        return
    said = labels.read_text(text)
    notes.subjects += [said.subject] if said.subject else []
    notes.entities += [said.entity] if said.entity and not said.subject else []
    notes.units += [said.unit] if said.unit else []
    notes.years += [said.year] if said.year else []
    notes.spoken |= {int(year) for year in _YEAR_WITHIN.findall(bare) if int(year) in YEARS}
    notes.named |= labels.names.entities.within(text)


def _read_about(name: str, place: Place, labels: Labels, notes: _Notes) -> None:
    """Read whom a table describes; an unknown one must not be taken for the plan's area."""
    if entity := labels.read_text(name).entity:
        notes.entities.append(entity)
    else:
        message = say("unknown entity {text}", text=name)
        notes.troubles.append((place, name, message))
