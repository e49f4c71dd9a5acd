"""A sound data folder with one mistake planted in it: one finding, on its line, and no other."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterplan.base.findings import Finding
from clusterplan.checks import check_data
from clusterplan.reading.encoding import decode
from clusterplan.reading.folder import read_folder
from clusterplan.reading.plan_file import parse_plan
from hazards import HEAD, PLAN
from helpers import COAST

COLUMNS = HEAD.strip().split(",")
YEARS = range(2005, 2011)
Row: TypeAlias = dict[str, str]


def rows_of(year: int) -> list[Row]:
    """Return what a sound file of a year holds: wholes and parts, shares, counts, days, states."""
    n = year - 2005
    east, west = 40 + 7 * n, 60 + 9 * n
    values = [
        ("output", "", f"{east + west}", "亿元"),
        ("output", "east", f"{east}", "亿元"),
        ("output", "west", f"{west}0000", "万元"),
        ("private", "", f"{(east + west) * 2 / 5:.1f}", "亿元"),
        ("share", "", "40", "%"),
        ("firms", "", f"{30 + 4 * n}", "家"),
        ("labs", "", f"{1 + n}", "个"),
        ("halls", "", f"{2 + n}", "个"),
        ("centres", "", f"{3 + 2 * n}", "个"),
        ("road", "", "2005-06-30", "date"),
        ("care", "", "under_way", "state"),
    ]
    day = f"{year + 1}-03-01"
    return [
        dict(zip(COLUMNS, (*value, "normal", "exact", day, "", "yearbook"), strict=True))
        for value in values
    ]


@dataclass
class Data:
    """A data folder to plant a mistake in; what `spoil` holds is done to the bytes of a file."""

    rows: dict[int, list[Row]] = field(
        default_factory=lambda: {year: rows_of(year) for year in YEARS}
    )
    plan: str = PLAN
    spoil: dict[int, Callable[[bytes], bytes]] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "actuals").mkdir()
            (folder / "targets.yaml").write_text(self.plan, encoding="utf-8")
            for year, rows in self.rows.items():
                (folder / "actuals" / f"{year}.csv").write_bytes(self._bytes(year, rows))
            data = read_folder(folder, "")
            return [*data.findings, *check_data(data)[0]]

    def _bytes(self, year: int, rows: Sequence[Row]) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([*row.values()] for row in rows)
        return self.spoil.get(year, bytes)(text.getvalue().encode())


Place: TypeAlias = tuple[int, int]
"""Year and index of a row."""
Plant: TypeAlias = Callable[[Data, int, int], Place | str]
"""Plants a mistake at a row; returns the row that it should be told of, or the name of a file."""
ANY = tuple(range(11))
COUNTS, NUMBERS = (5, 6, 7, 8), tuple(range(9))
MIDDLE = YEARS[1:-1]


@dataclass(frozen=True)
class Mistake:
    """A mistake, the code it should be told by, and where it can be made."""

    code: str
    plant: Plant
    indexes: tuple[int, ...] = ANY
    years: Sequence[int] = YEARS


def cell(column: str, text: str) -> Plant:
    """Write something else into a cell."""

    def plant(data: Data, year: int, index: int) -> Place:
        data.rows[year][index][column] = text
        return year, index

    return plant


def changed(column: str, change: Callable[[str], str]) -> Plant:
    def plant(data: Data, year: int, index: int) -> Place:
        row = data.rows[year][index]
        row[column] = change(row[column])
        return year, index

    return plant


def more(change: int) -> Plant:
    return changed("value", lambda text: str(int(text) + change))


def added(**cells: str) -> Plant:
    """Write a row once more at the end, with other cells."""

    def plant(data: Data, year: int, index: int) -> Place:
        rows = data.rows[year]
        rows.append({**rows[index], **cells})
        return year, len(rows) - 1

    return plant


def line(change: Callable[[bytes], bytes]) -> Plant:
    """Change the bytes of the line of a row."""

    def plant(data: Data, year: int, index: int) -> Place:
        def spoilt(text: bytes) -> bytes:
            lines = text.splitlines(keepends=True)
            lines[index + 1] = change(lines[index + 1])
            return b"".join(lines)

        data.spoil[year] = spoilt
        return year, index

    return plant


def header(old: bytes, new: bytes) -> Plant:
    def plant(data: Data, year: int, _: int) -> Place:
        data.spoil[year] = lambda text: text.replace(old, new, 1)
        return year, -1

    return plant


def whole(change: Callable[[bytes], bytes]) -> Plant:
    def plant(data: Data, year: int, _: int) -> str:
        data.spoil[year] = change
        return f"actuals/{year}.csv"

    return plant


def left_out(data: Data, year: int, index: int) -> Place:
    del data.rows[year][index]
    return year - 1, index


def no_file(data: Data, year: int, _: int) -> str:
    del data.rows[year]
    return f"actuals/{year}.csv"


def emptied(data: Data, year: int, _: int) -> Place:
    data.rows[year].clear()
    return year, -1


MISTAKES = {
    "a word for a number": Mistake("CP201", cell("value", "many"), NUMBERS),
    "a grouped number": Mistake("CP201", changed("value", lambda text: f"{text},000"), NUMBERS),
    "full-width digits": Mistake("CP202", changed("value", lambda t: t.translate(
        str.maketrans("0123456789", "０１２３４５６７８９"))), NUMBERS),
    "a unit that is none": Mistake("CP203", cell("unit", "亿")),
    "a unit of another kind": Mistake("CP204", cell("unit", "吨")),
    "a status that is none": Mistake("CP205", cell("obs_status", "final")),
    "a qualifier that is none": Mistake("CP206", cell("qualifier", "roughly")),
    "a day that is none": Mistake("CP207", cell("published", "2009/3/1")),
    "a day of completion that is none": Mistake("CP207", cell("value", "2005-06-31"), (9,)),
    "a state that is none": Mistake("CP208", cell("value", "doing"), (10,)),
    "no value": Mistake("CP209", cell("value", "")),
    "a value that is missing": Mistake("CP209", cell("obs_status", "missing")),
    "a negative count": Mistake("CP210", cell("value", "-3"), COUNTS),
    "a share above all": Mistake("CP210", cell("value", "104"), (4,)),
    "a misspelt indicator": Mistake("CP501", changed("indicator", lambda text: f"{text}s2")),
    "a misspelt entity": Mistake("CP502", cell("entity", "Est Town")),
    "a comma too many": Mistake("CP106", line(lambda text: text.replace(b",", b",,", 1))),
    "a cell too few": Mistake("CP106", line(lambda text: text.replace(b",yearbook", b""))),
    "a quote left open": Mistake("CP107", line(lambda text: b'"' + text)),
    "a control character": Mistake("CP007", line(lambda text: text.replace(b"year", b"\x1b"))),
    "a byte of no encoding": Mistake("CP005", line(lambda text: text.replace(b"year", b"\xff"))),
    "the same figure twice": Mistake("CP301", added(value="1"), (5,)),
    "the same state twice": Mistake("CP301", added(value="done"), (10,)),
    "another series": Mistake("CP302", added(value="77", series="census"), NUMBERS),
    "ten thousand times": Mistake("CP308", changed("value", lambda text: f"{text}0000".replace(
        ".0", "")), (0, 1, 2)),
    "万元 for 亿元": Mistake("CP308", cell("unit", "万元"), (0, 1, 3)),
    "亿元 for 万元": Mistake("CP308", cell("unit", "亿元"), (2,)),
    "a share as a fraction": Mistake("CP308", cell("value", "0.4"), (4,)),
    "a part above its whole": Mistake("CP303", changed("value", lambda text: f"{float(text) * 3}"),
                                      (3,)),
    "a member that counts twice": Mistake("CP305", more(-9), (0,), YEARS[1:]),
    "a share that does not fit": Mistake("CP304", cell("value", "45"), (4,)),
    "a sum that does not add up": Mistake("CP306", more(2), (8,)),
    "a cumulative count that falls": Mistake("CP307", cell("value", "29"), (5,), YEARS[1:]),
    "a year left out": Mistake("CP309", left_out, (0,), MIDDLE),
    "a file left out": Mistake("CP309", no_file, (0,), MIDDLE),
    "a figure that is made up": Mistake("CP310", cell("obs_status", "illustrative")),
    "an entity that was gone": Mistake("CP311", added(entity="old", value="1"), (6,), YEARS[2:]),
    "no source": Mistake("CP312", cell("source", "")),
    "no day": Mistake("CP313", cell("published", "")),
    "published too early": Mistake("CP314", changed("published", lambda text: (
        f"{int(text[:4]) - 1}-10-01")), NUMBERS),
    "done in the future": Mistake("CP315", cell("value", "2031-01-01"), (9,)),
    "a part of a year": Mistake("CP316", cell("source", "前三季度快报")),
    "a header that is misspelt": Mistake("CP102", header(b"value", b"valeu")),
    "a column twice": Mistake("CP103", header(b"source", b"series")),
    "spaces in the header": Mistake("CP105", header(b"value", b" value")),
    "a column left out": Mistake("CP101", header(b"unit,", b"note,")),
    "an empty file": Mistake("CP004", whole(lambda _: b"")),
    "a header alone": Mistake("CP108", emptied),
    "another encoding": Mistake("CP008", whole(lambda text: text.decode().encode("gb18030"))),
    "utf-16": Mistake("CP006", whole(lambda text: text.decode().encode("utf-16"))),
}  # fmt: skip


SINGLE = [name for name, mistake in MISTAKES.items() if mistake.code in (
    "CP303", "CP304", "CP305", "CP306", "CP307", "CP308", "CP312", "CP314", "CP316",
)]  # fmt: skip
"""Mistakes in the cells of one row, against others."""


def test_the_sound_folder_is_sound() -> None:
    assert Data().findings() == []


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=[*MISTAKES])
@settings(max_examples=12)
@given(choice=st.data())
def test_one_mistake_is_one_finding(mistake: Mistake, choice: st.DataObject) -> None:
    data = Data()
    year = choice.draw(st.sampled_from(mistake.years))
    index = choice.draw(st.sampled_from(mistake.indexes))
    place = mistake.plant(data, year, index)
    wanted = (place, 0) if isinstance(place, str) else (f"actuals/{place[0]}.csv", place[1] + 2)
    found = data.findings()
    assert [(each.code, (each.file, each.line)) for each in found] == [(mistake.code, wanted)]


@pytest.mark.slow
@settings(max_examples=30)
@given(choice=st.data())
def test_the_order_of_rows_does_not_matter(choice: st.DataObject) -> None:
    data = Data()
    for name in choice.draw(st.lists(st.sampled_from(SINGLE), max_size=3, unique=True)):
        year = choice.draw(st.sampled_from(MISTAKES[name].years))
        MISTAKES[name].plant(data, year, MISTAKES[name].indexes[0])
    before = {(each.code, each.file, each.key) for each in data.findings()}
    for year, rows in data.rows.items():
        data.rows[year] = choice.draw(st.permutations(rows))
    assert {(each.code, each.file, each.key) for each in data.findings()} == before


COAST_LINES = (COAST / "targets.yaml").read_text(encoding="utf-8").splitlines()
KEYS = [at for at, text in enumerate(COAST_LINES) if re.match(r"(  )*(- )?[a-z_]+:(?! {v)", text)]
"""Lines of a plan that begin with a key; those of quotas begin with an id."""


def with_a_word_more(text: str) -> str:
    return text.replace(":", "x:", 1)


def with_a_control_character(text: str) -> str:
    return text.replace(":", ": \x07", 1)


@given(
    at=st.sampled_from(KEYS),
    planted=st.sampled_from(
        (
            ("CP405", with_a_word_more),
            ("CP007", with_a_control_character),
            ("CP402", lambda text: text.replace(":", ": &here", 1)),
            ("CP401", lambda text: text.replace(":", ": ]", 1)),
        )
    ),
)
def test_one_mistake_in_a_plan_is_one_finding(
    at: int, planted: tuple[str, Callable[[str], str]]
) -> None:
    code, change = planted
    lines = [*COAST_LINES]
    lines[at] = change(lines[at])
    source = decode("\n".join(lines).encode(), "f")
    found = source.findings if source.text is None else parse_plan(source.text, "f").findings
    assert [(each.code, each.line) for each in found] == [(code, at + 1)]


@given(at=st.sampled_from([at for at in KEYS if "- " not in COAST_LINES[at]]))
def test_a_line_of_a_plan_twice_is_one_finding(at: int) -> None:
    indent = len(COAST_LINES[at]) - len(COAST_LINES[at].lstrip())
    below = (n for n in range(at + 1, len(COAST_LINES)) if COAST_LINES[n].strip())
    end = next((n for n in below if not COAST_LINES[n].startswith(" " * (indent + 1))), None)
    block = COAST_LINES[at:end]
    lines = [*COAST_LINES[:end], *block, *COAST_LINES[end:]] if end else [*COAST_LINES, *block]
    found = parse_plan("\n".join(lines), "f").findings
    assert [(each.code, each.line) for each in found] == [("CP403", at + 1 + len(block))]
