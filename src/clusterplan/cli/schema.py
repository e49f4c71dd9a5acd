"""`clusterplan schema`: the JSON Schema of the plan file."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.output import write
from clusterplan.schemas import plan_schema


def schema(asked: Asked) -> int:
    """Run `clusterplan schema`; return the exit code."""
    write(plan_schema(), asked.output, machine=True)
    return OK
