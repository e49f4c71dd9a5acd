"""`clusterplan init`: a small plan to begin one's own with."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from clusterplan.base.messages import printable, say, say_many
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import as_given
from clusterplan.cli.exit_codes import OK, BadValue, UsageFailure
from clusterplan.cli.output import replace_file, writing
from clusterplan.cli.tables import content_of, unreadable
from clusterplan.importing.begun_plan import begin_plan
from clusterplan.importing.file_kinds import read_sheets
from clusterplan.importing.limits import UnreadableError
from clusterplan.importing.targets_table import read_promises
from clusterplan.reading.folder_layout import ACTUALS_NAME, PLAN_NAME, ROLLUP_NAME
from clusterplan.render.findings.as_text import lines_of

if TYPE_CHECKING:
    from clusterplan.base.messages import Message


def init(asked: Asked, folder: Path, from_: Path | None, *, rollup: bool) -> int:
    """Run `clusterplan init`; return the exit code."""
    if rollup and from_ is not None:
        raise BadValue("--rollup", say("it belongs to the invented plan: leave out --from"))
    with writing(folder):
        _require_empty(folder)
    made = _invented(asked) if from_ is None else _of_table(from_, asked)
    if rollup:
        made = [*_returns(asked), *made]
    with writing(folder):
        (folder / ACTUALS_NAME).mkdir(parents=True, exist_ok=True)
        for name, _ in made:
            (folder / name).parent.mkdir(exist_ok=True)
    for name, content in made:
        replace_file(folder / name, content)
    asked.mention(
        say(
            "made {folder}; now: clusterplan check --data {given}",
            folder=str(folder),
            given=as_given(folder),
        )
    )
    return OK


def _require_empty(folder: Path) -> None:
    if folder.is_symlink() and not folder.exists():
        raise UsageFailure(say("{path} is a link that leads nowhere", path=str(folder)))
    if folder.exists() and not folder.is_dir():
        raise UsageFailure(say("{path} is no folder", path=str(folder)))
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageFailure(say("{path} is not empty; nothing was written", path=str(folder)))


def _invented(asked: Asked) -> list[tuple[str, bytes]]:
    """Return what to write, the plan last: without it there is no plan, rather than half of one."""
    template = files("clusterplan") / "templates" / asked.locale.language
    years = sorted(each.name for each in (template / ACTUALS_NAME).iterdir())
    names = (*(f"{ACTUALS_NAME}/{name}" for name in years), "README.md", PLAN_NAME)
    return [(name, template.joinpath(*name.split("/")).read_bytes()) for name in names]


def _returns(asked: Asked) -> list[tuple[str, bytes]]:
    """Return the definition of a roll-up, and what it reads."""
    template = files("clusterplan") / "templates" / asked.locale.language / "rollup"
    names = ("returns/2027.csv", "register/2027.csv", "lists/towns.csv", ROLLUP_NAME)
    return [(name, template.joinpath(*name.split("/")).read_bytes()) for name in names]


def _of_table(file: Path, asked: Asked) -> list[tuple[str, bytes]]:
    """Return the plan that a table of targets makes; tell what could not be read of it."""
    name = printable(file.name)
    try:
        found = read_promises(read_sheets(content_of(file)))
    except UnreadableError as error:
        raise UsageFailure(unreadable(name, error.message, error.hint)) from None
    begun = begin_plan(found, printable(file.stem), name, asked.locale)
    told: set[Message | None] = set()
    for each in begun.unread:
        place = f"{name} {each.row.sheet}".rstrip()
        where = say("{file}, row {row}", file=place, row=each.row.number)
        hint = None if each.hint in told else each.hint  # the units are listed once
        told.add(hint)
        asked.line(unreadable(where, each.message, hint))
    if begun.errors or not begun.targets:
        typer.echo(lines_of(begun.errors, asked.locale), err=True, nl=False)
        raise UsageFailure(say("nothing was written: no plan can be made of {file}", file=name))
    targets = say_many("{count} target", "{count} targets", count=begun.targets)
    left = len(begun.unread)
    places = say_many("{count} place was not", "{count} places were not", count=left)
    asked.mention(say("read {targets}; {places}", targets=targets, places=places))
    return [(PLAN_NAME, begun.text.encode())]
