"""CP301, CP302, CP310 to CP315: each record by itself, and against others of the same figure."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from clusterplan.checks.rule import RecordRule, Records, RowFlaw
from clusterplan.figures import number_of
from clusterplan.findings import Level, Rule
from clusterplan.messages import Message, say, say_many
from clusterplan.reading.actuals_file import PlacedRow
from clusterplan.reading.index import Trait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.plan import Entity


def no_duplicates(records: Records) -> Iterator[RowFlaw]:
    """Find rows that publish the same figure of the same series on the same day."""
    hint = say("keep one, or give them different dates or series")
    for file in records.files:
        for position, before in file.index.repeated():
            first = PlacedRow(file, before)
            yield RowFlaw(PlacedRow(file, position), "indicator", partial(_same, first), hint)


def _same(first: PlacedRow) -> Message:
    return say(
        "the same figure as in line {line} of {file}, of the same series and day",
        line=first.line,
        file=first.file,
    )


def sources_agree(records: Records) -> Iterator[RowFlaw]:
    """Find figures of which two series differ and the plan prefers neither."""
    told = set()
    for place in records.where(lambda traits: Trait.IN_SERIES in traits):
        if not place.source.index.differs(place.figure):
            continue
        row = place.observation
        indicator = records.plan.indicator.get(row.indicator)
        if indicator is None or row.series in indicator.preferred_series:
            continue
        found = records.figures.selected(row.indicator, row.entity, row.year)
        if found is None or found.observation.series in indicator.preferred_series:
            continue
        used, key = found.observation, (row.indicator, row.entity, row.year)
        if key in told or not any(other.series == row.series for other in found.rivals):
            continue
        if number_of(row, indicator.unit) != number_of(used, indicator.unit):
            told.add(key)
            message = say(
                "another series gives another figure, in line {line} of {file}",
                line=used.line,
                file=used.file,
            )
            yield RowFlaw(row, "series", message, say("name the better one in preferred_series"))


def observed(records: Records) -> Iterator[RowFlaw]:
    """Find illustrative rows, once per file."""
    made_up: dict[str, list[PlacedRow]] = {}
    for row in records.where(lambda traits: Trait.ILLUSTRATIVE in traits):
        made_up.setdefault(row.file, []).append(row)
    for rows in made_up.values():
        message = say_many(
            "{count} row is illustrative, this one",
            "{count} rows are illustrative, the first of them here",
            count=len(rows),
        )
        hint = say("replace them by published figures; --strict refuses them")
        yield RowFlaw(rows[0], "obs_status", message, hint)


def entities_exist(records: Records) -> Iterator[RowFlaw]:
    """Find figures of entities that were not there in the year."""
    hint = say("mend the entity, or its dates in the plan")
    for file in records.files:
        absent = {e.id: e for e in records.plan.entities if not _there(e, file.year)}
        for row in records.on(file, absent):
            entity = absent[records.named(row)[1]]
            yield RowFlaw(row, "entity", partial(_absent, entity, file.year), hint)


def _there(entity: Entity, year: int) -> bool:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (entity.since is None or entity.since <= last) and (
        entity.until is None or entity.until > first
    )


def _absent(entity: Entity, year: int) -> Message:
    return say("{entity} did not exist in {year}", entity=entity.name, year=str(year))


def sources_given(records: Records) -> Iterator[RowFlaw]:
    """Find figures without a source."""
    message, hint = say("the source is missing"), say("say who published it")
    for row in records.where(lambda t: Trait.UNSOURCED in t and Trait.MISSING not in t):
        yield RowFlaw(row, "source", message, hint)


def dates_given(records: Records) -> Iterator[RowFlaw]:
    """Find figures without a day of publication."""
    message, hint = say("the day of publication is missing"), say("a year or a month will do")
    for row in records.where(lambda t: Trait.UNDATED in t and Trait.MISSING not in t):
        yield RowFlaw(row, "published", message, hint)


def outcomes_after_their_year(records: Records) -> Iterator[RowFlaw]:
    """Find outcomes published before their year was over."""
    hint = say("mend the day, or set obs_status to forecast or estimated")
    for row in records.where(_early_outcome):
        year = str(row.source.year)
        message = partial(say, "an outcome of {year}, published before its end", year=year)
        yield RowFlaw(row, "published", message, hint)


def _early_outcome(traits: Trait) -> bool:
    settled = bool(traits & (Trait.NORMAL | Trait.PROVISIONAL))
    return settled and Trait.EARLY in traits and Trait.NUMERIC in traits


def done_before_published(records: Records) -> Iterator[RowFlaw]:
    """Find days of completion after the day of publication."""
    for place in records.of([milestone.id for milestone in records.plan.milestones]):
        row = place.observation
        if isinstance(row.value, date) and row.published and row.value > row.published:
            message = say("done on {day}, after it was published", day=row.value)
            yield RowFlaw(row, "value", message, say("mend one of the two days"))


RULES = (
    RecordRule(
        Rule(
            "CP301",
            Level.ERROR,
            say("One series publishes one figure a day."),
            say("Of two, nobody knows which one counts."),
        ),
        no_duplicates,
    ),
    RecordRule(
        Rule(
            "CP302",
            Level.WARNING,
            say("Different sources agree, or the plan prefers one."),
            say("Two figures for the same thing cannot both be right."),
        ),
        sources_agree,
    ),
    RecordRule(
        Rule(
            "CP310",
            Level.NOTICE,
            say("Figures are observed, not illustrative."),
            say("What is made up is no statistic."),
        ),
        observed,
    ),
    RecordRule(
        Rule(
            "CP311",
            Level.WARNING,
            say("The entity existed in the year."),
            say("A figure for what was not there belongs to another."),
        ),
        entities_exist,
    ),
    RecordRule(
        Rule(
            "CP312",
            Level.WARNING,
            say("A figure has a source."),
            say("Without it nobody can verify the figure."),
        ),
        sources_given,
    ),
    RecordRule(
        Rule(
            "CP313",
            Level.NOTICE,
            say("A figure has a day of publication."),
            say("Undated it counts as the oldest, and not at all for an earlier day."),
        ),
        dates_given,
    ),
    RecordRule(
        Rule(
            "CP314",
            Level.WARNING,
            say("An outcome is published after its year."),
            say("Before that it can only be a forecast."),
        ),
        outcomes_after_their_year,
    ),
    RecordRule(
        Rule(
            "CP315",
            Level.ERROR,
            say("What is done was done before it was published."),
            say("A day in the future is a plan, not an outcome."),
        ),
        done_before_published,
    ),
)
