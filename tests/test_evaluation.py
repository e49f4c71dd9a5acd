# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""What counts as the figure of a year: vintages, series, formulas, sums and coverages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from clusterplan.base.exact import rounded
from clusterplan.base.messages import NoteKind
from clusterplan.judging.figure import Figure
from clusterplan.judging.figures import Figures
from clusterplan.locale import Locale
from clusterplan.model.observations import Actuals, Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Plan
from clusterplan.model.status import Status
from clusterplan.views.figures_wanted import wanted_in
from helpers import NAME, judge, make_plan, render_report, report_on, row, sure


def indicator(identity: str, unit: str = "亿元", **more: Any) -> dict[str, Any]:
    return {"id": identity, "name": NAME, "unit": unit, "direction": "increase", **more}


def figure(plan: Plan, rows: list[Observation], year: int = 2008, **options: Any) -> Figure | None:
    return Figures(plan, Actuals(rows, **options)).of_target(plan.targets[0], year)


def value(plan: Plan, rows: list[Observation], **options: Any) -> Decimal | None:
    found = judge(plan, rows, 2008, **options).actual
    return None if found is None else found.value


ILLUSTRATIVE, FORECAST = ObsStatus.ILLUSTRATIVE, ObsStatus.FORECAST

# Vintages and series


OLD = row("10", 2008, published=date(2009, 1, 1))
NEW = row("12", 2008, published=date(2010, 1, 1))
UNDATED = row("9", 2008)


@pytest.mark.parametrize(
    ("rows", "as_of", "wanted"),
    (
        ([OLD, NEW], None, 12),
        ([NEW, OLD], None, 12),
        ([OLD, NEW], date(2009, 12, 31), 10),
        ([OLD, NEW], date(2010, 1, 1), 12),
        ([OLD, NEW], date(2008, 12, 31), None),
        ([UNDATED, OLD], None, 10),
        ([UNDATED], None, 9),
        ([UNDATED], date(2020, 1, 1), None),
    ),
)
def test_vintages(rows: list[Observation], as_of: date | None, wanted: int | None) -> None:
    assert value(make_plan(), rows, as_of=as_of) == wanted


def test_earlier_vintages_are_kept() -> None:
    revisions = judge(make_plan(), [NEW, UNDATED, OLD], 2008).revisions
    assert [item.value for item in revisions] == [9, 10]


@pytest.mark.parametrize("status", (ObsStatus.FORECAST, ObsStatus.ILLUSTRATIVE))
def test_an_outcome_outranks_what_is_not_one_however_new(status: ObsStatus) -> None:
    late = row("99", 2008, status=status, published=date(2020, 1, 1))
    assert value(make_plan(), [OLD, late]) == 10
    assert value(make_plan(), [late]) == 99


def test_a_forecast_outranks_an_illustration() -> None:
    forecast = row("50", 2008, status=ObsStatus.FORECAST, published=date(2007, 1, 1))
    made_up = row("60", 2008, status=ObsStatus.ILLUSTRATIVE, published=date(2009, 1, 1))
    assert value(make_plan(), [forecast, made_up]) == 50


def test_series_conflict_and_the_preferred_one_counts() -> None:
    rows = [OLD, row("15", 2008, series="census", published=date(2008, 1, 1))]
    plain = judge(make_plan(), rows, 2008)
    preferred = judge(make_plan(indicator={"preferred_series": ("census",)}), rows, 2008)
    assert (plain.actual and plain.actual.value) == 10
    assert (preferred.actual and preferred.actual.value) == 15
    for result in (plain, preferred):
        assert any("sources differ" in note.message.template for note in result.notes)


def test_two_series_that_agree_are_no_conflict() -> None:
    def conflicts(other: str) -> int:
        rows = [row("10", 2008), row(other, 2008, series="b")]
        notes = judge(make_plan(), rows, 2008).notes
        return sum(note.kind is NoteKind.CONFLICT for note in notes)

    assert (conflicts("10.001"), conflicts("10.0")) == (1, 0)


def test_published_only_leaves_illustrations_out() -> None:
    made_up = row("60", 2008, status=ObsStatus.ILLUSTRATIVE)
    assert value(make_plan(), [made_up]) == 60
    assert value(make_plan(), [made_up], published_only=True) is None


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


def product_plan() -> Plan:
    formula = {"kind": "product", "level": "gdp", "share": "share"}
    return make_plan(
        indicators=(indicator("x", formula=formula), indicator("gdp"), indicator("share", "%")),
        target={"unit": "亿元"},
    )


FIRST = row("5284", 2008, of="gdp", unit="亿元", published=date(2008, 8, 28))
LAST = row("52846900", 2008, of="gdp", unit="万元", published=date(2012, 12, 31))
SHARE = row("38.8", 2008, of="share", unit="%", published=date(2008, 11, 19))


def test_a_level_from_a_share_uses_the_vintage_of_the_shares_day() -> None:
    result = judge(product_plan(), [LAST, FIRST, SHARE], 2008)
    assert str(sure(result.actual).value) == "2050.192"
    assert any("in force when the share was published" in n.message.template for n in result.notes)


def test_else_the_earliest_later_vintage_and_says_so() -> None:
    result = judge(product_plan(), [LAST, SHARE], 2008)
    assert str(sure(result.actual).value) == "2050.45972"
    assert any("none is as old as the share" in note.message.template for note in result.notes)


def test_a_vintage_as_new_as_the_share_needs_no_note() -> None:
    assert judge(product_plan(), [FIRST, SHARE], 2008).notes == ()


def test_an_own_report_counts_before_the_product() -> None:
    own = row("2000", 2008, unit="亿元")
    assert value(product_plan(), [FIRST, SHARE, own]) == 2000


def test_but_not_an_invented_one() -> None:
    own = row("2000", 2008, unit="亿元", status=ObsStatus.ILLUSTRATIVE)
    assert value(product_plan(), [FIRST, SHARE, own]) == Decimal("2050.192")


def test_an_outcome_counts_before_a_forecast_that_is_computed_or_reported() -> None:
    own = row("2000", 2008, unit="亿元", status=FORECAST)
    assert value(product_plan(), [FIRST, SHARE, own]) == Decimal("2050.192")
    top = row("1", 2008, of="part", unit="亿元", status=FORECAST)
    rows = [top, ratio_rows()[1], row("6", 2008, unit="%")]
    assert value(ratio_plan(), rows) == 6


def test_a_single_value_counts_before_a_bound() -> None:
    rows = [*ratio_rows(qualifier=Qualifier.AT_LEAST), row("30", 2008, unit="%")]
    assert value(ratio_plan(), rows) == 30


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
    return [
        row("1", 2008, of="part", unit="亿元"),
        row("30000", 2008, of="whole", unit="万元", **whole),
    ]


def test_a_share_is_recomputed_from_its_sides_before_it_is_read() -> None:
    rows = [*ratio_rows(), row("33.3", 2008, unit="%")]
    assert value(ratio_plan(), rows) == Decimal("33.3333333333")
    assert value(ratio_plan(), rows[-1:]) == Decimal("33.3")


def test_the_newest_vintages_of_both_sides_count() -> None:
    rows = [*ratio_rows(), row("40000", 2008, of="whole", unit="万元", published=date(2009, 1, 1))]
    assert value(ratio_plan(), rows) == 25


def test_nothing_is_divided_by_zero() -> None:
    zero = [ratio_rows()[0], row("0", 2008, of="whole", unit="万元")]
    assert judge(ratio_plan(), zero, 2008).status is Status.NO_DATA


def test_a_bound_of_the_denominator_turns_round() -> None:
    found = sure(figure(ratio_plan(), ratio_rows(qualifier=Qualifier.AT_LEAST)))
    assert (found.bound, found.low, found.high) == ("at_most", 0, Fraction(100, 3))
    assert found.value == found.high


def test_a_denominator_of_at_most_something_leaves_a_least_share() -> None:
    found = sure(figure(ratio_plan(), ratio_rows(qualifier=Qualifier.AT_MOST)))
    assert (found.bound, found.low, found.high) == ("at_least", Fraction(100, 3), None)


def test_of_bounds_of_both_kinds_only_the_least_is_sure() -> None:
    most = row("1", 2008, of="part", unit="亿元", qualifier=Qualifier.AT_MOST)
    mixed = sure(figure(ratio_plan(), [most, ratio_rows(qualifier=Qualifier.AT_MOST)[1]]))
    assert (mixed.bound, mixed.low, mixed.high) == ("at_least", 0, None)
    assert mixed.value == 0


def test_a_balance_may_be_negative() -> None:
    rows = [row("-1", 2008, of="part", unit="亿元"), ratio_rows()[1]]
    assert value(ratio_plan(), rows) == Decimal("-33.3333333333")


def sum_plan() -> Plan:
    ids, parts = ("x", "a", "b"), {"kind": "sum", "parts": ("a", "b")}
    return make_plan(
        indicators=tuple(
            indicator(each, minimum=0, formula=parts if each == "x" else None) for each in ids
        ),
        target={"unit": "亿元"},
    )


def test_a_reported_sum_counts_before_its_parts() -> None:
    parts = [row("3", 2008, of="a", unit="亿元"), row("4", 2008, of="b", unit="亿元")]
    own = row("10", 2008, unit="亿元")
    assert value(sum_plan(), [*parts, own]) == 10
    assert value(sum_plan(), [*parts[:1], own]) == 10  # one part alone says less
    made_up = replace(own, status=ILLUSTRATIVE)
    assert value(sum_plan(), [*parts, made_up]) == 7


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


TOWNS: tuple[dict[str, Any], ...] = (
    {"id": "area", "name": NAME, "kind": "area"},
    *({"id": f"town-{i}", "name": NAME, "kind": "town"} for i in range(10)),
)
GROUP = ({"id": "towns", "name": NAME, "kinds": ("town",)},)


def group_plan(
    minimum: int | None = 0, groups: Any = GROUP, direction: str = "increase", **target: Any
) -> Plan:
    return make_plan(
        entities=TOWNS,
        groups=groups,
        indicator={"minimum": minimum, "direction": direction},
        target={"group": "towns", **target},
    )


def town_rows(count: int, each: str = "60", year: int = 2008) -> list[Observation]:
    return [row(each, year, entity=f"town-{i}") for i in range(count)]


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
    named = ({**GROUP[0], "total": "area"},)
    plan = group_plan(aggregate="sum", value=500, groups=named)
    assert value(plan, rows) == 510
    assert value(plan, [*town_rows(10), row("510", 2008)]) == 600
    made_up = [row("60", 2008, entity=f"town-{i}", status=ILLUSTRATIVE) for i in range(10)]
    assert value(plan, [*made_up, row("510", 2008)]) == 510


def test_but_the_whole_area_is_not_the_total_of_just_any_group() -> None:
    rows = [*town_rows(7), row("510", 2008)]
    result = judge(group_plan(aggregate="sum", value=500), rows, 2008)
    assert result.status is Status.NO_DATA
    assert (sure(result.actual).low, sure(result.actual).high) == (420, None)


COVERAGE: dict[str, Any] = {"aggregate": "coverage", "value": "all", "each": {"low": 1, "high": 2}}


def test_coverage_counts_members() -> None:
    plan = group_plan(**COVERAGE, baseline={"value": 0})
    rows = [*town_rows(8, "1"), row("0", 2008, entity="town-8"), row("5", 2008, entity="town-9")]
    result = judge(plan, rows, 2008)
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
    plan = group_plan(**{**COVERAGE, "value": 8}, baseline={"value": 0})
    result = judge(plan, town_rows(known, "1"), 2008)
    assert (sure(result.actual).low, sure(result.actual).high) == (known, 10)
    assert (result.status, result.bound) == (status, bound)


def test_no_member_known_is_no_figure() -> None:
    assert judge(group_plan(**COVERAGE), [], 2008).actual is None


def any_of_two(unit: str, **target: Any) -> Plan:
    any_of = {"indicator": None, "any_of": ("a", "b"), "group": "towns", "baseline": {"value": 0}}
    return make_plan(
        entities=TOWNS,
        groups=GROUP,
        indicators=(indicator("a", unit), indicator("b", unit)),
        target={**COVERAGE, **any_of, **target},
    )


def test_any_of_two_indicators() -> None:
    plan = any_of_two("个")
    rows = [
        row("1", 2008, of="a", entity="town-0"),
        row("1", 2008, of="b", entity="town-1"),
        row("0", 2008, of="a", entity="town-2"),
        row("0", 2008, of="b", entity="town-2"),
        # One of two known and not enough: unknown, not a failure.
        row("0", 2008, of="a", entity="town-3"),
    ]
    counts = [member.counts for member in judge(plan, rows, 2008).members[:4]]
    assert counts == [True, True, False, None]
    # The greatest is told, and rests on all that was looked at.
    made_up = row("0.5", 2008, of="b", entity="town-0", status=ILLUSTRATIVE)
    (first, *_) = judge(plan, [row("0", 2008, of="a", entity="town-0"), made_up], 2008).members
    assert (first.value, first.counts) == (Decimal("0.5"), False)
    (first, *_) = judge(plan, [rows[0], made_up], 2008).members
    assert (first.value, first.counts, first.illustrative) == (1, True, True)


def test_any_of_two_states() -> None:
    plan = any_of_two("state", each={"state": "done"})
    rows = [
        row("done", 2008, of="b", entity="town-0"),
        row("not_started", 2008, of="a", entity="town-1"),
        row("done", 2008, of="b", entity="town-1"),
        row("not_started", 2008, of="a", entity="town-2"),
        row("under_way", 2008, of="b", entity="town-2"),
        row("not_started", 2008, of="a", entity="town-3"),
    ]
    members = judge(plan, rows, 2008).members
    assert [member.counts for member in members[:5]] == [True, True, False, None, None]
    assert members[1].state == "done"


def test_members_up_to_a_level_where_less_is_better() -> None:
    plan = make_plan(
        entities=TOWNS,
        groups=GROUP,
        indicator={"direction": "decrease"},
        target={
            "group": "towns",
            "aggregate": "coverage",
            "value": "all",
            "each": {"high": 35},
            "baseline": {"value": 0},
        },
    )
    rows = [row(value, 2008, entity=f"town-{i}") for i, value in enumerate(("35", "36", "99"))]
    rows.append(row("50", 2008, entity="town-3", qualifier=Qualifier.AT_MOST))
    counts = [member.counts for member in judge(plan, rows, 2008).members[:5]]
    assert counts == [True, False, False, None, None]


AT_LEAST, AT_MOST = Qualifier.AT_LEAST, Qualifier.AT_MOST


@pytest.mark.parametrize(
    ("each", "value", "qualifier", "counts"),
    (
        ({"low": 2}, "2", AT_LEAST, True),
        ({"low": 2}, "1", AT_LEAST, None),
        ({"low": 2}, "1", AT_MOST, False),
        ({"low": 2}, "2", AT_MOST, None),  # it may be 2
        ({"low": 2}, "3", AT_MOST, None),
        ({"low": 0}, "0", Qualifier.EXACT, True),
        ({"low": 0}, "-1", Qualifier.EXACT, False),
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
    plan = group_plan(
        None,
        direction="increase" if "low" in each else "decrease",
        aggregate="coverage",
        value="all",
        each=each,
        baseline={"value": 0},
    )
    rows = [
        row("10", 2008, entity="town-1"),
        row(value, 2008, entity="town-0", qualifier=qualifier),
    ]
    assert judge(plan, rows, 2008).members[0].counts is counts


def test_a_product_converts_the_unit_of_its_level() -> None:
    formula = {"kind": "product", "level": "gdp", "share": "share"}
    plan = make_plan(
        indicators=(
            indicator("x", formula=formula),
            indicator("gdp", "万元"),
            indicator("share", "%"),
        ),
        target={"unit": "亿元"},
    )
    rows = [row("20000", 2008, of="gdp", unit="万元"), row("50", 2008, of="share", unit="%")]
    assert value(plan, rows) == 1


def test_level_and_share_of_one_day_belong_together() -> None:
    day = date(2008, 11, 19)
    early = row("5000", 2008, of="gdp", unit="亿元", published=date(2008, 1, 1))
    same = row("5284", 2008, of="gdp", unit="亿元", published=day)
    assert value(product_plan(), [early, same, LAST, SHARE]) == Decimal("2050.192")


def test_upper_bounds_add_up_to_an_upper_bound() -> None:
    plan = group_plan(aggregate="sum", value=5000, baseline={"value": 0})
    rows = [row("10", 2010, entity=f"town-{i}", qualifier=Qualifier.AT_MOST) for i in range(10)]
    result = judge(plan, rows, 2010)
    assert (result.status, result.bound) == (Status.MISSED, "at_most")
    assert sure(result.actual).value == 100


def test_a_bound_among_changes_bounds_the_index() -> None:
    plan = make_plan(
        indicator={"unit": "%", "observed": "yearly_change"},
        target={"value": None, "unit": None, "growth_percent": 8, "path": "compound"},
    )
    bound = row("10", 2006, unit="%", qualifier=Qualifier.AT_LEAST)
    result = judge(plan, [bound], 2006)
    assert result.actual is not None
    assert (result.actual.low, result.actual.high) == (110, None)
    assert result.actual.qualifier == "at_least"


def test_a_change_of_at_most_something_bounds_the_index_from_above() -> None:
    rows = [row("10", 2006, unit="%", qualifier=Qualifier.AT_MOST), row("10", 2007, unit="%")]
    found = sure(figure(index_plan(), rows, 2007))
    assert (found.low, found.high, found.bound) == (None, 121, "at_most")


def test_an_index_says_what_its_changes_rest_on() -> None:
    rows = [row("10", 2006, unit="%", status=FORECAST), row("10", 2007, unit="%")]
    notes = [str(note.message) for note in judge(index_plan(), rows, 2007).notes]
    assert "rests on a forecast" in notes


def index_plan() -> Plan:
    return make_plan(
        indicator={"unit": "%", "observed": "yearly_change"},
        target={"value": None, "unit": None, "growth_percent": 8, "path": "compound"},
    )


def test_the_year_of_a_stated_base_counts() -> None:
    plan = make_plan(target={"baseline": {"value": 0, "year": 2006}})
    result = judge(plan, [row("50", 2008)], 2008)
    assert (result.due, result.pace) == (Decimal("0.5"), 1)


def test_a_base_that_is_a_bound_is_told() -> None:
    rows = [row("5", 2005, qualifier=Qualifier.AT_LEAST), row("9", 2008)]
    assert told(make_plan(), rows) == [
        ("method", "there is no figure for the base year 2005"),
        ("certainty", "the base figure is only a bound, so there is no base"),
    ]


def test_that_there_is_no_base_is_told() -> None:
    assert told(make_plan(), [row("9", 2008)]) == [
        ("method", "there is no figure for the base year 2005")
    ]


CENSUS = row("15", 2008, series="census")


@pytest.mark.parametrize(
    ("rows", "prefer", "wanted"),
    (
        ([row("10", 2008), CENSUS], (), "10 个 (default series) is used, not 15 个 (census)"),
        (
            [row("10", 2008), CENSUS],
            ("census",),
            "15 个 (census) is used, not 10 个 (default series)",
        ),
        (
            [row("10", 2008, series="a"), CENSUS],
            (),
            "10 个 (a) is used, not 15 个 (census)",
        ),
    ),
)
def test_which_of_two_sources_is_used_is_told(
    rows: list[Observation], prefer: tuple[str, ...], wanted: str
) -> None:
    plan = make_plan(indicator={"preferred_series": prefer}, target={"baseline": {"value": 0}})
    ((kind, message),) = told(plan, rows)
    assert kind == "conflict"
    assert message.endswith(f" 2008: sources differ; {wanted}")
    assert message.startswith(str(plan.indicators[0].name))


@pytest.mark.parametrize(
    ("change", "wanted"),
    (
        ({"status": ObsStatus.FORECAST}, "rests on a forecast"),
        ({"status": ObsStatus.BREAK}, "the series changed its coverage this year"),
        ({"status": ObsStatus.DEFINITION_DIFFERS}, "the figure follows another definition"),
        ({"qualifier": Qualifier.ABOUT}, "rests on an approximate figure (“about”)"),
    ),
)
def test_what_a_figure_is_not_is_told(change: dict[str, Any], wanted: str) -> None:
    plan = make_plan(target={"baseline": {"value": 0}})
    assert told(plan, [row("9", 2008, **change)]) == [("certainty", wanted)]
    assert told(plan, [row("9", 2008, status=ObsStatus.PROVISIONAL)]) == []


def test_which_vintage_of_a_level_is_used_is_told() -> None:
    plan = product_plan()
    start = f"{plan.indicator['gdp'].name} 2008: used "
    in_force = (
        "in force when the share was published (2008-11-19); the newest vintage is 5284.69 亿元"
    )
    earliest = "the earliest vintage known; none is as old as the share (2008-11-19)"
    undated = replace(FIRST, published=None)
    same_day = replace(FIRST, published=SHARE.published)
    for rows, wanted in (
        ([LAST, FIRST, SHARE], [f"5284 亿元, {in_force}"]),
        ([LAST, SHARE], [f"5284.69 亿元, {earliest}"]),
        ([LAST, same_day, SHARE], [f"5284 亿元, {in_force}"]),
        ([same_day, SHARE], []),
        ([undated, LAST, SHARE], [f"5284 亿元, {earliest}"]),
        # Where one of the days is not known there is nothing to tell.
        ([undated, SHARE], []),
        ([LAST, FIRST, replace(SHARE, published=None)], []),
    ):
        assert told(plan, rows) == [("vintage", start + each) for each in wanted]


def test_the_preferred_series_of_a_level_is_used_with_a_share() -> None:
    day = date(2009, 5, 1)
    formula = {"kind": "product", "level": "gdp", "share": "share"}
    plan = make_plan(
        indicators=(
            indicator("x", formula=formula),
            indicator("gdp", preferred_series=("census",)),
            indicator("share", "%"),
        ),
        target={"unit": "亿元"},
    )
    census = [replace(each, series="census", published=day) for each in (FIRST,)]
    later = row("6000", 2008, of="gdp", unit="亿元", series="census", published=date(2010, 1, 1))
    found = value(plan, [*census, later, FIRST, replace(SHARE, published=day)])
    assert found == Decimal("2050.192")
    assert value(plan, [later, FIRST, replace(SHARE, published=day)]) == 2328


def test_a_total_as_reported_is_told() -> None:
    named = ({**GROUP[0], "total": "area"},)
    plan = group_plan(aggregate="sum", value=500, groups=named, baseline={"value": 0})
    wanted = ("members", "the total as reported, not the sum of the members")
    forecast = replace(row("510", 2008), status=FORECAST)
    assert told(plan, [*town_rows(7), row("510", 2008)]) == [wanted]
    assert told(plan, [forecast]) == [("certainty", "rests on a forecast"), wanted]
    assert told(plan, town_rows(10)) == []


def test_how_many_members_are_known_is_told() -> None:
    plan = group_plan(aggregate="sum", value=500, baseline={"value": 0})
    assert told(plan, town_rows(9))[0] == ("members", "9 of 10 figures are known")
    plan = group_plan(**{**COVERAGE, "value": 8}, baseline={"value": 0})
    assert told(plan, town_rows(8, "1")) == [("members", "8 of 10 figures are known")]


@pytest.mark.parametrize(
    ("values", "wanted"),
    (
        (("2",), []),
        (("3", "2"), ["1 member is above the range (not a failure)"]),
        (("3", "2.5"), ["2 members are above the range (not a failure)"]),
    ),
)
def test_how_many_members_are_above_the_range_is_told(
    values: tuple[str, ...], wanted: list[str]
) -> None:
    rows = [row(each, 2008, entity=f"town-{i}") for i, each in enumerate(values)]
    rows += [row("1", 2008, entity=f"town-{i}") for i in range(len(values), 10)]
    assert told(group_plan(**COVERAGE, baseline={"value": 0}), rows) == [
        ("members", each) for each in wanted
    ]


@pytest.mark.parametrize("each", ({"low": 1}, {"high": 2}))
def test_nothing_is_above_a_range_that_is_none(each: dict[str, int]) -> None:
    direction = "increase" if "low" in each else "decrease"
    plan = group_plan(
        direction=direction, aggregate="coverage", value="all", each=each, baseline={"value": 0}
    )
    rows = [row("9", 2008, entity=f"town-{i}") for i in range(10)]
    assert told(plan, rows) == []


def test_that_sources_of_the_base_differ_is_told() -> None:
    rows = [row("5", 2005), row("6", 2005, series="b"), row("9", 2008)]
    assert [kind for kind, _ in told(make_plan(), rows)] == ["conflict"]


def test_what_an_index_starts_from_is_told() -> None:
    plan = make_plan(
        indicator={"unit": "%", "observed": "yearly_change"},
        target={"value": None, "unit": None, "growth_percent": 8, "path": "compound"},
    )
    rows = [row("10", year, unit="%") for year in (2006, 2007, 2008)]
    assert ("method", "an index made of the observed changes: 2005 is 100") in told(plan, rows)


def told(plan: Plan, rows: list[Observation]) -> list[tuple[str, str]]:
    return [(note.kind.value, str(note.message)) for note in judge(plan, rows, 2008).notes]


def test_the_first_year_after_the_base_can_be_the_latest() -> None:
    latest = sure(judge(make_plan(), [row("0", 2005), row("9", 2006)], 2008).latest)
    assert latest.year == 2006


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
    plan = make_plan(
        indicator={"unit": "%", "observed": "yearly_change"},
        target={"value": None, "unit": None, "growth_percent": 8, "path": "compound"},
    )
    rows = [row("8", year, unit="%") for year in (2006, 2007, 2008)]
    assert value(plan, rows) == Decimal("125.9712")
    assert value(plan, [rows[0], rows[2]]) is None
    assert judge(plan, [rows[0], rows[2]], 2008).missing_years == (2007,)


def test_a_ceiling_on_observed_changes_is_a_ceiling_on_each_of_them() -> None:
    plan = make_plan(
        indicator={"unit": "%", "observed": "yearly_change", "direction": "decrease"},
        target={"value": 3, "unit": "%", "comparison": "<=", "year": "each", "path": "none"},
    )
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
    plan = group_plan(**{**COVERAGE, **goal}, baseline={"value": base})
    rows = [*town_rows(now, "1"), *(row("0", 2008, entity=f"town-{i}") for i in range(now, 10))]
    found = sure(judge(plan, rows, 2008).projection)
    assert str(found.value) == wanted


@pytest.mark.parametrize(
    ("minimum", "wanted"), ((0, "0"), (5, "0"), (-5, "-233.333333333"), (None, "-233.333333333"))
)
def test_a_projected_sum_is_negative_only_where_parts_can_be(
    minimum: int | None, wanted: str
) -> None:
    goal = {"value": 50, "comparison": "<=", "baseline": {"value": 600}}
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
    direction = "increase" if "low" in each else "decrease"
    plan = group_plan(direction=direction, aggregate="coverage", value="all", each=each)
    rows = [row("1", 2008, entity="town-0"), row("4", 2008, entity="town-1")]
    members = judge(plan, rows, 2008).members
    assert [member.needed for member in members] == [needed] * 10
    assert [member.gap for member in members] == [*gaps, *[None] * 8]
    assert [member.value for member in members] == [1, 4, *[None] * 8]
