"""Days, years, ids and methods that a user gives, read and held against what there is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clusterplan.base.findings import nearest, shown
from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import BadValue
from clusterplan.methods import ALL, SECOND_OPINIONS
from clusterplan.reading.csv_cells import parse_published

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Plan


MOST_NAMED = 12
"""Targets that are named to whom means one of them."""


def parse_year(text: str, parameter: str = "YEAR") -> int:
    """Read four ASCII digits."""
    if not re.fullmatch(r"[0-9]{4}", text):
        message = say("{text} is not a year: write four digits, like 2008", text=f"'{text}'")
        raise BadValue(parameter, message)
    return int(text)


def check_year(plan: Plan, year: int, parameter: str = "YEAR") -> None:
    """Refuse a year that the plan does not have."""
    if year not in plan.years:
        first, last = plan.years[0], plan.years[-1]
        message = say(
            "{year} is not a year of the plan: it runs from {first} to {last}",
            year=f"{year:04}",
            first=str(first),
            last=str(last),
        )
        raise BadValue(parameter, message)


def check_file_year(plan: Plan, year: int, parameter: str = "YEAR") -> None:
    """Refuse a year that has no file in the plan."""
    years = plan.file_years
    if year not in years:
        message = say(
            "{year} has no file in this plan: they run from {first} to {last}",
            year=f"{year:04}",
            first=str(years[0]),
            last=str(years[-1]),
        )
        raise BadValue(parameter, message)


def parse_count(text: str, parameter: str) -> int:
    """Read a whole number from 1."""
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        message = say("{text} is no number: write 1, 2, 3, …", text=f"'{text}'")
        raise BadValue(parameter, message)
    return int(text)


def parse_day(text: str, parameter: str = "--as-of") -> date:
    """Read a day; YYYY-MM and YYYY mean their last day, as in the data."""
    day = parse_published(text)
    if day is None:
        message = say("{text} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY", text=f"'{text}'")
        raise BadValue(parameter, message)
    return day


def ids_of(plan: Plan, wanted: Iterable[str], parameter: str) -> list[str]:
    """Return the ids of what is named by its id, a name, or a part of a name that only one has.

    Raises:
        BadValue: nothing is called so, or several are.
    """
    return [_id_of(plan, text, parameter) for text in wanted]


def _id_of(plan: Plan, text: str, parameter: str) -> str:
    known = {item.id: tuple(map(folded, item.name.texts)) for item in plan.commitments}
    sought = folded(text)
    ways = (
        [each for each in known if each == text],
        [each for each, names in known.items() if sought in (folded(each), *names)],
        [each for each, names in known.items() if sought and any(sought in one for one in names)],
    )
    found = next(filter(None, ways), [])
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "")
        message = say("{text} is in the names of several: {ids}", text=shown(text), ids=ids)
        raise BadValue(parameter, message)
    near = _meant(text, list(known), parameter) or say("see clusterplan targets")
    raise BadValue(parameter, say("unknown target {id}; {near}", id=shown(text), near=near))


def _meant(text: str, known: list[str], parameter: str) -> Message | None:
    """Return what to write instead: ids one by one, or the nearest id."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and set(parts) <= set(known):
        before = f"{parameter} " if parameter.startswith("-") else ""
        return say("write {text}", text=" ".join(before + part for part in parts))
    return nearest(text, known)


def chosen_methods(asked: Collection[str]) -> frozenset[str]:
    """Return the methods that were asked; refuse one that gives no second opinions."""
    for name in asked:
        if name not in (*SECOND_OPINIONS, ALL):
            known = ", ".join((*SECOND_OPINIONS, ALL))
            message = say(
                "no second opinion by {name}; there are {known}", name=f"'{name}'", known=known
            )
            raise BadValue("--method", message)
    return frozenset(SECOND_OPINIONS if ALL in asked else asked)
