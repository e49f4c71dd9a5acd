"""A dossier as an Excel workbook: the numbers of the JSON report, typed, to filter and to use.

A spreadsheet keeps 15 significant digits of a number. One that has more is written with those, and
the notes list it with all its digits.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from clusterplan.messages import say
from clusterplan.methods import method
from clusterplan.render.cells import done_cell, verdict_mark
from clusterplan.render.evidence import run
from clusterplan.render.report_blocks import head
from clusterplan.render.tones import tone
from clusterplan.render.words import (
    KIND,
    MILESTONE,
    NATURE,
    OBS_STATUS,
    PATH,
    QUALIFIER,
    ROLE,
    STATE,
    STATUS,
    WORST_FIRST,
)
from clusterplan.render.workbook.sheet import (
    Book,
    Cell,
    TooManyRowsError,
    amount,
    bare,
    fraction,
    ratio,
)
from clusterplan.report import MilestoneResult, TargetResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.detail import Detail, Row
    from clusterplan.dossier import Dossier
    from clusterplan.locale import Locale
    from clusterplan.messages import Message
    from clusterplan.report import MeasureResult, MemberValue

__all__ = ("TooManyRowsError", "render")

COMPARISON = {">=": "≥", "<=": "≤", "range": "–"}
BOUND = {"at_least": "≥", "at_most": "≤", None: None}


def render(dossier: Dossier, locale: Locale) -> bytes:
    """Write the workbook; the same dossier gives the same bytes.

    Raises:
        TooManyRowsError: a sheet has no room for all rows.
    """
    return _Writer(dossier, locale).book()


class _Writer:
    def __init__(self, dossier: Dossier, locale: Locale) -> None:
        self.dossier, self.locale, self.report = dossier, locale, dossier.report

    def book(self) -> bytes:
        report = self.report
        title = self._say(say("{title}: {year}", title=report.plan.title, year=str(report.year)))
        made = report.as_of or datetime(report.year, 12, 31, tzinfo=UTC).date()
        verdicts = [(self._say(STATUS[status]), tone(status)) for status in WORST_FIRST]
        book = Book(title, datetime(made.year, made.month, made.day, tzinfo=UTC), verdicts)
        book.sheet(self._say(say("Summary")), list(self._summary()))
        book.table(
            self._say(say("Targets")), self._heads(TARGET), self._targets(), frozen=3, verdict=3
        )
        book.table(self._say(say("Years")), self._heads(YEAR), self._years(), frozen=3, verdict=3)
        book.table(self._say(say("Members")), self._heads(MEMBER), self._members(), frozen=3)
        book.table(self._say(say("Other commitments")), self._heads(OTHER), self._others())
        book.table(
            self._say(say("Observations")), self._heads(OBSERVATION), self._observations(), frozen=1
        )
        book.table(self._say(say("Notes")), self._heads(NOTE), self._notes(book))
        return book.bytes()

    def _say(self, message: Message) -> str:
        return self.locale.text(message)

    def _heads(self, heads: Sequence[Message]) -> list[str]:
        titles = [self._say(head) for head in heads]
        if heads is TARGET:
            titles += [self._say(method(name).short) for name in self.report.methods]
        return titles

    def _summary(self) -> Iterator[Sequence[Cell]]:
        for block in head(self.report, self.locale):
            lines = getattr(block, "lines", None) or (getattr(block, "text", ""),)
            yield from ([line] for line in lines)
        yield []
        for status, count in self.report.summary.items():
            yield [self._say(STATUS[status]), count]
        yield []
        yield from ([name, value] for name, value in run(self.dossier, self.locale))
        yield from ([file.name, file.sha256] for file in self.dossier.run.files)

    def _targets(self) -> Iterator[Sequence[Cell]]:
        return (self._target(target) for target in self.report.targets)

    def _target(self, target: TargetResult) -> list[Cell]:
        goal, unit = target.target, target.unit
        base, actual, course = target.baseline, target.actual, target.projection
        return [
            *(target.id, target.clause, self.locale.names(target.name)),
            *(self._say(STATUS[target.status]), verdict_mark(target).strip() or None),
            *(self._say(NATURE[target.nature]), self._say(PATH[target.path]), unit),
            COMPARISON[goal.comparison],
            *(amount(each, unit) for each in (goal.value, goal.low, goal.high)),
            goal.exact,
            goal.year,
            *((None, None) if base is None else (base.year, amount(base.value, unit))),
            *(BOUND[target.bound], None if actual is None else amount(actual.value, unit)),
            *(amount(target.gap, unit), amount(target.expected, unit)),
            amount(target.schedule_gap, unit),
            *(fraction(target.completion), fraction(target.due), ratio(target.pace)),
            *self._change(target),
            *(
                (None, None)
                if course is None
                else (amount(course.value, unit), course.year_reached)
            ),
            *(self._say(method(n).label(o.status).short) for n, o in target.methods.items()),
        ]

    def _change(self, target: TargetResult) -> tuple[Cell, Cell]:
        change = target.required_change
        if change is None:
            return None, None
        if change.kind == "rate":
            return fraction(change.per_year), self._say(say("rate"))
        return amount(change.per_year, target.unit), self._say(say("in its unit"))

    def _years(self) -> Iterator[Sequence[Cell]]:
        for target, detail in self.dossier.targets:
            path = {point.year: point.value for point in detail.path}
            for each in detail.history:
                if isinstance(each.result, TargetResult):
                    yield self._year(target, each.result, each.year, path.get(each.year))

    def _year(
        self, target: TargetResult, then: TargetResult, year: int, path: Decimal | None
    ) -> list[Cell]:
        unit = target.unit
        return [
            *(target.id, self.locale.names(target.name), year),
            *(self._say(STATUS[then.status]), verdict_mark(then).strip() or None),
            *(unit, BOUND[then.bound]),
            None if then.actual is None else amount(then.actual.value, unit),
            *(amount(path, unit), amount(then.gap, unit), amount(then.schedule_gap, unit)),
            ratio(then.pace),
        ]

    def _members(self) -> Iterator[Sequence[Cell]]:
        for target in self.report.targets:
            for member in target.members:
                yield self._member(target, member)
        for item in self.report.milestones:
            for done in item.members if item.of > 1 else ():
                yield [
                    *(item.id, self.locale.names(item.name), self.locale.names(done.name)),
                    *(done.on, None, None, None, None, None),
                    *(self._counts(done.done), self._made_up(item.illustrative)),
                ]

    def _member(self, target: TargetResult, member: MemberValue) -> list[Cell]:
        # A sum has members in its own unit; a coverage counts members by theirs.
        unit = target.unit if member.counts is None and member.state is None else None

        def of(value: Decimal | None) -> Cell:
            return bare(value) if unit is None else amount(value, unit)

        state = None if member.state is None else self._say(STATE[member.state])
        return [
            *(target.id, self.locale.names(target.name), self.locale.names(member.name)),
            *(of(member.value) or state, of(member.low), of(member.high), unit),
            *(of(member.needed), of(member.gap)),
            *(self._counts(member.counts), self._made_up(member.illustrative)),
        ]

    def _counts(self, known: bool | None) -> str | None:  # noqa: FBT001 # a cell
        return None if known is None else self._say(say("yes") if known else say("no"))

    def _made_up(self, illustrative: bool) -> str | None:  # noqa: FBT001 # a cell
        return "†" if illustrative else None

    def _others(self) -> Iterator[Sequence[Cell]]:
        yield from map(self._other, self.report.milestones)
        yield from map(self._other, self.report.measures)

    def _other(self, item: MilestoneResult | MeasureResult) -> list[Cell]:
        if isinstance(item, MilestoneResult):
            status, kind = MILESTONE[item.status], KIND["milestone"]
            done: list[Cell] = [item.due, done_cell(item, self.locale)]
        else:
            status, kind, done = STATE[item.state], KIND["measure"], [None, None]
        return [
            *(self._say(kind), item.id, item.clause, self.locale.names(item.name)),
            *(self._say(status), *done, self._made_up(item.illustrative)),
        ]

    def _observations(self) -> Iterator[Sequence[Cell]]:
        names = {each.id: self.locale.names(each.name) for each in self.dossier.subjects}
        return (self._observation(row, names.get(row.indicator, "")) for row in self.dossier.rows)

    def _observation(self, row: Row, name: str) -> list[Cell]:
        value: Cell = row.value if not isinstance(row.value, Decimal) else None
        if isinstance(row.value, Decimal):
            value = amount(row.value, row.unit)
        elif isinstance(row.value, str):
            value = self._say(STATE[row.value])
        return [
            *(row.indicator, name, row.entity, self.locale.names(row.name), row.year, value),
            *(row.unit, self._say(OBS_STATUS[row.obs_status])),
            self._made_up(row.obs_status == "illustrative"),
            *(self._say(QUALIFIER[row.qualifier]), row.published, row.series or None),
            *(self._say(ROLE[row.role]), row.source or None, row.note or None, row.file, row.line),
        ]

    def _notes(self, book: Book) -> Iterator[Sequence[Cell]]:
        points = say("Gaps of shares are in percentage points.")
        for block in head(self.report, self.locale)[1:]:
            yield from ([None, line] for line in getattr(block, "lines", ())[1:])
        yield [None, self._say(points)]
        for target, detail in self.dossier.targets:
            yield from self._remarks(target, detail)
        for each in book.exact:
            kept = say("a spreadsheet keeps 15 digits; in full: {digits}", digits=each.digits)
            yield [each.cell, self._say(kept)]

    def _remarks(self, target: TargetResult, detail: Detail) -> Iterator[Sequence[Cell]]:
        name = self.locale.names(target.name)
        if detail.note is not None:
            yield [name, self.locale.names(detail.note)]
        yield from ([name, self._say(note.message)] for note in target.notes)


TARGET = (
    *(say("Id"), say("Clause"), say("Target"), say("Verdict"), say("Marks"), say("Nature")),
    *(say("Path"), say("Unit"), say("Comparison"), say("Goal"), say("Goal from"), say("Goal to")),
    *(say("Exactly"), say("Goal year"), say("Base year"), say("Base"), say("Bound")),
    *(say("Actual"), say("Gap"), say("Due level"), say("Schedule gap"), say("Completion")),
    *(say("Due share"), say("Pace"), say("Needed per year"), say("Needed as")),
    *(say("At this rate"), say("Goal reached")),
)
YEAR = (
    *(say("Id"), say("Target"), say("Year"), say("Verdict"), say("Marks"), say("Unit")),
    *(say("Bound"), say("Actual"), say("Path"), say("Gap"), say("Schedule gap"), say("Pace")),
)
MEMBER = (
    *(say("Id"), say("Commitment"), say("Member"), say("Figure"), say("At least")),
    *(say("At most"), say("Unit"), say("Needed"), say("Gap"), say("Counts"), say("Marks")),
)
OTHER = (
    *(say("Kind"), say("Id"), say("Clause"), say("Commitment"), say("Verdict"), say("Due")),
    *(say("Done"), say("Marks")),
)
OBSERVATION = (
    *(say("Indicator"), say("Name"), say("Entity"), say("Entity name"), say("Year")),
    *(say("Value"), say("Unit"), say("Status"), say("Marks"), say("Qualifier")),
    *(say("Published"), say("Series"), say("Use"), say("Source"), say("Note"), say("File")),
    say("Line"),
)
NOTE = (say("About"), say("Note"))
