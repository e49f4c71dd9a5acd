"""A data folder with returns of units, a register, and what makes figures of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from typer.testing import Result

from folders import indicator, lay_out
from helpers import run, with_towns

PUBLISHED = ("--published", "2009-03-31")
SOME = {
    "entities": with_towns("east", "west")["entities"],
    "groups": with_towns("east", "west")["groups"],
    "target": {"unit": "万元"},
}
RETURNS = "code,town,output,turnover\n"


def told(**more: Any) -> dict[str, Any]:
    """Return a definition: the output of all units, and of the towns."""
    tree: dict[str, Any] = {
        "format": "clusterplan.rollup/1",
        "source": "returns",
        "returns": {"path": "returns/{year}.csv", "unit": "code", "decimals": 2},
        "registry": {"path": "register.csv", "unit": "code"},
        "codes": [{"id": "towns", "column": "town", "list": {"path": "towns.csv"}}],
        "figures": [
            {"indicator": "x", "sum": "output", "unit": "万元"},
            {"indicator": "x", "sum": "output", "unit": "万元", "by": "towns"},
        ],
    }
    return tree | more


def returns_of(
    folder: Path, text: str | bytes, register: str | bytes | None = None, **more: Any
) -> Path:
    """Write a folder; without a register all units of the returns are in it, each once."""
    lay_out(folder, [], indicator("x", "万元"), indicator("firms", "家"), **SOME)
    if register is None:
        rows = (line.split(",") for line in str(text).splitlines()[1:])
        units = dict.fromkeys((row[0], row[1]) for row in rows)
        register = "code,town\n" + "".join(f"{code},{town}\n" for code, town in units)
    (folder / "returns").mkdir()
    written = {
        "returns/2008.csv": text,
        "register.csv": register,
        "towns.csv": "code,entity\nE,east\nW,west\n",
        "rollup.yaml": yaml.safe_dump(json.loads(json.dumps(told(**more))), allow_unicode=True),
    }
    for name, content in written.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def rolled_up(folder: Path, *options: str | Path, published: bool = True) -> Result:
    """Run the command on a folder, and write."""
    when = PUBLISHED if published else ()
    return run("rollup", "2008", "--yes", *when, *options, data=folder)


def figures(folder: Path) -> dict[tuple[str, str], str]:
    """Return the values of the file of 2008, by indicator and entity; the last row counts."""
    lines = (folder / "actuals" / "2008.csv").read_text("utf-8").splitlines()
    rows = (line.split(",") for line in lines[1:])
    return {(row[0], row[1]): row[2] or row[4] for row in rows}


def first_row(folder: Path) -> list[str]:
    """Return the first row of the file of 2008, split at its commas."""
    return (folder / "actuals" / "2008.csv").read_text("utf-8").splitlines()[1].split(",")


def add_to_plan(folder: Path, key: str, *entries: dict[str, Any]) -> None:
    """Add indicators or entities to the plan of a folder."""
    path = folder / "targets.yaml"
    plan = yaml.safe_load(path.read_text("utf-8"))
    plan[key] += entries
    path.write_text(json.dumps(plan), "utf-8")  # without anchors, which no plan may have


def audit(folder: Path, day: str = "2009-03-31") -> Any:
    """Return the audit of a run."""
    return json.loads((folder / "rollups" / f"2008-{day}.json").read_text("utf-8"))
