"""The arithmetic behind a verdict, with the numbers filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from clusterplan.base.messages import Quantity
from clusterplan.render.cells import NOTHING, amount, enough
from clusterplan.render.words import STATUS
from clusterplan.views.one_commitment import Ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.results import BaselineValue, TargetResult
    from clusterplan.views.one_commitment import Derivation, Side

OPERATORS = {"ratio": " ÷ ", "product": " × ", "sum": " + "}
PLACES = 4
"""Decimals shown; what is computed with has more."""


def derivation_lines(derivations: Iterable[Derivation], locale: Locale) -> Iterator[str]:
    """Return how figures were computed from others."""
    for derivation in derivations:
        sides = [_side(side, locale) for side in derivation.sides]
        value = locale.quantity(derivation.value, derivation.unit, PLACES)
        operator = OPERATORS[derivation.kind]
        names = operator.join(locale.names(side.name) for side in derivation.sides)
        name = locale.names(derivation.name)
        yield f"{name} = {names} = {operator.join(sides)} = {value}"


def _side(side: Side, locale: Locale) -> str:
    if side.value is None:
        return "?"
    mark = " †" if side.illustrative else ""
    return locale.quantity(side.value, side.unit, PLACES) + mark


def verdict_lines(target: TargetResult, ends: Ends | None, locale: Locale) -> Iterator[str]:
    """Return the steps from a figure to its verdict, as far as the numbers go."""
    if target.actual is None or target.actual.value is None:
        return
    actual, goal = target.actual.value, target.target.value
    if goal is not None:
        ends = Ends(goal, goal, actual)
    elif ends is None:
        return
    numbers = _Numbers(target, actual, ends, locale)
    yield from numbers.terms()
    yield from numbers.gap()
    if target.baseline is None:
        return
    if target.completion is not None and target.due is not None:
        yield from numbers.pace(target.baseline, target.completion, target.due)
        yield from numbers.schedule(target.baseline)
    elif not target.is_limit:
        return
    yield from numbers.needed()
    yield from numbers.course(target.baseline)


def last_year_lines(target: TargetResult, locale: Locale) -> Iterator[str]:
    """Tell of the last year alone, and how long the same level would do."""
    alone, last = target.recent, target.time_in_hand
    if alone is not None:
        change, due = (
            Quantity(each, target.unit, PLACES, signed=True, difference=True)
            for each in (alone.change, alone.due)
        )
        yield locale.say(
            "since {year} alone: {change}, where {due} was due; pace {pace}, {status}",
            year=str(alone.since),
            change=change,
            due=due,
            pace=NOTHING if alone.pace is None else locale.number(alone.pace, PLACES),
            status=locale.text(STATUS[alone.status]) + (" †" if alone.illustrative else ""),
        )
    if last is None or target.actual is None:
        return
    if last > target.actual.year:
        yield locale.say("time in hand: it may stand still until {year}", year=str(last))
    else:
        lags = str(last + 1)
        yield locale.say("no time in hand: standing still, it would lag in {year}", year=lags)


class _Numbers:
    """The numbers of one target, written for its arithmetic."""

    def __init__(self, target: TargetResult, actual: Decimal, ends: Ends, locale: Locale) -> None:
        self.target, self.locale = target, locale
        asked, base = target.target, target.baseline
        self.falling = self.exceeded = asked.falling
        if asked.high is not None:
            self.exceeded = actual > asked.high
            self.falling = base is not None and base.value > ends.goal
        self.actual, self.counted = self._number(actual), self._number(ends.counted)
        self.goal, self.nearest = self._goal(ends.goal), self._goal(ends.nearest)
        self.year = target.actual.year if target.actual else target.target.year
        self.left = target.target.year - self.year

    def gap(self) -> Iterator[str]:
        if self.target.gap is None:
            return
        shown, goal, actual = self.target.shown, self.nearest, self.actual
        result = self.locale.difference(shown.gap or Decimal(0), shown.unit, PLACES)
        if self.target.target.comparison == "range" and not shown.gap:
            yield self.locale.say("gap = {result}, within the range", result=result)
            return
        if self.target.stated is not None:
            goal, actual = self._told(shown.goal), self._told(shown.actual)
        sides = (actual, goal) if self.exceeded else (goal, actual)
        yield self.locale.say("gap = {sum} = {result}", sum=" − ".join(sides), result=result)

    def terms(self) -> Iterator[str]:
        """Tell which levels the numbers of the goal stand for: all else is computed with those."""
        stated, base = self.target.stated, self.target.baseline
        if stated is None or stated.goal is None or base is None:
            return
        start, goal = self._number(base.value), self._told(stated.goal)
        years, in_all = self.year - base.year, self.target.target.year - base.year
        level, back = {
            "change": (f"{start} + {goal}", f"{self.actual} − {start}"),
            "change_percent": (f"{start} × (1 + {goal})", f"{self.actual} ÷ {start} − 1"),
            "growth_percent": (
                f"{start} × (1 + {goal})^{in_all}",
                f"({self.actual} ÷ {start})^(1 ÷ {years}) − 1",
            ),
        }[stated.terms]
        yield self.locale.say("goal = {sum} = {result}", sum=level, result=self.goal)
        if stated.actual is not None:
            actual = amount(stated.actual, self.target, self.locale)
            yield self.locale.say("figure = {sum} = {result}", sum=back, result=actual)

    def _told(self, number: Decimal | None) -> str:
        """Write a number of the goal's own terms, so that it can stand behind a sign."""
        if number is None:
            return "?"
        text = self.locale.bare(number, self.target.shown.unit, PLACES)
        return f"({text})" if number < 0 else text

    def pace(self, base: BaselineValue, completion: Decimal, due: Decimal) -> Iterator[str]:
        target, start = self.target, self._number(base.value)
        if self.counted != self.actual:
            asked = self.target.target
            low, high = (self._number(each) for each in (asked.low, asked.high) if each is not None)
            yield self.locale.say(
                "beyond the far end of the range it counts as {sum} = {result}, which misses the"
                " near end by as much",
                sum=f"{low} + {high} − {self.actual}",
                result=self.counted,
            )
        share = self.locale.percent(due, PLACES)
        if target.path == "steps":
            yield self.locale.say("due by the steps: {share}", share=share)
        else:
            gone = f"({self.year} − {base.year}) ÷ ({target.target.year} − {base.year})"
            yield self.locale.say("due = {sum} = {result}", sum=gone, result=share)
        if target.path == "compound":
            way = f"ln({self.counted} ÷ {start}) ÷ ln({self.goal} ÷ {start})"
        else:
            way = f"({self.counted} − {start}) ÷ ({self.goal} − {start})"
        result = self.locale.percent(completion, PLACES)
        yield self.locale.say("completion = {sum} = {result}", sum=way, result=result)
        if target.pace is not None:
            quotient = f"{result} ÷ {share}"
            pace = self.locale.number(target.pace, PLACES)
            yield self.locale.say("pace = {sum} = {result}", sum=quotient, result=pace)

    def schedule(self, base: BaselineValue) -> Iterator[str]:
        target, start = self.target, self._number(base.value)
        if target.expected is None or target.schedule_gap is None or target.due is None:
            return
        share = self.locale.percent(target.due, PLACES)
        if target.path == "compound":
            way = f"{start} × ({self.goal} ÷ {start})^{share}"
        else:
            way = f"{start} + {share} × ({self.goal} − {start})"
        expected = self._number(target.expected)
        yield self.locale.say("path = {sum} = {result}", sum=way, result=expected)
        shown, actual = target.shown, self.counted
        if target.stated is not None:
            expected, actual = self._told(shown.expected), self._told(shown.actual)
        sides = (actual, expected) if self.falling else (expected, actual)
        result = self.locale.difference(shown.schedule_gap or Decimal(0), shown.unit, PLACES)
        yield self.locale.say(
            "schedule gap = {sum} = {result}", sum=" − ".join(sides), result=result
        )

    def needed(self) -> Iterator[str]:
        change = self.target.required_change
        if change is None:
            return
        locale = enough(change.per_year, self.target, self.locale)
        if change.kind == "rate":
            way = f"({self.nearest} ÷ {self.actual})^(1 ÷ {self.left}) − 1"
            result = locale.percent(change.per_year, PLACES)
        else:
            way = f"({self.nearest} − {self.actual}) ÷ {self.left}"
            result = locale.difference(change.per_year, self.target.unit, PLACES)
        yield self.locale.say(
            "needed per year (years left: {years}) = {sum} = {result}",
            years=str(self.left),
            sum=way,
            result=result,
        )

    def course(self, base: BaselineValue) -> Iterator[str]:
        """Tell where both courses lead; they are two methods, not an interval of confidence."""
        projection, start = self.target.projection, self._number(base.value)
        if projection is None or self.left <= 0:
            return
        times = f"{self.target.target.year - base.year} ÷ {self.year - base.year}"
        if projection.linear is not None:
            way = f"{start} + ({self.actual} − {start}) × {times}"
            result = self._number(projection.linear)
            yield self.locale.say("straight on = {sum} = {result}", sum=way, result=result)
        if projection.compound is not None:
            way = f"{start} × ({self.actual} ÷ {start})^({times})"
            result = self._number(projection.compound)
            yield self.locale.say("at this rate = {sum} = {result}", sum=way, result=result)
        if projection.limited:
            yield self.locale.say("cut to what the indicator can be, where it leads beyond that")
        if None not in (projection.linear, projection.compound):
            yield self.locale.say(
                "these two are two methods from one point, not an interval of confidence"
            )

    def _goal(self, value: Decimal) -> str:
        exact = None if self.locale.has_words(self.target.unit) else self.target.target.exact
        return exact or self._number(value)

    def _number(self, value: Decimal) -> str:
        return self.locale.bare(value, self.target.unit, PLACES)
