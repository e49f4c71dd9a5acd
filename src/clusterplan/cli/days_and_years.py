"""Days and years that a user gives, read, and held against the plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.failures import BadValue
from clusterplan.reading.csv_cells import parse_published

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.model.plan import Plan


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


def parse_day(text: str, parameter: str = "--as-of") -> date:
    """Read a day; YYYY-MM and YYYY mean their last day, as in the data."""
    day = parse_published(text)
    if day is None:
        message = say("{text} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY", text=f"'{text}'")
        raise BadValue(parameter, message)
    return day
