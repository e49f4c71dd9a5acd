# Exact numbers may be compared with plain ones.
# mypy: disable-error-code="comparison-overlap"

"""Bytes to plans and observations: each mistake is one finding, at its line, with its code."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from clusterplan.base.findings import Finding, Level
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.reading.actuals_file import ActualsFile, parse_actuals
from clusterplan.reading.csv_cells import parse_published
from clusterplan.reading.encoding import CONTROL, decode
from clusterplan.reading.folder import read_folder
from clusterplan.reading.plan_file import parse_plan
from clusterplan.reading.yaml_tree import read_tree
from helpers import COAST, make_plan

TOWN = {"zh": "镇", "en": "Town"}
AREA = {"id": "area", "name": {"zh": "省", "en": "Area"}, "kind": "area"}
PLAN = make_plan(
    entities=(AREA, {"id": "town", "name": TOWN, "kind": "town"}),
    milestones=({"id": "m", "clause": "2", "name": TOWN, "due": date(2008, 6, 30)},),
    measures=({"id": "s", "clause": "3", "name": TOWN},),
)
MONEY = make_plan(indicator={"unit": "亿元"}, target={"unit": "亿元"})
HEAD = "indicator,entity,value,unit,obs_status,qualifier,published,series,source,note\n"


def codes(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, int]]:
    return [(finding.code, finding.line) for finding in findings]


def read(body: str, head: str = HEAD) -> ActualsFile:
    return parse_actuals(head + body, "2008.csv", 2008, PLAN)


# Files and encodings


GOOD = HEAD + "x,,1,个,,,,,源𠮷,\n"


@pytest.mark.parametrize(
    ("data", "wanted"),
    (
        (GOOD.encode(), []),
        (GOOD.encode("utf-8-sig"), []),
        (GOOD.encode("gb18030"), ["CP008"]),
        (("\ufeff" + GOOD).encode("gb18030"), ["CP008"]),
        (GOOD.replace("\n", "\r\n").encode(), []),
        (GOOD.replace("\n", "\r").encode(), []),
        (GOOD.rstrip("\n").encode(), []),
    ),
)
def test_encodings_and_line_ends(data: bytes, wanted: list[str]) -> None:
    source = decode(data, "f")
    assert [finding.code for finding in source.findings] == wanted
    assert source.text is not None
    (row,) = parse_actuals(source.text, "2008.csv", 2008, PLAN).observations
    assert (row.source, row.value, row.line) == ("源𠮷", 1, 2)


# CSV


def test_spaces_round_column_names_are_left_out_with_a_notice() -> None:
    found = read("x,1,个\n", "indicator , value,unit\n")
    assert [(f.code, f.level) for f in found.findings] == [("CP105", Level.NOTICE)]
    assert len(found.observations) == 1


@pytest.mark.parametrize(
    ("body", "wanted"),
    (
        ("x,1\nx,2,个\n", [("CP106", 2)]),
        ("x,1,个,extra\nx,2,个\n", [("CP106", 2)]),
        ('x,"1\nx,2,个\n', [("CP107", 2)]),
        ('x,"1"1,个\nx,2,个\n', [("CP107", 2)]),
        # The quote that stays open, not the record that it stands in.
        ('x,"1\n","个\nx,2,个\n', [("CP107", 3)]),
        ('x,1"2,"个 ""\nx,2,个\n', [("CP107", 2)]),
        # A quoted line break before a bad record: the physical line is still right.
        ('x,1,"个"\n"x\n",1,个\nx,?,个\n', [("CP201", 5)]),
        ("\n\nx,?,个\n", [("CP201", 4)]),
    ),
)
def test_broken_records_are_one_finding_each(body: str, wanted: list[tuple[str, int]]) -> None:
    assert codes(read(body, "indicator,value,unit\n").findings) == wanted


@pytest.mark.parametrize(
    ("line", "code", "column"),
    (
        ("y,,1,个,,,,,,", "CP501", 1),
        ("x,Twon,1,个,,,,,,", "CP502", 3),
        ("x,,1,斤,,,,,,", "CP203", 6),
        ("x,,1,,,,,,,", "CP203", 6),
        ("x,,1,亿元,,,,,,", "CP204", 6),
        ("m,,2008-01-01,个,,,,,,", "CP204", 15),
        ("s,,2008-01-01,date,,,,,,", "CP204", 15),
        ("x,,1,个,norml,,,,,", "CP205", 8),
        ("x,,1,个,,atleast,,,,", "CP206", 9),
        ("x,,1,个,,,2008/1/1,,,", "CP207", 10),
        ("x,,1,个,,,2008-13,,,", "CP207", 10),
        ("x,,1,个,,,2009-02-29,,,", "CP207", 10),
        ("m,,30.6.2008,date,,,,,,", "CP207", 4),
        ("s,,doing,state,,,,,,", "CP208", 4),
        ("x,,,个,,,,,,", "CP209", 4),
        ("x,,1,个,missing,,,,,", "CP209", 4),
        ('"x","area",abc,个,,,,,,', "CP201", 12),
    ),
)
def test_bad_cells(line: str, code: str, column: int) -> None:
    found = read(line + "\nx,,1,个,,,,,,\n")
    assert [(f.code, f.line, f.column) for f in found.findings] == [(code, 2, column)]
    assert len(found.observations) == 1


@pytest.mark.parametrize(
    ("own", "unit", "message", "hint"),
    (
        ("亿元", "億元", "unknown unit 億元", "did you mean 亿元?"),
        ("亿元", "萬元", "unknown unit 萬元", "did you mean 万元?"),
        ("元/人", "萬元/人", "unknown unit 萬元/人", "did you mean 万元/人?"),
        ("人", "億元", "unknown unit 億元", "known: 人, 万人, people"),
        ("%", "％", "unknown unit ％", "did you mean %?"),
        ("%", "", "the unit is missing", "known: %, 1, ‰"),
        ("元/人", "", "the unit is missing", "known: 元/人"),
    ),
)
def test_what_to_write_for_a_unit_that_is_none(
    own: str, unit: str, message: str, hint: str
) -> None:
    plan = make_plan(indicator={"unit": own}, target={"unit": own})
    (found,) = parse_actuals(HEAD + f"x,,1,{unit},,,,,,\n", "2008.csv", 2008, plan).findings
    assert str(found.message) == message
    assert str(found.hint) == hint


@pytest.mark.parametrize(
    ("line", "wanted"),
    (
        ("x,Twon,abc,个,,,2008/1/1,,,", ["CP502", "CP201", "CP207"]),
        ("x,,1,斤,norml,atleast,2008/1/1,,,", ["CP205", "CP203", "CP206", "CP207"]),
        # What a value and a unit should be, an unknown indicator does not say.
        ("y,Twon,abc,斤,norml,,,,,", ["CP501", "CP205", "CP502"]),
        ("x,,abc,斤,,,,,,", ["CP203"]),
        # What was read with a notice is told once.
        ("x,,１,个,,,2008/1/1,,,", ["CP202", "CP207"]),
    ),
)
def test_every_bad_cell_of_a_row_is_told(line: str, wanted: list[str]) -> None:
    found = read(line + "\nx,,1,个,,,,,,\n")
    assert codes(found.findings) == [(code, 2) for code in wanted]
    assert len(found.observations) == 1


def test_a_wrong_year_does_not_hide_what_else_is_wrong() -> None:
    found = read("x,Twon,1,个,2009\n", head="indicator,entity,value,unit,year\n")
    assert codes(found.findings) == [("CP211", 2), ("CP502", 2)]


MISSING = "where there is no figure, leave the value empty and set obs_status to missing"


@pytest.mark.parametrize(
    ("text", "hint"),
    (
        ('"340,902.8"', "write 340902.8"),
        ("３４０，９０２．８", "write 340902.8"),
        ("1 000", "write 1000"),
        ("约34万", "write 34 and put 万 in the unit, like 万元; set qualifier to about"),
        ("超过300亿元", "write 300 and put 亿元 in the unit column; set qualifier to at_least"),
        ("≤ 5", "write 5; set qualifier to at_most"),
        ("5%", "write 5 and put % in the unit column"),
        ("−5", "write -5"),
        ("５％", "write 5 and put % in the unit column"),
        ("—", MISSING),
        ("n/a", MISSING),
        ("未公布", MISSING),
        ("NaN", MISSING),
        ("#DIV/0!", "a formula failed in the spreadsheet: put the figure itself"),
        ("'12", "write 12"),
        ("+.5", "write 0.5"),
        ('"￥1,000"', "write 1000"),
        ('"1,2345,6789"', "write 123456789"),
        # Never a number that only might be meant.
        ('"1.234,5"', "write plain digits, like 1234.5"),
        ('"12,34"', "write plain digits, like 1234.5"),
        ("1__0", "write plain digits, like 1234.5"),
        ("3-5", "write plain digits, like 1234.5"),
        ("￥", "write plain digits, like 1234.5"),
        ("1_000", "write 1000"),
        ("0x1F", "write plain digits, like 1234.5"),
        ("1e400", "write plain digits, like 1234.5"),
        ("½", "write plain digits, like 1234.5"),
        ("Infinity", "write plain digits, like 1234.5"),
        ("٣٤", "write plain digits, like 1234.5"),
    ),
)
def test_numbers_are_never_guessed(text: str, hint: str) -> None:
    (finding,) = read(f"x,,{text},个,,,,,,\n").findings
    assert (finding.code, str(finding.hint)) == ("CP201", hint)


def test_full_width_digits_are_read_with_a_notice() -> None:
    found = read("x,,３４０９０２．８,个,,,,,,\n")
    assert [(f.code, f.level) for f in found.findings] == [("CP202", Level.NOTICE)]
    assert found.observations[0].value == Fraction("340902.8")


def test_every_cell_of_a_good_row() -> None:
    found = read("x,镇,12.5,家,provisional,about,2009-03,census,源,注\n")
    (row,) = found.observations
    assert found.findings == ()
    assert (row.indicator, row.entity, row.year, row.line) == ("x", "town", 2008, 2)
    assert (row.value, row.unit) == (Fraction("12.5"), "家")
    assert (row.status, row.qualifier) == (ObsStatus.PROVISIONAL, Qualifier.ABOUT)
    assert (row.published, row.series) == (date(2009, 3, 31), "census")
    assert (row.source, row.note, row.file) == ("源", "注", "2008.csv")


def test_units_of_the_row_convert() -> None:
    text = "indicator,value,unit\nx,340902.8,万元\nx,3.4,billion yuan\n"
    rows = parse_actuals(text, "2008.csv", 2008, MONEY).observations
    assert [(row.value, row.unit) for row in rows] == [
        (Fraction("340902.8"), "万元"),
        (Fraction("3.4"), "billion yuan"),
    ]


@pytest.mark.parametrize(
    ("year", "code"),
    (
        ("2008", None),
        ("", None),
        ("2007", "CP211"),
        ("2008-09", "CP212"),
        ("2008Q3", "CP212"),
        ("2008年9月", "CP212"),
        ("2008年1-9月", "CP212"),
        ("2008上半年", "CP212"),
        ("2008H1", "CP212"),
        ("2008M09", "CP212"),
        ("2008.9", "CP212"),
        ("200809", "CP212"),
        ("2008年前三季度", "CP212"),
        ("1—9月", "CP212"),
        ("2008年第三季度", "CP212"),
        ("2008-09-30", "CP212"),
        ("2008.0", "CP211"),
        ("2008年", "CP211"),
    ),
)
def test_the_year_column(year: str, code: str | None) -> None:
    found = read(f"x,1,个,{year}\n", "indicator,value,unit,year\n")
    assert [finding.code for finding in found.findings] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "day"),
    (
        ("2008", date(2008, 12, 31)),
        ("2008-02", date(2008, 2, 29)),
        ("2008-02-01", date(2008, 2, 1)),
        ("0000", None),
        ("2008-2", None),
        ("2008-02-30", None),
        ("２００８", None),
    ),
)
def test_days_of_publication(text: str, day: date | None) -> None:
    assert parse_published(text) == day


def test_a_long_cell_is_a_cell() -> None:
    found = read(f'x,,1,个,,,,,s,"{"n" * 200_000}"\nx,,?,个,,,,,,\n')
    assert codes(found.findings) == [("CP201", 3)]


# YAML


@pytest.mark.parametrize(
    ("text", "code", "line"),
    (
        ("a: 1\nb: 2\na: 3\n", "CP403", 3),
        ("a: &x 1\nb: *x\n", "CP402", 1),
        ("a: !!python/object:os.system x\n", "CP402", 1),
        ("--- 1\n--- 2\n", "CP402", 1),
        ("%YAML 1.1\n---\na: 1\n", "CP402", 1),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "CP402", 1),
        ("a: [" + "[" * 5000, "CP402", 1),
        ("a: [1, 2\n", "CP401", 1),
        ("a: [1, 2\nb: 3\n", "CP401", 1),
        ('a: "1\nb: 2\nc: "x"\n', "CP401", 1),
        ('# a "remark\na: "1"\nb: c: d\n', "CP401", 3),
        ("a:\n\t- 1\n", "CP401", 2),
        ('a: "open\n', "CP401", 1),
        ("? [1, 2]\n: 3\n", "CP401", 1),
        *((f"a: {text}\n", "CP404", 1) for text in (
            "no", "on", "017", "0x1F", "12:30:45", "1_000", ".inf", "1e400", "+5", "2010-13-01",
            "2010-1-1", ".5", "1.",
        )),
    ),
)  # fmt: skip
def test_yaml_that_is_refused(text: str, code: str, line: int) -> None:
    assert codes(read_tree(text, "f").findings) == [(code, line)]


@pytest.mark.parametrize("encoding", ("utf-8", "gb18030"))
def test_control_characters_are_found_wherever_they_stand(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Bytes tell fast where there may be one; it may lie across two pieces that are looked at."""
    monkeypatch.setattr("clusterplan.reading.encoding.CHUNK", 4)
    for char in (char for char in map(chr, range(0x3000)) if CONTROL.match(char)):
        for before in ("年", "年a", "年ab", "年abc"):
            *_, found = decode(f"{before}{char}年".encode(encoding), "a.csv").findings
            assert (found.code, found.column) == ("CP007", len(before) + 1), (char, before)


@pytest.mark.parametrize("text", ('a: "\\e[31mred"\n', 'a: "x\\u202ey"\n', '"\\x07": 1\n'))
def test_control_characters_that_only_yaml_spells_out(text: str) -> None:
    assert codes(read_tree(text, "f").findings) == [("CP007", 1)]


def test_what_is_refused_is_not_blamed_for_what_it_lacks() -> None:
    assert codes(parse_plan("a: b\n--- \nc: d\n", "f").findings) == [("CP402", 2)]


@pytest.mark.slow
def test_many_mistakes_take_time_in_proportion() -> None:
    # Quadratic work on this takes minutes: the limit of the test run is what would fail.
    text = "".join(f"k{number}: \n" for number in range(40_000))
    found = parse_plan(text, "f")
    assert len(found.findings) + found.beyond.total() > 40_000
    assert len(found.findings) < 10_000


def test_keys_that_are_no_words() -> None:
    for old, new in (
        ("- id: output\n", "- id: output\n    2008: x\n"),
        ("area:", "true: 1\narea:"),
    ):
        (finding,) = broken(old, new)
        assert finding.code == "CP405"
        assert str(finding.message) in ("unknown key 2008", "unknown key true")


@pytest.mark.slow
def test_more_nodes_than_any_plan_has() -> None:
    found = read_tree("a: [" + "1," * 200_000 + "]", "f").findings
    assert [finding.code for finding in found] == ["CP402"]


def test_plain_values() -> None:
    tree = read_tree('a: 1\nb: 1.50\nc: "no"\nd: 2010-12-31\ne: true\nf: ~\ng: 1/3\nh: [x]\n', "f")
    assert tree.findings == []
    assert tree.root == {
        "a": 1, "b": Fraction("1.5"), "c": "no", "d": date(2010, 12, 31), "e": True, "f": None,
        "g": "1/3", "h": ("x",),
    }  # fmt: skip
    assert tree.places["b",] == (2, 4)


COAST_TEXT = (COAST / "targets.yaml").read_text(encoding="utf-8")


def broken(old: str, new: str) -> list[Finding]:
    assert old in COAST_TEXT
    found = parse_plan(COAST_TEXT.replace(old, new, 1), "f")
    assert found.plan is None
    return list(found.findings)


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "hint"),
    (
        (
            "    unit: 亿元",
            "    unit: 亿",
            "CP407",
            "    unit: 亿",
            "did you mean 亿元, 亿吨, 亿立方米?",
        ),
        ("path: compound", "path: compuond", "CP407", "path: compuond", "did you mean compound?"),
        ("base_year", "basis_year", "CP405", "basis_year", "did you mean base_year?"),
        ("    clause: ", "    cluase: ", "CP405", "    cluase", "did you mean clause?"),
        ("    nature: anticipatory\n", "", "CP406", "  - id: output-growth", "add it"),
        ("    year: 2015", '    year: "2015"', "CP407", '    year: "2015"', "write 2015"),
        ("value: 450000", "value: many", "CP407", "value: many", "write it like 12.5"),
        ("period: [2011, 2015]", "period: 2011", "CP407", "period: 2011", "write it like"),
        (
            "name: {zh: 城镇新增就业, en: new jobs}",
            "name: {english: jobs}",
            "CP405",
            "name: {english",
            "write a tag like en",
        ),
        ("- id: output\n", "- id: Out put\n", "CP407", "- id: Out put", "write out-put"),
        ("due: 2012-06-30", "due: soon", "CP407", "due: soon", "write it like 2010"),
    ),
)
def test_mistakes_in_a_plan_are_one_finding_at_their_line(
    old: str, new: str, code: str, at: str, hint: str
) -> None:
    (finding,) = broken(old, new)
    text = COAST_TEXT.replace(old, new, 1)
    assert finding.code == code
    assert finding.line == text[: text.index(at)].count("\n") + 1
    assert str(finding.hint).startswith(hint)


@pytest.mark.parametrize("text", ("", "# nothing\n", "just words\n", "- a\n- b\n", "1\n"))
def test_what_is_no_plan_at_all(text: str) -> None:
    found = parse_plan(text, "f")
    assert found.plan is None
    assert len(found.findings) == 1


def test_files_that_belong_to_no_year(data_copy: Path) -> None:
    for name in ("2011.csv", "2004.csv", "２００８.csv", "notes.csv"):
        (data_copy / "actuals" / name).write_text("x", encoding="utf-8")
    (data_copy / "actuals" / "README.txt").write_text("not data", encoding="utf-8")
    (data_copy / "actuals" / "2009.CSV").write_text("x", encoding="utf-8")
    (data_copy / "actuals" / "2009.xlsx").write_bytes(b"PK")
    found = read_folder(data_copy, "d").findings
    assert sorted(finding.code for finding in found) == ["CP110"] * 5 + ["CP111"]
