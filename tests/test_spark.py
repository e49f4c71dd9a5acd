"""Spark: the same figures as from DuckDB, on a real cluster, and one sentence where it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusters import HEAD, cluster, hostile_returns, refuse_without_spark
from rollups import PUBLISHED, RETURNS, audit, returns_of, told

pytestmark = pytest.mark.slow
SIX = "".join(f"U{n},E,{n}.10,100\n" for n in (1, 2, 3)) + "".join(
    f"V{n},W,{n}0,100\n" for n in (1, 2, 3)
)


@pytest.fixture(scope="module")
def master() -> Iterator[str]:
    refuse_without_spark()
    with tempfile.TemporaryDirectory() as name, cluster(Path(name)) as url:
        yield url


def hostile(kind: str) -> dict[str, Any]:
    """Return a definition that makes all of the hostile returns."""
    code, town, what, output, taxes, day, ok, made = HEAD
    tree = told(
        codes=[
            {"id": "towns", "column": town, "list": {"path": "towns.csv"}, "complete": True},
            {"id": "kinds", "column": what, "prefixes": [{"prefix": "服", "entity": "west"}]},
            {"id": "own", "units": [{"entity": "east", "units": ["U5", "U6", "U7", "U8"]}]},
        ],
        edits=[
            {"id": "least", "column": output, "least": -500},
            {"id": "taxed", "column": taxes, "at_most": output},
            {"id": "jump", "column": output, "jump": 1000},
        ],
        coverage={"least": 90, "by": "value", "imputed": 1},
        disclosure={"dominance": {"n": 2, "k": 90}, "p_percent": 10},
        figures=[
            {"indicator": "x", "sum": output, "unit": "万元"},
            {"indicator": "x", "sum": output, "unit": "万元", "by": "towns"},
            {"indicator": "firms", "count": code, "unit": "家", "by": "own"},
        ],
    )
    tree["figures"][0]["where"] = [{"column": what, "other_than": ["%s"]}]
    tree["figures"][1]["where"] = [{"column": taxes, "least": 1, "most": 990}]
    tree["returns"] = {
        "path": f"returns/{{year}}.{kind}",
        "unit": code,
        "received": day,
        "confirmed": ok,
        "imputed": made,
    }
    tree["registry"] = {"path": f"register.{kind}", "unit": code, "size": "staff"}
    return tree


@pytest.mark.spark
@pytest.mark.parametrize("kind", ("csv", "parquet"))
def test_a_cluster_gives_the_same_to_the_last_digit(
    tmp_path: Path, master: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spark-defaults.conf").write_text("spark.sql.shuffle.partitions 4\n", "utf-8")
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    shared = tmp_path / "shared"
    hostile_returns(shared, kind)
    of = str(shared) if kind == "csv" else shared.as_uri()
    found = []
    for name, where, options in (
        ("duckdb", str(shared), ()),
        ("spark", of, ("--engine", "spark", "--master", master, "--memory", "600MB")),
    ):
        data = returns_of(tmp_path / name, RETURNS, "", **hostile(kind))
        (data / "towns.csv").write_text("code,entity\nE,east\nW,west\n\\,west\n", "utf-8")
        told_of = tmp_path / f"{name}.json"
        words = ("--returns", where, "--register", f"{where}/register.{kind}", "--details")
        done = installed_rollup(data, *words, str(told_of), *options)
        assert done.returncode == 0, done.stderr
        details = json.loads(told_of.read_text("utf-8"), parse_float=Decimal)
        parts = ("engine", "query", "queries") + (() if kind == "csv" else ("inputs", "findings"))
        rest = {key: each for key, each in details.items() if key not in parts}
        counts = {
            key: each for key, each in audit(data).items() if key not in (*parts, "definition")
        }
        assert details["rows"]["replaced"] > 10_000
        assert len(details["refused"]) == 7
        rest.pop("definition")
        found.append(((data / "actuals" / "2008.csv").read_bytes(), rest, counts, done.stdout))
    for one, other in zip(*found, strict=True):
        assert one == other


def installed_rollup(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "clusterplan", "rollup", "2008", "--yes", *PUBLISHED]
    return subprocess.run(
        [*command, "--data", data, *options], capture_output=True, encoding="utf-8", check=False
    )
