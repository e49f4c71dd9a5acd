"""Faults provoked for real: mounts of one's own, less power, data that take a while to read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from clusterplan.cli.commands import COMMANDS
from folders import indicator, lay_out
from helpers import DATA, Installed, plan_tree, started

READERS = (
    ("check", "2008"),
    ("validate", str(DATA)),
    ("targets",),
    ("show", "zones"),
    ("trend",),
    ("diff", "2007", "2008"),
    ("methods",),
    ("explain",),
    ("schema",),
    ("overview", str(DATA)),
)
"""Every command that only reads, as it is called on the shipped plan."""
WRITERS = ("export", "import_", "init", "new_year", "report", "rollup", "site")
"""The commands that write a file by themselves, not for --output; each has its tests of faults."""
assert {args[0] for args in READERS} | set(WRITERS) == {each.module for each in COMMANDS}

OUTPUTS = ("check 2008 --output", "validate --write-known")
"""All that writes a file, the name of which comes last."""
ENDS = (0, 1, 2)
"""Codes with which a command may end when its surroundings are odd: never a fault of its own."""
ROOT_BUT_WEAK = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Makes modes of files and folders count for root, too."""


def weak(*command: str) -> list[str]:
    """Return a command that the modes of files and folders can stop."""
    return [*(ROOT_BUT_WEAK if os.geteuid() == 0 else ()), *command]


def with_mounts(script: str, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script in a mount namespace of its own; its mounts end with it."""
    enter = ["unshare", "--mount" if os.geteuid() == 0 else "--map-root-user", "--mount"]
    works = subprocess.run([*enter, "mount", "-t", "tmpfs", "none", cwd], check=False)
    if works.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no mount namespaces here")
    env = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "CLUSTERPLAN_DATA": str(DATA)}
    return started(*enter, "bash", "-c", script, "-", *map(str, args), cwd=cwd, env=env)


def shell(
    installed: Installed, line: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash, in which `$C` is the program, with nothing else in the environment."""
    return subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {line}"],
        cwd=installed.empty,
        env={"PATH": os.defpath, "C": str(installed.program), **(environment or {})},
        capture_output=True,
        check=False,
    )


def large_data(folder: Path, targets: int) -> Path:
    """Write a plan with many targets and figures for 2008."""
    (goal,) = plan_tree()["targets"]
    many = range(targets)
    goals = [goal | {"id": f"t{n}", "indicator": f"x{n}"} for n in many]
    rows = [(f"x{n}", "", f"{n % 90 + 10}") for n in many]
    indicators = (indicator(f"x{n}", "个") for n in many)
    return lay_out(folder, rows, *indicators, years=(2008,), targets=goals)
