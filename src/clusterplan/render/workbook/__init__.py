"""A dossier as an Excel workbook: the numbers of the JSON report, typed, to filter and to use.

A spreadsheet keeps 15 significant digits of a number. One that has more is written with those, and
the notes list it with all its digits. A sheet has as many rows as are of use to somebody, and says
how many it leaves out; those that verdicts rest on come before others.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.messages import say
from clusterplan.model.results import MilestoneMember, MilestoneResult, TargetResult
from clusterplan.model.status import Status
from clusterplan.render.cells import sign_notes
from clusterplan.render.columns import Column, by_id
from clusterplan.render.document.report_blocks import head
from clusterplan.render.document.sources_and_revisions import run
from clusterplan.render.limits import is_used, rest, shown
from clusterplan.render.report_columns import (
    OTHERS_SHEET,
    SHEET,
    YEAR_SHEET,
    measure_columns,
    milestone_columns,
    opinion_columns,
    stated_in,
    target_columns,
)
from clusterplan.render.tones import tone
from clusterplan.render.words import OBS_STATUS, QUALIFIER, ROLE, STATE, STATUS, rank
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

_Item = TypeVar("_Item")


def render(dossier: Dossier, locale: Locale) -> bytes:
    """Write the workbook; the same dossier gives the same bytes."""
    return _Writer(dossier, locale).book()


class TargetYear(Struct, frozen=True):
    """A target as it stood in a year, and the level of its path then."""

    year: int
    then: TargetResult
    path: Decimal | None


def _then(known: TargetYear) -> TargetResult:
    return known.then


class _Writer:
    def __init__(self, dossier: Dossier, locale: Locale) -> None:
        self.dossier, self.locale, self.report = dossier, locale, dossier.report
        self._points = locale.text(say("{points} pp", points="0.00"))
        self._subjects = {each.id: locale.names(each.name) for each in dossier.subjects}
        report = dossier.report
        made = report.as_of or datetime(report.year, 12, 31, tzinfo=UTC).date()
        title = say("{title}: {year}", title=report.plan.title, year=str(report.year))
        verdicts = [
            (self._say(STATUS[status]), tone(status)) for status in sorted(Status, key=rank)
        ]
        day = datetime(made.year, made.month, made.day, tzinfo=UTC)
        self._book = Book(self._say(title), day, verdicts)
        self._left_out: list[Sequence[Cell]] = []

    def book(self) -> bytes:
        self._book.sheet(self._say(say("Summary")), list(self._summary()))
        self._targets()
        self._years()
        self._table(
            say("Members"), self._heads(MEMBER), list(self._members()), self._member, frozen=3
        )
        self._others()
        rows = shown(self.dossier.rows, MOST_ROWS, is_used)
        left = len(self.dossier.rows) - len(rows)
        heads = self._heads(OBSERVATION)
        self._table(say("Observations"), heads, rows, self._observation, frozen=1, left=left)
        self._table(say("Notes"), self._heads(NOTE), list(self._notes()), list)
        return self._book.bytes()

    def _table(
        self,
        name: Message,
        heads: Sequence[str],
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
        self._book.table(title, heads, map(write, rows), more, frozen, verdict)

    def _say(self, message: Message) -> str:
        return self.locale.text(message)

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

    def _heads(self, heads: Sequence[Message]) -> list[str]:
        return [self._say(head) for head in heads]

    def _drawn(
        self,
        name: Message,
        columns: Sequence[Column[_Item]],
        items: Sequence[_Item],
        unit: Callable[[_Item], str],
    ) -> None:
        """Add a table of described columns; three stand still, the fourth has verdicts."""
        heads = [column.short or column.title for column in columns]

        def write(item: _Item) -> list[Cell]:
            return [self._cell(column, item, unit(item)) for column in columns]

        self._table(name, heads, items, write, frozen=3, verdict=3)

    def _cell(self, column: Column[_Item], item: _Item, unit: str) -> Cell:
        form = column.form if isinstance(column.form, str) else column.form(item)
        if form == "text":
            return column.text(item) or None
        value = column.value(item)
        unit = unit if column.unit is None else column.unit(item)
        if not isinstance(value, Decimal):
            return value
        if form == "difference":
            return difference(value, unit, self._points)
        if form == "amount":
            return amount(value, unit)
        return fraction(value) if form == "share" else ratio(value)

    def _targets(self) -> None:
        columns = target_columns(self.report, self.locale)
        shown_as = [columns[each] for each in SHEET]
        opinions = opinion_columns(self.report, self.locale)
        shown_as += [replace(each, form="text") for each in opinions]
        shown_as += [columns[each] for each in stated_in(self.report.targets)]
        self._drawn(say("Targets"), shown_as, self.report.targets, lambda t: t.unit)

    def _years(self) -> None:
        targets = target_columns(self.report, self.locale).values()
        columns = by_id(
            *(column.of(_then) for column in targets),
            Column(id="year", title=self._say(say("Year")), value=lambda known: known.year),
            Column(
                id="path_level",
                title=self._say(say("Path")),
                value=lambda known: known.path,
                form="amount",
            ),
        )
        drawn = [columns[each] for each in (*YEAR_SHEET, *stated_in(self.report.targets))]
        self._drawn(say("Years"), drawn, self._target_years(), lambda known: known.then.unit)

    def _target_years(self) -> list[TargetYear]:
        return [
            TargetYear(each.year, each.result, path.get(each.year))
            for _, detail in self.dossier.targets
            for path in ({point.year: point.value for point in detail.path},)
            for each in detail.history
            if isinstance(each.result, TargetResult)
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

    def _others(self) -> None:
        milestones, measures = milestone_columns(self.locale), measure_columns(self.locale)
        heads = [milestones[each].title for each in OTHERS_SHEET]
        heads[OTHERS_SHEET.index("name")] = self._say(say("Commitment"))

        def write(item: MilestoneResult | MeasureResult) -> list[Cell]:
            if isinstance(item, MilestoneResult):
                return [self._cell(milestones[each], item, "") for each in OTHERS_SHEET]
            columns = (measures.get(each) for each in OTHERS_SHEET)
            return [None if column is None else self._cell(column, item, "") for column in columns]

        others: tuple[MilestoneResult | MeasureResult, ...]
        others = (*self.report.milestones, *self.report.measures)
        self._table(say("Other commitments"), heads, others, write)

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
        results = [known.then for known in self._target_years()]
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


MEMBER = (
    *(say("Id"), say("Commitment"), say("Member"), say("Figure"), say("At least")),
    *(say("At most"), say("Unit"), say("Needed"), say("Gap"), say("Counts"), say("Marks")),
)
OBSERVATION = (
    *(say("Indicator"), say("Name"), say("Entity"), say("Entity name"), say("Year")),
    *(say("Value"), say("Unit"), say("Status"), say("Marks"), say("Qualifier")),
    *(say("Published"), say("Series"), say("Use"), say("Source"), say("Note"), say("File")),
    say("Line"),
)
NOTE = (say("About"), say("Note"))
