"""Level × share: which vintage of a level that was revised since goes with a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import Note, NoteKind, say
from clusterplan.judging.figure import quantity_of

if TYPE_CHECKING:
    from datetime import date

    from clusterplan.base.messages import Message
    from clusterplan.judging.figure import Figure
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Indicator


def vintage_beside(
    share: Figure, figure: Figure, level: Indicator
) -> tuple[Observation, Note] | None:
    """Return the vintage of a level in force when a share was published, or the next one, and why.

    None where that is the newest one, or the share has no day.
    """
    newest, day = figure.reported, share.reported.published if share.reported else None
    if newest is None or day is None:
        return None
    vintages = (*figure.superseded, newest)
    known = [row for row in vintages if row.published is None or row.published <= day]
    if known and known[-1] is newest:
        return None
    used = known[-1] if known else vintages[0]
    return used, Note(NoteKind.VINTAGE, _why_not_the_newest(level, used, newest, day))


def _why_not_the_newest(
    level: Indicator, used: Observation, newest: Observation, day: date
) -> Message:
    old, year = quantity_of(used, level.unit), str(used.year)
    if used.published is None or used.published > day:
        return say(
            "{level} {year}: used {old}, the earliest vintage known;"
            " none is as old as the share ({share_day})",
            level=level.name,
            year=year,
            share_day=day,
            old=old,
        )
    return say(
        "{level} {year}: used {old}, in force when the share was published ({share_day});"
        " the newest vintage is {new}",
        level=level.name,
        year=year,
        share_day=day,
        old=old,
        new=quantity_of(newest, level.unit),
    )
