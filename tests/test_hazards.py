"""What real and hostile files do, each as bytes on a disk, and what `validate` says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from hazards import (
    AFTER,
    BEFORE,
    GOOD,
    HEAD,
    PLAN,
    YEAR,
    Hazard,
    lay_out,
    level,
    number,
    of_plan,
    one,
    plan,
    row,
    run,
    table,
)

IMPORT = "clusterplan import FILE --year YEAR"

TEXT = {
    "gb18030 with four bytes a letter is read with a notice": one(
        (HEAD + GOOD.replace("yearbook", "𠮷")).encode("gb18030"), ": CP008 notice"
    ),
    "gb18030 with a byte order mark": one(
        ("\ufeff" + HEAD + GOOD).encode("gb18030"), ": CP008 notice"
    ),
    "utf-8 that would be gbk too is utf-8": one(table(GOOD.replace("yearbook", "鉴鉴"))),
    "unicode text from Excel": one((HEAD + GOOD).encode("utf-16"), ": CP006 error",
                                   says=("UTF-16", IMPORT)),
    "utf-16 with the other end first": one(
        b"\xfe\xff" + (HEAD + GOOD).encode("utf-16-be"), ": CP006 error", says=("UTF-16", IMPORT)
    ),
    "utf-16 without its mark": one((HEAD + GOOD).encode("utf-16-le"), ": CP006 error",
                                   says=("UTF-16", IMPORT)),
    "xlsx named csv": one(b"PK\x03\x04\x14\x00\x06\x00", ": CP006 error", says=(".xlsx", IMPORT)),
    "xls named csv": one(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, ": CP006 error",
                         says=("(.xls)", IMPORT)),
    "a PDF named csv": one(b"%PDF-1.7\n%\xe2\xe3", ": CP006 error", says="a PDF"),
    "a web page named csv": one(b"<html><table><tr>", ": CP006 error", says="web page"),
    "an undecodable byte after a byte order mark": one(
        b"\xef\xbb\xbf" + table(GOOD) + b"\xff,\n", ":3:1: CP005 error", says="0xFF"
    ),
    "an undecodable byte in gb18030": one(
        (HEAD + GOOD + "output,,150,亿元").encode("gb18030") + b"\xff,\n", ":3:15: CP005 error",
        says=("0xFF", "just before it: output,,150,亿元")
    ),
    "a byte order mark and nothing else": one(b"\xef\xbb\xbf", ":1:1: CP107 error"),
    "an extra column": one(b"indicator,value,unit,colour\noutput,1,x,y\n", ":1:22: CP102 error",
                           says="colour"),
    "commas after the last column": one(
        table("output,,1,亿元,,,,,s,,\n", head=HEAD.strip() + ",,\n"), ":1:74: CP102 error",
        says="a column without a name"
    ),
    "a full-width comma among others": one("indicator，value,unit\noutput，1,亿元\n".encode(),
                                           ":1:1: CP104 error", says="，"),
    "a header of other words": one("指标,数值,单位\n增加值,1,亿元\n".encode(), ":1:1: CP101 error",
                                   says=IMPORT),
    "no header": one(GOOD.encode(), ":1:1: CP101 error"),
    "full-width commas": one("indicator，value，unit\noutput，1，亿元\n".encode(),
                             ":1:1: CP104 error", says="，"),
    "tabs": one("indicator\tvalue\tunit\noutput\t1\t亿元\n".encode(), ":1:1: CP104 error"),
    "a quote that never closes, after a cell of two lines": one(
        table('output,,150,亿元,normal,,2009-03-01,"a\nb","yearbook\n', row("x")),
        ":3:4: CP107 error"
    ),
    "a quote in the middle of a cell": one(
        table('output,,"150"0,亿元,normal,,2009-03-01,,yearbook\n', GOOD), ":2:9: CP107 error"
    ),
    "a cell of three lines before a bad record": one(
        table('output,,150,亿元,normal,,2009-03-01,,"of\r\nthe\nyear"\n',
              row("?", "labs", unit="个")),
        ":5:7: CP201 error"
    ),
    "empty lines before a bad record": one(table("\n\n", row("?")), ":4:9: CP201 error"),
    "NUL": one(table(GOOD.replace("year", "\0")), ":2:36: CP007 error", says="U+0000"),
    "text that runs backwards": one(table(GOOD.replace("year", "\u202e")), ":2:36: CP007 error",
                                    says="U+202E"),
    "a separator of lines that only some programs know": one(
        table(GOOD.replace("year", "\u2028")), ":2:36: CP007 error", says="U+2028"
    ),
    "letters that nobody sees, in a name": one(table(row("1", "out\u200bput")),
                                               ":2:1: CP501 error", says=r"out\u200bput"),
}  # fmt: skip

TOO_LONG = "the number is longer than 40 characters (round it, or write it in a larger unit)"
VALUES = {
    **{f"{text[:9]} of {len(text)} characters": number(f'"{text}"', TOO_LONG) for text in (
        "1" * 5000, "1" * 41, f"-0.{'1' * 38}", "１" * 41,
    )},
    "a number of 40 characters": number("-" + "1" * 39, "below the least", code="CP210 error"),
    "a long number with more than digits": number(f"约{'1' * 41}万", "is not a number (round it"),
    "a share above 100 %": one(table(row("104", "share", unit="%")), ":2:8: CP210 error",
                               says="the most that it can be: 100%"),
    "a share within rounding": one(
        table(row("150"), row("61", "private"), row("40.7", "share", unit="%"))
    ),
    "a later vintage that differs": one(table(GOOD, row("152", published="2010-01-05"))),
    "an unknown status": one(table(row("1", status="provisinal")), ":2:14: CP205 error",
                             says="did you mean provisional?"),
    **{f"the year {text} in the file of 2008": one(
        f"indicator,value,unit,year\noutput,1,亿元,{text}\n".encode(), ":2:13: CP211 error",
        says=says
    ) for text, says in (
        ("2007年", "year 2007年 in the file of 2008 (move the row to 2007.csv, or write 2008)"),
        ("1908", "the plan has no such year: write 2008, or remove the row"),
        ("2008.0", "2008.0 is not written as a year (write 2008)"),
        ("２００８", "２００８ is not written as a year (write 2008)"),
        ("soon", "soon is not a year (write 2008, the year of the file, or leave the cell empty)"),
        ("20080", "20080 is not a year (write 2008, the"),
        ("2008-2010", "2008-2010 is not a year (write 2008, the"),
    )},
    "no year in a column of years": one(table(f"{GOOD.strip()},\n", head=f"{HEAD.strip()},year\n")),
    "a column of years twice": one("indicator,value,unit,year,year\noutput,1,亿元,,\n".encode(),
                                   ":1:27: CP103 error", says="the column year is there twice"),
}  # fmt: skip

RATE = plan(
    "    maximum: 100\n    formula: {kind: ratio, numerator: private, denominator: output}\n", ""
)
RATED = table(row("15.9", "share", unit="%", published="2008-03-01"))

YEARS = {
    "billion yuan, million yuan and 万亿元 are converted": Hazard({
        BEFORE: level("0.0130", "万亿元", 2007), YEAR: level("15", "billion yuan"),
        AFTER: level("17000", "million yuan", 2009),
    }),
    "亿元 in the column of billion yuan": Hazard(
        {BEFORE: level("13", "billion yuan", 2007), YEAR: level("150", "billion yuan")},
        (f"{YEAR}:2:9: CP308 warning",), ("about 10 times", "is the unit 亿元?")
    ),
    "a thousand times": Hazard(
        {BEFORE: level("130", year=2007), YEAR: level("150000")},
        (f"{YEAR}:2:9: CP308 warning",), ("about 1,000 times", "check the unit and the digits")
    ),
    "several years in another unit": Hazard(
        {"actuals/2006.csv": level("120", year=2006), BEFORE: level("1300000", year=2007),
         YEAR: level("1500000"), AFTER: level("170", year=2009),
         "actuals/2010.csv": level("190", year=2010)},
        (f"{BEFORE}:2:9: CP308 warning", f"{YEAR}:2:9: CP308 warning"), ("is the unit 万元?",)
    ),
    "a count may grow tenfold": Hazard({
        BEFORE: table(row("2", "labs", unit="个", published="2008-03-01")),
        YEAR: table(row("20", "labs", unit="个")),
    }),
    "a rate as a fraction": Hazard(
        {"targets.yaml": RATE, BEFORE: RATED,
         YEAR: table(row("0.166", "share", unit="%"))},
        (f"{YEAR}:2:8: CP308 warning",), ("1/100", "is the unit 1?")
    ),
    "per cent as a fraction of 1": Hazard(
        {"targets.yaml": RATE, BEFORE: RATED,
         YEAR: table(row("17.5", "share", unit="1"))},
        (f"{YEAR}:2:8: CP308 warning",), ("about 100 times", "is the unit %?")
    ),
    "a rate may rise tenfold": Hazard(
        {"targets.yaml": RATE, BEFORE: table(row("1.5", "share", unit="%", published="2008-03-01")),
         YEAR: table(row("15", "share", unit="%"))},
    ),
    "a base of zero below its members": Hazard(
        {"targets.yaml": plan("    baseline: {value: 100}\n", ""),
         "actuals/2005.csv": table(*(row(value, entity=each, published="2006-03-01")
                                     for value, each in (("0", ""), ("20", "east")))),
         YEAR: table(GOOD)},
        ("actuals/2005.csv:2:9: CP305 warning", "actuals/2005.csv:2:9: CP503 error",
         "actuals/2006.csv: CP309 warning", f"{BEFORE}: CP309 warning"),
    ),
    "an escape sequence in a file name": Hazard(
        {YEAR: table(GOOD), "actuals/\x1b[31mred.csv": b"x"},
        (r"actuals/\x1b[31mred.csv: CP110 error",)
    ),
}  # fmt: skip

LENGTHS = (
    "a number of at most 40 characters",
    "at most 18 digits above and below the line",
    "(round it, or write it in a larger unit)",
)
YAML = {
    **{f"{text} as a value": of_plan(plan("    value: 200", f"    value: {text}"),
                                     ":39:12: CP407 error", says=LENGTHS)
       for text in ("9" * 41, "9" * 99, f"0.{'3' * 40}", f"1/{'3' * 19}", f"'{'9' * 41}'")},
    **{f"the period {text}": of_plan(
        plan("period: [2006, 2010]", f"period: {text}"), f":5:{column}: CP407 error",
        says=(says, "(write it like [2026, 2030])")
    ) for text, column, says in (
        ("[]", 9, "period must be a list of exactly 2 entries"),
        ("[2006]", 9, "period must be a list of exactly 2 entries"),
        ("[2006, 2008, 2010]", 9, "period must be a list of exactly 2 entries"),
        ("2006", 9, "period must be a list"),
        ("[2006, soon]", 16, "entry 2 of period must be a year of four digits, without quotes"),
        ("[20, 2010]", 10, "entry 1 of period must be a year of four digits"),
    )},
    "a number in a list of words": of_plan(
        plan("kinds: [town]", "kinds: [5]"), ":14:56: CP407 error", says="entry 1 of kinds must be"
    ),
    "a step of a level that is none": of_plan(
        plan("    year: 2010", "    year: 2010\n    steps: {2008: many}"), ":42:19: CP407 error",
        says="error: 2008 must be a number like 1000"
    ),
    "a date where a text is due": of_plan(
        plan("document: an example", "document: 2010-12-31"), ":4:11: CP407 error", says="a text"
    ),
    "deep nesting": of_plan(b"a: " + b"[" * 100, ":1:35: CP402 error", says="32 levels"),
    "an alias bomb": of_plan(
        b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
            b"%c: &%c [%b]\n" % (b, b, b",".join([b"*%c" % a] * 9))
            for a, b in zip(b"abcdefgh", b"bcdefghi", strict=True)
        ), ":1:4: CP402 error"
    ),
    "gbk": of_plan(PLAN.encode("gbk"), ": CP008 notice"),
    "a byte order mark": of_plan(b"\xef\xbb\xbf" + PLAN.encode()),
    "a NUL": of_plan(plan("area: county", "area: cou\0nty"), ":7:10: CP007 error"),
    "a tab": of_plan(plan('    clause: "1"', '\tclause: "1"'), ":34:1: CP401 error",
                     says="a tab"),
    "just words": of_plan(b"a plan\n", ":1:1: CP407 error"),
    "nothing but a remark": of_plan(b"# a plan\n", ":1:1: CP401 error"),
}  # fmt: skip


def cases(hazards: Mapping[str, Hazard]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("hazard", hazards.values(), ids=[*hazards])


@cases({**TEXT, **VALUES, **YEARS, **YAML})
def test_hazard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hazard: Hazard) -> None:
    lay_out(tmp_path, hazard.files)
    monkeypatch.chdir(tmp_path)
    done = run(".")
    found = done.stdout.splitlines()
    assert [re.match(r"(.*? CP\d{3} \w+): ", line)[1] for line in found] == [*hazard.wanted]  # type: ignore[index]
    assert done.exit_code == hazard.code
    for text in hazard.says:
        assert text in done.stdout


def test_nesting_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"targets.yaml": b"a: " + b"[" * 100_000})
    monkeypatch.chdir(tmp_path)
    (line,) = run(".").stdout.splitlines()
    # The YAML library has a limit of its own since 6.0.4, and tells where it reached that.
    assert re.match(r"targets\.yaml:1:(35|1003): CP402 error: .*32 levels", line)
