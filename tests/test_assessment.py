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
from clusterplan.judging.assess import assess
from clusterplan.locale import Locale
from clusterplan.model.observations import Actuals, Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Names, Plan
from clusterplan.model.results import Origin, PlanInfo, SharedBase, Sides, StatedLink
from folders import indicator
from helpers import (
    NAME,
    Rows,
    judge,
    make_plan,
    plan_tree,
    render_report,
    report_on,
    row,
    sure,
    with_goals,
    with_towns,
)

F = Fraction
SIDE = {"zh": "边", "en": "side"}


def money(value: str, year: int, **more: Any) -> Observation:
    return row(value, year, unit="亿元", **more)


def side(identity: str, unit: str, **more: Any) -> dict[str, Any]:
    return indicator(identity, unit, name=SIDE, **more)


def ratio(numerator: str, denominator: str) -> dict[str, Any]:
    return {"kind": "ratio", "numerator": numerator, "denominator": denominator}


SIDES = (side("n", "亿元"), side("d", "亿元"), side("x", "1", formula=ratio("n", "d")))
SHARE = {"value": "1/3", "unit": "1", "path": "compound"}


def level_and_share(**parts: Any) -> Plan:
    """Return a plan with a level of n, at least 1000, and a share n / d, at least one third."""
    tree = plan_tree(target=SHARE, indicators=SIDES, **parts)
    return with_goals(tree, {"id": "l", "indicator": "n", "value": 1000, "unit": "亿元"})


def changed(plan: Plan, *changes: dict[str, Any]) -> Plan:
    """Return a plan with its first goals, changed."""
    pairs = zip(plan.targets, changes, strict=False)
    targets = tuple(target.model_copy(update=change) for target, change in pairs)
    return plan.model_copy(update={"targets": targets})


AT_MOST = {"comparison": "<="}


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
    none = {**AT_MOST, "value": F(0), "path": "linear"}
    link = base_of(changed(level_and_share(), none, AT_MOST), [money("9", 2010, of="d")], 2010)
    assert [(demand.now, demand.implied) for demand in link.demands] == [(0, None), (1000, None)]


@pytest.mark.parametrize("comparison", ("<=", "<"))
def test_the_lower_of_two_ceilings_binds(comparison: str) -> None:
    rows = [money("1", 2010, of="n"), money("2999", 2010, of="d")]
    ceiling = {"comparison": comparison}
    link = base_of(changed(level_and_share(), ceiling, ceiling), rows, 2010)
    assert [each.binds for each in link.demands] == [True, False]


def test_shares_of_one_base_for_different_things_do_not_bind_each_other() -> None:
    more = (side("m", "亿元"), side("y", "1", formula=ratio("m", "d")))
    tree = plan_tree(target=SHARE, indicators=(*SIDES, *more))
    plan = with_goals(tree, {"id": "u", "indicator": "y"})
    link = base_of(plan, [money("3000", 2010, of="d")], 2010)
    assert [(each.now, each.binds) for each in link.demands] == [(1000, False), (1000, False)]


def test_goals_of_two_places_share_no_base() -> None:
    places = tuple({"id": each, "name": NAME, "kind": "area"} for each in ("area", "other"))
    plan = changed(level_and_share(entities=places), {}, {"entity": "other"})
    assert report_on(plan, [money("2400", 2010, of="d")], 2010).links == ()


@pytest.mark.parametrize(
    ("share", "level"),
    (
        ({}, {"accumulate": True}),  # what flows add up to is no level
        ({}, AT_MOST),
        ({}, {"indicator": "d"}),
        ({"accumulate": True}, {}),
    ),
)
def test_what_is_no_level_beside_a_share(share: dict[str, Any], level: dict[str, Any]) -> None:
    straight = {"path": "linear"}  # what adds up starts from nothing
    plan = changed(level_and_share(), share | straight, level | straight)
    rows = [money("1", 2010, of="n"), money("3000", 2010, of="d")]
    assert report_on(plan, rows, 2010).links == ()


def test_counts_of_members_by_their_share_have_no_common_base() -> None:
    group = {"id": "g", "name": NAME, "members": ("area",)}
    count = {"aggregate": "coverage", "each": {"low": "1/3"}, "unit": None, "value": 1}
    tree = plan_tree(target={"group": "g", **count}, indicators=SIDES, groups=(group,))
    rows = [money("1", 2010, of="n"), money("3000", 2010, of="d")]
    assert report_on(with_goals(tree, {"id": "u"}), rows, 2010).links == ()


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


def whole_and_parts(kind: str, **whole: Any) -> Plan:
    """Return a plan with a whole of 100 and parts of 60 and 40 by 2010."""
    units = {"x": "户", "y": "万户", "z": "万户"}
    tree = plan_tree(
        indicators=tuple(side(*each) for each in units.items()),
        target={"unit": "户", "value": 100 * 10000, **whole},
        links=({"kind": kind, "whole": "t", "parts": ("p", "q")},),
    )
    shape = {"name": SIDE, "unit": "万户", "year": 2010, "interim": {}}
    parts = (
        {**shape, "id": identity, "indicator": of, "value": goal}
        for identity, of, goal in (("p", "y", 60), ("q", "z", 40))
    )
    return with_goals(tree, *parts)


def linked(kind: str, values: tuple[str, str, str], now: int, **whole: Any) -> StatedLink:
    """Return the link of a whole and two parts by their values of a year."""
    rows = [
        row(value, at, of=of, unit="万户")
        for at, numbers in ((2005, "000"), (now, values))
        for of, value in zip("xyz", numbers, strict=True)
    ]
    return stated(whole_and_parts(kind, **whole), rows, now)


def stated(plan: Plan, rows: list[Observation], year: int = 2008) -> StatedLink:
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
    for of in ("goal", "2008"):
        assert f"{of}: 100% = 33.33% + 33.33% + 33.33%" in text


def test_parts_of_a_goal_that_promise_more_than_the_whole() -> None:
    assert not sure(linked("within", ("50", "30", "20"), 2008, value=990000).goal).holds


def test_parts_of_nothing_add_up_to_nothing() -> None:
    assert sure(linked("adds_up", ("0", "0", "0"), 2008).actual).holds


def test_goals_of_every_year_are_linked_and_years_as_they_were_known() -> None:
    every = {"year": "each", "path": "none"}
    plan = whole_and_parts("adds_up", **every)
    plan = changed(plan, *[every] * 3)
    assert sure(stated(plan, [], 2008).goal).holds
    moved = {"date": date(2011, 1, 1), "source": "notice", "value": 1000000, "year": 2009}
    plan = whole_and_parts("adds_up", amended=(moved,))
    plan = changed(plan, {}, {"amended": ()}, {"amended": ()})
    known = [report_on(plan, [], 2008, as_of=day).links[0] for day in (date(2010, 12, 31), None)]
    assert [isinstance(each, StatedLink) and each.goal is not None for each in known] == [
        True,
        False,
    ]


def test_goals_of_different_years_are_not_held_against_each_other() -> None:
    later = linked("within", ("50", "30", "20"), 2007, year=2009)
    assert (later.goal, sure(later.actual).holds, later.projected) == (None, True, None)
    early = linked("adds_up", ("100", "61", "39"), 2010, year=2008)
    assert (early.goal, sure(early.actual).holds) == (None, True)  # all of 2010
    on_the_way = linked("within", ("50", "30", "20"), 2006, interim={2007: 80})
    assert (sure(on_the_way.goal).holds, on_the_way.projected) == (True, None)
    plan = changed(level_and_share(), {}, {"year": 2008})
    assert report_on(plan, [money("2400", 2008, of="d")], 2008).links == ()


def test_parts_are_not_extended_beyond_their_year() -> None:
    assert linked("within", ("50", "30", "20"), 2010).projected is None


MADE_UP, FORECAST, ABOUT = ObsStatus.ILLUSTRATIVE, ObsStatus.FORECAST, Qualifier.ABOUT
FROM_NOTHING: dict[str, Any] = {"baseline": {"value": 0}}


@pytest.mark.parametrize(
    ("unit", "target", "rows", "doubts"),
    (
        *(
            ("亿元", FROM_NOTHING, [money(value, 2008)], doubts)
            for value, doubts in (
                ("62.9", ()),  # ahead from 63 on: 62.95 is not
                ("62.96", ()),
                ("62.5", ()),
                ("62", ()),
                ("63", ("rounding",)),  # 62.5 would not be ahead
                ("63.1", ()),
                ("64", ()),
            )
        ),
        # Neither what is counted one by one was rounded, nor what was made up.
        ("个", FROM_NOTHING, [row("63", 2008)], ()),
        ("亿元", FROM_NOTHING, [money("63", 2008, status=MADE_UP)], ()),
        # 63 % of the way from 40 is 77.8; here the base alone can turn it.
        ("亿元", {}, [money("40", 2005), money("77.8", 2008)], ("rounding",)),
        ("亿元", {}, [money("40", 2005), money("77.8001", 2008)], ("rounding",)),
        ("个", FROM_NOTHING, [row("10", 2008, qualifier=ABOUT)], ("about",)),
        ("个", FROM_NOTHING, [row("10", 2008, status=FORECAST)], ("forecast",)),
        ("个", FROM_NOTHING, [], ()),
        ("个", {}, [row("10", 2008, qualifier=ABOUT)], ()),  # no base, and so no verdict
    ),
)
def test_what_could_turn_a_verdict(
    unit: str, target: dict[str, Any], rows: list[Observation], doubts: tuple[str, ...]
) -> None:
    plan = make_plan(indicator={"unit": unit}, target={"unit": unit, **target})
    assert judge(plan, rows, 2008).doubts == doubts


def dated(value: str, published: int, year: int = 2008, **more: Any) -> Observation:
    return row(value, year, published=date(published, 2, 1), **more)


REVISED = [dated("58", 2009), dated("50", 2010)]
LATE_BASE = [row("49", 2008), dated("0", 2011, 2005), *REVISED]
MADE_UP_BASE = [row("0", 2005, status=MADE_UP), *REVISED]
LOWERED = {"amended": ({"date": date(2011, 1, 1), "source": "notice", "value": 50},)}
FIRST: dict[str, tuple[Any, ...]] = {
    "a revision": (FROM_NOTHING, REVISED, {}, "behind", (58, "on_schedule")),
    "a revision that is still to come": (
        FROM_NOTHING, REVISED, {"as_of": date(2009, 12, 31)}, "on_schedule", None
    ),
    "no revision": (FROM_NOTHING, REVISED[:1], {}, "on_schedule", None),
    # Neither an undated row nor a base that was published later is looked at.
    "what was known by the day": (
        {}, LATE_BASE, {"as_of": date(2010, 12, 31)}, "no_baseline", (58, "no_baseline")
    ),
    "what was known a year later": (
        {}, LATE_BASE, {"as_of": date(2011, 12, 31)}, "behind", (58, "on_schedule")
    ),
    "published figures only": (
        {}, MADE_UP_BASE, {"published_only": True}, "no_baseline", (58, "no_baseline")
    ),
    "made-up figures too": ({}, MADE_UP_BASE, {}, "behind", (58, "on_schedule")),
    "by the goal of the day": (
        FROM_NOTHING | LOWERED, REVISED, {"as_of": date(2010, 12, 31)}, "behind",
        (58, "on_schedule"),
    ),
    "by the goal of the next day": (
        FROM_NOTHING | LOWERED, REVISED, {"as_of": date(2011, 1, 1)}, "met_early",
        (58, "met_early"),
    ),
    "a base that was published anew": (
        {}, [dated("10", 2006, 2005), dated("10", 2007, 2005), row("50", 2008)], {}, "behind", None
    ),
    "another base, and another verdict on the same figure": (
        {}, [dated("0", 2006, 2005), dated("20", 2007, 2005), row("57", 2008)], {}, "behind",
        (57, "on_schedule"),
    ),
    "a figure that is no longer known": (
        FROM_NOTHING, [REVISED[0], dated("58", 2010, qualifier=Qualifier.AT_MOST)], {}, "no_data",
        (58, "on_schedule"),
    ),
    "all its digits": (
        {}, [row("0", 2005), dated("1234567890123.5", 2009), dated("9", 2010)], {}, "far_behind",
        (Decimal("1234567890123.5"), "met_early"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("target", "rows", "options", "now", "wanted"), FIRST.values(), ids=[*FIRST]
)
def test_what_the_first_published_figures_would_have_said(
    target: dict[str, Any], rows: list[Observation], options: dict[str, Any], now: str, wanted: Any
) -> None:
    result = judge(make_plan(indicator={"minimum": 0}, target=target), rows, 2008, **options)
    first = result.first_published
    assert result.status == now
    assert (first and (first.value, first.status)) == wanted


def test_a_first_quotient_is_told_to_12_digits() -> None:
    plan = level_and_share()
    rows = [
        dated("1", 2011, 2010, of="n", unit="亿元"),
        dated("2", 2012, 2010, of="n", unit="亿元"),
    ]
    first = sure(judge(plan, [*rows, money("1048576", 2010, of="d")], 2010).first_published)
    assert first.value == Decimal("9.53674316406E-7")  # 2 ** -20 has two digits more


def test_a_revision_of_one_figure_is_none_of_another() -> None:
    indicators = (side("x", "个"), side("y", "个"))
    tree = plan_tree(target=FROM_NOTHING, indicators=indicators)
    plan = with_goals(tree, {"id": "u", "indicator": "y"})
    results = report_on(plan, [*REVISED, row("50", 2008, of="y")], 2008).targets
    assert [each.first_published is None for each in results] == [False, True]


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
    for year in (2005, 2011):
        with pytest.raises(ValueError, match=rf"^{year} is outside 2006–2010$"):
            report_on(make_plan(), [], year)
    said = r"^no second opinion by 'pace'; there are eurostat, opensdg, unsd, dns$"
    with pytest.raises(ValueError, match=said):
        report_on(make_plan(), [], 2008, methods=("pace",))


def test_the_first_outcome_is_no_forecast() -> None:
    rows = [dated("70", 2008, status=FORECAST), *REVISED, row("49", 2008)]
    first, revised = Actuals(rows).first_published()
    assert revised == {"x"}
    assert {str(each.value) for each in first} == {"70", "49"}  # undated is the oldest
    later, _ = Actuals(rows, as_of=date(2011, 1, 1)).first_published()
    assert {str(each.value) for each in later} == {"70", "58"}


def test_rows_that_are_no_first_figure_hide_none_after_them() -> None:
    missing = row("7", 2006, status=ObsStatus.MISSING)
    undated, later = row("49", 2008), dated("50", 2010)
    assert Actuals([missing, later]).first_published() == ([later], set())
    known = Actuals([undated, later], as_of=date(2011, 1, 1))
    assert known.first_published() == ([later], set())


def test_both_ways_respect_natural_limits() -> None:
    plan = make_plan(
        indicator={"unit": "%", "maximum": 100, "minimum": 0}, target={"unit": "%", "value": 99}
    )
    rows = [row("40", 2005, unit="%"), row("90", 2008, unit="%")]
    projection = sure(judge(plan, rows, 2008).projection)
    assert [projection.value, projection.linear, projection.compound] == [100, 100, 100]
    assert projection.limited


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
    share = judge(changed(plan, {"value": F(1, 2)}), rows, 2008)
    assert share.gap == Decimal("0.499999046326") == rounded(F(1, 2) - F(1, 2**20))


def test_a_base_that_is_a_quotient_is_told_to_twelve_digits() -> None:
    formulas = {"n": None, "d": ratio("e", "f"), "e": None, "f": None, "x": ratio("n", "d")}
    indicators = tuple(side(each, "1", formula=made) for each, made in formulas.items())
    tree = plan_tree(target={"value": "1/2", "unit": "1"}, indicators=indicators)
    plan = with_goals(tree, {"id": "l", "indicator": "n", "value": 1})
    rows = [row("1", 2010, of="e", unit="1"), row(str(2**20), 2010, of="f", unit="1")]
    link = base_of(plan, rows, 2010)
    assert sure(link.now).value == Decimal("9.53674316406E-7") == rounded(F(1, 2**20))


def test_made_up_figures_count_unless_they_are_left_out() -> None:
    rows = [row("0", 2005), row("50", 2008, status=ObsStatus.ILLUSTRATIVE)]
    assert report_on(make_plan(), rows, 2008).targets[0].actual is not None


@pytest.mark.parametrize(("as_of", "year"), ((date(2009, 6, 29), 2010), (date(2009, 6, 30), 2009)))
@pytest.mark.parametrize("goal", ({"value": 100}, {"value": None, "change_percent": 100}))
def test_the_goal_is_told_as_it_stood_on_the_day(
    as_of: date, year: int, goal: dict[str, Any]
) -> None:
    """The year of a goal without a level too."""
    kind = [*goal][-1]
    amended = {"date": date(2009, 6, 30), "source": "notice", kind: 90, "year": 2009}
    unit = "个" if kind == "value" else None
    plan = make_plan(target={**goal, "unit": unit, "amended": (amended,)})
    told = judge(plan, [dated("50", 2009)], 2008, as_of=as_of).target
    level = {2010: 100, 2009: 90}[year] if kind == "value" else None
    assert (told.year, told.value) == (year, level)


def from_a_rate(**indicator: Any) -> Plan:
    """Return a plan with a compound path from the figure of 2005."""
    unit = {"unit": "亿元"}
    return make_plan(indicator=unit | indicator, target=unit | {"path": "compound"})


def test_small_values_on_a_compound_path_have_not_regressed() -> None:
    rows = [money("0.5", 2005), money("0.9", 2008)]
    assert judge(from_a_rate(), rows, 2008).status == "far_behind"


@pytest.mark.parametrize("first", ("0", "-1"))
def test_an_older_base_from_which_no_rate_starts(first: str) -> None:
    rows = [
        money(first, 2005, published=date(2006, 3, 1)),
        money("5", 2005, published=date(2007, 3, 1)),
        money("50", 2006, published=date(2006, 12, 1)),
        money("50", 2008, published=date(2009, 3, 1)),
    ]
    now = judge(from_a_rate(), rows, 2008)
    assert now.status == "ahead"
    assert sure(now.first_published).status == "no_baseline"
    then = judge(from_a_rate(), rows, 2006, as_of=date(2006, 12, 31))
    assert then.status == "no_baseline"
    assert "not above zero" in " ".join(str(note) for note in then.notes)


def test_rounding_takes_no_figure_below_what_it_can_be() -> None:
    parts = with_towns(*"abcd", unit="亿元", path="compound", aggregate="sum")
    plan = make_plan(indicator={"unit": "亿元", "minimum": 0}, **parts)
    rows = [
        money(value, year, entity=each, published=date(2009, 3, 1))
        for year, values in ((2005, "0001"), (2008, "9999"))
        for each, value in zip("abcd", values, strict=True)
    ]
    # A base from 0.5 to 3, not from -1 on: 36 of 100 is ahead of schedule from each.
    result = judge(plan, rows, 2008)
    assert (result.status, result.doubts) == ("ahead", ())


def test_rounding_can_turn_a_share_of_nothing() -> None:
    share = SIDES[-1] | {"minimum": 0, "direction": "decrease"}
    indicators = (side("n", "亿元", minimum=0), side("d", "亿元", minimum=0), share)
    most = {**AT_MOST, "value": F(1, 250), "unit": "1"}
    plan = make_plan(target=most, indicators=indicators)
    day = date(2011, 3, 1)
    rows = [money(value, 2010, of=of, published=day) for of, value in (("n", "0"), ("d", "100"))]
    result = judge(plan, rows, 2010)
    assert (result.status, result.doubts) == ("met", ("rounding",))


def test_thirds_add_up_to_the_whole() -> None:
    tree = plan_tree(
        indicators=tuple(side(each, "%") for each in "xabc"),
        target={"unit": "1", "value": 1},
        links=({"kind": "adds_up", "whole": "t", "parts": ("a", "b", "c")},),
    )
    plan = with_goals(tree, *({"id": each, "indicator": each, "value": "1/3"} for each in "abc"))
    parts = [row("20", 2008, of=each, unit="%", qualifier=Qualifier.AT_LEAST) for each in "abc"]
    link = stated(plan, [row("60", 2008, unit="%"), *parts])
    assert sure(link.goal).holds
    assert link.actual is None  # three bounds say nothing of their sum
