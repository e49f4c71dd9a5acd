"""The report as plain text for pipes and mail: never cut, wrapped or coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.messages import Message, say
from clusterplan.methods.pace import Status
from clusterplan.render.cells import (
    actual_cell,
    change_cell,
    goal_cell,
    marks,
    projection_cell,
    signed,
)
from clusterplan.render.explanation import explanation
from clusterplan.render.headline import headline
from clusterplan.render.plain_table import table
from clusterplan.render.words import MILESTONE, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
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
    year, end = str(report.year), str(report.plan.period[1])
    header = [
        say("Target"),
        say("Clause"),
        say("Goal"),
        say("Actual {year}", year=year),
        say("Gap"),
        say("To path"),
        say("Pace"),
        say("Needed a year"),
        say("Heading for {year}", year=end),
        say("Verdict"),
    ]
    rows = [_row(target, report.year, locale) for target in report.targets]
    return table([locale.text(cell) for cell in header], rows, right=(3, 4, 5, 6, 7, 8))


def _row(target: TargetResult, year: int, locale: Locale) -> list[str]:
    pace = "" if target.pace is None else locale.number(target.pace, 2)
    return [
        locale.names(target.name),
        target.clause,
        goal_cell(target, locale),
        actual_cell(target, year, locale),
        signed(target.gap, target, locale),
        signed(target.schedule_gap, target, locale),
        pace,
        change_cell(target, locale),
        projection_cell(target, locale),
        locale.text(STATUS[target.status]) + marks(target),
    ]


def _groups(report: Report, locale: Locale) -> Iterator[str]:
    for target in report.targets:
        if not any(member.counts is not None for member in target.members):
            continue
        done = sum(member.counts is True for member in target.members)
        failing = [locale.names(m.name) for m in target.members if m.counts is not True]
        line = say(
            "{name}: {done} of {all}",
            name=target.name,
            done=done,
            all=len(target.members),
        )
        text = locale.text(line)
        if failing and target.status is not Status.NOT_DUE:
            text += locale.text(
                say("; not yet or not known: {names}", names=_some(failing, locale))
            )
        yield text


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
            locale.text(MILESTONE[item.status]) + (" †" if item.illustrative else ""),
        ]
        for item in report.milestones
    ]
    return table([locale.text(cell) for cell in header], rows)


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
    noted = [target for target in report.targets if target.notes]
    if noted:
        yield locale.text(say("Notes"))
    for target in noted:
        for note in target.notes:
            yield f"- {locale.names(target.name)}: {locale.text(note)}"
