"""A chart of path, figures and course for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.render.cells import drawn_height

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.results import TargetResult
    from clusterplan.views.one_commitment import Detail

HEIGHT, MARGIN = 12, 14
"""Rows of the chart; columns that its scale takes."""
EDGE = 0.1
"""Years beside the last one: what lies on the edge itself is not drawn."""
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
    drawn.x_label, drawn.y_label = locale.text(YEAR), _unit(target, locale)
    drawn.set_x_limits(years[0], years[-1] + EDGE)
    drawn.x_ticks_fkt = _year
    drawn.y_ticks_fkt = _level
    drawn.plot(years, [drawn_height(p.value, target.unit) for p in detail.path])
    legend = [f"⠤ {locale.text(PATH)}"]
    for sign, label, points in _marks(detail, target):
        if points:
            xs, ys = zip(*points, strict=True)
            drawn.scatter(xs, ys, marker=sign)
            legend.append(f"{sign} {locale.text(label)}")
    return f"{drawn.show()}\n{locale.say('; ').join(legend)}"


PATH = say("path to the goal")
FIGURES = say("figures")
MADE_UP = say("illustrative figures")
COURSE = say("at this rate")
YEAR = say("Year")


def _marks(
    detail: Detail, target: TargetResult
) -> Iterator[tuple[str, Message, list[tuple[int, float]]]]:
    figures = list(_figures(detail, target))
    for sign, label, wanted in (("●", FIGURES, False), ("†", MADE_UP, True)):
        yield (
            sign,
            label,
            [(year, height) for year, height, illustrative in figures if illustrative is wanted],
        )
    actual, course = target.actual, target.projection
    if course is not None and actual is not None and actual.year < target.target.year:
        yield "×", COURSE, [(target.target.year, drawn_height(course.value, target.unit))]


def _figures(detail: Detail, target: TargetResult) -> Iterator[tuple[int, float, bool]]:
    base = target.baseline
    if base is not None and not base.assumed:  # an assumption is no figure
        yield base.year, drawn_height(base.value, target.unit), base.illustrative
    for each in detail.target_years:
        actual = each.then.actual
        if actual is not None and actual.value is not None and actual.year == each.year:
            yield each.year, drawn_height(actual.value, target.unit), actual.illustrative


def _unit(target: TargetResult, locale: Locale) -> str:
    return locale.unit_sign(target.unit) or locale.unit_in_words(target.unit)


def _year(value: float, _: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) <= EDGE else ""


def _level(value: float, _: float) -> str:
    return f"{value:,.6g}"
