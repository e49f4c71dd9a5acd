"""One commitment in full."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.locale import Locale
from clusterplan.model.results import (
    MeasureResult,
    MemberValue,
    MilestoneMember,
    MilestoneResult,
    TargetResult,
)
from clusterplan.render.cells import (
    BOUND,
    NOTHING,
    actual_text,
    amount,
    change_cell,
    done_cell,
    goal_cell,
    mark,
    pace_cell,
    signed,
)
from clusterplan.render.document.arithmetic import derivation_lines, verdict_lines
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title
from clusterplan.render.document.interface import Document
from clusterplan.render.document.links import link_lines
from clusterplan.render.document.report_blocks import missing
from clusterplan.render.jsonable import jsonable
from clusterplan.render.limits import is_used, listed_items, table_rows
from clusterplan.render.terminal.chart import chart
from clusterplan.render.words import (
    DOUBTFUL,
    KIND,
    MADE_UP,
    MILESTONE,
    NATURE,
    OBS_STATUS,
    PATH,
    ROLE,
    STATE,
    STATUS,
)
from clusterplan.views.one_commitment import FORMAT, Detail, PathPoint, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.render.terminal.screen import Screen
    from clusterplan.render.text.separated import Cell

HEADER = (
    *("indicator", "entity", "year", "value", "unit", "obs_status", "qualifier", "published"),
    *("series", "source", "note", "file", "line", "role"),
)
"""One record per row of the actuals, with the columns of the files."""


class DetailDocument(Document[Detail]):
    """A target, milestone or measure with all that is known of it."""

    def blocks(self) -> list[Block]:
        """Return what it is, how it stands, its years, members, vintages, links and notes."""
        return [*self._top(), *self._below()]

    def show(self, screen: Screen) -> None:
        """Print the same, with a chart where it can be drawn."""
        screen.blocks(self._top())
        if isinstance(self.data.result, TargetResult) and not screen.ascii_only:
            screen.verbatim(chart(self.data, self.data.result, self.locale, screen.width))
        screen.blocks(self._below())

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return every row of the actuals that concerns it."""
        return HEADER, (self._record(row) for row in self.data.rows)

    def json(self) -> object:
        """Return everything."""
        data, report, english = self.data, self.data.report, Locale()
        return {
            "format": FORMAT,
            "plan": jsonable(report.plan, english),
            "year": report.year,
            "as_of": jsonable(report.as_of, english),
            "published_only": report.published_only,
            "kind": data.kind,
            "verb": data.verb,
            "note": jsonable(data.note, english),
            "result": jsonable(data.result, english),
            "path": jsonable(data.path, english),
            "history": jsonable(data.history, english),
            "derivations": jsonable(data.derivations, english),
            "links": jsonable(report.links, english),
            "rows": jsonable(data.rows, english),
        }

    def _top(self) -> list[Block]:
        heading = self._say(say("The arithmetic for {year}", year=str(self.data.report.year)))
        return [
            Title(f"{self.locale.names(self.data.result.name)} ({self.data.result.id})"),
            Lines(tuple(self._facts())),
            Items(heading, tuple(self.arithmetic())),
            self.years(),
        ]

    def _below(self) -> list[Block]:
        names = {target.id: target for target in self.data.linked}
        report = self.data.report
        links = link_lines(report.links, names, report.year, self.locale)
        return [
            self.members(),
            self._rows(),
            Items(self._say(say("Goals that hang together")), tuple(links)),
            Items(self._say(say("Notes")), listed_items(list(self.notes()), self.locale)),
        ]

    def _facts(self) -> Iterator[str]:
        data, locale, report = self.data, self.locale, self.data.report
        kind = self._say(KIND[data.kind])
        clause = say(
            "{kind}, clause {clause} of {document}",
            kind=kind,
            clause=data.result.clause,
            document=" ".join(report.plan.document.split()),
        )
        verb = [data.verb] if data.verb else []
        yield locale.listed([self._say(clause), *verb, *self._nature()])
        yield from self.goal()
        if data.note is not None:
            yield locale.names(data.note)
        yield self._standing()
        if data.result.illustrative or any(r.obs_status == "illustrative" for r in data.rows):
            yield self._say(MADE_UP)
        if getattr(data.result, "doubts", ()):
            yield self._say(DOUBTFUL)
        if report.as_of:
            yield self._say(say("As published by {day}.", day=report.as_of))
        if report.published_only:
            yield self._say(say("Published figures only."))

    def _nature(self) -> list[str]:
        result = self.data.result
        return [self._say(NATURE[result.nature])] if isinstance(result, TargetResult) else []

    def goal(self) -> Iterator[str]:
        """Say what it asks for, and by when."""
        result, locale = self.data.result, self.locale
        if isinstance(result, TargetResult):
            goal = goal_cell(result, locale, with_year=True)
            path = self._say(say("{path} path", path=PATH[result.path]))
            unit = locale.unit_in_words(result.unit)
            yield self._say(
                say("Goal: {goal}; {path}; unit: {unit}", goal=goal, path=path, unit=unit)
            )
        elif isinstance(result, MilestoneResult):
            yield self._say(say("Due: {day}", day=result.due))

    def _standing(self) -> str:
        year = str(self.data.report.year)
        status = self._status(self.data.result)
        return self._say(say("{year}: {status}", year=year, status=status))

    def _status(self, result: TargetResult | MilestoneResult | MeasureResult) -> str:
        if isinstance(result, TargetResult):
            word = STATUS[result.status]
        elif isinstance(result, MilestoneResult):
            word = MILESTONE[result.status]
        else:
            word = STATE[result.state]
        return self._say(word) + mark(result)

    def arithmetic(self) -> Iterator[str]:
        """Return the arithmetic behind the verdict of the year."""
        result = self.data.result
        if isinstance(result, TargetResult):
            yield from derivation_lines(self.data.derivations, self.locale)
            yield from verdict_lines(result, self.locale)

    def years(self) -> Table:
        """Return how it stands in every year."""
        result = self.data.result
        if isinstance(result, TargetResult):
            return self._target_years(result)
        rows = []
        for each in self.data.history:
            done = (
                done_cell(each.result, self.locale)
                if isinstance(each.result, MilestoneResult)
                else ""
            )
            rows.append((str(each.year), done, self._status(each.result)))
        if isinstance(result, MilestoneResult):
            return self._table((say("Year"), say("Done"), say("Verdict")), rows)
        return self._table((say("Year"), say("State")), [(y, s) for y, _, s in rows])

    def _target_years(self, now: TargetResult) -> Table:
        locale = self.locale
        path = {point.year: self._path(point, now) for point in self.data.path}
        rows = []
        if now.baseline is not None:
            base, year = now.baseline, now.baseline.year
            made_up = " †" if base.illustrative else ""
            assumed = self._say(say("base (assumed)") if base.assumed else say("base"))
            value = locale.quantity(base.value, now.unit) + made_up
            drawn = path.get(year, NOTHING)
            rows.append((str(year), drawn, value, NOTHING, NOTHING, NOTHING, NOTHING, assumed))
        for each in self.data.history:
            result = each.result
            if not isinstance(result, TargetResult) or each.year > now.target.year:
                continue
            rows.append(
                (
                    str(each.year),
                    path.get(each.year, NOTHING),
                    NOTHING
                    if result.actual is None
                    else actual_text(result.actual, result, locale),
                    signed(result.shown.gap, result, locale),
                    signed(result.shown.schedule_gap, result, locale),
                    pace_cell(result, locale),
                    change_cell(result, locale),
                    self._status(result),
                )
            )
        rows.sort(key=lambda row: row[0])  # a base of its own may lie behind the first years
        heads = (
            say("Year"),
            say("Path"),
            say("Actual"),
            say("Gap"),
            say("Schedule gap"),
            say("Pace"),
            say("Needed per year"),
            say("Verdict"),
        )
        return self._table(heads, rows, right=range(1, 7))

    def _path(self, point: PathPoint, now: TargetResult) -> str:
        if point.stated is None:
            return self.locale.quantity(point.value, now.unit)
        return amount(point.stated, now, self.locale)

    def members(self) -> Table:
        """Return what each member of a group has."""
        result, locale = self.data.result, self.locale
        if isinstance(result, MilestoneResult) and len(result.members) > 1:
            done = table_rows(
                result.members, lambda m: (locale.names(m.name), self._done(m)), locale
            )
            return self._table((say("Member"), say("Done")), done)
        if not isinstance(result, TargetResult) or not result.members:
            return Table((), ())
        if all(member.counts is None for member in result.members):
            return self._parts(result.members)
        heads = (say("Member"), say("Figure"), say("Needed"), say("Gap"), say("Counts"))
        rows = table_rows(result.members, self._member, locale)
        return self._table(heads, rows, right=range(1, 4))

    def _member(self, member: MemberValue) -> tuple[str, ...]:
        """Write a member of a coverage, which is counted by its own unit."""
        locale = self.locale
        figure, missing = NOTHING, [NOTHING, NOTHING]
        if member.state is not None:
            figure = self._say(STATE[member.state])
        elif member.value is not None:
            figure = locale.number(member.value)
        if member.needed is not None:
            missing = [
                NOTHING if value is None else locale.number(value, 2)
                for value in (member.needed, member.gap)
            ]
        made_up = " †" if member.illustrative else ""
        return (locale.names(member.name), figure + made_up, *missing, self._yes_or_no(member))

    def _parts(self, members: tuple[MemberValue, ...]) -> Table:
        """Return the members of a sum, each with its share where all are known exactly."""
        locale = self.locale
        known = [member.value for member in members if member.low == member.high]
        whole = sum((value for value in known if value is not None), Decimal(0))
        in_full = len(known) == len(members) and None not in known and whole > 0

        def write(member: MemberValue) -> tuple[str, ...]:
            figure = NOTHING if member.value is None else self._amount(member.value)
            made_up = " †" if member.illustrative else ""
            share = [locale.percent((member.value or Decimal(0)) / whole)] if in_full else []
            return (locale.names(member.name), figure + made_up, *share)

        heads = (say("Member"), say("Figure"), *([say("Share of the sum")] if in_full else []))
        return self._table(heads, table_rows(members, write, locale), right=(1, 2))

    def _amount(self, value: Decimal) -> str:
        result = self.data.result
        unit = result.unit if isinstance(result, TargetResult) else ""
        return self.locale.quantity(value, unit)

    def _yes_or_no(self, member: MemberValue | MilestoneMember) -> str:
        known = member.counts if isinstance(member, MemberValue) else member.done
        words = {True: self._say(say("yes")), False: self._say(say("no")), None: NOTHING}
        return words[known]

    def _done(self, member: MilestoneMember) -> str:
        return self.locale.date(member.on) if member.on else self._yes_or_no(member)

    def _rows(self) -> Table:
        several = len({row.indicator for row in self.data.rows}) > 1
        group = len({row.entity for row in self.data.rows}) > 1
        heads = [say("Indicator")] if several else []
        heads += [say("Entity")] if group else []
        heads += [
            say("Year"),
            say("Value"),
            say("Status"),
            say("Published"),
            say("Series"),
            say("Use"),
            say("Source"),
        ]

        def write(row: Row) -> tuple[str, ...]:
            cells = [row.indicator] if several else []
            cells += [self.locale.names(row.name)] if group else []
            return (*cells, *row_cells(row, self.locale))

        rows = table_rows(self.data.rows, write, self.locale, is_used)
        at = len(heads) - 6
        return self._table(tuple(heads), rows, right=(at,))

    def notes(self) -> Iterator[str]:
        """Say what else there is to know."""
        result = self.data.result
        if not isinstance(result, TargetResult):
            return
        yield from (self.locale.text(note.message) for note in result.notes)
        yield from missing(result, self.data.report.year, self.locale)
        first = result.first_published
        if first is not None:
            value = NOTHING if first.value is None else self._amount(first.value)
            yield self._say(
                say(
                    "with the first published figures: {value}, {status}",
                    value=value,
                    status=STATUS[first.status],
                )
            )

    def _record(self, row: Row) -> list[Cell]:
        value = row.value if isinstance(row.value, Decimal) or row.value is None else str(row.value)
        day = None if row.published is None else row.published.isoformat()
        return [
            *(row.indicator, row.entity, row.year, value, row.unit, row.obs_status.value),
            *(row.qualifier.value, day, row.series, row.source, row.note, row.file, row.line),
            row.role,
        ]

    def _table(
        self, heads: Sequence[Message], rows: Iterable[tuple[str, ...]], right: Iterable[int] = ()
    ) -> Table:
        return Table(tuple(map(self._say, heads)), tuple(rows), frozenset(right))

    def _say(self, message: Message) -> str:
        return self.locale.text(message)


def row_cells(row: Row, locale: Locale) -> tuple[str, ...]:
    """Write a row of the actuals: year, value, status, day, series, use, and source."""
    day = NOTHING if row.published is None else row.published.isoformat()
    made_up = " †" if row.obs_status == "illustrative" else ""
    return (
        str(row.year),
        _value(row, locale) + made_up,
        locale.text(OBS_STATUS[row.obs_status]),
        day,
        row.series,
        locale.text(ROLE[row.role]),
        locale.text(
            say("{source} ({file}:{line})", source=row.source, file=row.file, line=str(row.line))
        ),
    )


def _value(row: Row, locale: Locale) -> str:
    if row.value is None:
        return NOTHING
    if isinstance(row.value, Decimal):
        about = "≈ " if row.qualifier == "about" else BOUND.get(row.qualifier, "")
        return about + locale.quantity(row.value, row.unit, None)
    return locale.text(STATE[row.value]) if isinstance(row.value, str) else row.value.isoformat()
