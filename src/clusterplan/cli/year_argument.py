"""Years that a user gives, held against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.failures import BadValue

if TYPE_CHECKING:
    from clusterplan.model.plan import Plan


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
