"""How long clusterplan takes, and how much memory, next to what others need for the same file.

`python benchmarks/run.py` prints a table of ratios; `--json FILE` keeps the figures. Each command
is a process of its own, of a few runs the median counts, and only ratios within one run travel from
one machine to another. frictionless is left out where it is missing (`pip install '.[bench]'`).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tabulate import tabulate

INDICATORS, ENTITIES = 500, 2000
"""A million figures of one year in a plan that stays below its limit."""
COLUMNS = (
    *("indicator", "entity", "value", "unit", "obs_status", "qualifier", "published"),
    *("series", "source", "note"),
)
READ = "import csv, sys\nwith open(sys.argv[1], encoding='utf-8', newline='') as f:\n"
READ += "    for _ in csv.reader(f): pass\n"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
STARTUPS = (
    ("--version",),
    ("--help",),
    ("check", "2008", "--format", "json"),
    ("check", "2008", "--format", "text"),
    ("check", "2008", "--format", "table"),
    ("validate",),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one command took: median wall seconds, peak memory in MB, and times its yardstick."""

    what: str
    seconds: float
    megabytes: float
    ratio: float


def measured(command: list[str], runs: int, folder: Path) -> tuple[float, float]:
    """Return the median wall time in seconds and the largest memory of a process in MB."""
    seconds, memory = [], 0.0
    for _ in range(runs):
        begun = time.perf_counter()
        with subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        seconds.append(time.perf_counter() - begun)
        memory = max(memory, usage.ru_maxrss / 1024)
    return statistics.median(seconds), memory


def make_data(folder: Path, rows: int, *, good: bool) -> Path:
    """Make a data folder whose one file has so many rows, all good or all bad."""
    (folder / "actuals").mkdir(parents=True)
    lines = [
        *("format: clusterplan.plan/1", "id: big", "title: {zh: 大, en: Big}", "document: none"),
        *("period: [2006, 2010]", "base_year: 2005", "area: e0", "entities:"),
        *(f"  - {{id: e{n}, name: {{zh: 名{n}, en: n{n}}}, kind: k}}" for n in range(ENTITIES)),
        "indicators:",
        *(
            f"  - {{id: i{n}, name: {{zh: 指{n}, en: m{n}}}, unit: 亿元, direction: increase}}"
            for n in range(INDICATORS)
        ),
        "targets:",
        "  - {id: t, clause: '1', name: {zh: 目, en: t}, nature: binding, indicator: i0,",
        "     comparison: '>=', value: 200, unit: 亿元, year: 2010, path: compound,",
        "     baseline: {value: 100}}",
    ]
    (folder / "targets.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "actuals" / "2008.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for n in range(rows):
            value = f"{n * 7919 % 100_000 / 10 + 1:.1f}" if good else "1_000"
            subject = (f"i{n // ENTITIES}", f"e{n % ENTITIES}")
            writer.writerow(
                (
                    *subject,
                    value,
                    "亿元",
                    "normal",
                    "",
                    "2009-03-01",
                    "",
                    f"yearbook p. {n % 97}",
                    "",
                )
            )
    return path


def schema_for(path: Path) -> Path:
    """Write what frictionless needs to check the same columns, with the figure as primary key."""
    types = {"value": "number", "published": "date"}
    fields = [{"name": name, "type": types.get(name, "string")} for name in COLUMNS]
    schema = {"fields": fields, "primaryKey": ["indicator", "entity", "series", "published"]}
    written = path.with_suffix(".schema.json")
    written.write_text(json.dumps(schema), encoding="utf-8")
    return written


def validation(program: list[str], sizes: list[int], runs: int) -> list[Figure]:
    """Measure `validate` next to a bare `csv.reader` loop and frictionless on the same file."""
    found = []
    for rows in sizes:
        for good in (True, False):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name) / "data"
                path = make_data(folder, rows, good=good)
                kind = f"{rows:,} {'good' if good else 'bad'} rows"
                reading = measured([sys.executable, "-c", READ, str(path)], runs, folder)
                found.append(Figure(f"{kind}: csv.reader alone", *reading, 1.0))
                commands = {"clusterplan validate": [*program, "validate", str(folder), "-q"]}
                if good and (other := shutil.which("frictionless", path=_scripts())):
                    schema = schema_for(path).name
                    commands["frictionless validate"] = [
                        *(
                            other,
                            "validate",
                            path.name,
                            "--schema",
                            schema,
                            "--limit-errors",
                            "1000",
                        )
                    ]
                for what, command in commands.items():
                    taken = measured(command, runs, path.parent)
                    found.append(Figure(f"{kind}: {what}", *taken, taken[0] / reading[0]))
    return found


def startup(program: list[str], runs: int) -> list[Figure]:
    """Measure short commands on the packaged plan next to a Python that does nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nothing = measured([sys.executable, "-c", "pass"], runs, folder)
        found = [Figure("python -c pass", *nothing, 1.0)]
        data = Path(__file__).parents[1] / "data"
        for arguments in STARTUPS:
            where = [] if arguments[0].startswith("-") else ["--data", str(data), "-q"]
            taken = measured([*program, *arguments, *where], runs, folder)
            words = " ".join(("clusterplan", *arguments))
            found.append(Figure(words, *taken, taken[0] / nothing[0]))
    return found


def _scripts() -> str:
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def main() -> None:
    """Run the sections that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", help="startup, validate; else both")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, action="append", help="sizes for validate (repeatable)")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    program = [str(Path(sys.executable).with_name("clusterplan"))]
    figures = []
    if "startup" in asked.sections or not asked.sections:
        figures += startup(program, asked.runs)
    if "validate" in asked.sections or not asked.sections:
        figures += validation(program, asked.rows or list(SIZES), asked.runs)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    rows = [(f.what, f"{f.seconds:.3f}", f"{f.megabytes:.0f}", f"{f.ratio:.1f}") for f in figures]
    head = ("what", "seconds", "MB", "ratio")
    print(tabulate(rows, head, disable_numparse=True, colalign=("left", *["right"] * 3)))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(f) for f in figures], indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
