"""The figures that a plan asks for in a year: as rows of its CSV, and who supplies how many."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.messages import Message, say
from clusterplan.base.spreadsheet_text import inert
from clusterplan.model.observations import ObsStatus
from clusterplan.render.cells import SIGN
from clusterplan.render.columns import Column
from clusterplan.render.document.blocks import Lines, Title, one_line, table
from clusterplan.render.words import STATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.locale import Locale
    from clusterplan.model.observations import Observation
    from clusterplan.render.document.blocks import Block
    from clusterplan.views.figures_wanted import Wanted


def waiting_rows(wanted: Sequence[Wanted], area: str, locale: Locale) -> list[dict[str, str]]:
    """Return the cells of a row for each figure, by column."""
    return [
        {
            "indicator": each.subject,
            "entity": "" if each.entity == area else each.entity,
            "unit": each.unit,
            "obs_status": ObsStatus.MISSING.value,
            "note": inert(one_line(_note(each, locale))),
        }
        for each in wanted
    ]


def _note(wanted: Wanted, locale: Locale) -> str:
    last = locale.text(_last(wanted.last, locale)) if wanted.last else ""
    if wanted.supplier is None:
        return last
    supplier = locale.say("from: {supplier}", supplier=wanted.supplier)
    if not last:
        return supplier
    return locale.say("{first}; {second}", first=last, second=supplier)


def _last(row: Observation, locale: Locale) -> Message:
    made_up = " †" if row.status is ObsStatus.ILLUSTRATIVE else ""
    value = f"{SIGN[row.qualifier]}{_value(row, locale)}{made_up}"
    return say("{year}: {value}", year=str(row.year), value=value)


def _value(row: Observation, locale: Locale) -> str:
    if isinstance(row.value, Fraction):
        return locale.quantity(exactly(row.value), row.unit, None)
    return locale.text(STATE[str(row.value)]) if row.unit == "state" else str(row.value)


def suppliers(wanted: Sequence[Wanted], year: int, locale: Locale) -> list[Block]:
    """Return who is to supply how many figures."""
    counts = Counter(
        locale.names(each.supplier) if each.supplier else locale.say("not named in the plan")
        for each in wanted
    )
    made_up = any(each.last and each.last.status is ObsStatus.ILLUSTRATIVE for each in wanted)
    footnote = locale.say("† in the notes: last year's figure is illustrative, made up")
    columns: tuple[Column[tuple[str, int]], ...] = (
        Column("supplier", locale.say("Supplier"), lambda each: each[0]),
        Column("figures", locale.say("Figures"), lambda each: str(each[1]), right=True),
    )
    return [
        Title(locale.say("Figures of {year} to collect", year=str(year))),
        table(columns, counts.items()),
        Lines((footnote,) if made_up else ()),
    ]
