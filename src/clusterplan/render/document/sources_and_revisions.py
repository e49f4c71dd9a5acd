"""What the figures rest on: sources, revisions, gaps, and what was run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.messages import say, say_many
from clusterplan.methods import method
from clusterplan.model.observations import ObsStatus
from clusterplan.render.cells import NOTHING
from clusterplan.render.document.blocks import Table, one_line
from clusterplan.render.document.one_commitment import row_cells
from clusterplan.render.limits import is_used, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    yield locale.text(
        say(
            "Figures used: {published} published, {illustrative} illustrative.",
            published=sum(subject.published for subject in subjects),
            illustrative=sum(subject.illustrative for subject in subjects),
        )
    )
    yield locale.text(
        say(
            "Earlier vintages: {superseded}; other sources for the same figure: {rivals};"
            " figures still waited for: {waiting}.",
            superseded=roles["superseded"],
            rivals=roles["rival"],
            waiting=roles["waiting"],
        )
    )


def documented(dossier: Dossier, locale: Locale) -> Table:
    """Return what each indicator, milestone and measure that has or wants figures rests on."""
    heads = (
        say("Observed"),
        say("Published"),
        say("Illustrative †"),
        say("Earlier vintages"),
        say("Other sources"),
        say("Waiting"),
        say("Years without any"),
        say("Supplied by"),
    )
    rows = tuple(_documented(each, locale) for each in dossier.subjects if _known(each))
    header = tuple(map(locale.text, heads))
    return Table(header, rows, right=frozenset(range(1, 6)))


def _known(subject: Subject) -> bool:
    counts = (subject.published, subject.illustrative, subject.rivals, subject.waiting)
    return any(counts) or bool(subject.without)


def _documented(subject: Subject, locale: Locale) -> tuple[str, ...]:
    counts = (
        subject.published,
        subject.illustrative,
        subject.superseded,
        subject.rivals,
        subject.waiting,
    )
    return (
        locale.names(subject.name),
        *(str(count) if count else NOTHING for count in counts),
        locale.listed(list(map(str, subject.without))) or NOTHING,
        NOTHING if subject.supplier is None else locale.names(subject.supplier),
    )


def revisions(dossier: Dossier, locale: Locale) -> Table:
    """Return every figure that has more than one vintage or source, all of them side by side."""
    several: dict[tuple[str, str, int], int] = Counter(
        (row.indicator, row.entity, row.year) for row in dossier.rows if row.role in REVISED
    )
    names = {subject.id: locale.names(subject.name) for subject in dossier.subjects}
    heads = (
        say("Observed"),
        say("Entity"),
        say("Year"),
        say("Value"),
        say("Status"),
        say("Published"),
        say("Series"),
        say("Use"),
        say("Source"),
    )
    order = {identity: position for position, identity in enumerate(names)}
    found = sorted(
        (
            row
            for row in dossier.rows
            if several.get((row.indicator, row.entity, row.year), 0) > 1 and row.role in REVISED
        ),
        key=lambda row: (order[row.indicator], row.entity, row.year),
    )

    def write(row: Row) -> tuple[str, ...]:
        return (names[row.indicator], locale.names(row.name), *row_cells(row, locale))

    rows = table_rows(found, write, locale, is_used)
    return Table(tuple(map(locale.text, heads)), rows, right=frozenset((3,)))


def run(dossier: Dossier, locale: Locale) -> Iterator[tuple[str, str]]:
    """Return what was run, each with its name."""
    report = dossier.report
    yield locale.text(say("Version")), f"clusterplan {dossier.run.version}"
    document = one_line(locale.names(report.plan.document))
    yield locale.text(say("Plan")), f"{report.plan.id}, {document}"
    yield locale.text(say("Year")), str(report.year)
    everything = locale.text(say("everything published"))
    when = everything if report.as_of is None else locale.date(report.as_of)
    yield locale.text(say("As published by")), when
    figures = say("published figures only") if report.published_only else say("all figures")
    yield locale.text(say("Figures")), locale.text(figures)
    names = [locale.text(method(name).short) for name in report.methods]
    yield locale.text(say("Second opinions")), locale.listed(names) or NOTHING
    yield locale.text(say("Data")), report.data.path or locale.text(say("the packaged copy"))
