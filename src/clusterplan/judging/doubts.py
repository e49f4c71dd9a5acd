"""What could turn a verdict: rounding, an approximate figure, a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.judging.rounding import slack_of
from clusterplan.judging.target_case import start_of
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.model.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.judging.figure import Figure
    from clusterplan.judging.target_case import Case
    from clusterplan.model.results import Doubt

WITHOUT_VERDICT = (Status.NO_DATA, Status.NO_BASELINE)


def doubts_about(case: Case, figure: Figure | None, status: Status) -> tuple[Doubt, ...]:
    """Return why a verdict could be another one; empty where nothing speaks for it.

    `rounding`: half of the last printed digit of the published figures could turn it; `about`,
    `forecast`: it rests on such a figure. Made-up figures are no statistics and are not rounded.
    """
    if figure is None or status in WITHOUT_VERDICT:
        return ()
    inputs = [*figure.inputs, *case.start.inputs, *(case.crossed.inputs if case.crossed else ())]
    doubts: list[Doubt] = []
    if any(slack_of(row, row.unit) for row in inputs) and len(set(_possible(case))) > 1:
        doubts.append("rounding")
    if any(row.qualifier is Qualifier.ABOUT for row in inputs):
        doubts.append("about")
    if any(row.status is ObsStatus.FORECAST for row in inputs):
        doubts.append("forecast")
    return tuple(doubts)


def _possible(case: Case) -> Iterator[Status]:
    """Return the verdicts that the figures allow before they were rounded.

    A verdict never gets worse with a better figure nor with a worse base, so that the ends of both
    intervals have them all.
    """
    wide = case.figures.before_rounding
    figure, start = wide.of_target(case.target, case.year), start_of(wide, case.target)
    if figure is None:
        return
    ends = [start.value]
    if start.value is None and (base := wide.of_target(case.target, start.year)) is not None:
        ends = [base.low, base.high]
    for end in ends:
        yield from (case if end is None else case.from_base(end)).possible(figure)
