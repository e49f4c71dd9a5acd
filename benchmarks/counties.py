"""`overview` on as many plans as a country has counties, each of 30 targets, all invented.

Beside it stands what the check of one plan takes in a process that runs already: with all cores at
work, all of them may take a fifth more than that.
"""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import NOTHING, PROGRAM, Command, Figure, measured, python
from samples import YEARS, level, write_plan, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECTION = "counties"
PLANS = 2_844
"""County-level units of a country."""
TARGETS = 30
SEED = 20_061_013
MOST = 1.2
MOST_AGAIN = 0.1
MOST_MEMORY = 80
"""Megabytes that all plans may take beyond a tenth of them: a row of each is kept and written."""
INSIDE = """
import sys, time
from pathlib import Path
from clusterplan.cli.many_plans import Question, rows_of, sought_below
from clusterplan.cli.asked import asked
from clusterplan.reading.limits import USUAL
sought, _ = sought_below(Path(sys.argv[1]), None)
question = Question(asked=asked({}), year=None, day=None, limits=USUAL)
rows_of(sought[:5], question, None, asked({}), 1)
begun = time.perf_counter()
rows_of(sought[5:], question, None, asked({}), 1)
Path(sys.argv[2]).write_text(str((time.perf_counter() - begun) / len(sought[5:])))
"""
SAMPLE = 60
"""Plans over which the time of one is taken."""


def figures(plans: int = PLANS) -> Iterator[Figure]:
    """Measure all plans, a tenth of them, and one within a running process."""
    with tempfile.TemporaryDirectory() as name:
        folder, few, sample = (Path(name) / each for each in ("all", "few", "sample"))
        write_counties(folder, plans)
        write_counties(few, plans // 10)
        write_counties(sample, SAMPLE)
        inside = Path(name) / "seconds"
        commands = {
            NOTHING: python("pass"),
            "one": python(INSIDE, str(sample), str(inside)),
            "few": Command((PROGRAM, "overview", str(few), "-q", "-f", "json")),
            "all": Command((PROGRAM, "overview", str(folder), "-q", "-f", "json")),
        }
        taken = measured(commands, 1, Path(name))
        one = float(inside.read_text())
    every, cores = taken["all"], len(os.sched_getaffinity(0))
    what = f"{plans:,} plans of {TARGETS} targets: overview"
    yield Figure(
        SECTION,
        what,
        every.seconds / taken[NOTHING].seconds,
        every.seconds,
        every.cpu,
        every.megabytes,
    )
    told = f"{what}, next to one plan in a process that runs, times their number, by {cores} cores"
    yield Figure(SECTION, told, every.seconds / (one * plans / cores), most=MOST)
    beyond = every.megabytes - taken["few"].megabytes
    told = f"{what}, next to a tenth of them: memory"
    growth = every.megabytes / taken["few"].megabytes
    yield Figure(
        SECTION, told, growth, megabytes=beyond, most_megabytes=MOST_MEMORY * plans / PLANS
    )


def site_figures(plans: int) -> Iterator[Figure]:
    """Measure the site of so many plans, and what it takes again after one figure changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "plans"
        write_counties(folder, plans)
        words = (PROGRAM, "site", str(folder), "-o", str(Path(name) / "public"), "-q")
        first = _seconds(words)
        figures = folder / "county-0000" / "actuals" / f"{YEARS[2]}.csv"
        text = figures.read_text("utf-8")
        figures.write_text(text.replace(f",{_value_of(text)},", ",123.4,", 1), "utf-8")
        again = _seconds(words)
    what = (
        f"{plans:,} plans of {TARGETS} targets: site, after one figure changed, next to all of it"
    )
    yield Figure(SECTION, what, again / first, again, most=MOST_AGAIN)


def _seconds(words: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(words, check=True)
    return time.perf_counter() - begun


def _value_of(text: str) -> str:
    """Return the value of the first row of a table."""
    return text.splitlines()[1].split(",")[2]


def write_counties(folder: Path, plans: int) -> None:
    """Write so many plans, the same at every run; no two have the same figures."""
    chance = random.Random(SEED)  # noqa: S311 # invented figures
    for number in range(plans):
        county = folder / f"county-{number:04}"
        write_plan(county, indicators=TARGETS, entities=1, targets=TARGETS)
        plan = county / "targets.yaml"
        plan.write_text(
            plan.read_text("utf-8").replace("id: big", f"id: county-{number:04}", 1), "utf-8"
        )
        shares = [chance.uniform(0.6, 1.3) for _ in range(TARGETS)]
        for year in YEARS[:3]:
            gone = (year - YEARS[0] + 1) / len(YEARS)
            write_rows(
                county,
                year,
                (
                    (f"i{n}", "", f"{level(n) * (1 + gone * share):.1f}", f"{year + 1}-03-01")
                    for n, share in enumerate(shares)
                ),
            )
