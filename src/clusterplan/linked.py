"""Targets that hang together: goals over one base, parts of a whole.

Read off the plan's own structure. A goal for a level of N and one for the share N / D imply a level
of D. Once D is known, or where its course leads, each goal demands its own level of N, and the
harder one binds. The links that the plan states are followed by what became of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from clusterplan.exact import exactly, rounded
from clusterplan.paths import projected
from clusterplan.plan import Plan, Ratio
from clusterplan.report import Amount, Demand, SharedBase, Sides, StatedLink, TargetResult
from clusterplan.units import UNITS, convert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from decimal import Decimal

    from clusterplan.evaluation import Figures
    from clusterplan.plan import Link, Target

    Results: TypeAlias = Mapping[str, TargetResult]

GOALS_THAT_CONFLICT = 2
"""It takes two goals to pull apart."""


def links(
    figures: Figures, results: Iterable[TargetResult], year: int
) -> tuple[SharedBase | StatedLink, ...]:
    """Return what ties the targets of a report together, in the order of the plan."""
    by_id = {result.id: result for result in results}
    return (*_shared_bases(figures, by_id, year), *_stated(figures.plan, by_id))


def _shared_bases(figures: Figures, results: Results, year: int) -> Iterator[SharedBase]:
    shares: dict[tuple[str, str], list[Target]] = {}
    for target in figures.plan.targets:
        ratio = _ratio(figures.plan, target)
        if ratio is not None and target.id in results and _level(results[target.id]) is not None:
            shares.setdefault((ratio.denominator, results[target.id].entity), []).append(target)
    for (base, entity), over in shares.items():
        found = _shared_base(figures, results, (base, entity), over, year)
        if len(found.demands) >= GOALS_THAT_CONFLICT:
            yield found


def _ratio(plan: Plan, target: Target) -> Ratio | None:
    if target.indicator is None or target.aggregate is not None or target.accumulate:
        return None
    formula = plan.indicator[target.indicator].formula
    return formula if isinstance(formula, Ratio) else None


def _shared_base(
    figures: Figures,
    results: Results,
    of: tuple[str, str],
    over: list[Target],
    year: int,
) -> SharedBase:
    base = figures.plan.indicator[of[0]]
    goal_year = max(results[target.id].target.year for target in over)
    now = _known(figures, of, min(year, goal_year))
    then = _where_it_leads(figures, of, over[0].path, now, goal_year)
    newest = now and _known(figures.on_newest_vintages, of, now.year)
    revised = None if newest == now else newest
    levels = (now, then, revised)
    demands = [each for share in over for each in _demands(figures.plan, results, share, levels)]
    return SharedBase(
        kind="shared_base",
        indicator=base.id,
        name=base.name,
        entity=of[1],
        unit=base.unit,
        now=now,
        then=then,
        revised=revised,
        demands=tuple(_with_binding(list({d.target: d for d in demands}.values()))),
    )


def _known(figures: Figures, of: tuple[str, str], year: int) -> Amount | None:
    figure = figures.of_indicator(*of, year)
    if figure is None or figure.exact is None:
        return None
    write = rounded if figure.quotient else exactly
    return Amount(year, write(figure.exact), figure.illustrative)


def _where_it_leads(
    figures: Figures, of: tuple[str, str], path: str, now: Amount | None, goal_year: int
) -> Amount | None:
    start = _known(figures, of, figures.plan.base_year)
    if now is None or start is None or now.year >= goal_year:
        return None
    ends = [(amount.year, Fraction(amount.value)) for amount in (start, now)]
    value = projected(path, ends[0], ends[1], goal_year)
    if value is None:
        return None
    return Amount(goal_year, rounded(value), start.illustrative or now.illustrative)


def _demands(
    plan: Plan, results: Results, share: Target, levels: tuple[Amount | None, ...]
) -> Iterator[Demand]:
    """Return what a share demands of its numerator, and levels demanded of the same numerator."""
    ratio, result = _ratio(plan, share), results[share.id]
    level = _level(result)
    if ratio is None or level is None:
        return
    unit = plan.indicator[ratio.denominator].unit
    fraction = convert(level, result.unit, "1")

    def of(amount: Amount | None) -> Decimal | None:
        return None if amount is None else rounded(fraction * Fraction(amount.value))

    sign, (now, then, revised) = result.target.comparison, map(of, levels)
    yield Demand(share.id, result.name, ratio.numerator, "share", sign, None, now, then, revised)
    for target in plan.targets:
        other = results.get(target.id)
        if other is None or not _is_level_beside(target, share, ratio, plan):
            continue
        amount = _level(other)
        if amount is not None and other.entity == result.entity:
            stated = convert(amount, other.unit, unit)
            implied = rounded(stated / fraction) if fraction else None
            value = exactly(stated)
            yield Demand(
                target.id, other.name, ratio.numerator, "level", sign, implied, value, value, value
            )


def _is_level_beside(target: Target, share: Target, ratio: Ratio, plan: Plan) -> bool:
    plain = target.aggregate is None and not target.accumulate
    same = target.indicator == ratio.numerator and target.comparison == share.comparison
    return plain and same and plan.indicator[ratio.numerator].observed == "level"


def _level(result: TargetResult) -> Fraction | None:
    """Return the goal as one level; the exact fraction where no decimal states it."""
    if result.target.exact is not None:
        return Fraction(result.target.exact)
    return None if result.target.value is None else Fraction(result.target.value)


def _with_binding(demands: list[Demand]) -> Iterator[Demand]:
    """Mark the harder one of the goals for the same numerator."""
    for demand in demands:
        rivals = [
            other
            for other in demands
            if (other.numerator, other.comparison) == (demand.numerator, demand.comparison)
        ]
        known = [rival.in_the_end for rival in rivals if rival.in_the_end is not None]
        hardest = min if demand.comparison == "<=" else max
        comparable = len(known) == len(rivals) > 1
        yield replace(demand, binds=comparable and demand.in_the_end == hardest(known))


def _stated(plan: Plan, results: Results) -> Iterator[StatedLink]:
    for link in plan.links:
        listed = [results.get(identity) for identity in (link.whole, *link.parts)]
        known = [result for result in listed if result is not None]
        if len(known) == len(listed):
            yield _stated_link(link, known[0], known[1:])


def _stated_link(link: Link, whole: TargetResult, parts: list[TargetResult]) -> StatedLink:
    def sides(of: Callable[[TargetResult], Fraction | Decimal | None]) -> Sides | None:
        amounts = [_in_unit(each, of(each), whole.unit) for each in (whole, *parts)]
        known = [amount for amount in amounts if amount is not None]
        if len(known) < len(amounts):
            return None
        total, added = known[0], sum(known[1:], Fraction(0))
        holds = added == total if link.kind == "adds_up" else added <= total
        return Sides(rounded(total), tuple(rounded(part) for part in known[1:]), holds)

    def projected_value(result: TargetResult) -> Decimal | None:
        under_way = result.actual is not None and result.actual.year < result.target.year
        return result.projection.value if under_way and result.projection else None

    return StatedLink(
        kind=link.kind,
        whole=whole.id,
        name=whole.name,
        parts=tuple(part.id for part in parts),
        part_names=tuple(part.name for part in parts),
        unit=whole.unit,
        goal=sides(_level),
        actual=sides(_certain),
        # Parts that add up do so along straight courses too.
        projected=sides(projected_value) if link.kind == "within" else None,
        illustrative=any(result.illustrative for result in (whole, *parts)),
    )


def _certain(result: TargetResult) -> Decimal | None:
    """Return the actual value, None for a bound, which may be anything beyond it."""
    actual = result.actual
    return actual.value if actual and actual.low == actual.high else None


def _in_unit(result: TargetResult, value: Fraction | Decimal | None, unit: str) -> Fraction | None:
    if value is None or UNITS[result.unit].dimension is not UNITS[unit].dimension:
        return None
    return convert(Fraction(value), result.unit, unit)
