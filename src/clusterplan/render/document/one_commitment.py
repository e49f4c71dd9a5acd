"""One commitment in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from clusterplan.model.plan import OWNERS
from clusterplan.model.results import (
    MemberValue,
    MilestoneMember,
    MilestoneResult,
    TargetResult,
)
from clusterplan.model.status import is_behind
from clusterplan.render.cells import NOTHING, actual_text, amount, basis, goal_cell, quantity_cell
from clusterplan.render.check_columns import columns_of, target_columns
from clusterplan.render.columns import Column, by_id, record
from clusterplan.render.document.arithmetic import derivation_lines, last_year_lines, verdict_lines
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title, one_line, table
from clusterplan.render.document.interface import Document
from clusterplan.render.document.links import link_lines
from clusterplan.render.document.members import MemberTables
from clusterplan.render.document.remarks import changed, remarks_on
from clusterplan.render.document.report_blocks import missing
from clusterplan.render.figure_columns import RECORD, TEXT, figure_columns
from clusterplan.render.jsonable import fields
from clusterplan.render.limits import is_used, limited_table, listed_items, shown
from clusterplan.render.terminal.chart import chart
from clusterplan.render.words import KIND, NATURE, PATH, STATUS
from clusterplan.views.one_commitment import FORMAT, Detail, TargetYear, YearResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report
    from clusterplan.render.columns import Cell, Item
    from clusterplan.render.terminal.screen import Screen
    from clusterplan.views.one_commitment import Row

YEARS = (
    *("year", "path_level", "actual", "gap", "schedule_gap", "pace", "required_change"),
    "verdict",
)


FEW_MEMBERS, FEW_ROWS = 8, 16
"""Listed to who has not asked for all."""


class DetailDocument(Document[Detail]):
    """A target, milestone or measure with all that is known of it, or with few of its rows."""

    def __init__(self, data: Detail, locale: Locale, *, in_full: bool = True) -> None:
        super().__init__(data, locale)
        self.in_full = in_full

    def blocks(self) -> list[Block]:
        """Return what it is, how it stands, its years, members, notes, arithmetic and rows."""
        return [*self._top(), *self._below()]

    def show(self, screen: Screen) -> None:
        """Print the same, with a chart where it can be drawn."""
        screen.blocks(self._top())
        if isinstance(self.data.result, TargetResult) and not screen.ascii_only:
            drawn = chart(self.data, self.data.result, self.locale, screen.width)
            if drawn is not None:
                screen.verbatim(drawn[0])
                screen.blocks([Lines((drawn[1],))])
        screen.blocks(self._below())

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return every row of the actuals that concerns it."""
        columns = figure_columns(self.locale)
        return RECORD, (record(columns, RECORD, row) for row in self.data.rows)

    def json(self) -> object:
        """Return everything."""
        data, report = self.data, self.data.report
        return {
            "format": FORMAT,
            **fields(report, "plan", "year", "as_of", "published_only"),
            **fields(data, "kind", "verb", "note", "result", "path", "history"),
            **fields(data, "average_change", "derivations"),
            **fields(report, "links"),
            **fields(data, "rows", "ranking"),
        }

    def _top(self) -> list[Block]:
        result = self.data.result
        return [
            Title(self.locale.say("{title} ({name})", title=result.name, name=result.id)),
            Lines(tuple(self._facts())),
            Items(self.locale.say("Remarks"), self.remarks()),
            self.years(),
        ]

    def _below(self) -> list[Block]:
        heading = self.locale.say("The arithmetic for {year}", year=str(self.data.report.year))
        links = link_lines(self.data.report, self.locale)
        return [
            *self._members(),
            Items(self.locale.say("Notes"), listed_items(list(self.notes()), self.locale)),
            changed((self.data.result,), self.locale),
            Items(self.locale.say("Goals that hang together"), tuple(links)),
            Items(heading, tuple(self.arithmetic())),
            *self._listed(self._row_columns(), self.data.rows, FEW_ROWS, self._behind_the_verdict),
        ]

    def _members(self) -> Iterator[Block]:
        """Tell of the members: how they stand, over the years, and by their quotas."""
        members = MemberTables(self.data, self.locale)
        now, years, quotas = members.stand(), members.over_the_years(), members.quotas()
        yield from self._listed(now.columns, now.items, FEW_MEMBERS, _fails)
        for told, before in ((years, None), (quotas, _is_behind)):
            yield Lines((told.heading,) if told.items else ())
            yield from self._listed(told.columns, told.items, FEW_MEMBERS, before)

    def _behind_the_verdict(self, row: Row) -> bool:
        return is_used(row) and row.year == self.data.report.year

    def _listed(
        self,
        columns: Iterable[Column[Item]],
        items: Sequence[Item],
        few: int,
        before: Callable[[Item], bool] | None,
    ) -> list[Block]:
        """Return a table, or a part of it and how much that leaves out."""
        if self.in_full or len(items) <= few:
            return [limited_table(columns, items, self.locale, before)]
        more = self.locale.say("… and {count} more: --all lists them", count=len(items) - few)
        return [table(columns, shown(items, few, before)), Lines((more,))]

    def _facts(self) -> Iterator[str]:
        data, locale, report, result = self.data, self.locale, self.data.report, self.data.result
        clause = locale.say(
            "{kind}, clause {clause} of {document}",
            kind=KIND[data.kind],
            clause=result.clause,
            document=one_line(locale.names(report.plan.document)),
        )
        nature = [locale.text(NATURE[result.nature])] if isinstance(result, TargetResult) else []
        yield locale.listed([clause, *([locale.names(data.verb)] if data.verb else []), *nature])
        yield from self.goal()
        yield from self.owners()
        if data.note is not None:
            yield locale.names(data.note)
        verdict = columns_of(result, report, locale)["verdict"].text(result)
        yield locale.say("{year}: {status}", year=str(report.year), status=verdict)
        made_up = result.illustrative or any(r.obs_status == "illustrative" for r in data.rows)
        doubtful = bool(getattr(result, "doubts", ()))
        yield from basis(report, locale, made_up=made_up, doubtful=doubtful)

    def goal(self) -> Iterator[str]:
        """Say what it asks for, and by when."""
        result, locale = self.data.result, self.locale
        if isinstance(result, TargetResult):
            path = locale.say("{path} path", path=PATH[result.path])
            yield locale.say(
                "Goal: {goal}; {path}; unit: {unit}",
                goal=goal_cell(result, locale, with_year=True),
                path=locale.say("no path") if result.path == "none" else path,
                unit=locale.unit_in_words(result.unit),
            )
        elif isinstance(result, MilestoneResult):
            yield locale.say("Due: {day}", day=result.due)

    def owners(self) -> Iterator[str]:
        """Say who answers for it."""
        columns = columns_of(self.data.result, self.data.report, self.locale)
        for column in (columns[each] for each in OWNERS):
            if names := column.text(self.data.result):
                yield self.locale.say("{name}: {value}", name=column.title, value=names)

    def arithmetic(self) -> Iterator[str]:
        """Return the arithmetic behind the verdict of the year."""
        result = self.data.result
        if isinstance(result, TargetResult):
            yield from derivation_lines(self.data.derivations, self.locale)
            yield from verdict_lines(result, self.data.ends, self.locale)
            yield from last_year_lines(result, self.locale)

    def remarks(self) -> tuple[str, ...]:
        """Say why, what happens next, and how bodies judge."""
        return remarks_on(self.data.result, self.locale)

    def years(self) -> Table:
        """Return how it stands in every year."""
        if isinstance(self.data.result, TargetResult):
            return self._target_years(self.data.result)
        columns = columns_of(self.data.result, self.data.report, self.locale)
        told = [columns[each].of(_result) for each in ("done", "verdict") if each in columns]
        year: Column[YearResult] = Column("year", self.locale.say("Year"), lambda y: str(y.year))
        return table([year, *told], self.data.history)

    def _target_years(self, now: TargetResult) -> Table:
        locale = self.locale
        columns = target_year_columns(self.data.report, locale)
        end = now.target.year
        found = table(
            [columns[each] for each in YEARS],
            (each for each in self.data.target_years if each.year <= end),
        )
        if now.baseline is None:
            return found
        base, path = now.baseline, {point.year: point.value for point in self.data.path}
        drawn = quantity_cell(path.get(base.year), now.unit, locale)
        value = locale.quantity(base.value, now.unit) + (" †" if base.illustrative else "")
        assumed = locale.say("base (assumed)") if base.assumed else locale.say("base")
        row = (str(base.year), drawn, value, NOTHING, NOTHING, NOTHING, NOTHING, assumed)
        # A base of its own may lie behind the first years.
        return replace(found, rows=tuple(sorted((row, *found.rows), key=lambda each: each[0])))

    def rows(self) -> Table:
        """Return every row of the actuals that concerns it."""
        return limited_table(self._row_columns(), self.data.rows, self.locale, is_used)

    def _row_columns(self) -> list[Column[Row]]:
        rows, columns = self.data.rows, figure_columns(self.locale)
        columns["indicator"] = replace(columns["indicator"], text=self._indicator)
        several = len({row.indicator for row in rows}) > 1
        group = len({row.entity for row in rows}) > 1
        ids = (*["indicator"] * several, *["entity"] * group, *TEXT)
        return [columns[each] for each in ids]

    def _indicator(self, row: Row) -> str:
        return self.locale.names(self.data.names[row.indicator])

    def notes(self) -> Iterator[str]:
        """Say what else there is to know."""
        result, locale = self.data.result, self.locale
        if not isinstance(result, TargetResult):
            return
        yield from (locale.text(note.message) for note in result.notes)
        yield from missing(result, self.data.report.year, locale)
        first = result.first_published
        if first is not None:
            yield locale.say(
                "with the first published figures: {value}, {status}",
                value=quantity_cell(first.value, result.unit, locale),
                status=STATUS[first.status],
            )


def _fails(member: MemberValue | MilestoneMember) -> bool:
    """Say whether a member has not done its part, as far as it has one."""
    return not (member.counts if isinstance(member, MemberValue) else member.done)


def _is_behind(quota: TargetResult) -> bool:
    return is_behind(quota.status)


def target_year_columns(report: Report, locale: Locale) -> dict[str, Column[TargetYear]]:
    """Return all columns of targets, and those of a year among others."""

    def actual(known: TargetYear) -> str:
        figure = known.then.actual
        return NOTHING if figure is None else actual_text(figure, known.then, locale)

    found = {
        name: column.of(_then) for name, column in target_columns(report, locale).items()
    } | by_id(
        Column("year", locale.say("Year"), lambda known: str(known.year), lambda k: k.year),
        Column(
            "path_level",
            locale.say("Due level"),
            lambda known: _path(known, locale),
            lambda known: known.path,
            "amount",
            priority=4,
            right=True,
        ),
    )
    actual_then = replace(found["actual"], title=found["actual"].short, text=actual)
    return {**found, "actual": actual_then}


def _path(known: TargetYear, locale: Locale) -> str:
    if known.point is None or known.point.stated is None:
        return quantity_cell(known.path, known.then.unit, locale)
    return amount(known.point.stated, known.then, locale)


def _then(known: TargetYear) -> TargetResult:
    return known.then


def _result(known: YearResult) -> Any:  # noqa: ANN401 # each kind of result has its columns
    return known.result
