"""`validate` on shapes that many rules look at: formulas, revisions, findings, crowds.

Compared is user CPU time, with a loop over `csv.reader` that reads the same files.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from check import RAISED
from measuring import PROGRAM, Command, Figure, Taken, measured, python
from samples import YEARS, write_rows
from startup import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Rows: TypeAlias = Iterator[tuple[str, ...]]

SECTION = "shapes"
READER, OURS, BASE = "csv.reader alone", "clusterplan validate", "the baseline"
READ = (
    "import csv, sys\nfor path in sys.argv[1:]:\n"
    "    with open(path, encoding='utf-8', newline='') as file:\n"
    "        for _ in csv.reader(file): pass\n"
)
DAY = "2011-03-01"
ENTITIES = 2_000
NAME = {"zh": "名", "en": "name"}
MOST_GROWTH = 13
"""Ten times the rows may take ten times the time, and a third for sorting and luck."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Some rows, how many there are, and what they may take.

    Attributes:
        make: writes a data folder with so many rows.
        sizes: how many rows, ascending; of several the last two are compared.
        most: the budget of the ratio for the largest size.
        most_megabytes: the budget of its memory.
    """

    make: Callable[[Path, int], None]
    sizes: tuple[int, ...] = (1_000_000,)
    most: float | None = None
    most_megabytes: float | None = None


def _plan(
    folder: Path,
    indicators: Iterable[Mapping[str, Any]],
    entities: int,
    **more: object,
) -> None:
    """Write a plan on indicators that are amounts of money unless they say otherwise."""
    usual: dict[str, Any] = {"name": NAME, "unit": "亿元", "direction": "increase", "minimum": 0}
    measured = [usual | dict(each) for each in indicators]
    target = {
        "id": "t",
        "clause": "1",
        "name": NAME,
        "nature": "binding",
        "indicator": measured[0]["id"],
        "comparison": ">=",
        "value": 10**9,
        "unit": "亿元",
        "year": 2010,
        "path": "linear",
        "baseline": {"value": 1},
    }
    plan = {
        "format": "clusterplan.plan/1",
        "id": "big",
        "title": NAME,
        "document": "none",
        "period": [2006, 2010],
        "base_year": 2005,
        "area": "e0",
        "entities": [
            {"id": f"e{n}", "name": NAME, "kind": "town" if n else "county"}
            for n in range(entities)
        ],
        "indicators": measured,
        "targets": [target],
        **more,
    }
    (folder / "actuals").mkdir(parents=True)
    (folder / "targets.yaml").write_text(json.dumps(plan, ensure_ascii=False), "utf-8")


def _ratio(number: int, top: str, bottom: str) -> dict[str, Any]:
    formula = {"kind": "ratio", "numerator": top, "denominator": bottom}
    return {"id": f"s{number}", "unit": "%", "formula": formula}


def shipped(folder: Path, rows: int) -> None:
    """Repeat the rows of the plan that ships, each time as published a day later."""
    shutil.copytree(DATA, folder)
    path = folder / "actuals" / "2008.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file)
    at = header.index("published")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for count, record in enumerate(islice(cycle(records), rows)):
            record[at] = str(date(2013, 1, 1) + timedelta(count // len(records)))
            writer.writerow(record)


def formulas(folder: Path, rows: int) -> None:
    """Write sound shares, sums and totals of groups over five years."""
    blocks = max(rows // (len(YEARS) * ENTITIES * 5), 1)
    indicators: list[dict[str, Any]] = []
    for n in range(blocks):
        indicators += [{"id": f"n{n}"}, {"id": f"d{n}"}, {"id": f"p{n}"}]
        indicators.append({"id": f"t{n}", "formula": {"kind": "sum", "parts": [f"n{n}", f"p{n}"]}})
        indicators.append(_ratio(n, f"n{n}", f"d{n}"))
    group = {"id": "g", "name": NAME, "kinds": ["town"], "total": "e0"}
    _plan(folder, indicators, ENTITIES, groups=[group])
    for year in YEARS:
        write_rows(folder, year, _formulas_of(year, blocks))


def _formulas_of(year: int, blocks: int) -> Rows:
    for block in range(blocks):
        own = [
            [((block + town) * step % 991 + 100) * (80 + year - YEARS[0]) for step in (71, 83, 97)]
            for town in range(1, ENTITIES)
        ]
        for town, (top, other, rest) in enumerate([[*map(sum, zip(*own, strict=True))], *own]):
            parts = {"n": top, "p": other, "t": top + other, "d": top + rest}
            for name, tenths in parts.items():
                yield f"{name}{block}", f"e{town}", f"{tenths / 10:.1f}", DAY
            yield f"s{block}", f"e{town}", f"{100 * top / (top + rest):.1f}", DAY, "%"


def _levels(folder: Path, indicators: int) -> None:
    _plan(folder, ({"id": f"i{n}"} for n in range(indicators)), ENTITIES)


def jumps(folder: Path, rows: int) -> None:
    """Write five years of levels; in one of them half are off like a wrong unit."""
    indicators = rows // (len(YEARS) * ENTITIES)
    _levels(folder, indicators)
    for year in YEARS:
        wrong = indicators // 2 if year == YEARS[2] else 0
        write_rows(
            folder,
            year,
            (
                (f"i{n}", f"e{town}", f"{_level(n, town) * (10_000 if n < wrong else 1)}", DAY)
                for n, town in product(range(indicators), range(ENTITIES))
            ),
        )


def _level(indicator: int, entity: int) -> int:
    return (indicator * ENTITIES + entity) * 7919 % 99_991 + 1


def conflicts(folder: Path, rows: int) -> None:
    """Write levels of one year; a tenth of the rows give another figure, in another series."""
    figures = rows * 9 // 10
    indicators = -(-figures // ENTITIES)
    _levels(folder, indicators)
    listed = list(islice(product(range(indicators), range(ENTITIES)), figures))
    rivals = listed[: rows - figures]
    write_rows(
        folder,
        2008,
        (
            *((f"i{n}", f"e{town}", f"{_level(n, town)}.5", DAY) for n, town in listed),
            *(
                (f"i{n}", f"e{town}", f"{_level(n, town) * 1.1 + 1:.1f}", DAY, "亿元", "other")
                for n, town in rivals
            ),
        ),
    )


def shares(folder: Path, rows: int) -> None:
    """Write shares beside what they are computed from; three in ten are wrong by some points."""
    blocks = rows // (ENTITIES * 3)
    indicators: list[dict[str, Any]] = []
    for n in range(blocks):
        indicators += [{"id": f"n{n}"}, {"id": f"d{n}"}, _ratio(n, f"n{n}", f"d{n}")]
    _plan(folder, indicators, ENTITIES)
    write_rows(folder, 2008, _shares_of(blocks))


def _shares_of(blocks: int) -> Rows:
    for block, town in product(range(blocks), range(ENTITIES)):
        top = _level(block, town)
        whole = top + _level(town % blocks, block) + 50_000
        off = 3.3 if town % 10 < 3 else 0  # noqa: PLR2004 # three in ten
        yield f"n{block}", f"e{town}", f"{top}.5", DAY
        yield f"d{block}", f"e{town}", f"{whole}.5", DAY
        yield f"s{block}", f"e{town}", f"{100 * (top + 0.5) / (whole + 0.5) + off:.1f}", DAY, "%"


def revisions(folder: Path, rows: int) -> None:
    """Write one figure, revised each day."""
    _plan(folder, [{"id": "x"}], 1)
    first = date(1900, 1, 1)
    listed = (("x", "", f"{100 + n % 50}.5", str(first + timedelta(n))) for n in range(rows))
    write_rows(folder, 2008, listed)


def series(folder: Path, rows: int) -> None:
    """Write one figure as many sources give it."""
    _plan(folder, [{"id": "x"}], 1)
    listed = (("x", "", f"{100 + n % 50}.5", DAY, "亿元", f"by {n}") for n in range(rows))
    write_rows(folder, 2008, listed)


def ratios(folder: Path, rows: int) -> None:
    """Write wrong shares that have one denominator."""
    tops = [{"id": f"n{n}"} for n in range(rows // 2)]
    _plan(folder, [{"id": "d"}, *tops, *(_ratio(n, f"n{n}", "d") for n in range(rows // 2))], 1)
    listed: list[tuple[str, ...]] = [("d", "", "10000.5", DAY)]
    for n in range(rows // 2):
        listed += [(f"n{n}", "", f"{n % 999}.5", DAY), (f"s{n}", "", "97", DAY, "%")]
    write_rows(folder, 2008, listed)


def members(folder: Path, rows: int) -> None:
    """Write a total and its members, which add up to more."""
    group = {"id": "g", "name": NAME, "kinds": ["town"], "total": "e0"}
    _plan(folder, [{"id": "x"}], rows, groups=[group])
    total = sum(range(1, rows)) * 9 // 10
    listed = (("x", f"e{n}", f"{n or total}", DAY) for n in range(rows))
    write_rows(folder, 2008, listed)


SHAPES = {
    "the plan that ships, each row revised": Shape(shipped, most=8, most_megabytes=300),
    "formulas over five years": Shape(formulas, most=6),
    "a tenth of them jumps": Shape(jumps, most=15),
    "a tenth of them conflicts": Shape(conflicts, most=15),
    "a tenth of them wrong shares": Shape(shares, most=15),
    "revisions of one figure": Shape(revisions, (1_000, 10_000, 100_000)),
    "series of one figure": Shape(series, (300, 3_000, 30_000)),
    "ratios that share a denominator": Shape(ratios, (600, 6_000, 60_000)),
    "members of a group": Shape(members, (300, 3_000, 30_000)),
}


def figures(runs: int, base: Path | None) -> Iterator[Figure]:
    """Measure each shape; beside it, where it is given, what the source of a baseline takes."""
    for name, shape in SHAPES.items():
        taken = {rows: _taken(shape, rows, runs, base) for rows in shape.sizes}
        rows = shape.sizes[-1]
        for command, own in taken[rows].items():
            limited = command == OURS
            yield Figure(
                SECTION,
                f"{rows:,} rows, {name}: {command}",
                own.cpu / taken[rows][READER].cpu,
                own.seconds,
                own.cpu,
                own.megabytes,
                most=shape.most if limited else None,
                most_megabytes=shape.most_megabytes if limited else None,
            )
        if len(shape.sizes) > 1:
            yield from _growth(name, shape.sizes, taken)


def _growth(
    name: str, sizes: Sequence[int], taken: Mapping[int, Mapping[str, Taken]]
) -> Iterator[Figure]:
    least, few, many = sizes
    for command in (OURS, BASE):
        if command in taken[many]:
            start = taken[least][command].cpu
            ratio = (taken[many][command].cpu - start) / (taken[few][command].cpu - start)
            what = f"{many:,} next to {few:,} {name}, beyond {least:,}: {command}"
            most = MOST_GROWTH if command == OURS else None
            yield Figure(SECTION, what, ratio, most=most)


def _taken(shape: Shape, rows: int, runs: int, base: Path | None) -> dict[str, Taken]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        shape.make(folder, rows)
        files = sorted(map(str, (folder / "actuals").glob("*.csv")))
        words = (PROGRAM, "validate", str(folder), "-q")
        commands = {
            READER: python(READ, *files),
            OURS: Command(words, environment=RAISED),
        }
        if base:
            commands[BASE] = Command(words, environment={**RAISED, "PYTHONPATH": str(base)})
        return measured(commands, runs, folder)
