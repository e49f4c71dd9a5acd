"""The weather symbols of the German sustainability strategy (Deutsche Nachhaltigkeitsstrategie)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

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
    from collections.abc import Mapping

    from clusterplan.methods.inputs import Question

LONGEST, SHORTEST = 5, 3
"""Yearly changes that the trend is the mean of: 6 points, at least 4."""
SMALL, LARGE = Fraction(5, 100), Fraction(20, 100)
"""Parts of the way left by which a target may be missed under a sun, and under sun and cloud."""
SUN, SUN_CLOUD, CLOUD, STORM = "sun", "sun_cloud", "cloud", "thunderstorm"

TOO_FEW = say("fewer than 4 figures of consecutive years lead up to the year judged")
MET = say("the target is met: the trend only says whether it may be lost again")
YEARLY = say("the target holds for every year: met or not, and where the trend leads")


class Trend(Struct, frozen=True):
    """The value judged and what came before it, turned so that positive is progress."""

    mean: Fraction
    last: Fraction | None
    """The latest yearly change; None where only the ends of the window are known."""


def answer(question: Question) -> Outcome:
    """Judge a case."""
    if question.value is None or question.year is None:
        return undefined(NO_VALUE)
    trend = trend_of(question, question.year, question.value)
    if trend is None:
        return undefined(TOO_FEW)
    if question.target is None:
        return _direction_only(trend)
    if question.met:
        return _met(trend)
    if question.target_year is None:
        return _unmet_yearly(trend)
    if question.target_year < question.year:
        return undefined(PAST)
    years = question.target_year - question.year
    share = miss(question.value, trend.mean * question.sign, years, question.target)
    return _by_miss(share, trend)


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


def _by_miss(share: Fraction, trend: Trend) -> Outcome:
    if trend.mean <= 0:
        standing = Standing.WRONG_DIRECTION if trend.mean < 0 else Standing.BEHIND
        return Outcome(share, STORM, standing)
    if share < SMALL:
        return Outcome(share, SUN, Standing.GOOD)
    return Outcome(share, SUN_CLOUD if share <= LARGE else CLOUD, Standing.BEHIND)


def _met(trend: Trend) -> Outcome:
    return Outcome(None, SUN if trend.mean >= 0 else SUN_CLOUD, Standing.GOOD, MET)


def _unmet_yearly(trend: Trend) -> Outcome:
    if trend.mean > 0:
        return Outcome(None, CLOUD, Standing.BEHIND, YEARLY)
    standing = Standing.WRONG_DIRECTION if trend.mean < 0 else Standing.BEHIND
    return Outcome(None, STORM, standing, YEARLY)


def _direction_only(trend: Trend) -> Outcome:
    if trend.last is None:
        return undefined(say("without a target the latest yearly change is needed, so a series"))
    if trend.mean > 0:
        sign = (SUN, Standing.GOOD) if trend.last > 0 else (SUN_CLOUD, Standing.BEHIND)
        return Outcome(None, *sign)
    if trend.last > 0:
        return Outcome(None, CLOUD, Standing.BEHIND)
    return Outcome(None, STORM, Standing.WRONG_DIRECTION if trend.mean < 0 else Standing.BEHIND)


def _rows() -> tuple[Verdicts, ...]:
    small, large = exactly(SMALL), exactly(LARGE)
    good, behind, wrong = Standing.GOOD, Standing.BEHIND, Standing.WRONG_DIRECTION
    return (
        Verdicts(
            say("With a target that is not met yet"),
            (
                Row(SUN, math(f"m > 0, M < {small}"), good),
                Row(SUN_CLOUD, math(f"m > 0, {small} ≤ M ≤ {large}"), behind),
                Row(CLOUD, math(f"m > 0, M > {large}"), behind),
                Row(STORM, math("m = 0"), behind),
                Row(STORM, math("m < 0"), wrong),
            ),
        ),
        Verdicts(
            say("With a target that is met, or that holds for every year"),
            (
                Row(SUN, say("met, m ≥ 0"), good),
                Row(SUN_CLOUD, say("met, m < 0"), good),
                Row(CLOUD, say("not met, m > 0"), behind),
                Row(STORM, say("not met, m = 0"), behind),
                Row(STORM, say("not met, m < 0"), wrong),
            ),
        ),
        Verdicts(
            say("Without a target; c is the latest yearly change"),
            (
                Row(SUN, math("m > 0, c > 0"), good),
                Row(SUN_CLOUD, math("m > 0, c ≤ 0"), behind),
                Row(CLOUD, math("m ≤ 0, c > 0"), behind),
                Row(STORM, math("m = 0, c ≤ 0"), behind),
                Row(STORM, math("m < 0, c ≤ 0"), wrong),
            ),
        ),
    )


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
    verdicts=_rows(),
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
