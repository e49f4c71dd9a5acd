"""Second opinions in a report: what methods are put, where they say nothing, when they disagree."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from clusterplan import assess, methods
from clusterplan.locale import Locale
from clusterplan.methods import NAMES, SECOND_OPINIONS, method
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Plan
from clusterplan.model.results import Report, SecondOpinion
from clusterplan.model.status import UNDEFINED, Standing, Status
from clusterplan.render import FORMATS
from clusterplan.render.document.options import Options
from clusterplan.render.document.second_opinions import opinion_cell
from helpers import (
    EACH_LANGUAGE,
    Rows,
    judge,
    make_plan,
    render_methods,
    render_report,
    report_on,
    row,
    valid,
    with_towns,
)

F = Fraction
BY_GROWTH = ("eurostat", "opensdg", "unsd")
AWAY = Standing.WRONG_DIRECTION
DOWN: dict[str, Any] = {
    "indicator": {"direction": "decrease"},
    "target": {"comparison": "<=", "value": 100},
}


def opinions(plan: Plan, rows: list[Observation], year: int = 2008) -> dict[str, SecondOpinion]:
    return judge(plan, rows, year, methods=SECOND_OPINIONS).methods


def yearly(*values: str, first: int = 2005, **more: Any) -> list[Observation]:
    return [row(value, first + i, **more) for i, value in enumerate(values)]


def said(plan: Plan, rows: list[Observation], year: int = 2008) -> list[str]:
    return [opinion.status for opinion in opinions(plan, rows, year).values()]


def reasons(plan: Plan, rows: list[Observation], year: int = 2008) -> dict[str, str]:
    """Return why methods are undefined."""
    found = opinions(plan, rows, year)
    assert all(found[name].value is None for name in found if found[name].status == UNDEFINED)
    return {
        name: str(opinion.reason) for name, opinion in found.items() if opinion.status == UNDEFINED
    }


def test_none_unless_asked(shipped_plan: Plan, shipped_rows: Rows) -> None:
    """And those in the order of the registry."""
    for asked, given in (((), []), (("dns", "eurostat"), ["eurostat", "dns"])):
        report = assess(shipped_plan, shipped_rows, 2008, methods=asked)
        assert report.methods == tuple(given)
        assert all(list(target.methods) == given for target in report.targets)
        assert any(target.methods_disagree for target in report.targets) is bool(given)


@pytest.mark.parametrize("year", range(2006, 2011))
def test_the_verdict_stays(shipped_plan: Plan, shipped_rows: Rows, year: int) -> None:
    plain = assess(shipped_plan, shipped_rows, year)
    asked = assess(shipped_plan, shipped_rows, year, methods=SECOND_OPINIONS)
    assert [target.status for target in asked.targets] == [t.status for t in plain.targets]
    assert asked.data.verdicts_on_published_only == plain.data.verdicts_on_published_only


def test_they_are_put_the_figures_of_the_verdict() -> None:
    plan = make_plan(target={"path": "compound"})
    found = opinions(plan, yearly("50", "55", "64", "71.5"))
    case: dict[str, Any] = {"base_year": 2005, "base": 50, "year": 2008, "value": "71.5"}
    case |= {"target_year": 2010, "target": 100, "direction": "increase"}
    for name in SECOND_OPINIONS:
        outcome = methods.judge(name, **case)
        assert found[name].status == outcome.status
        assert float(found[name].value or 0) == pytest.approx(float(outcome.value or 0), rel=1e-11)
    assert len(str(found["eurostat"].value).replace(".", "").lstrip("0")) == 12


def test_where_less_is_better() -> None:
    plan = make_plan(**DOWN)
    assert said(plan, yearly("200", "180", "155", "130")) == [
        *("significant_progress", "substantial_progress", "on_track", "sun")
    ]
    assert said(plan, yearly("200", "210", "220", "230")) == [
        *("movement_away", "deterioration", "stagnation_or_regression", "thunderstorm")
    ]


# Where they say nothing


NO_BASE = "there is no base value"
CHANGE = {"target": {"value": None, "unit": None, "change_percent": 100}}
LATER = yearly("50", "60", "70", "80", first=2006)


@pytest.mark.parametrize(
    ("parts", "rows", "year", "wanted"),
    (
        (
            {},
            yearly("50", "60"),
            2008,
            dict.fromkeys(SECOND_OPINIONS, "there is no figure of the year"),
        ),
        # No base is no obstacle to a trend, but where it is the base that is to change.
        ({}, LATER, 2009, dict.fromkeys(BY_GROWTH, NO_BASE)),
        (CHANGE, LATER, 2009, dict.fromkeys(SECOND_OPINIONS, NO_BASE)),
        (
            {},
            [row("0", 2005), *yearly("40", "60", first=2007)],
            2008,
            {
                **dict.fromkeys(BY_GROWTH, "the base is zero, from which there is no growth rate"),
                "dns": "fewer than 4 figures of consecutive years lead up to the year judged",
            },
        ),
    ),
)
def test_where_they_say_nothing(
    parts: dict[str, Any], rows: list[Observation], year: int, wanted: dict[str, str]
) -> None:
    assert reasons(make_plan(**parts), rows, year) == wanted


@pytest.mark.parametrize(
    ("baseline", "defined"), (({"value": 10}, True), ({"value": 10, "assumed": True}, False))
)
def test_an_assumed_base_is_no_point_of_a_trend(baseline: dict[str, Any], *, defined: bool) -> None:
    plan = make_plan(target={"baseline": baseline})
    found = reasons(plan, yearly("20", "30", "40", first=2006))
    assert ("dns" not in found) is defined
    assert "eurostat" not in found


@pytest.mark.parametrize(
    ("values", "symbol"),
    (
        (("80", "90", "99", "101"), "sun"),
        (("110", "106", "105", "101"), "sun_cloud"),
        (("60", "70", "80", "90"), "cloud"),
        (("95", "95", "95", "90"), "thunderstorm"),
    ),
)
def test_a_limit_for_every_year_has_a_trend_and_no_way(
    values: tuple[str, ...], symbol: str
) -> None:
    plan = make_plan(target={"year": "each", "path": "none"})
    found = opinions(plan, yearly(*values))
    assert found["dns"].status == symbol
    assert found["dns"].value is None
    assert str(found["dns"].reason).startswith(("the target holds", "the target is met"))
    assert {str(found[name].reason) for name in BY_GROWTH} == {
        "a limit that holds for every year has no way from a base to a target"
    }


def test_steps_lead_to_the_same_goal() -> None:
    steps = make_plan(target={"path": "steps", "steps": {2008: 20, 2010: 100}})
    rows = yearly("10", "12", "15", "20")
    assert said(steps, rows) == said(make_plan(), rows)


def test_flows_are_added_up_from_nothing() -> None:
    plan = make_plan(target={"accumulate": True})
    found = opinions(plan, yearly("7", "20", "20", "20"))
    assert found["dns"].status == "sun"
    assert found["dns"].value == 0
    assert found["eurostat"].status == UNDEFINED


def test_an_index_starts_at_100() -> None:
    plan = make_plan(
        indicator={"unit": "%", "observed": "yearly_change"},
        target={"value": None, "unit": None, "growth_percent": 10, "path": "compound"},
    )
    found = opinions(plan, yearly("10", "10", "10", first=2006, unit="%"))
    assert found["opensdg"].value == 1
    assert found["dns"].value == Decimal("0.210523177465")  # 11.03 a year, 155.2 of 161.1


# Intervals and ranges


@pytest.mark.parametrize(
    ("parts", "before", "value", "qualifier", "wanted"),
    (
        ({}, ("50", "60", "70"), "120", Qualifier.AT_LEAST, "target_achieved"),
        ({}, ("50", "60", "70"), "90", Qualifier.AT_LEAST, UNDEFINED),
        ({}, ("50", "60", "70"), "90", Qualifier.AT_MOST, UNDEFINED),
        (DOWN, ("200", "180", "160"), "90", Qualifier.AT_MOST, "target_achieved"),
        (DOWN, ("200", "180", "160"), "110", Qualifier.AT_MOST, UNDEFINED),
        (DOWN, ("200", "180", "160"), "90", Qualifier.AT_LEAST, UNDEFINED),
    ),
)
def test_a_figure_that_is_only_a_bound(
    parts: dict[str, Any],
    before: tuple[str, ...],
    value: str,
    qualifier: Qualifier,
    wanted: str,
) -> None:
    rows = [*yearly(*before), row(value, 2008, qualifier=qualifier)]
    found = opinions(make_plan(**parts), rows)
    assert found["opensdg"].status == wanted
    assert found["opensdg"].value is None
    assert found["dns"].status == UNDEFINED
    assert "only a bound" in str(found["dns"].reason)


def test_a_bound_that_is_closed_by_what_is_possible() -> None:
    plan = make_plan(indicator={"minimum": 40})
    rows = [*yearly("50", "60", "70"), row("45", 2008, qualifier=Qualifier.AT_MOST)]
    assert opinions(plan, rows)["opensdg"].status == "deterioration"
    open_below = opinions(make_plan(), rows)["opensdg"]
    assert (open_below.status, open_below.standing) == (UNDEFINED, "undefined")
    # At least 93 and at most the goal and more: Eurostat has one word for both.
    rows = [*yearly("50", "60", "70"), row("93", 2008, qualifier=Qualifier.AT_LEAST)]
    found = opinions(make_plan(), rows)
    assert found["eurostat"].status == "significant_progress"
    assert found["eurostat"].reason is None  # it may be met, and need not be
    assert found["opensdg"].status == UNDEFINED
    assert str(found["opensdg"].reason) == (
        "the figure is only a bound, and not all that it allows is judged alike"
    )


def test_a_bound_within_one_word_that_stands_two_ways() -> None:
    """Stagnation or regression: one class of the UN's, but two standings."""
    plan = make_plan(indicator={"minimum": 49})
    rows = [row("50", 2005), row("50.5", 2008, qualifier=Qualifier.AT_MOST)]
    assert opinions(plan, rows)["unsd"].status == UNDEFINED
    plan = make_plan(indicator={"minimum": 50})
    assert opinions(plan, rows)["unsd"].status == "stagnation_or_regression"


RANGE = {"value": None, "comparison": None, "low": 90, "high": 110}


@pytest.mark.parametrize(
    ("values", "eurostat", "dns"),
    (
        (("50", "60", "70", "80"), "significant_progress", "sun"),
        (("50", "60", "70", "60"), "insufficient_progress", "cloud"),
        (("150", "140", "130", "120"), "significant_progress", "sun"),
        (("50", "60", "70", "95"), "significant_progress", "sun"),
        (("150", "140", "130", "95"), "significant_progress", "sun"),
        (("100", "100", "100", "80"), "movement_away", "thunderstorm"),
        (("100", "100", "100", "120"), "movement_away", "thunderstorm"),
        (("50", "60", "70", "110"), "significant_progress", "sun"),
        (("150", "140", "130", "90"), "significant_progress", "sun"),
        (("50", "60", "70", "120"), UNDEFINED, UNDEFINED),
        (("150", "60", "70", "80"), UNDEFINED, UNDEFINED),
    ),
)
def test_ranges(values: tuple[str, ...], eurostat: str, dns: str) -> None:
    found = opinions(make_plan(target=RANGE), yearly(*values))
    assert (found["eurostat"].status, found["dns"].status) == (eurostat, dns)
    if eurostat == UNDEFINED:
        assert "out at its far end" in str(found["dns"].reason)


@pytest.mark.parametrize("value", ("105", "109", "110"))
def test_an_end_of_a_range_belongs_to_it(value: str) -> None:
    """From a base inside, a value on the upper end is met as one below it is, trend and all."""
    plan = make_plan(target=RANGE)
    assert said(plan, yearly("95", "98", "101", value)) == [
        *("significant_progress", "target_achieved", "on_track", "sun")
    ]
    beyond = opinions(plan, yearly("95", "98", "101", "111"))
    assert [found.standing for found in beyond.values()] == ["wrong_direction"] * 4


def test_a_bound_and_a_range() -> None:
    for maximum, wanted in ((105, "significant_progress"), (120, UNDEFINED), (None, UNDEFINED)):
        plan = make_plan(indicator={"maximum": maximum}, target=RANGE)
        rows = [*yearly("50", "60", "70"), row("95", 2008, qualifier=Qualifier.AT_LEAST)]
        assert opinions(plan, rows)["eurostat"].status == wanted


def test_close_to_the_limit_of_a_share() -> None:
    indicator = {"unit": "%", "maximum": 100}
    plan = make_plan(indicator=indicator, target={"unit": "%"})
    rows = yearly("98.9", "98", "98", "99", unit="%")
    assert opinions(plan, rows)["unsd"].status == "on_track"
    unlimited = make_plan(indicator={"unit": "%"}, target={"unit": "%"})
    assert opinions(unlimited, rows)["unsd"].status == "fair_progress"


def test_the_limit_of_one_is_none_of_many() -> None:
    """A maximum is that of one figure: neither of a sum of members, nor of years added up."""
    limits = {"maximum": 100, "minimum": 0}
    plan = make_plan(indicator=limits, **with_towns("a", "b", aggregate="sum"))
    rows = [
        row(value, year, entity=town)
        for year, value in ((2005, "49.45"), (2008, "49.5"))
        for town in "ab"
    ]
    assert opinions(plan, rows)["unsd"].status == "fair_progress"
    plan = make_plan(indicator={"maximum": 100}, target={"accumulate": True})
    assert opinions(plan, yearly("33", "33", "33", first=2006))["unsd"].status == UNDEFINED


def test_a_count_of_members_is_no_percentage_with_a_limit() -> None:
    towns = [f"t{number}" for number in range(100)]
    every = {"aggregate": "coverage", "each": {"low": 1}, "value": "all", "unit": None}
    rows = [row("1" if town in towns[1:] else "0", 2008, entity=town) for town in towns]
    rows += [row("1" if town in towns[2:] else "0", 2005, entity=town) for town in towns]
    assert opinions(make_plan(**with_towns(*towns, **every)), rows)["unsd"].status != "on_track"


def test_the_limit_of_a_change_is_none_of_the_index_made_of_it() -> None:
    growing = {"value": None, "unit": None, "growth_percent": 10, "path": "compound"}
    observed = {"unit": "%", "observed": "yearly_change", "maximum": F("161.051")}
    rows = yearly("17", "17", "17", first=2006, unit="%")
    close = opinions(make_plan(indicator=observed, target=growing), rows)["unsd"]
    assert (close.status, close.reason) == ("on_track", None)


# What they rest on


def test_a_trend_that_rests_on_made_up_figures() -> None:
    invented = yearly("60", "70", first=2006, status=ObsStatus.ILLUSTRATIVE)
    rows = [row("50", 2005), *invented, row("80", 2008)]
    result = judge(make_plan(), rows, 2008, methods=SECOND_OPINIONS)
    assert not result.illustrative
    assert result.methods["dns"].illustrative
    assert not result.methods["eurostat"].illustrative
    assert opinion_cell(result, "dns", Locale()) == "sun †"
    assert opinion_cell(result, "eurostat", Locale()) == "significant"


@pytest.mark.parametrize("made_up", (2005, 2008))
def test_what_every_opinion_rests_on(made_up: int) -> None:
    rows = [
        replace(each, status=ObsStatus.ILLUSTRATIVE) if each.year == made_up else each
        for each in yearly("50", "60", "70", "80")
    ]
    assert all(each.illustrative for each in opinions(make_plan(), rows).values())
    # A bound that says nothing to a trend taints what is said of it all the same.
    rows[-1] = replace(rows[-1], qualifier=Qualifier.AT_LEAST)
    assert all(each.illustrative for each in opinions(make_plan(), rows).values())


def test_the_figures_of_a_trend_are_counted() -> None:
    invented = row("70", 2007, status=ObsStatus.ILLUSTRATIVE)
    rows = [*yearly("50", "60"), invented, row("80", 2008)]
    counts = [
        (report.data.published, report.data.illustrative)
        for names in ((), ("eurostat",), ("dns",))
        for report in [report_on(make_plan(), rows, 2008, methods=names)]
    ]
    assert counts == [(2, 0), (2, 0), (3, 1)]
    outside = [row("9", year, status=ObsStatus.ILLUSTRATIVE) for year in (2004, 2009)]
    report = report_on(make_plan(), [*outside, *rows], 2008, methods=("dns",))
    assert (report.data.published, report.data.illustrative) == (3, 1)
    text = render_report(report_on(make_plan(), rows, 2008, methods=("dns",)), "text", Locale())
    assert "† rests on illustrative figures" in text


# Disagreement


@pytest.mark.parametrize(
    ("path", "values", "disagree"),
    (
        # 75.8 of 50 -> 100 is on the compound path, and 0.86 of the straight line.
        ("linear", ("50", "58", "67", "75.8"), True),
        ("compound", ("50", "58", "67", "60"), False),
        ("linear", ("50", "40", "30", "20"), False),
        ("linear", ("0", "20", "40", "60"), False),
    ),
)
def test_disagreement(path: str, values: tuple[str, ...], *, disagree: bool) -> None:
    plan = make_plan(target={"path": path})
    result = judge(plan, yearly(*values), 2008, methods=SECOND_OPINIONS)
    assert result.methods_disagree is disagree


@pytest.mark.parametrize(
    ("year", "values", "methods", "status", "eurostat", "disagree"),
    (
        # Methods can disagree with each other alone, before anything is due.
        (2008, ("50", "58", "67", "75.8"), SECOND_OPINIONS, Status.NOT_DUE, "good", True),
        (2008, ("50", "58", "67", "75.8"), BY_GROWTH, Status.NOT_DUE, "good", False),
        # A miss and a fall below the base are one thing; another method may call a miss ample.
        (2010, ("50", "45", "44", "43", "42", "41"), BY_GROWTH, Status.MISSED, AWAY, False),
        (2010, ("50", "60", "70", "80", "90", "99"), BY_GROWTH, Status.MISSED, "good", True),
    ),
)
def test_who_disagrees_with_whom(
    year: int,
    values: tuple[str, ...],
    methods: tuple[str, ...],
    status: Status,
    eurostat: str,
    *,
    disagree: bool,
) -> None:
    plan = make_plan(target={"path": "steps", "steps": {2009: 90, 2010: 100}})
    result = judge(plan, yearly(*values), year, methods=methods)
    assert result.status is status
    assert result.methods["eurostat"].standing == eurostat
    assert result.methods_disagree is disagree


# How it is written


def asked(plan: Plan, rows: Rows, year: int = 2008) -> Report:
    return assess(plan, rows, year, methods=SECOND_OPINIONS)


@pytest.mark.slow
@EACH_LANGUAGE
@pytest.mark.parametrize("width", (60, 80, 100, 120, 160, 200, 500))
@pytest.mark.parametrize("year", (2006, 2008, 2009, 2010))
@pytest.mark.parametrize("names", ((), ("eurostat",), ("unsd", "dns"), SECOND_OPINIONS))
def test_the_table_fits_its_width(
    shipped_plan: Plan,
    shipped_rows: Rows,
    language: str,
    width: int,
    year: int,
    names: tuple[str, ...],
) -> None:
    report = assess(shipped_plan, shipped_rows, year, methods=names)
    text = render_report(report, "table", Locale(language), Options(width=width), explain=True)
    lines = text.splitlines()
    # Below 80 columns nothing is cut, so the table is wider than that.
    assert max(cell_len(line) for line in lines) <= max(width, 80)
    assert not [line for line in lines if line != line.rstrip()]
    heads = [Locale(language).text(method(name).short) for name in names]
    for last in heads[-1:]:
        rule = next(line for line in lines if last in line and "≠" not in line)
        assert [head for head in heads if head in rule]


@EACH_LANGUAGE
def test_the_longest_words_together_fit_80_columns(language: str) -> None:
    """A name wraps at 14 columns, two blanks stand between columns."""
    locale = Locale(language)
    verdict = max(
        cell_len(f"{locale.text(label.short)} ≠ †") for label in method("pace").labels.values()
    )
    shown = ("movement_away", "significant_progress", "moderate_progress", "insufficient_progress")
    longest = [
        max(
            cell_len(locale.text(label.short))
            for status, label in method(name).labels.items()
            if name != "eurostat" or status in shown
        )
        for name in SECOND_OPINIONS
    ]
    heads = [cell_len(locale.text(method(name).short)) for name in SECOND_OPINIONS]
    columns = [max(pair) for pair in zip(longest, heads, strict=True)]
    assert verdict + 14 + sum(columns) + 2 * 5 <= 80


def test_a_head_line_counts_and_names(shipped_plan: Plan, shipped_rows: Rows) -> None:
    line = "≠ The methods disagree on 1 target: Zones and clusters: value added."
    none = "The methods agree wherever they have an answer."
    for form in ("text", "markdown", "table"):
        text = render_report(asked(shipped_plan, shipped_rows), form, Locale(), Options(width=200))
        assert line in text
        assert text.count("≠") == 2
        agreed = assess(shipped_plan, shipped_rows, 2008, methods=("eurostat",))
        text = render_report(agreed, form, Locale(), Options(width=200))
        assert none in text
        assert "≠" not in text
        plain = render_report(assess(shipped_plan, shipped_rows, 2008), form, Locale())
        assert "methods" not in plain


@pytest.mark.parametrize("form", FORMATS)
def test_only_milestones_asked_for(shipped_plan: Plan, shipped_rows: Rows, form: str) -> None:
    report = assess(shipped_plan, shipped_rows, 2008, only={"nominations"}, methods=SECOND_OPINIONS)
    text = render_report(report, form, Locale(), explain=True)
    assert "disagree on" not in text
    assert "wherever" not in text


# `clusterplan methods`


def test_methods_in_json_fit_their_schema() -> None:
    found = [method(name) for name in NAMES]
    text = render_methods(found, "json", Locale(), in_full=False)
    assert text == render_methods(found, "json", Locale("zh"), in_full=True)
    assert [each["name"] for each in valid("methods", text)["methods"]] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ("csv", "tsv"))
def test_a_method_has_a_record_per_cut_off(form: str, name: str) -> None:
    text = render_methods([method(name)], form, Locale(), in_full=True)
    assert [line for line in method(name).verdicts[0].rows if line.status not in text] == []


@pytest.mark.parametrize("width", (60, 80, 100))
@EACH_LANGUAGE
def test_methods_fit_a_terminal(language: str, width: int) -> None:
    found, options = [method(name) for name in NAMES], Options(width=width)
    text = render_methods(found, "table", Locale(language), options, in_full=True)
    assert max(cell_len(line) for line in text.splitlines()) <= max(width, 80)
