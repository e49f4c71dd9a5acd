"""A plan as a Data Package: its figures, all that it says, and what came of each target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clusterplan.exporting.figures import CL_OBS_STATUS, has_number, value_text
from clusterplan.exporting.plan_tables import in_language, plan_tables
from clusterplan.exporting.tables import Field, Table, resource
from clusterplan.locale import Locale
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.render.columns import record
from clusterplan.render.document.one_commitment import target_year_columns
from clusterplan.render.jsonable import jsonable
from clusterplan.render.text.json_text import dumps
from clusterplan.render.text.separated import as_text
from clusterplan.views.one_commitment import TargetYear

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clusterplan.model.observations import Observation
    from clusterplan.model.plan import Plan
    from clusterplan.model.remarks import Remark
    from clusterplan.views.whole_document import Dossier

DESCRIPTOR = "datapackage.json"
FORMAT = "clusterplan.package/1"
TEXTS = ("target", "member", "entity", "unit", "exactly", "bound", "state", "status")
WHOLE, SWITCHES = ("base_year", "goal_year", "year"), ("illustrative", "counts")
RESULTS = (
    *("year", "unit", "base_year", "baseline", "goal_year", "goal_value", "exactly"),
    *("goal_from", "goal_to", "path_level", "actual", "bound", "gap", "schedule_gap"),
    *("completion", "due", "pace", "required_change", "projection", "status", "illustrative"),
)
"""What came of a target in a year, by the names of `check --format json`."""
MEMBER = ("entity", "value", "low", "high", "state", "counts", "needed", "gap", "illustrative")
"""What came of a member of its group, by the same names."""


def data_package(
    dossier: Dossier, plan: Plan, rows: Sequence[Observation], remarks: Sequence[Remark]
) -> dict[str, bytes]:
    """Return the files of a data package, by their names.

    Args:
        dossier: all that is known of the plan, in the newest year that has a figure.
        plan: the plan.
        rows: its figures.
        remarks: what is said beside them.
    """
    found = (
        *_observed(plan, rows),
        *plan_tables(plan),
        _members(plan),
        *_results(dossier),
        _remarks(remarks),
    )
    tables = [each for each in found if each.rows]
    files = {each.path: each.data() for each in tables}
    return files | {DESCRIPTOR: dumps(_descriptor(plan, tables, files)).encode()}


def _descriptor(plan: Plan, tables: Sequence[Table], files: Mapping[str, bytes]) -> dict[str, Any]:
    names = {each.name for each in tables}
    said = ("id", "language", "title", "document", "issued", "period", "base_year", "area")
    return {
        "profile": "tabular-data-package",
        "name": plan.id,
        "title": plan.title.first,
        "description": plan.document.first,
        "clusterplan": {
            "format": FORMAT,
            "plan": {each: jsonable(getattr(plan, each)) for each in (*said, "thresholds")},
        },
        "resources": [resource(each, files[each.path], names) for each in tables],
    }


FIGURE_FIELDS: tuple[Field, ...] = (
    {"name": "entity", "type": "string", "description": "whom it describes"},
    {"name": "year", "type": "year"},
    {"name": "value", "type": "number", "description": "as printed; empty while awaited"},
    {"name": "unit", "type": "string"},
    {
        "name": "obs_status",
        "type": "string",
        "description": "how it came about",
        "constraints": {"required": True, "enum": [each.value for each in ObsStatus]},
    },
    {
        "name": "sdmx_obs_status",
        "type": "string",
        "description": "the same in CL_OBS_STATUS; empty where that has no code",
    },
    {
        "name": "qualifier",
        "type": "string",
        "description": "how exactly it was stated",
        "constraints": {"required": True, "enum": [each.value for each in Qualifier]},
    },
    {"name": "published", "type": "date", "description": "the day; later days are revisions"},
    {"name": "series", "type": "string", "description": "which of several sources"},
    {"name": "source", "type": "string"},
    {"name": "note", "type": "string"},
)


def _observed(plan: Plan, rows: Sequence[Observation]) -> Iterator[Table]:
    """Return the rows with a number, and those with a day or a state."""
    figures = [row for row in rows if has_number(row, plan)]
    sources = tuple(dict.fromkeys(row.source for row in figures if row.source))
    first: Field = {"name": "indicator", "type": "string", "constraints": {"required": True}}
    cells = tuple(map(_cells, figures))
    yield Table("figures", "a row of figures", (first, *FIGURE_FIELDS), cells, sources)
    dated = tuple(_cells(row) for row in rows if not has_number(row, plan))
    told = [
        field | {"type": "string", "description": "a day or a state"}
        if field["name"] == "value"
        else field
        for field in FIGURE_FIELDS
    ]
    about = "an indicator, a milestone or a measure"
    item: Field = {"name": "item", "type": "string", "description": about}
    yield Table("progress", "what was done, by when", (item, *told), dated)


def _cells(row: Observation) -> list[str]:
    return [
        row.indicator,
        row.entity,
        str(row.year),
        value_text(row),
        row.unit,
        row.status.value,
        CL_OBS_STATUS[row.status] or "",
        row.qualifier.value,
        row.published.isoformat() if row.published else "",
        row.series,
        row.source,
        row.note,
    ]


def _members(plan: Plan) -> Table:
    """Return who belongs to a group in which year, and lies in whom."""
    fields: tuple[Field, ...] = (
        {"name": "group", "type": "string"},
        {"name": "year", "type": "year"},
        {"name": "entity", "type": "string"},
    )
    rows = tuple(
        (group.id, str(year), member.id)
        for group in plan.groups
        for year in plan.file_years
        for member in plan.members(group.id, year)
    )
    return Table("members", "a member of a group on 31 December of a year", fields, rows)


def _results(dossier: Dossier) -> Iterator[Table]:
    """Return how each target stood in each year, and each member of its group.

    With its base, goal and path; what is asked of a single member is a record of its own.
    """
    columns = target_year_columns(dossier.report, Locale())
    fields = (_result_field("target"), _result_field("member"), *map(_result_field, RESULTS))
    years = [(each.id, year) for each, detail in dossier.targets for year in detail.target_years]
    rows = tuple(
        [target, member, *map(as_text, record(columns, RESULTS, found))]
        for target, year in years
        for member, found in (("", year), *_quotas(year))
    )
    yield Table("results", "a target, or what it asks of a member, in a year", fields, rows)
    fields = (_result_field("target"), _result_field("year"), *map(_result_field, MEMBER))
    members = ((target, year.year, each) for target, year in years for each in year.then.members)
    rows = tuple(
        [target, str(year), *(as_text(getattr(each, name)) for name in MEMBER)]
        for target, year, each in members
    )
    yield Table("member_results", "a member of the group of a target in a year", fields, rows)


def _quotas(year: TargetYear) -> Iterator[tuple[str, TargetYear]]:
    for each in year.then.quotas:
        yield each.entity, TargetYear(year.year, each, None)


def _remarks(remarks: Sequence[Remark]) -> Table:
    """Return what is said beside the figures, in each language that it is said in."""
    tags = list(dict.fromkeys(tag for each in remarks for tag in each.text.root))
    names = ("commitment", "kind", "year", "body", "due", "state", "status", "published", "source")
    kinds = {"year": "year", "due": "date", "published": "date"}
    fields: tuple[Field, ...] = (
        *({"name": name, "type": kinds.get(name, "string")} for name in names),
        *({"name": in_language("text", tag), "type": "string"} for tag in tags),
    )
    rows = tuple(
        [
            *("" if (held := getattr(each, name)) is None else str(held) for name in names),
            *(each.text.root.get(tag, "") for tag in tags),
        ]
        for each in remarks
    )
    return Table("remarks", "a judgement, a reason, an action or a risk", fields, rows)


def _result_field(name: str) -> Field:
    kinds = {"string": TEXTS, "integer": WHOLE, "boolean": SWITCHES}
    found = (kind for kind, names in kinds.items() if name in names)
    return {"name": name, "type": next(found, "number")}
