"""A dossier as an Excel workbook: the numbers of the JSON report, typed, to filter and to use.

A spreadsheet keeps 15 significant digits of a number. One that has more is written with those, and
the notes list it with all its digits. A sheet has as many rows as are of use to somebody, and says
how many it leaves out; those that verdicts rest on come before others.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from clusterplan.base.messages import say
from clusterplan.methods import method
from clusterplan.model.results import MilestoneMember, MilestoneResult, TargetResult
from clusterplan.render.cells import done_cell, figure_sign, sign_notes, verdict_mark
from clusterplan.render.document.report_blocks import head
from clusterplan.render.document.sources_and_revisions import run
from clusterplan.render.limits import is_used, rest, shown
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
    MOST_ROWS,
    Book,
    Cell,
    amount,
    bare,
    difference,
    fraction,
    ratio,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.results import MeasureResult, MemberValue
    from clusterplan.views.one_commitment import Detail, Row
    from clusterplan.views.whole_document import Dossier

    _Membership: TypeAlias = tuple[TargetResult | MilestoneResult, MemberValue | MilestoneMember]

COMPARISON = {">=": "≥", "<=": "≤", "range": "–"}
_Item = TypeVar("_Item")


def render(dossier: Dossier, locale: Locale) -> bytes:
    """Write the workbook; the same dossier gives the same bytes."""
    return _Writer(dossier, locale).book()


class _Writer:
    def __init__(self, dossier: Dossier, locale: Locale) -> None:
        self.dossier, self.locale, self.report = dossier, locale, dossier.report
        self._points = locale.text(say("{points} pp", points="0.00"))
        self._subjects = {each.id: locale.names(each.name) for each in dossier.subjects}
        report = dossier.report
        made = report.as_of or datetime(report.year, 12, 31, tzinfo=UTC).date()
        title = say("{title}: {year}", title=report.plan.title, year=str(report.year))
        verdicts = [(self._say(STATUS[status]), tone(status)) for status in WORST_FIRST]
        day = datetime(made.year, made.month, made.day, tzinfo=UTC)
        self._book = Book(self._say(title), day, verdicts)
        self._left_out: list[Sequence[Cell]] = []

    def book(self) -> bytes:
        report = self.report
        self._book.sheet(self._say(say("Summary")), list(self._summary()))
        others: tuple[MilestoneResult | MeasureResult, ...] = (*report.milestones, *report.measures)
        self._table(say("Targets"), TARGET, report.targets, self._target, frozen=3, verdict=3)
        self._table(say("Years"), YEAR, list(self._years()), self._year, frozen=3, verdict=3)
        self._table(say("Members"), MEMBER, list(self._members()), self._member, frozen=3)
        self._table(say("Other commitments"), OTHER, others, self._other)
        rows = shown(self.dossier.rows, MOST_ROWS, is_used)
        left = len(self.dossier.rows) - len(rows)
        self._table(say("Observations"), OBSERVATION, rows, self._observation, frozen=1, left=left)
        self._table(say("Notes"), NOTE, list(self._notes()), list)
        return self._book.bytes()

    def _table(
        self,
        name: Message,
        heads: Sequence[Message],
        items: Sequence[_Item],
        write: Callable[[_Item], Sequence[Cell]],
        *,
        frozen: int = 0,
        verdict: int | None = None,
        left: int = 0,
    ) -> None:
        """Add a table of as many rows as a sheet has, `left` more than these being left out."""
        title, rows = self._say(name), items[:MOST_ROWS]
        more = rest(left + len(items) - len(rows), self.locale)
        self._left_out += ([title, text] for text in more)
        self._book.table(title, self._heads(heads), map(write, rows), more, frozen, verdict)

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

    def _target(self, target: TargetResult) -> list[Cell]:
        goal, unit = target.target, target.unit
        base, course = target.baseline, target.projection
        return [
            *(target.id, target.clause, self.locale.names(target.name)),
            *(self._say(STATUS[target.status]), verdict_mark(target).strip() or None),
            *(self._say(NATURE[target.nature]), self._say(PATH[target.path]), unit),
            COMPARISON[goal.comparison],
            *(amount(each, unit) for each in (goal.value, goal.low, goal.high)),
            goal.exact,
            goal.year,
            *((None, None) if base is None else (base.year, amount(base.value, unit))),
            *self._actual(target),
            *(self._difference(target.gap, unit), amount(target.expected, unit)),
            self._difference(target.schedule_gap, unit),
            *(fraction(target.completion), fraction(target.due), ratio(target.pace)),
            *self._change(target),
            *(
                (None, None)
                if course is None
                else (amount(course.value, unit), course.year_reached)
            ),
            *(self._say(method(n).label(o.status).short) for n, o in target.methods.items()),
        ]

    def _actual(self, target: TargetResult) -> tuple[Cell, Cell]:
        actual = target.actual
        if actual is None:
            return None, None
        return figure_sign(actual, target).strip() or None, amount(actual.value, target.unit)

    def _difference(self, value: Decimal | None, unit: str) -> Cell:
        return difference(value, unit, self._points)

    def _change(self, target: TargetResult) -> tuple[Cell, Cell]:
        change = target.required_change
        if change is None:
            return None, None
        if change.kind == "rate":
            return fraction(change.per_year), self._say(say("rate"))
        return self._difference(change.per_year, target.unit), self._say(say("in its unit"))

    def _years(self) -> Iterator[tuple[int, TargetResult, Decimal | None]]:
        for _, detail in self.dossier.targets:
            path = {point.year: point.value for point in detail.path}
            for each in detail.history:
                if isinstance(each.result, TargetResult):
                    yield each.year, each.result, path.get(each.year)

    def _year(self, known: tuple[int, TargetResult, Decimal | None]) -> list[Cell]:
        year, then, path = known
        unit = then.unit
        return [
            *(then.id, self.locale.names(then.name), year),
            *(self._say(STATUS[then.status]), verdict_mark(then).strip() or None),
            *(unit, *self._actual(then), amount(path, unit)),
            *(self._difference(then.gap, unit), self._difference(then.schedule_gap, unit)),
            ratio(then.pace),
        ]

    def _members(self) -> Iterator[_Membership]:
        for target in self.report.targets:
            yield from ((target, member) for member in target.members)
        for item in self.report.milestones:
            yield from ((item, member) for member in (item.members if item.of > 1 else ()))

    def _member(self, known: _Membership) -> list[Cell]:
        whole, member = known
        names = (whole.id, self.locale.names(whole.name), self.locale.names(member.name))
        if isinstance(member, MilestoneMember):
            made_up = self._made_up(whole.illustrative)
            return [*names, member.on, *[None] * 5, self._counts(member.done), made_up]
        # A sum has members in its own unit; a coverage counts members by theirs.
        unit = None
        if isinstance(whole, TargetResult) and member.counts is None:
            unit = whole.unit

        def of(value: Decimal | None) -> Cell:
            return bare(value) if unit is None else amount(value, unit)

        state = None if member.state is None else self._say(STATE[member.state])
        return [
            *(*names, of(member.value) or state, of(member.low), of(member.high), unit),
            *(bare(member.needed), bare(member.gap)),
            *(self._counts(member.counts), self._made_up(member.illustrative)),
        ]

    def _counts(self, known: bool | None) -> str | None:  # noqa: FBT001 # a cell
        return None if known is None else self._say(say("yes") if known else say("no"))

    def _made_up(self, illustrative: bool) -> str | None:  # noqa: FBT001 # a cell
        return "†" if illustrative else None

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

    def _observation(self, row: Row) -> list[Cell]:
        value: Cell = row.value if not isinstance(row.value, Decimal) else None
        if isinstance(row.value, Decimal):
            value = amount(row.value, row.unit)
        elif isinstance(row.value, str):
            value = self._say(STATE[row.value])
        return [
            *(row.indicator, self._subjects.get(row.indicator, ""), row.entity),
            *(self.locale.names(row.name), row.year, value, row.unit),
            self._say(OBS_STATUS[row.obs_status]),
            self._made_up(row.obs_status == "illustrative"),
            *(self._say(QUALIFIER[row.qualifier]), row.published, row.series or None),
            *(self._say(ROLE[row.role]), row.source or None, row.note or None, row.file, row.line),
        ]

    def _notes(self) -> Iterator[Sequence[Cell]]:
        for block in head(self.report, self.locale)[1:]:
            yield from ([None, line] for line in getattr(block, "lines", ())[1:])
        results = [result for _, result, _ in self._years()]
        yield from ([None, text] for text in sign_notes(results, self.locale))
        yield from self._left_out
        for target, detail in self.dossier.targets:
            yield from self._remarks(target, detail)
        for each in self._book.exact:
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
    *(say("Exactly"), say("Goal year"), say("Base year"), say("Base"), say("Sign")),
    *(say("Actual"), say("Gap"), say("Due level"), say("Schedule gap"), say("Completion")),
    *(say("Due share"), say("Pace"), say("Needed per year"), say("Needed as")),
    *(say("At this rate"), say("Goal reached")),
)
YEAR = (
    *(say("Id"), say("Target"), say("Year"), say("Verdict"), say("Marks"), say("Unit")),
    *(say("Sign"), say("Actual"), say("Path"), say("Gap"), say("Schedule gap"), say("Pace")),
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
