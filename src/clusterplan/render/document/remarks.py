"""Remarks in words: why, what happens next, how bodies judge; and what was changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.messages import say, say_many
from clusterplan.model.goals import said
from clusterplan.model.results import MeasureResult, MilestoneResult, TargetResult
from clusterplan.render.cells import CHANGES, COMPARISON, framed
from clusterplan.render.columns import Column
from clusterplan.render.document.blocks import Items
from clusterplan.render.limits import listed_items, named
from clusterplan.render.words import INVENTED, MILESTONE, REMARK, STATE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.remarks import RemarkResult
    from clusterplan.model.results import Report, StatedGoal

    Result: TypeAlias = TargetResult | MilestoneResult | MeasureResult
    Told: TypeAlias = tuple[Result, RemarkResult]

PLACES = 4
"""Decimals of a goal that was changed, which a fraction may have no end of."""
NAMED = 3
"""Overdue actions, and judgements that differ, that a head names before it counts the rest."""


def told(results: Iterable[Result]) -> list[Told]:
    """Return every remark, each with what it is on."""
    return [(result, remark) for result in results for remark in result.remarks]


def verdict_word(result: Result, status: str | None = None) -> Message:
    """Return the word for how something stands, or for another verdict that it could have."""
    if isinstance(result, MeasureResult):
        return STATE[status or result.state]
    words = MILESTONE if isinstance(result, MilestoneResult) else STATUS
    return words[status or result.status]


def remarks(report: Report, locale: Locale) -> Items:
    """Return all remarks of a report."""
    lines = remark_lines(report.commitments, locale)
    return Items(locale.say("Remarks"), listed_items(lines, locale))


def remark_lines(results: Iterable[Result], locale: Locale) -> list[str]:
    """Return all remarks, each with the name of what it is on."""
    return [
        locale.say("{name}: {text}", name=result.name, text=remark_line(result, remark, locale))
        for result, remark in told(results)
    ]


def remarks_on(result: Result, locale: Locale) -> tuple[str, ...]:
    """Return the remarks on one commitment, and what their mark means."""
    lines = [remark_line(result, remark, locale) for remark in result.remarks]
    return (*listed_items(lines, locale), *invented((result,), locale))


def invented(results: Iterable[Result], locale: Locale) -> Iterator[str]:
    """Say what the mark beside remarks means, where there is one."""
    if any(remark.illustrative for _, remark in told(results)):
        yield locale.text(INVENTED)


def remark_line(result: Result, remark: RemarkResult, locale: Locale) -> str:
    """Return a remark: its kind, who makes it and how things stand with it, and its text."""
    kind = locale.text(REMARK[remark.kind])
    if facts := list(_facts(result, remark, locale)):
        kind = locale.say("{kind} ({facts})", kind=kind, facts=locale.say("; ").join(facts))
    return locale.say("{name}: {text}", name=kind, text=remark.text) + mark_of(remark)


def standing(told: Told, locale: Locale) -> str:
    """Return how an action stands, or how a body judges; nothing of other remarks."""
    result, remark = told
    if remark.status is not None:
        return _judged(result, remark, locale)
    state = [] if remark.state is None else [locale.text(STATE[remark.state])]
    return locale.say("; ").join([*state, *([locale.say("overdue")] if remark.overdue else [])])


def mark_of(remark: RemarkResult) -> str:
    """Return the mark of a remark that was made up."""
    return " †" if remark.illustrative else ""


def remark_columns(locale: Locale) -> tuple[Column[Told], ...]:
    """Return the columns of a table of remarks."""

    def word(words: Mapping[str, Message], held: str | None) -> str:
        return "" if held is None else locale.text(words[held])

    def judged(told: Told) -> str:
        result, remark = told
        return locale.text(verdict_word(result, remark.status)) if remark.status else ""

    def body(told: Told) -> str:
        return locale.names(told[1].body.name) if told[1].body else ""

    return (
        Column("name", locale.say("Commitment"), lambda told: locale.names(told[0].name)),
        Column("kind", locale.say("Kind"), lambda told: word(REMARK, told[1].kind)),
        Column("text", locale.say("Remark"), lambda told: locale.names(told[1].text)),
        Column("body", locale.say("Body"), body),
        Column("due", locale.say("Due"), value=lambda told: told[1].due),
        Column("first_due", locale.say("At first due"), value=_first_due),
        Column("state", locale.say("State"), lambda told: word(STATE, told[1].state)),
        Column("overdue", locale.say("Overdue"), lambda t: locale.say("yes") * t[1].overdue),
        Column("status", locale.say("Own judgement"), judged),
        Column("verdict", locale.say("Verdict"), lambda told: locale.text(verdict_word(told[0]))),
        Column("published", locale.say("Published"), value=lambda told: told[1].published),
        Column("source", locale.say("Source"), lambda told: told[1].source),
        Column("marks", locale.say("Marks"), lambda told: mark_of(told[1]).strip()),
        Column("id", locale.say("Id"), lambda told: told[0].id),
    )


def _first_due(told: Told) -> date | None:
    return told[1].moved[0].was if told[1].moved else None


def _facts(result: Result, remark: RemarkResult, locale: Locale) -> Iterator[str]:
    if remark.body is not None:
        yield locale.names(remark.body.name)
    if remark.status is not None:
        yield _judged(result, remark, locale)
    if remark.due is not None:
        yield locale.say("due {day}", day=remark.due)
    if remark.state is not None:
        yield locale.text(STATE[remark.state])
    if remark.overdue:
        yield locale.say("overdue")
    if remark.moved:
        yield locale.say("at first due {day}", day=remark.moved[0].was)
    if remark.published is not None:
        yield locale.say("of {day}", day=remark.published)


def _judged(result: Result, remark: RemarkResult, locale: Locale) -> str:
    """Return the verdict of a body, with the computed one where that is another."""
    own = verdict_word(result, remark.status)
    if remark.compared == "same":
        return locale.text(own)
    computed = verdict_word(result)
    return locale.say("{status}, by the figures: {computed}", status=own, computed=computed)


def remark_counts(report: Report, locale: Locale) -> Iterator[str]:
    """Return what the head of a report says of remarks."""
    counts, known = report.remarks, told(report.commitments)
    if counts.get("actions"):
        none = say_many(
            "{count} action, not overdue.",
            "{count} actions, none of them overdue.",
            count=counts["actions"],
        )
        yield from overdue_actions(report, locale) or [_marked(none, known, "action", locale)]
    if counts.get("judgements"):
        yield _judgements(known, counts, locale)
    yield from invented(report.commitments, locale)


def overdue_actions(report: Report, locale: Locale) -> list[str]:
    """Say which actions are overdue, where any is."""
    late = [
        _late(result, remark, locale)
        for result, remark in told(report.commitments)
        if remark.overdue
    ]
    if not late:
        return []
    names = named(late, NAMED, locale, locale.say("; "))
    message = say_many(
        "{overdue} of {count} action overdue: {names}.",
        "{overdue} of {count} actions overdue: {names}.",
        count=report.remarks["actions"],
        overdue=len(late),
        names=names,
    )
    return [locale.text(message)]


def _late(result: Result, remark: RemarkResult, locale: Locale) -> str:
    due = locale.say("due {day}", day=remark.due or "")
    body = [] if remark.body is None else [locale.names(remark.body.name)]
    facts = locale.say("; ").join([*body, due])
    # The mark stands where no line that is too long is cut.
    name = locale.names(result.name) + mark_of(remark)
    return locale.say("{kind} ({facts})", kind=name, facts=facts)


def _judgements(known: Sequence[Told], counts: dict[str, int], locale: Locale) -> str:
    """Say how bodies judge, and where that differs from the computed verdict."""
    differing = [
        locale.say(
            "{name} {then}, not {now}",
            name=result.name,
            then=verdict_word(result, remark.status),
            now=verdict_word(result),
        )
        + mark_of(remark)
        for result, remark in known
        if remark.differs
    ]
    count = counts["judgements"]
    if not differing:
        none = say("No judgement of a body contradicts the figures ({count}).", count=count)
        return _marked(none, known, "judgement", locale)
    return locale.say(
        "Bodies judge otherwise in {differing} of {count}: {names}.",
        differing=len(differing),
        count=count,
        names=named(differing, NAMED, locale, locale.say("; ")),
    )


def _marked(message: Message, known: Sequence[Told], kind: str, locale: Locale) -> str:
    """Return a count, marked where anything that it counts was made up."""
    made_up = any(remark.illustrative for _, remark in known if remark.kind == kind)
    return locale.text(message) + (" †" if made_up else "")


def changed(results: Iterable[Result], locale: Locale) -> Items:
    """Return the goals and deadlines that are no longer what they were: when, and who decided."""
    lines = [line for result in results for line in _changes(result, locale)]
    title = locale.say("Goals and deadlines that were changed")
    return Items(title, listed_items(lines, locale))


def _changes(result: Result, locale: Locale) -> Iterator[str]:
    if isinstance(result, TargetResult):
        sign = COMPARISON.get(result.target.comparison, "≥")
        for change in result.amended:
            yield locale.say(
                "{name}: {now} instead of {was}, decided on {day} ({source})",
                name=result.name,
                now=_goal(change.now, sign, locale),
                was=_goal(change.was, sign, locale),
                day=change.date,
                source=change.source,
            )
    for remark in result.remarks:
        days = [*(moved.was for moved in remark.moved), remark.due]
        for moved, now in zip(remark.moved, days[1:], strict=True):
            line = locale.say(
                "{name}, “{text}”: due {now} instead of {was}, published on {day} ({source})",
                name=result.name,
                text=remark.text,
                now=now or "",
                was=moved.was,
                day=moved.published or say("undated"),
                source=moved.source or say("no source"),
            )
            yield line + mark_of(remark)


def _goal(goal: StatedGoal, sign: str, locale: Locale) -> str:
    """Return a goal as it was stated."""
    if goal.low is not None and goal.high is not None:
        text = locale.span(goal.low, goal.high, goal.unit)
    elif goal.value is None:
        text = locale.say("all members")
    elif goal.terms == "growth_percent":
        stated = f"{sign} {locale.quantity(goal.value, goal.unit)}"
        text = locale.say("{amount} a year", amount=stated)
    else:
        text = f"{sign} {locale.text(said(goal.terms, goal.value, goal.unit, PLACES))}"
    if goal.terms in CHANGES:
        text = locale.say("{change} against the base", change=text)
    return framed(text, keep=False, over=None, year=goal.year, locale=locale)
