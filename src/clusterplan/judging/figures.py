"""What the usable observations say about an indicator or a target in a year."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.messages import Note, NoteKind, say, say_many
from clusterplan.base.units import convert
from clusterplan.judging import figure as arithmetic
from clusterplan.judging.figure import Figure, Member, inputs_of, number_of, quantity_of
from clusterplan.judging.rounding import slack_of
from clusterplan.judging.vintages_in_formulas import vintage_beside
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.model.plan import Indicator, MemberGoal, Plan, Product, Ratio, Sum, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.model.observations import Actuals, Observation, Selected
    from clusterplan.model.plan import Formula

INDEX_BASE = Fraction(100)
"""Indicators observed as changes are carried as an index with the base year at 100."""
INDEX_UNIT = "index"
COVERAGE_UNIT = "个"
NAMED_RIVALS = 3
"""Other sources of a figure that notes name before they count the rest."""


class Figures:
    """Answers questions on the observations, each computed once.

    Args:
        plan: a plan without errors.
        actuals: the observations that may be used.
        unrounded: take published figures for the intervals that were rounded to them.
        newest: compute levels from shares with the newest vintages, whenever those were published.
    """

    def __init__(
        self, plan: Plan, actuals: Actuals, *, unrounded: bool = False, newest: bool = False
    ) -> None:
        self.plan, self.actuals = plan, actuals
        self._unrounded, self._newest = unrounded, newest
        self._known: dict[tuple[str, str, int], Figure | None] = {}
        self._of_targets: dict[tuple[str, int], Figure | None] = {}

    @cached_property
    def before_rounding(self) -> Figures:
        """Answer with the intervals that were rounded to the published figures."""
        return Figures(self.plan, self.actuals, unrounded=True)

    @cached_property
    def on_newest_vintages(self) -> Figures:
        """Answer with the newest vintage of every level, also for shares published before it."""
        return Figures(self.plan, self.actuals, newest=True)

    def of_target(self, target: Target, year: int) -> Figure | None:
        """Return the figure that a target is judged by, in the target's unit."""
        if (target.id, year) not in self._of_targets:
            self._of_targets[target.id, year] = self._compute_target(target, year)
        return self._of_targets[target.id, year]

    def of_indicator(self, indicator: str, entity: str, year: int) -> Figure | None:
        """Return the figure of an indicator for an entity and year, in the indicator's unit."""
        key = (indicator, entity, year)
        if key not in self._known:
            self._known[key] = self._compute(self.plan.indicator[indicator], entity, year)
        return self._known[key]

    def unit_of(self, target: Target) -> str:
        """Return the unit in which a target is reported."""
        if target.aggregate == "coverage":
            return target.unit or COVERAGE_UNIT
        if self.as_index(target):
            return INDEX_UNIT
        own = self.plan.indicator[target.indicator or ""].unit
        return target.unit if target.unit and target.unit != own else own

    def as_index(self, target: Target) -> bool:
        """Say whether observed changes are chained: for goals that are a change or a growth."""
        if target.indicator is None or self.plan.indicator[target.indicator].observed == "level":
            return False
        return any(goal.relative for goal in (target, *target.amended))

    def selected(self, subject: str, entity: str, year: int) -> Selected | None:
        """Return the observation of an indicator, milestone or measure with its rivals."""
        item = self.plan.indicator.get(subject)
        return self.actuals.select(subject, entity, year, item.preferred_series if item else ())

    def _compute_target(self, target: Target, year: int) -> Figure | None:
        if not target.summed:
            return self._of_year(target, year)
        years = self._years_of(target, year)
        parts = [self._of_year(target, each) for each in years]
        if not parts or parts[-1] is None:
            return None
        missing = [each for each, part in zip(years, parts, strict=True) if part is None]
        indicator, lacking = self.plan.indicator[target.indicator or ""], no_figure_of(missing)
        total = arithmetic.added(parts, lacking, never_negative=indicator.never_negative)
        begun = target.baseline.value if target.baseline else Fraction(0)
        return total and arithmetic.raised(total, begun)

    def missing_years(self, target: Target, year: int) -> tuple[int, ...]:
        """Return the years whose figures a target would need for a figure of the year."""

        def known(each: int) -> bool:
            if self.as_index(target):
                indicator = self.plan.indicator[target.indicator or ""]
                entity = target.entity or self.plan.area
                return self.selected(indicator.id, entity, each) is not None
            return self._of_year(target, each) is not None

        return tuple(each for each in self._years_of(target, year) if not known(each))

    def _years_of(self, target: Target, year: int) -> range:
        """Return the years that the figure of a year is made from."""
        chained = self.as_index(target) and (
            self.plan.indicator[target.indicator or ""].observed == "yearly_change"
        )
        first = self.plan.first_year(target) + 1 if target.summed or chained else year
        return range(first, min(year, target.over[1] if target.over else year) + 1)

    def _of_year(self, target: Target, year: int) -> Figure | None:
        if not self._has_any(target, year):
            return None  # which spares looking for each member of a group
        if target.aggregate == "coverage":
            return self._coverage(target, year)
        indicator = self.plan.indicator[target.indicator or ""]
        if self.as_index(target):
            return self._index(target, indicator, year)
        if target.aggregate == "sum":
            figure = self._sum(target, indicator, year)
        else:
            figure = self.of_indicator(indicator.id, target.entity or self.plan.area, year)
        if figure is None:
            return None
        return arithmetic.converted(figure, indicator.unit, self.unit_of(target))

    def _has_any(self, target: Target, year: int) -> bool:
        feeding = (item for identity in target.indicators for item in self.plan.feeding(identity))
        return any(self.actuals.has(item.id, year) for item in feeding)

    def _sum(self, target: Target, indicator: Indicator, year: int) -> Figure | None:
        members = tuple(
            Member(entity.id, self.of_indicator(indicator.id, entity.id, year))
            for entity in self.plan.members(target.group or "", year)
        )
        parts = [member.figure for member in members]
        added = arithmetic.added(parts, never_negative=indicator.never_negative)
        stands_for = self.plan.group[target.group or ""].total
        total = self.of_indicator(indicator.id, stands_for, year) if stands_for else None
        if total:
            note = Note(NoteKind.MEMBERS, say("the total as reported, not the sum of the members"))
            total = replace(total, notes=(*total.notes, note))
        figure = arithmetic.better(added, total)
        return replace(figure, members=members) if figure else None

    def _coverage(self, target: Target, year: int) -> Figure | None:
        goal = target.each or MemberGoal()
        entities = self.plan.members(target.group or "", year)
        members = tuple(self._member(target, goal, entity.id, year) for entity in entities)
        yes = sum(member.counts is True for member in members)
        unknown = sum(member.counts is None for member in members)
        if unknown == len(members):
            return None
        return Figure(
            low=Fraction(yes),
            high=Fraction(yes + unknown),
            inputs=inputs_of(member.figure for member in members),
            bound="at_least" if unknown else None,
            notes=tuple(_coverage_notes(goal, members, unknown)),
            members=members,
        )

    def _member(self, target: Target, goal: MemberGoal, entity: str, year: int) -> Member:
        if goal.state is not None:
            return self._state(target, goal.state, entity, year)
        figures = [self.of_indicator(each, entity, year) for each in target.indicators]
        known = [figure for figure in figures if figure is not None]
        if not known:
            return Member(entity, None)
        verdicts = [_counts(goal, figure) for figure in figures]
        counts = True if True in verdicts else None if None in verdicts else False
        best = max if goal.low is not None else min
        nearest = best(known, key=lambda figure: figure.value or Fraction(0))
        if len(known) > 1:
            nearest = replace(nearest, inputs=inputs_of(known))
        return Member(entity, nearest, counts)

    def _state(self, target: Target, wanted: str, entity: str, year: int) -> Member:
        found = [self.selected(each, entity, year) for each in target.indicators]
        rows = [selected.observation for selected in found if selected is not None]
        if not rows:
            return Member(entity, None)
        reached = any(row.value == wanted for row in rows)
        counts = True if reached else None if None in found else False
        best = next((row for row in rows if row.value == wanted), rows[0])
        return Member(entity, Figure(None, None, tuple(rows)), counts, str(best.value))

    def _compute(self, indicator: Indicator, entity: str, year: int) -> Figure | None:
        own = self._reported(indicator, entity, year)
        match indicator.formula:
            case None:
                return own
            case Ratio() as ratio:
                # Recomputed first: a reported share is rounded, its two sides are not.
                return arithmetic.better(self._ratio(indicator, ratio, entity, year), own)
            case Product() as product:
                return arithmetic.better(own, self._product(indicator, product, entity, year))
            case Sum() as total:
                parts = [self._in_unit(part, indicator.unit, entity, year) for part in total.parts]
                # Of the whole a minimum says nothing of a part that is missing.
                sound = all(self.plan.indicator[part].never_negative for part in total.parts)
                return arithmetic.better(own, arithmetic.added(parts, never_negative=sound))

    def _reported(self, indicator: Indicator, entity: str, year: int) -> Figure | None:
        found = self.selected(indicator.id, entity, year)
        if found is None:
            return None
        figure = self._from_row(found.observation, indicator)
        conflicts = _conflicts(found, indicator) if found.rivals else ()
        notes = (*_status_notes(found.observation), *conflicts)
        if not notes and not found.superseded:
            return figure
        return replace(figure, superseded=found.superseded, notes=notes)

    def _from_row(self, row: Observation, indicator: Indicator) -> Figure:
        limits = (indicator.minimum, indicator.maximum)
        slack = slack_of(row, indicator.unit) if self._unrounded else Fraction(0)
        return arithmetic.reported(row, indicator.unit, limits, slack)

    def _in_unit(self, indicator: str, unit: str, entity: str, year: int) -> Figure | None:
        figure = self.of_indicator(indicator, entity, year)
        return figure and arithmetic.converted(figure, self.plan.indicator[indicator].unit, unit)

    def _ratio(self, indicator: Indicator, ratio: Ratio, entity: str, year: int) -> Figure | None:
        unit = self.plan.indicator[ratio.numerator].unit
        top = self.of_indicator(ratio.numerator, entity, year)
        bottom = self._in_unit(ratio.denominator, unit, entity, year)
        if top is None or bottom is None:
            return None
        return arithmetic.divided(top, bottom, 1 / indicator.unit.factor)

    def _product(
        self, indicator: Indicator, product: Product, entity: str, year: int
    ) -> Figure | None:
        share = self.of_indicator(product.share, entity, year)
        level = self.side_of(product, product.level, entity, year)
        if share is None or level is None:
            return None
        factor = self.plan.indicator[product.share].unit.factor
        factor *= convert(Fraction(1), self.plan.indicator[product.level].unit, indicator.unit)
        return arithmetic.multiplied(level, share, factor)

    def side_of(self, formula: Formula, side: str, entity: str, year: int) -> Figure | None:
        """Return what a formula takes for one of its sides, in that side's unit.

        A level that is multiplied with a share is the vintage of the share's day.
        """
        figure = self.of_indicator(side, entity, year)
        if not isinstance(formula, Product) or side != formula.level or figure is None:
            return figure
        share = self.of_indicator(formula.share, entity, year)
        if share is None:
            return None
        level = self.plan.indicator[side]
        found = None if self._newest else vintage_beside(share, figure, level)
        if found is None:
            return figure
        row, why = found
        return replace(self._from_row(row, level), notes=(*_status_notes(row), why))

    def _index(self, target: Target, indicator: Indicator, year: int) -> Figure | None:
        """Carry changes as an index: the yearly ones chained, or the one since the base year.

        An average counts once for each year since then.
        """
        entity, years = target.entity or self.plan.area, self._years_of(target, year)
        changes = [self._reported(indicator, entity, each) for each in years]
        known = [change for change in changes if change is not None]
        if not known or len(known) < len(changes):
            return None
        times = year - self.plan.first_year(target) if indicator.observed == "average_change" else 1
        return arithmetic.chained(known * times, INDEX_BASE, indicator.unit.factor)


LISTED = 5
"""Years that a note names; of more it says how many."""


def no_figure_of(years: Sequence[int]) -> Message:
    """Say of which years there is no figure; of many, of how many."""
    named, more = tuple(map(str, years[:LISTED])), len(years) - LISTED
    if more <= 0:
        return say("no figure of {years}", years=named)
    return say_many(
        "no figure of {years} and {count} other year",
        "no figure of {years} and {count} other years",
        count=more,
        years=named,
    )


def _counts(goal: MemberGoal, figure: Figure | None) -> bool | None:
    if figure is None:
        return None
    if goal.low is None and goal.high is not None:
        if figure.high is not None and figure.high <= goal.high:
            return True
        return False if figure.low is not None and figure.low > goal.high else None
    wanted = goal.low or Fraction(0)
    if figure.low is not None and figure.low >= wanted:
        return True
    return False if figure.high is not None and figure.high < wanted else None


def _coverage_notes(goal: MemberGoal, members: tuple[Member, ...], unknown: int) -> Iterator[Note]:
    lows = [member.figure.low for member in members if member.figure]
    if goal.high is not None and goal.low is not None:
        over = sum(low is not None and low > goal.high for low in lows)
        if over:
            above = say_many(
                "{count} member is above the range (not a failure)",
                "{count} members are above the range (not a failure)",
                count=over,
            )
            yield Note(NoteKind.MEMBERS, above)
    if unknown:
        known = len(members) - unknown
        counted = say("{known} of {all} figures are known", known=known, all=len(members))
        yield Note(NoteKind.MEMBERS, counted)


_STATUS_WORDS = {
    ObsStatus.FORECAST: say("rests on a forecast"),
    ObsStatus.BREAK: say("the series changed its coverage this year"),
    ObsStatus.DEFINITION_DIFFERS: say("the figure follows another definition"),
}


def _status_notes(row: Observation) -> Iterator[Note]:
    if row.status in _STATUS_WORDS:
        yield Note(NoteKind.CERTAINTY, _STATUS_WORDS[row.status])
    if row.qualifier is Qualifier.ABOUT:
        yield Note(NoteKind.CERTAINTY, say("rests on an approximate figure (“about”)"))


def _conflicts(found: Selected, indicator: Indicator) -> Iterator[Note]:
    """Name the first other sources, by preference, that say something else; count the others."""
    row, unit = found.observation, indicator.unit
    number = number_of(row, unit)
    others = [rival for rival in found.rivals if number_of(rival, unit) != number]
    for rival in others[:NAMED_RIVALS]:
        message = say(
            "{indicator} {year}: sources differ; {used} ({series}) is used, not {other} ({rival})",
            indicator=indicator.name,
            year=str(row.year),
            used=quantity_of(row, unit),
            series=row.series or say("default series"),
            other=quantity_of(rival, unit),
            rival=rival.series or say("default series"),
        )
        yield Note(NoteKind.CONFLICT, message)
    if len(others) > NAMED_RIVALS:
        message = say_many(
            "{indicator} {year}: {count} more source differs",
            "{indicator} {year}: {count} more sources differ",
            count=len(others) - NAMED_RIVALS,
            indicator=indicator.name,
            year=str(row.year),
        )
        yield Note(NoteKind.CONFLICT, message)
