"""What the user says of a file, against the names of the plan and the sheets of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.findings import known_words, shown
from clusterplan.base.messages import printable, say
from clusterplan.base.units import UNITS
from clusterplan.cli.exit_codes import BadValue
from clusterplan.cli.given_values import check_file_year
from clusterplan.importing.plan_names import Names
from clusterplan.importing.words import unit_hint, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.base.units import Units
    from clusterplan.importing.plan_names import Index
    from clusterplan.importing.sheets import Sheet
    from clusterplan.importing.understanding import Given
    from clusterplan.model.plan import Plan


def resolved(given: Given, plan: Plan, sheets: Sequence[Sheet]) -> Given:
    """Return what is given with ids instead of names, symbols instead of words.

    Raises:
        BadValue: a name, a unit or a sheet is not known, or a year has no file.
    """
    names = Names(plan)
    if given.year is not None:
        check_file_year(plan, given.year, "--year")
    known = [sheet.name for sheet in sheets]
    for name in given.sheets:
        if name not in known:
            message = say(
                "there is no sheet {name}; {known}", name=shown(name), known=known_words(known)
            )
            raise BadValue("--sheet", message)
    return replace(
        given,
        indicator=_identity(given.indicator, names.subjects, "--indicator"),
        entity=_identity(given.entity, names.entities, "--entity"),
        units=_units(given.units, plan.known_units),
        source=_line(given.source),
        series=_line(given.series),
    )


def _identity(name: str | None, index: Index, option: str) -> str | None:
    if name is None:
        return None
    ids = sorted(index[name])
    if len(ids) == 1:
        return ids[0]
    if ids:
        message = say("the name stands for several: {names}", names=", ".join(ids))
        raise BadValue(option, message)
    near = index.nearest(name) or say("see targets.yaml")
    raise BadValue(option, say("unknown name {text}; {near}", text=shown(name), near=near))


def _units(words: Sequence[str], known: Units) -> tuple[str, ...]:
    units: list[str] = []
    for word in words:
        unit = unit_of(word, known)
        if unit is None:
            message = say(
                "unknown unit {text}; {known}", text=shown(word), known=unit_hint(word, known)
            )
            raise BadValue("--unit", message)
        if any(UNITS[other].dimension == UNITS[unit].dimension for other in units if other != unit):
            message = say("several units fit: {names}", names=", ".join([*units, unit]))
            raise BadValue("--unit", message)
        units.append(unit)
    return tuple(units)


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
