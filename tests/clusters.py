"""A real Spark cluster on this machine, and returns of a million units as nobody wants them."""

from __future__ import annotations

import contextlib
import csv
import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

REQUIRED = os.environ.get("CLUSTERPLAN_SPARK") == "required"
"""Said by CI: what is missing for Spark is a failure there."""
UNITS = 1_000_000
HEAD = ("编码", "town", 'kind "x"', "output", "taxes", "day", "ok", "made")
TOWNS = ("E", "W", "\u3000E\u3000", " W", "S'x", "{year}", "${env:HOME}", "\\", "", "?")
HUGE = ("1" * 34 + ".1234", "-" + "1" * 34 + ".1235")
"""Numbers of 38 digits: of few of them the sum has no more."""
ODD = (
    *("", " ", "-", "+5", "1e5", "NaN", "1,000", "0.00001", "9" * 35, "１２", "12\n", "\t3", "--1"),
    *("-0", "007", " 12 ", "\u300012\u3000", "-0.0001", "5.", ".5"),
)


def refuse_without_spark() -> None:
    """Skip a test where Spark cannot run; fail it where it has to."""
    missing = [] if find_spec("pyspark") else ["the extra spark"]
    missing += [] if shutil.which("java") or "JAVA_HOME" in os.environ else ["Java"]
    if missing:
        (pytest.fail if REQUIRED else pytest.skip)(f"without {' and '.join(missing)}")


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a master and two workers; give the address of the master."""
    with contextlib.ExitStack() as started:
        log = started.enter_context(_running(folder / "master.log", "master.Master"))
        url = _said(log, r"Starting Spark master at (spark://\S+)")
        for n in range(2):
            own = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"worker{n}"), url)
            log = started.enter_context(_running(folder / f"{n}.log", "worker.Worker", *own))
            _said(log, r"(Successfully registered) with master")
        yield url


@contextlib.contextmanager
def _running(log: Path, what: str, *words: str) -> Iterator[Path]:
    home = Path(str(find_spec("pyspark").origin)).parent  # type: ignore[union-attr]
    command = (home / "bin" / "spark-class", f"org.apache.spark.deploy.{what}")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0", *words],
            env={**os.environ, "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "512m"},
            stdout=out,
            stderr=out,
        )
    try:
        yield log
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _said(log: Path, pattern: str) -> str:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if found := re.search(pattern, log.read_text("utf-8", "replace")):
            return found[1]
        time.sleep(0.1)
    pytest.fail(f"{log.name} does not say {pattern}: {log.read_text('utf-8', 'replace')[-2000:]}")


def hostile_returns(folder: Path, kind: str) -> None:
    """Write returns of 2008 and 2007 and a register into a folder, the same at every run."""
    chance = random.Random(19)
    (folder / "returns").mkdir(parents=True)
    for year, units in (("2008", UNITS), ("2007", UNITS // 10)):
        with (folder / "returns" / f"{year}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(HEAD)
            for n in range(units):
                out.writerows(_rows(n, chance))
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("编码", "town", "staff"))
        for n in range(UNITS):
            if n % 97:
                out.writerow((f"U{n}", TOWNS[n % len(TOWNS)], ODD[n] if n < len(ODD) else n % 500))
            if n % 1009 == 1:
                out.writerow((f" U{n}", "W", 3))
    if kind == "parquet":
        for path in (*folder.glob("returns/*.csv"), folder / "register.csv"):
            _as_parquet(path)


def _rows(n: int, chance: random.Random) -> Iterator[tuple[str, ...]]:
    """Return what a unit has sent: once, twice on one day, or corrected later, perhaps too late."""
    number = f"{chance.randrange(-10_000, 10**9) / 10 ** chance.randrange(5):.4f}"
    if n < 4 * len(HUGE):
        number = HUGE[n % len(HUGE)]
    elif n % 101 == 0:
        number = chance.choice(ODD)
    day = f"2009-0{chance.randrange(1, 4)}-1{n % 10}" if n % 1013 else "1 May"
    flags = ("是" if n % 7 == 0 else "", "TRUE" if n % 31 == 0 else "no")
    kind = ("", "goods", "服务", "a'b\\", "%s")[n % 5]
    name = "" if n % 1511 == 0 else f"U{n}"
    row = (name, TOWNS[n * 7 % len(TOWNS)], kind, number, str(n % 1000), day, *flags)
    yield row
    if n % 37 == 0:
        yield row
    if n % 41 == 0:
        yield (*row[:3], "77.7777", row[4], f"2009-0{3 + n % 2}-28", *flags)


def _as_parquet(path: Path) -> None:
    """Write a CSV as Parquet; what is a number everywhere as one."""
    table = duckdb.read_csv(str(path), all_varchar=True, header=True, strict_mode=True)
    if "taxes" in table.columns:
        table = table.project("* REPLACE (taxes::DECIMAL(12,2) AS taxes)")
    table.write_parquet(str(path.with_suffix(".parquet")))
    path.unlink()
