"""What explains a gap: links, revisions, rounding, what it would take, and what changed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from clusterplan.actuals import Observation, ObsStatus, Qualifier
from clusterplan.assessment import assess, assess_years
from clusterplan.changes import Change, Position, Snapshot, compare
from clusterplan.cli import app
from clusterplan.detail import detail
from clusterplan.exact import rounded
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.plan import Names, Plan
from clusterplan.render.changes import ChangesDocument
from clusterplan.render.detail import DetailDocument
from clusterplan.render.options import Options
from clusterplan.render.sparkline import sparkline
from clusterplan.render.trend import TrendDocument
from clusterplan.report import SharedBase, Sides, StatedLink
from clusterplan.rounding import half_a_digit
from clusterplan.trend import trend
from clusterplan.vintages import first_published
from helpers import COAST, DATA, NAME, judge, make_plan, plan_tree, report_on, row, valid

Rows = tuple[Observation, ...]
F = Fraction
SIDE = {"zh": "边", "en": "side"}


def run(*args: str) -> Result:
    return CliRunner().invoke(app, args, prog_name="clusterplan")


def money(value: str, year: int, **more: Any) -> Observation:
    return row(value, year, unit="亿元", **more)


def level_and_share(**parts: Any) -> Plan:
    """Return a plan with a level of n, at least 1000, and a share n / d, at least one third."""
    indicators = (
        {"id": "n", "name": SIDE, "unit": "亿元", "direction": "increase"},
        {"id": "d", "name": SIDE, "unit": "亿元", "direction": "increase"},
        {
            "id": "x",
            "name": SIDE,
            "unit": "1",
            "direction": "increase",
            "formula": {"kind": "ratio", "numerator": "n", "denominator": "d"},
        },
    )
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
    assert link.now is not None
    assert link.then is not None
    assert [link.now.value, link.then.year] == [2400, 2010]
    assert float(link.then.value) == pytest.approx(1200 * 2 ** (5 / 3))
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
    assert (link.kind, link.indicator, link.name) == ("shared_base", "d", Names(**SIDE))
    assert (link.entity, link.unit) == ("area", "亿元")
    assert link.now is not None
    assert link.then is not None
    assert str(link.now.value) == "2400.0000000000001"
    assert (link.now.illustrative, link.then.illustrative) == (True, True)
    assert link.revised is None
    for demand, (identity, kind) in zip(
        link.demands, (("t", "share"), ("l", "level")), strict=True
    ):
        assert (demand.target, demand.kind, demand.numerator) == (identity, kind, "n")
        assert (demand.name, demand.comparison) == (Names(**NAME), ">=")


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


def test_goals_of_two_places_share_no_base() -> None:
    places = tuple({"id": each, "name": NAME, "kind": "area"} for each in ("area", "other"))
    plan = level_and_share(entities=places)
    share, level = plan.targets
    elsewhere = level.model_copy(update={"entity": "other"})
    rows = [money("2400", 2010, of="d")]
    assert (
        report_on(plan.model_copy(update={"targets": (share, elsewhere)}), rows, 2010).links == ()
    )


def test_goals_that_agree_bind_both() -> None:
    rows = [money("1", 2010, of="n"), money("3000", 2010, of="d")]
    assert [each.binds for each in base_of(level_and_share(), rows, 2010).demands] == [True, True]


def test_the_base_is_told_on_its_newest_vintage_too(shipped_plan: Plan, shipped_rows: Rows) -> None:
    link = assess(shipped_plan, shipped_rows, 2010).links[0]
    assert isinstance(link, SharedBase)
    assert link.now is not None
    assert link.revised is not None
    # 8577.06 and 8667.58 times 49.2 per cent; the share was published before the revision.
    assert (link.now.value, link.revised.value) == (Decimal("4219.91352"), Decimal("4264.44936"))
    assert link.demands[0].revised == Decimal("1421.48312")


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
    indicators = tuple(
        {"id": each, "name": SIDE, "unit": "户" if each == "x" else "万户", "direction": "increase"}
        for each in ids
    )
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
    assert (link.name, link.part_names) == (Names(**NAME), (Names(**SIDE), Names(**SIDE)))
    assert (link.unit, link.illustrative) == ("户", False)
    # Parts that add up do so along straight courses too: only the others are extended.
    assert (link.projected is None) is (kind == "adds_up")
    if link.projected is not None:
        assert link.projected.whole == rounded(F(whole) * 5 / 3)
        assert link.projected.holds is holds


def test_parts_of_a_goal_that_promise_more_than_the_whole() -> None:
    goal = linked("within", ("50", "30", "20"), 2008, whole=99).goal
    assert goal is not None
    assert not goal.holds


def test_parts_are_not_extended_beyond_their_year() -> None:
    assert linked("within", ("50", "30", "20"), 2010).projected is None


def test_parts_above_the_whole_do_not_hold() -> None:
    second = {"id": "y", "name": SIDE, "unit": "个", "direction": "increase"}
    tree = plan_tree(links=({"kind": "within", "whole": "t", "parts": ("p",)},))
    part = tree["targets"][0] | {"id": "p", "indicator": "y", "value": 60}
    tree |= {"targets": (*tree["targets"], part), "indicators": (*tree["indicators"], second)}
    rows = [row("50", 2008), row("51", 2008, of="y")]
    (link,) = report_on(Plan.model_validate(tree), rows, 2008).links
    assert isinstance(link, StatedLink)
    assert link.actual is not None
    assert not link.actual.holds


def test_links_are_told_in_the_report() -> None:
    text = run("check", "2008", "--data", str(DATA), "-q").stdout
    assert "together imply 3,000 亿元" in text
    assert "Technical platforms = R&D centres + Testing centres; goal: 20 = 10 + 10" in text


@pytest.mark.parametrize(
    ("text", "half"), (("38.8", "1/20"), ("39", "1/2"), ("0.25", "1/200"), ("-7.5", "1/20"))
)
def test_half_of_the_last_digit(text: str, half: str) -> None:
    assert half_a_digit(F(text), "亿元") == F(half)


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
    assert result.first_published is not None
    assert result.first_published.value == 58
    assert result.first_published.status == "on_schedule"
    assert judge(plan, rows, 2008, as_of=date(2009, 12, 31)).first_published is None
    assert judge(plan, rows[:1], 2008).first_published is None


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


def test_members_are_told_what_the_goal_asks_of_them(
    shipped_plan: Plan, shipped_rows: Rows
) -> None:
    results = {each.id: each for each in assess(shipped_plan, shipped_rows, 2008).targets}
    key = results["key-clusters-value-added"]
    needed = [member.needed for member in key.members]
    assert sum(value or 0 for value in needed) == pytest.approx(500)
    first = key.members[0]
    assert first.value is not None
    assert first.needed is not None
    assert F(first.needed) == pytest.approx(float(F(first.value) * 500 / 262))
    assert first.gap == pytest.approx(first.needed - first.value)
    county = results["county-clusters"]
    short = [member for member in county.members if member.counts is False]
    assert short
    assert all(member.gap == 1 - (member.value or 0) for member in short)


def test_two_ways_to_extend_a_course() -> None:
    plan = make_plan(
        indicator={"unit": "亿元"}, target={"unit": "亿元", "value": 1000, "path": "compound"}
    )
    projection = judge(plan, [money("230", 2005), money("610", 2008)], 2008).projection
    assert projection is not None
    assert float(projection.linear or 0) == pytest.approx(230 + 380 * 5 / 3)
    assert float(projection.compound or 0) == pytest.approx(230 * (610 / 230) ** (5 / 3))
    assert projection.value == projection.compound
    assert not projection.limited


def test_both_ways_respect_natural_limits() -> None:
    plan = make_plan(
        indicator={"unit": "%", "maximum": 100, "minimum": 0}, target={"unit": "%", "value": 99}
    )
    rows = [row("40", 2005, unit="%"), row("90", 2008, unit="%")]
    projection = judge(plan, rows, 2008).projection
    assert projection is not None
    assert [projection.value, projection.linear, projection.compound] == [100, 100, 100]
    assert projection.limited


def position(status: str, gap: int = 0, pace: str = "1", **more: Any) -> Position:
    kind = more.pop("kind", "target")
    name = Names(zh="名", en="name")
    return Position(
        kind=kind,
        id=more.pop("id", "t"),
        name=name,
        clause="1",
        illustrative=False,
        status=status,
        unit="个",
        gap=Decimal(gap),
        pace=Decimal(pace),
    )


def change(before: str, after: str, kind: Any = "target") -> Change:
    old, new = (
        Snapshot("p", year, None, (position(status, kind=kind),))
        for year, status in ((2007, before), (2008, after))
    )
    (found,) = compare(old, new).changes
    return found


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    (
        ("ahead", "on_schedule", "worse"),
        ("behind", "missed", "worse"),
        ("met", "ahead", "worse"),
        ("met_early", "met", "same"),
        ("not_due", "behind", "worse"),
        ("not_due", "on_schedule", "same"),
        ("far_behind", "behind", "better"),
        ("regressed", "met", "better"),
        ("behind", "no_data", "unclear"),
        ("no_data", "missed", "unclear"),
        ("no_baseline", "ahead", "unclear"),
        ("behind", "behind", "same"),
    ),
)
def test_what_is_worse(before: str, after: str, direction: str) -> None:
    assert change(before, after).direction == direction


@pytest.mark.parametrize(
    ("kind", "before", "after", "direction"),
    (
        ("milestone", "not_due", "overdue", "worse"),
        ("milestone", "overdue", "met_late", "better"),
        ("milestone", "not_due", "met", "same"),
        ("measure", "under_way", "dropped", "worse"),
        ("measure", "not_started", "done", "better"),
        ("measure", "no_data", "done", "unclear"),
    ),
)
def test_what_is_worse_of_milestones_and_measures(
    kind: str, before: str, after: str, direction: str
) -> None:
    assert change(before, after, kind).direction == direction


def test_changes_are_ranked_the_worst_first() -> None:
    before = [
        position("ahead", id="fell-far", gap=5),
        position("ahead", id="fell", gap=5),
        position("behind", id="same", pace="0.7"),
        position("no_data", id="unclear"),
        position("behind", id="rose"),
        position("met", id="gone"),
    ]
    after = [
        position("behind", id="rose-new"),
        position("on_schedule", id="rose"),
        position("behind", id="same", pace="0.8"),
        position("on_schedule", id="fell", gap=3),
        position("behind", id="unclear"),
        position("missed", id="fell-far", gap=9),
    ]
    found = compare(
        Snapshot("p", 2007, None, tuple(before)), Snapshot("p", 2008, None, tuple(after))
    )
    assert [each.commitment.id for each in found.changes] == [
        *("fell-far", "fell"),
        *("rose-new", "unclear", "gone"),
        *("rose", "same"),
    ]
    assert [each.gap_moved for each in found.changes][:2] == [4, -2]
    assert found.worse
    partial = compare(
        Snapshot("p", 2007, None, tuple(before)),
        Snapshot("p", 2008, None, (position("behind", id="same"),)),
        gone=False,
    )
    assert [each.commitment.id for each in partial.changes] == ["same"]
    assert not partial.worse


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return the report of 2007 as cron would have kept it."""
    path = tmp_path / "report.json"
    done = run("check", "2007", "--data", str(DATA), "-q", "-f", "json", "-o", str(path))
    assert done.exit_code == 0
    return path


def test_against_an_earlier_report(earlier: Path) -> None:
    common = ("check", "2008", "--data", str(DATA), "-q", "--against", str(earlier))
    done = run(*common)
    assert done.exit_code == 0
    assert "Since the report on 2007: 1 worse" in done.stdout
    assert run(*common, "--fail-on", "worse").exit_code == 1
    found = json.loads(run(*common, "-f", "json").stdout)
    assert found["changes"]["worse"] is True
    assert found["changes"]["changes"][0]["id"] == "block-share-revenue"
    assert found["changes"]["before"] == {"year": 2007, "as_of": None}


def test_nothing_got_worse_since_the_same_report(earlier: Path) -> None:
    args = ("check", "2007", "--data", str(DATA), "-q", "--fail-on", "worse")
    same = run(*args, "--against", str(earlier), "-f", "json", "-o", str(earlier))
    assert same.exit_code == 0
    kept = json.loads(earlier.read_text("utf-8"))
    assert kept["changes"]["worse"] is False
    assert run(*args, "--against", str(earlier)).exit_code == 0


@pytest.mark.parametrize(
    ("content", "why"),
    (
        (None, "there is no such file"),
        ("", "the file is empty"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("{}", "the key format is missing or wrong"),
        ('{"format": "clusterplan.report/2"}', "the key format is missing or wrong"),
    ),
)
def test_what_is_no_earlier_report(tmp_path: Path, content: str | None, why: str) -> None:
    path = tmp_path / "old.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run("check", "2008", "--data", str(DATA), "--against", str(path))
    assert done.exit_code == 2
    assert "is no earlier report" in " ".join(done.stderr.split())
    assert why in " ".join(done.stderr.split())


def test_a_report_on_another_plan_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coast.json"
    run("check", "2012", "--data", str(COAST), "-q", "-f", "json", "-o", str(path))
    done = run("check", "2008", "--data", str(DATA), "--against", str(path))
    assert done.exit_code == 2
    assert "on another plan" in done.stderr


def test_worse_needs_something_to_compare_with() -> None:
    done = run("check", "2008", "--data", str(DATA), "--fail-on", "worse")
    assert done.exit_code == 2
    assert "--against" in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    (
        (("show", "zonse"), "did you mean zones?"),
        (("show", "zones", "--year", "2011"), "runs from 2006 to 2010"),
        (("show", "zones", "--year", "2008.0"), "is not a year"),
        (("trend", "zonse"), "did you mean zones?"),
        (("diff", "2007", "2011"), "runs from 2006 to 2010"),
        (("diff", "2007", "x"), "is not a year"),
        (("diff", "2007"), "YEAR2"),
        (("show",), "TARGET"),
    ),
)
def test_usage_errors(args: tuple[str, ...], words: str) -> None:
    done = run(*args, "--data", str(DATA))
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.split())
    assert done.stdout == ""


@pytest.mark.parametrize("folder", (DATA, COAST), ids=("shipped", "coast"))
def test_json_fits_its_schema(folder: Path) -> None:
    plan, common = (
        run("targets", "--data", str(folder), "-f", "json", "-q").stdout,
        ("-q", "-f", "json"),
    )
    commitments = valid("targets", plan)
    ids = [item["id"] for key in ("targets", "milestones", "measures") for item in commitments[key]]
    data = ("--data", str(folder))
    for identity in ids:
        found = valid("show", run("show", identity, *data, *common).stdout)
        assert found["result"]["id"] == identity
    assert len(valid("trend", run("trend", *data, *common).stdout)["targets"]) == len(
        commitments["targets"]
    )
    first, last = commitments["plan"]["base_year"] + 1, commitments["plan"]["period"][1]
    assert valid("diff", run("diff", str(first), str(last), *data, *common).stdout)["changes"]


@pytest.mark.parametrize("form", ("table", "text", "markdown", "csv", "tsv"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_of_every_commitment(form: str, language: str) -> None:
    for command in (
        ("show", "county-clusters"),
        ("show", "nominations"),
        ("show", "confirmation"),
        ("show", "block-share-tax", "--published-only", "--as-of", "2009-06-30"),
        ("trend", "zones", "nominations", "--published-only"),
        ("trend", "--as-of", "2008-06-30"),
        ("diff", "2010", "2006"),
    ):
        done = run(*command, "--data", str(DATA), "-q", "-f", form, "--lang", language)
        assert done.exit_code == 0, done.stderr
        assert done.stdout.strip()


def test_trend_is_what_the_reports_say(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = trend(shipped_plan, shipped_rows)
    assert found.years == (2006, 2007, 2008, 2009, 2010)
    for position, year in enumerate(found.years):
        report = assess(shipped_plan, shipped_rows, year)
        assert tuple(each[position] for each in found.targets) == report.targets
        assert tuple(each[position] for each in found.measures) == report.measures
    assert found.reports == assess_years(shipped_plan, shipped_rows, shipped_plan.years)


def test_show_tells_what_becomes_of_every_row(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = detail(shipped_plan, shipped_rows, "cluster-share", 2010)
    roles = {
        (row.indicator, row.year, str(row.value)): row.role
        for row in found.rows
        if row.indicator in ("gdp", "private-share")
    }
    assert roles["gdp", 2010, "8577.06"] == "used"
    assert roles["gdp", 2010, "8667.58"] == "unused"
    assert roles["gdp", 2007, "5226"] == "superseded"
    assert roles["private-share", 2006, "40"] == "rival"
    assert roles["private-share", 2010, "50"] == "set_aside"
    ratio, product = found.derivations
    assert (ratio.kind, [side.value for side in ratio.sides]) == (
        "ratio",
        [980, Decimal("4219.91352")],
    )
    assert product.value == Decimal("4219.91352")
    early = detail(shipped_plan, shipped_rows, "cluster-share", 2008, as_of=date(2009, 6, 30))
    assert {row.role for row in early.rows if row.published and row.published.year > 2009} == {
        "later"
    }


def test_the_arithmetic_is_filled_in() -> None:
    text = run("show", "cluster-value-added", "--year", "2008", "--data", str(DATA), "-q").stdout
    for line in (
        "- gap = 1,000 − 610 = 390 亿元",
        "- due = (2008 − 2005) ÷ (2010 − 2005) = 60%",
        "- completion = ln(610 ÷ 230) ÷ ln(1,000 ÷ 230) = 66.367%",
        "- pace = 66.367% ÷ 60% = 1.1061",
        "- path = 230 × (1,000 ÷ 230)^60% = 555.509",
        "- needed per year = (1,000 ÷ 610)^(1 ÷ 2) − 1 = 28.0369%",
        "- straight on = 230 + (610 − 230) × 5 ÷ 3 = 863.3333",
    ):
        assert f"\n{line}\n" in text
    falling = run("show", "energy-cut", "--year", "2012", "--data", str(COAST), "-q").stdout
    assert "- gap = 91.5 − 80 = 11.5\n" in falling


@pytest.mark.parametrize(
    ("values", "drawn"),
    (
        ((1, 2, 3), "▁▄█"),
        ((-3, None, 3), "▁ █"),
        ((5,), ""),
        ((None, None), ""),
        ((2, 2), "▄▄"),
    ),
)
def test_sparklines(values: tuple[int | None, ...], drawn: str) -> None:
    assert sparkline([None if each is None else Decimal(each) for each in values]) == drawn


def test_a_chart_for_a_terminal_only(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = detail(shipped_plan, shipped_rows, "cluster-value-added", 2008)
    document = DetailDocument(found, Locale())
    wide, narrow, plain = (
        document.render("table", options)
        for options in (Options(width=100), Options(width=30), Options(width=100, ascii_only=True))
    )
    assert "⠤ path to the goal; † illustrative figures; × at this rate" in wide
    assert wide.count("†") > plain.count("†")
    assert "⠤ path" not in narrow
    assert plain.isascii() or "⠤" not in plain
    assert "⠤" not in document.render("text", Options())


def test_documents_show_hostile_names_as_they_are() -> None:
    tree = plan_tree(target={"name": {"zh": "[red]|<b>\x1b", "en": "=[red]|<b>\x1b"}})
    plan = Plan.model_validate(tree)
    rows = [row("0", 2005), row("50", 2008)]
    found = trend(plan, rows)
    text = TrendDocument(found, Locale()).render("text", Options())
    assert "=[red]|<b>\\x1b" in text
    shown = DetailDocument(detail(plan, rows, "t", 2008), Locale())
    assert "\x1b" not in shown.render("table", Options(width=100))
    assert "\\[red\\]\\|\\<b\\>" in shown.render("markdown", Options())
    snapshots = [report.snapshot for report in found.reports[:2]]
    changes = ChangesDocument(compare(*snapshots), plan.title, Locale())
    assert "'=[red]" in changes.render("csv", Options())
