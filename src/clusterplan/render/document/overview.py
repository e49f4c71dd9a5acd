"""Many plans as a document, one row each, those in need first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from clusterplan.base.messages import Message, say, say_many
from clusterplan.model.changes import MOST_TELLING
from clusterplan.render.cells import NOTHING, basis, signed, verdict_mark
from clusterplan.render.columns import Column, by_id, of_part, record
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title, table
from clusterplan.render.document.interface import Document
from clusterplan.render.document.report_blocks import counts, on_published
from clusterplan.render.findings.as_text import place_of, said
from clusterplan.render.jsonable import fields, jsonable
from clusterplan.render.words import DIRECTION, STATUS
from clusterplan.views.many_plans import FORMAT, GROUPS, Overview, PlanRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.locale import Locale
    from clusterplan.model.remarks import Body
    from clusterplan.model.results import TargetResult
    from clusterplan.render.columns import Cell

TITLES: dict[str, Message] = {
    "met": say("Met"),
    "ahead": say("Ahead"),
    "on_schedule": say("On schedule"),
    "behind": say("Behind"),
    "no_data": say("No data"),
    "undecided": say("Not due or no base"),
}
PRIORITY = {"met": 1, "on_schedule": 4, "behind": 0, "no_data": 3, "ahead": 5, "undecided": 8}
"""Which counts give way on a narrow terminal."""
TEXT = (
    *("title", "year", "targets", *GROUPS, "worst", "gap", "lead", "newest", "trust"),
    "moved",
)
RECORD = (
    *("path", "plan", "title", "year", "targets", *GROUPS, "worst", "worst_name"),
    *("worst_status", "gap", "unit", "lead", "lead_name", "newest_year", "newest_published"),
    *("published", "illustrative", "verdicts_on_published_only", "worse", "better", "error"),
)
HEAD = ("folder", "year", "as_of", "published_only", "narrowed", "broken", "summary")
OF_DATA = ("illustrative", "published", "verdicts_on_published_only")
OF_WORST = (
    "id",
    "name",
    "clause",
    "unit",
    "status",
    "gap",
    "pace",
    "bound",
    "illustrative",
    "lead",
)


class OverviewDocument(Document[Overview]):
    """A row for each plan."""

    def blocks(self) -> list[Block]:
        """Return how all stand together, and the row of each plan."""
        data, locale = self.data, self.locale
        title = locale.say("Overview of {folder}", folder=data.folder)
        if data.year is not None:
            title = locale.say("{title}: {year}", title=title, year=str(data.year))
        gone = Items(locale.say("Plans that are there no longer"), data.gone or ())
        return [Title(title), Lines(tuple(self.statements())), self.table(), gone]

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per plan."""
        columns = overview_columns(self.locale)
        return RECORD, (record(columns, RECORD, row) for row in self.data.rows)

    def json(self) -> object:
        """Return the contract (`clusterplan.overview/1`)."""
        data = self.data
        gone = {} if data.gone is None else {"gone": jsonable(data.gone)}
        return {
            "format": FORMAT,
            **fields(data, *HEAD),
            "plans": [_row(row) for row in data.rows],
            **gone,
        }

    def statements(self) -> Iterator[str]:
        """Say how all of them stand together."""
        data, locale = self.data, self.locale
        yield locale.text(say_many("{count} plan.", "{count} plans.", count=len(data.rows)))
        if data.narrowed:
            yield locale.say("Narrowed to: {options}.", options="; ".join(data.narrowed))
        if data.broken:
            yield locale.text(
                say_many(
                    "{count} could not be checked, and is not counted.",
                    "{count} could not be checked, and are not counted.",
                    count=data.broken,
                )
            )
        if data.summary:
            yield counts(data.summary, locale)
            yield locale.say("Sorted by need: the larger the share behind, the earlier.")
        known = [row.data for row in data.rows if row.data is not None]
        judged = sum(row.targets - row.count("no_data") for row in data.rows)
        if judged:
            published = sum(each.verdicts_on_published_only for each in known)
            yield on_published(published, judged, locale)
        yield from self._moved()
        yield from basis(data, locale, made_up=any(each.illustrative for each in known))

    def _moved(self) -> Iterator[str]:
        """Say how much changed since an earlier overview, in all plans together."""
        if self.data.gone is None:
            return
        total: Counter[Any] = Counter()
        for row in self.data.rows:
            total.update(row.moved or {})
        listed = _directions(total, self.locale) or self.locale.say("nothing to compare")
        yield self.locale.say("Since the earlier overview: {counts}.", counts=listed)

    def table(self) -> Table:
        """Return the row of each plan."""
        data = self.data
        columns = overview_columns(self.locale)
        years = {row.year for row in data.rows if row.year is not None}
        told = {
            "year": len(years) > 1 or data.year is None,
            "undecided": any(row.count("undecided") for row in data.rows),
            "lead": any(_lead(row) for row in data.rows),
            "moved": data.gone is not None,
        }
        shown = [columns[each] for each in TEXT if told.get(each, True)]
        return table(shown, data.rows)


def overview_columns(locale: Locale) -> dict[str, Column[PlanRow]]:
    """Return all columns of plans."""

    def title(row: PlanRow) -> str:
        return row.path if row.plan is None else locale.names(row.plan.title)

    return by_id(
        Column("path", value=lambda row: row.path),
        Column("plan", value=of_part("plan", "id")),
        Column("title", locale.say("Plan"), title),
        Column(
            "year",
            locale.say("Year"),
            lambda row: NOTHING if row.year is None else str(row.year),
            lambda row: row.year,
            priority=2,
        ),
        _number("targets", locale.say("Targets"), lambda row: row.targets, 7),
        *(
            _number(group, locale.text(TITLES[group]), _counting(group), PRIORITY[group])
            for group in GROUPS
        ),
        *_worst_columns(locale),
        Column("newest", locale.say("Newest figure"), lambda row: _newest(row, locale), priority=9),
        Column("newest_year", value=of_part("newest", "year")),
        Column("newest_published", value=of_part("newest", "published")),
        Column("trust", locale.say("Rests on"), lambda row: _trust(row, locale), priority=10),
        *(Column(name, value=of_part("data", name)) for name in OF_DATA),
        Column(
            "moved",
            locale.say("Since then"),
            lambda row: _directions(row.moved or {}, locale) or NOTHING,
            priority=1,
        ),
        *(_of_moved(name) for name in ("worse", "better")),
        Column("error", value=lambda row: _trouble(row, locale)),
    )


def _counting(group: str) -> Callable[[PlanRow], int]:
    return lambda row: row.count(group)


def _number(
    name: str, title: str, count: Callable[[PlanRow], int], priority: int
) -> Column[PlanRow]:
    """Return a column of counts; there are none where nothing was judged."""
    return Column(
        name,
        title,
        lambda row: str(count(row)) if row.checked else NOTHING,
        lambda row: count(row) if row.checked else None,
        right=True,
        priority=priority,
    )


def _worst_columns(locale: Locale) -> tuple[Column[PlanRow], ...]:
    """Return what is told of the target that is furthest behind."""

    def worst(row: PlanRow) -> str:
        trouble = _trouble(row, locale)
        if trouble is not None:
            return trouble
        return _of_worst(
            row, lambda t: locale.say("{name} ({status})", **_named(t)) + verdict_mark(t)
        )

    def _named(target: TargetResult) -> dict[str, Any]:
        return {"name": target.name, "status": STATUS[target.status]}

    return (
        Column("worst", locale.say("Worst target"), worst, of_part("worst", "id")),
        Column(
            "gap",
            locale.say("Gap"),
            lambda row: _of_worst(row, lambda t: signed(t.shown.gap, t, locale)),
            of_part("worst", "gap"),
            right=True,
            priority=2,
        ),
        Column(
            "lead",
            locale.say("Lead"),
            lambda row: locale.names(lead.name) if (lead := _lead(row)) else NOTHING,
            lambda row: lead.id if (lead := _lead(row)) else None,
            priority=6,
        ),
        Column(
            "lead_name",
            value=lambda row: locale.names(lead.name) if (lead := _lead(row)) else None,
        ),
        Column("worst_name", value=lambda row: locale.names(row.worst.name) if row.worst else None),
        Column("worst_status", value=of_part("worst", "status")),
        Column("unit", value=of_part("worst", "unit")),
    )


def _lead(row: PlanRow) -> Body | None:
    """Return who answers for the worst target, None where the plan does not say."""
    return None if row.worst is None else row.worst.lead


def _of_worst(row: PlanRow, write: Callable[[TargetResult], str]) -> str:
    return NOTHING if row.worst is None else write(row.worst)


def _of_moved(name: Any) -> Column[PlanRow]:  # noqa: ANN401 # a direction
    return Column(name, value=lambda row: None if row.moved is None else row.moved.get(name, 0))


def _trouble(row: PlanRow, locale: Locale) -> str | None:
    """Say why a plan has no verdicts, None where it has some."""
    if row.error is not None:
        place, what = place_of(row.error), said(row.error, locale)
        return locale.say("{place}: {code}: {what}", place=place, code=row.error.code, what=what)
    return None if row.outside is None else locale.text(row.outside)


def _newest(row: PlanRow, locale: Locale) -> str:
    if row.newest is None:
        return NOTHING
    year, day = str(row.newest.year), row.newest.published
    if day is None:
        return year
    return locale.say("{year}, published {day}", year=year, day=day)


def _trust(row: PlanRow, locale: Locale) -> str:
    if row.data is None:
        return NOTHING
    published, illustrative = row.data.published, row.data.illustrative
    text = locale.say("{count} published", count=published)
    if not illustrative:
        return text
    return locale.listed([text, locale.say("{count} illustrative †", count=illustrative)])


def _directions(moved: Any, locale: Locale) -> str:  # noqa: ANN401 # counts by direction
    return locale.listed(
        [
            locale.say("{count} {status}", count=count, status=DIRECTION[way])
            for way in MOST_TELLING
            if (count := moved.get(way, 0))
        ]
    )


def _row(row: PlanRow) -> dict[str, object]:
    return {
        "path": row.path,
        "plan": row.plan and fields(row.plan, "id", "title", "period"),
        **fields(row, "year", "targets", "summary"),
        "worst": row.worst and fields(row.worst, *OF_WORST),
        **fields(row, "newest"),
        "data": row.data and fields(row.data, *OF_DATA),
        **fields(row, "verdicts", "moved"),
        "error": row.error
        and fields(row.error, "code", "file", "line", "column", "message", "hint"),
        **fields(row, "outside"),
    }
