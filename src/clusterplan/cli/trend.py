"""`clusterplan trend`: all years side by side."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.given_values import ids_of
from clusterplan.cli.output import write_document
from clusterplan.render.document.all_years import TrendDocument
from clusterplan.views.all_years import Trend


def trend(asked: Asked, target: list[str] | None) -> int:
    """Run `clusterplan trend`; return the exit code."""
    found = read_for_report(asked, {})
    wanted = ids_of(found.plan, target or (), "TARGET")
    reports = found.reports(found.plan.years, wanted, last_year=False)
    write_document(TrendDocument(Trend(reports), asked.locale), asked)
    return OK
