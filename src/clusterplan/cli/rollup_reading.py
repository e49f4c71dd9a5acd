"""Reads what a roll-up needs and computes it, in a private folder of which nothing is left."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.findings import MAX_FINDINGS, KeptFindings
from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import BadValue, UsageFailure
from clusterplan.cli.progress import LONG, Silent, progress
from clusterplan.cli.rollup_engines import duckdb, spark
from clusterplan.reading.folder_layout import AUDITS_NAME
from clusterplan.rollup.code_lists import listed, refuse_doubles
from clusterplan.rollup.computing import Computing, Tables
from clusterplan.rollup.engines import BrokenRecordError, EngineError, TooLargeError
from clusterplan.rollup.inputs import Reader, refuse_changed
from clusterplan.rollup.storage import Storage, state_in
from clusterplan.rollup.tables import BadInputError, Table, is_url
from clusterplan.rollup.unit_findings import broken_records, told_of_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clusterplan.base.findings import Finding
    from clusterplan.cli.asked import Asked
    from clusterplan.cli.found import Place
    from clusterplan.model.plan import Plan
    from clusterplan.reading.encoding import State
    from clusterplan.rollup.computing import Computed
    from clusterplan.rollup.definition_file import DefinitionFile
    from clusterplan.rollup.engines import Engine
    from clusterplan.rollup.engines.spark import Spark
    from clusterplan.rollup.unit_findings import Told


class Wanted(Struct, frozen=True, kw_only=True):
    """What a roll-up is asked for, on the command line."""

    year: int
    published: date
    today: date
    engine: str
    master: str | None
    memory: str
    returns: str | None
    register: str | None
    details: Path | None
    yes: bool
    dry_run: bool

    @property
    def day(self) -> str:
        """Return the day that rows name."""
        return self.published.isoformat()

    @property
    def audit_name(self) -> str:
        """Return what rows call their audit: its place in the data folder."""
        return f"{AUDITS_NAME}/{self.year}-{self.day}.json"


class Read(Struct, frozen=True):
    """What was computed, of which files, by which engine, and what is told of units."""

    file: DefinitionFile
    tables: Tables
    computed: Computed
    engine: tuple[str, str]
    """Its name and version."""
    told: Told


class RefusedError(Exception):
    """Nothing can be computed: the findings say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(str(findings[0].message))
        self.findings = findings


def read_and_compute(
    asked: Asked, wanted: Wanted, place: Place, plan: Plan, definition: DefinitionFile
) -> Read:
    """Read and compute.

    Raises:
        RefusedError: a file cannot be read, or a record of one is broken.
        UsageFailure: the engine cannot do it.
    """
    with _private() as private:
        reading = _Reading(asked, wanted, place, plan, definition, private)
        try:
            return reading.read()
        except BadInputError as bad:
            raise RefusedError([bad.finding]) from None
        except BrokenRecordError as broken:
            raise RefusedError(reading.broken(broken)) from None
        except EngineError as error:
            raise UsageFailure(error.message) from None
        except TooLargeError:
            message = say("a sum has more than the 38 digits that are kept; nothing was computed")
            raise UsageFailure(message) from None


@contextlib.contextmanager
def _private() -> Iterator[Path]:
    """Make a folder that nobody else may read, and leave nothing of it, however this ends."""
    with tempfile.TemporaryDirectory(prefix="clusterplan-", ignore_cleanup_errors=True) as name:
        yield Path(os.path.realpath(name))


class _Reading:
    def __init__(
        self,
        asked: Asked,
        wanted: Wanted,
        place: Place,
        plan: Plan,
        definition: DefinitionFile,
        private: Path,
    ) -> None:
        self.asked, self.wanted, self.place, self.plan = asked, wanted, place, plan
        self.file, self.definition, self.private = definition, definition.sound, private
        self.tables: tuple[Table, ...] = ()
        self.engine: Engine | None = None
        self.spark: Spark | None = None

    def read(self) -> Read:
        """Read and compute."""
        year = self.wanted.year
        with progress(self._size(), self.asked.locale, quiet=self.asked.quiet) as bar:
            try:
                bar.stage(say("reading"))
                tables = self._tables(bar)
                self.tables = tables.all
                engine = self._engine(bar)
                computed = Computing(
                    self.definition, tables, engine, self.wanted.day, bar.stage
                ).result()
                refuse_changed(tables.all, self._state)
            finally:
                if self.engine is not None:
                    self.engine.close()
            told = told_of_units(self.definition, tables, computed, year)
        return Read(self.file, tables, computed, (engine.name, engine.version), told)

    def _size(self) -> int:
        """Return how many bytes of returns there are here; of Spark it is known to take long."""
        if self.wanted.engine == "spark":
            return LONG
        returns = self._returns(Silent())
        return returns.size(self.definition.returns.path, self.wanted.year)

    def _returns(self, bar: Silent) -> Reader | Storage:
        read = bar.of
        if self.wanted.returns is None:
            return Reader(self.place.folder, self.place.name, self.private, read)
        if is_url(self.wanted.returns):
            return Storage(self.wanted.returns, self._spark(bar))
        folder = Path(self.wanted.returns)
        if not folder.is_dir():
            message = say("there is no folder {path}", path=self.wanted.returns)
            raise BadValue("--returns", message)
        return Reader(folder, self.wanted.returns, self.private, read)

    def _registry(self, own: Reader, bar: Silent) -> Table:
        if self.wanted.register is None:
            path = self.definition.registry.path
            return own.table("registry", path, self.wanted.year, self.file.file)
        if is_url(self.wanted.register):
            url = self.wanted.register
            return Storage(url, self._spark(bar)).named("registry", url, self.file.file)
        file = Path(self.wanted.register)
        if not file.is_file():
            raise BadValue("--register", say("there is no file {path}", path=str(file)))
        reader = Reader(file.parent, str(file.parent), self.private, own.read)
        return Table("registry", (reader.file(file),))

    def _tables(self, bar: Silent) -> Tables:
        told, year, name = self.definition, self.wanted.year, self.file.file
        returns = self._returns(bar)
        own = Reader(self.place.folder, self.place.name, self.private, bar.of)
        last_year = None
        jumps = any(each.jump is not None for each in told.edits)
        if jumps and "{year}" in told.returns.path:
            if returns.size(told.returns.path, year - 1):
                last_year = returns.table("last_year", told.returns.path, year - 1, name)
            else:
                self.asked.notice(
                    say("no returns of {year}: jumps are not looked at", year=str(year - 1))
                )
        lists = {
            column: found
            for column, codes in told.columns.items()
            if (found := listed(codes, column, own, self.plan, name))
        }
        refuse_doubles(told, lists, self.plan, name)
        return Tables(
            returns.table("returns", told.returns.path, year, name),
            self._registry(own, bar),
            last_year,
            lists,
        )

    def _engine(self, bar: Silent) -> Engine:
        if self.wanted.engine == "spark":
            return self._spark(bar)
        self.engine = duckdb(self.tables, self.private, self.wanted.memory, bar.of)
        return self.engine

    def _spark(self, bar: Silent) -> Spark:
        if self.spark is None:
            bar.stage(say("starting Spark"))
            self.spark = spark(self.wanted.master, self.wanted.memory, self.private, bar.of)
            self.engine = self.spark
        return self.spark

    def _state(self, url: str) -> State | None:
        return None if self.spark is None else state_in(self.spark, url)

    def broken(self, found: BrokenRecordError) -> list[Finding]:
        """Return what is wrong with the records of files that an engine could not read."""
        kept = KeptFindings(MAX_FINDINGS)
        for file in (file for table in self.tables for file in table.files):
            here = file.kind == "csv" and not is_url(file.path)
            for finding in broken_records(file) if here else ():
                kept.add(finding)
        if not kept.findings:  # only the engine objects
            names = {file.path: file.name for table in self.tables for file in table.files}
            file_name = names.get(found.file, found.file)
            raise UsageFailure(say("{file}: {message}", file=file_name, message=found.why))
        if more := sum(kept.beyond.values()):
            self.asked.notice(say("and {count} more of these", count=more))
        return kept.findings
