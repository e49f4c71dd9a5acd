"""DuckDB, in this process: no network, no files but those of the roll-up, bounded memory."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

import duckdb
from sqlglot import exp

from clusterplan.base.messages import say
from clusterplan.rollup.engines import BrokenRecordError, EngineError, TooLargeError, Type
from clusterplan.rollup.engines.dialects import written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from clusterplan.rollup.tables import Table

_DECIMAL = re.compile(r"DECIMAL\([0-9]+,[0-9]+\)")
_INTEGERS = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_FILE = re.compile(r"^\s*file\s*=\s*(.+)$", re.MULTILINE)
_POLL = 0.2
"""Seconds between two looks at how far a query is, and at whether somebody wants it to end."""


class DuckDB:
    """A database in memory that spills into a private folder.

    Args:
        folders: those that it may read.
        spill: a private folder for what does not fit into memory.
        memory: how much of that it may take, as in `2GB`.
        seen: told how far a query is, of 100.
    """

    name = "DuckDB"

    def __init__(
        self,
        folders: Sequence[Path],
        spill: Path,
        memory: str,
        seen: Callable[[int, int], None],
    ) -> None:
        self.version = duckdb.__version__
        self._seen = seen
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "temp_directory": str(spill),
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            # Of a CSV whose columns are known it guesses 42 rows, and would join the wrong way
            # round, until memory is full: queries have what is smaller on the right.
            "disabled_optimizers": "join_order,build_side_probe_side",
        }
        try:
            self._connection = duckdb.connect(":memory:", config=config)
        except duckdb.Error as error:
            raise EngineError(say("DuckDB does not start: {why}", why=_first(error))) from None
        # In this order: what is allowed can be said no more once the rest is forbidden.
        self._connection.execute("SET allowed_directories = ?", [[*map(str, folders), str(spill)]])
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def open(self, table: Table) -> Mapping[str, Type]:
        """Make a table known by its name; return its columns."""
        paths = exp.Array(expressions=[exp.Literal.string(each.path) for each in table.files])
        if table.files[0].kind == "parquet":
            source = exp.Anonymous(this="read_parquet", expressions=[paths])
        else:
            source = _csv(paths, table.files[0].head)
        view = exp.Create(
            this=exp.to_identifier(table.name, quoted=True),
            kind="VIEW",
            expression=exp.select("*").from_(source),
        )
        self._run(view)
        found = self._run(exp.select("*").from_(exp.to_table(table.name)).limit(0)).description
        return {name: _type(str(kind)) for name, kind, *_ in found or ()}

    def keep(self, name: str, query: exp.Expr) -> None:
        """Run a query, and make its result known by a name."""
        made = exp.to_identifier(name, quoted=True)
        temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
        self._run(exp.Create(this=made, kind="TABLE", expression=query, properties=temporary))

    def fetch(self, query: exp.Expr) -> Sequence[tuple[Any, ...]]:
        """Run a query that has few rows, and return them."""
        return self._run(query).fetchall()

    def write(self, query: exp.Expr) -> str:
        """Return a query in the dialect of the engine."""
        return written(query, "duckdb")

    def close(self) -> None:
        """Let go of all that it holds."""
        self._connection.close()

    def _run(self, query: exp.Expr) -> duckdb.DuckDBPyConnection:
        """Run a query in a thread: DuckDB hears of no signal, but this thread does.

        Raises:
            TooLargeError: a sum has too many digits.
            BrokenRecordError: a record of a CSV is broken.
            EngineError: memory or disk are full.
        """
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(self._connection.execute, self.write(query))
            try:
                while not wait([running], _POLL).done:
                    self._seen(max(int(self._connection.query_progress()), 0), 100)
            except BaseException:
                self._connection.interrupt()
                raise
        try:
            return running.result()
        except duckdb.OutOfRangeException:
            raise TooLargeError from None
        except duckdb.OutOfMemoryException:
            message = say("there is not enough memory or disk for this; --memory allows more")
            raise EngineError(message) from None
        except duckdb.IOException as error:
            raise EngineError(say("DuckDB cannot go on: {why}", why=_first(error))) from None
        except duckdb.InvalidInputException as error:
            file = _FILE.search(str(error))
            raise BrokenRecordError(file[1] if file else "", _reason(error)) from None


def _csv(paths: exp.Array, head: Sequence[str]) -> exp.Anonymous:
    """Return what reads CSV files: nothing about them is guessed, and every cell is a text."""
    text = exp.Literal.string("VARCHAR")
    columns = [_option(name, text, quoted=True) for name in head]
    options: dict[str, exp.Expr] = {
        "auto_detect": exp.false(),
        "header": exp.true(),
        "delim": exp.Literal.string(","),
        "quote": exp.Literal.string('"'),
        "escape": exp.Literal.string('"'),
        "columns": exp.Struct(expressions=columns),
        "strict_mode": exp.true(),
    }
    told = [_option(name, value) for name, value in options.items()]
    return exp.Anonymous(this="read_csv", expressions=[paths, *told])


def _option(name: str, value: exp.Expr, *, quoted: bool = False) -> exp.PropertyEQ:
    return exp.PropertyEQ(this=exp.to_identifier(name, quoted=quoted), expression=value)


def _type(name: str) -> Type:
    if _DECIMAL.fullmatch(name):
        return Type(name, "decimal")
    if _INTEGERS.fullmatch(name):
        return Type(name, "integer")
    if name in ("DOUBLE", "FLOAT"):
        return Type(name, "float")
    return Type(name, "text" if name in ("VARCHAR", "STRING") else "other")


def _first(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _reason(error: Exception) -> str:
    lines = [line for line in str(error).splitlines()[1:] if line.startswith("Expected")]
    return lines[0] if lines else _first(error)
