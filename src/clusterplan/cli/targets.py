"""`clusterplan targets`: every commitment with its clause."""

from __future__ import annotations

from clusterplan.checks import check_plan
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import announce, find_data, raised_limits, require_plan
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.narrowing import selection_of
from clusterplan.cli.output import write_document
from clusterplan.model.narrowing import narrowed, with_only
from clusterplan.reading.folder import read_plan_only
from clusterplan.render.document.plan import PlanDocument


def targets(asked: Asked) -> int:
    """Run `clusterplan targets`; return the exit code."""
    scripted = asked.quiet or asked.output is not None
    place = find_data(asked.data, output=asked.output, scripted=scripted)
    folder = read_plan_only(place.folder, place.name, limits=raised_limits())
    findings = (*folder.findings, *check_plan(folder.plan_file))
    plan = require_plan(folder, findings, asked, packaged=place.source == "packaged")
    chosen = narrowed(plan, selection_of(plan, asked))
    announce(place, asked)
    write_document(PlanDocument(with_only(plan, chosen), asked.locale), asked)
    return OK
