"""What `import` makes of tables: heads, parts, lines between rows, forms; no neighbour's figure."""

from __future__ import annotations

import csv as csv_module
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clusterplan.cli.app import app
from workbooks import Rows, csv, xlsx

pytestmark = pytest.mark.slow

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


@pytest.mark.parametrize(
    ("title", "town"), (("示例市情况", "east-town"), ("东镇情况", "east-town"), ("西镇情况", None))
)
@pytest.mark.parametrize("sheet", ("东镇", "表1"))
def test_a_title_that_speaks_of_another(
    folder: Path, title: str, town: str | None, sheet: str
) -> None:
    """The sheet is named after the town, or a line says it."""
    line: Rows = () if sheet == "东镇" else (("填报单位：东镇",),)
    rows: Rows = ((title,), *line, ("指标", 2027), ("托育位（个）", 335))
    done = imported(folder, xlsx({sheet: rows}))
    assert [row[1] for row in written(folder).values()] == ([town] if town else [])
    assert ("the title speaks of 西镇" in done.stdout) is (town is None)


def test_a_year_lost_with_its_merged_cell_is_not_the_one_given(folder: Path) -> None:
    rows: Rows = (
        ("年份", "指标", "数值"),
        (2026, "托育位（个）", 510),
        (None, "工业增加值（亿元）", 109),
    )
    done = imported(folder, xlsx(rows), "--year", "2027")
    assert written(folder) == {}
    assert "the row does not name its year" in done.stdout


def test_a_year_in_the_name_of_a_row_is_its_year(folder: Path) -> None:
    rows: Rows = (("指标", "数值"), ("2026年托育位（个）", 510), ("托育位（个）", 575))
    assert imported(folder, xlsx(rows), "--year", "2027").exit_code == 0
    assert written(folder) == {"B3": places("", 2027, 575)}


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
    assert "the title speaks of 东镇; whose figures these are is not certain" in done.stdout


def named(folder: Path, answers: str, monkeypatch: pytest.MonkeyPatch, *names: str) -> Result:
    """Import a figure for each name with somebody there to answer."""
    monkeypatch.setattr(import_module("clusterplan.cli.import_"), "can_ask", lambda: True)
    rows = (("名称", 2027), *((name, 5) for name in names))
    file = folder.parent / "sent.csv"
    file.write_bytes(csv(rows))
    command = ["import", str(file), "--data", str(folder), *SAID, "--lang", "en"]
    return CliRunner().invoke(app, [*command, "--indicator", "托育位", "--unit", "个"], answers)


FLOW, BLOCK = "{id: east-town, kind", "  - id: nursery-places\n    name"
ALSO = "    also:\n      # 旧称\n"
KEPT = (
    (FLOW, FLOW, "东镇区", '{id: east-town, also: ["东镇区"], kind'),
    (FLOW, '{id: "east-town", kind', "东镇区", '{id: "east-town", also: ["东镇区"], kind'),
    (FLOW, "{id: east-town, also: [], kind", "东镇区", '{id: east-town, also: ["东镇区"], kind'),
    (
        *(FLOW, "{also: [东乡], id: east-town, kind", "东镇区"),
        '{also: ["东镇区", 东乡], id: east-town, kind',
    ),
    (BLOCK, BLOCK, "托育位数", '  - id: nursery-places\n    also: ["托育位数"]\n    name'),
    (
        *(BLOCK, f"  - id: nursery-places # 报\n{ALSO}      - 托位\n    name"),
        "1、托育位数（个）",
        f'  - id: nursery-places # 报\n{ALSO}      - "托育位数"\n      - 托位\n    name',
    ),
)


@pytest.mark.parametrize(("shipped", "before", "text", "after"), KEPT)
@pytest.mark.parametrize(
    ("coding", "newline"), (("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\n"))
)
def test_what_a_name_means_is_asked_and_kept(  # a case and a manner
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    shipped: str,
    before: str,
    text: str,
    after: str,
    coding: str,
    newline: str,
) -> None:
    path = folder / "targets.yaml"
    plan = path.read_text("utf-8").replace("\n", newline)
    shipped, before, after = (each.replace("\n", newline) for each in (shipped, before, after))
    path.write_bytes(plan.replace(shipped, before, 1).encode(coding))
    done = named(folder, "y\ny\ny\n", monkeypatch, text)
    assert done.exit_code == 0
    assert path.read_bytes().decode(coding) == plan.replace(shipped, after, 1)
    assert "Write" in done.stderr
    assert [row[2:] for row in written(folder).values()] == [(2027, "5 个")]
    file = folder.parent / "sent.csv"
    again = imported(folder, file.read_bytes(), "--indicator", "托育位", "--unit", "个")
    assert "not understood: 0." in again.stdout


@pytest.mark.parametrize(
    ("answers", "code", "rows"), (("y\nn\ny\n", 0, 1), ("n\n", 1, 0), ("", 1, 0))
)
def test_what_a_name_means_holds_for_one_import(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: str, code: int, rows: int
) -> None:
    before = (folder / "targets.yaml").read_bytes()
    done = named(folder, answers, monkeypatch, "托育位数")
    assert (done.exit_code, len(written(folder))) == (code, rows)
    assert "A2: does 托育位数 mean 托育位? [y/N]" in done.stderr
    assert (folder / "targets.yaml").read_bytes() == before


def test_an_unknown_name_has_a_remedy_and_no_question_in_a_script(folder: Path) -> None:
    rows: Rows = (
        *(("指标", "2027年托育位数", 2027), ("托育位数", 1, 1), ("就业人数", 2, 2)),
        *(("工业增加值（亿）", None, 3), ("填报单位：朝阳局",), ("托育位（个）", None, 4)),
    )
    done = imported(folder, xlsx(rows))
    assert "mean" not in done.stderr
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if "表1!" in line}
    assert "did you mean 托育位? also: in the plan takes more names" in lines["表1!B1"]
    assert "did you mean 托育位?" in lines["表1!A2"]
    assert "add it to the plan, or to also: of what it stands for" in lines["表1!A3"]
    assert "known: " in lines["表1!A4"]
    assert "add it to the plan" in lines["表1!A5"]


@pytest.mark.parametrize(
    ("before", "name", "owner"),
    (
        (FLOW, "西 镇", "west-town"),
        (FLOW, "WEST-TOWN", "west-town"),
        (BLOCK, "细颗粒物浓度", "fine-dust"),
        (BLOCK, "出台大气条例", "air-law"),
    ),
)
def test_another_name_means_one_thing(folder: Path, before: str, name: str, owner: str) -> None:
    path = folder / "targets.yaml"
    head, last = before.rsplit(" ", 1)
    also = f"also: [{name}], {last}" if before is FLOW else f"also: [{name}]\n    {last}"
    path.write_text(path.read_text("utf-8").replace(before, f"{head} {also}", 1), "utf-8")
    done = CliRunner().invoke(app, ["validate", str(folder), "--lang", "en"])
    assert f"CP424 error: {name} is a name of {owner} too" in done.stdout
