"""The report: frozen data. Field names and order are the JSON contract (`clusterplan.report/1`).

Numbers are `Decimal`: observed values, their sums and differences in full, quotients and logarithms
to 12 significant digits. What cannot be computed is None.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from msgspec import Struct

from clusterplan.model.changes import Position, Snapshot
from clusterplan.model.plan import OWNERS
from clusterplan.model.remarks import Body, counts_of
from clusterplan.model.status import COUNTS_AS, Status, is_behind, rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.base.messages import Message, Note
    from clusterplan.model.changes import Changes
    from clusterplan.model.goals import TermsKind
    from clusterplan.model.observations import ObsStatus, Qualifier
    from clusterplan.model.plan import Names, Phrase, Thresholds
    from clusterplan.model.remarks import RemarkResult
    from clusterplan.model.status import MeasureState, MilestoneStatus, Standing

FORMAT = "clusterplan.report/1"

Nature: TypeAlias = Literal["binding", "anticipatory"]
NATURES: tuple[Nature, ...] = ("binding", "anticipatory")
Sort: TypeAlias = Literal["pace", "gap", "clause"]
Doubt: TypeAlias = Literal["rounding", "about", "forecast"]
DataSource: TypeAlias = Literal["given", "found", "packaged"]


class PlanInfo(Struct, frozen=True):
    """Which plan was judged."""

    id: str
    title: Names
    document: Phrase
    period: tuple[int, int]
    base_year: int


class Origin(Struct, frozen=True):
    """Where the data came from; `path` as given, None for the packaged copy."""

    path: str | None
    source: DataSource


class DataInfo(Struct, frozen=True):
    """Where the data came from and how many of the figures used are published."""

    path: str | None
    source: DataSource
    illustrative: int
    published: int
    verdicts_on_published_only: int


class BaselineValue(Struct, frozen=True):
    """The value a target starts from."""

    year: int
    value: Decimal
    assumed: bool
    illustrative: bool


class TargetValue(Struct, frozen=True):
    """What a target demands, as a level or, for a range, from low to high.

    `exact` is the fraction that no decimal states.
    """

    year: int
    value: Decimal | None
    exact: str | None
    comparison: Literal[">=", "<=", ">", "<", "range"]
    low: Decimal | None
    high: Decimal | None

    @property
    def falling(self) -> bool:
        """Say whether it is a ceiling."""
        return self.comparison in ("<=", "<")


class ActualValue(Struct, frozen=True):
    """The figure of a year; an interval has `low` and `high`, an open end is None."""

    year: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    obs_status: ObsStatus
    source: str
    published: date | None
    illustrative: bool


class LatestValue(ActualValue, frozen=True):
    """The newest earlier figure, beside a target without one for the year, and its own verdict."""

    status: Status


class RequiredChange(Struct, frozen=True):
    """A change per year: what there was, or what still leads to the target."""

    per_year: Decimal
    kind: Literal["absolute", "rate"]


class Projection(Struct, frozen=True):
    """Where the course from the base over this year's figure leads; it rests on one point.

    `value` follows the target's own path; `linear` and `compound` are the two ways to extend the
    course, two methods and not an interval of confidence. `limited` says that one of them led
    beyond what the indicator can be, and was cut to that.
    """

    value: Decimal
    year_reached: int | None
    reached_after: int | None
    """The course does lead to the goal, but later than this year; how much later is not told."""
    linear: Decimal | None
    compound: Decimal | None
    limited: bool


class MemberValue(Struct, frozen=True):
    """One member of a group: its figure or state, and for a coverage whether it counts.

    `needed` is the level from which a member of a coverage counts, and `gap` what is missing to
    that; what a member of a sum is to reach is told by its quota, where the plan sets one.
    """

    entity: str
    name: Names
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    state: str | None
    counts: bool | None
    needed: Decimal | None
    gap: Decimal | None
    illustrative: bool


class Revision(Struct, frozen=True):
    """An earlier vintage of a figure that the report uses."""

    value: Decimal
    unit: str
    published: date | None
    source: str


class FirstPublished(Struct, frozen=True):
    """What the first published vintage of every figure would have said, where that differs."""

    value: Decimal | None
    status: Status


class SecondOpinion(Struct, frozen=True):
    """What another method says: its own measure and word, and how that word stands beside others.

    `reason` says why it is undefined, or why the status does not follow from the value.
    """

    value: Decimal | None
    status: str
    standing: Standing
    illustrative: bool
    reason: Message | None


class Stated(Struct, frozen=True, kw_only=True):
    """The numbers of a target in the terms in which its goal is stated.

    `per_year` is the change that is still needed, where it is no rate.
    """

    terms: TermsKind
    unit: str
    base_year: int
    goal: Decimal | None = None
    actual: Decimal | None = None
    latest: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    schedule_gap: Decimal | None = None
    per_year: Decimal | None = None
    projection: Decimal | None = None


class Recent(Struct, frozen=True):
    """The change of the last year alone, beside that of the path, and what it is judged by itself.

    `change` is what there was since the year before, `due` what the path asks for from there.
    """

    since: int
    change: Decimal
    due: Decimal
    pace: Decimal | None
    status: Status
    illustrative: bool


class GoalDue(Struct, frozen=True):
    """A number that a goal states for a year."""

    year: int
    value: Decimal


class Shape(Struct, frozen=True, kw_only=True):
    """What a goal is beyond a level to reach by a year.

    `tolerance` is in the terms of the goal, `left` what a budget has left, or has been exceeded by;
    `goals` are those of several years, the last one too. `missed_years` are the years so far in
    which a goal of every year, or one to keep, was not fulfilled; `leaves_in` is the first year in
    which it will not be at the present rate, or in which that leads out of a range again.
    """

    about: bool = False
    tolerance: Decimal | None = None
    tolerance_from: Literal["stated", "assumed", "last_digit"] | None = None
    keep: bool = False
    over: tuple[int, int] | None = None
    left: Decimal | None = None
    goals: tuple[GoalDue, ...] = ()
    missed_years: tuple[int, ...] | None = None
    leaves_in: int | None = None


class StatedGoal(Struct, frozen=True):
    """A goal as the document or a later decision states it: a level, a range, a change, a growth.

    `year` is None where it is due every year; `value` where it is a range, or all members.
    """

    terms: TermsKind
    unit: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    year: int | None


class GoalChange(Struct, frozen=True):
    """A later decision that changed a goal, which until then was another one."""

    date: date
    source: str
    was: StatedGoal
    now: StatedGoal


class TargetResult(Struct, frozen=True, kw_only=True, dict=True):
    """The verdict on one target; what cannot be computed is None."""

    # JSON has them where there is one.
    ADDED: ClassVar = frozenset(
        (*OWNERS, "stated", "shape", "recent", "time_in_hand", "amended", "remarks", "quotas")
    )

    id: str
    name: Names
    clause: str
    nature: Nature
    entity: str
    path: Literal["linear", "compound", "steps", "none"]
    unit: str
    baseline: BaselineValue | None
    target: TargetValue
    actual: ActualValue | None
    latest: LatestValue | None
    missing_years: tuple[int, ...]
    """Without whose figures there is no figure of the year."""
    bound: Literal["at_least", "at_most"] | None
    gap: Decimal | None = None
    expected: Decimal | None = None
    schedule_gap: Decimal | None = None
    completion: Decimal | None = None
    due: Decimal | None = None
    pace: Decimal | None = None
    required_change: RequiredChange | None = None
    projection: Projection | None = None
    status: Status
    illustrative: bool
    proxy: bool
    doubts: tuple[Doubt, ...]
    members: tuple[MemberValue, ...]
    revisions: tuple[Revision, ...]
    first_published: FirstPublished | None
    methods: dict[str, SecondOpinion] = {}
    methods_disagree: bool = False
    notes: tuple[Note, ...]
    stated: Stated | None = None
    shape: Shape | None = None
    lead: Body | None = None
    supporting: tuple[Body, ...] = ()
    recent: Recent | None = None
    time_in_hand: int | None = None
    """The last year in which the present level would still be on schedule."""
    amended: tuple[GoalChange, ...] = ()
    remarks: tuple[RemarkResult, ...] = ()
    quotas: tuple[TargetResult, ...] = ()
    """The verdicts on what single members are to reach, where the plan sets that."""

    @property
    def is_on_the_way(self) -> bool:
        """Say whether the goal that the year is judged by is followed by a later one."""
        return self.shape is not None and any(
            self.target.year < each.year for each in self.shape.goals
        )

    @property
    def is_limit(self) -> bool:
        """Say whether it is something to stay within, and not a level to get to."""
        return self.path == "none" or self.status in COUNTS_AS

    @cached_property
    def shown(self) -> Stated:
        """Return its numbers in the terms of the goal, which are mostly those of the result."""
        if self.stated is not None:
            return self.stated
        change = self.required_change
        return Stated(
            terms="value",
            unit=self.unit,
            base_year=self.baseline.year if self.baseline else self.target.year,
            goal=self.target.value,
            actual=self.actual.value if self.actual else None,
            latest=self.latest.value if self.latest else None,
            expected=self.expected,
            gap=self.gap,
            schedule_gap=self.schedule_gap,
            per_year=change.per_year if change and change.kind == "absolute" else None,
            projection=self.projection.value if self.projection else None,
        )


class Amount(Struct, frozen=True):
    """A level of something in a year, observed or where its course leads."""

    year: int
    value: Decimal
    illustrative: bool


class Demand(Struct, frozen=True):
    """What a goal over a shared base demands of its numerator, in the unit of the base.

    A share demands its fraction of the base: `now`, `then`, and of the base as `revised`; a level
    demands itself, and with the share it implies a level of the base. `binds` marks the harder of
    two goals for one numerator.
    """

    target: str
    name: Names
    numerator: str
    kind: Literal["share", "level"]
    comparison: Literal[">=", "<=", ">", "<", "range"]
    implied: Decimal | None
    now: Decimal | None
    then: Decimal | None
    revised: Decimal | None
    binds: bool = False

    @property
    def in_the_end(self) -> Decimal | None:
        """Return what it demands by the goal's year, as far as that can be said."""
        return self.now if self.then is None else self.then


class SharedBase(Struct, frozen=True):
    """Goals that are measured against one base: its level now, and by the year of the goals.

    `revised` is the level now on the newest vintage of everything, where shares were published
    before that.
    """

    kind: Literal["shared_base"]
    indicator: str
    name: Names
    entity: str
    unit: str
    now: Amount | None
    then: Amount | None
    revised: Amount | None
    demands: tuple[Demand, ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the ids of the targets that it ties together."""
        return tuple(demand.target for demand in self.demands)


class Sides(Struct, frozen=True):
    """The whole and its parts, in the unit of the whole, and whether they fit together."""

    whole: Decimal
    parts: tuple[Decimal, ...]
    holds: bool


class StatedLink(Struct, frozen=True):
    """A link that the plan states, in its goals, in the figures of the year, and at this rate."""

    kind: Literal["adds_up", "within"]
    whole: str
    name: Names
    parts: tuple[str, ...]
    part_names: tuple[Names, ...]
    unit: str
    goal: Sides | None
    actual: Sides | None
    projected: Sides | None
    illustrative: bool

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the ids of the targets that it ties together."""
        return (self.whole, *self.parts)


class MilestoneMember(Struct, frozen=True):
    """Whether one entity has done it: None where no row says so; `on` where a row gives the day."""

    entity: str
    name: Names
    done: bool | None
    on: date | None


class MilestoneResult(Struct, frozen=True):
    """Whether something due on a date was done; over a group, by how many of how many."""

    ADDED: ClassVar = frozenset((*OWNERS, "remarks"))

    id: str
    name: Names
    clause: str
    due: date
    done: int
    of: int
    status: MilestoneStatus
    illustrative: bool
    members: tuple[MilestoneMember, ...]
    lead: Body | None = None
    supporting: tuple[Body, ...] = ()
    remarks: tuple[RemarkResult, ...] = ()


class MeasureResult(Struct, frozen=True):
    """The state of a commitment without a number."""

    ADDED: ClassVar = frozenset((*OWNERS, "remarks"))

    id: str
    name: Names
    clause: str
    state: MeasureState
    illustrative: bool
    lead: Body | None = None
    supporting: tuple[Body, ...] = ()
    remarks: tuple[RemarkResult, ...] = ()


class Selection(Struct, frozen=True, kw_only=True):
    """What a report is narrowed to; None where everything of that kind is in it.

    `supports` are the names, by id, of what the owner only supports, which is not in it.
    """

    ADDED: ClassVar = frozenset(("nature", "owner", "supports", "supplier"))

    nature: Nature | None = None
    owner: Body | None = None
    supports: dict[str, Names] = {}
    supplier: Names | None = None


class Rows(Struct, frozen=True):
    """Which rows of a report are listed, by verdict, and in which order; counts see all of them."""

    status: tuple[str, ...] = ()
    sort: Sort | None = None


class Report(Struct, frozen=True):
    """The gap report of one year."""

    ADDED: ClassVar = frozenset(("summary_by_nature", "remarks", "selection", "rows"))

    plan: PlanInfo
    year: int
    as_of: date | None
    published_only: bool
    method: str
    methods: tuple[str, ...]
    thresholds: Thresholds
    data: DataInfo
    targets: tuple[TargetResult, ...]
    milestones: tuple[MilestoneResult, ...]
    measures: tuple[MeasureResult, ...]
    links: tuple[SharedBase | StatedLink, ...]
    changes: Changes | None = None
    """What changed since an earlier report, where it was compared with one."""
    selection: Selection | None = None
    """What it was narrowed to, where it was."""
    rows: Rows | None = None
    """Which of its rows are listed, where not all are, and in their order."""

    @property
    def day(self) -> date:
        """Return the day that a document on it bears, which is not that of the clock."""
        return self.as_of or date(self.year, 12, 31)

    @property
    def commitments(self) -> tuple[TargetResult | MilestoneResult | MeasureResult, ...]:
        """Return every target, milestone and measure."""
        return (*self.targets, *self.milestones, *self.measures)

    @property
    def remarks(self) -> dict[str, int]:
        """Count the remarks, the actions and the judgements; nothing where there are none."""
        return counts_of(remark for item in self.commitments for remark in item.remarks)

    @property
    def summary(self) -> dict[Status, int]:
        """Count the targets by status, in the order of `Status`; absent ones are left out."""
        return counted(self.targets)

    @property
    def behind(self) -> list[TargetResult]:
        """Return the targets that are behind or worse, the worst first."""
        return worst_first(self.targets)

    @property
    def summary_by_nature(self) -> dict[Nature, dict[Status, int]]:
        """Count binding and anticipatory targets apart, where there are both."""
        by_nature = {
            nature: counted(target for target in self.targets if target.nature == nature)
            for nature in NATURES
        }
        return by_nature if all(by_nature.values()) else {}


def worst_first(targets: Iterable[TargetResult]) -> list[TargetResult]:
    """Return those of targets that are behind or worse: the worst first, then the slowest."""
    found = (target for target in targets if is_behind(target.status))
    return sorted(found, key=lambda t: (rank(t.status), -1 if t.pace is None else t.pace))


def counted(targets: Iterable[TargetResult]) -> dict[Status, int]:
    """Count targets by status, in the order of `Status`; absent ones are left out."""
    counts = Counter(target.status for target in targets)
    return {status: counts[status] for status in Status if counts[status]}


def snapshot_of(report: Report) -> Snapshot:
    """Return what a comparison needs of a report."""
    targets = (
        Position(
            *("target", *_common(t), str(t.status), t.unit, t.gap, t.pace),
            *(t.shown.gap, (t.shown.terms, t.shown.unit)),
        )
        for t in report.targets
    )
    milestones = (
        Position("milestone", *_common(m), m.status, gap=left, shown_gap=left)
        for m in report.milestones
        for left in (Decimal(m.of - m.done),)
    )
    measures = (Position("measure", *_common(m), m.state) for m in report.measures)
    positions = (*targets, *milestones, *measures)
    return Snapshot(report.plan.id, report.year, report.as_of, positions)


def _common(
    item: TargetResult | MilestoneResult | MeasureResult,
) -> tuple[str, Names, str, bool]:
    return item.id, item.name, item.clause, item.illustrative
