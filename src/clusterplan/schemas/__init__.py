"""JSON Schemas: of the plan file (made from the models) and of the report (shipped as a file)."""

from __future__ import annotations

from pathlib import Path

from clusterplan.plan import Plan
from clusterplan.render.jsonable import dumps

REPORT_SCHEMA = Path(__file__).with_name("report.schema.json")
"""The JSON Schema of `check --format json`."""


def plan_schema() -> str:
    """Return the JSON Schema of the plan file as text."""
    schema = Plan.model_json_schema()
    return dumps({"$schema": schema.pop("$schema"), "title": "clusterplan plan file", **schema})
