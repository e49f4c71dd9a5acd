"""CP307, CP309: a figure against the same figure of other years."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.checks.flaws import FileFlaw, RowFlaw, record_rule
from clusterplan.checks.longest_chains import left_out, longest_chains
from clusterplan.checks.relations import needed_by_targets, within
from clusterplan.judging.figure import number_of, quantity_of
from clusterplan.judging.rounding import rounding_of
from clusterplan.reading.row_index import Trait

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.checks.records_at_hand import Records
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Indicator
    from clusterplan.reading.actuals_file import PlacedRow

ROUNDED = 2.0
"""Far more than the rounding of two numbers sets them apart: the last digit counts one at most."""
_ODD = int(Trait.QUALIFIED | Trait.CONVERTED)
"""What makes a number rougher than its last digit, or another one than in the file."""


@record_rule(
    "CP307",
    "A cumulative figure does not fall.",
    "What has been built up does not vanish within a year.",
    "Mend the year that does not fit. If the figure can fall, take cumulative out of the plan; if"
    " it is true for once, list it by --write-known.",
    compares=True,
)
def _cumulative_figures_stay(records: Records) -> Iterator[RowFlaw]:
    """Find cumulative figures that fall; of two the one that fits the other years less."""
    hint = say("mend one of the two")
    for indicator, _, rows in records.series(lambda item: item.cumulative):
        kept, *_ = longest_chains(rows, lambda before, after: not _falls(before, after))
        for row, other in left_out(rows, kept):
            yield RowFlaw(row, "value", partial(_fallen, row, other, indicator), hint, (other,))


def _falls(before: PlacedRow, after: PlacedRow) -> bool:
    if not (before.traits | after.traits) & _ODD:
        if within(before.number, after.number, 0.0):
            return False
        if not within(before.number, after.number, ROUNDED):
            return True
    old, new = before.observation, after.observation
    slack = rounding_of(old, old.unit) + rounding_of(new, old.unit)
    return not within(number_of(old, old.unit), number_of(new, old.unit), slack)


def _fallen(row: PlacedRow, other: PlacedRow, indicator: Indicator) -> Message:
    unit = indicator.unit
    return say(
        "{new}, but {old} in {year}, though it is cumulative",
        new=quantity_of(row.observation, unit),
        old=quantity_of(other.observation, unit),
        year=str(other.year),
    )


@record_rule(
    "CP309",
    "No year is missing between two others.",
    "A gap hides what happened in it.",
    "Supply the figure; or add a row with obs_status missing, which says that it is known to be"
    " missing.",
)
def _no_year_is_missing(records: Records) -> Iterator[RowFlaw | FileFlaw]:
    """Find years without a figure between two that have one; a year without a file once."""
    files = {file.year: file.file for file in records.files if len(file.index)}
    first, last = min(files, default=0), max(files, default=0)
    absent = (year for year in range(first, last) if year not in files)
    yield from (_no_file(files, year) for year in absent if year not in records.unread)
    needed = {item.id for item in needed_by_targets(records.plan)}
    for indicator, entity, rows in records.series(lambda item: item.id in needed):
        for before, after in pairwise(rows):
            years = [
                year
                for year in range(before.year + 1, after.year)
                if year in files
                and year not in records.unread
                and not records.waits(indicator.id, entity, year)
                and _needed(records, indicator.id, entity, year)
            ]
            if years:
                yield _gap(records, before.observation, years)


def _no_file(files: dict[int, str], year: int) -> FileFlaw:
    before = PurePosixPath(files[max(each for each in files if each < year)])
    message = say("there is no file for {year}, but for years before and after", year=str(year))
    hint = say("write one, with obs_status missing for what nobody knows")
    return FileFlaw(str(before.with_stem(str(year))), message, hint)


def _needed(records: Records, identity: str, entity: str, year: int) -> bool:
    """Say whether a target rests on such figures, of this entity or another, and lacks this one."""
    if records.figures.of_indicator(identity, entity, year) is not None:
        return False  # computed from others
    if any(identity in target.indicators for target in records.plan.targets):
        return True
    return any(
        identity in user.sides
        and records.figures.selected(user.id, entity, year) is None
        and _needed(records, user.id, entity, year)
        for user in records.plan.indicators
    )


def _gap(records: Records, before: Observation, years: Sequence[int]) -> RowFlaw:
    plan = records.plan
    listed = tuple(map(str, years))
    name = plan.indicator[before.indicator].name
    message = say("{indicator}: no figure for {years}", indicator=name, years=listed)
    if before.entity != plan.area:
        entity = plan.entity[before.entity].name
        message = say(
            "{indicator}, {entity}: no figure for {years}",
            indicator=name,
            entity=entity,
            years=listed,
        )
    hint = say("supply it, or add a row with obs_status missing")
    return RowFlaw(before, "indicator", message, hint)


RULES = (_cumulative_figures_stay, _no_year_is_missing)
