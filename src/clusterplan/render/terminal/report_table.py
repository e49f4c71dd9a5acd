"""The report for a terminal (rich): one calm screen, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.grouping import grouped
from clusterplan.base.messages import NoteKind, say
from clusterplan.render.cells import done_cell, goal_gloss, mark, sign_notes, verdict_mark
from clusterplan.render.check_columns import LEAD, NUMBERS, opinion_columns, owned, target_columns
from clusterplan.render.columns import ROOMY, Column
from clusterplan.render.document.blocks import Lines, Title
from clusterplan.render.document.links import tensions
from clusterplan.render.document.report_blocks import (
    explanation,
    groups,
    head,
    notes,
    since_earlier,
    what_matters,
)
from clusterplan.render.document.rows import chosen_rows, in_order, listed
from clusterplan.render.limits import named
from clusterplan.render.signs import STYLES
from clusterplan.render.words import DOUBTFUL, MILESTONE, PATH, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report, TargetResult
    from clusterplan.render.terminal.screen import Screen

MOST_EXCEPTIONS = 5
"""Targets on another path than most that are named before the rest are counted."""
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
        if report.methods and screen.width < WIDE:
            opinions = (*_who(screen, rows, locale), *opinion_columns(rows, locale))
            screen.table(opinions, in_order(rows))
    told = (
        *_milestones(rows, locale),
        *_measures(report, locale),
        *_remarks(report, locale),
        *tensions(report, locale),
    )
    screen.blocks([groups(rows, locale), Lines(told)])
    screen.blocks([notes(rows, locale, SHORT_NOTES)])
    if explain:
        screen.blocks([explanation(rows, locale)])
    screen.footnotes(_footnotes(screen, rows, locale, columns))
    screen.blocks([Title(what_matters(report, locale))])


WIDE = 180
"""From here on the bars are longer, amounts stand beside the goals and not in a footnote, and what
other methods say stands beside the numbers and not in a table of its own."""


def _columns(screen: Screen, report: Report, locale: Locale) -> list[Column[TargetResult]]:
    """Return the columns of text, with colours and a bar."""
    columns = target_columns(report, locale, with_gloss=screen.width >= WIDE)
    columns["goal"] = replace(columns["goal"], right=True)
    numbers = [columns[each] for each in NUMBERS]
    bar: Column[TargetResult] = Column(
        "bar", locale.say("Progress"), lambda t: _bar(t, screen), priority=7, whole=True, room=ROOMY
    )
    numbers.insert(NUMBERS.index("pace"), bar)
    lead = [columns[each] for each in owned(report.targets, LEAD)]
    opinions = opinion_columns(report, locale) if screen.width >= WIDE else ()
    return [*_who(screen, report, locale), columns["clause"], *lead, *opinions, *numbers]


def _who(screen: Screen, report: Report, locale: Locale) -> list[Column[TargetResult]]:
    columns = target_columns(report, locale)
    verdict = replace(columns["verdict"], text=lambda t: _verdict(t, screen, locale))
    return [verdict, columns["name"]]


def _verdict(target: TargetResult, screen: Screen, locale: Locale) -> Text:
    style = STYLES.get(target.status, "")
    return screen.styled((locale.text(STATUS[target.status]), style), (verdict_mark(target), ""))


def _bar(target: TargetResult, screen: Screen) -> Text:
    cells = 16 if screen.width >= WIDE else 8
    style = STYLES.get(target.status, "")
    return screen.bar(target.completion, target.due, cells, style)


def _milestones(report: Report, locale: Locale) -> Iterator[str]:
    for item in report.milestones:
        text = locale.say(
            "{name}, clause {clause}, by {due}: {done}, {status}",
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


def _remarks(report: Report, locale: Locale) -> Iterator[str]:
    if count := report.remarks.get("count"):
        yield locale.say("Remarks: {count}; clusterplan show TARGET tells them.", count=count)


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
    by_path = grouped((target.path, locale.names(target.name)) for target in report.targets)
    paths = [path for path in by_path if path != "none"]
    usual = max(paths, key=lambda path: len(by_path[path]), default="")
    for path, names in by_path.items():
        if path != usual:
            listed = named(names, MOST_EXCEPTIONS, locale, locale.say("; "))
            without = say("no path: {names}", names=listed)
            other = say("{path} path: {names}", path=PATH[path], names=listed)
            yield locale.text(without if path == "none" else other)
    if usual:
        others = say("{path} path: all others", path=PATH[usual])
        every = say("{path} path: all", path=PATH[usual])
        yield locale.text(others if len(by_path) > 1 else every)


def _gloss(target: TargetResult, locale: Locale) -> str | None:
    gloss = goal_gloss(target, locale)
    if gloss is None or target.target is None or target.target.value is None:
        return None
    return f"{locale.quantity(target.target.value, target.unit)} = {gloss}"
