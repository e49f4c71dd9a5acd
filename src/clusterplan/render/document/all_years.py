"""All years side by side: figure and verdict of each target, with a sparkline."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec.structs import replace

from clusterplan.base.messages import say_many
from clusterplan.model.plan import OWNERS
from clusterplan.render.cells import bare_figure, basis, goal_cell, mark
from clusterplan.render.check_columns import (
    YEAR_RECORD,
    measure_columns,
    milestone_columns,
    owned,
    records,
    stated_in,
    target_columns,
)
from clusterplan.render.columns import VITAL, Column
from clusterplan.render.document.blocks import Block, Lines, Title, one_line, table
from clusterplan.render.document.interface import Document
from clusterplan.render.document.report_blocks import selected, title_of
from clusterplan.render.jsonable import fields
from clusterplan.render.limits import limited_table, listed_items
from clusterplan.render.signs import ASCII_SIGNS, SIGNS, STYLES
from clusterplan.render.words import STATUS
from clusterplan.views.all_years import FORMAT, Trend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from rich.text import Text

    from clusterplan.model.results import MeasureResult, MilestoneResult, Report, TargetResult
    from clusterplan.render.columns import Cell
    from clusterplan.render.terminal.screen import Screen

    TargetYears: TypeAlias = tuple[TargetResult, ...]
    Quota: TypeAlias = tuple[TargetResult, TargetYears]
    """What it is of, and how it stands by year."""
    AnyYears: TypeAlias = TargetYears | tuple[MilestoneResult, ...] | tuple[MeasureResult, ...]

COMMON = ("id", "name", "clause", "lead", "supporting")
TARGET = (*COMMON, "entity", "path", "unit", "baseline", "target", "proxy")
TARGET_YEAR = (
    *("actual", "bound", "gap", "expected", "schedule_gap", "completion", "due", "pace"),
    *("status", "illustrative", "doubts", "stated", "shape"),
)
MILESTONE_YEAR = ("done", "of", "status", "illustrative")
MEASURE_YEAR = ("state", "illustrative")
NEWEST = 2
"""Years whose figures a narrow terminal breaks rather than leave them out."""


class TrendDocument(Document[Trend]):
    """The trend of a plan."""

    def blocks(self) -> list[Block]:
        """Return a table each of targets, milestones and measures by year."""
        name, clause, goal = self._newest()
        columns = [name, clause, goal, self._trend(), *self._years(self._figure_and_verdict)]
        targets = table(columns, self.data.targets)
        return [*self._head(), targets, *self._quotas(), *self._others(self.data.measures)]

    def show(self, screen: Screen) -> None:
        """Print the targets as a table that fits the terminal, with signs for verdicts."""
        data, locale = self.data, self.locale
        signs = ASCII_SIGNS if screen.ascii_only else SIGNS

        def cell(result: TargetResult) -> Text:
            verdict = (signs[result.status], STYLES.get(result.status, ""))
            figure = (f"{bare_figure(result, locale)} ", "")
            return screen.styled(figure, verdict, (mark(result).strip(), ""))

        name, _, goal = self._newest()
        goal = replace(goal, right=True)
        trend = [] if screen.ascii_only else [self._trend()]
        screen.blocks(self._head())
        if data.targets:
            screen.table([name, goal, *trend, *self._years(cell)], data.targets)
        screen.blocks(self._quotas())
        known = [row for row in data.measures if any(m.state != "no_data" for m in row)]
        screen.blocks(self._others(known))
        if unknown := len(data.measures) - len(known):
            left_out = say_many(
                "{count} measure without a figure in any year is left out.",
                "{count} measures without a figure in any year are left out.",
                count=unknown,
            )
            screen.footnotes([locale.text(left_out)])
        seen = {each.status for row in data.targets for each in row}
        legend = [
            f"{sign} {locale.text(STATUS[status])}"
            for status, sign in signs.items()
            if status in seen and sign
        ]
        screen.footnotes([locale.say("; ").join(legend)])

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment and year."""
        first = self.data.reports[0]
        ids = (*YEAR_RECORD, *stated_in(first.targets), *owned(first.commitments, OWNERS))

        def of(report: Report) -> Iterator[Sequence[Cell]]:
            year: Column[object] = Column("year", value=lambda _: report.year)
            return records(report, ids, self.locale, year)

        return ids, chain.from_iterable(map(of, self.data.reports))

    def json(self) -> object:
        """Return the years of each commitment."""
        data, first = self.data, self.data.reports[0]
        return {
            "format": FORMAT,
            **fields(data, "plan", "years"),
            **fields(first, "as_of", "published_only", "selection"),
            "targets": list(map(self._of_target, data.targets)),
            "milestones": [self._history(row, COMMON, MILESTONE_YEAR) for row in data.milestones],
            "measures": [self._history(row, COMMON, MEASURE_YEAR) for row in data.measures],
        }

    def _of_target(self, row: TargetYears) -> dict[str, object]:
        """Return the years of a target, and of its quotas if it has any."""
        found = self._history(row, TARGET, TARGET_YEAR)
        if row[-1].quotas:
            by_member = zip(*(each.quotas for each in row), strict=True)
            found["quotas"] = [self._history(each, TARGET, TARGET_YEAR) for each in by_member]
        return found

    def _quotas(self) -> list[Block]:
        """Return the quotas of members as a table, where the plan sets any."""
        columns = [column.of(_years_of) for column in self._newest()]
        columns[0] = replace(columns[0], title=self.locale.say("Member"))
        whole: Column[Quota] = Column(
            "whole", self.locale.say("Quotas of members"), lambda q: self.locale.names(q[0].name)
        )
        years = (column.of(_years_of) for column in self._years(self._figure_and_verdict))
        return [limited_table([whole, *columns, *years], self.data.quotas, self.locale)]

    def _history(
        self, row: AnyYears, common: tuple[str, ...], yearly: tuple[str, ...]
    ) -> dict[str, object]:
        years = zip(self.data.years, row, strict=True)
        told = [{"year": year, **fields(result, *yearly)} for year, result in years]
        return {**fields(row[-1], *common), "years": told}

    def _head(self) -> list[Block]:
        data, locale = self.data, self.locale
        rows: tuple[AnyYears, ...] = (*data.targets, *data.milestones, *data.measures)
        made_up = any(each.illustrative for row in rows for each in row)
        doubtful = any(each.doubts for row in data.targets for each in row)
        remarks = basis(data.reports[0], locale, made_up=made_up, doubtful=doubtful)
        years = f"{data.years[0]}–{data.years[-1]}"
        selection = data.reports[0].selection
        title = title_of(data.plan, years, selection, locale)
        document = one_line(locale.names(data.plan.document))
        told = (document, *selected(selection, locale), *remarks)
        interim = listed_items(list(self._interim()), locale)
        return [Title(title), Lines((*told, *interim))]

    def _interim(self) -> Iterator[str]:
        """Say which goals come before the one that stands beside the years."""
        locale = self.locale
        for row in self.data.targets:
            goals = dict.fromkeys(
                goal_cell(each, locale, with_year=True, with_gloss=False)
                for each in row
                if each.is_on_the_way
            )
            if goals:
                listed = locale.say("; ").join(goals)
                yield locale.say(
                    "Judged by an interim goal first: {name} ({goals}).",
                    name=row[-1].name,
                    goals=listed,
                )

    def _newest(self) -> list[Column[TargetYears]]:
        columns = target_columns(self.data.reports[-1], self.locale, with_gloss=False)
        return [columns[each].of(_last) for each in ("name", "clause", "goal")]

    def _trend(self) -> Column[TargetYears]:
        def line(row: TargetYears) -> str:
            base = row[0].baseline.value if row[0].baseline else None
            figures = (each.actual.value if each.actual else None for each in row)
            return sparkline([base, *figures])

        return Column(
            "trend",
            self.locale.say("Trend"),
            line,
            priority=len(self.data.years) + VITAL,
            whole=True,
        )

    def _years(self, cell: Callable[[Any], str | Text]) -> Iterator[Column[Any]]:
        """Return a column per year; a narrow terminal leaves out the oldest first."""
        for age, year in reversed([*enumerate(reversed(self.data.years))]):

            def text(row: AnyYears, age: int = age) -> str | Text:
                return cell(row[-1 - age])

            priority = age if age < NEWEST else age + VITAL
            yield Column(str(year), str(year), text, priority=priority, right=True)

    def _others(self, measures: Iterable[tuple[MeasureResult, ...]]) -> list[Block]:
        dated, others = milestone_columns(self.locale), measure_columns(self.locale)

        def done(result: MilestoneResult) -> str:
            figure, status = (dated[each].text(result) for each in ("done", "verdict"))
            return self.locale.say("{figure}, {status}", figure=figure, status=status)

        by_whom = [dated[each].of(_last) for each in ("name", "clause", "due")]
        stated = [others[each].of(_last) for each in ("name", "clause")]
        return [
            table([*by_whom, *self._years(done)], self.data.milestones),
            table([*stated, *self._years(others["verdict"].text)], measures),
        ]

    def _figure_and_verdict(self, result: TargetResult) -> str:
        status = self.locale.text(STATUS[result.status]) + mark(result)
        if result.actual is None:
            return status
        figure = bare_figure(result, self.locale)
        return self.locale.say("{figure}, {status}", figure=figure, status=status)


_years_of: Callable[[Quota], TargetYears] = itemgetter(1)
_last: Callable[[tuple[Any, ...]], Any] = itemgetter(-1)


def sparkline(values: Sequence[Decimal | None]) -> str:
    """Draw figures as bars from low to high; a gap stays blank, fewer than two draw nothing."""
    from sparklines import sparklines  # noqa: PLC0415 # only where it is drawn

    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 # a line needs two ends
        return ""
    # Measured from the lowest: negative figures would be drawn in reverse video.
    lowest = min(known)
    (line,) = sparklines([None if value is None else float(value - lowest) for value in values])
    return str(line)
