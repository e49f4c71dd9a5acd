"""CP410, CP421: the plan as a whole makes sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.checks.flaws import Flaw, plan_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.model.plan import Plan, Target

MAX_YEARS = 100
"""Twenty five-year plans; a slip in a year is more."""


@plan_rule(
    "CP410",
    "Years are in order and within the plan.",
    "Base year, period and target years hang together.",
    "Put the base year before the period, and every target and step after the base year and within"
    " the period.",
)
def _years_in_order(plan: Plan) -> Iterator[Flaw]:
    first, last = plan.period
    if not plan.base_year < first <= last:
        message = say(
            "the base year must come before the period, and the period must not end early"
        )
        hint = say("write period: [first, last] with base_year before it")
        yield Flaw(("period",), message, hint)
        return
    if len(plan.file_years) > MAX_YEARS:
        message = say(
            "the plan runs over {found} years, more than {most}",
            found=len(plan.file_years),
            most=MAX_YEARS,
        )
        yield Flaw(("period",), message, say("check base_year, period and files_until"))
        return
    if plan.files_until is not None and plan.files_until < last:
        message = say("files_until lies before the end of the period")
        yield Flaw(("files_until",), message, say("write {text}", text=str(last)))
    within = say(
        "write a year from {first} to {last}", first=str(plan.base_year + 1), last=str(last)
    )
    for index, target in enumerate(plan.targets):
        for place, year in _target_years(index, target):
            if not plan.base_year < year <= last:
                message = say("the target year {year} is outside the plan", year=str(year))
                yield Flaw(place, message, within)
                continue
            for base_place, base in _base_years(index, target):
                if base >= year:
                    message = say(
                        "the base year {base} is not before the target year", base=str(base)
                    )
                    yield Flaw(base_place, message, say("mend one of the two"))
        if any(not plan.base_year < year <= last for year in target.over or ()):
            message = say("a year of the sum lies outside the plan")
            hint = say("use years after the base year, up to the end")
            yield Flaw(("targets", index, "over"), message, hint)
        begins, ends = plan.first_year(target), target.year
        if ends != "each" and any(not begins < year < ends for year in target.interim):
            message = say("an interim goal is not between the base and the goal")
            hint = say("use years after the base year, and before the year of the goal")
            yield Flaw(("targets", index, "interim"), message, hint)
        if any(not plan.base_year < step <= last for step in target.steps):
            yield Flaw(("targets", index, "steps"), say("a step lies outside the plan"), within)


def _base_years(index: int, target: Target) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Return the years of bases that a target and its quotas state."""
    if target.baseline and target.baseline.year:
        yield ("targets", index, "baseline"), target.baseline.year
    for member, quota in target.quotas.items():
        if quota.baseline and quota.baseline.year:
            yield ("targets", index, "quotas", member, "baseline"), quota.baseline.year


def _target_years(index: int, target: Target) -> Iterator[tuple[tuple[str | int, ...], int]]:
    if target.year == "each":
        return
    yield ("targets", index, "year"), target.year
    for position, amendment in enumerate(target.amended):
        if amendment.year is not None:
            yield ("targets", index, "amended", position, "year"), amendment.year


@plan_rule(
    "CP421",
    "Thresholds fall from ahead over on_schedule to behind, and stay above zero.",
    "Otherwise a better pace could have a worse verdict.",
    "The usual ones are 1.05, 0.95 and 0.60.",
)
def _thresholds_in_order(plan: Plan) -> Iterator[Flaw]:
    limits = plan.thresholds
    if not limits.ahead >= limits.on_schedule >= limits.behind > 0:
        message = say("thresholds must fall: ahead, on_schedule, behind, all above 0")
        yield Flaw(("thresholds",), message, say("the usual ones are 1.05, 0.95 and 0.60"))


YEARS = (_years_in_order,)
RULES = (_thresholds_in_order,)
