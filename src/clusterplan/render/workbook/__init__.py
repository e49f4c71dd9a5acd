"""A dossier as an Excel workbook: the numbers of the JSON report, typed, to filter and to use.

A spreadsheet keeps 15 significant digits of a number. One that has more is written with those, and
the notes list it with all its digits. A sheet has as many rows as are of use to somebody, and says
how many it leaves out; those that verdicts rest on come before others.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec.structs import replace

from clusterplan.model.plan import OWNERS
from clusterplan.model.results import MilestoneMember, MilestoneResult, TargetResult
from clusterplan.model.status import Status, rank
from clusterplan.render.cells import SIGN, projected, sign_notes
from clusterplan.render.check_columns import (
    LEAD,
    OTHERS_SHEET,
    REPORT_SHEET,
    SHEET,
    TECHNICAL,
    VERDICTS,
    YEAR_SHEET,
    measure_columns,
    milestone_columns,
    opinion_columns,
    owned,
    stated_in,
    target_columns,
)
from clusterplan.render.columns import Column, by_id
from clusterplan.render.document.members import member_year_columns
from clusterplan.render.document.one_commitment import target_year_columns
from clusterplan.render.document.opening import opening
from clusterplan.render.document.remarks import changed, remark_columns, remark_lines, told
from clusterplan.render.document.report_blocks import head, late, title_of_report
from clusterplan.render.document.rows import in_order
from clusterplan.render.document.sources_and_revisions import observed, run
from clusterplan.render.figure_columns import SHEET as ROW_SHEET
from clusterplan.render.figure_columns import figure_columns, value_of
from clusterplan.render.limits import is_used, rest, shown
from clusterplan.render.signs import TONES
from clusterplan.render.words import STATE, STATUS
from clusterplan.render.workbook.sheet import MOST_ROWS, Book, Page
from clusterplan.render.workbook.typed_cells import FORMS, Cell, Number, amount, difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from clusterplan.locale import Locale
    from clusterplan.model.results import MeasureResult, MemberValue
    from clusterplan.render.columns import Item
    from clusterplan.views.ranking import MemberYear, RankedMember
    from clusterplan.views.whole_document import Dossier

    _Membership: TypeAlias = tuple[TargetResult | MilestoneResult, MemberValue | MilestoneMember]
    _Ranked: TypeAlias = tuple[TargetResult, RankedMember, MemberYear]
    _Quota: TypeAlias = tuple[TargetResult, TargetResult]
    _Note: TypeAlias = tuple[str | None, str]

VERDICT, NAMED = 0, 3
"""The column that has the verdict where targets are listed; so many, to the name, stand still."""
DRAWN = {"completion": "#1D4F7C", "due": "#B9C3CD"}
"""What the chart of the report draws, and the colour of its bars."""
MOST_REPORTED, MOST_TOLD = 25, 8
"""Targets and remarks on the first sheet, which is one page."""


def render(dossier: Dossier, locale: Locale) -> bytes:
    """Write the workbook; the same dossier gives the same bytes."""
    return _Writer(dossier, locale).book()


class _Writer:
    def __init__(self, dossier: Dossier, locale: Locale) -> None:
        self.dossier, self.locale, self.report = dossier, locale, dossier.report
        self._points = locale.say("{points} pp", points="0.00")
        report = dossier.report
        title = title_of_report(report, locale)
        listed = (status for status in sorted(Status, key=rank) if status in TONES)
        tones = {locale.text(STATUS[status]): TONES[status] for status in listed}
        day = datetime.combine(report.day, time(tzinfo=UTC))
        self._book = Book(title, day, tones)
        self._left_out: list[_Note] = []
        self._years = [year for _, detail in dossier.targets for year in detail.target_years]
        self._member_units = {target.id: detail.member_unit for target, detail in dossier.targets}

    def book(self) -> bytes:
        say = self.locale.say
        self._report()
        self._targets()
        years = target_year_columns(self.report, self.locale)
        ids = (*YEAR_SHEET, *stated_in(self.report.targets), "id")
        shown_as = [years[each] for each in ids]
        self._table(say("Years"), shown_as, self._years, lambda y: y.then.unit, verdict=VERDICT)
        members = list(self._members())
        described = self._member_columns(members)
        self._table(say("Members"), described, members, self._unit_of_member, frozen=2)
        self._ranking()
        self._quotas()
        self._others()
        self._remarks()
        self._observations()
        about: Column[_Note] = Column("about", say("About"), value=lambda note: note[0])
        note: Column[_Note] = Column("note", say("Note"), lambda note: note[1])
        self._table(say("Notes"), [about, note], list(self._notes()))
        files = [(file.name, file.sha256) for file in self.dossier.run.files]
        self._book.sheet(say("What was run"), [*run(self.dossier, self.locale), *files])
        return self._book.bytes()

    def _table(
        self,
        title: str,
        columns: Sequence[Column[Item]],
        items: Sequence[Item],
        unit: Callable[[Item], str] = lambda _: "",
        *,
        frozen: int | None = None,
        verdict: int | None = None,
        left: int = 0,
    ) -> None:
        """Add a table of as many rows as a sheet has, `left` more than these being left out."""
        heads = [column.short or column.title for column in columns]
        rows = items[:MOST_ROWS]
        more = rest(left + len(items) - len(rows), self.locale)
        self._left_out += ((title, text) for text in more)
        cells = ([self._cell(column, item, unit(item)) for column in columns] for item in rows)
        frozen = (0 if verdict is None else NAMED) if frozen is None else frozen
        self._book.table(title, heads, cells, more, frozen, verdict)

    def _cell(self, column: Column[Item], item: Item, unit: str) -> Cell:
        form = column.form if isinstance(column.form, str) else column.form(item)
        value = column.text(item) if form == "text" else column.read(item)
        unit = unit if column.unit is None else column.unit(item)
        if not isinstance(value, Decimal):
            return None if value == "" else value
        if form == "difference":
            return difference(value, unit, self._points)
        if form == "amount":
            return amount(value, unit)
        return Number(value, FORMS[form])

    def _report(self) -> None:
        """Add the report: what is said first, the counts, the targets, the worst first, a chart."""
        report, locale = self.report, self.locale
        described = target_columns(report, locale, with_gloss=False)
        described |= by_id(*_as_told(described, locale))
        targets = in_order(report)
        who = (*VERDICTS, *owned(targets, LEAD))
        shown_as = [described[each] for each in (*who, *REPORT_SHEET)]
        items = targets[:MOST_REPORTED]
        rows = [[self._told(column, item) for column in shown_as] for item in items]
        ids = [column.id for column in shown_as]
        drawn = {
            ids.index(name): colour
            for name, colour in DRAWN.items()
            if any(getattr(item, name) is not None for item in items)
        }
        first = opening(report, locale)
        page = Page(
            lines=(first.title, first.document, first.rests_on, *first.statements),
            counts=[(locale.text(STATUS[each]), count) for each, count in report.summary.items()],
            heads=[column.short or column.title for column in shown_as],
            rows=rows,
            below=list(self._below(len(targets) - len(items))),
            names=ids.index("name"),
            drawn=drawn,
            chart=locale.say("The way from the base to the goal: done, and due by now"),
        )
        self._book.page(locale.say("Report"), page)

    def _told(self, column: Column[TargetResult], item: TargetResult) -> Cell:
        """Return a cell for people: with its sign, or as a text where it is of another year."""
        text, cell = str(column.text(item)), self._cell(column, item, item.unit)
        if text.startswith("("):
            return text
        if isinstance(cell, Number) and text[:2] in SIGN.values():
            return Number(cell.value, f'"{text[:2]}"{cell.form}')
        return cell

    def _below(self, left_out: int) -> Iterator[str]:
        """Say what the signs mean, why things are behind, and what happens next."""
        locale = self.locale
        if left_out > 0:
            yield locale.say("… and {count} more on the sheet of the targets", count=left_out)
        yield from sign_notes(self.report.targets, locale)
        remarked = remark_lines(late(self.report), locale)
        yield from remarked[:MOST_TOLD]
        if len(remarked) > MOST_TOLD:
            count = len(remarked) - MOST_TOLD
            yield locale.say("… and {count} more on the sheet of the remarks", count=count)

    def _targets(self) -> None:
        columns = target_columns(self.report, self.locale)
        opinions = opinion_columns(self.report, self.locale)
        shown_as = [
            *(columns[each] for each in SHEET),
            *(replace(o, form="text") for o in opinions),
            *(columns[each] for each in stated_in(self.report.targets)),
            *(columns[each] for each in owned(self.report.targets, OWNERS)),
            *(columns[each] for each in TECHNICAL),
        ]
        title = self.locale.say("Targets")
        self._table(title, shown_as, self.report.targets, lambda t: t.unit, verdict=VERDICT)

    def _members(self) -> Iterator[_Membership]:
        for target in self.report.targets:
            yield from ((target, member) for member in target.members)
        for item in self.report.milestones:
            yield from ((item, member) for member in (item.members if item.of > 1 else ()))

    def _ranking(self) -> None:
        """Add how each member of a sum stood in every year, where there is one."""
        items = [
            (target, member, year)
            for target, detail in self.dossier.targets
            for member in detail.ranking
            for year in member.years
        ]
        say = self.locale.say
        columns: list[Column[_Ranked]] = [
            Column("name", say("Commitment"), lambda known: self.locale.names(known[0].name)),
            Column("member", say("Member"), lambda known: self.locale.names(known[1].name)),
            Column("year", say("Year"), value=lambda known: known[2].year),
            Column("value", say("Figure"), value=lambda known: known[2].value, form="amount"),
            Column("unit", say("Unit"), lambda known: known[0].unit),
            *(column.of(_year) for column in member_year_columns(self.locale)),
            Column("marks", say("Marks"), lambda known: "†" if known[2].illustrative else ""),
            Column("id", say("Id"), lambda known: known[0].id),
        ]
        if items:
            title = say("Members by year")
            self._table(title, columns, items, lambda known: known[0].unit, frozen=2)

    def _quotas(self) -> None:
        """Add the quotas of members as the sheet of targets has those, where there are any."""
        items = [(target, each) for target in self.report.targets for each in target.quotas]
        say = self.locale.say
        whole: Column[_Quota] = Column(
            "whole", say("Commitment"), lambda known: self.locale.names(known[0].name)
        )
        own = target_columns(self.report, self.locale)
        own["name"] = replace(own["name"], title=say("Member"))
        ids = [*(each for each in SHEET if each != "nature"), "exactly"]
        columns = [own[each].of(_member) for each in ids]
        columns.insert(NAMED - 1, whole)
        if items:
            title = say("Quotas")
            self._table(title, columns, items, lambda known: known[1].unit, verdict=VERDICT)

    def _unit_of_member(self, known: _Membership) -> str:
        """Return the unit of a member of a sum; a coverage counts members by their own."""
        whole, _ = known
        return self._member_units[whole.id] if isinstance(whole, TargetResult) else ""

    def _member_columns(self, members: Sequence[_Membership]) -> list[Column[_Membership]]:
        locale = self.locale

        def of(name: str) -> Callable[[_Membership], Decimal | None]:
            return lambda known: getattr(known[1], name, None)

        def figure(known: _Membership) -> Decimal | date | str | None:
            member = known[1]
            if isinstance(member, MilestoneMember):
                return member.on
            if member.value is not None or member.state is None:
                return member.value
            return locale.text(STATE[member.state])

        def counts(known: _Membership) -> str:
            member = known[1]
            reached = member.done if isinstance(member, MilestoneMember) else member.counts
            return {None: "", True: locale.say("yes"), False: locale.say("no")}[reached]

        def marks(known: _Membership) -> str:
            return "†" if getattr(known[1], "illustrative", known[0].illustrative) else ""

        needed: list[Column[_Membership]] = [
            Column("needed", locale.say("Needed"), value=of("needed"), form="amount"),
            Column("gap", locale.say("Gap"), value=of("gap"), form="difference"),
        ]
        return [
            Column("name", locale.say("Commitment"), lambda known: locale.names(known[0].name)),
            Column("member", locale.say("Member"), lambda known: locale.names(known[1].name)),
            Column("value", locale.say("Figure"), value=figure, form="amount"),
            Column("low", locale.say("At least"), value=of("low"), form="amount"),
            Column("high", locale.say("At most"), value=of("high"), form="amount"),
            Column("unit", locale.say("Unit"), self._unit_of_member),
            *(each for each in needed if any(each.read(known) is not None for known in members)),
            Column("counts", locale.say("Counts"), counts),
            Column("marks", locale.say("Marks"), marks),
            Column("id", locale.say("Id"), lambda known: known[0].id),
        ]

    def _others(self) -> None:
        milestones, measures = milestone_columns(self.locale), measure_columns(self.locale)

        def column(name: str) -> Column[MilestoneResult | MeasureResult]:
            described: Column[Any] = milestones[name]

            def of(item: MilestoneResult | MeasureResult) -> Column[Any]:
                has = milestones if isinstance(item, MilestoneResult) else measures
                return has.get(name, Column(name))

            return replace(
                described,
                text=lambda item: of(item).text(item),
                value=lambda item: of(item).read(item),
            )

        others: tuple[MilestoneResult | MeasureResult, ...]
        others = (*self.report.milestones, *self.report.measures)
        columns = {name: column(name) for name in (*OTHERS_SHEET, *owned(others, OWNERS), "id")}
        columns["name"] = replace(columns["name"], title=self.locale.say("Commitment"))
        self._table(self.locale.say("Other commitments"), [*columns.values()], others)

    def _remarks(self) -> None:
        """Add what was remarked, where anything was."""
        if remarked := told(self.report.commitments):
            columns = remark_columns(self.locale)
            self._table(self.locale.say("Remarks"), columns, remarked, frozen=1)

    def _observations(self) -> None:
        columns = figure_columns(self.locale)
        named = observed(self.dossier, self.locale)
        value = replace(columns["value"], text=lambda row: value_of(row, self.locale))
        columns |= {"observed": named, "value": value}
        rows = shown(self.dossier.rows, MOST_ROWS, is_used)
        left = len(self.dossier.rows) - len(rows)
        title, described = self.locale.say("Observations"), [columns[each] for each in ROW_SHEET]
        self._table(title, described, rows, lambda row: row.unit, frozen=1, left=left)

    def _notes(self) -> Iterator[_Note]:
        _, lines = head(self.report, self.locale)
        yield from ((None, line) for line in lines.lines[1:])
        results = [known.then for known in self._years]
        yield from ((None, text) for text in sign_notes(results, self.locale))
        yield from self._left_out
        yield from ((None, line) for line in changed(self.report.commitments, self.locale).items)
        for target, detail in self.dossier.targets:
            name = self.locale.names(target.name)
            if detail.note is not None:
                yield name, self.locale.names(detail.note)
            yield from ((name, self.locale.text(note.message)) for note in target.notes)
        for each in self._book.exact:
            yield (
                each.cell,
                self.locale.say(
                    "a spreadsheet keeps 15 digits; in full: {digits}", digits=each.digits
                ),
            )


def _as_told(
    columns: Mapping[str, Column[TargetResult]], locale: Locale
) -> Iterator[Column[TargetResult]]:
    """Return the columns whose numbers people are told in the terms of the goal, and its unit."""
    values = {
        "actual": lambda target: target.shown.actual,
        "gap": lambda target: target.shown.gap,
        "projection": projected,
    }
    for name, value in values.items():

        def read(
            target: TargetResult, value: Callable[[TargetResult], Decimal | None] = value
        ) -> Decimal | None:
            number, unit = value(target), target.shown.unit
            return None if number is None else locale.number_in_column(number, unit)

        yield replace(columns[name], value=read, unit=lambda target: target.shown.unit)


def _year(known: _Ranked) -> MemberYear:
    return known[2]


def _member(known: _Quota) -> TargetResult:
    return known[1]
