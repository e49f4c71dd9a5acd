"""The report for a terminal (rich): one calm screen, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import Message, NoteKind, say
from clusterplan.render.cells import (
    actual_cell,
    change_cell,
    common_goal_year,
    done_cell,
    goal_cell,
    goal_gloss,
    mark,
    pace_cell,
    projection_cell,
    reached_cell,
    sign_notes,
    signed,
    verdict_mark,
)
from clusterplan.render.document.blocks import Lines, one_line
from clusterplan.render.document.explanation import explanation
from clusterplan.render.document.links import tensions
from clusterplan.render.document.report_blocks import (
    groups,
    head,
    notes,
    since_earlier,
    worst_first,
)
from clusterplan.render.document.second_opinions import heads, opinion_cell
from clusterplan.render.terminal.columns_that_fit import MIN_WRAPPED, Column
from clusterplan.render.terminal.screen import Screen
from clusterplan.render.terminal.signs import STYLES
from clusterplan.render.words import DOUBTFUL, MILESTONE, PATH, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.text import Text

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report, TargetResult
    from clusterplan.render.document.options import Options

SHORT_NOTES = frozenset(NoteKind) - {NoteKind.PROXY, NoteKind.VINTAGE, NoteKind.ROUNDING}
"""What does not change how a number reads stays out; text and Markdown have all notes."""


def render(report: Report, locale: Locale, options: Options, *, explain: bool) -> str:
    """Render the report for the width and colours of a terminal."""
    screen = Screen(options)
    screen.blocks(head(report, locale, short=True))  # the table is sorted, worst first
    screen.blocks(since_earlier(report, locale))
    columns = _targets(screen, report, locale, options.width) if report.targets else []
    told = (*_milestones(report, locale), *_measures(report, locale), *tensions(report, locale))
    screen.blocks([groups(report, locale), Lines(told)])
    screen.blocks([notes(report, locale, SHORT_NOTES)])
    if explain:
        screen.blocks([explanation(report, locale)])
    screen.footnotes(_footnotes(screen, report, locale, columns, options.width))
    return screen.text()


WIDE = 180
"""From here on the bars are longer and amounts stand beside the goals, not in a footnote."""


GIVING_WAY = ("goal", "gap", "actual", "needed")
"""Columns that stay only as there is room once methods have theirs, the most wanted first."""


def _targets(screen: Screen, report: Report, locale: Locale, width: int) -> list[str]:
    """Print the table; return the names of the columns there was room for."""
    end = common_goal_year(report)
    goal = say("Goal {year}", year=str(end)) if end else say("Goal")

    def column(
        name: str,
        title: Message,
        cell: Callable[[TargetResult], str | Text],
        priority: int = 0,
        *,
        right: bool = True,
    ) -> Column[TargetResult]:
        room = None
        if report.methods:  # which were asked for, so the rest gives way
            room = MIN_WRAPPED if name in GIVING_WAY else None
            later = priority and priority + len(GIVING_WAY)
            priority = GIVING_WAY.index(name) + 1 if room else later
        wraps = name == "target"
        return Column(name, locale.text(title), cell, priority, right, wraps, room)

    def goal_of(target: TargetResult) -> str:
        return goal_cell(target, locale, with_year=end is None, with_gloss=width >= WIDE)

    columns = [
        column("verdict", say("Verdict"), lambda t: _verdict(t, screen, locale), right=False),
        column("target", say("Target"), lambda t: _name(t, screen, locale), right=False),
        *_opinions(report, locale),
        column("goal", goal, goal_of),
        column(
            "actual",
            say("Actual {year}", year=str(report.year)),
            lambda t: actual_cell(t, report.year, locale),
        ),
        column("gap", say("Gap"), lambda t: signed(t.gap, t, locale)),
        column("path", say("Path"), lambda t: locale.text(PATH[t.path]), 4, right=False),
        column("behind", say("Schedule gap"), lambda t: signed(t.schedule_gap, t, locale), 5),
        column("bar", say("Progress"), lambda t: _bar(t, screen, width), 1, right=False),
        column("pace", say("Pace"), lambda t: pace_cell(t, locale), 2),
        column("needed", say("Needed per year"), lambda t: change_cell(t, locale)),
        column("rate", say("At this rate"), lambda t: projection_cell(t, locale), 3),
        column("reached", say("Goal reached"), lambda t: reached_cell(t, locale), 6),
    ]
    return screen.table(columns, worst_first(report))


def _opinions(report: Report, locale: Locale) -> Iterator[Column[TargetResult]]:
    for name, title in zip(report.methods, heads(report, locale), strict=True):

        def cell(target: TargetResult, name: str = name) -> str:
            return opinion_cell(target, name, locale)

        yield Column(name, title, cell)


def _verdict(target: TargetResult, screen: Screen, locale: Locale) -> Text:
    style = STYLES.get(target.status, "")
    return screen.styled((locale.text(STATUS[target.status]), style), (verdict_mark(target), ""))


def _name(target: TargetResult, screen: Screen, locale: Locale) -> Text:
    return screen.styled(
        (one_line(locale.names(target.name)), ""), (f" {one_line(target.clause)}", "dim")
    )


def _bar(target: TargetResult, screen: Screen, width: int) -> Text:
    cells = 16 if width >= WIDE else 8
    style = STYLES.get(target.status, "")
    return screen.bar(target.completion, target.due, cells, style)


def _milestones(report: Report, locale: Locale) -> Iterator[str]:
    for item in report.milestones:
        yield locale.text(
            say(
                "{name} {clause} by {due}: {done}, {status}",
                name=item.name,
                clause=item.clause,
                due=item.due,
                done=done_cell(item, locale),
                status=locale.text(MILESTONE[item.status]) + mark(item),
            )
        )


def _measures(report: Report, locale: Locale) -> Iterator[str]:
    parts = []
    for state, word in STATE.items():
        found = [item for item in report.measures if item.state == state]
        if found:
            text = locale.text(say("{count} {status}", count=len(found), status=word))
            made_up = any(item.illustrative for item in found)
            parts.append(f"{text} †" if made_up else text)
    if parts:
        counts = locale.listed(parts)
        line = say("Measures ({all}): {counts}.", all=len(report.measures), counts=counts)
        yield locale.text(line)


def _footnotes(
    screen: Screen, report: Report, locale: Locale, columns: list[str], width: int
) -> list[str]:
    marks, paths = [], []
    if "bar" in columns:
        full, tick = screen.bar_signs
        signs = say("{full} completion, {tick} due by now", full=full, tick=tick)
        marks.append(locale.text(signs))
    if "path" not in columns:
        paths = list(_paths(report, locale))
    marks += sign_notes(report.targets, locale)
    if any(target.doubts for target in report.targets):
        marks.append(locale.text(DOUBTFUL).rstrip("。."))
    if width < WIDE:
        found = (_gloss(target, locale) for target in report.targets)
        glosses = list(dict.fromkeys(gloss for gloss in found if gloss))
        if glosses:
            marks += glosses
    between = locale.text(say("; "))
    return [between.join(part) for part in (paths, marks) if part]


def _paths(report: Report, locale: Locale) -> Iterator[str]:
    """Say which path each target has, since it decides the verdict: the exceptions by name."""
    by_path: dict[str, list[str]] = {}
    for target in report.targets:
        if target.path != "none":
            by_path.setdefault(target.path, []).append(locale.names(target.name))
    usual = max(by_path, key=lambda path: len(by_path[path]), default="")
    for path, names in by_path.items():
        if path != usual:
            listed = locale.text(say("; ")).join(names)
            yield locale.text(say("{path} path: {names}", path=PATH[path], names=listed))
    if usual:
        others = say("{path} path: all others", path=PATH[usual])
        every = say("{path} path: all", path=PATH[usual])
        yield locale.text(others if len(by_path) > 1 else every)


def _gloss(target: TargetResult, locale: Locale) -> str | None:
    gloss = goal_gloss(target, locale)
    if gloss is None or target.target is None or target.target.value is None:
        return None
    return f"{locale.quantity(target.target.value, target.unit)} = {gloss}"
