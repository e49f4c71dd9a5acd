"""CP5xx: the plan against the actuals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.actuals import Actuals, Observation
from clusterplan.checks.rule import RecordRule, RowFlaw
from clusterplan.evaluation import Figures
from clusterplan.findings import Level
from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.plan import Plan


def bases_above_zero(plan: Plan, rows: Sequence[Observation]) -> Iterator[RowFlaw]:
    """CP503: what a compound path, a change or a growth starts from is above zero."""
    figures = Figures(plan, Actuals(rows))
    for target in plan.targets:
        relative = any(goal.relative for goal in (target, *target.amended))
        if target.baseline is not None or target.accumulate or figures.as_index(target):
            continue
        if target.path != "compound" and not relative:
            continue
        figure = figures.of_target(target, plan.base_year)
        if figure is not None and figure.exact is not None and figure.exact <= 0 and figure.inputs:
            message = say(
                "{target}: a compound path, a change or a growth cannot start at this base",
                target=target.name,
            )
            hint = say("state the goal as a level with path: linear, or mend the figure")
            yield RowFlaw(figure.inputs[0], "value", message, hint)


RULES = (RecordRule("CP503", Level.ERROR, bases_above_zero),)
