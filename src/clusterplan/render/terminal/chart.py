"""A chart of path, figures and course for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.render.cells import drawn_base, drawn_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.results import TargetResult
    from clusterplan.views.one_commitment import Detail

    Mark: TypeAlias = tuple[str, Message, Sequence[tuple[float, float]]]

HEIGHT, MARGIN = 14, 14
"""Rows of the chart at most; columns that its scale takes."""
ROUND = (1, 2, 2.5, 5)
"""What a step of the scale is, times a power of ten."""
EDGE = 0.1
"""Years beside the last one: what lies on the edge itself is not drawn."""
LEAST, MOST = 5, 10
"""Columns a year: the scale has a mark every ten, at every second year or at each."""


def chart(
    detail: Detail, target: TargetResult, locale: Locale, width: int
) -> tuple[str, str] | None:
    """Draw the path, the figures and where the course leads; None without a path or room.

    Returns:
        The drawing, and what its signs mean.
    """
    years = [point.year for point in detail.path]
    spans = len(years) - 1
    room = (width - MARGIN) // max(spans, 1)
    columns = MOST if room >= MOST else LEAST
    if spans < 1 or room < LEAST:
        return None
    import plotille  # noqa: PLC0415 # only where it is drawn

    path = [(point.year, drawn_height(point.value, target.unit)) for point in detail.path]
    goal = list(_goal(target, years[0], years[-1], columns * spans))
    marks: list[Mark] = [("┄", GOAL, goal), *_marks(detail, target)]
    heights = [height for _, _, points in marks for _, height in points]
    heights += [height for _, height in path]
    step, lowest, rows = _scale(min(heights), max(heights))
    drawn = plotille.Figure()
    drawn.width, drawn.height, drawn.with_colors = columns * spans, rows, False
    drawn.x_label, drawn.y_label = locale.text(YEAR), _unit(target, locale)
    drawn.set_x_limits(years[0], years[-1] + EDGE)
    drawn.set_y_limits(lowest * step, (lowest + rows) * step)
    drawn.x_ticks_fkt = _year
    drawn.y_ticks_fkt = _level
    drawn.plot(*zip(*path, strict=True))
    legend = [f"⠤ {locale.text(PATH)}"]
    for sign, label, points in marks:
        if points:
            drawn.scatter(*zip(*points, strict=True), marker=sign)
            legend.append(f"{sign} {locale.text(label)}")
    return drawn.show(), locale.say("; ").join(legend)


def _scale(least: float, most: float) -> tuple[float, int, int]:
    """Return a round step, how many of them lie below the scale, and how many rows it has."""
    power = 10.0 ** math.floor(math.log10((most - least or abs(most) or 1) / HEIGHT))
    steps = (each * power * times for times in (1, 10) for each in ROUND)
    for step in steps:
        lowest = math.floor(least / step)
        rows = math.floor(most / step) - lowest + 1
        if rows <= HEIGHT:
            break
    return step, lowest, rows


def _goal(target: TargetResult, first: int, last: int, cells: int) -> Iterator[tuple[float, float]]:
    """Return the points of the line that is to be reached: one in each column."""
    if target.target.value is not None:
        height = drawn_height(target.target.value, target.unit)
        yield from ((first + (last - first) * at / cells, height) for at in range(cells + 1))


GOAL = say("goal")
PATH = say("path to the goal")
FIGURES = say("figures")
MADE_UP = say("illustrative figures")
COURSE = say("at this rate")
YEAR = say("Year")


def _marks(detail: Detail, target: TargetResult) -> Iterator[Mark]:
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
    base = drawn_base(target)
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
    return f"{value + 0:,.6g}"
