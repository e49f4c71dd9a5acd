"""`clusterplan trend`: all years side by side."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.known_ids import check_ids
from clusterplan.cli.output import write_document
from clusterplan.render.document.all_years import TrendDocument
from clusterplan.views.all_years import trend as all_years


def trend(asked: Asked, target: list[str] | None) -> int:
    """Run `clusterplan trend`; return the exit code."""
    found = read_for_report(asked)
    check_ids(found.plan, target or (), "TARGET")
    result = all_years(
        found.plan,
        found.observations,
        as_of=found.day,
        published_only=asked.published_only,
        only=frozenset(target or ()),
        origin=found.origin,
    )
    write_document(TrendDocument(result, asked.locale), asked)
    return OK
