"""Revisions: later publications of a figure. No finding, but `-v` lists them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.checks.records_at_hand import Records
from clusterplan.judging.figure import number_of, quantity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.base.messages import Message
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Indicator
    from clusterplan.reading.folder import DataFolder


def revisions(data: DataFolder) -> Iterator[tuple[Observation, Message]]:
    """Return each row that revises an earlier one of its series, and what it changed."""
    if data.plan is None:
        return
    for chosen in Records(data.plan, data.actuals_files).revised:
        indicator = data.plan.indicator[chosen.observation.indicator]
        for old, new in pairwise((*chosen.superseded, chosen.observation)):
            if number_of(old, indicator.unit) != number_of(new, indicator.unit):
                yield new, _revised(old, new, indicator)


def _revised(old: Observation, new: Observation, indicator: Indicator) -> Message:
    return say(
        "revised: {indicator}, {year}: {new} ({day}) instead of {old} ({earlier})",
        indicator=indicator.name,
        year=str(new.year),
        new=quantity_of(new, indicator.unit),
        day=new.published or say("undated"),
        old=quantity_of(old, indicator.unit),
        earlier=old.published or say("undated"),
    )
