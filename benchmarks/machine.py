"""On what the figures were measured: program, libraries, machine, and how busy it was."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

COMPARED = ("frictionless", "duckdb", "polars")


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a figure depends on besides the program's source."""

    date: str
    python: str
    versions: dict[str, str]
    system: str
    processor: str
    processors: int
    load: float
    """How many processes wanted to run in the minute before, besides the benchmark."""

    def sentences(self) -> str:
        """Return it in words."""
        versions = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        return (
            f"Measured on {self.date} with Python {self.python}; {versions}. The machine:"
            f" {self.processors} × {self.processor}, {self.system}; load before the start"
            f" {self.load:.1f}."
        )


def setting() -> Setting:
    """Return where this process runs."""
    asked = [text for text in metadata.requires("clusterplan") or () if "extra ==" not in text]
    names = [match[0] for text in asked if (match := re.match(r"[\w.-]+", text))]
    versions = {}
    for name in ("clusterplan", *names, "pydantic-core", *COMPARED):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # one of these, where it is not compared
    return Setting(
        date=datetime.now(UTC).date().isoformat(),
        python=platform.python_version(),
        versions=versions,
        system=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        processors=os.cpu_count() or 1,
        load=os.getloadavg()[0],
    )


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    match = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return match[1] if match else platform.processor() or "processor of unknown make"
