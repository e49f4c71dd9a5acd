"""The report as plain text for pipes and mail: never cut, wrapped or coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.messages import Message, say
from clusterplan.methods.pace import Status
from clusterplan.render.cells import (
    NOTHING,
    actual_cell,
    actual_text,
    change_cell,
    common_goal_year,
    goal_cell,
    mark,
    projection_cell,
    reached_cell,
    signed,
)
from clusterplan.render.explanation import explanation
from clusterplan.render.headline import headline
from clusterplan.render.plain_table import table
from clusterplan.render.words import MILESTONE, PATH, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.plan import Names
    from clusterplan.report import Report, TargetResult

SHOWN_MEMBERS = 5
"""Failing members that a report names before it counts the rest (contract)."""


def render(report: Report, locale: Locale, *, explain: bool) -> str:
    """Render the report."""
    blocks = [
        headline(report, locale),
        _targets(report, locale),
        "\n".join(_groups(report, locale)),
        _milestones(report, locale),
        _measures(report, locale),
        "\n".join(_notes(report, locale)),
        explanation(report, locale) if explain else "",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _targets(report: Report, locale: Locale) -> str:
    if not report.targets:
        return ""
    end = common_goal_year(report)
    header = [
        say("Target"),
        say("Clause"),
        say("Goal {year}", year=str(end)) if end else say("Goal"),
        say("Actual {year}", year=str(report.year)),
        say("Gap"),
        say("Path"),
        say("To path"),
        say("Pace"),
        say("Needed a year"),
        say("Heading for"),
        say("Reached"),
        say("Verdict"),
    ]
    rows = [_row(target, report.year, end, locale) for target in report.targets]
    return table([locale.text(cell) for cell in header], rows, right=(3, 4, 6, 7, 8, 9, 10))


def _row(target: TargetResult, year: int, end: int | None, locale: Locale) -> list[str]:
    return [
        locale.names(target.name),
        target.clause,
        goal_cell(target, locale, with_year=end is None),
        actual_cell(target, year, locale),
        signed(target.gap, target, locale),
        locale.text(PATH[target.path]),
        signed(target.schedule_gap, target, locale),
        NOTHING if target.pace is None else locale.pace(target.pace),
        change_cell(target, locale),
        projection_cell(target, locale),
        reached_cell(target, locale),
        locale.text(STATUS[target.status]) + mark(target),
    ]


def _groups(report: Report, locale: Locale) -> Iterator[str]:
    for target in report.targets:
        if not any(member.counts is not None for member in target.members):
            continue
        failing = [locale.names(m.name) for m in target.members if m.counts is not True]
        done = len(target.members) - len(failing)
        waiting = target.status is Status.NOT_DUE
        yield _group(target.name, done, len(target.members), [] if waiting else failing, locale)


def _group(name: Names, done: int, of: int, failing: list[str], locale: Locale) -> str:
    text = locale.text(say("{name}: {done} of {all}", name=name, done=done, all=of))
    if failing:
        text += locale.text(say("; not yet or not known: {names}", names=_some(failing, locale)))
    return text


def _some(names: list[str], locale: Locale) -> Message:
    shown = locale.text(say(", ")).join(names[:SHOWN_MEMBERS])
    more = len(names) - SHOWN_MEMBERS
    return (
        say("{names} and {count} more", names=shown, count=more)
        if more > 0
        else say("{names}", names=shown)
    )


def _milestones(report: Report, locale: Locale) -> str:
    if not report.milestones:
        return ""
    header = [say("Milestone"), say("Clause"), say("Due"), say("Done"), say("Verdict")]
    rows = [
        [
            locale.names(item.name),
            item.clause,
            item.due.isoformat(),
            locale.text(say("{done} of {all}", done=item.done, all=item.of)),
            locale.text(MILESTONE[item.status]) + mark(item),
        ]
        for item in report.milestones
    ]
    late = [item for item in report.milestones if item.status == "overdue" and item.of > 1]
    groups = [
        _group(
            item.name,
            item.done,
            item.of,
            [locale.names(member.name) for member in item.members if not member.done],
            locale,
        )
        for item in late
    ]
    return "\n".join([table([locale.text(cell) for cell in header], rows), *groups])


def _measures(report: Report, locale: Locale) -> str:
    if not report.measures:
        return ""
    parts = []
    for state, word in STATE.items():
        names = [item for item in report.measures if item.state == state]
        if names:
            mark = " †" if any(item.illustrative for item in names) else ""
            parts.append(f"{len(names)} {locale.text(word)}{mark}")
    count = locale.text(say("Measures without a number: {count}", count=len(report.measures)))
    return f"{count} ({locale.text(say(', ')).join(parts)})"


def _notes(report: Report, locale: Locale) -> Iterator[str]:
    """Print each note once, with the targets that it concerns."""
    noted: dict[str, list[str]] = {}
    for target in report.targets:
        for note in target.notes:
            noted.setdefault(locale.text(note), []).append(locale.names(target.name))
        if target.latest is not None:
            noted.setdefault(_latest(target, locale), []).append(locale.names(target.name))
    if noted:
        yield locale.text(say("Notes"))
    for text, names in noted.items():
        yield locale.text(say("- {note} [{names}]", note=text, names=_listed(names, locale)))


def _listed(names: list[str], locale: Locale) -> str:
    return locale.text(say("; ")).join(names)


def _latest(target: TargetResult, locale: Locale) -> str:
    if target.latest is None:
        return ""
    return locale.text(
        say(
            "no figure of the year; the latest is {value} of {year}, then {status}",
            value=actual_text(target.latest, target, locale),
            year=str(target.latest.year),
            status=STATUS[target.latest.status],
        )
    )
