"""From returns of single units to figures: exact, covered, safe to publish, traceable."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp, parse_one

import helpers
from clusterplan import load_plan
from clusterplan.base.messages import say
from clusterplan.cli import output
from clusterplan.cli import rollup as rollup_command
from clusterplan.cli.exit_codes import UsageFailure
from clusterplan.rollup import suppression
from clusterplan.rollup.engines.duckdb import DuckDB
from clusterplan.rollup.inputs import Reader
from folders import indicator
from helpers import refused, run, with_towns
from rollups import (
    RETURNS,
    add_to_plan,
    audit,
    figures,
    first_row,
    returns_of,
    rolled_up,
    told,
)

pytestmark = pytest.mark.slow

SIX = "".join(f"U{n},E,{n}.10,100\n" for n in (1, 2, 3)) + "".join(
    f"V{n},W,{n}0,100\n" for n in (1, 2, 3)
)
"""Three units of each town: 6.3 and 60, together 66.3."""
REGISTER = "code,town\n" + "".join(f"U{n},E\nV{n},W\n" for n in (1, 2, 3))
HEAD = "indicator,entity,value,unit,obs_status,qualifier,published,series,source,note\n"


def test_figures_and_what_they_rest_on(tmp_path: Path) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    done = rolled_up(data)
    assert done.exit_code == 0, done.output
    assert "added 3 rows" in done.stderr
    assert figures(data) == {("x", ""): "66.3", ("x", "east"): "6.3", ("x", "west"): "60"}
    line = (data / "actuals" / "2008.csv").read_text("utf-8").splitlines()[1]
    assert line == (
        "x,,66.3,万元,normal,exact,2009-03-31,,returns; rollups/2008-2009-03-31.json,coverage 100%"
    )
    told_of = audit(data)
    assert told_of["rows"] | {"refused": {}} == {
        "read": 6, "late": 0, "without_unit": 0, "replaced": 0, "used": 6, "refused": {},
        "registered": 6,
    }  # fmt: skip
    assert [each["role"] for each in told_of["inputs"]] == ["returns", "register", "codes"]
    assert told_of["figures"][1]["value"] == 6.3
    assert "U1" not in json.dumps(told_of)
    assert "rollups/2008-2009-03-31.json" in run("show", "t", data=data).stdout
    assert run("report", "2008", "-o", tmp_path / "page.html", data=data).exit_code == 0
    assert "rollups/2008-2009-03-31.json" in (tmp_path / "page.html").read_text("utf-8")
    again = rolled_up(data)
    assert (again.exit_code, "nothing new" in again.stderr) == (0, True)


@pytest.mark.parametrize(
    "encode",
    (
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r\n", 2).encode(),
        lambda text: text.rstrip("\n").encode(),
    ),
)
def test_encodings(tmp_path: Path, encode: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    head, names = "编码,town,增加值\n", ("一", "二", "三")
    rows = "".join(f"{name},E,{n}.5\n" for n, name in enumerate(names))
    tree = told()
    tree["returns"] |= {"unit": "编码"}
    tree["figures"] = [{**each, "sum": "增加值"} for each in tree["figures"]]
    register = "code\n" + "\n".join(names) + "\n"
    data = returns_of(tmp_path / "d", encode(head + rows), encode(register), **tree)
    done = rolled_up(data)
    assert done.exit_code == 0, done.output
    assert figures(data) == {("x", ""): "4.5", ("x", "east"): "4.5"}
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


@pytest.mark.parametrize("kind", ("DECIMAL(12,2)", "VARCHAR", "DOUBLE"))
def test_parquet(tmp_path: Path, kind: str) -> None:
    tree = told()
    tree["returns"] |= {"path": "returns/{year}*.parquet"}
    data = returns_of(tmp_path / "d", RETURNS + SIX, **tree)
    table = duckdb.read_csv(str(data / "returns" / "2008.csv"), all_varchar=True)
    table = table.project(f"code, town, output::{kind} AS output, turnover")
    for part in ("U", "V"):
        target = data / "returns" / f"2008-{part}.parquet"
        table.filter(f"code[1] = '{part}'").write_parquet(str(target))
    done = rolled_up(data)
    if kind == "DOUBLE":
        assert (done.exit_code, "CP605" in done.stderr) == (1, True), done.output
        assert not (data / "actuals" / "2008.csv").exists()
    else:
        assert figures(data)["x", ""] == "66.3", done.output


HOSTILE = ('"; DROP TABLE units; --', "a'b", 'q"q', "\\' OR 1=1", "名 称", "{year}", "%s", "r.unit")


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_values_are_no_queries(tmp_path: Path, name: str) -> None:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow((name, "town", f"{name} 2", "output"))
    out.writerows((f"{name}{n}", name, name, f"{n}") for n in (1, 2, 3, 4))
    out.writerows((f"{name}{n}", name, "other", f"{n}") for n in (5, 6, 7))
    own = {"entity": "west", "units": [f"{name}{n}" for n in range(4)]}
    begun = {"column": "town", "prefixes": [{"prefix": name, "entity": "east"}]}
    tree = told(
        codes=[{"id": "towns", **begun}, {"id": "own", "units": [own]}],
        edits=[{"id": "most", "column": "output", "most": 6}],
        disclosure={"min_units": 1},
    )
    tree["returns"] |= {"unit": name}
    only = {"where": [{"column": f"{name} 2", "values": [name]}]}
    tree["figures"][1] |= only
    tree["figures"] += [{"indicator": "firms", "count": f"{name} 2", "by": "own", "unit": "家"}]
    text_of = text.getvalue()
    data = returns_of(tmp_path / "d", text_of, text_of.replace("output", "x"), **tree)
    tree["registry"]["unit"] = name
    (data / "rollup.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    done = rolled_up(data)
    assert done.exit_code == 0, done.output
    assert "CP611" in done.stdout  # 7 is more than 6
    assert figures(data) == {("x", ""): "21", ("x", "east"): "10", ("firms", "west"): "3"}
    assert rolled_up(data, "--explain").exit_code == 0


@pytest.mark.parametrize(
    ("figure", "wanted"),
    (
        ({"count": "town"}, {"": "6"}),
        ({"count_distinct": "town"}, {"": "2"}),
        ({"count_distinct": "town", "by": "towns"}, {"east": "1", "west": "1"}),
        ({"count": "code", "where": [{"column": "output", "least": 3, "most": 20}]}, {"": "3"}),
        ({"count": "code", "where": [{"column": "town", "other_than": ["E"]}]}, {"": "3"}),
        ({"count": "empty"}, {"": "0"}),
    ),
)
def test_counts(tmp_path: Path, figure: dict[str, Any], wanted: dict[str, str]) -> None:
    rows = "".join(f"{line},\n" for line in SIX.splitlines())
    text = RETURNS.replace("\n", ",empty\n") + rows
    data = returns_of(
        tmp_path / "d", text, figures=[{"indicator": "firms", "unit": "家", **figure}]
    )
    done = rolled_up(data)
    assert figures(data) == {("firms", of): value for of, value in wanted.items()}, done.output


def test_zeros_behind_the_last_digit_are_no_digits(tmp_path: Path) -> None:
    rows = "A,E,1.5000,1\nB,E,2.00,1\nC,E,3,1\nD,E,4.005,1\n"
    data = returns_of(tmp_path / "d", RETURNS + rows)
    done = rolled_up(data)
    assert figures(data)["x", ""] == "6.5"
    assert "CP609" in done.stdout


def test_nothing_is_rounded_and_missing_is_not_zero(tmp_path: Path) -> None:
    huge = "9" * 35
    rows = f"A,E,{huge}.99,1\nB,E,0.01,1\nC,E,-0.1,1\nD,E,,1\nF,W,,1\nG,W,,1\nH,W,,1\n"
    data = returns_of(tmp_path / "d", RETURNS + rows)
    assert rolled_up(data).exit_code == 0
    wanted = "9" * 35 + ".9"  # 10³⁵ less a tenth
    assert figures(data) == {("x", ""): wanted, ("x", "east"): wanted}


def test_too_many_digits_are_an_error(tmp_path: Path) -> None:
    rows = "".join(f"A{n},E,{'9' * 36}.99,1\n" for n in range(20))
    data = returns_of(tmp_path / "d", RETURNS + rows)
    refused(rolled_up(data), "38 digits")
    assert not list(tmp_path.glob("d/actuals/*")) + list(tmp_path.glob("d/rollups"))


LATE = """code,town,output,day,ok,made
A,E,10,2009-02-01,,
A,E,12,2009-03-10,,
B,E,20,2009-02-01,,1
C,E,-30,2009-02-01,yes,
D,E,-5,2009-02-01,,
"""


@pytest.mark.parametrize(
    ("published", "value", "replaced"), (("2009-03-31", "2", 1), ("2009-03-01", "0", 0))
)
def test_corrections_flags_and_imputed_shares(
    tmp_path: Path, published: str, value: str, replaced: int
) -> None:
    """D is not confirmed, so refused: 12 or 10 + 20 - 30, and 20 of 62 or 60 without signs."""
    tree = told(
        edits=[{"id": "above-zero", "column": "output", "least": 0}], coverage={"imputed": 30}
    )
    tree["returns"] |= {"received": "day", "confirmed": "ok", "imputed": "made"}
    data = returns_of(tmp_path / "d", LATE, "code,town\nA,E\nB,E\nC,E\nD,E\nF,E\n", **tree)
    done = rolled_up(data, "--published", published, published=False)
    assert done.exit_code == 0, done.output
    row = first_row(data)
    assert row[2:5] == [value, "万元", "estimated"]
    assert row[-1] == f"coverage 60%; imputed {33 if replaced else 34}%"
    rows = audit(data, published)["rows"]
    assert (rows["replaced"], rows["late"], rows["refused"]) == (
        replaced,
        1 - replaced,
        {"edit": 1},
    )
    assert "CP611" in done.stdout
    assert "2009-04-01" not in (later := rolled_up(data, "--published", "2009-04-01",
                                                   published=False)).stderr  # fmt: skip
    assert ("nothing new" in later.stderr) is bool(replaced)


@pytest.mark.parametrize(
    ("coverage", "status", "qualifier"),
    (
        ({"least": 80}, "provisional", "exact"),
        ({"least": 80, "below": "at_least"}, "normal", "at_least"),
        ({"least": 75}, "normal", "exact"),
        ({"least": 61, "by": "value"}, "provisional", "exact"),
        ({"least": 60, "by": "value"}, "normal", "exact"),
        ({"least": 80, "below": "refuse"}, None, None),
    ),
)
def test_coverage(
    tmp_path: Path, coverage: dict[str, Any], status: str | None, qualifier: str | None
) -> None:
    """Three of four units with 60 of 100 of the size."""
    tree = told(coverage=coverage, figures=told()["figures"][:1])
    tree["registry"] |= {"size": "staff"}
    register = "code,town,staff\nU1,E,10\nU2,E,20\nU3,E,30\nX,E,40\n"
    data = returns_of(tmp_path / "d", RETURNS + SIX[: SIX.index("V1")], register, **tree)
    done = rolled_up(data)
    if status is None:
        assert "nothing new" in done.stderr, done.output
        assert "CP613" in done.stdout
        return
    row = first_row(data)
    assert (row[4], row[5]) == (status, qualifier)
    assert row[-2:] == ['"coverage 75%', ' by value 60%"']


@pytest.mark.parametrize(
    ("more", "status"),
    (
        ({"illustrative": True, "disclosure": {"min_units": 4}}, "suppressed"),
        ({"illustrative": True}, "illustrative"),
        ({}, "provisional"),
        ({"coverage": {"least": 75}}, "estimated"),
        ({"coverage": {"least": 75, "imputed": 34}}, "normal"),
    ),
)
def test_of_several_statuses_the_first_holds(
    tmp_path: Path, more: dict[str, Any], status: str
) -> None:
    """Three of four units have reported, and a third is imputed."""
    rows = "A,E,1,1\nB,E,1,\nC,E,1,\n"
    tree = told(**{"coverage": {"least": 80}, "figures": told()["figures"][:1]} | more)
    tree["returns"] |= {"imputed": "turnover"}
    data = returns_of(tmp_path / "d", RETURNS + rows, "code\nA\nB\nC\nD\n", **tree)
    assert rolled_up(data).exit_code == 0
    assert first_row(data)[4] == status


def test_coverage_is_of_the_units_that_a_figure_is_about(tmp_path: Path) -> None:
    """Of four firms with goods three have reported, of all five units four."""
    rows = "A,E,1,g\nB,E,2,g\nC,E,3,g\nD,E,9,s\n"
    register = "code,town,kind\n" + "".join(
        f"{code},E,{kind}\n" for code, kind in zip("ABCDF", "gggsg", strict=True)
    )
    figure = {"indicator": "x", "sum": "output", "unit": "万元"}
    goods = {**figure, "where": [{"column": "kind", "values": ["g"]}], "by": "towns"}
    head = RETURNS.replace("turnover", "kind")
    rules = {"min_units": 1}
    data = returns_of(
        tmp_path / "d", head + rows, register, figures=[figure, goods], disclosure=rules
    )
    assert rolled_up(data).exit_code == 0
    text = (data / "actuals" / "2008.csv").read_text("utf-8")
    assert [line.split(",")[2::7] for line in text.splitlines()[1:]] == [
        ["15", "coverage 80%"], ["6", "coverage 75%"],
    ]  # fmt: skip


def test_jumps_are_held_against_last_year(tmp_path: Path) -> None:
    data = returns_of(
        tmp_path / "d", RETURNS + SIX, edits=[{"id": "jump", "column": "output", "jump": 3}]
    )
    assert "no returns of 2007" in rolled_up(data, "--dry-run").stderr
    last = "U1,E,0.3,1\nU2,E,6.3,1\nU3,E,10,1\nV1,W,1,1\n"  # U1: 3.67 times, U2 exactly a third
    (data / "returns" / "2007.csv").write_text(RETURNS + last, "utf-8")
    done = rolled_up(data, "--dry-run", "-v")
    told_of = {line.split("unit ")[1][:2] for line in done.stderr.splitlines() if "CP611" in line}
    assert told_of == {"U1", "U3", "V1"}


def test_what_would_tell_of_a_unit_is_hidden(tmp_path: Path) -> None:
    """Two units in the west: the east goes too, or the west would follow from the whole."""
    rows = SIX.replace("V3,W,30,100\n", "")
    data = returns_of(tmp_path / "d", RETURNS + rows)
    done = rolled_up(data, "--details", tmp_path / "details.json")
    assert done.exit_code == 0, done.output
    assert figures(data) == {("x", ""): "36.3", ("x", "east"): "suppressed",
                             ("x", "west"): "suppressed"}  # fmt: skip
    open_audit = audit(data)
    hidden = {"indicator": "x", "entity": "west", "status": "suppressed"}
    assert hidden in open_audit["figures"]
    assert not any(word in json.dumps(open_audit) for word in ("threshold", "further", "V1"))
    assert (tmp_path / "details.json").stat().st_mode & 0o077 == 0
    details = json.loads((tmp_path / "details.json").read_text("utf-8"))
    cells = {each["entity"]: each for each in details["cells"]}
    assert (cells["west"]["value"], cells["west"]["units"]) == (30, 2)
    assert cells["west"]["unsafe"] == ["threshold"]
    assert details["further"] == ["x/east"]
    report = json.loads(run("check", "2008", "-f", "json", data=data).stdout)
    assert report["targets"][0]["actual"]["value"] == 36.3


def test_how_much_has_reported_of_what_is_hidden_is_not_told(tmp_path: Path) -> None:
    """Two of three units of the west have: 66 %."""
    rows = SIX.replace("V3,W,30,100\n", "")
    data = returns_of(tmp_path / "d", RETURNS + rows, REGISTER, coverage={"least": 90})
    done = rolled_up(data, "-v")
    told_of = [line.split(": ")[2] for line in done.stderr.splitlines() if "CP613" in line]
    assert (done.exit_code, told_of) == (0, ["x, area"]), done.output


def test_a_count_that_is_hidden_is_not_told_by_the_rows(tmp_path: Path) -> None:
    counted = [{"indicator": "firms", "count": "code", "unit": "家"}]
    data = returns_of(tmp_path / "d", RETURNS + "A,E,1,1\nB,E,2,2\n", figures=counted)
    assert rolled_up(data).exit_code == 0
    assert figures(data) == {("firms", ""): "suppressed"}
    assert audit(data)["rows"] is None


def test_the_number_of_units_that_a_count_leaves_out_is_not_told(tmp_path: Path) -> None:
    """Of five units four are of the kind: one is not."""
    rows = "A,E,1,1\nB,E,1,1\nC,E,1,1\nD,W,1,1\nE,W,1,2\n"
    counted = [{"indicator": "firms", "count": "code", "unit": "家", **KIND}]
    data = returns_of(tmp_path / "d", RETURNS + rows, figures=counted)
    assert rolled_up(data).exit_code == 0
    assert figures(data) == {("firms", ""): "4"}
    assert audit(data)["rows"] is None


def test_the_number_of_units_behind_a_hidden_total_is_not_told(tmp_path: Path) -> None:
    """Of 112 the two largest are 110: more than 90 per cent. All five units are in it."""
    rows = "A,E,100,1\nB,E,10,1\nC,W,1,1\nD,W,1,1\n"
    rules = "disclosure: {dominance: {largest: 2, percent: 90}}\n"
    data = returns_of(tmp_path / "d", RETURNS + rows, figures=told()["figures"][:1])
    with (data / "rollup.yaml").open("a", encoding="utf-8") as file:
        file.write(rules)
    assert rolled_up(data).exit_code == 0
    assert figures(data) == {("x", ""): "suppressed"}
    assert audit(data)["rows"] is None
    assert "112" not in json.dumps(audit(data)["figures"])


@pytest.mark.parametrize(
    ("sides", "whole", "share", "warnings"),
    ((("x", "all"), 300, 10, 1), (("all", "x"), 3, 10, 1), (("x", "all"), 300, 20, 0)),
)
def test_a_share_and_its_other_side_tell_a_figure(
    tmp_path: Path, sides: tuple[str, str], whole: int, share: int, warnings: int
) -> None:
    """10 % of 300, or 3 in 10 %, is the 30 of two units."""
    data = returns_of(
        tmp_path / "d", RETURNS + "A,E,10,1\nB,E,20,1\n", figures=told()["figures"][:1]
    )
    formula = {"kind": "ratio", "numerator": sides[0], "denominator": sides[1]}
    added = (indicator("all", "万元"), indicator("share", "%", formula=formula))
    add_to_plan(data, "indicators", *added)
    rows = f"all,,{whole},万元,,,2009,,s,\nshare,,{share},%,,,2009,,s,\n"
    (data / "actuals" / "2008.csv").write_text(HEAD + rows, "utf-8")
    done = rolled_up(data)
    assert done.exit_code == 0, done.output
    assert done.stdout.count("already tells it") == warnings
    assert figures(data)["x", ""] == "suppressed"


@pytest.mark.parametrize("series", ("", "b"))
def test_a_share_in_the_file_does_not_tell_a_part_of_what_is_published(
    tmp_path: Path, series: str
) -> None:
    """Turnover is 100, and a fifth of it is the 20 of two units."""
    rows = "A,E,10,30\nB,E,10,30\nC,E,,40\n"
    whole = {"indicator": "all", "sum": "turnover", "unit": "万元"}
    data = returns_of(tmp_path / "d", RETURNS + rows, figures=[told()["figures"][0], whole])
    formula = {"kind": "ratio", "numerator": "x", "denominator": "all"}
    added = (indicator("all", "万元"), indicator("share", "%", formula=formula))
    add_to_plan(data, "indicators", *added)
    (data / "actuals" / "2008.csv").write_text(HEAD + f"share,,20,%,,,2009,{series},s,\n", "utf-8")
    assert rolled_up(data).exit_code == 0
    assert figures(data) == {
        ("share", ""): "20",
        ("x", ""): "suppressed",
        ("all", ""): "suppressed",
    }


X: dict[str, Any] = {"indicator": "x", "sum": "output", "unit": "万元"}
KIND = {"where": [{"column": "turnover", "values": ["1"]}]}


@pytest.mark.parametrize(
    ("wanted", "rows", "shown"),
    (
        # Of 113 only 10 and 3 of the west are not in the 100 of the east, that are three units'.
        ([X | {"by": "towns"}], "", {"x/east"}),
        ([X | {"by": "towns"}], "x,,113,万元,,,2007,,s,\n", set()),
        ([X | {"by": "towns"}], "x,west,13,万元,,,2007,b,s,\n", {"x/east"}),
        # The east is a kind of all; with another name for it, all of them go instead.
        ([X, X | KIND | {"entity": "east"}], "", {"x/area"}),
        ([X, X | KIND | {"entity": "east"}, X | KIND | {"indicator": "z"}], "",
         {"x/east", "z/area"}),
        ([X, X | {"entity": "east", "where": [{"column": "turnover", "other_than": ["2"]}]}], "",
         {"x/area"}),
        # The whole of two indicators is in the file.
        ([X | KIND, X | {"indicator": "z", "where": [{"column": "turnover", "values": ["2"]}]}],
         "", {"x/area"}),
        ([X | KIND, X | {"indicator": "z", "where": [{"column": "turnover", "values": ["2"]}]}],
         "xz,,113,万元,,,2007,,s,\n", set()),
    ),
)  # fmt: skip
def test_what_figures_differ_by_is_hidden_too(
    tmp_path: Path, wanted: list[dict[str, Any]], rows: str, shown: set[str]
) -> None:
    units = "A,E,20,1\nB,E,30,1\nC,E,50,1\nD,W,10,2\nE,W,3,2\n"
    data = returns_of(tmp_path / "d", RETURNS + units, figures=wanted)
    whole = {"kind": "sum", "parts": ["x", "z"]}
    add_to_plan(data, "indicators", indicator("z", "万元"), indicator("xz", "万元", formula=whole))
    if rows:
        (data / "actuals" / "2008.csv").write_text(HEAD + rows, "utf-8")
    done = rolled_up(data)
    assert done.exit_code == 0, done.output
    told_again = {f"{each['indicator']}/{each['entity']}" for each in audit(data)["figures"]
                  if each["status"] != "suppressed"}  # fmt: skip
    assert told_again == shown
    assert done.stdout.count("already tells it") == ("west" in rows)


def test_a_county_is_hidden_among_those_of_its_city(tmp_path: Path) -> None:
    """West 1 has two units: another county of the west goes with it, not the smallest of all."""
    counties = {"W1": (10, 11), "W2": (30, 31, 32), "E1": (20, 21, 22), "E2": (3, 4, 5)}
    units = "".join(
        f"{name}{at},{name},{value},1\n"
        for name, values in counties.items()
        for at, value in enumerate(values)
    )
    codes = [
        {"id": each, "column": "town", "prefixes": [{"prefix": one, "entity": one.lower()}
                                                    for one in ones]}
        for each, ones in (("cities", ("W", "E")), ("counties", counties))
    ]  # fmt: skip
    wanted = [X, X | {"by": "cities"}, X | {"by": "counties"}]
    data = returns_of(tmp_path / "d", RETURNS + units, codes=codes, figures=wanted)
    towns = with_towns("w", "e", "w1", "w2", "e1", "e2")["entities"]
    add_to_plan(data, "entities", *towns[1:])
    done = rolled_up(data)
    assert done.exit_code == 0, done.output
    hidden = {entity for (_, entity), value in figures(data).items() if value == "suppressed"}
    assert hidden == {"w1", "w2"}


def test_what_was_published_before_is_told(tmp_path: Path) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    assert rolled_up(data).exit_code == 0
    (data / "returns" / "2008.csv").write_text(RETURNS + SIX.replace("V3,W,30,100\n", ""), "utf-8")
    again = rolled_up(data)
    assert (again.exit_code, "a revision needs a later day" in again.stdout) == (1, True)
    later = ("--published", "2009-04-30")
    done = rolled_up(data, *later, published=False)
    assert done.exit_code == 0, done.output
    assert figures(data)["x", "west"] == "suppressed"
    before = (data / "actuals" / "2008.csv").read_text("utf-8")
    assert before.startswith("indicator,entity,value")
    assert "x,west,60,万元,normal" in before


@pytest.mark.parametrize(
    "path",
    ("../r.csv", "/etc/passwd", "https://example.com/r.csv", "out.csv", "a*/r.csv", "no.csv"),
)
def test_paths_stay_in_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "r.csv").write_text(RETURNS + SIX, "utf-8")
    tree = told()
    tree["returns"] |= {"path": path}
    data = returns_of(tmp_path / "d", RETURNS + SIX, **tree)
    (data / "out.csv").symlink_to(tmp_path / "r.csv")
    done = rolled_up(data)
    assert done.exit_code == 1
    assert ("CP001" if path == "no.csv" else "CP604") in done.stderr
    assert rolled_up(data, "--returns", tmp_path).exit_code != 0


@pytest.mark.parametrize("of_whom", ("east", None))
def test_one_figure_of_an_entity(tmp_path: Path, of_whom: str | None) -> None:
    entity = of_whom or load_plan(returns_of(tmp_path / "a", RETURNS)).area
    twice = {"indicator": "x", "sum": "output", "unit": "万元", "entity": entity}
    data = returns_of(tmp_path / "d", RETURNS + SIX, figures=[*told()["figures"], twice])
    done = rolled_up(data)
    assert (done.exit_code, "CP603" in done.stderr) == (1, True), done.output
    assert f"two figures are x of {entity}" in done.stderr


def test_returns_and_register_from_elsewhere(tmp_path: Path) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    other = tmp_path / "[odd] *"
    (other / "returns").mkdir(parents=True)
    (data / "returns" / "2008.csv").rename(other / "returns" / "2008.csv")
    (data / "register.csv").rename(other / "units.csv")
    done = rolled_up(data, "--returns", other, "--register", other / "units.csv")
    assert done.exit_code == 0, done.output
    assert figures(data)["x", ""] == "66.3"


def test_broken_records_are_told_with_their_lines(tmp_path: Path) -> None:
    rows = 'A,E,1,"a\nb"\nB,E,2\nC,E,3,4,5\n' + "D,E\n" * 1500
    data = returns_of(tmp_path / "d", RETURNS + rows, "code\nA\n")
    done = rolled_up(data)
    assert done.exit_code == 1
    places = [line.split(" ", 1)[0] for line in done.stderr.splitlines() if "CP606" in line]
    assert len(places) == 1000
    assert [place.split(":")[1] for place in places[:3]] == ["4", "5", "6"]
    assert "and 502 more of these" in done.stderr


@pytest.mark.parametrize("text", ("\ufeff", "\n\n"))
def test_returns_without_a_first_line_are_told(tmp_path: Path, text: str) -> None:
    done = rolled_up(returns_of(tmp_path / "d", text, "code,town\nA,E\n"))
    assert (done.exit_code, "2008.csv:1:1: CP605" in done.stderr) == (1, True), done.output


def test_returns_that_all_come_later_are_told(tmp_path: Path) -> None:
    tree = told()
    tree["returns"] |= {"received": "turnover"}
    data = returns_of(tmp_path / "d", RETURNS + "A,E,1,2009-06-01\n", **tree)
    assert "no return was received by 2009-03-31" in rolled_up(data).stderr


def test_too_many_figures_to_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "MOST", 2)
    data = returns_of(tmp_path / "d", RETURNS + SIX.replace("V3,W,30,100\n", ""))
    refused(rolled_up(data), "figures of fewer entities")


@pytest.mark.parametrize("in_the_way", ("rollups", "actuals/2008.csv"))
def test_figures_and_audit_are_written_both_or_neither(tmp_path: Path, in_the_way: str) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    real = output.replace_file

    def full(path: Path, content: bytes) -> None:
        if in_the_way in path.as_posix():
            raise UsageFailure(say("the disk is full"))
        real(path, content)

    with mock.patch("clusterplan.cli.rollup_steps.replace_file", full):
        done = rolled_up(data)
    assert (done.exit_code, "the disk is full" in done.stderr) == (2, True), done.output
    assert not (data / "rollups").exists()
    assert not list((data / "actuals").iterdir())
    (data / "rollups").write_text("", "utf-8")
    assert "cannot write" in rolled_up(data).stderr


def test_a_long_text_beside_a_finding(tmp_path: Path) -> None:
    """What was read before was short, and so was the longest cell that was awaited."""
    data = returns_of(tmp_path / "d", RETURNS + SIX + f"N,E,1,{'long ' * 5000}\n", REGISTER)
    run("validate", data=data)
    done = rolled_up(data, "-v")
    assert (done.exit_code, "2008.csv:8:1: CP608" in done.stderr) == (0, True), done.output


def test_of_a_join_what_stands_on_the_right_is_held_in_memory(tmp_path: Path) -> None:
    # Of a CSV DuckDB does not know how long it is: ten million returns filled the memory.
    (tmp_path / "r.csv").write_text("code\nU1\n", "utf-8")
    reader = Reader(tmp_path, "d", tmp_path, lambda _, __: None)
    engine = DuckDB([tmp_path], tmp_path, "1GB", lambda _, __: None)
    engine.open(reader.table("returns", "r.csv", 2008, "rollup.yaml"))
    engine.keep("members", parse_one("SELECT 'U' || unnest(range(1000)) AS code", dialect="duckdb"))
    join = "SELECT code FROM returns LEFT JOIN members USING (code)"
    plan = str(engine.fetch(exp.Command(this="EXPLAIN", expression=join)))
    engine.close()
    assert ("Join Type: LEFT" in plan, "RIGHT" in plan) == (True, False)


def test_others_in_this_process_still_read_long_cells(tmp_path: Path) -> None:
    longest = "x" * (1 << 17)
    csv.field_size_limit(len(longest))
    data = returns_of(tmp_path / "d", RETURNS + SIX, REGISTER)
    assert rolled_up(data, "-v").exit_code == run("validate", data=data).exit_code == 0
    assert next(csv.reader([longest])) == [longest]


def test_a_file_that_is_written_to_meanwhile(tmp_path: Path) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    helpers.WRITTEN_TO.add(str(data / "register.csv"))
    try:
        done = rolled_up(data)
    finally:
        helpers.WRITTEN_TO.clear()
    assert (done.exit_code, "CP009" in done.stderr) == (1, True), done.output
    assert not (data / "actuals" / "2008.csv").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    (
        (("--memory", "lots"), "2GB"),
        (("--master", "spark://x:1"), "only Spark has a master"),
        (("--returns", "nowhere"), "there is no folder nowhere"),
        (("--register", "nowhere"), "there is no file nowhere"),
        (("--published", "soon"), "not a date"),
    ),
)
def test_usage(tmp_path: Path, options: tuple[str, str], says: str) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    refused(rolled_up(data, *options, published=options[0] != "--published"), says)


def test_who_cannot_be_asked_says_what_to_do(tmp_path: Path) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    refused(run("rollup", "2008", data=data), "--yes")
    refused(run("rollup", "2004", "-n", data=data), "2004 has no file")
    refused(rolled_up(data, "--details", data / "d.json"), "outside the data folder")
    own = tmp_path / "units.csv"
    (data / "register.csv").rename(own)
    refused(rolled_up(data, "--register", own, "--details", own), "is read here")
    own.rename(data / "register.csv")
    (data / "rollup.yaml").unlink()
    refused(rolled_up(data), "CP001")


def test_an_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    monkeypatch.setattr(rollup_command, "find_spec", lambda name: None if name == "duckdb" else 1)
    refused(rolled_up(data), "duckdb", "[rollup]")


def test_the_schema_knows_the_definition() -> None:
    schema = json.loads(run("schema", "--rollup").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(told())


@pytest.mark.parametrize("language", ("en", "zh"))
def test_explained(tmp_path: Path, language: str) -> None:
    data = returns_of(tmp_path / "d", RETURNS + SIX)
    (data / "returns" / "2008.csv").unlink()  # nothing is read
    text = run("rollup", "2008", "--explain", "--lang", language, data=data).stdout
    assert text.count("GROUPING SETS") == 4
    assert ("the sum of output in 万元" if language == "en" else "output 之和") in text


UNITS = st.lists(
    st.tuples(
        st.sampled_from(("E", "W", "X", "")),
        st.one_of(st.none(), st.decimals(-1000, 1000, places=2)),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(units=UNITS)
def test_sums_are_those_of_fractions(units: list[tuple[str, Any, bool]]) -> None:
    """Cells and the whole, of the registered alone, added up in Python."""
    rows = "".join(
        f"U{n},{town},{'' if value is None else value},1\n"
        for n, (town, value, _) in enumerate(units)
    )
    register = "code\n" + "".join(f"U{n}\n" for n, unit in enumerate(units) if unit[2])
    wanted: dict[tuple[str, str], Fraction] = {}
    for town, value, registered in units:
        names = ["", *{"E": ["east"], "W": ["west"]}.get(town, [])]
        for name in names if registered and value is not None else ():
            wanted["x", name] = wanted.get(("x", name), Fraction(0)) + Fraction(value)
    with tempfile.TemporaryDirectory() as name:
        data = returns_of(Path(name) / "d", RETURNS + rows, register, disclosure={"min_units": 1})
        done = rolled_up(data)
        assert done.exit_code == 0, done.output
        found = figures(data) if wanted else {}
    assert {key: Fraction(value) for key, value in found.items()} == wanted


def test_only_a_roll_up_loads_an_engine() -> None:
    code = (
        "import sys, pkgutil, importlib, clusterplan.cli as cli, clusterplan.render as render\n"
        "for package in (cli, render):\n"
        "    for each in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if 'rollup_' not in each.name: importlib.import_module(each.name)\n"
        "print({'duckdb', 'sqlglot', 'scipy', 'pyspark'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "set()"


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    rows = "".join(f"U{n},E,{n}.5,1\n" for n in range(400_000))
    data = returns_of(tmp_path / "d", RETURNS + rows)
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "clusterplan",
        "rollup",
        "2008",
        "--yes",
        "--data",
        data,
    ]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    while not list(tmp_path.glob("clusterplan-*/list_e0.csv")):
        time.sleep(0.01)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d"]
    assert not (data / "rollups").exists()
    assert not list((data / "actuals").iterdir())
