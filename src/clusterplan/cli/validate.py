"""`clusterplan validate`: the gate for plan and actuals files."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from clusterplan.base.messages import printable, say, say_many
from clusterplan.cli.data import raised_limits
from clusterplan.cli.exit_codes import FINDINGS, OK
from clusterplan.cli.failures import BadValue
from clusterplan.cli.known_list import as_seen_from, read_list, write_list
from clusterplan.cli.language import tr
from clusterplan.cli.options import (
    Color,
    ColorOption,
    LangOption,
    OutputOption,
    OwnDataOption,
    QuietOption,
    locale_of,
)
from clusterplan.cli.output import refuse_inputs, write
from clusterplan.cli.terminal import is_terminal, options_for
from clusterplan.cli.validate_paths import wanted

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from clusterplan.base.findings import Finding
    from clusterplan.base.messages import Message
    from clusterplan.checks.chosen_findings import Validation, Wishes
    from clusterplan.cli.validate_paths import Wanted
    from clusterplan.locale import Locale
    from clusterplan.reading.folder import DataFolder

UNLIMITED = sys.maxsize
"""A list of known findings must be complete, or what is not on it would be told tomorrow."""
SERVICES = frozenset(("github", "sarif"))
"""Formats for services that know files by their place in the repository."""


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
            help=tr("Data folders, or single files of one; else the folder of --data."),
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
            help=tr("Only these codes, or codes that begin so, like CP204,CP3 (repeatable)."),
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CODE",
            help=tr("Leave out these codes, or codes that begin so (repeatable)."),
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
    data: OwnDataOption = None,
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
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            help=tr("List revisions on stderr, and the traceback of an internal fault."),
        ),
    ] = False,
) -> int:
    """Run `clusterplan validate`; return the exit code."""
    asked = wanted(path or [], data)
    read = [known] if known and not write_known else []
    for target in (write_known, output):
        refuse_inputs(target, [each.place.folder for each in asked], read)

    from clusterplan import __version__  # noqa: PLC0415 # costs nothing
    from clusterplan.checks.chosen_findings import Wishes  # noqa: PLC0415 # not for --help
    from clusterplan.render.findings.formats import MACHINE_FORMATS, View, render_findings  # noqa: PLC0415

    locale = locale_of(lang)
    listed = write_known or known
    wishes = Wishes(
        select=_codes(select, "--select"),
        ignore=_codes(ignore, "--ignore"),
        strict=strict,
        known=read_list(known) if known and not write_known else {},
        known_file=partial(as_seen_from, listed.parent) if listed else str,
        limit=UNLIMITED if write_known else max_findings,
    )
    found, folders, broken = _validated(asked, wishes)
    for line in () if quiet else _unchecked(broken):
        typer.echo(printable(locale.text(line)), err=True)
    if write_known is not None:
        return write_list(found, wishes, write_known, locale, quiet=quiet)
    name = _format(output_format.value, output)
    options = options_for(color, output)
    if name in SERVICES:
        found = replace(found, findings=tuple(map(_in_workspace, found.findings)))
    view = View(found, _Sources(folders, found), options, __version__)
    write(render_findings(view, name, locale), output, machine=name in MACHINE_FORMATS)
    if verbose:
        typer.echo(_revisions(zip(asked, folders, strict=True), locale), err=True, nl=False)
    if not quiet:
        for line in _summary(found):
            typer.echo(printable(locale.text(line)), err=True)
    return FINDINGS if found.failed else OK


def _validated(
    asked: list[Wanted], wishes: Wishes
) -> tuple[Validation, list[DataFolder], list[str]]:
    """Return the findings to tell, what was read, and which plans are broken."""
    from collections import Counter  # noqa: PLC0415 # not for --help

    from clusterplan.base.findings import has_errors  # noqa: PLC0415
    from clusterplan.checks import check_data  # noqa: PLC0415
    from clusterplan.checks.chosen_findings import sifted  # noqa: PLC0415
    from clusterplan.reading.folder import read_folder  # noqa: PLC0415

    findings: list[Finding] = []
    beyond: Counter[tuple[str, str]] = Counter()
    files: set[str] = set()
    records, folders, broken = 0, [], []
    limits = raised_limits()
    for each in asked:
        folder = read_folder(each.place.folder, each.place.name, wishes.kept, limits)
        folders.append(folder)
        checked, more = check_data(folder, wishes.kept)
        found = [*folder.findings, *checked]
        plan = folder.plan_file.file
        if has_errors(finding for finding in found if finding.file == plan):
            broken.append(plan)
        # With a broken plan no file of figures could be checked: that must not pass for sound.
        told = {file for file in folder.files if each.includes(file) or file in broken}
        findings += (one for one in found if one.file in told or each.includes(one.file))
        counted = folder.beyond + more
        beyond.update({key: n for key, n in counted.items() if key[0] in told})
        files |= told
        records += sum(file.records for file in folder.actuals_files if file.file in told)
    chosen = sifted(findings, wishes, files=files, records=records, beyond=beyond)
    return chosen, folders, broken


class _Sources:
    """The lines that findings are about, looked up only when a format asks for them."""

    def __init__(self, folders: Iterable[DataFolder], found: Validation) -> None:
        self._folders, self._found = list(folders), found
        self._lines: dict[str, dict[int, str]] = {}

    def __call__(self, file: str, line: int) -> str | None:
        """Return a line by its number from 1."""
        if file not in self._lines:
            wanted = {finding.line for finding in self._found.findings if finding.file == file}
            found = (folder.lines(file, wanted) for folder in self._folders)
            self._lines[file] = next(filter(None, found), {})
        return self._lines[file].get(line)


def _codes(texts: list[str] | None, option: str) -> tuple[str, ...]:
    """Return codes or beginnings of codes; several may stand in one text, between commas."""
    from clusterplan.checks import RULES  # noqa: PLC0415 # not for --help

    codes = [code.strip().upper() for text in texts or () for code in text.split(",")]
    for code in codes:
        if not code or not any(rule.code.startswith(code) for rule in RULES):
            raise BadValue(option, say("there is no code {code}", code=f"'{code}'"))
    return tuple(codes)


def _in_workspace(finding: Finding) -> Finding:
    """Name the file as services do: from the root of the repository, wherever we are."""
    full = Path(os.path.abspath(finding.file))  # noqa: PTH100 # a link is named, not its target
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    if full.is_relative_to(root):
        return replace(finding, file=full.relative_to(root).as_posix())
    return replace(finding, file=full.as_posix())


def _revisions(folders: Iterable[tuple[Wanted, DataFolder]], locale: Locale) -> str:
    from clusterplan.checks.revisions import revisions  # noqa: PLC0415 # only here

    lines = (
        f"{row.file}:{row.line}: {locale.text(message)}"
        for asked, folder in folders
        for row, message in revisions(folder)
        if asked.includes(row.file)
    )
    return "".join(f"{printable(line)}\n" for line in lines)


def _format(asked: str, output: Path | None) -> str:
    if asked != "auto":
        return asked
    if output is not None:
        return "text"
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if is_terminal() else "text"


def _unchecked(broken: Iterable[str]) -> Iterator[Message]:
    for plan in broken:
        yield say(
            "clusterplan: {plan} has errors: the figures cannot be checked against it", plan=plan
        )


def _summary(found: Validation) -> Iterator[Message]:
    from clusterplan.base.findings import Level  # noqa: PLC0415 # not for --help

    counts = {level: found.counts.get(level, 0) for level in Level}
    told = say(
        "{first}, {second}, {third}",
        first=say_many("{count} error", "{count} errors", count=counts[Level.ERROR]),
        second=say_many("{count} warning", "{count} warnings", count=counts[Level.WARNING]),
        third=say_many("{count} notice", "{count} notices", count=counts[Level.NOTICE]),
    )
    line = say(
        "clusterplan: {found}; files: {files}, records: {records}",
        found=told,
        files=found.files,
        records=found.records,
    )
    if found.suppressed:
        line = say("{told}, left out: {count}", told=line, count=found.suppressed)
    if found.truncated:
        line = say("{told}, not shown: {count}", told=line, count=found.truncated)
    yield line
    if found.outdated:
        yield say_many(
            "clusterplan: {count} known finding is there no more; --write-known lists them anew",
            "clusterplan: {count} known findings are there no more; --write-known lists them anew",
            count=found.outdated,
        )
