"""The members of a group as tables: how each stands, over the years, and by its quota."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.model.results import MemberValue, MilestoneResult, TargetResult
from clusterplan.render.cells import NOTHING, quantity_cell
from clusterplan.render.check_columns import target_columns
from clusterplan.render.columns import Column
from clusterplan.render.words import STATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from clusterplan.locale import Locale
    from clusterplan.model.results import MilestoneMember
    from clusterplan.views.one_commitment import Detail
    from clusterplan.views.ranking import MemberYear, RankedMember

QUOTAS = (
    *("verdict", "name", "clause", "goal", "actual", "gap", "schedule_gap", "pace"),
    *("required_change", "projection"),
)


class Listing(Struct, frozen=True):
    """What becomes a table of as many rows as there is room for."""

    heading: str = ""
    columns: Sequence[Column[Any]] = ()
    items: Sequence[Any] = ()


class MemberTables:
    """The tables of the members of one commitment; those that say nothing have no items."""

    def __init__(self, detail: Detail, locale: Locale) -> None:
        self.detail, self.locale, self.result = detail, locale, detail.result

    def stand(self) -> Listing:
        """Return how each member stands in the year of the report."""
        result, locale = self.result, self.locale
        heading = locale.say("{name}: each member", name=result.name)
        if isinstance(result, MilestoneResult) and len(result.members) > 1:
            done = Column("done", locale.say("Done"), self._done)
            return Listing(heading, [self._name, done], result.members)
        if not isinstance(result, TargetResult) or not result.members:
            return Listing()
        if any(member.counts is not None for member in result.members):
            return Listing(heading, [self._name, *self._counted()], result.members)
        rank = {each.entity: place for place, each in enumerate(self.detail.ranking)}
        members = sorted(result.members, key=lambda member: rank[member.entity])
        return Listing(heading, [self._name, *self._parts(result)], members)

    def over_the_years(self) -> Listing:
        """Return the figure and the rank of each member of a sum in every year that has any."""
        members, result, locale = self.detail.ranking, self.result, self.locale
        years = sorted({each.year for member in members for each in member.years})
        if len(years) < 2 or not isinstance(result, TargetResult):  # noqa: PLR2004 # years to compare
            return Listing()
        unit = result.unit

        def column(year: int) -> Column[RankedMember]:
            def text(member: RankedMember) -> str:
                return self._with_rank(member.in_year(year), unit)

            return Column(str(year), str(year), text, priority=years[-1] - year, right=True)

        heading = locale.say("{name}: members by year, with their rank by size", name=result.name)
        return Listing(heading, [self._name, *map(column, years)], members)

    def quotas(self) -> Listing:
        """Return how each member stands by its quota."""
        result, locale = self.result, self.locale
        if not isinstance(result, TargetResult) or not result.quotas:
            return Listing()
        columns = target_columns(replace(self.detail.report, targets=result.quotas), locale)
        columns["name"] = replace(columns["name"], title=locale.say("Member"))
        heading = locale.say("{name}: quotas of members", name=result.name)
        return Listing(heading, [columns[each] for each in QUOTAS], result.quotas)

    @property
    def _name(self) -> Column[Any]:
        return Column("member", self.locale.say("Member"), lambda m: self.locale.names(m.name))

    def _counted(self) -> Iterator[Column[MemberValue]]:
        """Describe members of a coverage, which are counted by their own unit."""
        locale, unit = self.locale, self.detail.member_unit

        def figure(member: MemberValue) -> str:
            value = member.value
            known = NOTHING if value is None else locale.quantity(value, unit, None)
            if member.state is not None:
                known = locale.text(STATE[member.state])
            return known + (" †" if member.illustrative else "")

        def gap(member: MemberValue) -> str:
            return NOTHING if member.gap is None else locale.difference(member.gap, unit)

        def needed(member: MemberValue) -> str:
            return quantity_cell(member.needed, unit, locale)

        yield Column("figure", locale.say("Figure"), figure, right=True)
        yield Column("needed", locale.say("Needed"), needed, right=True)
        yield Column("gap", locale.say("Gap"), gap, right=True)
        yield Column("counts", locale.say("Counts"), lambda m: self._yes_or_no(m.counts))

    def _parts(self, result: TargetResult) -> Iterator[Column[MemberValue]]:
        """Describe members of a sum, each with what it has of it and adds to it."""
        locale, year = self.locale, result.actual.year if result.actual else 0
        found = ((each.entity, each.in_year(year)) for each in self.detail.ranking)
        stands = {entity: now for entity, now in found if now is not None}

        def figure(member: MemberValue) -> str:
            return self._figure(member.value, result.unit, made_up=member.illustrative)

        yield Column("figure", locale.say("Figure"), figure, right=True)
        for column in member_year_columns(locale):
            if any(column.read(now) is not None for now in stands.values()):
                yield replace(column.of(lambda member: stands[member.entity]), right=True)

    def _with_rank(self, now: MemberYear | None, unit: str) -> str:
        if now is None:
            return NOTHING
        figure = self._figure(now.value, unit, made_up=now.illustrative)
        if now.rank is None:
            return figure
        return self.locale.say("{figure} ({rank})", figure=figure, rank=now.rank)

    def _figure(self, value: Decimal | None, unit: str, *, made_up: bool) -> str:
        return quantity_cell(value, unit, self.locale) + (" †" if made_up else "")

    def _yes_or_no(self, known: bool | None) -> str:  # noqa: FBT001 # a cell
        if known is None:
            return NOTHING
        return self.locale.say("yes") if known else self.locale.say("no")

    def _done(self, member: MilestoneMember) -> str:
        return self.locale.date(member.on) if member.on else self._yes_or_no(member.done)


def member_year_columns(locale: Locale) -> tuple[Column[MemberYear], ...]:
    """Return what is told of a member of a sum in a year beside its figure."""

    def percent(value: Decimal | None, plus: str = "") -> str:
        if value is None:
            return NOTHING
        return (plus if value > 0 else "") + locale.percent(value)

    def points(now: MemberYear) -> str:
        if now.contribution is None:
            return NOTHING
        plus = "+" if now.contribution > 0 else ""
        return plus + locale.difference(now.contribution, "1", 1)

    def place(now: MemberYear) -> str:
        return NOTHING if now.rank is None else str(now.rank)

    share, growth = locale.say("Share of the sum"), locale.say("Growth")
    added, rank = locale.say("Contribution to growth"), locale.say("Rank")
    return (
        Column("share", share, lambda m: percent(m.share), lambda m: m.share, "share"),
        Column("growth", growth, lambda m: percent(m.growth, "+"), lambda m: m.growth, "share"),
        Column("contribution", added, points, lambda m: m.contribution, "share"),
        Column("rank", rank, place, lambda m: m.rank),
    )
