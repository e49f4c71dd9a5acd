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
from helpers import (
    EACH_LANGUAGE,
    Rows,
    make_plan,
    plan_tree,
    render_plan,
    render_report,
    report_on,
    row,
)


def text_of(report: Report, language: str = "en", *, explain: bool = False) -> str:
    return render_report(report, "text", Locale(language), explain=explain)


def one_line(plan: Plan, rows: list[Observation], year: int = 2008) -> str:
    """Return the table's row for the first target."""
    lines = text_of(report_on(plan, rows, year)).splitlines()
    rule = next(index for index, line in enumerate(lines) if line.startswith("---"))
    return lines[rule + 1]


@EACH_LANGUAGE
@pytest.mark.parametrize("year", (2006, 2008, 2010))
def test_columns_align_with_chinese_in_them(
    shipped_plan: Plan, shipped_rows: Rows, language: str, year: int
) -> None:
    lines = text_of(assess(shipped_plan, shipped_rows, year), language).splitlines()
    rule = next(index for index, line in enumerate(lines) if line.startswith("---"))
    starts = [match.start() for match in re.finditer("-+", lines[rule])]
    table = [lines[rule - 1], *lines[rule + 1 : rule + 18]]
    assert len(starts) == 13
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


ZERO, AT_MOST, ABOUT = row("0", 2005), Qualifier.AT_MOST, Qualifier.ABOUT
FROM_NOTHING = {"target": {"baseline": {"value": 0}}}
DOWN = {"indicator": {"direction": "decrease", "minimum": 0}, "target": {"comparison": "<="}}
SHARE = {"indicator": {"unit": "1", "percent": True}, "target": {"unit": "1", "value": "1/2"}}
ENDS = {"value": None, "comparison": None, "unit": "1", "low": "1/2", "high": "3/4"}
EACH = {"comparison": "<=", "path": "none", "year": "each"}
LINES: dict[str, tuple[dict[str, Any], list[Observation], str, tuple[str, ...]]] = {
    "about": ({}, [ZERO, row("70", 2008, qualifier=ABOUT)], "", (" ≈ 70 ",)),
    # What is still missing is at most that.
    "a bound": (
        {}, [ZERO, row("120", 2008, qualifier=Qualifier.AT_LEAST)], "met early ",
        (" ≥ 120 ", " ≤ −20 "),
    ),
    "bounds of gaps turn with the direction": (
        DOWN, [row("200", 2005), row("90", 2008, qualifier=AT_MOST)], "", (" ≤ 90 ", " ≤ −10 ")
    ),
    "made up": ({}, [ZERO, row("70", 2008, status=ObsStatus.ILLUSTRATIVE)], "ahead † ", ()),
    "a pace is cut": ({}, [ZERO, row("62.99", 2008)], "", (" 1.04 ",)),
    "a pace of its threshold": ({}, [ZERO, row("63", 2008)], "", (" 1.05 ",)),
    "a small gap is not rounded away": (
        {}, [ZERO, row("99.9999", 2010)], "missed ", (" 0.0001 ",)
    ),
    "differences of per cent are points": (
        SHARE, [row("0.2", 2005, unit="1"), row("0.3", 2008, unit="1")], "", (" 30% ", " 20 pp ")
    ),
    **{
        f"{reached}, with {now} in three years": (FROM_NOTHING, [row(now, 2008)], "", (reached,))
        for now, reached in (("10.8", "  2033"), ("0.1", "  after 2033"), ("0", "  never"))
    },
    "counts are not projected to fractions": ({}, [ZERO, row("11", 2008)], "", (" 18 ",)),
    "a range of shares is in per cent at both ends": (
        SHARE | {"target": ENDS}, [row("0.4", 2008, unit="1")], "", ("50% to 75%",)
    ),
    "a yearly ceiling is not by a year": (
        DOWN | {"target": EACH}, [row("90", 2008)], "", ("≤ 100 every year",)
    ),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "rows", "start", "pieces"), LINES.values(), ids=[*LINES])
def test_a_line_of_the_table(
    parts: dict[str, Any], rows: list[Observation], start: str, pieces: tuple[str, ...]
) -> None:
    line = one_line(make_plan(**parts), rows, rows[-1].year)
    assert line.startswith(start)
    assert [each for each in pieces if each not in line] == []


def test_the_latest_figure_stands_in_brackets() -> None:
    text = text_of(report_on(make_plan(), [row("0", 2005), row("45", 2007)], 2008))
    assert "(2007: 45)" in text
    assert "no figure of 2008; the latest is 45 (2007, then ahead)" in text


def goal_line(locale: Locale | None = None, **parts: Any) -> str:
    return render_plan(make_plan(**parts), "text", locale or Locale()).splitlines()[-1]


@pytest.mark.parametrize(
    ("goal", "words"),
    (
        ({"change_percent": -20}, "到2010年比基期 ≤ −20%"),
        ({"change_percent": -20, "about": True}, "到2010年比基期 ≤ −20%左右"),
        ({"growth_percent": -3}, "到2010年年均增速 ≤ −3%"),
        ({"change_percent": -20, "interim": {2008: -9}}, "到2008年比基期 ≤ −9%；到2010年比基期 ≤"),
        ({"change": -5, "unit": "个"}, "到2010年比基期 ≤ −5"),
    ),
)
def test_goals_in_words_of_chinese(goal: dict[str, Any], words: str) -> None:
    stated = {"value": None, "unit": None, "comparison": "<=", **goal}
    assert words in goal_line(Locale("zh"), indicator={"direction": "decrease"}, target=stated)


@EACH_LANGUAGE
def test_no_two_columns_have_one_name(language: str) -> None:
    (target,) = plan_tree(target={"baseline": {"value": 0}})["targets"]
    plan = make_plan(targets=(target, target | {"id": "u", "year": 2008}))
    lines = text_of(report_on(plan, [row("45", 2007)], 2007), language).splitlines()
    rule = next(index for index, line in enumerate(lines) if line.startswith("---"))
    titles = re.split("  +", lines[rule - 1].strip())
    assert len(titles) == len(set(titles)) == 12


def test_goals_in_words() -> None:
    relative = {"value": None, "unit": None}
    down: dict[str, Any] = {"indicator": {"direction": "decrease"}}
    cut = goal_line(**down, target={**relative, "comparison": "<=", "change_percent": -20})
    assert "≤ −20% against the base by 2010" in cut
    assert "≥ +100% against the base" in goal_line(target={**relative, "change_percent": 100})
    growth = goal_line(target={**relative, "growth_percent": 8})
    assert "≥ +8% a year on average by 2010" in growth
    each = goal_line(**down, target={"comparison": "<=", "path": "none", "year": "each"})
    assert "≤ 100 every year" in each
    ranged = goal_line(target={"value": None, "comparison": None, "low": 1, "high": 2})
    assert "1 to 2 by 2010" in ranged


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
