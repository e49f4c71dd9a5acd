"""The first lines of a report: how many of how many, the worst, what the verdicts rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.messages import say
from clusterplan.methods.pace import Status
from clusterplan.render.words import STATUS, WORST_FIRST

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.report import Report, TargetResult

BAD = WORST_FIRST[:4]
SHOWN_WORST = 3
"""Targets that the head of a report names before it counts the rest."""


def headline(report: Report, locale: Locale) -> str:
    """Return the head of a report, a line per statement."""
    title = locale.text(say("{title}: {year}", title=report.plan.title, year=str(report.year)))
    lines = [title, report.plan.document, "", _counts(report, locale)]
    bad = worst(report)
    if bad:
        shown = locale.text(say("; ")).join(_short(target, locale) for target in bad[:SHOWN_WORST])
        more = len(bad) - SHOWN_WORST
        words = say("Worst: {names}; and {count} more.", names=shown, count=more)
        lines.append(locale.text(words if more > 0 else say("Worst: {names}.", names=shown)))
    lines.append(_trust(report, locale))
    missing = [target for target in report.targets if target.status is Status.NO_DATA]
    if 0 < len(missing) < len(report.targets):
        names = locale.text(say("; ")).join(locale.names(target.name) for target in missing)
        year = str(report.year)
        lines.append(locale.text(say("No verdict for {year}: {names}.", year=year, names=names)))
    if report.as_of:
        lines.append(locale.text(say("As published by {day}.", day=report.as_of)))
    if report.published_only:
        lines.append(locale.text(say("Published figures only.")))
    return "\n".join(lines)


def worst(report: Report) -> list[TargetResult]:
    """Return the targets that are behind or worse, worst first, then by pace, then as planned."""
    bad = [target for target in report.targets if target.status in BAD]
    return sorted(
        bad, key=lambda t: (WORST_FIRST.index(t.status), t.pace if t.pace is not None else -1)
    )


def _short(target: TargetResult, locale: Locale) -> str:
    status = locale.text(STATUS[target.status])
    if target.pace is None or target.status is Status.MISSED:
        return f"{locale.names(target.name)} ({status})"
    pace = locale.pace(target.pace)
    words = say("{name} ({status}, pace {pace})", name=target.name, status=status, pace=pace)
    return locale.text(words)


def _counts(report: Report, locale: Locale) -> str:
    parts = [f"{count} {locale.text(STATUS[status])}" for status, count in report.summary.items()]
    listed = locale.text(say(", ")).join(parts)
    return locale.text(say("Targets ({all}): {counts}.", all=len(report.targets), counts=listed))


def _trust(report: Report, locale: Locale) -> str:
    judged = sum(target.status is not Status.NO_DATA for target in report.targets)
    if not judged:
        return locale.text(say("No target has a verdict."))
    text = locale.text(
        say(
            "{published} of {judged} verdicts rest on published figures alone.",
            published=report.data.verdicts_on_published_only,
            judged=judged,
        )
    )
    if report.data.illustrative:
        mark = say(
            "† rests on illustrative figures, made up to show the tool at work: not statistics."
        )
        text += " " + locale.text(mark)
    return text
