"""JSON Schemas: of the plan file (made from the models) and of every JSON format (files)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic.json_schema import GenerateJsonSchema

from clusterplan.model.plan import Plan
from clusterplan.render.text.json_text import dumps
from clusterplan.rollup.definition import Definition

if TYPE_CHECKING:
    from pydantic import BaseModel

FOLDER = Path(__file__).parent
"""A file `NAME.schema.json` for each format `clusterplan.NAME/1`."""


class _Untitled(GenerateJsonSchema):
    """Leave out titles that only repeat the key."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 # pydantic asks
        return False


def plan_schema() -> str:
    """Return the JSON Schema of the plan file as text."""
    return _schema(Plan, "clusterplan plan file")


def rollup_schema() -> str:
    """Return the JSON Schema of the definition of a roll-up as text."""
    return _schema(Definition, "clusterplan roll-up")


def _schema(model: type[BaseModel], title: str) -> str:
    schema = model.model_json_schema(schema_generator=_Untitled)
    head = {"$schema": schema.pop("$schema"), "title": title}
    return dumps(head | {key: part for key, part in schema.items() if key != "title"})
