"""`show` and `report` on one figure with very many rows, and on a sum of very many members."""

from __future__ import annotations

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from check import MOST_GROWTH, RAISED
from measuring import NOTHING, PROGRAM, Command, Figure, Taken, measured, python
from samples import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECTION = "crowds"
SIZES = (1, 3_000, 30_000)
"""One for the start-up, and two of which the larger may take ten times as long."""
COMMANDS = {
    "show": ("show", "t", "--year", "2008", "-f", "json"),
    "page": ("report", "2008", "-o", "out.html"),
    "workbook": ("report", "2008", "-o", "out.xlsx"),
}


def figures(runs: int, sizes: Sequence[int]) -> Iterator[Figure]:
    """Measure each shape, and how it grows between the two sizes."""
    for shape in ("revisions", "members"):
        found = {size: _taken(shape, size, runs) for size in sizes}
        start, few, many = (found[size] for size in sizes)
        for name in COMMANDS:
            taken = many[name]
            what = f"{sizes[-1]:,} {shape}: {name}"
            ratio = taken.seconds / many[NOTHING].seconds
            yield Figure(SECTION, what, ratio, taken.seconds, taken.cpu, taken.megabytes)
            growth = (taken.cpu - start[name].cpu) / (few[name].cpu - start[name].cpu)
            told = f"{sizes[-1]:,} next to {sizes[-2]:,} {shape}, {name}, beyond start-up: time"
            yield Figure(SECTION, told, growth, most=MOST_GROWTH)


def _taken(shape: str, size: int, runs: int) -> dict[str, Taken]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        (folder / "actuals").mkdir(parents=True)
        plan = json.dumps(_plan(size if shape == "members" else 0), ensure_ascii=False)
        (folder / "targets.yaml").write_text(plan, encoding="utf-8")
        first = date(1900, 1, 1)
        write_rows(
            folder,
            2008,
            (
                ("x", f"e{n}", f"{n}.5", "2009-03-01")
                if shape == "members"
                else ("x", "", f"{100 + n % 50}.5", str(first + timedelta(n)))
                for n in range(size)
            ),
        )
        commands = {NOTHING: python("pass")}
        for command, words in COMMANDS.items():
            full = (PROGRAM, *words, "--data", str(folder), "-q")
            commands[command] = Command(full, environment=RAISED)
        return measured(commands, runs, Path(name))


def _plan(members: int) -> dict[str, object]:
    """Return a plan with one target: on one figure, or on the sum of so many members."""
    name = {"zh": "名", "en": "name"}
    target = {
        "id": "t",
        "clause": "1",
        "name": name,
        "nature": "binding",
        "indicator": "x",
        "comparison": ">=",
        "value": 200,
        "unit": "亿元",
        "year": 2010,
        "path": "linear",
        "baseline": {"value": 100},
        **({"group": "g", "aggregate": "sum"} if members else {}),
    }
    towns = [{"id": f"e{n}", "name": name, "kind": "town"} for n in range(members)]
    indicator = {"id": "x", "name": name, "unit": "亿元", "direction": "increase", "minimum": 0}
    return {
        "format": "clusterplan.plan/1",
        "id": "big",
        "title": name,
        "document": "none",
        "period": [2006, 2010],
        "base_year": 2005,
        "area": "area",
        "entities": [{"id": "area", "name": name, "kind": "area"}, *towns],
        "indicators": [indicator],
        "groups": [{"id": "g", "name": name, "kinds": ["town"]}] if members else [],
        "targets": [target],
    }
