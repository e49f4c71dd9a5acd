"""Print the lowest allowed version of everything that users install, as pip takes it.

    python -m venv lowest && lowest/bin/pip install -r <(python tools/bounds.py) -e '.[dev]'
    lowest/bin/pytest

tries what `pyproject.toml` promises; a plain `pip install` tries the newest.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
EXTRAS = ("excel", "report")
"""Those for users; what developers use is taken as new as it comes."""


def lowest() -> list[str]:
    """Return `name==version` for each `name>=version`."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *(each for name in EXTRAS for each in extras[name])]
    return [each.partition(",")[0].replace(">=", "==") for each in needed]


if __name__ == "__main__":
    print(*lowest(), sep="\n")  # noqa: T201 # that is what it is for
