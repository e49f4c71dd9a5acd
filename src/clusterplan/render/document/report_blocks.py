"""A report as blocks: what text and Markdown print, and what surrounds the terminal's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import NoteKind, say, say_many
from clusterplan.judging.figures import no_figure_of
from clusterplan.model.status import Status
from clusterplan.render.cells import actual_text
from clusterplan.render.columns import table
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title
from clusterplan.render.document.changes_since import since
from clusterplan.render.document.explanation import explanation
from clusterplan.render.document.links import links
from clusterplan.render.document.second_opinions import disagreement, undefined_notes
from clusterplan.render.limits import listed_items, named
from clusterplan.render.report_columns import (
    MEASURES,
    MILESTONES,
    NUMBERS,
    WHO,
    measure_columns,
    milestone_columns,
    opinion_columns,
    target_columns,
)
from clusterplan.render.words import DOUBTFUL, MADE_UP, STATUS, is_behind, rank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Names
    from clusterplan.model.results import LatestValue, Report, TargetResult

SHOWN_WORST = 3
"""Targets that the head of a report names before it counts the rest."""
SHOWN_MEMBERS = 5
"""Failing members that a report names before it counts the rest (contract)."""


def report_blocks(report: Report, locale: Locale, *, explain: bool) -> list[Block]:
    """Return the whole report."""
    blocks = [
        *head(report, locale),
        *since_earlier(report, locale),
        _targets(report, locale),
        groups(report, locale),
        links(report, locale),
        milestones(report, locale),
        measures(report, locale),
        notes(report, locale, tuple(NoteKind)),
    ]
    return [*blocks, explanation(report, locale)] if explain else blocks


def since_earlier(report: Report, locale: Locale) -> list[Block]:
    """Return what changed since an earlier report, where it was compared with one."""
    return [] if report.changes is None else since(report.changes, locale)


def worst_first(report: Report) -> list[TargetResult]:
    """Return the targets, the worst status first, within a status as the plan has them."""
    return sorted(report.targets, key=lambda target: rank(target.status))


def head(report: Report, locale: Locale, *, short: bool = False) -> list[Block]:
    """Return the first lines: how many of how many, the worst, what the verdicts rest on."""
    title = locale.text(say("{title}: {year}", title=report.plan.title, year=str(report.year)))
    document = " ".join(report.plan.document.split())
    statements = _statements(report, locale, short=short)
    return [Title(title), Lines((document, *statements))]


def _statements(report: Report, locale: Locale, *, short: bool) -> Iterator[str]:
    if report.targets:
        yield _counts(report, locale)
        if not short:
            yield from _worst(report, locale)
        yield from disagreement(report, locale)
        yield _trust(report, locale, short=short)
    yield from _before_revisions(report, locale, short=short)
    missing = [target for target in report.targets if target.status is Status.NO_DATA]
    if 0 < len(missing) < len(report.targets):
        names = locale.text(say("; ")).join(locale.names(target.name) for target in missing)
        year = str(report.year)
        yield locale.text(say("No verdict for {year}: {names}.", year=year, names=names))
    dated = [item.illustrative for item in report.milestones]
    if not report.targets and any([*dated, *(item.illustrative for item in report.measures)]):
        yield locale.text(MADE_UP)
    if report.as_of:
        yield locale.text(say("As published by {day}.", day=report.as_of))
    if report.published_only:
        yield locale.text(say("Published figures only."))


def _counts(report: Report, locale: Locale) -> str:
    parts = [
        locale.text(say("{count} {status}", count=count, status=STATUS[status]))
        for status, count in report.summary.items()
    ]
    counts = locale.listed(parts)
    return locale.text(say("Targets ({all}): {counts}.", all=len(report.targets), counts=counts))


def _worst(report: Report, locale: Locale) -> Iterator[str]:
    bad = [target for target in worst_first(report) if is_behind(target.status)]
    bad.sort(key=lambda t: (rank(t.status), -1 if t.pace is None else t.pace))
    if not bad:
        return
    names = locale.text(say("; ")).join(_short(target, locale) for target in bad[:SHOWN_WORST])
    more = len(bad) - SHOWN_WORST
    if more <= 0:
        yield locale.text(say("Worst: {names}.", names=names))
        return
    yield locale.text(say("Worst: {names}; and {count} more.", names=names, count=more))


def _short(target: TargetResult, locale: Locale) -> str:
    status = STATUS[target.status]
    if target.pace is None or target.status is Status.MISSED:
        return locale.text(say("{name} ({status})", name=target.name, status=status))
    pace = locale.pace(target.pace)
    words = say("{name} ({status}, pace {pace})", name=target.name, status=status, pace=pace)
    return locale.text(words)


def _trust(report: Report, locale: Locale, *, short: bool) -> str:
    judged = sum(target.status is not Status.NO_DATA for target in report.targets)
    if not judged:
        return locale.text(say("No target has a verdict."))
    text = locale.text(
        say_many(
            "{published} of {count} verdict rests on published figures alone.",
            "{published} of {count} verdicts rest on published figures alone.",
            count=judged,
            published=report.data.verdicts_on_published_only,
        )
    )
    marks = [MADE_UP] if report.data.illustrative else []
    doubtful = any(target.doubts for target in report.targets) and not short  # then a footnote
    marks += [DOUBTFUL] if doubtful else []
    for mark_means in marks:
        text = locale.text(say("{first} {second}", first=text, second=mark_means))
    return text


def _before_revisions(report: Report, locale: Locale, *, short: bool) -> Iterator[str]:
    """Say which verdicts the first published figures would have given."""
    revised = [(target, target.first_published) for target in report.targets]
    known = [(target, first) for target, first in revised if first is not None]
    others = [
        locale.text(
            say(
                "{name} {then}, not {now}",
                name=target.name,
                then=STATUS[first.status],
                now=STATUS[target.status],
            )
        )
        for target, first in known
        if first.status is not target.status
    ]
    if others:
        listed = locale.text(say("; ")).join(others)
        yield locale.text(say("With the first published figures: {verdicts}.", verdicts=listed))
    elif known and not short:
        yield locale.text(say("With the first published figures no verdict would be another."))


def _targets(report: Report, locale: Locale) -> Table:
    columns, opinions = target_columns(report, locale), opinion_columns(report, locale)
    who, numbers = ([columns[each] for each in ids] for ids in (WHO, NUMBERS))
    return table([*who, *opinions, *numbers], worst_first(report))


def groups(report: Report, locale: Locale) -> Lines:
    """Return how many members of each group have done it, and who has not."""
    lines = []
    for target in report.targets:
        if not any(member.counts is not None for member in target.members):
            continue
        failing = [locale.names(m.name) for m in target.members if m.counts is not True]
        done = len(target.members) - len(failing)
        waiting = target.status is Status.NOT_DUE
        shown = [] if waiting else failing
        lines.append(_group(target.name, done, len(target.members), shown, locale))
    for item in report.milestones:
        if item.status == "overdue" and item.of > 1:
            late = [locale.names(member.name) for member in item.members if not member.done]
            lines.append(_group(item.name, item.done, item.of, late, locale))
    return Lines(tuple(lines))


def _group(name: Names, done: int, of: int, failing: list[str], locale: Locale) -> str:
    text = locale.text(say("{name}: {done} of {all}", name=name, done=done, all=of))
    if failing:
        shown = named(failing, SHOWN_MEMBERS, locale)
        text += locale.text(say("; not yet or not known: {names}", names=shown))
    return text


def milestones(report: Report, locale: Locale) -> Table:
    """Return the milestones as a table."""
    columns = milestone_columns(locale)
    return table([columns[each] for each in MILESTONES], report.milestones)


def measures(report: Report, locale: Locale) -> Table:
    """Return the measures as a table."""
    columns = measure_columns(locale)
    return table([columns[each] for each in MEASURES], report.measures)


def notes(report: Report, locale: Locale, kinds: Collection[NoteKind]) -> Items:
    """Return the notes of some kinds, each once, with the targets that it concerns."""
    told = listed_items(list(_notes(report, locale, kinds)), locale)
    return Items(locale.text(say("Notes")), told)


def _notes(report: Report, locale: Locale, kinds: Collection[NoteKind]) -> Iterator[str]:
    noted: dict[str, list[str]] = {}
    for target in report.targets:
        notes = [locale.text(note.message) for note in target.notes if note.kind in kinds]
        if target.missing_years and target.latest is not None:
            notes.append(_since(target, target.latest, locale))
        notes += missing(target, report.year, locale)
        for note in notes:
            noted.setdefault(note, []).append(locale.names(target.name))
    for text, names in noted.items():
        listed = locale.text(say("; ")).join(names)
        yield locale.text(say("{note} [{names}]", note=text, names=listed))
    yield from undefined_notes(report, locale)


def missing(target: TargetResult, year: int, locale: Locale) -> Iterator[str]:
    """Say which figure is missing where it is not that of the year: the verdict says that."""
    if target.latest is None and target.missing_years not in ((), (min(year, target.target.year),)):
        yield locale.text(no_figure_of(target.missing_years))


def _since(target: TargetResult, latest: LatestValue, locale: Locale) -> str:
    message = say(
        "{missing}; the latest is {value} ({year}, then {status})",
        missing=no_figure_of(target.missing_years),
        value=actual_text(latest, target, locale),
        year=str(latest.year),
        status=STATUS[latest.status],
    )
    return locale.text(message)
