"""Second opinions in a report: cells, the line that says where methods disagree, and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.grouping import grouped
from clusterplan.base.messages import say, say_many
from clusterplan.methods import method
from clusterplan.model.status import UNDEFINED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report, TargetResult

PLACES = 3
"""Decimals of a method's own measure."""
SHOWN_TARGETS = 3
"""Targets that a reason names before it counts them; the dashes in the columns show which."""


def opinion_cell(target: TargetResult, name: str, locale: Locale) -> str:
    """Write a method's word; a mark where it rests on made-up figures and the verdict does not."""
    opinion = target.methods[name]
    made_up = opinion.illustrative and not target.illustrative and opinion.status != UNDEFINED
    return locale.text(method(name).label(opinion.status).short) + (" †" if made_up else "")


def disagreement(report: Report, locale: Locale) -> Iterator[str]:
    """Say on which targets the methods disagree."""
    if not report.methods or not report.targets:
        return
    found = [locale.names(target.name) for target in report.targets if target.methods_disagree]
    if not found:
        yield locale.say("The methods agree wherever they have an answer.")
        return
    names = locale.say("; ").join(found)
    yield locale.text(
        say_many(
            "≠ The methods disagree on {count} target: {names}.",
            "≠ The methods disagree on {count} targets: {names}.",
            count=len(found),
            names=names,
        )
    )


def undefined_notes(report: Report, locale: Locale) -> Iterator[str]:
    """Say why methods have no answer: each reason once, with the methods and the targets."""
    texts = (
        (text, locale.names(target.name))
        for target in report.targets
        for text in _undefined(target, locale)
    )
    for text, names in grouped(texts).items():
        listed = locale.say("; ").join(names)
        if len(names) > SHOWN_TARGETS:
            listed = locale.text(say_many("{count} target", "{count} targets", count=len(names)))
        yield locale.say("{note} [{names}]", note=text, names=listed)


def sentences(target: TargetResult, locale: Locale) -> Iterator[str]:
    """Write what each method says, with its measure, and why some say nothing."""
    for name, opinion in target.methods.items():
        if opinion.status == UNDEFINED:
            continue
        asked = method(name)
        value = [] if opinion.value is None else [locale.number(opinion.value, PLACES)]
        reason = [] if opinion.reason is None else [locale.text(opinion.reason)]
        why, word = locale.listed([*value, *reason]), asked.label(opinion.status).full
        text = say("{method}: {status} ({why})", method=asked.short, status=word, why=why)
        yield locale.text(text)
    yield from _undefined(target, locale)


def _undefined(target: TargetResult, locale: Locale) -> Iterator[str]:
    """Say which methods have no answer on a target, reason by reason."""
    reasons = (
        (locale.text(opinion.reason), locale.text(method(name).short))
        for name, opinion in target.methods.items()
        if opinion.status == UNDEFINED and opinion.reason is not None
    )
    for reason, names in grouped(reasons).items():
        listed = locale.listed(names)
        yield locale.say("{methods}: undefined, {reason}", methods=listed, reason=reason)
