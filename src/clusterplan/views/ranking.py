"""The members of a sum over the years: what each has of it, adds to it, and its rank."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.exact import rounded
from clusterplan.judging.target_case import case_of
from clusterplan.judging.target_result import members_of
from clusterplan.model.plan import Target
from clusterplan.model.results import TargetResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from clusterplan.judging.figures import Figures
    from clusterplan.model.plan import Commitment, Names
    from clusterplan.model.results import MemberValue


class MemberYear(Struct, frozen=True):
    """A member in a year; what a bound or a missing figure leaves open is None.

    `share` is that of the sum, where all members are known. `growth` is since the year before, as
    a fraction of 1; `contribution` is that change as a fraction of the sum of the year before, so
    those of the same members add up to the growth of their sum. `rank` is by size among those that
    are known, the largest first; equals share one.
    """

    year: int
    value: Decimal | None
    share: Decimal | None
    growth: Decimal | None
    contribution: Decimal | None
    rank: int | None
    illustrative: bool


class RankedMember(Struct, frozen=True):
    """A member of a sum, and how it stood in every year with a figure of anybody."""

    entity: str
    name: Names
    years: tuple[MemberYear, ...]

    def in_year(self, year: int) -> MemberYear | None:
        """Return how it stood in a year."""
        return next((each for each in self.years if each.year == year), None)


class _Year(Struct, frozen=True):
    """The members of a year that are known exactly, their sum if all are, and their ranks."""

    values: dict[str, Fraction]
    sum: Fraction | None
    ranks: dict[Fraction, int]


def ranking_of(
    figures: Figures, item: Commitment, results: Iterable[object]
) -> tuple[RankedMember, ...]:
    """Return the members of a sum in the base year and in the years of results.

    They are in the order of the last one's ranks; what is no sum has none.
    """
    if not isinstance(item, Target) or item.aggregate != "sum":
        return ()
    first = figures.plan.base_year
    start = case_of(figures, item, first, None)
    known = {first: tuple(members_of(start, figures.of_target(item, first)))}
    for each in results:
        if isinstance(each, TargetResult) and each.actual is not None:
            known[each.actual.year] = each.members
    return _ranked({year: members for year, members in known.items() if members})


def _ranked(known: Mapping[int, tuple[MemberValue, ...]]) -> tuple[RankedMember, ...]:
    years = {year: _year(members) for year, members in sorted(known.items())}
    found: dict[str, list[MemberYear]] = {}
    names = {}
    for year, now in years.items():
        before = years.get(year - 1)
        for member in known[year]:
            names[member.entity] = member.name
            found.setdefault(member.entity, []).append(_stands(member, year, now, before))
    newest = max(years, default=0)
    ranked = (RankedMember(entity, names[entity], tuple(each)) for entity, each in found.items())
    return tuple(sorted(ranked, key=lambda member: _place(member.in_year(newest))))


def _place(now: MemberYear | None) -> tuple[bool, int]:
    rank = None if now is None else now.rank
    return rank is None, rank or 0


def _year(members: tuple[MemberValue, ...]) -> _Year:
    values = dict(_exact(members))
    ranks: dict[Fraction, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        ranks.setdefault(value, place)
    whole = sum(values.values(), Fraction(0)) if len(values) == len(members) else None
    return _Year(values, whole, ranks)


def _exact(members: tuple[MemberValue, ...]) -> Iterator[tuple[str, Fraction]]:
    for member in members:
        if member.value is not None and member.low == member.high:
            yield member.entity, Fraction(member.value)


def _stands(member: MemberValue, year: int, now: _Year, before: _Year | None) -> MemberYear:
    value = now.values.get(member.entity)
    earlier = before.values.get(member.entity) if before else None
    change = None if value is None or earlier is None else value - earlier
    return MemberYear(
        year=year,
        value=member.value,
        share=_quotient(value, now.sum),
        growth=_quotient(change, earlier),
        contribution=_quotient(change, before.sum if before else None),
        rank=None if value is None else now.ranks[value],
        illustrative=member.illustrative,
    )


def _quotient(part: Fraction | None, whole: Fraction | None) -> Decimal | None:
    """Return a part of what is above zero."""
    if part is None or whole is None or whole <= 0:
        return None
    return rounded(part / whole)
