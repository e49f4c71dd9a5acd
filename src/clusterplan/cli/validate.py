"""`clusterplan validate`: the gate for plan and actuals files."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterplan.cli.data import PLAN_NAME, Place, find_data
from clusterplan.cli.failures import BadValue, UsageFailure
from clusterplan.cli.guard import FINDINGS, OK
from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    Color,
    ColorOption,
    DataOption,
    LangOption,
    OutputOption,
    QuietOption,
    VerboseOption,
    locale_of,
)
from clusterplan.cli.output import write
from clusterplan.cli.snapshot import unchanged
from clusterplan.cli.terminal import is_terminal, options_for
from clusterplan.messages import say, say_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.checks.validation import Validation, Wishes
    from clusterplan.messages import Message
    from clusterplan.reading.folder import DataFolder


class FindingsFormat(StrEnum):
    """Formats of findings."""

    AUTO = "auto"
    FULL = "full"
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def validate(
    path: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help=tr("Data folders, or single files of one; else the whole data folder."),
            show_default=False,
        ),
    ] = None,
    output_format: Annotated[
        FindingsFormat,
        typer.Option(
            "--format",
            "-f",
            help=tr("Format; auto is github in GitHub Actions, full on a terminal, else text."),
        ),
    ] = FindingsFormat.AUTO,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="CODE",
            help=tr("Only this code, or codes that begin so, like CP3 (repeatable)."),
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CODE",
            help=tr("Leave out this code, or codes that begin so (repeatable)."),
            show_default=False,
        ),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(
            "--known",
            metavar="FILE",
            help=tr("Leave out the findings that this file lists."),
            show_default=False,
        ),
    ] = None,
    write_known: Annotated[
        Path | None,
        typer.Option(
            "--write-known",
            metavar="FILE",
            help=tr("List all findings in this file, for --known, and end with 0."),
            show_default=False,
        ),
    ] = None,
    max_findings: Annotated[
        int,
        typer.Option(
            "--max-findings", metavar="N", min=1, help=tr("Tell so many findings per file.")
        ),
    ] = 1000,
    data: DataOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
    *,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help=tr("Warnings count as errors, and so do illustrative figures.")
        ),
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,  # noqa: ARG001 # read by the guard
) -> int:
    """Run `clusterplan validate`; return the exit code."""
    places = _places(path or [], data)

    from clusterplan import __version__  # noqa: PLC0415 # costs nothing
    from clusterplan.checks.known import read_known, written  # noqa: PLC0415 # not for --help
    from clusterplan.checks.validation import Wishes  # noqa: PLC0415
    from clusterplan.render.findings import MACHINE_FORMATS, View, render_findings  # noqa: PLC0415

    locale = locale_of(lang)
    wishes = Wishes(
        select=_codes(select, "--select"),
        ignore=_codes(ignore, "--ignore"),
        strict=strict,
        known=read_known(_text_of(known)) if known else frozenset(),
        limit=max_findings,
    )
    found, folders = _validated(places, wishes)
    if write_known is not None:
        write(written(found.findings), write_known)
        return OK
    name = _format(output_format.value, output)
    options = options_for(color, output)
    view = View(found, _Sources(folders), options, __version__)
    write(render_findings(view, name, locale), output, machine=name in MACHINE_FORMATS)
    if not quiet:
        typer.echo(locale.text(_summary(found)), err=True)
    return FINDINGS if found.failed else OK


def _places(paths: list[Path], data: Path | None) -> dict[Place, set[str]]:
    """Return the data folders to look at, and the files in them to tell of; empty for all."""
    if not paths:
        return {find_data(data, packaged=False): set()}
    places: dict[Place, set[str]] = {}
    for path in paths:
        place, label = _place(path)
        places.setdefault(place, set()).update(label)
    return places


def _place(path: Path) -> tuple[Place, set[str]]:
    """Return the data folder that a path is or lies in, and the file; none for a folder."""
    try:
        if path.is_dir():
            return Place(path, str(path), "given"), set()
        if not path.exists():
            raise UsageFailure(say("there is no file or folder {path}", path=str(path)))
        folder = path.parent if path.name == PLAN_NAME else path.parent.parent
        place = Place(folder, str(folder), "given")
        return place, {_label(place, path)}
    except OSError as error:  # a name too long, a folder that may not be entered
        raise _unreadable(path, error) from None


def _label(place: Place, path: Path) -> str:
    inside = path.resolve().relative_to(place.folder.resolve()).as_posix()
    return f"{place.name}/{inside}"


def _validated(
    places: dict[Place, set[str]], wishes: Wishes
) -> tuple[Validation, list[DataFolder]]:
    from collections import Counter  # noqa: PLC0415

    from clusterplan.checks import check_data  # noqa: PLC0415
    from clusterplan.checks.validation import sifted  # noqa: PLC0415
    from clusterplan.reading.folder import read_folder  # noqa: PLC0415

    findings, folders = [], []
    beyond: Counter[str] = Counter()
    for place, files in places.items():
        with unchanged(place):
            folder = read_folder(place.folder, place.name, wishes.limit)
        checked, more = check_data(folder, wishes.limit)
        found = [*folder.findings, *checked]
        findings += [each for each in found if not files or each.file in files]
        counted = folder.beyond + more
        beyond.update({file: n for file, n in counted.items() if not files or file in files})
        folders.append(folder)
    told = sifted(
        findings,
        wishes,
        files=sum(1 + len(folder.actuals_files) for folder in folders),
        records=sum(folder.records for folder in folders),
        truncated=beyond,
    )
    return told, folders


class _Sources:
    """Lines of the files that were read, split only when a format asks for them."""

    def __init__(self, folders: Iterable[DataFolder]) -> None:
        self._folders = list(folders)
        self._lines: dict[str, list[str]] = {}

    def __call__(self, file: str, line: int) -> str | None:
        """Return a line by its number from 1."""
        if file not in self._lines:
            texts = (folder.text_of(file) for folder in self._folders)
            self._lines[file] = next((text for text in texts if text), "").splitlines()
        lines = self._lines[file]
        return lines[line - 1] if 0 < line <= len(lines) else None


def _codes(codes: list[str] | None, option: str) -> tuple[str, ...]:
    from clusterplan.checks import RULES  # noqa: PLC0415 # not for --help

    for code in codes or ():
        if not any(rule.code.startswith(code) for rule in RULES) or not code:
            raise BadValue(option, say("there is no code {code}", code=f"'{code}'"))
    return tuple(codes or ())


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError | ValueError) -> UsageFailure:
    why = getattr(error, "strerror", None) or str(error)
    return UsageFailure(say("cannot read {path}: {why}", path=str(path), why=why))


def _format(asked: str, output: Path | None) -> str:
    if asked != "auto":
        return asked
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if output is None and is_terminal() else "text"


def _summary(found: Validation) -> Message:
    counts = {level: found.count(level) for level in ("error", "warning", "notice")}
    parts = [
        say_many("{count} error", "{count} errors", count=counts["error"]),
        say_many("{count} warning", "{count} warnings", count=counts["warning"]),
        say_many("{count} notice", "{count} notices", count=counts["notice"]),
    ]
    told = say("{first}, {second}, {third}", first=parts[0], second=parts[1], third=parts[2])
    return say(
        "clusterplan: {found}; files: {files}, records: {records}, left out: {suppressed},"
        " not shown: {truncated}",
        found=told,
        files=found.files,
        records=found.records,
        suppressed=found.suppressed,
        truncated=found.truncated,
    )
