"""The audit of a roll-up: what it was made of, for everybody, and the rest for who keeps it closed.

The open one has no unit code, and of a suppressed figure nothing but that it is suppressed. Counts
of rows are left out where a number of units is suppressed, as that would follow from them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from clusterplan.model.observations import ObsStatus
from clusterplan.rollup.protection import Key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from clusterplan.base.findings import Finding
    from clusterplan.rollup.computing import Computed, Tables
    from clusterplan.rollup.definition import Definition
    from clusterplan.rollup.publishing import Publication, Published

AUDIT = "clusterplan.rollup-audit/1"
DETAILS = "clusterplan.rollup-details/1"


class Run(Struct, frozen=True):
    """How a roll-up was run.

    Attributes:
        plan: the id of the plan.
        year: of the figures.
        published: the day that the rows name.
        made: the day it was run.
        program: the version of clusterplan.
        engine: its name and version.
        definition: what the definition is called, and its hash.
    """

    plan: str
    year: int
    published: str
    made: str
    program: str
    engine: tuple[str, str]
    definition: tuple[str, str]


def audit(
    run: Run, definition: Definition, tables: Tables, computed: Computed, found: Publication
) -> dict[str, Any]:
    """Return the audit that lies beside the figures."""
    rows = computed.rows
    counts = {
        "read": rows.read,
        "late": rows.late,
        "without_unit": rows.nameless,
        "replaced": rows.replaced,
        "used": rows.used,
        "refused": _by_kind(rows.refused),
        "registered": computed.registered[1],
    }
    return {
        "format": AUDIT,
        **_run(run),
        "illustrative": definition.illustrative,
        "inputs": list(_inputs(definition, tables)),
        "query": hashlib.sha256("\n".join(computed.queries).encode()).hexdigest(),
        "rows": None if _tells_of_units(definition, computed, found) else counts,
        "sums_agree": True,  # else there would be no audit
        "figures": [_figure(each) for each in found.figures if not each.refused],
    }


def details(
    open_audit: dict[str, Any], computed: Computed, found: Publication, findings: Iterable[Finding]
) -> dict[str, Any]:
    """Return all that is known, which nobody should publish."""
    rows = computed.rows
    return {
        **open_audit,
        "format": DETAILS,
        "rows": {**(open_audit["rows"] or {}), "used": rows.used, "read": rows.read},
        "refused": rows.refused,
        "cells": [_cell(each, found) for each in found.figures],
        "further": _keys(found.pattern.further),
        "unprotected": _keys(found.pattern.unprotected),
        "told_before": _keys(found.pattern.told_before),
        "silent": {"count": computed.silent[0], "first": computed.silent[1]},
        "findings": [
            {
                "code": each.code,
                "file": each.file,
                "line": each.line,
                "unit": each.key,
                "message": str(each.message),
            }
            for each in findings
        ],
        "queries": computed.queries,
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "plan": run.plan,
        "year": run.year,
        "published": run.published,
        "made": run.made,
        "clusterplan": run.program,
        "engine": {"name": run.engine[0], "version": run.engine[1]},
        "definition": {"file": run.definition[0], "sha256": run.definition[1]},
    }


def _inputs(definition: Definition, tables: Tables) -> Iterable[dict[str, Any]]:
    named = [("returns", tables.returns), ("register", tables.registry)]
    named += [("last_year", tables.last_year)] if tables.last_year else []
    for role, table in named:
        for file in table.files:
            yield _input(role, file.name, file.sha256, file.size)
    for column, codes in definition.columns.items():
        listed = tables.lists.get(column)
        if codes.list is not None and listed is not None and listed.source is not None:
            found = _input("codes", listed.source.name, listed.source.sha256, listed.source.size)
            yield {**found, "codes": codes.id, "version": codes.list.version}


def _input(role: str, file: str, sha256: str, size: int) -> dict[str, Any]:
    return {"role": role, "file": file, "sha256": sha256 or None, "bytes": size or None}


def _by_kind(refused: dict[str, int]) -> dict[str, int]:
    """Add up reasons, without the names of columns and rules."""
    found: dict[str, int] = {}
    for reason, count in refused.items():
        kind = reason.partition(":")[0]
        found[kind] = found.get(kind, 0) + count
    return dict(sorted(found.items()))


def _tells_of_units(definition: Definition, computed: Computed, found: Publication) -> bool:
    """Say whether the number of all units would lead to one that is not published."""
    used, least = computed.rows.used, definition.disclosure.min_units
    hidden = (each for each in found.figures if each.status is ObsStatus.SUPPRESSED)
    nearly_all = (each.figure.sum is None or used - each.sum.units < least for each in hidden)
    return used < least or any(nearly_all) or _few_others(definition, computed, found)


def _few_others(definition: Definition, computed: Computed, found: Publication) -> bool:
    """Say whether the units that a count leaves out, which all less the count tells, are few."""
    counted = {
        id(each): computed.rows.used for each in definition.figures if each.count is not None
    }
    for each in found.figures:
        if id(each.figure) in counted:
            counted[id(each.figure)] -= each.sum.units
    return any(0 < others < definition.disclosure.min_units for others in counted.values())


def _figure(found: Published) -> dict[str, Any]:
    named = {"indicator": found.key.indicator, "entity": found.key.entity, "status": found.status}
    if found.value is None:
        return named
    count, size = found.coverage
    return {
        **named,
        "value": found.value,
        "unit": str(found.figure.unit),
        "qualifier": found.qualifier,
        "coverage": count,
        "coverage_by_value": size,
        "imputed": found.imputed,
    }


def _cell(found: Published, publication: Publication) -> dict[str, Any]:
    covered = found.covered
    return {
        "indicator": found.key.indicator,
        "entity": found.key.entity,
        "status": found.status,
        "refused": found.refused,
        "value": found.sum.value,
        "unit": str(found.figure.unit),
        "units": found.sum.units,
        "imputed": found.imputed,
        "registered": covered.registered if covered else None,
        "reported": covered.reported if covered else None,
        "unsafe": list(publication.pattern.unsafe.get(found.key, ())),
    }


def _keys(keys: Iterable[Hashable]) -> list[str]:
    """Name those that are published; the others are parts that nobody states."""
    return sorted("/".join(key) for key in keys if isinstance(key, Key))
