"""A chart of path, figures and course for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from clusterplan.detail import Detail
    from clusterplan.locale import Locale
    from clusterplan.messages import Message
    from clusterplan.report import TargetResult

HEIGHT, MARGIN = 12, 14
"""Rows of the chart; columns that its scale takes."""
LEAST, MOST = 5, 10
"""Columns a year: with fewer the years collide; the scale has a mark every ten."""


def chart(detail: Detail, target: TargetResult, locale: Locale, width: int) -> str:
    """Draw the path, the figures and where the course leads; empty without a path or room."""
    years = [point.year for point in detail.path]
    spans = len(years) - 1
    columns = min((width - MARGIN) // max(spans, 1), MOST)
    if spans < 1 or columns < LEAST:
        return ""
    import plotille  # noqa: PLC0415 # only where it is drawn

    drawn = plotille.Figure()
    drawn.width, drawn.height, drawn.with_colors = columns * spans, HEIGHT, False
    drawn.x_label, drawn.y_label = _text(YEAR, locale), locale.unit_sign(target.unit)
    drawn.set_x_limits(years[0], years[-1])
    drawn.x_ticks_fkt = _year
    drawn.y_ticks_fkt = _level
    drawn.plot(years, [_height(p.value, target) for p in detail.path], label=_text(PATH, locale))
    for made_up, sign, label in ((False, "●", FIGURES), (True, "†", MADE_UP)):
        points = [
            (y, v) for y, v, illustrative in _figures(detail, target) if illustrative is made_up
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            drawn.scatter(xs, ys, marker=sign, label=_text(label, locale))
    end = _end_of_course(target)
    if end is not None:
        drawn.scatter([target.target.year], [end], marker="×", label=_text(COURSE, locale))
    return str(drawn.show(legend=True))


PATH = say("path to the goal")
FIGURES = say("figures")
MADE_UP = say("illustrative figures")
COURSE = say("at this rate")
YEAR = say("Year")


def _figures(detail: Detail, target: TargetResult) -> Iterator[tuple[int, float, bool]]:
    base = target.baseline
    if base is not None:
        yield base.year, _height(base.value, target), base.illustrative
    for each in detail.history:
        actual = getattr(each.result, "actual", None)
        if actual is not None and actual.value is not None and actual.year == each.year:
            yield each.year, _height(actual.value, target), actual.illustrative


def _end_of_course(target: TargetResult) -> float | None:
    if target.projection is None or target.actual is None:
        return None
    if target.actual.year >= target.target.year:
        return None
    return _height(target.projection.value, target)


def _height(value: Decimal, target: TargetResult) -> float:
    """Return what is drawn: shares of 1 as per cent, as everywhere."""
    return float(value) * (100 if target.unit == "1" else 1)


def _text(label: Message, locale: Locale) -> str:
    return locale.text(label)


def _year(value: float, _: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) < 1e-9 else ""  # noqa: PLR2004 # a tick


def _level(value: float, _: float) -> str:
    return f"{value:,.6g}"
