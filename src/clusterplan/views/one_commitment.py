"""One commitment in full: its path, every year, every vintage, and the sides of its figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import chain, groupby
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import exactly, rounded
from clusterplan.base.grouping import grouped
from clusterplan.base.units import UNITS
from clusterplan.judging.projection import average_change
from clusterplan.judging.target_case import case_of
from clusterplan.model.observations import ObsStatus
from clusterplan.model.plan import Target
from clusterplan.model.quotas import quotas_of
from clusterplan.model.results import TargetResult
from clusterplan.views.ranking import RankedMember, ranking_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from clusterplan.judging.assess import Inquiry
    from clusterplan.judging.figures import Figures
    from clusterplan.model.observations import Observation, Qualifier, Selected
    from clusterplan.model.plan import Commitment, Formula, Indicator, Names, Observed, Phrase, Plan
    from clusterplan.model.results import (
        MeasureResult,
        MilestoneResult,
        Report,
        RequiredChange,
        SharedBase,
        StatedLink,
    )

    Link: TypeAlias = SharedBase | StatedLink
    Result: TypeAlias = TargetResult | MilestoneResult | MeasureResult
    Role: TypeAlias = Literal[
        "used", "superseded", "unused", "rival", "set_aside", "waiting", "withheld", "later"
    ]

FORMAT = "clusterplan.show/1"


class PathPoint(Struct, frozen=True):
    """Where the path is at the end of a year: the level, and as the goal states it if otherwise."""

    ADDED: ClassVar = frozenset(("stated",))

    year: int
    value: Decimal
    stated: Decimal | None = None


class Side(Struct, frozen=True):
    """One of the figures that another is computed from."""

    indicator: str
    name: Names
    value: Decimal | None
    unit: str
    illustrative: bool


class Derivation(Struct, frozen=True):
    """How a figure was computed: `ratio` a ÷ b, `product` a × b, `sum` of all sides."""

    indicator: str
    name: Names
    kind: Literal["ratio", "product", "sum"]
    value: Decimal
    unit: str
    sides: tuple[Side, ...]


class Row(Struct, frozen=True):
    """A row of the actuals, and what becomes of it.

    `used`, or `superseded` by a later vintage; `unused` is the newest one where an older one was
    multiplied with a share of its time, or nothing had to be computed; a `rival` is another series
    of the same rank; `set_aside` gives way to something surer; `waiting` has no figure yet;
    `withheld` is suppressed; `later` was published after the day that counts.
    """

    indicator: str
    entity: str
    name: Names
    year: int
    value: Decimal | date | str | None
    unit: str
    obs_status: ObsStatus
    qualifier: Qualifier
    published: date | None
    series: str
    source: str
    note: str
    file: str
    line: int
    role: Role


class YearResult(Struct, frozen=True):
    """How the commitment stands in a year."""

    year: int
    result: Result


class TargetYear(Struct, frozen=True):
    """A target as it stood in a year, and where its path was then."""

    year: int
    then: TargetResult
    point: PathPoint | None

    @property
    def path(self) -> Decimal | None:
        """Return the level of the path."""
        return self.point.value if self.point else None


class Ends(Struct, frozen=True):
    """Where a path leads, what of the goal is nearest to a figure, and what the figure counts as.

    Of a range the two ends may differ, and beyond the far one a figure counts as if it fell short.
    """

    goal: Decimal
    nearest: Decimal
    counted: Decimal


class Detail(Struct, frozen=True):
    """One commitment in full, as it stands in a year.

    Attributes:
        report: the report of that year, of its lists only the targets and the links of this one.
        kind: what the commitment is.
        verb: the word of the document.
        note: the plan's own remark.
        result: how it stands in the year.
        history: how it stands in every year of the plan.
        path: where a target's path is, from the base year to the goal's.
        average_change: how a target changed per year from its base to the year.
        derivations: how the figures of the year were computed.
        rows: every row of the actuals that concerns it.
        names: what that is called which rows may be of, by id.
        ranking: the members of a sum over the years, up to that of the report.
        member_unit: what the figures of the members of a group are in.
        ends: of a range, what the arithmetic of the year is about.
    """

    ADDED: ClassVar = frozenset(("ranking",))

    report: Report
    kind: str
    verb: Phrase | None
    note: Names | None
    result: Result
    history: tuple[YearResult, ...]
    path: tuple[PathPoint, ...]
    average_change: RequiredChange | None
    derivations: tuple[Derivation, ...]
    rows: tuple[Row, ...]
    names: dict[str, Names]
    ranking: tuple[RankedMember, ...] = ()
    member_unit: str = ""
    ends: Ends | None = None

    @property
    def target_years(self) -> tuple[TargetYear, ...]:
        """Return how a target stands in every year; nothing for other commitments."""
        path = {point.year: point for point in self.path}
        return tuple(
            TargetYear(each.year, each.result, path.get(each.year))
            for each in self.history
            if isinstance(each.result, TargetResult)
        )


def detail(inquiry: Inquiry, identity: str, year: int) -> Detail:
    """Return all that is known of one commitment.

    Args:
        inquiry: the plan and its figures.
        identity: the id of a target, milestone or measure of the plan.
        year: the year that the arithmetic is shown for, one of `plan.years`.

    Raises:
        ValueError: the year is outside the plan, or the plan has no such commitment.
    """
    plan = inquiry.plan
    item = next((each for each in plan.commitments if each.id == identity), None)
    if item is None:
        msg = f"the plan has no {identity}"
        raise ValueError(msg)
    whole = inquiry.report(year)
    years = (
        whole if each == year else inquiry.report(each, only=(identity,)) for each in plan.years
    )
    (found,) = details(inquiry.figures, inquiry.rows, whole, years, (item,))
    return found


def details(
    figures: Figures,
    observations: Iterable[Observation],
    whole: Report,
    years: Iterable[Report],
    wanted: Iterable[Commitment],
) -> tuple[Detail, ...]:
    """Return what `detail` does for several commitments, from reports that are there already.

    Args:
        figures: what the reports rest on.
        observations: the rows that they are on.
        whole: the report of the year that the arithmetic is shown for.
        years: the reports of all years, which have at least the wanted commitments.
        wanted: commitments of the plan.
    """
    by_subject = grouped((row.indicator, row) for row in observations)
    links = grouped((each, link) for link in whole.links for each in dict.fromkeys(link.targets))
    now, then = _results(whole), [(each.year, _results(each)) for each in years]

    def in_full(item: Commitment) -> Detail:
        inquiry, tied = _Inquiry(figures, item, whole.as_of), tuple(links.get(item.id, ()))
        return Detail(
            report=replace(whole, milestones=(), measures=(), links=tied),
            kind=type(item).__name__.lower(),
            verb=item.verb,
            note=item.note,
            result=now[item.id],
            history=tuple(YearResult(year, results[item.id]) for year, results in then),
            path=tuple(inquiry.path()),
            average_change=inquiry.average_change(whole.year),
            derivations=tuple(inquiry.derivations(whole.year)),
            rows=tuple(inquiry.rows(by_subject)),
            names={subject.id: subject.name for subject in inquiry.subjects()},
            ranking=ranking_of(
                figures, item, (own[item.id] for year, own in then if year <= whole.year)
            ),
            member_unit=_member_unit(figures, item),
            ends=inquiry.ends(whole.year),
        )

    return tuple(map(in_full, wanted))


def _member_unit(figures: Figures, item: Commitment) -> str:
    """Return the unit of members: of a sum that of the target, of a coverage their own."""
    if not isinstance(item, Target) or item.aggregate is None:
        return ""
    if item.aggregate != "coverage":
        return figures.unit_of(item)
    unit = figures.plan.indicator[item.indicators[0]].unit  # any_of has one
    return unit if UNITS[unit].numeric else ""


def _results(report: Report) -> dict[str, Result]:
    results: tuple[Result, ...] = (*report.targets, *report.milestones, *report.measures)
    return {result.id: result for result in results}


class _Inquiry(Struct, frozen=True):
    """Answers for one commitment what a report does not have."""

    figures: Figures
    item: Commitment
    as_of: date | None

    def path(self) -> Iterator[PathPoint]:
        """Return where the path is in each year from the base to the goal."""
        if not isinstance(self.item, Target):
            return
        plan = self.figures.plan
        case = case_of(self.figures, self.item, plan.period[1], self.as_of)
        path = None if case.course is None else case.course.path()
        if path is None:
            return
        terms = case.terms
        for year in range(plan.base_year, plan.period[1] + 1):
            if path.ends.base_year <= year <= path.ends.year:
                level = path.level(path.due(year))
                stated = None if terms.kind == "value" else terms.stated(level, year)
                told = None if stated is None else rounded(stated)
                yield PathPoint(year, rounded(level), told)

    def average_change(self, year: int) -> RequiredChange | None:
        """Return how it changed per year since its base."""
        if not isinstance(self.item, Target):
            return None
        case = case_of(self.figures, self.item, year, self.as_of)
        return average_change(case, self.figures.of_target(self.item, case.year))

    def ends(self, year: int) -> Ends | None:
        """Return the ends of a range beside the figure of the year, None of another goal."""
        if not isinstance(self.item, Target):
            return None
        case = case_of(self.figures, self.item, year, self.as_of)
        figure, goal = self.figures.of_target(self.item, case.year), case.goal
        value = figure.value if figure else None
        if goal is None or value is None or goal.comparison != "range":
            return None
        nearest, path = goal.bound_from(value), case.course.path() if case.course else None
        if path is None:
            return Ends(exactly(nearest), exactly(nearest), exactly(value))
        counted = goal.mirrored(value, rising=path.ends.rising)
        return Ends(exactly(path.ends.goal), exactly(nearest), exactly(counted))

    def derivations(self, year: int) -> Iterator[Derivation]:
        """Return how the figures of the year were computed, the target's own first."""
        if not isinstance(self.item, Target) or self.item.aggregate is not None:
            return
        entity = self.item.entity or self.figures.plan.area
        for indicator in self._fed(self.item):
            figure = self.figures.of_indicator(indicator.id, entity, year)
            if figure is None or figure.exact is None or figure.reported is not None:
                continue
            formula = indicator.formula
            if formula is not None:
                yield Derivation(
                    indicator=indicator.id,
                    name=indicator.name,
                    kind=formula.kind,
                    value=figure.written(figure.exact),
                    unit=indicator.unit,
                    sides=tuple(self._side(formula, e, entity, year) for e in indicator.sides),
                )

    def _side(self, formula: Formula, indicator: str, entity: str, year: int) -> Side:
        item = self.figures.plan.indicator[indicator]
        figure = self.figures.side_of(formula, indicator, entity, year)
        value = None if figure is None or figure.exact is None else figure.written(figure.exact)
        made_up = figure is not None and figure.illustrative
        return Side(indicator, item.name, value, item.unit, made_up)

    def rows(self, rows: Mapping[str, list[Observation]]) -> Iterator[Row]:
        """Return every row that concerns the commitment, by indicator, entity, year and day."""
        entities, used = set(self._entities()), set(self._used())
        for subject in self.subjects():
            concerned = (row for row in rows.get(subject.id, ()) if row.entity in entities)
            listed = sorted(concerned, key=_by_day)
            for _, figure in groupby(listed, key=lambda row: (row.entity, row.year)):
                yield from self._of_figure(tuple(figure), used)

    def _of_figure(self, rows: tuple[Observation, ...], used: set[Observation]) -> Iterator[Row]:
        """Return the rows of one figure, of which one is selected, with what becomes of each."""
        roles: dict[Observation, Role] = {}
        if not used.issuperset(rows):
            found = self.figures.selected(rows[0].indicator, rows[0].entity, rows[0].year)
            roles = {} if found is None else _roles(found)
            taken_back = (row for row in rows if self._left_out(row) == "withheld")
            for last in taken_back:
                roles |= {row: "superseded" for row in rows if _is_before(row, last)}
        for row in rows:
            role = "used" if row in used else roles.get(row, "set_aside")
            yield row_of(self.figures.plan, row, self._left_out(row) or role)

    def subjects(self) -> Sequence[Observed]:
        """Return what rows that concern the commitment may be of."""
        return self._fed(self.item) if isinstance(self.item, Target) else [self.item]

    def _fed(self, target: Target) -> list[Indicator]:
        """Return the indicators of a target, and those that feed them."""
        found = (self.figures.plan.feeding(each) for each in target.indicators)
        return list(dict.fromkeys(chain.from_iterable(found)))

    def _entities(self) -> tuple[str, ...]:
        plan, group = self.figures.plan, getattr(self.item, "group", None)
        own = getattr(self.item, "entity", None) or plan.area
        if group is None:
            return (own,)
        members = (each.id for year in plan.file_years for each in plan.members(group, year))
        return tuple(dict.fromkeys((own, *members, plan.group[group].total or plan.area)))

    def _used(self) -> Iterator[Observation]:
        plan = self.figures.plan
        for year in plan.file_years:
            if isinstance(self.item, Target):
                for judged in (self.item, *quotas_of(self.item, plan)):
                    figure = self.figures.of_target(judged, year)
                    yield from figure.inputs if figure else ()
            else:
                for entity in self._entities():
                    found = self.figures.selected(self.item.id, entity, year)
                    yield from (found.observation,) if found else ()

    def _left_out(self, row: Observation) -> Role | None:
        if row.status is ObsStatus.MISSING:
            return "waiting"
        if self.as_of is not None and (row.published is None or row.published > self.as_of):
            return "later"
        return "withheld" if row.status is ObsStatus.SUPPRESSED else None


def _roles(found: Selected) -> dict[Observation, Role]:
    """Return what becomes of the rows of a figure that is not used."""
    roles: dict[Observation, Role] = dict.fromkeys(found.rivals, "rival")
    roles |= dict.fromkeys(found.superseded, "superseded")
    roles[found.observation] = "unused"
    return roles


def row_of(plan: Plan, row: Observation, role: Role) -> Row:
    """Return a row of the actuals as people see it."""
    value = row.value
    return Row(
        indicator=row.indicator,
        entity=row.entity,
        name=plan.entity[row.entity].form_on(date(row.year, 12, 31))[0],
        year=row.year,
        value=exactly(value) if isinstance(value, Fraction) else value,
        unit=row.unit,
        obs_status=row.status,
        qualifier=row.qualifier,
        published=row.published,
        series=row.series,
        source=row.source,
        note=row.note,
        file=row.file,
        line=row.line,
        role=role,
    )


def _is_before(row: Observation, last: Observation) -> bool:
    """Say whether a row is of an earlier day than another one of its series, or of the same."""
    return row.series == last.series and _by_day(row) <= _by_day(last)


def _by_day(row: Observation) -> tuple[str, int, str, date]:
    return row.entity, row.year, row.series, row.published or date.min
