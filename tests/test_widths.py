"""No terminal breaks what is printed: not a line, not a word; what has no room is named."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from clusterplan.locale import Locale
from clusterplan.render.columns import VITAL, Column
from clusterplan.render.document.options import Options
from clusterplan.render.terminal.screen import Screen
from clusterplan.render.terminal.wrapping import within
from folders import indicator, lay_out
from helpers import DATA, EACH_LANGUAGE, ROOT, run

WIDTHS = (60, 80, 100, 120, 200)
WIDE = 2000
"""Where nothing breaks."""


def long_goal(name: str, unit: str, value: float, comparison: str = ">=") -> dict[str, Any]:
    return {
        "id": name,
        "indicator": name,
        "clause": "第三章第二节",
        "nature": "binding",
        "value": value,
        "unit": unit,
        "comparison": comparison,
        "year": 2010,
        "path": "linear",
        "name": {
            "en": f"Consumption of {name} per unit of industrial value added",
            "zh": f"单位工业增加值{name}消耗总量控制水平",
        },
    }


@pytest.fixture(scope="module")
def long_units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a plan with units that take much room."""
    return lay_out(
        tmp_path_factory.mktemp("long") / "data",
        [("water", "", "1234.5"), ("energy", "", "0.88"), ("grain", "", "123456789.25")],
        indicator("water", "亿立方米"),
        indicator("energy", "万吨标准煤/亿元", direction="decrease"),
        indicator("grain", "万元/亩"),
        targets=(
            long_goal("water", "亿立方米", 2000),
            long_goal("energy", "万吨标准煤/亿元", 0.75, "<="),
            long_goal("grain", "万元/亩", 987654321),
        ),
    )


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stdout and stderr be a terminal."""
    monkeypatch.setattr("clusterplan.cli.telling.is_shown", lambda _: True)


REPORTS = (
    *("check 2008", "check 2008 --method all", "check 2008 --explain", "targets", "trend"),
    *("diff 2007 2008", "diff 2007 2008 --all", "validate", "check 2008 --brief"),
    "export -f opensdg",
)
OF_SHIPPED = (*REPORTS, "show zones 2008", "show county-clusters 2008 --all", "check --target 占比")
OF_LONG = (*REPORTS, "show water 2008", "show energy 2008 --all", "show grain")
ALONE = (
    *("methods", "methods pace", "methods dns", "explain", "explain CP204", "explain CP305 -v"),
    *("check 2008 --nonsense", "check 2008 --format pdf", "show", "nonsense", "import nothing.csv"),
    *("check 2004", "check --data nowhere", "new-year 2008", "init .", "init --rollup ."),
    *("overview tests", "site nowhere -o x", "rollup 2008 --memory 2"),
)


def shown(command: str, width: int, *more: object) -> str:
    done = run(*command.split(), *map(str, more), env={"COLUMNS": str(width), "NO_COLOR": "1"})
    assert done.exit_code in (0, 1, 2)
    return done.stdout + done.stderr


def words(text: str) -> set[str]:
    """Return what must not be broken: numbers and words, but at the ends of a piece of a file."""
    return set(re.findall(r"[A-Za-z0-9][A-Za-z0-9.'-]*", re.sub(r"\S*…\S*", "", text)))


SAID_WHERE_NARROW = words("No room for (--format text has all), path: all others")


def assert_unbroken(command: str, *more: object) -> None:
    whole = words(shown(command, WIDE, *more)) | SAID_WHERE_NARROW
    for width in WIDTHS:
        text = shown(command, width, *more)
        assert [line for line in text.splitlines() if cell_len(line) > width] == [], width
        assert words(text) - whole == set(), width


@pytest.mark.slow
@pytest.mark.usefixtures("terminal")
@EACH_LANGUAGE
def test_a_roll_up_is_not_broken(tmp_path: Path, language: str) -> None:
    data = shutil.copytree(ROOT / "examples" / "returns", tmp_path / "data")
    shutil.copytree(DATA, data, dirs_exist_ok=True)
    command = "rollup 2008 --published 2009-06-30 --dry-run"
    assert_unbroken(command, "--lang", language, "--data", data)


@pytest.mark.slow
@pytest.mark.usefixtures("terminal")
@EACH_LANGUAGE
@pytest.mark.parametrize("command", (*OF_SHIPPED, *ALONE))
def test_nothing_is_broken(command: str, language: str) -> None:
    assert_unbroken(command, "--lang", language, *(() if command in ALONE else ("--data", DATA)))


@pytest.mark.slow
@pytest.mark.usefixtures("terminal")
@EACH_LANGUAGE
@pytest.mark.parametrize("command", OF_LONG)
def test_long_units_are_not_broken(
    command: str, language: str, long_units: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(long_units.parent)
    assert_unbroken(command, "--data", "data", "--lang", language)


def head(text: str) -> str:
    """Return the heads of the first table, whose lines end at the rule under them."""
    return text.partition("─")[0].rpartition("\n\n")[2]


@pytest.mark.slow
@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("width", WIDTHS)
def test_what_has_no_room_is_named(long_units: Path, width: int) -> None:
    """The order of importance: verdict, name, goal, actual, gap, forecast, pace."""
    for folder in (DATA, long_units):
        text = shown("check 2008", width, "--data", folder)
        titles, said = head(text), text.partition("No room for:")[2].partition("\n\n")[0]
        assert titles.index("Verdict") < titles.index("Target")
        wanted = ("Goal", "Actual", "Gap", "rate", "Pace", "Clause", "Progress", "Needed", "Path")
        assert [each for each in wanted if each not in titles + said] == []
        assert not words(titles) & words(said) - {"Goal", "gap"}
    shipped = head(shown("check 2008", width, "--data", DATA))
    assert ("At this rate" in shipped, "Pace" in shipped) == (width >= 80, width >= 100)
    assert {"Goal", "Actual", "Gap"} <= words(shipped)


@pytest.mark.usefixtures("terminal")
def test_other_methods_have_a_table_of_their_own_where_both_have_no_room() -> None:
    narrow = shown("check 2008 --method all", 80, "--data", DATA)
    assert {"Goal", "Actual", "Gap"} <= words(head(narrow))
    assert re.search("^Verdict +Target +Eurostat", narrow, re.MULTILINE)
    wide = shown("check 2008 --method all", 200, "--data", DATA)
    assert re.search("^Verdict .*Eurostat.*Gap", wide, re.MULTILINE)


@pytest.mark.usefixtures("terminal")
@EACH_LANGUAGE
def test_the_targets_of_a_narrow_terminal_have_ids(language: str) -> None:
    for width in WIDTHS:
        text = shown("targets", width, "--data", DATA, "--lang", language)
        assert "block-share-value-added" in text


@pytest.mark.usefixtures("terminal")
def test_the_last_line_says_what_matters() -> None:
    """Ten of seventeen are behind or worse: 2 far behind, 8 behind."""
    lines = shown("check 2008 -q", 200, "--data", DATA).splitlines()
    assert lines[-1] == (
        "Behind or worse: 10 of 17. Worst: Block share: value added (far behind, pace 0.46);"
        " Cluster share of SME economy (far behind, pace 0.50); Park or village chosen (behind,"
        " pace 0.74); and 7 more."
    )
    assert lines[-1] not in shown("check 2008 -q --format text", 200, "--data", DATA)


def test_a_pipe_gets_whole_lines() -> None:
    for command in ("check 2008", "show zones", "explain CP204", "targets"):
        assert shown(command, 60, "--data", DATA) == shown(command, WIDE, "--data", DATA)


@pytest.mark.parametrize(("priority", "shown_at"), ((VITAL, (60, 80)), (VITAL + 1, (80,))))
def test_a_number_breaks_only_where_it_is_wanted_most(
    priority: int, shown_at: tuple[int, ...]
) -> None:
    """A name of 12 columns, a number of 50 that breaks into 30 and 19: 64 columns, or 44."""
    number = f"{'1' * 30} {'m' * 19}"
    columns: list[Column[str]] = [
        Column("name", "Name", lambda _: "water in all"),
        Column("number", "Number", lambda _: number, priority=priority, right=True),
    ]
    for width in (60, 80):
        ids = Screen(Options(width=width), Locale()).table(columns, ("",))
        assert ("number" in ids) is (width in shown_at)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    (
        ("  a,bc,def", 6, "  a,\n  bc,\n  def"),
        ("abc def\n  ghi", 5, "abc\ndef\n  ghi"),
        ("县（市）覆盖", 6, "县\n（市）\n覆盖"),
    ),
)
def test_lines_of_a_text(text: str, width: int, lines: str) -> None:
    assert within(text, width) == lines
