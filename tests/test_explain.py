"""What explains a gap on request: what changed since, years side by side, one target in full."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from clusterplan.base.units import UNITS
from clusterplan.judging.assess import Inquiry, assess
from clusterplan.locale import Locale
from clusterplan.model.changes import Position, Snapshot, compare
from clusterplan.model.plan import Names, Plan
from clusterplan.model.results import snapshot_of
from clusterplan.reading.earlier_report import read_report
from clusterplan.render.document.all_years import TrendDocument, sparkline
from clusterplan.render.document.changes import ChangesDocument
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.render.document.options import Options
from clusterplan.views.all_years import Trend
from clusterplan.views.one_commitment import Derivation, detail
from helpers import (
    COAST,
    DATA,
    Rows,
    make_plan,
    plan_tree,
    refused,
    render_report,
    report_on,
    row,
    run,
    valid,
    with_towns,
)


def position(status: str, gap: int | str = 0, pace: str = "1", **more: Any) -> Position:
    return Position(
        kind=more.get("kind", "target"),
        id=more.get("id", "t"),
        name=Names(zh="名", en="name"),
        clause="1",
        illustrative=False,
        status=status,
        unit="个",
        gap=Decimal(gap),
        pace=Decimal(pace),
        shown_gap=Decimal(more.get("shown_gap", gap)),
        shown_in=more.get("shown_in", ("value", "个")),
    )


def snapshot(year: int, *positions: Position) -> Snapshot:
    return Snapshot("p", year, None, positions)


@pytest.mark.parametrize(
    ("kind", "before", "after", "direction"),
    (
        ("target", "ahead", "on_schedule", "worse"),
        ("target", "behind", "missed", "worse"),
        ("target", "met", "ahead", "worse"),
        ("target", "met_early", "met", "same"),
        ("target", "not_due", "behind", "worse"),
        ("target", "not_due", "on_schedule", "same"),
        ("target", "far_behind", "behind", "better"),
        ("target", "regressed", "met", "better"),
        ("target", "behind", "no_data", "unclear"),
        ("target", "no_data", "missed", "unclear"),
        ("target", "no_baseline", "ahead", "unclear"),
        ("target", "behind", "behind", "same"),
        ("milestone", "not_due", "overdue", "worse"),
        ("milestone", "overdue", "met_late", "better"),
        ("milestone", "not_due", "met", "same"),
        ("measure", "under_way", "dropped", "worse"),
        ("measure", "not_started", "done", "better"),
        ("measure", "no_data", "done", "unclear"),
    ),
)
def test_what_is_worse(kind: str, before: str, after: str, direction: str) -> None:
    old, new = (snapshot(2007, position(each, kind=kind)) for each in (before, after))
    (found,) = compare(old, new).changes
    assert found.direction == direction


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    (
        ("0.108333333333", "0.00833333333333", "-0.1"),  # of thirteen twelfths and a twelfth
        ("0.00833333333333", "0.108333333333", "0.1"),
        ("0.108333333333", "2", "1.891666666667"),
        ("12.34", "0.3", "-12.04"),
        (f"1{'0' * 100}", "3.5", f"-1{'0' * 100}"),
    ),
)
def test_a_gap_moves_by_no_more_digits_than_are_known(old: str, new: str, moved: str) -> None:
    sides = [snapshot(2007, position("behind", gap=each)) for each in (old, new)]
    (found,) = compare(*sides).changes
    assert str(found.gap_moved) == moved


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
    found = compare(snapshot(2007, *before), snapshot(2008, *after))
    assert [each.commitment.id for each in found.changes] == [
        *("fell-far", "fell"),
        *("rose-new", "unclear", "gone"),
        *("rose", "same"),
    ]
    assert [each.gap_moved for each in found.changes][:2] == [4, -2]
    assert found.worse
    same = snapshot(2008, position("behind", id="same"))
    partial = compare(snapshot(2007, *before), same, gone=False)
    assert [each.commitment.id for each in partial.changes] == ["same"]
    assert not partial.worse


def test_a_gap_moves_in_the_terms_of_the_goal(tmp_path: Path) -> None:
    """6 % a year from 200: 6.5 % are 0.5 points beyond it, 4.63 % are 1.37 points short."""
    goal = {"value": None, "unit": None, "growth_percent": 6, "path": "compound"}
    plan = make_plan(indicator={"unit": "亿元", "price_basis": "constant"}, target=goal)
    figures = {2005: "200", 2006: "213", 2008: "229.1"}
    rows = [row(value, year, unit="亿元") for year, value in figures.items()]
    before, after = (report_on(plan, rows, year) for year in (2006, 2008))
    kept = tmp_path / "report.json"
    kept.write_text(render_report(before, "json", Locale()), "utf-8")
    for earlier in (snapshot_of(before), read_report(kept)):
        changes = compare(earlier, snapshot_of(after))
        assert changes.changes[0].gap_moved == Decimal("-16.1")
        document = ChangesDocument(changes, plan.title, Locale())
        assert "+1.87 pp" in document.render("text", Options())
        assert '"gap_moved": -16.1,' in document.render("json", Options())


def test_where_a_goal_is_in_other_terms_than_before_its_gap_moves_in_levels() -> None:
    old, new = (
        position("behind", gap=gap, shown_gap=shown, shown_in=terms)
        for gap, shown, terms in (
            (9, "3", ("growth_percent", "%")),
            (4, "2", ("change_percent", "%")),
        )
    )
    (found,) = compare(snapshot(2007, old), snapshot(2008, new)).changes
    assert found.shown_moved == (Decimal(-5), "个")


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return the report of 2007 as cron would have kept it."""
    path = tmp_path / "report.json"
    done = run("check", "2007", "-q", "-f", "json", "-o", path, data=DATA)
    assert done.exit_code == 0
    return path


def test_against_an_earlier_report(earlier: Path) -> None:
    common = ("check", "2008", "-q", "--against", earlier)
    done = run(*common, data=DATA)
    assert done.exit_code == 0
    assert "Since the report on 2007: 1 worse" in done.stdout
    assert run(*common, "--fail-on", "worse", data=DATA).exit_code == 1
    found = json.loads(run(*common, "-f", "json", data=DATA).stdout)
    assert found["changes"]["worse"] is True
    assert found["changes"]["changes"][0]["id"] == "block-share-revenue"
    assert found["changes"]["before"] == {"year": 2007, "as_of": None}


def test_nothing_got_worse_since_the_same_report(earlier: Path) -> None:
    args = ("check", "2007", "-q", "--fail-on", "worse", "--against", earlier)
    same = run(*args, "-f", "json", "-o", earlier, data=DATA)
    assert same.exit_code == 0
    kept = json.loads(earlier.read_text("utf-8"))
    assert kept["changes"]["worse"] is False
    assert run(*args, data=DATA).exit_code == 0


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
    done = run("check", "2008", "--against", path, data=DATA)
    refused(done, "is no earlier report", why)


@pytest.mark.parametrize("number", ("1e99999999", "1e-99999999", "NaN"))
def test_an_earlier_report_with_a_number_that_no_report_has(earlier: Path, number: str) -> None:
    report = json.loads(earlier.read_text("utf-8"))
    report["targets"][0]["gap"] = "here"
    earlier.write_text(json.dumps(report).replace('"here"', number), encoding="utf-8")
    done = run("check", "2008", "--against", earlier, data=DATA)
    refused(done, "the key targets.0.gap is missing or wrong")


def test_a_report_on_another_plan_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coast.json"
    run("check", "2012", "-q", "-f", "json", "-o", path, data=COAST)
    refused(run("check", "2008", "--against", path, data=DATA), "on another plan")


@pytest.mark.slow
@pytest.mark.parametrize("folder", (DATA, COAST), ids=("shipped", "coast"))
def test_json_fits_its_schema(folder: Path) -> None:
    def told(schema: str, *words: str) -> Any:
        return valid(schema, run(schema, *words, "-q", "-f", "json", data=folder).stdout)

    commitments = told("targets")
    ids = [item["id"] for key in ("targets", "milestones", "measures") for item in commitments[key]]
    for identity in ids:
        assert told("show", identity)["result"]["id"] == identity
    assert len(told("trend")["targets"]) == len(commitments["targets"])
    first, last = commitments["plan"]["base_year"] + 1, commitments["plan"]["period"][1]
    assert told("diff", str(first), str(last))["changes"]


def test_trend_is_what_the_reports_say(shipped_plan: Plan, shipped_rows: Rows) -> None:
    inquiry = Inquiry(shipped_plan, shipped_rows)
    found = Trend(tuple(map(inquiry.report, shipped_plan.years)))
    assert found.years == (2006, 2007, 2008, 2009, 2010)
    for position, year in enumerate(found.years):
        report = assess(shipped_plan, shipped_rows, year)
        assert tuple(each[position] for each in found.targets) == report.targets
        assert tuple(each[position] for each in found.measures) == report.measures
    assert found.reports == tuple(map(inquiry.report, shipped_plan.years))


@pytest.mark.parametrize(
    ("language", "year", "gap", "needed"),
    (
        (
            "en",
            "21,337, behind",
            "gap = 30,000 − 21,337 = 8,663 people",
            "(30,000 − 21,337) ÷ 4 = 2,166 people",  # 2,165.75 would fall short
        ),
        (
            "zh",
            "2.13万，滞后",
            "与目标差距 = 3万 − 2.1337万 = 8663人",
            "(3万 − 2.1337万) ÷ 4 = 2166人",
        ),
    ),
)
def test_sides_of_a_sum_and_cells_are_in_the_unit_of_the_goal(
    language: str, year: str, gap: str, needed: str
) -> None:
    plan = make_plan(indicator={"unit": "万人"}, target={"value": 3, "unit": "万人"})
    inquiry = Inquiry(plan, [row("2", 2005, unit="万人"), row("21337", 2006, unit="人")])
    locale = Locale(language)
    trend = TrendDocument(Trend((inquiry.report(2006),)), locale).render("text", Options())
    assert year in trend
    shown = DetailDocument(detail(inquiry, "t", 2006), locale).render("text", Options())
    assert gap in shown
    assert needed in shown


@pytest.mark.parametrize(
    ("base", "value", "told"),
    (
        (
            "2.5",
            "3.5",
            (
                "gap = 3.5 − 3.4 = 0.1 people per 1,000 people",
                "it counts as 3 + 3.4 − 3.5 = 2.9,",
                "completion = (2.9 − 2.5) ÷ (3 − 2.5) = 80%",
                "schedule gap = 2.8 − 2.9 = −0.1",
                "= (3.4 − 3.5) ÷ 2 = −0.05",
            ),
        ),
        (
            "4.4",
            "2.8",
            (
                "gap = 3 − 2.8 = 0.2",
                "it counts as 3 + 3.4 − 2.8 = 3.6,",
                "completion = (3.6 − 4.4) ÷ (3.4 − 4.4) = 80%",
                "schedule gap = 3.6 − 3.8 = −0.2",
                "= (3 − 2.8) ÷ 2 = 0.1",
            ),
        ),
        (
            "2.5",
            "2.9",
            (
                "gap = 3 − 2.9 = 0.1",
                "completion = (2.9 − 2.5) ÷ (3 − 2.5) = 80%",
                "straight on = 2.5 + (2.9 − 2.5) × 5 ÷ 3 = 3.1667",
            ),
        ),
        ("2.5", "3.2", ("gap = 0 people per 1,000 people, within the range",)),
    ),
)
def test_the_arithmetic_of_a_range(base: str, value: str, told: tuple[str, ...]) -> None:
    asked = {"value": None, "comparison": None, "low": 3, "high": Fraction("3.4")}
    plan = make_plan(indicator={"unit": "人/千人"}, target={**asked, "unit": "人/千人"})
    rows = [row(each, year, unit="人/千人") for each, year in ((base, 2005), (value, 2008))]
    found = detail(Inquiry(plan, rows), "t", 2008)
    shown = DetailDocument(found, Locale()).render("text", Options())
    assert "Goal: 3 to 3.4 people per 1,000 people by 2010" in shown
    assert "unit: 1 person per 1,000 people" in shown
    assert [each for each in told if each not in shown] == []
    assert ("counts as" in shown) is any("counts as" in each for each in told)


def test_members_of_a_coverage_are_told_in_their_own_unit() -> None:
    goal = {"aggregate": "coverage", "each": {"low": 95}, "value": "all", "unit": None}
    plan = make_plan(indicator={"unit": "%"}, **with_towns("p", "q", **goal))
    rows = [row(value, 2008, entity=of, unit="%") for of, value in (("p", "96"), ("q", "88"))]
    found = detail(Inquiry(plan, rows), "t", 2008)
    shown = DetailDocument(found, Locale()).render("text", Options()).splitlines()
    assert [line.split() for line in shown if "95%" in line] == [
        ["name", "96%", "95%", "−1", "pp", "yes"],
        ["name", "88%", "95%", "7", "pp", "no"],
    ]


def test_show_tells_what_becomes_of_every_row(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = detail(Inquiry(shipped_plan, shipped_rows), "cluster-share", 2010)
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
    sides = [side.value for side in ratio.sides]
    assert (ratio.kind, sides) == ("ratio", [980, Decimal("4219.91352")])
    assert product.value == Decimal("4219.91352")
    early = detail(
        Inquiry(shipped_plan, shipped_rows, as_of=date(2009, 6, 30)), "cluster-share", 2008
    )
    assert {row.role for row in early.rows if row.published and row.published.year > 2009} == {
        "later"
    }


def computed_anew(derivation: Derivation) -> Fraction:
    """Return what a formula gives for its sides as they are told, in the unit that it has."""
    wanted = UNITS[derivation.unit].factor
    first, *others = [
        Fraction(side.value or 0) * UNITS[side.unit].factor for side in derivation.sides
    ]
    if derivation.kind == "sum":
        return (first + sum(others)) / wanted
    return (first / others[0] if derivation.kind == "ratio" else first * others[0]) / wanted


@pytest.mark.slow
def test_the_sides_that_are_told_give_the_figure(shipped_plan: Plan, shipped_rows: Rows) -> None:
    told = 0
    for target in shipped_plan.targets:
        for year in shipped_plan.years:
            for each in detail(Inquiry(shipped_plan, shipped_rows), target.id, year).derivations:
                assert computed_anew(each) == pytest.approx(Fraction(each.value), rel=1e-9)
                told += 1
    assert told >= len(shipped_plan.years) * 5
    show = run("show", "cluster-share", "--year", "2010", "-q", data=DATA).stdout
    assert "= 8,577.06 亿元 × 49.2% = 4,219.9135 亿元\n" in show


def test_the_arithmetic_is_filled_in() -> None:
    text = run("show", "cluster-value-added", "--year", "2008", "-q", data=DATA).stdout
    for line in (
        "- gap = 1,000 − 610 = 390 亿元",
        "- due = (2008 − 2005) ÷ (2010 − 2005) = 60%",
        "- completion = ln(610 ÷ 230) ÷ ln(1,000 ÷ 230) = 66.367%",
        "- pace = 66.367% ÷ 60% = 1.1061",
        "- path = 230 × (1,000 ÷ 230)^60% = 555.509",
        "- needed per year (years left: 2) = (1,000 ÷ 610)^(1 ÷ 2) − 1 = 28.0369%",
        "- straight on = 230 + (610 − 230) × 5 ÷ 3 = 863.3333",
    ):
        assert f"\n{line}\n" in text
    falling = run("show", "energy-cut", "--year", "2012", "-q", data=COAST).stdout
    for line in (
        "- goal = 100 × (1 + (−20%)) = 80",
        "- figure = 91.5 ÷ 100 − 1 = −8.5%",
        "- gap = (−8.5%) − (−20%) = 11.5 pp",
        "- schedule gap = (−8.5%) − (−8.539%) = 0.039 pp",
    ):
        assert f"\n{line}\n" in falling


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
    found = detail(Inquiry(shipped_plan, shipped_rows), "cluster-value-added", 2008)
    document = DetailDocument(found, Locale())
    wide, narrow, plain = (
        document.render("table", options)
        for options in (Options(width=100), Options(width=30), Options(width=100, ascii_only=True))
    )
    assert "⠤ path to the goal; ┄ goal; † illustrative figures; × at this rate" in wide
    assert wide.count("†") > plain.count("†")
    assert "⠤ path" not in narrow
    assert plain.isascii() or "⠤" not in plain
    assert "⠤" not in document.render("text", Options())


def test_documents_show_hostile_names_as_they_are() -> None:
    tree = plan_tree(target={"name": {"zh": "[red]|<b>\x1b", "en": "=[red]|<b>\x1b"}})
    plan = Plan.model_validate(tree)
    rows = [row("0", 2005), row("50", 2008)]
    found = Trend(tuple(map(Inquiry(plan, rows).report, plan.years)))
    text = TrendDocument(found, Locale()).render("text", Options())
    assert "=[red]|<b>\\x1b" in text
    shown = DetailDocument(detail(Inquiry(plan, rows), "t", 2008), Locale())
    assert "\x1b" not in shown.render("table", Options(width=100))
    assert "\\[red\\]\\|\\<b\\>" in shown.render("markdown", Options())
    snapshots = [snapshot_of(report) for report in found.reports[:2]]
    changes = ChangesDocument(compare(*snapshots), plan.title, Locale())
    assert "'=[red]" in changes.render("csv", Options())
