"""What `clusterplan rollup` does, one step after the other; loads what computes."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from clusterplan import __version__
from clusterplan.base.messages import say, say_many
from clusterplan.cli.data import find_own_data, read_to_write
from clusterplan.cli.exit_codes import FINDINGS, OK, BadValue, UsageFailure
from clusterplan.cli.given_values import check_file_year
from clusterplan.cli.locking import sole_writer
from clusterplan.cli.output import refuse_inputs, replace_file, write, writing
from clusterplan.cli.questions import agreed
from clusterplan.cli.rollup_reading import RefusedError, read_and_compute
from clusterplan.cli.terminal import format_for, options_for
from clusterplan.importing.checked_import import outcome_of
from clusterplan.render.document.rollup_blocks import RollUp, render_rollup
from clusterplan.render.findings.as_text import lines_of
from clusterplan.render.text.json_text import dumps
from clusterplan.rollup.audit import Run, audit, details
from clusterplan.rollup.definition_file import read_definition
from clusterplan.rollup.explaining import explanation
from clusterplan.rollup.figures_to_rows import reading_of
from clusterplan.rollup.publishing import Publishing
from clusterplan.rollup.suppression import MOST, TooManyCellsError

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.cli.asked import Asked
    from clusterplan.cli.found import Place
    from clusterplan.cli.rollup_reading import Read, Wanted
    from clusterplan.model.plan import Plan
    from clusterplan.reading.folder import DataFolder
    from clusterplan.rollup.definition_file import DefinitionFile

REFUSAL = say("nothing was computed: mend these errors first")


def explained(asked: Asked, wanted: Wanted) -> int:
    """Print what each figure means, and the queries in the dialect of each engine."""
    place = find_own_data(asked.data)
    _, plan = read_to_write(place, asked, REFUSAL)
    told = _definition(place, plan, asked).sound
    write(explanation(told, plan, wanted.day, asked.locale), None)
    return OK


def run(asked: Asked, wanted: Wanted) -> int:
    """Compute, show, ask and write; return the exit code."""
    place = find_own_data(asked.data)
    _refuse_details(wanted.details, place)
    with contextlib.nullcontext() if wanted.dry_run else sole_writer(place.folder):
        folder, plan = read_to_write(place, asked, REFUSAL)
        check_file_year(plan, wanted.year)
        definition = _definition(place, plan, asked)
        try:
            read = read_and_compute(asked, wanted, place, plan, definition)
        except RefusedError as refused:
            typer.echo(lines_of(refused.findings, asked.locale), err=True, nl=False)
            asked.notice(REFUSAL)
            return FINDINGS
        return _Settling(asked, wanted, place, plan, read).settled(folder)


class _Settling:
    def __init__(self, asked: Asked, wanted: Wanted, place: Place, plan: Plan, read: Read) -> None:
        self.asked, self.wanted, self.place, self.plan = asked, wanted, place, plan
        self.file, self.definition, self.engine = read.file, read.file.sound, read.engine
        self.tables, self.computed, self.told = read.tables, read.computed, read.told

    def settled(self, folder: DataFolder) -> int:
        """Show what was found, ask, and write; return the exit code."""
        wanted, told = self.wanted, self.definition
        tables, computed = self.tables, self.computed
        rows = folder.observations
        read = (file.original for table in tables.all for file in table.files)
        refuse_inputs(wanted.details, files=[each for each in read if each is not None])
        try:
            publication = Publishing(
                told, computed, self.plan, rows, wanted.year, self.file.file
            ).publication()
        except TooManyCellsError:
            message = say(
                "more than {count} figures hang together by sums: what would have to be suppressed"
                " takes too long to find; make figures of fewer entities",
                count=MOST,
            )
            raise UsageFailure(message) from None
        reading = reading_of(publication, told, wanted.year, wanted.day, wanted.audit_name)
        outcome = outcome_of(reading, folder, self.plan, self.place.bytes_of, self.place.name_of)
        findings = [*publication.findings, *self.told.findings]
        found = RollUp(wanted.year, computed, publication, outcome, findings, self.told.beyond)
        name, options = format_for(self.asked), options_for(self.asked)
        write(render_rollup(found, self.plan, name, self.asked.locale, options), None)
        if self.asked.verbose:
            typer.echo(lines_of(findings, self.asked.locale), err=True, nl=False)
        open_audit = audit(self._ran(), told, tables, computed, publication)
        if wanted.details is not None:
            data = details(open_audit, computed, publication, findings)
            replace_file(wanted.details, dumps(data).encode(), private=True)
        return self._written(found, open_audit)

    def _ran(self) -> Run:
        return Run(
            self.plan.id,
            self.wanted.year,
            self.wanted.day,
            self.wanted.today.isoformat(),
            __version__,
            self.engine,
            (self.file.file, hashlib.sha256(str(self.file.text).encode()).hexdigest()),
        )

    def _written(self, found: RollUp, open_audit: dict[str, Any]) -> int:
        outcome, wanted = found.outcome, self.wanted
        if outcome.problems:
            self.asked.notice(say("nothing was written: mend what cannot be taken"))
            return FINDINGS
        if not outcome.additions:
            self.asked.notice(self._why_nothing(found))
            return OK
        rows = say_many("{count} row", "{count} rows", count=outcome.added)
        file = self.place.name_of(wanted.year)
        path = self.place.folder / wanted.audit_name
        if path.exists():
            message = say(
                "{path} is the audit of that day already: name another one with --published",
                path=wanted.audit_name,
            )
            raise UsageFailure(message)
        if wanted.dry_run:
            self.asked.notice(
                say("without --dry-run this adds {rows} to {files}", rows=rows, files=file)
            )
            return OK
        question = say("Add {rows} to {files}? [y/N] ", rows=rows, files=file)
        if not wanted.yes and not agreed(question, self.asked.locale):
            self.asked.notice(say("nothing was written"))
            return FINDINGS
        addition = outcome.additions[wanted.year]
        if self.place.bytes_of(wanted.year) != addition.before:
            message = say("{file} was changed in the meantime; try again", file=file)
            raise UsageFailure(message)
        self._replace(path, dumps(open_audit).encode(), addition.after)
        self.asked.mention(say("added {rows} to {files}", rows=rows, files=file))
        return OK

    def _why_nothing(self, found: RollUp) -> Message:
        rows = self.computed.rows
        if found.publication.figures:
            return say("nothing was written: there is nothing new")
        if rows.read and rows.late == rows.read:
            return say(
                "nothing was written: no return was received by {day}; --published names a later"
                " day",
                day=self.wanted.day,
            )
        return say("nothing was written: no figure comes of these returns")

    def _replace(self, path: Path, open_audit: bytes, actuals: bytes) -> None:
        """Write the audit and then the figures: none stands there without its audit."""
        file = self.place.file_of(self.wanted.year)
        made = [each for each in (path.parent, file.parent) if not each.exists()]
        try:
            for each in made:
                with writing(each):
                    each.mkdir()
            replace_file(path, open_audit)
            replace_file(file, actuals)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            for each in made:
                with contextlib.suppress(OSError):
                    each.rmdir()
            raise


def _definition(place: Place, plan: Plan, asked: Asked) -> DefinitionFile:
    found = read_definition(place.folder, place.name, plan)
    if found.definition is None:
        typer.echo(lines_of(found.findings, asked.locale), err=True, nl=False)
        raise UsageFailure(REFUSAL)
    return found


def _refuse_details(path: Path | None, place: Place) -> None:
    """Refuse a place from which details would be published with the data."""
    if path is None:
        return
    refuse_inputs(path, [place.folder])
    real = Path(os.path.realpath(path))
    if real.is_relative_to(os.path.realpath(place.folder)):
        message = say("details tell of single units: write them outside the data folder")
        raise BadValue("--details", message)
