# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""What a report adds to a verdict: links, doubts, first vintages, and where a course leads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clusterplan.base.exact import rounded
from clusterplan.judging.assess import assess, assess_years
from clusterplan.judging.first_published import first_published
from clusterplan.locale import Locale
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Names, Plan, Ratio
from clusterplan.model.results import Origin, PlanInfo, SharedBase, Sides, StatedLink
from folders import indicator
from helpers import NAME, judge, make_plan, plan_tree, render_report, report_on, row, sure

Rows = tuple[Observation, ...]
F = Fraction
SIDE = {"zh": "边", "en": "side"}


def money(value: str, year: int, **more: Any) -> Observation:
    return row(value, year, unit="亿元", **more)


def side(identity: str, unit: str, **more: Any) -> dict[str, Any]:
    return indicator(identity, unit, name=SIDE, **more)


def ratio(numerator: str, denominator: str) -> dict[str, Any]:
    return {"kind": "ratio", "numerator": numerator, "denominator": denominator}


def level_and_share(**parts: Any) -> Plan:
    """Return a plan with a level of n, at least 1000, and a share n / d, at least one third."""
    indicators = (side("n", "亿元"), side("d", "亿元"), side("x", "1", formula=ratio("n", "d")))
    tree = plan_tree(
        target={"value": "1/3", "unit": "1", "path": "compound"}, indicators=indicators, **parts
    )
    level = tree["targets"][0] | {"id": "l", "indicator": "n", "value": 1000, "unit": "亿元"}
    return Plan.model_validate(tree | {"targets": (*tree["targets"], level)})


def base_of(plan: Plan, rows: list[Observation], year: int) -> SharedBase:
    (link,) = report_on(plan, rows, year).links
    assert isinstance(link, SharedBase)
    return link


def test_a_level_and_a_share_imply_their_base() -> None:
    rows = [money("230", 2005, of="n"), money("1200", 2005, of="d")]
    rows += [money("600", 2008, of="n"), money("2400", 2008, of="d")]
    link = base_of(level_and_share(), rows, 2008)
    assert [sure(link.now).value, sure(link.then).year] == [2400, 2010]
    assert float(sure(link.then).value) == pytest.approx(1200 * 2 ** (5 / 3))
    share, level = link.demands
    assert [level.implied, level.then] == [3000, 1000]
    assert share.now == 800
    assert float(share.then or 0) == pytest.approx(400 * 2 ** (5 / 3))
    assert (share.binds, level.binds) == (True, False)


def test_the_level_binds_where_the_base_stays_small() -> None:
    rows = [money("1", 2005, of="n"), money("1200", 2005, of="d")]
    rows += [money("1", 2010, of="n"), money("2999", 2010, of="d")]
    share, level = base_of(level_and_share(), rows, 2010).demands
    assert share.now == Decimal("999.666666667")
    assert (share.binds, level.binds) == (False, True)


def test_what_is_told_of_a_shared_base() -> None:
    made_up = money("2400.0000000000001", 2008, of="d", status=ObsStatus.ILLUSTRATIVE)
    link = base_of(level_and_share(), [money("1200", 2005, of="d"), made_up], 2008)
    assert (link.kind, link.indicator, link.name) == ("shared_base", "d", Names(SIDE))
    assert (link.entity, link.unit) == ("area", "亿元")
    assert str(sure(link.now).value) == "2400.0000000000001"
    assert (sure(link.now).illustrative, sure(link.then).illustrative) == (True, True)
    assert link.revised is None
    for demand, (identity, kind) in zip(
        link.demands, (("t", "share"), ("l", "level")), strict=True
    ):
        assert (demand.target, demand.kind, demand.numerator) == (identity, kind, "n")
        assert (demand.name, demand.comparison) == (Names(NAME), ">=")


def test_in_the_year_of_the_goal_nothing_is_extended() -> None:
    rows = [money("1200", 2005, of="d"), money("2400", 2010, of="d")]
    link = base_of(level_and_share(), rows, 2010)
    assert link.then is None
    assert [demand.then for demand in link.demands] == [None, 1000]


def test_a_share_of_nothing_implies_no_base() -> None:
    plan = level_and_share()
    share, level = (each.model_copy(update={"comparison": "<="}) for each in plan.targets)
    none = share.model_copy(update={"value": F(0), "path": "linear"})
    link = base_of(
        plan.model_copy(update={"targets": (none, level)}), [money("9", 2010, of="d")], 2010
    )
    assert [demand.now for demand in link.demands] == [0, 1000]
    assert [demand.implied for demand in link.demands] == [None, None]


def test_the_lower_of_two_ceilings_binds() -> None:
    plan = level_and_share()
    ceilings = tuple(each.model_copy(update={"comparison": "<="}) for each in plan.targets)
    rows = [money("1", 2010, of="n"), money("2999", 2010, of="d")]
    link = base_of(plan.model_copy(update={"targets": ceilings}), rows, 2010)
    assert [each.binds for each in link.demands] == [True, False]


def test_shares_of_one_base_for_different_things_do_not_bind_each_other() -> None:
    plan = level_and_share()
    share = plan.targets[0]
    formula = plan.indicator["x"].formula
    assert isinstance(formula, Ratio)
    other = plan.indicator["x"].model_copy(
        update={"id": "y", "formula": formula.model_copy(update={"numerator": "m"})}
    )
    more = plan.indicator["n"].model_copy(update={"id": "m"})
    second = share.model_copy(update={"id": "u", "indicator": "y"})
    plan = plan.model_copy(
        update={"targets": (share, second), "indicators": (*plan.indicators, other, more)}
    )
    link = base_of(Plan.model_validate(plan.model_dump()), [money("3000", 2010, of="d")], 2010)
    assert [(each.now, each.binds) for each in link.demands] == [(1000, False), (1000, False)]


def test_goals_of_two_places_share_no_base() -> None:
    places = tuple({"id": each, "name": NAME, "kind": "area"} for each in ("area", "other"))
    plan = level_and_share(entities=places)
    share, level = plan.targets
    elsewhere = level.model_copy(update={"entity": "other"})
    rows = [money("2400", 2010, of="d")]
    assert (
        report_on(plan.model_copy(update={"targets": (share, elsewhere)}), rows, 2010).links == ()
    )


@pytest.mark.parametrize(
    ("share", "level"),
    (
        ({}, {"accumulate": True}),  # what flows add up to is no level
        ({}, {"comparison": "<="}),
        ({}, {"indicator": "d"}),
        ({"accumulate": True}, {}),
    ),
)
def test_what_is_no_level_beside_a_share(share: dict[str, Any], level: dict[str, Any]) -> None:
    plan = level_and_share()
    changes = zip(plan.targets, (share, level), strict=True)
    straight = {"path": "linear"}  # what adds up starts from nothing
    targets = tuple(target.model_copy(update=change | straight) for target, change in changes)
    rows = [money("1", 2010, of="n"), money("3000", 2010, of="d")]
    assert report_on(plan.model_copy(update={"targets": targets}), rows, 2010).links == ()


def test_counts_of_members_by_their_share_have_no_common_base() -> None:
    group = {"id": "g", "name": NAME, "members": ("area",)}
    plan = level_and_share(groups=(group,))
    count = plan.targets[0].model_dump(exclude_defaults=True) | {
        "group": "g",
        "aggregate": "coverage",
        "each": {"low": "1/3"},
        "unit": None,
        "value": 1,
    }
    tree = plan.model_dump() | {"targets": (count, count | {"id": "u"})}
    rows = [money("1", 2010, of="n"), money("3000", 2010, of="d")]
    assert report_on(Plan.model_validate(tree), rows, 2010).links == ()


def test_goals_that_agree_bind_both() -> None:
    rows = [money("1", 2010, of="n"), money("3000", 2010, of="d")]
    assert [each.binds for each in base_of(level_and_share(), rows, 2010).demands] == [True, True]


def test_the_base_is_told_on_its_newest_vintage_too(shipped_plan: Plan, shipped_rows: Rows) -> None:
    link = assess(shipped_plan, shipped_rows, 2010).links[0]
    assert isinstance(link, SharedBase)
    # 8577.06 and 8667.58 times 49.2 per cent; the share was published before the revision.
    assert (sure(link.now).value, sure(link.revised).value) == (
        Decimal("4219.91352"),
        Decimal("4264.44936"),
    )
    assert [demand.revised for demand in link.demands[:2]] == [Decimal("1421.48312"), 1000]


def test_parts_and_wholes_of_the_plan(shipped_plan: Plan, shipped_rows: Rows) -> None:
    *_, platforms, key = assess(shipped_plan, shipped_rows, 2008).links
    assert isinstance(platforms, StatedLink)
    assert isinstance(key, StatedLink)
    assert platforms.actual is not None
    assert [platforms.actual.whole, *platforms.actual.parts] == [11, 5, 6]
    assert platforms.actual.holds
    assert key.goal is not None
    assert [key.goal.whole, *key.goal.parts] == [1000, 500]
    assert key.goal.holds
    assert key.projected is not None


def linked(kind: str, values: tuple[str, str, str], year: int, whole: int = 100) -> StatedLink:
    """Return the link of a whole and two parts (60 and 40 by 2010) by their values of a year."""
    ids = ("x", "y", "z")
    indicators = tuple(side(each, "户" if each == "x" else "万户") for each in ids)
    tree = plan_tree(
        indicators=indicators,
        target={"unit": "户", "value": whole * 10000},
        links=({"kind": kind, "whole": "t", "parts": ("p", "q")},),
    )
    parts = tuple(
        tree["targets"][0]
        | {"id": identity, "name": SIDE, "indicator": of, "value": goal, "unit": "万户"}
        for identity, of, goal in (("p", "y", 60), ("q", "z", 40))
    )
    rows = [
        row(value, at, of=of, unit="万户")
        for at, numbers in ((2005, ("0", "0", "0")), (year, values))
        for of, value in zip(ids, numbers, strict=True)
    ]
    plan = Plan.model_validate(tree | {"targets": (*tree["targets"], *parts)})
    (link,) = report_on(plan, rows, year).links
    assert isinstance(link, StatedLink)
    return link


@pytest.mark.parametrize(
    ("kind", "values", "holds"),
    (
        ("adds_up", ("50", "30", "20"), True),
        ("adds_up", ("50", "30", "21"), False),
        ("adds_up", ("50", "30", "19"), False),
        ("within", ("50", "30", "20"), True),
        ("within", ("50", "30", "21"), False),
        ("within", ("50", "30", "19"), True),
    ),
)
def test_parts_beside_their_whole(kind: str, values: tuple[str, str, str], *, holds: bool) -> None:
    link = linked(kind, values, 2008)
    whole, *parts = (Decimal(value) * 10000 for value in values)
    assert link.actual == Sides(whole, tuple(parts), holds)
    assert link.goal == Sides(Decimal(1000000), (Decimal(600000), Decimal(400000)), holds=True)
    assert (link.kind, link.whole, link.parts) == (kind, "t", ("p", "q"))
    assert (link.name, link.part_names) == (Names(NAME), (Names(SIDE), Names(SIDE)))
    assert (link.unit, link.illustrative) == ("户", False)
    # Parts that add up do so along straight courses too: only the others are extended.
    assert (link.projected is None) is (kind == "adds_up")
    if link.projected is not None:
        assert link.projected.whole == rounded(F(whole) * 5 / 3)
        assert link.projected.holds is holds


def test_a_third_and_a_third_and_a_third_are_the_whole() -> None:
    """Goals and figures are added up in full: rounded to twelve digits they are 0.999999999999."""
    levels = [side(f"x{i}", "个") for i in "abcd"]
    base = plan_tree()["targets"][0]
    shares, goals = [], []
    for i in "abcd":
        part, goal = ("a", 1) if i == "a" else (i, F(1, 3))
        shares.append(side(f"s{i}", "1", formula=ratio(f"x{part}", "xa")))
        goals.append({**base, "id": f"t{i}", "indicator": f"s{i}", "unit": "1", "value": goal})
    link = {"kind": "adds_up", "whole": "ta", "parts": ("tb", "tc", "td")}
    plan = make_plan(indicators=(*levels, *shares), targets=tuple(goals), links=(link,))
    rows = [row("3" if i == "a" else "1", 2008, of=f"x{i}") for i in "abcd"]
    report = report_on(plan, rows, 2008)
    (found,) = [each for each in report.links if isinstance(each, StatedLink)]
    third = Decimal("0.333333333333")
    assert found.goal == found.actual == Sides(Decimal(1), (third, third, third), holds=True)
    text = render_report(report, "text", Locale())
    assert "2008: 100% = 33.33% + 33.33% + 33.33%" in text


def test_parts_of_a_goal_that_promise_more_than_the_whole() -> None:
    goal = sure(linked("within", ("50", "30", "20"), 2008, whole=99).goal)
    assert not goal.holds


def test_parts_are_not_extended_beyond_their_year() -> None:
    assert linked("within", ("50", "30", "20"), 2010).projected is None


def test_parts_above_the_whole_do_not_hold() -> None:
    second = side("y", "个")
    tree = plan_tree(links=({"kind": "within", "whole": "t", "parts": ("p",)},))
    part = tree["targets"][0] | {"id": "p", "indicator": "y", "value": 60}
    tree |= {"targets": (*tree["targets"], part), "indicators": (*tree["indicators"], second)}
    rows = [row("50", 2008), row("51", 2008, of="y")]
    (link,) = report_on(Plan.model_validate(tree), rows, 2008).links
    assert isinstance(link, StatedLink)
    assert not sure(link.actual).holds


@pytest.mark.parametrize(
    ("value", "doubts"),
    (
        ("62.9", ()),  # ahead from 63 on: 62.95 is not
        ("62.96", ()),
        ("62.5", ()),
        ("62", ()),
        ("63", ("rounding",)),  # 62.5 would not be ahead
        ("63.1", ()),
        ("64", ()),
    ),
)
def test_what_rounding_could_turn(value: str, doubts: tuple[str, ...]) -> None:
    plan = make_plan(indicator={"unit": "亿元"}, target={"unit": "亿元", "baseline": {"value": 0}})
    assert judge(plan, [money(value, 2008)], 2008).doubts == doubts


def test_counts_one_by_one_and_made_up_figures_are_not_rounded() -> None:
    plan = make_plan(target={"baseline": {"value": 0}})
    assert judge(plan, [row("63", 2008)], 2008).doubts == ()
    money_plan = make_plan(
        indicator={"unit": "亿元"}, target={"unit": "亿元", "baseline": {"value": 0}}
    )
    made_up = money("63", 2008, status=ObsStatus.ILLUSTRATIVE)
    assert judge(money_plan, [made_up], 2008).doubts == ()


def test_a_rounded_base_can_turn_a_verdict() -> None:
    plan = make_plan(indicator={"unit": "亿元"}, target={"unit": "亿元"})
    near = [money("40", 2005), money("77.8", 2008)]  # 63 % of the way from 40 is 77.8
    assert judge(plan, near, 2008).doubts == ("rounding",)
    by_the_base_alone = [near[0], money("77.8001", 2008)]
    assert judge(plan, by_the_base_alone, 2008).doubts == ("rounding",)


def test_about_and_forecast_are_told() -> None:
    plan = make_plan(target={"baseline": {"value": 0}})
    about = judge(plan, [row("10", 2008, qualifier=Qualifier.ABOUT)], 2008)
    forecast = judge(plan, [row("10", 2008, status=ObsStatus.FORECAST)], 2008)
    assert (about.doubts, forecast.doubts) == (("about",), ("forecast",))
    assert judge(plan, [], 2008).doubts == ()
    without_base = judge(make_plan(), [row("10", 2008, qualifier=Qualifier.ABOUT)], 2008)
    assert (without_base.status, without_base.doubts) == ("no_baseline", ())


def test_what_the_first_published_figures_would_have_said() -> None:
    plan = make_plan(target={"baseline": {"value": 0}})
    rows = [
        row("58", 2008, published=date(2009, 2, 1)),
        row("50", 2008, published=date(2010, 2, 1)),
    ]
    result = judge(plan, rows, 2008)
    assert result.status == "behind"
    assert sure(result.first_published).value == 58
    assert sure(result.first_published).status == "on_schedule"
    assert judge(plan, rows, 2008, as_of=date(2009, 12, 31)).first_published is None
    assert judge(plan, rows[:1], 2008).first_published is None


REVISED = [
    row("58", 2008, published=date(2009, 2, 1)),
    row("50", 2008, published=date(2010, 2, 1)),
]


def test_the_first_figures_are_those_that_were_known_by_the_day() -> None:
    """Neither an undated row nor a base that was published later is looked at."""
    undated, late_base = row("49", 2008), row("0", 2005, published=date(2011, 2, 1))
    rows = [undated, late_base, *REVISED]
    first = sure(judge(make_plan(), rows, 2008, as_of=date(2010, 12, 31)).first_published)
    assert (first.value, first.status) == (58, "no_baseline")
    later = sure(judge(make_plan(), rows, 2008, as_of=date(2011, 12, 31)).first_published)
    assert (later.value, later.status) == (58, "on_schedule")


def test_the_first_figures_are_published_ones_where_others_are_left_out() -> None:
    rows = [row("0", 2005, status=ObsStatus.ILLUSTRATIVE), *REVISED]
    for published_only, status in ((True, "no_baseline"), (False, "on_schedule")):
        first = sure(judge(make_plan(), rows, 2008, published_only=published_only).first_published)
        assert (first.value, first.status) == (58, status)


def test_the_first_figures_are_judged_by_the_goal_of_the_day() -> None:
    lowered = ({"date": date(2011, 1, 1), "source": "notice", "value": 50},)
    plan = make_plan(target={"baseline": {"value": 0}, "amended": lowered})
    for day, status in ((date(2010, 12, 31), "on_schedule"), (date(2011, 1, 1), "met_early")):
        first = sure(judge(plan, REVISED, 2008, as_of=day).first_published)
        assert first.status == status


def test_a_first_quotient_is_told_to_12_digits() -> None:
    plan = level_and_share()
    rows = [
        money("1", 2010, of="n", published=date(2011, 1, 1)),
        money("2", 2010, of="n", published=date(2012, 1, 1)),
        money("1048576", 2010, of="d"),
    ]
    first = sure(judge(plan, rows, 2010).first_published)
    assert first.value == Decimal("9.53674316406E-7")  # 2 ** -20 has two digits more


def test_a_revision_of_one_figure_is_none_of_another() -> None:
    second = side("y", "个")
    tree = plan_tree(target={"baseline": {"value": 0}})
    other = tree["targets"][0] | {"id": "u", "indicator": "y"}
    plan = Plan.model_validate(
        tree | {"targets": (*tree["targets"], other), "indicators": (*tree["indicators"], second)}
    )
    results = report_on(plan, [*REVISED, row("50", 2008, of="y")], 2008).targets
    assert [each.first_published is None for each in results] == [False, True]


def test_a_first_figure_that_says_the_same_is_not_told() -> None:
    base = [row("10", 2005, published=date(day, 1, 1)) for day in (2006, 2007)]
    assert judge(make_plan(), [*base, row("50", 2008)], 2008).first_published is None
    # Another base, and the same figure with another verdict.
    base[0] = row("0", 2005, published=date(2006, 1, 1))
    base[1] = row("20", 2005, published=date(2007, 1, 1))
    changed = judge(make_plan(), [*base, row("57", 2008)], 2008)
    assert changed.status == "behind"
    assert (sure(changed.first_published).value, sure(changed.first_published).status) == (
        57,
        "on_schedule",
    )


def test_a_figure_that_is_no_longer_known_was_published_first() -> None:
    plan = make_plan(indicator={"minimum": 0}, target={"baseline": {"value": 0}})
    rows = [
        row("58", 2008, published=date(2009, 2, 1)),
        row("58", 2008, published=date(2010, 2, 1), qualifier=Qualifier.AT_MOST),
    ]
    result = judge(plan, rows, 2008)
    assert result.status == "no_data"
    assert (sure(result.first_published).value, sure(result.first_published).status) == (
        58,
        "on_schedule",
    )


def test_what_stands_at_the_head_of_a_report() -> None:
    plan = make_plan()
    day = date(2009, 6, 30)
    report = report_on(plan, [], 2008, as_of=day, published_only=True, methods=("dns", "unsd"))
    assert (report.year, report.as_of, report.published_only) == (2008, day, True)
    assert (report.method, report.methods) == ("pace", ("unsd", "dns"))
    assert report.plan == PlanInfo(plan.id, plan.title, plan.document, plan.period, 2005)
    assert report.thresholds == plan.thresholds
    assert (report.data.path, report.data.source) == (None, "given")
    found = report_on(plan, [], 2008, origin=Origin("data", "found"))
    assert (found.data.path, found.data.source) == ("data", "found")
    assert (found.as_of, found.published_only, found.methods) == (None, False, ())


def test_what_cannot_be_reported_is_told() -> None:
    with pytest.raises(ValueError, match=r"^2005 is outside 2006–2010$"):
        report_on(make_plan(), [], 2005)
    said = r"^no second opinion by 'pace'; there are eurostat, opensdg, unsd, dns$"
    with pytest.raises(ValueError, match=said):
        report_on(make_plan(), [], 2008, methods=("pace",))


def test_the_first_outcome_is_no_forecast() -> None:
    rows = [
        row("70", 2008, status=ObsStatus.FORECAST, published=date(2008, 6, 1)),
        row("58", 2008, published=date(2009, 2, 1)),
        row("50", 2008, published=date(2010, 2, 1)),
        row("49", 2008),
    ]
    first, revised = first_published(rows)
    assert revised == {"x"}
    assert {str(each.value) for each in first} == {"70", "49"}  # undated is the oldest
    dated, _ = first_published(rows, date(2011, 1, 1))
    assert {str(each.value) for each in dated} == {"70", "58"}


def test_rows_that_are_no_first_figure_hide_none_after_them() -> None:
    missing = row("7", 2006, status=ObsStatus.MISSING)
    undated, dated = row("49", 2008), row("50", 2008, published=date(2010, 2, 1))
    assert first_published([missing, dated]) == ([dated], set())
    assert first_published([undated, dated], date(2011, 1, 1)) == ([dated], set())


def test_members_are_told_what_a_plan_asks_of_them(shipped_plan: Plan, shipped_rows: Rows) -> None:
    results = {each.id: each for each in assess(shipped_plan, shipped_rows, 2008).targets}
    added_up = results["key-clusters-value-added"].members
    assert {(member.needed, member.gap) for member in added_up} == {(None, None)}
    county = results["county-clusters"]
    short = [member for member in county.members if member.counts is False]
    assert short
    assert all(member.gap == 1 - (member.value or 0) for member in short)


def test_both_ways_respect_natural_limits() -> None:
    plan = make_plan(
        indicator={"unit": "%", "maximum": 100, "minimum": 0}, target={"unit": "%", "value": 99}
    )
    rows = [row("40", 2005, unit="%"), row("90", 2008, unit="%")]
    projection = sure(judge(plan, rows, 2008).projection)
    assert [projection.value, projection.linear, projection.compound] == [100, 100, 100]
    assert projection.limited


def test_what_was_published_first_is_told_with_all_its_digits() -> None:
    first = row("1234567890123.5", 2008, published=date(2009, 3, 1))
    newest = row("9", 2008, published=date(2010, 3, 1))
    result = judge(make_plan(), [row("0", 2005), first, newest], 2008)
    assert sure(result.first_published).value == Decimal("1234567890123.5")


def test_what_was_known_last_is_told_only_where_there_is_no_figure() -> None:
    rows = [row("0", 2005), row("40", 2006), row("50", 2007)]
    assert judge(make_plan(), rows, 2007).latest is None
    known = sure(judge(make_plan(), rows, 2008).latest)
    assert (known.year, known.value) == (2007, 50)


def test_quotients_are_told_to_twelve_digits_even_where_they_end() -> None:
    plan = level_and_share()
    rows = [
        *(money("1", 2005, of="n"), money(str(2**21), 2005, of="d")),
        *(money("1", 2008, of="n"), money(str(2**20), 2008, of="d")),
    ]
    share = judge(plan, rows, 2008)
    assert sure(share.baseline).value == rounded(F(1, 2**21)) == Decimal("4.76837158203E-7")
    assert sure(share.actual).value == Decimal("9.53674316406E-7") == rounded(F(1, 2**20))
    assert share.gap == rounded(F(1, 3) - F(1, 2**20))
    half = plan.targets[0].model_copy(update={"value": F(1, 2)})
    share = judge(plan.model_copy(update={"targets": (half,)}), rows, 2008)
    assert share.gap == Decimal("0.499999046326") == rounded(F(1, 2) - F(1, 2**20))


def test_a_base_that_is_a_quotient_is_told_to_twelve_digits() -> None:
    formulas = {"n": None, "d": ratio("e", "f"), "e": None, "f": None, "x": ratio("n", "d")}
    indicators = tuple(side(each, "1", formula=made) for each, made in formulas.items())
    tree = plan_tree(target={"value": "1/2", "unit": "1"}, indicators=indicators)
    level = tree["targets"][0] | {"id": "l", "indicator": "n", "value": 1}
    plan = Plan.model_validate(tree | {"targets": (*tree["targets"], level)})
    rows = [row("1", 2010, of="e", unit="1"), row(str(2**20), 2010, of="f", unit="1")]
    link = base_of(plan, rows, 2010)
    assert sure(link.now).value == Decimal("9.53674316406E-7") == rounded(F(1, 2**20))


def test_made_up_figures_count_unless_they_are_left_out() -> None:
    rows = [row("0", 2005), row("50", 2008, status=ObsStatus.ILLUSTRATIVE)]
    (report,) = assess_years(make_plan(), rows, [2008])
    assert report == report_on(make_plan(), rows, 2008)
    assert report.targets[0].actual is not None


def test_small_values_on_a_compound_path_have_not_regressed() -> None:
    plan = make_plan(indicator={"unit": "亿元"}, target={"unit": "亿元", "path": "compound"})
    rows = [money("0.5", 2005, of="x"), money("0.9", 2008, of="x")]
    assert judge(plan, rows, 2008).status == "far_behind"


@pytest.mark.parametrize(("as_of", "year"), ((date(2009, 6, 29), 2010), (date(2009, 6, 30), 2009)))
def test_the_goal_is_told_as_it_stood_on_the_day(as_of: date, year: int) -> None:
    amended = ({"date": date(2009, 6, 30), "source": "notice", "value": 90, "year": 2009},)
    plan = make_plan(target={"amended": amended})
    rows = [row("0", 2005), row("50", 2008, published=date(2009, 3, 1))]
    assert judge(plan, rows, 2008, as_of=as_of).target.year == year


@pytest.mark.parametrize(("as_of", "year"), ((date(2009, 6, 29), 2010), (date(2009, 6, 30), 2009)))
def test_so_is_the_year_of_a_goal_without_a_level(as_of: date, year: int) -> None:
    amended = ({"date": date(2009, 6, 30), "source": "notice", "change_percent": 90, "year": 2009},)
    plan = make_plan(
        target={"value": None, "unit": None, "change_percent": 100, "amended": amended}
    )
    goal = judge(plan, [row("50", 2008, published=date(2009, 3, 1))], 2008, as_of=as_of).target
    assert (goal.year, goal.value) == (year, None)


def from_a_rate(**indicator: Any) -> Plan:
    """Return a plan with a compound path from the figure of 2005."""
    unit = {"unit": "亿元"}
    return make_plan(indicator=unit | indicator, target=unit | {"path": "compound"})


@pytest.mark.parametrize("first", ("0", "-1"))
def test_an_older_base_from_which_no_rate_starts(first: str) -> None:
    rows = [
        money(first, 2005, of="x", published=date(2006, 3, 1)),
        money("5", 2005, of="x", published=date(2007, 3, 1)),
        money("50", 2006, of="x", published=date(2006, 12, 1)),
        money("50", 2008, of="x", published=date(2009, 3, 1)),
    ]
    now = judge(from_a_rate(), rows, 2008)
    assert now.status == "ahead"
    assert sure(now.first_published).status == "no_baseline"
    then = judge(from_a_rate(), rows, 2006, as_of=date(2006, 12, 31))
    assert then.status == "no_baseline"
    assert "not above zero" in " ".join(str(note) for note in then.notes)


def test_rounding_takes_no_figure_below_what_it_can_be() -> None:
    group = {"id": "g", "name": NAME, "members": ("area", "b", "c", "d")}
    entities = tuple({"id": each, "name": NAME, "kind": "area"} for each in group["members"])
    plan = make_plan(
        indicator={"unit": "亿元", "minimum": 0},
        target={"unit": "亿元", "path": "compound", "group": "g", "aggregate": "sum"},
        groups=(group,),
        entities=entities,
    )
    published = date(2009, 3, 1)
    rows = [
        money(value, year, of="x", entity=each, published=published)
        for year, values in ((2005, "0001"), (2008, "9999"))
        for each, value in zip(group["members"], values, strict=True)
    ]
    # A base from 0.5 to 3, not from -1 on: 36 of 100 is ahead of schedule from each.
    result = judge(plan, rows, 2008)
    assert (result.status, result.doubts) == ("ahead", ())


def test_rounding_can_turn_a_share_of_nothing() -> None:
    plan = level_and_share()
    most = plan.targets[0].model_copy(
        update={"comparison": "<=", "value": F(1, 250), "path": "linear"}
    )
    indicators = tuple(each.model_copy(update={"minimum": F(0)}) for each in plan.indicators)
    plan = plan.model_copy(update={"targets": (most,), "indicators": indicators})
    published = date(2011, 3, 1)
    rows = [
        money("0", 2010, of="n", published=published),
        money("100", 2010, of="d", published=published),
    ]
    result = judge(plan, rows, 2010)
    assert (result.status, result.doubts) == ("met", ("rounding",))


def test_thirds_add_up_to_the_whole() -> None:
    ids = ("x", "a", "b", "c")
    indicators = tuple(side(each, "%") for each in ids)
    tree = plan_tree(
        indicators=indicators,
        target={"unit": "1", "value": 1},
        links=({"kind": "adds_up", "whole": "t", "parts": ("a", "b", "c")},),
    )
    parts = tuple(
        tree["targets"][0] | {"id": each, "indicator": each, "value": "1/3"} for each in ids[1:]
    )
    plan = Plan.model_validate(tree | {"targets": (*tree["targets"], *parts)})
    rows = [row("60", 2008, unit="%")]
    rows += [row("20", 2008, of=each, unit="%", qualifier=Qualifier.AT_LEAST) for each in "abc"]
    (link,) = report_on(plan, rows, 2008).links
    assert isinstance(link, StatedLink)
    assert sure(link.goal).holds
    assert link.actual is None  # three bounds say nothing of their sum
