"""Data folders made of a plan and a few figures, and commands run on them as users do."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from helpers import plan_tree
from helpers import run as run_alone

YEARS = (2005, 2007, 2008)
Rows = list[tuple[str, str, str]]
"""Indicator, entity and value of a row, the same in each year."""


def indicator(identity: str, unit: str = "1", **more: Any) -> dict[str, Any]:
    names = {"zh": identity, "en": identity}
    return {"id": identity, "name": names, "unit": unit, "direction": "increase", **more}


def lay_out(
    folder: Path,
    rows: Rows,
    *indicators: dict[str, Any],
    years: Iterable[int] = YEARS,
    **parts: Any,
) -> Path:
    """Write a plan and its figures, the same in each year."""
    tree = json.loads(json.dumps(plan_tree(**parts) | {"indicators": indicators}))
    (folder / "actuals").mkdir(parents=True)
    (folder / "targets.yaml").write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    units = {each["id"]: each["unit"] for each in indicators}
    for year in years if rows else ():
        with (folder / "actuals" / f"{year}.csv").open("w", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(("indicator", "entity", "value", "unit", "published", "source"))
            out.writerows((of, at, value, units[of], "2011", "s") for of, at, value in rows)
    return folder


def run(folder: Path, *command: str) -> str:
    """Run a command on the folder: a report or findings, never a fault."""
    done = run_alone(*command, data=folder)
    assert done.exit_code in (0, 1), (command, done.output)
    return done.stdout


def target(folder: Path, year: str = "2008") -> dict[str, Any]:
    """Return the one target of the report of a year."""
    (found,) = json.loads(run(folder, "check", year, "--format", "json"))["targets"]
    assert isinstance(found, dict)
    return found
