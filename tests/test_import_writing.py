"""Figures into the files of their years: nothing lost, nothing overwritten, all of it valid."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clusterplan.checks import check_data
from clusterplan.cli.app import app
from clusterplan.reading.folder import read_folder
from helpers import COAST
from workbooks import Rows, csv, ods, xls, xlsx

ROWS: Rows = (("地区", "养老床位（个）"), ("北区", 900), ("南区", "约450"))
"""Care beds of the invented plan in 2013, for which it has no file."""
HEADER = "indicator,entity,value,unit,obs_status,qualifier,published,series,source,note"
SAID = ("--published", "2014-03-01", "--source", "census office")


def run(folder: Path, data: bytes, *args: str, name: str = "beds.xlsx") -> Result:
    file = folder.parent / name
    file.write_bytes(data)
    command = ["import", str(file), "--data", str(folder), *args]
    return CliRunner().invoke(app, command, prog_name="clusterplan")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def new_findings(folder: Path) -> Counter[str]:
    """Return the codes that validate tells of a folder and did not tell of the copied plan.

    The plan has no file for 2013: once there is one, the figures that it does not have are gaps.
    """

    def codes(of: Path) -> Counter[str]:
        data = read_folder(of, "data")
        found = (each.code for each in (*data.findings, *check_data(data)[0]))
        return Counter(code for code in found if code != "CP309")

    return codes(folder) - codes(COAST)


def lines(folder: Path, year: int) -> list[str]:
    return (folder / "actuals" / f"{year}.csv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("make", (xlsx, xls, ods))
def test_a_year_without_a_file_gets_one(folder: Path, make: Callable[[Rows], bytes]) -> None:
    done = run(folder, make(ROWS), "--year", "2013", "--yes", *SAID)
    assert done.exit_code == 0
    assert done.stderr.endswith(f"clusterplan: added 2 rows to {folder}/actuals/2013.csv\n")
    assert lines(folder, 2013) == [
        HEADER,
        "beds,north,900,个,normal,exact,2014-03-01,,census office,import: beds.xlsx 表1!B2",
        "beds,south,450,个,normal,about,2014-03-01,,census office,import: beds.xlsx 表1!B3",
    ]
    assert new_findings(folder) == Counter()


@pytest.mark.parametrize(
    ("text", "newline", "encoding"),
    (
        (f"{HEADER}\nbeds,south,1,个,,,2014-01-01,,海滨统计局,旧行\n", "\n", "utf-8"),
        (f"{HEADER}\r\nbeds,south,1,个,,,2014-01-01,,海滨统计局,旧行\r\n", "\r\n", "utf-8-sig"),
        (f"{HEADER}\nbeds,south,1,个,,,2014-01-01,,海滨统计局,旧行", "\n", "gb18030"),
        (
            (
                "note,unit,value,entity,qualifier,indicator,published,source,year\r"
                "旧行,个,1,south,,beds,2014-01-01,海滨统计局,2013\r"
            ),
            "\r",
            "utf-8",
        ),
    ),
)
def test_what_is_there_stays_byte_for_byte(
    folder: Path, text: str, newline: str, encoding: str
) -> None:
    path = folder / "actuals" / "2013.csv"
    before = text.encode(encoding)
    path.write_bytes(before)
    assert run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID).exit_code == 0
    after = path.read_bytes()
    assert after.startswith(before)
    added = after.removeprefix(before).decode(encoding.removesuffix("-sig"))
    rows = added.removeprefix(newline).removesuffix(newline).split(newline)
    assert len(rows) == 2
    assert all("import: beds.xlsx 表1!" in row for row in rows)
    assert added.endswith(newline)
    data = read_folder(folder, "data")
    known = {(r.entity, str(r.value), r.note[:6]) for r in data.observations if r.year == 2013}
    assert known == {("south", "1", "旧行"), ("north", "900", "import"), ("south", "450", "import")}


def test_the_same_again_is_left_out(folder: Path) -> None:
    run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID)
    before = snapshot(folder)
    done = run(folder, xlsx(ROWS), "--year", "2013", "--yes")
    assert done.exit_code == 0
    assert "there already (line 2)" in done.stdout
    assert "nothing was written: there is nothing new" in done.stderr
    assert snapshot(folder) == before


def test_another_unit_of_the_same_amount_is_the_same(folder: Path) -> None:
    rows = (("指标", "2012"), ("不变价生产总值（万元）", "12,100,000"))
    done = run(folder, csv(rows, "\t"), "--yes", name="x.tsv")
    assert "nothing new" in done.stderr


REVISED: Rows = (("指标", "2012"), ("污水处理率(%)", 76))


def test_a_different_value_becomes_a_new_vintage(folder: Path) -> None:
    done = run(folder, xlsx(REVISED), "--yes", "--published", "2013-09-01", "--source", "s")
    assert done.exit_code == 0
    assert "new vintage (line 7)" in done.stdout
    assert "76%" in done.stdout  # as everywhere else
    assert lines(folder, 2012)[:-1] == lines(COAST, 2012)
    assert lines(folder, 2012)[-1].startswith("sewage,,76,%,normal,exact,2013-09-01,,s,import:")
    assert new_findings(folder) == Counter()


@pytest.mark.parametrize("day", ((), ("--published", "2013-03-01"), ("--published", "2012-12-31")))
def test_a_different_value_needs_a_later_day(folder: Path, day: tuple[str, ...]) -> None:
    before = snapshot(folder)
    done = run(folder, xlsx(REVISED), "--yes", *day)
    assert done.exit_code == 1
    assert "line 7 of 2012.csv has 75%, published on 1 Mar 2013" in done.stdout
    assert "--published" in done.stdout
    assert snapshot(folder) == before


def test_another_series_stands_beside(folder: Path) -> None:
    done = run(folder, xlsx(REVISED), "--yes", "--series", "water board", "--source", "s")
    assert done.exit_code == 0
    assert "water board" in lines(folder, 2012)[-1]


def test_what_an_office_sends_takes_the_place_of_what_was_made_up(folder: Path) -> None:
    path = folder / "actuals" / "2013.csv"
    path.write_text(f"{HEADER}\nbeds,north,900,个,illustrative,,2014-03-31,,s,\n", "utf-8")
    assert run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID).exit_code == 0
    assert len(lines(folder, 2013)) == 4


def test_a_row_that_waited_stays_beside_its_figure(folder: Path) -> None:
    path = folder / "actuals" / "2013.csv"
    path.write_text(f"{HEADER}\nbeds,north,,个,missing,,,,,\n", "utf-8")
    assert run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID).exit_code == 0
    assert lines(folder, 2013)[1] == "beds,north,,个,missing,,,,,"


def test_nothing_is_written_when_something_is_not_understood(folder: Path) -> None:
    before = snapshot(folder)
    data = xlsx((*ROWS, ("西区", 5)))
    done = run(folder, data, "--year", "2013", "--yes", *SAID)
    assert done.exit_code == 1
    assert "表1!A4  西区    no name of the plan" in done.stdout
    assert "nothing was written" in done.stderr
    assert snapshot(folder) == before
    done = run(folder, data, "--year", "2013", "--yes", "--partial", *SAID)
    assert done.exit_code == 1
    assert "added 2 rows" in done.stderr
    assert len(lines(folder, 2013)) == 3


def test_what_would_be_an_error_is_refused_at_its_cell(folder: Path) -> None:
    rows = (("地区", "养老床位（个）"), ("北区", -3), ("南区", 450))
    done = run(folder, xlsx(rows), "--year", "2013", "--yes", *SAID)
    assert done.exit_code == 1
    assert "表1!B2  -3 个   below the least that it can be: 0" in done.stdout
    done = run(folder, xlsx(rows), "--year", "2013", "--yes", "--partial", *SAID)
    assert lines(folder, 2013)[1:] == [
        "beds,south,450,个,normal,exact,2014-03-01,,census office,import: beds.xlsx 表1!B3"
    ]
    assert new_findings(folder) == Counter()


def test_what_validate_would_warn_of_is_shown_before(folder: Path) -> None:
    done = run(folder, xlsx(ROWS), "--year", "2013", "--dry-run")
    assert done.exit_code == 0
    assert "CP312 the source is missing (say who published it): " in done.stdout
    assert "without --dry-run this adds 2 rows" in done.stderr
    assert not (folder / "actuals" / "2013.csv").exists()


def test_several_years_go_to_their_files(folder: Path) -> None:
    rows = (("指标", 2011, "2012年", 2013, 2030), ("养老床位(个)", 1, 2, 3, 4))
    done = run(folder, xlsx(rows), "--entity", "北区", "--yes", *SAID[2:], "--published", "2016")
    assert done.exit_code == 0
    assert [len(lines(folder, year)) for year in (2011, 2012, 2013)] == [8, 18, 2]
    assert "of a year that has no file in this plan: 表1!E2" in done.stdout


def test_texts_are_safe_in_a_spreadsheet(folder: Path) -> None:
    rows = (("地区", "养老床位(个)", "资料来源", "备注"), ("北区", 1, "=cmd(1)", 'a\nb,"c"'))
    assert run(folder, xls(rows), "--year", "2013", "--yes").exit_code == 0
    row = lines(folder, 2013)[1]
    assert row.endswith(''',,'=cmd(1),"import: beds.xlsx 表1!B2; a b,""c"""''')


def test_formulas_are_no_sources(folder: Path) -> None:
    rows = (("地区", "养老床位(个)", "资料来源"), ("北区", 1, "=HYPERLINK(1)"))
    done = run(folder, xlsx(rows), "--year", "2013", "--yes")
    assert done.exit_code == 1
    assert "the formula was never calculated" in done.stdout


def test_a_file_without_a_column_that_is_needed(folder: Path) -> None:
    path = folder / "actuals" / "2013.csv"
    path.write_text("indicator,value,unit,published,source\nsulphur,70,个,2014,s\n", "utf-8")
    before = path.read_bytes()
    done = run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID)
    assert done.exit_code == 1
    assert "the file has no column entity, which the new rows need" in done.stdout
    assert path.read_bytes() == before


def test_broken_data_come_first(folder: Path) -> None:
    (folder / "actuals" / "2011.csv").write_text("nonsense\n", "utf-8")
    done = run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "CP101" in done.stderr
    assert "nothing was imported: mend these errors first" in done.stderr


@pytest.mark.parametrize(
    ("args", "named"),
    (
        ((), "nobody to ask here: --yes"),
        (("--yes", "--year", "2030"), "they run from 2010 to 2016"),
        (("--yes", "--year", "13"), "--year"),
        (("--yes", "--sheet", "表2"), "there is no sheet 表2; known: 表1"),
        (("--yes", "--indicator", "bed"), "did you mean beds?"),
        (("--yes", "--entity", "北"), "unknown name 北"),
        (("--yes", "--unit", "亿"), "unknown unit 亿"),
        (("--yes", "--unit", "个", "--unit", "户"), "several units fit: 个, 户"),
        (("--yes", "--published", "soon"), "--published"),
        (("--yes", "--status", "missing"), "--status"),
    ),
)
def test_wrong_usage(folder: Path, args: tuple[str, ...], named: str) -> None:
    before = snapshot(folder)
    done = run(folder, xlsx(ROWS), *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert named in " ".join(done.stderr.split())
    assert snapshot(folder) == before


def test_files_that_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    done = run(folder, b"%PDF", "--yes")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "beds.xlsx: this is not plain text but a PDF" in done.stderr
    for path in (tmp_path, tmp_path / "nowhere", Path(os.devnull)):
        for args in (("--yes",), ()):  # though there is nobody to ask
            command = ["import", str(path), *args, "--data", str(folder)]
            done = CliRunner().invoke(app, command)
            assert done.exit_code == 2
            assert "there is no file" in done.stderr


def test_the_packaged_plan_is_not_imported_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_bytes(csv(ROWS))
    done = CliRunner().invoke(app, ["import", "x.csv", "--yes"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no data/targets.yaml here or in a folder above" in done.stderr


@pytest.mark.parametrize("name", ("data/actuals/2012.csv", "link.csv"))
def test_a_plan_imports_nothing_from_itself(folder: Path, name: str) -> None:
    (folder.parent / "link.csv").symlink_to(folder / "actuals" / "2012.csv")
    before = snapshot(folder)
    command = ["import", str(folder.parent / name), "--yes", "--data", str(folder)]
    done = CliRunner().invoke(app, command)
    assert (done.exit_code, done.stdout, snapshot(folder)) == (2, "", before)
    assert "is a file of the plan already; import another one" in done.stderr


def test_a_file_without_figures(folder: Path) -> None:
    done = run(folder, xlsx((("关于报送数据的说明",), ("请于月底前报送",))), "--yes")
    assert done.exit_code == 1
    assert "the file has no figure of the plan" in done.stderr


def test_a_file_that_changes_in_the_meantime(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "actuals" / "2012.csv"

    def answer(*_: object) -> bool:
        path.write_bytes(path.read_bytes() + b"jobs,north,1,\xe4\xba\xba,,,2014,,s,\n")
        return True

    command = import_module("clusterplan.cli.import_")
    monkeypatch.setattr(command, "can_ask", lambda: True)
    monkeypatch.setattr(command, "agreed", answer)
    done = run(folder, xlsx(REVISED), "--published", "2014")
    assert done.exit_code == 2
    assert "2012.csv was changed in the meantime; try again" in done.stderr
    assert lines(folder, 2012)[-1].startswith("jobs,north")


def test_a_full_disk_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(folder)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = run(folder, xlsx(REVISED), "--yes", "--published", "2014")
    assert done.exit_code == 2
    assert "No space left on device" in done.stderr
    assert snapshot(folder) == before


HOLD = """
import sys, time
from pathlib import Path
from clusterplan.cli.locking import sole_writer
with sole_writer(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(60)
"""


@pytest.mark.slow
def test_two_at_once(folder: Path) -> None:
    """The second one is refused; when the first is killed the folder is free again."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "locked\n"
    before = snapshot(folder)
    done = run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID)
    assert done.exit_code == 2
    assert "another clusterplan is writing" in done.stderr
    looked = run(folder, xlsx(ROWS), "--year", "2013", "--dry-run", *SAID)
    assert looked.exit_code == 0
    assert snapshot(folder) == before
    other.send_signal(signal.SIGKILL)
    other.communicate()
    assert run(folder, xlsx(ROWS), "--year", "2013", "--yes", *SAID).exit_code == 0
    assert sorted(snapshot(folder)) == sorted([*before, "actuals/2013.csv"])
