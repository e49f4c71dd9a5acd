"""Builders for data folders as bytes, broken in one place, and `validate` run on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import Result

from clusterplan.checks.examples import plan_text
from helpers import run as run_alone

PLAN = plan_text()
HEAD = "indicator,entity,value,unit,obs_status,qualifier,published,series,source\n"
GOOD = "output,,150,亿元,normal,,2009-03-01,,yearbook\n"
YEAR, BEFORE, AFTER = "actuals/2008.csv", "actuals/2007.csv", "actuals/2009.csv"


def row(value: str, of: str = "output", entity: str = "", unit: str = "亿元", **more: str) -> str:
    """Return a good row of a CSV, or one with a mistake in it."""
    day = more.get("published", "2009-03-01")
    status, series = more.get("status", "normal"), more.get("series", "")
    return f"{of},{entity},{value},{unit},{status},,{day},{series},yearbook\n"


def table(*rows: str, head: str = HEAD) -> bytes:
    return (head + "".join(rows)).encode()


def level(value: str, unit: str = "亿元", year: int = 2008) -> bytes:
    """Return the file of a year with the output alone."""
    return table(row(value, unit=unit, published=f"{year + 1}-03-01"))


def plan(old: str, new: str) -> bytes:
    """Return the plan with a mistake in it."""
    assert PLAN.count(old) == 1, old
    return PLAN.replace(old, new).encode()


def run(*args: str | Path) -> Result:
    """Run `validate`; whatever it is given, it ends in order and shows no control characters."""
    done = run_alone("validate", *args)
    assert done.exit_code in (0, 1, 2)
    assert "Traceback" not in done.output
    assert not [char for char in done.output if char != "\n" and not char.isprintable()]
    return done


def lay_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Make a data folder of these files, with a sound plan if none is among them."""
    (folder / "actuals").mkdir(parents=True, exist_ok=True)
    for name, data in {"targets.yaml": PLAN.encode(), **files}.items():
        (folder / name).write_bytes(data)
    return folder


@dataclass(frozen=True)
class Hazard:
    """Files, the findings wanted (place, code and level, in order), and what is said besides."""

    files: Mapping[str, bytes]
    wanted: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    @property
    def code(self) -> int:
        return int(any(each.endswith("error") for each in self.wanted))


def one(data: bytes, *wanted: str, says: str | tuple[str, ...] = ()) -> Hazard:
    """Return what a file of 2008 is blamed for; places are given without its name."""
    told = tuple(f"{YEAR}{each}" for each in wanted)
    return Hazard({YEAR: data}, told, (says,) if isinstance(says, str) else says)


def of_plan(data: bytes, *wanted: str, says: str | tuple[str, ...] = ()) -> Hazard:
    told = tuple(f"targets.yaml{each}" for each in wanted)
    return Hazard(
        {"targets.yaml": data, YEAR: table(GOOD)}, told, (says,) if isinstance(says, str) else says
    )


def number(text: str, *says: str, code: str = "CP201 error") -> Hazard:
    return one(table(row(text)), f":2:9: {code}", says=says)
