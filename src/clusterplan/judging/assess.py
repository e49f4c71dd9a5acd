"""Plan, actuals and a year, to a report. Pure: no clock, no files, no printing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from clusterplan.judging.figures import Figures, Observed
from clusterplan.judging.first_published import first_published
from clusterplan.judging.links import links
from clusterplan.judging.milestones_and_measures import measure_result, milestone_result
from clusterplan.judging.target_result import Verdict, judge
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.model.observations import Actuals, Observation, ObsStatus
from clusterplan.model.plan import Measure, Milestone, Plan, Target
from clusterplan.model.results import DataInfo, Origin, PlanInfo, Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

_Item = TypeVar("_Item", Target, Milestone, Measure)


def assess(
    plan: Plan,
    observations: Iterable[Observation],
    year: int,
    *,
    as_of: date | None = None,
    published_only: bool = False,
    only: Collection[str] = (),
    methods: Collection[str] = (),
    origin: Origin | None = None,
) -> Report:
    """Judge a plan on the figures of one year.

    Args:
        plan: a plan without errors (see `clusterplan.checks`).
        observations: the rows of all actuals files, in any order; as `Observed`, no figure that is
            known already is computed again.
        year: a year of `plan.years`.
        as_of: use only what was published by this day, and the plan as amended by then.
        published_only: leave illustrative rows out.
        only: ids of the targets, milestones and measures to report on; empty for all.
        methods: those of `clusterplan.methods.SECOND_OPINIONS` to put beside the verdict.
        origin: where the data came from, for the record.

    Raises:
        ValueError: the year is outside the plan, or a method gives no second opinions.
    """
    (report,) = assess_years(
        plan,
        observations,
        (year,),
        as_of=as_of,
        published_only=published_only,
        only=only,
        methods=methods,
        origin=origin,
    )
    return report


def assess_years(
    plan: Plan,
    observations: Iterable[Observation],
    years: Iterable[int],
    *,
    as_of: date | None = None,
    published_only: bool = False,
    only: Collection[str] = (),
    methods: Collection[str] = (),
    origin: Origin | None = None,
) -> tuple[Report, ...]:
    """Judge a plan on the figures of several years, each as `assess` does.

    Raises:
        ValueError: a year is outside the plan, or a method gives no second opinions.
    """
    inquiry = inquire(
        plan,
        observations,
        as_of=as_of,
        published_only=published_only,
        only=only,
        methods=methods,
    )
    return tuple(inquiry.report(year, origin) for year in years)


def inquire(
    plan: Plan,
    observations: Iterable[Observation],
    *,
    as_of: date | None = None,
    published_only: bool = False,
    only: Collection[str] = (),
    methods: Collection[str] = (),
) -> Inquiry:
    """Prepare what any number of reports, as `assess` makes them, have in common.

    Raises:
        ValueError: a method gives no second opinions.
    """
    rows = tuple(observations)
    if isinstance(observations, Observed) and as_of is None and not published_only:
        figures = observations.figures
    else:
        figures = Figures(plan, Actuals(rows, as_of=as_of, published_only=published_only))
    before, revised = first_published(rows, as_of)
    asked_for = before if revised else ()  # where nothing was revised nobody asks for them
    first = Figures(plan, Actuals(asked_for, as_of=as_of, published_only=published_only))
    return Inquiry(
        plan=plan,
        figures=figures,
        first=first,
        revised=revised,
        as_of=as_of,
        published_only=published_only,
        only=frozenset(only),
        methods=_asked(methods),
    )


class Inquiry(Struct, frozen=True):
    """All that the reports of several years have in common: every figure is computed once."""

    plan: Plan
    figures: Figures
    first: Figures
    revised: Collection[str]
    as_of: date | None
    published_only: bool
    only: Collection[str]
    methods: tuple[str, ...]

    def report(self, year: int, origin: Origin | None = None) -> Report:
        """Return the report of a year, one of `plan.years`."""
        plan, as_of = self.plan, self.as_of
        origin = origin or Origin(None, "given")
        if year not in plan.years:
            msg = f"{year} is outside {plan.years[0]}–{plan.years[-1]}"
            raise ValueError(msg)
        verdicts = [self._judge(target, year) for target in self._wanted(plan.targets)]
        inputs = {row for verdict in verdicts for row in verdict.inputs}
        made_up = sum(row.status is ObsStatus.ILLUSTRATIVE for row in inputs)
        results = tuple(verdict.result for verdict in verdicts)
        return Report(
            plan=PlanInfo(plan.id, plan.title, plan.document, plan.period, plan.base_year),
            year=year,
            as_of=as_of,
            published_only=self.published_only,
            method="pace",
            methods=self.methods,
            thresholds=plan.thresholds,
            data=DataInfo(
                path=origin.path,
                source=origin.source,
                illustrative=made_up,
                published=len(inputs) - made_up,
                verdicts_on_published_only=sum(verdict.on_published_only for verdict in verdicts),
            ),
            targets=results,
            milestones=tuple(
                milestone_result(self.figures, each, year, as_of)
                for each in self._wanted(plan.milestones)
            ),
            measures=tuple(
                measure_result(self.figures, each, year) for each in self._wanted(plan.measures)
            ),
            links=links(self.figures, verdicts, year),
        )

    def _judge(self, target: Target, year: int) -> Verdict:
        first = self.first if self.revised and self._is_revised(target) else None
        return judge(self.figures, target, year, self.as_of, self.methods, first)

    def _is_revised(self, target: Target) -> bool:
        feeding = (item for each in target.indicators for item in self.plan.feeding(each))
        return any(item.id in self.revised for item in feeding)

    def _wanted(self, items: Iterable[_Item]) -> list[_Item]:
        return [item for item in items if not self.only or item.id in self.only]


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
