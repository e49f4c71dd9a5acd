"""Rules on remarks: against each other, and on where and when they were made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clusterplan.base.findings import Level
from clusterplan.base.grouping import grouped
from clusterplan.base.messages import say, say_many
from clusterplan.checks.flaws import RowFlaw, record_rule
from clusterplan.model.remarks import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.checks.records_at_hand import Records
    from clusterplan.model.remarks import Remark


@record_rule(
    "CP709",
    "A remark on a year is published after that year has begun.",
    "Before that nobody can say how it went.",
    "Mend the day, or move the row to the file of its year.",
)
def _after_the_year_began(records: Records) -> Iterator[RowFlaw]:
    hint = say("mend the day, or move the row to the file of its year")
    for remark in records.remarks:
        if remark.published is not None and remark.published < date(remark.year, 1, 1):
            message = say("published before {year} began", year=str(remark.year))
            yield RowFlaw(remark, "published", message, hint)


@record_rule(
    "CP710",
    "An action is announced before the day by which it is due.",
    "What is overdue when it is first heard of is no plan.",
    "Mend the day in due or in published, or the state. A later row on the same action may be"
    " behind its day, and then reports call it overdue.",
)
def _due_later(records: Records) -> Iterator[RowFlaw]:
    for first, *_ in _actions(records).values():
        if first.due is None or first.published is None or first.state in CLOSED:
            continue
        if first.due < first.published:
            message = say("due before it was published on {day}", day=first.published)
            hint = say("mend one of the two days, or the state")
            yield RowFlaw(first, "due", message, hint)


@record_rule(
    "CP711",
    "Nothing is remarked twice on one day.",
    "Of two verdicts, or two days for one action, nobody knows which one counts.",
    "Remove the row that is not right. What changed later is a row with a later day; another body"
    " speaks for itself.",
    level=Level.ERROR,
)
def _once(records: Records) -> Iterator[RowFlaw]:
    for same in grouped((_said(each), each) for each in records.remarks).values():
        first, *others = same
        message = say("the same was remarked on that day in line {line}", line=first.line)
        for other in others:
            yield RowFlaw(other, "kind", message, say("remove one, or mend its day"))


@record_rule(
    "CP712",
    "A remark has a source.",
    "Without it nobody can look up who said so.",
    "Say in source where it was published.",
)
def _sources_given(records: Records) -> Iterator[RowFlaw]:
    for remark in records.remarks:
        if not remark.source:
            message, hint = say("the source is missing"), say("say where it was published")
            yield RowFlaw(remark, "source", message, hint)


@record_rule(
    "CP713",
    "A remark has a day of publication.",
    "Undated, it counts as the oldest of its year, and --as-of leaves it out.",
    "Write the day in published; a month or a year will do.",
    level=Level.NOTICE,
)
def _dates_given(records: Records) -> Iterator[RowFlaw]:
    for remark in records.remarks:
        if remark.published is None:
            message = say("the day of publication is missing")
            yield RowFlaw(remark, "published", message, say("a year or a month will do"))


@record_rule(
    "CP714",
    "Remarks were made by somebody, not made up.",
    "What is invented to show the tool at work was said by nobody.",
    "Replace them by what was published. One notice per file; with --strict it is an error.",
    level=Level.NOTICE,
)
def _really_made(records: Records) -> Iterator[RowFlaw]:
    """Find remarks whose source says that they are illustrative, once per file."""
    made_up = grouped((each.file, each) for each in records.remarks if each.illustrative)
    for remarks in made_up.values():
        message = say_many(
            "{count} remark is illustrative, this one",
            "{count} remarks are illustrative, the first of them here",
            count=len(remarks),
        )
        hint = say("replace them by what was published; --strict refuses them")
        yield RowFlaw(remarks[0], "source", message, hint)


def _actions(records: Records) -> dict[object, list[Remark]]:
    """Return the remarks on each action, in the order in which they were made."""
    listed = sorted(records.remarks, key=lambda remark: remark.day)
    return grouped((each.action, each) for each in listed if each.kind == "action")


def _said(remark: Remark) -> tuple[object, ...]:
    """Return what two remarks have in common of which only one can hold."""
    point = None if remark.kind == "judgement" else remark.action
    return remark.file, remark.kind, remark.commitment, remark.body, remark.published, point


RULES = (
    _after_the_year_began,
    _due_later,
    _once,
    _sources_given,
    _dates_given,
    _really_made,
)
