"""Which chart shows what: a target over the years, the members of a group, a coverage by area."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.messages import say
from clusterplan.model.results import TargetResult
from clusterplan.render.cells import actual_text
from clusterplan.render.limits import MOST_ITEMS
from clusterplan.render.page.charts import Bars, Caption, Curve, Dot, bars, curves
from clusterplan.render.page.words import CURVES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Names
    from clusterplan.model.results import MemberValue
    from clusterplan.views.one_commitment import Detail
    from clusterplan.views.whole_document import Coverage

SIGNIFICANT = 6
"""Digits of a level on a scale."""


class Drawing(Struct, frozen=True):
    """A chart and its legend: the class of each sign and what it means."""

    svg: Markup
    legend: tuple[tuple[str, str], ...]


def of_target(detail: Detail, target: TargetResult, locale: Locale) -> Drawing | None:
    """Draw the goal, the path, every figure and where the course leads; None without any point."""
    drawn = [curve for curve in _Target(detail, target, locale).curves() if curve.dots]
    if not any(curve.marked for curve in drawn) and len(drawn) < 2:  # noqa: PLR2004 # goal alone
        return None
    text = say(
        "{name}: figures, path and goal; the table of the years has the numbers", name=target.name
    )
    caption = _caption(text, f"chart-{target.id}", target.unit, locale)
    return Drawing(curves(drawn, caption), _legend([curve.kind for curve in drawn], locale))


class _Figure(Struct, frozen=True):
    """What is known of a year; `bound` where it is no more than a least or a greatest value."""

    kind: str
    dot: Dot
    bound: bool = False


class _Target(Struct, frozen=True):
    detail: Detail
    target: TargetResult
    locale: Locale

    def curves(self) -> Iterator[Curve]:
        known = tuple(self._figures())
        for level in self._levels():
            yield Curve("goal", self._across(level, known), line=True)
        yield Curve("path", self._dots([(p.year, p.value) for p in self.detail.path]), line=True)
        yield Curve("figures", _joined(known), line=True)
        yield Curve("course", self._course(), line=True, marked=True)
        for kind in ("assumed", "published", "illustrative"):
            chosen = tuple(each.dot for each in known if each.kind == kind)
            yield Curve(kind, chosen, marked=True)

    def _levels(self) -> list[Decimal]:
        goal = self.target.target
        return [level for level in (goal.value, goal.low, goal.high) if level is not None]

    def _across(self, level: Decimal, known: tuple[_Figure, ...]) -> tuple[Dot, ...]:
        drawn = (*(p.year for p in self.detail.path), *(each.dot.year for each in known))
        years = sorted({*drawn, self.target.target.year})
        return self._dots([(years[0], level), (years[-1], level)])

    def _figures(self) -> Iterator[_Figure]:
        base = self.target.baseline
        if base is not None:
            kind = "assumed" if base.assumed else _kind(base.illustrative)
            text = self.locale.quantity(base.value, self.target.unit)
            yield _Figure(kind, self._dot(base.year, base.value, text + _dagger(kind)))
        for each in self.detail.history:
            result = each.result
            if not isinstance(result, TargetResult):
                continue
            actual = result.actual
            if actual is not None and actual.value is not None and actual.year == each.year:
                kind = _kind(actual.illustrative)
                text = actual_text(actual, result, self.locale) + _dagger(kind)
                bound = actual.qualifier in ("at_least", "at_most")
                yield _Figure(kind, self._dot(each.year, actual.value, text), bound)

    def _course(self) -> tuple[Dot, ...]:
        actual, course = self.target.actual, self.target.projection
        end = self.target.target.year
        if course is None or actual is None or actual.value is None or actual.year >= end:
            return ()
        return self._dots([(actual.year, actual.value), (end, course.value)])

    def _dots(self, points: list[tuple[int, Decimal]]) -> tuple[Dot, ...]:
        unit = self.target.unit
        return tuple(
            self._dot(year, value, self.locale.quantity(value, unit)) for year, value in points
        )

    def _dot(self, year: int, value: Decimal, text: str) -> Dot:
        return Dot(year, _height(value, self.target.unit), f"{year}: {text}")


def _joined(known: tuple[_Figure, ...]) -> tuple[Dot, ...]:
    """Return the line through the figures: from where on no year is missing, and none a bound."""
    sure = [each.dot for each in known if not each.bound]
    gaps = [late.year for early, late in pairwise(sure) if late.year - early.year > 1]
    line = tuple(dot for dot in sure if not gaps or dot.year >= gaps[-1])
    return line if len(line) > 1 else ()


def _kind(illustrative: bool) -> str:  # noqa: FBT001 # what a figure says of itself
    return "illustrative" if illustrative else "published"


def _dagger(kind: str) -> str:
    return " †" if kind == "illustrative" else ""


def of_members(target: TargetResult, locale: Locale) -> Drawing:
    """Draw what each member has, the largest first."""
    every = sorted(target.members, key=lambda each: each.value or Decimal(0), reverse=True)
    members = every[:MOST_ITEMS]
    published = _bars(
        "published", [(_own(each, made_up=False)) for each in members], target, locale
    )
    made_up = _bars("illustrative", [_own(each, made_up=True) for each in members], target, locale)
    drawn = [each for each in (published, made_up) if any(each.labels)]
    text = say("{name}: each member; the table has the numbers", name=target.name)
    if len(members) < len(every):
        text = say("{name}: the {count} largest members", name=target.name, count=len(members))
    caption = _caption(text, f"members-{target.id}", target.unit, locale)
    names = [locale.names(member.name) for member in members]
    return Drawing(
        bars(names, drawn, caption, stacked=False), _legend([each.kind for each in drawn], locale)
    )


def _own(member: MemberValue, *, made_up: bool) -> Decimal | None:
    return member.value if member.illustrative is made_up else None


def _bars(kind: str, values: list[Decimal | None], target: TargetResult, locale: Locale) -> Bars:
    unit = target.unit
    return Bars(
        kind,
        tuple(None if value is None else _height(value, unit) for value in values),
        tuple("" if value is None else locale.quantity(value, unit) for value in values),
    )


def of_coverage(coverage: Coverage, locale: Locale) -> Drawing:
    """Draw how many members of each area have reached it, have not, or are not known."""
    kinds = ("reached", "missing", "unknown")
    drawn, parts = [], coverage.parts[:MOST_ITEMS]
    for kind in kinds:
        counts = [len(getattr(part, kind)) for part in parts]
        if any(counts):
            drawn.append(Bars(kind, tuple(map(float, counts)), tuple(map(str, counts))))
    text = say("{name} by area; the table has the numbers", name=coverage.target.name)
    caption = _caption(text, f"coverage-{coverage.target.id}", coverage.target.unit, locale)
    names = [area(part.name, locale) for part in parts]
    return Drawing(
        bars(names, drawn, caption, stacked=True), _legend([each.kind for each in drawn], locale)
    )


def area(name: Names | None, locale: Locale) -> str:
    """Return the name of a part of a coverage."""
    return locale.text(say("elsewhere")) if name is None else locale.names(name)


def _legend(kinds: list[str], locale: Locale) -> tuple[tuple[str, str], ...]:
    once = dict.fromkeys(kind for kind in kinds if kind in CURVES)
    return tuple((kind, locale.text(CURVES[kind])) for kind in once)


def _caption(text: Message, identity: str, unit: str, locale: Locale) -> Caption:
    def level(value: float) -> str:
        written = locale.number(Decimal(f"{value:.{SIGNIFICANT}g}"))
        return f"{written}%" if unit in ("1", "%") else written

    return Caption(locale.text(text), identity, level)


def _height(value: Decimal, unit: str) -> float:
    """Return what is drawn: shares of 1 as per cent, as everywhere."""
    return float(value) * (100 if unit == "1" else 1)
