"""CP507: numbers that outgrow the budget of exactness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.exact import BUDGET
from clusterplan.base.messages import say
from clusterplan.checks.flaws import Flaw, record_rule
from clusterplan.judging.target_case import case_of
from clusterplan.model.plan import Ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.checks.records_at_hand import Records
    from clusterplan.model.plan import Plan, Target

BITS = 320
"""Of a number as it is read, in the unit of its indicator: forty digits over forty others."""


@record_rule(
    "CP507",
    "No verdict hangs on digits that are cut off.",
    "Formulas make numbers longer; one of over 1,200 digits is cut to 154 before it is judged.",
    "Enter the figures, or state the goal, with the digits that were published: few have more than"
    " ten.",
)
def _verdicts_decided(records: Records) -> Iterator[Flaw]:
    """Find years in which a target gets no verdict because a number was cut."""
    plan, sizes = records.plan, _sizes(records.plan)
    for index, target in enumerate(plan.targets):
        if _most_numbers(records, target, sizes) * BITS <= BUDGET:
            continue
        for year in plan.years:
            case, figure = case_of(records.figures, target, year, None), None
            if case.year == year and year not in records.unread:
                figure = records.figures.of_target(target, year)
            if figure is not None and case.hangs_on_the_cut(figure):
                best, *_, worst = case.possible(figure)
                message = say(
                    "{target}: what is cut off of its figure of {year} decides between {best} and"
                    " {worst}",
                    target=target.name,
                    year=str(year),
                    best=best,
                    worst=worst,
                )
                hint = say("enter the figures with the digits that were published")
                yield Flaw(("targets", index), message, hint)


def _sizes(plan: Plan) -> dict[str, int]:
    """Return of how many numbers as they are read a figure of each indicator is made."""
    sizes: dict[str, int] = {}

    def size(identity: str) -> int:
        if identity not in sizes:
            sizes[identity] = sum(map(size, plan.indicator[identity].sides)) or 1
        return sizes[identity]

    for item in plan.indicators:
        size(item.id)
    return sizes


def _most_numbers(records: Records, target: Target, sizes: dict[str, int]) -> int:
    """Return how many numbers can make the figure of a target longer; sums of levels do not."""
    plan = records.plan
    if target.aggregate == "coverage" or target.indicator is None:
        return 0
    if records.figures.as_index(target):
        return len(plan.years)
    size = sizes[target.indicator]
    feeding = plan.feeding(target.indicator) if size > 1 else ()
    if any(isinstance(item.formula, Ratio) for item in feeding):
        size *= len(plan.years) if target.accumulate else 1
        size *= len(plan.entities) if target.group else 1
    return size


RULES = (_verdicts_decided,)
