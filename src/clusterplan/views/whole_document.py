"""All that a document to hand on needs: every commitment in full, and what its figures rest on."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.grouping import grouped
from clusterplan.model.observations import ObsStatus
from clusterplan.model.results import TargetResult
from clusterplan.model.status import Status, counts_as
from clusterplan.views.figures_wanted import asked_of_indicators
from clusterplan.views.one_commitment import details, row_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from clusterplan.judging.assess import Inquiry
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Names, Observed, Plan
    from clusterplan.model.results import MemberValue, Report
    from clusterplan.views.one_commitment import Detail, Role, Row

ON_COURSE = frozenset((Status.MET_EARLY, Status.MET, Status.AHEAD, Status.ON_SCHEDULE))
"""Verdicts that ask for nothing more than to go on."""
LEAST_PER_PART = 2
"""Members that the parts of a group must have on average to be worth a list by parent."""


class File(Struct, frozen=True):
    """A file that was read, and the SHA-256 of its bytes in hexadecimal digits."""

    name: str
    sha256: str


class Run(Struct, frozen=True):
    """What was run: the version, whether the methods were chosen, and on which files."""

    version: str
    methods_chosen: bool
    files: tuple[File, ...]


class Part(Struct, frozen=True):
    """The members of a coverage that lie in one larger entity; `name` is None for the others."""

    name: Names | None
    reached: tuple[MemberValue, ...]
    missing: tuple[MemberValue, ...]
    unknown: tuple[MemberValue, ...]

    @property
    def of(self) -> int:
        """Return how many members there are."""
        return len(self.reached) + len(self.missing) + len(self.unknown)


class Coverage(Struct, frozen=True):
    """A coverage by the entities in which its members lie, in the order of the plan."""

    target: TargetResult
    parts: tuple[Part, ...]


class Subject(Struct, frozen=True):
    """How well an indicator, milestone or measure is documented.

    The numbers count rows: used ones that are published or illustrative, earlier vintages, other
    sources for the same figure, rows that wait for theirs. `without` are the years up to the
    report's that have no figure at all, as far as any was to be expected.
    """

    id: str
    name: Names
    supplier: Names | None
    published: int
    illustrative: int
    superseded: int
    rivals: int
    waiting: int
    without: tuple[int, ...]


class Dossier(Struct, frozen=True):
    """A report with everything behind it.

    Attributes:
        report: the report of the year, with second opinions.
        details: every target, milestone and measure in full, in the order of the plan.
        coverages: the coverages that can be told by larger entities.
        subjects: what is observed, in the order of the plan.
        rows: every row of the actuals up to the year, by year, file and line.
        run: what was run.
    """

    report: Report
    details: tuple[Detail, ...]
    coverages: tuple[Coverage, ...]
    subjects: tuple[Subject, ...]
    rows: tuple[Row, ...]
    run: Run

    @property
    def targets(self) -> tuple[tuple[TargetResult, Detail], ...]:
        """Return the targets, each with all that is known of it."""
        found = ((each.result, each) for each in self.details)
        return tuple((result, each) for result, each in found if isinstance(result, TargetResult))

    @property
    def on_course(self) -> int:
        """Return how many targets are on schedule or better."""
        return sum(counts_as(target.status) in ON_COURSE for target in self.report.targets)


def dossier(inquiry: Inquiry, year: int, run: Run, methods: Collection[str] = ()) -> Dossier:
    """Put together all that is known of a plan, as it stands in a year.

    Args:
        inquiry: the plan and its figures.
        year: one of `plan.years`.
        run: what was run, for the record.
        methods: those of `clusterplan.methods.SECOND_OPINIONS` to put beside the verdict.

    Raises:
        ValueError: the year is outside the plan, or a method gives no second opinions.
    """
    plan, observed = inquiry.plan, inquiry.observed
    ids = {each.id for each in observed}
    rows = tuple(row for row in inquiry.rows if row.year <= year and row.indicator in ids)
    report = inquiry.report(year, methods=methods)
    years = (inquiry.report(each) for each in plan.years if each <= year)
    full = details(inquiry.figures, rows, report, years, inquiry.commitments())
    told = _every_row(plan, rows, full)
    return Dossier(
        report=report,
        details=full,
        coverages=tuple(_coverages(plan, report)),
        subjects=tuple(_subjects(plan, observed, told, year)),
        rows=told,
        run=run,
    )


_ROLE: dict[ObsStatus, Role] = {
    ObsStatus.MISSING: "waiting",
    ObsStatus.SUPPRESSED: "withheld",
}


def _every_row(
    plan: Plan, rows: tuple[Observation, ...], full: tuple[Detail, ...]
) -> tuple[Row, ...]:
    """Return each row once: as used where any commitment uses it, as unused where none has it."""
    roles: dict[Row, Role] = {}
    for known in (row for each in full for row in each.rows):
        row = replace(known, role="unused")
        if known.role == "used" or row not in roles:
            roles[row] = known.role
    for each in rows:
        roles.setdefault(row_of(plan, each, "unused"), _ROLE.get(each.status, "unused"))
    told = (replace(row, role=role) for row, role in roles.items())
    return tuple(sorted(told, key=_place))


def _place(row: Row) -> tuple[int, str, int, str, str, str, date]:
    subject = row.indicator, row.entity, row.series
    return row.year, row.file, row.line, *subject, row.published or date.min


def _coverages(plan: Plan, report: Report) -> Iterator[Coverage]:
    for target in report.targets:
        if not any(member.counts is not None for member in target.members):
            continue
        parts = _by_parent(plan, target.members)
        if len(parts) > 1 and len(target.members) >= LEAST_PER_PART * len(parts):
            yield Coverage(target, tuple(_part(plan, *each) for each in parts.items()))


def _by_parent(plan: Plan, members: tuple[MemberValue, ...]) -> dict[str | None, list[MemberValue]]:
    """Sort members by the entity they lie in; one in which others lie stands with those."""
    parents = {plan.entity[member.entity].parent for member in members}
    order = {entity: position for position, entity in enumerate(plan.entity)}

    def own(member: MemberValue) -> str | None:
        return member.entity if member.entity in parents else plan.entity[member.entity].parent

    parts = grouped((own(member), member) for member in members)
    return dict(sorted(parts.items(), key=lambda part: order.get(part[0] or "", len(order))))


def _part(plan: Plan, parent: str | None, members: list[MemberValue]) -> Part:
    return Part(
        name=None if parent is None else plan.entity[parent].name,
        reached=tuple(member for member in members if member.counts is True),
        missing=tuple(member for member in members if member.counts is False),
        unknown=tuple(member for member in members if member.counts is None),
    )


def _subjects(
    plan: Plan, observed: Iterable[Observed], rows: tuple[Row, ...], year: int
) -> Iterator[Subject]:
    by_subject = grouped((row.indicator, row) for row in rows)
    years = range(plan.base_year, year + 1)
    asked = asked_of_indicators(plan, years)
    for item in observed:
        found = by_subject.get(item.id, [])
        computed = getattr(item, "formula", None) is not None
        if found or not computed:
            yield _subject(item, found, [each for each in years if (item.id, each) in asked])


def _subject(item: Observed, rows: list[Row], expected: Iterable[int]) -> Subject:
    roles = Counter(row.role for row in rows)
    used = [row for row in rows if row.role == "used"]
    made_up = sum(row.obs_status is ObsStatus.ILLUSTRATIVE for row in used)
    known = {row.year for row in rows if row.role in ("used", "unused")}
    return Subject(
        id=item.id,
        name=item.name,
        supplier=item.supplier,
        published=len(used) - made_up,
        illustrative=made_up,
        superseded=roles["superseded"],
        rivals=roles["rival"],
        waiting=roles["waiting"],
        without=tuple(each for each in expected if each not in known),
    )
