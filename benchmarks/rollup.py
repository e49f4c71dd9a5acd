"""`rollup` on returns of many units, next to the same SQL by hand, and to plain sums in polars."""

from __future__ import annotations

import json
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from measuring import PROGRAM, Command, Figure, Taken, measured, python
from samples import write_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECTION = "rollup"
SIZES = (10_000, 1_000_000, 10_000_000)
KINDS = ("csv", "parquet")
COUNTIES, TOWNS = 300, 20  # as in the queries below
MEMORY = "1GB"
LARGE = 1_000_000
"""Budgets of time are for returns of so many units: of fewer, the start-up is what takes long."""
MOST_TIMES = 1.3
"""Files are read once more, for their hash and their encoding; findings and sums are checked."""
MOST_SECONDS, SMALL = 1.5, 10_000
"""What a bureau with few units waits for."""
MOST_MEGABYTES = 1500
"""MEMORY, and what Python and the libraries have; however many units there are."""
OURS, BY_HAND, PLAIN = "clusterplan rollup", "the same SQL by hand", "polars, plain sums"
HAND = """
import json, pathlib, sys
import duckdb
folder, queries, kind, memory, spill = sys.argv[1:]
base = pathlib.Path(folder)
made = duckdb.connect(config={"memory_limit": memory, "temp_directory": spill,
                              "preserve_insertion_order": "false"})
read = "read_csv('{}', all_varchar=true, header=true)" if kind == "csv" else "'{}'"
for name, path in (("returns", f"returns/2008.{kind}"), ("registry", f"register.{kind}")):
    made.execute(f"CREATE VIEW {name} AS SELECT * FROM {read.format(base / path)}")
lists = f"read_csv('{base / 'lists.csv'}', all_varchar=true, header=true)"
made.execute(f"CREATE VIEW list_e0 AS SELECT * FROM {lists}")
for query in json.loads(pathlib.Path(queries).read_text()):
    name, _, rest = query.partition(": ")
    if name.isidentifier():
        made.execute(f"CREATE TEMP TABLE {name} AS {rest}")
    else:
        print(made.execute(query).fetchall())
"""
POLARS = """
import sys
import polars as pl
folder, kind = sys.argv[1:]
if kind == "csv":
    rows = pl.scan_csv(f"{folder}/returns/2008.csv", infer_schema=False)
else:
    rows = pl.scan_parquet(f"{folder}/returns/2008.parquet")
towns = pl.scan_csv(f"{folder}/lists.csv", infer_schema=False)
joined = rows.join(towns, left_on="county", right_on="code", how="left")
value = pl.col("value_added").cast(pl.Decimal(38, 4))
print(joined.group_by("entity").agg(value.sum()).collect(engine="streaming"))
"""
RETURNS = """
SELECT 'U' || n AS code, 'C' || (n * 7919 % 300) AS county,
    (n * 7919 % 1000003 / 100)::DECIMAL(18,2) AS value_added,
    (n * 7919 % 1000003 / 50)::DECIMAL(18,2) AS revenue,
    CASE WHEN again THEN '2009-02-20' ELSE '2009-02-10' END AS received,
    CASE WHEN n % 50 = 0 THEN '1' ELSE '' END AS imputed
FROM (SELECT unnest(range(?)) AS n, false AS again UNION ALL
      SELECT unnest(range(0, ?, 100)) AS n, true AS again)
"""
REGISTER = """
SELECT 'U' || n AS code, 'C' || (n * 7919 % 300) AS county, n % 500 AS staff
FROM (SELECT unnest(range(?)) AS n) WHERE n % 997 > 0
"""


def figures(runs: int, sizes: Sequence[int]) -> Iterator[Figure]:
    """Measure each size and form of returns."""
    for units in sizes:
        for kind in KINDS:
            yield from _lines(units, kind, _taken(units, kind, runs))


def _lines(units: int, kind: str, taken: dict[str, Taken]) -> Iterator[Figure]:
    hand = taken[BY_HAND]
    for name in (each for each in (BY_HAND, OURS, PLAIN) if each in taken):
        own, what = taken[name], f"{units:,} units, {kind}: {name}"
        limited = name == OURS
        yield Figure(
            SECTION,
            what,
            own.seconds / hand.seconds,
            own.seconds,
            own.cpu,
            own.megabytes,
            most=MOST_TIMES if limited and units >= LARGE else None,
            most_megabytes=MOST_MEGABYTES if limited else None,
        )
    if (units, kind) == (SMALL, "csv"):
        own = taken[OURS]
        yield Figure(SECTION, f"{units:,} units, {kind}: seconds", own.seconds, most=MOST_SECONDS)


def _taken(units: int, kind: str, runs: int) -> dict[str, Taken]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        _write(folder, units, kind)
        words = ("rollup", "2008", "--published", "2009-03-01", "--data", str(folder))
        queries = _queries(Path(name), words)
        commands = {
            OURS: Command((PROGRAM, *words, "-n", "-q", "--memory", MEMORY)),
            BY_HAND: python(HAND, str(folder), str(queries), kind, MEMORY, name),
        }
        if find_spec("polars"):
            commands[PLAIN] = python(POLARS, str(folder), kind)
        return measured(commands, runs, Path(name))


def _queries(folder: Path, words: Sequence[str]) -> Path:
    """Return a file with all that DuckDB is asked for."""
    details = folder / "details.json"
    command = [PROGRAM, *words, "-n", "-q", "--details", str(details)]
    subprocess.run(command, check=True, capture_output=True)
    queries = folder / "queries.json"
    told = json.loads(details.read_text(encoding="utf-8"))["queries"]
    queries.write_text(json.dumps(told), encoding="utf-8")
    return queries


def _write(folder: Path, units: int, kind: str) -> None:
    """Write a plan, and returns and a register of so many units, the same at every run."""
    write_plan(folder, indicators=2, entities=TOWNS + 1, targets=1)
    (folder / "returns").mkdir()
    form = "(HEADER)" if kind == "csv" else "(FORMAT parquet)"
    for query, name, given in (
        (RETURNS, f"returns/2008.{kind}", (units, units)),
        (REGISTER, f"register.{kind}", (units,)),
    ):
        duckdb.execute(f"COPY ({query}) TO '{folder / name}' {form}", given)
    counties = (f"C{n},e{n % TOWNS + 1}\n" for n in range(COUNTIES))
    (folder / "lists.csv").write_text("code,entity\n" + "".join(counties), encoding="utf-8")
    (folder / "rollup.yaml").write_text(json.dumps(_definition(kind)), encoding="utf-8")


def _definition(kind: str) -> dict[str, object]:
    added = {"indicator": "i0", "sum": "value_added", "unit": "万元"}
    taxed = {"indicator": "i1", "sum": "revenue", "unit": "万元", "by": "counties"}
    return {
        "format": "clusterplan.rollup/1",
        "source": "returns",
        "returns": {
            "path": f"returns/{{year}}.{kind}",
            "unit": "code",
            "received": "received",
            "imputed": "imputed",
        },
        "registry": {"path": f"register.{kind}", "unit": "code", "size": "staff"},
        "codes": [{"id": "counties", "column": "county", "list": {"path": "lists.csv"}}],
        "edits": [
            {"id": "least", "column": "value_added", "least": 0},
            {"id": "within", "column": "value_added", "at_most": "revenue"},
        ],
        "figures": [{**added, "by": "counties"}, added, taxed],
    }
