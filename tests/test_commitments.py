"""Milestones and measures: what one row says of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterplan.model.observations import ObsStatus
from helpers import NAME, make_plan, report_on, row

DUE = date(2008, 6, 30)
MILESTONE: dict[str, Any] = {"id": "m", "clause": "1", "name": NAME, "due": DUE}


@pytest.mark.parametrize(
    ("as_of", "done", "on"),
    (
        (date(2008, 6, 19), 0, None),  # announced, and still to come
        (date(2008, 6, 20), 1, date(2008, 6, 20)),
        (date(2008, 6, 21), 1, date(2008, 6, 20)),
    ),
)
def test_what_is_announced_for_a_day_is_done_on_that_day(
    as_of: date, done: int, on: date | None
) -> None:
    rows = [row(date(2008, 6, 20), 2008, of="m", published=date(2008, 6, 1))]
    plan = make_plan(milestones=(MILESTONE,))
    (found,) = report_on(plan, rows, 2008, as_of=as_of).milestones
    assert (found.done, found.members[0].on) == (done, on)
    assert found.status == ("met" if done else "not_due")


@pytest.mark.parametrize("value", (date(2008, 6, 20), "done", "under_way"))
@pytest.mark.parametrize("made_up", (True, False))
def test_a_made_up_row_marks_its_milestone(value: date | str, *, made_up: bool) -> None:
    status = ObsStatus.ILLUSTRATIVE if made_up else ObsStatus.NORMAL
    plan = make_plan(milestones=(MILESTONE,))
    (found,) = report_on(plan, [row(value, 2008, of="m", status=status)], 2008).milestones
    assert found.illustrative is made_up


def test_the_day_on_which_a_later_row_says_that_it_was_done_counts() -> None:
    """Done in the year it is due by a state is in time; by a state of a later year it is late."""
    plan = make_plan(milestones=(MILESTONE,))
    early = report_on(plan, [row("done", 2008, of="m")], 2009).milestones[0]
    late = report_on(plan, [row("done", 2009, of="m")], 2009).milestones[0]
    assert (early.status, late.status) == ("met", "met_late")
