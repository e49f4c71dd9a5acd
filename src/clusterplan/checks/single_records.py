"""CP301, CP302, CP310 to CP317: each record by itself, and against others of the same figure."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from clusterplan.base.findings import Level
from clusterplan.base.messages import say, say_many
from clusterplan.checks.flaws import RowFlaw, record_rule
from clusterplan.checks.relations import agree
from clusterplan.judging.figure import number_of, quantity_of
from clusterplan.judging.rounding import rounding_of
from clusterplan.reading.actuals_file import PlacedRow
from clusterplan.reading.part_of_year import part_of_year
from clusterplan.reading.row_index import Trait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.base.messages import Message
    from clusterplan.checks.records_at_hand import Records
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Entity, Plan


@record_rule(
    "CP301",
    "A series publishes one figure on one day.",
    "Of two, nobody knows which one counts.",
    "Remove the row that is not right. A revision has a later day; another source has another"
    " series.",
    level=Level.ERROR,
    compares=True,
)
def _no_duplicates(records: Records) -> Iterator[RowFlaw]:
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


@record_rule(
    "CP302",
    "Different sources agree, or the plan says which one counts.",
    "Two figures for the same thing cannot both be right.",
    "Name the better source first in the indicator's preferred_series; both figures are kept, and"
    " reports tell of the conflict.",
    compares=True,
)
def _sources_agree(records: Records) -> Iterator[RowFlaw]:
    """Find figures of which two series differ, beyond rounding, and the plan prefers neither."""
    hint = say("name the better one in preferred_series")
    for chosen in records.contested:
        used = chosen.observation
        indicator = records.plan.indicator[used.indicator]
        if used.series in indicator.preferred_series:
            continue
        rival = next((row for row in chosen.rivals if _differ(row, used, indicator.unit)), None)
        if rival is not None:
            yield RowFlaw(rival, "series", partial(_rivals, used, indicator.unit), hint, (used,))


def _rivals(used: Observation, unit: str) -> Message:
    return say(
        "another series gives another figure, in line {line} of {file}: {value}",
        line=used.line,
        file=used.file,
        value=quantity_of(used, unit),
    )


def _differ(row: Observation, other: Observation, unit: str) -> bool:
    slack = rounding_of(row, unit) + rounding_of(other, unit)
    return not agree(number_of(row, unit), number_of(other, unit), slack)


@record_rule(
    "CP310",
    "Figures are observed, not made up.",
    "What is invented to show the tool at work is no statistic.",
    "Replace them by published figures. One notice per file; with --strict it is an error.",
    level=Level.NOTICE,
)
def _observed(records: Records) -> Iterator[RowFlaw]:
    """Find illustrative rows, once per file."""
    for file in records.files:
        made_up = file.index.where(lambda traits: Trait.ILLUSTRATIVE in traits)
        first = next(made_up, None)
        if first is None:
            continue
        message = say_many(
            "{count} row is illustrative, this one",
            "{count} rows are illustrative, the first of them here",
            count=1 + sum(1 for _ in made_up),
        )
        hint = say("replace them by published figures; --strict refuses them")
        yield RowFlaw(PlacedRow(file, first), "obs_status", message, hint)


@record_rule(
    "CP311",
    "The entity existed in the year.",
    "A figure for what was not there belongs to something else.",
    "Mend the entity of the row, or since and until in the plan.",
)
def _entities_exist(records: Records) -> Iterator[RowFlaw]:
    hint = say("mend the entity, or its dates in the plan")
    for file in records.files:
        absent = {e.id: e for e in records.plan.entities if not _there(e, file.year)}
        for row in records.on(file, absent):
            entity = absent[records.numbering.named(row.figure)[1]]
            yield RowFlaw(row, "entity", partial(_absent, entity, file.year), hint)


def _there(entity: Entity, year: int) -> bool:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (entity.since is None or entity.since <= last) and (
        entity.until is None or entity.until > first
    )


def _absent(entity: Entity, year: int) -> Message:
    return say("{entity} did not exist in {year}", entity=entity.name, year=str(year))


@record_rule(
    "CP312",
    "A figure has a source.",
    "Without it nobody can verify the figure.",
    "Say in source who published it, and where.",
)
def _sources_given(records: Records) -> Iterator[RowFlaw]:
    message, hint = say("the source is missing"), say("say who published it")
    for row in records.where(lambda t: Trait.UNSOURCED in t and Trait.MISSING not in t):
        yield RowFlaw(row, "source", message, hint)


@record_rule(
    "CP313",
    "A figure has a day of publication.",
    "Undated, it counts as the oldest of its series, and --as-of leaves it out.",
    "Write the day in published; a month or a year will do.",
    level=Level.NOTICE,
)
def _dates_given(records: Records) -> Iterator[RowFlaw]:
    message, hint = say("the day of publication is missing"), say("a year or a month will do")
    for row in records.where(lambda t: Trait.UNDATED in t and Trait.MISSING not in t):
        yield RowFlaw(row, "published", message, hint)


@record_rule(
    "CP314",
    "An outcome is published after its year is over.",
    "Before that it can only be a forecast.",
    "Mend the day in published, or set obs_status to forecast or estimated.",
)
def _outcomes_after_their_year(records: Records) -> Iterator[RowFlaw]:
    hint = say("mend the day, or set obs_status to forecast or estimated")
    for row in records.where(_early_outcome):
        yield RowFlaw(row, "published", partial(_early, row), hint)


def _early_outcome(traits: Trait) -> bool:
    settled = bool(traits & (Trait.NORMAL | Trait.PROVISIONAL))
    return settled and Trait.EARLY in traits and Trait.NUMERIC in traits


def _early(row: PlacedRow) -> Message:
    year = str(row.source.year)
    return say("an outcome of {year}, published before its end", year=year)


@record_rule(
    "CP315",
    "What is done was done before it was published.",
    "A day that has not come is a plan, not an outcome.",
    "Mend the day in value or the one in published.",
    level=Level.ERROR,
)
def _done_before_published(records: Records) -> Iterator[RowFlaw]:
    for place in records.where(lambda t: Trait.DATED in t and Trait.MISSING not in t):
        row = place.observation
        if isinstance(row.value, date) and row.published and row.value > row.published:
            message = say("done on {day}, after it was published", day=row.value)
            yield RowFlaw(row, "value", message, say("mend one of the two days"))


@record_rule(
    "CP316",
    "Source and note do not speak of a part of the year.",
    "Nine months look like a bad year.",
    "Supply the figure of the whole year. If it is that already, say so in other words.",
)
def _whole_years(records: Records) -> Iterator[RowFlaw]:
    unsettled = Trait.MISSING | Trait.FORECAST
    for place in records.where(lambda t: Trait.PARTIAL in t and not t & unsettled):
        row = place.observation
        field = "source" if part_of_year(row.source) else "note"
        part = part_of_year(row.source) or part_of_year(row.note) or ""
        message = say("the {field} speaks of a part of a year: {part}", field=field, part=part)
        hint = say("supply the figure of the whole year, or say it otherwise")
        yield RowFlaw(row, field, message, hint)


@record_rule(
    "CP317",
    "A figure is published within ten years of the plan's last one.",
    "A slip in the year makes a row the newest, and --as-of never takes it.",
    "Check the year in published; if it is right, leave it as it is.",
    level=Level.NOTICE,
)
def _not_long_after(records: Records) -> Iterator[RowFlaw]:
    hint = say("check the year")
    for row in records.where(lambda t: Trait.LATE in t):
        yield RowFlaw(row, "published", partial(_long_after, row, records.plan), hint)


def _long_after(row: PlacedRow, plan: Plan) -> Message:
    return say(
        "published on {day}, long after the plan's last year, {year}",
        day=row.observation.published or "",
        year=str(plan.file_years[-1]),
    )


RULES = (
    _no_duplicates,
    _sources_agree,
    _observed,
    _entities_exist,
    _sources_given,
    _dates_given,
    _outcomes_after_their_year,
    _done_before_published,
    _whole_years,
    _not_long_after,
)
