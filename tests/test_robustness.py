"""Whatever bytes a file holds: findings, never a traceback; and what is written is read again."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clusterplan.reading.actuals_file import parse_actuals
from clusterplan.reading.csv_records import read_table
from clusterplan.reading.encoding import CONTROL, decode
from clusterplan.reading.limits import MAX_PLAN_BYTES
from clusterplan.reading.plan_file import parse_plan
from clusterplan.reading.row_reader import COLUMNS, REQUIRED
from hazards import HEAD, PLAN, lay_out, row, table
from helpers import COAST, run

pytestmark = pytest.mark.slow

SOUND = parse_plan(PLAN, "targets.yaml").plan
TABLE = table(
    *(row(f"{n}", entity=entity) for n, entity in enumerate(("", "east", "西镇", "west")))
)
SPLINTERS = (
    b"", b"\0", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"\r", b"\n", b"\r\n", b"\t", b" ",
    b'"', b"'", b",", b":", b"-", b"- ", b"? ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!x ",
    b"%",
    b"---\n", b"...\n", b"#", b"|\n", b">\n", b"<<: ", b"=1+1",
    b"999999999999999999999999999999",
    b"-1", b"0", b"1/3", b"1/0", b"1e9", b".nan", b"no", b"2010-02-30", b"9999", b"0000",
    b"all", b"each", b"none", b"compound", b"steps", b"county", b"centres", b"missing", b"%s{x}",
    "，".encode(), "\u202e".encode(), "𠮷".encode("gb18030"), "亿元".encode("gbk"),
)  # fmt: skip
"""What slips into files, and what their readers might stumble over."""


@st.composite
def mutated(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return a sound file with pieces cut out, doubled, moved, or replaced by splinters."""
    data = whole
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(start + draw(st.integers(0, 30)), len(data))
        piece = draw(st.one_of(
            st.sampled_from(SPLINTERS),
            st.binary(max_size=8),
            st.just(data[start:end] * 2),
            st.integers(0, len(data)).map(lambda at, data=data: data[at : at + 20]),  # type: ignore[misc]
        ))  # fmt: skip
        data = data[:start] + piece + data[end:]
    return data


@st.composite
def words_changed(draw: st.DrawFn, whole: str) -> bytes:
    """Return a sound plan with whole values changed, so that it is still YAML and often a plan."""
    lines = whole.splitlines()
    words = st.sampled_from([*whole.replace(":", " ").split(), *(s.decode("utf-8", "replace")
                            for s in SPLINTERS)])  # fmt: skip
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        key, _, _ = lines[at].partition(":")
        lines[at] = f"{key}: {draw(words)}" if draw(st.booleans()) else ""
    return "\n".join(lines).encode()


PLANS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(str.encode),
    mutated(PLAN.encode()),
    mutated((COAST / "targets.yaml").read_bytes()),
    words_changed(PLAN),
)
TABLES = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=100).map(HEAD.encode().__add__),
    st.text(max_size=100).map(lambda text: HEAD.encode() + text.encode()),
    mutated(TABLE),
)
lightly = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


def runs(folder: Path) -> None:
    """Run the commands that read a folder; they end in order, and show nothing raw."""
    for command in ("validate", "validate -v -f full --lang zh", "check 2008", "targets"):
        done = run(*command.split(), data=folder)
        assert done.exit_code in (0, 1, 2), done.stderr
        assert "Traceback" not in done.output
        assert not [char for char in done.output if char not in "\n†" and not char.isprintable()]


@lightly
@given(data=PLANS)
def test_no_bytes_of_a_plan_are_a_fault(tmp_path: Path, data: bytes) -> None:
    runs(lay_out(tmp_path, {"targets.yaml": data, "actuals/2008.csv": TABLE}))


@lightly
@given(data=TABLES)
def test_no_bytes_of_a_table_are_a_fault(tmp_path: Path, data: bytes) -> None:
    runs(lay_out(tmp_path, {"actuals/2008.csv": data}))


@settings(max_examples=300)
@given(data=st.one_of(PLANS, TABLES))
def test_readers_return_findings_and_never_raise(data: bytes) -> None:
    assert SOUND is not None
    source = decode(data, "f")
    assert (source.text is None) <= bool(source.findings)
    text = str(source.text or "")
    found = [*parse_actuals(text, "f", 2008, SOUND).findings, *parse_plan(text, "f").findings]
    last = max(text.count("\n") + text.count("\r"), 0) + 1
    assert all(0 <= each.line <= last + 1 and each.column >= 0 for each in found)


LETTERS = st.characters(codec="utf-8").filter(lambda char: not CONTROL.match(char))
CELLS = st.text(LETTERS, max_size=12)
RECORDS = st.lists(st.lists(CELLS, min_size=4, max_size=4).filter(any), min_size=1, max_size=5)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
NEWLINES = ("\n", "\r\n", "\r")


def written(records: list[list[str]], newline: str) -> str:
    text = io.StringIO()
    # All in quotes: Python's writer leaves a carriage return bare where it ends no line.
    writer = csv.writer(text, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerows([[*REQUIRED, "note"], *records])
    return text.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", NEWLINES, ids=("LF", "CRLF", "CR"))
@settings(max_examples=60)
@given(records=RECORDS)
def test_a_table_reads_back(encoding: str, newline: str, records: list[list[str]]) -> None:
    data = written(records, newline).encode(encoding)
    assume(encoding != "gb18030" or not is_utf8(data))  # which of the two it is nobody can tell
    source = decode(data, "f")
    assert source.text is not None
    read, header = read_table(source.text, "f", COLUMNS, REQUIRED)
    assert header == []
    assert read is not None
    # Behind the last cell there is an empty one, for columns that a file does not have.
    assert [cells for _, cells in read.records()] == [[*record, ""] for record in records]


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return not data.isascii()


@settings(max_examples=60)
@given(lines=st.lists(st.integers(0, 3), min_size=1, max_size=6), newline=st.sampled_from(NEWLINES))
def test_lines_are_counted_as_an_editor_counts_them(lines: list[int], newline: str) -> None:
    """Each record has a cell of so many lines more; the bad one at the end has its line."""
    records = [["output", "1", "亿元", "\n".join("n" * (more + 1))] for more in lines]
    text = written([*records, ["output", "?", "亿元", ""]], newline)
    assert SOUND is not None
    found = parse_actuals(text, "f", 2008, SOUND).findings
    wanted = 2 + sum(more + 1 for more in lines)
    assert [(each.code, each.line) for each in found if each.code != "CP301"] == [("CP201", wanted)]


MEGABYTES: dict[str, Callable[[int], str]] = {
    "brackets": lambda size: "a: " + "[" * (size - 3),
    "braces": lambda size: "a: " + "{" * (size - 3),
    "dashes": lambda size: "- " * (size // 2),
    "question marks": lambda size: "? " * (size // 2),
    "directives": lambda size: "%a\n" * (size // 3),
    "documents": lambda size: "---\n" * (size // 4),
    "anchors": lambda size: "".join(f"k{n}: &a{n} 1\n" for n in range(size // 20)),
    "aliases": lambda size: "a: &a 1\n" + "b: *a\n" * (size // 6 - 2),
    "one key": lambda size: "a" * (size - 3) + ": 1",
    "one value": lambda size: "a: " + "b" * (size - 4),
    "short keys": lambda size: "".join(f"{n}: 1\n" for n in range(size // 11)),
    "the same key": lambda size: "a: 1\n" * (size // 5),
    "unknown keys in every target": lambda size: PLAN.replace(
        "    path: compound\n", "    path: compound\n" + "".join(
            f"    k{n}: 1\n" for n in range((size - len(PLAN) - 100) // 14))),
    "an open quote": lambda size: 'a: "' + "b\n" * (size // 2 - 4),
    "quotes": lambda size: "a: " + '"' * (size - 4),
    "remarks": lambda size: "# x\n" * (size // 4),
    "digits": lambda size: "a: " + "1" * (size - 4),
    "colons": lambda size: "a: " + "b:" * (size // 2 - 4),
    "blanks": lambda size: "a:" + " " * (size - 4) + "1",
    "tabs": lambda size: "a:\n" + "\t" * (size - 4),
    "empty lines": lambda size: "\n" * (size - 1),
    "escapes": lambda size: 'a: "' + r"\n" * (size // 2 - 4) + '"',
}  # fmt: skip


@pytest.mark.parametrize("make", MEGABYTES.values(), ids=[*MEGABYTES])
def test_a_megabyte_of_anything_ends_at_once(make: Callable[[int], str]) -> None:
    import time  # noqa: PLC0415 # a limit that only means something on a quiet machine is generous

    text = make(MAX_PLAN_BYTES)
    assert len(text) <= MAX_PLAN_BYTES
    start = time.process_time()
    source = decode(text.encode(), "f")
    found = source.findings if source.text is None else parse_plan(source.text, "f").findings
    assert time.process_time() - start < 1.5
    assert found


def test_nothing_is_left_behind() -> None:
    """Reading writes nothing: not into the data, nor beside them."""
    with tempfile.TemporaryDirectory() as name:
        folder = lay_out(Path(name), {"actuals/2008.csv": TABLE})
        before = sorted(folder.rglob("*"))
        runs(folder)
        assert sorted(folder.rglob("*")) == before
