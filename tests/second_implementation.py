"""A second opinion on the arithmetic: what a plan and its figures amount to, worked out once more.

Written from what the documentation promises and not from the program, with which it shares the plan
and the rows as they were read, and nothing else. It goes the shortest way, however slow: numbers
are fractions in full, without a budget; roots and logarithms have 150 digits.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context
from fractions import Fraction
from itertools import pairwise
from typing import Any

from clusterplan.model.observations import Observation
from clusterplan.model.plan import Amendment, Indicator, Plan, Target
from helpers import ROOT

F = Fraction
PRECISE, KEPT = (Context(prec=prec, Emax=10**9, Emin=-(10**9)) for prec in (150, 120))
SAME = F(1, 10**48)
"""Numbers are compared at 50 digits."""
ENDLESS, OPEN = F(10**300), F(10**200)
"""What an open end is, and from where on an end is open."""
LONG = 20_000
"""Bits from which on a number is kept to 150 digits."""
RANKS = {"illustrative": 0, "forecast": 1}
FLIPPED = {"at_least": "at_most", "at_most": "at_least", None: None}
UNITS = re.findall(
    r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \| ([^ ]+) .*\|$",
    (ROOT / "docs" / "reference" / "csv.md").read_text("utf-8"),
    re.MULTILINE,
)
FACTORS = {unit: F(factor.replace(",", "") if factor[0].isdigit() else 1) for unit, factor in UNITS}


def short(value: F) -> F:
    """Keep a number that grows without end to 150 digits."""
    top, bottom = value.numerator.bit_length(), value.denominator.bit_length()
    if top - bottom > 1000:
        return ENDLESS if value > 0 else -ENDLESS
    if top + bottom < LONG:
        return value
    return F(0) if bottom - top > 1000 else F(PRECISE.divide(value.numerator, value.denominator))


def log(value: F) -> F:
    return F(PRECISE.ln(PRECISE.divide(value.numerator, value.denominator)))


def power(base: F, exponent: F) -> F:
    if exponent.denominator == 1:
        return F(base ** int(exponent))
    raised = log(base) * exponent
    # Of 150 digits the last may be wrong: 8 and not 8.000...01.
    return F(KEPT.plus(PRECISE.exp(PRECISE.divide(raised.numerator, raised.denominator))))


def at_least(value: F, level: F) -> bool:
    return value >= level - SAME * abs(level)


def published(row: Observation) -> date:
    return row.published or date.min


def rank(row: Observation) -> int:
    return RANKS.get(row.status, 2)


@dataclass(frozen=True)
class Figure:
    """A number, or all from `low` to `high`."""

    low: F
    high: F
    rank: int = 2
    bound: str | None = None
    quotient: bool = False
    row: Observation | None = None
    """The row that states it."""
    members: tuple[tuple[str, bool | None], ...] = ()

    @property
    def exact(self) -> F | None:
        return self.low if self.low == self.high else None

    @property
    def value(self) -> F | None:
        """The end that is certain."""
        ends = (self.low, self.high) if self.bound != "at_most" else (self.high, self.low)
        return next((end for end in ends if abs(end) < OPEN), None)

    def times(self, factor: F, more: int | F = 0) -> Figure:
        return replace(self, low=self.low * factor + more, high=self.high * factor + more)


def made(low: F, high: F, of: Sequence[Figure], bounds: Iterable[str | None] = ()) -> Figure:
    kinds = {bound for bound in (bounds or [each.bound for each in of]) if bound}
    if (low <= -OPEN) != (high >= OPEN):
        kinds = {"at_least" if high >= OPEN else "at_most"}
    return Figure(
        short(low),
        short(high),
        min(each.rank for each in of),
        kinds.pop() if len(kinds) == 1 else "at_least" if kinds else None,
        any(each.quotient for each in of),
    )


def better(first: Figure | None, second: Figure | None) -> Figure | None:
    if first is None or second is None:
        return first or second
    return max(first, second, key=lambda each: (each.rank, each.bound is None))


def added(parts: Sequence[Figure | None], *, may_lack: bool) -> Figure | None:
    known = [part for part in parts if part is not None]
    lacking = len(known) < len(parts)
    if not known or (lacking and not may_lack):
        return None
    bounds = [*(each.bound for each in known), "at_least" if lacking else None]
    low = sum((each.low for each in known), F(0))
    high = sum((each.high for each in known), ENDLESS if lacking else F(0))
    return made(low, high, known, bounds)


def product(one: Figure, other: Figure, factor: F) -> Figure | None:
    exact = one.exact is not None and other.exact is not None
    if not exact and min(one.low, other.low) < 0:
        return None
    endless = max(one.high, other.high) >= OPEN
    high = ENDLESS if endless else one.high * other.high * factor
    return made(one.low * other.low * factor, high, (one, other))


def quotient(top: Figure, bottom: Figure, factor: F) -> Figure | None:
    exact = top.exact is not None and bottom.exact is not None
    if bottom.high == 0 or (not exact and (top.low < 0 or bottom.high < 0)):
        return None
    endless = not exact and (top.high >= OPEN or bottom.low <= 0)
    low = F(0) if bottom.high >= OPEN else top.low / bottom.high * factor
    high = ENDLESS if endless else top.high / bottom.low * factor
    found = made(low, high, (top, bottom), (top.bound, FLIPPED[bottom.bound]))
    return replace(found, quotient=True)


@dataclass(frozen=True)
class Trial:
    """A target in a year: what it demands, and from where."""

    target: Target
    limits: Any
    year: int
    base_year: int
    base: F | None
    due_year: int
    low: F | None
    high: F | None

    def reached(self, value: F) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def level(self) -> F:
        return (self.high if self.low is None else self.low) or F(0)

    def aim(self, value: F) -> F:
        """The bound that a value misses."""
        return self.high if self.high is not None and value > self.high else self.level

    def gap(self, value: F) -> F:
        if self.is_range and self.reached(value):
            return F(0)
        falling = self.low is None or (self.high is not None and value > self.high)
        return (self.aim(value) - value) * (-1 if falling else 1)

    @property
    def has_path(self) -> bool:
        way = self.target.path != "none" and self.base_year < self.due_year
        return way and self.base is not None and not self.reached(self.base)

    @property
    def ends(self) -> tuple[F, F]:
        base = self.base or F(0)
        return base, self.aim(base)

    @property
    def rising(self) -> bool:
        return self.ends[1] > self.ends[0]

    @property
    def due(self) -> F:
        if self.target.path == "steps" and self.year < self.due_year:
            set_by_now = [step for step in self.target.steps if step <= self.year]
            share = self.gone(self.target.steps[max(set_by_now)]) if set_by_now else F(0)
            return min(max(share or F(0), F(0)), F(1))
        return max(F(self.year - self.base_year, self.due_year - self.base_year), F(0))

    def gone(self, value: F) -> F | None:
        base, aim = self.ends
        if self.target.path != "compound":
            return (value - base) / (aim - base)
        return log(value / base) / log(aim / base) if value > 0 else None

    def at(self, share: F) -> F:
        """The level at which so much of the way is gone."""
        base, aim = self.ends
        if self.target.path != "compound":
            return base + share * (aim - base)
        return base * power(aim / base, share)

    def counted(self, value: F) -> F:
        """Beyond the far bound of a range a value counts as one that falls as short of the near."""
        if self.low is None or self.high is None:
            return value
        beyond = value > self.high if self.rising else value < self.low
        return self.low + self.high - value if beyond else value

    def verdict(self, value: F) -> str:
        if self.reached(value):
            return "met_early" if self.year < self.due_year else "met"
        if self.year >= self.due_year:
            return "missed"
        if self.base is None:
            return "no_baseline"
        if self.has_path and self.due == 0:
            return "not_due"
        if not self.has_path or (self.target.path == "compound" and self.counted(value) <= 0):
            return "regressed"
        ladder = {name: getattr(self.limits, name) for name in ("ahead", "on_schedule", "behind")}
        for status, least in {**ladder, "far_behind": F(0)}.items():
            good, bad = self.counted(value), self.at(least * self.due)
            if at_least(good, bad) if self.rising else at_least(bad, good):
                return status
        return "regressed"

    def verdicts(self, figure: Figure) -> set[str]:
        """Every verdict that an interval allows: at its ends, at the goal, and between these."""
        inner = [e for e in (self.low, self.high) if e is not None and figure.low < e < figure.high]
        points = sorted({figure.low, figure.high, *inner})
        between = [(one + other) / 2 for one, other in pairwise(points)]
        return {self.verdict(value) for value in (*points, *between)}

    def leads(self, path: str, value: F, until: int) -> F | None:
        if self.year <= self.base_year:
            return None
        times = F(until - self.base_year, self.year - self.base_year)
        base = self.ends[0]
        if path != "compound":
            return base + (value - base) * times
        return base * power(value / base, times) if base > 0 and value > 0 else None

    def year_reached(self, value: F) -> int | None:
        gone, run = self.gone(value), self.year - self.base_year
        if gone is None or gone <= 0:
            return None
        years = math.ceil(run / gone * (1 - F(1, 10**40)))  # whole at forty digits is whole
        return self.base_year + years if years <= run + 25 else None

    def required(self, value: F) -> F | None:
        years, aim = self.due_year - self.year, self.aim(value)
        if years <= 0:
            return None
        if self.target.path != "compound":
            return (aim - value) / years
        return power(aim / value, F(1, years)) - 1 if min(aim, value) > 0 else None


class Second:
    """Plan and rows, to verdicts; with `first`, on the first vintage of every series."""

    def __init__(
        self, plan: Plan, rows: Iterable[Observation], as_of: date | None, *, first: bool = False
    ) -> None:
        self.plan, self.as_of = plan, as_of
        self.rows: dict[tuple[str, str, int], list[Observation]] = defaultdict(list)
        self.known: dict[tuple[str, str, int], Figure | None] = {}
        usable = [row for row in rows if row.status != "missing"]
        for row in sorted(usable, key=lambda row: (published(row), row.value is None)):
            listed = self.rows[row.indicator, row.entity, row.year]
            if row.value is None and (as_of is None or published(row) <= as_of):
                listed[:] = [each for each in listed if each.series != row.series]
            if row.value is None:
                continue
            if as_of is not None and (row.published is None or row.published > as_of):
                continue
            if not (first and (row.series, rank(row)) in [(e.series, rank(e)) for e in listed]):
                listed.append(row)

    def vintages(self, what: str, entity: str, year: int) -> list[Observation]:
        """The rows of the series that counts, the oldest first."""
        rows = self.rows[what, entity, year]
        rows = [row for row in rows if rank(row) == max(map(rank, rows))]
        prefer = {name: n for n, name in enumerate(self.plan.indicator[what].preferred_series)}
        series = [(prefer.get(row.series, len(prefer)), row.series) for row in rows]
        return [row for row in rows if row.series == min(series)[1]]

    def stated(self, item: Indicator, row: Observation) -> Figure:
        value = F(row.value) * FACTORS[row.unit] / FACTORS[item.unit]  # type: ignore[arg-type]
        if row.qualifier == "at_least":
            most = ENDLESS if item.maximum is None else item.maximum
            return Figure(value, most, rank(row), "at_least", row=row)
        if row.qualifier == "at_most":
            least = -ENDLESS if item.minimum is None else item.minimum
            return Figure(least, value, rank(row), "at_most", row=row)
        return Figure(value, value, rank(row), row=row)

    def own(self, item: Indicator, entity: str, year: int) -> Figure | None:
        rows = self.vintages(item.id, entity, year)
        return self.stated(item, rows[-1]) if rows else None

    def figure(self, what: str, entity: str, year: int) -> Figure | None:
        key = (what, entity, year)
        if key not in self.known:
            item = self.plan.indicator[what]
            own, worked_out = self.own(item, entity, year), self.worked_out(item, entity, year)
            ratio = item.formula is not None and item.formula.kind == "ratio"
            self.known[key] = better(worked_out, own) if ratio else better(own, worked_out)
        return self.known[key]

    def worked_out(self, item: Indicator, entity: str, year: int) -> Figure | None:
        if item.formula is None:
            return None
        items = [self.plan.indicator[side] for side in item.sides]
        sides = [self.figure(side, entity, year) for side in item.sides]
        factors = [FACTORS[side.unit] for side in items]
        if item.formula.kind == "sum":
            whole = FACTORS[item.unit]
            parts = [s and s.times(f / whole) for s, f in zip(sides, factors, strict=True)]
            return added(parts, may_lack=all(each.never_negative for each in items))
        one, other = sides
        if one is None or other is None:
            return None
        factor = factors[0] / FACTORS[item.unit]
        if item.formula.kind == "ratio":
            return quotient(one, other, factor / factors[1])
        return product(self.beside(one, other, items[0]), other, factor * factors[1])

    def beside(self, level: Figure, share: Figure, item: Indicator) -> Figure:
        """A stated level in the vintage of a stated share's day, else the earliest later one."""
        if level.row is None or share.row is None or share.row.published is None:
            return level
        rows = self.vintages(level.row.indicator, level.row.entity, level.row.year)
        in_force = [row for row in rows if published(row) <= share.row.published]
        return self.stated(item, (in_force or rows[:1])[-1])

    def first_year(self, target: Target) -> int:
        return (target.baseline and target.baseline.year) or self.plan.base_year

    def is_index(self, target: Target) -> bool:
        if not target.indicator or self.plan.indicator[target.indicator].observed == "level":
            return False
        return any(goal.relative for goal in (target, *target.amended))

    def unit(self, target: Target) -> str:
        if target.aggregate == "coverage":
            return "个"
        unit = target.unit or self.plan.indicator[target.indicator or ""].unit
        return "index" if self.is_index(target) else unit

    def of_target(self, target: Target, year: int) -> Figure | None:
        key = (target.id, "", year)
        if key not in self.known:
            self.known[key] = self.added_up(target, year)
        return self.known[key]

    def added_up(self, target: Target, year: int) -> Figure | None:
        if not target.accumulate:
            return self.of_year(target, year)
        parts = [self.of_year(target, y) for y in range(self.first_year(target) + 1, year + 1)]
        item, begun = self.plan.indicator[target.indicator or ""], target.baseline
        total = added(parts, may_lack=item.never_negative) if parts and parts[-1] else None
        return total and total.times(F(1), begun.value if begun else 0)

    def of_year(self, target: Target, year: int) -> Figure | None:
        if target.aggregate == "coverage":
            return self.coverage(target, year)
        item = self.plan.indicator[target.indicator or ""]
        if self.is_index(target):
            return self.index(target, item, year)
        found = self.figure(item.id, target.entity or self.plan.area, year)
        if target.aggregate == "sum":
            found = self.group_sum(target, item, year)
        return found and found.times(FACTORS[item.unit] / FACTORS[self.unit(target)])

    def members(self, target: Target, year: int) -> list[str]:
        day, group = date(year, 12, 31), self.plan.group[target.group or ""]
        return [
            entity.id
            for entity in self.plan.entities
            if (entity.form_on(day)[1] in group.kinds or entity.id in group.members)
            and (entity.since or day) <= day < (entity.until or date.max)
        ]

    def group_sum(self, target: Target, item: Indicator, year: int) -> Figure | None:
        members, total = self.members(target, year), self.plan.group[target.group or ""].total
        parts = [self.figure(item.id, member, year) for member in members]
        reported = self.figure(item.id, total, year) if total else None
        found = better(added(parts, may_lack=item.never_negative), reported)
        return found and replace(found, members=tuple((member, None) for member in members))

    def coverage(self, target: Target, year: int) -> Figure | None:
        members, counts, known = self.members(target, year), [], []
        for member in members:
            figures = [self.of_member(target, what, member, year) for what in target.indicators]
            says = [self.counts(target, figure) for figure in figures]
            counts.append(True if True in says else None if None in says else False)
            known += [figure for figure in figures if figure]
        yes, unknown = counts.count(True), counts.count(None)
        if unknown == len(members):
            return None
        found = made(F(yes), F(yes + unknown), known, [None])
        bound = "at_least" if unknown else None
        listed = tuple(zip(members, counts, strict=True))
        return replace(found, bound=bound, quotient=False, members=listed)

    def of_member(self, target: Target, what: str, member: str, year: int) -> Figure | None:
        """A member's figure; of a state, 1 if it is the one to reach, else 0."""
        state = target.each and target.each.state
        if state is None:
            return self.figure(what, member, year)
        rows = self.vintages(what, member, year)
        reached = F(bool(rows) and rows[-1].value == state)
        return Figure(reached, reached, rank(rows[-1])) if rows else None

    def counts(self, target: Target, figure: Figure | None) -> bool | None:
        if figure is None or target.each is None:
            return None
        low, high, wanted = figure.low, figure.high, target.each.low
        if target.each.state:
            wanted = F(1)
        elif wanted is None:
            low, high, wanted = -figure.high, -figure.low, -(target.each.high or F(0))
        return True if low >= wanted else False if high < wanted else None

    def index(self, target: Target, item: Indicator, year: int) -> Figure | None:
        first = self.first_year(target) + 1 if item.observed == "yearly_change" else year
        found, place = Figure(F(100), F(100)), target.entity or self.plan.area
        changes = [self.own(item, place, each) for each in range(first, year + 1)]
        if item.observed == "average_change":
            changes *= year - self.first_year(target)
        for change in changes:
            if change is None:
                return None
            grown = change.times(FACTORS[item.unit], 1)
            ends = [
                one * other for one in (found.low, found.high) for other in (grown.low, grown.high)
            ]
            found = made(min(ends), max(ends), (found, grown))
        return found if changes else None

    def start(self, target: Target) -> F | None:
        if target.baseline is not None:
            return target.baseline.value
        if target.accumulate or self.is_index(target):
            return F(0) if target.accumulate else F(100)
        figure = self.of_target(target, self.first_year(target))
        base = figure.exact if figure else None
        return None if base is not None and base <= 0 and target.path == "compound" else base

    def newest_first(self, target: Target) -> list[Target | Amendment]:
        known = [a for a in target.amended if self.as_of is None or a.date <= self.as_of]
        numbered = sorted(enumerate(known), key=lambda each: (each[1].date, each[0]), reverse=True)
        return [*(each for _, each in numbered), target]

    def stating(self, target: Target) -> Target | Amendment:
        return self.newest_first(target)[0]

    def due_year(self, target: Target, year: int) -> int:
        stated = next(each.year for each in self.newest_first(target) if each.year)
        return year if target.year == "each" or isinstance(stated, str) else stated

    def trial(self, target: Target, year: int) -> Trial | None:
        """None for a change or growth from no base."""
        stated, due, base = self.stating(target), self.due_year(target, year), self.start(target)
        first, low, high = self.first_year(target), stated.low, stated.high
        if low is None:
            level = F(len(self.members(target, year))) if stated.value == "all" else stated.value
            if stated.relative:
                if base is None or base <= 0:
                    return None
                growth = (1 + (stated.growth_percent or F(0)) / 100) ** (due - first)
                level = base * (1 + (stated.change_percent or F(0)) / 100) * F(growth)
            low, high = (None, level) if target.comparison == "<=" else (level, None)
        found = Trial(target, self.plan.thresholds, year, first, base, due, low, high)
        if base is not None and target.path == "compound" and min(base, found.aim(base)) <= 0:
            return replace(found, base=None)
        return found

    def status(self, target: Target, year: int, figure: Figure | None) -> str:
        if figure is None:
            nothing_yet = target.accumulate and year <= self.first_year(target)
            return "not_due" if nothing_yet else "no_data"
        trial = self.trial(target, year)
        found = trial.verdicts(figure) if trial else {"no_baseline"}
        return found.pop() if len(found) == 1 else "no_data"

    def within_limits(self, target: Target, year: int, value: F | None) -> F | None:
        """What is projected stays within what there can be."""
        if value is None:
            return None
        if target.aggregate == "coverage":
            return min(max(value, F(0)), F(len(self.members(target, year))))
        item = self.plan.indicator[target.indicator or ""]
        if item.observed != "level":
            return value
        if target.aggregate or target.accumulate:
            return max(value, F(0)) if item.never_negative else value
        factor = FACTORS[item.unit] / FACTORS[self.unit(target)]
        value = value if item.minimum is None else max(value, item.minimum * factor)
        return value if item.maximum is None else min(value, item.maximum * factor)

    def verdict(self, target: Target, year: int) -> dict[str, Any]:
        """The numbers of a result by name; what is not there has none."""
        year = min(year, self.due_year(target, year))
        figure, trial = self.of_target(target, year), self.trial(target, year)
        status = self.status(target, year, figure)
        told: dict[str, Any] = {"status": status, "baseline": self.start(target), "year": year}
        if figure:
            told |= {"actual": figure.value, "low": figure.low, "high": figure.high}
            told |= {"members": figure.members, "quotient": figure.quotient, "exact": figure.exact}
            told["made_up"] = figure.rank == 0
            told["bound"] = None if status == "no_data" else figure.bound
        else:
            told |= self.latest(target, year)
        if trial:
            told |= (
                {"goal low": trial.low, "goal high": trial.high}
                if trial.is_range
                else {"goal": trial.level}
            )
            told["under_way"] = year < trial.due_year
            told |= self.numbers(trial, figure, status)
        return told

    def numbers(self, trial: Trial, figure: Figure | None, status: str) -> dict[str, Any]:
        value = figure.value if figure and status != "no_data" else None
        told: dict[str, Any] = {}
        if trial.has_path:
            told |= {"due": trial.due, "expected": trial.at(trial.due)}
        if figure is None or value is None:
            return told
        told["gap"] = trial.gap(value)
        if figure.exact is not None and status not in ("met", "met_early"):
            told["required_change"] = trial.required(value)
        if trial.target.path == "none" and trial.year < self.plan.period[1]:
            limited = figure.exact is not None and trial.base is not None
            return told | (self.course(trial, value, self.plan.period[1]) if limited else {})
        if not trial.has_path:
            return told
        counted = trial.counted(value)
        gone, behind = trial.gone(counted), told["expected"] - counted
        told |= {"schedule_gap": behind if trial.rising else -behind, "completion": gone}
        told["pace"] = gone / trial.due if gone is not None and trial.due else None
        alone = figure.exact is not None and counted == value
        course = self.course(trial, value, trial.due_year)
        if alone and status != "not_due" and course:
            told |= {**course, "year_reached": trial.year_reached(value)}
        return told

    def course(self, trial: Trial, value: F, until: int) -> dict[str, Any]:
        """Where a course leads, in each way; nothing where it leads nowhere in its own."""
        paths = {"projection": trial.target.path, "linear": "linear", "compound": "compound"}
        leads = {name: trial.leads(path, value, until) for name, path in paths.items()}
        if leads["projection"] is None:
            return {}
        kept = {n: self.within_limits(trial.target, trial.year, e) for n, e in leads.items()}
        return {**kept, "limited": kept != leads}

    def latest(self, target: Target, year: int) -> dict[str, Any]:
        """The newest earlier figure, and its own verdict."""
        for earlier in range(year - 1, self.plan.base_year, -1):
            figure = self.of_target(target, earlier)
            if figure is not None:
                status = self.status(target, earlier, figure)
                return {"latest year": earlier, "latest": figure.value, "latest status": status}
        return {}
