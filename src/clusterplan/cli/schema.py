"""`clusterplan schema`: the JSON Schema of the plan file."""

from __future__ import annotations

from clusterplan.cli.exit_codes import OK
from clusterplan.cli.options import OutputOption, VerboseOption
from clusterplan.cli.output import write


def schema(output: OutputOption = None, *, verbose: VerboseOption = False) -> int:  # noqa: ARG001 # read by the guard
    """Run `clusterplan schema`; return the exit code."""
    from clusterplan.schemas import plan_schema  # noqa: PLC0415 # not for --help

    write(plan_schema(), output, machine=True)
    return OK
