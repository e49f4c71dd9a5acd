"""The fast lanes: what they clear is found in order by the careful readers and rules, too."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterplan.base.units import UNITS
from clusterplan.checks import Checked, check_data, records_at_hand
from clusterplan.checks.float_filter import FloatFilter
from clusterplan.checks.unit_factors import Factors, factors_of
from clusterplan.judging.rounding import half_a_digit
from clusterplan.model.observations import Actuals, Selected
from clusterplan.model.plan import Plan
from clusterplan.reading.actuals_file import ActualsFile, parse_actuals
from clusterplan.reading.csv_records import read_table
from clusterplan.reading.folder import DataFolder
from clusterplan.reading.lines import Text
from clusterplan.reading.plan_file import PlanFile, parse_plan
from clusterplan.reading.row_index import Numbering
from clusterplan.reading.row_reader import COLUMNS
from folders import indicator, lay_out, run
from helpers import NAME

PLAN = """\
format: clusterplan.plan/1
id: lanes
title: {zh: 名, en: lanes}
document: none
period: [2006, 2010]
base_year: 2005
area: county
entities:
  - {id: county, name: {zh: 县, en: the county}, kind: county}
  - {id: east, name: {zh: 东镇, en: East}, kind: town}
  - {id: west, name: {zh: 西镇, en: West}, kind: town}
  - {id: new, name: {zh: 新镇, en: New}, kind: town, since: 2007-06-01}
groups:
  - {id: towns, name: {zh: 各镇, en: towns}, kinds: [town], total: county}
indicators:
  - {id: output, name: {zh: 产值, en: output}, unit: 亿元, direction: increase, minimum: 0}
  - {id: private, name: {zh: 民营, en: private}, unit: 万元, direction: increase,
     preferred_series: [b]}
  - {id: share, name: {zh: 占比, en: share}, unit: "%", direction: increase,
     formula: {kind: ratio, numerator: private, denominator: output}}
  - {id: load, name: {zh: 负荷, en: load}, unit: "1", direction: increase, maximum: 5,
     formula: {kind: ratio, numerator: output, denominator: private}}
  - {id: labs, name: {zh: 实验室, en: labs}, unit: 个, direction: increase, cumulative: true}
  - {id: halls, name: {zh: 检测站, en: halls}, unit: 个, direction: increase}
  - {id: centres, name: {zh: 中心, en: centres}, unit: 个, direction: increase,
     formula: {kind: sum, parts: [labs, halls]}}
  - {id: all, name: {zh: 合计, en: all}, unit: 亿元, direction: increase,
     formula: {kind: sum, parts: [output, private]}}
  - {id: taxed, name: {zh: 应税, en: taxed}, unit: 亿元, direction: increase,
     formula: {kind: product, level: output, share: share}}
  - {id: growth, name: {zh: 增长, en: growth}, unit: "%", direction: increase,
     observed: yearly_change}
targets:
  - {id: t, clause: "1", name: {zh: 甲, en: t}, nature: binding, indicator: output,
     comparison: ">=", value: 200, unit: 亿元, year: 2010, path: compound, baseline: {value: 80}}
  - {id: u, clause: "2", name: {zh: 乙, en: u}, nature: binding, indicator: share, entity: east,
     comparison: ">=", value: 100, unit: "%", year: 2010, path: linear, baseline: {value: 99}}
  - {id: v, clause: "3", name: {zh: 丙, en: v}, nature: binding, indicator: centres,
     comparison: ">=", value: 50, unit: 个, year: 2010, path: linear}
  - {id: w, clause: "3", name: {zh: 丁, en: w}, nature: binding, indicator: labs,
     comparison: ">=", value: 30, unit: 个, year: 2010, path: linear}
milestones:
  - {id: road, clause: "4", name: {zh: 路, en: Road}, due: 2008-06-30}
links:
  - {kind: within, whole: v, parts: [w]}
"""
_PLAN_FILE = parse_plan(PLAN, "targets.yaml")
YEARS = range(2005, 2010)
PLACES = ("county", "east", "west", "new")
Record: TypeAlias = dict[str, str]
Files: TypeAlias = dict[int, list[Record]]


def the_plan() -> tuple[PlanFile, Plan]:
    assert _PLAN_FILE.plan is not None
    assert not _PLAN_FILE.findings
    return _PLAN_FILE, _PLAN_FILE.plan


def sound() -> Files:
    """Return figures that go together: sums, shares, totals, rising counts; rounded as printed."""
    files: Files = {}
    for year in YEARS:
        n = year - YEARS[0]
        rows: list[Record] = []
        for at, place in enumerate(PLACES):
            if place == "new" and year < 2007:
                continue
            towns = 1 if at else len(PLACES) - (2 if year < 2007 else 1)
            output, labs, halls = towns * (40 + 3 * n), towns * (2 + n), towns * 3
            private = output * 99 / 100
            levels = {
                "output": f"{output}",
                "private": f"{private * 10_000:.0f}",
                "share": "99",
                "load": "1.0101",
                "labs": f"{labs}",
                "halls": f"{halls}",
                "centres": f"{labs + halls}",
                "all": f"{output + private:.2f}",
                "taxed": f"{private:.2f}",
                "growth": f"{7 + n}",
            }
            _, plan = the_plan()
            rows += [
                record(year, indicator, place, value, plan.indicator[indicator].unit)
                for indicator, value in levels.items()
            ]
        rows.append(record(year, "road", "", "2005-06-30", "date"))
        files[year] = rows
    return files


def record(year: int, indicator: str, entity: str, value: str, unit: str) -> Record:
    cells = dict.fromkeys(COLUMNS, "")
    return cells | {
        "indicator": indicator,
        "entity": entity,
        "value": value,
        "unit": unit,
        "published": f"{year + 1}-03-01",
        "source": "yearbook",
    }


FACTORS = ("0.0001", "0.1", "0.9", "1.001", "1.02", "1.5", "6.98", "6.995", "7.1", "10", "10000",
           "-1", "0")  # fmt: skip
STEPS = ("1", "-1", "0.5", "-0.5", "0.05", "-0.05", "0.049", "0.051", "0.1", "-0.1")
CELLS = {
    "obs_status": ("forecast", "illustrative", "break", "estimated", "definition_differs"),
    "qualifier": ("about", "at_least", "at_most"),
    "published": ("2004", "2008-06", "2011-01-01", "2012", ""),
    "series": ("a", "b"),
    "source": ("", "上半年", "other"),
    "note": ("1-9月", "revised"),
}


def decimal_text(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


@st.composite
def spoilt(draw: st.DrawFn) -> Files:
    """Return sound figures with a few things done to them, most of them near what is allowed."""
    years = draw(st.sampled_from((YEARS[:1], YEARS[2:4], YEARS, (2005, 2006, 2008, 2009))))
    files = {year: rows for year, rows in sound().items() if year in years}
    for _ in range(draw(st.integers(2, 4)) * len(years)):
        rows = files[draw(st.sampled_from(years))]
        if not rows:
            continue
        at = draw(st.integers(0, len(rows) - 1))
        again = draw(st.integers(0, 3)) == 0
        changed = dict(rows[at])
        if again:
            rows.insert(draw(st.integers(0, len(rows))), changed)
        else:
            rows[at] = changed
        for _ in range(draw(st.integers(0 if again else 1, 2))):
            draw(st.sampled_from((scaled, moved, padded, converted, recelled, emptied)))(
                draw, changed
            )
        if draw(st.integers(0, 9)) == 0:
            rows.pop(at)
    return files


Change: TypeAlias = Callable[[st.DrawFn, Record], None]


def number(row: Record) -> Fraction | None:
    return Fraction(row["value"]) if row["value"] and row["unit"] != "date" else None


def scaled(draw: st.DrawFn, row: Record) -> None:
    if (value := number(row)) is not None:
        row["value"] = decimal_text(value * Fraction(draw(st.sampled_from(FACTORS))))


def moved(draw: st.DrawFn, row: Record) -> None:
    if (value := number(row)) is not None:
        row["value"] = decimal_text(value + Fraction(draw(st.sampled_from(STEPS))))


def padded(draw: st.DrawFn, row: Record) -> None:
    if number(row) is not None:
        point = "" if "." in row["value"] else "."
        row["value"] += point + "0" * draw(st.integers(1, 4))


def converted(draw: st.DrawFn, row: Record) -> None:
    if (value := number(row)) is not None:
        old = UNITS[row["unit"]]
        like = [unit for unit in UNITS.values() if unit.dimension == old.dimension]
        unit = draw(st.sampled_from(like))
        row["value"] = decimal_text(value * old.factor / unit.factor)
        row["unit"] = str(unit)


def recelled(draw: st.DrawFn, row: Record) -> None:
    column = draw(st.sampled_from(sorted(CELLS)))
    row[column] = draw(st.sampled_from(CELLS[column]))


def emptied(_: st.DrawFn, row: Record) -> None:
    row["value"], row["obs_status"] = "", "missing"


def written(rows: list[Record]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def folder_of(files: Files) -> DataFolder:
    plan_file, plan = the_plan()
    read = tuple(
        parse_actuals(written(rows), f"actuals/{year}.csv", year, plan)
        for year, rows in sorted(files.items())
    )
    return DataFolder(plan_file, read)


def check_unfiltered(data: DataFolder) -> Checked:
    """Put every row and series before the rules, not only those that floats do not clear."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FloatFilter, "doubtful", lambda self: range(len(self.index)))
        patch.setattr(records_at_hand, "doubtful_series", every_series)
        patch.setattr(records_at_hand, "contested", attrgetter("crowded"))
        return check_data(data)


def every_series(_: Plan, __: Numbering, files: Sequence[ActualsFile]) -> Iterable[int]:
    return dict.fromkeys(figure for file in files for figure in file.index.figures)


def test_the_figures_that_are_spoilt_below_are_sound() -> None:
    data = folder_of(sound())
    assert [file.findings for file in data.actuals_files] == [()] * len(YEARS)
    assert check_data(data)[:2] == check_unfiltered(data)[:2] == ([], {})


@pytest.mark.slow
@pytest.mark.parametrize("years", ((2007,), (2006, 2007)))
@pytest.mark.parametrize("place", ("county", "east"))
def test_floats_clear_no_number_that_is_off(years: tuple[int, ...], place: str) -> None:
    found_any = 0
    for at, row in enumerate(sound()[2007]):
        if row["entity"] != place:
            continue
        value = Fraction(row["value"])
        spoils = [decimal_text(value * Fraction(factor)) for factor in FACTORS]
        spoils += [decimal_text(value + Fraction(step)) for step in STEPS]
        spoils += [f"{float(value + Fraction(step)):.4f}" for step in STEPS]
        for spoil in spoils:
            files = {year: rows for year, rows in sound().items() if year in years}
            files[2007][at]["value"] = spoil
            data = folder_of(files)
            found, *_ = check_data(data)
            assert found == check_unfiltered(data)[0], files[2007][at]
            found_any += bool(found)
    assert found_any


@pytest.mark.slow
@settings(max_examples=150)
@given(files=spoilt())
def test_what_floats_clear_has_no_finding(files: Files) -> None:
    data = folder_of(files)
    found, beyond, _ = check_data(data)
    full, full_beyond, _ = check_unfiltered(data)
    assert sorted(found, key=lambda each: each.order) == sorted(full, key=lambda each: each.order)
    assert beyond == full_beyond


@pytest.mark.slow
@settings(max_examples=30)
@given(files=spoilt(), limit=st.integers(0, 2))
def test_a_limit_leaves_out_findings_and_loses_none(files: Files, limit: int) -> None:
    data = folder_of(files)
    every, *_ = check_data(data)
    found, beyond, _ = check_data(data, limit)
    assert set(found) <= set(every)
    assert len(found) + sum(beyond.values()) == len(every)
    assert all(count > 0 for count in beyond.values())


def test_a_share_of_a_figure_that_is_stated_twice_in_a_sum_that_is_not(tmp_path: Path) -> None:
    parts = indicator("whole", "元", formula={"kind": "sum", "parts": ["part", "part"]})
    of = {"kind": "ratio", "numerator": "part", "denominator": "whole"}
    items = (indicator("part", "元"), parts, indicator("share", "%", formula=of))
    goal = {"indicator": "part", "unit": "元"}
    rows = [("part", "", "100"), ("share", "", "100"), ("part", "", "101")]
    folder = lay_out(tmp_path, rows, *items, target=goal)
    assert "CP3" in run(folder, "validate", "--format", "text")


INDICATORS = ("output", "产值", "private", "share", "load", "labs", "centres", "road", "nothing")
VALUES = (
    "0", "-0", "1", "-1", "7", "007", "1.", ".5", "1.5", "1.50", "100", "100.0000000001", "101",
    "5.0000000001", "4.9999999999", "1;2",
    "99999999999999", "999999999999999", "100.00000000000000000001", "0.1", "1e3", "+1", "1,000",
    "１２", "٣", "²", "1_000", "1 ", " 1", "nan", "inf", "2008-06-30", "2008-06", "done", "\u00a01",
)  # fmt: skip
USUAL = {
    "indicator": INDICATORS,
    "entity": ("", "county", "east", "东镇", "East", " east", "nowhere"),
    "value": VALUES,
    "unit": ("亿元", "万元", "%", "1", "个", "万户", "date", "state", "", "亿"),
    "obs_status": ("", "normal", "missing", "suppressed", "forecast", "illustrative", "odd"),
    "qualifier": ("", "exact", "about", "more"),
    "published": ("", "2009-03-01", "2009-03", "2008", "2009-02-30", "soon", " 2009"),
    "series": ("", "a", "b", " a"),
    "source": ("", "yearbook", " ", "上半年", "Q3"),
    "note": ("", "x", "前三季度", " ", "a\r\nb", "a\rb\n", "\n\r,"),
    "year": ("", "2008", "2007", "2008-06"),
}
GOOD = tuple(
    {**dict.fromkeys(COLUMNS, ""), "indicator": of, "value": value, "unit": unit, "source": "s"}
    for of, value, unit in (
        ("output", "150", "亿元"),
        ("private", "7.5", "亿元"),
        ("share", "99.9", "%"),
        ("load", "5", "1"),
        ("labs", "12", "个"),
    )
)


@st.composite
def rows_of_a_file(draw: st.DrawFn) -> list[Record]:
    """Return rows of which some are good, and others nearly so."""
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        row = dict(draw(st.sampled_from(GOOD)))
        for name in draw(st.lists(st.sampled_from(COLUMNS), max_size=2)):
            cell = draw(st.sampled_from(USUAL[name]))
            odd = (f" {cell}", f"{cell}\u3000", f"{cell}\t", f'{cell}"', f"{cell},")
            row[name] = draw(st.sampled_from((cell, cell, *odd)))
        rows += [row] * draw(st.integers(1, 2))  # what was accepted once, and then a likeness
    return rows


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """Return a file of a year as some program or hand may have written it."""
    columns = list(draw(st.permutations(COLUMNS))) if draw(st.booleans()) else list(COLUMNS)
    optional = [name for name in columns if name not in ("indicator", "value", "unit")]
    for name in draw(st.sets(st.sampled_from(optional), max_size=3)):
        columns.remove(name)
    out = io.StringIO()
    writer = csv.writer(
        out,
        quoting=draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
        lineterminator=draw(st.sampled_from(("\n", "\r\n", "\r"))),
    )
    writer.writerow(columns)
    for row in draw(rows_of_a_file()):
        value = draw(st.sampled_from((row["value"], row["value"], *VALUES)))
        line = [{**row, "value": value}[name] for name in columns]
        line += [""] * draw(st.sampled_from((0, 0, 0, 0, 0, 0, 1)))
        writer.writerow(line[: draw(st.sampled_from((*[None] * 6, -1)))])
    text = out.getvalue() + draw(st.sampled_from(("", "", "\n", ",,\n", 'output,"', '"a"b,1\n')))
    encoding = draw(st.sampled_from(("utf-8", "gb18030")))
    if encoding == "utf-8" and draw(st.booleans()):
        return Text(b"\xef\xbb\xbf" + text.encode(), "utf-8", 3)
    return Text(text.encode(encoding), encoding)


def index_of(file: ActualsFile) -> list[tuple[object, ...]]:
    """Return what the index says of each row; what is no number compares as None."""
    index = file.index
    numbers = (None if math.isnan(number) else number for number in index.numbers)
    return list(zip(index.lines, index.figures, index.marks, numbers, index.traits, strict=True))


@pytest.mark.slow
@settings(max_examples=300)
@given(text=texts())
def test_a_row_that_is_taken_as_good_at_a_look_is_good(text: Text) -> None:
    _, plan = the_plan()
    quick, careful = (
        parse_actuals(text, "actuals/2008.csv", 2008, plan, thorough=thorough)
        for thorough in (False, True)
    )
    assert quick.findings == careful.findings
    assert quick.beyond == careful.beyond
    assert quick.records == careful.records
    assert index_of(quick) == index_of(careful)
    assert quick.observations == careful.observations


@pytest.mark.slow
@settings(max_examples=200)
@given(text=texts(), chunk=st.integers(1, 4))
def test_each_record_is_told_by_the_line_on_which_it_starts(text: Text, chunk: int) -> None:
    table, _ = read_table(text, "f", COLUMNS, ("indicator", "value", "unit"))
    assert table is not None
    read: list[tuple[int, object]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clusterplan.reading.csv_records.CHUNK", chunk)
        for each in table.chunks():
            read += zip(each.lines, each.records, strict=False)
            read += [(each.lines[-1], str(each.error))] if each.error else []
    assert read == list(one_by_one(text))[1:]


def one_by_one(text: Text) -> Iterator[tuple[int, object]]:
    """Return the line on which each record starts, with its cells or what is wrong with it."""
    reader = csv.reader(text.open(), strict=True)
    while True:
        first = reader.line_num + 1
        try:
            yield first, next(reader)
        except csv.Error as error:
            yield first, str(error)
        except StopIteration:
            return


NUMBERS = st.one_of(
    st.integers(-5, 3000).map(str),
    st.decimals("0.001", "2000", places=3).map(lambda each: f"{each:f}"),
    st.sampled_from(("7", "14", "70", "140", "6.999999999", "14.00000001", "99999999999999", "0")),
)


@given(old=NUMBERS, new=NUMBERS, identity=st.sampled_from(("output", "share", "labs", "growth")))
def test_floats_tell_a_wrong_unit_as_exact_numbers_do(old: str, new: str, identity: str) -> None:
    _, plan = the_plan()
    factors = factors_of(plan.indicator[identity])
    before, after = Fraction(old), Fraction(new)
    wanted = Fraction(1)
    if before > 0 and after > 0:
        ratio = max(after / before, before / after)
        near = [
            size for size in factors if Fraction(7, 10) * size <= ratio <= Fraction(14, 10) * size
        ]
        near.sort(key=lambda size: max(ratio / size, size / ratio))
        wanted = near[0] if near else wanted
        wanted = wanted if after > before else 1 / wanted
    assert factors.between(before, after) == wanted
    assert factors.surely_between(float(old), float(new)) in (None, wanted)


@given(old=NUMBERS, new=NUMBERS, about=st.booleans())
def test_floats_tell_a_fall_as_exact_numbers_do(old: str, new: str, *, about: bool) -> None:
    text = PLAN.replace("id: output,", "id: output, cumulative: true,").replace(", minimum: 0", "")
    plan_file = parse_plan(text, "targets.yaml")
    assert plan_file.plan is not None
    files = []
    for year, value in ((2006, old), (2007, new)):
        row = record(year, "output", "west", value, "亿元")
        row["qualifier"] = "about" if about else ""
        files.append(parse_actuals(written([row]), f"{year}", year, plan_file.plan))
    found, *_ = check_data(DataFolder(plan_file, tuple(files)))
    slack = sum(half_a_digit(Fraction(each), "亿元", about=about) for each in (old, new))
    falls = Fraction(old) - Fraction(new) > slack
    slips = (
        factors_of(plan_file.plan.indicator["output"]).between(Fraction(old), Fraction(new)) != 1
    )
    codes = {finding.code for finding in found} & {"CP307", "CP308"}
    assert codes == ({"CP308"} if slips else {"CP307"} if falls else set())


@settings(max_examples=60)
@given(
    values=st.lists(st.decimals("0.1", "500", places=1), min_size=3, max_size=3),
    at=st.integers(0, 3),
    times=st.sampled_from(("1", "10", "1000", "0.1", "10000", "0.5", "1.3", "-10")),
)
def test_floats_find_the_row_that_mends_a_sum(values: list[Decimal], at: int, times: str) -> None:
    _, plan = the_plan()
    rows = [("county", sum(values)), *zip(("east", "west", "new"), values, strict=True)]
    rows[at] = (rows[at][0], rows[at][1] * Decimal(times))
    table = [record(2008, "private", name, f"{value:f}", "万元") for name, value in rows]
    file = parse_actuals(written(table), "2008", 2008, plan)
    found = [each for each in check_data(DataFolder(the_plan()[0], (file,)))[0] if each.line]
    reported, *parts = (Fraction(value) for _, value in rows)
    told = [each.line for each in found if each.code == "CP308"]
    assert told == mending(reported, parts, factors_of(plan.indicator["private"]))


def mending(whole: Fraction, parts: list[Fraction], factors: Factors) -> list[int]:
    """Return the line of the row that a wrong unit would explain, tried one by one."""
    total = sum(parts, Fraction(0))
    slack = Fraction(0)
    for each in (whole, *parts):
        slack += half_a_digit(each, "万元")
    if total <= 0 or whole <= 0:
        return []
    if total <= whole + slack and factors.between(total, whole) == 1:
        return []
    tries = []
    for line, level in enumerate((whole, *parts), start=2):
        for factor in (each for one in factors for each in (one, 1 / one)):
            left, right = whole, total
            if line == 2:  # the whole itself
                left = whole * factor
            elif level:
                right = total + level * (factor - 1)
            if left > 0 and right > 0:
                tries.append((max(left / right, right / left), line))
    gap, line = min(tries, key=lambda each: each[0])
    return [line] if gap <= Fraction(14, 10) else []


@pytest.mark.parametrize("rows", (1, 2, 30))
def test_what_counts_is_asked_once_for_a_figure(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {2008: sound()[2008]}
    share = next(row for row in files[2008] if row["indicator"] == "share")
    files[2008] += [share | {"series": f"s{n}", "value": "40"} for n in range(rows)]
    asked = []
    select = Actuals.select

    def counted(self: Actuals, *args: Any) -> Selected | None:
        asked.append(args[:3])
        return select(self, *args)

    monkeypatch.setattr(Actuals, "select", counted)
    found, *_ = check_data(folder_of(files))
    assert "CP302" in {each.code for each in found}
    assert asked.count(("share", "county", 2008)) < 10


def test_what_separates_numbers_in_a_look_at_many_is_no_number() -> None:
    _, plan = the_plan()
    rows = [record(2008, "labs", place, value, "个") for place in PLACES for value in ("1", "1,2")]
    found = parse_actuals(written(rows[:6]), "a.csv", 2008, plan).findings
    assert [(each.code, each.value) for each in found] == [("CP201", "1,2")] * 3


@pytest.mark.parametrize("whole", ("0", "1"))
def test_a_part_above_its_whole_is_told_with_the_whole(whole: str) -> None:
    files = {2008: sound()[2008]}
    for row in files[2008]:
        if (row["indicator"], row["entity"]) == ("output", "county"):
            row["value"] = whole
    (told,) = [each for each in check_data(folder_of(files))[0] if each.code == "CP303"]
    assert str(told.message).endswith(f": {whole} 亿元")


def test_members_of_which_only_a_bound_is_known_are_held_to_their_total(tmp_path: Path) -> None:
    """The town has at least 100, one part of two: more than the 50 of the area."""
    both = {"kind": "sum", "parts": ["a", "b"]}
    folder = lay_out(
        tmp_path,
        [("a", "town", "100"), ("x", "", "50")],
        *(indicator(each, "亿元", minimum=0) for each in "ab"),
        indicator("x", "亿元", formula=both, minimum=0),
        entities=[{"id": each, "name": NAME, "kind": each} for each in ("area", "town")],
        groups=[{"id": "g", "name": NAME, "members": ["town"], "total": "area"}],
        years=(2008,),
        target={"unit": "亿元"},
    )
    assert "members of name add up to 100 亿元" in run(folder, "validate", "--select", "CP305")
