"""The report and the plan as people read them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from wcwidth import wcswidth

from clusterplan import assess
from clusterplan.locale import Locale
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Plan
from clusterplan.model.results import Report
from helpers import make_plan, render_plan, render_report, report_on, row

Rows = tuple[Observation, ...]
LANGUAGES = pytest.mark.parametrize("language", ("en", "zh"))


def text_of(report: Report, language: str = "en", *, explain: bool = False) -> str:
    return render_report(report, "text", Locale(language), explain=explain)


def one_line(plan: Plan, rows: list[Observation], year: int = 2008) -> str:
    """Return the table's row for the first target."""
    lines = text_of(report_on(plan, rows, year)).splitlines()
    rule = next(index for index, line in enumerate(lines) if line.startswith("---"))
    return lines[rule + 1]


@LANGUAGES
@pytest.mark.parametrize("year", (2006, 2008, 2010))
def test_columns_align_with_chinese_in_them(
    shipped_plan: Plan, shipped_rows: Rows, language: str, year: int
) -> None:
    lines = text_of(assess(shipped_plan, shipped_rows, year), language).splitlines()
    rule = next(index for index, line in enumerate(lines) if line.startswith("---"))
    starts = [match.start() for match in re.finditer("-+", lines[rule])]
    table = [lines[rule - 1], *lines[rule + 1 : rule + 18]]
    assert len(starts) == 12
    for line in table:
        for start in starts[1:]:
            gap = [char for at, char in columns(line) if start - 2 <= at < start]
            assert all(char == " " for char in gap), line


def columns(line: str) -> list[tuple[int, str]]:
    """Return each character with the terminal column it starts in."""
    found, at = [], 0
    for char in line:
        found.append((at, char))
        at += max(wcswidth(char), 0)
    return found


def test_marks_on_figures() -> None:
    plan, base = make_plan(), row("0", 2005)
    about = one_line(plan, [base, row("70", 2008, qualifier=Qualifier.ABOUT)])
    assert " ≈ 70 " in about
    bound = one_line(plan, [base, row("120", 2008, qualifier=Qualifier.AT_LEAST)])
    assert " ≥ 120 " in bound
    assert " ≤ −20 " in bound  # what is still missing is at most that
    assert bound.startswith("met early ")
    made_up = one_line(plan, [base, row("70", 2008, status=ObsStatus.ILLUSTRATIVE)])
    assert made_up.startswith("ahead † ")


def test_a_pace_is_cut_and_a_small_gap_is_not_rounded_away() -> None:
    base = row("0", 2005)
    assert " 1.04 " in one_line(make_plan(), [base, row("62.99", 2008)])
    assert " 1.05 " in one_line(make_plan(), [base, row("63", 2008)])
    missed = one_line(make_plan(), [base, row("99.9999", 2010)], 2010)
    assert " 0.0001 " in missed
    assert missed.startswith("missed ")


def test_the_latest_figure_stands_in_brackets() -> None:
    text = text_of(report_on(make_plan(), [row("0", 2005), row("45", 2007)], 2008))
    assert "(2007: 45)" in text
    assert "no figure of 2008; the latest is 45 (2007, then ahead)" in text


def test_differences_of_per_cent_are_points() -> None:
    plan = make_plan(indicator={"unit": "1", "percent": True}, target={"unit": "1", "value": "1/2"})
    line = one_line(plan, [row("0.2", 2005, unit="1"), row("0.3", 2008, unit="1")])
    assert " 30% " in line
    assert " 20 pp " in line


def test_the_rules_behind_the_verdicts(shipped_plan: Plan, shipped_rows: Rows) -> None:
    text = text_of(assess(shipped_plan, shipped_rows, 2007), explain=True)
    assert "ahead from 1.05, on schedule from 0.95, behind from 0.6" in text
    assert "completion 42% ÷ due 40% = pace 1.05" in text
    assert "base 2005: 0 (assumed)" in text


@LANGUAGES
def test_every_commitment_is_listed(shipped_plan: Plan, language: str) -> None:
    text = render_plan(shipped_plan, "text", Locale(language))
    for item in shipped_plan.commitments:
        assert any(f" {item.id} " in line for line in text.splitlines())
    assert text.count("\n") == 7 + len(shipped_plan.commitments)


def goal_line(**parts: Any) -> str:
    return render_plan(make_plan(**parts), "text", Locale()).splitlines()[-1]


def test_goals_in_words() -> None:
    relative = {"value": None, "unit": None}
    down = {"indicator": {"direction": "decrease"}}
    cut = goal_line(**down, target={**relative, "comparison": "<=", "change_percent": -20})
    assert "≤ −20% against the base by 2010" in cut
    assert "≥ +100% against the base" in goal_line(target={**relative, "change_percent": 100})
    growth = goal_line(target={**relative, "growth_percent": 8})
    assert "≥ +8% a year on average by 2010" in growth
    each = goal_line(**down, target={"comparison": "<=", "path": "none", "year": "each"})
    assert "≤ 100 every year" in each
    ranged = goal_line(target={"value": None, "comparison": None, "low": 1, "high": 2})
    assert "1 to 2 by 2010" in ranged


def test_bounds_of_gaps_turn_with_the_direction() -> None:
    down = make_plan(indicator={"direction": "decrease", "minimum": 0}, target={"comparison": "<="})
    line = one_line(down, [row("200", 2005), row("90", 2008, qualifier=Qualifier.AT_MOST)])
    assert " ≤ 90 " in line
    assert " ≤ −10 " in line


def test_counts_are_not_projected_to_fractions() -> None:
    assert " 18 " in one_line(make_plan(), [row("0", 2005), row("11", 2008)])


def test_a_range_of_shares_is_in_per_cent_at_both_ends() -> None:
    ranged = {"value": None, "comparison": None, "unit": "1", "low": "1/2", "high": "3/4"}
    plan = make_plan(indicator={"unit": "1", "percent": True}, target=ranged)
    line = one_line(plan, [row("0.4", 2008, unit="1")])
    assert "50% to 75%" in line


def test_a_yearly_ceiling_is_not_by_a_year() -> None:
    plan = make_plan(
        indicator={"direction": "decrease"},
        target={"comparison": "<=", "path": "none", "year": "each"},
    )
    assert "≤ 100 every year" in one_line(plan, [row("90", 2008)])


def test_amendments_are_listed() -> None:
    later = {"date": date(2008, 1, 1), "source": "s", "value": 80, "year": 2009}
    assert "≥ 100 by 2010; from 1 Jan 2008: ≥ 80 by 2009" in goal_line(target={"amended": (later,)})


def test_the_worst_by_status_before_pace() -> None:
    goals = (
        {"id": "late", "name": {"zh": "甲", "en": "Missed"}, "year": 2008, "indicator": "x"},
        {"id": "slow", "name": {"zh": "乙", "en": "Slow"}, "indicator": "y"},
    )
    x = {"id": "x", "name": {"zh": "甲", "en": "x"}, "unit": "个", "direction": "increase"}
    base = {"clause": "1", "nature": "binding", "comparison": ">=", "value": 100, "unit": "个"}
    plan = make_plan(
        indicators=(x, {**x, "id": "y"}),
        targets=tuple(
            {**base, "year": 2010, "path": "linear", "baseline": {"value": 0}, **goal}
            for goal in goals
        ),
    )
    rows = [row("98", 2008), row("40", 2008, of="y")]
    assert "Worst: Missed (missed); Slow (behind, pace 0.66)." in text_of(
        report_on(plan, rows, 2008)
    )


def test_as_of_is_said(shipped_plan: Plan, shipped_rows: Rows) -> None:
    text = text_of(assess(shipped_plan, shipped_rows, 2008, as_of=date(2009, 6, 30)))
    assert "As published by 30 Jun 2009." in text
