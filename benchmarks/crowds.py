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
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
        found = [taken(_crowd(shape, size), COMMANDS, runs) for size in sizes]
        yield from grown(SECTION, (shape, shape), sizes, found, MOST_GROWTH)


def grown(
    section: str,
    called: tuple[str, str],
    sizes: Sequence[int],
    found: Sequence[Mapping[str, Taken]],
    most: float,
) -> Iterator[Figure]:
    """Compare what commands take for the larger size with nothing at all, and with the smaller.

    Args:
        section: of the figures.
        called: what there are so many of, alone and next to fewer.
        sizes: one for the start-up, the smaller, the larger.
        found: what each command takes for each size.
        most: times that the larger may take the smaller's.
    """
    start, few, many = found
    for name in (each for each in start if each != NOTHING):
        one = many[name]
        what = f"{sizes[-1]:,} {called[0]}: {name}"
        ratio = one.seconds / many[NOTHING].seconds
        yield Figure(section, what, ratio, one.seconds, one.cpu, one.megabytes)
        growth = (one.cpu - start[name].cpu) / (few[name].cpu - start[name].cpu)
        told = f"{sizes[-1]:,} next to {sizes[-2]:,} {called[1]}, {name}, beyond start-up: time"
        yield Figure(section, told, growth, most=most)


def taken(
    make: Callable[[Path], None], commands: Mapping[str, Sequence[str]], runs: int
) -> dict[str, Taken]:
    """Return what commands take on a data folder that is made for them, and what nothing takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        (folder / "actuals").mkdir(parents=True)
        make(folder)
        full = {
            command: Command((PROGRAM, *words, "--data", str(folder), "-q"), environment=RAISED)
            for command, words in commands.items()
        }
        return measured({NOTHING: python("pass"), **full}, runs, Path(name))


def _crowd(shape: str, size: int) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
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

    return make


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
