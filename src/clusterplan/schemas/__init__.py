"""JSON Schemas: of the plan file (made from the models), of the report and of methods (files)."""

from __future__ import annotations

from pathlib import Path

from pydantic.json_schema import GenerateJsonSchema

from clusterplan.plan import Plan
from clusterplan.render.jsonable import dumps

FOLDER = Path(__file__).parent
REPORT_SCHEMA = FOLDER / "report.schema.json"
"""The JSON Schema of `check --format json`; those of other commands bear the command's name."""
METHODS_SCHEMA = FOLDER / "methods.schema.json"
"""The JSON Schema of `methods --format json`."""


class _Untitled(GenerateJsonSchema):
    """Leave out titles that only repeat the key."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 # pydantic asks
        return False


def plan_schema() -> str:
    """Return the JSON Schema of the plan file as text."""
    schema = Plan.model_json_schema(schema_generator=_Untitled)
    head = {"$schema": schema.pop("$schema"), "title": "clusterplan plan file"}
    return dumps(head | {key: part for key, part in schema.items() if key != "title"})
