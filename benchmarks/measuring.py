"""Commands to figures: each a process of its own, by turns, the median of some runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

METER = Path(__file__).with_name("meter.py")
SCRIPTS = Path(sys.executable).parent
PROGRAM = str(SCRIPTS / "clusterplan")
NOTHING = "python -c pass"
TO_MEGABYTES = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""What systems count peak memory in: Linux in kibibytes, macOS in bytes."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, the exit code it must end with, and what its environment adds."""

    words: tuple[str, ...]
    code: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: median wall and user CPU seconds, and its peak memory in MB."""

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table: what a command took, or how two commands compare.

    Attributes:
        section: the table it stands in.
        what: the command, or the comparison.
        ratio: times the yardstick of its section, or times the other command.
        seconds: median wall time, None in a comparison.
        cpu: median user CPU time of the process, None in a comparison.
        megabytes: peak memory; in a comparison, of how much one takes more than the other.
        most: the budget of the ratio.
        most_megabytes: the budget of the memory.
    """

    section: str
    what: str
    ratio: float
    seconds: float | None = None
    cpu: float | None = None
    megabytes: float | None = None
    most: float | None = None
    most_megabytes: float | None = None

    @property
    def met(self) -> bool | None:
        """Say whether it is within its budget, None where it has none."""
        if self.most is None and self.most_megabytes is None:
            return None
        slow = self.most is not None and self.ratio > self.most
        large = self.most_megabytes is not None and (self.megabytes or 0) > self.most_megabytes
        return not (slow or large)


def python(code: str, *arguments: str) -> Command:
    """Return the command that runs a piece of Python."""
    return Command((sys.executable, "-c", code, *arguments))


def measured(commands: Mapping[str, Command], runs: int, folder: Path) -> dict[str, Taken]:
    """Return what each command takes in a folder.

    They run by turns, so that what slows the machine down slows all of them; the first round only
    fills the caches.

    Raises:
        RuntimeError: one did not end as it should, so that its time means nothing.
    """
    rounds = [
        {name: _once(each, folder) for name, each in commands.items()} for _ in range(1 + runs)
    ]
    found = {}
    for name in commands:
        seconds, cpu, megabytes = zip(*(each[name] for each in rounds[1:]), strict=True)
        found[name] = Taken(statistics.median(seconds), statistics.median(cpu), max(megabytes))
    return found


def _once(command: Command, folder: Path) -> tuple[float, float, float]:
    words = [sys.executable, "-I", "-S", str(METER), *command.words]
    plain = {"PATH": f"{SCRIPTS}{os.pathsep}{os.defpath}", "LANG": "C.UTF-8"}
    done = subprocess.run(
        words,
        cwd=folder,
        env={**plain, **command.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    seconds, cpu, memory, code = done.stdout.split()
    if int(code) != command.code:
        raise RuntimeError(f"{' '.join(command.words)} ended with {code}, not {command.code}")
    return float(seconds), float(cpu), float(memory) / TO_MEGABYTES
