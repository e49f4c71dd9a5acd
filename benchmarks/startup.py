"""Short commands on the plan that ships, as multiples of a Python that does nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from measuring import NOTHING, PROGRAM, Command, Figure, measured, python

SECTION = "startup"
DATA = str(Path(__file__).parents[1] / "data")
BUDGETS = {
    "--version": 1.5,  # answered before anything is imported
    "--help": 8,  # typer alone is six times a bare Python
    "check 2008 --format json": 20,  # typer, pydantic and yaml, each as late as it can be
    "check 2008 --format text": 21,  # and tabulate, which asks for its own version
    "check 2008 --format table": 24,  # and rich
}
"""The most that a command may take, in times of `python -c pass`; a tenth of a second is a wait."""

LIBRARIES = """
import gc
gc.disable()
import msgspec, typer, yaml
from pydantic import BaseModel, TypeAdapter
class Model(BaseModel):
    number: int
TypeAdapter(int)
gc.freeze()
"""
"""What `check` cannot do without, loaded as it is there; the rest of its time is its own."""


def typed(words: str) -> Command:
    """Return what a shell runs when TAB is pressed after these words."""
    return Command(
        (PROGRAM,),
        environment={
            "_CLUSTERPLAN_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        },
    )


def figures(runs: int) -> list[Figure]:
    """Measure the start-up of short commands and of completion."""
    commands = {NOTHING: python("pass"), "the libraries of `check`, idle": python(LIBRARIES)}
    for name in (*BUDGETS, "validate"):
        data = () if name.startswith("-") else ("--data", DATA, "-q")
        commands[f"clusterplan {name}"] = Command((PROGRAM, *name.split(), *data))
    for words in ("clusterplan ch", "clusterplan check --target key-"):
        commands[f"{words}⇥"] = typed(words)
    with tempfile.TemporaryDirectory() as folder:
        taken = measured(commands, runs, Path(folder))
    return [
        Figure(
            SECTION,
            name,
            each.seconds / taken[NOTHING].seconds,
            each.seconds,
            each.cpu,
            each.megabytes,
            most=BUDGETS.get(name.removeprefix("clusterplan ")),
        )
        for name, each in taken.items()
    ]
