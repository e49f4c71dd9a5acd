"""What an import would do to a data folder, checked by every rule before anything is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.findings import Level
from clusterplan.checks import check_data
from clusterplan.importing.new_rows_and_vintages import Kind, steps_for
from clusterplan.importing.understanding import Problem
from clusterplan.importing.year_file import UnwritableError, add_rows, as_cells
from clusterplan.reading.actuals_file import parse_actuals
from clusterplan.reading.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from clusterplan.base.findings import Finding
    from clusterplan.importing.new_rows_and_vintages import Step
    from clusterplan.importing.understanding import Found, Reading, Remark
    from clusterplan.importing.year_file import Addition
    from clusterplan.model.plan import Plan
    from clusterplan.reading.actuals_file import ActualsFile
    from clusterplan.reading.folder import DataFolder


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

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    warnings: tuple[Finding, ...]
    additions: Mapping[int, Addition]

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
        steps, problems = steps_for(found, data.observations)
        additions, unwritable = _additions(steps, plan, raw)
        problems += unwritable
        files = {
            name(year): _parsed(addition, name(year), year, plan)
            for year, addition in additions.items()
        }
        errors, warnings = _new_findings(data, files)
        bad = {
            step.found.place: finding for step, finding in _blamed(steps, additions, errors, name)
        }
        if not bad:
            break
        refused += (_problem(each, bad[each.place]) for each in found if each.place in bad)
        found = [each for each in found if each.place not in bad]
    unexplained = [Problem(_where(each), "", each.message, each.hint) for each in errors]
    return Outcome(
        tuple(steps),
        (*reading.problems, *problems, *refused, *unexplained),
        reading.left_out,
        reading.remarks,
        tuple(warnings),
        additions,
    )


def _additions(
    steps: Sequence[Step], plan: Plan, raw: Callable[[int], bytes | None]
) -> tuple[dict[int, Addition], list[Problem]]:
    additions, problems = {}, []
    for year, new in _new_by_year(steps).items():
        rows = [as_cells(each, plan.area) for each in new]
        try:
            additions[year] = add_rows(raw(year), rows, year)
        except UnwritableError as error:
            problems.append(Problem(f"{year}.csv", "", error.message, error.hint))
    return additions, problems


def _new_by_year(steps: Iterable[Step]) -> dict[int, list[Found]]:
    by_year: dict[int, list[Found]] = {}
    for step in steps:
        if step.kind is not Kind.SAME:
            by_year.setdefault(step.found.year, []).append(step.found)
    return by_year


def _parsed(addition: Addition, name: str, year: int, plan: Plan) -> ActualsFile:
    source = decode(addition.after, name)
    return parse_actuals(source.text or "", name, year, plan, source.findings)


def _new_findings(
    data: DataFolder, files: Mapping[str, ActualsFile]
) -> tuple[list[Finding], list[Finding]]:
    """Return the errors and warnings that the folder would have and has not now."""
    kept = [file for file in data.actuals_files if file.file not in files]
    by_year = sorted((*kept, *files.values()), key=lambda file: file.year)
    changed = replace(data, actuals_files=tuple(by_year))
    before = Counter(_identity(each) for each in _all(data))
    new = []
    for finding in _all(changed):
        if before[_identity(finding)] > 0:
            before[_identity(finding)] -= 1
        elif finding.level is not Level.NOTICE:
            new.append(finding)
    new.sort(key=lambda finding: finding.order)
    errors = [each for each in new if each.level is Level.ERROR]
    return errors, [each for each in new if each.level is Level.WARNING]


def _all(data: DataFolder) -> list[Finding]:
    return [*(each for file in data.actuals_files for each in file.findings), *check_data(data)[0]]


def _identity(finding: Finding) -> tuple[str, str, int, str]:
    return (finding.code, finding.file, finding.line, str(finding.message))


def _blamed(
    steps: Sequence[Step],
    additions: Mapping[int, Addition],
    errors: Iterable[Finding],
    name: Callable[[int], str],
) -> list[tuple[Step, Finding]]:
    """Return the new rows that errors stand at."""
    found = []
    for year, addition in additions.items():
        new = [s for s in steps if s.found.year == year and s.kind is not Kind.SAME]
        for finding in errors:
            index = finding.line - addition.first
            if finding.file == name(year) and 0 <= index < len(new):
                found.append((new[index], finding))
    return found


def _problem(found: Found, finding: Finding) -> Problem:
    return Problem(found.place, f"{found.value} {found.unit}", finding.message, finding.hint)


def _where(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}" if finding.line else finding.file
