"""`clusterplan show`: one commitment in full."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.given_values import check_ids
from clusterplan.cli.output import write_document
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.views.one_commitment import detail


def show(asked: Asked, target: str, year: str | None) -> int:
    """Run `clusterplan show`; return the exit code."""
    found = read_for_report(asked, {"--year": year}, later=True)
    check_ids(found.plan, [target], "TARGET")
    shown = detail(found.inquiry, target, *found.years)
    write_document(DetailDocument(shown, asked.locale), asked)
    return OK
