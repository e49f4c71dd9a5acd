"""Spark's side of a roll-up: a Java program that is started, waited for, and ended again."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from clusterplan.base.messages import say
from clusterplan.rollup.engines import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from py4j.java_gateway import JVMView

    from clusterplan.base.messages import Message

T = TypeVar("T")
PATIENCE = 60
"""Seconds in which a cluster gives a worker, and a storage an answer."""
START = 180
"""Seconds in which Spark has started: three times what it waits for a master."""
END = 20
_POLL = 0.2
_SETTINGS = {
    # Numbers: an overflow is an error, and products keep the digits behind the point.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    # Names and texts are what they are: no ${variables}, no letters that count as others.
    "spark.sql.caseSensitive": "true",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
    # Files: what is broken or gone is an error; records are looked at as a whole.
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    # A storage that is not there is given up; Hadoop waits for a quarter of an hour.
    "spark.hadoop.ipc.client.connect.max.retries": "3",
    "spark.hadoop.ipc.client.connect.max.retries.on.timeouts": "3",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
}
"""Without a cluster nothing of it is reached from the net, nor cut for hundreds of cores."""


class Session:
    """A session of Spark, in a Java program of its own.

    Args:
        master: its master.
        memory: of each of its processes, as in `2GB`.
        private: a folder for all that it writes here.

    Raises:
        EngineError: it does not start.
    """

    def __init__(self, master: str, memory: str, private: Path) -> None:
        for name in ("py4j", "SQLQueryContextLogger"):  # they print what is raised anyway
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._here = master.startswith("local")
        self._log = private / "spark.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._launched = threading.Event()
        self._spark: Any = None
        settings = {**_SETTINGS, "spark.local.dir": str(private)}
        settings["spark.sql.warehouse.dir"] = (private / "warehouse").as_uri()
        settings["spark.driver.extraJavaOptions"] = f"-Djava.io.tmpdir={private}"
        whose = "driver" if self._here else "executor"
        settings[f"spark.{whose}.memory"] = memory.removesuffix("B").lower()
        settings |= _HERE if self._here else {}
        message = say("Spark has not started within {seconds} seconds", seconds=str(START))
        try:
            self._spark = self.wait(lambda: self._started(master, settings), message, START)
        except BaseException as error:
            why = self._last_words() or first_words(error)
            self.close()
            if not isinstance(error, (Py4JError, PySparkException, OSError)):
                raise
            raise EngineError(say("Spark does not start: {why}", why=why)) from None
        self.version: str = self._spark.version

    def _started(self, master: str, settings: Mapping[str, str]) -> SparkSession:
        conf = SparkConf(loadDefaults=False).setMaster(master).setAppName("clusterplan")
        conf.setAll(list(settings.items()))
        try:
            with self._log.open("wb") as log:
                gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
            self._process = gateway.proc
        finally:
            self._launched.set()
        return SparkSession(SparkContext(gateway=gateway, conf=conf))

    @property
    def spark(self) -> SparkSession:
        """Return the session of pyspark."""
        return self._spark

    @property
    def java(self) -> JVMView:
        """Return what names of Java begin with."""
        return self._spark.sparkContext._jvm  # noqa: SLF001 # pyspark has no way to storages

    def wait(
        self,
        work: Callable[[], T],
        message: Message | None = None,
        most: float = float("inf"),
        look: Callable[[], None] = lambda: None,
    ) -> T:
        """Return what some work returns.

        It is done in a thread which nobody waits for any more when somebody wants this to end.

        Raises:
            EngineError: with the message, when it takes more than so many seconds.
        """
        returned: list[T] = []
        raised: list[BaseException] = []

        def do() -> None:
            try:
                returned.append(work())
            except BaseException as error:  # noqa: BLE001 # for who waits
                raised.append(error)

        thread = threading.Thread(target=do, daemon=True)
        thread.start()
        begun = time.monotonic()
        while thread.is_alive():
            thread.join(_POLL)
            if message is not None and time.monotonic() - begun > most:
                raise EngineError(message)
            look()
        if raised:
            raise raised[0]
        return returned[0]

    def run(self, work: Callable[[], T], seen: Callable[[int, int], None]) -> T:
        """Return what a query returns.

        Raises:
            EngineError: the cluster has no worker for it.
        """
        idle = [time.monotonic()]

        def look() -> None:
            seen(*self._tasks())
            if self._here or self._workers():
                idle[0] = time.monotonic()
            elif time.monotonic() - idle[0] > PATIENCE:
                message = say(
                    "the cluster has given no worker for {seconds} seconds: are there any, with"
                    " the memory that --memory asks of them?",
                    seconds=str(PATIENCE),
                )
                raise EngineError(message)

        return self.wait(work, look=look)

    def _tasks(self) -> tuple[int, int]:
        """Return how many tasks are done of those of the stages that run."""
        tracker = self._spark.sparkContext.statusTracker()
        found = filter(None, map(tracker.getStageInfo, tracker.getActiveStageIds()))
        done = [(each.numCompletedTasks, each.numTasks) for each in found]
        return sum(some for some, _ in done), sum(every for _, every in done)

    def _workers(self) -> int:
        """Return how many workers there are, besides this driver."""
        context = self._spark.sparkContext._jsc.sc()  # noqa: SLF001 # as above
        return len(context.statusTracker().getExecutorInfos()) - 1

    def close(self) -> None:
        """End it, and its Java program, whatever state they are in."""
        self._launched.wait(END)  # until then nobody knows the program, which writes files
        context, gateway = SparkContext._active_spark_context, SparkContext._gateway  # noqa: SLF001
        for work in (context and context.stop, gateway and gateway.shutdown):
            if work is not None:
                thread = threading.Thread(target=_quietly(work), daemon=True)
                thread.start()
                thread.join(END)
        SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # which it takes for the end of this program
        try:
            process.wait(END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _last_words(self) -> str:
        """Return what the Java program said last, without the places in its code."""
        try:
            text = self._log.read_text("utf-8", "replace")
        except OSError:
            return ""
        found = [line for line in text.splitlines() if "Exception" in line or "Error" in line]
        return found[-1].strip().removeprefix("Caused by: ") if found else ""


def _quietly(work: Callable[[], None]) -> Callable[[], None]:
    def do() -> None:
        try:
            work()
        except Exception:  # it ends anyway
            logging.getLogger(__name__).debug("Spark did not end by itself", exc_info=True)

    return do


def first_words(error: BaseException) -> str:
    """Return the first line of an error that says something."""
    lines = (line.strip().removeprefix(": ") for line in str(error).splitlines())
    found = [line for line in lines if line and not line.startswith("An error occurred")]
    return found[0] if found else type(error).__name__
