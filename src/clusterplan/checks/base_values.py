"""CP503 to CP506, CP508: what targets start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.exact import exactly
from clusterplan.base.findings import Level
from clusterplan.base.messages import Quantity, say
from clusterplan.checks.flaws import Flaw, RowFlaw, record_rule
from clusterplan.checks.relations import agree
from clusterplan.judging.rounding import half_a_digit, rounding_in
from clusterplan.model.goals import goal_of, last_year
from clusterplan.model.quotas import judged_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from clusterplan.checks.records_at_hand import Records
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Target

    Place: TypeAlias = tuple[str | int, ...]


def _starts_by_itself(records: Records, target: Target) -> bool:
    return target.baseline is not None or target.summed or records.figures.as_index(target)


@record_rule(
    "CP503",
    "What a compound path, a change or a growth starts from is above zero.",
    "Nothing doubles from zero.",
    "Mend the figure of the base year; or state the goal as a level, with path: linear.",
    level=Level.ERROR,
)
def _bases_above_zero(records: Records) -> Iterator[RowFlaw]:
    for _, target in judged_in(records.plan):
        relative = any(goal.relative for goal in (target, *target.amended))
        if _starts_by_itself(records, target) or (target.path != "compound" and not relative):
            continue
        figure = records.figures.of_target(target, records.plan.base_year)
        if figure is not None and figure.exact is not None and figure.exact <= 0 and figure.inputs:
            message = say(
                "{target}: a compound path, a change or a growth cannot start at this base",
                target=target.name,
            )
            hint = say("state the goal as a level with path: linear, or mend the figure")
            yield RowFlaw(figure.inputs[0], "value", message, hint)


@record_rule(
    "CP504",
    "A target that needs a base has one.",
    "Without it there is a gap, but no verdict on the pace.",
    "Supply the figure of the base year, or state a baseline in the plan.",
)
def _bases_supplied(records: Records) -> Iterator[Flaw]:
    year = records.plan.base_year
    for place, target in judged_in(records.plan):
        if _starts_by_itself(records, target) or target.path == "none":
            continue
        if year not in records.unread and records.figures.of_target(target, year) is None:
            message = say(
                "{target}: no figure for the base year {year}", target=target.name, year=str(year)
            )
            hint = say("supply it, or state a baseline in the plan")
            yield Flaw(place, message, hint)


@record_rule(
    "CP505",
    "The base has not reached the goal already.",
    "Then there is no way to go, only something to keep.",
    "Check the goal, the base and the units of both; a red line that is to be kept has keep: true.",
    compares=True,
)
def _bases_below_goals(records: Records) -> Iterator[Flaw]:
    for place, target, reached, inputs in _bases(records):
        if any(reached) and not target.keep:
            message = say("{target}: the base is at the goal or beyond it", target=target.name)
            hint = say(
                "check the goal, the base and their units; if it is to stay so, write keep: true"
            )
            yield Flaw(place, message, hint, inputs)


@record_rule(
    "CP508",
    "A goal to keep is fulfilled by its base.",
    "What is not there cannot be kept: it is judged as a goal to reach.",
    "Leave keep out, or check the goal, the base and the units of both.",
    compares=True,
)
def _bases_fulfil_what_is_kept(records: Records) -> Iterator[Flaw]:
    for place, target, reached, inputs in _bases(records):
        if target.keep and not reached[0]:
            message = say("{target}: keep: true, and the base is not there yet", target=target.name)
            hint = say("leave keep out, or check the goal, the base and their units")
            yield Flaw((*place, "keep"), message, hint, inputs)


def _bases(
    records: Records,
) -> Iterator[tuple[Place, Target, list[bool], tuple[Observation, ...]]]:
    """Return the targets with a base and a goal, and whether the one has reached the other.

    The last goal first, and then those before it.
    """
    plan = records.plan
    for place, target in judged_in(plan):
        base = _base(records, target)
        if base is None or target.path == "none":
            continue
        value, inputs = base
        last = last_year(target, None) or plan.period[1]
        start, members = (plan.first_year(target), value), plan.size(target, last)
        goals = (
            goal_of(target, year=year, base=start, members=members)
            for year in (last, *target.interim)
        )
        if reached := [goal.reached(value) for goal in goals if goal is not None]:
            yield place, target, reached, inputs


def _base(records: Records, target: Target) -> tuple[Fraction, tuple[Observation, ...]] | None:
    if target.baseline is not None:
        return target.baseline.value, ()
    if _starts_by_itself(records, target):
        return None
    figure = records.figures.of_target(target, records.plan.base_year)
    return None if figure is None or figure.exact is None else (figure.exact, figure.inputs)


@record_rule(
    "CP506",
    "A base that the plan states is the figure of its year.",
    "The report would measure from one base, and readers from the other.",
    "Mend one of the two, or take the baseline out of the plan.",
    compares=True,
)
def _bases_as_observed(records: Records) -> Iterator[Flaw]:
    """Find bases stated in the plan that differ, beyond rounding, from the figure of their year."""
    for place, target in judged_in(records.plan):
        base = target.baseline
        if base is None or target.summed or records.figures.as_index(target):
            continue
        year = records.plan.first_year(target)
        figure = records.figures.of_target(target, year)
        if figure is None or figure.exact is None:
            continue
        unit = records.figures.unit_of(target)
        rounding = half_a_digit(base.value, unit) + rounding_in((figure,), unit)
        if not agree(figure.exact, base.value, rounding):
            message = say(
                "{target}: the base is {stated} here, and {observed} in the figures of {year}",
                target=target.name,
                stated=Quantity(exactly(base.value), unit),
                observed=Quantity(exactly(figure.exact), unit),
                year=str(year),
            )
            hint = say("mend one of the two, or leave the baseline out")
            yield Flaw((*place, "baseline"), message, hint, figure.inputs)


RULES = (
    _bases_above_zero,
    _bases_supplied,
    _bases_below_goals,
    _bases_fulfil_what_is_kept,
    _bases_as_observed,
)
