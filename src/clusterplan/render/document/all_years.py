"""All years side by side: figure and verdict of each target, with a sparkline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from clusterplan.base.messages import say, say_many
from clusterplan.locale import Locale
from clusterplan.render.cells import bare_figure, common_goal_year, done_cell, goal_cell, mark
from clusterplan.render.columns import Column, record
from clusterplan.render.document.blocks import Block, Lines, Table, Title
from clusterplan.render.document.interface import Document
from clusterplan.render.jsonable import jsonable, says
from clusterplan.render.report_columns import (
    YEAR_RECORD,
    measure_columns,
    milestone_columns,
    stated_in,
    target_columns,
)
from clusterplan.render.terminal.signs import ASCII_SIGNS, SIGNS, STYLES
from clusterplan.render.text.sparkline import sparkline
from clusterplan.render.words import DOUBTFUL, MADE_UP, MILESTONE, STATE, STATUS
from clusterplan.views.all_years import FORMAT, Trend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.text import Text

    from clusterplan.model.results import MeasureResult, MilestoneResult, TargetResult
    from clusterplan.render.terminal.screen import Screen
    from clusterplan.render.text.separated import Cell

    TargetYears: TypeAlias = tuple[TargetResult, ...]
    AnyYears: TypeAlias = TargetYears | tuple[MilestoneResult, ...] | tuple[MeasureResult, ...]

COMMON = ("id", "name", "clause")
TARGET = (*COMMON, "entity", "path", "unit", "baseline", "target", "proxy")
TARGET_YEAR = (
    *("actual", "bound", "gap", "expected", "schedule_gap", "completion", "due", "pace"),
    *("status", "illustrative", "doubts", "stated", "shape"),
)
MILESTONE_YEAR = ("done", "of", "status", "illustrative")
MEASURE_YEAR = ("state", "illustrative")
NEWEST = 2
"""Years that a terminal shows however narrow it is."""


class TrendDocument(Document[Trend]):
    """The trend of a plan."""

    def blocks(self) -> list[Block]:
        """Return a table each of targets, milestones and measures by year."""
        locale = self.locale
        heads = [locale.text(head) for head in (say("Target"), say("Clause"))]
        heads += [self._goal_title(), locale.text(say("Trend"))]
        targets = [self._target(row) for row in self.data.targets]
        return [*self._head(), self._table(heads, targets), *self._others(self.data.measures)]

    def show(self, screen: Screen) -> None:
        """Print the targets as a table that fits the terminal, with signs for verdicts."""
        screen.blocks(self._head())
        if self.data.targets:
            screen.table(list(self._columns(screen)), self.data.targets)
        known = [row for row in self.data.measures if any(m.state != "no_data" for m in row)]
        screen.blocks(self._others(known))
        screen.footnotes([*self._unknown(len(self.data.measures) - len(known))])
        screen.footnotes([self._legend(screen)])

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment and year."""
        ids = (*YEAR_RECORD, *stated_in(self.data.reports[0].targets))
        return ids, self._records(ids)

    def json(self) -> object:
        """Return the years of each commitment."""
        data, first = self.data, self.data.reports[0]
        return {
            "format": FORMAT,
            "plan": jsonable(data.plan, Locale()),
            "years": list(data.years),
            "as_of": jsonable(first.as_of, Locale()),
            "published_only": first.published_only,
            "targets": [self._history(row, TARGET, TARGET_YEAR) for row in data.targets],
            "milestones": [self._history(row, COMMON, MILESTONE_YEAR) for row in data.milestones],
            "measures": [self._history(row, COMMON, MEASURE_YEAR) for row in data.measures],
        }

    def _head(self) -> list[Block]:
        data, locale = self.data, self.locale
        years = f"{data.years[0]}–{data.years[-1]}"
        title = locale.text(say("{title}: {year}", title=data.plan.title, year=years))
        return [Title(title), Lines((" ".join(data.plan.document.split()), *self._remarks()))]

    def _remarks(self) -> Iterator[str]:
        data, first = self.data, self.data.reports[0]
        rows: tuple[AnyYears, ...] = (*data.targets, *data.milestones, *data.measures)
        if any(each.illustrative for row in rows for each in row):
            yield self.locale.text(MADE_UP)
        if any(each.doubts for row in data.targets for each in row):
            yield self.locale.text(DOUBTFUL)
        if first.as_of:
            yield self.locale.text(say("As published by {day}.", day=first.as_of))
        if first.published_only:
            yield self.locale.text(say("Published figures only."))

    def _unknown(self, count: int) -> Iterator[str]:
        if count:
            yield self.locale.text(
                say_many(
                    "{count} measure without a figure in any year is left out.",
                    "{count} measures without a figure in any year are left out.",
                    count=count,
                )
            )

    def _table(self, heads: list[str], rows: Iterable[tuple[str, ...]]) -> Table:
        right = frozenset(range(len(heads), len(heads) + len(self.data.years)))
        return Table((*heads, *map(str, self.data.years)), tuple(rows), right)

    def _others(self, measures: Iterable[tuple[MeasureResult, ...]]) -> list[Block]:
        text = self.locale.text
        dated = [self._milestone(row) for row in self.data.milestones]
        states = [self._measure(row) for row in measures]
        return [
            self._table([text(say("Milestone")), text(say("Clause")), text(say("Due"))], dated),
            self._table([text(say("Measure")), text(say("Clause"))], states),
        ]

    def _target(self, row: TargetYears) -> tuple[str, ...]:
        name = self.locale.names(row[-1].name)
        years = (self._figure_and_verdict(each) for each in row)
        return (name, row[-1].clause, self._goal(row), self._line(row), *years)

    def _figure_and_verdict(self, result: TargetResult) -> str:
        status = self.locale.text(STATUS[result.status]) + mark(result)
        if result.actual is None:
            return status
        figure = bare_figure(result, self.locale)
        return self.locale.text(say("{figure}, {status}", figure=figure, status=status))

    def _goal_title(self) -> str:
        end = common_goal_year(self.data.reports[-1])
        return self.locale.text(say("Goal {year}", year=str(end)) if end else say("Goal"))

    def _goal(self, row: TargetYears) -> str:
        several = common_goal_year(self.data.reports[-1]) is None
        return goal_cell(row[-1], self.locale, with_year=several, with_gloss=False)

    def _line(self, row: TargetYears) -> str:
        base = row[0].baseline.value if row[0].baseline else None
        figures = (each.actual.value if each.actual else None for each in row)
        return sparkline([base, *figures])

    def _milestone(self, row: tuple[MilestoneResult, ...]) -> tuple[str, ...]:
        locale = self.locale
        years = (
            locale.text(
                say(
                    "{figure}, {status}",
                    figure=done_cell(each, locale),
                    status=locale.text(MILESTONE[each.status]) + mark(each),
                )
            )
            for each in row
        )
        return (locale.names(row[-1].name), row[-1].clause, locale.date(row[-1].due), *years)

    def _measure(self, row: tuple[MeasureResult, ...]) -> tuple[str, ...]:
        states = (self.locale.text(STATE[each.state]) + mark(each) for each in row)
        return (self.locale.names(row[-1].name), row[-1].clause, *states)

    def _columns(self, screen: Screen) -> Iterator[Column[TargetYears]]:
        locale, years = self.locale, self.data.years
        signs = ASCII_SIGNS if screen.ascii_only else SIGNS

        def name(row: TargetYears) -> str:
            return locale.names(row[-1].name)

        def in_year(position: int) -> Column[TargetYears]:
            def cell(row: TargetYears) -> Text:
                result = row[position]
                verdict = (signs[result.status], STYLES.get(result.status, ""))
                figure = bare_figure(result, locale)
                return screen.styled((f"{figure} ", ""), verdict, (mark(result).strip(), ""))

            age = len(years) - 1 - position
            priority = 0 if age < NEWEST else age
            name, title = str(position), str(years[position])
            return Column(id=name, title=title, text=cell, priority=priority, right=True)

        yield Column(id="target", title=locale.text(say("Target")), text=name, wraps=True)
        yield Column(
            id="goal",
            title=self._goal_title(),
            text=self._goal,
            priority=len(years),
            right=True,
        )
        if not screen.ascii_only:
            yield Column(id="trend", title=locale.text(say("Trend")), text=self._line, priority=1)
        yield from map(in_year, range(len(years)))

    def _legend(self, screen: Screen) -> str:
        signs = ASCII_SIGNS if screen.ascii_only else SIGNS
        shown = {each.status for row in self.data.targets for each in row}
        parts = [
            f"{sign} {self.locale.text(STATUS[status])}"
            for status, sign in signs.items()
            if status in shown and sign
        ]
        return self.locale.text(say("; ")).join(parts)

    def _records(self, ids: Sequence[str]) -> Iterator[Sequence[Cell]]:
        locale, at = self.locale, YEAR_RECORD.index("year")
        milestones, measures = milestone_columns(locale), measure_columns(locale)
        for year, report in zip(self.data.years, self.data.reports, strict=True):
            targets = target_columns(report, locale)
            for cells in (
                *(record(targets, ids, each) for each in report.targets),
                *(record(milestones, ids, each) for each in report.milestones),
                *(record(measures, ids, each) for each in report.measures),
            ):
                cells[at] = year
                yield cells

    def _history(
        self, row: AnyYears, common: tuple[str, ...], yearly: tuple[str, ...]
    ) -> dict[str, object]:
        def of(result: Any, names: tuple[str, ...]) -> dict[str, object]:  # noqa: ANN401 # one of three
            added: frozenset[str] = getattr(result, "ADDED", frozenset())
            told = (name for name in names if name not in added or says(result, name))
            return {name: jsonable(getattr(result, name), Locale()) for name in told}

        years = [
            {"year": year, **of(result, yearly)}
            for year, result in zip(self.data.years, row, strict=True)
        ]
        return {**of(row[-1], common), "years": years}
