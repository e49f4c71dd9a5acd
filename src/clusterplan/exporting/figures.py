"""Rows of figures as other programs take them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly

if TYPE_CHECKING:
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan, Target

CL_OBS_STATUS = {
    "normal": "A",
    "provisional": "P",
    "estimated": "E",
    "forecast": "F",
    "missing": "O",
    "suppressed": "Q",
    "break": "B",
    "definition_differs": "D",
    "illustrative": None,
}
"""The codes of SDMX for each status of a row; what was made up to show a tool at work has none."""


def has_number(row: Observation, plan: Plan) -> bool:
    """Say whether a row states a number, or waits for one: others have a day or a state."""
    return row.indicator in plan.indicator and plan.known_units[row.unit].numeric


def has_level(target: Target, plan: Plan) -> bool:
    """Say whether a goal is a level of an indicator's own figures, and of no sum of them."""
    of_one = target.indicator is not None and target.group is None and not target.summed
    return of_one and plan.indicator[str(target.indicator)].observed == "level"


def value_text(row: Observation) -> str:
    """Return the value of a row in plain digits, with the zeros that were printed."""
    if row.value is None:
        return ""
    if isinstance(row.value, Fraction):
        text = f"{exactly(row.value):f}"
        missing = (row.decimals or 0) - len(text.partition(".")[2])
        point = "" if "." in text or missing <= 0 else "."
        return text + point + "0" * missing
    return row.value.isoformat() if isinstance(row.value, date) else row.value
