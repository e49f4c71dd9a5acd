"""`clusterplan validate`: the gate for plan and actuals files."""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import typer
from msgspec.structs import replace

from clusterplan import __version__
from clusterplan.base.findings import Level, has_errors
from clusterplan.base.messages import printable, say, say_many
from clusterplan.checks import RULES, check_data
from clusterplan.checks.chosen_findings import Wishes, sifted
from clusterplan.checks.known_findings import NotKnownError, read_known, written
from clusterplan.checks.revisions import revisions
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import raised_limits
from clusterplan.cli.exit_codes import FINDINGS, OK, BadValue, UsageFailure
from clusterplan.cli.given_values import parse_count
from clusterplan.cli.output import refuse_inputs, write
from clusterplan.cli.telling import is_terminal
from clusterplan.cli.terminal import options_for
from clusterplan.cli.validate_paths import wanted
from clusterplan.reading.folder import DataFolder, read_folder
from clusterplan.reading.folder_layout import ROLLUP_NAME
from clusterplan.render.findings.formats import MACHINE_FORMATS, View, render_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.base.findings import Finding
    from clusterplan.base.messages import Message
    from clusterplan.checks.chosen_findings import Known, Validation
    from clusterplan.cli.validate_paths import Wanted
    from clusterplan.locale import Locale
    from clusterplan.rollup.definition_file import DefinitionFile

    _Readable: TypeAlias = DataFolder | DefinitionFile

UNLIMITED = sys.maxsize
"""A list of known findings must be complete, or what is not on it would be told tomorrow."""
SERVICES = frozenset(("github", "sarif"))
"""Formats for services that know files by their place in the repository."""


def validate(
    asked: Asked,
    path: list[Path] | None,
    select: list[str] | None,
    ignore: list[str] | None,
    known: Path | None,
    write_known: Path | None,
    max_findings: str,
    *,
    strict: bool,
) -> int:
    """Run `clusterplan validate`; return the exit code."""
    parts, locale, output = wanted(path or [], asked.data), asked.locale, asked.output
    read = [known] if known and not write_known else []
    for target in (write_known, output):
        refuse_inputs(target, [each.place.folder for each in parts], read)
    listed = write_known or known
    wishes = Wishes(
        select=_codes(select, "--select"),
        ignore=_codes(ignore, "--ignore"),
        strict=strict,
        known=_read_list(known) if known and not write_known else {},
        known_file=partial(_as_seen_from, listed.parent) if listed else str,
        limit=UNLIMITED if write_known else parse_count(max_findings, "--max-findings"),
    )
    found, folders, broken = _validated(parts, wishes)
    for plan in broken:
        asked.mention(say("{plan} has errors: the figures cannot be checked against it", plan=plan))
    if write_known is not None:
        return _write_list(found, wishes, write_known, asked)
    name = _format(asked)
    if name in SERVICES:
        found = replace(found, findings=tuple(map(_in_workspace, found.findings)))
    view = View(found, _Sources(folders, found), options_for(asked), __version__)
    write(render_findings(view, name, locale), output, machine=name in MACHINE_FORMATS)
    if asked.verbose:
        typer.echo(_revisions(parts, folders, locale), err=True, nl=False)
    for line in _summary(found):
        asked.mention(line)
    return FINDINGS if found.failed else OK


def _validated(
    asked: list[Wanted], wishes: Wishes
) -> tuple[Validation, list[_Readable], list[str]]:
    """Return the findings to tell, what was read, and which plans are broken."""
    findings: list[Finding] = []
    beyond: Counter[tuple[str, str]] = Counter()
    files: set[str] = set()
    folders: list[_Readable] = []
    records, broken = 0, []
    limits = raised_limits()
    for each in asked:
        folder = read_folder(each.place.folder, each.place.name, wishes.kept, limits)
        folders.append(folder)
        checked, more, _ = check_data(folder, wishes.kept)
        found = [*folder.findings, *checked]
        plan = folder.plan_file.file
        if rollup := _rollup(each, folder, found):
            folders.append(rollup)
            found += rollup.findings
        if has_errors(finding for finding in found if finding.file == plan):
            broken.append(plan)
        # With a broken plan no file of figures could be checked: that must not pass for sound.
        read = (*folder.files, *([rollup.file] if rollup else []))
        told = {file for file in read if each.includes(file) or file in broken}
        findings += (one for one in found if one.file in told or each.includes(one.file))
        counted = folder.beyond + more
        beyond.update({key: n for key, n in counted.items() if key[0] in told})
        files |= told
        records += sum(file.records for file in folder.tables if file.file in told)
    chosen = sifted(findings, wishes, files=files, records=records, beyond=beyond)
    return chosen, folders, broken


def _rollup(asked: Wanted, folder: DataFolder, found: Iterable[Finding]) -> DefinitionFile | None:
    """Return the definition of a roll-up, if there is one and a sound plan to hold it against."""
    place = asked.place
    plan_file = folder.plan_file.file
    broken = has_errors(finding for finding in found if finding.file == plan_file)
    if folder.plan is None or broken or not os.path.lexists(place.folder / ROLLUP_NAME):
        return None
    from clusterplan.rollup.definition_file import read_definition  # noqa: PLC0415 # few have one

    return read_definition(place.folder, place.name, folder.plan)


class _Sources:
    """The lines that findings are about, looked up only when a format asks for them."""

    def __init__(self, folders: Iterable[_Readable], found: Validation) -> None:
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


def _revisions(parts: Iterable[Wanted], read: Iterable[_Readable], locale: Locale) -> str:
    folders = zip(parts, (each for each in read if isinstance(each, DataFolder)), strict=True)
    lines = (
        f"{row.file}:{row.line}: {locale.text(message)}"
        for asked, folder in folders
        for row, message in revisions(folder)
        if asked.includes(row.file)
    )
    return "".join(f"{printable(line)}\n" for line in lines)


def _format(asked: Asked) -> str:
    if asked.chosen_format is not None:
        return asked.chosen_format
    if asked.output is not None:
        return "text"
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if is_terminal() else "text"


def _summary(found: Validation) -> Iterator[Message]:
    counts = {level: found.counts.get(level, 0) for level in Level}
    told = say(
        "{first}, {second}, {third}",
        first=say_many("{count} error", "{count} errors", count=counts[Level.ERROR]),
        second=say_many("{count} warning", "{count} warnings", count=counts[Level.WARNING]),
        third=say_many("{count} notice", "{count} notices", count=counts[Level.NOTICE]),
    )
    line = say(
        "{found}; files: {files}, records: {records}",
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
            "{count} known finding is there no more; --write-known lists them anew",
            "{count} known findings are there no more; --write-known lists them anew",
            count=found.outdated,
        )


def _read_list(path: Path) -> Counter[Known]:
    """Return the findings on a list.

    Raises:
        UsageFailure: it cannot be read, or a line of it is none.
    """
    try:
        return read_known(path.read_text(encoding="utf-8-sig"))
    except NotKnownError as bad:
        message = say(
            "{path}:{line}: not a known finding: file, code, record and detail, with tabs between",
            path=str(path),
            line=bad.line,
        )
        raise UsageFailure(message) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageFailure(say("cannot read {path}: {why}", path=str(path), why=why)) from None


def _write_list(found: Validation, wishes: Wishes, path: Path, asked: Asked) -> int:
    """List all findings, and say how many; return the exit code."""
    write(written(found.findings, wishes.known_file), path)
    asked.mention(
        say_many(
            "{count} known finding is listed in {path}",
            "{count} known findings are listed in {path}",
            count=len(found.findings),
            path=str(path),
        )
    )
    return OK


def _as_seen_from(folder: Path, file: str) -> str:
    """Return a file's name from the folder of the list of known findings, wherever we are."""
    return Path(os.path.relpath(file, folder)).as_posix()
