"""All years side by side: what became of each target, milestone and measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from clusterplan.model.results import (
        MeasureResult,
        MilestoneResult,
        PlanInfo,
        Report,
        TargetResult,
    )

FORMAT = "clusterplan.trend/1"


class Trend(Struct, frozen=True):
    """The reports of several years, and their results turned by target.

    Each inner tuple has one result per year, in the order of `years`.
    """

    reports: tuple[Report, ...]

    @property
    def plan(self) -> PlanInfo:
        """Return which plan was judged."""
        return self.reports[0].plan

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years, in order."""
        return tuple(report.year for report in self.reports)

    @property
    def targets(self) -> tuple[tuple[TargetResult, ...], ...]:
        """Return the results of each target by year."""
        return tuple(zip(*(report.targets for report in self.reports), strict=True))

    @property
    def quotas(self) -> tuple[tuple[TargetResult, tuple[TargetResult, ...]], ...]:
        """Return the results of each quota by year, each behind the newest of its target."""
        found = ((row, zip(*(each.quotas for each in row), strict=True)) for row in self.targets)
        return tuple((row[-1], years) for row, quotas in found for years in quotas)

    @property
    def milestones(self) -> tuple[tuple[MilestoneResult, ...], ...]:
        """Return the results of each milestone by year."""
        return tuple(zip(*(report.milestones for report in self.reports), strict=True))

    @property
    def measures(self) -> tuple[tuple[MeasureResult, ...], ...]:
        """Return the results of each measure by year."""
        return tuple(zip(*(report.measures for report in self.reports), strict=True))
