"""`clusterplan schema`: the JSON Schema of the plan file, or of the definition of a roll-up."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.output import write
from clusterplan.schemas import plan_schema, rollup_schema


def schema(asked: Asked, *, rollup: bool) -> int:
    """Run `clusterplan schema`; return the exit code."""
    write(rollup_schema() if rollup else plan_schema(), asked.output, machine=True)
    return OK
