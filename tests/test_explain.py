"""What explains a gap on request: what changed since, years side by side, one target in full."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from clusterplan.base.units import UNITS
from clusterplan.cli.app import app
from clusterplan.judging.assess import assess, assess_years
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.model.changes import Change, Position, Snapshot, compare
from clusterplan.model.observations import Observation
from clusterplan.model.plan import Names, Plan
from clusterplan.render.document.all_years import TrendDocument
from clusterplan.render.document.changes import ChangesDocument
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.render.document.options import Options
from clusterplan.render.text.sparkline import sparkline
from clusterplan.views.all_years import trend
from clusterplan.views.one_commitment import Derivation, detail
from helpers import COAST, DATA, plan_tree, row, valid

Rows = tuple[Observation, ...]


def run(*args: str) -> Result:
    return CliRunner().invoke(app, args, prog_name="clusterplan")


def position(status: str, gap: int | str = 0, pace: str = "1", **more: Any) -> Position:
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
    sides = [Snapshot("p", 2007, None, (position("behind", gap=each),)) for each in (old, new)]
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


@pytest.mark.parametrize("number", ("1e99999999", "1e-99999999", "NaN"))
def test_an_earlier_report_with_a_number_that_no_report_has(earlier: Path, number: str) -> None:
    report = json.loads(earlier.read_text("utf-8"))
    report["targets"][0]["gap"] = "here"
    earlier.write_text(json.dumps(report).replace('"here"', number), encoding="utf-8")
    done = run("check", "2008", "--data", str(DATA), "--against", str(earlier))
    assert done.exit_code == 2
    assert "the key targets.0.gap is missing or wrong" in " ".join(done.stderr.split())


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


@pytest.mark.slow
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


@pytest.mark.slow
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
            for each in detail(shipped_plan, shipped_rows, target.id, year).derivations:
                assert computed_anew(each) == pytest.approx(Fraction(each.value), rel=1e-9)
                told += 1
    assert told >= len(shipped_plan.years) * 5
    show = run("show", "cluster-share", "--year", "2010", "--data", str(DATA), "-q").stdout
    assert "= 8,577.06 亿元 × 49.2% = 4,219.9135 亿元\n" in show


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
