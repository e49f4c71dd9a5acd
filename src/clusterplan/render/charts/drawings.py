"""Which chart shows what: a target over the years, the members of a group, a coverage by area."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.messages import Message, say
from clusterplan.base.units import per_cent
from clusterplan.render.cells import actual_text, drawn_base, drawn_height, goal_cell
from clusterplan.render.charts.shapes import Bars, Caption, Curve, Dot, bars, curves
from clusterplan.render.limits import MOST_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Names
    from clusterplan.model.results import TargetResult
    from clusterplan.views.one_commitment import Detail
    from clusterplan.views.whole_document import Coverage

SIGNIFICANT = 6
"""Digits of a level on a scale."""
CURVES: dict[str, Message] = {
    "goal": say("goal"),
    "path": say("path to the goal"),
    "course": say("at this rate"),
    "assumed": say("assumed base"),
    "published": say("published figures"),
    "illustrative": say("illustrative figures †"),
    "reached": say("reached"),
    "missing": say("not yet"),
    "unknown": say("not known"),
}
"""What the legends say, by the kind of its sign."""


class Drawing(Struct, frozen=True):
    """A chart and its legend: the kind of each sign and what it means."""

    root: ET.Element
    legend: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Return what it is, for those who do not see it."""
        return self.root.findtext("title", "")

    @property
    def svg(self) -> str:
        """Return it as markup, in which every text is escaped."""
        return ET.tostring(self.root, encoding="unicode")


def of_target(detail: Detail, target: TargetResult, locale: Locale) -> Drawing | None:
    """Draw the goal, the path, every figure and where the course leads; None without any point."""
    drawn = [curve for curve in _Target(detail, target, locale).curves() if curve.dots]
    if not any(curve.marked for curve in drawn) and len(drawn) < 2:  # noqa: PLR2004 # goal alone
        return None
    text = locale.say(
        "{name}: figures, path and goal; the table of the years has the numbers", name=target.name
    )
    return _drawing(curves(drawn, _caption(text, "chart", target, locale)), drawn, locale)


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
        known, goal = tuple(self._figures()), self.target.target
        path = [(point.year, point.value) for point in self.detail.path]
        years = (*(year for year, _ in path), *(each.dot.year for each in known), goal.year)
        begun = (*self._dots(*path), *(each.dot for each in known))[:1]
        for level in (goal.value, goal.low, goal.high):
            if level is not None:
                ends = self._dots((min(years), level), (max(years), level))
                above = level != goal.high and any(dot.height > ends[0].height for dot in begun)
                below = above or level == goal.low  # where no figure comes from
                yield Curve("goal", ends, line=True, told=self._goal(level), below=below)
        yield Curve("path", self._dots(*path), line=True)
        yield Curve("figures", _joined(known), line=True)
        yield Curve("course", self._course(), line=True, marked=True)
        for kind in ("assumed", "published", "illustrative"):
            chosen = tuple(each.dot for each in known if each.kind == kind)
            yield self._told(Curve(kind, chosen, marked=True))

    def _goal(self, level: Decimal) -> str:
        """Return what is written at the line of a goal."""
        if self.target.target.comparison == "range":
            return self.locale.quantity(level, self.target.unit)
        return goal_cell(self.target, self.locale, with_year=False, with_gloss=False)

    def _told(self, curve: Curve) -> Curve:
        """Write the figure of the report's year at its point, where no line goes on."""
        actual, due = self.target.actual, self.target.expected
        if actual is None or actual.value is None or curve.kind == "assumed":
            return curve
        if not curve.dots or curve.dots[-1].year != actual.year:
            return curve
        below = due is not None and actual.value < due
        ahead = due is not None and below is self.target.target.falling
        anchor = "end" if ahead else "start"
        if actual.year >= self.target.target.year:
            anchor = "middle"
        told = actual_text(actual, self.target, self.locale)
        return replace(curve, told=told, below=below, anchor=anchor)

    def _figures(self) -> Iterator[_Figure]:
        base = drawn_base(self.target)
        if base is not None:
            text = self.locale.quantity(base.value, self.target.unit)
            made_up, kind = base.illustrative, "assumed" if base.assumed else None
            yield self._figure(base.year, base.value, text, made_up=made_up, kind=kind)
        for each in self.detail.target_years:
            actual = each.then.actual
            if actual is None or each.year > self.detail.report.year:
                continue
            if actual.value is not None and actual.year == each.year:
                text = actual_text(actual, each.then, self.locale)
                bound = actual.qualifier in ("at_least", "at_most")
                made_up = actual.illustrative
                yield self._figure(each.year, actual.value, text, made_up=made_up, bound=bound)

    def _figure(
        self,
        year: int,
        value: Decimal,
        text: str,
        *,
        made_up: bool,
        kind: str | None = None,
        bound: bool = False,
    ) -> _Figure:
        kind = kind or ("illustrative" if made_up else "published")
        marked = f"{text} †" if kind == "illustrative" else text
        return _Figure(kind, self._dot(year, value, marked), bound)

    def _course(self) -> tuple[Dot, ...]:
        actual, course = self.target.actual, self.target.projection
        end = self.target.target.year
        if course is None or actual is None or actual.value is None or actual.year >= end:
            return ()
        return self._dots((actual.year, actual.value), (end, course.value))

    def _dots(self, *points: tuple[int, Decimal]) -> tuple[Dot, ...]:
        unit = self.target.unit
        return tuple(self._dot(year, v, self.locale.quantity(v, unit)) for year, v in points)

    def _dot(self, year: int, value: Decimal, text: str) -> Dot:
        told = self.locale.say("{year}: {value}", year=str(year), value=text)
        return Dot(year, drawn_height(value, self.target.unit), told)


def _joined(known: tuple[_Figure, ...]) -> tuple[Dot, ...]:
    """Return the line through the figures: from where on no year is missing, and none a bound."""
    sure = [each.dot for each in known if not each.bound]
    gaps = [late.year for early, late in pairwise(sure) if late.year - early.year > 1]
    line = tuple(dot for dot in sure if not gaps or dot.year >= gaps[-1])
    return line if len(line) > 1 else ()


def of_members(target: TargetResult, locale: Locale) -> Drawing:
    """Draw what each member has, the largest first."""
    every = sorted(target.members, key=lambda each: each.value or Decimal(0), reverse=True)
    members, unit = every[:MOST_ITEMS], target.unit

    def drawn_as(kind: str, *, made_up: bool) -> Bars:
        values = [each.value if each.illustrative is made_up else None for each in members]
        return Bars(
            kind,
            tuple(None if value is None else drawn_height(value, unit) for value in values),
            tuple("" if value is None else locale.quantity(value, unit) for value in values),
        )

    both = (drawn_as("published", made_up=False), drawn_as("illustrative", made_up=True))
    drawn = [each for each in both if any(each.labels)]
    text = locale.say("{name}: each member; the table has the numbers", name=target.name)
    if len(members) < len(every):
        count = len(members)
        text = locale.say("{name}: the {count} largest members", name=target.name, count=count)
    names, caption = (
        [locale.names(m.name) for m in members],
        _caption(text, "members", target, locale),
    )
    return _drawing(bars(names, drawn, caption, stacked=False), drawn, locale)


def of_coverage(coverage: Coverage, locale: Locale) -> Drawing:
    """Draw how many members of each area have reached it, have not, or are not known."""
    drawn, parts = [], coverage.parts[:MOST_ITEMS]
    for kind in ("reached", "missing", "unknown"):
        counts = [len(getattr(part, kind)) for part in parts]
        if any(counts):
            drawn.append(Bars(kind, tuple(map(float, counts)), tuple(map(str, counts))))
    text = locale.say("{name} by area; the table has the numbers", name=coverage.target.name)
    caption = _caption(text, "coverage", coverage.target, locale)
    names = [area(part.name, locale) for part in parts]
    return _drawing(bars(names, drawn, caption, stacked=True), drawn, locale)


def area(name: Names | None, locale: Locale) -> str:
    """Return the name of a part of a coverage."""
    return locale.say("elsewhere") if name is None else locale.names(name)


def _drawing(root: ET.Element, drawn: Sequence[Curve | Bars], locale: Locale) -> Drawing:
    once = dict.fromkeys(each.kind for each in drawn if each.kind in CURVES)
    return Drawing(root, tuple((kind, locale.text(CURVES[kind])) for kind in once))


def _caption(text: str, kind: str, target: TargetResult, locale: Locale) -> Caption:
    def level(value: float) -> str:
        unit = "%" if per_cent(target.unit) else target.unit
        return locale.bare(Decimal(f"{value:.{SIGNIFICANT}g}"), unit, None)

    return Caption(text, f"{kind}-{target.id}", level)
