"""A report as blocks: what text and Markdown print, and what surrounds the terminal's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.grouping import grouped
from clusterplan.base.messages import NoteKind, say, say_many
from clusterplan.judging.figures import no_figure_of
from clusterplan.model.results import counted, worst_first
from clusterplan.model.status import Status
from clusterplan.render.cells import actual_text, amount, basis
from clusterplan.render.check_columns import (
    LEAD,
    MEASURES,
    MILESTONES,
    NUMBERS,
    WHO,
    measure_columns,
    milestone_columns,
    opinion_columns,
    owned,
    target_columns,
)
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title, one_line, table
from clusterplan.render.document.changes import since
from clusterplan.render.document.links import links
from clusterplan.render.document.remarks import changed, remark_counts, remarks
from clusterplan.render.document.rows import chosen_rows, in_order, listed
from clusterplan.render.document.second_opinions import disagreement, sentences, undefined_notes
from clusterplan.render.limits import MOST_ITEMS, listed_items, named
from clusterplan.render.words import DOUBTFUL, MADE_UP, NATURE, PATH, STATUS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Names
    from clusterplan.model.results import (
        MeasureResult,
        MilestoneResult,
        PlanInfo,
        Report,
        Selection,
        TargetResult,
    )

SHOWN_WORST = 3
"""Targets that the head of a report names before it counts the rest."""
SHOWN_MEMBERS = 5
"""Failing members that a report names before it counts the rest (contract)."""


def report_blocks(report: Report, locale: Locale, *, explain: bool) -> list[Block]:
    """Return the whole report."""
    rows = listed(report)
    blocks = [
        *head(report, locale),
        *since_earlier(report, locale),
        Lines(chosen_rows(report, locale)),
        _targets(rows, locale),
        groups(rows, locale),
        links(report, locale),
        milestones(rows, locale),
        measures(rows, locale),
        remarks(rows, locale),
        changed(rows.commitments, locale),
        notes(rows, locale, tuple(NoteKind)),
    ]
    return [*blocks, explanation(rows, locale)] if explain else blocks


def since_earlier(report: Report, locale: Locale) -> list[Block]:
    """Return what changed since an earlier report, where it was compared with one."""
    return [] if report.changes is None else since(report.changes, locale)


def title_of(plan: PlanInfo, years: str, selection: Selection | None, locale: Locale) -> str:
    """Return the title: which plan and years, and which body where it is that of one."""
    return led_by(selection, locale.say("{title}: {year}", title=plan.title, year=years), locale)


def title_of_report(report: Report, locale: Locale) -> str:
    """Return the title of a report on one year."""
    return title_of(report.plan, str(report.year), report.selection, locale)


def led_by(selection: Selection | None, title: str, locale: Locale) -> str:
    """Return a title with the body that a report was narrowed to, where it was."""
    owner = selection and selection.owner
    return locale.say("{title}, led by {body}", title=title, body=owner.name) if owner else title


def selected(selection: Selection | None, locale: Locale) -> Iterator[str]:
    """Say what a report was narrowed to, but for the body, which the title names."""
    if selection is None:
        return
    if selection.nature is not None:
        only = say("Only targets that are {nature}.", nature=NATURE[selection.nature])
        yield locale.text(only)
    if selection.supplier is not None:
        yield locale.say("Only what rests on figures of: {name}.", name=selection.supplier)
    if selection.supports:
        names = [locale.names(name) for name in selection.supports.values()]
        told = named(names, SHOWN_MEMBERS, locale, locale.say("; "))
        yield locale.say("Supported, and led by others: {names}.", names=told)


def head(report: Report, locale: Locale, *, short: bool = False) -> tuple[Title, Lines]:
    """Return the first lines: how many of how many, the worst, what the verdicts rest on."""
    title = title_of_report(report, locale)
    document = one_line(locale.names(report.plan.document))
    statements = _statements(report, locale, short=short)
    return Title(title), Lines((document, *statements))


def _statements(report: Report, locale: Locale, *, short: bool) -> Iterator[str]:
    yield from head_counts(report, locale)
    if report.targets:
        if not short:
            yield from _worst(report, locale)
        yield from disagreement(report, locale)
    yield from remark_counts(report, locale)
    if report.targets:
        yield trust(report, locale, short=short)
    yield from _before_revisions(report, locale, short=short)
    missing = [target for target in report.targets if target.status is Status.NO_DATA]
    if 0 < len(missing) < len(report.targets):
        names = locale.say("; ").join(locale.names(target.name) for target in missing)
        year = str(report.year)
        yield locale.say("No verdict for {year}: {names}.", year=year, names=names)
    dated: tuple[MilestoneResult | MeasureResult, ...] = (*report.milestones, *report.measures)
    made_up = not report.targets and any(item.illustrative for item in dated)
    yield from basis(report, locale, made_up=made_up)


def overdue(report: Report) -> list[MilestoneResult]:
    """Return the milestones that are overdue."""
    return [each for each in report.milestones if each.status == "overdue"]


def late(report: Report) -> list[TargetResult | MilestoneResult]:
    """Return the targets that are behind, the worst first, and the milestones that are overdue."""
    return [*report.behind, *overdue(report)]


def head_counts(report: Report, locale: Locale) -> Iterator[str]:
    """Count the verdicts, by nature too, and say what the report was narrowed to."""
    if report.targets:
        yield counts(report.summary, locale)
        yield from _natures(report, locale)
    yield from selected(report.selection, locale)


def counts(summary: Mapping[Status, int], locale: Locale) -> str:
    """Say how many targets have which verdict."""
    listed = counted_as(summary, locale)
    return locale.say("Targets ({all}): {counts}.", all=sum(summary.values()), counts=listed)


def _natures(report: Report, locale: Locale) -> Iterator[str]:
    titles = {"binding": say("Binding"), "anticipatory": say("Anticipatory")}
    for nature, summary in report.summary_by_nature.items():
        yield locale.say(
            "{nature} ({all}): {counts}.",
            nature=titles[nature],
            all=sum(summary.values()),
            counts=counted_as(summary, locale),
        )


def counted_as(summary: Mapping[Status, int], locale: Locale) -> str:
    """List how many targets have which verdict."""
    return locale.listed(
        [
            locale.say("{count} {status}", count=count, status=STATUS[status])
            for status, count in summary.items()
        ]
    )


def _worst(report: Report, locale: Locale) -> Iterator[str]:
    bad = report.behind
    if not bad:
        return
    names = locale.say("; ").join(in_short(target, locale) for target in bad[:SHOWN_WORST])
    more = len(bad) - SHOWN_WORST
    if more <= 0:
        yield locale.say("Worst: {names}.", names=names)
        return
    yield locale.say("Worst: {names}; and {count} more.", names=names, count=more)


def what_matters(report: Report, locale: Locale) -> str:
    """Return the last line of a screen: how many are behind, the worst, and what is overdue."""
    bad, dated = len(report.behind), len(overdue(report))
    told = []
    if report.targets:
        told.append(
            locale.say("Behind or worse: {count} of {all}.", count=bad, all=len(report.targets))
        )
    told += _worst(report, locale)
    if dated:
        many = say_many("{count} milestone overdue.", "{count} milestones overdue.", count=dated)
        told.append(locale.text(many))
    return locale.joined(told)


def in_short(target: TargetResult, locale: Locale) -> str:
    """Name a target with its verdict, and its pace where that says more."""
    status = STATUS[target.status]
    if target.pace is None or target.status is Status.MISSED:
        return locale.say("{name} ({status})", name=target.name, status=status)
    pace = locale.pace(target.pace)
    return locale.say("{name} ({status}, pace {pace})", name=target.name, status=status, pace=pace)


def rests_on(report: Report, locale: Locale, *, short: bool) -> Iterator[str]:
    """Say what the verdicts rest on, and of which day the figures are."""
    if report.targets:
        yield trust(report, locale, short=short)
    yield from newest_figure(report, locale)
    yield from basis(report, locale)


def trust(report: Report, locale: Locale, *, short: bool) -> str:
    """Say what the verdicts rest on."""
    judged = sum(target.status is not Status.NO_DATA for target in report.targets)
    if not judged:
        return locale.say("No target has a verdict.")
    text = on_published(report.data.verdicts_on_published_only, judged, locale)
    marks = [MADE_UP] if report.data.illustrative else []
    doubtful = any(target.doubts for target in report.targets) and not short  # then a footnote
    marks += [DOUBTFUL] if doubtful else []
    return locale.joined([text, *map(locale.text, marks)])


def newest_figure(report: Report, locale: Locale) -> Iterator[str]:
    """Say of which day the newest figure is, where any was published."""
    days = [t.actual.published for t in report.targets if t.actual and t.actual.published]
    if days:
        yield locale.say("Newest figure published on {day}.", day=max(days))


def on_published(published: int, judged: int, locale: Locale) -> str:
    """Say how many of the verdicts rest on nothing that was made up."""
    return locale.text(
        say_many(
            "{published} of {count} verdict rests on published figures alone.",
            "{published} of {count} verdicts rest on published figures alone.",
            count=judged,
            published=published,
        )
    )


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
    who = [columns[each] for each in (*WHO, *owned(report.targets, LEAD))]
    numbers = [columns[each] for each in NUMBERS]
    return table([*who, *opinions, *numbers], in_order(report))


def groups(report: Report, locale: Locale) -> Lines:
    """Return how many members of each group have done it, and who has not; quotas by verdict."""
    lines: list[str] = []
    for target in report.targets:
        lines += quotas_told(target, locale)
        if not any(member.counts is not None for member in target.members):
            continue
        failing = [locale.names(m.name) for m in target.members if m.counts is not True]
        done = len(target.members) - len(failing)
        waiting = target.status is Status.NOT_DUE
        shown = [] if waiting else failing
        lines.append(_group(target.name, done, len(target.members), shown, locale))
    for item in overdue(report):
        if item.of > 1:
            failing = [locale.names(member.name) for member in item.members if not member.done]
            lines.append(_group(item.name, item.done, item.of, failing, locale))
    return Lines(tuple(lines))


def quotas_told(target: TargetResult, locale: Locale) -> Iterator[str]:
    """Count the quotas of a target by verdict, apart from targets, and name who is behind."""
    if not target.quotas:
        return
    text = locale.say(
        "{name}, quotas of members ({all}): {counts}",
        name=target.name,
        all=len(target.quotas),
        counts=counted_as(counted(target.quotas), locale),
    )
    if behind := worst_first(target.quotas):
        names = named([in_short(quota, locale) for quota in behind], SHOWN_MEMBERS, locale)
        text += locale.say("; behind or worse: {names}", names=names)
    yield text


def _group(name: Names, done: int, of: int, failing: list[str], locale: Locale) -> str:
    text = locale.say("{name}: {done} of {all}", name=name, done=done, all=of)
    if failing:
        shown = named(failing, SHOWN_MEMBERS, locale)
        text += locale.say("; not yet or not known: {names}", names=shown)
    return text


def milestones(report: Report, locale: Locale) -> Table:
    """Return the milestones as a table."""
    columns = milestone_columns(locale)
    ids = (*MILESTONES, *owned(report.milestones, LEAD))
    return table([columns[each] for each in ids], report.milestones)


def measures(report: Report, locale: Locale) -> Table:
    """Return the measures as a table."""
    columns = measure_columns(locale)
    ids = (*MEASURES, *owned(report.measures, LEAD))
    return table([columns[each] for each in ids], report.measures)


def notes(report: Report, locale: Locale, kinds: Collection[NoteKind]) -> Items:
    """Return the notes of some kinds, and why methods have no answer."""
    told = [*target_notes(report, locale, kinds), *undefined_notes(report, locale)]
    return Items(locale.say("Notes"), listed_items(told, locale))


def target_notes(report: Report, locale: Locale, kinds: Collection[NoteKind]) -> Iterator[str]:
    """Return the notes of some kinds, each once, with the targets that it concerns."""
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
    arithmetic = (
        locale.say(
            "{name}: {arithmetic}",
            name=name,
            arithmetic=locale.say("; ").join(_arithmetic(judged, locale)),
        )
        for name, judged in _judged(report, locale)
    )
    heading = locale.say("How the verdicts were reached")
    return Items(heading, (rule(report, locale), *arithmetic))


def rule(report: Report, locale: Locale) -> str:
    """Say how a pace is reckoned, and which verdict it gives."""
    limits = report.thresholds
    told = say(
        "pace = completion ÷ due share; ahead from {ahead}, on schedule from {on_schedule},"
        " behind from {behind}, far behind from 0, below that regressed;"
        " tables cut a pace to two decimals",
        ahead=exactly(limits.ahead),
        on_schedule=exactly(limits.on_schedule),
        behind=exactly(limits.behind),
    )
    return locale.text(told)


def _judged(report: Report, locale: Locale) -> Iterator[tuple[str, TargetResult]]:
    """Return targets and quotas with their names; of quotas as many as are shown."""
    for target in report.targets:
        own = locale.names(target.name)
        yield own, target
        for quota in target.quotas[:MOST_ITEMS]:
            yield locale.listed([own, locale.names(quota.name)]), quota


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
