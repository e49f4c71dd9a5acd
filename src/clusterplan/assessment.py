"""Plan, actuals and a year, to a report. Pure: no clock, no files, no printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.actuals import Actuals, Observation, ObsStatus
from clusterplan.commitments import measure_result, milestone_result
from clusterplan.evaluation import Figures
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.report import DataInfo, Origin, PlanInfo, Report
from clusterplan.verdicts import judge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from clusterplan.plan import Plan


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
        observations: the rows of all actuals files, in any order.
        year: a year of `plan.years`.
        as_of: use only what was published by this day, and the plan as amended by then.
        published_only: leave illustrative rows out.
        only: ids of the targets, milestones and measures to report on; empty for all.
        methods: those of `clusterplan.methods.SECOND_OPINIONS` to put beside the verdict.
        origin: where the data came from, for the record.

    Raises:
        ValueError: the year is outside the plan, or a method gives no second opinions.
        PathError: a compound path starts at a level that is not above zero.
    """
    if year not in plan.years:
        msg = f"{year} is outside {plan.years[0]}–{plan.years[-1]}"
        raise ValueError(msg)
    asked = _asked(methods)
    actuals = Actuals(observations, as_of=as_of, published_only=published_only)
    figures = Figures(plan, actuals)

    def wanted(identity: str) -> bool:
        return not only or identity in only

    verdicts = [judge(figures, t, year, as_of, asked) for t in plan.targets if wanted(t.id)]
    milestones = [
        milestone_result(figures, m, year, as_of) for m in plan.milestones if wanted(m.id)
    ]
    measures = [measure_result(figures, m, year) for m in plan.measures if wanted(m.id)]
    inputs = {row for verdict in verdicts for row in verdict.inputs}
    made_up = sum(row.status is ObsStatus.ILLUSTRATIVE for row in inputs)
    origin = origin or Origin(None, "given")
    return Report(
        plan=PlanInfo(plan.id, plan.title, plan.document, plan.period, plan.base_year),
        year=year,
        as_of=as_of,
        published_only=published_only,
        method="pace",
        methods=asked,
        thresholds=plan.thresholds,
        data=DataInfo(
            path=origin.path,
            source=origin.source,
            illustrative=made_up,
            published=len(inputs) - made_up,
            verdicts_on_published_only=sum(verdict.on_published_only for verdict in verdicts),
        ),
        targets=tuple(verdict.result for verdict in verdicts),
        milestones=tuple(milestones),
        measures=tuple(measures),
    )


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
