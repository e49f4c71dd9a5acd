"""Figures as SDMX-CSV 2.0, by the mapping that the user gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.grouping import grouped
from clusterplan.base.messages import say, say_many
from clusterplan.exporting.figures import has_number, value_text
from clusterplan.exporting.sdmx_mapping import CODED, NAMES
from clusterplan.exporting.tables import csv_bytes
from clusterplan.model.observations import Actuals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.exporting.sdmx_mapping import Component, Flaw, Mapping, MappingFile
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan

SHOWN = 3
"""Pairs of rows with one key that are named; the rest are counted."""


def chosen_figures(plan: Plan, mapping: Mapping, rows: Sequence[Observation]) -> list[Observation]:
    """Return the rows that a mapping takes: with null for a code it leaves some out.

    What has no number, like milestones and measures, has no place in a table of observations.
    """
    coded = [each for each in mapping.components if each.holds in CODED]
    taken = [row for row in rows if has_number(row, plan) and _is_taken(row, coded)]
    return taken if mapping.figures == "all" else _in_force(plan, taken)


def _is_taken(row: Observation, coded: Sequence[Component]) -> bool:
    return all(each.known.get(each.held(row), "") is not None for each in coded)


def _in_force(plan: Plan, rows: Sequence[Observation]) -> list[Observation]:
    """Return the row that counts of each figure; of one that is awaited, the last row."""
    actuals = Actuals(rows)
    found = []
    for (indicator, entity, year), same in grouped(
        ((row.indicator, row.entity, row.year), row) for row in rows
    ).items():
        prefer = plan.indicator[indicator].preferred_series
        selected = actuals.select(indicator, entity, year, prefer)
        found.append(selected.observation if selected else same[-1])
    return found


def collisions(
    read: MappingFile, plan: Plan, mapping: Mapping, rows: Sequence[Observation]
) -> list[Flaw]:
    """Return what is wrong where two rows have one key: SDMX knows one observation of each."""
    keys = (tuple(_cell(row, each, plan) for each in mapping.dimensions) for row in rows)
    pairs = [
        f"{first.file}:{first.line} = {other.file}:{other.line}"
        for first, *others in grouped(zip(keys, rows, strict=True)).values()
        for other in others
    ]
    if not pairs:
        return []
    message = say_many(
        "{count} row has the key of another one: {rows}",
        "{count} rows have the keys of others: {rows}",
        count=len(pairs),
        rows=", ".join(pairs[:SHOWN]) + (", …" if len(pairs) > SHOWN else ""),
    )
    hint = say(
        "add a dimension that holds what they differ in (published, series, …), or write figures:"
        " in_force"
    )
    return [read.flaw(("dimensions",), message, hint)]


def sdmx_csv(plan: Plan, mapping: Mapping, rows: Sequence[Observation]) -> bytes:
    """Return SDMX-CSV 2.0; the mapping lacks nothing."""
    components = mapping.components
    header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *(each.id for each in components)]
    head = [mapping.structure, mapping.structure_id, mapping.action]
    lines = ([*head, *(_cell(row, each, plan) for each in components)] for row in rows)
    texts = [True] * len(head) + [each.holds not in ("value", "year") for each in components]
    return csv_bytes(header, lines, texts)


def _cell(row: Observation, component: Component, plan: Plan) -> str:
    match component.holds:
        case None:
            return component.always or ""
        case "value":
            return value_text(row)
        case "published":
            return row.published.isoformat() if row.published else ""
        case held if held in NAMES:
            item = held.removesuffix("_name")
            name = getattr(plan, item)[getattr(row, item)].name
            return str(name.in_language(component.language) if component.language else name.first)
        case held if held in CODED:
            return component.known[component.held(row)] or ""
    return component.held(row)
