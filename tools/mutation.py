"""Mutation testing: `python tools/mutation.py` runs mutmut and prints its score by module.

With names of mutants, patterns allowed, it runs only those anew; the score is of all that were run.
What is mutated and by which tests it is looked for stands in `pyproject.toml`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTMUT = [sys.executable, "-m", "mutmut"]
OF = {"base.": "units", "model.paths": "paths", "methods": "methods"}
"""What modules are counted with, by how their names begin; all others are what `assess` is of."""
TYPES, SURVIVED = "caught by type check", "survived"
KILLED = ("killed", "timeout", "segfault")


def results() -> dict[str, str]:
    """Return what became of each mutant, by its name."""
    command = [*MUTMUT, "results", "--all", "true"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    lines = (line.strip().rpartition(": ") for line in told.stdout.splitlines())
    return {name: status for name, colon, status in lines if colon}


def table(found: dict[str, str]) -> str:
    """Return the score by module, those of one purpose after each other.

    That of the tests alone leaves out what the types caught. What was not run counts nowhere.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for name, status in found.items():
        module = name.removeprefix("clusterplan.").rpartition(".")[0]
        purpose = next((OF[each] for each in OF if module.startswith(each)), "assess")
        for key in ((purpose, module), (purpose, "")):
            counts.setdefault(key, Counter())[status] += 1
    lines = ["| | module | run | by types | by tests | survived | score | of the tests alone |"]
    lines.append("|---|---|--:|--:|--:|--:|--:|--:|")
    for (purpose, module), count in sorted(counts.items()):
        killed = sum(count[word] for word in KILLED)
        named = ("", f"`{module}`") if module else (f"**{purpose}**", "together")
        numbers = [count[TYPES] + killed + count[SURVIVED], count[TYPES], killed, count[SURVIVED]]
        scores = [share(count[TYPES] + killed, numbers[0]), share(killed, numbers[0] - numbers[1])]
        lines.append(f"| {' | '.join(map(str, (*named, *numbers, *scores)))} |")
    return "\n".join(lines)


def share(caught: int, of: int) -> str:
    """Return a score in per cent."""
    return f"{100 * caught / of:.1f} %" if of else "–"


def main() -> int:
    """Run mutmut and print what came out."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))  # has mypy
    command = [*MUTMUT, "run", "--max-children", "1", *sys.argv[1:]]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PATH": path})
    found = results()
    print(table(found))
    for name, status in sorted(found.items()):
        if status not in (TYPES, *KILLED):
            print(f"{status}: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
