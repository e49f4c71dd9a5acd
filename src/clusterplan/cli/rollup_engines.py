"""Which engine computes a roll-up, and whether what it needs is there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import BadValue, UsageFailure
from clusterplan.rollup.tables import is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clusterplan.rollup.engines import Engine
    from clusterplan.rollup.engines.spark import Spark
    from clusterplan.rollup.tables import Table

HERE = "local[*]"
"""The master of a Spark without a cluster."""
CONNECT = 10
"""Seconds in which a master answers."""
_HOSTS = re.compile(r"spark://([^\s/,:]+:[0-9]{1,5}(,[^\s/,:]+:[0-9]{1,5})*)")
_OTHERS = re.compile(r"local(\[([0-9]{1,4}|\*)\])?|yarn|k8s://\S+")


def duckdb(
    tables: Sequence[Table], private: Path, memory: str, seen: Callable[[int, int], None]
) -> Engine:
    """Start DuckDB, which may read the folders of these tables."""
    with interrupts_wait():
        from clusterplan.rollup.engines.duckdb import DuckDB  # noqa: PLC0415 # if it is asked for

    files = (file for table in tables for file in table.files)
    folders = {Path(os.path.realpath(file.path)).parent for file in files}
    return DuckDB([*sorted(folders), private], private, memory, seen)


@contextlib.contextmanager
def interrupts_wait() -> Iterator[None]:
    """Let ^C wait until something is loaded: a library written in C may swallow it meanwhile."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    for number in came[:1]:
        signal.raise_signal(number)


def spark(
    master: str | None, memory: str, private: Path, seen: Callable[[int, int], None]
) -> Spark:
    """Start Spark.

    Raises:
        UsageFailure: there is no Java, or no such master.
    """
    java = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=None if java is None else str(Path(java, "bin"))) is None:
        raise UsageFailure(say("Spark needs Java 17 or newer: install it, or set JAVA_HOME"))
    if master is not None:
        _refuse_silent(master)
    warnings.filterwarnings("ignore", module="pyspark")  # of what is its own business
    from clusterplan.rollup.engines.spark import Spark  # noqa: PLC0415 # as above

    return Spark(master or HERE, memory, private, seen)


def refuse_master(master: str) -> None:
    """Refuse what is no master of Spark.

    Raises:
        BadValue: it is none.
    """
    if not (_HOSTS.fullmatch(master) or _OTHERS.fullmatch(master)):
        message = say("write it like {example}", example="spark://host:7077, local[*], yarn")
        raise BadValue("--master", message)


def refuse_url(option: str, url: str | None, engine: str) -> None:
    """Refuse a storage that nobody here reads, and one that is named with a password.

    Raises:
        BadValue: it is one of these.
    """
    if url is None or not is_url(url):
        return
    if engine != "spark":
        raise BadValue(option, say("only Spark reads from a storage: --engine spark"))
    if "@" in urlsplit(url).netloc:
        message = say("leave name and password out: the audit is published and names it")
        raise BadValue(option, message)


def _refuse_silent(master: str) -> None:
    hosts = _HOSTS.fullmatch(master)
    why = ""
    for host in hosts[1].split(",") if hosts else ():
        name, _, port = host.rpartition(":")
        try:
            with socket.create_connection((name, int(port)), CONNECT):
                return
        except (OSError, OverflowError, UnicodeError) as error:
            why = str(error)
    if hosts:
        raise UsageFailure(say("no Spark answers at {url}: {why}", url=master, why=why))
