"""Plans and figures of any size to measure with."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

COLUMNS = (
    *("indicator", "entity", "value", "unit", "obs_status", "qualifier", "published"),
    *("series", "source", "note"),
)
YEARS = range(2006, 2011)


class Row(NamedTuple):
    """What varies from row to row."""

    indicator: str
    entity: str
    value: str
    day: str
    unit: str = "亿元"
    series: str = ""


def write_plan(folder: Path, *, indicators: int, entities: int, targets: int) -> None:
    """Write a plan; its targets are on the first indicators of the first entity, no two alike."""
    (folder / "actuals").mkdir(parents=True)
    with (folder / "targets.yaml").open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in _plan(indicators, entities, targets))


def _plan(indicators: int, entities: int, targets: int) -> Iterator[str]:
    yield from ("format: clusterplan.plan/1", "id: big", "title: {zh: 大, en: Big}")
    yield from ("document: none", "period: [2006, 2010]", "base_year: 2005", "area: e0")
    yield "entities:"
    for n in range(entities):
        yield f"  - {{id: e{n}, name: {{zh: 名{n}, en: n{n}}}, kind: k}}"
    yield "indicators:"
    for n in range(indicators):
        name = f"{{zh: 指{n}, en: m{n}}}"
        yield f"  - {{id: i{n}, name: {name}, unit: 亿元, direction: increase}}"
    yield "targets:"
    for n in range(targets):
        name = f"{{zh: 目{n}, en: t{n}}}"
        yield f"  - {{id: t{n}, clause: '{n}', name: {name}, nature: binding, indicator: i{n},"
        yield f"     comparison: '>=', value: {2 * level(n)}, unit: 亿元, year: 2010,"
        yield f"     path: compound, baseline: {{value: {level(n)}}}}}"


def level(target: int) -> int:
    """Return the base of a target, in 亿元."""
    return 100 + target * 7919 % 99_991


def write_rows(folder: Path, year: int, rows: Iterable[tuple[str, ...]]) -> Path:
    """Write the figures of a year, each given as the fields of a `Row`; return the file."""
    path = folder / "actuals" / f"{year}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, each in enumerate(rows):
            row, source = Row(*each), f"yearbook p. {number % 97}"
            first = (row.indicator, row.entity, row.value, row.unit)
            writer.writerow((*first, "normal", "", row.day, row.series, source, ""))
    return path
