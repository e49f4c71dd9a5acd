"""The report for a terminal (rich): one calm screen, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.grouping import grouped
from clusterplan.base.messages import NoteKind, say
from clusterplan.render.cells import done_cell, goal_gloss, mark, sign_notes, verdict_mark
from clusterplan.render.check_columns import LEAD, NUMBERS, opinion_columns, owned, target_columns
from clusterplan.render.columns import MIN_WRAPPED, Column
from clusterplan.render.document.blocks import Lines, one_line
from clusterplan.render.document.links import tensions
from clusterplan.render.document.report_blocks import (
    explanation,
    groups,
    head,
    notes,
    since_earlier,
)
from clusterplan.render.document.rows import chosen_rows, in_order, listed
from clusterplan.render.signs import STYLES
from clusterplan.render.words import DOUBTFUL, MILESTONE, PATH, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report, TargetResult
    from clusterplan.render.terminal.screen import Screen

SHORT_NOTES = frozenset(NoteKind) - {NoteKind.PROXY, NoteKind.VINTAGE, NoteKind.ROUNDING}
"""What does not change how a number reads stays out; text and Markdown have all notes."""


def show(screen: Screen, report: Report, locale: Locale, *, explain: bool) -> None:
    """Print the report for the width and colours of a terminal."""
    screen.blocks(head(report, locale, short=True))  # the table is sorted, worst first
    screen.blocks(since_earlier(report, locale))
    screen.blocks([Lines(chosen_rows(report, locale))])
    columns: list[str] = []
    rows = listed(report)
    if rows.targets:
        columns = screen.table(_columns(screen, rows, locale), in_order(rows))
    told = (*_milestones(rows, locale), *_measures(report, locale), *tensions(report, locale))
    screen.blocks([groups(rows, locale), Lines(told)])
    screen.blocks([notes(rows, locale, SHORT_NOTES)])
    if explain:
        screen.blocks([explanation(rows, locale)])
    screen.footnotes(_footnotes(screen, rows, locale, columns))


WIDE = 180
"""From here on the bars are longer and amounts stand beside the goals, not in a footnote."""
GIVING_WAY = ("goal", "gap", "actual", "required_change")
"""Columns that stay only as there is room once methods have theirs, the most wanted first."""


def _columns(screen: Screen, report: Report, locale: Locale) -> list[Column[TargetResult]]:
    """Return the columns of text, with colours, the clause beside the name, and a bar."""
    columns = target_columns(report, locale, with_gloss=screen.width >= WIDE)
    verdict = replace(columns["verdict"], text=lambda t: _verdict(t, screen, locale))
    name = replace(columns["name"], text=lambda t: _name(t, screen, locale))
    columns["goal"] = replace(columns["goal"], right=True)
    numbers = [columns[each] for each in NUMBERS]
    title = locale.say("Progress")
    bar: Column[TargetResult]
    bar = Column(id="bar", title=title, text=lambda t: _bar(t, screen), priority=1)
    numbers.insert(NUMBERS.index("pace"), bar)
    if report.methods:  # which were asked for, so the rest gives way
        numbers = [_giving_way(column) for column in numbers]
    lead = [columns[each] for each in owned(report.targets, LEAD)]
    return [verdict, name, *lead, *opinion_columns(report, locale), *numbers]


def _giving_way(column: Column[TargetResult]) -> Column[TargetResult]:
    if column.id in GIVING_WAY:
        return replace(column, priority=GIVING_WAY.index(column.id) + 1, room=MIN_WRAPPED)
    return replace(column, priority=column.priority and column.priority + len(GIVING_WAY))


def _verdict(target: TargetResult, screen: Screen, locale: Locale) -> Text:
    style = STYLES.get(target.status, "")
    return screen.styled((locale.text(STATUS[target.status]), style), (verdict_mark(target), ""))


def _name(target: TargetResult, screen: Screen, locale: Locale) -> Text:
    return screen.styled(
        (one_line(locale.names(target.name)), ""), (f" {one_line(target.clause)}", "dim")
    )


def _bar(target: TargetResult, screen: Screen) -> Text:
    cells = 16 if screen.width >= WIDE else 8
    style = STYLES.get(target.status, "")
    return screen.bar(target.completion, target.due, cells, style)


def _milestones(report: Report, locale: Locale) -> Iterator[str]:
    for item in report.milestones:
        text = locale.say(
            "{name} {clause} by {due}: {done}, {status}",
            name=item.name,
            clause=item.clause,
            due=item.due,
            done=done_cell(item, locale),
            status=locale.text(MILESTONE[item.status]) + mark(item),
        )
        if item.status == "overdue" and item.lead is not None:
            text = locale.say("{text}; lead: {body}", text=text, body=item.lead.name)
        yield text


def _measures(report: Report, locale: Locale) -> Iterator[str]:
    parts = []
    for state, word in STATE.items():
        found = [item for item in report.measures if item.state == state]
        if found:
            text = locale.say("{count} {status}", count=len(found), status=word)
            made_up = any(item.illustrative for item in found)
            parts.append(f"{text} †" if made_up else text)
    if parts:
        counts = locale.listed(parts)
        line = say("Measures ({all}): {counts}.", all=len(report.measures), counts=counts)
        yield locale.text(line)


def _footnotes(screen: Screen, report: Report, locale: Locale, columns: list[str]) -> list[str]:
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
    if screen.width < WIDE:
        found = (_gloss(target, locale) for target in report.targets)
        glosses = list(dict.fromkeys(gloss for gloss in found if gloss))
        if glosses:
            marks += glosses
    between = locale.say("; ")
    return [between.join(part) for part in (paths, marks) if part]


def _paths(report: Report, locale: Locale) -> Iterator[str]:
    """Say which path each target has, since it decides the verdict: the exceptions by name."""
    paths = ((each.path, locale.names(each.name)) for each in report.targets if each.path != "none")
    by_path = grouped(paths)
    usual = max(by_path, key=lambda path: len(by_path[path]), default="")
    for path, names in by_path.items():
        if path != usual:
            listed = locale.say("; ").join(names)
            yield locale.say("{path} path: {names}", path=PATH[path], names=listed)
    if usual:
        others = say("{path} path: all others", path=PATH[usual])
        every = say("{path} path: all", path=PATH[usual])
        yield locale.text(others if len(by_path) > 1 else every)


def _gloss(target: TargetResult, locale: Locale) -> str | None:
    gloss = goal_gloss(target, locale)
    if gloss is None or target.target is None or target.target.value is None:
        return None
    return f"{locale.quantity(target.target.value, target.unit)} = {gloss}"
