"""What `import` makes of tables: heads, parts, lines between rows, forms; no neighbour's figure."""

from __future__ import annotations

import csv as csv_module
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clusterplan.cli import app
from workbooks import Rows, xlsx

SAID = ("--published", "2028-03-15", "--source", "s")
INDUSTRY, DUST, PLACES = "industry-value-added", "fine-dust", "nursery-places"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that `init` made, without its figures."""
    CliRunner().invoke(app, ["init", str(tmp_path / "data"), "--lang", "zh"])
    for path in (tmp_path / "data" / "actuals").glob("*.csv"):
        path.unlink()
    return tmp_path / "data"


def imported(folder: Path, data: bytes, *args: str) -> Result:
    file = folder.parent / "sent.xlsx"
    file.write_bytes(data)
    command = ["import", str(file), "--data", str(folder), "--yes", "--partial", *SAID, *args]
    return CliRunner().invoke(app, [*command, "--lang", "en"])


def written(folder: Path) -> dict[str, tuple[str, str, int, str]]:
    """Return indicator, entity, year, value and unit of each row, by the cell it is from."""
    found = {}
    for path in sorted((folder / "actuals").glob("*.csv")):
        for row in csv_module.DictReader(path.read_text("utf-8").splitlines()):
            place = row["note"].split("!")[-1]
            value = f"{row['value']} {row['unit']}"
            found[place] = (row["indicator"], row["entity"], int(path.stem), value)
    return found


def places(town: str, year: int, value: int) -> tuple[str, str, int, str]:
    return PLACES, town, year, f"{value} 个"


TOWNS: Rows = (("东镇", 310, 335, 77), ("西镇", 200, 240, 78))
IN_2027 = {"C4": places("east-town", 2027, 335), "C5": places("west-town", 2027, 240)}
HEAD = ("地区", "托育位", None, None)


@pytest.mark.parametrize(
    "part", ("其中：普惠", "其中", "其中：托育位", "#普惠", "of which: public")
)
@pytest.mark.parametrize(
    ("first", "second", "third", "merged"),
    (
        # The head of the part stands beside the first, the second line; it reaches one line down.
        (("地区", "托育位", "托育位"), (None, "2026年", "2027年"), "（个）", ("A1:A3", "D1:D2")),
        (HEAD[:3], (None, "2026年", "2027年"), "（个）", ("A1:A3", "B1:C1", "B3:C3", "D1:D3")),
        (HEAD[:3], (None, 2026, 2027), "（个）", ("B1:C1", "D1:D2")),
        (("地区", "托育位", "托育位"), (None, "2026年", "2027年"), "（个）", ("A1:A3", "D2:D3")),
        (HEAD, (None, "2026年", "2027年"), "（个）", ("A1:A3", "B1:D1", "D2:D3")),
        ((None, "托育位", "托育位"), (None, "2026年", "2027年"), "（个）", ("D1:D2",)),
    ),
)
def test_a_year_over_a_column_is_its_year(
    folder: Path,
    part: str,
    first: tuple[str | None, ...],
    second: tuple[str | int | None, ...],
    third: str,
    merged: tuple[str, ...],
) -> None:
    at_first = any(area.startswith("D1") for area in merged)
    lines = [(*first[:3], part if at_first else None), (*second, None if at_first else part)]
    rows = (*lines, (None, third, third), *TOWNS)
    done = imported(folder, xlsx(rows, merged), "--year", "2027")
    assert written(folder) == IN_2027
    assert done.exit_code == 0
    assert "a part of what stands before it, not all of it: 表1!D" in done.stdout


def test_years_that_stand_above_and_not_over_columns_are_no_ones(folder: Path) -> None:
    rows = (("2026年", None), ("2027年", None), ("地区", "托育位（个）"), ("东镇", 310))
    done = imported(folder, xlsx(rows), "--year", "2027")
    assert written(folder) == {}
    assert "several years stand above: 2026, 2027" in done.stdout


@pytest.mark.parametrize(
    "name", ("其中：普惠", "其中", "其中：托育位（个）", "1.其中:民办", "including: x")
)
def test_a_part_is_never_the_row_above(folder: Path, name: str) -> None:
    rows: Rows = (
        ("指标", 2027),
        ("托育位（个）", 575),
        (name, 200),
        ("其中：工业增加值（亿元）", 118),
    )
    done = imported(folder, xlsx(rows))
    assert done.exit_code == 0
    assert written(folder) == {
        "B2": places("", 2027, 575),
        "B4": (INDUSTRY, "", 2027, "118 亿元"),
    }
    beside: Rows = (("指标", None, 2026), ("托育位（个）", name, 200))
    imported(folder, xlsx(beside))
    assert len(written(folder)) == 2


@pytest.mark.parametrize("gap", ((), ((),)))
@pytest.mark.parametrize(
    ("line", "expected"),
    (
        (("单位：亿元",), (INDUSTRY, "", 2027, "120 亿元")),
        ((None, "（单位：亿元）"), (INDUSTRY, "", 2027, "120 亿元")),
        (("单位：", "亿元"), (INDUSTRY, "", 2027, "120 亿元")),
        (("亿元",), (INDUSTRY, "", 2027, "120 亿元")),
        (("填报单位：西镇 单位：亿元",), (INDUSTRY, "west-town", 2027, "120 亿元")),
        (("填报单位：西镇",), (INDUSTRY, "west-town", 2027, "120 万元")),
        (("西镇",), (INDUSTRY, "west-town", 2027, "120 万元")),
        (("年份：2026",), (INDUSTRY, "", 2026, "120 万元")),
        (("年份：", 2026), (INDUSTRY, "", 2026, "120 万元")),
        (("2026年",), (INDUSTRY, "", 2026, "120 万元")),
        (("填报人：张三", "联系电话：0431-88904567"), (INDUSTRY, "", 2027, "120 万元")),
        (("注：东镇2026年数据为快报数",), (INDUSTRY, "", 2027, "120 万元")),
        (("2026年情况",), None),
        (("2027年1-6月",), None),
        (("填报单位：朝阳局",), None),
        (("西镇情况",), None),
        ((None, "（亿元）"), None),
    ),
)
def test_a_line_holds_from_where_it_stands(
    folder: Path,
    line: Sequence[str | int | None],
    expected: tuple[str, str, int, str] | None,
    gap: Rows,
) -> None:
    rows: Rows = (
        ("单位：万元",),
        ("指标", "数值"),
        ("托育位（个）", 575),
        *gap,
        line,
        ("工业增加值", 120),
    )
    number = len(rows)
    imported(folder, xlsx(rows), "--year", "2027")
    below = written(folder)
    assert below.pop("B3") == places("", 2027, 575)
    other_year = expected and expected[2] != 2027
    assert below == ({f"B{number}": expected} if expected and not other_year else {})
    if other_year:
        imported(folder, xlsx(rows), "--year", "2026")
        assert written(folder)[f"B{number}"] == expected


def test_an_entity_among_indicators_heads_the_rows_below_it(folder: Path) -> None:
    rows: Rows = (
        *(("项目", 2027), ("东镇",), ("托育位（个）", 335), ("西镇",), ("托育位（个）", 240)),
    )
    assert imported(folder, xlsx(rows)).exit_code == 0
    assert written(folder) == {
        "B3": places("east-town", 2027, 335),
        "B5": places("west-town", 2027, 240),
    }


def test_an_entity_without_its_figure_heads_no_rows(folder: Path) -> None:
    rows: Rows = (
        *(("名称", 2026), ("托育位（个）",), ("东镇", 310), ("西镇", None)),
        ("工业增加值（亿元）", 109),
    )
    done = imported(folder, xlsx(rows))
    assert "whether this is a heading or a row without figures is not certain" in done.stdout
    assert written(folder) == {"B3": places("east-town", 2026, 310)}


def test_each_head_in_a_block_has_its_own_rows(folder: Path) -> None:
    rows: Rows = (
        *(("填报单位：东镇",), ("指标", 2026), ("托育位（个）", 310), ("指标", 2027)),
        *(("托育位（个）", 335), (), ("表2",), ("指标", 2028), ("托育位（个）", 340)),
    )
    assert imported(folder, xlsx(rows)).exit_code == 0
    assert written(folder) == {
        "B3": places("east-town", 2026, 310),
        "B5": places("east-town", 2027, 335),
        "B9": places("east-town", 2028, 340),
    }


def test_a_year_lost_with_its_merged_cell_is_not_the_one_given(folder: Path) -> None:
    rows: Rows = (
        ("年份", "指标", "数值"),
        (2026, "托育位（个）", 510),
        (None, "工业增加值（亿元）", 109),
    )
    done = imported(folder, xlsx(rows), "--year", "2027")
    assert written(folder) == {}
    assert "the row does not name its year" in done.stdout


@pytest.mark.parametrize(
    ("title", "taken"),
    (
        ("各镇托育位", True),
        ("2027年各镇托育位", True),
        ("各镇托育位（2026—2027）", True),
        ("2026年至2030年规划执行情况", True),
        ("按2025年不变价", True),
        ("示政办发〔2026〕32号", True),
        ("示政办发(2026)32号", True),
        ("2026年版指标体系", True),
        ("示例统计年鉴2028", True),
        ("2027年比2026年增长", True),
        ("2026年各镇托育位", False),
        ("Nursery places, 2026", False),
        ("截至2026年底", False),
    ),
)
@pytest.mark.parametrize("where", ("title", "sheet"))
def test_a_title_of_another_year_is_not_taken(
    folder: Path, title: str, where: str, *, taken: bool
) -> None:
    table: Rows = (("地区", "托育位（个）"), ("东镇", 335))
    data = xlsx({title: table}) if where == "sheet" else xlsx(((title,), *table))
    done = imported(folder, data, "--year", "2027")
    row = "B2" if where == "sheet" else "B3"
    assert written(folder) == ({row: places("east-town", 2027, 335)} if taken else {})
    assert done.exit_code == (0 if taken else 1)
    assert ("the title speaks of 2026, --year says 2027" in done.stdout) is not taken
    assert ("its figures are of other years than --year" in done.stderr) is not taken


FORM: Rows = (
    ("表号：", "示统1表", "制定机关：示例市统计局", "批准文号：示统〔2026〕8号"),
    ("有效期至：2029年6月", None, "填报单位：示例市", "单位：个"),
)
SIGNED: Rows = (
    ("负责人：李四", "审核人：王五", "填报人：张三"),
    ("填报日期：", "2028年1月5日", "联系电话：", 13800000000),
    ("Prepared by: Zhang San", "Phone:", 88904567),
)


@pytest.mark.parametrize("gap", ((), ((),)))
def test_the_lines_of_a_form_are_no_figures(folder: Path, gap: Rows) -> None:
    rows: Rows = (
        *(*FORM, *gap, ("地区", "托育位", "填报人", "联系电话"), ("东镇", 335, "张三", 88904567)),
        *(*SIGNED, *gap, ("西镇", 240, "李四", 88904568), *gap, *SIGNED),
    )
    done = imported(folder, xlsx(rows), "--year", "2027")
    assert (done.exit_code, "not understood: 0." in done.stdout) == (0, True)
    assert sorted(written(folder).values()) == [
        places("east-town", 2027, 335),
        places("west-town", 2027, 240),
    ]
    done = imported(folder, xlsx((*FORM, *SIGNED)), "--year", "2027")
    assert "not understood: 0." in done.stdout


def test_whom_a_line_below_names_is_not_the_area(folder: Path) -> None:
    rows: Rows = (("指标", 2027), ("托育位（个）", 335), ("填报单位：东镇",))
    done = imported(folder, xlsx(rows))
    assert written(folder) == {}
    assert "speaks of East Town, the table names no entity" in done.stdout
