"""Figures as SDMX-CSV 2.0, by the mapping that the user gives."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from clusterplan.base.grouping import grouped
from clusterplan.base.messages import say, say_many
from clusterplan.exporting.figures import has_level, has_number, value_text
from clusterplan.exporting.sdmx_mapping import CODED, NAMES, Promise
from clusterplan.exporting.tables import csv_bytes
from clusterplan.model.observations import Actuals, ObsStatus, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.exporting.sdmx_mapping import Component, Flaw, Mapping, MappingFile
    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.model.results import Report, TargetResult

SHOWN = 3
"""Pairs of rows with one key that are named; the rest are counted."""


def chosen_figures(
    plan: Plan, mapping: Mapping, rows: Sequence[Observation], report: Report
) -> list[Observation]:
    """Return the rows that a mapping takes: with null for a code it leaves some out.

    What has no number, like milestones and measures, has no place in a table of observations.
    Goals and bases are in it where a component says of a row what kind it is.
    """
    coded = [each for each in mapping.components if each.holds in CODED]
    taken = [row for row in rows if has_number(row, plan) and _is_taken(row, coded)]
    if mapping.figures == "in_force":
        taken = _in_force(plan, taken)
    if any(each.holds == "kind" for each in coded):
        promises = dict.fromkeys(each for result in report.targets for each in _said(plan, result))
        taken += [each for each in promises if _is_taken(each, coded)]
    return taken


def _said(plan: Plan, result: TargetResult) -> Iterator[Promise]:
    """Return the goal and the base of a target, where they are levels of an indicator."""
    target, goal, base = plan.target[result.id], result.target, result.baseline
    if not has_level(target, plan):
        return
    about: dict[str, Any] = {
        "indicator": str(target.indicator),
        "entity": target.entity or plan.area,
        "unit": plan.known_units[result.unit],
        "published": max((each.date for each in target.amended), default=plan.issued),
        "source": f"{plan.document.first} {target.clause}",
    }
    bound = Qualifier.AT_MOST if target.falling else Qualifier.AT_LEAST
    bound = Qualifier.ABOUT if target.about else bound
    for value, qualifier in (
        (goal.value, bound),
        (goal.low, Qualifier.AT_LEAST),
        (goal.high, Qualifier.AT_MOST),
    ):
        if value is not None:
            yield Promise(year=goal.year, value=Fraction(value), qualifier=qualifier, **about)
    if base is not None:
        status = ObsStatus.ESTIMATED if base.assumed else ObsStatus.NORMAL
        status = ObsStatus.ILLUSTRATIVE if base.illustrative else status
        about |= {"published": None, "source": ""}
        start = Fraction(base.value)
        yield Promise(year=base.year, value=start, status=status, kind="base", **about)


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
        f"{_place(first)} = {_place(other)}"
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


def _place(row: Observation) -> str:
    return row.place if isinstance(row, Promise) else f"{row.file}:{row.line}"


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
