"""Milestones and measures: what one row says of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterplan.model.observations import Observation, ObsStatus
from clusterplan.model.plan import Names
from clusterplan.model.results import MeasureResult, MilestoneMember, MilestoneResult
from helpers import NAME, make_plan, report_on, row

DUE, LAST = date(2008, 6, 30), date(2008, 12, 31)
MADE_UP, FORECAST = ObsStatus.ILLUSTRATIVE, ObsStatus.FORECAST


def milestone(
    *rows: Observation, year: int = 2008, due: date = DUE, **options: Any
) -> MilestoneResult:
    """Return what is said of a milestone."""
    plan = make_plan(milestones=({"id": "m", "clause": "2", "name": NAME, "due": due},))
    (found,) = report_on(plan, list(rows), year, **options).milestones
    return found


def told(value: str | date, year: int = 2008, **more: Any) -> Observation:
    return row(value, year, of="m", **more)


ANNOUNCED = told(date(2008, 6, 20), published=date(2008, 6, 1))
BEGUN = told("under_way", published=date(2008, 3, 1))


@pytest.mark.parametrize(
    ("said", "due", "as_of", "year", "status"),
    (
        # Done on its very day is in time.
        (told(date(2008, 6, 30)), DUE, None, 2008, "met"),
        (told(date(2008, 7, 1)), DUE, None, 2008, "met_late"),
        (told("done"), DUE, None, 2008, "met"),
        # What is announced for a day is done on that day.
        (ANNOUNCED, DUE, date(2008, 6, 19), 2008, "not_due"),
        (ANNOUNCED, DUE, date(2008, 6, 20), 2008, "met"),
        (ANNOUNCED, DUE, date(2008, 6, 21), 2008, "met"),
        # The last day of the year is over with the year.
        (BEGUN, LAST, None, 2008, "overdue"),
        (BEGUN, LAST, date(2008, 12, 31), 2008, "not_due"),
        (BEGUN, LAST, date(2009, 1, 1), 2008, "overdue"),
        # By a state of the year it is due it is done in time; by one of a later year it is late.
        (told("done"), DUE, None, 2009, "met"),
        (told("done", 2009), DUE, None, 2009, "met_late"),
        # What is only forecast is not done, and what is forecast for later is not done yet.
        (told(date(2008, 6, 20), status=FORECAST), DUE, None, 2008, "no_data"),
        (told("done", status=FORECAST), DUE, None, 2008, "no_data"),
        (told(date(2009, 1, 1), status=FORECAST), DUE, None, 2008, "overdue"),
        # What lies before the base year is no news.
        (told("done", 2004), DUE, None, 2008, "no_data"),
        (told("done", 2005), DUE, None, 2008, "met"),
    ),
)
def test_when_a_milestone_is_met(
    said: Observation, due: date, as_of: date | None, year: int, status: str
) -> None:
    found = milestone(said, due=due, as_of=as_of, year=year)
    assert (found.status, found.done) == (status, int("met" in status))
    if said is ANNOUNCED:
        assert found.members[0].on == (said.value if found.done else None)


@pytest.mark.parametrize("value", (date(2008, 5, 1), "done", "under_way"))
@pytest.mark.parametrize("made_up", (True, False))
def test_what_is_told_of_a_milestone(value: date | str, *, made_up: bool) -> None:
    found = milestone(told(value, status=MADE_UP if made_up else ObsStatus.NORMAL))
    done, on = value != "under_way", value if isinstance(value, date) else None
    assert (found.id, found.name, found.clause) == ("m", Names(NAME), "2")
    assert (found.due, found.done, found.of) == (DUE, int(done), 1)
    assert found.members == (MilestoneMember("area", Names(NAME), done=done, on=on),)
    assert found.illustrative is made_up


@pytest.mark.parametrize("made_up", (True, False))
def test_what_is_told_of_a_measure(*, made_up: bool) -> None:
    plan = make_plan(measures=({"id": "s", "clause": "3", "name": NAME},))
    status = MADE_UP if made_up else ObsStatus.NORMAL
    rows = [row("done", 2008, of="s", status=status), row("dropped", 2009, of="s")]
    for year, state in ((2007, "no_data"), (2008, "done")):
        (found,) = report_on(plan, rows, year).measures
        wanted = MeasureResult("s", Names(NAME), "3", state, made_up and year == 2008)  # type: ignore[arg-type] # one of the states
        assert found == wanted


def test_what_was_made_up_gives_way_to_what_was_observed_in_an_earlier_year() -> None:
    rows = (told("done", 2007), told("not_started", 2008, status=MADE_UP))
    found = milestone(*rows)
    assert (found.status, found.illustrative) == ("met", False)


def test_a_measure_is_not_done_by_a_forecast() -> None:
    plan = make_plan(measures=({"id": "s", "clause": "3", "name": NAME},))
    for value, state in (("done", "no_data"), ("under_way", "under_way")):
        (found,) = report_on(plan, [row(value, 2008, of="s", status=FORECAST)], 2008).measures
        assert found.state == state
