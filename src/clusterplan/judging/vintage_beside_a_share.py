"""Which vintage of a level is multiplied with a share: GDP as it was known when the share was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.messages import Note, NoteKind, say
from clusterplan.judging.figure import quantity_of

if TYPE_CHECKING:
    from clusterplan.model.observations import Actuals, Observation
    from clusterplan.model.plan import Indicator


class Vintage(Struct, frozen=True):
    """An older publication of a figure, and why it is used."""

    row: Observation
    note: Note


def vintage_beside(
    actuals: Actuals, share: Observation, now: Observation, level: Indicator
) -> Vintage | None:
    """Return the vintage in force when a share was published, else the next later one.

    None where that is the newest one, or the share has no day.
    """
    if share.published is None:
        return None
    used = actuals.in_force(level.id, now.entity, now.year, share.published, level.preferred_series)
    if used is None or (
        used is now and (now.published is None or now.published <= share.published)
    ):
        return None
    if used is now or used.published is None or used.published > share.published:
        message = say(
            "{level} {year}: used {old}, the earliest vintage known;"
            " none is as old as the share ({share_day})",
            level=level.name,
            year=str(now.year),
            share_day=share.published,
            old=quantity_of(used, level.unit),
        )
    else:
        message = say(
            "{level} {year}: used {old}, in force when the share was published ({share_day});"
            " the newest vintage is {new}",
            level=level.name,
            year=str(now.year),
            share_day=share.published,
            old=quantity_of(used, level.unit),
            new=quantity_of(now, level.unit),
        )
    return Vintage(used, Note(NoteKind.VINTAGE, message))
