"""`validate` on one large file, next to `csv.reader` and frictionless on the same file."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from measuring import PROGRAM, SCRIPTS, Command, Figure, Taken, measured, python
from samples import COLUMNS, write_plan, write_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

Rows: TypeAlias = Iterator[tuple[str, ...]]

SECTION = "validate"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
INDICATORS, ENTITIES = 500, 2_000
"""A million figures of one year in a plan that stays below its limit."""
READER, OURS, THEIRS = "csv.reader alone", "clusterplan validate", "frictionless validate"
READ = (
    "import csv, sys\nwith open(sys.argv[1], encoding='utf-8', newline='') as file:\n"
    "    for _ in csv.reader(file): pass\n"
)
LARGE = 1_000_000
"""Budgets are for files so long: in short ones the start-up is all there is."""
MOST_TIMES, MOST_MEGABYTES = 4, 300
"""Splitting lines takes one; pydantic with a type for each column, and no rule, takes four."""
MOST_OTHER_TIMES = 6
"""Revised rows are held against each other."""
MOST_BAD_TIMES, MOST_BAD_MEGABYTES = 2, 50
"""A file in which all is wrong is what people wait for: findings are counted, a thousand kept."""


def _subject(figure: int) -> tuple[str, str]:
    return f"i{figure // ENTITIES}", f"e{figure % ENTITIES}"


def _value(figure: int) -> str:
    return f"{figure * 7919 % 100_000 / 10 + 1:.1f}"


def good(rows: int) -> Rows:
    """Return rows without a mistake, each another figure."""
    for n in range(rows):
        yield (*_subject(n), _value(n), "2009-03-01")


def bad(rows: int) -> Rows:
    """Return rows whose values are no numbers."""
    for n in range(rows):
        yield (*_subject(n), "1_000", "2009-03-01")


def revised(rows: int) -> Rows:
    """Return two vintages of each figure, the second near the first, all first ones before."""
    for n in range(rows // 2):
        yield (*_subject(n), _value(n), "2009-03-01")
    for n in range(rows // 2):
        yield (*_subject(n), f"{float(_value(n)) * 1.01:.1f}", "2010-03-01")


def dated(rows: int) -> Rows:
    """Return good rows that came out on any day of two years."""
    chance = random.Random(2008)  # noqa: S311 # the same days each time
    for n in range(rows):
        yield (*_subject(n), _value(n), str(date(2009, 1, 1) + timedelta(chance.randrange(730))))


SHAPES: dict[str, Callable[[int], Rows]] = {
    "good": good,
    "bad": bad,
    "revised": revised,
    "dated": dated,
}


def figures(runs: int, sizes: Sequence[int]) -> list[Figure]:
    """Measure each shape and size, and how bad rows compare with good ones."""
    lines = []
    for rows in sizes:
        taken = {
            shape: _taken(shape, rows, runs if rows < LARGE else min(runs, 3)) for shape in SHAPES
        }
        for shape, each in taken.items():
            most = MOST_TIMES if shape == "good" else MOST_OTHER_TIMES
            limited = rows >= LARGE and shape != "bad"
            for name in each:
                what = f"{rows:,} {shape} rows: {name}"
                lines.append(_figure(what, each, name, most if limited and name == OURS else None))
        lines.append(_bad_beside_good(rows, taken["bad"][OURS], taken["good"][OURS]))
    return lines


def _figure(what: str, taken: dict[str, Taken], name: str, most: float | None) -> Figure:
    own = taken[name]
    return Figure(
        SECTION,
        what,
        own.cpu / taken[READER].cpu,
        own.seconds,
        own.cpu,
        own.megabytes,
        most=most,
        most_megabytes=None if most is None else MOST_MEGABYTES,
    )


def _bad_beside_good(rows: int, worse: Taken, better: Taken) -> Figure:
    limited = rows >= LARGE
    return Figure(
        SECTION,
        f"{rows:,} bad rows next to good ones",
        worse.cpu / better.cpu,
        megabytes=worse.megabytes - better.megabytes,
        most=MOST_BAD_TIMES if limited else None,
        most_megabytes=MOST_BAD_MEGABYTES if limited else None,
    )


def _taken(shape: str, rows: int, runs: int) -> dict[str, Taken]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        write_plan(folder, indicators=INDICATORS, entities=ENTITIES, targets=1)
        path = write_rows(folder, 2008, SHAPES[shape](rows))
        commands = {
            READER: python(READ, str(path)),
            OURS: Command((PROGRAM, "validate", str(folder), "-q"), int(shape == "bad")),
        }
        other = SCRIPTS / "frictionless"
        if shape == "good" and other.exists():
            words = ("validate", path.name, "--schema", _schema(path).name)
            commands[THEIRS] = Command((str(other), *words))
        return measured(commands, runs, path.parent)


def _schema(path: Path) -> Path:
    """Write what frictionless needs to check the same columns, with the figure as primary key."""
    types = {"value": "number", "published": "date"}
    fields = [{"name": name, "type": types.get(name, "string")} for name in COLUMNS]
    schema = {"fields": fields, "primaryKey": ["indicator", "entity", "series", "published"]}
    written = path.with_suffix(".schema.json")
    written.write_text(json.dumps(schema), encoding="utf-8")
    return written
