# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""What counts as the figure of a year: vintages, series, formulas, sums and coverages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from clusterplan.base.exact import rounded
from clusterplan.base.messages import NoteKind
from clusterplan.judging.assess import Inquiry
from clusterplan.judging.figure import Figure
from clusterplan.judging.figures import NAMED_RIVALS, Figures, no_figure_of
from clusterplan.locale import Locale
from clusterplan.model.observations import Actuals, Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Names, Plan
from clusterplan.model.status import Status
from clusterplan.views.figures_wanted import wanted_in
from clusterplan.views.one_commitment import detail
from helpers import (
    NAME,
    judge,
    make_plan,
    plan_findings,
    plan_tree,
    render_report,
    report_on,
    row,
    sure,
    with_towns,
)


def indicator(identity: str, unit: str = "亿元", **more: Any) -> dict[str, Any]:
    return {"id": identity, "name": NAME, "unit": unit, "direction": "increase"} | more


def figure(plan: Plan, rows: list[Observation], year: int = 2008, **options: Any) -> Figure | None:
    return Figures(plan, Actuals(rows, **options)).of_target(plan.targets[0], year)


def value(plan: Plan, rows: list[Observation], **options: Any) -> Decimal | None:
    found = judge(plan, rows, 2008, **options).actual
    return None if found is None else found.value


ILLUSTRATIVE, FORECAST = ObsStatus.ILLUSTRATIVE, ObsStatus.FORECAST
AT_LEAST, AT_MOST, EXACT = Qualifier.AT_LEAST, Qualifier.AT_MOST, Qualifier.EXACT
GROWTH = {"value": None, "unit": None, "growth_percent": 8, "path": "compound"}

# Vintages and series


OLD = row("10", 2008, published=date(2009, 1, 1))
NEW = row("12", 2008, published=date(2010, 1, 1))
UNDATED = row("9", 2008)
LATE = row("99", 2008, status=FORECAST, published=date(2020, 1, 1))
MADE_UP = replace(LATE, status=ILLUSTRATIVE)
EARLY = row("50", 2008, status=FORECAST, published=date(2007, 1, 1))


@pytest.mark.parametrize(
    ("rows", "options", "wanted"),
    (
        ([OLD, NEW], {}, 12),
        ([NEW, OLD], {}, 12),
        ([OLD, NEW], {"as_of": date(2009, 12, 31)}, 10),
        ([OLD, NEW], {"as_of": date(2010, 1, 1)}, 12),
        ([OLD, NEW], {"as_of": date(2008, 12, 31)}, None),
        ([UNDATED, OLD], {}, 10),
        ([UNDATED], {}, 9),
        ([UNDATED], {"as_of": date(2020, 1, 1)}, None),
        # An outcome outranks what is none, however new, and a forecast an illustration.
        ([OLD, LATE], {}, 10),
        ([LATE], {}, 99),
        ([OLD, MADE_UP], {}, 10),
        ([MADE_UP], {}, 99),
        ([EARLY, MADE_UP], {}, 50),
        ([MADE_UP], {"published_only": True}, None),
    ),
)
def test_vintages(rows: list[Observation], options: dict[str, Any], wanted: int | None) -> None:
    assert value(make_plan(), rows, **options) == wanted


def test_earlier_vintages_are_kept() -> None:
    revisions = judge(make_plan(), [NEW, UNDATED, OLD], 2008).revisions
    assert [item.value for item in revisions] == [9, 10]


@pytest.mark.parametrize(("other", "conflicts"), (("10.001", 1), ("10.0", 0)))
def test_two_series_that_agree_are_no_conflict(other: str, conflicts: int) -> None:
    rows = [row("10", 2008), row(other, 2008, series="b")]
    notes = judge(make_plan(), rows, 2008).notes
    assert sum(note.kind is NoteKind.CONFLICT for note in notes) == conflicts


@pytest.mark.parametrize("status", (ObsStatus.ILLUSTRATIVE, ObsStatus.NORMAL))
def test_an_illustration_taints_what_is_computed_from_it(status: ObsStatus) -> None:
    base = judge(make_plan(), [row("0", 2005, status=status), row("9", 2008)], 2008)
    assert base.illustrative is (status is ObsStatus.ILLUSTRATIVE)
    actual = judge(make_plan(), [row("0", 2005), row("9", 2008, status=status)], 2008)
    assert actual.illustrative is (status is ObsStatus.ILLUSTRATIVE)


def test_missing_rows_are_no_figures() -> None:
    waiting = Observation("x", "area", 2008, None, "个", ObsStatus.MISSING)
    assert judge(make_plan(), [waiting], 2008).status is Status.NO_DATA


# Formulas


def product_plan(gdp: str = "亿元", **level: Any) -> Plan:
    formula = {"kind": "product", "level": "gdp", "share": "share"}
    sides = (indicator("gdp", gdp, **level), indicator("share", "%"))
    return make_plan(indicators=(indicator("x", formula=formula), *sides), target={"unit": "亿元"})


FIRST = row("5284", 2008, of="gdp", unit="亿元", published=date(2008, 8, 28))
LAST = row("52846900", 2008, of="gdp", unit="万元", published=date(2012, 12, 31))
SHARE = row("38.8", 2008, of="share", unit="%", published=date(2008, 11, 19))


def own(value: str, unit: str = "亿元", **more: Any) -> Observation:
    """Return a row on what the formula computes."""
    return row(value, 2008, unit=unit, **more)


def part(value: str, unit: str = "亿元", of: str = "part", **more: Any) -> Observation:
    """Return a row on a side of the formula."""
    return row(value, 2008, of=of, unit=unit, **more)


def ratio_plan(unit: str = "%") -> Plan:
    formula = {"kind": "ratio", "numerator": "part", "denominator": "whole"}
    return make_plan(
        indicators=(
            indicator("x", unit, formula=formula, minimum=0),
            indicator("part", minimum=0),
            indicator("whole", "万元", minimum=0),
        ),
        target={"unit": unit, "value": 1},
    )


def ratio_rows(**whole: Any) -> list[Observation]:
    return [part("1"), part("30000", "万元", "whole", **whole)]


def sum_plan() -> Plan:
    parts = {"kind": "sum", "parts": ("a", "b")}
    sides = (indicator(each, minimum=0) for each in "ab")
    whole = indicator("x", minimum=0, formula=parts)
    return make_plan(indicators=(whole, *sides), target={"unit": "亿元"})


DAY = sure(SHARE.published)
A, B = part("3", of="a"), part("4", of="b")
COMPUTED: dict[str, tuple[Callable[[], Plan], list[Observation], Any]] = {
    "the vintage of the day of the share": (product_plan, [LAST, FIRST, SHARE], "2050.192"),
    "else the earliest later one": (product_plan, [LAST, SHARE], "2050.45972"),
    "own report": (product_plan, [FIRST, SHARE, own("2000")], 2000),
    "not an invented one": (
        product_plan, [FIRST, SHARE, own("2000", status=ILLUSTRATIVE)], "2050.192"
    ),
    "not a forecast": (product_plan, [FIRST, SHARE, own("2000", status=FORECAST)], "2050.192"),
    "own report before a forecast that is computed": (
        ratio_plan, [part("1", status=FORECAST), ratio_rows()[1], own("6", "%")], 6
    ),
    "a single value before a bound": (
        ratio_plan, [*ratio_rows(qualifier=AT_LEAST), own("30", "%")], 30
    ),
    "level and share of one day": (
        product_plan,
        [part("5000", of="gdp", published=date(2008, 1, 1)), replace(FIRST, published=DAY), LAST,
         SHARE],
        "2050.192",
    ),
    "the level has a unit of its own": (
        lambda: product_plan("万元"), [part("20000", "万元", "gdp"), part("50", "%", "share")], 1
    ),
    "a share before it is read": (ratio_plan, [*ratio_rows(), own("33.3", "%")], "33.3333333333"),
    "a share as it is read": (ratio_plan, [own("33.3", "%")], "33.3"),
    "the newest vintages of both sides": (
        ratio_plan, [*ratio_rows(), part("40000", "万元", "whole", published=date(2009, 1, 1))], 25
    ),
    "a balance may be negative": (ratio_plan, [part("-1"), ratio_rows()[1]], "-33.3333333333"),
    "a reported sum before its parts": (sum_plan, [A, B, own("10")], 10),
    "one part alone says less": (sum_plan, [A, own("10")], 10),
    "not an invented sum": (sum_plan, [A, B, own("10", status=ILLUSTRATIVE)], 7),
}  # fmt: skip


@pytest.mark.parametrize(("plan", "rows", "wanted"), COMPUTED.values(), ids=[*COMPUTED])
def test_what_counts_of_what_is_reported_and_computed(
    plan: Callable[[], Plan], rows: list[Observation], wanted: int | str
) -> None:
    assert value(plan(), rows) == Decimal(wanted)


def test_nothing_is_divided_by_zero() -> None:
    zero = [part("1"), part("0", "万元", "whole")]
    assert judge(ratio_plan(), zero, 2008).status is Status.NO_DATA


@pytest.mark.parametrize(
    ("top", "bottom", "bound", "low", "high", "value"),
    (
        (EXACT, AT_LEAST, "at_most", 0, Fraction(100, 3), Fraction(100, 3)),
        (EXACT, AT_MOST, "at_least", Fraction(100, 3), None, Fraction(100, 3)),
        (AT_MOST, AT_MOST, "at_least", 0, None, 0),  # of both kinds only the least is sure
    ),
)
def test_bounds_of_the_sides_of_a_share(
    top: Qualifier, bottom: Qualifier, bound: str, low: int, high: int | None, value: int
) -> None:
    rows = [part("1", qualifier=top), ratio_rows(qualifier=bottom)[1]]
    found = sure(figure(ratio_plan(), rows))
    assert (found.bound, found.low, found.high, found.value) == (bound, low, high, value)


def test_parts_of_a_sum_may_have_their_own_units() -> None:
    plan = make_plan(
        indicators=(
            indicator("x", formula={"kind": "sum", "parts": ("a", "b")}, minimum=0),
            indicator("a", minimum=0),
            indicator("b", "万元", minimum=0),
        ),
        target={"unit": "元"},
    )
    rows = [row("1", 2008, of="a", unit="亿元"), row("5000", 2008, of="b", unit="万元")]
    assert value(plan, rows) == 150_000_000
    assert judge(plan, rows[:1], 2008).status is Status.MET_EARLY  # at least 1 亿元 is over 100 元
    assert judge(plan, rows[:1], 2008).bound == "at_least"


# Groups


TOWNS = tuple(f"town-{i}" for i in range(10))


def group_plan(
    minimum: int | None = 0, direction: str = "increase", total: str | None = None, **target: Any
) -> Plan:
    parts = with_towns(*TOWNS, **target)
    (group,) = parts["groups"]
    limits = {"minimum": minimum, "direction": direction}
    return make_plan(**parts | {"indicator": limits, "groups": ({**group, "total": total},)})


def coverage_plan(minimum: int | None = 0, **target: Any) -> Plan:
    """Return a plan for all towns; from no town, and less is better where it says the most."""
    counted = {**COVERAGE, "baseline": {"value": 0}, **target}
    direction = "decrease" if "low" not in counted["each"] else "increase"
    return group_plan(minimum, direction=direction, **counted)


def town_rows(count: int, each: str = "60", year: int = 2008) -> list[Observation]:
    return towns(*[each] * count, year=year)


def towns(*values: str, year: int = 2008, **more: Any) -> list[Observation]:
    return [row(value, year, entity=f"town-{i}", **more) for i, value in enumerate(values)]


def test_ten_members_add_up() -> None:
    result = judge(group_plan(aggregate="sum", value=500), town_rows(10, "50"), 2008)
    assert (result.status, result.gap, result.bound) == (Status.MET_EARLY, 0, None)
    assert len(result.members) == 10


def test_seven_of_ten_are_at_least_what_they_are() -> None:
    plan = group_plan(aggregate="sum", value=500, baseline={"value": 0})
    result = judge(plan, town_rows(7, "60"), 2008)
    assert result.status is Status.NO_DATA
    assert (sure(result.actual).low, sure(result.actual).high) == (420, None)
    enough = judge(plan, town_rows(9, "60"), 2008)
    assert (enough.status, enough.bound) == (Status.MET_EARLY, "at_least")


def test_members_that_can_be_negative_bound_nothing() -> None:
    plan = group_plan(None, aggregate="sum", value=500)
    assert judge(plan, town_rows(9), 2008).actual is None


def test_a_reported_total_stands_in_for_missing_members() -> None:
    rows = [*town_rows(7), row("510", 2008)]
    plan = group_plan(total="area", aggregate="sum", value=500)
    assert value(plan, rows) == 510
    assert value(plan, [*town_rows(10), row("510", 2008)]) == 600
    made_up = towns(*["60"] * 10, status=ILLUSTRATIVE)
    assert value(plan, [*made_up, row("510", 2008)]) == 510


def test_but_the_whole_area_is_not_the_total_of_just_any_group() -> None:
    rows = [*town_rows(7), row("510", 2008)]
    result = judge(group_plan(aggregate="sum", value=500), rows, 2008)
    assert result.status is Status.NO_DATA
    assert (sure(result.actual).low, sure(result.actual).high) == (420, None)


COVERAGE: dict[str, Any] = {"aggregate": "coverage", "value": "all", "each": {"low": 1, "high": 2}}


def test_coverage_counts_members() -> None:
    result = judge(coverage_plan(), towns(*["1"] * 8, "0", "5"), 2008)
    assert (sure(result.actual).value, sure(result.target).value) == (9, 10)
    assert [member.counts for member in result.members] == [True] * 8 + [False, True]
    # Above the range is noted and does not fail.
    assert any("above the range" in str(note.message) for note in result.notes)


@pytest.mark.parametrize(
    ("known", "status", "bound"),
    ((2, Status.NO_DATA, None), (8, Status.MET_EARLY, "at_least"), (10, Status.MET_EARLY, None)),
)
def test_unknown_members_leave_the_count_open(
    known: int, status: Status, bound: str | None
) -> None:
    plan = coverage_plan(value=8)
    result = judge(plan, town_rows(known, "1"), 2008)
    assert (sure(result.actual).low, sure(result.actual).high) == (known, 10)
    assert (result.status, result.bound) == (status, bound)


def test_no_member_known_is_no_figure() -> None:
    assert judge(group_plan(**COVERAGE), [], 2008).actual is None


def any_of_two(unit: str, direction: str = "increase", **target: Any) -> Plan:
    any_of = {"indicator": None, "any_of": ("a", "b"), "baseline": {"value": 0}}
    parts = with_towns(*TOWNS, **COVERAGE | any_of | target)
    either = tuple(indicator(each, unit, direction=direction) for each in "ab")
    return make_plan(indicators=either, **parts)


def at_town(number: int, of: str, value: str, **more: Any) -> Observation:
    return row(value, 2008, of=of, entity=f"town-{number}", **more)


def test_any_of_two_indicators() -> None:
    plan = any_of_two("个")
    rows = [at_town(0, "a", "1"), at_town(1, "b", "1"), at_town(2, "a", "0"), at_town(2, "b", "0")]
    rows.append(at_town(3, "a", "0"))  # one of two known and not enough: unknown, not a failure
    counts = [member.counts for member in judge(plan, rows, 2008).members[:4]]
    assert counts == [True, True, False, None]
    # The greatest is told, and rests on all that was looked at.
    made_up = at_town(0, "b", "0.5", status=ILLUSTRATIVE)
    (first, *_) = judge(plan, [at_town(0, "a", "0"), made_up], 2008).members
    assert (first.value, first.counts) == (Decimal("0.5"), False)
    (first, *_) = judge(plan, [rows[0], made_up], 2008).members
    assert (first.value, first.counts, first.illustrative) == (1, True, True)
    # Where less is asked for it is the least.
    few = any_of_two("个", "decrease", each={"high": 5})
    (first, *_) = judge(few, [at_town(0, "a", "3"), at_town(0, "b", "10")], 2008).members
    assert (first.value, first.needed, first.gap, first.counts) == (3, 5, -2, True)


def test_any_of_two_indicators_of_different_units_has_no_number_that_counts() -> None:
    any_of = {"indicator": None, "any_of": ("a", "b")}
    sides = (indicator("a", "亿元"), indicator("b", "万元"))
    parts = with_towns(*TOWNS, **COVERAGE | any_of)
    found = plan_findings(Plan.model_validate(plan_tree(indicators=sides, **parts)))
    assert [each.code for each in found] == ["CP411"]
    assert "different units" in str(found[0].message)


def test_any_of_two_states() -> None:
    plan = any_of_two("state", each={"state": "done"})
    none, begun, done = "not_started", "under_way", "done"
    states = ((0, "b", done), (1, "a", none), (1, "b", done), (2, "a", none), (2, "b", begun))
    rows = [at_town(*each) for each in (*states, (3, "a", none))]
    members = judge(plan, rows, 2008).members
    assert [member.counts for member in members[:5]] == [True, True, False, None, None]
    assert members[1].state == "done"


def test_members_up_to_a_level_where_less_is_better() -> None:
    rows = towns("35", "36", "99", "50")
    rows[3] = replace(rows[3], qualifier=AT_MOST)
    plan = coverage_plan(None, each={"high": 35})
    counts = [member.counts for member in judge(plan, rows, 2008).members[:5]]
    assert counts == [True, False, False, None, None]


@pytest.mark.parametrize(
    ("each", "value", "qualifier", "counts"),
    (
        ({"low": 2}, "2", AT_LEAST, True),
        ({"low": 2}, "1", AT_LEAST, None),
        ({"low": 2}, "1", AT_MOST, False),
        ({"low": 2}, "2", AT_MOST, None),  # it may be 2
        ({"low": 2}, "3", AT_MOST, None),
        ({"low": 0}, "0", EXACT, True),
        ({"low": 0}, "-1", EXACT, False),
        ({"high": 35}, "35", AT_MOST, True),
        ({"high": 35}, "36", AT_MOST, None),
        ({"high": 35}, "36", AT_LEAST, False),
        ({"high": 35}, "35", AT_LEAST, None),  # it may be 35
        ({"high": 35}, "34", AT_LEAST, None),
    ),
)
def test_whether_a_member_with_a_bound_counts(
    each: dict[str, int], value: str, qualifier: Qualifier, *, counts: bool | None
) -> None:
    rows = [*towns(value, qualifier=qualifier), row("10", 2008, entity="town-1")]
    assert judge(coverage_plan(None, each=each), rows, 2008).members[0].counts is counts


def test_upper_bounds_add_up_to_an_upper_bound() -> None:
    plan = group_plan(aggregate="sum", value=5000, baseline={"value": 0})
    result = judge(plan, towns(*["10"] * 10, year=2010, qualifier=AT_MOST), 2010)
    assert (result.status, result.bound) == (Status.MISSED, "at_most")
    assert sure(result.actual).value == 100


def index_plan(goal: Mapping[str, Any] = GROWTH, **more: Any) -> Plan:
    observed = {"unit": "%", "observed": "yearly_change", **more}
    return make_plan(indicator=observed, target=goal)


def test_a_bound_among_changes_bounds_the_index() -> None:
    bound = row("10", 2006, unit="%", qualifier=AT_LEAST)
    actual = sure(judge(index_plan(), [bound], 2006).actual)
    assert (actual.low, actual.high, actual.qualifier) == (110, None, "at_least")


def test_a_change_of_at_most_something_bounds_the_index_from_above() -> None:
    rows = [row("10", 2006, unit="%", qualifier=Qualifier.AT_MOST), row("10", 2007, unit="%")]
    found = sure(figure(index_plan(), rows, 2007))
    assert (found.low, found.high, found.bound) == (None, 121, "at_most")


def test_an_index_says_what_its_changes_rest_on() -> None:
    rows = [row("10", 2006, unit="%", status=FORECAST), row("10", 2007, unit="%")]
    notes = [str(note.message) for note in judge(index_plan(), rows, 2007).notes]
    assert "rests on a forecast" in notes


def test_the_year_of_a_stated_base_counts() -> None:
    plan = make_plan(target={"baseline": {"value": 0, "year": 2006}})
    result = judge(plan, [row("50", 2008)], 2008)
    assert (result.due, result.pace) == (Decimal("0.5"), 1)


def of_a_base() -> Plan:
    return make_plan(target={"baseline": {"value": 0}})


def with_a_total() -> Plan:
    return group_plan(total="area", aggregate="sum", value=500, baseline={"value": 0})


NO_BASE = "method: there is no figure for the base year 2005"
IN_FORCE = "in force when the share was published (2008-11-19); the newest vintage is 5284.69 亿元"
EARLIEST = "the earliest vintage known; none is as old as the share (2008-11-19)"
USED = f"vintage: {Names(NAME)} 2008: used"
REPORTED = "members: the total as reported, not the sum of the members"
SAME_DAY, NO_DAY = replace(FIRST, published=SHARE.published), replace(FIRST, published=None)
TOLD: dict[str, tuple[Callable[[], Plan], list[Observation], list[str]]] = {
    "no base": (make_plan, [row("9", 2008)], [NO_BASE]),
    "a base that is a bound": (
        make_plan, [row("5", 2005, qualifier=AT_LEAST), row("9", 2008)],
        ["certainty: the base figure is only a bound, so there is no base"],
    ),
    **{why: (of_a_base, [row("9", 2008, **change)], [f"certainty: {why}"]) for change, why in (
        ({"status": FORECAST}, "rests on a forecast"),
        ({"status": ObsStatus.BREAK}, "the series changed its coverage this year"),
        ({"status": ObsStatus.DEFINITION_DIFFERS}, "the figure follows another definition"),
        ({"qualifier": Qualifier.ABOUT}, "rests on an approximate figure (“about”)"),
    )},
    "a provisional figure": (of_a_base, [row("9", 2008, status=ObsStatus.PROVISIONAL)], []),
    "a vintage in force": (
        product_plan, [LAST, FIRST, SHARE], [f"{USED} 5284 亿元, {IN_FORCE}"]
    ),
    # Of the vintage that is not used there is nothing else to tell.
    "an approximate newest vintage": (
        product_plan, [replace(LAST, qualifier=Qualifier.ABOUT), FIRST, SHARE],
        [f"{USED} 5284 亿元, {IN_FORCE}"],
    ),
    "an approximate vintage in force": (
        product_plan, [LAST, replace(FIRST, qualifier=Qualifier.ABOUT), SHARE],
        ["certainty: rests on an approximate figure (“about”)", f"{USED} 5284 亿元, {IN_FORCE}"],
    ),
    "a later vintage": (product_plan, [LAST, SHARE], [f"{USED} 5284.69 亿元, {EARLIEST}"]),
    "a vintage of the day itself": (
        product_plan, [LAST, SAME_DAY, SHARE], [f"{USED} 5284 亿元, {IN_FORCE}"]
    ),
    "the only vintage, as new as the share": (product_plan, [SAME_DAY, SHARE], []),
    "the only vintage, older than the share": (product_plan, [FIRST, SHARE], []),
    "a vintage without a day": (
        product_plan, [NO_DAY, LAST, SHARE], [f"{USED} 5284 亿元, {EARLIEST}"]
    ),
    # Where one of the days is not known there is nothing to tell.
    "nothing but a vintage without a day": (product_plan, [NO_DAY, SHARE], []),
    "a share without a day": (product_plan, [LAST, FIRST, replace(SHARE, published=None)], []),
    "a total as reported": (with_a_total, [*town_rows(7), row("510", 2008)], [REPORTED]),
    "a total that is a forecast": (
        with_a_total, [row("510", 2008, status=FORECAST)],
        ["certainty: rests on a forecast", REPORTED],
    ),
    "all members": (with_a_total, town_rows(10), []),
    "some members of a count": (
        lambda: coverage_plan(value=8), town_rows(8, "1"), ["members: 8 of 10 figures are known"]
    ),
    "members within the range": (coverage_plan, towns("2", *"1" * 9), []),
    "a member above the range": (
        coverage_plan, towns("3", "2", *"1" * 8),
        ["members: 1 member is above the range (not a failure)"],
    ),
    "members above the range": (
        coverage_plan, towns("3", "2.5", *"1" * 8),
        ["members: 2 members are above the range (not a failure)"],
    ),
    "no range but a least": (lambda: coverage_plan(each={"low": 1}), town_rows(10, "9"), []),
    "no range but a most": (lambda: coverage_plan(each={"high": 2}), town_rows(10, "9"), []),
}  # fmt: skip


@pytest.mark.parametrize(("plan", "rows", "wanted"), TOLD.values(), ids=[*TOLD])
def test_what_is_told_of_a_figure(
    plan: Callable[[], Plan], rows: list[Observation], wanted: list[str]
) -> None:
    assert [": ".join(each) for each in told(plan(), rows)] == wanted


def test_how_many_members_of_a_sum_are_known_is_told() -> None:
    plan = group_plan(aggregate="sum", value=500, baseline={"value": 0})
    assert told(plan, town_rows(9))[0] == ("members", "9 of 10 figures are known")


CENSUS = row("15", 2008, series="census")


@pytest.mark.parametrize(
    ("rows", "prefer", "wanted"),
    (
        ([row("10", 2008), CENSUS], (), "10 个 (default series) is used, not 15 个 (census)"),
        ([row("10", 2008), CENSUS], ("census",),
         "15 个 (census) is used, not 10 个 (default series)"),
        ([row("10", 2008, series="a"), CENSUS], (), "10 个 (a) is used, not 15 个 (census)"),
    ),
)  # fmt: skip
def test_which_of_two_sources_is_used_is_told(
    rows: list[Observation], prefer: tuple[str, ...], wanted: str
) -> None:
    plan = make_plan(indicator={"preferred_series": prefer}, target={"baseline": {"value": 0}})
    ((kind, message),) = told(plan, rows)
    assert kind == "conflict"
    assert message.endswith(f" 2008: sources differ; {wanted}")
    assert message.startswith(str(plan.indicators[0].name))


def test_the_preferred_series_of_a_level_is_used_with_a_share() -> None:
    day = date(2009, 5, 1)
    plan, share = product_plan(preferred_series=("census",)), replace(SHARE, published=day)
    census = replace(FIRST, series="census", published=day)
    later = part("6000", of="gdp", series="census", published=date(2010, 1, 1))
    assert value(plan, [census, later, FIRST, share]) == Decimal("2050.192")
    assert value(plan, [later, FIRST, share]) == 2328


def test_that_sources_of_the_base_differ_is_told() -> None:
    rows = [row("5", 2005), row("6", 2005, series="b"), row("9", 2008)]
    assert [kind for kind, _ in told(make_plan(), rows)] == ["conflict"]


def test_what_an_index_starts_from_is_told() -> None:
    rows = [row("10", year, unit="%") for year in (2006, 2007, 2008)]
    wanted = ("method", "an index made of the observed changes: 2005 is 100")
    assert wanted in told(index_plan(), rows)


def told(plan: Plan, rows: list[Observation]) -> list[tuple[str, str]]:
    return [(note.kind.value, str(note.message)) for note in judge(plan, rows, 2008).notes]


def test_flows_add_up_over_the_years() -> None:
    plan = make_plan(indicator={"minimum": 0}, target={"accumulate": True})
    rows = [row("20", year) for year in (2006, 2007, 2008)]
    assert value(plan, rows) == 60
    open_sum = judge(plan, [rows[0], rows[2]], 2008)
    assert (sure(open_sum.actual).low, sure(open_sum.actual).high) == (40, None)
    assert judge(plan, rows[:2], 2008).status is Status.NO_DATA  # no figure of the year itself


@pytest.mark.parametrize(("begun", "total"), ((0, 50), (7, 57)))
def test_a_sum_over_the_years_starts_where_its_base_does(begun: int, total: int) -> None:
    """Ten a year: of a goal of 500 from 2012 on, 50 are reached by 2017, and not 100."""
    goal = {"accumulate": True, "value": 500, "year": 2017}
    base = {"value": begun, "year": 2012}
    plan = make_plan(
        indicator={"minimum": 0},
        target={**goal, "baseline": base},
        period=(2008, 2017),
        base_year=2007,
    )
    rows = [row("10", year) for year in range(2008, 2018)]
    result = judge(plan, rows, 2017)
    assert (result.status, result.gap) == (Status.MISSED, 500 - total)
    assert sure(result.actual).value == total
    half_way = judge(plan, rows, 2014)
    assert (half_way.due, half_way.completion) == (
        Decimal("0.4"),
        rounded(Fraction(20, 500 - begun)),
    )
    assert judge(plan, rows, 2012).missing_years == ()
    assert [each.subject for each in wanted_in(plan, rows, 2012)] == []
    assert [each.subject for each in wanted_in(plan, rows, 2013)] == ["x"]


def test_a_year_that_is_missing_is_named() -> None:
    flows = make_plan(indicator={"minimum": -1}, target={"accumulate": True})
    rows = [row("20", year) for year in (2006, 2008)]
    result = judge(flows, rows, 2008)
    assert (result.status, result.missing_years) == (Status.NO_DATA, (2007,))
    assert sure(result.latest).year == 2006
    assert judge(flows, rows, 2009).missing_years == (2007, 2009)
    assert judge(make_plan(), rows, 2007).missing_years == (2007,)
    never_below_zero = make_plan(indicator={"minimum": 0}, target={"accumulate": True})
    assert str(judge(never_below_zero, rows, 2008).notes[0].message) == "no figure of 2007"
    text = render_report(report_on(flows, rows, 2008), "text", Locale("en"))
    assert "no figure of 2007; the latest is 20 (2006, then on schedule)" in text
    long = make_plan(target={"accumulate": True, "year": 2016}, period=(2006, 2016))
    told = render_report(report_on(long, [row("20", 2016)], 2016), "text", Locale("zh"))
    assert "缺2006、2007、2008、2009、2010年等数据，另缺5年" in told


def test_a_gap_in_the_yearly_changes_breaks_the_chain() -> None:
    plan = index_plan()
    rows = [row("8", year, unit="%") for year in (2006, 2007, 2008)]
    assert value(plan, rows) == Decimal("125.9712")
    assert value(plan, [rows[0], rows[2]]) is None
    assert judge(plan, [rows[0], rows[2]], 2008).missing_years == (2007,)


def test_a_ceiling_on_observed_changes_is_a_ceiling_on_each_of_them() -> None:
    ceiling = {"value": 3, "unit": "%", "comparison": "<=", "year": "each", "path": "none"}
    plan = index_plan(ceiling, direction="decrease")
    rows = [row(str(rate), year, unit="%") for year, rate in ((2006, 2), (2007, 5), (2008, 3))]
    verdicts = [judge(plan, rows, year).status for year in (2006, 2007, 2008)]
    assert verdicts == [Status.MET, Status.MISSED, Status.MET]
    assert value(plan, rows) == 3


def test_about_is_marked_and_judged() -> None:
    result = judge(make_plan(), [row("0", 2005), row("70", 2008, qualifier=Qualifier.ABOUT)], 2008)
    assert result.status is Status.AHEAD
    assert sure(result.actual).qualifier == "about"
    assert result.bound is None


# What it would take, and where it leads


RANGE: dict[str, Any] = {"value": None, "comparison": None, "low": 90, "high": 110}


@pytest.mark.parametrize(
    ("target", "base", "value", "wanted"),
    (
        ({}, "0", "40", ("30", "absolute")),
        ({}, None, "40", ("30", "absolute")),
        ({"path": "compound"}, "20", "25", ("1", "rate")),
        ({"path": "steps", "steps": {2009: 50, 2010: 100}}, "0", "40", ("30", "absolute")),
        ({}, "0", "100", None),
        ({**RANGE}, "150", "130", ("-10", "absolute")),
        ({**RANGE}, "0", "70", ("10", "absolute")),
        ({"year": 2008}, "0", "40", None),
    ),
)
def test_the_change_that_is_still_needed(
    target: dict[str, Any], base: str | None, value: str, wanted: tuple[str, str] | None
) -> None:
    rows = [row(value, 2008), *([] if base is None else [row(base, 2005)])]
    found = judge(make_plan(target=target), rows, 2008).required_change
    assert (found and (str(found.per_year), found.kind)) == wanted


@pytest.mark.parametrize(
    ("target", "base", "value", "wanted"),
    (
        ({}, "10", "40", ("10", "absolute")),
        ({"path": "steps", "steps": {2009: 50, 2010: 100}}, "10", "40", ("10", "absolute")),
        ({"path": "compound"}, "20", "34.56", ("0.2", "rate")),
        ({"year": "each", "path": "none"}, "10", "40", None),
        ({"over": (2008, 2010)}, "10", "40", None),
        ({}, None, "40", None),
        ({}, "10", None, None),
    ),
)
def test_the_change_so_far(
    target: dict[str, Any], base: str | None, value: str | None, wanted: tuple[str, str] | None
) -> None:
    known = ((base, 2005), (value, 2008))
    plan, rows = make_plan(target=target), [row(each, on) for each, on in known if each]
    found = detail(Inquiry(plan, rows), "t", 2008).average_change
    assert (found and (str(found.per_year), found.kind)) == wanted


def test_three_courses_and_the_year_they_lead_to() -> None:
    rows = [row("20", 2005), row("40", 2008)]
    straight = sure(judge(make_plan(), rows, 2008).projection)
    assert straight.value == straight.linear == Decimal("53.3333333333")
    assert straight.compound == Decimal("63.4960420787")
    assert straight.year_reached == 2017
    rising = sure(judge(make_plan(target={"path": "compound"}), rows, 2008).projection)
    assert (rising.value, rising.linear) == (straight.compound, straight.linear)
    assert not rising.limited
    from_nothing = sure(judge(make_plan(), [row("0", 2005), row("40", 2008)], 2008).projection)
    assert (from_nothing.value, from_nothing.compound) == (Decimal("66.6666666667"), None)


@pytest.mark.parametrize(
    ("base", "now", "reached", "after"),
    (
        ("0", "10.8", 2033, None),  # 27.8 years at 3.6 a year
        ("0", "10.7", None, 2033),  # 28.04 years
        ("0", "0.001", None, 2033),
        ("0", "0", None, None),
        ("5", "4", None, None),
    ),
)
def test_a_course_that_gets_there_late_is_not_one_that_never_does(
    base: str, now: str, reached: int | None, after: int | None
) -> None:
    found = sure(judge(make_plan(), [row(base, 2005), row(now, 2008)], 2008).projection)
    assert (found.year_reached, found.reached_after) == (reached, after)


def test_before_anything_is_due_no_course_is_drawn() -> None:
    steps = {"path": "steps", "steps": {2009: 50, 2010: 100}}
    rows = [row("10", 2005), row("9", 2007), row("9", 2009)]
    early = judge(make_plan(target=steps), rows, 2007)
    assert (early.status, early.projection) == (Status.NOT_DUE, None)
    assert judge(make_plan(target=steps), rows, 2009).projection is not None


@pytest.mark.parametrize(("base", "now", "wanted"), ((0, 9, "10"), (10, 2, "0"), (0, 3, "5")))
def test_a_projected_count_is_none_below_0_nor_above_all(base: int, now: int, wanted: str) -> None:
    goal = {"value": "all"} if now > base or base == 0 else {"value": 1, "comparison": "<="}
    plan = coverage_plan(**goal, baseline={"value": base})
    found = sure(judge(plan, towns(*"1" * now, *"0" * (10 - now)), 2008).projection)
    assert str(found.value) == wanted


@pytest.mark.parametrize(
    ("minimum", "wanted"), ((0, "0"), (5, "0"), (-5, "-233.333333333"), (None, "-233.333333333"))
)
def test_a_projected_sum_is_negative_only_where_parts_can_be(
    minimum: int | None, wanted: str
) -> None:
    goal: dict[str, Any] = {"value": 50, "comparison": "<=", "baseline": {"value": 600}}
    plan = group_plan(minimum, direction="decrease", aggregate="sum", **goal)
    found = judge(plan, town_rows(10, "10"), 2008)
    assert str(sure(found.projection).value) == wanted


def test_what_one_year_can_be_is_no_limit_to_what_years_add_up_to() -> None:
    plan = make_plan(indicator={"minimum": 0, "maximum": 30}, target={"accumulate": True})
    found = sure(judge(plan, [row("20", year) for year in (2006, 2007, 2008)], 2008).projection)
    assert found.value == 100


@pytest.mark.parametrize(
    ("base", "now", "wanted"), (("0", "9000", "10000"), ("5000", "1100", "1000"))
)
def test_natural_limits_are_converted(base: str, now: str, wanted: str) -> None:
    up = base < now
    limits: dict[str, Any] = {"unit": "万户", "minimum": Fraction(1, 10), "maximum": 1}
    limits["direction"] = "increase" if up else "decrease"
    goal = {"value": 9900} if up else {"value": 1050, "comparison": "<="}
    rows = [row(base, 2005, unit="户"), row(now, 2008, unit="户")]
    plan = make_plan(indicator=limits, target={"unit": "户", **goal})
    found = sure(judge(plan, rows, 2008).projection)
    assert str(found.value) == wanted


@pytest.mark.parametrize(
    ("each", "needed", "gaps"),
    (({"low": 2}, 2, [1, -2]), ({"high": 2}, 2, [-1, 2]), ({"low": 1, "high": 2}, 1, [0, -3])),
)
def test_what_a_count_asks_of_members(each: dict[str, int], needed: int, gaps: list[int]) -> None:
    members = judge(coverage_plan(each=each), towns("1", "4"), 2008).members
    assert [member.needed for member in members] == [needed] * 10
    assert [member.gap for member in members] == [*gaps, *[None] * 8]
    assert [member.value for member in members] == [1, 4, *[None] * 8]


@pytest.mark.parametrize(
    ("count", "told"),
    (
        (5, "no figure of 2001, 2002, 2003, 2004, 2005"),
        (6, "no figure of 2001, 2002, 2003, 2004, 2005 and 1 other year"),
        (7, "no figure of 2001, 2002, 2003, 2004, 2005 and 2 other years"),
    ),
)
def test_of_many_years_without_a_figure_some_are_named(count: int, told: str) -> None:
    assert Locale("en").text(no_figure_of(range(2001, 2001 + count))) == told


def test_an_average_change_counts_for_each_year_since_the_base() -> None:
    observed = {"unit": "%", "observed": "average_change"}
    plan = make_plan(indicator=observed, target=GROWTH)
    found = judge(plan, [row("5", 2008, unit="%")], 2008)
    assert sure(found.actual).value == Decimal("115.7625")


@pytest.mark.parametrize(
    ("qualifier", "ends"),
    ((EXACT, (5, 5, 5)), (AT_LEAST, (5, 5, None)), (AT_MOST, (5, None, 5))),
)
def test_ends_of_the_figure_of_a_member(qualifier: Qualifier, ends: tuple[int | None, ...]) -> None:
    rows = [row("5", 2008, entity="town-0", qualifier=qualifier)]
    plan = make_plan(**with_towns(*TOWNS, **COVERAGE))
    (first, *_) = judge(plan, [*rows, *town_rows(9)[1:]], 2008).members
    assert (first.value, first.low, first.high) == ends


@pytest.mark.parametrize(
    ("more", "told"),
    (
        (0, None),
        (1, "name 2008: 1 more source differs"),
        (2, "name 2008: 2 more sources differ"),
    ),
)
def test_of_many_sources_some_are_named(more: int, told: str | None) -> None:
    rivals = [row(f"{20 + at}", 2008, series=f"s{at:02}") for at in range(NAMED_RIVALS + more)]
    notes = judge(make_plan(), [row("10", 2008, series="a"), *rivals], 2008).notes
    conflicts = [Locale("en").text(each.message) for each in notes if each.kind == "conflict"]
    assert conflicts[NAMED_RIVALS:] == ([] if told is None else [told])
    assert len(conflicts) == NAMED_RIVALS + (told is not None)
