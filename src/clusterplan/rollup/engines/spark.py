"""Spark, on a cluster or here: only what is added up and what is told of units comes back."""

from __future__ import annotations

import csv
import json
import os
import re
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import unquote

from py4j.protocol import Py4JError
from pyspark.errors import AnalysisException, ParseException, PySparkException
from pyspark.sql import functions
from pyspark.sql.types import (
    ByteType,
    DataType,
    DecimalType,
    FractionalType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    StructType,
)

from clusterplan.base.findings import shown
from clusterplan.base.messages import say
from clusterplan.rollup.engines import BrokenRecordError, EngineError, TooLargeError, Type
from clusterplan.rollup.engines.dialects import written
from clusterplan.rollup.engines.spark_session import PATIENCE, Session, first_words
from clusterplan.rollup.tables import bad, is_url, other_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from py4j.java_gateway import JavaObject
    from pyspark.sql import DataFrame
    from sqlglot import exp

    from clusterplan.rollup.tables import Input, Table

T = TypeVar("T")
_PATTERN = re.compile(r"([\[\]{}*?\\])")
_BAD_RECORD = re.compile(r"Malformed CSV record[^\n]*|MALFORMED_RECORD[^\n]*|Unescaped quote[^\n]*")
_INTEGERS = (ByteType, ShortType, IntegerType, LongType)


class Spark:
    """A session of Spark.

    Args:
        master: its master, `local[*]` for this machine.
        memory: of each of its processes, as in `2GB`.
        private: a folder for all that it writes here.
        seen: told how many tasks are done of how many.

    Raises:
        EngineError: it does not start.
    """

    name = "Spark"

    def __init__(
        self, master: str, memory: str, private: Path, seen: Callable[[int, int], None]
    ) -> None:
        self._session, self._seen = Session(master, memory, private), seen
        self._spark = self._session.spark
        self.version = self._session.version

    def open(self, table: Table) -> Mapping[str, Type]:
        """Make a table known by its name; return its columns."""
        frame = self._run(lambda: self._frame(table.files))
        frame.createOrReplaceTempView(table.name)
        return {each.name: _type(each.dataType) for each in frame.schema.fields}

    def keep(self, name: str, query: exp.Expr) -> None:
        """Make the result of a query known by a name; it is computed once, when it is asked for."""
        frame = self._run(lambda: self._spark.sql(self.write(query)))
        frame.persist().createOrReplaceTempView(name)

    def fetch(self, query: exp.Expr) -> Sequence[tuple[Any, ...]]:
        """Run a query that has few rows, and return them."""
        rows = self._run(lambda: self._spark.sql(self.write(query)).collect())
        return [tuple(row) for row in rows]

    def write(self, query: exp.Expr) -> str:
        """Return a query in the dialect of the engine."""
        return written(query, "spark")

    def close(self) -> None:
        """Let go of all that it holds."""
        self._session.close()

    def stored(self, pattern: str) -> list[tuple[str, int, int]]:
        """Return the files of a storage that fit a pattern, those of folders that fit instead.

        Each with its bytes and the time of its last change.
        """

        def listed() -> list[tuple[str, int, int]]:
            java, jsc = self._session.java, self._spark.sparkContext._jsc  # noqa: SLF001
            path = java.org.apache.hadoop.fs.Path(_plain(pattern, but="*"))
            storage = path.getFileSystem(jsc.hadoopConfiguration())
            found = list(storage.globStatus(path) or ())
            files = [each for each in found if not _is_folder(each)]
            for folder in filter(_is_folder, found):
                inside = storage.listStatus(folder.getPath())
                files += (one for one in inside if not (_is_folder(one) or _is_aside(one)))
            return sorted(
                (each.getPath().toString(), each.getLen(), each.getModificationTime())
                for each in files
            )

        return self._answered(pattern, listed)

    def start_of(self, url: str, size: int) -> bytes:
        """Return the first bytes of a file in a storage."""

        def read() -> bytes:
            java, jsc = self._session.java, self._spark.sparkContext._jsc  # noqa: SLF001
            path = java.org.apache.hadoop.fs.Path(url)
            file = path.getFileSystem(jsc.hadoopConfiguration()).open(path)
            try:
                return bytes(file.readNBytes(size))
            finally:
                file.close()

        return self._answered(url, read)

    def _answered(self, url: str, ask: Callable[[], T]) -> T:
        message = say(
            "{path} does not answer within {seconds} seconds", path=url, seconds=str(PATIENCE)
        )
        try:
            return self._session.wait(ask, message, PATIENCE)
        except (Py4JError, PySparkException) as error:
            why = first_words(error)
            raise EngineError(say("Spark cannot read {path}: {why}", path=url, why=why)) from None

    def _frame(self, files: Sequence[Input]) -> DataFrame:
        """Return the rows of files that have the same columns."""
        (kind,) = {each.kind for each in files}
        if kind == "csv" and not is_url(files[0].path) and files[0].original is None:
            return self._small(files[0])
        paths = [_place(each) for each in files]
        found = self._csv(files, paths) if kind == "csv" else self._parquet(files, paths)
        if len(found.inputFiles()) != len(paths):  # it passes over _names and .names in silence
            message = say("Spark leaves out files whose names begin with _ or .")
            raise bad("CP604", files[0].name, message, say("rename them"))
        return found

    def _small(self, file: Input) -> DataFrame:
        """Return the rows of a file that was made here, and no worker knows."""
        with open(file.path, encoding="utf-8", newline="") as text:  # noqa: PTH123
            rows = list(csv.DictReader(text))
        made = "SELECT inline(from_json(:rows, 'array<struct<code:string,entity:string>>'))"
        return self._spark.sql(made, args={"rows": json.dumps(rows, ensure_ascii=False)})

    def _csv(self, files: Sequence[Input], paths: Sequence[str]) -> DataFrame:
        quoted = self._looked_through(files, paths)
        schema = StructType()
        for name in files[0].head:
            schema.add(name, StringType())
        options = {
            "header": "true",
            "quote": '"',
            "escape": '"',
            "mode": "FAILFAST",
            "unescapedQuoteHandling": "RAISE_ERROR",
            "columnNameOfCorruptRecord": "".join(files[0].head) + "_",  # a name that is none
            "multiLine": str(quoted).lower(),  # else a file can be read from its middle
        }
        return self._spark.read.schema(schema).options(**options).csv(list(paths))

    def _looked_through(self, files: Sequence[Input], paths: Sequence[str]) -> bool:
        """Say whether cells stand in quotes.

        Raises:
            BadInputError: a file is not in UTF-8.
            BrokenRecordError: a quotation mark is never closed.
        """
        lines = self._spark.read.text(list(paths))
        marks = functions.length("value") - functions.length(functions.expr("replace(value, '\"')"))
        told = lines.groupBy("_metadata.file_path").agg(
            functions.sum(marks),
            functions.count_if(~functions.is_valid_utf8("value")),
        )
        names = {unquote(_bare(path)): file.name for file, path in zip(files, paths, strict=True)}
        found = [(names.get(unquote(path), path), *rest) for path, *rest in told.collect()]
        for name, quotes, broken in found:
            if broken:
                message = say("this is not UTF-8")
                hint = say("save it as CSV in UTF-8, or write Parquet")
                raise bad("CP005", name, message, hint)
            if quotes % 2:
                raise BrokenRecordError(name, say("a quotation mark is never closed"))
        return any(quotes for _, quotes, _ in found)

    def _parquet(self, files: Sequence[Input], paths: Sequence[str]) -> DataFrame:
        found = self._spark.read.parquet(*paths)
        for file, path in zip(files[1:], paths[1:], strict=True):
            columns = self._spark.read.parquet(path).schema
            if [(each.name, each.dataType) for each in columns] != [
                (each.name, each.dataType) for each in found.schema
            ]:
                raise other_columns(file, files[0])
        return found

    def _run(self, work: Callable[[], T]) -> T:
        try:
            return self._session.run(work, self._seen)
        except (Py4JError, PySparkException) as error:
            _raise(error)


def _raise(error: Exception) -> NoReturn:
    """Raise what an error of Spark means."""
    text = str(error)
    if isinstance(error, (AnalysisException, ParseException)):
        raise error  # a fault of the query, not of what it is about
    if "ARITHMETIC_OVERFLOW" in text or "NUMERIC_VALUE_OUT_OF_RANGE" in text:
        raise TooLargeError from None
    if bad := _BAD_RECORD.search(text):
        raise BrokenRecordError("", shown(bad[0])) from None
    if "OutOfMemoryError" in text or "No space left" in text:
        message = say("there is not enough memory or disk for this; --memory allows more")
        raise EngineError(message) from None
    if "FILE_NOT_EXIST" in text or "FileNotFoundException" in text:
        message = say(
            "the workers of the cluster do not find the files: lay them where all of them read,"
            " and name that place with --returns and --register"
        )
        raise EngineError(message) from None
    raise EngineError(say("Spark cannot go on: {why}", why=first_words(error))) from None


def _place(file: Input) -> str:
    """Return where Spark reads a file, which it takes for a pattern."""
    if is_url(file.path):
        return _plain(file.path)
    return f"file://{_plain(os.path.realpath(file.path))}"


def _type(kind: DataType) -> Type:
    name = kind.simpleString()
    if isinstance(kind, DecimalType):
        return Type(name, "decimal")
    if isinstance(kind, _INTEGERS):
        return Type(name, "integer")
    if isinstance(kind, FractionalType):
        return Type(name, "float")
    return Type(name, "text" if isinstance(kind, StringType) else "other")


def _is_folder(status: JavaObject) -> bool:
    return bool(status.isDirectory())


def _is_aside(status: JavaObject) -> bool:
    """Say whether a file lies beside the data of a folder, as those of Spark have some."""
    return str(status.getPath().getName()).startswith(("_", "."))


def _plain(path: str, but: str = "") -> str:
    """Return a pattern that only this path fits, but for some signs."""
    return _PATTERN.sub(lambda sign: sign[0] if sign[0] in but else f"\\{sign[0]}", path)


def _bare(place: str) -> str:
    """Return a place as Spark names it in its rows, without what makes it no pattern."""
    return re.sub(r"^([a-z][a-z0-9+.-]*):/(?!/)", r"\1:///", re.sub(r"\\(.)", r"\1", place))
