"""The weather symbols of the German sustainability strategy (Deutsche Nachhaltigkeitsstrategie)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.exact import exactly
from clusterplan.base.messages import say
from clusterplan.methods.definition import (
    NO_VALUE,
    PAST,
    Label,
    Method,
    Outcome,
    Row,
    Verdicts,
    math,
    undefined,
)
from clusterplan.model.status import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clusterplan.methods.inputs import Question

LONGEST, SHORTEST = 5, 3
"""Yearly changes that the trend is the mean of: 6 points, at least 4."""
SMALL, LARGE = Fraction(5, 100), Fraction(20, 100)
"""Parts of the way left by which a target may be missed under a sun, and under sun and cloud."""
SUN, SUN_CLOUD, CLOUD, STORM = "sun", "sun_cloud", "cloud", "thunderstorm"

TOO_FEW = say("fewer than 4 figures of consecutive years lead up to the year judged")
LAST = say("without a target the latest yearly change is needed, so a series")
MET = say("the target is met: the trend only says whether it may be lost again")
YEARLY = say("the target holds for every year: met or not, and where the trend leads")


class Trend(Struct, frozen=True):
    """What came before the value judged, turned so that positive is progress."""

    mean: Fraction
    last: Fraction | None
    """The latest yearly change; None where only the ends of the window are known."""


class Rule(Row, frozen=True):
    """A line of a table, and whether it holds; the first that does decides.

    It is asked with the trend, and with what its table looks at besides.
    """

    holds: Callable[[Fraction, Fraction], bool]


_GOOD, _BEHIND, _WRONG = Standing.GOOD, Standing.BEHIND, Standing.WRONG_DIRECTION
_SMALL, _LARGE = exactly(SMALL), exactly(LARGE)
UNMET = (
    Rule(SUN, math(f"m > 0, M < {_SMALL}"), _GOOD, lambda m, part: m > 0 and part < SMALL),
    Rule(
        SUN_CLOUD,
        math(f"m > 0, {_SMALL} ≤ M ≤ {_LARGE}"),
        _BEHIND,
        lambda m, part: m > 0 and part <= LARGE,
    ),
    Rule(CLOUD, math(f"m > 0, M > {_LARGE}"), _BEHIND, lambda m, _: m > 0),
    Rule(STORM, math("m = 0"), _BEHIND, lambda m, _: m == 0),
    Rule(STORM, math("m < 0"), _WRONG, lambda m, _: m < 0),
)
MET_OR_YEARLY = (
    Rule(SUN, say("met, m ≥ 0"), _GOOD, lambda m, beyond: beyond >= 0 and m >= 0),
    Rule(SUN_CLOUD, say("met, m < 0"), _GOOD, lambda _, beyond: beyond >= 0),
    Rule(CLOUD, say("not met, m > 0"), _BEHIND, lambda m, _: m > 0),
    Rule(STORM, say("not met, m = 0"), _BEHIND, lambda m, _: m == 0),
    Rule(STORM, say("not met, m < 0"), _WRONG, lambda m, _: m < 0),
)
WITHOUT_TARGET = (
    Rule(SUN, math("m > 0, c > 0"), _GOOD, lambda m, c: m > 0 and c > 0),
    Rule(SUN_CLOUD, math("m > 0, c ≤ 0"), _BEHIND, lambda m, _: m > 0),
    Rule(CLOUD, math("m ≤ 0, c > 0"), _BEHIND, lambda _, c: c > 0),
    Rule(STORM, math("m = 0, c ≤ 0"), _BEHIND, lambda m, _: m == 0),
    Rule(STORM, math("m < 0, c ≤ 0"), _WRONG, lambda m, _: m < 0),
)


def answer(question: Question) -> Outcome:
    """Judge a case."""
    value, year, target = question.value, question.year, question.target
    if value is None or year is None:
        return undefined(NO_VALUE)
    trend = trend_of(question, year, value)
    if trend is None:
        return undefined(TOO_FEW)
    if target is None:
        if trend.last is None:
            return undefined(LAST)
        return _first(WITHOUT_TARGET, trend.mean, trend.last)
    if question.met or question.target_year is None:
        found = _first(MET_OR_YEARLY, trend.mean, question.sign * (value - target))
        return replace(found, reason=MET if question.met else YEARLY)
    if question.target_year < year:
        return undefined(PAST)
    part = miss(value, trend.mean * question.sign, question.target_year - year, target)
    return replace(_first(UNMET, trend.mean, part), value=part)


def _first(rules: tuple[Rule, ...], mean: Fraction, besides: Fraction) -> Outcome:
    rule = next(rule for rule in rules if rule.holds(mean, besides))
    return Outcome(None, rule.status, rule.standing)


def miss(value: Fraction, change: Fraction, years: int, target: Fraction) -> Fraction:
    """Return the part of the way left that will be missing when the trend goes on.

    (g - (v + m * (T - t))) / (g - v), with m the mean yearly change; below 0 the target will be
    exceeded, 1 is a standstill (or no time left), more than 1 is away from it.

    Raises:
        ZeroDivisionError: the value is at the target.
    """
    return (target - (value + change * years)) / (target - value)


def trend_of(question: Question, year: int, value: Fraction) -> Trend | None:
    """Return the trend of the last 5 yearly changes up to a year, at least 3; None with fewer.

    The mean of changes depends on the ends of the window alone, so base and value do where there is
    no series, as long as they lie 3 to 5 years apart.
    """
    series, first, start = question.series, question.base_year, question.base
    if series:
        first = _window(series, year)
        start = series.get(first)
    if first is None or start is None or not SHORTEST <= year - first <= LONGEST:
        return None
    before = series.get(year - 1)
    mean = question.sign * (value - start) / (year - first)
    last = None if before is None else question.sign * (value - before)
    return Trend(mean, last)


def _window(series: Mapping[int, Fraction], year: int) -> int:
    """Return the first year of the window: the figures up to the year, without a gap."""
    first = year
    while first - 1 in series and year - first < LONGEST:
        first -= 1
    return first


METHOD = Method(
    name="dns",
    short=say("DNS"),
    title=say("German sustainability strategy: weather symbols"),
    about=say(
        "Extends the mean yearly change of the last years in a straight line to the target year,"
        " and asks what part of the way left will be missing."
    ),
    formula=(
        math("M = (g − (v + m × (T − t))) ÷ (g − v)"),
        say(
            "m: the mean of the last 5 yearly changes (6 points; at least 4 of consecutive years),"
            " in the tables below counted as positive towards the target"
        ),
    ),
    verdicts=(
        Verdicts(say("With a target that is not met yet"), UNMET),
        Verdicts(say("With a target that is met, or that holds for every year"), MET_OR_YEARLY),
        Verdicts(say("Without a target; c is the latest yearly change"), WITHOUT_TARGET),
    ),
    labels={
        SUN: Label(say("sun"), say("sun")),
        SUN_CLOUD: Label(say("sun/cloud"), say("sun and cloud")),
        CLOUD: Label(say("cloud"), say("cloud")),
        STORM: Label(say("storm"), say("thunderstorm")),
    },
    edges=(
        say("Fewer than 4 figures of consecutive years: no symbol. A base of zero is no obstacle."),
        say("A met target is a sun, or sun and cloud when the trend may lose it again."),
        say("In the target year an unmet target is a cloud or a thunderstorm: M is 1."),
        say(
            "A standstill short of the target is a thunderstorm; for a target of every year the"
            " text allows for a cloud as well, and we keep to the thunderstorm."
        ),
        say("Of a target that is a range the weakest bound counts."),
    ),
    sources=(
        say("Text: DnsTestEnvironment/dns-indicators@ba7be89, _pages/en/status.md."),
        say(
            "Symbols of 2010 to 2022: DnsTestEnvironment/dns-data@7de43d6; on the figures there,"
            " some of them revised since, the rule gives 306 of the 333 that can be compared."
        ),
    ),
    answer=answer,
)
