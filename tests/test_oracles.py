"""Published verdicts (`oracles/cases.csv`): ours agree, or `oracles/left-out.csv` says why not."""

from __future__ import annotations

import csv
import math
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from clusterplan import methods
from clusterplan.methods.definition import Outcome
from clusterplan.methods.inputs import Direction
from clusterplan.methods.order_of_verdicts import Course
from clusterplan.model.goals import Goal, goal_of
from clusterplan.model.paths import Ends, draw, projected, yearly_change
from clusterplan.model.plan import Thresholds
from clusterplan.model.status import UNDEFINED, Standing, Status
from folders import indicator
from helpers import judge, make_plan, row, sure

if TYPE_CHECKING:
    from collections.abc import Callable

F = Fraction
CELLS = {
    "base_year": "base_year",
    "base": "base_value",
    "year": "current_year",
    "value": "current_value",
    "target_year": "target_year",
    "target": "target_value",
}


class Case:
    """A row of the file."""

    def __init__(self, line: dict[str, str]) -> None:
        self.method, self.name = line["method"], line["case"]
        self.direction = cast("Direction", line["direction"])
        self.base_year, self.year, self.target_year = (
            int(line[f"{of}_year"] or 0) for of in ("base", "current", "target")
        )
        self.base, self.value, self.target = (
            F(line[f"{of}_value"] or 0) for of in ("base", "current", "target")
        )
        self.metric, self.expected, self.status = (
            line[f"expected_{of}"] for of in ("metric", "value", "status")
        )
        # The cells that `clusterplan.methods` takes, as they stand in the file, the empty ones not.
        self.numbers = {name: line[cell] for name, cell in CELLS.items() if line[cell]}

    @property
    def ends(self) -> Ends[F]:
        return Ends(self.base_year, self.base, self.target_year, self.target)

    @property
    def goal(self) -> Goal:
        if self.direction == "decrease":
            return Goal(self.target_year, high=self.target)
        return Goal(self.target_year, low=self.target)

    def verdict(self, kind: str = "linear") -> Status:
        base = self.base if self.base_year else None
        course = Course(self.goal, self.base_year, base, kind, {}, Thresholds())
        return course.status(self.value, self.year)

    def asked(self, method: str, **more: str) -> Outcome:
        """Put the row's own cells to a method."""
        cells: dict[str, Any] = {**self.numbers, **more}
        return methods.judge(method, direction=self.direction, **cells)

    def agrees(self, ours: Fraction | float) -> bool:
        """Compare to the digits that the source prints (one unit of the last one is rounding)."""
        decimals = len(self.expected.partition(".")[2])
        if decimals > 8:
            return math.isclose(ours, float(self.expected), rel_tol=1e-9)
        return abs(float(ours) - float(self.expected)) <= 0.5 * 10.0**-decimals + 1e-12


def lines_of(name: str) -> list[dict[str, str]]:
    path = Path(__file__).parent / "oracles" / name
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def peer_bug(case: Case) -> None:
    # Each is a wrong answer that another tool gives: ours must be the right one, by every method.
    reached = case.goal.reached(case.value)
    assert case.verdict() is (Status.MET_EARLY if reached else Status.REGRESSED)
    for name in ("pace", "eurostat", "opensdg", "unsd"):
        outcome = case.asked(name)
        assert outcome.standing is (Standing.GOOD if reached else Standing.WRONG_DIRECTION)
        if case.expected:
            assert outcome.value is None or not case.agrees(outcome.value)


def published(case: Case, outcome: Outcome) -> None:
    """Compare the value where the source has one."""
    if case.expected:
        assert case.agrees(sure(outcome.value))


def statcan(case: Case) -> None:
    limit = re.search(r"natural limit (\d+)", case.name)
    outcome = case.asked("opensdg", **({"limit": limit[1]} if limit else {}))
    published(case, outcome)
    # "not_available" and no word at all are how the peer says that there is no answer.
    assert outcome.status == {"not_available": UNDEFINED, "": UNDEFINED}.get(
        case.status, case.status
    )


def eurostat(case: Case) -> None:
    outcome = case.asked("eurostat")
    published(case, outcome)
    # The words of the engine that published them, for what Eurostat calls otherwise.
    theirs = {
        "insufficient_progress": "moderate_deterioration",
        "movement_away": "significant_deterioration",
        "moderate_movement_away": "moderate_deterioration",
        "significant_movement_away": "significant_deterioration",
    }
    assert theirs.get(outcome.status, outcome.status) == case.status


def unsd_before_2023(case: Case) -> None:
    # The ratio is Eurostat's; that edition cut it at 0.95, 0.5 and -0.1.
    outcome = case.asked("eurostat")
    published(case, outcome)
    if outcome.value is None:
        assert (outcome.status, case.status) == (UNDEFINED, "Insufficient Data")
        return
    cuts = (
        (F("0.95"), "On Track"),
        (F("0.5"), "Fair progress but acceleration needed"),
        (F("-0.1"), "Limited or No Progress"),
    )
    words = next((word for least, word in cuts if outcome.value >= least), "Deterioration")
    assert case.status == ("Target Achieved" if case.goal.reached(case.value) else words)


def dns_weather(case: Case) -> None:
    # The row has the ends of the window; the mean yearly change depends on nothing else.
    outcome = case.asked("dns")
    assert outcome.status == case.status
    share = re.search(r"miss share recomputed by us (\S+)\)", case.name)
    if share:
        assert abs(sure(outcome.value) - F(share[1])) <= F(5, 10000)
    else:
        assert "already met" in case.name or (
            "target year reached, not met" in case.name and outcome.value == 1
        )


def current_status_index(case: Case) -> None:
    # Ten times the share of the way gone, and ten when the target is met.
    reached = case.goal.reached(case.value)
    gone = F(1) if reached else draw("linear", case.ends).completion(case.value) or F(0)
    assert math.isclose(gone * 10, float(case.expected), rel_tol=1e-9)
    words = "On-track" if gone > F("0.9") else "Slow progress" if gone > 0 else "Regression"
    assert words == case.status


def year_on_year(case: Case) -> None:
    change = (yearly_change("compound", case.base, case.value, 1) or F(0)) * 100
    assert case.agrees(abs(change) if case.metric == "abs_change_pct" else change)
    if case.status:
        good = (change > 0) is (case.direction == "increase")
        words = ("up" if change > 0 else "down", "favourable" if good else "unfavourable")
        assert ", ".join(words) == case.status


def geometric(case: Case) -> None:
    start, now = (case.base_year, case.base), (case.year, case.value)
    assert case.agrees(projected("compound", start, now, case.target_year) or 0)


def exponential(case: Case) -> None:
    # The rate comes from 2010-2017, and its 2010 figure is not in the row, so the rate printed in
    # the row's name gives the second point.
    rate = float(case.name.partition("aarr=")[2].split()[0])
    value = F(float(case.base) * math.exp(-rate * 7))
    start, now = (case.base_year, case.base), (case.base_year + 7, value)
    ours = projected("compound", start, now, case.target_year)
    assert math.isclose(ours or 0, float(case.expected), rel_tol=1e-6)  # seven digits of the rate


def required_value(case: Case) -> None:
    path = draw(case.method.partition("/")[2], case.ends)
    assert case.agrees(path.level(path.due(case.year)))


def relative_target(case: Case) -> None:
    percent = {
        "3% change from": 3,
        "-3% change from": -3,
        "value 90 cut by": -30,
        "baseline 14%": 20,
    }
    change = next(number for words, number in percent.items() if case.name.startswith(words))
    plan = make_plan(
        indicator={"direction": "increase" if change > 0 else "decrease"},
        target=cut_by(F(-change)) | {"comparison": ">=" if change > 0 else "<="},
    )
    goal = sure(goal_of(plan.targets[0], year=2008, base=(2005, case.base), members=0))
    assert case.agrees(goal.bound_from(None))


def time_elapsed(case: Case) -> None:
    # Their unit is a day, ours a year; the share is the same.
    days = {
        "not started": (-5, 90),
        "finished": (90, 90),
        "100 of 200": (100, 200),
        "30 of 90": (30, 90),
    }
    now, whole = next(pair for words, pair in days.items() if case.name.startswith(words))
    assert case.agrees(Ends(0, F(0), whole, F(1)).elapsed(now) * 100)


def yearly(case: Case) -> None:
    if case.metric == "actual_annual_linear":
        assert case.agrees(
            yearly_change("linear", case.base, case.value, case.year - case.base_year) or 0
        )
        return
    kind = case.method.partition("/")[2]
    ours = yearly_change(kind, case.value, case.target, case.target_year - case.year)
    ours = (ours or F(0)) * (100 if kind == "compound" else 1)
    # Published as 2.15 where the exact figure is 2.1475.
    assert case.agrees(ours)


def gap(case: Case) -> None:
    ours = case.goal.gap(case.value)
    if case.status == "met early":
        assert case.verdict() is Status.MET  # a goal of one year, met in it
        ours = -ours  # there an excess is positive, here it is a negative gap
    assert case.agrees(ours)


CUT = {"unit": "%", "direction": "decrease"}


def cut_by(percent: Fraction) -> dict[str, Any]:
    return {"value": None, "unit": None, "change_percent": -percent, "comparison": "<="}


def log_completion(case: Case) -> None:
    plan = make_plan(
        indicator=CUT | {"observed": "cumulative_change"},
        period=(case.base_year + 1, case.target_year),
        base_year=case.base_year,
        target=cut_by(case.target) | {"path": "compound", "year": case.target_year},
    )
    result = judge(plan, [row(str(-case.value), case.year, unit="%")], case.year)
    # Published to a tenth or a hundredth of a per cent.
    assert case.agrees(F(sure(result.completion)) * 100)
    wanted = Status.MET_EARLY if case.status.startswith("met early") else Status.ON_SCHEDULE
    assert result.status is wanted


def time_progress(case: Case) -> None:
    ends = Ends(case.base_year, F(0), case.target_year, F(100))
    due = ends.elapsed(case.year) * 100
    if case.metric == "required_progress_pct":
        assert case.agrees(due)
        return
    assert case.agrees((draw("linear", ends).completion(case.value) or F(0)) * 100 - due)
    course = Course(
        Goal(case.target_year, low=F(100)), case.base_year, F(0), "linear", {}, Thresholds()
    )
    assert course.status(case.value, case.year) is Status.BEHIND


def overfulfilment(case: Case) -> None:
    completion = draw("linear", case.ends).completion(case.value)
    assert case.agrees((completion or F(0)) * 100 - 100)
    assert case.verdict() is Status.MET


def annual_target(case: Case) -> None:
    assert case.verdict() is (Status.MET if case.expected == "1" else Status.MISSED)


def completion(case: Case) -> None:
    ends = Ends(case.base_year, case.base, case.target_year or 1, case.target)
    assert case.agrees((draw("linear", ends).completion(case.value) or F(0)) * 100)


def compound_reduction(case: Case) -> None:
    cuts = case.name.removeprefix("annual cuts ").replace("%", "").split(", ")
    plan = make_plan(indicator=CUT | {"observed": "yearly_change"}, target=cut_by(F(20)))
    rows = [row(f"-{cut}", 2006 + index, unit="%") for index, cut in enumerate(cuts)]
    result = judge(plan, rows, case.year)
    assert case.agrees(100 - F(sure(result.actual).value or 0))


def share(case: Case) -> None:
    formula = {"kind": "ratio", "numerator": "a", "denominator": "b"}
    sides = (indicator(each, "户") for each in "ab")
    plan = make_plan(
        indicators=(indicator("x", "%", formula=formula), *sides), target={"unit": "%"}
    )
    rows = [
        row(str(case.value), 2008, of="a", unit="户"),
        row(str(case.target), 2008, of="b", unit="户"),
    ]
    result = judge(plan, rows, 2008)
    assert case.agrees(F(sure(result.actual).value or 0))


CHECKS: dict[str, Callable[[Case], None]] = {
    "peer-bug": peer_bug,
    "cagr-ratio/statcan-opensdg": statcan,
    "cagr/statcan-no-target": statcan,
    "cagr-ratio/eurostat": eurostat,
    "cagr/eurostat-no-target": eurostat,
    "cagr-ratio/unsd-2019-2022": unsd_before_2023,
    "projection-miss/dns-weather": dns_weather,
    "csi/escap": current_status_index,
    "yoy-change": year_on_year,
    "projection/geometric": geometric,
    "projection/exponential": exponential,
    "required-path/linear": required_value,
    "required-path/compound": required_value,
    "relative-target": relative_target,
    "time-elapsed/tola": time_elapsed,
    "pace/linear": yearly,
    "pace/compound": yearly,
    "gap/absolute": gap,
    "china/log-completion": log_completion,
    "china/time-progress": time_progress,
    "china/overfulfilment": overfulfilment,
    "china/annual-target": annual_target,
    "china/completion-rate": completion,
    "compound-reduction": compound_reduction,
    "share-of-gap": completion,
    "share/numerator-denominator": share,
    "share/aggregate": share,
}
CASES = [Case(line) for line in lines_of("cases.csv")]
LEFT_OUT = lines_of("left-out.csv")
NOT_OFFERED = {line["method"] for line in LEFT_OUT if line["method"]}
"""Methods none of whose cases can be put to us."""
DOES_NOT_APPLY = {line["case"] for line in LEFT_OUT if line["case"]}


def listed(case: Case) -> bool:
    """Say whether a case stands in one of the lists, with its reason."""
    return case.method in NOT_OFFERED or case.name in DOES_NOT_APPLY


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not listed(case)],
    ids=lambda case: f"{case.method}: {case.name[:50]}",
)
def test_published_case(case: Case) -> None:
    CHECKS[case.method](case)


def test_nothing_is_skipped_without_a_reason() -> None:
    assert len(CASES) == 215
    assert all(line["reason"] for line in LEFT_OUT)
    assert {case.method for case in CASES} == set(CHECKS) | NOT_OFFERED
    assert {case.name for case in CASES} >= DOES_NOT_APPLY
    assert [sum(listed(case) for case in CASES), len(DOES_NOT_APPLY)] == [13, 5]
