"""Alerts that ask for the last year too, and time in hand, against numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from clusterplan.model.observations import Qualifier
from folders import indicator, lay_out
from helpers import judge, make_plan, refused, row, run, with_towns

FALLING = {"value": 50, "comparison": "<="}
DOUBLING = {"value": 3200, "path": "compound"}
"""A hundred doubles every year: 200, 400, 800, 1600, 3200."""
TENTH = {**DOUBLING, "value": Fraction(16, 5)}
RANGE = {"value": None, "comparison": None, "low": 90, "high": 110}
YEARLY_RATE = {"value": None, "unit": None, "growth_percent": 1}
STEPS = {"path": "steps", "steps": {2007: 30}}


def result(values: dict[int, str], year: int, target: dict[str, Any]) -> Any:
    better = "decrease" if target.get("comparison") == "<=" else "increase"
    plan = make_plan(target=target, indicator={"direction": better})
    return judge(plan, [row(value, each) for each, value in values.items()], year)


@pytest.mark.parametrize(
    ("values", "target", "wanted"),
    (
        # From 0 to 100 in five years: 20 a year.
        ({2005: "0", 2007: "20", 2008: "40"}, {}, ("20", "20", "1", "on_schedule")),
        ({2005: "0", 2007: "20", 2008: "39"}, {}, ("19", "20", "0.95", "on_schedule")),
        ({2005: "0", 2007: "20", 2008: "38.9"}, {}, ("18.9", "20", "0.945", "behind")),
        ({2005: "0", 2007: "20", 2008: "32"}, {}, ("12", "20", "0.6", "behind")),
        ({2005: "0", 2007: "20", 2008: "15"}, {}, ("-5", "20", "-0.25", "regressed")),
        ({2005: "0", 2006: "11"}, {}, ("11", "20", "0.55", "far_behind")),
        # From 100 to 50: 10 less a year.
        ({2005: "100", 2007: "95", 2008: "85"}, FALLING, ("-10", "-10", "1", "on_schedule")),
        ({2005: "100", 2007: "95", 2008: "88"}, FALLING, ("-7", "-10", "0.7", "behind")),
        # ln(300 ÷ 200) ÷ ln 2 = 0.585
        ({2005: "100", 2007: "200", 2008: "400"}, DOUBLING, ("200", "200", "1", "on_schedule")),
        (
            {2005: "100", 2007: "200", 2008: "300"},
            DOUBLING,
            ("100", "200", "0.584962500721", "far_behind"),
        ),
        # The same of a tenth.
        ({2005: "0.1", 2007: "0.2", 2008: "0.4"}, TENTH, ("0.2", "0.2", "1", "on_schedule")),
        # From 50 to the near end of 90 to 110: 8 a year.
        ({2005: "50", 2007: "60", 2008: "68"}, RANGE, ("8", "8", "1", "on_schedule")),
        # By way of 30 in 2008: 10 a year, then 35.
        ({2005: "0", 2008: "20", 2009: "55"}, {"interim": {2008: 30}}, ("35", "35", "1", None)),
        # Nothing is due after the step, there is no way to go, or last year is not known.
        ({2005: "0", 2007: "20", 2008: "25"}, STEPS, None),
        ({2005: "120", 2007: "115", 2008: "110"}, {"keep": True}, None),
        ({2005: "0", 2008: "25"}, {}, None),
    ),
)
def test_the_last_year_alone(
    values: dict[int, str], target: dict[str, Any], wanted: tuple[str, ...] | None
) -> None:
    found = result(values, max(values), target).recent
    if wanted is None:
        assert found is None
        return
    change, due, pace, status = wanted
    assert found.since == max(values) - 1
    assert (found.change, found.due, found.pace) == tuple(map(Decimal, (change, due, pace)))
    assert found.status == (status or "on_schedule")


@pytest.mark.parametrize(
    ("values", "target"),
    (
        # 121 by 2007, 105.1 by 2010: nothing is due between the two.
        ({2005: "100", 2007: "121", 2008: "115"}, {**YEARLY_RATE, "interim": {2007: 10}}),
        # No rate leads away from nothing.
        ({2005: "100", 2007: "0", 2008: "120"}, {"path": "compound", "value": 200}),
        ({2005: "100", 2007: "-1", 2008: "120"}, {"path": "compound", "value": 200}),
    ),
)
def test_a_year_that_has_nothing_due_is_not_judged_alone(
    values: dict[int, str], target: dict[str, Any]
) -> None:
    assert result(values, 2008, target).recent is None


def test_a_bound_is_no_last_year() -> None:
    rows = [row("0", 2005), row("20", 2007, qualifier=Qualifier.AT_LEAST), row("40", 2008)]
    assert judge(make_plan(), rows, 2008).recent is None


@pytest.mark.parametrize(
    ("values", "target", "wanted"),
    (
        # 60 is due in 2008, 80 in 2009, of which 76 are 95%, 100 in 2010.
        ({2005: "0", 2008: "75"}, {}, 2008),
        ({2005: "0", 2008: "76"}, {}, 2009),
        ({2005: "0", 2008: "100"}, {}, 2010),
        ({2005: "0", 2008: "56"}, {}, None),
        ({2005: "0", 2010: "100"}, {}, None),
        # 40 of 50 are due by 2009, and 38 are 95% of them.
        ({2005: "100", 2008: "63"}, FALLING, 2008),
        ({2005: "100", 2008: "62"}, FALLING, 2009),
        # 95% of the four doublings due by 2009 are 100 × 2^3.8 = 1392.88.
        ({2005: "100", 2008: "1392"}, DOUBLING, 2008),
        ({2005: "100", 2008: "1393"}, DOUBLING, 2009),
        # After the interim goal of 60 it is 73.33 in 2008, of which 70 are 95.5%.
        ({2005: "0", 2007: "70"}, {"interim": {2007: 60}}, 2008),
        ({2005: "120", 2008: "115"}, {"keep": True}, None),
    ),
)
def test_time_in_hand(values: dict[int, str], target: dict[str, Any], wanted: int | None) -> None:
    assert result(values, max(values), target).time_in_hand == wanted


def test_time_in_hand_ends_where_another_member_comes() -> None:
    parts = with_towns("a", "b", aggregate="coverage", each={"low": 1}, value="all", unit=None)
    entities = [
        {**each, "since": date(2009, 1, 1)} if each["id"] == "b" else each
        for each in parts["entities"]
    ]
    plan = make_plan(**{**parts, "entities": tuple(entities)})
    rows = [row("0", 2005, entity="a"), row("1", 2007, entity="a")]
    found = judge(plan, rows, 2007)
    assert (found.target.value, found.time_in_hand) == (Decimal(1), 2008)


def laid_out(folder: Path, values: dict[int, str], **target: Any) -> Path:
    made = lay_out(folder, [], indicator("x", "个"), target=target)
    for year, value in values.items():
        text = f"indicator,value,unit,published,source\nx,{value},个,{year + 1},s\n"
        (made / "actuals" / f"{year}.csv").write_text(text, "utf-8")
    return made


@pytest.mark.parametrize(
    ("values", "behind", "far_behind"),
    (
        ({2005: "0", 2007: "20", 2008: "40"}, 0, 0),  # behind, and on schedule alone
        ({2005: "0", 2007: "20", 2008: "32"}, 1, 0),  # far behind, and behind alone
        ({2005: "0", 2007: "20", 2008: "31"}, 1, 1),  # far behind both
        ({2005: "0", 2007: "60", 2008: "60"}, 0, 0),  # on schedule, and regressed alone
        ({2005: "0", 2008: "31"}, 1, 1),  # not known alone
        ({2005: "0", 2009: "70", 2010: "95"}, 1, 1),  # missed, and ahead alone
    ),
)
def test_an_alert_asks_for_both(
    tmp_path: Path, values: dict[int, str], behind: int, far_behind: int
) -> None:
    made = laid_out(tmp_path / "data", values)
    codes = [
        run("check", str(max(values)), "--fail-on", f"{word}:sustained", data=made).exit_code
        for word in ("behind", "far_behind")
    ]
    assert codes == [behind, far_behind]


def test_other_words_are_not_sustained(tmp_path: Path) -> None:
    made = laid_out(tmp_path / "data", {2005: "0", 2008: "40"})
    refused(run("check", "--fail-on", "worse:sustained", data=made), "behind:sustained")


@pytest.mark.parametrize(
    ("value", "told"),
    (
        ("76", ("since 2007 alone: +56, where +20 was due; pace 2.8, ahead", "until 2009")),
        ("60", ("pace 2, ahead", "no time in hand: standing still, it would lag in 2009")),
    ),
)
def test_show_tells_both(tmp_path: Path, value: str, told: tuple[str, str]) -> None:
    made = laid_out(tmp_path / "data", {2005: "0", 2007: "20", 2008: value})
    shown = run("show", "t", "--year", "2008", data=made).stdout
    assert all(each in shown for each in told)
