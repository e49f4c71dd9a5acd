"""`check` on plans of more and more targets, with one figure a year for each of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import NOTHING, PROGRAM, Command, Figure, Taken, measured, python
from samples import YEARS, level, write_plan, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECTION = "check"
SIZES = (20, 200, 2_000, 20_000)
FORMATS = ("text", "json")
MOST_GROWTH = 12
"""Tenfold targets may take ten times the time and memory, and a fifth for sorting and luck."""
LONG = 2_000
"""From so many targets on a command takes seconds, and some runs are enough."""
RAISED = {"CLUSTERPLAN_LIMITS": "40"}
"""A plan of 20,000 targets is ten times what people write; the limits are there to be raised."""


def figures(runs: int, sizes: Sequence[int]) -> list[Figure]:
    """Measure `check 2008` for each size, and how it grows between the last two."""
    found = {size: _taken(size, runs if size < LONG else min(runs, 3)) for size in (1, *sizes)}
    nothing = found[1].pop(NOTHING)
    lines = []
    for size in sizes:
        taken = found[size]
        yardstick = taken.get(NOTHING, nothing)
        for name in FORMATS:
            what = f"{size:,} targets, {size * len(YEARS):,} figures, {name}"
            lines.append(_figure(what, taken[name], yardstick))
    few, many = sizes[-2:]
    return [*lines, *_growth(found[1], (few, found[few]), (many, found[many]))]


def _figure(what: str, taken: Taken, yardstick: Taken) -> Figure:
    ratio = taken.seconds / yardstick.seconds
    return Figure(SECTION, what, ratio, taken.seconds, taken.cpu, taken.megabytes)


def _growth(
    start: dict[str, Taken],
    small: tuple[int, dict[str, Taken]],
    large: tuple[int, dict[str, Taken]],
) -> Iterator[Figure]:
    """Compare two sizes by what they take beyond a plan with one target."""
    (few, before), (many, after) = small, large
    most = MOST_GROWTH if few >= LONG else None  # below it start-up hides it
    for name in FORMATS:
        what = f"{many:,} next to {few:,} targets, {name}, beyond start-up"
        time = (after[name].cpu - start[name].cpu) / (before[name].cpu - start[name].cpu)
        yield Figure(SECTION, f"{what}: time", time, most=most)
        memory = (after[name].megabytes - start[name].megabytes) / (
            before[name].megabytes - start[name].megabytes
        )
        yield Figure(SECTION, f"{what}: memory", memory, most=most)


def _taken(targets: int, runs: int) -> dict[str, Taken]:
    commands = {NOTHING: python("pass")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        write_plan(folder, indicators=targets, entities=1, targets=targets)
        for year in YEARS:
            write_rows(folder, year, _rows(year, targets))
        for form in FORMATS:
            words = (PROGRAM, "check", "2008", "--data", str(folder), "-q", "-f", form)
            commands[form] = Command(words, environment=RAISED)
        return measured(commands, runs, Path(name))


def _rows(year: int, targets: int) -> Iterator[tuple[str, ...]]:
    """Return a figure for each target: some grow faster than planned, some slower."""
    for n in range(targets):
        grown = level(n) * (1 + n % 23 / 100) ** (year - 2005)
        yield (f"i{n}", "", f"{grown:.1f}", f"{year + 1}-03-01")
