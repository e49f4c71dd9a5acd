"""`clusterplan diff`: what changed between two years."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.days_and_years import parse_year
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.output import write_document
from clusterplan.judging.assess import assess_years
from clusterplan.model.changes import compare
from clusterplan.render.document.changes import ChangesDocument


def diff(asked: Asked, before: str, after: str) -> int:
    """Run `clusterplan diff`; return the exit code."""
    years = {"YEAR1": parse_year(before, "YEAR1"), "YEAR2": parse_year(after, "YEAR2")}
    found = read_for_report(asked, years=years)
    first, second = assess_years(
        found.plan,
        found.observations,
        list(years.values()),
        as_of=found.day,
        published_only=asked.published_only,
        origin=found.origin,
    )
    changes = compare(first.snapshot, second.snapshot)
    write_document(ChangesDocument(changes, found.plan.title, asked.locale), asked)
    return OK
