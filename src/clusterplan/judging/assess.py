"""Plan, actuals and a year, to a report. Pure: no clock, no files, no printing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from clusterplan.judging.figures import Figures
from clusterplan.judging.links import links
from clusterplan.judging.milestones_and_measures import measure_result, milestone_result
from clusterplan.judging.remarks import Remarks
from clusterplan.judging.target_result import Verdict, judge
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.model.narrowing import narrowed, subjects_of
from clusterplan.model.observations import Actuals, Observation, ObsStatus
from clusterplan.model.plan import Measure, Milestone, Plan, Target
from clusterplan.model.remarks import body_of
from clusterplan.model.results import (
    DataInfo,
    MeasureResult,
    MilestoneResult,
    Origin,
    PlanInfo,
    Report,
    TargetResult,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from clusterplan.model.plan import Commitment, Observed
    from clusterplan.model.remarks import Remark
    from clusterplan.model.results import Selection

_Item = TypeVar("_Item", Target, Milestone, Measure)
_Result = TypeVar("_Result", TargetResult, MilestoneResult, MeasureResult)


def assess(  # noqa: PLR0913 # all that a report depends on
    plan: Plan,
    observations: Iterable[Observation],
    year: int,
    *,
    as_of: date | None = None,
    published_only: bool = False,
    only: Collection[str] = (),
    methods: Collection[str] = (),
    origin: Origin | None = None,
    remarks: Iterable[Remark] = (),
) -> Report:
    """Judge a plan on the figures of one year.

    Args:
        plan: a plan without errors (see `clusterplan.checks`).
        observations: the rows of all actuals files, in any order.
        year: a year of `plan.years`.
        as_of: use only what was published by this day, and the plan as amended by then.
        published_only: leave illustrative rows out.
        only: ids of the targets, milestones and measures to report on; empty for all.
        methods: those of `clusterplan.methods.SECOND_OPINIONS` to put beside the verdict.
        origin: where the data came from, for the record.
        remarks: the rows of all files of remarks, in any order.

    Raises:
        ValueError: the year is outside the plan, or a method gives no second opinions.
    """
    inquiry = Inquiry(
        plan,
        observations,
        as_of=as_of,
        published_only=published_only,
        origin=origin,
        remarks=remarks,
    )
    return inquiry.report(year, only=only, methods=methods)


class Inquiry:
    """All that reports on several years have in common: every figure is computed once.

    The arguments are those of `assess`; `figures` are those of all rows, where some are known
    already, and `selection` is what all its reports are narrowed to.
    """

    def __init__(
        self,
        plan: Plan,
        observations: Iterable[Observation],
        *,
        as_of: date | None = None,
        published_only: bool = False,
        origin: Origin | None = None,
        figures: Figures | None = None,
        selection: Selection | None = None,
        remarks: Iterable[Remark] = (),
    ) -> None:
        self.plan, self.rows = plan, tuple(observations)
        self.as_of, self._published_only = as_of, published_only
        self.selection = selection
        self._remarks = Remarks(plan, remarks, as_of=as_of, published_only=published_only)
        self._origin = origin or Origin(None, "given")
        self.usable = usable = Actuals(self.rows, as_of=as_of, published_only=published_only)
        known = None if as_of is not None or published_only else figures
        self.figures = known or Figures(plan, usable)
        first, self._revised = usable.first_published()
        # Where nothing was revised nobody asks for them.
        self._first = Figures(plan, Actuals(first if self._revised else ()))

    def commitments(self, only: Iterable[str] = ()) -> tuple[Commitment, ...]:
        """Return the targets, milestones and measures that it is about, or some of them."""
        return narrowed(self.plan, self.selection, only)

    @property
    def observed(self) -> tuple[Observed, ...]:
        """Return what is observed of these, in the order of the plan; of all of it, everything."""
        plan = self.plan
        every: tuple[Observed, ...] = (*plan.indicators, *plan.milestones, *plan.measures)
        if self.selection is None:
            return every
        ids = {each.id for item in self.commitments() for each in subjects_of(item, plan)}
        return tuple(each for each in every if each.id in ids)

    def report(
        self,
        year: int,
        *,
        only: Collection[str] = (),
        methods: Collection[str] = (),
        last_year: bool = True,
    ) -> Report:
        """Return the report of a year; arguments and errors are those of `assess`.

        Without `last_year` no target tells of the last year alone, and of the time in hand.
        """
        plan, figures, as_of, asked = self.plan, self.figures, self.as_of, _asked(methods)
        if year not in plan.years:
            msg = f"{year} is outside {plan.years[0]}–{plan.years[-1]}"
            raise ValueError(msg)
        chosen = {item.id for item in self.commitments(only)}

        def wanted(items: Iterable[_Item]) -> list[_Item]:
            return [item for item in items if item.id in chosen]

        verdicts = [
            self._judge(target, year, asked, last_year=last_year) for target in wanted(plan.targets)
        ]
        inputs = {row for verdict in verdicts for row in verdict.inputs}
        made_up = sum(row.status is ObsStatus.ILLUSTRATIVE for row in inputs)
        return Report(
            plan=PlanInfo(plan.id, plan.title, plan.document, plan.period, plan.base_year),
            year=year,
            as_of=as_of,
            published_only=self._published_only,
            method="pace",
            methods=asked,
            thresholds=plan.thresholds,
            data=DataInfo(
                path=self._origin.path,
                source=self._origin.source,
                illustrative=made_up,
                published=len(inputs) - made_up,
                verdicts_on_published_only=sum(verdict.on_published_only for verdict in verdicts),
            ),
            targets=tuple(self._told(each.case.target, each.result, year) for each in verdicts),
            milestones=tuple(
                self._told(each, milestone_result(figures, each, year, as_of), year)
                for each in wanted(plan.milestones)
            ),
            measures=tuple(
                self._told(each, measure_result(figures, each, year), year)
                for each in wanted(plan.measures)
            ),
            links=links(figures, verdicts, year),
            selection=self.selection,
        )

    def _told(self, item: Target | Milestone | Measure, result: _Result, year: int) -> _Result:
        """Return a result with those who answer for it, and with what was remarked on it."""
        if remarks := self._remarks.on(item, result, year):
            result = replace(result, remarks=remarks)
        if item.lead is None and not item.supporting:
            return result
        lead = None if item.lead is None else body_of(self.plan, item.lead)
        supporting = tuple(body_of(self.plan, each) for each in item.supporting)
        return replace(result, lead=lead, supporting=supporting)

    def _judge(
        self, target: Target, year: int, methods: Collection[str], *, last_year: bool
    ) -> Verdict:
        feeding = subjects_of(target, self.plan)
        first = self._first if any(item.id in self._revised for item in feeding) else None
        return judge(self.figures, target, year, self.as_of, methods, first, last_year=last_year)


def _asked(methods: Collection[str]) -> tuple[str, ...]:
    """Return methods in the order of the registry."""
    for name in methods:
        if name not in SECOND_OPINIONS:
            msg = f"no second opinion by {name!r}; there are {', '.join(SECOND_OPINIONS)}"
            raise ValueError(msg)
    return tuple(name for name in SECOND_OPINIONS if name in methods)


def newest_year(plan: Plan, observations: Iterable[Observation], as_of: date | None) -> int:
    """Return the newest year of the plan that has a figure by a day; its first year if none has."""
    years = Actuals(observations, as_of=as_of).years
    return max((year for year in plan.years if year in years), default=plan.years[0])
