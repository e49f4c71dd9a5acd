"""`clusterplan diff`: what changed between two years."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.output import write_document
from clusterplan.model.changes import compare
from clusterplan.model.results import snapshot_of
from clusterplan.render.document.changes import ChangesDocument


def diff(asked: Asked, before: str, after: str, *, in_full: bool) -> int:
    """Run `clusterplan diff`; return the exit code."""
    found = read_for_report(asked, {"YEAR1": before, "YEAR2": after})
    first, second = found.reports(found.years, last_year=False)
    changes = compare(snapshot_of(first), snapshot_of(second))
    document = ChangesDocument(changes, found.plan.title, asked.locale, in_full=in_full)
    write_document(document, asked)
    return OK
