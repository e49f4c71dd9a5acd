"""What an import would do to a data folder, checked by every rule before anything is written.

A figure is new, a new vintage of a row that is there, or there already.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import exactly
from clusterplan.base.findings import Level
from clusterplan.base.messages import Quantity, say
from clusterplan.base.units import UNITS, convert
from clusterplan.checks import check_data
from clusterplan.importing.additions import UnwritableError, add_rows, as_cells
from clusterplan.importing.understanding import Problem
from clusterplan.model.observations import ObsStatus
from clusterplan.reading.actuals_file import parse_actuals
from clusterplan.reading.csv_cells import parse_published
from clusterplan.reading.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clusterplan.base.findings import Finding
    from clusterplan.base.messages import Message
    from clusterplan.importing.additions import Addition
    from clusterplan.importing.understanding import Found, Reading, Remark
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.reading.actuals_file import ActualsFile
    from clusterplan.reading.folder import DataFolder


class Kind(StrEnum):
    """What a figure is for its file."""

    NEW = "new"
    REVISION = "revision"
    SAME = "same"


class Step(Struct, frozen=True):
    """What becomes of one figure; `line` is of the row that it revises or repeats, 0 if none."""

    found: Found
    kind: Kind
    line: int = 0


class Outcome(Struct, frozen=True):
    """What becomes of a file: each figure, what was left out, the files as they would be.

    Attributes:
        steps: what becomes of each figure that was understood.
        problems: what was not understood, or cannot be taken.
        left_out: what is no figure of the plan and the year.
        remarks: how some figures were read.
        warnings: what `validate` would say that it does not say now.
        additions: the files with the new rows, by year.
    """

    steps: list[Step]
    problems: list[Problem]
    left_out: list[Remark]
    remarks: list[Remark]
    warnings: list[Finding]
    additions: dict[int, Addition]

    @property
    def added(self) -> int:
        """How many rows would be written."""
        return sum(step.kind is not Kind.SAME for step in self.steps)


def outcome_of(
    reading: Reading,
    data: DataFolder,
    plan: Plan,
    raw: Callable[[int], bytes | None],
    name: Callable[[int], str],
) -> Outcome:
    """Work out what an import would do.

    Args:
        reading: what the foreign file holds.
        data: the data folder, without errors.
        plan: its plan.
        raw: returns the bytes of a year's file, None where there is none.
        name: returns what findings call a year's file.
    """
    found, refused = list(reading.found), list[Problem]()
    while True:
        steps, problems = _steps(found, data.observations)
        new: dict[int, list[Found]] = {}
        for step in steps:
            if step.kind is not Kind.SAME:
                new.setdefault(step.found.year, []).append(step.found)
        additions: dict[int, Addition] = {}
        for year, rows in new.items():
            try:
                cells = [as_cells(each, plan.area) for each in rows]
                additions[year] = add_rows(raw(year), cells, year)
            except UnwritableError as error:
                problems.append(Problem(f"{year}.csv", "", error.message, error.hint))
        files = [_parsed(each, name(year), year, plan) for year, each in additions.items()]
        errors, warnings = _new_findings(data, files)
        bad: dict[str, Finding] = {}
        for year, addition in additions.items():
            lines = {addition.first + at: each.place for at, each in enumerate(new[year])}
            own = (each for each in errors if each.file == name(year) and each.line in lines)
            bad |= {lines[each.line]: each for each in own}
        if not bad:
            break
        refused += (
            _refused(each, bad[each.place].message, bad[each.place].hint)
            for each in found
            if each.place in bad
        )
        found = [each for each in found if each.place not in bad]
    problems = [*reading.problems, *problems, *refused]
    for each in errors:  # of which no new row is to blame
        where = f"{each.file}:{each.line}" if each.line else each.file
        problems.append(Problem(where, "", each.message, each.hint))
    return Outcome(steps, problems, reading.left_out, reading.remarks, warnings, additions)


def _parsed(addition: Addition, name: str, year: int, plan: Plan) -> ActualsFile:
    source = decode(addition.after, name)
    return parse_actuals(source.text or "", name, year, plan, source.findings)


def _new_findings(
    data: DataFolder, files: Sequence[ActualsFile]
) -> tuple[list[Finding], list[Finding]]:
    """Return the errors and warnings that the folder would have and has not now."""
    changed = {file.file: file for file in (*data.actuals_files, *files)}
    by_year = sorted(changed.values(), key=lambda file: file.year)
    before = Counter(_identity(each) for each in _all(data))
    new = []
    for finding in _all(replace(data, actuals_files=tuple(by_year))):
        if before[_identity(finding)] > 0:
            before[_identity(finding)] -= 1
        else:
            new.append(finding)
    new.sort(key=lambda finding: finding.order)
    errors = [each for each in new if each.level is Level.ERROR]
    return errors, [each for each in new if each.level is Level.WARNING]


def _all(data: DataFolder) -> list[Finding]:
    return [
        *(each for file in data.actuals_files for each in file.findings),
        *check_data(data).findings,
    ]


def _identity(finding: Finding) -> tuple[str, str, int, str]:
    return (finding.code, finding.file, finding.line, str(finding.message))


def _steps(found: Sequence[Found], rows: Iterable[Observation]) -> tuple[list[Step], list[Problem]]:
    """Compare figures with the rows that are there; a problem is one that cannot be taken."""
    known: dict[tuple[str, str, int, str], list[Observation]] = {}
    for row in rows:
        if row.status is not ObsStatus.MISSING:
            known.setdefault((row.indicator, row.entity, row.year, row.series), []).append(row)
    steps = [
        _step(each, known.get((each.indicator, each.entity, each.year, each.series), []))
        for each in found
    ]
    return (
        [each for each in steps if isinstance(each, Step)],
        [each for each in steps if isinstance(each, Problem)],
    )


def _step(found: Found, rows: Sequence[Observation]) -> Step | Problem:
    """Say what a figure is; a different value needs a later day than the row that it revises."""
    day = parse_published(found.published)
    newest = _newest(found, rows)
    for row in rows:
        if _equal(found, row) and (row is newest or day is None or row.published == day):
            return Step(found, Kind.SAME, row.line)
    for row in rows:
        if row.published == day:  # of two on one day nobody knows which one counts
            return _contradicted(found, row)
    if newest is None:
        return Step(found, Kind.NEW)
    if day is None or day < (newest.published or date.min):
        return _contradicted(found, newest)
    return Step(found, Kind.REVISION, newest.line)


def _newest(found: Found, rows: Sequence[Observation]) -> Observation | None:
    """Return the newest row that the figure would stand beside: outcomes outrank forecasts."""
    peers = [row for row in rows if row.status.rank == found.status.rank]
    return max(peers, key=lambda row: (row.published or date.min, row.line), default=None)


def _equal(found: Found, row: Observation) -> bool:
    if (row.status, row.qualifier) != (found.status, found.qualifier):
        return False
    if isinstance(row.value, Fraction):
        same_kind = UNITS[row.unit].dimension == UNITS[found.unit].dimension
        return same_kind and convert(Fraction(found.value), found.unit, row.unit) == row.value
    return found.value == ("" if row.value is None else str(row.value))


def _contradicted(found: Found, row: Observation) -> Problem:
    value: Quantity | Message | str = str(row.value)
    if row.value is None:
        value = say("a suppressed figure")
    if isinstance(row.value, Fraction):
        value = Quantity(exactly(row.value), row.unit)
    message = say(
        "line {line} of {year}.csv has {value}", line=row.line, year=str(row.year), value=value
    )
    if row.published is not None:
        message = say(
            "line {line} of {year}.csv has {value}, published on {day}",
            line=row.line,
            year=str(row.year),
            value=value,
            day=row.published,
        )
    hint = say("a revision needs a later day: --published; another source its own --series")
    return _refused(found, message, hint)


def _refused(found: Found, message: Message, hint: Message | None) -> Problem:
    return Problem(found.place, f"{found.value} {found.unit}", message, hint)
