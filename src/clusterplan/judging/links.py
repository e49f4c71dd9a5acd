"""Targets that hang together: goals over one base, parts of a whole.

Read off the plan's own structure: goals of one year for a level of N and for the share N / D imply
a level of D. Once D is known, or where its course leads, each goal demands its own level of N, and
the harder one binds. The links that the plan states are followed by what became of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import at_least, exactly, rounded, total
from clusterplan.base.grouping import grouped
from clusterplan.base.units import UNITS, convert
from clusterplan.judging.projection import leads_to
from clusterplan.model.goals import last_year
from clusterplan.model.paths import projected
from clusterplan.model.plan import Ratio
from clusterplan.model.results import Amount, Demand, SharedBase, Sides, StatedLink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from clusterplan.judging.figures import Figures
    from clusterplan.judging.target_result import Verdict
    from clusterplan.model.goals import Goal
    from clusterplan.model.plan import Link, Plan
    from clusterplan.model.results import TargetResult

    Verdicts: TypeAlias = Mapping[str, Verdict]
    _Stated: TypeAlias = tuple[TargetResult, Fraction]

GOALS_THAT_CONFLICT = 2
"""It takes two goals to pull apart."""


class _Level(Struct, frozen=True):
    """A level in full, and as a report tells it."""

    value: Fraction
    told: Amount


class _Over(Struct, frozen=True):
    """A goal for a share of a base: numerator / denominator is to be this fraction."""

    verdict: Verdict
    ratio: Ratio
    fraction: Fraction


class _Claim(Struct, frozen=True):
    """What a goal demands, and in full what it demands in the end."""

    demand: Demand
    in_the_end: Fraction | None

    @property
    def aim(self) -> tuple[str, str]:
        return self.demand.numerator, self.demand.comparison


def links(
    figures: Figures, verdicts: Iterable[Verdict], year: int
) -> tuple[SharedBase | StatedLink, ...]:
    """Return what ties the targets of a report together, in the order of the plan."""
    by_id = {verdict.result.id: verdict for verdict in verdicts}
    return (*_shared_bases(figures, by_id, year), *_stated(figures.plan, by_id, year))


def _shared_bases(figures: Figures, verdicts: Verdicts, year: int) -> Iterator[SharedBase]:
    shares: dict[tuple[tuple[str, str], int], list[_Over]] = {}
    levels: dict[tuple[str, str, str, int], list[_Stated]] = {}
    for verdict in verdicts.values():
        target, level = verdict.case.target, _level(verdict.case.goal)
        plain = target.aggregate is None and not target.summed
        if target.indicator is None or level is None or not plain:
            continue
        indicator, entity = figures.plan.indicator[target.indicator], verdict.result.entity
        goal = verdict.result.target
        if isinstance(indicator.formula, Ratio):
            fraction = convert(level, verdict.result.unit, "1")
            over = _Over(verdict, indicator.formula, fraction)
            base = (indicator.formula.denominator, entity)
            shares.setdefault((base, goal.year), []).append(over)
        if indicator.observed == "level":
            key = (indicator.id, entity, goal.comparison, goal.year)
            levels.setdefault(key, []).append((verdict.result, level))
    for (base, goal_year), listed in shares.items():
        found = _shared_base(figures, base, goal_year, listed, levels, year)
        if len(found.demands) >= GOALS_THAT_CONFLICT:
            yield found


def _shared_base(
    figures: Figures,
    of: tuple[str, str],
    goal_year: int,
    listed: Sequence[_Over],
    levels: Mapping[tuple[str, str, str, int], Sequence[_Stated]],
    year: int,
) -> SharedBase:
    base = figures.plan.indicator[of[0]]
    now = _known(figures, of, min(year, goal_year))
    then = _where_it_leads(figures, of, listed[0].verdict.case.target.path, now, goal_year)
    newest = now and _known(figures.on_newest_vintages, of, now.told.year)
    revised = None if newest == now else newest
    claims: dict[str, _Claim] = {}
    for over in listed:
        claim = _share(over, (now, then, revised))
        claims[claim.demand.target] = claim
        key = (over.ratio.numerator, of[1], over.verdict.result.target.comparison, goal_year)
        for result, level in levels.get(key, ()):
            claim = _level_beside(result, level, over, base.unit)
            claims[claim.demand.target] = claim
    return SharedBase(
        kind="shared_base",
        indicator=base.id,
        name=base.name,
        entity=of[1],
        unit=base.unit,
        now=now.told if now else None,
        then=then.told if then else None,
        revised=revised.told if revised else None,
        demands=tuple(_with_binding(list(claims.values()))),
    )


def _known(figures: Figures, of: tuple[str, str], year: int) -> _Level | None:
    figure = figures.of_indicator(*of, year)
    if figure is None or figure.exact is None:
        return None
    told = Amount(year, figure.written(figure.exact), figure.illustrative)
    return _Level(figure.exact, told)


def _where_it_leads(
    figures: Figures, of: tuple[str, str], path: str, now: _Level | None, goal_year: int
) -> _Level | None:
    start = _known(figures, of, figures.plan.base_year)
    if now is None or start is None or now.told.year >= goal_year:
        return None
    first, latest = (start.told.year, start.value), (now.told.year, now.value)
    value = projected(path, first, latest, goal_year)
    if value is None:
        return None
    made_up = start.told.illustrative or now.told.illustrative
    return _Level(value, Amount(goal_year, rounded(value), made_up))


def _share(over: _Over, levels: tuple[_Level | None, ...]) -> _Claim:
    """Return what a share demands of its numerator: its fraction of the base."""
    result = over.verdict.result
    demanded = [None if level is None else over.fraction * level.value for level in levels]
    now, then, revised = (None if each is None else rounded(each) for each in demanded)
    sign, of = result.target.comparison, over.ratio.numerator
    demand = Demand(result.id, result.name, of, "share", sign, None, now, then, revised)
    return _Claim(demand, demanded[0] if demanded[1] is None else demanded[1])


def _level_beside(result: TargetResult, level: Fraction, over: _Over, unit: str) -> _Claim:
    """Return what a goal for the numerator demands, and the base that it implies with a share."""
    stated = convert(level, result.unit, unit)
    implied = rounded(stated / over.fraction) if over.fraction else None
    sign, of, value = result.target.comparison, over.ratio.numerator, exactly(stated)
    demand = Demand(result.id, result.name, of, "level", sign, implied, value, value, value)
    return _Claim(demand, stated)


def _level(goal: Goal | None) -> Fraction | None:
    """Return a goal as one level, None for a range and where there is none without a base."""
    return None if goal is None or goal.comparison == "range" else goal.bound_from(None)


def _with_binding(claims: Sequence[_Claim]) -> Iterator[Demand]:
    """Mark the harder one of the goals for the same numerator."""
    rivals = grouped((claim.aim, claim.in_the_end) for claim in claims)
    hardest = {
        aim: (min if aim[1] in ("<=", "<") else max)(each for each in ends if each is not None)
        for aim, ends in rivals.items()
        if len(ends) > 1 and None not in ends
    }
    for claim in claims:
        binds = claim.aim in hardest and claim.in_the_end == hardest[claim.aim]
        yield replace(claim.demand, binds=binds)


def _stated(plan: Plan, verdicts: Verdicts, year: int) -> Iterator[StatedLink]:
    for link in plan.links:
        listed = [verdicts.get(identity) for identity in (link.whole, *link.parts)]
        known = [verdict for verdict in listed if verdict is not None]
        if len(known) == len(listed):
            yield _stated_link(link, known[0], known[1:], year)


def _stated_link(link: Link, whole: Verdict, parts: list[Verdict], year: int) -> StatedLink:
    every = (whole, *parts)
    at_once = len({each.result.target.year for each in every}) == 1
    common = _common_year(every, year)

    def sides(of: Callable[[Verdict], Fraction | None]) -> Sides | None:
        amounts = [_in_unit(each, of(each), whole.result.unit) for each in every]
        known = [amount for amount in amounts if amount is not None]
        if len(known) < len(amounts):
            return None
        level, added = known[0], total(known[1:]) or Fraction(0)
        holds = at_least(level, added) and (link.kind == "within" or at_least(added, level))
        return Sides(rounded(level), tuple(rounded(part) for part in known[1:]), holds)

    return StatedLink(
        kind=link.kind,
        whole=whole.result.id,
        name=whole.result.name,
        parts=tuple(part.result.id for part in parts),
        part_names=tuple(part.result.name for part in parts),
        unit=whole.result.unit,
        goal=sides(lambda each: _level(each.case.in_year(common).goal)) if common else None,
        actual=sides(lambda each: _figure(each, year)),
        # Parts that add up do so along straight courses too.
        projected=sides(_projected) if link.kind == "within" and at_once else None,
        illustrative=any(each.result.illustrative for each in every),
    )


def _common_year(verdicts: Iterable[Verdict], year: int) -> int | None:
    """Return the year in which the last goals of all are due, as those of every year are."""
    cases = [each.case for each in verdicts]
    last = {due for case in cases if (due := last_year(case.target, case.as_of)) is not None}
    return min(last, default=year) if len(last) <= 1 else None


def _figure(verdict: Verdict, year: int) -> Fraction | None:
    """Return the figure of the year of the report, behind the year of its goal too."""
    case, figure = verdict.case, verdict.figure
    if case.year != year:
        figure = case.figures.of_target(case.target, year)
    return figure.exact if figure else None


def _projected(verdict: Verdict) -> Fraction | None:
    """Return where a target under way is led to by its year."""
    if verdict.figure is None or verdict.case.year >= verdict.result.target.year:
        return None
    return leads_to(verdict.case, verdict.figure, verdict.result.status)


def _in_unit(verdict: Verdict, value: Fraction | None, unit: str) -> Fraction | None:
    own = verdict.result.unit
    if value is None or UNITS[own].dimension != UNITS[unit].dimension:
        return None
    return convert(value, own, unit)
