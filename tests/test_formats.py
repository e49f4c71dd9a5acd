"""Every format: what it escapes, how it fits, what it never does."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.text import Text

from clusterplan import assess
from clusterplan.locale import Locale
from clusterplan.model.observations import Observation, Qualifier
from clusterplan.model.plan import Plan
from clusterplan.model.results import Report
from clusterplan.render import FORMATS
from clusterplan.render.cells import actual_cell, goal_cell, signed
from clusterplan.render.check_columns import RECORD
from clusterplan.render.document.clause_order import clause_key
from clusterplan.render.document.options import Colors, Options
from clusterplan.render.text.separated import comma_separated, tab_separated
from helpers import EACH_LANGUAGE, Rows, make_plan, render_plan, render_report, report_on, row, sure

HOSTILE = (
    *("[red]x[/red]", "[/x]", "a|b", "<b>x</b>", "<script>", "a & b", "*x* _y_ `z`", "=1+1"),
    *("{x}", "%s", "\\n"),
)
MARKED = ("two\nlines", "# x", "- x", "1. x", "\\", "$x$", "~~x~~")


def named(name: str) -> tuple[Plan, Report]:
    """Return a plan and a report in which this name stands everywhere a plan gives one."""
    names = {"zh": name, "en": name}
    counted = {"group": "g", "aggregate": "coverage", "each": {"low": 5}, "value": "all"}
    plan = make_plan(
        title=names,
        document=name,
        entities=({"id": "area", "name": names, "kind": "area"},),
        groups=({"id": "g", "name": names, "kinds": ("area",)},),
        indicator={"name": names, "proxy": names},
        target={"name": names, "clause": name, "baseline": {"value": 0}, **counted},
        milestones=({"id": "m", "clause": name, "name": names, "due": date(2008, 6, 30)},),
        measures=({"id": "s", "clause": name, "name": names},),
    )
    return plan, report_on(plan, [row("1", 2008)], 2008)


def written(name: str, form: str) -> tuple[str, str]:
    """Return what is written of the report and of the plan."""
    plan, report = named(name)
    options = Options(width=300)
    told = render_report(report, form, Locale(), options, explain=form not in ("csv", "tsv"))
    return told, render_plan(plan, form, Locale(), options)


# Names come out as text


@pytest.mark.parametrize("name", (*HOSTILE, "two\nlines", "a\r\nb"))
@pytest.mark.parametrize("form", ("table", "text"))
def test_hostile_names_for_people(form: str, name: str) -> None:
    for text in written(name, form):
        assert " ".join(name.split()) in text
        assert not {"\x1b", "\r"} & set(text)


@pytest.mark.parametrize("name", (*HOSTILE, *MARKED))
def test_hostile_names_in_markdown(name: str) -> None:
    """Rendered, the Markdown shows the very name, and no HTML of its making."""
    shown = " ".join(name.split())
    for text in written(name, "markdown"):
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
        inline = [token for token in tokens if token.type == "inline"]
        words = ["".join(c.content for c in token.children or ()) for token in inline]
        assert [word for word in words if shown in word]
        kinds = {child.type for token in inline for child in token.children or ()}
        assert kinds <= {"text", "hardbreak", "text_special"}
        rows = [line for line in text.splitlines() if line.startswith("| ")]
        tables = [re.sub(r"\\.", "", line).count("|") for line in rows]
        assert set(tables) <= {4, 6, 9, 13}


@pytest.mark.parametrize("name", (*HOSTILE, "two\nlines", "+1", "-1", "@x", '"q", x', "\t=x"))
def test_hostile_names_in_separated_values(name: str) -> None:
    shown = " ".join(name.split())
    safe = f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown
    for text in written(name, "csv"):
        records = list(csv.DictReader(io.StringIO(text, newline="")))
        assert {record["name"] for record in records} == {safe}
    tabbed, _ = written(name, "tsv")
    assert {len(line.split("\t")) for line in tabbed.splitlines()} == {len(RECORD)}


def test_a_formula_is_a_text_in_front_of_which_stands_a_quote() -> None:
    rows: list[list[Any]] = [["=1", "+1", "-1", "@x", "\tx", "x=1", Decimal(-1), -2, None, True]]
    wanted = ["'=1", "'+1", "'-1", "'@x", "x", "x=1", "-1", "-2", "", "true"]
    (record,) = csv.reader(io.StringIO(comma_separated(["h"], rows).partition("\n")[2]))
    assert record == wanted
    assert tab_separated(["h"], rows).splitlines()[1].split("\t")[0] == "'=1"


@pytest.mark.parametrize("form", FORMATS)
def test_escape_sequences_are_spelt_out(form: str) -> None:
    for text in written("a\x1b[31mred\x07\u202eb", form):
        assert not {"\x1b", "\x07"} & set(text)
        spelt = r"a\x1b[31mred\x07\u202eb".replace("\\", "\\\\" if form == "markdown" else "\\")
        assert form == "json" or spelt.replace("[", r"\[" if form == "markdown" else "[") in text


# Separated values


def test_one_record_per_commitment(shipped_plan: Plan, shipped_rows: Rows) -> None:
    report = assess(shipped_plan, shipped_rows, 2008)
    commas, tabs = (
        list(csv.DictReader(io.StringIO(render_report(report, form, Locale())), delimiter=mark))
        for form, mark in (("csv", ","), ("tsv", "\t"))
    )
    kinds = [record["kind"] for record in commas]
    assert [kinds.count(kind) for kind in ("target", "milestone", "measure")] == [17, 2, 17]
    assert commas == tabs


def test_a_range_and_a_bound_in_records() -> None:
    plan = make_plan(target={"value": None, "comparison": None, "low": 1, "high": 3})
    report = report_on(plan, [row("9", 2008, qualifier=Qualifier.AT_LEAST)], 2010)
    (record,) = csv.DictReader(io.StringIO(render_report(report, "csv", Locale())))
    assert record["target"] == "1..3"
    bound = report_on(make_plan(), [row("200", 2008, qualifier=Qualifier.AT_LEAST)], 2008)
    (record,) = csv.DictReader(io.StringIO(render_report(bound, "csv", Locale())))
    assert (record["bound"], record["actual"]) == ("at_least", "200")


# The terminal's table


@EACH_LANGUAGE
@pytest.mark.parametrize("width", (100, 120))
def test_short_names_cost_no_column(language: str, width: int) -> None:
    """With names shorter than a cell that wraps, the other columns are still whole."""
    names = {"zh": "尘", "en": "Dust"}
    unit = "微克/立方米"
    plan = make_plan(
        indicator={"unit": unit, "direction": "decrease"},
        target={"name": names, "unit": unit, "comparison": "<=", "baseline": {"value": 145}},
    )
    report = report_on(plan, [row("138", 2008, unit=unit)], 2008)
    locale = Locale(language)
    text = render_report(report, "table", locale, Options(width=width))
    target = report.targets[0]
    for cell in (
        goal_cell(target, locale, with_year=False),
        actual_cell(target, 2008, locale),
        signed(target.gap, target, locale),
    ):
        assert cell in text


def test_columns_that_say_nothing_are_left_out(shipped_plan: Plan, shipped_rows: Rows) -> None:
    over = render_report(
        assess(shipped_plan, shipped_rows, 2010), "table", Locale(), Options(width=80)
    )
    assert "Needed" not in over
    assert "Progress" in over


def test_footnotes_stand_where_their_marks_do() -> None:
    def shown(*rows: Observation) -> str:
        report = report_on(make_plan(), list(rows), 2008)
        return render_report(report, "table", Locale(), Options(width=60))

    base, about = row("0", 2005), row("70", 2008, qualifier=Qualifier.ABOUT)
    assert "≈ the scope" in shown(base, about)
    assert "≈ the scope" not in shown(base, row("70", 2008))
    assert "≥ ≤ at least" in shown(base, row("50", 2008, qualifier=Qualifier.AT_LEAST))
    assert "linear path: all" in shown(base, about)


@pytest.mark.slow
@EACH_LANGUAGE
def test_no_line_begins_with_a_comma(shipped_plan: Plan, shipped_rows: Rows, language: str) -> None:
    for width in range(60, 130, 7):
        report = assess(shipped_plan, shipped_rows, 2006)
        text = render_report(report, "table", Locale(language), Options(width=width))
        assert not [
            line for line in text.splitlines() if line.lstrip()[:1] in tuple("，。、；：）")
        ]


@EACH_LANGUAGE
def test_one_screen_at_100_columns(shipped_plan: Plan, shipped_rows: Rows, language: str) -> None:
    for year in shipped_plan.years:
        report = assess(shipped_plan, shipped_rows, year)
        text = render_report(report, "table", Locale(language), Options(width=100))
        assert text.count("\n") <= 56


@pytest.mark.parametrize("width", (20, 60, 100, 200))
@EACH_LANGUAGE
def test_the_table_never_cuts_text(
    shipped_plan: Plan, shipped_rows: Rows, language: str, width: int
) -> None:
    """Every figure of the text stands in the table too, at whatever width."""
    locale = Locale(language)
    report = assess(shipped_plan, shipped_rows, 2008)
    squeezed = "".join(render_report(report, "table", locale, Options(width=width)).split())
    for target in report.targets:
        assert target.clause in squeezed or width < 200
        value = locale.quantity(sure(sure(target.actual).value), target.unit)
        assert "".join(value.split()) in squeezed


@pytest.mark.parametrize("colors", ("none", "standard", "256", "truecolor"))
def test_colour_never_carries_meaning_alone(
    shipped_plan: Plan, shipped_rows: Rows, colors: Colors
) -> None:
    report = assess(shipped_plan, shipped_rows, 2008)
    plain = render_report(report, "table", Locale(), Options())
    coloured = render_report(report, "table", Locale(), Options(colors=colors))
    assert ("\x1b[" in coloured) is (colors != "none")
    stripped = "".join(f"{line.rstrip()}\n" for line in Text.from_ansi(coloured).plain.split("\n"))
    assert stripped.rstrip("\n") == plain.rstrip("\n")


def test_a_terminal_of_plain_ascii(shipped_plan: Plan, shipped_rows: Rows) -> None:
    report = assess(shipped_plan, shipped_rows, 2008)
    text = render_report(report, "table", Locale(), Options(width=160, ascii_only=True))
    assert not set("━─┃│") & set(text)
    assert "==...|..." in text


def test_bars() -> None:
    base = row("0", 2005)
    shown = {"0": "─────┃───", "30": "━━───┃───", "60": "━━━━━┃───", "900": "━━━━━┃━━━"}
    for value, bar in shown.items():
        report = report_on(make_plan(), [base, row(value, 2008)], 2008)
        assert bar in render_report(report, "table", Locale())


# The list of commitments


def test_clauses_in_the_order_of_the_document() -> None:
    order = ["一", "二(一)", "二(十)1", "二(十)2", "二(十)10", "二(十一)", "二(二十)"]
    order += ["十", "十一", "附1"]
    order.reverse()
    assert sorted(order, key=clause_key) == order[::-1]
    assert sorted(["1.10", "1.9", "1.2"], key=clause_key) == ["1.2", "1.9", "1.10"]


@pytest.mark.parametrize("form", FORMATS)
@EACH_LANGUAGE
def test_every_format_ends_with_one_newline_and_has_no_escape_codes(
    shipped_plan: Plan, shipped_rows: Rows, form: str, language: str
) -> None:
    report = assess(shipped_plan, shipped_rows, 2006)
    text = render_report(report, form, Locale(language), explain=True)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\x1b" not in text
    assert "…" not in text
