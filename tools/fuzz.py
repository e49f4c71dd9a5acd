"""Feed readers with bytes until one breaks: `python tools/fuzz.py READER --minutes 10 -o FOLDER`.

Needs atheris (`pip install atheris`), which changes inputs so that they reach new code. An input
that raises anything, takes longer or more memory than it may is kept in the folder with what it
did; `python tools/fuzz.py READER --again FILE` does it once more. See docs/fuzzing.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # whose hostile files are seeds
with atheris.instrument_imports(include=["clusterplan", "openpyxl", "odf", "xlrd"]):
    from fuzz_readers import LARGEST_SEED, READERS, Reader

if TYPE_CHECKING:
    from types import FrameType

MOST_SECONDS = 5
"""CPU time of one input, ten times what an input of this size may need."""
MOST_MEMORY = 1 << 30
"""Address space for all that is read, beside what the process has when it begins."""
SWOLLEN = 128 << 10
"""KiB by which one input may raise the peak memory of the process."""
EVERY = 5
"""Seconds between two entries of the log."""


class TooLongError(BaseException):
    """An input takes too long; no `except Exception` of a library catches it."""


class Run:
    """Tries inputs and keeps those that break something, each way of breaking once."""

    def __init__(self, name: str, reader: Reader, folder: Path) -> None:
        self.name, self.reader, self.folder = name, reader, folder
        self.current = folder / f"{name}.current"
        self.begun = self.logged = time.monotonic()
        self.executions = 0
        self.broken: dict[str, int] = {}

    def try_out(self, data: bytes) -> None:
        """Try one input; nothing is raised."""
        self.current.write_bytes(data)  # which is all that is left if the process dies of it
        self.executions += 1
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        try:
            self.reader.run(data)
        except BaseException as error:  # noqa: BLE001 # that is what is looked for
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._keep(data, error, "".join(traceback.format_exception(error)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
        if more > SWOLLEN:
            self._keep(data, MemoryError(), f"{more} KiB more\n")
        if time.monotonic() - self.logged > EVERY:
            self._log()

    def _keep(self, data: bytes, error: BaseException, told: str) -> None:
        own = [each for each in traceback.extract_tb(error.__traceback__) if "tools" not in each[0]]
        place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
        key = f"{type(error).__name__} {place}"
        self.broken[key] = self.broken.get(key, 0) + 1
        if self.broken[key] == 1:
            path = self.folder / f"{self.name}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
            path.write_bytes(data)
            path.with_suffix(".txt").write_text(f"{key}\n{told}", encoding="utf-8")
            self._log()

    def _log(self) -> None:
        self.logged = time.monotonic()
        entry = {
            "reader": self.name,
            "seconds": round(self.logged - self.begun),
            "cpu": round(time.process_time()),
            "executions": self.executions,
            "broken": self.broken,
        }
        (self.folder / f"{self.name}.json").write_text(json.dumps(entry), encoding="utf-8")


def words_of(seeds: list[bytes]) -> str:
    """Return a dictionary of libFuzzer's: words of the seeds, to put in whole."""
    found = {word for seed in seeds for word in re.findall(rb"[A-Za-z][\w.:-]{2,24}", seed)}
    return "".join(f'"{word.decode()}"\n' for word in sorted(found)[:2000])


def fuzz(run: Run, seconds: int) -> None:
    """Fuzz for some time; ends the process."""
    corpus = run.folder / f"{run.name}.corpus"
    corpus.mkdir(exist_ok=True)
    seeds = [seed for seed in run.reader.seeds() if len(seed) <= LARGEST_SEED]
    for seed in seeds:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = run.folder / f"{run.name}.dict"
    words.write_text(words_of(seeds), encoding="utf-8")
    limits = (
        "-timeout=3600",
        "-rss_limit_mb=0",
        "-detect_leaks=0",
        "-report_slow_units=3600",
        f"-max_len={LARGEST_SEED}",
    )
    arguments = [sys.argv[0], str(corpus), f"-dict={words}", f"-max_total_time={seconds}", *limits]
    atheris.Setup(arguments, run.try_out)
    size = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    most = size * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    atheris.Fuzz()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


def main() -> None:
    """Fuzz one reader, or run one input again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("-o", "--output", type=Path, default=Path("fuzzed"), metavar="FOLDER")
    parser.add_argument("--again", type=Path, metavar="FILE", help="run this input and end")
    asked = parser.parse_args()
    if asked.again:
        READERS[asked.reader].run(asked.again.read_bytes())
        return
    signal.signal(signal.SIGPROF, _stop)
    asked.output.mkdir(exist_ok=True)
    fuzz(Run(asked.reader, READERS[asked.reader], asked.output), round(asked.minutes * 60))


if __name__ == "__main__":
    main()
