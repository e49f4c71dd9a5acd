"""A report as blocks: what text and Markdown print, and what surrounds the terminal's table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.grouping import grouped
from clusterplan.base.messages import NoteKind, say, say_many
from clusterplan.judging.figures import no_figure_of
from clusterplan.model.status import Status
from clusterplan.render.cells import actual_text, amount, basis
from clusterplan.render.check_columns import (
    MEASURES,
    MILESTONES,
    NUMBERS,
    WHO,
    measure_columns,
    milestone_columns,
    opinion_columns,
    target_columns,
)
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title, one_line, table
from clusterplan.render.document.changes import since
from clusterplan.render.document.links import links
from clusterplan.render.document.second_opinions import disagreement, sentences, undefined_notes
from clusterplan.render.limits import listed_items, named
from clusterplan.render.words import DOUBTFUL, MADE_UP, PATH, STATUS, is_behind, rank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Names
    from clusterplan.model.results import MeasureResult, MilestoneResult, Report, TargetResult

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
    """Return the targets, the worst verdict first, then the lowest pace, then the widest gap."""
    return sorted(report.targets, key=_badness)


def _badness(target: TargetResult) -> tuple[int, bool, Decimal, Decimal]:
    """Return what sorts targets; a gap counts by its share of the goal, since units differ."""
    gap, goal = target.gap or Decimal(0), abs(target.target.value or Decimal(0))
    share = gap / goal if goal else gap
    return rank(target.status), target.pace is None, target.pace or Decimal(0), -share


def head(report: Report, locale: Locale, *, short: bool = False) -> tuple[Title, Lines]:
    """Return the first lines: how many of how many, the worst, what the verdicts rest on."""
    title = locale.say("{title}: {year}", title=report.plan.title, year=str(report.year))
    document = one_line(locale.names(report.plan.document))
    statements = _statements(report, locale, short=short)
    return Title(title), Lines((document, *statements))


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
        names = locale.say("; ").join(locale.names(target.name) for target in missing)
        year = str(report.year)
        yield locale.say("No verdict for {year}: {names}.", year=year, names=names)
    dated: tuple[MilestoneResult | MeasureResult, ...] = (*report.milestones, *report.measures)
    made_up = not report.targets and any(item.illustrative for item in dated)
    yield from basis(report, locale, made_up=made_up)


def _counts(report: Report, locale: Locale) -> str:
    parts = [
        locale.say("{count} {status}", count=count, status=STATUS[status])
        for status, count in report.summary.items()
    ]
    counts = locale.listed(parts)
    return locale.say("Targets ({all}): {counts}.", all=len(report.targets), counts=counts)


def _worst(report: Report, locale: Locale) -> Iterator[str]:
    bad = [target for target in worst_first(report) if is_behind(target.status)]
    if not bad:
        return
    names = locale.say("; ").join(_short(target, locale) for target in bad[:SHOWN_WORST])
    more = len(bad) - SHOWN_WORST
    if more <= 0:
        yield locale.say("Worst: {names}.", names=names)
        return
    yield locale.say("Worst: {names}; and {count} more.", names=names, count=more)


def what_matters(report: Report, locale: Locale) -> str:
    """Return the last line of a screen: how many are behind, the worst, and what is overdue."""
    bad = sum(is_behind(target.status) for target in report.targets)
    late = sum(item.status == "overdue" for item in report.milestones)
    told = []
    if report.targets:
        told.append(
            locale.say("Behind or worse: {count} of {all}.", count=bad, all=len(report.targets))
        )
    told += _worst(report, locale)
    if late:
        overdue = say_many("{count} milestone overdue.", "{count} milestones overdue.", count=late)
        told.append(locale.text(overdue))
    return locale.joined(told)


def _short(target: TargetResult, locale: Locale) -> str:
    status = STATUS[target.status]
    if target.pace is None or target.status is Status.MISSED:
        return locale.say("{name} ({status})", name=target.name, status=status)
    pace = locale.pace(target.pace)
    return locale.say("{name} ({status}, pace {pace})", name=target.name, status=status, pace=pace)


def _trust(report: Report, locale: Locale, *, short: bool) -> str:
    judged = sum(target.status is not Status.NO_DATA for target in report.targets)
    if not judged:
        return locale.say("No target has a verdict.")
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
    return locale.joined([text, *map(locale.text, marks)])


def _before_revisions(report: Report, locale: Locale, *, short: bool) -> Iterator[str]:
    """Say which verdicts the first published figures would have given."""
    revised = [(target, target.first_published) for target in report.targets]
    known = [(target, first) for target, first in revised if first is not None]
    others = [
        locale.say(
            "{name} {then}, not {now}",
            name=target.name,
            then=STATUS[first.status],
            now=STATUS[target.status],
        )
        for target, first in known
        if first.status is not target.status
    ]
    if others:
        listed = locale.say("; ").join(others)
        yield locale.say("With the first published figures: {verdicts}.", verdicts=listed)
    elif known and not short:
        yield locale.say("With the first published figures no verdict would be another.")


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
    text = locale.say("{name}: {done} of {all}", name=name, done=done, all=of)
    if failing:
        shown = named(failing, SHOWN_MEMBERS, locale)
        text += locale.say("; not yet or not known: {names}", names=shown)
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
    return Items(locale.say("Notes"), told)


def _notes(report: Report, locale: Locale, kinds: Collection[NoteKind]) -> Iterator[str]:
    noted = (
        (text, locale.names(target.name))
        for target in report.targets
        for text in (
            *(locale.text(note.message) for note in target.notes if note.kind in kinds),
            *_since(target, locale),
            *missing(target, report.year, locale),
        )
    )
    for text, names in grouped(noted).items():
        listed = locale.say("; ").join(names)
        yield locale.say("{note} [{names}]", note=text, names=listed)
    yield from undefined_notes(report, locale)


def missing(target: TargetResult, year: int, locale: Locale) -> Iterator[str]:
    """Say which figure is missing where it is not that of the year: the verdict says that."""
    if target.latest is None and target.missing_years not in ((), (min(year, target.target.year),)):
        yield locale.text(no_figure_of(target.missing_years))


def _since(target: TargetResult, locale: Locale) -> Iterator[str]:
    """Say which figure there is instead of a missing one."""
    latest = target.latest
    if latest is not None and target.missing_years:
        yield locale.say(
            "{missing}; the latest is {value} ({year}, then {status})",
            missing=no_figure_of(target.missing_years),
            value=actual_text(latest, target, locale),
            year=str(latest.year),
            status=STATUS[latest.status],
        )


def explanation(report: Report, locale: Locale) -> Items:
    """Return the rules, then a line of arithmetic per target."""
    limits = report.thresholds
    rule = say(
        "pace = completion ÷ due share; ahead from {ahead}, on schedule from {on_schedule},"
        " behind from {behind}, far behind from 0, below that regressed;"
        " tables cut a pace to two decimals",
        ahead=exactly(limits.ahead),
        on_schedule=exactly(limits.on_schedule),
        behind=exactly(limits.behind),
    )
    arithmetic = (
        locale.say(
            "{name}: {arithmetic}",
            name=target.name,
            arithmetic=locale.say("; ").join(_arithmetic(target, locale)),
        )
        for target in report.targets
    )
    heading = locale.say("How the verdicts were reached")
    return Items(heading, (locale.text(rule), *arithmetic))


def _arithmetic(target: TargetResult, locale: Locale) -> Iterator[str]:
    if target.path != "none":
        yield locale.say("{path} path", path=PATH[target.path])
    if target.baseline is not None:
        base = locale.quantity(target.baseline.value, target.unit)
        year = str(target.baseline.year)
        stated = say("base {year}: {value}", year=year, value=base)
        assumed = say("base {year}: {value} (assumed)", year=year, value=base)
        yield locale.text(assumed if target.baseline.assumed else stated)
    if target.expected is not None:
        value = amount(target.shown.expected, target, locale)
        yield locale.say("expected now: {value}", value=value)
    if target.stated is not None and target.stated.actual is not None:
        yield locale.say("figure: {value}", value=amount(target.stated.actual, target, locale))
    if target.pace is not None and target.completion is not None and target.due is not None:
        yield locale.say(
            "completion {completion} ÷ due {due} = pace {pace}",
            completion=locale.percent(target.completion, 2),
            due=locale.percent(target.due, 2),
            pace=locale.number(target.pace, 4),
        )
    yield locale.text(STATUS[target.status])
    yield from sentences(target, locale)
