"""What the figures rest on: sources, revisions, gaps, and what was run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.messages import say, say_many
from clusterplan.methods import method
from clusterplan.model.observations import ObsStatus
from clusterplan.render.cells import NOTHING
from clusterplan.render.columns import Column
from clusterplan.render.document.blocks import Table, one_line, table
from clusterplan.render.figure_columns import TEXT, figure_columns
from clusterplan.render.limits import is_used, limited_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.views.one_commitment import Detail, Row
    from clusterplan.views.whole_document import Dossier, Subject

MOST_CITED = 20
"""Sources that a figure names before it counts the rest."""
REVISED = ("used", "superseded", "unused", "rival")


class Source(Struct, frozen=True):
    """A source with its number, and says how many of the figures used rest on it."""

    number: int
    text: str
    illustrative: bool
    told: str


class References(Struct, frozen=True):
    """The numbers of the sources of a figure, and how many it has besides."""

    numbers: tuple[int, ...]
    more: int


def sources(dossier: Dossier, locale: Locale) -> tuple[Source, ...]:
    """Number the sources of the figures used, in the order of their first use."""
    used = [row for each in dossier.details for row in each.rows if row.role == "used"]
    counts = Counter(one_line(row.source) for row in dossier.rows if row.role == "used")
    made_up = {one_line(row.source) for row in used if row.obs_status is ObsStatus.ILLUSTRATIVE}
    texts = dict.fromkeys(one_line(row.source) for row in used if row.source.strip())
    return tuple(
        Source(number, text, text in made_up, locale.text(_figures(counts[text])))
        for number, text in enumerate(texts, start=1)
    )


def _figures(count: int) -> Message:
    return say_many("{count} figure", "{count} figures", count=count)


def references(detail: Detail, year: int, numbers: Mapping[str, int]) -> References:
    """Return the numbers of the sources that the figure of a year rests on."""
    rows = (row for row in detail.rows if row.year == year and row.role == "used")
    texts = {one_line(row.source) for row in rows if row.source.strip()}
    cited = sorted(numbers[text] for text in texts if text in numbers)[:MOST_CITED]
    return References(tuple(cited), len(texts) - len(cited))


def summary(dossier: Dossier, locale: Locale) -> Iterator[str]:
    """Say how many figures are published, invented, revised, contested or missing."""
    roles = Counter(row.role for row in dossier.rows)
    subjects = dossier.subjects
    yield locale.say(
        "Figures used: {published} published, {illustrative} illustrative.",
        published=sum(subject.published for subject in subjects),
        illustrative=sum(subject.illustrative for subject in subjects),
    )
    yield locale.say(
        "Earlier vintages: {superseded}; other sources for the same figure: {rivals};"
        " figures still waited for: {waiting}.",
        superseded=roles["superseded"],
        rivals=roles["rival"],
        waiting=roles["waiting"],
    )


def documented(dossier: Dossier, locale: Locale) -> Table:
    """Return what each indicator, milestone and measure that has or wants figures rests on."""

    def counted(title: str, count: Callable[[Subject], int]) -> Column[Subject]:
        return Column(title, title, lambda each: str(count(each) or NOTHING), right=True)

    def supplier(subject: Subject) -> str:
        return NOTHING if subject.supplier is None else locale.names(subject.supplier)

    def without(subject: Subject) -> str:
        return locale.listed(list(map(str, subject.without))) or NOTHING

    columns: tuple[Column[Subject], ...] = (
        Column("name", locale.say("Observed"), lambda each: locale.names(each.name)),
        counted(locale.say("Published"), lambda each: each.published),
        counted(locale.say("Illustrative †"), lambda each: each.illustrative),
        counted(locale.say("Earlier vintages"), lambda each: each.superseded),
        counted(locale.say("Other sources"), lambda each: each.rivals),
        counted(locale.say("Waiting"), lambda each: each.waiting),
        Column("without", locale.say("Years without any"), without),
        Column("supplier", locale.say("Supplied by"), supplier),
    )
    return table(columns, filter(_known, dossier.subjects))


def _known(subject: Subject) -> bool:
    counts = (subject.published, subject.illustrative, subject.rivals, subject.waiting)
    return any(counts) or bool(subject.without)


def observed(dossier: Dossier, locale: Locale) -> Column[Row]:
    """Return the name of what a row is of."""
    names = {subject.id: locale.names(subject.name) for subject in dossier.subjects}
    title, short = locale.say("Observed"), locale.say("Name")
    return Column("observed", title, lambda row: names.get(row.indicator, ""), short=short)


def revisions(dossier: Dossier, locale: Locale) -> Table:
    """Return every figure that has more than one vintage or source, all of them side by side."""

    def figure(row: Row) -> tuple[int, str, int]:
        return order[row.indicator], row.entity, row.year

    order = {subject.id: position for position, subject in enumerate(dossier.subjects)}
    rows = sorted((row for row in dossier.rows if row.role in REVISED), key=figure)
    several = Counter(map(figure, rows))
    columns = figure_columns(locale)
    shown = [observed(dossier, locale), *(columns[each] for each in ("entity", *TEXT))]
    found = [row for row in rows if several[figure(row)] > 1]
    return limited_table(shown, found, locale, is_used)


def run(dossier: Dossier, locale: Locale) -> Iterator[tuple[str, str]]:
    """Return what was run, each with its name."""
    report = dossier.report
    yield locale.say("Version"), f"clusterplan {dossier.run.version}"
    document = one_line(locale.names(report.plan.document))
    yield locale.say("Plan"), locale.say("{first}, {other}", first=report.plan.id, other=document)
    yield locale.say("Year"), str(report.year)
    everything = locale.say("everything published")
    when = everything if report.as_of is None else locale.date(report.as_of)
    yield locale.say("As published by"), when
    figures = say("published figures only") if report.published_only else say("all figures")
    yield locale.say("Figures used"), locale.text(figures)
    names = [locale.text(method(name).short) for name in report.methods]
    yield locale.say("Second opinions"), locale.listed(names) or NOTHING
    yield locale.say("Data"), report.data.path or locale.say("the packaged copy")
