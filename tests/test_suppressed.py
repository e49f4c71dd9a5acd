"""Figures that are withheld: no value, and nothing older in their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from folders import indicator, lay_out
from helpers import run
from workbooks import xlsx

HEAD = "indicator,value,unit,obs_status,published,series,source,note\n"
OLDER = "x,70,个,,2009-03-01,,s,\n"
WITHHELD = "x,,个,suppressed,2009-06-01,,s,\n"
NEWER = "x,80,个,,2009-09-01,,s,\n"


def folder(path: Path, *rows: str) -> Path:
    lay_out(path, [], indicator("x", "个"))
    year = path / "actuals" / "2008.csv"
    year.write_text(HEAD + "".join(rows), "utf-8")
    (path / "actuals" / "2005.csv").write_text(HEAD + "x,50,个,,2006,,s,\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "as_of", "actual"),
    (
        ((OLDER, WITHHELD), None, None),
        ((WITHHELD, OLDER), None, None),
        ((OLDER, WITHHELD), "2009-05-31", 70),
        ((OLDER, WITHHELD, NEWER), None, 80),
        ((OLDER, WITHHELD, NEWER), "2009-06-30", None),
        ((OLDER, WITHHELD.replace("06-01", "03-02"), "x,9,个,,,b,s,\n"), None, 9),
        (("x,71,个,illustrative,2009-03-01,,s,\n", WITHHELD), None, None),
    ),
)
def test_nothing_older_stands_for_what_is_withheld(
    tmp_path: Path, rows: tuple[str, ...], as_of: str | None, actual: int | None
) -> None:
    data = folder(tmp_path / "d", *rows)
    when = ("--as-of", as_of) if as_of else ()
    report = json.loads(run("check", "2008", "-f", "json", *when, data=data).stdout)
    (told,) = report["targets"]
    assert (told["actual"] or {}).get("value") == actual
    assert (told["status"] == "no_data") == (actual is None)
    assert run("validate", data=data).exit_code == 0


def test_show_has_what_is_withheld_and_what_stood_there(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", OLDER, WITHHELD)
    rows = json.loads(run("show", "t", "-f", "json", data=data).stdout)["rows"]
    told = {row["value"]: (row["obs_status"], row["role"]) for row in rows if row["year"] == 2008}
    assert told == {70: ("normal", "superseded"), None: ("suppressed", "withheld")}
    assert "不予公布" in run("show", "t", "--lang", "zh", data=data).stdout


@pytest.mark.parametrize(
    ("row", "code"),
    ((WITHHELD.replace("x,,", "x,7,"), "CP209"), (WITHHELD.replace("2009-06", "2009-03"), "CP301")),
)
def test_a_withheld_figure_has_no_value_and_a_day_of_its_own(
    tmp_path: Path, row: str, code: str
) -> None:
    data = folder(tmp_path / "d", OLDER, row)
    assert code in run("validate", "-f", "text", data=data).stdout


def test_a_table_may_say_that_figures_are_withheld(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", OLDER)
    table = tmp_path / "t.xlsx"
    table.write_bytes(xlsx((("Indicator", "2008", "Status"), ("x", "", "confidential"))))
    command = ("import", table, "--yes", "--published", "2009-06-01", "--source", "s")
    for added in ("1 new vintage", "nothing new"):
        done = run(*command, data=data)
        assert (done.exit_code, added in done.output) == (0, True), done.output
    last = (data / "actuals" / "2008.csv").read_text("utf-8").splitlines()[-1]
    assert last.startswith("x,,个,suppressed,2009-06-01,,s")
